// notion.js: what tests of Notion begin with.
import { SOURCE } from '../upstreams/notion.js';
import { watched } from './openapi.js';

export const ACCOUNTS = '/api/v1/notion/accounts/';
/* A house's settings for a simulated Notion, or what is before it: as fast as it goes. */
export const notionEnv = (sim, url = sim.url) => ({ NOTION_API_URL: url, NOTION_LIMIT: '100000' });

/* An account that reads the main data source: { id, made, admin }. What admin is answered is held against the
 * description: admin.wrong. */
export async function connectNotion(house, {
  company = 'Test', admin: given, name = 'Подбор', token = 'ntn_demo_1234', settings,
} = {}) {
  const admin = given ?? watched(await house.user({ role: 'admin', company }));
  const made = await admin.expect(201, 'POST', ACCOUNTS, {
    name, credentials: { token },
    settings: { auto_sync: false, data_source_id: SOURCE, ...settings },
  });
  return { id: made.id, made, admin };
}

/* Runs a sync of the account to its end: its log. */
export async function syncNotion(house, admin, id, more = {}) {
  const { id: run } = await admin.expect(202, 'POST', `${ACCOUNTS}${id}/sync/`, more);
  await house.run('tick', ['accounts']);
  return ended(house, admin, run);
}

export const ended = (house, admin, run) => house.until(async () => {
  const log = await admin.expect(200, 'GET', `/api/v1/notion/sync-logs/${run}/`);
  return ['queued', 'running'].includes(log.status) ? undefined : log;
}, { timeout: 60_000, what: 'the sync' });
