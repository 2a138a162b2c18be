// sync: a ClickUp list becomes the cache: by hand, by itself, interrupted, refused.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { end } from '../lib/within.js';

let house;
let clickup;
before(async () => {
  house = await startHouse({ upstreams: true });
  ({ clickup } = house.up);
});
after(() => house.stop());
beforeEach(async () => {
  await clickup.reset();
  await clickup.clearFaults();
  await clickup.latency(0);
  await clickup.limit(1_000_000);
});

// A person whose list holds n generated tasks (0: what the simulator has).
async function person(n, settings = {}) {
  if (n > 0) await clickup.seed({ list: clickup.list, count: n, description_bytes: 200 });
  const client = await house.user();
  await client.connect({ settings: { max_tasks: 1_000_000, include_closed: true, ...settings } });
  await clickup.clearCalls();
  return client;
}

async function finished(client, id) {
  return house.until(async () => {
    const log = (await client.get(`/clickup/sync-logs/${id}`)).json;
    return log.status !== 'running' && log;
  }, { timeout: 30_000, what: `sync ${id} ends` });
}

async function sync(client, body = {}) {
  const { id } = await client.expect(202, 'POST', '/clickup/api/sync-tasks', body);
  return finished(client, id);
}

const figures = (log) => [log.status, log.tasks_processed, log.tasks_created, log.tasks_updated, log.tasks_deleted];
const cached = async (client) => (await house.sql(
  `SELECT t.task_id, t.name, t.status, t.updated_at FROM clickup_task t JOIN connection c ON c.id = t.connection_id
   WHERE c.owner_id = ? ORDER BY t.task_id`, [client.user.id]));
const total = async (client) => Number((await client.get('/clickup/tasks')).headers['x-total-count']);
const pages = async () => (await clickup.calls()).calls.filter(({ path }) => path.endsWith('/task')).length;

describe('by hand', () => {
  test('all pages come in; again, and no row is written', async () => {
    const client = await person(250);
    assert.deepEqual(figures(await sync(client)), ['success', 250, 250, 0, 0]);
    assert.equal(await pages(), 3);
    const before = await cached(client);
    assert.equal(before.length, 250);
    assert.deepEqual(figures(await sync(client)), ['success', 250, 0, 0, 0]);
    assert.deepEqual(await cached(client), before);
    assert.equal(await total(client), 250);
  });

  test('what was added, changed and removed in ClickUp is so here', async () => {
    const client = await person(120);
    await sync(client);
    const [first, second] = await cached(client);
    await clickup.changeTask(first.task_id, { name: 'Новое имя', tags: ['новая метка'] });
    await clickup.deleteTask(second.task_id);
    await clickup.addTask({ id: 'fresh1', name: 'Совсем новая' });
    const log = await sync(client);
    assert.deepEqual(figures(log), ['success', 120, 1, 1, 1]);
    const now = new Map((await cached(client)).map((row) => [row.task_id, row]));
    assert.equal(now.get(first.task_id).name, 'Новое имя');
    assert.ok(!now.has(second.task_id));
    assert.ok(now.has('fresh1'));
    assert.equal(await total(client), 120);
    const { json } = await client.get(`/clickup/tasks?tag=${encodeURIComponent('новая метка')}`);
    assert.deepEqual(json.map((task) => task.task_id), [first.task_id]);
  });

  test('many removed at once', async () => {
    const client = await person(60);
    await sync(client);
    for (const { task_id: id } of (await cached(client)).slice(0, 40)) await clickup.deleteTask(id);
    assert.deepEqual(figures(await sync(client)), ['partial', 20, 0, 0, 0]);
    assert.equal(await total(client), 60, 'they wait for a word, see sync_missing.test.js');
  });

  test('a limit makes it partial, says so, and removes nothing', async () => {
    const client = await person(250);
    await sync(client);
    const log = await sync(client, { max_tasks: 130 });
    assert.deepEqual(figures(log), ['partial', 130, 0, 0, 0]);
    assert.equal(log.error_code, 'clickup.sync_limit');
    assert.match(log.error_message, /130/);
    assert.equal(await total(client), 250);
    await client.post('/clickup/settings', { max_tasks: 100 });
    assert.equal((await sync(client)).tasks_processed, 100);
    assert.deepEqual(figures(await sync(client, { full: true })), ['success', 250, 0, 0, 0]);
  });

  test('closed tasks and subtasks only when they are wanted', async () => {
    const client = await person(0, { include_closed: false, subtasks: false });
    await clickup.addTask({ id: 'open1' });
    await clickup.addTask({ id: 'closed1', status: 'готово', closed: Date.now() });
    await clickup.addTask({ id: 'sub1', parent: 'open1' });
    await sync(client);
    const ids = async () => (await cached(client)).map((row) => row.task_id).filter(
      (id) => /^(open|closed|sub)1$/.test(id)
    );
    assert.deepEqual(await ids(), ['open1']);
    await client.expect(200, 'POST', '/clickup/settings', { include_closed: true, subtasks: true });
    await sync(client);
    assert.deepEqual(await ids(), ['closed1', 'open1', 'sub1']);
    await client.expect(200, 'POST', '/clickup/settings', { include_closed: false, subtasks: false });
    await sync(client);
    assert.deepEqual(await ids(), ['open1']);
  });

  test('the start and the end are sent as events', async () => {
    const client = await person(30);
    const { id } = await sync(client);
    const events = (await client.get('/api/v1/events')).json.filter(
      ({ type, data }) => type === 'sync' && data.id === id
    );
    assert.deepEqual(events.map(({ data }) => data.status), ['running', 'success']);
  });

  test('one at a time', async () => {
    const client = await person(150);
    await clickup.fault({ kind: 'held', path: '/list/\\d+/task' });
    const { id } = await client.expect(202, 'POST', '/clickup/api/sync-tasks', {});
    const again = await client.post('/clickup/api/sync-tasks', {});
    assert.equal(again.status, 409);
    assert.equal(again.json.code, 'service.sync_running');
    assert.match(again.json.detail, new RegExp(`№ ${id}\\b`));
    const runs = [1, 2, 3].map(() => house.run('tick', ['sync']));
    await house.until(async () => await pages() > 0);
    await clickup.release();
    await Promise.all(runs);
    assert.equal((await finished(client, id)).status, 'success');
    assert.equal(await pages(), 2);
  });
});

