// Clocks: the database's is set back while work is under way; a service asks to wait for years.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, applicantsByTask, holdClickup, progress, reaches, recruiter, start, sync } from '../lib/recruiter.js';

let house, me, up;
let named = 0;

before(async () => {
  house = await startHouse({ upstreams: true, env: { ...QUICK, IMPORT_LEASE_S: '30' } });
  ({ up } = house);
  await up.huntflow.settings({ parse: 'all' });
  me = await recruiter(house);
});
after(() => house?.stop());
beforeEach(async () => {
  for (const { id } of await house.sql("SELECT id FROM import_job WHERE status IN ('queued', 'running', 'stopped')"))
    await me.post(`/clickup/api/cancel-bulk-import/${id}`);
  await up.clickup.clearFaults();
  await up.huntflow.clearFaults();
  await house.sql('DELETE FROM rate_bucket');
});

async function few(count) {
  const ids = [];
  for (let n = 0; n < count; n++) {
    const { id } = await up.clickup.addTask({
      id: `86k${++named}`, list: up.clickup.list, name: `Часова Инна ${named}`, assignees: [],
      attachments: [{ id: `k${named}`, title: 'cv.pdf', date: 1, person: 800 + named }],
    });
    ids.push(id);
  }
  await sync(house, me);
  return ids;
}

const select = (ids) => start(me, { scope: 'selection', task_ids: ids });

// What an hour back does to the database: all that it knows of the time lies an hour ahead.
async function hourBack() {
  for (const [table, ...columns] of [
    ['clock_seen', 'seen_at'], ['sync_run', 'lease_until'], ['import_job', 'next_at', 'paused_until'],
    ['import_item', 'run_after', 'lease_until'],
    ['transfer', 'lease_until', 'intent_at'], ['rate_bucket', 'window_at', 'until_at'], ['connection', 'next_run_at'],
    ['inbound_event', 'run_after', 'lease_until'],
  ]) await house.sql(
    `UPDATE \`${table}\` SET ${columns.map((column) => `${column} = ${column} + INTERVAL 1 HOUR`).join(', ')}`
  );
}

describe('a clock that is set back by an hour', () => {
  it('does not wedge an import whose worker died', async () => {
    const ids = await few(4);
    await up.huntflow.latency(2000);
    await house.run('tick', ['clock']);
    const { id } = await select(ids);
    await house.until(async () => (await house.sql(
      "SELECT COUNT(*) n FROM import_item WHERE job_id = ? AND state = 'working'", [id],
    ))[0].n > 0);
    await house.kill('import');
    await hourBack();
    await up.huntflow.latency(0);
    await house.run('tick', ['clock']);
    const [{ ahead }] = await house.sql(
      'SELECT MAX(TIMESTAMPDIFF(SECOND, NOW(), lease_until)) ahead FROM import_item WHERE job_id = ?', [id],
    );
    assert.ok(ahead <= 60, `the lease of a dead worker holds ${ahead} s`);
    await house.sql('UPDATE import_item SET lease_until = NOW(3) WHERE lease_until IS NOT NULL');
    await house.sql('UPDATE transfer SET lease_until = NOW(3) WHERE lease_until IS NOT NULL');
    house.launch('import');
    await reaches(house, me, id, 'completed');
    const found = await applicantsByTask(house);
    for (const task of ids) assert.equal(found.get(task)?.length, 1, task);
  });

  it('does not wedge a sync whose process died, nor the next ones', async () => {
    await few(2);
    await up.clickup.latency(2000);
    await house.run('tick', ['clock']);
    await me.expect(202, 'POST', '/clickup/api/sync-tasks', { full: true });
    await house.until(async () => (await house.sql(
      "SELECT COUNT(*) n FROM sync_run WHERE state = 'running'"
    ))[0].n > 0);
    await house.kill('tick');
    await hourBack();
    await up.clickup.latency(0);
    await house.run('tick', ['clock']);
    const [{ ahead }] = await house.sql(
      "SELECT MAX(TIMESTAMPDIFF(SECOND, NOW(), lease_until)) ahead FROM sync_run WHERE state = 'running'"
    );
    assert.ok(ahead <= 120, `the lease of a dead process holds ${ahead} s`);
    await house.sql("UPDATE sync_run SET lease_until = NOW(3) WHERE state = 'running'");
    await house.run('tick', ['sync']);
    assert.equal((await me.get('/clickup/sync-logs')).json[0].status, 'success');
  });

  it('does not keep what waits for its time waiting', async () => {
    const ids = await few(2);
    await house.run('tick', ['clock']);
    await up.huntflow.fault({
      kind: 'status', status: 429, path: '/applicants$', method: 'POST', headers: { 'retry-after': '90' },
    });
    const { id } = await select(ids);
    await house.until(async () => (await progress(me, id)).paused_until);
    await hourBack();
    await house.run('tick', ['clock']);
    const { paused_until: until } = await progress(me, id);
    assert.ok(until === null || Date.parse(until) - Date.now() < 120_000, until);
  });
});

