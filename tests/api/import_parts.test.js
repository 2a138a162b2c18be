// A large import is made, and taken back, a thousand items in a transaction: nobody sees it before it is whole, and a
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

test('a selection, too; without a task there is none, and nothing is left', async () => {
  await me.post(`/clickup/api/cancel-bulk-import/${job.id}`);
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
