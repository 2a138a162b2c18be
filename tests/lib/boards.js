// boards.js: what tests of job boards begin with.
import { watched } from './openapi.js';

/* A house's settings for a simulated HH.ru. */
export const hhEnv = (sim) => ({ HH_API_URL: sim.origin, HH_OAUTH_URL: sim.origin, HH_LIMIT: '100000' });

/* An integration with a pair of its own: { id, made, pair, admin }. What admin is answered is held against the
 * description: admin.wrong. */
export async function connectHh(house, sim, { company = 'Test', name = 'Основная', ...fields } = {}) {
  const admin = watched(await house.user({ role: 'admin', company }));
  const pair = sim.grant();
  const made = await admin.expect(201, 'POST', '/api/integrations/', {
    platform: 'hh_ru', name, api_key: sim.client.id, api_secret: sim.client.secret, access_token: pair.access,
    refresh_token: pair.refresh, ...fields,
  });
  return { id: made.id, made, pair, admin };
}
