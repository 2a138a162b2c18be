// Several lists in one cache; and a limit on how many tasks are read: which ones, and how the rest comes in.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';

const SETTINGS = '/clickup/settings';
let house, clickup;
before(async () => {
  house = await startHouse({ upstreams: true });
  ({ clickup } = house.up);
});
after(() => house.stop());
beforeEach(async () => {
  await clickup.reset();
  await clickup.limit(1_000_000);
});

async function person(n, settings) {
  await clickup.seed({ list: clickup.list, count: n, description_bytes: 50 });
  const client = await house.user();
  return client.connect({ settings: { include_closed: true, ...settings } });
}

async function sync(client, wish = {}) {
  const { id } = await client.expect(202, 'POST', '/clickup/api/sync-tasks', wish);
  return house.until(async () => {
    const log = (await client.get(`/clickup/sync-logs/${id}`)).json;
    return log.status !== 'running' && log;
  }, { timeout: 60_000, what: `sync ${id} ends` });
}

const figures = (log) => [log.status, log.tasks_processed, log.tasks_created, log.tasks_updated, log.tasks_deleted];
const byList = async (client) => Object.fromEntries((await house.sql(
  `SELECT t.list_id, COUNT(*) n FROM clickup_task t JOIN connection c ON c.id = t.connection_id
   WHERE c.owner_id = ? GROUP BY t.list_id`,
  [client.user.id],
)).map(({ list_id: list, n }) => [list, Number(n)]));

const newestOf = async (list) =>
  (await house.sql('SELECT task_id FROM clickup_task WHERE list_id = ? ORDER BY id DESC LIMIT 1', [list]))[0].task_id;

/* Another list of the same space, without tasks but those of the test. */
async function secondList(client, n) {
  const { team_id: team, space_id: space } = await client.expect(200, 'GET', SETTINGS);
  const folders = await client.expect(200, 'GET', `/clickup/api/folders?space_id=${space}`);
  for (const folder of [null, ...folders.map(({ id }) => id)]) {
    const place = folder ? `folder_id=${folder}` : `space_id=${space}`;
    const lists = await client.expect(200, 'GET', `/clickup/api/lists?${place}`);
    const other = lists.find(({ id }) => id !== clickup.list);
    if (!other) continue;
    await clickup.seed({ list: other.id, count: n, description_bytes: 50 });
    return { team_id: team, space_id: space, folder_id: folder, list_id: other.id };
  }
  throw new Error('no second list');
}

describe('several lists', () => {
  it('come into one cache, are read in one run, and what is gone from one leaves it', async () => {
    const client = await person(120, { max_tasks: 1_000_000 });
    await sync(client);
    const first = (await byList(client))[clickup.list];
    const other = await secondList(client, 130);
    const set = await client.expect(200, 'POST', SETTINGS, { lists: [other] });
    assert.deepEqual([set.list_id, set.lists.length, set.lists[0].list_id], [clickup.list, 1, other.list_id]);
    assert.match(set.lists[0].path, / \/ /);
    assert.equal((await sync(client)).status, 'success');
    const all = await byList(client);
    assert.equal(all[clickup.list], first);
    assert.ok(all[other.list_id] >= 130, JSON.stringify(all));
    const gone = await newestOf(other.list_id);
    await clickup.deleteTask(gone);
    assert.deepEqual(figures(await sync(client)).slice(3), [0, 1]);
    assert.deepEqual(await byList(client), { ...all, [other.list_id]: all[other.list_id] - 1 });
  });

  it('a task that moves from one to another stays', async () => {
    const client = await person(30, { max_tasks: 1_000_000 });
    const other = await secondList(client, 30);
    await client.expect(200, 'POST', SETTINGS, { lists: [other] });
    await sync(client);
    const before = await byList(client);
    const moved = await newestOf(clickup.list);
    await clickup.changeTask(moved, { list: other.list_id });
    assert.equal((await sync(client)).tasks_deleted, 0);
    const now = { [clickup.list]: before[clickup.list] - 1, [other.list_id]: before[other.list_id] + 1 };
    assert.deepEqual(await byList(client), now);
  });

  it('the same twice counts once; one that is not there, or too many, are refused; none is none', async () => {
    const client = await person(5);
    const other = await secondList(client, 1);
    const { team_id: team, space_id: space, folder_id: folder } = await client.expect(200, 'GET', SETTINGS);
    const first = { team_id: team, space_id: space, folder_id: folder, list_id: clickup.list };
    const set = await client.expect(200, 'POST', SETTINGS, { lists: [other, other, first] });
    assert.equal(set.lists.length, 1);
    const kept = await client.expect(200, 'POST', SETTINGS, { max_tasks: 200 });
    assert.equal(kept.lists.length, 1, 'not sent: as before');
    for (const [lists, field] of [
      [[{ ...other, list_id: '999' }], 'list_id'], [Array(20).fill(other), 'lists'], [['x'], 'lists[0]'], [{}, 'lists'],
      [[{}], 'lists[0].list_id'],
    ]) {
      const res = await client.post(SETTINGS, { lists });
      assert.equal(res.status, 400, res.text);
      assert.equal(res.json.errors[0].field, field, res.text);
    }
    assert.deepEqual((await client.expect(200, 'POST', SETTINGS, { lists: [] })).lists, []);
  });
});

describe('a limit', () => {
  it('takes those that changed last: an older task that was edited is read', async () => {
    const client = await person(300, { max_tasks: 100 });
    assert.deepEqual([(await sync(client)).error_code], ['clickup.sync_limit']);
    const list = await client.expect(200, 'GET', '/clickup/tasks?page_size=100');
    const known = new Set(list.map(({ task_id: id }) => id));
    const address = `${clickup.url}/list/${clickup.list}/task?page=2&include_closed=true`;
    const page = await (await fetch(address, { headers: { authorization: clickup.token } })).json();
    const edited = page.tasks.map(({ id }) => id).find((id) => !known.has(id));
    await clickup.changeTask(edited, { name: 'Старая, но исправленная' });
    await sync(client);
    assert.equal((await client.get(`/clickup/task/${edited}`)).json?.name, 'Старая, но исправленная');
  });

  it('the number of all is offered, and the rest comes in', async () => {
    const client = await person(260, { max_tasks: 100 });
    const { list_tasks: all, max_tasks: most } = await client.expect(200, 'GET', SETTINGS);
    assert.ok(all >= 260 && most === 100, `${all}`);
    assert.equal((await sync(client)).status, 'partial');
    assert.equal((await sync(client, { full: true })).status, 'success');
    assert.ok((await byList(client))[clickup.list] >= 260);
  });
});
