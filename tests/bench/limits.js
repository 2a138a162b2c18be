// limits.js: a whole import under the services' own limits: ClickUp's 100 calls a minute, Huntflow's 10 a second, both
// enforced with 429; then an applicant's page while an import uses Huntflow's up.
// BENCH_LIMIT_WINDOWS: of a minute (3; 1 among all).
import { startHouse } from '../lib/house.js';
import { ACCOUNT, applicant } from '../lib/huntflow.js';
import { recruiter } from '../lib/recruiter.js';
import { percentile, row } from './load.js';

const LATENCY_MS = 50;
const MINUTE = 60_000;
const CLICKUP = 100;
const HUNTFLOW = 10;
const WINDOWS = Number(process.env.BENCH_LIMIT_WINDOWS ?? 3);
const PAGES = 40;

const house = await startHouse({
  upstreams: true,
  env: { DB_CACHE: '256M', DB_LOG_SIZE: '64M', CLICKUP_LIMIT: String(CLICKUP), HUNTFLOW_LIMIT: String(HUNTFLOW) },
});
try {
  const { clickup, huntflow } = house.up;
  const client = await recruiter(house, {
    tasks: { list: clickup.list, count: 2000, description_bytes: 1024, pdf: true, comments: 1 },
  });
  for (const service of [clickup, huntflow]) await service.latency(LATENCY_MS);

  // ClickUp binds: each task needs 2 of its calls and 6 of Huntflow's.
  await clickup.limit(CLICKUP, MINUTE);
  await huntflow.limit(HUNTFLOW, 1000);
  await house.sql('DELETE FROM rate_bucket');
  const minutes = await measured(client, WINDOWS * MINUTE);
  const share = minutes.clickup.served / (CLICKUP * WINDOWS);
  row(
    `import under ${CLICKUP} ClickUp calls a minute: of what is allowed`,
    percent(share),
    'at least 95 %',
    share >= 0.95,
  );
  row(
    '  tasks failed; 429s of ClickUp, of Huntflow',
    `${minutes.job.failed_tasks}; ${minutes.clickup.refused}, ${minutes.huntflow.refused}`,
    '0; any',
    minutes.job.failed_tasks === 0,
  );

  // Huntflow binds: a plan of ClickUp's with more calls.
  await clickup.limit(CLICKUP * 10, MINUTE);
  await house.sql('DELETE FROM rate_bucket');
  const seconds = await measured(client, MINUTE);
  const used = seconds.huntflow.served / (HUNTFLOW * 60);
  row(
    `import under ${HUNTFLOW} Huntflow calls a second: of what is allowed`,
    percent(used),
    'at least 95 %',
    used >= 0.95,
  );
  row(
    '  tasks failed; 429s of Huntflow',
    `${seconds.job.failed_tasks}; ${seconds.huntflow.refused}`,
    '0; any',
    seconds.job.failed_tasks === 0,
  );

  const alone = await pages(client);
  const job = await start(client);
  await house.until(async () => (await progress(client, job)).successful_tasks > 2, { timeout: 30_000 });
  const busy = await pages(client);
  row('an applicant\'s page, p95: nothing else runs', `${alone.toFixed(0)} ms`, '', true);
  row('  while an import uses up Huntflow\'s limit', `${busy.toFixed(0)} ms`, 'under 1 000 ms', busy < 1000);
  await client.expect(200, 'POST', `/clickup/api/cancel-bulk-import/${job}`);
} finally {
  await house.stop();
}

function percent(part) {
  return `${(part * 100).toFixed(1)} %`;
}

async function start(client) {
  const { account } = house.up.huntflow;
  return (
    await client.expect(202, 'POST', '/clickup/api/start-bulk-import', {
      account_id: account,
      scope: 'all',
      delay_seconds: 0,
    })
  ).id;
}

function progress(client, job) {
  return client.expect(200, 'GET', `/clickup/api/bulk-import-progress/${job}`);
}

/* An import for so long, from its first call on. served, refused (429): of each service, in that time. */
async function measured(client, span) {
  const { clickup, huntflow } = house.up;
  for (const service of [clickup, huntflow]) await service.clearCalls();
  const id = await start(client);
  const first = await house.until(async () => (await clickup.calls()).calls[0]?.at, { timeout: 30_000 });
  await house.until(() => Date.now() >= first + span + 1000, { timeout: span + 60_000, every: 500 });
  const job = await progress(client, id);
  await client.expect(200, 'POST', `/clickup/api/cancel-bulk-import/${id}`);
  await house.until(() => house.pids('import').length === 0, { timeout: 90_000, every: 100 });
  const counted = async (service) => {
    // Files are not counted.
    const calls = (await service.calls()).calls.filter(({ at, auth }) => auth && at >= first && at < first + span);
    const refused = calls.filter(({ status }) => status === 429).length;
    return { served: calls.length - refused, refused };
  };
  return { job, clickup: await counted(clickup), huntflow: await counted(huntflow) };
}

/* The 95th percentile of pages of people whom nobody opened before, ms; the dictionaries are known. */
async function pages(client) {
  const times = [];
  for (let n = 0; n <= PAGES; n++) {
    const { id } = applicant(house);
    const began = performance.now();
    await client.expect(200, 'GET', `${ACCOUNT}/applicants/${id}`);
    if (n > 0) times.push(performance.now() - began);
  }
  return percentile(times, 0.95);
}