describe('what is refused', () => {
  test('nobody has connected ClickUp; no list is chosen', async () => {
    const client = await house.user();
    assert.equal((await client.post('/clickup/api/sync-tasks', {})).json.code, 'clickup.unset');
    await client.expect(200, 'PATCH', '/api/v1/profile', { clickup_api_key: clickup.token });
    const res = await client.post('/clickup/api/sync-tasks', {});
    assert.equal(res.status, 409);
    assert.equal(res.json.code, 'clickup.list_unset');
  });

  test('wrong input names the field', async () => {
    const client = await person(5);
    for (const [body, field, code] of [
      [{ max_tasks: 0 }, 'max_tasks', 'range'], [{ max_tasks: 1_000_001 }, 'max_tasks', 'range'],
      [{ max_tasks: '5' }, 'max_tasks', 'type'],
      [{ full: 1 }, 'full', 'type'], [{ fulll: true }, 'fulll', 'unknown'],
    ]) {
      const res = await client.post('/clickup/api/sync-tasks', body);
      assert.equal(res.status, 400, res.text);
      assert.deepEqual(res.json.errors.map((error) => [error.field, error.code]), [[field, code]]);
    }
    assert.equal((await client.post('/clickup/api/sync-tasks', [])).status, 400);
  });

  test('another person sees neither the log nor the tasks', async () => {
    const client = await person(5);
    const { id } = await sync(client);
    const other = await house.user();
    assert.equal((await other.get(`/clickup/sync-logs/${id}`)).status, 404);
    assert.deepEqual((await other.get('/clickup/sync-logs')).json, []);
    assert.deepEqual((await other.get('/clickup/tasks')).json, []);
    const [task] = await cached(client);
    assert.equal((await other.get(`/clickup/task/${task.task_id}`)).status, 404);
  });
});

