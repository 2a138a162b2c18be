// sync.js: 10 000 tasks (BENCH_TASKS) of a list into the cache: calls, wall time, our own CPU; then once more,
// unchanged.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, startHouse } from '../lib/house.js';
import { cpuOf } from './cpu.js';
import { row, tasksOr } from './load.js';

const COUNT = tasksOr(10_000);
const CALLS = COUNT / 100 + 1;
const bin = mkdtempSync('/tmp/hw-bin-');
const spent = join(bin, 'spent');
// The program that a request starts, and after it the CPU time of what it ran.
writeFileSync(
  join(bin, 'tick'),
  `#!/bin/sh\n${root}/build/cgi-bin/tick "$@"\ntimes >${spent}.new && mv ${spent}.new ${spent}\n`,
);
chmodSync(join(bin, 'tick'), 0o755);
chmodSync(bin, 0o777);	// a house started as root becomes a user of its own

const house = await startHouse({
  upstreams: true,
  env: { DB_CACHE: '512M', DB_LOG_SIZE: '64M', BIN_DIR: bin, CLICKUP_LIMIT: '0' },
});
try {
  const { clickup } = house.up;
  await clickup.seed({ list: clickup.list, count: COUNT, description_bytes: 1024 });
  const client = await house.user();
  await client.connect({ settings: { max_tasks: 1_000_000, include_closed: true } });
  await measure(client, 'first', (log) => ['tasks created', log.tasks_created, COUNT]);
  await house.sql('UPDATE clickup_task SET updated_at = created_at');
  await measure(client, 'second', async () => ['task rows written', await written(), 0]);
} finally {
  await house.stop();
  rmSync(bin, { recursive: true });
}

async function measure(client, name, check) {
  await house.up.clickup.clearCalls();
  rmSync(spent, { force: true });
  const { mariadb } = await cpuOf(house, async () => {
    await client.expect(202, 'POST', '/clickup/api/sync-tasks', { full: true });
    await house.until(() => existsSync(spent), { timeout: 120_000, every: 100 });
  });
  const [log] = (await client.get('/clickup/sync-logs')).json;
  const cpu = seconds(readFileSync(spent, 'utf8'));
  const all = cpu + mariadb / 1000;
  const calls = (await house.up.clickup.calls()).total;
  row(`sync of ${COUNT} tasks, ${name}: wall`, `${log.sync_duration.toFixed(2)} s`, 'under 3 s', log.sync_duration < 3);
  row(`sync of ${COUNT} tasks, ${name}: own CPU`, `${cpu.toFixed(2)} s`, 'under 1.5 s', cpu < 1.5);
  row(`sync of ${COUNT} tasks, ${name}: CPU with MariaDB's`, `${all.toFixed(2)} s`, 'under 3 s', all < 3);
  row(`sync of ${COUNT} tasks, ${name}: calls`, String(calls), `at most ${CALLS}`, calls <= CALLS);
  const [what, got, wanted] = await check(log);
  row(`sync of ${COUNT} tasks, ${name}: ${what}`, String(got), String(wanted), got === wanted);
}

async function written() {
  const [{ n }] = await house.sql('SELECT COUNT(*) AS n FROM clickup_task WHERE updated_at > created_at');
  return n;
}

/* The shell's own time, and under it "0m0.51s 0m0.07s": user and system time of its children. */
function seconds(text) {
  return [...text.split('\n')[1].matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, m, s]) => sum + Number(m) * 60 + Number(s),
    0,
  );
}
