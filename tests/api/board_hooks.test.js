// HH.ru's webhook: an admin switches it on, what comes is stored and answered at once, read anew at HH.ru, kept as a
// candidate and told; what was lost, a sync brings.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connectHh, connectLinkedin, hhEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { HeadHunter } from '../upstreams/hh.js';

const KINDS = ['NEW_NEGOTIATION_VACANCY', 'NEW_RESPONSE_OR_INVITATION_VACANCY', 'NEGOTIATION_EMPLOYER_STATE_CHANGE'];
const sim = new HeadHunter({ people: 5 });
let house, companies = 0;

before(async () => {
  await sim.start();
  house = await startHouse({ env: { ...hhEnv(sim), FETCH_TIMEOUT_MS: '3000' } });
});
after(async () => { await house?.stop(); await sim.stop(); });

/* A company with an account at HH.ru, and one vacancy with people who answered it. */
async function begin(people = [1, 2]) {
  sim.subscriptions = [];
  sim.vacancies = [];
  const { id, admin, pair } = await connectHh(house, sim, { company: `Отклики ${++companies}` });
  const at = `/api/integrations/${id}/webhook/`;
  const vacancy = sim.addVacancy('Инженер', people);
  return { id, admin, pair, at, topics: vacancy.items.map((one) => one.id), vacancy };
}
const payload = (topic_id) => ({ topic_id, chat_id: '700', vacancy_id: '9000', employer_id: '1455', resume_id: null });
const handled = (n) => house.until(async () => {
  const rows = await house.sql("SELECT event, object_id, state, result FROM inbound_event WHERE provider = 'hh_ru' "
    + 'ORDER BY id');
  return rows.length === n && rows.every(({ state }) => state !== 'ready' && state !== 'working') && rows;
}, { timeout: 30_000, what: `${n} events` });
const clear = () => house.sql('DELETE FROM inbound_event');
const people = (admin) => admin.expect(200, 'GET', '/api/v1/candidates/');
const bell = async (admin) => (await admin.expect(200, 'GET', '/api/v1/notifications/'))
  .filter(({ kind }) => kind === 'response');

