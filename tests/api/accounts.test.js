// accounts: sign-in, sessions, API keys, people, the profile; and who may not.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, afterEach, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';

const LOGIN = '/api/v1/auth/login';
const LINK = '/api/v1/auth/link';
const ME = '/api/v1/auth/me';
const PROFILE = '/api/v1/profile';
const SECRET = 'pk_12345_ABCDEFGHIJKLMNOP7788';
const PASSWORD = 'верный пароль 42';

let house;
before(async () => { house = await startHouse({ env: { TRUSTED_PROXIES: '127.0.0.1' } }); });
after(() => house.stop());

const origin = () => ({ headers: { Origin: house.url } });
const fields = (res) => res.json.errors.map(({ field, code }) => `${field}:${code}`);
const problem = (res, status, code) => {
  assert.equal(res.status, status, res.text);
  assert.match(res.headers['content-type'], /^application\/problem\+json/);
  assert.equal(res.json.code, code, res.text);
};

async function withPassword(opts) {
  const client = await house.user(opts);
  await client.expect(200, 'PATCH', PROFILE, { new_password: PASSWORD });
  return client;
}

describe('signing in', () => {
  test('by e-mail and password, whatever the case', async () => {
    const client = await withPassword();
    const res = await house.anonymous().post(
      LOGIN, { email: ` ${client.user.email.toUpperCase()} `, password: PASSWORD }, origin(),
    );
    assert.equal(res.status, 200, res.text);
    assert.deepEqual(Object.keys(res.json), ['user', 'csrf']);
    assert.equal(res.json.user.email, client.user.email);
    assert.equal(res.json.user.role, 'recruiter');
    assert.equal(res.json.user.company.name, 'Test');
    assert.match(res.json.csrf, /^[0-9a-f]{64}$/);
    const [session, device] = res.headers['set-cookie'];
    assert.match(session, /^hw_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/);
    assert.match(device, /^hw_device=[\w-]{43}\.[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=31536000$/);
    assert.equal(res.headers['cache-control'], 'no-store');
  });

  test('the cookies are Secure and of this host alone under https', async () => {
    const client = await withPassword();
    const https = { headers: { 'X-Forwarded-Proto': 'https' } };
    const res = await house.anonymous().post(LOGIN, { email: client.user.email, password: PASSWORD }, https);
    const cookies = res.headers['set-cookie'];
    assert.deepEqual(cookies.map((one) => /^[^=]+/.exec(one)[0]), ['__Host-hw_session', '__Host-hw_device']);
    for (const one of cookies) assert.match(one, /; Path=\/;.*; Secure$/);
    const [cookie] = /__Host-hw_session=[^;]+/.exec(String(cookies));
    const me = (value) => house.anonymous().get(ME, { headers: { ...https.headers, Cookie: value } });
    assert.equal((await me(cookie)).status, 200);
    problem(await me(cookie.replace('__Host-', '')), 401, 'auth');
  });

  test('a wrong password and an unknown person get the same answer', async () => {
    const client = await withPassword();
    const wrong = await house.anonymous().post(LOGIN, { email: client.user.email, password: 'not this one' });
    const nobody = await house.anonymous().post(LOGIN, { email: 'nobody@test.local', password: 'not this one' });
    problem(wrong, 401, 'account.login');
    problem(nobody, 401, 'account.login');
    assert.equal(wrong.json.detail, nobody.json.detail);
    assert.equal(wrong.headers['set-cookie'], undefined);
  });

  test('bad input names the field', async () => {
    const anyone = house.anonymous();
    const cases = [
      [{}, ['email:required']],
      [{ email: 'a@b.c' }, ['password:required']],
      [{ email: 7, password: 'x' }, ['email:type']],
      [{ email: 'no at sign', password: 'x' }, ['email:format']],
      [{ email: 'a@b.c', password: 'x', admin: true }, ['admin:unknown']],
      [{ email: 'a@b.c', password: 'x'.repeat(129) }, ['password:length']],
      [{ email: 'a@b.c', password: null }, ['password:required']],
    ];
    for (const [body, wanted] of cases) {
      const res = await anyone.post(LOGIN, body);
      problem(res, 400, 'input');
      assert.deepEqual(fields(res), wanted, JSON.stringify(body));
    }
    const [wrong] = (await anyone.post(LOGIN, { email: 5, password: 'x' })).json.errors;
    assert.equal(wrong.detail, 'Неверный тип. Должно быть: текст.');
    const json = { headers: { 'Content-Type': 'application/json' } };
    for (const body of ['[]', '"x"', '7'])
      assert.equal((await anyone.raw('POST', LOGIN, { ...json, body })).status, 400, body);
    problem(await anyone.raw('POST', LOGIN, { ...json, body: '{"email":' }), 400, 'io.json');
    problem(
      await anyone.raw('POST', LOGIN, { ...json, body: `{"email":${'['.repeat(40)}${']'.repeat(40)}}` }), 400,
      'io.json_depth',
    );
    assert.deepEqual(fields(await anyone.raw('POST', LOGIN, { ...json, body: '{"":true}' })), [':unknown']);
    problem(
      await anyone.raw('POST', LOGIN, { ...json, body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }), 400,
      'io.utf8',
    );
  });

  test('a page of another site may not sign anybody in', async () => {
    const client = await withPassword();
    problem(await house.anonymous().post(LOGIN, { email: client.user.email, password: PASSWORD },
      { headers: { Origin: 'https://evil.example' } }), 403, 'io.origin');
  });

  test('the browser gets a new session, the old one ends', async () => {
    const client = await withPassword();
    const res = await client.post(LOGIN, { email: client.user.email, password: PASSWORD });
    assert.equal(res.status, 200, res.text);
    problem(await client.get(ME), 401, 'auth');
  });

  test('somebody switched off stays out', async () => {
    const client = await withPassword();
    const link = await house.loginToken(client.user.email);
    await house.sql('UPDATE user SET active = 0 WHERE id = ?', [client.user.id]);
    problem(await client.get(ME), 401, 'auth');
    problem(
      await house.anonymous().post(LOGIN, { email: client.user.email, password: PASSWORD }), 401, 'account.login',
    );
    problem(await house.anonymous().post(LINK, { token: link }), 401, 'account.link_expired');
  });

  test('signing out ends the session and the cookie', async () => {
    const client = await house.user();
    const res = await client.post('/api/v1/auth/logout');
    assert.equal(res.status, 204);
    assert.equal(res.text, '');
    assert.match(String(res.headers['set-cookie']), /hw_session=; .*Max-Age=0/);
    problem(await client.get(ME), 401, 'auth');
  });
});

describe('one-time links', () => {
  test('work once', async () => {
    const client = await house.user();
    const token = await house.loginToken(client.user.email);
    assert.equal((await house.anonymous().post(LINK, { token })).status, 200);
    problem(await house.anonymous().post(LINK, { token }), 401, 'account.link_expired');
  });

  test('work once also when two come at the same time', async () => {
    const client = await house.user();
    const token = await house.loginToken(client.user.email);
    const got = await Promise.all([1, 2, 3, 4].map(() => house.anonymous().post(LINK, { token })));
    assert.deepEqual(got.map(({ status }) => status).sort(), [200, 401, 401, 401]);
  });

  test('are over after their time', async () => {
    const client = await house.user();
    const token = await house.loginToken(client.user.email);
    await house.sql(
      'UPDATE login_token SET expires_at = NOW(3) - INTERVAL 1 SECOND WHERE user_id = ?', [client.user.id],
    );
    problem(await house.anonymous().post(LINK, { token }), 401, 'account.link_expired');
    problem(await house.anonymous().post(LINK, { token: 'made-up' }), 401, 'account.link_expired');
    problem(await house.anonymous().post(LINK, {}), 400, 'input');
  });

  test('let one set the first password alone', async () => {
    const client = await withPassword();
    const other = await house.anonymous().login(client.user.email, PASSWORD);
    const linked = await house.anonymous().signIn(await house.loginToken(client.user.email));
    for (const one of [other, linked]) {
      assert.deepEqual(
        fields(await one.patch(PROFILE, { new_password: 'another one 43' })), ['current_password:required'],
      );
    }
    for (const wrong of [12, ['x'], {}, true]) {
      assert.deepEqual(fields(await other.patch(PROFILE, { current_password: wrong })), ['current_password:type']);
    }
    assert.deepEqual(
      fields(await other.patch(PROFILE, { new_password: 'another one 43', current_password: 'guess' })),
      ['current_password:account.password'],
    );
    await linked.expect(200, 'PATCH', PROFILE, { new_password: 'another one 43', current_password: PASSWORD });
    problem(await other.get(ME), 401, 'auth');
    await house.anonymous().login(client.user.email, 'another one 43');
  });
});

describe('a new password', () => {
  test('ends the other browsers, unused links and API keys', async () => {
    const client = await withPassword();
    const other = await house.anonymous().login(client.user.email, PASSWORD);
    const key = await client.token({ current_password: PASSWORD });
    const link = await house.loginToken(client.user.email);
    await client.expect(200, 'PATCH', PROFILE, { new_password: 'another one 43', current_password: PASSWORD });
    for (const one of [other, key]) problem(await one.get(ME), 401, 'auth');
    problem(await house.anonymous().post(LINK, { token: link }), 401, 'account.link_expired');
    assert.deepEqual(await client.expect(200, 'GET', '/api/v1/tokens'), []);
  });

  test('leaves the API keys to whoever wants to keep them', async () => {
    const client = await withPassword();
    const key = await client.token({ current_password: PASSWORD });
    const link = await house.loginToken(client.user.email);
    await client.expect(200, 'PATCH', PROFILE, {
      new_password: 'another one 43', current_password: PASSWORD, end_tokens: false,
    });
    await key.expect(200, 'GET', ME);
    problem(await house.anonymous().post(LINK, { token: link }), 401, 'account.link_expired');
    assert.deepEqual(fields(await client.patch(PROFILE, { end_tokens: 'perhaps' })), ['end_tokens:type']);
  });

  test('of the command line does the same', async () => {
    const client = await withPassword({ role: 'admin' });
    const key = await client.token({ current_password: PASSWORD });
    const link = await house.loginToken(client.user.email);
    const done = await house.run(
      'hirewire', ['create-admin', client.user.email, '--password-file', '-'], { input: 'another one 43\n' },
    );
    assert.equal(done.code, 0, done.stderr);
    for (const one of [client, key]) problem(await one.get(ME), 401, 'auth');
    problem(await house.anonymous().post(LINK, { token: link }), 401, 'account.link_expired');
  });

  test('for one who forgot it: an admin takes the former away and hands over a link', async () => {
    const admin = await house.user({ role: 'admin' });
    const client = await withPassword();
    const [key, other] = [await client.token({ current_password: PASSWORD }), await withPassword()];
    const reset = (id, body = {}) => admin.post(`/api/v1/users/${id}/reset-password`, body);
    const { login_link: link } = (await reset(client.user.id)).json;
    for (const one of [client, key]) problem(await one.get(ME), 401, 'auth');
    problem(
      await house.anonymous().post(LOGIN, { email: client.user.email, password: PASSWORD }), 401, 'account.login',
    );
    const back = await house.anonymous().signIn(link.split('#')[1]);
    assert.equal((await back.expect(200, 'GET', PROFILE)).has_password, false);
    await back.expect(200, 'PATCH', PROFILE, { new_password: 'another one 43' });
    problem(await reset(admin.user.id), 409, 'account.reset_self');
    assert.deepEqual(fields(await reset(client.user.id, { x: 1 })), ['x:unknown']);
    const kept = await other.token({ current_password: PASSWORD });
    assert.equal((await reset(other.user.id, { end_tokens: false })).status, 200);
    await kept.expect(200, 'GET', ME);
    await admin.expect(200, 'PATCH', `/api/v1/users/${client.user.id}`, { active: false });
    problem(await reset(client.user.id), 409, 'account.user_inactive');
    const stranger = await house.user({ role: 'admin', company: 'Иные' });
    problem(await reset(stranger.user.id), 404, 'absent');
    problem(await stranger.post(`/api/v1/users/${client.user.id}/reset-password`, {}), 404, 'absent');
    problem(await other.post(`/api/v1/users/${client.user.id}/reset-password`, {}), 401, 'auth');
  });

  test('for one who forgot it, from the command line', async () => {
    const client = await withPassword();
    const done = await house.run('hirewire', ['reset-password', client.user.email]);
    problem(await client.get(ME), 401, 'auth');
    const back = await house.anonymous().signIn(/#([\w-]+)/.exec(done.stdout)[1]);
    await back.expect(200, 'PATCH', PROFILE, { new_password: 'another one 43' });
  });
});

describe('throttling', () => {
  before(() => house.sql('DELETE FROM login_try'));
  afterEach(() => house.sql('DELETE FROM login_try'));

  const guess = (email, from = '127.0.0.1') => house.anonymous().post(LOGIN, { email, password: 'a guess' }, { from });
  const right = (client, { from, cookie } = {}) => house.anonymous().post(
    LOGIN, { email: client.user.email, password: PASSWORD }, { from, headers: { Cookie: cookie } },
  );
  const until = (mark) => house.sql(`UPDATE login_try SET until_at = NOW(3) WHERE subject LIKE '${mark}:%'`);
  // However slow this machine is: what waits goes on waiting.
  const hold = () => house.sql('UPDATE login_try SET until_at = NOW(3) + INTERVAL 1 HOUR WHERE until_at IS NOT NULL');
  // What a browser keeps of a sign-in that ended.
  const deviceOf = (res) => /hw_device=[^;]+/.exec(String(res.headers['set-cookie']))[0];
  // Strangers of many addresses, until one of them has to wait for the account.
  const siege = async (email) => {
    for (let i = 2; i < 80; i++) {
      if ((await guess(email, `127.0.1.${i}`)).status === 429) return i - 2;
      await hold();
    }
    throw new Error('no end to the guesses');
  };

  test('an address that guesses at an account has to wait, longer each time', async () => {
    const client = await withPassword();
    await house.sql('DELETE FROM login_try');
    for (let i = 0; i < 6; i++) problem(await guess(client.user.email), 401, 'account.login');
    await hold();
    const first = await guess(client.user.email);
    problem(first, 429, 'account.login_throttled');
    assert.ok(Number(first.headers['retry-after']) >= 1);
    problem(await right(client), 429, 'account.login_throttled');
    const waits = [];
    for (let i = 0; i < 3; i++) {
      await until('p');
      problem(await guess(client.user.email), 401, 'account.login');
      waits.push(Number((await guess(client.user.email)).headers['retry-after']));
    }
    assert.ok(waits[0] < waits[1] && waits[1] < waits[2], String(waits));
    await until('p');
    assert.equal((await right(client)).status, 200);
    assert.deepEqual(await house.sql("SELECT 1 AS one FROM login_try WHERE subject LIKE 'p:%'"), []);
  });

  test('nobody locks another one out from another address', async () => {
    const client = await withPassword();
    for (let i = 0; i < 6; i++) await guess(client.user.email, '127.0.0.9');
    await hold();
    problem(await guess(client.user.email, '127.0.0.9'), 429, 'account.login_throttled');
    assert.equal((await right(client)).status, 200);
    problem(await guess(client.user.email, '127.0.0.9'), 429, 'account.login_throttled');
  });

  test('all strangers together have a slow budget; a known browser and a link pass', async () => {
    const client = await withPassword();
    const cookie = deviceOf(await right(client));
    assert.equal(await siege(client.user.email), 51);
    problem(await right(client, { from: '127.0.2.1' }), 429, 'account.login_throttled');
    assert.equal((await right(client, { from: '127.0.2.1', cookie })).status, 200);
    assert.equal(
      (await house.anonymous().post(
        LINK, { token: await house.loginToken(client.user.email) }, { from: '127.0.2.2' },
      )).status,
      200,
    );
    problem(await guess(client.user.email, '127.0.2.3'), 429, 'account.login_throttled');
  });

  test('a known browser waits for its own guesses alone', async () => {
    const client = await withPassword();
    const cookie = deviceOf(await right(client));
    const wrong = () => house.anonymous().post(
      LOGIN, { email: client.user.email, password: 'a guess' }, { headers: { Cookie: cookie } },
    );
    for (let i = 0; i < 6; i++) problem(await wrong(), 401, 'account.login');
    await hold();
    problem(await wrong(), 429, 'account.login_throttled');
    problem(await right(client, { cookie }), 429, 'account.login_throttled');
    assert.equal((await right(client)).status, 200);
  });

  test('the cookie of a browser counts for its person alone, and cannot be made', async () => {
    const [client, other] = [await withPassword(), await withPassword()];
    const theirs = deviceOf(await right(other));
    await siege(client.user.email);
    const [id, signature] = theirs.slice('hw_device='.length).split('.');
    for (const cookie of [
      theirs, `hw_device=${'x'.repeat(43)}.${signature}`, `hw_device=${id}.${'0'.repeat(64)}`, 'hw_device=',
      'hw_device=.',
    ]) {
      problem(await right(client, { from: '127.0.2.1', cookie }), 429, 'account.login_throttled');
    }
  });

  test('whoever is signed in can confirm the password meanwhile', async () => {
    const client = await withPassword();
    const other = await house.anonymous().login(client.user.email, PASSWORD);
    await siege(client.user.email);
    for (let i = 0; i < 6; i++)
      assert.deepEqual(
        fields(await other.patch(PROFILE, { new_password: 'another one 43', current_password: 'guess' })),
        ['current_password:account.password'],
      );
    await hold();
    problem(
      await other.patch(PROFILE, { new_password: 'another one 43', current_password: PASSWORD }), 429,
      'account.login_throttled',
    );
    const third = await house.anonymous().signIn(await house.loginToken(client.user.email));
    await third.expect(200, 'PATCH', PROFILE, { new_password: 'another one 43', current_password: PASSWORD });
  });

  test('an address that guesses at many accounts has to wait', async () => {
    const seen = new Set();
    for (let i = 0; i < 23; i++) seen.add((await guess(`nobody${i}@test.local`)).status);
    assert.deepEqual([...seen], [401, 429]);
  });

  test('parallel guesses do not slip past the count', async () => {
    const client = await withPassword();
    await house.sql('DELETE FROM login_try');
    const got = await Promise.all(Array.from({ length: 16 }, () => guess(client.user.email)));
    const heard = got.filter(({ status }) => status === 401).length;
    assert.ok(heard >= 6 && heard <= 8, `${heard} heard: five are free, the next ones wait 2 s, 4 s`);
  });
});

describe('sessions', () => {
  test('end when they were not used for 30 days', async () => {
    const client = await house.user();
    await house.sql('UPDATE session SET expires_at = NOW(3) - INTERVAL 1 SECOND WHERE user_id = ?', [client.user.id]);
    problem(await client.get(ME), 401, 'auth');
  });

  test('are moved on by use, at most once a minute', async () => {
    const client = await house.user();
    const [fresh] = await house.sql('SELECT seen_at FROM session WHERE user_id = ?', [client.user.id]);
    await client.expect(200, 'GET', ME);
    const [same] = await house.sql('SELECT seen_at FROM session WHERE user_id = ?', [client.user.id]);
    assert.equal(same.seen_at, fresh.seen_at);
    await house.sql(
      'UPDATE session SET seen_at = NOW(3) - INTERVAL 2 MINUTE, expires_at = NOW(3) + INTERVAL 1 DAY WHERE user_id = ?',
      [client.user.id],
    );
    const res = await client.get(ME);
    assert.match(String(res.headers['set-cookie']), /Max-Age=2592000/);
    const [moved] = await house.sql(
      'SELECT seen_at > NOW(3) - INTERVAL 1 MINUTE AS seen, expires_at > NOW(3) + INTERVAL 29 DAY AS later FROM ' +
      'session WHERE user_id = ?',
      [client.user.id],
    );
    assert.deepEqual(moved, { seen: 1, later: 1 });
  });

  test('are listed and ended one by one or all the others', async () => {
    const client = await house.user();
    const second = await house.anonymous().signIn(await house.loginToken(client.user.email));
    const third = await house.anonymous().signIn(await house.loginToken(client.user.email));
    const list = await client.expect(200, 'GET', '/api/v1/sessions');
    assert.equal(list.length, 3);
    assert.deepEqual(Object.keys(list[0]), ['id', 'address', 'agent', 'by_link', 'created_at', 'seen_at', 'current']);
    assert.equal(list.filter(({ current }) => current).length, 1);
    assert.ok(!JSON.stringify(list).includes(second.cookie.slice(11)));
    const [theirs] = (await second.expect(200, 'GET', '/api/v1/sessions')).filter(({ current }) => current);
    await client.expect(204, 'DELETE', `/api/v1/sessions/${theirs.id}`);
    problem(await second.get(ME), 401, 'auth');
    await client.expect(204, 'DELETE', '/api/v1/sessions');
    problem(await third.get(ME), 401, 'auth');
    await client.expect(200, 'GET', ME);
  });

  test('of another person are not there', async () => {
    const [mine, other] = [await house.user(), await house.user()];
    const [theirs] = await other.expect(200, 'GET', '/api/v1/sessions');
    problem(await mine.del(`/api/v1/sessions/${theirs.id}`), 404, 'absent');
    for (const id of ['0', '-1', 'x', '99999999999999999999'])
      problem(await mine.del(`/api/v1/sessions/${id}`), 404, 'absent');
    await other.expect(200, 'GET', ME);
  });

  test('only hashes are kept', async () => {
    const client = await house.user();
    const rows = await house.sql('SELECT * FROM session WHERE user_id = ?', [client.user.id]);
    assert.ok(!JSON.stringify(rows).includes(client.cookie.slice(11)));
  });

  test('a broken, foreign or missing cookie is nobody', async () => {
    for (const cookie of [
      'hw_session=', 'hw_session=x', `hw_session=${'a'.repeat(43)}`, `hw_session=${'a'.repeat(5000)}`,
      "hw_session=' OR 1=1 --",
    ]) {
      problem(await house.anonymous().get(ME, { headers: { Cookie: cookie } }), 401, 'auth');
    }
    problem(await house.anonymous().get(ME), 401, 'auth');
  });
});

describe('writing from a browser', () => {
  test('needs the CSRF token of this session and the own origin', async () => {
    const [client, other] = [await house.user(), await house.user()];
    const change = (headers) => client.patch(PROFILE, { name: 'Иная' }, { headers });
    problem(await change({ 'X-CSRF-Token': null }), 403, 'io.csrf');
    problem(await change({ 'X-CSRF-Token': 'x'.repeat(64) }), 403, 'io.csrf');
    problem(await change({ 'X-CSRF-Token': other.csrf }), 403, 'io.csrf');
    problem(await change({ Origin: 'https://evil.example' }), 403, 'io.origin');
    problem(await change({ Origin: 'null' }), 403, 'io.origin');
    problem(await change({ Origin: `${house.url}.evil.example` }), 403, 'io.origin');
    assert.equal((await client.expect(200, 'GET', PROFILE)).name, 'Тест Тестов');
    assert.equal((await change({ Origin: null })).status, 200);
  });

  test('methods are told', async () => {
    const client = await house.user();
    const res = await client.put(PROFILE, {});
    assert.equal(res.status, 405);
    assert.match(res.headers.allow, /GET.*PATCH/);
  });
});

describe('API keys', () => {
  test('are shown once, act for their owner, and can be revoked', async () => {
    const client = await house.user();
    const made = await client.expect(201, 'POST', '/api/v1/tokens', {
      name: 'скрипт', scopes: ['read', 'write'], expires_in_days: 30,
    });
    assert.match(made.token, /^hw_[\w-]{43}$/);
    assert.equal(made.tail, made.token.slice(-4));
    assert.ok(new Date(made.expires_at) - Date.now() > 29 * 86400000);
    const list = await client.expect(200, 'GET', '/api/v1/tokens');
    assert.equal(list.length, 1);
    assert.ok(!JSON.stringify(list).includes(made.token));
    assert.ok(!JSON.stringify(await house.sql('SELECT * FROM api_token')).includes(made.token));
    const script = house.anonymous();
    script.headers = { Authorization: `Bearer ${made.token}` };
    const me = await script.expect(200, 'GET', ME);
    assert.equal(me.user.id, client.user.id);
    assert.equal(me.csrf, null);
    await script.expect(200, 'PATCH', PROFILE, { name: 'Из скрипта' });
    assert.ok((await client.expect(200, 'GET', '/api/v1/tokens'))[0].used_at);
    await client.expect(204, 'DELETE', `/api/v1/tokens/${made.id}`);
    problem(await script.get(ME), 401, 'auth');
    problem(await client.del(`/api/v1/tokens/${made.id}`), 404, 'absent');
  });

  test('that may only read do not write', async () => {
    const client = await house.user();
    const reader = await client.token({ scopes: ['read'] });
    await reader.expect(200, 'GET', PROFILE);
    problem(await reader.patch(PROFILE, { name: 'x' }), 403, 'io.scope');
  });

  test('open no further doors', async () => {
    const script = await (await house.user()).token();
    problem(await script.post('/api/v1/tokens', { name: 'more' }), 403, 'account.session_only');
    problem(await script.patch(PROFILE, { new_password: 'mine from now on' }), 403, 'account.session_only');
    problem(await script.del('/api/v1/sessions'), 403, 'account.session_only');
    const [made] = await script.expect(200, 'GET', '/api/v1/tokens');
    problem(await script.del(`/api/v1/tokens/${made.id}`), 403, 'account.session_only');
    const boss = await (await house.user({ role: 'admin', company: 'Двери' })).token();
    problem(await boss.post('/api/v1/users', { email: 'mine@test.local', role: 'admin' }), 403, 'account.session_only');
    problem(await boss.patch(`/api/v1/users/${boss.user.id}`, { name: 'x' }), 403, 'account.session_only');
    problem(await boss.post(`/api/v1/users/${boss.user.id}/login-link`), 403, 'account.session_only');
  });

  test('that are over, unknown or beside a good cookie count as nobody', async () => {
    const client = await house.user();
    const script = await client.token();
    await house.sql('UPDATE api_token SET expires_at = NOW(3) - INTERVAL 1 SECOND WHERE user_id = ?', [client.user.id]);
    problem(await script.get(ME), 401, 'auth');
    problem(await client.get(ME, { headers: { Authorization: `Bearer hw_${'x'.repeat(43)}` } }), 401, 'auth');
    problem(await client.get(ME, { headers: { Authorization: 'Bearer ' } }), 401, 'auth');
  });

  test('bad input names the field; there is an end to them', async () => {
    const client = await house.user();
    const cases = [[{}, 'name:required'], [{ name: '' }, 'name:required'], [{ name: 'x'.repeat(101) }, 'name:length'],
      [{ name: 'x', scopes: ['root'] }, 'scopes:choice'], [{ name: 'x', scopes: [1] }, 'scopes:choice'],
      [{ name: 'x', scopes: 'read' }, 'scopes:type'],
      [{ name: 'x', expires_in_days: 0 }, 'expires_in_days:range'], [
        { name: 'x', expires_in_days: 366 }, 'expires_in_days:range',
      ], [{ name: 'x', expires_in_days: '7' }, 'expires_in_days:type'], [{ name: 'x', user_id: 1 }, 'user_id:unknown']];
    for (const [body, wanted] of cases)
      assert.deepEqual(fields(await client.post('/api/v1/tokens', body)), [wanted], JSON.stringify(body));
    await house.sql(
      `INSERT INTO api_token (hash, user_id, name, tail) SELECT SHA2(CONCAT(seq, '-', ?), 256), ?, 'x', 'xxxx'
        FROM seq_1_to_50`,
      [client.user.id, client.user.id],
    );
    problem(await client.post('/api/v1/tokens', { name: 'one more' }), 409, 'account.token_limit');
  });

  test('of another person are not there', async () => {
    const [mine, other] = [await house.user(), await house.user()];
    const { id } = await other.expect(201, 'POST', '/api/v1/tokens', { name: 'x' });
    problem(await mine.del(`/api/v1/tokens/${id}`), 404, 'absent');
  });

  test('never lie in the table of repeated requests', async () => {
    const client = await house.user();
    const again = { headers: { 'Idempotency-Key': 'the-same' } };
    await client.expect(201, 'POST', '/api/v1/tokens', { name: 'x' }, again);
    assert.deepEqual(
      await house.sql('SELECT status, body FROM replay WHERE user_id = ?', [client.user.id]),
      [{ status: 201, body: '' }],
    );
  });

  test('are made once for one Idempotency-Key', async () => {
    const client = await house.user({ role: 'admin' });
    const again = { headers: { 'Idempotency-Key': 'once' } };
    const all = await Promise.all([1, 2, 3].map(() => client.post('/api/v1/tokens', { name: 'x' }, again)));
    assert.equal(all.filter(({ status }) => status === 201).length, 1);
    problem(await client.post('/api/v1/tokens', { name: 'x' }, again), 409, 'account.replay_secret');
    problem(await client.post('/api/v1/tokens', { name: 'y' }, again), 409, 'account.replay_other');
    assert.equal((await client.get('/api/v1/tokens')).json.length, 1);
    const invite = { headers: { 'Idempotency-Key': 'invite' } };
    const person = { email: 'invited-once@test.local', role: 'member' };
    await client.expect(201, 'POST', '/api/v1/users', person, invite);
    problem(await client.post('/api/v1/users', person, invite), 409, 'account.replay_secret');
  });
});

describe('the rules of a company', () => {
  const RULES = '/api/v1/security';
  let admin;
  before(async () => { admin = await house.user({ role: 'admin', company: 'Правила' }); });
  const colleague = (opts) => house.user({ company: 'Правила', ...opts });
  const left = async (table, client) => {
    const [row] = await house.sql(
      `SELECT TIMESTAMPDIFF(HOUR, NOW(3), MAX(expires_at)) / 24 AS days FROM ${table} WHERE user_id = ?`,
      [client.user.id],
    );
    return Math.round(Number(row.days));
  };

  test('are 30 days unused and 90 in all for a session, a year for a key', async () => {
    assert.deepEqual(await (await colleague()).expect(200, 'GET', RULES), {
      session_idle_days: 30, session_max_days: 90, token_max_days: 365,
    });
    const client = await colleague();
    assert.equal(await left('session', client), 30);
    await house.sql(
      'UPDATE session SET created_at = NOW(3) - INTERVAL 80 DAY, seen_at = NOW(3) - INTERVAL 2 MINUTE ' +
        'WHERE user_id = ?',
      [client.user.id],
    );
    await client.expect(200, 'GET', ME);
    assert.equal(await left('session', client), 10);
  });

  test('are changed by an admin in a browser alone, and hold for what is there', async () => {
    const client = await colleague();
    await client.token();
    problem(await client.patch(RULES, { session_max_days: 1 }), 403, 'io.role');
    problem(await (await admin.token()).patch(RULES, { session_max_days: 1 }), 403, 'account.session_only');
    const cases = [[
      { session_idle_days: 0 }, 'session_idle_days:range',
    ], [{ session_max_days: 366 }, 'session_max_days:range'],
      [
        { token_max_days: -1 }, 'token_max_days:range',
      ], [{ token_max_days: '7' }, 'token_max_days:type'], [{ x: 1 }, 'x:unknown']];
    for (const [body, wanted] of cases)
      assert.deepEqual(fields(await admin.patch(RULES, body)), [wanted], JSON.stringify(body));
    assert.deepEqual(await admin.expect(200, 'PATCH', RULES, {
      session_idle_days: 7, session_max_days: 14, token_max_days: 30,
    }),
      { session_idle_days: 7, session_max_days: 14, token_max_days: 30 });
    assert.equal(await left('session', client), 7);
    assert.equal(await left('api_token', client), 30);
    const again = await house.anonymous().post(LINK, { token: await house.loginToken(client.user.email) });
    assert.match(again.headers['set-cookie'][0], /Max-Age=604800/);
    assert.deepEqual(
      fields(await client.post('/api/v1/tokens', { name: 'x', expires_in_days: 31 })), ['expires_in_days:range'],
    );
    assert.deepEqual(
      fields(await client.post('/api/v1/tokens', { name: 'x', expires_in_days: 0 })), ['expires_in_days:range'],
    );
    const made = await client.expect(201, 'POST', '/api/v1/tokens', { name: 'x' });
    assert.equal(Math.round((new Date(made.expires_at) - Date.now()) / 86400000), 30);
    await admin.expect(200, 'PATCH', RULES, { session_idle_days: 30, session_max_days: 90, token_max_days: 0 });
    assert.equal(
      (await client.expect(201, 'POST', '/api/v1/tokens', { name: 'for ever', expires_in_days: 0 })).expires_at, null,
    );
    const [row] = await house.sql("SELECT data FROM audit WHERE action = 'security.change' ORDER BY id DESC LIMIT 1");
    assert.equal(row.data, '{"session_idle_days":30,"session_max_days":90,"token_max_days":0}');
  });

  test('other companies are not touched', async () => {
    assert.equal((await (await house.user()).expect(200, 'GET', RULES)).token_max_days, 365);
  });
});

describe('what opens another way in', () => {
  const key = (client, more = {}) => client.post('/api/v1/tokens', { name: 'x', ...more });

  test('needs the password', async () => {
    const client = await withPassword();
    assert.deepEqual(fields(await key(client)), ['current_password:required']);
    assert.deepEqual(fields(await key(client, { current_password: 'guess' })), ['current_password:account.password']);
    assert.deepEqual(fields(await key(client, { current_password: 5 })), ['current_password:type']);
    assert.equal((await key(client, { current_password: PASSWORD })).status, 201);
  });

  test('without a password needs a sign-in not long ago', async () => {
    const client = await house.user();
    assert.equal((await key(client)).status, 201);
    await house.sql('UPDATE session SET created_at = NOW(3) - INTERVAL 16 MINUTE WHERE user_id = ?', [client.user.id]);
    problem(await key(client), 403, 'account.confirm_again');
  });
});

describe('the profile', () => {
  test('holds the documented fields, keys only as hints', async () => {
    const client = await house.user();
    const empty = { set: false, tail: null, updated_at: null, expires_at: null };
    const {
      id, has_password: has, has_second_factor: second, ...rest
    } = await client.expect(200, 'GET', '/api/v1/profile/');
    assert.deepEqual([id, has, second], [client.user.id, false, false]);
    assert.deepEqual(rest, {
      email: client.user.email, name: 'Тест Тестов', role: 'recruiter', locale: 'ru', time_zone: 'Europe/Minsk',
      theme: 'system', hot_keys: true,
      active_system: 'PROD', huntflow_prod_url: 'https://api.huntflow.ru',
      huntflow_sandbox_url: 'https://api.huntflow.dev',
      clickup_api_key: empty, huntflow_prod_api_key: empty, huntflow_sandbox_api_key: empty,
      huntflow_prod_refresh_token: empty, huntflow_sandbox_refresh_token: empty,
    });
    const saved = await client.expect(200, 'PATCH', PROFILE, {
      clickup_api_key: SECRET, huntflow_prod_api_key: 'short',
    });
    assert.equal(saved.clickup_api_key.set, true);
    assert.equal(saved.clickup_api_key.tail, '7788');
    assert.deepEqual([saved.huntflow_prod_api_key.set, saved.huntflow_prod_api_key.tail], [true, null]);
  });

  test('keys never come back, nor lie open anywhere', async () => {
    const client = await house.user();
    const res = await client.patch(PROFILE, { clickup_api_key: SECRET });
    assert.ok(!res.text.includes(SECRET));
    assert.ok(!(await client.get(PROFILE)).text.includes(SECRET));
    for (const table of ['connection', 'secret', 'audit', 'api_call', 'replay', 'event_log']) {
      assert.ok(!JSON.stringify(await house.sql(`SELECT * FROM ${table}`)).includes(SECRET), table);
    }
    for (const { name, text } of house.logs()) assert.ok(!text.includes(SECRET), name);
    const bad = await client.patch(PROFILE, { clickup_api_key: `${SECRET} with a blank` });
    assert.ok(!bad.text.includes(SECRET));
  });

  test('a key is removed by null or an empty text; a new one makes the connection new', async () => {
    const client = await house.user();
    await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: SECRET });
    const status = async () => (await house.sql(
      "SELECT status FROM connection WHERE owner_id = ? AND provider = 'clickup'", [client.user.id],
    ))[0].status;
    await house.sql(
      "UPDATE connection SET status = 'refused', status_code = 'clickup.token' WHERE owner_id = ?", [client.user.id],
    );
    await client.expect(200, 'PATCH', PROFILE, { name: 'Другое' });
    assert.equal(await status(), 'refused');
    await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: `${SECRET}9` });
    assert.equal(await status(), 'new');
    assert.equal((await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: null })).clickup_api_key.set, false);
    await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: SECRET });
    assert.equal((await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: '' })).clickup_api_key.set, false);
  });

  test('addresses are taken with or without /v2 and stay as they were written', async () => {
    const client = await house.user();
    for (const url of [
      'https://api.huntflow.ai', 'https://api.huntflow.ai/v2', 'https://api.huntflow.ai/v2/',
      'https://hf.example.by:8443/api/v2', 'http://127.0.0.1:8443',
    ]) {
      assert.equal((await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: url })).huntflow_prod_url, url);
    }
    assert.equal(
      (await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: '' })).huntflow_prod_url,
      'https://api.huntflow.ru',
    );
  });

  test('addresses that lead inside, or carry more than an address, are refused', async () => {
    const client = await house.user();
    const cases = {
      'service.address_private': [
        'https://10.0.0.1', 'https://192.168.1.1/v2', 'https://169.254.169.254', 'https://[::1]:8443',
        'https://localhost', 'https://db.internal', 'https://intranet', 'https://2130706433', 'https://0x7f.1',
      ],
      'service.address_https': ['http://api.huntflow.ru'],
      format: [
        'ftp://api.huntflow.ru', 'api.huntflow.ru', 'https://user:pw@api.huntflow.ru', 'https://api.huntflow.ru/?q=1',
        'https://api.huntflow.ru/#x', 'javascript:alert(1)', 'https://', 'https://api huntflow.ru',
        'https://api.huntflow.ru\\@evil',
      ],
      length: [`https://api.huntflow.ru/${'x'.repeat(300)}`],
    };
    for (const [code, urls] of Object.entries(cases)) {
      for (const url of urls)
        assert.deepEqual(
          fields(await client.patch(PROFILE, { huntflow_prod_url: url })), [`huntflow_prod_url:${code}`], url,
        );
    }
  });

  describe('the address of a service', () => {
    const KEYS = {
      huntflow_prod_api_key: 'access-token-of-ours', huntflow_prod_refresh_token: 'refresh-token-of-ours',
    };
    const kept = ({ huntflow_prod_api_key: key, huntflow_prod_refresh_token: refresh }) => [key.set, refresh.set];
    const connected = async () => {
      const client = await house.user();
      await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: 'https://hf.example.by', ...KEYS });
      return client;
    };

    test('on another host drops the keys of the former one', async () => {
      for (const url of [
        'https://evil.example', 'https://hf.example.by.evil.example', 'https://hf.example.by:8443',
        'http://127.0.0.1:9', '',
      ]) {
        const client = await connected();
        assert.deepEqual(
          kept(await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: url })), [false, false], url,
        );
        assert.deepEqual(
          await house.sql(
            'SELECT s.name FROM secret s JOIN connection c ON c.id = s.connection_id WHERE c.owner_id = ?',
            [client.user.id],
          ),
          [],
        );
      }
    });

    test('on another host takes the keys that come along, and no others', async () => {
      const client = await connected();
      const one = await client.expect(200, 'PATCH', PROFILE, {
        huntflow_prod_api_key: 'access-token-of-theirs', huntflow_prod_url: 'https://other.example',
      });
      assert.deepEqual([one.huntflow_prod_api_key.tail, ...kept(one)], ['eirs', true, false]);
      assert.deepEqual(
        kept(await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: 'https://third.example', ...KEYS })),
        [true, true],
      );
    });

    test('on the same host keeps the keys', async () => {
      const client = await connected();
      for (const url of ['https://hf.example.by/v2', 'https://HF.example.by/v2/', 'https://hf.example.by:443']) {
        assert.deepEqual(
          kept(await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: url })), [true, true], url,
        );
      }
    });

    test('of one environment leaves the keys of the other', async () => {
      const client = await connected();
      await client.expect(200, 'PATCH', PROFILE, { huntflow_sandbox_api_key: 'sandbox-token-of-ours' });
      const saved = await client.expect(200, 'PATCH', PROFILE, { huntflow_sandbox_url: 'https://evil.example' });
      assert.deepEqual([...kept(saved), saved.huntflow_sandbox_api_key.set], [true, true, false]);
    });

    test('is moved to another host by a browser alone, before there are keys, too', async () => {
      const client = await connected();
      const script = await client.token();
      for (const field of ['huntflow_prod_url', 'huntflow_sandbox_url']) {
        for (const more of [{}, KEYS])
          problem(
            await script.patch(PROFILE, { [field]: 'https://evil.example', name: 'Чужое', ...more }), 403,
            'account.session_only',
          );
      }
      const profile = await client.expect(200, 'GET', PROFILE);
      assert.deepEqual([profile.huntflow_prod_url, profile.huntflow_sandbox_url, profile.name, ...kept(profile)],
        ['https://hf.example.by', 'https://api.huntflow.dev', 'Тест Тестов', true, true]);
      await script.expect(200, 'PATCH', PROFILE, {
        huntflow_prod_url: 'https://hf.example.by/v2', huntflow_sandbox_url: 'https://api.huntflow.dev',
      });
    });
  });

  test('all wrong fields are told, and nothing is stored', async () => {
    const client = await house.user();
    const res = await client.patch(PROFILE, {
      name: 'Новое', locale: 'de', time_zone: '../etc/passwd', theme: 'pink', hot_keys: 'yes', active_system: 'TEST',
      clickup_api_key: 'кириллица', role: 'admin', email: 'other@test.local', new_password: undefined,
    });
    problem(res, 400, 'input');
    assert.deepEqual(fields(res).sort(), [
      'active_system:choice', 'clickup_api_key:service.key_format', 'email:unknown', 'hot_keys:type', 'locale:choice',
      'role:unknown', 'theme:choice', 'time_zone:format',
    ]);
    assert.equal((await client.expect(200, 'GET', PROFILE)).name, 'Тест Тестов');
    problem(
      await client.raw('PATCH', PROFILE, { headers: { 'Content-Type': 'application/json' }, body: '[]' }), 400,
      'io.json',
    );
    assert.deepEqual(fields(await client.patch(PROFILE, { new_password: 'short' })), ['new_password:length']);
  });

  test('choices are kept and seen by everything else', async () => {
    const client = await house.user();
    const wanted = {
      name: 'Анна', locale: 'en', time_zone: 'Asia/Almaty', theme: 'dark', hot_keys: false, active_system: 'SANDBOX',
    };
    const saved = await client.expect(200, 'PATCH', PROFILE, wanted);
    const { user } = await client.expect(200, 'GET', ME);
    for (const [name, value] of Object.entries(wanted))
      assert.deepEqual([saved[name], user[name]], [value, value], name);
    assert.match((await client.del('/api/v1/sessions/1')).json.detail, /There is no such thing/);
  });

  test('a form is taken, too', async () => {
    const client = await house.user();
    const res = await client.raw('PATCH', PROFILE, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'name=%D0%AF&hot_keys=off&locale=',
    });
    assert.equal(res.status, 200, res.text);
    assert.deepEqual([res.json.name, res.json.hot_keys, res.json.locale], ['Я', false, 'ru']);
  });
});

