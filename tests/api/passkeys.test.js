// passkeys: registered, named and removed by their owner; a sign-in without a password; the second step after one; what
// browsers and authenticators are known to send, and what must be refused.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Authenticator, b64, cbor } from '../lib/authenticator.js';
import { startHouse } from '../lib/house.js';
import { fields, problem } from '../lib/problem.js';
import { codeOf } from '../lib/totp.js';

const KEYS = '/api/v1/passkeys';
const LOGIN = '/api/v1/auth/login';
const ASK = '/api/v1/auth/passkey/options';
const ENTER = '/api/v1/auth/passkey';
const PASSWORD = 'верный пароль 42';

let house;
before(async () => { house = await startHouse({ env: { TRUSTED_PROXIES: '127.0.0.1' } }); });
after(() => house.stop());
afterEach(() => house.sql('DELETE FROM login_try'));

const device = (opts) => new Authenticator({ origin: house.url, ...opts });

async function person(opts) {
  const client = await house.user(opts);
  await client.expect(200, 'PATCH', '/api/v1/profile', { new_password: PASSWORD });
  return client;
}

const begin = (client) => client.expect(200, 'POST', `${KEYS}/options`, { current_password: PASSWORD });

// A person and their passkey: {client, key, made}. bend: as Authenticator.create.
async function keyed({ client, bend, ...opts } = {}) {
  const who = client ?? await person();
  const key = device(opts);
  const made = await who.expect(201, 'POST', KEYS, { name: 'Телефон', credential: key.create(await begin(who), bend) });
  return { client: who, key, made };
}

// A browser at the sign-in: its cookie goes along.
async function asked(body = {}) {
  const browser = house.anonymous();
  const res = await browser.post(ASK, body);
  assert.equal(res.status, 200, res.text);
  browser.headers = { Cookie: /hw_passkey=[^;]*/.exec(String(res.headers['set-cookie']))[0] };
  return { browser, options: res.json };
}

async function enter(key, bend) {
  const { browser, options } = await asked();
  return browser.post(ENTER, { credential: key.get(options, bend) });
}

