// platforms: integrations with job boards, their keys, what a search of HH.ru gives.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { connectHh, hhEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { fields, problem } from '../lib/problem.js';
import { HeadHunter } from '../upstreams/hh.js';

const ALL = '/api/integrations/';
const SEARCH = '/api/integrations/search-candidates';

let house;
const sim = new HeadHunter({ people: 30 });
before(async () => {
  await sim.start();
  house = await startHouse({ env: hhEnv(sim) });
});
after(async () => { await house?.stop(); await sim.stop(); });
afterEach(() => assert.deepEqual(admins.splice(0).flatMap(({ wrong }) => wrong), [], 'as described'));
beforeEach(() => { sim.clear(); sim.renew(); });

let companies = 0;
const company = () => `Company ${++companies}`;
const admins = [];
async function connect(more) {
  const made = await connectHh(house, sim, { company: company(), ...more });
  admins.push(made.admin);
  return made;
}

describe('integrations', () => {
  test('are made, shown, changed and removed; credentials are never shown', async () => {
    const { id, made, pair, admin } = await connect({ search_keywords: ['java'], description: 'для бэкенда' });
    assert.deepEqual(
      [made.platform, made.name, made.description, made.is_active, made.status, made.auto_sync],
      ['hh_ru', 'Основная', 'для бэкенда', true, 'pending', false],
    );
    assert.equal(made.sync_interval_hours, 24);
    assert.deepEqual(made.search_keywords, ['java']);
    assert.equal(made.created_by, admin.user.id);
    assert.deepEqual(made.access_token, { set: true, tail: pair.access.slice(-4), expires_at: null });
    assert.ok(!JSON.stringify(made).includes(pair.access) && !JSON.stringify(made).includes(sim.client.secret));

    const patched = await admin.expect(200, 'PATCH', `${ALL}${id}`, { name: 'Вторая', search_salary_min: 1000 });
    assert.deepEqual([patched.name, patched.search_keywords, patched.search_salary_min], ['Вторая', ['java'], 1000]);
    const put = await admin.expect(200, 'PUT', `${ALL}${id}`, { name: 'Третья' });
    assert.deepEqual([put.name, put.search_keywords, put.description, put.access_token.set], ['Третья', [], '', true]);
    const bare = await admin.expect(200, 'PATCH', `${ALL}${id}`, { access_token: null });
    assert.equal(bare.access_token.set, false);
    assert.deepEqual((await admin.expect(200, 'GET', ALL)).map((one) => one.id), [id]);
    assert.deepEqual(await admin.expect(200, 'GET', `${ALL}?status=active`), []);
    assert.equal((await admin.expect(200, 'GET', `${ALL}?platform=hh_ru&status=pending`)).length, 1);

    await admin.expect(200, 'DELETE', `${ALL}${id}`);
    problem(await admin.get(`${ALL}${id}`), 404, 'absent');
    const logs = await admin.expect(200, 'GET', '/api/integrations/logs');
    assert.deepEqual(logs.map(({ operation }) => operation), ['delete', 'update', 'update', 'update', 'create']);
    assert.deepEqual([logs[0].name, logs[0].integration_id, logs[0].user.id], ['Третья', id, admin.user.id]);
    assert.ok(!JSON.stringify(logs).includes(pair.access));
  });

  test('several of one board are told apart by their names', async () => {
    const { admin, id } = await connect();
    const again = await admin.post(ALL, { platform: 'hh_ru', name: 'Основная' });
    assert.deepEqual(fields(again), ['name:platform.name_taken']);
    const other = await admin.expect(201, 'POST', ALL, { platform: 'hh_ru', name: 'Другая' });
    const renamed = await admin.patch(`${ALL}${other.id}`, { name: 'Основная' });
    assert.deepEqual(fields(renamed), ['name:platform.name_taken']);
    assert.equal((await admin.expect(200, 'GET', ALL)).length, 2);
    assert.notEqual(other.id, id);
  });

  test('wrong input names every field', async () => {
    const { admin, id } = await connect();
    const wrong = {
      name: '', description: 5, is_active: 'yes', sync_interval_hours: 0, search_keywords: ['ok', ''],
      search_experience_min: 5, search_experience_max: 3, currency: 'рубль', nonsense: 1,
    };
    assert.deepEqual(fields(await admin.patch(`${ALL}${id}`, wrong)).sort(), [
      'currency:length', 'description:type', 'is_active:type', 'name:required', 'nonsense:unknown',
      'search_keywords[1]:required', 'sync_interval_hours:range',
    ]);
    assert.deepEqual(fields(await admin.post(ALL, { platform: 'monster', name: 'x' })), ['platform:choice']);
    assert.deepEqual(fields(await admin.patch(`${ALL}${id}`, { access_token: 'a b' })), [
      'access_token:service.key_format',
    ]);
    assert.deepEqual(fields(await admin.patch(`${ALL}${id}`, { platform: 'superjob' })), ['platform:platform.stays']);
    assert.deepEqual(fields(await admin.patch(`${ALL}${id}`, {
      search_experience_min: 5, search_experience_max: 3,
    })), ['search_experience_max:range']);
  });

  test('who may do what', async () => {
    const name = company();
    const { id } = await connectHh(house, sim, { company: name });
    const [member, recruiter, stranger] = await Promise.all([
      house.user({ role: 'member', company: name }), house.user({ company: name }), house.user({ role: 'admin' }),
    ]);
    const seen = await member.expect(200, 'GET', `${ALL}${id}`);
    assert.deepEqual(seen.access_token, { set: true, tail: null, expires_at: null });
    problem(await member.post(SEARCH, {}), 403, 'io.role');
    problem(await member.get('/api/integrations/logs'), 403, 'io.role');
    problem(await recruiter.post(ALL, { platform: 'hh_ru', name: 'x' }), 403, 'io.role');
    problem(await recruiter.patch(`${ALL}${id}`, { name: 'x' }), 403, 'io.role');
    problem(await recruiter.post(`${ALL}${id}/test-connection`), 403, 'io.role');
    problem(await stranger.get(`${ALL}${id}`), 404, 'absent');
    problem(await stranger.del(`${ALL}${id}`), 404, 'absent');
    problem(await stranger.post(`${ALL}${id}/test-connection`), 404, 'absent');
    problem(await stranger.get(`${ALL}${id}/logs`), 404, 'absent');
  });

  test('each board says what it can do and where its keys come from', async () => {
    const { admin } = await connect();
    const [hh] = await admin.expect(200, 'GET', '/api/integrations/platforms');
    assert.deepEqual([hh.platform, hh.title, hh.integrations, hh.usable], ['hh_ru', 'HH.ru', 1, true]);
    assert.ok(hh.description.ru && hh.description.en && hh.how.ru && hh.how.en);
    assert.ok(hh.does.includes('search') && hh.does.includes('sign_in'));
    assert.deepEqual(hh.needs, ['access_token']);
  });
});

