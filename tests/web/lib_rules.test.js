// The rules under all pages: answers, words and times, addresses, live events, lists, rights. No browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { problemOf, linksOf, totalOf, withQuery } from '../../www/js/lib/api-rules.js';
import { fieldErrors } from '../../www/js/lib/field-errors.js';
import { fill, agoParts, durationParts, dayKind } from '../../www/js/lib/i18n-rules.js';
import { zoneText } from '../../www/js/lib/zone-rules.js';
import { backoff, nextMode, isNews, nothingSeen, missedFrom } from '../../www/js/lib/live-rules.js';
import { iconOf, merged } from '../../www/js/lib/notice-rules.js';
import { hourOf, hourOptions, textOf } from '../../www/js/pages/account/profile-rules.js';
import { groups } from '../../www/js/routes.js';
import { matchRoute, insideApp, safeNext } from '../../www/js/lib/router-rules.js';
import { may, patchImport } from '../../www/js/lib/session-rules.js';
import { step, isStep, typedTo } from '../../www/js/lib/step-rules.js';
import { found, groupsOf, keepLast, markedOf, onePerPerson } from '../../www/js/lib/find-rules.js';

const none = { get: () => null };

describe('pages in the navigation', () => {
  it('have keys of their own', () => {
    const keys = groups.flatMap(({ pages }) => pages.map(({ key }) => key)).filter(Boolean);
    assert.deepEqual(keys.filter((key, n) => keys.indexOf(key) !== n), []);
  });
});

describe('time zones', () => {
  const at = new Date('2026-11-29T12:00:00Z');
  it('are named by their place, in the language, with their distance from UTC', () => {
    assert.equal(zoneText('Europe/Minsk', 'ru-RU', at), 'Беларусь, UTC+3');
    assert.equal(zoneText('America/New_York', 'ru-RU', at), 'Нью-Йорк, UTC-5');
    assert.equal(zoneText('Asia/Kolkata', 'ru-RU', at), 'Индия, UTC+5:30');
    assert.equal(zoneText('Europe/Minsk', 'en-GB', at), 'Belarus, UTC+3');
    assert.equal(zoneText('UTC', 'ru-RU', at), 'UTC');
    assert.equal(zoneText('Mars/Base', 'ru-RU', at), 'Mars/Base');
  });
});

describe('answers', () => {
  it('a problem keeps what the server said', () => {
    const got = problemOf(
      400,
      { code: 'input', title: 'T', detail: 'D', errors: [{ field: 'a', code: 'range' }], request_id: 'r' },
      none,
    );
    assert.deepEqual([got.code, got.title, got.detail, got.errors.length, got.requestId], ['input', 'T', 'D', 1, 'r']);
  });
  it('an answer of another shape still has a code', () => {
    for (const [status, code] of [
      [404, 'absent'],
      [401, 'session'],
      [403, 'forbidden'],
      [429, 'busy'],
      [502, 'down'],
      [400, 'answer'],
    ]) {
      assert.equal(problemOf(status, undefined, none).code, code);
      assert.deepEqual(problemOf(status, '<html>', none).errors, []);
    }
  });
  it('reads links and totals', () => {
    const { next, prev } = linksOf(
      '</clickup/tasks?page=3&after=ab.1>; rel="next", </clickup/tasks?page=1>; rel="prev"',
    );
    assert.equal(next.get('after'), 'ab.1');
    assert.equal(prev.get('page'), '1');
    assert.deepEqual(linksOf(null), { next: null, prev: null });
    assert.deepEqual(totalOf('10000+'), { total: 10000, more: true });
    assert.deepEqual(totalOf('208'), { total: 208, more: false });
    assert.deepEqual(totalOf(null), { total: null, more: false });
  });
  it('queries repeat lists and leave out what is empty', () => {
    assert.equal(withQuery('/a', { tag: ['x', 'й'], search: '', page: 2, none: null }), '/a?tag=x&tag=%D0%B9&page=2');
    assert.equal(withQuery('/a', { search: '' }), '/a');
  });
  it('errors stand at their fields, the first of a field counts', () => {
    const got = fieldErrors(
      [
        { field: 'name', detail: 'one' },
        { field: 'name', detail: 'two' },
        { field: 'tags[0]', code: 'type' },
      ],
      (code) => `say ${code}`,
    );
    assert.deepEqual(got, { name: 'one', tags: 'say type' });
  });
});

