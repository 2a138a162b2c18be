// worst.js: the dearest requests of the task list among random ones: filters, orders, words and pages as they come.
// BENCH_TASKS (100000), BENCH_TRIES: how many are tried (300), BENCH_SEED: another choice of them (1).
import { startHouse } from '../lib/house.js';
import { PEOPLE, STATUSES, TAGS, dice, texts } from '../lib/texts.js';
import { requestCpu } from './cpu.js';
import { row, tasksOr } from './load.js';
import { furnish, shipped } from './pages.js';
import { CVS, ORDERS, PRIORITIES, TRANSFERS, days, list } from './requests.js';

const TASKS = tasksOr(100_000);
const TRIES = Number(process.env.BENCH_TRIES ?? 300);
const LIMIT = 1.5;
const number = dice(Number(process.env.BENCH_SEED ?? 1));
const one = (values) => values[Math.floor(number() * values.length)];
const some = (values) => Array.from({ length: 1 + Math.floor(number() ** 2 * 4) }, () => one(values));
const house = await startHouse({ upstreams: true, env: { ...shipped(), CLICKUP_LIMIT: '0' } });
try {
  const client = await furnish(house, TASKS);
  const asked = new Set();
  while (asked.size < TRIES) asked.add(await chosen(client));
  const found = [];
  for (const path of asked) found.push({ path, ...(await requestCpu(client, [path], plainOf(path), { rounds: 3 })) });
  const dearest = found.sort((a, b) => b.ratio - a.ratio).slice(0, 15);
  // Seen once may be chance.
  for (const it of dearest) Object.assign(it, await requestCpu(client, [it.path], plainOf(it.path)));
  for (const { path, ratio, all, program, nginx, mariadb } of dearest.sort((a, b) => b.ratio - a.ratio).slice(0, 5)) {
    const parts = [program, nginx, mariadb].map((n) => n.toFixed(2)).join(' + ');
    row(`${TASKS} tasks, of ${TRIES}: ${all.toFixed(2)} ms = ${parts}`, `${ratio.toFixed(2)} x`,
      `at most ${LIMIT} x the plain first page`, ratio <= LIMIT);
    console.log(`      ${decodeURIComponent(path)}`);
  }
} finally {
  await house.stop();
}

/* The first page of as many rows: what is shown costs the same in both. */
function plainOf(path) {
  const size = new URL(path, house.url).searchParams.get('page_size');
  return list(size === null ? {} : { page_size: size });
}

/* A request of the list: any of its parameters may be there. */
async function chosen(client) {
  const from = -Math.floor(number() * 1800);
  const asks = {
    search: () => searched(),
    status: () => some(STATUSES.map(({ name }) => name)),
    priority: () => some(PRIORITIES),
    tag: () => some(TAGS),
    assignee: () => some(PEOPLE),
    cv: () => some(CVS),
    transfer: () => one(TRANSFERS),
    updated_from: () => days(from),
    updated_to: () => days(from + Math.floor(number() ** 2 * 900)),
    due_from: () => days(from),
    due_to: () => days(from + Math.floor(number() ** 2 * 900)),
    page_size: () => one([20, 20, 20, 1, 50]),
  };
  const asked = { sort: one(ORDERS) };
  for (const [name, value] of Object.entries(asks)) if (number() < 0.22) asked[name] = value();
  const far = number();
  if (far < 0.3) asked.page = 1 + Math.floor(number() ** 3 * TASKS / 20);
  return far > 0.8 ? followed(client, asked) : list(asked);
}

/* A word of some task, or its beginning; or several. */
function searched() {
  const { name, description } = texts(number);
  const words = `${name} ${description}`.split(/\s+/);
  const word = () => one(words).slice(0, number() < 0.4 ? 1 + Math.floor(number() * 4) : undefined);
  return Array.from({ length: 1 + Math.floor(number() ** 3 * 8) }, word).join(' ');
}

/* The page after it, when there is one. */
async function followed(client, asked) {
  const { headers } = await client.get(list(asked));
  return /<([^>]+)>; rel="next"/.exec(headers.link)?.[1] ?? list(asked);
}