describe('a connection test', () => {
  test('says whose the key is, what is paid and what is left for today', async () => {
    const { admin, id } = await connect();
    const got = await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    assert.equal(got.ok, true);
    assert.deepEqual(
      [got.account.name, got.account.organisation, got.account.email],
      ['Кадрова Мария', 'ООО «Северный мост»', 'hr@example.com'],
    );
    assert.deepEqual(got.account.quotas[0], { name: 'resume_view', limit: 500, used: 12, left: 488, period: 'day' });
    assert.equal(got.account.paid[0].left, 40);
    const seen = await admin.expect(200, 'GET', `${ALL}${id}`);
    assert.deepEqual([seen.status, seen.account.organisation], ['active', 'ООО «Северный мост»']);
  });

  test('a key that is dead is told, and the integration is expired', async () => {
    const { admin, id, pair } = await connect();
    pair.revoked = true;
    problem(await admin.post(`${ALL}${id}/test-connection`), 424, 'platform.key');
    const seen = await admin.expect(200, 'GET', `${ALL}${id}`);
    assert.deepEqual([seen.status, seen.error_count, seen.last_error_code], ['expired', 1, 'platform.key']);
    assert.match(seen.last_error, /token_revoked/);
  });
});

describe('a sign-in', () => {
  // What the browser does at the board: it agrees, and comes back.
  async function agree(admin, id) {
    const { authorize_url: url } = await admin.expect(200, 'GET', `${ALL}${id}/connect`);
    const back = await fetch(url, { redirect: 'manual' });
    return { url: new URL(url), back: new URL(back.headers.get('location')) };
  }

  test('brings a pair of tokens, and whose they are', async () => {
    const { admin, id, pair } = await connect();
    await admin.expect(200, 'PATCH', `${ALL}${id}`, { access_token: null, refresh_token: null });
    const { url, back } = await agree(admin, id);
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
    assert.ok(!String(url).includes(sim.client.secret));
    assert.equal(back.pathname, '/api/integrations/oauth/hh_ru/callback');
    const got = await admin.expect(200, 'GET', `${back.pathname}${back.search}`);
    assert.deepEqual([got.status, got.account.organisation], ['active', 'ООО «Северный мост»']);
    const [fresh] = sim.pairs.slice(-1);
    assert.notEqual(fresh, pair);
    assert.equal(got.access_token.tail, fresh.access.slice(-4));
    assert.ok(Math.abs(new Date(got.access_token.expires_at) - fresh.ends) < 60_000);
    problem(await admin.get(`${back.pathname}${back.search}`), 409, 'platform.sign_in_state');
    const logs = await admin.expect(200, 'GET', `${ALL}${id}/logs?operation=connect`);
    assert.deepEqual(logs.map(({ status }) => status), ['success']);
    const calls = await house.sql('SELECT request_data, response_data FROM api_call WHERE connection_id = ?', [id]);
    assert.ok(calls.length > 0 && !JSON.stringify(calls).includes(fresh.access));
    assert.ok(!JSON.stringify(calls).includes(sim.client.secret));
  });

  test('is for the one who began it, and shows a page to browsers', async () => {
    const name = company();
    const { admin, id } = await connectHh(house, sim, { company: name });
    const other = await house.user({ role: 'admin', company: name });
    const { back } = await agree(admin, id);
    const html = { headers: { Accept: 'text/html' } };
    problem(await other.get(`${back.pathname}${back.search}`), 409, 'platform.sign_in_state');
    const seen = await admin.get(`${back.pathname}${back.search}`, html);
    assert.deepEqual(
      [seen.status, seen.headers.location], [303, '/integrations/?tab=manage&connected=hh_ru'],
    );
    const begun = await admin.get(`${ALL}${id}/connect`, html);
    assert.deepEqual([begun.status, begun.headers.location.startsWith(`${sim.origin}/oauth/authorize?`)], [303, true]);
    const refused = await admin.get(`${back.pathname}?error=access_denied&state=none`, html);
    assert.equal(refused.headers.location, '/integrations/?tab=manage&failed=platform.sign_in_state');
  });

  test('with a wrong secret is told as that', async () => {
    const { admin, id } = await connect();
    await admin.expect(200, 'PATCH', `${ALL}${id}`, { api_secret: 'another-secret-1' });
    const { back } = await agree(admin, id);
    problem(await admin.get(`${back.pathname}${back.search}`), 424, 'platform.sign_in');
  });

  test('needs the id of the application', async () => {
    const { admin, id } = await connect();
    await admin.expect(200, 'PATCH', `${ALL}${id}`, { api_key: '' });
    problem(await admin.get(`${ALL}${id}/connect`), 409, 'platform.setup');
  });
});

describe('a token', () => {
  const refreshes = () => sim.calls.filter(({ path }) => path === '/token').length;

  test('that is over is renewed once, however many ask', async () => {
    const { admin, id, pair } = await connect();
    sim.expire(pair);
    const all = await Promise.all([1, 2, 3].map(() => admin.post(SEARCH, { limit: 3 })));
    assert.deepEqual(all.map(({ status }) => status), [200, 200, 200]);
    assert.equal(refreshes(), 1);
    const seen = await admin.expect(200, 'GET', `${ALL}${id}`);
    assert.equal(seen.status, 'active');
    assert.equal(seen.access_token.tail, sim.pairs.at(-1).access.slice(-4));
  });

  for (const [what, spoil] of [
    ['revoked', (pair) => { pair.revoked = true; }], ['unknown', (pair) => { pair.access = 'another'; }],
  ]) {
    test(`that is ${what} is not renewed`, async () => {
      const { admin, id, pair } = await connect();
      spoil(pair);
      const res = await admin.post(SEARCH, {});
      problem(res, 502, 'platform.all_failed');
      assert.equal(res.json.platforms[0].error.code, 'platform.key');
      assert.equal(refreshes(), 0);
      assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'expired');
      problem(await admin.post(SEARCH, {}), 409, 'platform.none_connected');
    });
  }

  test('whose pair was lost is told as expired', async () => {
    const { admin, id, pair } = await connect();
    sim.expire(pair);
    pair.used = true;
    const res = await admin.post(SEARCH, {});
    assert.equal(res.json.platforms[0].error.code, 'platform.expired');
    assert.match(res.json.platforms[0].error.detail, /already been refreshed/);
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'expired');
  });

  test('a fault of the token server leaves all as it is', async () => {
    const { admin, id, pair } = await connect();
    sim.expire(pair);
    sim.addFault({ kind: 'html', status: 502, path: '/token' });
    problem(await admin.post(SEARCH, {}), 502, 'platform.all_failed');
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'pending');
    await admin.expect(200, 'POST', SEARCH, {});
  });
});