describe('ClickUp fails', () => {
  for (const [name, fault, code] of [
    ['the key is refused', { kind: 'status', status: 401, path: '.' }, 'clickup.token'],
    ['the list is refused', { kind: 'status', status: 401 }, 'clickup.denied'],
    ['no access', { kind: 'status', status: 403 }, 'clickup.denied'],
    ['the list is gone', { kind: 'status', status: 404 }, 'clickup.list_absent'],
    ['it is down', { kind: 'status', status: 500 }, 'clickup.down'],
    ['an HTML page instead', { kind: 'html', status: 200 }, 'clickup.down'],
    ['broken JSON', { kind: 'garbage', bytes: 300 }, 'clickup.down'],
    ['the connection is cut', { kind: 'drop_before' }, 'clickup.down'],
  ]) {
    test(`${name}: ${code}`, async () => {
      const client = await person(10);
      await sync(client);
      await clickup.fault({ path: '/task', ...fault, times: 20 });
      const log = await sync(client);
      assert.equal(log.status, 'error');
      assert.equal(log.error_code, code);
      assert.ok(log.error_message.length > 20);
      assert.equal(await total(client), 10);
      const set = (await client.get('/clickup/settings')).json;
      assert.equal(set.status, code === 'clickup.token' ? 'refused' : 'error');
      assert.equal(set.status_code, code);
      await clickup.clearFaults();
      assert.equal((await sync(client)).status, 'success');
      assert.equal((await client.get('/clickup/settings')).json.status, 'ok');
    });
  }

  test('on a later page: partial, nothing is removed', async () => {
    const client = await person(250);
    await sync(client);
    await clickup.deleteTask((await cached(client))[0].task_id);
    await clickup.fault({ kind: 'status', status: 403, path: '/task\\?.*page=1', times: 20 });
    const log = await sync(client);
    assert.deepEqual(figures(log), ['partial', 100, 0, 0, 0]);
    assert.equal(log.error_code, 'clickup.denied');
    assert.equal(await total(client), 250);
  });

  test('a short trouble is waited out', async () => {
    const client = await person(150);
    await clickup.fault({ kind: 'status', status: 502, path: '/task', times: 1 });
    await clickup.fault({ kind: 'truncate', bytes: 500, path: 'page=1', times: 1 });
    assert.deepEqual(figures(await sync(client)), ['success', 150, 150, 0, 0]);
  });

  test('its limit is reached: the run says until when it waits, at once', async () => {
    const client = await person(150);
    const reset = Math.ceil(Date.now() / 1000) + 40;
    const headers = { 'x-ratelimit-reset': String(reset), 'x-ratelimit-remaining': '0' };
    await clickup.fault({ kind: 'status', status: 429, path: 'page=1', times: 1, headers });
    const { id } = await client.expect(202, 'POST', '/clickup/api/sync-tasks', {});
    const log = await house.until(async () => {
      const one = (await client.get(`/clickup/sync-logs/${id}`)).json;
      return one.waits_until && one;
    }, { timeout: 20_000, what: 'it says that it waits' });
    assert.equal(log.status, 'running');
    assert.ok(Math.abs(Date.parse(log.waits_until) - reset * 1000) < 3000, log.waits_until);
    assert.equal((await client.get('/clickup/settings')).json.waits_until.slice(0, 16), log.waits_until.slice(0, 16));
    await house.sql('DELETE FROM rate_bucket');
    const over = await finished(client, id);
    assert.deepEqual([over.status, over.waits_until], ['success', null]);
  });

  test('tasks that make no sense are passed over', async () => {
    const client = await person(3);
    await clickup.addTask({ id: 'odd1', raw: { id: null } });
    await clickup.addTask({ id: 'odd2', raw: { id: '../../etc' } });
    await clickup.addTask({
      id: 'odd3',
      raw: {
        status: null, list: null, date_created: 'x', date_updated: null, tags: 'none', assignees: {},
        custom_fields: [null, 7], name: null, priority: { priority: 'wow' },
      },
    });
    const log = await sync(client);
    assert.deepEqual([log.status, log.tasks_unreadable], ['partial', 2]);
    const ids = (await cached(client)).map((row) => row.task_id);
    assert.ok(ids.includes('odd3') && !ids.includes('odd1'));
    assert.equal((await client.get('/clickup/task/odd3')).status, 200);
    assert.equal((await client.get('/clickup/tasks?page_size=100')).status, 200);
  });
});

