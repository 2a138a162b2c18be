// lalafo: what a search of Lalafo gives and leaves out, what it notices, and how its breakage shows.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { connectHh, connectLalafo, hhEnv, lalafoEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { problem } from '../lib/problem.js';
import { HeadHunter } from '../upstreams/hh.js';
import { Lalafo } from '../upstreams/lalafo.js';

const ALL = '/api/integrations/';
const SEARCH = '/api/integrations/search-candidates';

let house;
const sim = new Lalafo({ people: 30 });
const hh = new HeadHunter({ people: 30 });
before(async () => {
  await Promise.all([sim.start(), hh.start()]);
  house = await startHouse({ env: { ...hhEnv(hh), ...lalafoEnv(sim) } });
});
after(async () => { await house?.stop(); await sim.stop(); await hh.stop(); });
beforeEach(() => { sim.clear(); sim.renew(); hh.clear(); hh.renew(); });
afterEach(() => assert.deepEqual(admins.splice(0).flatMap(({ wrong }) => wrong), [], 'as described'));

let companies = 0;
const admins = [];
async function connect(more) {
  const made = await connectLalafo(house, { company: `Company ${++companies}`, ...more });
  admins.push(made.admin);
  return made;
}
const search = (admin, more) => admin.expect(200, 'POST', SEARCH, { platform: 'lalafo', ...more });
const pages = () => sim.calls.filter(({ path }) => path === '/v3/feed/search')
  .map((call) => new URLSearchParams(call.query));
const notes = (got) => got.platforms[0].integrations[0].notes.map(({ code, detail }) => [code, detail]);
const codes = (got) => notes(got).map(([code]) => code);

describe('Lalafo', () => {
  test('begins switched off, needs no keys, and says so', async () => {
    const { admin, made } = await connect({ is_active: undefined });
    assert.deepEqual([made.is_active, made.status], [false, 'disabled']);
    problem(await admin.post(SEARCH, { platform: 'lalafo' }), 409, 'platform.not_connected');
    const about = (await admin.expect(200, 'GET', `${ALL}platforms`)).find(({ platform }) => platform === 'lalafo');
    assert.deepEqual([about.begins_off, about.needs, about.credentials, about.no_search], [true, [], [], null]);
    assert.equal(sim.calls.length, 0);
  });

  test('a check says whether it answers, and how many ads of people there are', async () => {
    const { admin, id } = await connect();
    const got = await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    assert.deepEqual([got.account.name, got.account.ads, got.notes], ['lalafo.kg', 30, []]);
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'active');
  });

  test('people as one shape; what pads the answer is left out', async () => {
    const { admin } = await connect();
    const got = await search(admin, { limit: 20 });
    assert.equal(got.candidates.length, 20);
    const [first] = got.candidates;
    assert.equal(first.sources[0].profile_url, `https://lalafo.kg${sim.ads[0].url}`);
    assert.equal(first.phone.replace(/\D/g, ''), '0555123410');
    assert.deepEqual([first.salary_min, first.currency, first.location], [null, null, 'Бишкек']);
    assert.equal(got.candidates[1].currency, 'KGS');
    assert.ok(got.candidates.every((one) => !/^(Ищу|Требуется|Продаю)/.test(one.current_position)));
    assert.deepEqual(codes(got), ['lalafo.padded']);
    const rest = await search(admin, { limit: 20, cursor: got.cursor });
    assert.deepEqual([rest.candidates.length, rest.cursor], [10, null]);
    assert.deepEqual(
      [...got.candidates, ...rest.candidates].map(({ external_id: one }) => Number(one)), sim.ads.map(({ id }) => id),
    );
    assert.equal(pages()[0].get('category_id'), '6062');
  });

  test('an answer is kept for a while, the categories for longer', async () => {
    const { admin } = await connect();
    await search(admin, { limit: 5 });
    const asked = sim.calls.length;
    const again = await search(admin, { limit: 7 });
    assert.deepEqual([again.candidates.length, sim.calls.length], [7, asked]);
  });

  test('by words, town and salary, each looked at once more here', async () => {
    const { admin } = await connect();
    sim.ads[2] = sim.ad(2, { price: 30_000, currency: 'USD', is_negotiable: false, title: 'Ищу работу: java' });
    sim.ads[4] = sim.ad(4, { price: 30_000, is_negotiable: false, title: 'Ищу работу: java' });
    sim.ads[5] = sim.ad(5, { price: 30_000, title: 'Ищу работу: java' });
    sim.ads[6] = sim.ad(6, { price: 90_000, is_negotiable: false, title: 'Ищу работу: java' });
    const got = await search(admin, {
      keywords: ['java'], locations: ['Bishkek'], salary_min: 25_000, salary_max: 35_000, currency: 'KGS',
    });
    const ids = got.candidates.map(({ external_id: one }) => Number(one));
    assert.ok(ids.includes(sim.ads[4].id) && !ids.includes(sim.ads[2].id));
    assert.ok(got.candidates.every((one) => one.location === 'Бишкек'));
    const [page] = pages();
    assert.deepEqual(
      ['q', 'city_id', 'price[from]', 'price[to]', 'sort_by', 'page', 'per-page'].map((name) => page.get(name)),
      ['java', '103184', '25000', '35000', 'newest', '1', '50'],
    );
    assert.ok(codes(got).includes('lalafo.currency'));
    assert.ok(!codes(got).includes('platform.ignored'), 'padding alone is no filter that is ignored');
  });

  test('a filter that is ignored in silence is noticed by the number of ads', async () => {
    const { admin } = await connect();
    sim.ignores.add('city_id');
    const got = await search(admin, { locations: ['Бишкек'], limit: 50 });
    assert.ok(got.candidates.length > 0 && got.candidates.every((one) => one.location === 'Бишкек'));
    const ignored = notes(got).filter(([code]) => code === 'platform.ignored').map(([, detail]) => detail);
    assert.deepEqual(ignored.map((detail) => /\((.+)\)/.exec(detail)[1]), ['место']);
    assert.ok(pages().some((page) => !page.has('city_id') && page.get('per-page') === '1'));
  });

  test('a section of CVs that makes no difference has its name in words', async () => {
    const { admin } = await connect();
    sim.ignores.add('category_id');
    const got = await search(admin, { limit: 50 });
    const [detail] = notes(got).filter(([code]) => code === 'platform.ignored').map(([, text]) => text);
    assert.match(detail, /\(раздел резюме\)/);
  });

  test('without the category of people those who say so are found', async () => {
    const { admin } = await connect();
    sim.addFault({ kind: 'status', path: '/v3/categories/tree', status: 404, times: 5 });
    await house.sql('DELETE FROM platform_dictionary WHERE platform = ?', ['lalafo']);
    const got = await search(admin, { limit: 50 });
    assert.equal(got.candidates.length, 30);
    assert.deepEqual(codes(got), ['lalafo.no_category', 'lalafo.padded']);
    assert.equal(pages()[0].has('category_id'), false);
  });
});