describe('a refusal', () => {
  const error = (type, value) => ({ errors: [{ type, value }], request_id: 'x' });
  for (const [what, fault, code] of [
    [
      'captcha', { kind: 'status', status: 403, body: error('captcha_required', 'captcha_required') },
      'platform.captcha',
    ],
    [
      'payment', { kind: 'status', status: 403, body: error('api_access_payment', 'action_must_be_payed') },
      'platform.payment',
    ],
    ['the guard before it', { kind: 'html', status: 403 }, 'platform.blocked'],
    ['the country', { kind: 'html', status: 451 }, 'platform.region'],
    [
      'the daily quota', { kind: 'status', status: 429, body: error('resumes', 'view_limit_exceeded') },
      'platform.quota',
    ],
    ['too many calls', { kind: 'status', status: 429, body: error('too_many', 'x') }, 'platform.busy'],
    ['its own fault', { kind: 'html', status: 502, times: 2 }, 'platform.down'],
    ['an answer of another shape', { kind: 'status', status: 200, body: { nothing: 1 } }, 'platform.shape'],
    ['a page instead of an answer', { kind: 'html', status: 200, times: 2 }, 'platform.shape'],
  ]) {
    test(`of ${what} is told as itself and leaves token and status alone`, async () => {
      const { admin, id } = await connect();
      sim.addFault({ path: '/resumes', ...fault });
      const res = await admin.post(SEARCH, {});
      problem(res, 502, 'platform.all_failed');
      assert.deepEqual([res.json.platforms[0].status, res.json.platforms[0].error.code], ['error', code]);
      const seen = await admin.expect(200, 'GET', `${ALL}${id}`);
      assert.deepEqual([seen.status, seen.error_count, seen.last_error_code], ['pending', 1, code]);
      assert.ok(!sim.calls.some(({ path }) => path === '/token'));
      await house.sql('DELETE FROM rate_bucket');
      assert.equal((await admin.expect(200, 'POST', SEARCH, {})).platforms[0].status, 'ok');
      assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).error_count, 0);
    });
  }

  test('that leads elsewhere is not followed: the token goes to nobody else', async () => {
    const other = new HeadHunter({ people: 1 });
    await other.start();
    try {
      for (const status of [301, 302, 307, 308]) {
        const { admin, id } = await connect();
        sim.addFault({ kind: 'redirect', status, to: `${other.origin}/resumes`, path: '/resumes' });
        const got = await admin.post(SEARCH, {});
        problem(got, 502, 'platform.all_failed');
        assert.equal(got.json.platforms[0].error.code, 'io.remote_redirect');
        assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'pending');
      }
      assert.deepEqual(other.calls, []);
    } finally {
      await other.stop();
    }
  });

  test('that says when to come again is told with it, and kept to', async () => {
    const { admin } = await connect();
    sim.addFault({ kind: 'status', status: 429, body: error('too_many', 'x'), headers: { 'retry-after': '40' } });
    const first = (await admin.post(SEARCH, {})).json.platforms[0].error;
    assert.ok(first.retry_after_s > 35 && first.retry_after_s <= 40, String(first.retry_after_s));
    const calls = sim.calls.length;
    const second = (await admin.post(SEARCH, {})).json.platforms[0].error;
    assert.deepEqual([second.code, sim.calls.length], ['platform.busy', calls]);
    await house.sql('DELETE FROM rate_bucket');
  });

  test('of one integration hides no other, nor what came before it', async () => {
    const name = company();
    const { id, admin, pair } = await connectHh(house, sim, { company: name });
    const other = await connectHh(house, sim, { company: name, name: 'Вторая' });
    pair.revoked = true;
    const got = await admin.expect(200, 'POST', SEARCH, { limit: 10 });
    assert.equal(got.candidates.length, 5);
    const [row] = got.platforms;
    assert.deepEqual([row.platform, row.status, row.found], ['hh_ru', 'partial', 5]);
    assert.deepEqual(row.integrations.map((one) => [one.integration_id, one.status]).sort(), [
      [id, 'error'], [other.id, 'ok'],
    ].sort());
    sim.addFault({ kind: 'html', status: 403, path: '/resumes', skip: 1 });
    const half = await admin.expect(200, 'POST', SEARCH, { integration_ids: [other.id], limit: 200 });
    assert.equal(half.platforms[0].status, 'ok', 'all of them fit into one page');
  });

  test('of integrations that are not there, or off: names the field and the number', async () => {
    const name = company();
    const { admin, id } = await connect({ company: name });
    const off = await connectHh(house, sim, { company: name, name: 'Вторая' });
    await admin.expect(200, 'PATCH', `${ALL}${off.id}`, { is_active: false });
    const { id: foreign } = await connect();
    for (const other of [999999999, foreign]) {
      const gone = await admin.post(SEARCH, { integration_ids: [id, other] });
      assert.deepEqual(fields(gone), ['integration_ids[1]:platform.no_integration']);
      assert.match(gone.json.errors[0].detail, new RegExp(`\\b${other}\\b`));
    }
    assert.deepEqual(fields(await admin.post(SEARCH, { integration_ids: [id, 'x'] })), ['integration_ids[1]:type']);
    const mute = await admin.post(SEARCH, { integration_ids: [id, off.id] });
    problem(mute, 409, 'platform.unusable');
    assert.match(mute.json.detail, /«Вторая»/);
    await admin.expect(200, 'POST', SEARCH, { integration_ids: [id] });
  });

  test('of all boards names them, and does not say that they were silent', async () => {
    const { admin, pair } = await connect();
    pair.revoked = true;
    const got = await admin.post(SEARCH, {});
    problem(got, 502, 'platform.all_failed');
    assert.match(got.json.detail, /не дала результата \(HH\.ru\)/);
  });

  test('of a list by a board that is none', async () => {
    const { admin, id } = await connect();
    for (const path of [ALL, `${ALL}logs`, `${ALL}${id}/logs`, '/api/v1/candidates', '/api/v1/candidates/facets']) {
      assert.deepEqual(fields(await admin.get(`${path}?platform=zz`)), ['platform:choice'], path);
      await admin.expect(200, 'GET', `${path}?platform=linkedin`);
    }
  });

  test('of a name, of a board that is not there', async () => {
    const admin = await house.user({ role: 'admin', company: company() });
    problem(await admin.post(SEARCH, { platform: 'hh_ru' }), 409, 'platform.not_connected');
    problem(await admin.post(SEARCH, {}), 409, 'platform.none_connected');
    assert.deepEqual(fields(await admin.post(SEARCH, {
      limit: 201, keywords: 'java', more: 1,
    })).sort(), ['keywords:type', 'limit:range', 'more:unknown']);
    assert.deepEqual(fields(await admin.post(SEARCH, { platforms: ['monster'] })), ['platforms:choice']);
  });
});

