// metrics: what /metrics says after a few requests, a call to a service, a round, a worker that died.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';

let house, admin;
before(async () => {
  house = await startHouse({ upstreams: true });
  admin = await house.user({ role: 'admin' });
});
after(() => house.stop());

const LINE = /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{(?:\w+="[^"]*",?)+\})? -?\d+(?:\.\d+)?)$/;

async function metrics() {
  const res = await house.anonymous().get('/metrics');
  assert.equal(res.status, 200, res.text);
  return res.text;
}

// The value of the first series that has this name and these labels; undefined: there is none.
function value(text, name, labels = '') {
  const line = text.split('\n').find((one) => one.startsWith(`${name}${labels ? '{' : ' '}`) && one.includes(labels));
  return line && Number(line.slice(line.lastIndexOf(' ') + 1));
}

describe('/metrics', () => {
  test('every line is one of the text format, every series has its help and type', async () => {
    const text = await metrics();
    const known = new Set();
    for (const line of text.trim().split('\n')) {
      assert.match(line, LINE);
      const [, type] = /^# TYPE (\w+) /.exec(line) ?? [];
      if (type) {
        assert.ok(!known.has(type), `${type} twice`);
        known.add(type);
      } else if (!line.startsWith('#')) {
        const [name] = line.match(/^\w+/);
        assert.ok(known.has(name) || known.has(name.replace(/_(bucket|sum|count)$/, '')), line);
      }
    }
  });

  test('requests by route and status, with how long they took', async () => {
    const of = (status) => `program="people",method="PATCH",route="/api/v1/users/:id",status="${status}"`;
    const first = value(await metrics(), 'hirewire_request_seconds_count', of(200)) ?? 0;
    const own = `/api/v1/users/${admin.user.id}/`;
    for (let i = 0; i < 3; i++) await admin.expect(200, 'PATCH', own, { name: `Admin ${i}` });
    await admin.expect(404, 'PATCH', '/api/v1/users/987654321/', { name: 'Nobody' });
    const text = await metrics();
    assert.equal(value(text, 'hirewire_request_seconds_count', of(200)), first + 3);
    assert.equal(value(text, 'hirewire_request_seconds_count', of(404)), 1);
    assert.equal(value(text, 'hirewire_request_seconds_bucket', `${of(200)},le="+Inf"`), first + 3);
    assert.ok(value(text, 'hirewire_request_seconds_sum', of(200)) > 0);
    const buckets = text.split('\n').filter((line) => line.startsWith(`hirewire_request_seconds_bucket{${of(200)}`))
      .map((line) => Number(line.split(' ').pop()));
    assert.deepEqual(buckets, [...buckets].sort((a, b) => a - b));
    assert.ok(!text.includes('987654321'));
  });

  test('what the pools do: workers, busy ones, waiting requests, statements', async () => {
    const text = await metrics();
    assert.equal(value(text, 'hirewire_pool_workers', 'program="people"'), 1);
    assert.equal(value(text, 'hirewire_pool_busy', 'program="health"'), 1);   // that which answers
    assert.equal(value(text, 'hirewire_pool_busy', 'program="people"'), 0);
    assert.ok(value(text, 'hirewire_pool_wait_seconds_count', 'program="people"') > 0);
    assert.ok(value(text, 'hirewire_database_seconds_count', 'program="people"') > 0);
    assert.equal(value(text, 'hirewire_pool_backlog', 'program="people"'), 0);
    assert.equal(value(text, 'hirewire_sockets'), 0);
    assert.ok(value(text, 'hirewire_connections') > 0);
  });

  test('a worker that was killed is not counted as busy, nor twice', async () => {
    const [worker] = house.pids('people');
    process.kill(worker, 'SIGKILL');
    await house.until(async () => house.pids('people').some((pid) => pid !== worker) &&
      value(await metrics(), 'hirewire_pool_workers', 'program="people"') === 1);
    assert.equal(value(await metrics(), 'hirewire_pool_busy', 'program="people"'), 0);
  });

  test('requests that wait for a worker are told while they wait', async () => {
    const [worker] = house.pids('people');
    process.kill(worker, 'SIGSTOP');
    const asked = [1, 2, 3].map(() => admin.get('/api/v1/profile/'));
    try {
      await house.until(async () => value(await metrics(), 'hirewire_pool_backlog', 'program="people"') >= 2);
    } finally {
      process.kill(worker, 'SIGCONT');
    }
    for (const { status } of await Promise.all(asked)) assert.equal(status, 200);
  });

  test('the rounds: how long each duty took, how long ago they came', async () => {
    await house.sql("UPDATE clock_seen SET seen_at = NOW(3) - INTERVAL 400 SECOND");
    assert.ok(value(await metrics(), 'hirewire_tick_age_seconds') >= 400);
    assert.equal((await house.run('tick')).code, 0);
    const text = await metrics();
    assert.ok(value(text, 'hirewire_tick_age_seconds') < 100);
    assert.ok(value(text, 'hirewire_duty_seconds_count', 'duty="expire",outcome="done"') >= 1);
  });

  test('a sync whose worker died is taken over, and counted', async () => {
    const { user } = admin;
    const [{ id: connection }] = await house.sql(
      "INSERT INTO connection (company_id, owner_id, provider, name) VALUES (?, ?, 'clickup', 'watched') RETURNING id",
      [user.company.id, user.id],
    );
    await house.sql(
      "INSERT INTO sync_run (company_id, user_id, connection_id, stream, state, lease, lease_until) " +
      "VALUES (?, ?, ?, 'list:1', 'running', 'gone', NOW(3) - INTERVAL 1 HOUR)",
      [user.company.id, user.id, connection],
    );
    await house.run('tick', ['sync']);
    assert.equal(value(await metrics(), 'hirewire_lease_takeovers_total', 'queue="syncs"'), 1);
  });

  test('a delivery whose worker died is taken over, and counted', async () => {
    const { user } = admin;
    const [{ id: connection }] = await house.sql(
      "INSERT INTO connection (company_id, owner_id, provider, name) VALUES (?, ?, 'clickup', 'told') RETURNING id",
      [user.company.id, user.id],
    );
    const [{ id: webhook }] = await house.sql(
      "INSERT INTO webhook (company_id, user_id, connection_id, provider, key_hash, status) " +
      "VALUES (?, ?, ?, 'clickup', SHA2('told', 256), 'active') RETURNING id",
      [user.company.id, user.id, connection],
    );
    const put = (object, state, until) => house.sql(
      "INSERT INTO inbound_event (provider, delivery, webhook_id, event, object_id, body, state, lease, lease_until) " +
      `VALUES ('clickup', SHA2(?, 256), ?, 'taskUpdated', ?, '{}', ?, 'gone', NOW(3) ${until})`,
      [object + state, webhook, object, state],
    );
    await put('lost', 'working', '- INTERVAL 1 HOUR');
    await put('lost', 'ready', '- INTERVAL 1 HOUR');
    await put('held', 'working', '+ INTERVAL 1 HOUR');
    await put('new', 'ready', '- INTERVAL 1 HOUR');
    assert.equal((await house.run('tick')).code, 0);
    assert.equal(value(await metrics(), 'hirewire_lease_takeovers_total', 'queue="webhooks"'), 1);
  });

  test('queues: how much waits, since when', async () => {
    await house.sql(
      "INSERT INTO reminder (company_id, subject, subject_id, slot, at) " +
      "VALUES (?, 'task', 1, 0, NOW(3) - INTERVAL 20 MINUTE)", [admin.user.company.id],
    );
    const text = await metrics();
    assert.equal(value(text, 'hirewire_queue_depth', 'queue="reminders"'), 1);
    assert.ok(value(text, 'hirewire_queue_age_seconds', 'queue="reminders"') >= 1200);
    assert.equal(value(text, 'hirewire_queue_depth', 'queue="events"'), 0);
  });

  test('budgets: keys whose service asked us to wait', async () => {
    await house.sql(
      "INSERT INTO rate_bucket (provider, credential, window_at, until_at) " +
      "VALUES ('huntflow', REPEAT('a', 64), NOW(3), NOW(3) + INTERVAL 90 SECOND)",
    );
    const text = await metrics();
    assert.equal(value(text, 'hirewire_budget_waiting', 'service="huntflow"'), 1);
    assert.ok(value(text, 'hirewire_budget_wait_seconds', 'service="huntflow"') > 60);
  });

  test('disks', async () => {
    const text = await metrics();
    for (const disk of ['database', 'run', 'index']) {
      const free = value(text, 'hirewire_disk_free_bytes', `disk="${disk}"`);
      assert.ok(free > 0 && free <= value(text, 'hirewire_disk_size_bytes', `disk="${disk}"`), disk);
    }
  });

  test('with the database away: what the machine knows, and that it is away', async () => {
    await house.kill('mariadbd');
    try {
      const text = await metrics();
      assert.equal(value(text, 'hirewire_database_up'), 0);
      assert.equal(value(text, 'hirewire_pool_workers', 'program="people"'), 1);
      assert.equal(value(text, 'hirewire_tick_age_seconds'), undefined);
    } finally {
      await house.startDb();
    }
  });
});

describe('calls to services', () => {
  test('by service and outcome', async () => {
    const { up } = house;
    await admin.expect(200, 'PATCH', '/api/v1/profile', { clickup_api_key: up.clickup.token });
    await admin.expect(200, 'POST', '/clickup/api/test-connection', {});
    const text = await metrics();
    assert.ok(value(text, 'hirewire_remote_seconds_count', 'service="clickup",outcome="2xx"') >= 1);
    assert.equal(value(text, 'hirewire_remote_seconds_count', 'service="clickup",outcome="refused"'), undefined);
    await admin.patch('/api/v1/profile', { clickup_api_key: 'pk_1_NOBODYKNOWSTHISKEYATALL00000' });
    await admin.post('/clickup/api/test-connection', {});
    assert.ok(value(await metrics(), 'hirewire_remote_seconds_count', 'service="clickup",outcome="refused"') >= 1);
  });
});
