// integrations: connections with job boards: their keys, sign-ins, tokens, syncs and figures.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectHh, hhSuite } from '../lib/boards.js';
import { fields, problem } from '../lib/problem.js';

const ALL = '/api/integrations/';
const SEARCH = '/api/integrations/search-candidates';

let house;
const { sim, connect, company, same } = hhSuite({ people: 30 }, (started) => { house = started; });

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

  test('one that was switched off syncs by itself again once it is on', async () => {
    const { admin, id } = await connect({ auto_sync: true });
    const next = async (change) => (await admin.expect(200, 'PATCH', `${ALL}${id}`, change)).next_sync_at;
    assert.ok(await next({}));
    assert.equal(await next({ is_active: false }), null);
    assert.ok(await next({ is_active: true }), 'it is due');
    assert.equal(await next({ auto_sync: false }), null);
    assert.ok(await next({ auto_sync: true }), 'it is due');
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

describe('figures', () => {
  test('have days of who looks at them: a night in Minsk is the evening before in London', async () => {
    const { admin, id } = await connect();
    const { company, id: me } = admin.user;
    const put = (when, searches) => house.sql(`INSERT INTO integration_day (company_id, day, slot, integration_id,
      platform, searches) VALUES (?, DATE(?), FLOOR(TIME_TO_SEC(TIME(?)) / 900), ?, 'hh_ru', ?)`,
    [company.id, when, when, id, searches]);
    const today = new Date().toISOString().slice(0, 10);
    const back = (n) => new Date(Date.parse(today) - n * 86400000).toISOString().slice(0, 10);
    await put(`${back(3)} 20:45:00`, 1);
    await put(`${back(3)} 21:00:00`, 2);
    await put(`${back(2)} 10:00:00`, 4);
    await put(`${back(2)} 20:59:00`, 8);
    const days = async () => (await admin.expect(200, 'GET', `${ALL}statistics?days=30`)).by_day
      .map(({ day, searches, integrations }) => [day, searches, integrations]);
    const zone = (name) => house.sql('UPDATE user SET time_zone = ? WHERE id = ?', [name, me]);
    await zone('Europe/Minsk');
    assert.deepEqual(await days(), [[back(3), 1, 1], [back(2), 14, 1]]);
    await zone('UTC');
    assert.deepEqual(await days(), [[back(3), 3, 1], [back(2), 12, 1]]);
    await zone('Asia/Kathmandu');
    assert.deepEqual(await days(), [[back(2), 7, 1], [back(1), 8, 1]]);
  });

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
    const again = await connectHh(house, sim, { company: same() });
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
    await connectHh(house, sim, { company: same() });
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
