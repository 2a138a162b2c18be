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
