// ranking: what decisions teach: once each, of the company and of a saved search, used when there is enough of it,
// switched off, forgotten.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connectHh, hhEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { HeadHunter } from '../upstreams/hh.js';

const RANKING = '/api/v1/candidate-ranking';
const SEARCH = { keywords: ['java'], experience_min: 5, salary_max: 3000, currency: 'USD' };

const hh = new HeadHunter({ people: 30 });
let house;
before(async () => {
  await hh.start();
  house = await startHouse({ env: hhEnv(hh) });
});
after(async () => { await house?.stop(); await hh.stop(); });

let companies = 0;
/* Six with the experience that is looked for and six without, all of one salary. */
async function team() {
  const company = `Решения ${++companies}`;
  const me = watched(await house.user({ role: 'recruiter', company }));
  const good = [];
  const bad = [];
  for (let i = 0; i < 6; i++) {
    for (const [list, years] of [[good, 8], [bad, 1]]) {
      list.push((await me.expect(201, 'POST', '/api/v1/candidates', {
        last_name: `Решённый ${i}-${years}`, experience_years: years, salary_min: 2000, currency: 'USD',
      })).id);
    }
  }
  const teach = (ids, deed, more) =>
    me.expect(200, 'POST', `${RANKING}/lessons`, { ids, deed, search: SEARCH, ...more });
  return { company, me, good, bad, teach };
}

describe('a ranking', () => {
  it('learns from decisions, each once, and is used when there are enough of both kinds', async () => {
    const { me, good, bad, teach } = await team();
    const before = await me.expect(200, 'GET', RANKING);
    assert.deepEqual([before.used, before.liked, before.weights], [false, 0, before.usual]);
    assert.equal((await teach(good, 'keep')).used, false);
    const taught = await teach(bad, 'hidden');
    assert.deepEqual([taught.used, taught.liked, taught.hidden], [true, 6, 6]);
    assert.ok(taught.weights.experience > taught.usual.experience, JSON.stringify(taught.weights));
    assert.equal(taught.weights.locations, taught.usual.locations);
    assert.deepEqual(await teach(good, 'import'), taught);
    const turned = await teach(good.slice(0, 1), 'hidden');
    assert.deepEqual([turned.liked, turned.hidden], [6, 7]);
    assert.deepEqual(me.wrong, []);
  });

  it('is switched off and forgotten', async () => {
    const { me, good, bad, teach } = await team();
    await teach(good, 'keep');
    await teach(bad, 'hidden');
    assert.deepEqual((({ enabled, used }) => [enabled, used])(
      await me.expect(200, 'PATCH', RANKING, { enabled: false })), [false, false]);
    await me.expect(200, 'PATCH', RANKING, { enabled: true });
    await me.expect(204, 'DELETE', RANKING);
    const now = await me.expect(200, 'GET', RANKING);
    assert.deepEqual([now.liked, now.hidden, now.weights], [0, 0, now.usual]);
    assert.equal((await teach(good, 'keep')).liked, 6);
  });

  it('of a saved search is its own, and goes with it', async () => {
    const { me, good, bad, teach } = await team();
    const { id } = await me.expect(201, 'POST', '/api/v1/saved-searches',
      { name: 'Java', search: { keywords: ['java'] } });
    await teach(good, 'keep', { saved_search: id });
    const own = await teach(bad, 'hidden', { saved_search: id });
    assert.equal(own.saved_search, id);
    assert.equal((await me.expect(200, 'GET', RANKING)).liked, 6);
    await me.expect(204, 'DELETE', `/api/v1/saved-searches/${id}`);
    assert.deepEqual(await house.sql('SELECT * FROM candidate_ranking WHERE search_id = ?', [id]), []);
    await me.expect(404, 'GET', `${RANKING}?saved_search=${id}`);
  });

  it('is what people found at job boards are scored by, unless the search sets weights itself', async () => {
    const { company, me, good, bad, teach } = await team();
    await connectHh(house, hh, { company });
    const item = hh.resume(1, { skill_set: [], title: 'Повар', total_experience: { months: 120 } });
    const answer = { found: 1, pages: 1, page: 0, per_page: 20, items: [item] };
    hh.addFault({ path: '/resumes', kind: 'status', status: 200, body: answer, times: 20 });
    const look = (more) => me.expect(200, 'POST', '/api/integrations/search-candidates', {
      keywords: ['java'], experience_min: 5, limit: 30, ...more,
    });
    const usual = await look();
    assert.equal(usual.weights_from, 'usual');
    await teach(good, 'keep');
    const { weights } = await teach(bad, 'hidden');
    const taught = await look();
    assert.deepEqual([taught.weights_from, taught.weights], ['decisions', weights]);
    assert.ok(taught.candidates[0].score > usual.candidates[0].score, 'experience counts for more');
    const own = await look({ weights: { keywords: 9 } });
    assert.deepEqual([own.weights_from, own.weights.keywords, own.weights.experience], ['search', 9, 3]);
    const { id } = await me.expect(201, 'POST', '/api/v1/saved-searches', {
      name: 'Java', search: { keywords: ['java'] },
    });
    await teach(bad, 'keep', { saved_search: id });
    const { weights: other } = await teach(good, 'hidden', { saved_search: id });
    assert.deepEqual((await look({ saved_search: id })).weights, other);
    assert.equal((await me.send('POST', '/api/integrations/search-candidates', { saved_search: 999_999 })).status, 404);
    await me.expect(204, 'DELETE', RANKING);
    assert.deepEqual((await look()).weights, usual.weights);
    assert.deepEqual(me.wrong, []);
  });

  it('is of one company, and takes no nonsense', async () => {
    const { good, me } = await team();
    const other = await house.user({ role: 'recruiter', company: 'Чужая' });
    const strange = await other.expect(200, 'POST', `${RANKING}/lessons`, { ids: good, deed: 'keep', search: SEARCH });
    assert.equal(strange.liked, 0);
    const wrong = async (body) => {
      const { status, json } = await me.send('POST', `${RANKING}/lessons`, body);
      assert.equal(status, 400, JSON.stringify(body));
      return `${json.errors[0].field} ${json.errors[0].code}`;
    };
    assert.equal(await wrong({ ids: good, deed: 'love', search: SEARCH }), 'deed choice');
    assert.equal(await wrong({ ids: good, search: SEARCH }), 'deed required');
    assert.equal(await wrong({ ids: good, deed: 'keep' }), 'search required');
    assert.equal(await wrong({ ids: good, deed: 'keep', search: { experience_min: 'x' } }), 'experience_min type');
    assert.equal(await wrong({ ids: good, deed: 'keep', search: SEARCH, weights: 1 }), 'weights unknown');
    await (await house.user({ role: 'member', company: 'Чужая' })).expect(403, 'GET', RANKING);
  });
});
