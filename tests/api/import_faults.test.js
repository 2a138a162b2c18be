// Bulk imports when things break: processes and the database killed, answers lost, services that
// refuse. Zero lost, zero doubled.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import {
  QUICK, applicantsByTask, onceEach, progress, reaches, recruiter, sentIsCounted, start, sync,
} from '../lib/recruiter.js';

describe('bulk import under faults', () => {
  let house, me, up;
  let total = 0;
  let named = 0;

  before(async () => {
    house = await startHouse({ upstreams: true, env: QUICK });
    up = house.up;
    await up.huntflow.settings({ parse: 'all' });
    me = await recruiter(house);
  });
  after(() => house?.stop());
  beforeEach(async () => {
    await up.huntflow.clearFaults();
    await up.clickup.clearFaults();
    await up.huntflow.latency(0);
  });

  // So many more tasks in the cache, half of them with a CV.
  async function more(count) {
    await up.clickup.seed({ count, first: total, description_bytes: 50, pdf: 0.5 });
    total += count;
    await sync(house, me);
  }

  // A few tasks of their own, to be chosen by id.
  async function few(count, fields = {}) {
    const ids = [];
    for (let n = 0; n < count; n++) {
      const { id } = await up.clickup.addTask({
        id: `86f${++named}`, list: up.clickup.list, name: `Сбоев Иван ${named}`, assignees: [],
        attachments: [{ id: `f${named}`, title: 'cv.pdf', date: 1, person: 500 + named }], ...fields
      });
      ids.push(id);
    }
    await sync(house, me);
    return ids;
  }

  const select = (ids) => start(me, { scope: 'selection', task_ids: ids });

  async function onceEachOf(ids) {
    const found = await applicantsByTask(house);
    for (const id of ids) assert.equal(found.get(id)?.length, 1, id);
    await sentIsCounted(house);
  }

  // A worker may be killed after it wrote down that it sends and before it did: then a person has the word.
  async function decided(id) {
    const end = await reaches(house, me, id, 'completed');
    if (end.unsure_tasks === 0) return end;
    const unsure = (await me.get(`/clickup/api/bulk-import-items/${id}?state=unsure`)).json.map(
      ({ task_id: task }) => task
    );
    const found = await applicantsByTask(house);
    assert.deepEqual(unsure.filter((task) => found.has(task)), [], 'what is there is found');
    await me.expect(
      200, 'POST', `/clickup/api/retry-failed-tasks/${id}`, { code: 'transfer.unsure', option: 'resend' },
    );
    return reaches(house, me, id, 'completed');
  }

  it('goes on after kill -9 of the workers, again and again', async () => {
    await more(60);
    await up.huntflow.latency(15);
    const { id } = await start(me);
    for (let round = 0; round < 6; round++) {
      const { successful_tasks: seen } = await progress(me, id);
      await house.until(
        async () => {
          const now = await progress(me, id);
          return now.successful_tasks > seen + 2 || now.status === 'completed';
        },
        { timeout: 30_000 },
      );
      if ((await progress(me, id)).status === 'completed') break;
      if (round % 2) await house.kill('import');	// the parent as well
      else for (const pid of house.pids('import').slice(1)) process.kill(pid, 'SIGKILL');
      house.launch('import');
    }
    const end = await decided(id);
    assert.deepEqual([end.failed_tasks, end.successful_tasks], [0, 60], JSON.stringify(end.failures));
    await onceEach(house, total);
  });

  it('goes on after kill -9 of the database', async () => {
    await more(40);
    await up.huntflow.latency(15);
    const { id } = await start(me);
    for (let round = 0; round < 2; round++) {
      const seen = (await progress(me, id)).successful_tasks;
      await house.until(async () => (await progress(me, id)).successful_tasks > seen + 4, { timeout: 30_000 });
      await house.kill('mariadbd');
      await house.startDb();
      await house.until(async () => (await me.get('/clickup/bulk-import')).status === 200, { timeout: 30_000 });
    }
    const end = await reaches(house, me, id, 'completed');
    assert.deepEqual(
      [end.failed_tasks, end.successful_tasks + end.skipped_tasks], [0, total], JSON.stringify(end.failures),
    );
    await onceEach(house, total);
  });

  it('makes one applicant of each task whose answer was lost', async () => {
    const ids = await few(8);
    await up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/applicants$', times: 8 });
    await up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/logs$', times: 4 });
    await up.huntflow.fault({ kind: 'truncate', cut: true, method: 'POST', path: '/tags$', times: 2 });
    const { id } = await select(ids);
    const end = await reaches(house, me, id, 'completed');
    assert.deepEqual([end.successful_tasks, end.failed_tasks], [8, 0], JSON.stringify(end.failures));
    await onceEachOf(ids);
  });

  it('outlasts limits, outages, HTML and slow answers', async () => {
    const faults = [
      { kind: 'status', status: 429, times: 3 }, { kind: 'status', status: 503, times: 3 },
      { kind: 'html', status: 502, times: 3 },
      { kind: 'slow', delay_ms: 300, times: 3 }, { kind: 'truncate', times: 2 },
      { kind: 'drip', chunk: 400, every_ms: 5, times: 3 },
    ];
    const ids = await few(10);
    for (const fault of faults) await up.huntflow.fault({ ...fault, skip: 1 });
    for (const fault of faults) await up.clickup.fault({ ...fault, reset_ms: 300 });
    const { id } = await select(ids);
    const end = await reaches(house, me, id, ['completed', 'failed', 'stopped']);
    assert.deepEqual(
      [end.status, end.successful_tasks, end.failed_tasks], ['completed', 10, 0],
      JSON.stringify([end.failures, end.error_message]),
    );
    await onceEachOf(ids);
  });

  it('shows that it waits for a service', async () => {
    const ids = await few(2);
    await up.huntflow.fault({
      kind: 'status', status: 429, path: '/applicants$', method: 'POST', headers: { 'retry-after': '90' },
    });
    const { id } = await select(ids);
    const seen = await house.until(async () => { const job = await progress(me, id); return job.paused_until && job; });
    assert.equal(seen.paused_by, 'huntflow');
    await me.post(`/clickup/api/stop-bulk-import/${id}`);
    await house.sql('DELETE FROM rate_bucket');
    await house.sql('UPDATE import_item SET run_after = NOW(3) WHERE job_id = ?', [id]);
    await me.post(`/clickup/api/resume-bulk-import/${id}`);
    await reaches(house, me, id, 'completed');
    await onceEachOf(ids);
  });

  it('stops for a person when a key is refused or Huntflow is not paid for, and goes on after', async () => {
    const cases = [
      [up.huntflow, 401, 'huntflow.key'], [up.huntflow, 402, 'huntflow.unpaid'], [up.clickup, 401, 'clickup.token'],
    ];
    for (const [side, status, code] of cases) {
      const ids = await few(3);
      await side.fault({ kind: 'status', status, times: 1000, path: status === 402 ? '/applicants$' : '.' });
      const { id } = await select(ids);
      const job = await reaches(house, me, id, 'stopped');
      assert.equal(job.error_code, code);
      assert.ok(job.error_message.length > 20);
      assert.equal(job.failed_tasks, 0);
      await side.clearFaults();
      await me.expect(200, 'POST', `/clickup/api/resume-bulk-import/${id}`);
      await reaches(house, me, id, 'completed');
      await onceEachOf(ids);
    }
  });

  it('stops when a key is taken away in the middle, and goes on with the next one', async () => {
    const keys = { huntflow_prod_api_key: up.huntflow.api_key, huntflow_prod_refresh_token: up.huntflow.refresh_token };
    const ids = await few(24);
    await up.huntflow.latency(60);
    const { id } = await select(ids);
    await house.until(async () => (await progress(me, id)).successful_tasks > 0, { timeout: 30_000 });
    await me.expect(200, 'PATCH', '/api/v1/profile', {
      huntflow_prod_api_key: null, huntflow_prod_refresh_token: null,
    });
    const job = await reaches(house, me, id, 'stopped');
    assert.equal(job.error_code, 'huntflow.setup');
    assert.equal(job.failed_tasks, 0);
    assert.ok(job.successful_tasks < 24);
    await me.expect(200, 'PATCH', '/api/v1/profile', keys);
    await me.expect(200, 'POST', `/clickup/api/resume-bulk-import/${id}`);
    await reaches(house, me, id, 'completed');
    await onceEachOf(ids);
  });

  it('parks a task after four failures, with its reason', async () => {
    const ids = await few(1);
    await up.huntflow.fault({ kind: 'status', status: 500, times: 1000, method: 'POST', path: '/logs$' });
    const { id } = await select(ids);
    const job = await reaches(house, me, id, 'failed');
    assert.deepEqual([job.failures[0].code, job.failures[0].remedy], ['huntflow.down', 'retry']);
    const [item] = (await me.get(`/clickup/api/bulk-import-items/${id}`)).json;
    assert.deepEqual([item.state, item.attempts], ['failed', 4]);
    assert.ok(item.applicant_id, 'what was made is known');
    await up.huntflow.clearFaults();
    await me.expect(200, 'POST', `/clickup/api/retry-failed-tasks/${id}`, {});
    await reaches(house, me, id, 'completed');
    await onceEachOf(ids);
  });

  it('fails a task at once when the service says no to it', async () => {
    for (const [status, code] of [[400, 'huntflow.input'], [403, 'huntflow.denied'], [404, 'huntflow.absent']]) {
      const ids = await few(1);
      await up.huntflow.fault({ kind: 'status', status, times: 1000, method: 'POST', path: '/applicants$' });
      const { id } = await select(ids);
      const job = await reaches(house, me, id, 'failed');
      assert.equal(job.failures[0].code, code);
      assert.equal((await me.get(`/clickup/api/bulk-import-items/${id}`)).json[0].attempts, 1);
      await up.huntflow.clearFaults();
    }
  });

  it('says why in the group of failures, and where the others of it are', async () => {
    const ids = await few(7);
    const body = {
      errors: [{ title: 'value is not a valid email address', location: { entity: 'request', variable: '/email' } }],
    };
    await up.huntflow.fault({ kind: 'status', status: 400, times: 1000, method: 'POST', path: '/applicants$', body });
    const { id } = await select(ids);
    const [group] = (await reaches(house, me, id, 'failed')).failures;
    assert.deepEqual([group.count, group.sample.length], [7, 5]);
    assert.match(group.text, /not a valid email address \(\/email\)/);
    assert.match(group.sample[0].error_message, /^Huntflow отклонил.*email/);
    const rest = await me.get(`${group.items}&page_size=3&page=3`);
    assert.deepEqual([rest.json.length, rest.headers['x-total-count']], [1, '7']);
    await up.huntflow.clearFaults();
  });

  it('renews an expired token once under eight workers', async () => {
    const ids = await few(24);
    await up.huntflow.clearCalls();
    await up.huntflow.latency(20);
    const { id } = await select(ids);
    await house.until(async () => (await progress(me, id)).successful_tasks > 2, { timeout: 30_000 });
    await up.huntflow.expireAccess();
    const end = await reaches(house, me, id, ['completed', 'stopped']);
    assert.deepEqual([end.status, end.successful_tasks], ['completed', 24], end.error_message);
    assert.equal((await up.huntflow.calls({ path: 'token/refresh' })).total, 1);
    await onceEachOf(ids);
  });

  it('makes a missing tag once, however many workers want it', async () => {
    const ids = await few(12, { assignees: [48210003] });
    const { id } = await select(ids);
    await reaches(house, me, id, 'completed');
    const tags = up.huntflow.server.accounts.get(11).data.tags.filter(({ name }) => name === 'Светлана Ким');
    assert.equal(tags.length, 1);
    const found = await applicantsByTask(house);
    for (const task of ids) assert.deepEqual(found.get(task)[0].tags, [tags[0].id]);
  });
});
