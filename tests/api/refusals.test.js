// Refusals: one object's is that object's; the key is refused only when the service says so of the key; what passes by
// itself is waited for.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, applicantsByTask, holdClickup, progress, reaches, recruiter, start, sync } from '../lib/recruiter.js';

let house, me, up;
let named = 0;

before(async () => {
  house = await startHouse({ upstreams: true, env: QUICK });
  ({ up } = house);
  await up.huntflow.settings({ parse: 'all' });
  me = await recruiter(house);
  await me.expect(200, 'POST', '/clickup/settings', { auto_sync: true });
});
after(() => house?.stop());
beforeEach(async () => {
  await up.huntflow.clearFaults();
  await up.clickup.clearFaults();
  await up.clickup.clearCalls();
  await house.sql('DELETE FROM rate_bucket');
});

async function six(fields = {}) {
  const ids = [];
  for (let n = 0; n < 6; n++) {
    const { id } = await up.clickup.addTask({
      id: `86r${++named}`, list: up.clickup.list, name: `Отказова Анна ${named}`, assignees: [],
      attachments: [{ id: `r${named}`, title: 'cv.pdf', date: 1, person: 700 + named }], ...fields
    });
    ids.push(id);
  }
  await sync(house, me);
  return ids;
}

const select = (ids) => start(me, { scope: 'selection', task_ids: ids });

// The keys are good, and nothing that goes by itself has stopped.
async function unharmed() {
  const form = await me.expect(200, 'GET', '/clickup/settings');
  assert.deepEqual([form.status, form.status_code, form.auto_sync], ['ok', '', true]);
  const rows = await house.sql(
    "SELECT status FROM connection WHERE owner_id = ? AND provider = 'huntflow' AND environment = 'PROD'", [me.user.id],
  );
  assert.deepEqual(rows, [{ status: 'ok' }]);
}

async function fiveOf(ids, end, code) {
  assert.deepEqual(
    [end.status, end.successful_tasks, end.failed_tasks], ['completed', 5, 1],
    JSON.stringify([end.failures, end.error_message]),
  );
  assert.equal(end.failures[0].code, code);
  const found = await applicantsByTask(house);
  assert.deepEqual(ids.map((id) => found.get(id)?.length ?? 0).sort(), [0, 1, 1, 1, 1, 1]);
  await unharmed();
}

describe('one object of ClickUp', () => {
  const said = [
    { err: 'You do not have access to this task', ECODE: 'ACCESS_083' }, { err: 'No access', ECODE: 'OAUTH_057' },
    { err: 'Team(s) not authorized', ECODE: 'OAUTH_023' },
    { err: 'Token invalid', ECODE: 'OAUTH_025' }, { error: 'Team not authorized' },
  ];
  for (const body of said) {
    it(`one of six tasks is refused: 401 ${body.ECODE ?? body.error}`, async () => {
      const ids = await six();
      await up.clickup.fault({ kind: 'status', status: 401, body, times: 1000, path: `/task/${ids[2]}$` });
      await fiveOf(
        ids, await reaches(house, me, (await select(ids)).id, ['failed', 'stopped', 'completed']), 'clickup.denied',
      );
    });
  }

  it('a key that is good again at once harms no task', async () => {
    const ids = await six();
    await up.clickup.fault({ kind: 'status', status: 401, times: 1, path: '/task/[^/]+$' });
    const end = await reaches(house, me, (await select(ids)).id, ['failed', 'stopped', 'completed']);
    assert.deepEqual([end.status, end.successful_tasks], ['completed', 6], JSON.stringify(end.failures));
    await unharmed();
  });

  it('the host of a file says 401', async () => {
    const ids = await six();
    await up.clickup.fault({ kind: 'status', status: 401, times: 1000, path: `/attachments/[^/]+/${ids[1]}/` });
    const { id } = await select(ids);
    const end = await reaches(house, me, id, ['failed', 'stopped', 'completed']);
    assert.deepEqual(
      [end.status === 'stopped', end.successful_tasks + end.failed_tasks], [false, 6], JSON.stringify(end),
    );
    await unharmed();
  });

  it('the key itself: only then it is refused, and said so', async () => {
    const ids = await six();
    await up.clickup.fault({ kind: 'status', status: 401, times: 1000 });
    const { id } = await select(ids);
    const end = await reaches(house, me, id, ['failed', 'stopped', 'completed']);
    assert.deepEqual([end.status, end.error_code, end.failed_tasks], ['stopped', 'clickup.token', 0]);
    assert.equal((await me.expect(200, 'GET', '/clickup/settings')).status, 'refused');
    await up.clickup.clearFaults();
    await me.expect(200, 'POST', `/clickup/api/resume-bulk-import/${id}`);
    await reaches(house, me, id, 'completed');
    await unharmed();
  });

  it('a page instead of an answer passes by itself, whatever its status', async () => {
    for (const status of [401, 403, 404]) {
      const ids = await six();
      await up.clickup.fault({ kind: 'html', status, times: 2, path: '/task/[^/]+$' });
      const end = await reaches(house, me, (await select(ids)).id, ['failed', 'stopped', 'completed']);
      assert.deepEqual([end.status, end.successful_tasks], ['completed', 6], JSON.stringify([status, end.failures]));
    }
    await up.clickup.fault({ kind: 'html', status: 401, times: 10 });
    const test = await me.post('/clickup/api/test-connection', {});
    assert.deepEqual([test.status, test.json.code], [502, 'clickup.down']);
    await up.clickup.clearFaults();
    await me.expect(200, 'POST', '/clickup/api/test-connection', {});
    await unharmed();
  });
});

