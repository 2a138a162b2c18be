// recruiter.js: what tests of transfers and imports begin with: tasks in ClickUp, synced; and what they look at.
import assert from 'node:assert/strict';

// Quick to retry, to look for lost applicants and to take over from the dead.
export const QUICK = {
  TRANSFER_LOOK_MS: '100', IMPORT_UNSURE_MS: '3000',
  IMPORT_LEASE_S: '4',
  IMPORT_BACKOFF_MS: '50',
  HUNTFLOW_LIMIT: '100000',
  CLICKUP_LIMIT: '100000',
};

/* A connected recruiter whose cache holds what ClickUp has. */
export async function recruiter(house, { tasks, ...user } = {}) {
  await house.up.clickup.limit(1_000_000);
  if (tasks) await house.up.clickup.seed(tasks);
  const client = await house.user(user);
  await client.connect({ settings: { include_closed: true } });
  return sync(house, client);
}

export async function sync(house, client) {
  await client.expect(202, 'POST', '/clickup/api/sync-tasks', { max_tasks: 100_000, full: true });
  const log = await house.until(async () => {
    const [newest] = (await client.get('/clickup/sync-logs')).json;
    return newest.status !== 'running' && newest;
  }, { timeout: 60_000, what: 'the sync' });
  assert.equal(log.status, 'success', JSON.stringify(log));
  return client;
}

export function transfer(client, task, body = {}) {
  return client.post(`/clickup/task/${task}/transfer-to-huntflow`, { account_id: 11, ...body });
}

export function start(client, body = {}) {
  return client.expect(202, 'POST', '/clickup/api/start-bulk-import', {
    account_id: 11,
    scope: 'all',
    delay_seconds: 0,
    ...body,
  });
}

export async function progress(client, id) {
  return client.expect(200, 'GET', `/clickup/api/bulk-import-progress/${id}`);
}

/* Polls until the job is in one of these states; gives its progress. */
export function reaches(house, client, id, states, { timeout = 60_000 } = {}) {
  return house.until(async () => {
    const job = await progress(client, id);
    return [states].flat().includes(job.status) && job;
  }, { timeout, every: 100, what: `import ${id} ${states}` });
}

/* Nobody calls ClickUp until release() is called; it was called before. Its row alone is locked, no gap beside it. */
export async function holdClickup(house) {
  const [{ credential }] = await house.sql("SELECT credential FROM rate_bucket WHERE provider = 'clickup'");
  return house.hold("UPDATE rate_bucket SET used = used WHERE provider = 'clickup' AND credential = ?", [credential]);
}

/* Applicants per task, by the task's URL in the résumé. */
export async function applicantsByTask(house) {
  const out = new Map();
  for (const one of await house.up.huntflow.applicants()) {
    const task = /Перенесено из ClickUp: \S*?([\w-]+)#hw/.exec(one.externals[0]?.data?.body ?? '')?.[1];
    out.set(task, [...out.get(task) ?? [], one]);
  }
  return out;
}

/* Every one of n tasks has exactly one applicant, with exactly one comment of ours. */
export async function onceEach(house, n) {
  const found = await applicantsByTask(house);
  for (const [task, all] of found) {
    assert.equal(all.length, 1, `${task}: ${all.length} applicants`);
    assert.equal(all[0].logs.filter(({ comment }) => comment?.includes('#hw')).length, 1, `${task}: comments`);
  }
  assert.equal(found.size, n);
  await sentIsCounted(house);
  return found;
}

/* The kept sums of what became applicants are those of the rows, whatever happened on the way. */
export async function sentIsCounted(house) {
  const rows = await house.sql(`SELECT user_id, UNIX_TIMESTAMP(done_at) DIV 900 AS slot, COUNT(*) AS done
    FROM transfer WHERE state = 'done' GROUP BY 1, 2 ORDER BY 1, 2`);
  const kept = await house.sql('SELECT user_id, slot, done FROM transfer_slot WHERE done > 0 ORDER BY 1, 2');
  assert.deepEqual(kept, rows);
}
