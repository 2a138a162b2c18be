// bitrix.js: what tests of Bitrix24 begin with.
import { watched } from './openapi.js';

export const ACCOUNTS = '/api/v1/bitrix24/accounts/';
/* A house's settings for a simulated portal: as fast as it goes. */
export const bitrixEnv = () => ({ BITRIX24_LIMIT: '1000' });

/* An account at a portal: { id, made, admin, hook }. What admin is answered is held against the description:
 * admin.wrong. */
export async function connectBitrix(
  house, sim, { company = 'Test', admin: given, hook, name = 'Портал', settings, ...more } = {},
) {
  const admin = given ?? watched(await house.user({ role: 'admin', company }));
  const webhook = hook ?? sim.webhook();
  const made = await admin.expect(201, 'POST', ACCOUNTS, {
    name, credentials: { webhook_url: sim.url(webhook) }, settings: { auto_sync: false, ...settings }, ...more,
  });
  return { id: made.id, made, admin, hook: webhook };
}

/* Runs a sync of the account to its end: its log. */
export async function syncBitrix(house, admin, id, what = 'employees', more = {}) {
  const { id: run } = await admin.expect(202, 'POST', `${ACCOUNTS}${id}/sync/`, { what, ...more });
  await house.run('tick', ['accounts']);
  return house.until(async () => {
    const log = await admin.expect(200, 'GET', `/api/v1/bitrix24/sync-logs/${run}/`);
    return ['queued', 'running'].includes(log.status) ? undefined : log;
  }, { timeout: 60_000, what: 'the sync' });
}