describe('one object of Huntflow', () => {
  for (const body of [
    { errors: [{ type: 'authorization_error', title: 'Authorization Error' }] },
    { description: 'Invalid access token', errors: [{ type: 'oauth', value: ['bad_authorization'] }] },
  ]) {
    it(`one of six applicants is refused: 401 ${body.errors[0].type}`, async () => {
      const ids = await six();
      await up.huntflow.fault({
        kind: 'status', status: 401, body, path: '/applicants$', method: 'POST', skip: 5, times: 2,
      });
      await fiveOf(
        ids, await reaches(house, me, (await select(ids)).id, ['failed', 'stopped', 'completed']), 'huntflow.denied',
      );
    });
  }

  it('a page instead of an answer passes by itself, whatever its status', async () => {
    for (const status of [400, 401, 403, 404]) {
      const ids = await six();
      await up.huntflow.fault({ kind: 'html', status, times: 2, path: '/upload$' });
      const end = await reaches(house, me, (await select(ids)).id, ['failed', 'stopped', 'completed']);
      assert.deepEqual([end.status, end.successful_tasks], ['completed', 6], JSON.stringify([status, end.failures]));
    }
    await unharmed();
  });
});

describe('a refresh that comes too early', () => {
  const early = {
    kind: 'status', status: 403,
    body: { errors: [{ type: 'access_denied', title: 'error.robot_token.refresh_too_early' }] }, path: '/token/refresh',
  };

  it('once: nobody notices', async () => {
    const ids = await six();
    await up.huntflow.expireAccess();
    await up.huntflow.fault(early);
    const end = await reaches(house, me, (await select(ids)).id, ['failed', 'stopped', 'completed']);
    assert.deepEqual(
      [end.status, end.successful_tasks], ['completed', 6], JSON.stringify([end.failures, end.error_message]),
    );
    await unharmed();
  });

  it('again and again, or no answer at all: the import waits, the key is not refused', async () => {
    for (const fault of [early, { kind: 'html', status: 403, path: '/token/refresh' }]) {
      const ids = await six();
      await up.huntflow.expireAccess();
      await up.huntflow.fault({ ...fault, times: 1000 });
      const { id } = await select(ids);
      await house.until(async () => (await progress(me, id)).paused_until, { timeout: 30_000 });
      await unharmed();
      await me.post(`/clickup/api/stop-bulk-import/${id}`);
      await up.huntflow.clearFaults();
      await house.sql('UPDATE import_item SET run_after = NOW(3) WHERE job_id = ?', [id]);
      await me.expect(200, 'POST', `/clickup/api/resume-bulk-import/${id}`);
      const end = await reaches(house, me, id, ['failed', 'stopped', 'completed']);
      assert.deepEqual(
        [end.status, end.successful_tasks], ['completed', 6], JSON.stringify([end.failures, end.error_message]),
      );
    }
  });

  it('used or unknown: that is the end of the key', async () => {
    const ids = await six();
    await up.huntflow.expireAccess();
    await up.huntflow.fault({
      kind: 'status', status: 404, body: { errors: [{ type: 'not_found', title: 'error.robot_token.not_found' }] },
      path: '/token/refresh', times: 1000,
    });
    const end = await reaches(house, me, (await select(ids)).id, ['failed', 'stopped', 'completed']);
    assert.deepEqual([end.status, end.error_code, end.failed_tasks], ['stopped', 'huntflow.key', 0]);
  });
});

describe('a worker that has known the key as good for long', () => {
  it('sees that it was refused meanwhile, and says that it is good again', async () => {
    const alone = await startHouse({ upstreams: true, env: { ...QUICK, IMPORT_WORKERS: '1' } });
    try {
      const her = await recruiter(alone, { tasks: { count: 2, pdf: 1 } });
      const free = await holdClickup(alone);
      const { id } = await start(her);
      await alone.until(async () => (await alone.sql('SELECT 1 FROM transfer')).length > 0);
      await alone.waiting(1);
      await alone.sql(
        "UPDATE connection SET status = 'refused', status_code = 'clickup.token', checked_at = NOW(3) " +
        "WHERE provider = 'clickup'"
      );
      await free();
      await reaches(alone, her, id, 'completed');
      assert.equal((await her.expect(200, 'GET', '/clickup/settings')).status, 'ok');
    } finally {
      await alone.stop();
    }
  });
});
