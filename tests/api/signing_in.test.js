// signing_in: signing in, links that work once, passwords, guesses, sessions.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { LINK, LOGIN, ME, PASSWORD, PROFILE, origin, withPassword } from '../lib/account.js';
import { startHouse } from '../lib/house.js';
import { fields, problem } from '../lib/problem.js';

let house;
before(async () => { house = await startHouse({ env: { TRUSTED_PROXIES: '127.0.0.1' } }); });
after(() => house.stop());

describe('signing in', () => {
  test('by e-mail and password, whatever the case', async () => {
    const client = await withPassword(house);
    const res = await house.anonymous().post(
      LOGIN, { email: ` ${client.user.email.toUpperCase()} `, password: PASSWORD }, origin(house),
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
    const client = await withPassword(house);
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
    const client = await withPassword(house);
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
    const client = await withPassword(house);
    problem(await house.anonymous().post(LOGIN, { email: client.user.email, password: PASSWORD },
      { headers: { Origin: 'https://evil.example' } }), 403, 'io.origin');
  });

  test('the browser gets a new session, the old one ends', async () => {
    const client = await withPassword(house);
    const res = await client.post(LOGIN, { email: client.user.email, password: PASSWORD });
    assert.equal(res.status, 200, res.text);
    problem(await client.get(ME), 401, 'auth');
  });

  test('somebody switched off stays out', async () => {
    const client = await withPassword(house);
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
    const client = await withPassword(house);
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
    const client = await withPassword(house);
    const other = await house.anonymous().login(client.user.email, PASSWORD);
    const key = await client.token({ current_password: PASSWORD });
    const link = await house.loginToken(client.user.email);
    await client.expect(200, 'PATCH', PROFILE, { new_password: 'another one 43', current_password: PASSWORD });
    for (const one of [other, key]) problem(await one.get(ME), 401, 'auth');
    problem(await house.anonymous().post(LINK, { token: link }), 401, 'account.link_expired');
    assert.deepEqual(await client.expect(200, 'GET', '/api/v1/tokens'), []);
  });

  test('leaves the API keys to whoever wants to keep them', async () => {
    const client = await withPassword(house);
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
    const client = await withPassword(house, { role: 'admin' });
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
    const client = await withPassword(house);
    const [key, other] = [await client.token({ current_password: PASSWORD }), await withPassword(house)];
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
    const client = await withPassword(house);
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
    const client = await withPassword(house);
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
    const client = await withPassword(house);
    for (let i = 0; i < 6; i++) await guess(client.user.email, '127.0.0.9');
    await hold();
    problem(await guess(client.user.email, '127.0.0.9'), 429, 'account.login_throttled');
    assert.equal((await right(client)).status, 200);
    problem(await guess(client.user.email, '127.0.0.9'), 429, 'account.login_throttled');
  });

  test('all strangers together have a slow budget; a known browser and a link pass', async () => {
    const client = await withPassword(house);
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
    const client = await withPassword(house);
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
    const [client, other] = [await withPassword(house), await withPassword(house)];
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
    const client = await withPassword(house);
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
    const client = await withPassword(house);
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

  test('says which methods an address takes', async () => {
    const client = await house.user();
    const res = await client.put(PROFILE, {});
    assert.equal(res.status, 405);
    assert.match(res.headers.allow, /GET.*PATCH/);
  });
});
