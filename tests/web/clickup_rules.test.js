// The rules of the ClickUp pages: views, columns, the webhook, auto-replies, undo, runs, comments. No browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as filter from '../../www/js/lib/task-filters.js';
import * as tasks from '../../www/js/pages/clickup/tasks-rules.js';
import * as replies from '../../www/js/pages/reply/auto-replies-rules.js';
import { nextLook, lastError } from '../../www/js/pages/clickup/webhook-rules.js';
import { hookLook } from '../../www/js/ui/webhook-rules.js';
import { rejections, undoBody, undoReady } from '../../www/js/pages/import/undo-rules.js';
import { canUndo, isUndoing } from '../../www/js/lib/import-rules.js';
import {
  daysOf,
  changeBars,
  runBars,
  changesOf,
  sumOf,
  withLog,
  secondsOf,
} from '../../www/js/pages/clickup/sync-logs-rules.js';
import {
  isShown,
  fileHref,
  mayHaveMore,
  after,
  joined,
  facts,
  shownFields,
} from '../../www/js/pages/clickup/task-rules.js';
import { alreadyIn, sourceLook } from '../../www/js/lib/transfer-rules.js';
import { transferLook, statusLook } from '../../www/js/lib/task-look.js';
import { choicesOf, shownTasks, valuesOf } from '../../www/js/ui/field-places-rules.js';
import { below, initialOf, bodyOf as settingsBody, options } from '../../www/js/pages/clickup/settings-rules.js';

const read = (text) => filter.readFilters(new URLSearchParams(text));

describe('views', () => {
  const view = {
    id: 7,
    filter: { tag: ['java'], transfer: 'none' },
    sort: '-date_updated',
    statuses: [{ name: 'new', count: 3 }],
  };
  it('a view is its filters in the address', () => {
    assert.equal(tasks.viewHref(view), '/clickup/tasks/?tag=java&transfer=none&view=7');
    assert.ok(!tasks.isChanged(read('transfer=none&tag=java&page=3&view=7'), view));
    assert.ok(!tasks.isChanged(read('transfer=none&tag=java&sort=-date_updated'), view));
    assert.ok(tasks.isChanged(read('tag=java'), view));
    assert.ok(!tasks.isChanged(read('tag=java'), null));
  });
  it('filters change, the view stays in the address; the list is not asked with it', () => {
    assert.equal(String(tasks.address(read('search=a&view=7'), '7')), 'search=a&view=7');
    assert.ok(!filter.writeFilters(read('view=7')).has('view'));
    assert.equal(tasks.inView('/t/?page=2', '7'), '/t/?page=2&view=7');
    assert.equal(tasks.inView('/t/', '7'), '/t/?view=7');
    assert.equal(tasks.inView(null, '7'), null);
    assert.equal(tasks.inView('/t/', ''), '/t/');
  });
  it('what is kept: filters and order, no page', () => {
    assert.deepEqual(tasks.viewBody(read('tag=java&page=4&after=x&sort=name')), {
      filter: { tag: ['java'] },
      sort: 'name',
    });
    assert.deepEqual(tasks.viewBody(read('')), { filter: {}, sort: '-date_updated' });
  });
  it('columns: known ones in their order; none are the usual ones', () => {
    assert.deepEqual(tasks.shownColumns(['transfer', 'odd', 'status', 'name']), ['status', 'transfer']);
    for (const none of [null, undefined, [], ['name']]) assert.equal(tasks.shownColumns(none).length, 5);
  });
  it('of many tags a line names one, and how many more there are', () => {
    const tags = ['java', 'срочно', 'резерв', 'qa'].map((name) => ({ name }));
    const texts = [0, 1, 2, 4].map((n) => tasks.tagsText(tags.slice(0, n)));
    assert.deepEqual(texts, ['', 'java', 'java +1', 'java +3']);
  });

  it('statuses count what the view shows, unless it chose among them', () => {
    const facets = { statuses: [{ name: 'new', count: 9 }, { name: 'done', count: 5 }], tags: [] };
    assert.deepEqual(tasks.facetsOf(facets, view).statuses.map(({ count }) => count), [3, 0]);
    assert.equal(tasks.facetsOf(facets, { ...view, filter: { status: ['new'] } }), facets);
    assert.equal(tasks.facetsOf(facets, null), facets);
    assert.equal(tasks.facetsOf(undefined, view), undefined);
  });
  it('a file has the filters, the columns, the separator; not the page', () => {
    const params = new URLSearchParams(
      tasks.exportHref(read('tag=java&page=4&after=x'), ['status', 'transfer'], 'tab').split('?')[1],
    );
    assert.deepEqual(params.getAll('columns'), ['name', 'status', 'transfer', 'applicant_url', 'url', 'task_id']);
    assert.deepEqual(
      [params.get('tag'), params.get('separator'), params.has('page'), params.has('after')],
      ['java', 'tab', false, false],
    );
  });
});