describe('a passkey is made', () => {
  test('with the password, and the first one brings recovery codes and signs the other browsers out', async () => {
    const client = await person({ name: 'Анна Ковалёва' });
    const other = await house.anonymous().login(client.user.email, PASSWORD);
    assert.deepEqual(fields(await client.post(`${KEYS}/options`, {})), ['current_password:required']);
    assert.deepEqual(
      fields(await client.post(`${KEYS}/options`, { current_password: 'guess' })),
      ['current_password:account.password'],
    );
    const options = await begin(client);
    assert.deepEqual(options.rp, { id: '127.0.0.1', name: 'Hirewire' });
    assert.deepEqual([options.user.name, options.user.displayName], [client.user.email, 'Анна Ковалёва']);
    assert.match(options.user.id, /^[\w-]{43}$/);
    assert.match(options.challenge, /^[\w-]{43}$/);
    assert.deepEqual(options.pubKeyCredParams.map(({ alg }) => alg), [-7, -8, -257]);
    assert.deepEqual([options.attestation, options.excludeCredentials], ['none', []]);
    const key = device();
    const {
      passkey, recovery_codes: codes,
    } = await client.expect(201, 'POST', KEYS, { name: 'Телефон', credential: key.create(options) });
    assert.deepEqual([passkey.name, passkey.backed_up, passkey.used_at], ['Телефон', false, null]);
    assert.equal(codes.length, 10);
    problem(await other.get('/api/v1/auth/me'), 401, 'auth');
    const second = await begin(client);
    assert.deepEqual(second.excludeCredentials, [
      { type: 'public-key', id: b64(key.id), transports: ['internal', 'hybrid'] },
    ]);
    assert.equal(second.user.id, options.user.id, 'one person is one to all authenticators');
    const more = await client.expect(201, 'POST', KEYS, {
      name: 'Ключ', credential: device({ kind: 'EdDSA' }).create(second),
    });
    assert.equal(more.recovery_codes, undefined);
    assert.deepEqual((await client.expect(200, 'GET', KEYS)).map(({ name }) => name), ['Телефон', 'Ключ']);
    assert.deepEqual(await client.expect(200, 'GET', '/api/v1/second-factor'), {
      on: false, confirmed_at: null, passkeys: 2, recovery_codes_left: 10,
    });
  });

  test('of every kind that is offered, and signs in', async () => {
    for (const kind of ['ES256', 'EdDSA', 'RS256']) {
      const { client, key } = await keyed({ kind });
      const res = await enter(key);
      assert.equal(res.status, 200, `${kind}: ${res.text}`);
      assert.equal(res.json.user.id, client.user.id);
      assert.notEqual((await client.expect(200, 'GET', KEYS))[0].used_at, null);
    }
  });

  test('named anew, by its owner alone', async () => {
    const { client, made } = await keyed();
    const stranger = await house.user();
    const path = `${KEYS}/${made.passkey.id}`;
    assert.equal((await client.expect(200, 'PATCH', path, { name: 'Ноутбук' })).name, 'Ноутбук');
    assert.equal((await client.expect(200, 'PATCH', path, { name: 'Ноутбук' })).name, 'Ноутбук');
    assert.deepEqual(fields(await client.patch(path, { name: '' })), ['name:required']);
    problem(await stranger.patch(path, { name: 'x' }), 404, 'absent');
    problem(await stranger.post(`${path}/remove`, {}), 404, 'absent');
    assert.deepEqual(await stranger.expect(200, 'GET', KEYS), []);
  });

  test('twenty times at most', async () => {
    const { client, key } = await keyed();
    const late = await begin(client);
    await house.sql('INSERT INTO passkey (user_id, credential, algorithm, public_key, name, counter, backed_up) '
      + 'SELECT user_id, CONCAT(credential, seq), algorithm, public_key, name, 0, 0 FROM passkey, seq_1_to_19 WHERE ' +
      'user_id = ?', [client.user.id]);
    problem(await client.post(`${KEYS}/options`, { current_password: PASSWORD }), 409, 'account.passkey_limit');
    problem(await client.post(KEYS, { name: 'x', credential: device().create(late) }), 409, 'account.passkey_limit');
    assert.equal((await enter(key)).status, 200);
  });

  test('by no API key', async () => {
    const { client, made } = await keyed();
    const script = await client.token({ current_password: PASSWORD });
    for (const [method, path, body] of [
      ['POST', '/options', { current_password: PASSWORD }], ['POST', '', { name: 'x', credential: {} }],
      ['PATCH', `/${made.passkey.id}`, { name: 'x' }],
      ['POST', `/${made.passkey.id}/remove`, { current_password: PASSWORD }],
    ]) problem(await script.send(method, KEYS + path, body), 403, 'account.session_only');
  });
});