describe('a service that asks to wait for years', () => {
  const years = { kind: 'status', status: 429, headers: { 'retry-after': '1000000000' } };

  for (const [name, side, match] of [
    ['Huntflow', 'huntflow', { path: '/applicants$', method: 'POST' }],
    ['ClickUp', 'clickup', { path: '/task/[^/]+$' }],
  ]) {
    it(`${name}: it is not believed further than a quarter of an hour, and a person may try now`, async () => {
      const ids = await few(3);
      await up[side].fault({ ...years, ...match });
      const { id } = await select(ids);
      const {
        paused_until: until, paused_by: by,
      } = await house.until(async () => { const job = await progress(me, id); return job.paused_until && job; });
      assert.equal(by, side);
      assert.ok(Date.parse(until) - Date.now() <= 901_000, until);
      const seen = side === 'clickup' ? await me.expect(
        200, 'GET', '/clickup/settings',
      ) : await me.expect(200, 'GET', '/huntflow/');
      assert.ok(Date.parse(seen.waits_until) - Date.now() > 600_000, JSON.stringify(seen));
      await me.expect(200, 'POST', `/clickup/api/resume-bulk-import/${id}`);
      await reaches(house, me, id, 'completed', { timeout: 30_000 });
      const found = await applicantsByTask(house);
      for (const task of ids) assert.equal(found.get(task)?.length, 1, task);
    });

    it(`${name}: stop and resume lift it as well`, async () => {
      const ids = await few(2);
      await up[side].fault({ ...years, ...match });
      const { id } = await select(ids);
      await house.until(async () => (await progress(me, id)).paused_until);
      await me.expect(200, 'POST', `/clickup/api/stop-bulk-import/${id}`);
      await me.expect(200, 'POST', `/clickup/api/resume-bulk-import/${id}`);
      await reaches(house, me, id, 'completed', { timeout: 30_000 });
    });
  }

  const resume = (id) => me.expect(200, 'POST', `/clickup/api/resume-bulk-import/${id}`);
  it('a worker that was refused before the resume makes nobody wait after it', async () => {
    await up.clickup.fault({ ...years, path: '/task/[^/]+$' });
    const ids = await few(1);
    const freeClickup = await holdClickup(house);
    const { id } = await select(ids);
    await house.until(async () => (await house.sql('SELECT 1 FROM transfer WHERE task_id = ?', ids)).length > 0);
    await house.waiting(1);
    // What the worker will let go before it says that it waits.
    const freeTransfer = await house.hold('SELECT id FROM transfer WHERE task_id = ? FOR UPDATE', ids);
    await freeClickup();
    await house.until(async () => (await house.sql('SELECT 1 FROM rate_bucket WHERE until_at > NOW()')).length > 0);
    await me.expect(200, 'POST', `/clickup/api/stop-bulk-import/${id}`);
    await resume(id);
    await freeTransfer();
    await reaches(house, me, id, 'completed', { timeout: 30_000 });
  });

  it('an import goes on at the moment at which its keys may be used', async () => {
    await up.clickup.fault({ ...years, path: '/task/[^/]+$' });
    const { id } = await select(await few(1));
    await house.until(async () => (await progress(me, id)).paused_until);
    const freeClickup = await holdClickup(house);
    const resumed = resume(id);
    await house.waiting(1);
    assert.deepEqual(await house.sql('SELECT resumed_at FROM import_job WHERE id = ?', [id]), [{ resumed_at: null }]);
    await freeClickup();
    await resumed;
    await reaches(house, me, id, 'completed', { timeout: 30_000 });
  });

  it('a test of the connection lifts it; a running import that does not wait is not resumed', async () => {
    await up.clickup.fault(years);
    assert.equal((await me.post('/clickup/api/test-connection', {})).status, 429);
    assert.equal((await me.get('/clickup/api/spaces/?team_id=9012345678')).status, 429);
    assert.ok((await me.expect(200, 'GET', '/clickup/settings')).waits_until);
    await me.expect(200, 'POST', '/clickup/api/test-connection', {});
    assert.equal((await me.expect(200, 'GET', '/clickup/settings')).waits_until, null);
    await up.huntflow.fault(years);
    assert.equal((await me.post('/huntflow/test-connection/', {})).status, 429);
    await me.expect(200, 'POST', '/huntflow/test-connection/', {});
    await up.huntflow.fault({ kind: 'held', method: 'POST', path: '/applicants$', times: 3 });
    const { id } = await select(await few(3));
    const res = await me.post(`/clickup/api/resume-bulk-import/${id}`);
    assert.deepEqual([res.status, res.json.code], [409, 'import.state']);
    await up.huntflow.release();
    await reaches(house, me, id, 'completed');
  });
});
