// second factor: one-time passwords of an app, recovery codes, what they guard and who can take them away.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { fields, problem } from '../lib/problem.js';
import { codeOf } from '../lib/totp.js';

const LOGIN = '/api/v1/auth/login';
const LINK = '/api/v1/auth/link';
const PROFILE = '/api/v1/profile';
const FACTOR = '/api/v1/second-factor';
const PASSWORD = 'верный пароль 42';

let house;
before(async () => { house = await startHouse(); });
after(() => house.stop());
afterEach(() => house.sql('DELETE FROM login_try'));


// Codes are taken once: a test starts with none taken.
const anew = (client) => house.sql('UPDATE second_factor SET last_step = 0 WHERE user_id = ?', [client.user.id]);

async function guarded(opts) {
  const client = await house.user(opts);
  await client.expect(200, 'PATCH', PROFILE, { new_password: PASSWORD });
  const { secret } = await client.expect(201, 'POST', FACTOR, { current_password: PASSWORD });
  const { recovery_codes: codes } = await client.expect(200, 'POST', `${FACTOR}/confirm`, { code: codeOf(secret) });
  await anew(client);
  return { client, secret, codes, email: client.user.email };
}

const enter = (
  email, code, password = PASSWORD
) => house.anonymous().post(LOGIN, { email, password, ...(code && { code }) });

describe('an app of one-time passwords', () => {
  test('is set up with the password, a picture and a first code', async () => {
    const client = await house.user();
    await client.expect(200, 'PATCH', PROFILE, { new_password: PASSWORD });
    const other = await house.anonymous().login(client.user.email, PASSWORD);
    assert.deepEqual(await client.expect(200, 'GET', FACTOR), {
      on: false, confirmed_at: null, passkeys: 0, recovery_codes_left: 0,
    });
    assert.deepEqual(fields(await client.post(FACTOR, {})), ['current_password:required']);
    const first = await client.expect(201, 'POST', FACTOR, { current_password: PASSWORD });
    const { secret, uri, qr } = await client.expect(201, 'POST', FACTOR, { current_password: PASSWORD });
    assert.notEqual(first.secret, secret);
    assert.match(secret, /^[A-Z2-7]{32}$/);
    assert.equal(uri, `otpauth://totp/Hirewire:${client.user.email}?secret=${secret}&issuer=Hirewire`);
    assert.ok(qr.length >= 21 && qr.every((row) => row.length === qr.length && /^[01]+$/.test(row)));
    assert.ok(qr[0].startsWith('1111111'), 'the corner of a QR code');
    assert.equal((await client.expect(200, 'GET', FACTOR)).on, false);
    assert.equal((await enter(client.user.email)).status, 200, 'not on before the first code');
    for (const wrong of ['000000', codeOf(first.secret)])
      assert.deepEqual(fields(await client.post(`${FACTOR}/confirm`, { code: wrong })), ['code:account.code']);
    const { recovery_codes: codes } = await client.expect(200, 'POST', `${FACTOR}/confirm`, { code: codeOf(secret) });
    assert.equal(new Set(codes).size, 10);
    for (const code of codes) assert.match(code, /^[a-z2-9]{5}-[a-z2-9]{5}$/);
    problem(await other.get('/api/v1/auth/me'), 401, 'auth');
    const state = await client.expect(200, 'GET', FACTOR);
    assert.deepEqual([state.on, state.recovery_codes_left], [true, 10]);
    problem(await client.post(FACTOR, { current_password: PASSWORD }), 409, 'account.factor_on');
    const rows = JSON.stringify([
      await house.sql('SELECT * FROM second_factor'), await house.sql('SELECT * FROM recovery_code'),
    ]);
    assert.ok(!rows.includes(secret) && !codes.some((code) => rows.includes(code)));
    for (const { name, text } of house.logs()) assert.ok(!text.includes(secret), name);
  });

  test('is asked for at the sign-in, and a code works once', async () => {
    const { secret, email } = await guarded();
    problem(await enter(email), 401, 'account.code_needed');
    problem(await enter(email, '', PASSWORD), 401, 'account.code_needed');
    problem(await enter(email, codeOf(secret), 'not the password'), 401, 'account.login');
    problem(await enter(email, '123456'), 401, 'account.code');
    problem(await enter(email, codeOf(secret, -5)), 401, 'account.code');
    const code = codeOf(secret);
    assert.equal((await enter(email, code)).status, 200);
    problem(await enter(email, code), 401, 'account.code');
    problem(await enter(email, codeOf(secret, -1)), 401, 'account.code');
    assert.equal((await enter(email, codeOf(secret, 1))).status, 200, 'a clock that is ahead by a step');
  });

  test('of two at once with one code one comes in', async () => {
    const { secret, email } = await guarded();
    const code = codeOf(secret);
    const all = await Promise.all([1, 2, 3].map(() => enter(email, code)));
    assert.deepEqual(all.map(({ status }) => status).sort(), [200, 401, 401]);
  });

  test('is asked for after a link, too, which stays good until then', async () => {
    const { secret, email } = await guarded();
    const token = await house.loginToken(email);
    problem(await house.anonymous().post(LINK, { token }), 401, 'account.code_needed');
    problem(await house.anonymous().post(LINK, { token, code: '123456' }), 401, 'account.code');
    assert.equal((await house.anonymous().post(LINK, { token, code: codeOf(secret) })).status, 200);
    problem(await house.anonymous().post(LINK, { token, code: codeOf(secret, 1) }), 401, 'account.link_expired');
  });

  test('codes cannot be guessed without end', async () => {
    const { email } = await guarded();
    const seen = [];
    for (let i = 0; i < 8; i++) {
      seen.push((await enter(email, String(100000 + i))).status);
      await house.sql('UPDATE login_try SET until_at = NOW(3) + INTERVAL 1 HOUR WHERE until_at IS NOT NULL');
    }
    assert.deepEqual([seen[0], seen[7]], [401, 429]);
  });
});

