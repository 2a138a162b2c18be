// webhooks: ClickUp tells of changes: registered, checked, taken in, handled once, looked after.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';

const HOOK = '/clickup/api/webhook';
const SETTINGS = '/clickup/settings';

let house;
let up;
let client;
before(async () => {
  house = await startHouse({ upstreams: true });
  ({ up } = house);
});
after(() => house.stop());

beforeEach(async () => {
  await up.clickup.reset();
  await up.clickup.clearFaults();
  await house.sql('DELETE FROM rate_bucket');	// each test with a fresh minute of calls
  client = await (await house.user()).connect({ settings: { max_tasks: 10_000 } });
});
afterEach(async () => {
  await client.expect(200, 'DELETE', HOOK);
});

const remote = async () => (await (await fetch(
  `${up.clickup.url}/team/9012345678/webhook`, { headers: { Authorization: up.clickup.token } },
)).json()).webhooks;
const register = async () => {
  await client.expect(200, 'POST', HOOK, {});
  const [hook] = await remote();
  return hook;
};
const tick = (...args) => house.run('tick', args).then((run) => assert.equal(run.code, 0, run.stderr));
const sign = (hook, body) => crypto.createHmac('sha256', hook.secret).update(body).digest('hex');
const deliver = (hook, body, headers = { 'x-signature': sign(hook, body) }) =>
  house.anonymous().raw('POST', new URL(hook.endpoint).pathname, {
    body, headers: { 'content-type': 'application/json', ...headers },
  });
const event = (hook, fields) => JSON.stringify({ event: 'taskUpdated', webhook_id: hook.id, ...fields });
const events = () => house.sql(`SELECT e.event, e.object_id, e.state, e.result FROM inbound_event e JOIN webhook w
  ON w.id = e.webhook_id
  WHERE w.user_id = ? ORDER BY e.id`, [client.user.id]);
const handled = () => house.until(
  async () => (await events()).every(({ state }) => ['done', 'failed'].includes(state)),
  { timeout: 20_000, what: 'all handled' },
);
// The last one's next try, and those that a process which a delivery woke has in hand still.
const stored = () => house.until(async () => {
  await house.sql("UPDATE inbound_event SET run_after = NOW(3) WHERE state = 'ready'");
  await tick('events');
  return (await events()).at(-1).result === 'stored';
}, { timeout: 20_000, what: 'the last one is stored' });
const task = (id) => client.get(`/clickup/task/${id}`);
const made = (fields = {}) => up.clickup.addTask({ name: 'Анна Смирнова', ...fields });
const reads = (id) => up.clickup.calls({ path: `/task/${id}$` }).then(({ total }) => total);
// As after a sync: nothing may have been missed.
const settled = async () => {
  await tick();
  await house.sql('UPDATE webhook SET next_check_at = NOW(3) + INTERVAL 1 HOUR');
};
// Deliveries meanwhile wake nobody.
const quiet = async (work) => {
  await house.until(() => house.pids('tick').length === 0);
  await house.sql('UPDATE inbound_watch SET until_at = NOW(3) + INTERVAL 1 HOUR');
  await work();
  await house.sql('UPDATE inbound_watch SET until_at = \'2000-01-01\'');
};
const checkNow = async () => {
  await house.sql('UPDATE webhook SET next_check_at = NOW(3) WHERE status <> \'off\'');
  await tick('hooks');
};