describe('what is asked of HH.ru', () => {
  test('groups of words are repeated, places are found by name, ranges are named', async () => {
    const { admin } = await connect();
    sim.resumes = [
      sim.resume(1, {
        title: 'C Developer', skill_set: ['Linux'], area: { id: '1002', name: 'Минск' },
        total_experience: { months: 50 },
      }),
      sim.resume(2, { title: 'C Developer', skill_set: ['Linux'], area: { id: '1', name: 'Москва' } }),
    ];
    const got = await admin.expect(200, 'POST', SEARCH, {
      keywords: ['C Developer', 'linux'], locations: ['беларусь', 'Нигде'], experience_min: 4, experience_max: 8,
      salary_max: 500_000, currency: 'RUB', employment: 'full', updated_within_days: 30,
    });
    assert.deepEqual(got.candidates.map(({ external_id: one }) => one), [sim.resumes[0].id]);
    assert.deepEqual(got.platforms[0].integrations[0].notes.map(({ code }) => code), ['platform.location']);
    const query = new URLSearchParams(sim.calls.findLast(({ path }) => path === '/resumes').query);
    assert.deepEqual(query.getAll('text'), ['C Developer', 'linux']);
    for (const more of ['logic', 'field', 'period']) assert.equal(query.getAll(`text.${more}`).length, 2);
    assert.deepEqual(query.getAll('area'), ['16']);
    assert.deepEqual(query.getAll('experience'), ['between3And6', 'moreThan6']);
    assert.deepEqual([query.get('currency'), query.get('period'), query.get('employment')], ['RUR', '30', 'full']);

    const nowhere = await admin.post(SEARCH, { locations: ['Нигде'] });
    assert.equal(nowhere.json.platforms[0].error.code, 'platform.location');
    assert.equal((await admin.get(`${ALL}?status=active`)).json.length, 1, 'the integration is fine');
  });

  test('regions are asked for once, and then by their mark', async () => {
    const { admin } = await connect();
    const asked = () => sim.calls.filter(({ path }) => path === '/areas').length;
    await house.sql('DELETE FROM platform_dictionary');
    await admin.expect(200, 'POST', SEARCH, { locations: ['Москва'] });
    await admin.expect(200, 'POST', SEARCH, { locations: ['мск', 'Питер'] });
    assert.equal(asked(), 1);
    await house.sql('UPDATE platform_dictionary SET checked_at = NOW(3) - INTERVAL 2 DAY');
    await admin.expect(200, 'POST', SEARCH, { locations: ['Москва'] });
    assert.equal(asked(), 2);
    assert.equal(sim.calls.findLast(({ path }) => path === '/areas').status, 304);
    await house.sql('UPDATE platform_dictionary SET checked_at = NOW(3) - INTERVAL 2 DAY');
    sim.addFault({ kind: 'html', status: 502, path: '/areas', times: 2 });
    await admin.expect(200, 'POST', SEARCH, { locations: ['Москва'] });
  });

  test('beyond 2000 people one goes on by date', async () => {
    const { admin } = await connect();
    sim.resumes = Array.from({ length: 2150 }, (_, n) => sim.resume(n));
    const seen = new Set();
    let cursor = null;
    let rounds = 0;
    do {
      const got = await admin.expect(200, 'POST', SEARCH, { limit: 200, cursor });
      for (const one of got.candidates) seen.add(one.external_id);
      ({ cursor } = got);
    } while (cursor && ++rounds < 20);
    assert.equal(seen.size, 2150);
    assert.ok(sim.calls.some(({ query }) => query.includes('date_to=')));
    assert.ok(!sim.calls.some(({ status }) => status === 400));
  });

  test('a filter that it passes over in silence is seen by those who are found, and said', async () => {
    const { admin, id } = await connect();
    const before = new Date(Date.now() - 90 * 86_400_000).toISOString().replace(/\.\d+Z/, '+0000');
    sim.resumes = Array.from({ length: 10 }, (_, n) => sim.resume(n, {
      title: 'Java', total_experience: { months: 6 }, salary: { amount: 900_000, currency: 'RUR' }, updated_at: before,
    }));
    const asked = async (body) => {
      const got = await admin.expect(200, 'POST', SEARCH, { keywords: ['java'], ...body });
      return [got, got.platforms[0].integrations[0].notes.map(({ code, detail }) => `${code} ${detail}`)];
    };
    for (const [name, words, params, body] of [
      ['experience', 'опыт', ['experience'], { experience_min: 6 }],
      ['salary', 'зарплата', ['salary_from', 'salary_to'], { salary_max: 100_000, currency: 'RUB' }],
      ['updated_within_days', 'дата обновления', ['period'], { updated_within_days: 7 }],
    ]) {
      sim.ignores = [];
      const [none, silent] = await asked(body);
      assert.deepEqual([none.candidates, silent], [[], []], name);
      sim.ignores = params;
      const [{ candidates }, [note, ...others]] = await asked(body);
      assert.equal(candidates.length, 10);
      assert.deepEqual(others, []);
      assert.match(note, new RegExp(`^platform.ignored .*\\(${words}\\)`));
      // What the board did not look at is judged by what the person says.
      assert.deepEqual([...new Set(candidates.map(({ reasons }) => reasons.at(-1).met))], ['no'], name);
      const [log] = await admin.expect(200, 'GET', `${ALL}${id}/logs`);
      assert.deepEqual(log.details.notes, [{ code: 'platform.ignored', wish: name }]);
    }
  });

  test('pages that are not named are read, and who is on two of them is one source', async () => {
    const { admin } = await connect();
    sim.resumes = Array.from({ length: 120 }, (_, n) => sim.resume(n, { title: 'Java' }));
    sim.nameless = true;
    sim.resumes[60] = { ...sim.resumes[10], updated_at: sim.resumes[60].updated_at };
    const { candidates } = await admin.expect(200, 'POST', SEARCH, { keywords: ['java'], limit: 120 });
    assert.equal(candidates.length, 119);
    assert.deepEqual(candidates.filter(({ sources }) => sources.length !== 1), []);
  });

  test('a number that is too large for any is none, and hides nobody', async () => {
    const { admin } = await connect();
    sim.resumes = [
      sim.resume(1, { title: 'Java', salary: { amount: 1e20, currency: 'RUR' }, total_experience: { months: 1e300 } }),
      sim.resume(2, { title: 'Java', salary: { amount: 90_000, currency: 'RUR' } }),
    ];
    const { candidates } = await admin.expect(200, 'POST', SEARCH, { keywords: ['java'] });
    assert.deepEqual(candidates.map(({ salary_min: pay }) => pay).sort(), [90_000, null]);
  });

  test('entries that cannot be read are said; when none can, the board has changed', async () => {
    const { admin, id } = await connect();
    const readable = sim.resume(1, { title: 'Java' });
    const answer = (...items) => sim.addFault({
      kind: 'status', status: 200, body: { items, found: items.length, pages: 1 }, path: '/resumes',
    });
    answer(null, { id: null }, readable);
    const some = await admin.expect(200, 'POST', SEARCH, { keywords: ['java'] });
    const [{ status, integrations: [{ notes }] }] = some.platforms;
    assert.deepEqual([status, some.candidates.length], ['ok', 1]);
    assert.deepEqual(notes.map(({ code }) => code), ['platform.unreadable']);
    assert.match(notes[0].detail, /\(2\)/);
    answer(null, 7, {});
    const none = await admin.post(SEARCH, { keywords: ['java'] });
    problem(none, 502, 'platform.all_failed');
    assert.equal(none.json.platforms[0].error.code, 'platform.shape');
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).last_error_code, 'platform.shape');
  });

  test('nulls everywhere are people all the same', async () => {
    const { admin } = await connect();
    const bare = Object.fromEntries(Object.keys(sim.resume(1)).map((name) => [name, null]));
    sim.resumes = [
      sim.resume(1, { ...bare, id: 'only-an-id', updated_at: '2026-01-01T00:00:00+0300', employments: [] }),
    ];
    const got = await admin.expect(200, 'POST', SEARCH, {});
    assert.deepEqual([got.candidates[0].external_id, got.candidates[0].full_name], ['only-an-id', '']);
  });
});

