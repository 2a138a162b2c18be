// The pages' rules: pure functions, no browser.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { problemOf, linksOf, totalOf, withQuery, fieldErrors } from '../../www/js/lib/api-rules.js';
import { fill, agoParts, durationParts, dayKind } from '../../www/js/lib/i18n-rules.js';
import { backoff, nextMode, isNews } from '../../www/js/lib/live-rules.js';
import { matchRoute, insideApp, safeNext } from '../../www/js/lib/router-rules.js';
import { heights, ticks, isSeen } from '../../www/js/ui/charts-rules.js';
import { etaOf, canStop, canResume, canCancel, isOver, merged, quarter } from '../../www/js/lib/import-rules.js';
import { may, patchImport } from '../../www/js/lib/session-rules.js';
import { transferLook, statusLook } from '../../www/js/lib/task-look.js';
import { sideBySide } from '../../www/js/ui/compare-rules.js';
import { found, step } from '../../www/js/ui/sheets-rules.js';
import * as filter from '../../www/js/lib/task-filters.js';
import * as tasks from '../../www/js/pages/clickup/tasks-rules.js';
import * as today from '../../www/js/pages/today/today-rules.js';
import { scopesOf, bodyOf, paceMinutes, routeText } from '../../www/js/pages/import/imports-rules.js';
import { numbersOf, remedyOf, speedRows, meanSpeed } from '../../www/js/pages/import/progress-rules.js';
import { below, initialOf, bodyOf as settingsBody, options } from '../../www/js/pages/clickup/settings-rules.js';
import { changedOf, agentOf, daysLeft, zones } from '../../www/js/pages/account/profile-rules.js';
import { withLog, secondsOf } from '../../www/js/pages/clickup/sync-logs-rules.js';
import { facts, shownFields, sourceLook } from '../../www/js/pages/clickup/task-rules.js';
import * as huntflow from '../../www/js/lib/huntflow-rules.js';
import { listQuery, turned } from '../../www/js/lib/list-rules.js';
import * as connection from '../../www/js/pages/huntflow/connection-rules.js';
import * as vacancy from '../../www/js/pages/huntflow/vacancy-rules.js';
import * as applicant from '../../www/js/pages/huntflow/applicant-rules.js';
import * as applicants from '../../www/js/pages/huntflow/applicants-rules.js';
import * as calls from '../../www/js/pages/huntflow/logs-rules.js';
import * as cache from '../../www/js/pages/huntflow/cache-rules.js';

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
  it('each step of a transfer has a name for people', () => {
    const table = readFileSync(new URL('../../lib/transfer/step.c', import.meta.url), 'utf8');
    const steps = [...table.matchAll(/\[STEP_\w+\] = "(\w+)"/g)].map(([, name]) => name);
    assert.equal(steps.length, 6);
    for (const name of steps) assert.ok(ru[`import.step.${name}`] && en[`import.step.${name}`], name);
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
  it('heights, ticks', () => {
    assert.deepEqual(heights([0, 1, 1000]), [0, 2, 100]);
    assert.deepEqual(heights([]), []);
    assert.deepEqual(ticks(17), { top: 20, steps: [20, 15, 10, 5, 0] });
    assert.equal(ticks(1).top, 4);
    assert.equal(ticks(9).top, 12);
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
    const filters = filter.readFilters(new URLSearchParams(address));
    assert.deepEqual([filters.search, filters.tag, filters.page], ['ан', ['java', 'qa'], '2']);
    assert.ok(!filter.writeFilters(filters).has('odd'));
    assert.equal(filter.countSet(filters), 2);
    assert.equal(filter.changed(filters, { search: 'b' }).page, '');
    assert.equal(filter.cleared(filters).transfer, 'none');
    assert.deepEqual(filter.cleared(filters).tag, []);
    assert.deepEqual(filter.importFilter(filters), { status: ['x'], tag: ['java', 'qa'], search: 'ан', transfer: 'none' });
  });
  it('sorting turns round; dates begin with the newest', () => {
    assert.equal(tasks.sorted('', 'name'), 'name');
    assert.equal(tasks.sorted('name', 'name'), '-name');
    assert.equal(tasks.sorted('', 'date_updated'), 'date_updated');
    assert.equal(tasks.sorted('name', 'date_updated'), '-date_updated');
  });
  it('the next page by the answer\'s link, filters kept', () => {
    const filters = filter.readFilters(new URLSearchParams('tag=java'));
    assert.equal(filter.pageHref('/t/', filters, new URLSearchParams('after=k.1&tag=java'), 2), '/t/?tag=java&page=2&after=k.1');
    assert.equal(filter.pageHref('/t/', filters, new URLSearchParams(), 1), '/t/?tag=java');
    assert.equal(filter.pageHref('/t/', filters, null, 2), null);
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

describe('Huntflow: the connection and the lists', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const at = (days) => new Date(now + days * 86400000).toISOString();
  it('how long keys last', () => {
    assert.equal(connection.leftOf(null, now), null);
    assert.deepEqual(connection.leftOf(at(-1), now), { days: 0, hours: 0, look: 'bad', over: true });
    assert.deepEqual(connection.leftOf(at(2.5), now), { days: 2, hours: 12, look: 'warn', over: false });
    assert.equal(connection.leftOf(at(9), now).look, 'ok');
    const alone = connection.keyLooks({ expires_at: at(2), refresh_expires_at: null }, now);
    assert.deepEqual([alone.alone, alone.access.look], [true, 'warn']);
    const kept = connection.keyLooks({ expires_at: at(2), refresh_expires_at: at(9) }, now);
    assert.deepEqual([kept.alone, kept.access.look, kept.refresh.look], [false, 'ok', 'ok']);
    assert.equal(connection.keyLooks(null, now).access, null);
  });
  it('what needs a person', () => {
    const codes = (data) => connection.attentionOf({ status: 'ok', accounts: [1], token: {}, calls_today: 0, errors_today: 0, ...data }, now).map(({ code }) => code);
    assert.deepEqual(codes({}), []);
    assert.deepEqual(codes({ status: 'refused' }), ['refused']);
    assert.deepEqual(codes({ status: 'error', accounts: [] }), ['error']);
    assert.deepEqual(codes({ token: { expires_at: at(-1) } }), ['expired']);
    assert.deepEqual(codes({ token: { expires_at: at(3) } }), ['ends']);
    assert.deepEqual(codes({ token: { expires_at: at(-1), refresh_expires_at: at(3) } }), ['refresh_ends']);
    assert.deepEqual(codes({ calls_today: 100, errors_today: 6, accounts: [] }), ['errors', 'no_accounts']);
    assert.deepEqual(codes({ calls_today: 10, errors_today: 9 }), []);
  });
  it('a list and its address', () => {
    const query = listQuery(['tag'], ['q', 'page', 'after']);
    const filters = query.read(new URLSearchParams('tag=a&tag=b&q=x&foreign=1&page=3'));
    assert.deepEqual(filters, { tag: ['a', 'b'], q: 'x', page: '3', after: '' });
    assert.equal(query.write(query.changed(filters, { q: '' })).toString(), 'tag=a&tag=b');
    assert.equal(query.href('/l/', filters, null, 2), null);
    assert.equal(query.href('/l/', filters, new URLSearchParams('after=c1'), 2), '/l/?tag=a&tag=b&q=x&page=2&after=c1');
    assert.equal(query.href('/l/', query.read(new URLSearchParams()), new URLSearchParams(), 1), '/l/');
    assert.deepEqual([turned('a', 'a'), turned('-a', 'a'), turned('a', 'b'), turned('a', 'c', ['c'])], ['-a', 'a', 'b', '-c']);
    const list = applicants.query.read(new URLSearchParams('vacancy=1&tag=2'));
    assert.equal(applicants.countSet(list), 2);
    assert.ok(applicants.isNarrowed(list) && !applicants.isNarrowed(applicants.cleared()));
    assert.deepEqual(applicants.choicesOf([{ id: 5, name: 'V' }]), [{ value: '5', label: 'V' }]);
    assert.deepEqual(Object.keys(cache.asked(cache.query.read(new URLSearchParams('view=expired&entry=3&search=v')))), ['search', 'ordering', 'page', 'after']);
  });
  it('names, addresses, colours', () => {
    assert.equal(huntflow.nameOf({ last_name: 'Мороз', first_name: 'Ян', middle_name: null }), 'Мороз Ян');
    assert.equal(huntflow.applicantHref(11, 5), '/huntflow/accounts/11/applicants/5/');
    assert.equal(huntflow.vacancyHref(11, 5), '/huntflow/accounts/11/vacancies/5/');
    assert.deepEqual([huntflow.colorOf('00ad3b'), huntflow.colorOf('#00AD3B'), huntflow.colorOf('red;x'), huntflow.colorOf(null)], ['#00ad3b', '#00AD3B', undefined, undefined]);
    assert.deepEqual(huntflow.named(2, [{ id: 2, name: 'b' }]), { id: 2, name: 'b' });
    assert.equal(huntflow.named(null, []), null);
  });
});

describe('Huntflow: stages and vacancies', () => {
  const stages = [{ id: 9, name: 'no', type: 'trash', order: 9999 }, { id: 2, type: 'user', order: 1 }, { id: 1, type: 'user', order: 0 }, { id: 3, type: 'hired', order: 0 }, { id: 4, type: 'user', order: 2, removed: true }];
  it('the way: dead stages are gone, a refusal is shown when it happened', () => {
    assert.deepEqual(huntflow.stagesOf(stages).map(({ id }) => id), [1, 2, 3, 9]);
    const looks = (id) => huntflow.wayOf(stages, id).map((stage) => `${stage.id}${stage.look}`);
    assert.deepEqual(looks(2), ['1done', '2now', '3']);
    assert.deepEqual(looks(9), ['1', '2', '3', '9fail']);
    assert.deepEqual(looks(undefined), ['1', '2', '3']);
  });
  it('the funnel slopes from stage to stage', () => {
    const { way, out } = vacancy.funnelOf(stages.map((stage) => ({ ...stage, count: { 1: 200, 2: 50, 3: 0, 9: 7 }[stage.id] ?? null })));
    assert.deepEqual(way.map(({ tall, next }) => [tall, next]), [[100, 25], [25, 0], [0, 0]]);
    assert.deepEqual(out.map(({ id }) => id), [9]);
    assert.equal(vacancy.totalOf([{ count: 2 }, { count: null }, { count: 3 }]), 5);
  });
  it('texts go from HTML to plain and back', () => {
    const nodes = [{ t: 'p', c: ['Ищем ', { t: 'b', c: ['C'] }, { t: 'br' }, 'сразу'] }, { t: 'ul', c: [{ t: 'li', c: ['один'] }, '\n', { t: 'li', c: ['два'] }] }];
    assert.equal(vacancy.plainOf(nodes), 'Ищем C\nсразу\n\n– один\n– два');
    assert.equal(vacancy.htmlOf('Ищем C\nсразу\n\n– один\n- <два>'), '<p>Ищем C<br>сразу</p><ul><li>один</li><li>&lt;два&gt;</li></ul>');
    assert.equal(vacancy.htmlOf('  '), '');
  });
  it('only what changed is sent', () => {
    const fields = [{ id: 1, name: 'team', type: 'string', value: 'a' }, { id: 2, name: 'head', type: 'integer', value: 3 }, { id: 3, name: 'kind', type: 'dictionary', value: { id: 1, name: 'D' } }];
    const before = vacancy.formOf({ position: 'P', priority: 1, additional_fields: fields }, () => []);
    assert.deepEqual(Object.keys(before).slice(-2), ['x_team', 'x_head']);
    assert.deepEqual(vacancy.bodyOf(before, before, fields), {});
    assert.deepEqual(vacancy.bodyOf(before, { ...before, company: ' Nova ', priority: false, body: 'Текст', x_head: '4', x_team: '' }, fields), { company: 'Nova', priority: 0, body: '<p>Текст</p>', head: 4, team: null });
    assert.deepEqual([vacancy.shownValue([{ name: 'a' }, 'b']), vacancy.shownValue(null), vacancy.shownValue({ id: 1 })], ['a, b', '', '']);
  });
});

describe('Huntflow: one applicant', () => {
  it('the form sends what differs, null for what was wiped', () => {
    const before = applicant.formOf({ phone: '1', email: null, money: 5 }, ['phone', 'email', 'money']);
    assert.deepEqual(before, { phone: '1', email: '', money: '5' });
    assert.deepEqual(applicant.bodyOf(before, { phone: '', email: ' a@b.c ', money: '5' }), { phone: null, email: 'a@b.c' });
    assert.deepEqual([applicant.mended('a@b,c'), applicant.mended('a@b.c'), applicant.mended('a b')], ['a@b.c', '', '']);
  });
  it('the timeline: known and unknown kinds, the stage before', () => {
    const rows = { statuses: [{ id: 1, name: 'N', type: 'user' }, { id: 9, name: 'X', type: 'trash' }], vacancies: [{ id: 5, position: 'V' }], reasons: [] };
    const event = (log) => applicant.eventOf({ id: 1, created: 'x', ...log }, rows);
    assert.equal(event({ type: 'SOMETHING-NEW' }).key, 'other');
    assert.deepEqual([event({ type: 'STATUS', status: 9 }).look, event({ type: 'STATUS', status: 1 }).look, event({ type: 'DOUBLE' }).look], ['warn', 'acc', 'warn']);
    assert.equal(event({ type: 'COMMENT', author: { name: 'Дина' }, vacancy: { id: 5, position: 'V' } }).who, 'Дина');
    const line = [event({ type: 'STATUS', status: 9, vacancy: 5 }), event({ type: 'STATUS', status: 1, vacancy: 6 }), event({ type: 'VACANCY-ADD', status: 1, vacancy: 5 })];
    assert.equal(applicant.stageBefore(line, 0).name, 'N');
    assert.equal(applicant.stageBefore(line, 2), null);
    assert.ok(applicant.isOld('2026-11-01T00:00:00Z', Date.parse('2026-11-20')));
  });
  it('links: the latest first; two people side by side', () => {
    assert.deepEqual(applicant.linksOf({ links: [{ updated: null }, { updated: '2026-02' }, { updated: '2026-01' }] }).map(({ updated }) => updated), ['2026-02', '2026-01', null]);
    const rows = sideBySide({ name: 'A', phone: '+375 29 111-22-33', email: 'X@y.z' }, { name: 'B', phone: '8 029 111 22 33', email: 'x@Y.z' });
    assert.deepEqual(rows.map(({ name, same }) => [name, same]), [['name', false], ['phone', true], ['email', true]]);
  });
  it('a parsed CV: what it would change, empty fields first', () => {
    assert.deepEqual(applicant.parsedOf(null), {});
    const parsed = applicant.parsedOf({ first_name: 'Анна', last_name: null, phones: ['1', '2'], money: 3500, position: '' });
    assert.deepEqual(parsed, { first_name: 'Анна', phone: '1', money: '3500' });
    assert.deepEqual(applicant.changesOf({ first_name: 'Аня', phone: null, money: '3500' }, parsed), [{ name: 'phone', old: '', now: '1' }, { name: 'first_name', old: 'Аня', now: 'Анна' }]);
  });
  it('the questionary in its order; what may be edited', () => {
    const all = applicant.questionsOf({ schema: [{ name: 'b', order: 2, type: 'string' }, { name: 'a', order: 1, type: 'dictionary', values: [{ id: 1, name: 'B1' }] }, { name: 'c', order: 3, type: 'dictionary', values: null }], values: { b: 'x' } });
    assert.deepEqual(all.map(({ key, value }) => [key, value]), [['a', null], ['b', 'x'], ['c', null]]);
    assert.deepEqual(all.map(applicant.canEdit), [true, true, false]);
    assert.deepEqual(applicant.questionsOf(null), []);
  });
  it('files that Huntflow would not take', () => {
    assert.deepEqual([{ name: 'a.pdf', size: 16 * 2 ** 20 }, { name: 'a', size: 1 }, { name: 'a.html', size: 1 }, { name: 'a.pdf', size: 1 }].map(applicant.fileTrouble), ['size', 'name', 'html', '']);
  });
});

describe('Huntflow: the call log', () => {
  const rows = [{ at: '2026-01-01T01', GET: 3, POST: 1, PATCH: 1, DELETE: 0, ERROR: 1, errors: 1, p50_ms: 100, p95_ms: 400 }, { at: '2026-01-01T00', GET: 6, POST: 0, PATCH: 0, DELETE: 0, ERROR: 0, errors: 0, p50_ms: 200, p95_ms: 200 }, { at: '2026-01-01T02', GET: 0, errors: 0, p50_ms: null, p95_ms: null }];
  it('steps in their order, joined when they are many', () => {
    const steps = calls.chartRows(rows);
    assert.deepEqual(steps.map(({ total, reads, writes, errors }) => [total, reads, writes, errors]), [[6, 6, 0, 0], [6, 3, 2, 1], [0, 0, 0, 0]]);
    assert.deepEqual(calls.summary(steps), { total: 12, errors: 1, p50: 150, p95: 300 });
    assert.deepEqual(calls.merged(steps, 2).map(({ total, p50 }) => [total, p50]), [[12, 150], [0, null]]);
    assert.equal(calls.merged(steps, 3), steps);
    assert.deepEqual(['24', '168', '720'].map(calls.daysOf), [1, 7, 30]);
  });
  it('the page\'s own names stay out of the request', () => {
    const filters = calls.query.read(new URLSearchParams('view=errors&hours=168&call=5&method=GET&search=x'));
    assert.deepEqual(Object.keys(calls.asked(filters)), ['log_type', 'method', 'status_code', 'user', 'search', 'ordering', 'page', 'after']);
    assert.equal(calls.countSet(filters), 1);
    assert.deepEqual([calls.cleared(filters).view, calls.cleared(filters).hours, calls.cleared(filters).method], ['errors', '168', '']);
  });
  it('a call as curl: no key, quotes held', () => {
    assert.equal(calls.curlOf({ method: 'GET', endpoint: '/accounts/1/tags', request_data: {} }, calls.baseOf(undefined)), "curl 'https://api.huntflow.ru/v2/accounts/1/tags' -H 'Authorization: Bearer ***' -H 'User-Agent: Hirewire'");
    assert.equal(calls.baseOf({ active_system: 'SANDBOX', huntflow_sandbox_url: 'https://s.example/v2', huntflow_prod_url: 'x' }), 'https://s.example/v2');
    const text = calls.curlOf({ method: 'POST', endpoint: '/v2/accounts/1/tags', request_data: { name: "it's" } }, 'https://h.example/v2/');
    assert.ok(text.startsWith("curl -X POST 'https://h.example/v2/accounts/1/tags'"));
    assert.ok(text.endsWith(`--data '{"name":"it'\\''s"}'`));
  });
  it('how an answer looks', () => {
    assert.deepEqual([{ status_code: 200 }, { status_code: 404, is_error: true }, { status_code: 429, is_error: true }, { status_code: null }].map(calls.codeLook), ['ok', 'bad', 'warn', 'none']);
    assert.deepEqual([{}, [], '', null, { a: 1 }].map(calls.isEmpty), [true, true, true, true, false]);
    assert.equal(calls.pretty({ a: 1 }), '{\n  "a": 1\n}');
  });
});