describe('the switch', () => {
  test('is off at first', async () => {
    assert.deepEqual(await client.expect(200, 'GET', HOOK), {
      registered: false, status: 'off', status_code: '', status_text: '', fail_count: 0, events_received: 0,
      last_event_at: null, endpoint: null, checked_at: null,
    });
    await client.expect(200, 'DELETE', HOOK);
  });

  test('registers one webhook for the chosen list, however often', async () => {
    const shown = await client.expect(200, 'POST', HOOK, {});
    assert.equal(shown.registered, true);
    assert.equal(shown.status, 'active');
    assert.equal(shown.endpoint, `${house.url}/hooks/clickup/***`);
    await client.expect(200, 'POST', HOOK);
    const all = await remote();
    assert.equal(all.length, 1);
    assert.equal(all[0].list_id, up.clickup.list);
    assert.match(all[0].endpoint, /\/hooks\/clickup\/[\w-]{43}$/);
    assert.ok(all[0].events.includes('taskDeleted'));
  });

  test('removes it here and there', async () => {
    const hook = await register();
    const off = await client.expect(200, 'DELETE', HOOK);
    assert.equal(off.registered, false);
    assert.deepEqual(await remote(), []);
    assert.equal((await deliver(hook, '{}')).status, 404);
    assert.deepEqual(
      await house.sql(
        'SELECT s.name FROM secret s JOIN connection c ON c.id = s.connection_id WHERE c.owner_id = ? AND s.name = ?',
        [client.user.id, 'webhook'],
      ),
      [],
    );
  });

  test('needs a key, a list, an address that ClickUp can reach', async () => {
    const other = await house.user();
    assert.equal((await other.expect(409, 'POST', HOOK, {})).code, 'clickup.unset');
    await other.expect(200, 'PATCH', '/api/v1/profile', { clickup_api_key: up.clickup.token });
    assert.equal((await other.expect(409, 'POST', HOOK, {})).code, 'clickup.list_unset');
    assert.equal((await other.expect(400, 'POST', HOOK, { list_id: '1' })).errors[0].field, 'list_id');
    assert.equal((await house.anonymous().get(HOOK)).status, 401);
  });

  test('says plainly when the address is not public', async () => {
    const closed = await startHouse({ env: { WEB_BASE_URL: 'http://10.0.0.1' } });
    try {
      const res = await (await closed.user()).raw('POST', HOOK, { headers: { Origin: closed.url } });
      assert.equal(res.status, 409, res.text);
      assert.equal(res.json.code, 'webhook.address');
      assert.match(res.json.detail, /10\.0\.0\.1.*https/);
    } finally {
      await closed.stop();
    }
  });

  test('a lost answer leaves one webhook, which works', async () => {
    await up.clickup.fault({ kind: 'drop_after', method: 'POST', path: '/webhook$' });
    const hook = await register();
    assert.equal((await remote()).length, 1);
    assert.equal((await deliver(hook, event(hook, { task_id: 'x1' }))).status, 200);
  });

  test('a refused registration is answered with its reason and leaves nothing', async () => {
    await up.clickup.fault({ kind: 'status', status: 403, method: 'POST', path: '/webhook$' });
    assert.equal((await client.expect(403, 'POST', HOOK, {})).code, 'clickup.denied');
    assert.equal((await client.expect(200, 'GET', HOOK)).registered, false);
    await client.expect(200, 'POST', HOOK, {});
    assert.equal((await remote()).length, 1);
  });

  test('follows the list that is chosen', async () => {
    const first = await register();
    await settled();
    const lists = await client.expect(
      200, 'GET', '/clickup/api/path-options?team_id=9012345678&space_id=90120001&folder_id=90120010',
    );
    const other = lists.lists.find(({ id }) => id !== up.clickup.list);
    const { team_id, space_id, folder_id } = await client.expect(200, 'GET', SETTINGS);
    await client.expect(200, 'POST', SETTINGS, { team_id, space_id, folder_id, list_id: other.id });
    await tick('hooks');
    const all = await remote();
    assert.equal(all.length, 1);
    assert.equal(all[0].list_id, other.id);
    assert.notEqual(all[0].id, first.id);
    assert.equal((await deliver(first, '{}')).status, 404);
  });
});

