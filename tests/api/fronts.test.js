// Several fronts with one database: what is published at one reaches the pages at the other, by rows or by Redis.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client } from '../lib/client.js';
import { root, startHouse } from '../lib/house.js';
import { listen } from '../lib/listener.js';
import { startRedis } from '../lib/redis.js';
import { owner } from '../lib/server.js';
import { end } from '../lib/within.js';

const SOON_MS = 1000;

// Of the same person, at another front.
function at(house, client) {
  const other = new Client(house);
  Object.assign(other, { headers: client.headers, user: client.user, unsafe: { ...client.unsafe, Origin: house.url } });
  return other;
}

// Two houses on the database of the first; what is due is done by hand.
async function pair(env) {
  const first = await startHouse({ upstreams: true, env });
  const database = first.conf('DATABASE_URL').replace('@localhost/', '@127.0.0.1/');
  const second = await startHouse({
    up: first.up, env: { ...env, DATABASE_URL: database, SECRET_KEY: first.conf('SECRET_KEY') },
  }).catch(async (error) => {
    await first.stop();
    throw error;
  });
  return [first, second];
}

// What is the same, whichever way it goes.
function events(fronts) {
  let me, colleague, stranger;
  const sockets = [];
  const hear = async (house, client) => {
    const one = await listen(at(house, client));
    sockets.push(one);
    return one;
  };
  before(async () => {
    const [first] = fronts();
    me = await (await first.user({ role: 'manager', company: 'Nova' })).connect({ settings: { max_tasks: 10 } });
    colleague = await first.user({ role: 'manager', company: 'Nova' });
    stranger = await first.user({ role: 'manager', company: 'Other' });
  });
  after(() => sockets.forEach((one) => one.close()));

  // Both ways: each front is once the one where it happens.
  for (const [here, there] of [[0, 1], [1, 0]]) {
    test(`of one person: made at front ${here + 1}, heard at both, once, by nobody else`, async () => {
      const houses = fronts();
      const [near, far, other] = [
        await hear(houses[here], me), await hear(houses[there], me), await hear(houses[there], colleague),
      ];
      const mine = at(houses[here], me);
      const { id } = await mine.expect(202, 'POST', '/clickup/api/sync-tasks', {});
      await houses[here].until(async () => (await mine.get(`/clickup/sync-logs/${id}`)).json.status !== 'running');
      const ended = ({ type, seq }) => type === 'sync' && seq;
      await houses[here].until(() => near.heard.some(ended) && far.heard.some(ended));
      const [a, b] = [near, far].map((one) => one.heard.find(ended));
      assert.deepEqual([b.seq, b.type, b.data], [a.seq, a.type, a.data]);
      assert.ok(b.came - a.came < SOON_MS, `${b.came - a.came} ms later`);
      await houses[here].until(() => far.seqs().length === near.seqs().length);
      assert.deepEqual(far.seqs(), near.seqs());
      assert.deepEqual(other.heard, []);
    });

    test(`of many: made at front ${here + 1}, heard by who may see it, once; found by its number`, async () => {
      const houses = fronts();
      const [near, far, other] = [
        await hear(houses[here], colleague), await hear(houses[there], colleague), await hear(houses[there], stranger),
      ];
      const mine = at(houses[here], me);
      for (let n = 0; n < 5; n++) await mine.expect(201, 'POST', '/api/v1/tasks/', { title: `Общая ${here} ${n}` });
      await houses[here].until(() => near.seqs().length >= 5 && far.seqs().length >= 5,
        { what: `${near.seqs()}; ${far.seqs()}` });
      assert.deepEqual(far.seqs(), near.seqs());
      assert.equal(new Set(far.seqs()).size, far.seqs().length);
      const last = (one) => one.heard.at(-1).came;
      assert.ok(last(far) - last(near) < SOON_MS, `${last(far) - last(near)} ms later`);
      const rows = await at(houses[there], colleague).expect(200, 'GET', `/api/v1/events?after=${far.seqs()[0] - 1}`);
      assert.deepEqual(rows.map(({ seq }) => seq), far.seqs());
      assert.deepEqual(other.heard, []);
    });

    test(`a session that ends at front ${here + 1} is cut off at the other`, async () => {
      const houses = fronts();
      const again = await houses[here].anonymous().signIn(await houses[here].loginToken(colleague.user.email));
      const [gone, stays] = [await hear(houses[there], again), await hear(houses[there], colleague)];
      await at(houses[here], again).expect(204, 'POST', '/api/v1/auth/logout');
      await houses[here].until(() => gone.cuts > 0);
      gone.close();
      assert.equal(stays.cuts, 0);
    });
  }
}

