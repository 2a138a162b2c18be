// superjob: what a search of SuperJob gives, its tokens, refusals and depth.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { connectHh, connectSuperjob, hhEnv, superjobEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { fields, problem } from '../lib/problem.js';
import { HeadHunter } from '../upstreams/hh.js';
import { SuperJob } from '../upstreams/superjob.js';

const ALL = '/api/integrations/';
const SEARCH = '/api/integrations/search-candidates';

let house;
const sim = new SuperJob({ people: 30 });
const hh = new HeadHunter({ people: 0 });
before(async () => {
  await Promise.all([sim.start(), hh.start()]);
  house = await startHouse({ env: { ...superjobEnv(sim), ...hhEnv(hh) } });
});
after(async () => { await house?.stop(); await Promise.all([sim.stop(), hh.stop()]); });
afterEach(() => assert.deepEqual(admins.splice(0).flatMap(({ wrong }) => wrong), [], 'as described'));
beforeEach(() => { sim.clear(); sim.renew(); hh.clear(); hh.renew(); });

let companies = 0;
const admins = [];
async function connect(more) {
  const made = await connectSuperjob(house, sim, { company: `Company ${++companies}`, ...more });
  admins.push(made.admin);
  return made;
}
const search = (admin, more) => admin.expect(200, 'POST', SEARCH, { platform: 'superjob', ...more });
const called = (path) => sim.calls.filter((call) => call.path === path);
const notes = (got) => got.platforms[0].integrations[0].notes.map(({ code }) => code);

describe('a search of SuperJob', () => {
  test('gives people as one shape, with contacts only of those that were bought', async () => {
    const { admin, id } = await connect();
    sim.bought.add(5001);
    const got = await search(admin, { limit: 10 });
    assert.deepEqual([got.candidates.length, got.total_found], [10, 30]);
    const [first, second] = got.candidates.map((one) => one);
    assert.deepEqual(
      [first.sources[0].integration_id, first.sources[0].external_id, first.sources[0].profile_url],
      [id, '5000', 'https://www.superjob.ru/resume/5000.html'],
    );
    assert.deepEqual([first.full_name, first.email, first.phone], ['', null, null]);
    assert.ok(second.full_name && second.email.endsWith('@example.com') && second.phone);
    assert.equal(first.summary, '- Git\n- Linux & C');
    assert.deepEqual(first.languages, [{ language: 'Английский', level: 'Базовый' }]);
    assert.deepEqual([first.currency, first.experience[0].to], ['RUB', null]);
    assert.ok(called('/2.0/resumes/').length === 1 && called('/2.0/resumes').length === 0, 'with its slash');
  });

  test('by towns as people write them, catalogues, words, experience, salary, age', async () => {
    const { admin } = await connect();
    const got = await search(admin, {
      keywords: ['Разработка, программирование', 'java'], locations: ['мск', 'Атлантида'], experience_min: 1,
      experience_max: 20, salary_min: 1000, salary_max: 900000, updated_within_days: 7,
    });
    assert.deepEqual(Object.fromEntries(new URLSearchParams(called('/2.0/resumes/')[0].query)), {
      'keywords[0][keys]': 'java', 'keywords[0][srws]': '10', 'keywords[0][skwc]': 'and', catalogues: '48', 't[]': '4',
      experience_from: '1', experience_to: '20', payment_from: '1000', payment_to: '900000', period: '7',
      order_field: 'date', order_direction: 'desc', page: '0', count: '50',
    });
    assert.deepEqual(notes(got), ['platform.location', 'superjob.catalogue']);
    await search(admin, { keywords: ['qa'], locations: ['Minsk'] });
    assert.deepEqual([called('/2.0/towns/').length, called('/2.0/catalogues/').length], [1, 1], 'kept');
  });

  test('says what was corrected and what was ignored in silence', async () => {
    const { admin } = await connect();
    sim.corrected = 'разработчик';
    sim.resumes = [sim.resume(0, { payment: 500000, experience_month_count: 2 })];
    sim.addFault({ kind: 'status', path: '^/2.0/resumes/', status: 200, body: {
      objects: sim.resumes, total: 1, corrected_keyword: 'разработчик', more: false,
    } });
    const got = await search(admin, { keywords: ['разроботчик'], salary_max: 1000, experience_min: 3 });
    assert.deepEqual(notes(got), ['superjob.corrected', 'platform.ignored', 'platform.ignored']);
  });
});

