// A large import is made, changed and taken back a thousand items in a transaction: nobody sees a half of it, and a
// program that is killed in between leaves nothing that anybody could see.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { holding } from '../lib/holding.js';
import { startHouse } from '../lib/house.js';
import { QUICK, progress, start } from '../lib/recruiter.js';

const TASKS = 2500;
const PART = 1000;
const MADE = 100;	// applicants, in each of the parts

let house, me, job;
before(async () => {
  const env = { ...QUICK, POOL_IMPORTS: '2', IMPORT_WORKERS: '4', TICK_EVERY: '0' };
  house = await startHouse({ upstreams: true, env });
  me = await house.user();
  await me.connect();
  await house.sql(`INSERT INTO clickup_task (connection_id, user_id, task_id, name, description, date_created,
    date_updated, content_hash) SELECT c.id, c.owner_id, CONCAT('big', LPAD(s.seq, 5, '0')), CONCAT('Задача ', s.seq),
    '', NOW(3), NOW(3), '' FROM connection c JOIN seq_1_to_${TASKS} s WHERE c.owner_id = ? AND c.provider = 'clickup'`,
  [me.user.id]);
});
after(() => house?.stop());

const one = async (sql, params) => Object.values((await house.sql(sql, params))[0])[0];
const items = (id) => one('SELECT COUNT(*) n FROM import_item WHERE job_id = ?', [id]);

test('what is half made is nobody\'s; after a kill -9 it is made anew, with the same key', async () => {
  const last = await one("SELECT id FROM clickup_task WHERE task_id = 'big02200'");
  const release = await holding(house, `BEGIN; SELECT id FROM clickup_task WHERE id = ${last} FOR UPDATE`);
  const body = { account_id: 11, scope: 'all', delay_seconds: 60 };
  const ask = () => me.post('/clickup/api/start-bulk-import', body, { headers: { 'Idempotency-Key': 'parts' } });
  const lost = ask().catch(() => ({ status: 0 }));
  try {
    await house.until(async () => await one('SELECT COUNT(*) n FROM import_item') === 2 * PART);
    assert.deepEqual((await me.get('/clickup/bulk-import')).json ?? [], []);
    assert.ok(await house.kill('imports') > 0);
  } finally {
    await release();
  }
  const answer = await lost;
  const made = answer.status === 202 ? answer : await house.until(async () => {
    const res = await ask();
    return res.status === 202 && res;
  });
  job = made.json;
  assert.deepEqual([job.total_tasks, await items(job.id)], [TASKS, TASKS]);
  assert.equal((await me.get('/clickup/bulk-import')).json.length, 1);
  await house.run('import');
  assert.equal(await one(`SELECT COUNT(*) n FROM import_item i JOIN import_job j ON j.id = i.job_id
    WHERE j.user_id = 0 AND i.state <> 'ready'`), 0);
  assert.equal(await one('SELECT COUNT(*) n FROM import_job WHERE user_id = 0'), 1);
  await house.sql('UPDATE import_job SET created_at = NOW(3) - INTERVAL 2 DAY WHERE user_id = 0');
  assert.equal((await house.run('tick', ['expire'])).code, 0);
  assert.equal(await one('SELECT COUNT(*) n FROM import_job'), 1);
  assert.equal(await one('SELECT COUNT(*) n FROM import_item'), TASKS);
});

// What is said of a whole import holds at once, and reaches its items part by part: the third of them is held here.
const said = async (what, marked) => {
  const id = await one(`SELECT id FROM import_item WHERE job_id = ${job.id} AND task_id = 'big02200'`);
  const marks = () => one(`SELECT COUNT(*) n FROM import_item WHERE job_id = ? AND ${marked}`, [job.id]);
  const release = await holding(house, `BEGIN; SELECT id FROM import_item WHERE id = ${id} FOR UPDATE`);
  const lost = me.post(`/clickup/api/${what}/${job.id}`).catch(() => ({ status: 0 }));
  try {
    await house.until(async () => await marks() === 2 * PART);
    assert.ok(await house.kill('imports') > 0);
  } finally {
    await release();
  }
  await lost;
  return marks;
};
const set = (itemsSet, jobSet) => Promise.all([
  house.sql(`UPDATE import_item SET ${itemsSet} WHERE job_id = ?`, [job.id]),
  house.sql(`UPDATE import_job SET said_upto = NULL, ${jobSet} WHERE id = ?`, [job.id]),
]);
const figures = async () => {
  const [row] = await house.sql(`SELECT status, processed_tasks processed, failed_tasks failed, said_upto IS NULL whole
    FROM import_job WHERE id = ?`, [job.id]);
  return row;
};

test('resume: whoever waits for a service is let go, by an importer where the program was killed', async () => {
  await house.kill('import');
  await set("state = 'ready', run_after = NOW(3) + INTERVAL 1 DAY", "status = 'stopped', delay_seconds = 900");
  const marks = await said('resume-bulk-import', 'run_after <= NOW(3)');
  assert.equal((await figures()).status, 'running');
  await house.sql("UPDATE import_job SET next_at = NOW(3) + INTERVAL 1 HOUR WHERE id = ?", [job.id]);
  house.run('import');
  await house.until(async () => await marks() === TASKS);
  await house.until(async () => (await figures()).whole === 1);
  await house.kill('import');
});