describe('what browsers and authenticators are known to send', () => {
  test('padded base64url, and members that nobody asked for', async () => {
    const pad = (text) => text + '='.repeat((4 - text.length % 4) % 4);
    const client = await person();
    const key = device();
    const credential = key.create(await begin(client));
    credential.id = pad(credential.id);
    credential.response.attestationObject = pad(credential.response.attestationObject);
    credential.response.clientDataJSON = pad(credential.response.clientDataJSON);
    Object.assign(credential.response, { publicKey: 'AAAA', publicKeyAlgorithm: -7, authenticatorData: 'AAAA' });
    credential.clientExtensionResults = { credProps: { rk: true } };
    await client.expect(201, 'POST', KEYS, { name: 'x', credential });
    const { browser, options } = await asked();
    const answer = key.get({ ...options, challenge: pad(options.challenge) }, {
      client: { other_keys_can_be_added_here: 'do not compare' },
    });
    answer.response.userHandle = pad(answer.response.userHandle);
    assert.equal((await browser.post(ENTER, { credential: answer })).status, 200);
  });

  test('a counter that is 0 for ever; one that goes back is a copy, and is written down', async () => {
    const still = await keyed({ counts: false });
    assert.equal((await enter(still.key)).status, 200);
    assert.equal((await enter(still.key)).status, 200);
    const { client, key } = await keyed();
    assert.equal((await enter(key, { counter: 7 })).status, 200);
    for (const counter of [7, 6, 0]) problem(await enter(key, { counter }), 401, 'account.passkey_counter');
    assert.equal((await enter(key, { counter: 8 })).status, 200);
    const rows = await house.sql("SELECT user_id FROM audit WHERE action = 'login.passkey_copied'");
    assert.deepEqual(rows.map(({ user_id: id }) => id), [client.user.id, client.user.id, client.user.id]);
    const first = await keyed({ counts: false });
    assert.equal((await enter(first.key, { counter: 1 })).status, 200, 'it may begin to count');
  });

  test('an empty user handle or none; never another person\'s', async () => {
    const { client, key } = await keyed();
    for (const handle of ['', null]) assert.equal((await enter(key, { handle })).status, 200);
    const other = await keyed();
    for (const handle of [other.key.handle, b64(String(client.user.id)), 'AAAA'])
      problem(await enter(key, { handle }), 401, 'account.passkey');
  });

  test('transports that nobody knows yet, or none', async () => {
    for (const [sent, kept] of [
      [['cable', 'internal'], ['cable', 'internal']], [['hybrid', 'smart-card'], ['hybrid', 'smart-card']],
      [['', 'usb', 7, null, 'x'.repeat(21), 'НФЦ'], ['usb']], [[], undefined], [null, undefined], ['usb', undefined],
      [Array(500).fill('nfc'), Array(8).fill('nfc')],
    ]) {
      const { client } = await keyed({ bend: { transports: sent } });
      assert.deepEqual((await begin(client)).excludeCredentials[0].transports, kept);
    }
  });

  test('backup flags that change; backed up without being able to is refused', async () => {
    const { client, key } = await keyed();
    assert.equal((await enter(key, { flags: ['present', 'verified', 'eligible', 'backedUp'] })).status, 200);
    assert.equal((await client.expect(200, 'GET', KEYS))[0].backed_up, true);
    assert.equal((await enter(key)).status, 200);
    problem(await enter(key, { flags: ['present', 'verified', 'backedUp'] }), 401, 'io.webauthn');
  });

  test('extensions of security keys, and statements about the maker', async () => {
    const tail = cbor({ credProtect: 2, 'hmac-secret': true });
    await keyed({ bend: { flags: ['present', 'verified', 'extensions'], tail } });
    for (const fmt of ['packed', 'apple', 'android-key', 'tpm'])
      await keyed({ bend: { fmt, attStmt: { alg: -7, sig: Buffer.alloc(8) } } });
  });

  test('a key of somebody is nobody else\'s', async () => {
    const { key } = await keyed();
    const thief = await person();
    problem(
      await thief.post(KEYS, { name: 'x', credential: key.create(await begin(thief)) }), 409, 'account.passkey_known',
    );
    assert.equal((await thief.expect(200, 'GET', KEYS)).length, 0);
    assert.equal((await enter(key)).status, 401, 'it has another handle now');
    const twice = await Promise.all([person(), person()]);
    const fresh = device();
    const all = await Promise.all(twice.map(async (who) => who.post(KEYS, {
      name: 'x', credential: fresh.create(await begin(who)),
    })));
    assert.deepEqual(all.map(({ status }) => status).sort(), [201, 409]);
  });
});