describe('tokens of SuperJob', () => {
  for (const status of [401, 403, 410]) {
    test(`a token that is refused by ${status} is renewed once, its secrets in no log`, async () => {
      const { admin, pair, id } = await connect();
      sim.overStatus = status;
      sim.expire(pair);
      assert.equal((await search(admin, { limit: 5 })).candidates.length, 5);
      const [renewal, ...others] = called('/2.0/oauth2/refresh_token/');
      assert.equal(others.length, 0);
      const query = new URLSearchParams(renewal.query);
      assert.deepEqual([query.get('client_id'), query.get('hr'), renewal.auth], [sim.client.id, '1', false]);
      const rows = await house.sql(
        'SELECT endpoint, request_data, response_data, error_message FROM api_call WHERE connection_id = ?', [id],
      );
      const text = JSON.stringify(rows);
      assert.ok(rows.some(({ endpoint }) => endpoint === '/oauth2/refresh_token/'));
      for (const secret of [sim.client.secret, pair.access, pair.refresh, sim.pairs.at(-1).access])
        assert.ok(!text.includes(secret));
    });
  }

  test('a 403 that a new token does not mend is a missing right, asked twice and no more', async () => {
    const { admin, id } = await connect();
    sim.paid = false;
    const got = await admin.post(SEARCH, { platform: 'superjob' });
    problem(got, 502, 'platform.all_failed');
    assert.equal(got.json.platforms[0].error.code, 'platform.denied');
    assert.deepEqual([called('/2.0/resumes/').length, called('/2.0/oauth2/refresh_token/').length], [2, 1]);
    const [log] = await admin.expect(200, 'GET', `${ALL}${id}/logs`);
    assert.deepEqual([log.operation, log.status, log.code], ['search', 'error', 'platform.denied']);

    await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    problem(await admin.post(SEARCH, { platform: 'superjob' }), 502, 'platform.all_failed');
    assert.deepEqual([called('/2.0/resumes/').length, called('/2.0/oauth2/refresh_token/').length], [4, 1],
      'a token that is fresh is not renewed for each');
    sim.paid = true;
    await house.sql("UPDATE secret SET updated_at = NOW(3) - INTERVAL 2 DAY WHERE connection_id = ? AND "
      + "name = 'access_token'", [id]);
    await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    sim.overStatus = 403;
    sim.expire(sim.pairs.at(-1));
    assert.equal((await search(admin, { limit: 1 })).candidates.length, 1);
  });

  test('a refusal of the renewal that passes leaves the pair as it is', async () => {
    for (const fault of [
      { kind: 'status', status: 403, body: { error: { code: 403, message: 'Too many requests' } } },
      { kind: 'html', status: 403 },
      { kind: 'status', status: 429 },
    ]) {
      const { admin, pair, id } = await connect();
      sim.expire(pair);
      sim.addFault({ path: '/2.0/oauth2/refresh_token', ...fault });
      problem(await admin.post(SEARCH, { platform: 'superjob' }), 502, 'platform.all_failed');
      assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'pending');
      await house.sql('DELETE FROM rate_bucket');
      assert.equal((await search(admin, { limit: 1 })).candidates.length, 1);
    }
  });

  test('the pair that a renewal gave is the one that is renewed next', async () => {
    const { admin, pair } = await connect();
    for (const old of [pair, undefined]) {
      sim.expire(old ?? sim.pairs.at(-1));
      await search(admin, { limit: 1 });
    }
    assert.deepEqual(called('/2.0/oauth2/refresh_token/').map(({ status }) => status), [200, 200]);
  });

  test('without a refresh token, or with a dead one, a person signs in anew', async () => {
    const { admin, pair, id } = await connect();
    pair.revoked = true;
    problem(await admin.post(`${ALL}${id}/test-connection`), 424, 'platform.expired');
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'expired');
    const bare = await connect({ refresh_token: '' });
    sim.expire(bare.pair);
    problem(await bare.admin.post(`${ALL}${bare.id}/test-connection`), 424, 'platform.expired');
  });
});

