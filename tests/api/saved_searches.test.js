// Saved searches of job boards: kept, shared, run by themselves; who is new is told once.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { connectHh, hhEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { fields, problem } from '../lib/problem.js';
import { HeadHunter } from '../upstreams/hh.js';

const ALL = '/api/v1/saved-searches';
let house;
const sim = new HeadHunter({ people: 10 });
before(async () => {
  await sim.start();
  house = await startHouse({ env: hhEnv(sim) });
});
after(async () => { await house?.stop(); await sim.stop(); });
const users = [];
afterEach(() => assert.deepEqual(users.splice(0).flatMap(({ wrong }) => wrong), [], 'as described'));
beforeEach(() => { sim.clear(); sim.renew(); });

let companies = 0;
async function start(more) {
  const company = `Saved ${++companies}`;
  const made = await connectHh(house, sim, { company });
  const me = watched(await house.user({ company }));
  const colleague = watched(await house.user({ company }));
  users.push(me, colleague);
  sim.resumes = [1, 2, 3].map((n) => sim.resume(n, { title: 'Java developer' }));
  const body = { name: 'Java', search: { keywords: ['java'] }, ...more };
  return { company, ...made, me, colleague, body };
}
// The run that a request has started is over, and its process too: it would take what becomes due next.
const idle = (me, id, since = null) => house.until(async () => {
  const now = await me.expect(200, 'GET', `${ALL}/${id}`);
  return now.status === 'idle' && now.last_run_at !== since && house.pids('tick').length === 0 && now;
}, { timeout: 60_000, what: 'the run' });
async function runAgain(me, id) {
  const before = await me.expect(200, 'GET', `${ALL}/${id}`);
  await me.expect(202, 'POST', `${ALL}/${id}/run`);
  return idle(me, id, before.last_run_at);
}
const notices = async (me) =>
  (await me.expect(200, 'GET', '/api/v1/notifications')).filter(({ kind }) => kind === 'found');

