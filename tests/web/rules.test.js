// The pages' rules: pure functions, no browser.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { problemOf, linksOf, totalOf, withQuery, fieldErrors } from '../../www/js/lib/api-rules.js';
import { fill, agoParts, durationParts, dayKind } from '../../www/js/lib/i18n-rules.js';
import { backoff, nextMode, isNews } from '../../www/js/lib/live-rules.js';
import { matchRoute, insideApp, safeNext } from '../../www/js/lib/router-rules.js';
import { heights, ticks, points, isSeen } from '../../www/js/lib/charts-rules.js';
import { etaOf, canStop, canResume, canCancel, isOver, merged, quarter } from '../../www/js/lib/import-rules.js';
import { may, patchImport } from '../../www/js/lib/session-rules.js';
import { transferLook, statusLook } from '../../www/js/lib/task-look.js';
import { found, step } from '../../www/js/sheets-rules.js';
import * as tasks from '../../www/js/pages/tasks-rules.js';
import * as today from '../../www/js/pages/today-rules.js';
import { scopesOf, bodyOf, paceMinutes, routeText } from '../../www/js/pages/imports-rules.js';
import { numbersOf, remedyOf, speedRows, meanSpeed } from '../../www/js/pages/import-page-rules.js';
import { below, initialOf, bodyOf as settingsBody, options } from '../../www/js/pages/clickup-settings-rules.js';
import { changedOf, agentOf, daysLeft, zones } from '../../www/js/pages/profile-rules.js';
import { withLog, secondsOf } from '../../www/js/pages/sync-logs-rules.js';
import { facts, shownFields, sourceLook } from '../../www/js/pages/task-rules.js';

const www = new URL('../../www/js', import.meta.url).pathname;
const [ru, en] = await Promise.all(['ru', 'en'].map(words));
const none = { get: () => null };

describe('answers', () => {
  it('a problem keeps what the server said', () => {
    const got = problemOf(400, { code: 'input', title: 'T', detail: 'D', errors: [{ field: 'a', code: 'range' }], request_id: 'r' }, none);
    assert.deepEqual([got.code, got.title, got.detail, got.errors.length, got.requestId], ['input', 'T', 'D', 1, 'r']);
  });
  it('an answer of another shape still has a code', () => {
    for (const [status, code] of [[404, 'absent'], [401, 'session'], [403, 'forbidden'], [429, 'busy'], [502, 'down'], [400, 'answer']]) {
      assert.equal(problemOf(status, undefined, none).code, code);
      assert.deepEqual(problemOf(status, '<html>', none).errors, []);
    }
  });
  it('reads links and totals', () => {
    const { next, prev } = linksOf('</clickup/tasks?page=3&after=ab.1>; rel="next", </clickup/tasks?page=1>; rel="prev"');
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
    const got = fieldErrors([{ field: 'name', detail: 'one' }, { field: 'name', detail: 'two' }, { field: 'tags[0]', code: 'type' }], (code) => `say ${code}`);
    assert.deepEqual(got, { name: 'one', tags: 'say type' });
  });
});