describe('recovery codes', () => {
  test('work once each, whatever the case', async () => {
    const { codes, email, client } = await guarded();
    assert.equal((await enter(email, codes[0].toUpperCase().replace('-', ' '))).status, 200);
    problem(await enter(email, codes[0]), 401, 'account.code');
    assert.equal((await enter(email, codes[1].replace('-', ''))).status, 200);
    assert.equal((await client.expect(200, 'GET', FACTOR)).recovery_codes_left, 8);
  });

  test('are made anew with the password; the former ones end', async () => {
    const { client, codes, email } = await guarded();
    assert.deepEqual(fields(await client.post(`${FACTOR}/recovery-codes`, {})), ['current_password:required']);
    const { recovery_codes: fresh } = await client.expect(
      200, 'POST', `${FACTOR}/recovery-codes`, { current_password: PASSWORD },
    );
    problem(await enter(email, codes[0]), 401, 'account.code');
    assert.equal((await enter(email, fresh[0])).status, 200);
    const none = await house.user();
    problem(await none.post(`${FACTOR}/recovery-codes`, {}), 409, 'account.factor_off');
  });
});

describe('it is taken away', () => {
  test('by its owner, with the password', async () => {
    const { client, email } = await guarded();
    assert.deepEqual(
      fields(await client.post(`${FACTOR}/remove`, { current_password: 'guess' })),
      ['current_password:account.password'],
    );
    await client.expect(204, 'POST', `${FACTOR}/remove`, { current_password: PASSWORD });
    assert.equal((await enter(email)).status, 200);
  });

  test('by an admin, with the password of the one who lost it; by the command line', async () => {
    const admin = await house.user({ role: 'admin' });
    const { client } = await guarded();
    const { login_link: link } = await admin.expect(200, 'POST', `/api/v1/users/${client.user.id}/reset-password`, {});
    assert.equal((await house.anonymous().post(LINK, { token: link.split('#')[1] })).status, 200);
    const second = await guarded();
    const done = await house.run('hirewire', ['reset-password', second.email]);
    assert.equal((await house.anonymous().post(LINK, { token: /#([\w-]+)/.exec(done.stdout)[1] })).status, 200);
  });

  test('by no API key', async () => {
    const { client } = await guarded();
    const key = await client.token({ current_password: PASSWORD });
    for (const [path, body] of [
      ['', {}], ['/confirm', { code: '123456' }], ['/recovery-codes', {}], ['/remove', { current_password: PASSWORD }],
    ]) {
      problem(await key.post(`${FACTOR}${path}`, body), 403, 'account.session_only');
    }
  });
});

test('without a password the code confirms what opens another way in', async () => {
  const client = await house.user();
  const { secret } = await client.expect(201, 'POST', FACTOR, {});
  await client.expect(200, 'POST', `${FACTOR}/confirm`, { code: codeOf(secret) });
  await anew(client);
  assert.deepEqual(fields(await client.post('/api/v1/tokens', { name: 'x' })), ['code:required']);
  assert.deepEqual(fields(await client.post('/api/v1/tokens', { name: 'x', code: '123456' })), ['code:account.code']);
  await client.expect(201, 'POST', '/api/v1/tokens', { name: 'x', code: codeOf(secret) });
});

test('its stored key turns with SECRET_KEY', async () => {
  const { secret, email } = await guarded();
  const fresh = { SECRET_KEY: 'another-secret-key-of-good-length', SECRET_KEY_OLD: house.conf('SECRET_KEY') };
  assert.match(
    (await house.run('hirewire', ['rotate-key'], { env: fresh })).stdout, /^[1-9]\d* sealed anew, 0 do not open/,
  );
  const back = { SECRET_KEY_OLD: fresh.SECRET_KEY };
  assert.match((await house.run('hirewire', ['rotate-key'], { env: back })).stdout, / 0 do not open/);
  assert.equal((await enter(email, codeOf(secret))).status, 200);
});

test('traces: on, off, wrong and recovery codes', async () => {
  const { client, codes, email } = await guarded({ company: 'Шаги' });
  await enter(email, '123456');
  await enter(email, codes[0]);
  await client.expect(204, 'POST', `${FACTOR}/remove`, { current_password: PASSWORD });
  const rows = await house.sql('SELECT action FROM audit WHERE company_id = ? ORDER BY id', [client.user.company.id]);
  assert.deepEqual(rows.map(({ action }) => action),
    [
      'user.login_link', 'login.link', 'password.change', 'second_factor.on', 'login.code_failed',
      'login.recovery_code', 'login', 'second_factor.off',
    ]);
});
