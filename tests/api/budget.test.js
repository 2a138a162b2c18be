// People go before background work: a page while an import uses up the services' limits.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { ACCOUNT, applicant } from '../lib/huntflow.js';
import { progress, recruiter, start } from '../lib/recruiter.js';

const CLICKUP_LIMIT = 20;

describe('people and a running import on one budget', () => {
  let house, me, up, job;

  before(async () => {
    house = await startHouse({ upstreams: true, env: { CLICKUP_LIMIT: '1000000', HUNTFLOW_LIMIT: '10' } });
    up = house.up;
    me = await recruiter(house, { tasks: { count: 200, description_bytes: 50, pdf: 0, comments: 0 } });
    await house.sql('DELETE FROM rate_bucket');
  });
  after(() => house?.stop());
  afterEach(() => me.post(`/clickup/api/cancel-bulk-import/${job}`));

  // An import that has done some tasks and has many to do.
  async function running() {
    job = (await start(me)).id;
    return house.until(
      async () => (await progress(me, job)).successful_tasks > 2, { timeout: 30_000, what: 'the import runs' },
    );
  }

  it('opens an applicant while Huntflow\'s limit is used up', async () => {
    await up.huntflow.limit(10, 1000);
    const people = Array.from({ length: 6 }, () => applicant(house).id);
    await me.expect(200, 'GET', `${ACCOUNT}/applicants/${people[0]}`);   // the dictionaries
    await running();
    for (const id of people.slice(1)) {
      const asked = Date.now();
      await me.expect(200, 'GET', `${ACCOUNT}/applicants/${id}`);
      const { calls } = await up.huntflow.calls();
      const since = calls.filter(({ at }) => at >= asked);
      const mine = since.findLastIndex(({ path }) => path.includes(`/applicants/${id}`));
      const own = since.filter(({ path }) => path.includes(`/applicants/${id}`)).length;
      assert.ok(own > 0);
      // Before each of them one call that had its place, and perhaps one that had waited long.
      assert.ok(mine + 1 <= own * 3, `${mine + 1 - own} calls of the import before ${own} of a person`);
    }
    const { calls } = await up.huntflow.calls();
    assert.equal(calls.filter(({ status }) => status === 429).length, 0);
    assert.equal((await progress(me, job)).failed_tasks, 0);
  });

  it('finds a call of ClickUp\'s minute left, then says at once how long to wait', async () => {
    await up.huntflow.limit(0);
    await up.clickup.limit(CLICKUP_LIMIT, 60_000);
    await house.sql('DELETE FROM rate_bucket');
    await up.clickup.clearCalls();
    job = (await start(me)).id;
    await house.until(
      async () => (await up.clickup.calls()).total >= CLICKUP_LIMIT * 0.9,
      { timeout: 30_000, what: 'the minute is used up' },
    );
    const [{ task_id: id }] = (await me.get('/clickup/tasks')).json;
    for (let n = 0; n < CLICKUP_LIMIT * 0.1; n++) await me.expect(200, 'GET', `/clickup/task/${id}/comments`);
    const { calls } = await up.clickup.calls();
    assert.equal(calls.length, CLICKUP_LIMIT, 'the import left a tenth to people');
    const res = await me.get(`/clickup/task/${id}/comments`);
    assert.equal(res.status, 429);
    assert.equal(res.json.code, 'clickup.limit');
    assert.match(res.json.detail, /Повторите/);
    const wait = Number(res.headers['retry-after']);
    assert.ok(wait > 6 && wait <= 61, `Retry-After: ${wait}`);
    assert.equal((await up.clickup.calls()).total, CLICKUP_LIMIT, 'nothing was asked of ClickUp');
    assert.equal((await progress(me, job)).failed_tasks, 0);
  });
});
