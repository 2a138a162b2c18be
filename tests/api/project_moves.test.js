// the tasks of a project that goes: in parts, each of which stays done when the program is killed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { holding } from '../lib/holding.js';
import { startHouse } from '../lib/house.js';

const PROJECTS = '/api/v1/projects/';
const TASKS = 2500;
const PART = 1000;

let house;
before(async () => { house = await startHouse({ env: { POOL_PROJECTS: '1' } }); });
after(() => house.stop());

test('are moved by a thousand; after a kill -9 the rest follows, each once', async () => {
  const boss = await house.user({ role: 'admin' });
  const from = await boss.expect(201, 'POST', PROJECTS, { name: 'Уходит' });
  const to = await boss.expect(201, 'POST', PROJECTS, { name: 'Остаётся' });
  await house.sql(`INSERT INTO task (company_id, list_id, title, description, created_by, position)
    SELECT u.company_id, ?, CONCAT('Дело ', s.seq), '', u.id, LPAD(s.seq, 8, '0') FROM user u
    JOIN seq_1_to_${TASKS} s WHERE u.id = ?`, [from.id, boss.user.id]);
  const count = async (id) => (await house.sql('SELECT COUNT(*) n FROM task WHERE list_id = ?', [id]))[0].n;
  const [{ id }] = await house.sql('SELECT id FROM task WHERE title = ?', [`Дело ${2 * PART + 200}`]);
  const release = await holding(house, `BEGIN; SELECT id FROM task WHERE id = ${id} FOR UPDATE`);
  const drop = () => boss.del(`${PROJECTS}${from.id}/?move_to=${to.id}`);
  const lost = drop().catch(() => ({ status: 0 }));
  try {
    await house.until(async () => await count(to.id) === 2 * PART);
    assert.ok(await house.kill('projects') > 0);
    assert.deepEqual([await count(from.id), await count(to.id)], [TASKS - 2 * PART, 2 * PART]);
  } finally {
    await release();
  }
  // nginx asks the next worker, if there is one by then.
  if ((await lost).status !== 204) await house.until(async () => (await drop()).status === 204);
  assert.equal(await count(to.id), TASKS);
  const [history] = await house.sql(`SELECT COUNT(*) n, COUNT(DISTINCT h.task_id) tasks,
    COUNT(DISTINCT h.slot, h.turn) turns FROM task_history h JOIN task t ON t.id = h.task_id
    WHERE t.list_id = ? AND h.action = 'change'`, [to.id]);
  assert.deepEqual(history, { n: TASKS, tasks: TASKS, turns: TASKS });
  assert.equal((await boss.get(`${PROJECTS}${from.id}/`)).status, 404);
});
