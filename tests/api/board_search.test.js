// board_search: what a search of HH.ru asks and gives, its score, and how it is refused.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectHh, hhSuite } from '../lib/boards.js';
import { fields, problem } from '../lib/problem.js';
import { HeadHunter } from '../upstreams/hh.js';

const ALL = '/api/integrations/';
const SEARCH = '/api/integrations/search-candidates';

let house;
const { sim, connect, company } = hhSuite({ people: 30 }, (started) => { house = started; });

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
