// Our clients of job boards against Prism: what they ask is what the descriptions allow.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { connectSuperjob, superjobEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { SuperJob } from '../upstreams/superjob.js';
import { startPrism } from './prism.js';

describe('the SuperJob client', () => {
  const sim = new SuperJob({ people: 5 });
  let house, prism, made;

  before(async () => {
    await sim.start();
    prism = await startPrism('superjob-2.0.openapi.yaml', { upstream: sim.origin, errors: false });
    house = await startHouse({ env: superjobEnv(sim, `${prism?.url ?? sim.origin}/2.0`) });
    made = await connectSuperjob(house, sim);
  });
  after(async () => { await house?.stop(); await prism?.stop(); await sim.stop(); });

  async function through(t, work) {
    if (!prism) { t.skip('no Prism'); return; }
    await work();
    assert.deepEqual(await prism.complaints(), []);
  }

  test('whose the token is, and a renewed one', (t) => through(t, async () => {
    await made.admin.expect(200, 'POST', `/api/integrations/${made.id}/test-connection`);
    sim.expire(made.pair);
    await made.admin.expect(200, 'POST', `/api/integrations/${made.id}/test-connection`);
  }));

  test('a search with every wish, its towns and catalogues', (t) => through(t, async () => {
    await made.admin.expect(200, 'POST', '/api/integrations/search-candidates', {
      keywords: ['Разработка, программирование', 'java'], locations: ['Москва', 'Минск'], experience_min: 1,
      experience_max: 20, salary_min: 1000, salary_max: 900000, updated_within_days: 7,
    });
  }));
});