describe('a registration is refused', () => {
  const refused = async (bend, code = 'io.webauthn', opts = {}) => {
    const client = await person();
    const res = await client.post(KEYS, { name: 'x', credential: device(opts).create(await begin(client), bend) });
    assert.equal(res.status, 400, res.text);
    assert.deepEqual(fields(res), [`credential:${code}`]);
    assert.deepEqual(await client.expect(200, 'GET', KEYS), []);
  };

  test('made for another page, deed or site', async () => {
    await refused({ client: { origin: 'https://evil.example' } }, 'io.webauthn_origin');
    await refused({ client: { origin: house.url.replace(/:\d+$/, '') } }, 'io.webauthn_origin');
    await refused({ client: { origin: `${house.url}/` } }, 'io.webauthn_origin');
    await refused({ client: { type: 'webauthn.get' } });
    await refused({ client: { crossOrigin: true } });
    await refused({ rpId: 'evil.example' });
  });

  test('untouched, of another algorithm, or without a key', async () => {
    await refused({ flags: ['verified'] });
    await refused({}, 'io.webauthn', { kind: 'ES384' });
    await refused({ cose: cbor({}) });
    await refused({ cose: Buffer.alloc(0) });
  });

  test('with CBOR that would cost memory or stack', async () => {
    const bombs = [
      Buffer.from('9aefffffff', 'hex'), Buffer.from('bb7fffffffffffffff', 'hex'),
      Buffer.from('5bffffffffffffffff', 'hex'),
      Buffer.from('81'.repeat(1500), 'hex'), Buffer.from('9f', 'hex'), Buffer.from('bf61', 'hex'),
      Buffer.from('c0'.repeat(500), 'hex'),
      Buffer.from('a1', 'hex'), Buffer.alloc(1), cbor({ authData: 'text' }), cbor({ authData: Buffer.alloc(36) }),
      cbor({ fmt: 'none' }),
    ];
    for (const attestation of bombs) await refused({ attestation });
    for (const cose of bombs.slice(0, 7)) await refused({ cose });
    await refused({ flags: ['present', 'extensions'], tail: bombs[0] });
    const { key } = await keyed();
    for (const tail of bombs.slice(0, 7)) {
      problem(await enter(key, { flags: ['present', 'verified', 'extensions'], tail }), 401, 'io.webauthn');
      await house.sql('DELETE FROM login_try');
    }
    const [worker] = house.pids('security');
    assert.ok(worker, 'the program lives');
  });

  test('a challenge is used once, within minutes, by the session that asked', async () => {
    const client = await person();
    const options = await begin(client);
    await client.expect(201, 'POST', KEYS, { name: 'x', credential: device().create(options) });
    const again = await client.post(KEYS, { name: 'x', credential: device().create(options) });
    assert.deepEqual(fields(again), ['credential:account.passkey_late']);
    const other = await person();
    const foreign = await other.post(KEYS, { name: 'x', credential: device().create(await begin(client)) });
    assert.deepEqual(fields(foreign), ['credential:account.passkey_late']);
    const old = await begin(client);
    await house.sql('UPDATE passkey_challenge SET expires_at = NOW(3)');
    assert.deepEqual(
      fields(await client.post(KEYS, { name: 'x', credential: device().create(old) })),
      ['credential:account.passkey_late'],
    );
    const { options: entering } = await asked();
    const crossed = await client.post(KEYS, {
      name: 'x', credential: device().create({ ...await begin(client), challenge: entering.challenge }),
    });
    assert.deepEqual(fields(crossed), ['credential:account.passkey_late']);
  });

  test('members that are missing, of another type or too long are named', async () => {
    const client = await person();
    const good = device().create(await begin(client));
    const cases = [
      [{ name: 'x' }, 'credential:required'],
      [{ name: 'x', credential: { ...good, id: undefined } }, 'credential.id:required'],
      [{ name: 'x', credential: { ...good, id: 7 } }, 'credential.id:type'],
      [{ name: 'x', credential: { ...good, id: '' } }, 'credential.id:account.base64'],
      [{ name: 'x', credential: { ...good, id: b64(Buffer.alloc(1024)) } }, 'credential.id:account.base64'],
      [{ name: 'x', credential: { ...good, id: 'a+b/' } }, 'credential.id:account.base64'],
      [{ name: 'x', credential: { ...good, response: undefined } }, 'credential.response:required'],
      [{ name: 'x', credential: { ...good, response: { ...good.response, clientDataJSON: b64(Buffer.alloc(4097)) } } },
        'credential.response.clientDataJSON:account.base64'],
      [{
        name: 'x', credential: { ...good, response: { ...good.response, attestationObject: b64(Buffer.alloc(16385)) } },
      },
        'credential.response.attestationObject:account.base64'],
      [{ credential: good }, 'name:required'],
      [{ name: 'y'.repeat(101), credential: good }, 'name:length'],
    ];
    for (const [body, want] of cases) {
      const res = await client.post(KEYS, body);
      assert.equal(res.status, 400, want);
      assert.deepEqual(fields(res), [want]);
    }
    for (const json of [
      '', '{', '[]', '"x"', '{"type":"webauthn.create","type":"x"}', '['.repeat(2000), '{"type":"webauthn.create"}',
      '\u0000',
    ]) {
      const credential = { ...good, response: { ...good.response, clientDataJSON: b64(json) || 'AA' } };
      assert.deepEqual(
        fields(await client.post(KEYS, { name: 'x', credential })), ['credential:io.webauthn'], json.slice(0, 40),
      );
    }
  });
});

