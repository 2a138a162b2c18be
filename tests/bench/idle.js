// idle.js: what a house with 100 000 tasks (BENCH_TASKS) takes when nobody asks for anything, and how soon it answers
// after a start.
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root, startHouse } from '../lib/house.js';
import { row, tasksOr } from './load.js';
import { furnish, shipped } from './pages.js';

const TASKS = tasksOr(100_000);
const INDEX_MS = 600_000;
const LIST = '/clickup/tasks';
const house = await startHouse({ upstreams: true, env: { ...shipped(), TICK_EVERY: '5', CLICKUP_LIMIT: '0' } });
try {
  const client = await furnish(house, TASKS);
  await answers(client, { every: 500, timeout: INDEX_MS });
  await start(client);
  await client.expect(200, 'GET', LIST);
  memory();
} finally {
  await house.stop();
}

/* Until the list is there: its index may be made by the cron loop's tick while ours finds nothing to do. */
function answers(client, how) {
  return house.until(async () => (await client.get(LIST).catch(() => ({}))).status === 200, how);
}

/* A house that was there before, from its start to the first page of the list. */
async function start(client) {
  await new Promise((gone) => {
    house.child.once('exit', gone);
    house.child.kill('SIGTERM');
  });
  const began = Date.now();
  house.child = spawn(join(root, 'nginx/start'), [], { env: house.env, stdio: ['ignore', 'pipe', 'inherit'] });
  await answers(client, { every: 5, timeout: 30_000 });
  const ms = Date.now() - began;
  row(`second start to the first list, ${TASKS} tasks`, `${ms} ms`, 'under 2 000 ms', ms < 2000);
}

function memory() {
  const text = execFileSync('sh', [join(root, 'tests/bench/memory'), house.folder], { encoding: 'utf8' });
  const mb = Number(/(\d+) KB {2}beside/.exec(text)[1]) / 1024;
  row('idle house beside the database (PSS)', `${mb.toFixed(1)} MB`, 'under 60 MB', mb < 60);
}
