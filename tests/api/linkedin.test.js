// linkedin: no search of people and why, the sign-in, whose a token is.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { connectHh, connectLinkedin, hhEnv, linkedinEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { problem } from '../lib/problem.js';
import { HeadHunter } from '../upstreams/hh.js';
import { LinkedIn } from '../upstreams/linkedin.js';

const ALL = '/api/integrations/';
const SEARCH = '/api/integrations/search-candidates';

let house;
const sim = new LinkedIn();
const hh = new HeadHunter({ people: 5 });
before(async () => {
  await Promise.all([sim.start(), hh.start()]);
  house = await startHouse({ env: { ...hhEnv(hh), ...linkedinEnv(sim) } });
});
after(async () => { await house?.stop(); await sim.stop(); await hh.stop(); });
beforeEach(() => { sim.clear(); sim.renew(); });
afterEach(() => assert.deepEqual(admins.splice(0).flatMap(({ wrong }) => wrong), [], 'as described'));

let companies = 0;
const admins = [];
async function connect(more) {
  const made = await connectLinkedin(house, sim, { company: `Company ${++companies}`, ...more });
  admins.push(made.admin);
  return made;
}

describe('LinkedIn', () => {
  test('alone finds nobody and says why, connected or not; beside others it is unsupported', async () => {
    const { admin } = await connect();
    problem(await admin.post(SEARCH, { platform: 'linkedin' }), 422, 'linkedin.no_search');
    problem(await admin.post(SEARCH, {}), 422, 'linkedin.no_search');
    await connectHh(house, hh, { admin });
    const got = await admin.expect(200, 'POST', SEARCH, { platforms: ['linkedin', 'hh_ru'] });
    assert.equal(got.candidates.length, 5);
    const row = got.platforms.find(({ platform }) => platform === 'linkedin');
    assert.deepEqual([row.status, row.error.code, row.found], ['unsupported', 'linkedin.no_search', 0]);
    assert.match(row.error.detail, /PDF/);
    assert.deepEqual((await admin.expect(200, 'POST', SEARCH, {})).platforms.map(({ status }) => status), [
      'ok', 'unsupported',
    ]);
    const stranger = await house.user({ role: 'admin', company: 'Without' });
    problem(await stranger.post(SEARCH, { platforms: ['linkedin'] }), 422, 'linkedin.no_search');
    assert.equal(sim.calls.length, 0);
  });

  test('has nothing to sync, and is not called working because of it', async () => {
    const { admin, id } = await connect();
    problem(await admin.post(`${ALL}${id}/sync`), 422, 'linkedin.no_search');
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'pending');
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}/sync-status`)).status, 'never');
  });

  test('says so in both languages before anybody asks', async () => {
    const { admin } = await connect();
    const about = (await admin.expect(200, 'GET', `${ALL}platforms`)).find(({ platform }) => platform === 'linkedin');
    assert.ok(about.no_search.ru && about.no_search.en && about.how.ru.includes('Recruiter System Connect'));
    assert.deepEqual([about.does, about.searches_by], [['sign_in', 'files'], []]);
  });

  test('a sign-in gives a token of 60 days', async () => {
    const { admin, id } = await connect({ access_token: '' });
    problem(await admin.post(`${ALL}${id}/test-connection`), 409, 'platform.setup');
    const { authorize_url: url } = await admin.expect(200, 'GET', `${ALL}${id}/connect`);
    const asked = new URL(url);
    assert.deepEqual(
      [asked.pathname, ...['response_type', 'scope', 'client_id'].map((name) => asked.searchParams.get(name))],
      ['/oauth/v2/authorization', 'code', 'openid profile email', sim.client.id],
    );
    const back = await fetch(url, { redirect: 'manual' });
    const to = new URL(back.headers.get('location'));
    await admin.expect(200, 'GET', `${to.pathname}${to.search}`);
    const one = await admin.expect(200, 'GET', `${ALL}${id}`);
    const days = (Date.parse(one.access_token.expires_at) - Date.now()) / 86_400_000;
    assert.ok(days > 59.9 && days <= 60, `${days}`);
    const got = await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    assert.deepEqual([got.account.name, got.account.email, got.account.user_id], [
      'Anna Petrova', 'anna@example.com', '782bbtaQ',
    ]);
    const rows = await house.sql('SELECT request_data, response_data FROM api_call WHERE connection_id = ?', [id]);
    const text = JSON.stringify(rows);
    for (const secret of [sim.client.secret, sim.pairs.at(-1).access]) assert.ok(!text.includes(secret));
  });

  /* What clients of LinkedIn's sign-in were reported to stumble over. */
  async function comesBack(admin, id, more) {
    const { authorize_url: url } = await admin.expect(200, 'GET', `${ALL}${id}/connect`);
    const asked = new URL(url);
    for (const name of ['nonce', 'code_challenge']) assert.equal(asked.searchParams.get(name), null);
    const back = new URLSearchParams({ state: asked.searchParams.get('state'), ...more });
    return admin.get(`${ALL}oauth/linkedin/callback?${back}`);
  }
  for (const [error, code] of [
    ['user_cancelled_login', 'refused'], ['user_cancelled_authorize', 'refused'], ['access_denied', 'refused'],
    ['', 'refused'], ['unauthorized_scope_error', 'scope'], ['invalid_scope', 'scope'], ['server_error', 'failed'],
    ['<script>', 'failed'],
  ])
    test(`a sign-in that ends with "${error}" is told as what it is`, async () => {
      const { admin, id } = await connect({ access_token: '' });
      const got = await comesBack(admin, id, { error, error_description: 'Scope "openid" is not authorized' });
      problem(got, 409, `platform.sign_in_${code}`);
      assert.ok(!got.json.detail.includes('script'));
      assert.equal(sim.calls.filter(({ path }) => path.endsWith('/accessToken')).length, 0);
      const [log] = await admin.expect(200, 'GET', `${ALL}${id}/logs?operation=connect`);
      assert.deepEqual([log.status, log.code], ['error', `platform.sign_in_${code}`]);
    });

  for (const [status, body] of [
    [401, { error: 'invalid_client', error_description: 'Client authentication failed' }],
    [400, { error: 'invalid_request', error_description: 'Unable to retrieve access token: appid/redirect uri/code ' +
      'verifier does not match authorization code. Or authorization code expired. Or external member binding exists' }],
    [400, { error: 'invalid_redirect_uri', error_description: 'does not match the registered value' }],
  ])
    test(`a code that is answered with ${body.error} names what to look at`, async () => {
      const { admin, id } = await connect({ access_token: '' });
      sim.addFault({ kind: 'status', path: '/oauth/v2/accessToken', status, body });
      problem(await comesBack(admin, id, { code: 'once' }), 424, 'platform.sign_in');
      assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'pending');
    });

  test('a long token without a refresh token, and a token of another product', async () => {
    const { admin, id, pair } = await connect({ access_token: '' });
    const token = `AQ${'x'.repeat(1500)}`;
    sim.addFault({
      kind: 'status', path: '/oauth/v2/accessToken', status: 200,
      body: { access_token: token, expires_in: '5184000', scope: 'email,openid,profile', token_type: 'Bearer' },
    });
    pair.access = token;
    assert.equal((await comesBack(admin, id, { code: 'once' })).status, 200);
    const one = await admin.expect(200, 'GET', `${ALL}${id}`);
    assert.deepEqual([one.access_token.tail, one.status, one.refresh_token.set], ['xxxx', 'active', false]);
    sim.addFault({
      kind: 'status', path: '/v2/userinfo', status: 403, body: { status: 403, serviceErrorCode: 100,
        code: 'ACCESS_DENIED', message: 'Not enough permissions to access: userinfo.GET.NO_VERSION' },
    });
    problem(await admin.post(`${ALL}${id}/test-connection`), 403, 'platform.denied');
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'error');
  });

  for (const [what, spoil, code, status] of [
    ['no token of LinkedIn', ({ pair }) => { pair.access = 'another'; }, 'platform.key', 'expired'],
    ['a revoked one', ({ pair }) => { pair.revoked = true; }, 'platform.key', 'expired'],
    ['one whose time is over', ({ pair }) => sim.expire(pair), 'platform.expired', 'expired'],
  ])
    test(`${what} is told apart, and a person signs in anew`, async () => {
      const made = await connect();
      spoil(made);
      problem(await made.admin.post(`${ALL}${made.id}/test-connection`), 424, code);
      assert.equal((await made.admin.expect(200, 'GET', `${ALL}${made.id}`)).status, status);
      assert.equal(sim.calls.filter(({ path }) => path === '/v2/userinfo').length, 1);
    });

  test('the limit of a day and another shape are no fault of the token', async () => {
    const { admin, id } = await connect();
    sim.addFault({ kind: 'status', path: '/v2/userinfo', status: 429 });
    problem(await admin.post(`${ALL}${id}/test-connection`), 429, 'platform.quota');
    sim.addFault({ kind: 'status', path: '/v2/userinfo', status: 200, body: { id: 5 } });
    problem(await admin.post(`${ALL}${id}/test-connection`), 502, 'platform.shape');
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'pending');
  });
});
