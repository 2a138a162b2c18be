// Our Bitrix24 client against Prism: what it asks is what the description of an incoming webhook says.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { bitrixEnv, connectBitrix, syncBitrix } from '../lib/bitrix.js';
import { startHouse } from '../lib/house.js';
import { Bitrix } from '../upstreams/bitrix.js';
import { startPrism } from './prism.js';

describe('the Bitrix24 client', () => {
  const sim = new Bitrix({ people: 60 });
  let house, prism, admin, id;

  before(async () => {
    await sim.start();
    prism = await startPrism('bitrix24-webhook.openapi.yaml', { upstream: sim.origin, errors: false });
    house = await startHouse({ env: bitrixEnv() });
    const hook = sim.webhook();
    const url = sim.url(hook).replace(sim.origin, prism?.url ?? sim.origin);
    ({ admin, id } = await connectBitrix(house, { url: () => url }, { hook }));
  });
  after(async () => { await house?.stop(); await prism?.stop(); await sim.stop(); });

  async function through(t, work) {
    if (!prism) { t.skip('no Prism'); return; }
    await work();
    // The description has neither departments nor what a webhook may do: the simulated portal stands for them.
    const wrong = (await prism.complaints()).filter((line) => !/department\.get/.test(JSON.stringify(line)));
    assert.deepEqual(wrong, []);
  }

  test('users, page by page', (t) => through(t, async () => {
    const log = await syncBitrix(house, admin, id);
    assert.deepEqual([log.status, log.created], ['success', 60]);
  }));

  test('a batch', (t) => through(t, async () => {
    await admin.expect(200, 'POST', `/api/v1/bitrix24/accounts/${id}/test-connection/`);
  }));

  test('a notification', (t) => through(t, async () => {
    const [{ id: employee }] = await admin.expect(200, 'GET', '/api/v1/bitrix24/employees/?page_size=1');
    await admin.expect(200, 'POST', `/api/v1/bitrix24/employees/${employee}/send-code/`);
    assert.equal(sim.portal.notices.length, 1);
  }));
});