describe('people', () => {
  let admin;
  before(async () => { admin = await house.user({ role: 'admin', company: 'Люди' }); });

  test('are invited by an admin, by a link', async () => {
    const made = await admin.expect(201, 'POST', '/api/v1/users', {
      email: 'Anna@Luidi.by', name: 'Анна', role: 'recruiter', locale: 'en',
    });
    assert.equal(made.email, 'anna@luidi.by');
    const token = made.login_link.split('/login/#')[1];
    const anna = await house.anonymous().signIn(token);
    assert.equal(anna.user.company.id, admin.user.company.id);
    assert.equal(anna.user.locale, 'en');
    problem(await admin.post('/api/v1/users', { email: 'anna@luidi.by', role: 'member' }), 409, 'account.email_taken');
    const { login_link: second } = await admin.expect(200, 'POST', `/api/v1/users/${made.id}/login-link`);
    await house.anonymous().signIn(second.split('#')[1]);
  });

  test('bad input names the field', async () => {
    const cases = [[{ role: 'member' }, 'email:required'], [{ email: 'x', role: 'member' }, 'email:format'], [
      { email: 'a b@c.d', role: 'member' }, 'email:format',
    ],
      [{ email: 'a@b.c' }, 'role:required'], [{ email: 'a@b.c', role: 'god' }, 'role:choice'],
      [{ email: 'a@b.c', role: 'member', company_id: 1 }, 'company_id:unknown'],
      [{ email: `${'a'.repeat(252)}@b.c`, role: 'member' }, 'email:length']];
    for (const [body, wanted] of cases)
      assert.deepEqual(fields(await admin.post('/api/v1/users', body)), [wanted], JSON.stringify(body));
  });

  test('each role may what it may', async () => {
    const statuses = async (role) => {
      const client = await house.user({ role, company: 'Люди' });
      return [await client.get('/api/v1/users'), await client.post('/api/v1/users', {}), await client.patch(
        `/api/v1/users/${client.user.id}`, { role: 'admin' },
      ),
        await client.post(
          `/api/v1/users/${admin.user.id}/login-link`
        ), await client.get(PROFILE), await client.post('/api/v1/tokens', { name: 'x' })].map(({ status }) => status);
    };
    assert.deepEqual(await statuses('candidate'), [403, 403, 403, 403, 200, 403]);
    assert.deepEqual(await statuses('member'), [403, 403, 403, 403, 200, 201]);
    assert.deepEqual(await statuses('recruiter'), [403, 403, 403, 403, 200, 201]);
    assert.deepEqual(await statuses('manager'), [200, 403, 403, 403, 200, 201]);
  });

  test('of another company are not there', async () => {
    const stranger = await house.user({ role: 'admin', company: 'Чужие' });
    problem(await stranger.patch(`/api/v1/users/${admin.user.id}`, { active: false }), 404, 'absent');
    problem(await stranger.post(`/api/v1/users/${admin.user.id}/login-link`), 404, 'absent');
    const list = await stranger.expect(200, 'GET', '/api/v1/users');
    assert.deepEqual(list.map(({ id }) => id), [stranger.user.id]);
  });

  test('the last admin stays one', async () => {
    const only = await house.user({ role: 'admin', company: 'Один' });
    const path = `/api/v1/users/${only.user.id}`;
    problem(await only.patch(path, { role: 'member' }), 409, 'account.last_admin');
    problem(await only.patch(path, { active: false }), 409, 'account.last_admin');
    const second = await house.user({ role: 'admin', company: 'Один' });
    const both = await Promise.all([
      only.patch(path, { role: 'member' }), second.patch(`/api/v1/users/${second.user.id}`, { role: 'member' }),
    ]);
    const admins = await house.sql(
      'SELECT COUNT(*) AS n FROM user WHERE company_id = ? AND role = 5', [only.user.company.id],
    );
    assert.equal(admins[0].n, 1, both.map(({ text }) => text).join());
  });

  test('who is switched off loses sessions, keys and links', async () => {
    const gone = await house.user({ company: 'Люди' });
    const script = await gone.token();
    const link = await house.loginToken(gone.user.email);
    await admin.expect(200, 'PATCH', `/api/v1/users/${gone.user.id}`, { active: false });
    problem(await gone.get(ME), 401, 'auth');
    problem(await script.get(ME), 401, 'auth');
    problem(await house.anonymous().post(LINK, { token: link }), 401, 'account.link_expired');
    problem(await admin.post(`/api/v1/users/${gone.user.id}/login-link`), 409, 'account.user_inactive');
    await admin.expect(200, 'PATCH', `/api/v1/users/${gone.user.id}`, {
      active: true, role: 'manager', name: 'Вернулась',
    });
    problem(await gone.get(ME), 401, 'auth');
    const back = await house.anonymous().signIn(await house.loginToken(gone.user.email));
    assert.deepEqual([back.user.role, back.user.name], ['manager', 'Вернулась']);
  });

  test('are paged', async () => {
    const first = await admin.get('/api/v1/users?page_size=2');
    assert.equal(first.json.length, 2);
    const total = Number(first.headers['x-total-count']);
    const seen = first.json.map(({ id }) => id);
    let next = /<([^>]+)>; rel="next"/.exec(first.headers.link);
    while (next) {
      const page = await admin.get(next[1]);
      seen.push(...page.json.map(({ id }) => id));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.link ?? '');
    }
    assert.equal(new Set(seen).size, total);
    const second = await admin.expect(200, 'GET', '/api/v1/users?page_size=2&page=2');
    assert.deepEqual(second.map(({ id }) => id), seen.slice(2, 4));
    assert.deepEqual(fields(await admin.get('/api/v1/users?pagesize=2')), ['pagesize:unknown']);
    assert.deepEqual(fields(await admin.get('/api/v1/users?after=x')), ['after:cursor']);
  });
});