describe('a delivery', () => {
  test('without the right signature is refused and not kept', async () => {
    const hook = await register();
    const body = event(hook, { task_id: 'x1' });
    for (const headers of [{}, { 'x-signature': '' }, { 'x-signature': 'zz' }, {
      'x-signature': sign(hook, `${body} `),
    }, { 'x-signature': sign(hook, body).toUpperCase() },
      { 'x-signature': sign({ secret: 'another' }, body) }]) {
      const res = await deliver(hook, body, headers);
      assert.equal(res.status, 401, res.text);
      assert.equal(res.json.code, 'webhook.signature');
    }
    assert.deepEqual(await events(), []);
  });

  test('to an unknown address is refused', async () => {
    const hook = await register();
    const body = event(hook, { task_id: 'x1' });
    for (const endpoint of [
      `${house.url}/hooks/clickup/${'x'.repeat(43)}`, `${house.url}/hooks/clickup/x`, `${house.url}/hooks/other/x`,
    ]) {
      assert.equal((await deliver({ ...hook, endpoint }, body)).status, 404);
    }
    assert.equal((await house.anonymous().get(new URL(hook.endpoint).pathname)).status, 405);
  });

  test('that is too large is refused; garbage under a right signature is kept and shown', async () => {
    const hook = await register();
    assert.equal((await deliver(hook, 'x'.repeat(1_100_000))).status, 413);
    for (const body of [
      '', '{', '[]', '{"event":5.5}', '\xff\xfe', `{"event":"${'e'.repeat(100)}"}`, '['.repeat(5000),
      `{"event":"taskUpdated","task_id":"a/b'\\u0000"}`,
    ]) {
      assert.equal((await deliver(hook, Buffer.from(body, 'latin1'))).status, 200, body.slice(0, 20));
    }
    const kept = await events();
    assert.equal(kept.length, 8);
    assert.ok(kept.every(({ state }) => state === 'failed'), JSON.stringify(kept));
  });

  test('about something else is kept and left', async () => {
    const hook = await register();
    assert.equal((await deliver(hook, event(hook, { event: 'listCreated', list_id: '162641234' }))).status, 200);
    assert.deepEqual(await events(), [{ event: 'listCreated', object_id: '', state: 'done', result: 'foreign' }]);
  });

  test('that is not about a task is left alone however often it comes', async () => {
    const hook = await register();
    await settled();
    const body = event(hook, { event: 'listCreated', list_id: '162641234' });
    for (let n = 0; n < 3; n++) assert.equal((await deliver(hook, body)).status, 200);
    assert.equal((await deliver(hook, '[]')).status, 200);
    assert.equal((await deliver(hook, '[]')).status, 200);
    await tick('events');
    assert.deepEqual(
      (await events()).map(({ state, result }) => `${state} ${result}`), ['done foreign', 'failed clickup.answer'],
    );
  });

  test('leaves no trace of its address in the logs', async () => {
    const hook = await register();
    const key = hook.endpoint.split('/').at(-1);
    await deliver(hook, event(hook, { task_id: 'x1' }));
    await deliver(hook, `{"a":"${'x'.repeat(100_000)}"}`);
    await house.until(() => house.log('access').includes('/hooks/clickup/***'));
    for (const { name, text } of house.logs()) {
      assert.ok(!text.includes(key), name);
      assert.ok(!text.includes(hook.secret), name);
    }
    const calls = await house.sql(
      'SELECT request_data, response_data FROM api_call WHERE endpoint LIKE ?', ['%webhook%'],
    );
    assert.ok(calls.length > 0);
    assert.ok(!JSON.stringify(calls).includes(key));
    assert.ok(!JSON.stringify(calls).includes(hook.secret));
  });
});