describe('refusals of SuperJob', () => {
  const why = async (prepare) => {
    const { admin } = await connect();
    prepare();
    const got = await admin.post(SEARCH, { platform: 'superjob' });
    problem(got, 502, 'platform.all_failed');
    return got.json.platforms[0].error;
  };

  test('who blocked the account is told, nothing is renewed', async () => {
    const error = await why(() => {
      sim.blocked = { reason: 'user_blocked', reason_text: 'Пользователь заблокирован другим пользователем' };
    });
    assert.equal(error.code, 'platform.denied');
    assert.match(error.detail, /заблокирован другим пользователем/);
    assert.equal(called('/2.0/oauth2/refresh_token/').length, 0);
  });

  test('a wrong application key, a page of a guard, too many calls, another shape', async () => {
    assert.equal((await why(() => { sim.client.secret = 'another-secret-12345'; })).code, 'platform.key');
    sim.renew();
    const fault = async (more) => {
      sim.clear();
      return (await why(() => sim.addFault({ path: 'resumes', times: 9, ...more }))).code;
    };
    assert.equal(await fault({ kind: 'html', status: 403 }), 'platform.blocked');
    assert.equal(await fault({ kind: 'status', status: 429 }), 'platform.busy');
    assert.equal(await fault({ kind: 'status', status: 200, body: { items: [] } }), 'platform.shape');
  });
});

describe('a connection test of SuperJob', () => {
  test('says whose the token is, and whether resumes are open to it', async () => {
    const { admin, id } = await connect();
    const got = await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    assert.deepEqual([got.account.name, got.account.email, got.notes], ['Анна Петрова', 'anna@example.com', []]);
    assert.deepEqual(got.account.paid, [{ name: 'resumes', left: null, until: null }]);
    sim.me.hr = false;
    sim.paid = false;
    const poor = await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    assert.deepEqual(poor.notes.map(({ code }) => code), ['superjob.no_employer', 'platform.denied']);
    assert.deepEqual(poor.account.paid, []);
  });
});

describe('signing in at SuperJob, and a sync', () => {
  test('a code becomes a pair; nothing of it is logged', async () => {
    const { admin, id } = await connect({ access_token: '', refresh_token: '' });
    const { authorize_url: url } = await admin.expect(200, 'GET', `${ALL}${id}/connect`);
    const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location'));
    const after = await admin.expect(200, 'GET', back.pathname + back.search);
    assert.deepEqual([after.status, after.account.name], ['active', 'Анна Петрова']);
    const rows = JSON.stringify(await house.sql('SELECT endpoint FROM api_call WHERE connection_id = ?', [id]));
    assert.ok(rows.includes('/oauth2/access_token/"') && !rows.includes(back.searchParams.get('code')));
  });

  test('stores who answered vacancies, with contacts', async () => {
    const { admin, id } = await connect();
    sim.respond(3);
    sim.respond(4);
    await admin.expect(202, 'POST', `${ALL}${id}/sync`);
    const got = await house.until(async () => {
      const now = await admin.expect(200, 'GET', `${ALL}${id}/sync-status`);
      return !['queued', 'running'].includes(now.status) && now;
    }, { timeout: 60_000, what: 'the sync' });
    assert.deepEqual([got.status, got.found, got.created], ['success', 2, 2]);
  });
});

