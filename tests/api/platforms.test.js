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

describe('a search', () => {
  test('gives people of HH.ru as one shape', async () => {
    const { admin, id } = await connect();
    const got = await admin.expect(200, 'POST', SEARCH, { platform: 'hh_ru', limit: 10 });
    assert.equal(got.candidates.length, 10);
    assert.equal(got.total_found, 30);
    const [first] = got.candidates;
    assert.deepEqual(first.sources, [{
      platform: 'hh_ru', integration_id: id, external_id: sim.resumes[0].id, profile_url: sim.resumes[0].alternate_url,
      external_candidate_id: first.external_candidate_id, is_new: true,
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
