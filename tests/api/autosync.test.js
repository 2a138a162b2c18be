// autosync: many connections by themselves: each in its turn, one run at a time, missed ones made up by one.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';

let house;
let clickup;
before(async () => {
  house = await startHouse({ upstreams: true });
  ({ clickup } = house.up);
});
after(() => house.stop());
beforeEach(async () => {
  await clickup.reset();
  await clickup.latency(0);
  await clickup.limit(1_000_000);
  await house.sql('DELETE FROM rate_bucket');
  await house.sql('UPDATE connection SET auto_sync = FALSE');
  await house.sql('DELETE FROM sync_run');
});

const person = async (settings = {}) => (await house.user()).connect({
  settings: { max_tasks: 10_000, auto_sync: true, sync_interval: 5, ...settings },
});
const runs = async (client) => client.expect(200, 'GET', '/clickup/sync-logs');
const dueSince = (minutes, clients) => Promise.all(clients.map((client) => house.sql(
  'UPDATE connection SET next_run_at = NOW(3) - INTERVAL ? MINUTE WHERE owner_id = ? AND provider = ?', [
    minutes, client.user.id, 'clickup',
  ])));
const idle = () => house.until(
  async () => (await house.sql('SELECT 1 FROM sync_run WHERE state <> ?', ['done'])).length === 0, { timeout: 30_000 },
);

describe('many connections', () => {
  test('are synced side by side, and a missed day is made up by one run each', async () => {
    const clients = [];
    for (let n = 0; n < 8; n++) clients.push(await person());
    await dueSince(1440, clients);
    await Promise.all([house.run('tick'), house.run('tick'), house.run('tick')]);
    await idle();
    for (const client of clients) {
      const all = await runs(client);
      assert.deepEqual(all.map(({ status, reason }) => `${status} ${reason}`), ['success auto']);
      const set = await client.expect(200, 'GET', '/clickup/settings');
      const wait = Date.parse(set.next_run_at) - Date.now();
      assert.ok(wait > 4 * 60_000 && wait < 6 * 60_000, set.next_run_at);
      assert.ok(Date.now() - Date.parse(set.last_sync_at) < 60_000);
    }
  });

  test('no connection has two runs at a time', async () => {
    const client = await person();
    await clickup.fault({ kind: 'held', path: '/list/' });
    await dueSince(10, [client]);
    const first = house.run('tick');
    await house.until(async () => (await runs(client)).length === 1);
    await dueSince(10, [client]);
    await house.run('tick');
    await clickup.release();
    await first;
    await idle();
    assert.equal((await runs(client)).length, 1);
  });

  test('more than one portion of due ones is queued in one go', async () => {
    const client = await person();
    const [{ id }] = await house.sql(
      'SELECT company_id id FROM connection WHERE owner_id = ? LIMIT 1', [client.user.id],
    );
    await house.sql(`INSERT INTO connection (company_id, owner_id, provider, settings, auto_sync, sync_interval,
      next_run_at)
      SELECT ?, 1000000 + seq, 'clickup', '{"list_id":"1"}', 1, 5, NOW(3) - INTERVAL 1 HOUR FROM seq_1_to_250`, [id]);
    assert.equal((await house.run('tick', ['queue'])).code, 0);
    const [{ n }] = await house.sql('SELECT COUNT(*) n FROM sync_run WHERE user_id > 1000000');
    assert.equal(n, 250);
    const [{ late }] = await house.sql(
      'SELECT COUNT(*) late FROM connection WHERE auto_sync = 1 AND next_run_at <= NOW(3) + INTERVAL 4 MINUTE AND ' +
      'owner_id > 1000000'
    );
    assert.equal(late, 0);
    await house.sql('DELETE FROM sync_run WHERE user_id > 1000000');
    await house.sql('DELETE FROM connection WHERE owner_id > 1000000');
  });

  test('a failure is shown, and the next run comes all the same', async () => {
    const client = await person();
    await clickup.fault({ kind: 'status', status: 404, path: '/list/', times: 10 });
    await dueSince(10, [client]);
    await house.run('tick');
    const set = await client.expect(200, 'GET', '/clickup/settings');
    assert.equal(set.status, 'error');
    assert.equal(set.status_code, 'clickup.list_absent');
    assert.ok(set.status_text.length > 10);
    assert.ok(Date.parse(set.next_run_at) > Date.now());
    await clickup.clearFaults();
    await dueSince(10, [client]);
    await house.run('tick');
    assert.equal((await client.expect(200, 'GET', '/clickup/settings')).status, 'ok');
  });

  test('a long run makes room for the others', async () => {
    await clickup.seed({ list: clickup.list, count: 600, description_bytes: 10 });
    const [long, short] = [await person(), await person({ max_tasks: 1 })];
    await clickup.latency(700);
    await dueSince(10, [long]);
    await dueSince(5, [short]);
    const env = { SYNC_WORKERS: '1', SYNC_LONG_MS: '1000' };
    const first = house.run('tick', [], { env });
    const [end] = await house.until(async () => {
      const all = await runs(short);
      return all[0]?.finished_at && all;
    }, { timeout: 30_000 });
    await first;
    await idle();
    const [log] = await runs(long);
    assert.equal(log.status, 'success');
    assert.ok(log.tasks_processed > 100, String(log.tasks_processed));
    assert.ok(Date.parse(end.finished_at) < Date.parse(log.finished_at), `${end.finished_at} ${log.finished_at}`);
    assert.ok(Date.parse(end.started_at) > Date.parse(log.started_at));
  });
});

describe('import', () => {
  test('takes no arguments', async () => {
    const { code, stderr } = await house.run('import', ['typo']);
    assert.equal(code, 2);
    assert.match(stderr, /^usage: .*without arguments$/m);
  });
});

describe('tick', () => {
  test('refuses a duty that there is not', async () => {
    for (const args of [['typo'], ['queue', 'sync']]) {
      const { code, stderr } = await house.run('tick', args);
      assert.deepEqual([code, /^usage: tick \[.*queue.*\]$/m.test(stderr)], [2, true], args.join(' '));
    }
  });
});