describe('a sign-in without a password', () => {
  test('asks for any passkey of this site that checks its owner', async () => {
    const { options } = await asked();
    assert.deepEqual([options.rpId, options.userVerification, options.allowCredentials], ['127.0.0.1', 'required', []]);
    const { key } = await keyed();
    problem(await enter(key, { flags: ['present'] }), 401, 'account.passkey_unverified');
    problem(await enter(key, { flags: ['verified'] }), 401, 'io.webauthn');
  });

  test('refuses what is of another page, deed, site, key or browser', async () => {
    const { key } = await keyed();
    problem(await enter(key, { client: { origin: 'https://evil.example' } }), 401, 'io.webauthn_origin');
    problem(await enter(key, { client: { type: 'webauthn.create' } }), 401, 'io.webauthn');
    problem(await enter(key, { client: { crossOrigin: true } }), 401, 'io.webauthn');
    problem(await enter(key, { rpId: 'evil.example' }), 401, 'io.webauthn');
    problem(await enter(key, { keys: device().keys }), 401, 'io.webauthn');
    problem(await enter(device()), 401, 'account.passkey');
    await house.sql('DELETE FROM login_try');
    const mine = await asked();
    const theirs = await asked();
    problem(await theirs.browser.post(ENTER, { credential: key.get(mine.options) }), 401, 'account.passkey_late');
    problem(await house.anonymous().post(ENTER, { credential: key.get(mine.options) }), 401, 'account.passkey_late');
    const answer = key.get(mine.options);
    assert.equal((await mine.browser.post(ENTER, { credential: answer })).status, 200);
    problem(await mine.browser.post(ENTER, { credential: answer }), 401, 'account.passkey_late');
  });

  test('its cookie is for this host alone, Secure under https', async () => {
    const cookie = async (headers) => (await house.anonymous().post(ASK, {}, { headers })).headers['set-cookie'];
    assert.match(String(await cookie({})), /^hw_passkey=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=3600$/);
    const [safe] = await cookie({ 'X-Forwarded-Proto': 'https' });
    assert.match(safe, /^__Host-hw_passkey=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure$/);
  });

  test('two pages of one browser do not disturb each other', async () => {
    const { key } = await keyed();
    const { browser, options } = await asked();
    const later = (await browser.post(ASK, {})).json;
    assert.equal((await browser.post(ENTER, { credential: key.get(options) })).status, 200);
    assert.equal((await browser.post(ENTER, { credential: key.get(later) })).status, 200);
  });

  test('of a person who was switched off, or whose passkey was removed, is refused', async () => {
    const { client, key, made } = await keyed();
    await house.sql('UPDATE user SET active = 0 WHERE id = ?', [client.user.id]);
    problem(await enter(key), 401, 'account.passkey');
    await house.sql('UPDATE user SET active = 1 WHERE id = ?', [client.user.id]);
    await client.expect(204, 'POST', `${KEYS}/${made.passkey.id}/remove`, { current_password: PASSWORD });
    problem(await enter(key), 401, 'account.passkey');
  });

  test('is not tried without end', async () => {
    const key = device();
    const seen = [];
    for (let i = 0; i < 8; i++) {
      seen.push((await enter(key)).status);
      await house.sql('UPDATE login_try SET until_at = NOW(3) + INTERVAL 1 HOUR WHERE until_at IS NOT NULL');
    }
    assert.deepEqual([seen[0], seen[7]], [401, 429]);
  });
});