describe('a sync', () => {
  const status = (admin, id) => admin.expect(200, 'GET', `${ALL}${id}/sync-status`);
  const ends = (admin, id) => house.until(async () => {
    const now = await status(admin, id);
    return !['queued', 'running'].includes(now.status) && now;
  }, { timeout: 60_000, what: 'the sync' });

  test('that never was says so, unless the integration has an error', async () => {
    const { admin, id } = await connect();
    assert.deepEqual(await status(admin, id).then((one) => [one.status, one.last_error]), ['never', null]);
    sim.addFault({ path: '/resumes', kind: 'html', status: 502, times: 2 });
    problem(await admin.post(SEARCH, {}), 502, 'platform.all_failed');
    const failed = await status(admin, id);
    assert.deepEqual([failed.status, failed.error_count, typeof failed.last_error], ['error', 1, 'string']);
    await house.sql('DELETE FROM rate_bucket');
    await admin.expect(200, 'POST', SEARCH, {});
    assert.deepEqual(await status(admin, id).then((one) => [one.status, one.last_error]), ['never', null]);
  });

  test('stores who is found and who answered; nobody is imported, no contact is opened', async () => {
    const { admin, id } = await connect({ search_keywords: ['java'] });
    const java = sim.resumes.filter(({ title }) => /java/i.test(title)).length;
    sim.addVacancy('Бэкендер', [101, 102]);
    sim.addVacancy('Чужая', [103]).denied = true;
    sim.addVacancy('Тестировщик', [104]);
    assert.equal((await status(admin, id)).status, 'never');
    const begun = await admin.expect(202, 'POST', `${ALL}${id}/sync`);
    assert.ok(['queued', 'running'].includes(begun.status));
    const done = await ends(admin, id);
    assert.deepEqual(
      [done.status, done.found, done.created, done.updated, done.failed, done.last_error],
      ['success', java + 3, java + 3, 0, 0, null],
    );
    assert.ok(done.last_sync_at && !done.next_sync_at);
    const [log] = await admin.expect(200, 'GET', `${ALL}${id}/logs`);
    assert.deepEqual([log.operation, log.status, log.user, log.details.created], ['sync', 'success', null, java + 3]);
    assert.ok(!sim.calls.some(({ query, path }) => query.includes('with_contact') || /^\/resumes\/./.test(path)));
    const [row] = await house.sql(
      "SELECT raw_data FROM candidate_source WHERE connection_id = ? AND raw_data LIKE '%negotiation%' ORDER BY id",
      [id],
    );
    assert.equal(JSON.parse(row.raw_data).negotiation.vacancy.name, 'Бэкендер');
    const seen = await admin.expect(200, 'GET', `${ALL}${id}`);
    assert.deepEqual([seen.status, seen.total_candidates_found], ['active', java + 3]);

    // A second one writes nothing new, and asks for what changed alone.
    await admin.expect(202, 'POST', `${ALL}${id}/sync`);
    const again = await ends(admin, id);
    assert.deepEqual([again.status, again.created, again.updated], ['success', 0, 0]);
    assert.ok(sim.calls.findLast(({ path }) => path === '/resumes').query.includes('period=1'));
  });

  test('that is under way is not begun twice; one of a dead key says so', async () => {
    const { admin, id, pair } = await connect({ search_keywords: ['java'] });
    sim.latencyMs = 300;
    await admin.expect(202, 'POST', `${ALL}${id}/sync`);
    problem(await admin.post(`${ALL}${id}/sync`), 409, 'service.sync_running');
    await ends(admin, id);
    sim.latencyMs = 0;
    pair.revoked = true;
    await admin.expect(202, 'POST', `${ALL}${id}/sync`);
    const bad = await ends(admin, id);
    assert.equal(bad.status, 'error');
    assert.match(bad.last_error, /token_revoked/);
    const card = await admin.expect(200, 'GET', `${ALL}${id}`);
    assert.deepEqual([card.status, card.next_sync_at, bad.next_sync_at], ['expired', null, null], 'it rests');
    problem(await admin.post(`${ALL}${id}/sync`), 409, 'platform.not_connected');
  });

  test('by itself when its time has come', async () => {
    const { admin, id } = await connect({ search_keywords: ['java'], auto_sync: true, sync_interval_hours: 6 });
    assert.ok((await status(admin, id)).next_sync_at);
    assert.equal((await house.run('tick', ['boards'])).code, 0);
    const done = await status(admin, id);
    assert.equal(done.status, 'success');
    const hours = (new Date(done.next_sync_at) - Date.now()) / 3_600_000;
    assert.ok(hours > 5.9 && hours < 6.1, String(hours));
    const [log] = await admin.expect(200, 'GET', `${ALL}${id}/logs`);
    assert.equal(log.details.reason, 'auto');
  });

  test('killed in the middle goes on where it was', async () => {
    const { admin, id } = await connect({ search_keywords: ['developer'] });
    sim.resumes = Array.from({ length: 350 }, (_, n) => sim.resume(n, { title: 'Developer' }));
    const [row] = await house.sql('SELECT company_id FROM connection WHERE id = ?', [id]);
    await house.sql(
      "INSERT INTO sync_run (company_id, user_id, connection_id, stream, reason) VALUES (?, 0, ?, 'board', 'manual')",
      [row.company_id, id],
    );
    sim.addFault({ kind: 'held', path: '/resumes', skip: 2 });
    const child = house.launch('tick', ['boards']);
    await house.until(() => sim.calls.filter(({ path }) => path === '/resumes').length === 3);
    child.kill('SIGKILL');
    sim.release();
    await house.sql('UPDATE sync_run SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE connection_id = ?', [id]);
    assert.equal((await house.run('tick', ['boards'])).code, 0);
    const done = await status(admin, id);
    assert.deepEqual([done.status, done.found, done.created], ['success', 350, 350]);
    const pages = sim.calls.filter(({ path }) => path === '/resumes').map(({ query }) =>
      new URLSearchParams(query).get('page'));
    assert.deepEqual(pages, ['0', '1', '2', '2', '3']);
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).total_candidates_found, 350);
  });

  test('killed while an answer is stored keeps all of it or nothing; behind the last one it only ends', async () => {
    const { admin, id } = await connect({ search_keywords: ['developer'] });
    sim.resumes = Array.from({ length: 150 }, (_, n) => sim.resume(n, { title: 'Developer' }));
    const [row] = await house.sql('SELECT company_id FROM connection WHERE id = ?', [id]);
    const [{ id: run }] = await house.sql(
      `INSERT INTO sync_run (company_id, user_id, connection_id, stream, reason) VALUES (?, 0, ?, 'board', 'manual')
       RETURNING id`,
      [row.company_id, id],
    );
    const release = await house.hold('SELECT sync_state FROM integration WHERE connection_id = ? FOR UPDATE', [id]);
    const child = house.launch('tick', ['boards']);
    await house.waiting(1);
    child.kill('SIGKILL');
    await release();
    const stored = 'SELECT COUNT(*) n FROM candidate_source WHERE connection_id = ?';
    assert.equal((await house.sql(stored, [id]))[0].n, 0);
    const lost = () => house.sql('UPDATE sync_run SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE id = ?', [run]);
    await lost();
    assert.equal((await house.run('tick', ['boards'])).code, 0);
    const done = await status(admin, id);
    assert.deepEqual([done.status, done.found, done.created], ['success', 150, 150]);
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).total_candidates_found, 150);

    const calls = sim.calls.length;
    await house.sql("UPDATE sync_run SET state = 'running', status = '' WHERE id = ?", [run]);
    await house.sql('UPDATE integration SET sync_state = JSON_OBJECT("run", ?, "stage", 2) WHERE connection_id = ?',
      [run, id]);
    await lost();
    assert.equal((await house.run('tick', ['boards'])).code, 0);
    assert.deepEqual([(await status(admin, id)).found, sim.calls.length], [150, calls]);
  });
});

