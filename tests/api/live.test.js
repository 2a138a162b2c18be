// live: who hears events. What was revoked is cut off at once, what expired by tick; the same
// person's other sessions and keys go on.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import WebSocket from 'ws';
import { startHouse } from '../lib/house.js';

const SOCKETS = 12;

let house;
before(async () => { house = await startHouse({ upstreams: true }); });
after(() => house.stop());

const noise = () => {};

function openSocket(client) {
  return new Promise((done, fail) => {
    const ws = new WebSocket(`${house.url.replace('http', 'ws')}/ws/tasks/`, { headers: client.headers });
    const one = { heard: 0, closed: false, end: () => ws.terminate() };
    ws.on('message', () => { one.heard += 1; });
    ws.on('close', () => { one.closed = true; });
    ws.on('unexpected-response', (_req, res) => fail(new Error(`socket: ${res.statusCode}`)));
    ws.on('error', noise);
    ws.on('open', () => done(one));
  });
}

function openStream(client) {
  return new Promise((done, fail) => {
    const req = http.get(`${house.url}/ws/tasks/`, {
      headers: { ...client.headers, Accept: 'text/event-stream' },
    }, (res) => {
      const one = { heard: 0, closed: false, end: () => req.destroy() };
      res.on('data', (chunk) => {
        one.heard += (String(chunk).match(/^data:/gm) ?? []).length;
        done(one);
      });
      res.on('close', () => { one.closed = true; });
      res.on('error', noise);
      if (res.statusCode !== 200) fail(new Error(`stream: ${res.statusCode}`));
    });
    req.on('error', noise);
  });
}

// Half of them WebSockets, half of them EventSources: both workers of nginx hold some.
const listen = (client) => Promise.all(Array.from(
  { length: SOCKETS }, (_, i) => (i % 2 ? openSocket : openStream)(client),
));
const closed = (all) => all.filter((one) => one.closed).length;
const heard = (all) => all.filter((one) => one.heard > 0).length;

// One sync of the person tells its progress.
async function makeEvent(client) {
  const { id } = await client.expect(202, 'POST', '/clickup/api/sync-tasks', {});
  await house.until(async () => (await client.get(`/clickup/sync-logs/${id}`)).json.status !== 'running');
}

async function person() {
  const client = await house.user({ role: 'recruiter' });
  return client.connect({ settings: { max_tasks: 10 } });
}

const again = async (client) => house.anonymous().signIn(await house.loginToken(client.user.email));

// The listeners of `ended` are cut by `revoke`, those of `kept` go on, new ones of `kept` too.
async function cuts({ ended, kept, revoke, by = kept }) {
  const gone = await listen(ended);
  const staying = await listen(kept);
  await revoke();
  await house.until(() => closed(gone) === SOCKETS, { what: `all ${SOCKETS} are cut off: ${closed(gone)}` });
  assert.equal(closed(staying), 0);
  assert.equal((await ended.get('/api/v1/auth/me')).status, 401);
  const fresh = await listen(kept);
  await makeEvent(by);
  await house.until(() => heard(staying) === SOCKETS && heard(fresh) === SOCKETS,
    { what: `everybody who stays hears: ${heard(staying)}, ${heard(fresh)}` });
  assert.equal(heard(gone), 0);
  for (const one of [...staying, ...fresh]) one.end();
}