describe('what says nothing', () => {
  const BLANKS = [' ', '\t\n', '\u00a0', '\u200b\ufeff', '\u3000 \u2060'];

  test('is no name of a key or a person', async () => {
    const admin = await house.user({ role: 'admin', company: 'Пустоты' });
    for (const name of BLANKS) {
      assert.deepEqual(fields(await admin.post('/api/v1/tokens', { name })), ['name:required'], JSON.stringify(name));
      assert.deepEqual(fields(await admin.post('/api/v1/users', { email: name, role: 'member' })), ['email:required']);
    }
    const { name } = await admin.expect(200, 'PATCH', PROFILE, { name: ' \u00a0' });
    assert.equal(name, '');
  });

  test('null is no value of what always has one', async () => {
    const admin = await withPassword({ role: 'admin', company: 'Пустоты' });
    const person = await house.user({ company: 'Пустоты' });
    for (const [path, names] of [
      [PROFILE, ['name', 'locale', 'time_zone', 'theme', 'hot_keys', 'active_system']],
      [`/api/v1/users/${person.user.id}`, ['role', 'active', 'name']],
      ['/api/v1/security', ['session_idle_days', 'session_max_days', 'token_max_days']],
    ]) {
      for (const name of names) {
        const res = await admin.patch(path, { [name]: null });
        assert.deepEqual(fields(res), [`${name}:required`], `${path} ${name}`);
      }
    }
  });
});

