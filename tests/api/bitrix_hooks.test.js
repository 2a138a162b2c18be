// What a portal's outgoing webhook tells: checked, stored first, read anew.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { ACCOUNTS, bitrixEnv, connectBitrix, syncBitrix } from '../lib/bitrix.js';
import { startHouse } from '../lib/house.js';
import { Bitrix } from '../upstreams/bitrix.js';

const TOKEN = 'app-token-1234';
const sim = new Bitrix({ people: 3 });
let house;
before(async () => {
  await sim.start();
  house = await startHouse({ env: bitrixEnv() });
});
after(async () => { await house?.stop(); await sim.stop(); });
beforeEach(() => { sim.clear(); sim.renew(); });

let companies = 0;
async function connect() {
  const made = await connectBitrix(house, sim, { company: `Company ${++companies}` });
  const { hook_url: url } = await made.admin.expect(200, 'PATCH', `${ACCOUNTS}${made.id}/`, {
    credentials: { application_token: TOKEN },
  });
  return { ...made, url };
}
const kept = (id) => house.sql(
  'SELECT e.* FROM inbound_event e JOIN webhook w ON w.id = e.webhook_id WHERE w.connection_id = ? ORDER BY e.id', [id],
);

describe('the address for a portal', () => {
  test('is the same each time, for administrators alone', async () => {
    const { admin, id, url } = await connect();
    assert.match(url, /\/hooks\/bitrix24\/[\w-]{43}$/);
    assert.equal((await admin.expect(200, 'GET', `${ACCOUNTS}${id}/`)).hook_url, url);
    const member = await house.user({ role: 'member', company: `Company ${companies}` });
    assert.equal((await member.expect(200, 'GET', `${ACCOUNTS}${id}/`)).hook_url, null);
  });

  test('takes what has the token and comes from the portal', async () => {
    const { id, url } = await connect();
    assert.deepEqual(await sim.taskEvent(url, 'ADD', '5'), [200]);
    assert.deepEqual(await sim.taskEvent(url, 'ADD', '6', { token: 'another-token-1' }), [401]);
    assert.deepEqual(await sim.taskEvent(url, 'ADD', '6', { domain: 'other.bitrix24.ru' }), [401]);
    assert.deepEqual(await sim.taskEvent(`${url.slice(0, -1)}x`, 'ADD', '6'), [404]);
    const [event, ...more] = await kept(id);
    assert.deepEqual([event.event, event.object_id, more.length], ['ONTASKADD', 'task:5', 0]);
    assert.ok(!String(event.body).includes(TOKEN), 'the token is not kept');
  });

  test('of an account that is switched off nothing is taken, and what came before is left', async () => {
    const { admin, id, url } = await connect();
    await syncBitrix(house, admin, id);
    assert.deepEqual(await sim.deliver(url, 'ONUSERADD', { ID: 2 }), [200]);
    const results = async () => (await kept(id)).map(({ state, result }) => `${state}:${result}`);
    await house.until(async () => (await results())[0] === 'done:synced', { timeout: 30_000, what: 'it is handled' });
    await house.run('tick', ['accounts']);
    const runs = () => house.sql("SELECT id FROM sync_run WHERE connection_id = ? AND reason = 'webhook'", [id]);
    const before = await runs();
    await admin.expect(200, 'PATCH', `${ACCOUNTS}${id}/`, { status: 'inactive' });
    await house.sql("UPDATE inbound_event SET state = 'ready', result = ''");
    await house.run('tick', ['events']);
    assert.deepEqual([await results(), await runs()], [['done:ignored'], before]);
    assert.deepEqual(await sim.taskEvent(url, 'ADD', '5'), [404]);
    assert.equal((await kept(id)).length, 1);
    await admin.expect(200, 'PATCH', `${ACCOUNTS}${id}/`, { status: 'active' });
    assert.deepEqual(await sim.taskEvent(url, 'ADD', '5'), [200]);
  });

  test('without a token of the account nothing is taken', async () => {
    const { admin, id } = await connectBitrix(house, sim, { company: `Company ${++companies}` });
    const { hook_url: url } = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/`);
    assert.deepEqual(await sim.taskEvent(url, 'ADD', '5', { token: '' }), [401]);
  });

  test('a repeated delivery is one; what makes no sense is kept and does no harm', async () => {
    const { id, url } = await connect();
    assert.deepEqual(await sim.taskEvent(url, 'UPDATE', '7', { times: 3 }), [200, 200, 200]);
    assert.deepEqual(await sim.deliver(url, 'ONTASKADD', { FIELDS_AFTER: 'undefined' }), [200]);
    assert.deepEqual(await sim.deliver(url, 'ONSOMETHING', { ID: 1 }), [200]);
    const all = await kept(id);
    assert.deepEqual(all.map(({ event, state }) => `${event}:${state === 'failed'}`), [
      'ONTASKUPDATE:false', 'ONTASKADD:true', 'ONSOMETHING:false',
    ]);
  });
});

describe('an event that nobody could mean', () => {
  test('is kept as one that makes no sense', async () => {
    const { id, url } = await connect();
    const auth = `auth[domain]=${new URL(sim.origin).host}&auth[application_token]=${TOKEN}`;
    const send = (text) => fetch(url, {
      method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: `${text}&${auth}`,
    }).then(({ status }) => status);
    const object = 'data[FIELDS_AFTER][ID]=5';
    for (const text of [
      `event=ON%FF&${object}`, `event=ON%FF%00&${object}`, `event=%D0%9F&${object}`,
      `event=ONTASKADD&${object}&ts=99999999999999999999`, `event=ONTASKADD&${object}&ts=-5`,
    ])
      assert.equal(await send(text), 200, text);
    const all = await kept(id);
    assert.deepEqual(all.map(({ event, state }) => `${event}:${state === 'failed'}`), [
      ':true', ':true', ':true', 'ONTASKADD:false', 'ONTASKADD:false',
    ]);
  });
});

describe('a new user', () => {
  test('is read at once, without a pass over all', async () => {
    const { admin, id, url } = await connect();
    await syncBitrix(house, admin, id);
    const user = sim.portal.addUser(3);
    sim.calls.length = 0;
    assert.deepEqual(await sim.deliver(url, 'ONUSERADD', { ID: user, EMAIL: 'liar@example.com' }), [200]);
    await house.run('tick', ['events']);
    await house.run('tick', ['accounts']);
    const rows = await house.until(async () => {
      const all = await admin.expect(200, 'GET', `/api/v1/bitrix24/employees/?account_id=${id}`);
      return all.length === 4 && all;
    }, { timeout: 30_000 });
    assert.ok(!rows.some(({ email }) => email === 'liar@example.com'), 'what it says is not believed');
    const [log] = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/sync-logs/`);
    assert.deepEqual([log.metadata.reason, log.created, log.records_synced], ['webhook', 1, 1]);
  });
});