describe('words and times', () => {
  const noBreak = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  it("fills numbers the language's way, ids as they are", () => {
    assert.equal(fill('{n} of {id} {gone}', { n: 1354, id: 1480 }, noBreak), '1\u00a0354 of 1480 ');
  });
  it('says how long ago and how long', () => {
    assert.deepEqual(
      [5, 240, 7300, 90000].map((s) => agoParts(s).unit),
      ['now', 'min', 'hour', 'date'],
    );
    assert.deepEqual(durationParts(0.34), [{ unit: 'ms', n: 340 }]);
    assert.deepEqual(durationParts(1.44), [{ unit: 's', n: 1.4 }]);
    assert.deepEqual(durationParts(4320), [
      { unit: 'h', n: 1 },
      { unit: 'min', n: 12 },
    ]);
    assert.deepEqual(durationParts(7200), [{ unit: 'h', n: 2 }]);
  });
  it("days change at midnight of the user's zone", () => {
    assert.equal(dayKind(new Date('2026-11-20T20:30:00Z'), '2026-11-21', 'Europe/Minsk'), 'yesterday');
    assert.equal(dayKind(new Date('2026-11-20T20:30:00Z'), '2026-11-20', 'UTC'), 'today');
    assert.equal(dayKind(new Date('2026-03-01T00:00:00Z'), '2026-11-20', 'UTC'), 'year');
    assert.equal(dayKind(new Date('2025-11-20T00:00:00Z'), '2026-11-20', 'UTC'), 'old');
  });
});

describe('addresses', () => {
  const routes = [
    { path: '/', name: 'home' },
    { path: '/clickup/bulk-import/:id/', digits: true, name: 'import' },
    { path: '/clickup/task/:id/', name: 'task' },
  ];
  it('with or without the last slash; numbers where numbers are due', () => {
    assert.equal(matchRoute(routes, '/').route.name, 'home');
    assert.deepEqual(matchRoute(routes, '/clickup/task/86%20c').params, { id: '86 c' });
    assert.deepEqual(matchRoute(routes, '/clickup/bulk-import/7/').params, { id: '7' });
    assert.equal(matchRoute(routes, '/clickup/bulk-import/x/'), null);
    assert.equal(matchRoute(routes, '/clickup/task/'), null);
    assert.equal(matchRoute(routes, '/clickup/task/%E0%A4%A/').params.id, '%E0%A4%A');
  });
  it("plain clicks inside are ours, all others the browser's", () => {
    const event = { button: 0 };
    const link = (path, more) => ({
      origin: 'http://h',
      pathname: path,
      target: '',
      hash: '',
      hasAttribute: () => false,
      getAttribute: () => path,
      ...more,
    });
    assert.ok(insideApp(event, link('/clickup/tasks/'), 'http://h'));
    for (const path of ['/api/docs/', '/health', '/openapi.json']) {
      assert.ok(!insideApp(event, link(path), 'http://h'), path);
    }
    assert.ok(!insideApp({ button: 0, ctrlKey: true }, link('/'), 'http://h'));
    assert.ok(!insideApp(event, link('/', { origin: 'http://evil' }), 'http://h'));
    assert.ok(!insideApp(event, link('/', { target: '_blank' }), 'http://h'));
  });
  it('returns only to a path of this site', () => {
    assert.equal(safeNext('/clickup/tasks/?page=2'), '/clickup/tasks/?page=2');
    for (const bad of ['//evil', '/\\evil', 'http://evil', 'javascript:1', '/login/', null, '']) {
      assert.equal(safeNext(bad), '/', String(bad));
    }
  });
});

describe('live events', () => {
  it('waits longer each time, up to 30 s, never twice the same for all', () => {
    assert.deepEqual(
      [1, 2, 3, 20].map((n) => backoff(n, 0)),
      [500, 1000, 2000, 30000],
    );
    assert.equal(backoff(1, 1), 250);
  });
  it('failures change the way, and within four seconds it is polling', () => {
    const ways = ['socket'];
    let ms = 0;
    for (let fails = 1; ways.at(-1) !== 'polling'; fails++) {
      ways.push(nextMode(ways.at(-1), fails));
      ms += backoff(fails, 0);
    }
    assert.deepEqual(ways, ['socket', 'socket', 'stream', 'polling']);
    assert.ok(ms < 4000);
    assert.equal(nextMode('polling', 9), 'polling');
  });
  it('a replayed event is not news', () => {
    const seen = nothingSeen();
    for (const seq of [4, 5, undefined, undefined]) assert.ok(isNews({ type: 'sync', seq }, seen));
    for (const odd of [{ type: 'sync', seq: 4 }, null, 'x', {}]) assert.ok(!isNews(odd, seen));
  });
  it('an event that comes after its successor is news, once; one before the first is not', () => {
    const seen = nothingSeen();
    for (const seq of [2000, 2002, 2001]) assert.ok(isNews({ type: 'task', seq }, seen));
    for (const seq of [2001, 1999]) assert.ok(!isNews({ type: 'task', seq }, seen));
    assert.equal(missedFrom(seen), 2000);
    for (let seq = 2003; seq < 9000; seq++) isNews({ type: 'task', seq }, seen);
    assert.equal(missedFrom(seen), 7999);
    assert.ok(!isNews({ type: 'task', seq: 8001 }, seen));
  });
});

