// Tasks that a sync does not meet: asked for, kept, removed by a person's word; never taken for deleted at once.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';

let house, clickup;
before(async () => {
  house = await startHouse({ upstreams: true });
  ({ clickup } = house.up);
});
after(() => house.stop());
beforeEach(async () => {
  await clickup.reset();
  await clickup.clearFaults();
  await clickup.limit(1_000_000);
});

/* Somebody whose cache holds the list's n tasks. */
async function person(n) {
  await clickup.seed({ list: clickup.list, count: n, description_bytes: 50 });
  const client = await house.user();
  await client.connect({ settings: { max_tasks: 1_000_000, include_closed: true } });
  assert.deepEqual(said(await sync(client)), ['success', null, 0, 0]);
  return client;
}

async function sync(client) {
  const { id } = await client.expect(202, 'POST', '/clickup/api/sync-tasks', {});
  return house.until(async () => {
    const log = (await client.get(`/clickup/sync-logs/${id}`)).json;
    return log.status !== 'running' && log;
  }, { timeout: 60_000, what: `sync ${id} ends` });
}

const said = (log) => [log.status, log.error_code, log.tasks_deleted, log.tasks_missing];
const total = async (client) => Number((await client.get('/clickup/tasks')).headers['x-total-count']);
const ids = async (client) => (await house.sql(
  'SELECT t.task_id FROM clickup_task t JOIN connection c ON c.id = t.connection_id WHERE c.owner_id = ? ORDER BY ' +
  't.task_id',
  [client.user.id],
)).map((row) => row.task_id);
const missing = async (client) => (await client.expect(200, 'GET', '/clickup/api/missing-tasks')).count;
const settle = (client, action) => client.expect(200, 'POST', '/clickup/api/missing-tasks', { action });
/* The list answers so, once. */
const answers = (json, match = /\/list\/\d+\/task/) => clickup.server.faults.push({
  kind: 'status', status: 200, body: Buffer.from(JSON.stringify(json)), headers: { 'content-type': 'application/json' },
  left: 1, hits: 0, match,
});
const remove = async (list) => { for (const id of list) await clickup.deleteTask(id); };

describe('nothing that lives is removed', () => {
  it('an empty list once: all stay, the run says so, and the next one is whole again', async () => {
    const client = await person(300);
    answers({ tasks: [] });
    const log = await sync(client);
    assert.deepEqual(said(log), ['partial', 'clickup.sync_missing', 0, 300]);
    assert.match(log.error_message, /300/);
    assert.deepEqual([await total(client), await missing(client)], [300, 300]);
    const { attention } = await client.expect(200, 'GET', '/clickup');
    assert.deepEqual(
      attention.filter(({ code }) => code === 'sync_missing').map(({ action }) => action.href), ['/clickup/tasks/'],
    );
    assert.deepEqual(said(await sync(client)), ['success', null, 0, 0]);
    assert.deepEqual([await total(client), await missing(client)], [300, 0]);
  });

  it('an empty answer of a small list: each is asked for and found', async () => {
    const client = await person(8);
    answers({ tasks: [], last_page: true });
    assert.deepEqual(said(await sync(client)), ['success', null, 0, 0]);
    assert.equal(await total(client), 8);
  });

  it('a page of unreadable tasks: they are counted, nothing is removed', async () => {
    const client = await person(250);
    await remove((await ids(client)).slice(0, 1));
    answers({ tasks: Array.from({ length: 100 }, () => ({ id: null, name: 'x' })), last_page: false }, /page=1/);
    const log = await sync(client);
    assert.deepEqual([...said(log), log.tasks_unreadable], ['partial', 'clickup.sync_unreadable', 0, 0, 100]);
    assert.match(log.error_message, /100/);
    assert.equal(await total(client), 250);
    assert.deepEqual(said(await sync(client)), ['success', null, 1, 0]);
  });

  it('pages that shift: what slipped between them is asked for and stays', async () => {
    const client = await person(300);
    const gone = (await ids(client)).slice(-40);
    const all = await Promise.all([0, 1, 2].map(async (page) => (await fetch(
      `${clickup.url}/list/${clickup.list}/task?page=${page}&include_closed=true`,
      { headers: { authorization: clickup.token } },
    )).json()));
    /* The first page as it was; the others as if the newest 40 had gone meanwhile. */
    const tasks = all.flatMap((page) => page.tasks);
    answers({ tasks: tasks.slice(140, 240), last_page: false }, /page=1/);
    answers({ tasks: tasks.slice(240), last_page: true }, /page=2/);
    assert.equal(gone.length, 40);
    assert.deepEqual(said(await sync(client)), ['success', null, 0, 0]);
    assert.equal(await total(client), 300);
  });

  it('ClickUp does not answer for a task: it stays, and the run is partial', async () => {
    const client = await person(120);
    const [lost] = await ids(client);
    await remove([lost]);
    await clickup.fault({ kind: 'status', status: 500, path: `/task/${lost}`, times: 100 });
    assert.deepEqual(said(await sync(client)), ['partial', 'clickup.sync_missing', 0, 1]);
    assert.equal(await total(client), 120);
    await clickup.clearFaults();
    assert.deepEqual(said(await sync(client)), ['success', null, 1, 0]);
  });

  it('a task that this key may not see any more goes after the second pass', async () => {
    const client = await person(120);
    const [lost] = await ids(client);
    await remove([lost]);
    await clickup.fault({ kind: 'status', status: 403, path: `/task/${lost}`, times: 100 });
    assert.deepEqual(said(await sync(client)), ['partial', 'clickup.sync_missing', 0, 1]);
    assert.deepEqual(said(await sync(client)), ['success', null, 1, 0]);
    assert.equal(await total(client), 119);
  });
});

