// traces: what is written down of who came and what was changed; live events end with the session.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { LOGIN, PASSWORD, PROFILE, SECRET, withPassword } from '../lib/account.js';
import { startHouse } from '../lib/house.js';

let house;
before(async () => { house = await startHouse({ env: { TRUSTED_PROXIES: '127.0.0.1' } }); });
after(() => house.stop());

describe('traces', () => {
  test('who came, who failed, what was changed', async () => {
    const client = await withPassword(house, { company: 'Следы' });
    await house.anonymous().post(LOGIN, { email: client.user.email, password: 'wrong wrong' });
    await house.anonymous().login(client.user.email, PASSWORD);
    await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: SECRET });
    await client.expect(201, 'POST', '/api/v1/tokens', { name: 'x', current_password: PASSWORD });
    const rows = await house.sql(
      'SELECT action, data FROM audit WHERE company_id = ? ORDER BY id', [client.user.company.id],
    );
    assert.deepEqual(rows.map(({ action }) => action), [
      'user.login_link', 'login.link', 'password.change', 'login.failed', 'login', 'profile.change', 'token.create',
    ]);
    assert.equal(rows[5].data, '["clickup_api_key"]');
  });

  test('who is signed out hears no more live events', async () => {
    const client = await house.user({ company: 'Эфир' });
    const admin = await house.user({ role: 'admin', company: 'Эфир' });
    const listen = (one) => new Promise((done, fail) => {
      const req = http.get(`${house.url}/ws/tasks/`, {
        headers: { ...one.headers, Accept: 'text/event-stream' },
      }, (res) => {
        res.once('data', () => done({ status: res.statusCode, ended }));
        const ended = new Promise((end) => { res.once('close', end); });
        if (res.statusCode !== 200) done({ status: res.statusCode });
      });
      req.on('error', fail);
    });
    const other = await house.anonymous().signIn(await house.loginToken(client.user.email));
    const first = await listen(other);
    assert.equal(first.status, 200);
    await client.expect(204, 'DELETE', '/api/v1/sessions');
    await first.ended;
    assert.equal((await listen(other)).status, 401);
    const second = await listen(client);
    await admin.expect(200, 'PATCH', `/api/v1/users/${client.user.id}`, { active: false });
    await second.ended;
    assert.equal((await listen(client)).status, 401);
  });

  test('the address of the live channel answers nginx alone', async () => {
    const client = await house.user();
    assert.equal((await client.get('/ws/auth')).status, 404);
  });
});