describe('killed in the middle', () => {
  test('kill -9: the next one goes on and nothing is missing', async () => {
    const client = await person(900);
    await clickup.fault({ kind: 'held', path: '/list/\\d+/task', skip: 3 });
    await house.sql(`INSERT INTO sync_run (company_id, user_id, connection_id, stream, max_tasks)
      SELECT company_id, owner_id, id, ?, 1000000 FROM connection WHERE owner_id = ?
        AND provider = 'clickup'`, [`list:${clickup.list}`, client.user.id]);
    const child = house.launch('tick', ['sync']);
    await house.until(async () => (await cached(client)).length >= 300);
    await end(child, 'SIGKILL');
    await clickup.release();
    const read = await pages();
    const [{ id, state }] = await house.sql(
      'SELECT MAX(id) id, MAX(state) state FROM sync_run WHERE user_id = ?', [client.user.id],
    );
    assert.equal(state, 'running');
    await house.run('tick', ['sync']);
    assert.equal((await client.get(`/clickup/sync-logs/${id}`)).json.status, 'running', 'its lease still holds');
    await house.sql('UPDATE sync_run SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE id = ?', [id]);
    assert.equal((await house.run('tick', ['sync'])).code, 0);
    const log = (await client.get(`/clickup/sync-logs/${id}`)).json;
    assert.equal(log.status, 'success');
    assert.equal(log.tasks_processed, 900);
    assert.equal(await total(client), 900);
    assert.equal(new Set((await cached(client)).map((row) => row.task_id)).size, 900);
    assert.ok(await pages() - read < 9, 'it did not begin anew');
  });

  test('its cache is cleared: it begins anew and nothing is missing', async () => {
    const client = await person(900);
    await clickup.fault({ kind: 'held', path: '/list/\\d+/task', skip: 3 });
    const { id } = await client.expect(202, 'POST', '/clickup/api/sync-tasks', { full: true });
    await house.until(async () => (await cached(client)).length >= 300);
    assert.ok((await client.expect(200, 'POST', '/clickup/api/clear-cache', {})).deleted >= 300);
    await clickup.release();
    assert.deepEqual(figures(await finished(client, id)), ['success', 900, 900, 0, 0]);
    assert.equal(await total(client), 900);
    assert.equal(new Set((await cached(client)).map((row) => row.task_id)).size, 900);
  });

  test('the lease outlasts a call for a task that was not met', async () => {
    const client = await person(120);
    await sync(client);
    const [gone] = await cached(client);
    await clickup.deleteTask(gone.task_id);
    await clickup.fault({ kind: 'held', path: `/task/${gone.task_id}$` });
    const { id } = await client.expect(202, 'POST', '/clickup/api/sync-tasks', { full: true });
    await house.until(async () => (await clickup.calls({ path: `/task/${gone.task_id}$` })).calls.length > 0);
    const [{ left }] = await house.sql(
      'SELECT TIMESTAMPDIFF(SECOND, NOW(3), lease_until) `left` FROM sync_run WHERE id = ?', [id],
    );
    assert.ok(left > 100, `${left} s`);
    await clickup.release();
    assert.deepEqual(figures(await finished(client, id)), ['success', 119, 0, 0, 1]);
  });

  test('a run that always dies is given up', async () => {
    const client = await person(5);
    await house.sql(`INSERT INTO sync_run (company_id, user_id, connection_id, stream, state, attempts, lease,
      lease_until, started_at)
      SELECT company_id, owner_id, id, ?, 'running', 5, 'dead', NOW(3) - INTERVAL 1 MINUTE, NOW(3) FROM connection
        WHERE owner_id = ? AND provider = 'clickup'`,
    [`list:${clickup.list}`, client.user.id]);
    await house.run('tick', ['sync']);
    const [log] = (await client.get('/clickup/sync-logs')).json;
    assert.equal(log.error_code, 'clickup.sync_crashed');
  });
});