describe('the webhook and the next sync', () => {
  const now = Date.parse('2026-11-20T10:00:00Z');
  it('how it stands', () => {
    const look = (hook) => Object.values(hookLook(hook)).join();
    assert.equal(look({ registered: false, status: 'off' }), 'none,off,false');
    assert.equal(look({ registered: true, status: 'active' }), 'ok,active,false');
    assert.equal(look({ registered: true, status: 'failing' }), 'warn,failing,true');
    assert.equal(look({ registered: true, status: 'suspended' }), 'bad,suspended,true');
  });
  it('what comes next', () => {
    const set = { auto_sync: true, list_id: '1', next_run_at: '2026-11-20T10:05:00Z' };
    assert.deepEqual(nextLook(set, null, now), { key: 'at', minutes: 5 });
    assert.equal(nextLook({ ...set, auto_sync: false }, null, now).key, 'off');
    assert.equal(nextLook({ ...set, status: 'refused' }, null, now).key, 'off');
    assert.equal(nextLook({ ...set, next_run_at: '2026-11-20T09:00:00Z' }, null, now).key, 'soon');
    assert.equal(nextLook({ ...set, next_run_at: null }, { status: 'success' }, now).key, 'soon');
    assert.equal(nextLook(set, { status: 'running' }, now).key, 'running');
    assert.deepEqual(
      [lastError(null), lastError({ status: 'success' }), lastError({ status: 'error' })?.status],
      [null, null, 'error'],
    );
  });
});

describe('auto-replies', () => {
  const rule = {
    name: 'R',
    keywords: ['java', 'kotlin'],
    regex: null,
    statuses: ['new'],
    lists: [],
    reply: 'Hi, {name}',
    notify_all: false,
    hourly_limit: 5,
  };
  it('the form and the request are one', () => {
    const values = replies.initialOf(rule);
    assert.deepEqual([values.by, values.keywords], ['keywords', 'java\nkotlin']);
    assert.deepEqual(replies.bodyOf(values), rule);
    assert.deepEqual(replies.bodyOf({ ...values, by: 'regex', regex: 'ja+va' }), {
      ...rule,
      keywords: [],
      regex: 'ja+va',
    });
    assert.deepEqual(replies.draftOf({ ...values, name: ' ', reply: '' }), {
      keywords: ['java', 'kotlin'],
      statuses: ['new'],
      lists: [],
      notify_all: false,
      hourly_limit: 5,
    });
    assert.equal(replies.initialOf(null).by, 'keywords');
    assert.equal(replies.initialOf({ regex: 'x' }).by, 'regex');
    assert.deepEqual(replies.linesOf(' a \n\nb\na '), ['a', 'b']);
  });
  it('placeholders: known ones are filled, others are named', () => {
    assert.equal(replies.filled('{name}: {status}, {odd} {', { name: 'A', status: 'new' }), 'A: new, {odd} {');
    assert.deepEqual(replies.unknownOf('{name} {nmae} {url}'), ['nmae']);
    assert.deepEqual(replies.inserted('ab', 1, 1, 'url'), { text: 'a{url}b', at: 6 });
    assert.deepEqual(replies.inserted('abc', 0, 3, 'url').text, '{url}');
  });
  it('on only after a test', () => {
    assert.deepEqual(
      [{ enabled: true }, { enabled: false, tested_at: 'x' }, { enabled: false, tested_at: null }].map(
        (one) => replies.switchLook(one).key,
      ),
      ['on', 'off', 'untested'],
    );
    assert.equal(replies.soughtOf(rule), 'java, kotlin');
    assert.equal(replies.soughtOf({ regex: 'x', keywords: [] }), 'x');
  });
});