describe('an import', () => {
  test('is counted and logged at the integration that found the person, and no more when it is undone', async () => {
    const { admin: me, id } = await connect();
    sim.resumes = [sim.resume(1, { title: 'Java' })];
    const { candidates: [row] } = await me.expect(200, 'POST', SEARCH, { keywords: ['java'] });
    const ask = { external_candidate_id: row.external_candidate_id };
    const made = await me.expect(201, 'POST', '/api/integrations/import-candidate', ask);
    await me.expect(200, 'POST', '/api/integrations/import-candidate', ask);
    const totals = async () => [
      (await me.expect(200, 'GET', `${ALL}${id}`)).total_candidates_imported,
      (await me.expect(200, 'GET', `${ALL}statistics`)).total_candidates_imported,
    ];
    assert.deepEqual(await totals(), [1, 1]);
    const [log, ...more] = await me.expect(200, 'GET', `${ALL}${id}/logs?operation=import`);
    assert.deepEqual([more.length, log.user.id, log.details.candidate], [0, me.user.id, row.id]);
    await me.expect(200, 'POST', `/api/v1/candidates/imports/${made.id}/undo`);
    assert.deepEqual(await totals(), [0, 0]);
  });
});

describe('a score', () => {
  const met = ({ reasons }) =>
    reasons.map(({ wish, value, met: word }) => [wish, value, word].filter(Boolean).join(' '));

  test('has its reasons, and the best match comes first', async () => {
    const { admin } = await connect();
    const area = (name) => ({ area: { id: '1', name } });
    sim.resumes = [
      sim.resume(1, { title: 'Java', skill_set: ['Java'], ...area('Москва'), total_experience: null }),
      sim.resume(2, { title: 'Java', skill_set: ['Java', 'SQL'], ...area('Москва'), total_experience: { months: 60 } }),
    ];
    const wishes = { keywords: ['java'], locations: ['Москва'], experience_min: 3 };
    const got = await admin.expect(200, 'POST', SEARCH, { ...wishes, experience_min: null });
    assert.deepEqual(got.candidates.map(({ score }) => score), [100, 100]);
    sim.addFault({ path: '/resumes', kind: 'status', status: 200, body: {
      found: 2, pages: 1, page: 0, per_page: 20, items: sim.resumes,
    } });
    const [best, other] = (await admin.expect(200, 'POST', SEARCH, wishes)).candidates;
    assert.deepEqual([best.score, met(best)], [100, ['keywords java yes', 'locations yes', 'experience yes']]);
    assert.deepEqual([other.score, met(other)], [86, ['keywords java yes', 'locations yes', 'experience unknown']]);
    assert.deepEqual([best.state, best.is_imported, best.known], [
      'new', false, { huntflow: false, huntflow_url: null, clickup: false, clickup_url: null, rejected: false },
    ]);
  });

  test('is none without wishes, and of the weights that were sent', async () => {
    const { admin } = await connect();
    const [bare] = (await admin.expect(200, 'POST', SEARCH, { limit: 1 })).candidates;
    assert.deepEqual([bare.score, bare.reasons], [null, []]);
    const body = { limit: 1, keywords: ['нет такого слова'], experience_min: 0 };
    const item = sim.resume(1, { skill_set: [], total_experience: { months: 12 } });
    const answer = { found: 1, pages: 1, page: 0, per_page: 20, items: [item] };
    sim.addFault({ path: '/resumes', kind: 'status', status: 200, body: answer, times: 2 });
    const scores = [];
    for (const weights of [undefined, { keywords: 0, experience: 10 }]) {
      const [one] = (await admin.expect(200, 'POST', SEARCH, { ...body, weights })).candidates;
      scores.push(one.score);
    }
    assert.deepEqual(scores, [69, 100]);
    assert.deepEqual(fields(await admin.post(SEARCH, { weights: { keywords: 11, more: 1 } })).sort(), [
      'weights.keywords:range', 'weights.more:unknown',
    ]);
  });

  test('knows who was hidden', async () => {
    const { admin } = await connect();
    const [one] = (await admin.expect(200, 'POST', SEARCH, { limit: 1 })).candidates;
    await admin.expect(200, 'POST', '/api/v1/candidates/bulk', { ids: [one.id], state: 'hidden' });
    const [again] = (await admin.expect(200, 'POST', SEARCH, { limit: 1 })).candidates;
    assert.deepEqual([again.id, again.state], [one.id, 'hidden']);
  });
});

