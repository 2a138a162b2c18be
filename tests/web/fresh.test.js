// Pages that show what goes on follow events: while nothing happens they ask nothing, without a line they poll.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visit } from './browser.js';
import { end, json, startRecruiter } from './pages.js';
import { soon } from './soon.js';

const { house, browser, me } = await startRecruiter();
const MINUTE = 60_000;
const JOB = {
  id: 5, status: 'running', total_tasks: 12, processed_tasks: 3, successful_tasks: 3, failed_tasks: 0,
  skipped_tasks: 0, failed_task_ids: [], progress_percentage: 25, remaining: 9, account_id: 11, account_name: 'Nova',
  vacancy_id: 3, vacancy_name: 'Java', status_id: 1, status_name: 'Новые', scope: 'all', delay_seconds: 0,
  source: 'Входящие', created_by: 'Мария Лебедева', created_at: '2026-11-20T10:00:00Z', undo: null, failures: [],
  started_at: '2026-11-20T10:00:00Z', updated_at: '2026-11-20T10:04:00Z', speed: [], working: [],
};
const SYNC = { id: 9, status: 'running', tasks_processed: 20, created_at: '2026-11-20T10:00:00Z' };

/* A page whose clock stands still; requests of these are answered here and counted. line: its socket; null: none. */
async function still(answers) {
  const visitor = await visit(browser, house, { client: me });
  const { page } = visitor;
  const seen = { counts: {}, visitor, page, line: null };
  await page.clock.install();
  await page.route('**/nothing', (route) => route.fulfill(json([])));
  for (const [path, body] of Object.entries(answers)) {
    seen.counts[path] = 0;
    await page.route((url) => url.pathname === path, (route) => {
      seen.counts[path] += 1;
      return route.fulfill(json(body()));
    });
  }
  return seen;
}

const withLine = (seen) => seen.page.routeWebSocket(/\/ws\/tasks\/$/, (line) => { seen.line = line; });

/* Neither socket nor stream. */
async function withoutLine({ page, visitor }) {
  visitor.expect(/ws\/tasks/);
  await page.routeWebSocket(/\/ws\/tasks\/$/, (line) => line.close());
  await page.route('**/ws/tasks/', (route) => route.abort());
}

/* So much time passes, and what was asked meanwhile has arrived here. */
async function pass({ page }, ms) {
  await page.clock.fastForward(ms);
  await page.evaluate(() => fetch('/nothing').then((res) => res.text()));
}

async function asked(seen, ms) {
  const before = { ...seen.counts };
  await pass(seen, ms);
  return Object.fromEntries(Object.entries(seen.counts).map(([path, n]) => [path, n - before[path]]));
}

const tell = ({ line }, type, data) => line.send(JSON.stringify({ type, at: '2026-11-20T10:05:00Z', data }));

/* Until fn says so, time goes on. */
async function until(seen, fn) {
  for (let i = 0; i < 300 && !fn(); i++) await pass(seen, 1000);
  assert.ok(fn());
}

const PROGRESS = '/clickup/api/bulk-import-progress/5';
const ITEMS = '/clickup/api/bulk-import-items/5';
const LOG = '/clickup/sync-logs/9';

describe('a running import', () => {
  let job = JOB;
  const answers = { [PROGRESS]: () => job, [ITEMS]: () => [] };

  it('asks nothing while nothing happens, and little while much does', async () => {
    const seen = await still(answers);
    await withLine(seen);
    await seen.visitor.open('/clickup/bulk-import/5/');
    await house.until(() => seen.line);
    await pass(seen, 20_000);
    const idle = await asked(seen, 5 * MINUTE);
    assert.deepEqual(idle, { [PROGRESS]: 0, [ITEMS]: 0 });
    const before = { ...seen.counts };
    const now = () => seen.page.evaluate(() => Date.now());
    const from = await now();
    for (let i = 4; i <= 9; i++) {
      job = { ...JOB, processed_tasks: i, successful_tasks: i };
      tell(seen, 'import', job);
      await seen.page.waitForFunction((n) => document.querySelector('progress#pg').value === n, i);
      await pass(seen, 1000);
    }
    await pass(seen, 10_000);
    const took = await now() - from;
    for (const [path, ms] of [[PROGRESS, 10_000], [ITEMS, 5000]]) {
      const n = seen.counts[path] - before[path];
      assert.ok(n >= 1 && n <= 1 + took / ms, `${path}: ${n} in ${took} ms`);
    }
    const calm = await asked(seen, MINUTE);
    assert.deepEqual(calm, { [PROGRESS]: 0, [ITEMS]: 0 });
    await end(seen.visitor);
  });

  it('polls when there is no line', async () => {
    const seen = await still(answers);
    await withoutLine(seen);
    await seen.visitor.open('/clickup/bulk-import/5/');
    const { [PROGRESS]: first, [ITEMS]: items } = seen.counts;
    await until(seen, () => seen.counts[PROGRESS] > first + 2 && seen.counts[ITEMS] > items + 2);
    await end(seen.visitor);
  });
});

describe('a running sync', () => {
  const answers = { '/clickup/api/sync-tasks': () => SYNC, [LOG]: () => SYNC };
  const begin = async (seen) => {
    await seen.visitor.open('/clickup/tasks/');
    await seen.page.locator('#main').getByRole('button', { name: 'Синхронизировать' }).click();
    await seen.visitor.see('Синхронизация идёт');
  };

  it('asks once whether it is over already, and then follows its events', async () => {
    const seen = await still(answers);
    await withLine(seen);
    await begin(seen);
    await house.until(() => seen.line);
    await pass(seen, 1000);
    const idle = await asked(seen, 5 * MINUTE);
    assert.deepEqual(idle, { '/clickup/api/sync-tasks': 0, [LOG]: 0 });
    tell(seen, 'sync', { ...SYNC, status: 'success', tasks_processed: 60 });
    await seen.page.locator('.syncing').waitFor({ state: 'detached' });
    await end(seen.visitor);
  });

  it('tells one number in the navigation, the tab and the pager, by one event', async () => {
    const { json: board } = await me.get('/clickup');
    const { total } = board.tasks;
    let n = total;
    const grown = () => ({ ...board, tasks: { ...board.tasks, total: n, not_transferred: n } });
    const seen = await still({ ...answers, '/clickup': grown });
    await withLine(seen);
    await begin(seen);
    await house.until(() => seen.line);
    n = total + 7;
    tell(seen, 'sync', { ...SYNC, tasks_processed: 40 });
    await pass(seen, 3000);
    const PLACES = ['.side a[href="/clickup/tasks/"] .n', '.views [aria-current]', '.pager'];
    const said = () => seen.page.evaluate((places) => places
      .map((place) => document.querySelector(place).innerText.match(/\d+(?=\D*$)/)[0]), PLACES);
    await soon.deepEqual(said, [String(n), String(n), String(n)]);
    await end(seen.visitor);
  });

  it('polls when there is no line', async () => {
    const seen = await still(answers);
    await withoutLine(seen);
    await begin(seen);
    const { [LOG]: first } = seen.counts;
    await until(seen, () => seen.counts[LOG] > first + 2);
    await end(seen.visitor);
  });
});