describe('what a portal tells of', () => {
  test('puts off no sync that is due: however much it tells, the poll comes in time', async () => {
    const { admin, id, url } = await connect();
    await syncBitrix(house, admin, id);
    await house.sql(`UPDATE connection SET auto_sync = 1, sync_interval = 15,
      next_run_at = NOW(3) + INTERVAL 1 MINUTE WHERE id = ?`, [id]);
    assert.deepEqual(await sim.deliver(url, 'ONUSERADD', { ID: sim.portal.addUser(3) }), [200]);
    await house.until(async () => {
      await house.run('tick', ['events']);
      await house.run('tick', ['accounts']);
      const [run] = await house.sql("SELECT state FROM sync_run WHERE connection_id = ? AND reason = 'webhook'", [id]);
      return run?.state === 'done';
    }, { timeout: 30_000, what: 'the sync that it causes' });
    const [{ soon }] = await house.sql(
      'SELECT next_run_at < NOW(3) + INTERVAL 5 MINUTE AS soon FROM connection WHERE id = ?', [id]);
    assert.equal(soon, 1);
  });
});

describe('a task', () => {
  // A project that mirrors a workgroup, synced once; the events that are told are of age.
  async function mirrored(group) {
    const made = await connect();
    const project = await made.admin.expect(201, 'POST', '/api/v1/projects/', { name: 'Подбор' });
    await made.admin.expect(201, 'POST', '/api/v1/bitrix24/projects/', {
      account_id: made.id, project_id: project.id, group_id: group,
    });
    const there = (TITLE) => sim.portal.addTask({ GROUP_ID: String(group), TITLE });
    const first = there('Первая');
    await syncBitrix(house, made.admin, made.id, 'tasks');
    const titles = async () => (await house.sql(
      'SELECT title FROM task WHERE list_id = ? AND deleted_at IS NULL ORDER BY id', [project.id])).map((t) => t.title);
    const runs = () => house.sql("SELECT id FROM sync_run WHERE connection_id = ? "
      + "AND reason = 'webhook' ORDER BY id", [made.id]);
    const settled = async (done) => house.until(async () => {
      await house.sql("UPDATE inbound_event SET received_at = received_at - INTERVAL 20 SECOND, run_after = NOW(3) "
        + "WHERE state = 'ready'");
      await house.run('tick', ['events']);
      await house.run('tick', ['accounts']);
      return (await kept(made.id)).every(({ state }) => state === 'done') && await done();
    }, { timeout: 60_000, what: 'the tasks that were told of' });
    return { ...made, there, first, titles, runs, settled };
  }

  test('that is told of is read by itself: new, changed and deleted ones, many in one call', async () => {
    const { url, there, first, titles, runs, settled } = await mirrored(41);
    sim.calls.length = 0;
    const ids = Array.from({ length: 12 }, (_, n) => there(`Новая ${n}`));
    for (const id of ids) assert.deepEqual(await sim.taskEvent(url, 'ADD', id), [200]);
    sim.portal.changeTask(first, { TITLE: 'Первая иначе' });
    await sim.taskEvent(url, 'UPDATE', first);
    there('О ней не сказали');
    await settled(async () => (await titles()).length === 13);
    assert.ok((await titles()).includes('Первая иначе'));
    assert.ok(!(await titles()).includes('О ней не сказали'), 'others are left to the next sync');
    assert.ok((await runs()).length <= 3, JSON.stringify(await runs()));
    assert.ok(sim.count('tasks.task.list') <= 6, 'no call for each task');
  });

  test('that is deleted goes to the bin; one that is only not shown any more stays', async () => {
    const { url, there, first, titles, settled, admin, id } = await mirrored(42);
    const hidden = there('Скрыта');
    await syncBitrix(house, admin, id, 'tasks');
    const moved = sim.portal.tasks.get(hidden);
    sim.portal.tasks.delete(hidden);
    sim.portal.tasks.delete(first);
    await sim.taskEvent(url, 'DELETE', first);
    await sim.taskEvent(url, 'UPDATE', hidden);
    await settled(async () => (await titles()).length === 1);
    assert.deepEqual(await titles(), ['Скрыта']);
    sim.portal.tasks.set(hidden, moved);
    // It is there after all: what was told is not believed.
    await sim.taskEvent(url, 'DELETE', hidden);
    await settled(async () => true);
    assert.deepEqual(await titles(), ['Скрыта']);
  });

  test('of an account that mirrors nothing is no work', async () => {
    const { id, url } = await connect();
    await sim.taskEvent(url, 'ADD', '5');
    await house.run('tick', ['events']);
    await house.until(async () => (await kept(id))[0].result === 'ignored', { timeout: 30_000, what: 'it is left' });
    assert.deepEqual(await house.sql('SELECT * FROM bitrix_told WHERE connection_id = ?', [id]), []);
  });
});