describe('an event', () => {
  test('brings the task into the cache at once', async () => {
    await register();
    await settled();
    const { id } = await made();
    await up.clickup.sendHook({ event: 'taskCreated', task_id: id });
    await handled();
    assert.equal((await task(id)).json.name, 'Анна Смирнова');
    const [sent] = (await client.expect(200, 'GET', '/api/v1/events?after=0')).filter(({ type }) => type === 'task');
    assert.equal(sent.data.task_id, id);
    assert.equal(sent.data.change, 'created');
    assert.equal(sent.data.name, 'Анна Смирнова');
    const shown = await client.expect(200, 'GET', HOOK);
    assert.equal(shown.events_received, 1);
    assert.ok(Date.now() - Date.parse(shown.last_event_at) < 60_000);
  });

  test('changes it, with comments when it is about them', async () => {
    await register();
    const { id } = await made();
    await settled();
    await up.clickup.changeTask(id, { name: 'Анна Иванова' });
    await up.clickup.sendHook({ event: 'taskUpdated', task_id: id });
    await handled();
    assert.equal((await task(id)).json.name, 'Анна Иванова');
    assert.equal((await task(id)).json.comments, null);
    const said = await fetch(`${up.clickup.url}/task/${id}/comment`, {
      method: 'POST', headers: { Authorization: up.clickup.token, 'content-type': 'application/json' },
      body: JSON.stringify({ comment_text: 'Согласна на встречу', notify_all: false }),
    });
    assert.equal(said.status, 200);
    await up.clickup.sendHook({ event: 'taskCommentPosted', task_id: id });
    await handled();
    assert.equal((await task(id)).json.comments.at(-1).text, 'Согласна на встречу');
  });

  test('of a deletion removes it, and again after it came back', async () => {
    const hook = await register();
    const { id } = await made();
    await settled();
    assert.equal((await task(id)).status, 200);
    await up.clickup.deleteTask(id);
    await up.clickup.sendHook({ event: 'taskDeleted', task_id: id });
    await handled();
    assert.equal((await task(id)).status, 404);
    await made({ id });
    await deliver(hook, event(hook, { event: 'taskUpdated', task_id: id, history_items: [{ id: '7001' }] }));
    await handled();
    assert.equal((await task(id)).status, 200);
    await up.clickup.deleteTask(id);
    await up.clickup.sendHook({ event: 'taskDeleted', task_id: id });
    await handled();
    assert.equal((await task(id)).status, 404);
    assert.deepEqual((await events()).map(({ result }) => result), ['removed', 'stored']);
  });

  test('of a deletion that is replayed does no harm', async () => {
    const hook = await register();
    const { id } = await made();
    await settled();
    await deliver(hook, event(hook, { event: 'taskDeleted', task_id: id }));
    await handled();
    assert.equal((await task(id)).status, 200);
  });

  test('of a task that was closed or moved away removes it', async () => {
    await register();
    const closed = await made();
    const moved = await made();
    await settled();
    await up.clickup.changeTask(closed.id, { status: 'закрыта' });
    await up.clickup.changeTask(moved.id, { list: '901200102' });
    const kind = (await (await fetch(`${up.clickup.url}/task/${closed.id}`, {
      headers: { Authorization: up.clickup.token },
    })).json()).status.type;
    await deliver((await remote())[0], event((await remote())[0], {
      event: 'taskMoved', task_id: moved.id, history_items: [{ id: '8001' }],
    }));
    await up.clickup.sendHook({ event: 'taskStatusUpdated', task_id: closed.id });
    await handled();
    assert.equal((await task(moved.id)).status, 404);
    assert.equal((await task(closed.id)).status, kind === 'closed' ? 404 : 200);
  });

  test('is acted on once: replays, and events that share a history item', async () => {
    const hook = await register();
    const { id } = await made();
    await settled();
    await up.clickup.clearCalls();
    const created = event(hook, {
      event: 'taskCreated', task_id: id, history_items: [{ id: '2800763136717140857' }, { id: '2800763136700363640' }],
    });
    const status = event(hook, {
      event: 'taskStatusUpdated', task_id: id, history_items: [{ id: '2800763136717140857' }],
    });
    await deliver(hook, created);
    await handled();
    for (let n = 0; n < 5; n++) assert.equal((await deliver(hook, created)).status, 200);
    await deliver(hook, status);
    await handled();
    assert.equal(await reads(id), 1);
    assert.deepEqual((await events()).map(({ result }) => result), ['stored', 'repeated']);
  });

  test('of a busy task: many become one reading', async () => {
    const hook = await register();
    const { id } = await made();
    await settled();
    await up.clickup.clearCalls();
    await quiet(() => Promise.all(Array.from({ length: 30 }, (_, n) => deliver(hook, event(hook, {
      task_id: id, history_items: [{ id: String(9000 + n) }],
    })))));
    await tick('events');
    assert.equal(await reads(id), 1);
    assert.equal((await client.expect(200, 'GET', HOOK)).events_received, 30);
  });

  test('outlives a handler that was killed', async () => {
    const hook = await register();
    const { id } = await made();
    await settled();
    await up.clickup.fault({ kind: 'slow', delay_ms: 20_000, path: `/task/${id}`, times: 1 });
    await deliver(hook, event(hook, { task_id: id, history_items: [{ id: '6001' }] }));
    await house.until(async () => (await events())[0].state === 'working');
    await house.kill('tick');
    await up.clickup.clearFaults();
    await house.sql('UPDATE inbound_event SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = ?', ['working']);
    await tick('events');
    assert.deepEqual((await events()).map(({ result }) => result), ['stored']);
  });

  test('waits when ClickUp says so, is tried again after a failure, given up at last', async () => {
    const hook = await register();
    const { id } = await made();
    await settled();
    await up.clickup.fault({ kind: 'status', status: 403, path: `/task/${id}`, times: 1 });
    await deliver(hook, event(hook, { task_id: id, history_items: [{ id: '5001' }] }));
    await handled();
    assert.deepEqual((await events()).map(({ state, result }) => `${state} ${result}`), ['failed clickup.denied']);
    const [{ gap }] = await house.sql('SELECT gap_at IS NOT NULL gap FROM webhook WHERE user_id = ?', [client.user.id]);
    assert.equal(gap, 1);
    await up.clickup.fault({ kind: 'status', status: 400, path: `/task/${id}`, times: 1 });
    await deliver(hook, event(hook, { task_id: id, history_items: [{ id: '5002' }] }));
    await house.until(async () => (await events()).at(-1).result === 'clickup.answer');
    assert.equal((await events()).at(-1).state, 'ready');
    await stored();
  });

  test('about a comment is tried again when the comments cannot be found', async () => {
    const hook = await register();
    const { id } = await made();
    await settled();
    await up.clickup.fault({ kind: 'status', status: 404, path: `/task/${id}/comment`, times: 1 });
    await deliver(hook, event(hook, { event: 'taskCommentPosted', task_id: id, history_items: [{ id: '5101' }] }));
    await house.until(async () => (await events())[0].result !== '');
    assert.deepEqual(await events(), [
      { event: 'taskCommentPosted', object_id: id, state: 'ready', result: 'clickup.absent' },
    ]);
    await stored();
    assert.deepEqual((await task(id)).json.comments, []);
  });

  test('is given up at once when the key is refused, and read after the key works again', async () => {
    const hook = await register();
    const { id } = await made();
    await settled();
    await tick('hooks');
    await house.sql('UPDATE webhook SET gap_at = NULL');
    await up.clickup.tokens({ remove: [up.clickup.token] });
    await deliver(hook, event(hook, { task_id: id, history_items: [{ id: '5201' }] }));
    await handled();
    await up.clickup.tokens({ add: [up.clickup.token] });
    assert.deepEqual((await events()).map(({ state, result }) => `${state} ${result}`), ['failed clickup.token']);
    await up.clickup.changeTask(id, { name: 'После отказа' });
    await checkNow();
    await tick('sync');
    assert.equal((await task(id)).json.name, 'После отказа');
  });

  // Neither a task that was moved nor one that was archived is met by a sync of what changed.
  test('of many tasks that leave the list at once removes them all', async () => {
    const hook = await register();
    const gone = [];
    const kept = [];
    for (let n = 0; n < 30; n++) {
      gone.push((await made({ name: `Ушёл ${n}` })).id, (await made({ name: `В архиве ${n}` })).id);
      kept.push((await made({ name: `Остался ${n}` })).id);
    }
    await settled();
    await up.clickup.limit(1_000_000);
    await quiet(async () => {
      for (const [n, id] of gone.entries())
        await up.clickup.changeTask(id, n % 2 ? { archived: true } : { list: '901200102' });
      for (const id of kept) await up.clickup.changeTask(id, { status: 'в работе' });
      for (const [n, id] of [...gone, ...kept].entries()) {
        await deliver(hook, event(hook, {
          event: n >= gone.length ? 'taskStatusUpdated' : n % 2 ? 'taskUpdated' : 'taskMoved', task_id: id,
          history_items: [{ id: String(70_000 + n) }],
        }));
      }
    });
    await up.clickup.clearCalls();
    await house.until(async () => {
      await house.sql('UPDATE inbound_event SET run_after = NOW(3) WHERE state = ?', ['ready']);
      await tick('events');
      await tick('sync');
      return (await events()).every(({ state }) => state === 'done');
    }, { timeout: 60_000 });
    for (const id of gone) assert.equal((await task(id)).status, 404);
    for (const id of kept) assert.equal((await task(id)).json.status, 'в работе');
    const { counts } = await up.clickup.calls({});
    const single = Object.entries(counts).filter(
      ([path]) => /^GET .*\/task\/\w+$/.test(path)
    ).reduce((sum, [, n]) => sum + n, 0);
    assert.ok(single <= gone.length + 5, `${single} single reads`);
    assert.equal((await client.expect(200, 'GET', HOOK)).events_received, 90);
    await up.clickup.limit(100);
  });

  test('is read by the sync when so many come at once', async () => {
    const hook = await register();
    await settled();
    const ids = [];
    for (let n = 0; n < 100; n++) ids.push((await made({ name: `Кандидат ${n}` })).id);
    await up.clickup.clearCalls();
    const answers = await Promise.all(Array.from({ length: 500 }, (_, n) => deliver(hook, event(hook, {
      task_id: ids[n % 100], history_items: [{ id: String(40_000 + n) }],
    }))));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    await house.until(
      async () => (await client.get('/clickup/tasks?search=Кандидат')).headers['x-total-count'] === '100',
      { timeout: 30_000 },
    );
    await house.until(async () => {
      await house.sql('UPDATE inbound_event SET run_after = NOW(3) WHERE state = ?', ['ready']);
      await tick('events');
      return (await events()).every(({ state }) => state === 'done');
    }, { timeout: 30_000 });
    const { counts } = await up.clickup.calls({});
    const single = Object.entries(counts).filter(
      ([path]) => /^GET .*\/task\/\w+$/.test(path)
    ).reduce((sum, [, n]) => sum + n, 0);
    assert.ok(single <= 70, `${single} single reads`);
    const [{ n }] = await house.sql(
      'SELECT COUNT(*) n FROM inbound_event e JOIN webhook w ON w.id = e.webhook_id WHERE w.user_id = ?',
      [client.user.id],
    );
    assert.equal(n, 500);
    assert.equal((await client.expect(200, 'GET', HOOK)).events_received, 500);
  });
});

