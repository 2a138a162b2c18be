// bitrix.js: what tests of Bitrix24 begin with.
import { Reply } from '../upstreams/server.js';
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

/* A project that mirrors a workgroup, of an account of its own: beside what connectBitrix gives { project, mapping,
 * there(fields) and here(title, fields) that make a task, ours() and theirs() that list them, sync(options) }. */
export async function mirrorBitrix(house, sim, { group = 100, fields, ...more } = {}) {
  const made = await connectBitrix(house, sim, more);
  const project = await made.admin.expect(201, 'POST', '/api/v1/projects/', { name: 'Подбор' });
  const mapping = await made.admin.expect(201, 'POST', '/api/v1/bitrix24/projects/', {
    account_id: made.id, project_id: project.id, group_id: group, ...(fields ? { fields } : {}),
  });
  return {
    ...made, project, mapping,
    there: (extra) => sim.portal.addTask({ GROUP_ID: String(group), ...extra }),
    here: (title, extra = {}) => made.admin.expect(
      201, 'POST', '/api/v1/tasks/', { title, list: project.id, ...extra }),
    ours: () => house.sql('SELECT id, title FROM task WHERE list_id = ? AND deleted_at IS NULL ORDER BY id', [
      project.id,
    ]),
    theirs: () => [...sim.portal.tasks.values()].filter(({ GROUP_ID }) => GROUP_ID === String(group)),
    sync: (options) => syncBitrix(house, made.admin, made.id, 'tasks', options),
  };
}

/*
 * A full sync of tasks whose worker is killed at the call of that number: the portal carries it out, whoever
 * made it never hears of it; lost: the portal does not. Resolves with how many calls there were.
 */
export async function syncKilledAt(house, sim, account, at, { lost = false } = {}) {
  await house.sql(`INSERT INTO sync_run (company_id, user_id, connection_id, stream, reason)
    SELECT company_id, 0, id, 'account:tasks', 'full' FROM connection WHERE id = ?`, [account]);
  const serve = sim.serve.bind(sim);
  const child = house.launch('tick', ['accounts']);
  const gone = new Promise((done) => { child.once('exit', done); });
  let calls = 0;
  sim.serve = async (req) => {
    const fatal = ++calls === at;
    const reply = fatal && lost ? new Reply(500, {}) : await serve(req);
    if (fatal) { child.kill('SIGKILL'); await gone; }
    return reply;
  };
  await gone;
  sim.serve = serve;
  return calls;
}