describe('what is really gone', () => {
  it('a few go by themselves', async () => {
    const client = await person(100);
    await remove((await ids(client)).slice(0, 5));
    assert.deepEqual(said(await sync(client)), ['success', null, 5, 0]);
    assert.equal(await total(client), 95);
  });

  it('many wait for a word: removed', async () => {
    const client = await person(60);
    await remove((await ids(client)).slice(0, 40));
    assert.deepEqual(said(await sync(client)), ['partial', 'clickup.sync_missing', 0, 40]);
    const list = await client.expect(200, 'GET', '/clickup/api/missing-tasks');
    assert.deepEqual(
      [list.count, list.tasks.length, list.tasks[0].url.includes(list.tasks[0].task_id)], [40, 40, true],
    );
    const done = await settle(client, 'remove');
    assert.equal(done.tasks, 40);
    assert.match(done.message, /40/);
    assert.deepEqual([await total(client), await missing(client)], [20, 0]);
    assert.deepEqual(said(await sync(client)), ['success', null, 0, 0]);
  });

  it('many wait for a word: kept, and not asked about again', async () => {
    const client = await person(60);
    await remove((await ids(client)).slice(0, 40));
    await sync(client);
    assert.equal((await settle(client, 'keep')).tasks, 40);
    assert.deepEqual(said(await sync(client)), ['success', null, 0, 0]);
    assert.deepEqual([await total(client), await missing(client)], [60, 0]);
  });

  it('those that belong elsewhere now go without a question', async () => {
    const client = await person(60);
    await client.expect(200, 'POST', '/clickup/settings', { include_closed: false });
    await sync(client);
    const open = await ids(client);
    assert.ok(open.length > 30, String(open.length));
    for (const id of open.slice(0, 30)) await clickup.changeTask(id, { status: 'готово', closed: Date.now() });
    assert.deepEqual(said(await sync(client)), ['success', null, 30, 0]);
  });
});

it('an answer other than these two is refused, and others have their own', async () => {
  const client = await person(5);
  const other = await house.user();
  assert.equal((await client.post('/clickup/api/missing-tasks', { action: 'burn' })).json.errors[0].field, 'action');
  assert.equal((await client.post('/clickup/api/missing-tasks', {})).status, 400);
  assert.deepEqual(await other.expect(200, 'GET', '/clickup/api/missing-tasks'), { count: 0, tasks: [] });
  assert.equal((await settle(other, 'remove')).tasks, 0);
});