describe('two fronts, by rows', () => {
  let houses;
  before(async () => {
    houses = await pair();
    // One round of each: they know of each other then, and whoever brings events is started.
    for (const house of [...houses, ...houses]) assert.equal(await end(house.launch('tick'), null, 60_000), 0);
    for (const house of houses) await house.until(() => house.pids('tick').length > 0);
  });
  after(() => Promise.all((houses ?? []).map((house) => house.stop())));
  events(() => houses);

  test('nothing waits when all was brought', async () => {
    await houses[0].until(async () => (await houses[0].sql('SELECT id FROM live_relay')).length === 0);
  });

  test('kill -9 of whoever brings them: what waits is brought by the next, once', async () => {
    const [first, second] = houses;
    const me = await first.user({ role: 'manager', company: 'Nova' });
    const far = await listen(at(second, me));
    await second.kill('tick');
    for (let n = 0; n < 3; n++) await me.expect(201, 'POST', '/api/v1/tasks/', { title: `Потом ${n}` });
    await first.until(async () => (await first.sql('SELECT id FROM live_relay')).length >= 3);
    assert.deepEqual(far.heard, []);
    second.launch('tick', ['relay']);
    await first.until(() => far.seqs().length >= 3);
    await first.until(async () => (await first.sql('SELECT id FROM live_relay')).length === 0);
    assert.equal(new Set(far.seqs()).size, far.seqs().length);
    far.close();
  });

  test('a front alone writes nothing down', async () => {
    await houses[0].sql('DELETE FROM live_front');
    const me = await houses[0].user({ role: 'manager', company: 'Nova' });
    const near = await listen(me);
    await me.expect(201, 'POST', '/api/v1/tasks/', { title: 'Одна' });
    await houses[0].until(() => near.seqs().length > 0);
    assert.deepEqual(await houses[0].sql('SELECT id FROM live_relay'), []);
    near.close();
  });
});

describe('two fronts, by Redis', () => {
  let houses, redis, folder;
  before(async () => {
    ({ folder, redis } = await makeRedis());
    houses = await pair({ REDIS_URL: redis.url });
  });
  after(async () => {
    await Promise.all((houses ?? []).map((house) => house.stop()));
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  events(() => houses);

  test('no rows are kept for others, and the password is in no log', async () => {
    for (const house of houses) assert.equal((await house.run('tick')).code, 0);
    assert.deepEqual(await houses[0].sql('SELECT name FROM live_front'), []);
    assert.deepEqual(await houses[0].sql('SELECT id FROM live_relay'), []);
    for (const house of houses) {
      const told = house.logs().filter(({ text }) => text.includes('a-secret-of-redis'));
      assert.deepEqual(told.map(({ name }) => name), []);
    }
  });

  test('an address that is none is refused by name, without what it holds', async () => {
    const house = houses[0];
    const said = await refusal(house, 'http://:a-secret-of-redis@127.0.0.1:1');
    assert.match(said, /REDIS_URL begins with redis:\/\/ or rediss:\/\//);
    assert.doesNotMatch(said, /a-secret/);
    assert.match(await refusal(house, 'redis://127.0.0.1; include /etc/passwd'), /REDIS_URL: write other signs/);
  });
});

describe('a front, by Redis over TLS', () => {
  let house, redis, folder;
  before(async () => {
    ({ folder, redis } = await makeRedis({ tls: true }));
    house = await startHouse({ env: { REDIS_URL: redis.url } });
  });
  after(async () => {
    await house?.stop();
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const add = (me, title) => me.expect(201, 'POST', '/api/v1/tasks/', { title });

  test('pages hear; while Redis is away work goes on, and what was missed is found by number', async () => {
    const me = await house.user({ role: 'manager', company: 'Nova' });
    const page = await listen(me);
    await add(me, 'Слышно');
    await house.until(() => page.seqs().length > 0);
    const [seq] = page.seqs();
    await redis.kill();
    await add(me, 'Без Redis');
    await redis.again();
    await house.until(async () => {
      await add(me, 'Снова');
      return page.listens && page.seqs().length > 1;
    }, { every: 500, what: () => `${page.seqs()}; cut off ${page.cuts} times` });
    const rows = await me.expect(200, 'GET', `/api/v1/events?after=${seq}`);
    assert.ok(rows.length >= 2, 'the one without Redis is there, too');
    page.close();
  });
});

// A Redis with a password, in a folder of its own.
async function makeRedis(options) {
  const folder = mkdtempSync(join(tmpdir(), 'hw-redis-'));
  const user = await owner();
  if (user.uid) chownSync(folder, user.uid, user.gid);
  return { folder, redis: await startRedis({ folder, user, password: 'a-secret-of-redis', ...options }) };
}

// What start says to an address of Redis.
function refusal(house, url) {
  const env = { ...house.env, HIREWIRE_RUN: join(house.folder, 'other'), REDIS_URL: url };
  return new Promise((done) => {
    execFile(join(root, 'nginx/start'), { env, timeout: 60_000 }, (_error, out, said) => done(out + said));
  });
}
