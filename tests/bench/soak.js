// soak.js: an hour (BENCH_MINUTES) at half of the rate that the house reaches (or BENCH_RATE requests a second): what
// it holds of memory and descriptors, and how much its logs take, after a tenth of the time and at the end.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { startHouse } from '../lib/house.js';
import { indexed, seed } from '../lib/seed.js';
import { descriptorsOf, memoryOf } from './cpu.js';
import { row, tasksOr, wrk } from './load.js';
import { shipped } from './pages.js';
import { list, requests } from './requests.js';

const MINUTES = Number(process.env.BENCH_MINUTES ?? 60);
const CONNECTIONS = 16;
const PARTS = 10;	// the first of them warms it up
const GROWTH = 1.02;
const LOGS = { LOG_MAX_KB: '4096', LOG_KEEP: '2' };
const LOOK_S = 60;	// between two looks at their sizes
const LINE_KB = 0.6;	// of a request, in all of them

const house = await startHouse({
  upstreams: true, env: { ...shipped(), TICK_EVERY: '5', CLICKUP_LIMIT: '0', ...LOGS },
});
try {
  const [client] = await seed(house, { tasks: tasksOr(10_000) });
  await indexed(house);
  const asks = await asksOf(client);
  const top = await wrk(house, asks, { connections: CONNECTIONS });
  const wanted = Number(process.env.BENCH_RATE ?? top.rate / 2);
  row(`${asks.length} requests of pages of tasks`, `${top.rate.toFixed(0)}/s`, `${wanted.toFixed(0)}/s from now on`);
  const seconds = MINUTES * 60 / PARTS;
  // What a request takes itself comes to its pause.
  const delayMs = CONNECTIONS / wanted * 1000 - CONNECTIONS / top.rate * 1000;
  const seen = [];
  for (let part = 0; part < PARTS; part += 1) {
    const { rate, bad, p99_ms: p99 } = await wrk(house, asks, { connections: CONNECTIONS, seconds, delayMs });
    const now = { memory: memoryOf(house), open: descriptorsOf(house), logs: logs() };
    seen.push({ ...now, bad });
    const at = ((part + 1) * seconds / 60).toFixed(1);
    row(`after ${at} minutes, ${rate.toFixed(0)}/s`, `${(now.memory / 1024).toFixed(1)} MB`,
      `${now.open} descriptors, ${(now.logs / 1024).toFixed(1)} MB of logs, p99 ${p99.toFixed(0)} ms, ${bad} refused`);
  }
  verdict(seen, wanted);
} finally {
  await house.stop();
}

function verdict(seen, rate) {
  const [first] = seen;
  const last = seen.at(-1);
  const times = last.memory / first.memory;
  row('memory beside the database, of what it was when warm', `${times.toFixed(3)} x`, `at most ${GROWTH} x`,
    times <= GROWTH);
  row('descriptors more than then', `${last.open - first.open}`, 'none', last.open <= first.open);
  const worst = Math.max(...seen.map(({ logs: kb }) => kb));
  const names = new Set(logFiles().map((path) => basename(path).replace(/\.log.*/, '')));
  const most = names.size * (Number(LOGS.LOG_KEEP) + 1) * Number(LOGS.LOG_MAX_KB) + rate * LOOK_S * LINE_KB;
  row('logs', `${(worst / 1024).toFixed(1)} MB`, `at most ${(most / 1024).toFixed(1)} MB`, worst <= most);
  const bad = seen.reduce((sum, one) => sum + one.bad, 0);
  row('requests refused', `${bad}`, 'none', bad === 0);
}

async function asksOf(client) {
  const details = (await client.expect(200, 'GET', list())).map(({ task_id: id }) => `/clickup/task/${id}`);
  const total = Number((await client.get(list({ page_size: 1 }))).headers['x-total-count']);
  const all = requests({ total, deep: list({ page: 2 }), details, job: 0 });
  const paths = all.filter(({ name }) => name !== 'progress of an import').flatMap(({ paths: some }) => some);
  return paths.map((path) => ({ path, cookie: client.cookie }));
}

function logFiles() {
  const folder = join(house.folder, 'log');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function logs() {
  return logFiles().reduce((sum, path) => sum + statSync(path).size, 0) / 1024;
}