describe('notices', () => {
  it('of a newer page replace those that are there, those of an older one go below', () => {
    const [old, fresh] = [[{ id: 3 }, { id: 2 }], [{ id: 4 }, { id: 3, read_at: 'now' }]];
    assert.deepEqual(merged(null, old, false), old);
    assert.deepEqual(merged(old, fresh, false), [{ id: 4 }, { id: 3, read_at: 'now' }, { id: 2 }]);
    assert.deepEqual(merged(old, [{ id: 2 }, { id: 1 }], true), [{ id: 3 }, { id: 2 }, { id: 1 }]);
  });
  it('have an icon each; an hour is a choice, and so is none', () => {
    assert.deepEqual([iconOf('due'), iconOf('other')], ['clock', 'bell']);
    assert.deepEqual(hourOptions('none').slice(0, 2), [{ value: '', label: 'none' }, { value: '0', label: '00:00' }]);
    assert.deepEqual([hourOf(''), hourOf('0'), textOf(null), textOf(0)], [null, 0, '', '0']);
  });
});

describe('rights and commands', () => {
  it('rights and commands', () => {
    assert.ok(may({ role: 'admin' }, 'manager'));
    assert.ok(!may({ role: 'member' }, 'recruiter'));
    assert.ok(!may(null, 'member'));
    const seen = { running_import: { id: 7, processed_tasks: 1 } };
    assert.equal(patchImport(seen, { id: 7, status: 'running', processed_tasks: 2 }).running_import.processed_tasks, 2);
    assert.equal(patchImport(seen, { id: 7, status: 'completed' }).running_import, null);
    assert.equal(patchImport(seen, { id: 8, status: 'running' }), seen);
    const commands = [{ text: 'Сменить тему' }, { text: 'Тёмная' }, { text: 'Задачи' }];
    assert.deepEqual(
      found(commands, 'тем').map(({ text }) => text),
      ['Сменить тему', 'Тёмная'],
    );
    assert.equal(found(commands, '').length, 3);
  });
  it('what was typed is marked where a word begins with it', () => {
    assert.deepEqual(markedOf('Ковалёва Анна', 'анн ковале'), ['', 'Ковалё', 'ва ', 'Анн', 'а']);
    assert.deepEqual(markedOf('JavaScript, Java', 'java'), ['', 'Java', 'Script, ', 'Java', '']);
    assert.deepEqual(markedOf('Онлайн-школа', 'школа на'), ['Онлайн-', 'школа', '']);
    assert.deepEqual([markedOf('Анна', ''), markedOf('İstanbul', 'i')], [['Анна'], ['İstanbul']]);
  });
  it('a person is one entry, by page, address or phone; a page stands in its first group', () => {
    const people = [
      { id: 1, href: '/a/1/', email: 'A@x.by', phone: '+375 29 111-22-33' },
      { id: 2, href: '/c/2/', also: '/a/1/' }, { id: 3, href: '/c/3/', email: 'a@X.by' },
      { id: 4, href: '/c/4/', phone: '8 (029) 111 22 33' }, { id: 5, href: '/c/5/', phone: '123' },
      { id: 6, href: '/c/6/', phone: '123' },
    ];
    assert.deepEqual(onePerPerson(people).map(({ id }) => id), [1, 5, 6]);
    const groups = groupsOf([
      { key: 'recent', items: [{ href: '/a/1/' }] }, { key: 'people', items: [{ href: '/a/1/' }, { href: '/a/2/' }] },
      { key: 'acts', items: [{}, {}] }, { key: 'tasks', items: [{ href: '/a/2/' }] },
    ]);
    assert.deepEqual(groups.map(({ key, items }) => [key, items.length]), [['recent', 1], ['people', 1], ['acts', 2]]);
    const kept = [1, 2, 3, 4, 5, 6].reduce((list, n) => keepLast(list, { path: `/${n % 5}/`, text: n }), []);
    assert.deepEqual(kept.map(({ text }) => text), [6, 5, 4, 3, 2], 'the latest first, each once');
  });
});

describe('keys in a list', () => {
  it('arrows go round, Home and End to the ends; nothing chosen yet begins at an end', () => {
    const cases = [
      [0, 3, 'ArrowUp', 2],
      [2, 3, 'ArrowDown', 0],
      [-1, 3, 'ArrowDown', 0],
      [-1, 3, 'ArrowUp', 2],
      [1, 3, 'Home', 0],
      [1, 3, 'End', 2],
      [1, 3, 'a', 1],
      [0, 0, 'ArrowDown', -1],
    ];
    for (const [at, count, key, wanted] of cases) assert.equal(step(at, count, key), wanted, `${at} ${count} ${key}`);
    assert.ok(isStep('End') && !isStep('Enter'));
  });
  it('first letters: the next that begins so, round the end; more letters stay where one is', () => {
    const names = ['Анна', 'Борис', 'Алексей'];
    assert.equal(typedTo(names, 'а', 0), 2);
    assert.equal(typedTo(names, 'а', 2), 0);
    assert.equal(typedTo(names, 'ал', 2), 2);
    assert.equal(typedTo(names, 'в', 0), -1);
    assert.equal(typedTo([], 'а', -1), -1);
  });
});
