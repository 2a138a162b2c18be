// transfer_tabs: what becomes of a transfer is seen at once in the tabs of the list and on the dashboard.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, progress, reaches, recruiter, start, sync, transfer } from '../lib/recruiter.js';

const TASKS = 8;
const POST = { method: 'POST', path: '/applicants$' };
let house, up, me, colleague, tasks;

before(async () => {
  // Looks come when the tests say so.
  house = await startHouse({ upstreams: true, env: { ...QUICK, TRANSFER_LOOK_MS: '600000' } });
  ({ up } = house);
  me = await recruiter(house, { tasks: { list: up.clickup.list, count: TASKS, pdf: 0 }, company: 'Nova' });
  colleague = await recruiter(house, { company: 'Nova' });
  tasks = (await me.get('/clickup/tasks?sort=name')).json.map(({ task_id: id }) => id);
});
after(() => house?.stop());
beforeEach(() => up.huntflow.clearFaults());

const idsOf = async (client, tab) =>
  (await client.expect(200, 'GET', `/clickup/tasks?transfer=${tab}`)).map(({ task_id: id }) => id).sort();

/* Of these tasks, and of no other, for both people; all that are in none of them: none. */
async function assertTabs(tabs) {
  const taken = Object.values(tabs).flat();
  const none = tasks.filter((id) => !taken.includes(id));
  const all = { done: [], failed: [], running: [], unsure: [], ...tabs, none };
  for (const client of [me, colleague]) {
    for (const [tab, ids] of Object.entries(all)) assert.deepEqual(await idsOf(client, tab), [...ids].sort(), tab);
    const { tasks: said } = await client.expect(200, 'GET', '/clickup');
    assert.deepEqual([said.transferred, said.not_transferred], [all.done.length, TASKS - all.done.length]);
  }
}

describe('tabs of transfers', () => {
  it('one that is done', async () => {
    await assertTabs({});
    assert.equal((await transfer(me, tasks[0])).status, 201);
    await assertTabs({ done: [tasks[0]] });
  });

  it('one that failed, and then goes', async () => {
    await up.huntflow.fault({ ...POST, kind: 'status', status: 400, times: 1 });
    await transfer(me, tasks[1]);
    await assertTabs({ done: [tasks[0]], failed: [tasks[1]] });
    assert.equal((await transfer(me, tasks[1])).status, 201);
    await assertTabs({ done: tasks.slice(0, 2) });
  });

  it('one that goes on', async () => {
    await up.huntflow.fault({ ...POST, kind: 'held' });
    const going = transfer(me, tasks[2]);
    await house.until(async () => (await idsOf(colleague, 'running')).includes(tasks[2]));
    await assertTabs({ done: tasks.slice(0, 2), running: [tasks[2]] });
    await up.huntflow.release();
    assert.equal((await going).status, 201);
    await assertTabs({ done: tasks.slice(0, 3) });
  });

  it('one whose answer was lost, and is found', async () => {
    await up.huntflow.fault({ ...POST, kind: 'drop_after', times: 1 });
    assert.equal((await transfer(me, tasks[3])).json.code, 'transfer.unsure');
    await assertTabs({ done: tasks.slice(0, 3), unsure: [tasks[3]] });
    await house.sql('UPDATE transfer SET look_at = NOW(3) WHERE look_at IS NOT NULL');
    assert.equal((await house.run('import')).code, 0);
    await assertTabs({ done: tasks.slice(0, 4) });
  });

  it('all of an import, and its undo', async () => {
    const job = await start(me, { scope: 'selection', task_ids: tasks.slice(4) });
    await reaches(house, me, job.id, 'completed');
    await assertTabs({ done: tasks });
    await me.expect(202, 'POST', `/clickup/api/undo-bulk-import/${job.id}`, { mode: 'remove' });
    await house.until(async () => (await progress(me, job.id)).undo?.state === 'done', { timeout: 30_000 });
    await assertTabs({ done: tasks.slice(0, 4) });
  });

  it('tasks that left the cache and come back know theirs', async () => {
    await me.expect(200, 'POST', '/clickup/api/clear-cache');
    await sync(house, me);
    await assertTabs({ done: tasks.slice(0, 4) });
  });
});
