// The rules of an import's pages: time left, states, numbers, remedies, the request. No browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { etaOf, canStop, canResume, canCancel, isOver, merged, quarter } from '../../www/js/lib/import-rules.js';
import { baseOf, pageOf } from '../../www/js/lib/transfer-rules.js';
import { scopesOf, bodyOf, estimateOf, routeText } from '../../www/js/pages/import/imports-rules.js';
import { choicesBody, sumsOf, usualOf, waysOf } from '../../www/js/pages/import/proposal-rules.js';
import { numbersOf, remedyOf, speedRows, meanSpeed } from '../../www/js/pages/import/progress-rules.js';

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
    const table = ['running', 'stopped', 'failed', 'completed', 'cancelled'].map((status) =>
      [canStop, canResume, canCancel, isOver].map((rule) => (rule({ status }) ? 1 : 0)).join(''),
    );
    assert.deepEqual(table, ['1010', '0110', '0101', '0001', '0001']);
  });
  it('an event of another import changes nothing', () => {
    assert.deepEqual(merged({ id: 1, failures: [1] }, { id: 1, processed_tasks: 5 }), {
      id: 1,
      failures: [1],
      processed_tasks: 5,
    });
    assert.deepEqual(merged({ id: 1 }, { id: 2, processed_tasks: 5 }), { id: 1 });
    assert.deepEqual([0, 50, 199].map((n) => quarter({ ...job, processed_tasks: n })), [0, 1, 3]);
    assert.equal(quarter({ ...job, status: 'completed' }), 10);
  });
  it('five numbers; remedies; speed with its pauses', () => {
    const numbers = numbersOf({
      status: 'running',
      successful_tasks: 5,
      skipped_tasks: 1,
      failed_tasks: 2,
      total_tasks: 10,
      processed_tasks: 8,
      speed_per_minute: 13.44,
    });
    assert.deepEqual(numbers.map(({ value }) => value), [5, 1, 2, 2, 13.4]);
    const over = {
      status: 'completed', successful_tasks: 9, skipped_tasks: 3, failed_tasks: 0, total_tasks: 12, processed_tasks: 12,
      remaining: 0, started_at: '2026-11-20T10:00:00Z', completed_at: '2026-11-20T10:08:00Z',
    };
    const ended = (more) => Object.fromEntries(numbersOf({ ...over, ...more }).map(({ key, value }) => [key, value]));
    assert.deepEqual(ended(), { done: 9, skipped: 3, failed: 0, mean: 1.5 }, 'nothing left, no speed now');
    assert.deepEqual(ended({ status: 'cancelled', total_tasks: 20 }), {
      done: 9, skipped: 3, failed: 0, undone: 8, mean: 1.5,
    });
    assert.equal(ended({ status: 'cancelled', processed_tasks: 0 }).mean, undefined);
    assert.equal(remedyOf({ remedy: 'settings', code: 'clickup.token' }).href, '/clickup/settings/');
    assert.equal(remedyOf({ remedy: 'settings', code: 'huntflow_token' }).href, '/profile/#huntflow');
    assert.equal(remedyOf({ remedy: 'name_only', code: 'x' }).option, 'name_only');
    assert.equal(remedyOf({ remedy: 'other', code: 'x' }).key, 'retry');
    const rows = speedRows(
      [
        { at: '2026-11-20T10:00:00Z', count: 3 },
        { at: '2026-11-20T10:03:00Z', count: 5 },
      ],
      (at) => at.getUTCMinutes(),
    );
    assert.deepEqual(rows.map(({ x, y }) => [x, y]), [[0, 3], [1, 0], [2, 0], [3, 5]]);
    assert.equal(meanSpeed([]), 0);
  });
  it('the page of an item of each source', () => {
    const of = (kind, id) => pageOf({ kind, source_id: 7 }, id);
    assert.deepEqual([of('clickup', 'a/b'), of('candidate', '5'), of('table', '5'), of('notion', 'x')],
      ['/clickup/task/a%2Fb/', '/candidates/5/', '/tables/7/rows/5/', '/notion/?account=7']);
    assert.equal(baseOf({ kind: 'notion', source_id: 7 }, 'x'), '/api/v1/notion/accounts/7/rows/x');
  });
  it('the request of each scope', () => {
    const base = {
      target: { account_id: 11 },
      source: { kind: 'clickup' },
      pace: 0,
    };
    assert.deepEqual(bodyOf({ ...base, scope: 'selection', wish: { task_ids: ['a'] } }), {
      account_id: 11,
      scope: 'selection',
      delay_seconds: 0,
      task_ids: ['a'],
    });
    assert.deepEqual(bodyOf({ ...base, scope: 'filter', wish: { filter: { tag: ['x'] } } }), {
      account_id: 11,
      scope: 'filter',
      delay_seconds: 0,
      filter: { tag: ['x'] },
    });
    assert.deepEqual(bodyOf({ ...base, scope: 'all' }), { account_id: 11, scope: 'all', delay_seconds: 0 });
    assert.deepEqual(bodyOf({ ...base, scope: 'all', source: { kind: 'notion', source_id: 7 } }), {
      account_id: 11, scope: 'all', delay_seconds: 0, source: { kind: 'notion', id: 7 },
    });
    const open = (facts) => scopesOf(facts).map(({ name, open: may }) => `${name} ${may}`).join(', ');
    assert.equal(open({ selection: [], narrowed: false }), 'selection false, filter false, all true');
    assert.equal(open({ selection: [1], narrowed: true }), 'selection true, filter true, all true');
    assert.equal(routeText({ account_name: 'N', vacancy_name: '', status_name: '' }, 'none'), 'N / none');
  });
});