describe('an analysis of salaries', () => {
  const PATH = '/api/integrations/salary-analysis';
  const pay = (n, from, to, currency = 'rub', more = {}) =>
    sim.vacancy(n, { payment_from: from, payment_to: to, currency, profession: 'Java Developer', ...more });

  test('that no board could answer says why each could not', async () => {
    const { admin } = await connect();
    const { status, json } = await admin.get(`${PATH}?keywords=java&location=${encodeURIComponent('Нигдеевск')}`);
    assert.deepEqual([status, json.code], [502, 'platform.all_failed']);
    assert.deepEqual(json.platforms.map((one) => [one.platform, one.error.code]), [['superjob', 'platform.location']]);
  });

  test('is over vacancies and resumes of the boards that can, in one currency', async () => {
    const { admin } = await connect();
    await connectHh(house, hh, { admin });
    const of = { profession: 'Java Developer', town: { id: 4, title: 'Москва' }, experience_month_count: 24 };
    sim.resumes = [sim.resume(0, { ...of, payment: 300000 }), sim.resume(1, { ...of, payment: 0 })];
    const old = { date_published: 1500000000 };
    sim.vacancies = [
      pay(0, 100000, 200000), pay(1, 0, 200000), pay(2, 250000, 0), pay(3, 0, 0), pay(4, 5000, 6000, 'usd'),
      pay(5, 900000, 0, 'rub', old), pay(6, 900000, 0, 'rub', { experience: { id: 4, title: 'От 6 лет' } }),
    ];
    hh.market = [
      { id: '1', name: 'Java', salary: { from: null, to: 400000, currency: 'RUR', gross: true } },
      { id: '2', name: 'Java', salary: null },
    ];
    const got = await admin.expect(200, 'GET', `${PATH}?keywords=java&location=Москва&experience_max=5&period=30`);
    // Москва is every other vacancy of SuperJob: 0, 2, 4.
    assert.deepEqual([got.currency, got.sample_size, got.median], ['RUB', 4, 275000]);
    assert.deepEqual(got.quartiles, [225000, 275000, 325000]);
    assert.deepEqual(got.other_currencies, [{ currency: 'USD', count: 1 }]);
    assert.deepEqual(got.vacancies, { seen: 4, sample_size: 3, median: 250000 });
    assert.deepEqual(got.resumes, { seen: 2, sample_size: 1, median: 300000 });
    assert.equal(got.histogram.reduce((sum, bin) => sum + bin.vacancies + bin.resumes, 0), 4);
    assert.deepEqual(got.platforms, [
      { platform: 'hh_ru', vacancies: 1, resumes: 0, error: null },
      { platform: 'superjob', vacancies: 3, resumes: 2, error: null },
    ]);
  });

  test('one board that fails hides nothing, all of them are a 502; nothing found is an answer', async () => {
    const { admin } = await connect();
    const none = await admin.expect(200, 'GET', `${PATH}?keywords=cobol`);
    assert.deepEqual([none.currency, none.sample_size, none.median, none.histogram], [null, 0, null, []]);
    sim.paid = false;
    sim.vacancies = [pay(0, 100, 200)];
    const half = await admin.expect(200, 'GET', PATH);
    assert.deepEqual([half.median, half.platforms[0].error.code], [150, 'platform.denied']);
    sim.client.secret = 'another-secret-12345';
    problem(await admin.get(PATH), 502, 'platform.all_failed');
  });

  test('is for recruiters, of connected boards, with right parameters', async () => {
    const company = `Company ${++companies}`;
    const recruiter = await house.user({ company });
    problem(await recruiter.get(PATH), 409, 'platform.none_connected');
    problem(await (await house.user({ role: 'member', company })).get(PATH), 403, 'io.role');
    assert.deepEqual(fields(await recruiter.get(`${PATH}?period=0`)), ['period:range']);
    assert.deepEqual(fields(await recruiter.get(`${PATH}?experience_min=5&experience_max=2`)), [
      'experience_max:range',
    ]);
    assert.deepEqual(fields(await recruiter.get(`${PATH}?town=1`)), ['town:unknown']);
  });
});