describe('words', () => {
  const noBreak = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  it('fills numbers the language\'s way, ids as they are', () => {
    assert.equal(fill('{n} of {id} {gone}', { n: 1354, id: 1480 }, noBreak), '1\u00a0354 of 1480 ');
  });
  it('says how long ago and how long', () => {
    assert.deepEqual([5, 240, 7300, 90000].map((s) => agoParts(s).unit), ['now', 'min', 'hour', 'date']);
    assert.deepEqual(durationParts(0.34), [{ unit: 'ms', n: 340 }]);
    assert.deepEqual(durationParts(1.44), [{ unit: 's', n: 1.4 }]);
    assert.deepEqual(durationParts(4320), [{ unit: 'h', n: 1 }, { unit: 'min', n: 12 }]);
    assert.deepEqual(durationParts(7200), [{ unit: 'h', n: 2 }]);
  });
  it('days change at midnight of the user\'s zone', () => {
    const now = new Date('2026-11-20T21:30:00Z');
    assert.equal(dayKind(new Date('2026-11-20T20:30:00Z'), now, 'Europe/Minsk'), 'yesterday');
    assert.equal(dayKind(new Date('2026-11-20T20:30:00Z'), now, 'UTC'), 'today');
    assert.equal(dayKind(new Date('2026-03-01T00:00:00Z'), now, 'UTC'), 'year');
    assert.equal(dayKind(new Date('2025-11-20T00:00:00Z'), now, 'UTC'), 'old');
  });
  it('Russian plurals: 1, 21; 2-4; 0, 5-20; 1.5', () => {
    const rules = new Intl.PluralRules('ru');
    const say = (n) => ru['tasks.n'][rules.select(n)].replace('{n}', n);
    assert.deepEqual([0, 1, 2, 5, 11, 21, 22, 112, 1.5].map(say), ['0 задач', '1 задача', '2 задачи', '5 задач', '11 задач', '21 задача', '22 задачи', '112 задач', '1.5 задачи']);
  });
  it('both languages hold the same messages with the same holes', () => {
    assert.deepEqual(Object.keys(en).sort(), Object.keys(ru).sort());
    const holes = (message) => [...new Set(Object.values(typeof message === 'object' ? message : { message }).flatMap((text) => text.match(/\{\w+\}/g) || []))].sort().join();
    for (const key of Object.keys(ru)) assert.equal(holes(en[key]), holes(ru[key]), key);
  });
  it('every plural has the forms of its language', () => {
    for (const [key, message] of Object.entries(ru)) if (typeof message === 'object') assert.deepEqual(Object.keys(message).sort(), ['few', 'many', 'one', 'other'], key);
    for (const [key, message] of Object.entries(en)) if (typeof message === 'object') assert.deepEqual(Object.keys(message).sort(), ['one', 'other'], key);
  });
  it('every text that a page asks for exists, and no page writes Russian itself', () => {
    for (const file of files(www)) {
      if (file.includes('/messages/')) continue;
      const text = readFileSync(file, 'utf8');
      for (const [, args] of text.matchAll(/\bt\(([^`]*?)[,)]/g)) for (const [, key] of args.matchAll(/'([^']+)'/g)) assert.ok(key in ru, `${file}: ${key}`);
      const code = text.replace(/^\s*(\/\/|\/?\*).*$/gm, '').replace('Русский', '').replaceAll('ё', '').replaceAll("'е'", '');
      assert.doesNotMatch(code, /[а-яА-Я]/, file);
    }
  });
});

describe('modules', () => {
  it('every name that is imported is exported where it is said to be', () => {
    for (const file of files(www)) {
      for (const [, names, from] of readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from '(\.[^']+)'/g)) {
        const text = readFileSync(join(dirname(file), from), 'utf8');
        for (const name of names.split(',').map((one) => one.trim().split(' as ')[0]).filter(Boolean)) {
          assert.match(text, new RegExp(`export (async )?(const|function|class) ${name}\\b|export (const )?\\{[^}]*\\b${name}\\b`), `${file}: ${name} of ${from}`);
        }
      }
    }
  });
});

/* The common words and those of each family of pages; none is said twice. */
async function words(language) {
  const names = readdirSync(join(www, 'lib/messages')).filter((name) => name.startsWith(language));
  const tables = await Promise.all(names.map(async (name) => (await import(join(www, 'lib/messages', name))).default));
  const all = Object.assign({}, ...tables);
  assert.equal(Object.keys(all).length, tables.reduce((sum, table) => sum + Object.keys(table).length, 0), 'a message is said twice');
  return all;
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : entry.name.endsWith('.js') ? [join(folder, entry.name)] : []));
}

describe('addresses', () => {
  const routes = [{ path: '/', name: 'home' }, { path: '/clickup/bulk-import/:id/', digits: true, name: 'import' }, { path: '/clickup/task/:id/', name: 'task' }];
  it('with or without the last slash; numbers where numbers are due', () => {
    assert.equal(matchRoute(routes, '/').route.name, 'home');
    assert.deepEqual(matchRoute(routes, '/clickup/task/86%20c').params, { id: '86 c' });
    assert.deepEqual(matchRoute(routes, '/clickup/bulk-import/7/').params, { id: '7' });
    assert.equal(matchRoute(routes, '/clickup/bulk-import/x/'), null);
    assert.equal(matchRoute(routes, '/clickup/task/'), null);
    assert.equal(matchRoute(routes, '/clickup/task/%E0%A4%A/').params.id, '%E0%A4%A');
  });
  it('plain clicks inside are ours, all others the browser\'s', () => {
    const event = { button: 0 };
    const link = (path, more) => ({ origin: 'http://h', pathname: path, target: '', hash: '', hasAttribute: () => false, getAttribute: () => path, ...more });
    assert.ok(insideApp(event, link('/clickup/tasks/'), 'http://h'));
    for (const path of ['/api/docs/', '/health', '/openapi.json']) assert.ok(!insideApp(event, link(path), 'http://h'), path);
    assert.ok(!insideApp({ button: 0, ctrlKey: true }, link('/'), 'http://h'));
    assert.ok(!insideApp(event, link('/', { origin: 'http://evil' }), 'http://h'));
    assert.ok(!insideApp(event, link('/', { target: '_blank' }), 'http://h'));
  });
  it('returns only to a path of this site', () => {
    assert.equal(safeNext('/clickup/tasks/?page=2'), '/clickup/tasks/?page=2');
    for (const bad of ['//evil', '/\\evil', 'http://evil', 'javascript:1', '/login/', null, '']) assert.equal(safeNext(bad), '/', String(bad));
  });
});

describe('live events', () => {
  it('waits longer each time, up to 30 s, never twice the same for all', () => {
    assert.deepEqual([1, 2, 3, 20].map((n) => backoff(n, 0)), [500, 1000, 2000, 30000]);
    assert.equal(backoff(1, 1), 250);
  });
  it('three failures change the way', () => {
    assert.deepEqual([nextMode('socket', 2), nextMode('socket', 3), nextMode('stream', 6), nextMode('polling', 9)], ['socket', 'stream', 'polling', 'polling']);
  });
  it('a replayed event is not news', () => {
    assert.ok(isNews({ type: 'sync', seq: 5 }, 4));
    assert.ok(isNews({ type: 'sync' }, 4));
    for (const odd of [{ type: 'sync', seq: 4 }, null, 'x', {}]) assert.ok(!isNews(odd, 4));
  });
});

describe('charts', () => {
  it('heights, ticks, points', () => {
    assert.deepEqual(heights([0, 1, 1000]), [0, 2, 100]);
    assert.deepEqual(heights([]), []);
    assert.deepEqual(ticks(17), { top: 20, steps: [20, 15, 10, 5, 0] });
    assert.equal(ticks(1).top, 4);
    assert.equal(ticks(9).top, 12);
    assert.equal(points([0, 10], 10, 600, 150), '0,150 600,0');
    assert.deepEqual([isSeen(0, 10), isSeen(1, 1000), isSeen(38, 1180)], [false, false, true]);
  });
});

describe('an import', () => {
  const job = { status: 'running', processed_tasks: 100, total_tasks: 200 };
  it('time left: after 20 items, rounded, a clock time when long', () => {
    assert.equal(etaOf({ ...job, processed_tasks: 19, eta_seconds: 60 }).kind, 'counting');
    assert.equal(etaOf({ ...job, eta_seconds: null }).kind, 'counting');
    assert.equal(etaOf({ ...job, eta_seconds: 20 }).kind, 'soon');
    assert.equal(etaOf({ ...job, eta_seconds: 400 }).minutes, 7);
    assert.equal(etaOf({ ...job, eta_seconds: 48 * 60 }).minutes, 50);
    assert.equal(etaOf({ ...job, eta_seconds: 3 * 3600 }).kind, 'clock');
  });
  it('what one may do in each state', () => {
    const table = ['running', 'stopped', 'failed', 'completed', 'cancelled'].map((status) => [canStop, canResume, canCancel, isOver].map((rule) => (rule({ status }) ? 1 : 0)).join(''));
    assert.deepEqual(table, ['1010', '0110', '0101', '0001', '0001']);
  });
  it('an event of another import changes nothing', () => {
    assert.deepEqual(merged({ id: 1, failures: [1] }, { id: 1, processed_tasks: 5 }), { id: 1, failures: [1], processed_tasks: 5 });
    assert.deepEqual(merged({ id: 1 }, { id: 2, processed_tasks: 5 }), { id: 1 });
    assert.deepEqual([0, 50, 199].map((n) => quarter({ ...job, processed_tasks: n })), [0, 1, 3]);
    assert.equal(quarter({ ...job, status: 'completed' }), 10);
  });
  it('five numbers; remedies; speed with its pauses', () => {
    const numbers = numbersOf({ status: 'running', successful_tasks: 5, skipped_tasks: 1, failed_tasks: 2, total_tasks: 10, processed_tasks: 8, speed_per_minute: 13.44 });
    assert.deepEqual(numbers.map(({ value }) => value), [5, 1, 2, 2, 13.4]);
    assert.equal(remedyOf({ remedy: 'settings', code: 'clickup_token' }).href, '/clickup/settings/');
    assert.equal(remedyOf({ remedy: 'settings', code: 'huntflow_token' }).href, '/profile/#huntflow');
    assert.equal(remedyOf({ remedy: 'name_only', code: 'x' }).option, 'name_only');
    assert.equal(remedyOf({ remedy: 'other', code: 'x' }).key, 'retry');
    const rows = speedRows([{ at: '2026-11-20T10:00:00Z', count: 3 }, { at: '2026-11-20T10:03:00Z', count: 5 }], (at) => at.getUTCMinutes());
    assert.deepEqual(rows.map(({ x, y }) => [x, y]), [[0, 3], [1, 0], [2, 0], [3, 5]]);
    assert.equal(meanSpeed([]), 0);
  });
  it('the request of each scope', () => {
    const base = { target: { account_id: 11 }, selection: [{ task_id: 'a', name: 'A' }], filter: { tag: ['x'] }, pace: 0 };
    assert.deepEqual(bodyOf({ ...base, scope: 'selection' }), { account_id: 11, scope: 'selection', delay_seconds: 0, task_ids: ['a'] });
    assert.deepEqual(bodyOf({ ...base, scope: 'filter' }), { account_id: 11, scope: 'filter', delay_seconds: 0, filter: { tag: ['x'] } });
    assert.deepEqual(bodyOf({ ...base, scope: 'all' }), { account_id: 11, scope: 'all', delay_seconds: 0 });
    assert.deepEqual(scopesOf({ selection: [], narrowed: false }), ['all']);
    assert.deepEqual(scopesOf({ selection: [1], narrowed: true }), ['selection', 'filter', 'all']);
    assert.equal(paceMinutes(208, 8), 28);
    assert.equal(routeText({ account_name: 'N', vacancy_name: '', status_name: '' }, 'none'), 'N / none');
  });
});

describe('the task list', () => {
  const address = 'search=%D0%B0%D0%BD&tag=java&tag=qa&status=x&transfer=none&page=2&odd=1';
  it('filters and the address are one', () => {
    const filters = tasks.readFilters(new URLSearchParams(address));
    assert.deepEqual([filters.search, filters.tag, filters.page], ['ан', ['java', 'qa'], '2']);
    assert.ok(!tasks.writeFilters(filters).has('odd'));
    assert.equal(tasks.countSet(filters), 2);
    assert.equal(tasks.changed(filters, { search: 'b' }).page, '');
    assert.equal(tasks.cleared(filters).transfer, 'none');
    assert.deepEqual(tasks.cleared(filters).tag, []);
    assert.deepEqual(tasks.importFilter(filters), { status: ['x'], tag: ['java', 'qa'], search: 'ан', transfer: 'none' });
  });
  it('sorting turns round; dates begin with the newest', () => {
    assert.equal(tasks.sorted('', 'name'), 'name');
    assert.equal(tasks.sorted('name', 'name'), '-name');
    assert.equal(tasks.sorted('', 'date_updated'), 'date_updated');
    assert.equal(tasks.sorted('name', 'date_updated'), '-date_updated');
  });
  it('the next page by the answer\'s link, filters kept', () => {
    const filters = tasks.readFilters(new URLSearchParams('tag=java'));
    assert.equal(tasks.pageHref('/t/', filters, new URLSearchParams('after=k.1&tag=java'), 2), '/t/?tag=java&page=2&after=k.1');
    assert.equal(tasks.pageHref('/t/', filters, new URLSearchParams(), 1), '/t/?tag=java');
    assert.equal(tasks.pageHref('/t/', filters, null, 2), null);
  });
  it('ticks a range both ways', () => {
    const rows = ['a', 'b', 'c', 'd'].map((id) => ({ task_id: id, transfer: id === 'b' ? { state: 'done' } : null }));
    const up = tasks.ticked(new Map(), rows, 3, 1, true);
    assert.deepEqual([...up.keys()], ['b', 'c', 'd']);
    assert.deepEqual([...tasks.ticked(up, rows, null, 2, false).keys()], ['b', 'd']);
    assert.equal(tasks.alreadyIn(up), 1);
  });
  it('what a row says', () => {
    const look = (transfer, cv) => transferLook({ transfer, cv }).key;
    assert.deepEqual([look(null, 'pdf'), look(null, 'none'), look({ state: 'done' }, 'none'), look({ state: 'failed' }), look({ state: 'running' })], ['none', 'no_cv', 'done', 'failed', 'running']);
    assert.deepEqual(['open', 'done', 'closed', 'custom'].map(statusLook), ['none', 'ok', 'ok', 'own']);
    assert.ok(tasks.isLate({ due_date: '2026-01-01T00:00:00Z', status_type: 'open' }, new Date('2026-02-01')));
    assert.ok(!tasks.isLate({ due_date: '2026-01-01T00:00:00Z', status_type: 'closed' }, new Date('2026-02-01')));
    assert.equal(tasks.since(6, Date.parse('2026-11-20T22:30:00Z'), 'Europe/Minsk'), '2026-11-15');
  });
});

describe('the other pages', () => {
  it('connections: a key that ends soon is said first', () => {
    const now = Date.parse('2026-11-20T10:00:00Z');
    const look = (one) => Object.values(today.connectionLook(one, now)).slice(0, 2).join();
    assert.equal(look({ status: 'ok', last_sync_at: 'x', expires_at: '2026-11-22T12:00:00Z' }), 'warn,days');
    assert.equal(look({ status: 'ok', expires_at: '2026-11-20T12:00:00Z' }), 'bad,today');
    assert.equal(look({ status: 'ok', expires_at: '2026-11-19T12:00:00Z' }), 'bad,expired');
    assert.equal(look({ status: 'refused' }), 'bad,refused');
    assert.equal(look({ status: 'new', key_set: true }), 'none,unchecked');
    assert.equal(look({ status: 'ok', last_sync_at: 'x' }), 'ok,ago');
  });
  it('first steps open one after another', () => {
    const data = (total) => ({ tasks: { total } });
    const ready = { settings: { api_key: { set: true }, list_id: '' }, profile: { active_system: 'PROD', huntflow_prod_api_key: { set: true } } };
    const steps = today.stepsOf(data(0), ready);
    assert.deepEqual(steps.map(({ done }) => done), [true, false, false, true, false]);
    assert.deepEqual(steps.map(({ open }) => open), [true, true, false, true, false]);
    assert.ok(today.stepsOf(data(5), ready)[4].open);
  });
  it('spikes and changes', () => {
    const hours = [{ errors: 1 }, { errors: 38 }, { errors: 3 }];
    assert.equal(today.spike(hours), hours[1]);
    assert.equal(today.spike([{ errors: 4 }]), null);
    assert.equal(today.change([{ count: 0 }, { count: 5 }]), null);
    assert.equal(today.change([{ count: 4 }, { count: 5 }]), 0.25);
  });
  it('settings: levels, values, the request', () => {
    assert.deepEqual(below('space_id'), ['folder_id', 'list_id']);
    const values = initialOf({ team_id: '1', sync_interval: 30, max_tasks: 100, folder_id: null });
    assert.deepEqual(settingsBody(values), { team_id: '1', space_id: '', folder_id: null, list_id: '', auto_sync: false, sync_interval: 30, max_tasks: 100, include_closed: false, subtasks: false });
    assert.deepEqual(options(undefined, '5', 'Five'), [{ value: '5', label: 'Five' }]);
    assert.deepEqual(options([{ id: 5, name: 'V' }], '5', 'Five'), [{ value: '5', label: 'V' }]);
  });
  it('profile: only what changed is sent; browsers have names', () => {
    assert.deepEqual(changedOf({ a: 1, key: '' }, { a: 2, key: '' }), { a: 2 });
    assert.equal(agentOf('Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120'), 'Edge, Windows');
    assert.equal(agentOf(''), '');
    assert.equal(daysLeft('2026-11-22T10:00:00Z', Date.parse('2026-11-20T10:00:00Z')), 2);
    assert.equal(daysLeft(null, 0), null);
    assert.ok(zones('Mars/Base').includes('Mars/Base'));
  });
  it('syncs: an event takes its row\'s place', () => {
    assert.deepEqual(withLog([{ id: 1, a: 1 }], { id: 1, b: 2 }, true), [{ id: 1, a: 1, b: 2 }]);
    assert.deepEqual(withLog([{ id: 1 }], { id: 2 }, true).map(({ id }) => id), [2, 1]);
    assert.deepEqual(withLog([{ id: 1 }], { id: 2 }, false).length, 1);
    assert.deepEqual(withLog([], null, true), []);
    assert.equal(secondsOf({ sync_duration: 1.5 }), 1.5);
  });
  it('task: facts that exist, filled fields first', () => {
    assert.deepEqual(facts({ assignees: [], tags: [], priority: null, due_date: null }), ['status', 'assignees', 'date_updated', 'date_created']);
    assert.deepEqual(shownFields([{ id: 1, display: '' }, { id: 2, display: 'x' }]).map(({ id }) => id), [2, 1]);
    assert.equal(shownFields(Array.from({ length: 9 }, (_, id) => ({ id, display: id < 7 ? 'x' : '' }))).length, 7);
    assert.equal(sourceLook({ source: 'title' }).icon, 'user');
  });
  it('rights and commands', () => {
    assert.ok(may({ role: 'admin' }, 'manager'));
    assert.ok(!may({ role: 'member' }, 'recruiter'));
    assert.ok(!may(null, 'member'));
    const seen = { running_import: { id: 7, processed_tasks: 1 } };
    assert.equal(patchImport(seen, { id: 7, status: 'running', processed_tasks: 2 }).running_import.processed_tasks, 2);
    assert.equal(patchImport(seen, { id: 7, status: 'completed' }).running_import, null);
    assert.equal(patchImport(seen, { id: 8, status: 'running' }), seen);
    const commands = [{ text: 'Сменить тему' }, { text: 'Тёмная' }, { text: 'Задачи' }];
    assert.deepEqual(found(commands, 'тем').map(({ text }) => text), ['Сменить тему', 'Тёмная']);
    assert.equal(found(commands, '').length, 3);
    assert.deepEqual([step(0, 3, 'ArrowUp'), step(2, 3, 'ArrowDown'), step(0, 0, 'ArrowDown')], [2, 0, 0]);
  });
});
