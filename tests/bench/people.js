// people.js: BENCH_PEOPLE candidates (1 000) to Huntflow, which holds to 10 calls a second with 429: how much of what
// it allows is used until the last one is there, each of them once.
import { startHouse } from '../lib/house.js';
import { cpuOf } from './cpu.js';
import { row } from './load.js';

const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 1000);
const LIMIT = 10;	// calls of a second
const LATENCY_MS = 50;
const FIELDS = ['first_name', 'last_name', 'email', 'phone', 'current_position'];

const house = await startHouse({
  upstreams: true, env: { DB_CACHE: '256M', DB_LOG_SIZE: '64M', HUNTFLOW_LIMIT: String(LIMIT) },
});
try {
  const me = await house.user({ role: 'manager', company: 'Nova' });
  const { huntflow } = house.up;
  await me.expect(200, 'PATCH', '/api/v1/profile', {
    huntflow_prod_url: huntflow.url, huntflow_prod_api_key: huntflow.api_key,
    huntflow_prod_refresh_token: huntflow.refresh_token,
  });
  for (let n = 1; n <= PEOPLE; n += 1) {
    const values = ['Анна', `Массова${n}`, `mass${n}@nova.by`, `+375 29 ${1_000_000 + n}`, 'Инженер'];
    await me.expect(201, 'POST', '/api/v1/candidates', Object.fromEntries(FIELDS.map((name, i) => [name, values[i]])));
  }
  await me.expect(200, 'GET', `/api/v1/huntflow/accounts/${huntflow.account}/statuses`);
  await huntflow.latency(LATENCY_MS);
  await huntflow.limit(LIMIT, 1000);
  await huntflow.clearCalls();
  await house.sql('DELETE FROM rate_bucket');
  let job;
  const cpu = await cpuOf(house, async () => { job = await sent(me, huntflow.account); });
  await report(job, huntflow, cpu);
} finally {
  await house.stop();
}

async function sent(me, account) {
  const { id } = await me.expect(202, 'POST', '/clickup/api/start-bulk-import', {
    source: { kind: 'candidate' }, account_id: account, scope: 'filter', filter: { q: 'mass' }, delay_seconds: 0,
  });
  return house.until(async () => {
    const now = await me.expect(200, 'GET', `/clickup/api/bulk-import-progress/${id}`);
    return now.status !== 'running' && now;
  }, { timeout: PEOPLE * 1000, every: 1000 });
}

async function report(job, huntflow, cpu) {
  const calls = (await huntflow.calls()).calls.filter(({ auth }) => auth);
  const served = calls.filter(({ status }) => status !== 429);
  const seconds = (served.at(-1).at - served[0].at) / 1000;
  const share = served.length / (LIMIT * seconds);
  const made = (await huntflow.applicants()).filter(({ last_name: last }) => /^Массова\d+$/.test(last));
  const names = new Set(made.map(({ last_name: last }) => last));
  row(
    `${PEOPLE} people under ${LIMIT} Huntflow calls a second: of what is allowed`, `${(share * 100).toFixed(1)} %`,
    'at least 95 %', share >= 0.95,
  );
  row(
    '  seconds; calls of a person; 429s', `${seconds.toFixed(0)}; ${(served.length / PEOPLE).toFixed(2)}; `
    + `${calls.length - served.length}`, '',
  );
  row(
    '  there, more than once, failed', `${names.size}, ${made.length - names.size}, ${job.failed_tasks}`,
    `${PEOPLE}, 0, 0`, names.size === PEOPLE && made.length === PEOPLE && job.failed_tasks === 0,
  );
  row('  MariaDB, CPU of a person', `${(cpu.mariadb / PEOPLE).toFixed(1)} ms`, '');
}