describe('the second step', () => {
  const ask = (email, password = PASSWORD) => house.anonymous().post(ASK, { email, password });
  const enterBoth = async (email, key, bend) => {
    const { browser, options } = await asked({ email, password: PASSWORD });
    return browser.post(LOGIN, { email, password: PASSWORD, passkey: key.get(options, bend) });
  };

  test('is a passkey of this person or a recovery code; it need not check its owner', async () => {
    const { client, key, made } = await keyed();
    const { email } = client.user;
    const { options } = await asked({ email, password: PASSWORD });
    assert.deepEqual(
      [options.userVerification, options.allowCredentials.map(({ id }) => id)], ['preferred', [b64(key.id)]],
    );
    problem(await house.anonymous().post(LOGIN, { email, password: PASSWORD }), 401, 'account.passkey_needed');
    problem(await house.anonymous().post(LOGIN, { email, password: PASSWORD, code: '123456' }), 401, 'account.code');
    assert.equal((await enterBoth(email, key, { flags: ['present'] })).status, 200);
    assert.equal(
      (await house.anonymous().post(LOGIN, { email, password: PASSWORD, code: made.recovery_codes[0] })).status, 200,
    );
    const stranger = await keyed();
    problem(await enterBoth(email, stranger.key), 401, 'account.passkey');
    problem(await enterBoth(email, key, { client: { origin: 'https://evil.example' } }), 401, 'io.webauthn_origin');
  });

  test('is asked for with the right password alone, and a right one forgets no wrong ones', async () => {
    const { client } = await keyed();
    const { email } = client.user;
    problem(await ask(email, 'guess'), 401, 'account.login');
    problem(await ask('nobody@test.local'), 401, 'account.login');
    const seen = [];
    for (let i = 0; i < 8; i++) {
      assert.notEqual((await ask(email)).status, 401);
      seen.push((await house.anonymous().post(LOGIN, { email, password: PASSWORD, code: '123456' })).status);
      await house.sql('UPDATE login_try SET until_at = NOW(3) + INTERVAL 1 HOUR WHERE until_at IS NOT NULL');
    }
    assert.deepEqual([seen[0], seen[7]], [401, 429]);
  });

  test('is asked for after a link, too, which stays good until then', async () => {
    const { client, key } = await keyed();
    const token = await house.loginToken(client.user.email);
    problem(await house.anonymous().post('/api/v1/auth/link', { token }), 401, 'account.passkey_needed');
    const { browser, options } = await asked({ token });
    assert.equal(options.allowCredentials.length, 1);
    assert.equal((await browser.post('/api/v1/auth/link', { token, passkey: key.get(options) })).status, 200);
    problem(await house.anonymous().post(ASK, { token }), 401, 'account.link_expired');
  });

  test('an app of codes beside it is as good; without both no code is left', async () => {
    const { client, key, made } = await keyed();
    const { secret } = await client.expect(201, 'POST', '/api/v1/second-factor', { current_password: PASSWORD });
    await client.expect(200, 'POST', '/api/v1/second-factor/confirm', { code: codeOf(secret) });
    await house.sql('UPDATE second_factor SET last_step = 0 WHERE user_id = ?', [client.user.id]);
    const { email } = client.user;
    assert.equal(
      (await house.anonymous().post(LOGIN, { email, password: PASSWORD, code: codeOf(secret) })).status, 200,
    );
    assert.equal((await enterBoth(email, key)).status, 200);
    await client.expect(204, 'POST', '/api/v1/second-factor/remove', { current_password: PASSWORD });
    assert.equal((await client.expect(200, 'GET', '/api/v1/second-factor')).recovery_codes_left, 10);
    const other = await enterBoth(email, key);
    assert.equal(other.status, 200);
    await client.expect(204, 'POST', `${KEYS}/${made.passkey.id}/remove`, { current_password: PASSWORD });
    assert.equal((await client.expect(200, 'GET', '/api/v1/second-factor')).recovery_codes_left, 0);
    const left = await house.sql('SELECT COUNT(*) n FROM session WHERE user_id = ?', [client.user.id]);
    assert.deepEqual(left, [{ n: 1 }], 'the other browsers are signed out');
    assert.equal((await house.anonymous().post(LOGIN, { email, password: PASSWORD })).status, 200);
  });

  test('an admin takes it away with the password', async () => {
    const admin = await house.user({ role: 'admin' });
    const { client, key } = await keyed();
    const { login_link: link } = await admin.expect(200, 'POST', `/api/v1/users/${client.user.id}/reset-password`, {});
    assert.equal((await house.anonymous().post('/api/v1/auth/link', { token: link.split('#')[1] })).status, 200);
    problem(await enter(key), 401, 'account.passkey');
  });
});

test('without a password a sign-in not long ago is the proof', async () => {
  const client = await house.user();
  const key = device();
  await client.expect(201, 'POST', KEYS, {
    name: 'x', credential: key.create(await client.expect(200, 'POST', `${KEYS}/options`, {})),
  });
  await house.sql('UPDATE session SET created_at = NOW(3) - INTERVAL 1 HOUR WHERE user_id = ?', [client.user.id]);
  problem(await client.post(`${KEYS}/options`, {}), 403, 'account.confirm_again');
});

test('traces: each deed and refusal, never a key or challenge', async () => {
  const { client, key, made } = await keyed({ client: await person({ company: 'Ключи' }) });
  const { browser, options } = await asked();
  await browser.post(ENTER, { credential: key.get(options) });
  await enter(key, { keys: device().keys });
  await client.expect(200, 'PATCH', `${KEYS}/${made.passkey.id}`, { name: 'y' });
  await client.expect(204, 'POST', `${KEYS}/${made.passkey.id}/remove`, { current_password: PASSWORD });
  const rows = await house.sql('SELECT action FROM audit WHERE company_id = ? ORDER BY id', [client.user.company.id]);
  assert.deepEqual(rows.map(
    ({ action }) => action
  ), ['user.login_link', 'login.link', 'password.change', 'passkey.add', 'login.passkey',
    'login.passkey_failed', 'passkey.rename', 'passkey.remove']);
  for (const { name, text } of house.logs()) assert.ok(!text.includes(options.challenge), name);
});
