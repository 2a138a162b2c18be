// import.js: bulk imports against services that take 50 ms a call: as fast as it goes, then under the
// services' own limits.
import { readFileSync } from 'node:fs';
import { startHouse } from '../lib/house.js';
import { row, tasksOr } from './load.js';

const LATENCY_MS = 50;
const TASKS = tasksOr(500);

const house = await startHouse({
  upstreams: true,
  env: { DB_CACHE: '256M', DB_LOG_SIZE: '64M', CLICKUP_LIMIT: '0', HUNTFLOW_LIMIT: '0', POOL_IMPORTS: '2' },
});
try {
  const client = await ready(house, TASKS);
  const job = await finished(client);
  const seconds = (Date.parse(job.completed_at) - Date.parse(job.started_at)) / 1000;
  const rate = job.successful_tasks / seconds * 60;
  const calls = (await house.up.clickup.calls()).total + (await house.up.huntflow.calls()).total;
  row('import, 50 ms a call, no limits, 8 workers', `${rate.toFixed(0)} tasks/min`, 'at least 1 000', rate >= 1000);
  row('import: remote calls per task', (calls / TASKS).toFixed(2), 'at most 8', calls / TASKS <= 8.1);
  row('import: failed', String(job.failed_tasks), '0', job.failed_tasks === 0);
  const kb = job.peak;
  row('import: memory of all its processes (PSS)', `${(kb / 1024).toFixed(1)} MB`, 'under 30 MB', kb < 30 * 1024);
} finally {
  await house.stop();
}

async function ready(it, count) {
  const { clickup, huntflow } = it.up;
  await clickup.seed({ list: clickup.list, count, description_bytes: 1024, pdf: true, comments: 1 });
  const client = await it.user();
  await client.connect({ settings: { max_tasks: 1_000_000, include_closed: true } });
  await client.expect(202, 'POST', '/clickup/api/sync-tasks', { full: true });
  await it.until(async () => (await client.get('/clickup/sync-logs')).json[0].status === 'success', {
    timeout: 60_000,
  });
  for (const service of [clickup, huntflow]) {
    await service.latency(LATENCY_MS);
    await service.clearCalls();
  }
  return client;
}

/* Starts one and follows it to its end; peak: the most memory that the importer took, KB. */
async function finished(client) {
  const { huntflow } = house.up;
  const vacancies = await client.expect(200, 'GET', `/api/v1/huntflow/accounts/${huntflow.account}/vacancies`);
  const statuses = await client.expect(200, 'GET', `/api/v1/huntflow/accounts/${huntflow.account}/statuses`);
  await huntflow.clearCalls();
  const job = await client.expect(202, 'POST', '/clickup/api/start-bulk-import', {
    account_id: huntflow.account,
    scope: 'all',
    vacancy_id: vacancies[0].id,
    status_id: statuses[0].id,
    delay_seconds: 0,
  });
  let peak = 0;
  const last = await house.until(async () => {
    peak = Math.max(peak, pss('import'));
    const now = await client.expect(200, 'GET', `/clickup/api/bulk-import-progress/${job.id}`);
    return now.status !== 'running' && now;
  }, { timeout: 600_000, every: 500 });
  return { ...last, peak };
}

/* Proportional memory of a program's processes in this house, KB. */
function pss(program) {
  return house.pids(program).reduce((sum, pid) => {
    try {
      return sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]);
    } catch {
      return sum;   // it ended meanwhile
    }
  }, 0);
}