describe('one person there', () => {
  const of = (id, what) => `/api/integrations/external-candidates/${id}/${what}`;

  test('contacts are opened by a click alone, with what is left', async () => {
    const { admin, id } = await connect();
    await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    const { candidates: [first] } = await admin.expect(200, 'POST', SEARCH, { limit: 1 });
    const look = await admin.expect(200, 'GET', of(first.external_candidate_id, 'contact'));
    assert.deepEqual([look.open, look.may_open, look.paid[0].left, look.candidate], [false, true, 40, null]);
    assert.equal(sim.opened.size, 0);
    const open = await admin.expect(200, 'POST', of(first.external_candidate_id, 'contact'));
    assert.deepEqual([open.open, open.paid[0].left, sim.opened.size], [true, 39, 1]);
    assert.deepEqual([open.candidate.email, open.candidate.phone], ['opened@example.com', '+7 (916) 123-45-67']);
    const again = await admin.expect(200, 'POST', of(first.external_candidate_id, 'contact'));
    assert.deepEqual([again.open, sim.opened.size], [true, 1]);
    const [line] = await admin.expect(200, 'GET', `/api/v1/candidates/${first.id}/timeline?kind=platform`);
    assert.deepEqual([line.action, line.data.platform, line.user_name], ['contact', 'hh_ru', admin.user.name]);
    const kept = await house.sql('SELECT data FROM candidate_source WHERE id = ?', [first.external_candidate_id]);
    assert.ok(kept[0].data.includes('opened@example.com'));
  });

  for (const state of ['blacklist', 'do_not_contact']) {
    test(`nothing is done with those whose state is ${state}, and nothing paid`, async () => {
      const { admin, id } = await connect();
      const vacancy = sim.addVacancy('Бэкендер', [101]);
      await admin.expect(202, 'POST', `${ALL}${id}/sync`);
      const source = await house.until(async () => (await house.sql(
        'SELECT id, candidate_id AS who FROM candidate_source WHERE connection_id = ?', [id]))[0]);
      const opened = sim.opened.size;
      await admin.expect(200, 'PATCH', `/api/v1/candidates/${source.who}`, { state });
      problem(await admin.post(of(source.id, 'contact')), 409, 'candidate.forbidden');
      problem(await admin.post(of(source.id, 'response'), { action: 'interview' }), 409, 'candidate.forbidden');
      assert.deepEqual([sim.opened.size, vacancy.items[0].told], [opened, undefined]);
      await admin.expect(200, 'GET', of(source.id, 'response'));
    });
  }

  test('without paid access it is told, and the key is fine', async () => {
    const { admin, id } = await connect();
    const { candidates: [first] } = await admin.expect(200, 'POST', SEARCH, { limit: 1 });
    sim.paid = false;
    problem(await admin.post(of(first.external_candidate_id, 'contact')), 502, 'platform.payment');
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'active');
    problem(await admin.get(of(first.external_candidate_id, 'response')), 422, 'platform.no_such');
    problem(await admin.get(of(999_999, 'contact')), 404, 'absent');
    const stranger = await house.user({ company: company() });
    problem(await stranger.get(of(first.external_candidate_id, 'contact')), 404, 'absent');
  });

  test('a response is answered by following its actions', async () => {
    const { admin, id } = await connect();
    const vacancy = sim.addVacancy('Бэкендер', [101]);
    await admin.expect(202, 'POST', `${ALL}${id}/sync`);
    const source = await house.until(async () =>
      (await house.sql('SELECT id FROM candidate_source WHERE connection_id = ?', [id]))[0]);
    const seen = await admin.expect(200, 'GET', of(source.id, 'response'));
    assert.equal(seen.state.id, 'response');
    assert.deepEqual(seen.actions.map((one) => one.id), ['phone_interview', 'interview', 'discard_by_employer']);
    const done = await admin.expect(200, 'POST', of(source.id, 'response'), {
      action: 'interview', message: 'Приходите в среду',
    });
    assert.deepEqual([done.state.id, vacancy.items[0].told.message], ['interview', 'Приходите в среду']);
    const [{ who }] = await house.sql('SELECT candidate_id who FROM candidate_source WHERE id = ?', [source.id]);
    const [line] = await admin.expect(200, 'GET', `/api/v1/candidates/${who}/timeline?kind=platform`);
    assert.deepEqual([line.action, line.data.state], ['response', done.state.name]);
    problem(await admin.post(of(source.id, 'response'), { action: 'interview' }), 409, 'hh.action');
    assert.deepEqual(fields(await admin.post(of(source.id, 'response'), { action: '', more: 1 })).sort(), [
      'action:required', 'more:unknown',
    ]);
  });

  test('an action is told all that its arguments take, and what one of them needs beside it', async () => {
    const { admin, id } = await connect();
    await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    const vacancy = sim.addVacancy('Бэкендер', [102]);
    await admin.expect(202, 'POST', `${ALL}${id}/sync`);
    const source = await house.until(async () =>
      (await house.sql('SELECT id FROM candidate_source WHERE connection_id = ?', [id]))[0]);
    const seen = await admin.expect(200, 'GET', of(source.id, 'response'));
    assert.deepEqual(seen.addresses, [{ id: '15', name: 'Москва, улица Годовикова, 9с10' }]);
    const alone = await admin.post(of(source.id, 'response'), { action: 'interview', send_sms: true });
    assert.deepEqual([alone.status, fields(alone)], [400, ['message:required']]);
    const told = { message: 'Ждём', send_sms: true, address_id: '15' };
    await admin.expect(200, 'POST', of(source.id, 'response'), { action: 'interview', ...told });
    assert.deepEqual(vacancy.items[0].told, { ...told, send_sms: 'true' });
    sim.addresses = null;
    assert.deepEqual((await admin.expect(200, 'GET', of(source.id, 'response'))).addresses, []);
    assert.deepEqual(admin.wrong, []);
  });

  test('what may be done is said with each place; a search forgets no response', async () => {
    const { admin, id } = await connect();
    sim.addVacancy('Бэкендер', [3]);
    await admin.expect(202, 'POST', `${ALL}${id}/sync`);
    await house.until(async () =>
      (await admin.expect(200, 'GET', `${ALL}${id}/sync-status`)).status === 'success', { timeout: 60_000 });
    const { candidates } = await admin.expect(200, 'POST', SEARCH, { limit: 50 });
    const deeds = Object.fromEntries(candidates.map((one) => [one.sources[0].external_id, one.sources[0].deeds]));
    assert.deepEqual(deeds[sim.resumes[3].id], ['contact', 'response']);
    assert.deepEqual(deeds[sim.resumes[4].id], ['contact']);
    const { id: who } = candidates.find(({ sources: [one] }) => one.external_id === sim.resumes[3].id);
    await admin.expect(200, 'POST', SEARCH, { limit: 50 });
    const page = await admin.expect(200, 'GET', `/api/v1/candidates/${who}`);
    assert.ok(page.external_candidates[0].deeds.includes('response'), 'whichever of both was stored');
    await admin.expect(200, 'GET', of(page.external_candidates[0].id, 'response'));
    assert.deepEqual(admin.wrong, []);
  });
});

