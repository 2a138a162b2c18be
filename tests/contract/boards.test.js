// Our clients of job boards against Prism: what they ask is what the descriptions allow.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  connectLalafo, connectLinkedin, connectSuperjob, lalafoEnv, linkedinEnv, superjobEnv,
} from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { Lalafo } from '../upstreams/lalafo.js';
import { LinkedIn } from '../upstreams/linkedin.js';
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

/* A client against a description, through Prism before the simulated service. */
function against(title, { file, sim, env, connect }, tests) {
  describe(title, () => {
    let house, prism, made;
    before(async () => {
      await sim.start();
      prism = await startPrism(file, { upstream: sim.origin, errors: false });
      house = await startHouse({ env: env(sim, prism?.url ?? sim.origin) });
      made = await connect(house, sim);
    });
    after(async () => { await house?.stop(); await prism?.stop(); await sim.stop(); });
    for (const [name, work] of Object.entries(tests))
      test(name, async (t) => {
        if (!prism) { t.skip('no Prism'); return; }
        await work(made, sim);
        assert.deepEqual(await prism.complaints(), []);
      });
  });
}

against('the Lalafo client', {
  file: 'lalafo.openapi.yaml', sim: new Lalafo({ people: 5 }), env: lalafoEnv, connect: (house) => connectLalafo(house),
}, {
  'a check, and a search with every wish': async ({ admin, id }) => {
    await admin.expect(200, 'POST', `/api/integrations/${id}/test-connection`);
    await admin.expect(200, 'POST', '/api/integrations/search-candidates', {
      keywords: ['java', 'spring'], locations: ['Бишкек'], salary_min: 1000, salary_max: 90_000, currency: 'KGS',
      updated_within_days: 7,
    });
  },
});

against('the LinkedIn client', {
  file: 'linkedin-subset.openapi.yaml', sim: new LinkedIn(), env: linkedinEnv, connect: connectLinkedin,
}, {
  'a sign-in, and whose the token is': async ({ admin, id }, sim) => {
    const { authorize_url: url } = await admin.expect(200, 'GET', `/api/integrations/${id}/connect`);
    const asked = new URL(url);
    const back = await fetch(`${sim.origin}${asked.pathname}${asked.search}`, { redirect: 'manual' });
    const to = new URL(back.headers.get('location'));
    await admin.expect(200, 'GET', `${to.pathname}${to.search}`);
    await admin.expect(200, 'POST', `/api/integrations/${id}/test-connection`);
  },
});