describe('traces', () => {
  test('who came, who failed, what was changed', async () => {
    const client = await withPassword({ company: 'Следы' });
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

  test('the live channel is told to nginx alone', async () => {
    const client = await house.user();
    assert.equal((await client.get('/ws/auth')).status, 404);
  });
});

describe('the command line', () => {
  test('makes an admin once, gives links and keys', async () => {
    const first = await house.run('hirewire', [
      'create-admin', 'Boss@Cli.by', '--name', 'Босс', '--company', 'Командная',
    ]);
    assert.equal(first.code, 0, first.stderr);
    const second = await house.run(
      'hirewire', ['create-admin', 'boss@cli.by', '--password-file', '-'], { input: 'a long password\n' },
    );
    assert.equal(second.code, 0, second.stderr);
    problem(await house.anonymous().post(LINK, { token: 'x' }), 401, 'account.link_expired');
    const boss = await house.anonymous().signIn(second.stdout.trim().split('#')[1]);
    assert.deepEqual([boss.user.role, boss.user.name, boss.user.company.name], ['admin', 'Босс', 'Командная']);
    await house.anonymous().login('boss@cli.by', 'a long password');
    const token = await house.run('hirewire', ['token', 'boss@cli.by', '--scopes', 'read']);
    const script = house.anonymous();
    script.headers = { Authorization: `Bearer ${token.stdout.trim()}` };
    await script.expect(200, 'GET', '/api/v1/users');
    problem(await script.post('/api/v1/users', {}), 403, 'io.scope');
  });

  test('says what is wrong', async () => {
    const cases = [[[], /usage/], [['dance'], /no command dance/],
      ...['admins', 'migrate', 'rotate-key'].map((one) => [[one, 'now'], new RegExp(`${one} takes no arguments`)]),
      [['login-link'], /one e-mail/], [
      ['login-link', 'ghost@cli.by'], /no such person/,
    ],
      [['token', 'boss@cli.by', '--scopes', 'root'], /scopes/], [['create-admin', 'not an e-mail'], /email/],
      [['create-admin', 'a@b.c', '--colour', 'red'], /option/],
      [['create-admin', 'a@b.c', '--password-file', '/nonexistent'], /No such file/]];
    for (const [args, wanted] of cases) {
      const { code, stderr } = await house.run('hirewire', args);
      assert.notEqual(code, 0, args.join(' '));
      assert.match(stderr, wanted, args.join(' '));
    }
  });

  test('migrate is done, doctor finds all well, and trouble', async () => {
    const again = await house.run('hirewire', ['migrate']);
    assert.match(again.stdout, /^0 applied/);
    const well = await house.run('hirewire', ['doctor']);
    assert.equal(well.code, 0, well.stdout + well.stderr);
    assert.match(well.stdout, /OK {4}database/);
    const ill = await house.run('hirewire', ['doctor'], { env: { SECRET_KEY: 'short', PUSH_SOCKET: '' } });
    assert.equal(ill.code, 1);
    assert.match(ill.stdout, /FAIL {2}SECRET_KEY/);
    assert.match(ill.stdout, /FAIL {2}sockets/);
  });

  test('rotates the key of the stored keys', async () => {
    const client = await house.user();
    await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: SECRET });
    const fresh = { SECRET_KEY: 'another-secret-key-of-good-length', SECRET_KEY_OLD: house.conf('SECRET_KEY') };
    const lost = await house.run('hirewire', ['rotate-key'], { env: { SECRET_KEY: fresh.SECRET_KEY } });
    assert.equal(lost.code, 1);
    const done = await house.run('hirewire', ['rotate-key'], { env: fresh });
    assert.equal(done.code, 0, done.stdout + done.stderr);
    const well = await house.run('hirewire', ['doctor'], { env: { SECRET_KEY: fresh.SECRET_KEY } });
    assert.match(well.stdout, /OK {4}keys +\d+ stored, 0 do not open/);
    await house.run('hirewire', ['rotate-key'], { env: { SECRET_KEY_OLD: fresh.SECRET_KEY } });
  });
});
