// webhooks of many customers: one whose service is slow holds up nobody else.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { ACCOUNT, applicant, connected } from '../lib/huntflow.js';
import { startHouse } from '../lib/house.js';

const FOREVER = 25_000;

describe('a slow service', () => {
  let house, up, slow, quick;

  before(async () => {
    house = await startHouse({ upstreams: true });
    ({ up } = house);
    [slow, quick] = [await connected(house), await connected(house)];
    for (const client of [slow, quick]) {
      await client.expect(200, 'POST', '/clickup/api/webhook', {});
      await client.expect(200, 'POST', '/huntflow/webhook/');
    }
    await house.run('tick');
  });
  afterEach(async () => {
    await up.clickup.clearFaults();
    await up.huntflow.clearFaults();
    await house.kill('tick');
    await house.sql('DELETE FROM inbound_event');
    await house.sql('UPDATE inbound_watch SET until_at = \'2000-01-01\'');
  });
  after(() => house.stop());

  const states = async (client, provider) =>
    (await house.sql(`SELECT e.state FROM inbound_event e JOIN webhook w ON w.id = e.webhook_id
    WHERE w.user_id = ? AND w.provider = ? ORDER BY e.id`, [client.user.id, provider])).map(({ state }) => state);
  const deliver = (hook, header, body) => house.anonymous().raw('POST', new URL(hook.url ?? hook.endpoint).pathname, {
    headers: {
      'Content-Type': 'application/json', [header]: crypto.createHmac('sha256', hook.secret).update(body).digest('hex'),
    },
    body,
  });
  const held = async (provider) => {
    await house.until(
      async () => (await states(quick, provider))[0] === 'done', { timeout: 20_000, what: 'the quick one is handled' },
    );
    assert.ok((await states(slow, provider)).includes('working'), 'the slow one is still at work');
  };

  test('Huntflow holds up only its own customer', async () => {
    const { hooks } = up.huntflow.server.accounts.get(11);
    const people = [applicant(house), applicant(house)];
    await slow.get(`${ACCOUNT}/applicants/${people[0].id}/`);
    await quick.get(`${ACCOUNT}/applicants/${people[1].id}/`);
    const tell = (n) => deliver(hooks[n], 'X-Huntflow-Signature', JSON.stringify({
      event: { applicant: { id: people[n].id } },
      meta: { account: { id: 11 }, event_type: 'APPLICANT', webhook_action: 'EDIT', event_id: String(n) },
    }));
    await up.huntflow.fault({ kind: 'slow', delay_ms: FOREVER, path: `/applicants/${people[0].id}$`, times: 20 });
    await tell(0);
    await house.until(async () => (await states(slow, 'huntflow'))[0] === 'working');
    await tell(1);
    await held('huntflow');
  });

  test('holds up no other check', async () => {
    const due = (client, provider) => house.sql(
      'UPDATE webhook SET next_check_at = NOW(3), checked_at = NULL WHERE user_id = ? AND provider = ?',
      [client.user.id, provider],
    );
    const checked = async (client, provider) => (await house.sql(
      'SELECT checked_at IS NOT NULL done FROM webhook WHERE user_id = ? AND provider = ?', [client.user.id, provider],
    ))[0].done;
    await house.sql('UPDATE webhook SET next_check_at = NOW(3) + INTERVAL 1 HOUR');
    await due(slow, 'clickup');
    await up.clickup.fault({ kind: 'slow', delay_ms: FOREVER, path: '/webhook$', times: 1 });
    await up.clickup.clearCalls();
    house.launch('tick', ['hooks']);
    await house.until(async () => (await up.clickup.calls({ path: '/webhook$' })).total > 0);
    await due(quick, 'clickup');
    assert.equal((await house.run('tick', ['hooks'])).code, 0);
    assert.deepEqual([await checked(quick, 'clickup'), await checked(slow, 'clickup')], [1, 0]);
  });

  test('ClickUp holds up only its own customer, who waits with many tasks', async () => {
    const hooks = [...up.clickup.server.workspace.webhooks.values()];
    const ids = [];
    for (let n = 0; n < 12; n++) ids.push((await up.clickup.addTask({ name: `Кандидат ${n}` })).id);
    const tell = (hook, id) => deliver(hook, 'X-Signature', JSON.stringify({
      event: 'taskUpdated', task_id: id, history_items: [{ id: `4${id}` }],
    }));
    for (const id of ids.slice(1))
      await up.clickup.fault({ kind: 'slow', delay_ms: FOREVER, path: `/task/${id}`, times: 20 });
    for (const id of ids.slice(1)) await tell(hooks[0], id);
    await house.until(async () => (await states(slow, 'clickup')).includes('working'));
    await tell(hooks[1], ids[0]);
    await held('clickup');
  });
});