describe('figures', () => {
  test('outlive the integration, whose people are asked about', async () => {
    const { admin, id } = await connect();
    await admin.expect(200, 'POST', SEARCH, { limit: 20 });
    await admin.expect(200, 'POST', SEARCH, { limit: 20 });
    const one = await admin.expect(200, 'GET', `${ALL}${id}/statistics`);
    assert.deepEqual([one.total_candidates_found, one.by_platform[0].searches], [20, 2]);
    const left = await admin.del(`${ALL}${id}`);
    problem(left, 409, 'platform.candidates_left');
    await admin.expect(200, 'DELETE', `${ALL}${id}?candidates=keep`);
    const all = await admin.expect(200, 'GET', '/api/integrations/statistics');
    assert.deepEqual(
      [all.total_integrations, all.active_integrations, all.total_candidates_found], [0, 0, 20],
    );
    assert.deepEqual(
      [all.by_platform[0].platform, all.by_platform[0].found, all.by_day.length, all.by_day[0].searches],
      ['hh_ru', 20, 1, 2],
    );
    const again = await connectHh(house, sim, { company: `Company ${companies}` });
    await admin.expect(200, 'POST', SEARCH, { limit: 5 });
    assert.deepEqual(await admin.expect(200, 'GET', `${ALL}${again.id}/candidates`),
      { imported: 0, marked: 0, others: 5, alone: 0 });
    await admin.expect(200, 'DELETE', `${ALL}${again.id}?candidates=delete`);
    await house.run('tick', ['expire']);
    const [{ n: kept }] = await house.sql(`SELECT COUNT(*) n FROM candidate WHERE company_id = ? AND erased_at IS NULL
      AND left_at IS NULL`, [admin.user.company.id]);
    assert.equal(kept, 20, 'they are known from the deleted one, too');
  });

  test('that goes with its people leaves those who are blacklisted or not to be contacted', async () => {
    const { admin, id } = await connect();
    const { candidates } = await admin.expect(200, 'POST', SEARCH, { limit: 3 });
    const [black, silent, other] = candidates.map((one) => one.id);
    await admin.expect(200, 'PATCH', `/api/v1/candidates/${black}`, { state: 'blacklist' });
    await admin.expect(200, 'PATCH', `/api/v1/candidates/${silent}`, { state: 'do_not_contact' });
    const asked = await admin.del(`${ALL}${id}`);
    problem(asked, 409, 'platform.candidates_left');
    assert.match(asked.json.detail, /\(1\)/);
    await admin.expect(200, 'DELETE', `${ALL}${id}?candidates=delete`);
    await house.run('tick', ['expire']);
    for (const id of [black, silent]) await admin.expect(200, 'GET', `/api/v1/candidates/${id}`);
    await admin.expect(404, 'GET', `/api/v1/candidates/${other}`);
  });

  test('that goes with its people leaves whom others know by any record, and may find the rest anew', async () => {
    const { admin, id } = await connect();
    const { candidates } = await admin.expect(200, 'POST', SEARCH, { limit: 4 });
    const [shared, own, edited, imported] = candidates;
    const { id: byHand } = await admin.expect(201, 'POST', '/api/v1/candidates', { last_name: 'Рукописный' });
    await admin.expect(200, 'POST', '/api/v1/candidates/join', { ids: [shared.id, byHand] });
    await admin.expect(201, 'POST', '/api/integrations/import-candidate',
      { external_candidate_id: imported.external_candidate_id });
    assert.deepEqual(await admin.expect(200, 'GET', `${ALL}${id}/candidates`),
      { imported: 1, marked: 0, others: 3, alone: 2 });
    await admin.expect(200, 'DELETE', `${ALL}${id}?candidates=delete`);
    await admin.expect(200, 'PATCH', `/api/v1/candidates/${edited.id}`, { tags: ['нужен'] });
    await house.run('tick', ['expire']);
    for (const one of [shared, edited, imported]) await admin.expect(200, 'GET', `/api/v1/candidates/${one.id}`);
    await admin.expect(404, 'GET', `/api/v1/candidates/${own.id}`);
    assert.deepEqual(await house.sql('SELECT id FROM candidate_source WHERE candidate_id = ?', [own.id]), []);
    await connectHh(house, sim, { company: `Company ${companies}` });
    const { candidates: again } = await admin.expect(200, 'POST', SEARCH, { limit: 4 });
    assert.equal(again.length, 4);
    const [, anew] = again;
    assert.deepEqual([anew.full_name, anew.id === own.id], [own.full_name, false]);
    await admin.expect(200, 'GET', `/api/v1/candidates/${anew.id}`);
    const stranger = await house.user({ role: 'admin', company: 'Чужие' });
    await stranger.expect(404, 'GET', `${ALL}${id}/candidates`);
    assert.deepEqual(admin.wrong, []);
  });
});

describe('a search', () => {
  test('asks a platform beside platforms, too, and names what is wrong of either', async () => {
    const { admin } = await connect();
    const named = async (body) =>
      (await admin.expect(200, 'POST', SEARCH, { limit: 2, ...body })).platforms.map(({ platform }) => platform);
    assert.deepEqual(await named({ platform: 'linkedin', platforms: ['hh_ru'] }), ['hh_ru', 'linkedin']);
    assert.deepEqual(await named({ platform: 'hh_ru', platforms: ['hh_ru'] }), ['hh_ru']);
    assert.deepEqual(await named({ platform: 'hh_ru', platforms: ['linkedin'] }), ['hh_ru', 'linkedin']);
    problem(await admin.post(SEARCH, { platform: 'superjob', platforms: ['hh_ru'] }), 409, 'platform.not_connected');
    assert.deepEqual(fields(await admin.post(SEARCH, { platform: 'monster', platforms: ['hh_ru'] })),
      ['platform:choice']);
  });

  test('gives people of HH.ru as one shape', async () => {
    const { admin, id } = await connect();
    const got = await admin.expect(200, 'POST', SEARCH, { platform: 'hh_ru', limit: 10 });
    assert.equal(got.candidates.length, 10);
    assert.equal(got.total_found, 30);
    const [first] = got.candidates;
    assert.deepEqual(first.sources, [{
      platform: 'hh_ru', integration_id: id, external_id: sim.resumes[0].id, profile_url: sim.resumes[0].alternate_url,
      external_candidate_id: first.external_candidate_id, is_new: true, deeds: ['contact'],
    }]);
    assert.ok(first.id > 0 && first.full_name.startsWith(first.last_name));
    assert.deepEqual([first.last_name, first.currency], [sim.resumes[0].last_name, 'RUB']);
    assert.equal(first.raw_data, undefined);
    const [row] = got.platforms;
    assert.deepEqual([row.platform, row.status, row.found, row.error], ['hh_ru', 'ok', 10, null]);
    const [log] = await admin.expect(200, 'GET', `${ALL}${id}/logs`);
    assert.deepEqual([log.operation, log.status, log.details.found], ['search', 'success', 10]);
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).total_candidates_found, 10);

    // The same people are the same persons; one goes on where the last answer ended.
    const again = await admin.expect(200, 'POST', SEARCH, { limit: 10 });
    assert.deepEqual(again.candidates.map((one) => one.id), got.candidates.map((one) => one.id));
    assert.equal(again.candidates[0].sources[0].is_new, false);
    const next = await admin.expect(200, 'POST', SEARCH, { limit: 10, cursor: again.cursor });
    assert.deepEqual(
      next.candidates.map(({ external_id: one }) => one), sim.resumes.slice(10, 20).map((one) => one.id),
    );
    const last = await admin.expect(200, 'POST', SEARCH, { limit: 10, cursor: next.cursor });
    assert.deepEqual([last.candidates.length, last.cursor], [10, null]);
    assert.deepEqual(fields(await admin.post(SEARCH, { keywords: ['java'], cursor: again.cursor })), [
      'cursor:platform.cursor',
    ]);
  });
});