describe('health', () => {
  test('a list that is chosen while ClickUp fails gets its webhook later', async () => {
    const first = await register();
    await settled();
    const lists = await client.expect(
      200, 'GET', '/clickup/api/path-options?team_id=9012345678&space_id=90120001&folder_id=90120010',
    );
    const other = lists.lists.find(({ id }) => id !== up.clickup.list);
    const { team_id, space_id, folder_id } = await client.expect(200, 'GET', SETTINGS);
    await client.expect(200, 'POST', SETTINGS, { team_id, space_id, folder_id, list_id: other.id });
    await up.clickup.fault({ kind: 'status', status: 500, method: 'POST', path: '/webhook$', times: 10 });
    await tick('hooks');
    const between = await client.expect(200, 'GET', HOOK);
    assert.deepEqual([between.registered, between.status, between.status_code], [true, 'failing', 'clickup.down']);
    await up.clickup.clearFaults();
    await checkNow();
    const [second, ...more] = await remote();
    assert.deepEqual([second.list_id, more.length], [other.id, 0]);
    assert.notEqual(second.endpoint, first.endpoint);
    assert.equal((await client.expect(200, 'GET', HOOK)).status, 'active');
    assert.equal((await deliver(second, event(second, { task_id: 'x1', history_items: [{ id: '1' }] }))).status, 200);
  });

  test('a gap ends when a sync has read what was missed, not when one is asked for', async () => {
    await register();
    await up.clickup.fault({ kind: 'status', status: 500, path: '/list/', times: 20 });
    await tick('hooks');
    await tick('sync');
    await up.clickup.clearFaults();
    const [failed] = await client.expect(200, 'GET', '/clickup/sync-logs');
    assert.deepEqual([failed.reason, failed.status], ['webhook', 'error']);
    const gap = async () => (await house.sql(
      'SELECT gap_at IS NOT NULL open FROM webhook WHERE user_id = ?', [client.user.id],
    ))[0].open;
    await checkNow();
    assert.equal(await gap(), 1);
    assert.equal((await client.expect(200, 'GET', '/clickup/sync-logs')).length, 1, 'not again at once');
    await house.sql('UPDATE sync_run SET finished_at = finished_at - INTERVAL 11 MINUTE');
    await checkNow();
    await tick('sync');
    await checkNow();
    assert.equal(await gap(), 0);
    assert.deepEqual(
      (await client.expect(200, 'GET', '/clickup/sync-logs')).map(({ status }) => status), ['success', 'error'],
    );
  });

  test('a gap stays open until each of several lists was read as a whole', async () => {
    const { folder_id: folder, list_id: first, ...place } = await client.expect(200, 'GET', SETTINGS);
    const [other] = (await client.expect(200, 'GET', `/clickup/api/lists?folder_id=${folder}`))
      .filter(({ id }) => id !== first);
    const { team_id: team, space_id: space } = place;
    await client.expect(200, 'POST', SETTINGS, {
      lists: [{ team_id: team, space_id: space, folder_id: folder, list_id: other.id }],
    });
    await register();
    await settled();
    const gap = async () => (await house.sql(
      'SELECT gap_at IS NOT NULL open FROM webhook WHERE user_id = ?', [client.user.id],
    ))[0].open;
    await checkNow();
    assert.equal(await gap(), 0);
    const [run] = await client.expect(200, 'GET', '/clickup/sync-logs');
    assert.deepEqual([run.reason, run.status], ['webhook', 'success']);
    await house.sql(
      'UPDATE webhook SET gap_at = (SELECT MAX(created_at) FROM sync_run WHERE user_id = ?) WHERE user_id = ?',
      [client.user.id, client.user.id],
    );
    await house.sql(
      'UPDATE sync_cursor SET full_at = full_at - INTERVAL 1 HOUR WHERE stream = ?', [`list:${other.id}`],
    );
    await checkNow();
    assert.equal(await gap(), 1);
    await tick('sync');
    await checkNow();
    assert.equal(await gap(), 0);
  });

  test('what left the list while no events came is found', async () => {
    const hook = await register();
    const { id } = await made();
    await settled();
    await checkNow();
    await house.sql('UPDATE sync_cursor SET full_at = full_at - INTERVAL 1 HOUR');
    up.clickup.server.workspace.webhooks.get(hook.id).health = { status: 'suspended', fail_count: 100 };
    await up.clickup.deleteTask(id);
    await checkNow();
    await tick('sync');
    assert.equal((await task(id)).status, 404);
  });

  test('registration and gaps ask for a sync', async () => {
    const { id } = await made();
    await register();
    await tick();
    assert.equal((await task(id)).status, 200);
    const [run] = await client.expect(200, 'GET', '/clickup/sync-logs');
    assert.equal(run.reason, 'webhook');
    assert.equal(run.status, 'success');
    await checkNow();
    assert.equal((await client.expect(200, 'GET', '/clickup/sync-logs')).length, 1);
  });

  test('a suspended one is switched on again and what was missed is read', async () => {
    const hook = await register();
    await settled();
    await house.sql('UPDATE webhook SET key_hash = REVERSE(key_hash) WHERE user_id = ?', [client.user.id]);
    const { id } = await made();
    await up.clickup.sendHook({ event: 'taskCreated', task_id: id });
    await house.sql('UPDATE webhook SET key_hash = REVERSE(key_hash) WHERE user_id = ?', [client.user.id]);
    assert.equal((await remote())[0].health.fail_count, 1);
    await checkNow();
    assert.equal((await client.expect(200, 'GET', HOOK)).status, 'failing');
    const warns = async () => (await client.expect(200, 'GET', '/clickup')).attention.some(
      ({ code }) => code === 'clickup_webhook'
    );
    assert.ok(await warns());
    await tick('sync');
    assert.equal((await task(id)).status, 200);
    await checkNow();
    assert.equal((await client.expect(200, 'GET', HOOK)).status, 'active');
    assert.ok(!await warns());

    up.clickup.server.workspace.webhooks.get(hook.id).health = { status: 'suspended', fail_count: 100 };
    await checkNow();
    const [after] = await remote();
    assert.deepEqual(after.health, { status: 'active', fail_count: 0 });
    assert.equal((await client.expect(200, 'GET', HOOK)).status, 'active');
    assert.equal((await client.expect(200, 'GET', '/clickup/sync-logs'))[0].reason, 'webhook');
    await tick('sync');
  });

  test('one that was removed in ClickUp is shown as off', async () => {
    const hook = await register();
    await settled();
    up.clickup.server.workspace.webhooks.delete(hook.id);
    await checkNow();
    const shown = await client.expect(200, 'GET', HOOK);
    assert.equal(shown.registered, false);
    assert.equal(shown.status_code, 'webhook.gone');
    assert.ok(shown.status_text.length > 10);
    await client.expect(200, 'POST', HOOK, {});
    assert.equal((await remote()).length, 1);
  });

  test('a key that ClickUp refuses is said to be refused; the webhook can be removed all the same', async () => {
    await register();
    await settled();
    await up.clickup.tokens({ remove: [up.clickup.token] });
    await checkNow();
    assert.equal((await client.expect(200, 'GET', HOOK)).status_code, 'clickup.token');
    assert.equal((await client.expect(200, 'DELETE', HOOK)).registered, false);
    await up.clickup.tokens({ add: [up.clickup.token] });
  });

  test('what a broken set-up left in ClickUp is swept away', async () => {
    const leave = (key) => fetch(`${up.clickup.url}/team/9012345678/webhook`, {
      method: 'POST', headers: { Authorization: up.clickup.token, 'content-type': 'application/json' },
      body: JSON.stringify({ endpoint: key, events: ['taskCreated'], list_id: Number(up.clickup.list) }),
    });
    await leave('https://elsewhere.example/hooks/clickup/x');
    for (let n = 0; n < 2; n++) {	// also when one of ours is registered
      await leave(`${house.url}/hooks/clickup/${'q'.repeat(43)}`);
      await client.expect(200, 'POST', HOOK, {});
      const endpoints = (await remote()).map(({ endpoint }) => endpoint);
      assert.equal(endpoints.length, 2);
      assert.ok(endpoints.includes('https://elsewhere.example/hooks/clickup/x'));
    }
  });
});