describe('undo', () => {
  const job = { status: 'completed', successful_tasks: 3, undo: null };
  it('when something was made and all is over', () => {
    assert.ok(canUndo(job));
    assert.ok(!canUndo({ ...job, status: 'running' }));
    assert.ok(!canUndo({ ...job, successful_tasks: 0 }));
    assert.ok(!canUndo({ ...job, undo: { state: 'running', total: 3, done: 1, failed: 1 } }));
    assert.ok(!canUndo({ ...job, undo: { state: 'done', total: 3, done: 3, failed: 0 } }));
    assert.ok(canUndo({ ...job, undo: { state: 'done', total: 3, done: 2, failed: 1 } }));
    assert.deepEqual([isUndoing(job), isUndoing({ undo: { state: 'running' } })], [false, true]);
  });
  it('a rejection needs its vacancy and stage', () => {
    const chosen = { vacancy_id: '5', status_id: '9', rejection_reason_id: '' };
    assert.deepEqual(undoBody('reject', chosen), { mode: 'reject', vacancy_id: 5, status_id: 9 });
    assert.deepEqual(undoBody('remove', chosen), { mode: 'remove' });
    assert.deepEqual(
      [undoReady('reject', chosen), undoReady('reject', { ...chosen, status_id: '' }), undoReady('remove', {})],
      [true, false, true],
    );
    assert.deepEqual(rejections([{ id: 1, type: 'user' }, { id: 2, type: 'trash' }]).map(({ id }) => id), [2]);
    assert.deepEqual(rejections(undefined), []);
  });
});

describe('runs, files, comments', () => {
  it('days as bars; what a run changed', () => {
    const days = [{ created: 2, updated: 3, runs: 4, failed: 1 }, { created: 0, updated: 0, runs: 1, failed: 1 }];
    assert.deepEqual(changeBars(days).map(({ value }) => value), [5, 0]);
    assert.deepEqual(runBars(days), [{ value: 4, bad: 1 }, { value: 1, bad: 1 }]);
    assert.equal(sumOf(days, 'runs'), 5);
    const filled = daysOf(
      [{ at: '2026-11-18T21:00:00.000Z', runs: 7 }],
      3,
      Date.parse('2026-11-20T20:00:00Z'),
      'Europe/Minsk',
    );
    assert.deepEqual(
      filled.map(({ day, runs, failed }) => [day, runs, failed]),
      [
        ['2026-11-18', 0, 0],
        ['2026-11-19', 7, 0],
        ['2026-11-20', 0, 0],
      ],
    );
    const log = {
      tasks_created: 30,
      tasks_updated: 0,
      tasks_deleted: 1,
      changes: { created: [{ task_id: 'a' }], updated: [], deleted: [] },
    };
    assert.deepEqual(
      changesOf(log).map(({ kind, rows, total }) => [kind, rows.length, total]),
      [
        ['created', 1, 30],
        ['deleted', 0, 1],
      ],
    );
    assert.deepEqual(changesOf({ tasks_created: 0, tasks_updated: 0, tasks_deleted: 0 }), []);
  });
  it('what the browser shows, and where files come from', () => {
    assert.deepEqual(
      [{ extension: 'PDF' }, { title: 'a.png' }, { extension: 'docx' }, { title: 'a.svg' }, {}].map(isShown),
      [true, true, false, false, false],
    );
    assert.equal(fileHref('86 c', 'f/1'), '/clickup/task/86%20c/attachment/f%2F1');
  });
  it('comments go on behind the oldest, none twice', () => {
    assert.deepEqual([0, 24, 25, 50].map(mayHaveMore), [false, false, true, true]);
    assert.deepEqual(after({ id: '9', date: '2026-11-20T10:00:00.000Z' }), {
      start: Date.parse('2026-11-20T10:00:00Z'),
      start_id: '9',
    });
    assert.deepEqual(joined([{ id: 1 }], [{ id: 1 }, { id: 2 }]).map(({ id }) => id), [1, 2]);
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
    assert.deepEqual(filter.importFilter(filters), {
      status: ['x'],
      tag: ['java', 'qa'],
      search: 'ан',
      transfer: 'none',
    });
  });
  it('sorting turns round; dates begin with the newest', () => {
    assert.equal(tasks.sorted('', 'name'), 'name');
    assert.equal(tasks.sorted('name', 'name'), '-name');
    assert.equal(tasks.sorted('', 'date_updated'), 'date_updated');
    assert.equal(tasks.sorted('name', 'date_updated'), '-date_updated');
  });
  it('the next page by the answer\'s link, filters kept', () => {
    const filters = filter.readFilters(new URLSearchParams('tag=java'));
    assert.equal(
      filter.pageHref('/t/', filters, new URLSearchParams('after=k.1&tag=java'), 2),
      '/t/?tag=java&page=2&after=k.1',
    );
    assert.equal(filter.pageHref('/t/', filters, new URLSearchParams(), 1), '/t/?tag=java');
    assert.equal(filter.pageHref('/t/', filters, null, 2), null);
  });
  it('those that are in Huntflow already are counted', () => {
    const rows = ['a', 'b', 'c'].map((id) => [id, { task_id: id, transfer: id === 'b' ? { state: 'done' } : null }]);
    assert.equal(alreadyIn(new Map(rows)), 1);
  });
  it('what a row says', () => {
    const look = (transfer, cv) => transferLook({ transfer, cv }).key;
    assert.deepEqual(
      [
        look(null, 'pdf'),
        look(null, 'none'),
        look({ state: 'done' }, 'none'),
        look({ state: 'failed' }),
        look({ state: 'running' }),
      ],
      ['none', 'no_cv', 'done', 'failed', 'running'],
    );
    assert.deepEqual(['open', 'done', 'closed', 'custom'].map(statusLook), ['none', 'ok', 'ok', 'own']);
    assert.ok(tasks.isLate({ due_date: '2026-01-01T00:00:00Z', status_type: 'open' }, new Date('2026-02-01')));
    assert.ok(!tasks.isLate({ due_date: '2026-01-01T00:00:00Z', status_type: 'closed' }, new Date('2026-02-01')));
  });
});

