// boards.js: what tests of job boards begin with.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'node:test';
import { HeadHunter } from '../upstreams/hh.js';
import { startHouse } from './house.js';
import { watched } from './openapi.js';

/* A house's settings for a simulated HH.ru. */
export const hhEnv = (sim) => ({ HH_API_URL: sim.origin, HH_OAUTH_URL: sim.origin, HH_LIMIT: '100000' });
/* And for a simulated SuperJob, or what stands before it. */
export const superjobEnv = (sim, api = `${sim.origin}/2.0`) => ({
  SUPERJOB_API_URL: api, SUPERJOB_OAUTH_URL: sim.origin, SUPERJOB_LIMIT: '100000',
});
export const linkedinEnv = (sim, api = sim.origin) => ({
  LINKEDIN_API_URL: api, LINKEDIN_OAUTH_URL: api, LINKEDIN_LIMIT: '100000',
});
export const lalafoEnv = (sim, api = sim.origin) => ({
  LALAFO_API_URL: api, LALAFO_CATALOG_URL: api, LALAFO_LIMIT: '100000',
});

/* An integration with a pair of its own: { id, made, pair, admin }. What admin is answered is held against the
 * description: admin.wrong. */
async function connect(house, platform, sim, { company = 'Test', name = 'Основная', admin: given, ...fields } = {}) {
  const admin = given ?? watched(await house.user({ role: 'admin', company }));
  const pair = sim.grant();
  const made = await admin.expect(201, 'POST', '/api/integrations/', {
    platform, name, api_key: sim.client.id, api_secret: sim.client.secret, access_token: pair.access,
    refresh_token: pair.refresh, ...fields,
  });
  return { id: made.id, made, pair, admin };
}
export const connectHh = (house, sim, more) => connect(house, 'hh_ru', sim, more);
export const connectSuperjob = (house, sim, more) => connect(house, 'superjob', sim, more);
export const connectLinkedin = (house, sim, more) => connect(house, 'linkedin', sim, more);
/* It has no credentials, and begins switched off. */
export async function connectLalafo(house, { company = 'Test', admin: given, ...fields } = {}) {
  const admin = given ?? watched(await house.user({ role: 'admin', company }));
  const made = await admin.expect(201, 'POST', '/api/integrations/', {
    platform: 'lalafo', name: 'Основная', is_active: true, ...fields,
  });
  return { id: made.id, made, admin };
}

/* What a file of tests against one simulated HH.ru begins with; onStart(house) before the first of them. Each connect()
 * is of a company of its own, as company() names one; same(): the last of those names. */
export function hhSuite(opts, onStart) {
  const sim = new HeadHunter(opts);
  const admins = [];
  let companies = 0, house;
  before(async () => {
    await sim.start();
    house = await startHouse({ env: hhEnv(sim) });
    onStart(house);
  });
  after(async () => { await house?.stop(); await sim.stop(); });
  afterEach(() => assert.deepEqual(admins.splice(0).flatMap(({ wrong }) => wrong), [], 'as described'));
  beforeEach(() => { sim.clear(); sim.renew(); });
  const same = () => `Company ${companies}`;
  const company = () => {
    companies += 1;
    return same();
  };
  const connect = async (more) => {
    const made = await connectHh(house, sim, { company: company(), ...more });
    admins.push(made.admin);
    return made;
  };
  return { sim, connect, company, same };
}
