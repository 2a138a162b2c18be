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
const idle = (me, id) => house.until(async () => {
  const now = await me.expect(200, 'GET', `${ALL}/${id}`);
  return now.status === 'idle' && now.last_run_at && now;
}, { timeout: 60_000, what: 'the run' });
async function runAgain(me, id) {
  const before = await me.expect(200, 'GET', `${ALL}/${id}`);
  await me.expect(202, 'POST', `${ALL}/${id}/run`);
  return house.until(async () => {
    const now = await me.expect(200, 'GET', `${ALL}/${id}`);
    return now.status === 'idle' && now.last_run_at !== before.last_run_at && now;
  }, { timeout: 60_000, what: 'another run' });
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
    sim.addFault({ kind: 'slow', delay_ms: 4000, path: '/resumes' });
    const before = sim.calls.filter(({ path }) => path === '/resumes').length;
    const child = house.launch('tick', ['searches']);
    await house.until(() => sim.calls.filter(({ path }) => path === '/resumes').length > before);
    child.kill('SIGKILL');
    assert.equal((await house.run('tick', ['searches'])).code, 0);
    assert.equal((await me.expect(200, 'GET', `${ALL}/${id}`)).status, 'running', 'the lease holds');
    await house.sql('UPDATE saved_search SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE id = ?', [id]);
    assert.equal((await house.run('tick', ['searches'])).code, 0);
    assert.deepEqual((await me.expect(200, 'GET', `${ALL}/${id}`)).fresh, 1);
    assert.equal((await notices(me)).length, 1);
  });

  test('of a company with many lets another company in between', async () => {
    const { me, body } = await start();
    const other = await start();
    await house.sql('DELETE FROM saved_search');
    for (let n = 0; n < 3; n++) {
      await house.sql(
        `INSERT INTO saved_search (company_id, user_id, name, search, next_run_at, lease_until)
         SELECT company_id, id, ?, '{"keywords": ["java"]}', NOW(3) - INTERVAL ? MINUTE,
         IF(? = 0, NOW(3) + INTERVAL 1 MINUTE, NULL) FROM user WHERE id = ?`,
        [`${body.name} ${n}`, 10 - n, n, me.user.id],
      );
    }
    await house.sql(
      `INSERT INTO saved_search (company_id, user_id, name, search, next_run_at)
       SELECT company_id, id, 'one', '{"keywords": ["java"]}', NOW(3) - INTERVAL 1 MINUTE FROM user WHERE id = ?`,
      [other.me.user.id],
    );
    assert.equal((await house.run('tick', ['searches'])).code, 0);
    const order = await house.sql(
      'SELECT name FROM saved_search WHERE last_run_at IS NOT NULL ORDER BY last_run_at',
    );
    assert.deepEqual(order.map(({ name }) => name), ['one', 'Java 1', 'Java 2']);
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
    const anew = await me.expect(200, 'PATCH', `${ALL}/${id}`, { search: { keywords: ['java', 'lead'] } });
    assert.equal(anew.last_run_at, null);
    await idle(me, id);
    await me.expect(204, 'DELETE', `${ALL}/${id}`);
    problem(await me.get(`${ALL}/${id}`), 404, 'absent');
  });

  test('names every wrong field', async () => {
    const { me, body } = await start();
    assert.deepEqual(fields(await me.post(ALL, {})).sort(), ['name:required', 'search:required']);
    assert.deepEqual(fields(await me.post(ALL, { ...body, search: {} })), ['search:required']);
    assert.deepEqual(fields(await me.post(ALL, {
      name: '', search: { keywords: 'x', limit: 5 }, sync_interval_hours: 0, more: 1,
    })).sort(), ['keywords:type', 'limit:unknown', 'more:unknown', 'name:required', 'sync_interval_hours:range']);
    await me.expect(201, 'POST', ALL, body);
    problem(await me.post(ALL, body), 409, 'candidate.search_name');
    const member = await house.user({ role: 'member' });
    problem(await member.get(ALL), 403, 'io.role');
  });
});
