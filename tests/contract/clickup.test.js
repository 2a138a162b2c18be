// Our ClickUp client against the description of the real service: programs with CLICKUP_API_URL at Prism.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { startPrism } from './prism.js';

describe('ClickUp as described', () => {
  let house;
  let prism;
  let me;
  before(async () => {
    prism = await startPrism('clickup-v2.openapi.json', { errors: false });
    if (!prism) return;
    house = await startHouse({ env: { CLICKUP_API_URL: `${prism.url}/v2` } });
    me = await house.user();
    await me.expect(200, 'PATCH', '/api/v1/profile', { clickup_api_key: 'pk_1' });
    await house.sql(
      `UPDATE connection
      SET settings = '{"team_id":"1234","space_id":"790","folder_id":"457","list_id":"124","max_tasks":1000}'
      WHERE owner_id = ? AND provider = 'clickup'`,
      [me.user.id],
    );
  });
  after(async () => {
    await house?.stop();
    await prism?.stop();
  });

  const checked = (name, work) => test(name, async (t) => {
    if (!prism) return t.skip('no description or no Prism');
    await work();
    return assert.deepEqual(await prism.complaints(), []);
  });

  checked('who am I, what can be chosen', async () => {
    const { ok, user, teams } = await me.expect(200, 'POST', '/clickup/api/test-connection', {});
    assert.ok(ok && user.id > 0 && teams.length > 0);
    for (const path of ['spaces?team_id=1234', 'folders?space_id=790', 'lists?space_id=790', 'lists?folder_id=457']) {
      assert.ok(Array.isArray(await me.expect(200, 'GET', `/clickup/api/${path}`)), path);
    }
  });

  checked('a list is synced', async () => {
    const { id } = await me.expect(202, 'POST', '/clickup/api/sync-tasks', { full: true });
    const log = await house.until(async () => {
      const one = (await me.get(`/clickup/sync-logs/${id}`)).json;
      return one.status !== 'running' && one;
    }, { timeout: 30_000 });
    assert.equal(log.status, 'success', log.error_message);
    assert.ok(log.tasks_processed > 0);
  });

  checked('a task is read with files and comments', async () => {
    const [{ task_id: id }] = await me.expect(200, 'GET', '/clickup/tasks');
    const task = await me.expect(200, 'POST', `/clickup/task/${id}/refresh`);
    assert.ok(task.attachments.length > 0);
    assert.ok(task.comments.length > 0);
    assert.ok(task.custom_fields.length > 10);
  });
});