describe('sockets are cut off', () => {
  test('by signing out', async () => {
    const kept = await person();
    const ended = await again(kept);
    await cuts({ kept, ended, revoke: () => ended.expect(204, 'POST', '/api/v1/auth/logout') });
  });

  test('by signing in anew in the same browser', async () => {
    const kept = await person();
    const ended = await again(kept);
    await cuts({ kept, ended, revoke: async () => {
      await ended.expect(200, 'POST', '/api/v1/auth/link', { token: await house.loginToken(kept.user.email) });
    } });
  });

  test('by ending one session, and all others', async () => {
    const kept = await person();
    const [first, second] = [await again(kept), await again(kept)];
    const [{ id }] = (await first.expect(200, 'GET', '/api/v1/sessions')).filter(({ current }) => current);
    await cuts({ kept, ended: first, revoke: () => kept.expect(204, 'DELETE', `/api/v1/sessions/${id}`) });
    await cuts({ kept, ended: second, revoke: () => kept.expect(204, 'DELETE', '/api/v1/sessions') });
  });

  test('by revoking an API key; another key goes on', async () => {
    const client = await person();
    const [kept, ended] = [await client.token(), await client.token({ name: 'second' })];
    const { id } = (await client.expect(200, 'GET', '/api/v1/tokens')).find(({ name }) => name === 'second');
    await cuts({ kept, ended, revoke: () => client.expect(204, 'DELETE', `/api/v1/tokens/${id}`) });
  });

  test('by a new password, in the other browsers', async () => {
    const kept = await person();
    const ended = await again(kept);
    await cuts({
      kept, ended, revoke: () => kept.expect(200, 'PATCH', '/api/v1/profile', { new_password: 'верный пароль 42' }),
    });
  });

  for (const [name, reset] of [
    ['an admin', async ({ id }) => (await house.user({ role: 'admin' }))
      .expect(200, 'POST', `/api/v1/users/${id}/reset-password`, {})],
    ['the command line', async ({ email }) =>
      assert.equal((await house.run('hirewire', ['reset-password', email])).code, 0)],
    ['the command line, which sets another', async ({ email }) =>
      assert.equal((await house.run('hirewire', ['create-admin', email, '--password-file', '-'], {
        input: 'лодка плывёт к вечеру\n',
      })).code, 0)],
  ]) {
    test(`when ${name} takes the password away`, async () => {
      const client = await person();
      const key = await client.token();
      const all = [...await listen(client), ...await listen(key)];
      await reset(client.user);
      await house.until(() => closed(all) === 2 * SOCKETS, { what: `all are cut off: ${closed(all)}` });
      assert.equal((await client.get('/api/v1/auth/me')).status, 401);
    });
  }

  test('when the session or the API key expires', async () => {
    const kept = await person();
    const session = await again(kept);
    await cuts({ kept, ended: session, revoke: async () => {
      await house.sql(
        'UPDATE session SET expires_at = NOW(3) - INTERVAL 1 SECOND WHERE user_id = ? ORDER BY id DESC LIMIT 1',
        [kept.user.id],
      );
      assert.equal((await house.run('tick', ['sockets'])).code, 0);
    } });
    const key = await kept.token();
    await cuts({ kept, ended: key, revoke: async () => {
      await house.sql('UPDATE api_token SET expires_at = NOW(3) - INTERVAL 1 SECOND WHERE user_id = ?', [kept.user.id]);
      assert.equal((await house.run('tick', ['sockets'])).code, 0);
    } });
  });

  test('when the person is switched off', async () => {
    const admin = await house.user({ role: 'admin' });
    const client = await person();
    const key = await client.token();
    const all = [...await listen(client), ...await listen(key)];
    await admin.expect(200, 'PATCH', `/api/v1/users/${client.user.id}`, { active: false });
    await house.until(() => closed(all) === 2 * SOCKETS);
    assert.deepEqual(await house.sql('SELECT name FROM live_channel WHERE user_id = ?', [client.user.id]), []);
  });

  test('while nginx was away: later', async () => {
    const kept = await person();
    const ended = await again(kept);
    const gone = await listen(ended);
    await house.sql('DELETE FROM session WHERE user_id = ? ORDER BY id DESC LIMIT 1', [kept.user.id]);
    const lost = await house.run('tick', ['sockets'], { env: { PUSH_SOCKET: '/nonexistent/push.sock' } });
    assert.match(lost.stderr, /channel: close/);
    assert.equal(closed(gone), 0);
    await makeEvent(kept);
    assert.equal(heard(gone), 0, 'what is still open hears nothing');
    await house.run('tick', ['sockets']);
    await house.until(() => closed(gone) === SOCKETS);
  });
});

test('more sessions than one request of the publisher holds all hear', async () => {
  const client = await person();
  await house.sql(
    `INSERT INTO session (hash, user_id, csrf, expires_at) SELECT SHA2(CONCAT('many-', seq), 256), ?, '', NOW(3) +
      INTERVAL 1 DAY FROM seq_1_to_95`,
    [client.user.id],
  );
  await house.sql(
    `INSERT INTO live_channel (session_id, user_id, name) SELECT id, user_id, CONCAT('zz-', LPAD(id, 19, '0'))
      FROM session WHERE user_id = ? AND csrf = ''`,
    [client.user.id],
  );
  const others = await Promise.all([1, 2, 3].map(() => again(client)));
  const all = await Promise.all([client, ...others].map(openSocket));
  await makeEvent(client);
  await house.until(() => heard(all) === all.length);
  for (const one of all) one.end();
});