describe('the settings, syncs and a task', () => {
  it('settings: levels, values, the request', () => {
    assert.deepEqual(below('space_id'), ['folder_id', 'list_id']);
    const values = initialOf({ team_id: '1', sync_interval: 30, max_tasks: 100, folder_id: null });
    assert.deepEqual(settingsBody(values), {
      team_id: '1',
      space_id: '',
      folder_id: null,
      list_id: '',
      auto_sync: false,
      sync_interval: 30,
      max_tasks: 100,
      include_closed: false,
      subtasks: false,
      mark: 'none',
      mark_status: '',
    });
    assert.deepEqual(options(undefined, '5', 'Five'), [{ value: '5', label: 'Five' }]);
    assert.deepEqual(options([{ id: 5, name: 'V' }], '5', 'Five'), [{ value: '5', label: 'V' }]);
  });
  it('fields: only what differs from the guess is a choice; tasks that say something stand first', () => {
    const fields = [{ id: 'a', to: 'phone', guess: 'phone' }, { id: 'b', to: 'none', guess: 'money' }];
    const values = valuesOf(fields);
    assert.deepEqual(choicesOf(fields, values), [{ id: 'b', to: 'none' }]);
    assert.deepEqual(
      choicesOf(fields, { ...values, field1: 'money', field0: 'comment' }), [{ id: 'a', to: 'comment' }],
    );
    const task = (n, lines) => ({ n, members: [], lines, kept: [] });
    assert.deepEqual(shownTasks([task(1, []), task(2, [{}])]).map(({ n }) => n), [2, 1]);
  });
  it('syncs: an event takes its row\'s place', () => {
    assert.deepEqual(withLog([{ id: 1, a: 1 }], { id: 1, b: 2 }, true), [{ id: 1, a: 1, b: 2 }]);
    assert.deepEqual(withLog([{ id: 1 }], { id: 2 }, true).map(({ id }) => id), [2, 1]);
    assert.deepEqual(withLog([{ id: 1 }], { id: 2 }, false).length, 1);
    assert.deepEqual(withLog([], null, true), []);
    assert.equal(secondsOf({ sync_duration: 1.5 }), 1.5);
  });
  it('task: facts that exist, filled fields first', () => {
    assert.deepEqual(facts({ assignees: [], tags: [], priority: null, due_date: null }), [
      'status',
      'assignees',
      'date_updated',
      'date_created',
    ]);
    assert.deepEqual(shownFields([{ id: 1, display: '' }, { id: 2, display: 'x' }]).map(({ id }) => id), [2, 1]);
    assert.equal(shownFields(Array.from({ length: 9 }, (_, id) => ({ id, display: id < 7 ? 'x' : '' }))).length, 7);
    assert.equal(sourceLook({ source: 'title' }).icon, 'user');
  });
});