test('retry: an import does not end before its last item knows of it', async () => {
  await set("state = 'failed', error_code = 'huntflow.down'",
    `status = 'failed', completed_at = NOW(3), processed_tasks = ${TASKS}, failed_tasks = ${TASKS}`);
  const marks = await said('retry-failed-tasks', "state = 'ready'");
  const half = await figures();
  assert.deepEqual([half.status, half.failed + await marks()], ['running', TASKS]);
  await house.sql("UPDATE import_job SET status = 'completed', next_at = NOW(3) + INTERVAL 1 HOUR WHERE id = ?",
    [job.id]);
  house.run('import');
  await house.until(async () => await marks() === TASKS);
  assert.deepEqual({ ...await figures() }, { status: 'running', processed: 0, failed: 0, whole: 1 });
  await house.kill('import');
  const none = await me.post(`/clickup/api/retry-failed-tasks/${job.id}`, { code: 'huntflow.down' });
  assert.deepEqual([none.status, none.json.code], [409, 'import.state']);
});

test('retry: by their reason, also those far behind; without one nothing changes', async () => {
  await set("state = 'failed', error_code = IF(task_id = 'big02400', 'clickup.down', 'huntflow.down')",
    `status = 'failed', completed_at = NOW(3), processed_tasks = ${TASKS}, failed_tasks = ${TASKS}`);
  const none = await me.post(`/clickup/api/retry-failed-tasks/${job.id}`, { code: 'notion.down' });
  assert.deepEqual([none.status, none.json.code], [409, 'import.state']);
  assert.deepEqual({ ...await figures() }, { status: 'failed', processed: TASKS, failed: TASKS, whole: 1 });
  const some = await me.post(`/clickup/api/retry-failed-tasks/${job.id}`, { code: 'clickup.down' });
  assert.equal(some.status, 200, some.text);
  const failed = (code) =>
    one('SELECT COUNT(*) n FROM import_item WHERE job_id = ? AND error_code = ?', [job.id, code]);
  assert.deepEqual([await failed('huntflow.down'), await failed('clickup.down')], [TASKS - 1, 0]);
  await house.kill('import');
});

test('cancel: who looks at it sees all of it, whatever was killed', async () => {
  await set("state = 'ready', lease = NULL, lease_until = NULL, error_code = ''",
    "status = 'stopped', processed_tasks = 0, failed_tasks = 0");
  const marks = await said('cancel-bulk-import', "state = 'cancelled'");
  assert.equal(await marks(), 2 * PART);
  const list = (state) => house.until(async () => {
    const res = await me.get(`/clickup/api/bulk-import-items/${job.id}?state=${state}`);
    return res.status === 200 && res;
  });
  assert.equal((await list('ready')).headers['x-total-count'], '0');
  assert.equal((await list('cancelled')).headers['x-total-count'], String(TASKS));
  assert.deepEqual([(await progress(me, job.id)).cancelled_tasks, (await figures()).whole], [TASKS, 1]);
});

test('a selection, too; without a task there is none, and nothing is left', async () => {
  const ids = Array.from({ length: 1500 }, (_, i) => `big${String(i + 1).padStart(5, '0')}`);
  const chosen = await start(me, { scope: 'selection', task_ids: ids, delay_seconds: 60 });
  assert.deepEqual([chosen.total_tasks, await items(chosen.id)], [1500, 1500]);
  await me.post(`/clickup/api/cancel-bulk-import/${chosen.id}`);
  const none = await me.post('/clickup/api/start-bulk-import', {
    account_id: 11, scope: 'selection', task_ids: ['86none'],
  });
  assert.deepEqual([none.status, none.json.code], [409, 'import.empty']);
  assert.equal(await one('SELECT COUNT(*) n FROM import_job WHERE user_id = 0'), 0);
});

test('it is taken back to the last one, whatever is killed meanwhile', async () => {
  await house.kill('import');
  await house.sql("UPDATE import_item SET state = 'done' WHERE job_id = ? AND MOD(RIGHT(task_id, 5), ?) = 0",
    [job.id, TASKS / MADE]);
  await house.sql("UPDATE import_job SET status = 'completed', completed_at = NOW(3) WHERE id = ?", [job.id]);
  await house.sql(`INSERT INTO transfer (company_id, user_id, connection_id, account_id, task_id, state, applicant_id,
    import_id, environment) SELECT j.company_id, j.user_id, j.huntflow_id, 11, i.task_id, 'done', 9000000 + i.id, j.id,
    c.environment FROM import_job j JOIN connection c ON c.id = j.huntflow_id JOIN import_item i ON i.job_id = j.id
    WHERE j.id = ? AND i.state = 'done' ON DUPLICATE KEY UPDATE import_id = VALUES(import_id), state = 'done',
    applicant_id = VALUES(applicant_id)`, [job.id]);
  const res = await me.post(`/clickup/api/undo-bulk-import/${job.id}`, { mode: 'remove' });
  assert.equal(res.status, 202, res.text);
  assert.deepEqual([res.json.undo.state, res.json.undo.total], ['running', MADE]);
  for (const n of [1, 30]) {
    house.run('import');
    await house.until(async () => (await progress(me, job.id)).undo.done >= n);
    await house.kill('import');
  }
  house.run('import');
  const { undo } = await house.until(async () => {
    const shown = await progress(me, job.id);
    return shown.undo.state === 'done' && shown;
  }, { timeout: 90_000, every: 200 });
  assert.deepEqual([undo.total, undo.done, undo.failed], [MADE, MADE, 0]);
  assert.equal(await one('SELECT COUNT(*) n FROM import_undo_item WHERE job_id = ?', [job.id]), MADE);
  assert.equal(await one("SELECT COUNT(*) n FROM import_item WHERE job_id = ? AND state = 'undone'", [job.id]), MADE);
});