describe('by itself', () => {
  const due = (client) => house.sql(
    "UPDATE connection SET next_run_at = NOW(3) - INTERVAL 1 MINUTE WHERE owner_id = ? AND provider = 'clickup'",
    [client.user.id],
  );

  test('what changed since comes in, closed tasks go, and the next run is set', async () => {
    const client = await person(250, { include_closed: false, auto_sync: true, sync_interval: 30 });
    await sync(client);
    const count = await total(client);
    const [a, b] = await cached(client);
    await clickup.changeTask(a.task_id, { name: 'Изменена' });
    await clickup.changeTask(b.task_id, { status: 'готово' });
    await clickup.clearCalls();
    await due(client);
    assert.equal((await house.run('tick')).code, 0);
    const [log] = (await client.get('/clickup/sync-logs')).json;
    assert.equal(log.reason, 'auto');
    assert.equal(log.status, 'success', JSON.stringify(log));
    assert.equal(await pages(), 1);
    assert.equal(await total(client), count - 1);
    const set = (await client.get('/clickup/settings')).json;
    const wait = Date.parse(set.next_run_at) - Date.now();
    assert.ok(wait > 29 * 60_000 && wait < 31 * 60_000, set.next_run_at);
    await house.run('tick');
    assert.equal((await client.get('/clickup/sync-logs')).json.length, 2, 'not due again');
  });

  test('once a day the whole list, so that removed tasks are found', async () => {
    const client = await person(150, { auto_sync: true });
    await sync(client);
    await clickup.deleteTask((await cached(client))[0].task_id);
    await due(client);
    await house.run('tick');
    assert.equal(await total(client), 150);
    await house.sql('UPDATE sync_cursor SET full_at = NOW(3) - INTERVAL 2 DAY');
    await due(client);
    await house.run('tick');
    assert.equal(await total(client), 149);
  });

  test('not with a dead key', async () => {
    const client = await person(5, { auto_sync: true });
    await clickup.fault({ kind: 'status', status: 401, times: 20 });
    await sync(client);
    await due(client);
    await house.run('tick');
    assert.equal((await client.get('/clickup/sync-logs')).json.length, 1);
  });
});

describe('keeping house', () => {
  test('clear-cache takes the own tasks and leaves logs and transfers', async () => {
    const client = await person(30);
    const other = await house.user();
    await other.connect({ settings: { max_tasks: 1000, include_closed: true } });
    await sync(client);
    await sync(other);
    await house.sql(`INSERT INTO transfer (company_id, user_id, connection_id, account_id, task_id, state)
      SELECT company_id, owner_id, id, 11, '8g0000001', 'done' FROM connection WHERE owner_id = ?
        AND provider = 'huntflow'`, [client.user.id]);
    const res = await client.expect(200, 'POST', '/clickup/api/clear-cache', {});
    assert.equal(res.deleted, 30);
    assert.match(res.message, /30/);
    assert.deepEqual((await client.get('/clickup/tasks')).json, []);
    assert.equal(await total(client), 0);
    assert.equal(await total(other), 30);
    assert.equal((await client.get('/clickup/sync-logs')).json.length, 1);
    assert.equal((await client.post('/clickup/api/clear-cache', { all: true })).status, 403);
    assert.deepEqual(figures(await sync(client)), ['success', 30, 30, 0, 0]);
    const [sent, ...others] = (await client.get('/clickup/tasks?transfer=done')).json;
    assert.deepEqual([sent.task_id, sent.transfer.state, others.length], ['8g0000001', 'done', 0]);
    assert.equal((await client.get('/clickup/tasks?transfer=none&page_size=50')).json.length, 29);
    assert.equal((await client.get('/clickup/task/8g0000001')).json.transfers.length, 1);
    const admin = await house.user({ role: 'admin' });
    assert.ok((await admin.expect(200, 'POST', '/clickup/api/clear-cache', { all: true })).deleted >= 60);
    assert.equal(await total(other), 0);
  });

  test('old rows go when tick comes by', async () => {
    const client = await house.user();
    const id = client.user.id;
    await house.sql(
      "INSERT INTO event_log (company_id, user_id, type, data, created_at) VALUES (1, ?, 'old', '{}', NOW(3) - " +
      "INTERVAL 40 DAY)",
      [id],
    );
    await house.sql(
      "INSERT INTO session (hash, user_id, csrf, expires_at) VALUES (REPEAT('a', 64), ?, '', NOW(3) - INTERVAL 1 DAY)",
      [id],
    );
    await house.sql(
      "INSERT INTO replay (user_id, idempotency_key, request, created_at) VALUES (?, 'old', '', NOW(3) - INTERVAL 2 " +
      "DAY)",
      [id],
    );
    assert.equal((await house.run('tick', ['expire'])).code, 0);
    for (const from of [
      "event_log WHERE type = 'old'", "session WHERE hash = REPEAT('a', 64)", "replay WHERE idempotency_key = 'old'",
    ]) {
      assert.deepEqual(await house.sql(`SELECT 1 FROM ${from}`), []);
    }
    assert.equal((await client.get('/api/v1/auth/me')).status, 200);
  });

  test('the database is away: tick says so and ends', async () => {
    await house.kill('mariadbd');
    const { code, stderr } = await house.run('tick', []);
    assert.equal(code, 1);
    assert.match(stderr, /"level":"error"/);
    await house.startDb();
    assert.equal((await house.run('tick', [])).code, 0);
  });
});
