// A service that does not answer: the dashboard says since when, asks again by itself and takes it back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { connectHh, hhEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { connectNotion, notionEnv } from '../lib/notion.js';
import { watched } from '../lib/openapi.js';
import { HeadHunter } from '../upstreams/hh.js';
import { Notion } from '../upstreams/notion.js';

const hh = new HeadHunter({ people: 3 });
const notion = new Notion({ people: 3 });
let house;
before(async () => {
  await Promise.all([hh.start(), notion.start()]);
  house = await startHouse({ upstreams: true, env: { ...hhEnv(hh), ...notionEnv(notion) } });
});
after(async () => {
  await house?.stop();
  await Promise.all([hh.stop(), notion.stop()]);
});

const item = async (client, code) =>
  (await client.expect(200, 'GET', '/clickup')).attention.find((one) => one.code === code);
const tick = () => house.run('tick', ['recheck']);
const clock = (at, zone) =>
  new Intl.DateTimeFormat('ru', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
const since = async (client) => {
  const [{ at }] = await house.sql(
    "SELECT UNIX_TIMESTAMP(failed_at) * 1000 AS at FROM connection WHERE owner_id = ? AND status = 'error'",
    [client.user.id],
  );
  return Number(at);
};
/* As a minute later, when it is asked again. */
const later = (client) => house.sql(
  'UPDATE connection SET checked_at = checked_at - INTERVAL 2 MINUTE WHERE owner_id = ?', [client.user.id],
);

describe("a person's own services", () => {
  test('Huntflow: any call shows it, in the zone of the person; a good one takes it back', async () => {
    const me = watched(await (await house.user()).connect());
    await me.expect(200, 'PATCH', '/api/v1/profile', { time_zone: 'Asia/Kathmandu' });
    await me.expect(200, 'POST', '/huntflow/test-connection', {});
    assert.equal(await item(me, 'huntflow_down'), undefined);
    await house.up.huntflow.fault({ kind: 'status', status: 503, times: 50 });
    assert.equal((await me.get('/api/v1/huntflow/accounts/11/statuses')).status, 502);
    await house.up.huntflow.clearFaults();
    const said = await item(me, 'huntflow_down');
    assert.equal(said.title, `Huntflow не отвечает с ${clock(await since(me), 'Asia/Kathmandu')}`);
    assert.deepEqual(said.action.check, { path: '/huntflow/test-connection', body: { system: 'PROD' } });
    await me.expect(200, 'POST', said.action.check.path, said.action.check.body);
    assert.equal(await item(me, 'huntflow_down'), undefined);
    assert.deepEqual(me.wrong, []);
  });

  test('since the first failure, and it is asked again by itself', async () => {
    const me = await (await house.user()).connect();
    await house.up.huntflow.fault({ kind: 'drop_before', times: 50 });
    await me.get('/api/v1/huntflow/accounts/11/statuses');
    const first = await since(me);
    await tick();
    assert.equal(await since(me), first);
    await later(me);
    await tick();
    assert.equal(await since(me), first, 'asked again, and still away');
    await house.up.huntflow.clearFaults();
    await tick();
    assert.ok(await item(me, 'huntflow_down'), 'not asked within the minute');
    await later(me);
    await tick();
    assert.equal(await item(me, 'huntflow_down'), undefined);
  });

  test('the bell tells it once, when it lasts, and once that it is over', async () => {
    const me = await (await house.user()).connect();
    const told = async () => {
      await house.run('tick', ['troubles']);
      return (await me.expect(200, 'GET', '/api/v1/notifications')).map(({ title }) => title).reverse();
    };
    await house.up.huntflow.fault({ kind: 'drop_before', times: 50 });
    await me.get('/api/v1/huntflow/accounts/11/statuses');
    assert.deepEqual(await told(), [], 'a moment is nothing to tell');
    await house.sql(
      'UPDATE connection SET failed_at = failed_at - INTERVAL 2 MINUTE WHERE owner_id = ? AND failed_at IS NOT NULL',
      [me.user.id],
    );
    assert.deepEqual(await told(), ['Huntflow не отвечает']);
    assert.deepEqual(await told(), ['Huntflow не отвечает']);
    await house.up.huntflow.clearFaults();
    await later(me);
    await tick();
    assert.deepEqual(await told(), ['Huntflow не отвечает', 'Huntflow снова отвечает']);
    assert.deepEqual(await told(), ['Huntflow не отвечает', 'Huntflow снова отвечает']);
  });

  test('an answer with an error of its own is not away; nor does a key that is tried say so', async () => {
    const me = await (await house.user()).connect();
    await house.up.huntflow.fault({ kind: 'status', status: 500, path: '/statuses$', times: 50 });
    await me.get('/api/v1/huntflow/accounts/11/statuses');
    await house.up.huntflow.clearFaults();
    assert.equal(await item(me, 'huntflow_down'), undefined);
    await house.up.huntflow.fault({ kind: 'status', status: 503, times: 50 });
    await me.post('/huntflow/test-connection', { api_key: 'another-key-that-is-tried' });
    await house.up.huntflow.clearFaults();
    assert.equal(await item(me, 'huntflow_down'), undefined);
  });

  test('ClickUp, once: its failed sync is no second item', async () => {
    const me = await (await house.user()).connect();
    await house.up.clickup.fault({ kind: 'status', status: 503, times: 200 });
    await me.expect(202, 'POST', '/clickup/api/sync-tasks', {});
    await house.until(async () => (await me.get('/clickup/sync-logs')).json[0]?.status === 'error', {
      timeout: 60_000, what: 'the failed sync',
    });
    const { attention } = await me.expect(200, 'GET', '/clickup');
    assert.deepEqual(attention.map(({ code }) => code), ['clickup_down']);
    await house.up.clickup.clearFaults();
    await later(me);
    await tick();
    assert.equal(await item(me, 'clickup_down'), undefined);
  });
});

describe('what the company shares', () => {
  test('Notion and a job board that do not answer, by name; only an administrator may ask them', async () => {
    notion.tokens.add('ntn_demo_away');
    const { admin, id } = await connectNotion(house, { company: 'Shared', token: 'ntn_demo_away' });
    const board = await connectHh(house, hh, { company: 'Shared', admin });
    const recruiter = await house.user({ company: 'Shared', role: 'recruiter' });
    await house.sql("UPDATE connection SET status = 'error', failed_at = NOW(3) WHERE id = ?", [id]);
    await house.sql("UPDATE connection SET status = 'refused' WHERE id = ?", [board.id]);
    const said = await item(admin, 'down_since');
    assert.match(said.title, /^Notion( \(.+\))? не отвечает$/);
    assert.equal(said.action.check.path, `/api/v1/notion/accounts/${id}/test-connection`);
    assert.equal((await item(recruiter, 'down_since')).action.check, undefined);
    const refused = await item(recruiter, 'refused');
    assert.match(refused.title, /^HH\.ru( \(.+\))? не принимает ключ$/);
    assert.equal(refused.action.href, '/integrations/');
    await admin.expect(200, 'PATCH', `/api/integrations/${board.id}`, { is_active: false });
    assert.equal(await item(recruiter, 'refused'), undefined, 'one that is off says nothing');
    const stranger = await house.user({ company: 'Other', role: 'recruiter' });
    assert.equal(await item(stranger, 'down_since'), undefined);
  });
});
