// Our HH.ru client against Prism: what it asks is what the API describes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { connectHh, hhEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { HeadHunter } from '../upstreams/hh.js';
import { startPrism } from './prism.js';

const SEARCH = '/api/integrations/search-candidates';

describe('the HH.ru client', () => {
  const sim = new HeadHunter({ people: 250 });
  let house, prism;

  before(async () => {
    await sim.start();
    prism = await startPrism('hh.openapi.yaml', { upstream: sim.origin, errors: false });
    sim.at = prism?.url;
    sim.renew();
    const env = hhEnv(sim);
    house = await startHouse({ env: prism ? { ...env, HH_API_URL: prism.url } : env });
  });
  after(async () => { await house?.stop(); await prism?.stop(); await sim.stop(); });

  async function through(t, work) {
    if (!prism) { t.skip('no Prism'); return; }
    await work(await connectHh(house, sim, { company: t.name }));
    assert.deepEqual(await prism.complaints(), []);
  }

  test('whose the key is, quotas, what is paid', (t) => through(t, ({ admin, id }) =>
    admin.expect(200, 'POST', `/api/integrations/${id}/test-connection`)));

  test('a search with all wishes, in pages', (t) => through(t, async ({ admin }) => {
    await admin.expect(200, 'POST', SEARCH, { limit: 200 });
    await admin.expect(200, 'POST', SEARCH, {
      keywords: ['java', 'spring boot'], locations: ['Москва', 'Минск'], experience_min: 1, experience_max: 20,
      salary_min: 1, salary_max: 9_000_000, currency: 'RUB', employment: 'full', updated_within_days: 365,
    });
  }));

  test('a token that is over', (t) => through(t, async ({ admin, pair }) => {
    sim.expire(pair);
    await admin.expect(200, 'POST', SEARCH, { limit: 1 });
    assert.ok(sim.calls.some(({ path }) => path === '/token'));
  }));

  test('responses to vacancies', (t) => through(t, async ({ admin, id }) => {
    sim.addVacancy('Бэкендер', [901, 902]);
    await admin.expect(202, 'POST', `/api/integrations/${id}/sync`);
    await house.until(
      async () => (await admin.get(`/api/integrations/${id}/sync-status`)).json.status === 'success',
      { timeout: 60_000 },
    );
  }));

  test('contacts, a response that is answered', (t) => through(t, async ({ admin, id }) => {
    await admin.expect(200, 'POST', `/api/integrations/${id}/test-connection`);
    sim.vacancies = [];
    sim.addVacancy('Бэкендер', [903]);
    await admin.expect(202, 'POST', `/api/integrations/${id}/sync`);
    const source = await house.until(async () =>
      (await house.sql('SELECT id FROM candidate_source WHERE connection_id = ?', [id]))[0], { timeout: 60_000 });
    const at = `/api/integrations/external-candidates/${source.id}`;
    const { addresses: [address] } = await admin.expect(200, 'GET', `${at}/response`);
    await admin.expect(200, 'POST', `${at}/response`, {
      action: 'interview', message: 'Ждём', send_sms: true, address_id: address.id,
    });
    const { candidates: [first] } = await admin.expect(200, 'POST', SEARCH, { limit: 1 });
    await admin.expect(200, 'POST', `/api/integrations/external-candidates/${first.external_candidate_id}/contact`);
  }));

  test('the webhook: listed, made, removed', (t) => through(t, async ({ admin, id }) => {
    sim.subscriptions = [];
    const at = `/api/integrations/${id}/webhook/`;
    assert.equal((await admin.expect(200, 'POST', at)).registered, true);
    assert.equal((await admin.expect(200, 'DELETE', at)).registered, false);
    assert.deepEqual(sim.subscriptions, []);
    const asked = sim.calls.filter(({ path }) => path.startsWith('/webhook/')).map(({ method }) => method);
    assert.deepEqual([...new Set(asked)].sort(), ['DELETE', 'GET', 'POST']);
  }));
});