describe('how long an import takes', () => {
  const now = new Date('2026-11-20T16:00:00Z');
  const day = (count, pace, zone) => estimateOf(count, pace, now, zone)?.day;
  it('ends by the clocks of the person: today, tomorrow, later', () => {
    assert.deepEqual(estimateOf(208, 8, now, 'Europe/Minsk'), {
      seconds: 1664, at: new Date('2026-11-20T16:27:44Z'), day: 'today',
    });
    assert.equal(day(2000, 8, 'Europe/Minsk'), 'today');
    assert.equal(day(2000, 8, 'Asia/Bishkek'), 'tomorrow');
    assert.equal(day(10_000, 8, 'Europe/Minsk'), 'tomorrow');
    assert.equal(day(20_000, 8, 'Europe/Minsk'), 'later');
  });
  it('a few tasks take a minute; as fast as the services allow, nobody knows', () => {
    assert.equal(estimateOf(2, 8, now, 'UTC').seconds, 60);
    assert.equal(estimateOf(50, 0, now, 'UTC'), null);
  });
});

describe('the proposal of an import', () => {
  const one = (id, ...matched) => ({ id, matched });
  const row = { duplicates: [one(3, 'email', 'name'), one(4, 'name')] };
  it('what happens where nothing is decided: a shared name alone is no proof', () => {
    assert.equal(usualOf(row, 'attach'), 'attach');
    assert.equal(usualOf({ duplicates: [one(4, 'name_alike')] }, 'skip'), 'create');
    assert.equal(usualOf({ duplicates: null }, 'skip'), 'create');
    assert.equal(usualOf({ ...row, unsure: true }, 'create'), 'unsure');
    assert.equal(usualOf({ already: {} }, 'attach', 0), 'already');
    assert.equal(usualOf({ already: {} }, 'attach', 5), 'vacancy');
    assert.equal(usualOf({ already: {} }, 'skip', 5), 'already');
  });
  it('decisions become the choices of the request', () => {
    assert.deepEqual(waysOf(row), ['skip', 'attach:3', 'attach:4', 'create']);
    assert.deepEqual(choicesBody({ a: 'skip', b: '', c: 'attach:3' }), [
      { task_id: 'a', duplicate: 'skip' },
      { task_id: 'c', duplicate: 'attach', applicant_id: 3 },
    ]);
  });
  it('counts what is done with each, as far as it is known', () => {
    const rows = [
      { ...row, task_id: 'a' }, { task_id: 'b', duplicates: [] }, { task_id: 'c', duplicates: null },
      { task_id: 'd', already: {}, duplicates: [] }, { task_id: 'e', unsure: true, duplicates: [] },
    ];
    const sums = (ways, read = rows, preview = { total: 9, already: 4 }) => {
      const got = sumsOf(preview, read, { all: 'skip', vacancy: '', choices: {}, ...ways });
      return Object.entries(got).filter(([, n]) => n > 0).map(([name, n]) => `${name} ${n}`).join(', ');
    };
    assert.equal(sums({}, []), 'create 5, already 4, unchecked 5, work 5');
    assert.equal(sums({}), 'create 3, skip 1, unsure 1, already 4, unchecked 2, work 4');
    assert.equal(sums({ all: 'create' }), 'create 4, unsure 1, already 4, work 5');
    assert.equal(sums({ all: 'attach' }), 'create 3, attach 1, unsure 1, already 4, unchecked 2, work 5');
    assert.equal(
      sums({ all: 'attach', vacancy: '7' }), 'create 3, attach 1, unsure 1, vacancy 4, unchecked 2, work 9',
    );
    assert.equal(
      sums({ choices: { a: 'attach:3', b: 'skip', c: 'create', e: 'skip' } }),
      'create 2, attach 1, skip 1, unsure 1, already 4, unchecked 1, work 4',
    );
    assert.equal(sums({}, [], {}), '');
  });
});
