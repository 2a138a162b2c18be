// api_keys: API keys: what they may, how long they live, and what needs a password once more.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LINK, ME, PASSWORD, PROFILE, withPassword } from '../lib/account.js';
import { startHouse } from '../lib/house.js';
import { fields, problem } from '../lib/problem.js';

let house;
before(async () => { house = await startHouse({ env: { TRUSTED_PROXIES: '127.0.0.1' } }); });
after(() => house.stop());

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
    assert.deepEqual(JSON.parse(row.data), {
      before: { session_idle_days: 7, session_max_days: 14, token_max_days: 30 },
      after: { session_idle_days: 30, session_max_days: 90, token_max_days: 0 },
    });
  });

  test('other companies are not touched', async () => {
    assert.equal((await (await house.user()).expect(200, 'GET', RULES)).token_max_days, 365);
  });
});

describe('what opens another way in', () => {
  const key = (client, more = {}) => client.post('/api/v1/tokens', { name: 'x', ...more });

  test('needs the password', async () => {
    const client = await withPassword(house);
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