describe('a saved search', () => {
  test('runs once when it is kept, and then says who is new, to those who look at it', async () => {
    const { me, colleague, body } = await start({ shared: true });
    const made = await me.expect(201, 'POST', ALL, body);
    assert.deepEqual([made.name, made.mine, made.shared, made.auto_sync, made.sync_interval_hours],
      ['Java', true, true, false, 24]);
    const first = await idle(me, made.id);
    assert.deepEqual([first.found, first.fresh, first.unseen, first.last_error], [3, 0, 0, null]);
    assert.deepEqual(await notices(me), []);
    await colleague.expect(200, 'POST', `${ALL}/${made.id}/seen`);

    sim.resumes.push(sim.resume(7, { title: 'Java lead', updated_at: new Date().toISOString() }));
    const second = await runAgain(me, made.id);
    assert.deepEqual([second.fresh, second.unseen], [1, 1]);
    const [found, ...others] = await me.expect(200, 'GET', `${ALL}/${made.id}/found?new=true`);
    assert.deepEqual([others.length, found.candidate.current_position, found.score, found.is_new],
      [0, 'Java lead', 100, true]);
    assert.deepEqual(found.reasons, [{ wish: 'keywords', value: 'java', met: 'yes' }]);
    assert.equal((await me.expect(200, 'GET', `${ALL}/${made.id}/found`)).length, 4);
    for (const one of [me, colleague]) {
      const [notice, more] = await notices(one);
      assert.deepEqual([notice.href, more], [`/candidates/search/?saved=${made.id}`, undefined]);
    }
    assert.equal((await me.expect(200, 'POST', `${ALL}/${made.id}/seen`)).unseen, 0);
    assert.deepEqual(await me.expect(200, 'GET', `${ALL}/${made.id}/found?new=true`), []);

    await runAgain(me, made.id);
    assert.equal((await notices(me)).length, 1, 'nobody is new');
  });

  test('runs by itself when its time has come', async () => {
    const { me, body } = await start({ auto_sync: true, sync_interval_hours: 6 });
    const made = await me.expect(201, 'POST', ALL, body);
    const first = await idle(me, made.id);
    const hours = (new Date(first.next_run_at) - Date.now()) / 3_600_000;
    assert.ok(hours > 5.9 && hours < 6.1, String(hours));
    await house.sql('UPDATE saved_search SET next_run_at = NOW(3) WHERE id = ?', [made.id]);
    assert.equal((await house.run('tick', ['searches'])).code, 0);
    const second = await me.expect(200, 'GET', `${ALL}/${made.id}`);
    assert.ok(second.last_run_at > first.last_run_at);
    assert.ok(sim.calls.findLast(({ path }) => path === '/resumes').query.includes('period=1'));
  });

  test('that nobody sees any more waits, and spends nothing', async () => {
    const { me, company, body } = await start({ auto_sync: true });
    const own = await me.expect(201, 'POST', ALL, body);
    const team = await me.expect(201, 'POST', ALL, { ...body, name: 'Java team', shared: true });
    for (const { id } of [own, team]) await idle(me, id);
    const admin = watched(await house.user({ role: 'admin', company }));
    users.push(admin);
    const runs = async (change) => {
      await admin.expect(200, 'PATCH', `/api/v1/users/${me.user.id}`, change);
      await house.sql('UPDATE saved_search SET last_run_at = NULL, next_run_at = NOW(3) WHERE id IN (?, ?)',
        [own.id, team.id]);
      assert.equal((await house.run('tick', ['searches'])).code, 0);
      const rows = await house.sql('SELECT id FROM saved_search WHERE last_run_at IS NOT NULL AND id IN (?, ?)',
        [own.id, team.id]);
      return rows.map(({ id }) => id).sort((a, b) => a - b);
    };
    assert.deepEqual(await runs({ active: false }), [team.id]);
    assert.deepEqual(await runs({ active: true, role: 'member' }), [team.id]);
    assert.deepEqual(await runs({ role: 'recruiter' }), [own.id, team.id]);
  });

  test('of a board that fails says why, and forgets nobody', async () => {
    const { me, body } = await start();
    const { id } = await me.expect(201, 'POST', ALL, body);
    await idle(me, id);
    sim.addFault({ kind: 'html', status: 403, path: '/resumes' });
    const bad = await runAgain(me, id);
    assert.deepEqual([bad.error_count, bad.found, bad.fresh], [1, 3, 0]);
    assert.match(bad.last_error, /Защита площадки/);
    const good = await runAgain(me, id);
    assert.deepEqual([good.error_count, good.last_error], [0, null]);
  });

  test('killed in the middle begins anew, and nobody is told twice', async () => {
    const { me, body } = await start();
    const { id } = await me.expect(201, 'POST', ALL, body);
    await idle(me, id);
    sim.resumes.push(sim.resume(8, { title: 'Java lead', updated_at: new Date().toISOString() }));
    await house.sql('UPDATE saved_search SET next_run_at = NOW(3) WHERE id = ?', [id]);
    sim.addFault({ kind: 'held', path: '/resumes' });
    const before = sim.calls.filter(({ path }) => path === '/resumes').length;
    const child = house.launch('tick', ['searches']);
    await house.until(() => sim.calls.filter(({ path }) => path === '/resumes').length > before);
    child.kill('SIGKILL');
    sim.release();
    assert.equal((await house.run('tick', ['searches'])).code, 0);
    assert.equal((await me.expect(200, 'GET', `${ALL}/${id}`)).status, 'running', 'the lease holds');
    await house.sql('UPDATE saved_search SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE id = ?', [id]);
    assert.equal((await house.run('tick', ['searches'])).code, 0);
    assert.deepEqual((await me.expect(200, 'GET', `${ALL}/${id}`)).fresh, 1);
    assert.equal((await notices(me)).length, 1);
  });

  test('takes turns over companies, and over the persons of each', async () => {
    const first = await start();
    const second = await start();
    const third = await start();
    await house.sql('DELETE FROM saved_search');
    const add = ({ user }, name, minutes) => house.sql(
      `INSERT INTO saved_search (company_id, user_id, name, search, next_run_at)
       SELECT company_id, id, ?, '{"keywords": ["java"]}', NOW(3) - INTERVAL ? MINUTE FROM user WHERE id = ?`,
      [name, minutes, user.id],
    );
    for (const n of [1, 2, 3, 4]) await add(first.me, `a${n}`, 100 - n);
    for (const n of [1, 2]) await add(first.colleague, `b${n}`, 50 - n);
    for (const n of [1, 2, 3]) await add(second.me, `c${n}`, 90 - n);
    await add(third.me, 'd1', 1);
    await house.sql("UPDATE saved_search SET claimed_at = NOW(3) - INTERVAL 1 HOUR WHERE name = 'a4'");
    assert.equal((await house.run('tick', ['searches'])).code, 0);
    const order = await house.sql('SELECT name FROM saved_search ORDER BY claimed_at, id');
    assert.deepEqual(order.map(({ name }) => name), ['c1', 'd1', 'b1', 'c2', 'a1', 'c3', 'b2', 'a2', 'a3', 'a4']);
  });

  test('leaves a board alone whose quota is used up, and is the first when there is one again', async () => {
    const { me, body, id: integration } = await start();
    await house.sql('DELETE FROM saved_search');
    sim.searches = 2;
    const ids = [];
    for (const n of [1, 2, 3, 4, 5]) {
      await house.sql(
        `INSERT INTO saved_search (company_id, user_id, name, search, auto_sync, next_run_at)
         SELECT company_id, id, ?, '{"keywords": ["java"]}', TRUE, NOW(3) - INTERVAL ? MINUTE FROM user WHERE id = ?`,
        [`${body.name} ${n}`, 60 - n, me.user.id],
      );
    }
    for (const { id } of await house.sql('SELECT id FROM saved_search ORDER BY id')) ids.push(id);
    const before = sim.calls.length;
    const asked = () => sim.calls.slice(before).filter(({ path }) => path === '/resumes').map(({ status }) => status);
    assert.equal((await house.run('tick', ['searches'])).code, 0);
    assert.deepEqual(asked(), [200, 200, 429], 'what is used up is asked for once');
    const hours = async () => (await Promise.all(ids.map((id) => me.expect(200, 'GET', `${ALL}/${id}`))))
      .map(({ next_run_at: at }) => Math.round((new Date(at) - Date.now()) / 3_600_000));
    assert.deepEqual(await hours(), [24, 24, 1, 1, 1]);
    assert.match((await me.expect(200, 'GET', `${ALL}/${ids[4]}`)).last_error, /Дневной лимит/);

    sim.searches = 10;
    await house.sql('UPDATE saved_search SET next_run_at = NOW(3)');
    assert.equal((await house.run('tick', ['searches'])).code, 0);
    assert.deepEqual(asked(), [200, 200, 429], 'not within the hour');
    await house.sql('UPDATE integration SET quota_until = NOW(3) WHERE connection_id = ?', [integration]);
    await house.sql('UPDATE saved_search SET next_run_at = NOW(3)');
    assert.equal((await house.run('tick', ['searches'])).code, 0);
    assert.deepEqual(await hours(), [24, 24, 24, 24, 24]);
    assert.equal((await me.expect(200, 'GET', `${ALL}/${ids[4]}`)).last_error, null);
  });

  test('is changed by its owner, and by managers when it is shared', async () => {
    const { me, colleague, company, body } = await start();
    const { id } = await me.expect(201, 'POST', ALL, body);
    await idle(me, id);
    problem(await colleague.get(`${ALL}/${id}`), 404, 'absent');
    const shared = await me.expect(200, 'PATCH', `${ALL}/${id}`, { shared: true, auto_sync: true });
    assert.deepEqual([shared.shared, shared.auto_sync, shared.name, shared.found], [true, true, 'Java', 3]);
    problem(await colleague.patch(`${ALL}/${id}`, { name: 'x' }), 403, 'candidate.search_owner');
    problem(await colleague.del(`${ALL}/${id}`), 403, 'candidate.search_owner');
    const manager = watched(await house.user({ role: 'manager', company }));
    users.push(manager);
    assert.equal((await manager.expect(200, 'PATCH', `${ALL}/${id}`, { name: 'Java 2' })).name, 'Java 2');
    const hidden = await manager.patch(`${ALL}/${id}`, { name: 'Java 3', shared: false });
    assert.deepEqual(fields(hidden), ['shared:candidate.search_shared']);
    const kept = await me.expect(200, 'GET', `${ALL}/${id}`);
    assert.deepEqual([kept.name, kept.shared], ['Java 2', true]);
    const anew = await me.expect(200, 'PATCH', `${ALL}/${id}`, { search: { keywords: ['java', 'lead'] } });
    assert.equal(anew.last_run_at, null);
    await idle(me, id);
    await me.expect(204, 'DELETE', `${ALL}/${id}`);
    problem(await me.get(`${ALL}/${id}`), 404, 'absent');
  });

  test('that waits for its turn runs, whatever is changed of it meanwhile', async () => {
    const { me, body } = await start();
    const { id } = await me.expect(201, 'POST', ALL, body);
    const first = await idle(me, id);
    for (const change of [{ name: 'Java 2' }, { auto_sync: true }, { auto_sync: false }]) {
      await house.sql('UPDATE saved_search SET next_run_at = NOW(3) WHERE id = ?', [id]);
      assert.equal((await me.expect(200, 'PATCH', `${ALL}/${id}`, change)).status, 'queued', JSON.stringify(change));
    }
    assert.equal((await house.run('tick', ['searches'])).code, 0);
    const now = await me.expect(200, 'GET', `${ALL}/${id}`);
    assert.ok(now.last_run_at > first.last_run_at);
    assert.equal(now.next_run_at, null);
  });

  test('names every wrong field', async () => {
    const { me, body } = await start();
    assert.deepEqual(fields(await me.post(ALL, {})).sort(), ['name:required', 'search:required']);
    assert.deepEqual(fields(await me.post(ALL, { ...body, search: {} })), ['search:required']);
    assert.deepEqual(
      fields(await me.post(ALL, { ...body, search: { keywords: ['java'], weights: { keywords: 99 } } })),
      ['search.weights.keywords:range'],
    );
    assert.deepEqual(fields(await me.post(ALL, {
      name: '', search: { keywords: 'x', limit: 5 }, sync_interval_hours: 0, more: 1,
    })).sort(), [
      'more:unknown', 'name:required', 'search.keywords:type', 'search.limit:unknown', 'sync_interval_hours:range',
    ]);
    await me.expect(201, 'POST', ALL, body);
    problem(await me.post(ALL, body), 409, 'candidate.search_name');
    const member = await house.user({ role: 'member' });
    problem(await member.get(ALL), 403, 'io.role');
  });
});