describe("the webhook of HH.ru", () => {
  it('is made, found again, renewed when it was deleted there and removed, by an admin alone', async () => {
    const { admin, at, id } = await begin();
    const off = await admin.expect(200, 'GET', at);
    assert.deepEqual([off.registered, off.status, off.endpoint], [false, 'off', null]);
    const on = await admin.expect(200, 'POST', at);
    assert.deepEqual([on.registered, on.status], [true, 'active']);
    assert.match(on.endpoint, /\/hooks\/hh_ru\/\*\*\*$/);
    const [one, ...more] = sim.subscriptions;
    assert.deepEqual([one.actions.map(({ type }) => type), more.length], [KINDS, 0]);
    assert.ok(one.url.startsWith(`${house.url}/hooks/hh_ru/`) && one.url.split('/').at(-1).length >= 32);
    await admin.expect(200, 'POST', at);
    assert.deepEqual(sim.subscriptions, [one]);
    sim.subscriptions = [];
    await house.sql('UPDATE webhook SET next_check_at = NOW(3)');
    await house.run('tick', ['hooks']);
    assert.equal((await admin.expect(200, 'GET', at)).status_code, 'webhook.gone');
    await admin.expect(200, 'POST', at);
    assert.equal(sim.subscriptions.length, 1);
    assert.equal((await admin.expect(200, 'DELETE', at)).registered, false);
    assert.deepEqual(sim.subscriptions, []);
    const manager = await house.user({ role: 'manager', company: `Отклики ${companies}` });
    for (const method of ['GET', 'POST', 'DELETE']) assert.equal((await manager.send(method, at)).status, 403);
    const other = await house.user({ role: 'admin', company: 'Чужие' });
    assert.equal((await other.get(`/api/integrations/${id}/webhook/`)).status, 404);
    const deeds = await house.sql("SELECT action FROM audit WHERE user_id = ? AND action LIKE 'integration.webhook%'",
      [admin.user.id]);
    assert.deepEqual(deeds.map(({ action }) => action), [...Array(3).fill('integration.webhook'),
      'integration.webhook.remove']);
    assert.deepEqual(admin.wrong, []);
  });

  it('brings whoever answered as a candidate, once, and tells it', async () => {
    const { admin, at, topics: [first, second] } = await begin();
    await clear();
    await admin.expect(200, 'POST', at);
    const id = '00000000-0000-4000-8000-000000000001';
    for (let i = 0; i < 3; i++) assert.equal((await sim.notify(KINDS[0], payload(first), { id })).status, 200);
    const [event] = await handled(1);
    assert.deepEqual(event, { event: KINDS[0], object_id: Number(first), state: 'done', result: 'stored' });
    const [one, ...more] = await people(admin);
    assert.deepEqual([one.email, more.length], ['anna1@example.com', 0]);
    const [told, ...others] = await bell(admin);
    assert.deepEqual([told.title, told.href, others.length], ['Новый отклик: HH.ru', `/candidates/${one.id}/`, 0]);
    // The same response by another kind of event is told once.
    await sim.notify(KINDS[1], payload(first));
    await sim.notify(KINDS[1], payload(second));
    await handled(3);
    assert.equal((await people(admin)).length, 2);
    assert.equal((await bell(admin)).length, 2);
    assert.deepEqual(admin.wrong, []);
  });

  it('changes the state of a response that is known, and tells nobody of that', async () => {
    const { admin, at, topics: [topic], vacancy } = await begin([1]);
    await clear();
    await admin.expect(200, 'POST', at);
    await sim.notify(KINDS[0], payload(topic));
    await handled(1);
    vacancy.items[0].state = { id: 'interview', name: 'Интервью' };
    await sim.notify(KINDS[2], { ...payload(topic), from_state: 'response', to_state: 'interview' });
    await handled(2);
    const [{ state }] = await house.sql("SELECT JSON_VALUE(raw_data, '$.negotiation.state.id') state "
      + 'FROM candidate_source WHERE company_id = (SELECT company_id FROM user WHERE id = ?)', [admin.user.id]);
    assert.equal(state, 'interview');
    assert.equal((await bell(admin)).length, 1);
  });

  it('believes nobody: what is not at HH.ru, not understood or sent elsewhere makes no candidate', async () => {
    const { admin, at } = await begin([1]);
    await clear();
    await admin.expect(200, 'POST', at);
    const [{ url }] = sim.subscriptions;
    const path = new URL(url).pathname;
    const post = (body, to = path) => house.anonymous().raw('POST', to, {
      headers: { 'Content-Type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    assert.equal((await post({ id: '1', action_type: KINDS[0], payload: payload('1') }, `${path}x`)).status, 404);
    const odd = ['not json', [], { action_type: KINDS[0] }, { id: {}, action_type: 5 },
      { id: 'a', action_type: KINDS[0], payload: null }, { id: 'b', action_type: KINDS[0], payload: payload('../me') },
      { id: 'c', action_type: 'CHAT_MESSAGE_CREATED', payload: { chat_id: '1' } },
      { id: 'd', action_type: KINDS[0], payload: payload('777777') }];
    for (const body of odd) assert.equal((await post(body)).status, 200, JSON.stringify(body));
    const rows = await handled(odd.length);
    assert.deepEqual(rows.at(-1).result, 'gone');
    assert.deepEqual(await people(admin), []);
  });

  it('takes nothing while the integration is switched off', async () => {
    const { admin, at } = await begin([1]);
    await clear();
    await admin.expect(200, 'POST', at);
    const [{ url }] = sim.subscriptions;
    const send = () => house.anonymous().raw('POST', new URL(url).pathname, {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: 'off', action_type: KINDS[0], payload: payload('1') }),
    });
    await admin.expect(200, 'PATCH', at.replace('webhook/', ''), { is_active: false });
    assert.equal((await send()).status, 404);
    assert.deepEqual(await house.sql("SELECT id FROM inbound_event WHERE provider = 'hh_ru'"), []);
    await admin.expect(200, 'PATCH', at.replace('webhook/', ''), { is_active: true });
    assert.equal((await send()).status, 200);
  });

  it('that was away is made good by a sync', async () => {
    const { admin, at } = await begin([1, 2]);
    await admin.expect(200, 'POST', at);
    await house.sql('UPDATE webhook SET next_check_at = NOW(3), checked_at = NOW(3) - INTERVAL 1 DAY, '
      + 'gap_at = NOW(3)');
    await house.run('tick', ['hooks']);
    await house.run('tick', ['boards']);
    assert.equal((await people(admin)).length >= 2, true);
  });

  it('goes with its integration; boards without one say so', async () => {
    const { admin, at, id } = await begin();
    await admin.expect(200, 'POST', at);
    await admin.expect(200, 'DELETE', `/api/integrations/${id}/`);
    assert.deepEqual(sim.subscriptions, []);
    const nobody = { client: { id: 'a', secret: 'b' }, grant: () => ({}) };
    const { id: other } = await connectLinkedin(house, nobody, { admin });
    const none = await admin.get(`/api/integrations/${other}/webhook/`);
    assert.deepEqual([none.status, none.json.code], [422, 'platform.no_such']);
    assert.deepEqual(watched(admin).wrong, []);
  });
});