describe('breakage of Lalafo', () => {
  const why = async (fault, status = 502) => {
    const { admin, id } = await connect();
    sim.clear();
    sim.addFault({ path: '/v3/feed', times: 9, ...fault });
    const got = await admin.post(SEARCH, { platform: 'lalafo' });
    problem(got, status, 'platform.all_failed');
    const one = await admin.expect(200, 'GET', `${ALL}${id}`);
    assert.deepEqual([one.is_active, one.error_count], [true, 1]);
    return got.json.platforms[0].error.code;
  };

  for (const status of [403, 429, 503])
    test(`a page of a guard with ${status}`, async () => {
      assert.equal(await why({ kind: 'html', status }), 'platform.blocked');
    });

  for (const [what, fault, code] of [
    ['too many calls', { kind: 'status', status: 429 }, 'platform.busy'],
    ['headers are not enough any more', { kind: 'status', status: 417 }, 'platform.agent'],
    ['an ad that is gone', { kind: 'status', status: 410 }, 'platform.gone'],
    ['a page with 200', { kind: 'html', status: 200 }, 'platform.shape'],
    ['no list', { kind: 'status', status: 200, body: { data: [] } }, 'platform.shape'],
    ['ads without ids', {
      kind: 'status', status: 200, body: { items: [{ uuid: 'x' }, null], _meta: { totalCount: 2, pageCount: 1 } },
    }, 'platform.shape'],
  ])
    test(what, async () => assert.equal(await why(fault), code));

  test('nulls everywhere are no breakage', async () => {
    const { admin } = await connect();
    const bare = Object.fromEntries(Object.keys(sim.ads[0]).map((name) => [name, null]));
    sim.clear();
    sim.addFault({
      kind: 'status', path: '/v3/feed', status: 200,
      body: { items: [{ ...bare, id: 7, title: 'Ищу работу' }], _meta: { totalCount: 1, pageCount: 1 } },
    });
    const got = await search(admin, { salary_min: 1, locations: ['Ош'], updated_within_days: 3 });
    assert.deepEqual(got.candidates.map(({ external_id: one, phone }) => [one, phone]), [['7', null]]);
  });
});

describe('HH.ru and Lalafo at once', () => {
  test('the one that fails hides nobody of the other', async () => {
    const { admin, id } = await connect();
    await connectHh(house, hh, { admin });
    sim.addFault({ kind: 'html', path: '/v3/feed', status: 503, times: 9 });
    const got = await admin.expect(200, 'POST', SEARCH, { limit: 10 });
    assert.ok(got.candidates.length > 0 && got.candidates.every((one) => one.sources[0].platform === 'hh_ru'));
    const rows = Object.fromEntries(got.platforms.map((row) => [row.platform, [row.status, row.error?.code ?? null]]));
    assert.deepEqual(rows, { hh_ru: ['ok', null], lalafo: ['error', 'platform.blocked'] });
    sim.clear();
    const both = await admin.expect(200, 'POST', SEARCH, { limit: 10, keywords: [] });
    assert.deepEqual(
      new Set(both.candidates.map((one) => one.sources[0].platform)), new Set(['hh_ru', 'lalafo']),
    );
    const [log] = await admin.expect(200, 'GET', `${ALL}${id}/logs`);
    assert.deepEqual([log.operation, log.status], ['search', 'success']);
  });
});
