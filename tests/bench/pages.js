// pages.js: one house with so many tasks, and what each request of the pages of tasks costs in it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, startHouse } from '../lib/house.js';
import { indexed, seedRows } from '../lib/seed.js';
import { STATUSES } from '../lib/texts.js';
import { fillCalls } from './calls.js';
import { cpuOf, requestCpu } from './cpu.js';
import { SECONDS, asRoot, bare, fixed, row, statementsOf, wrk } from './load.js';
import { list, requests } from './requests.js';

const OTHERS = 20;
const OTHERS_TASKS = 1000;
const CALLS = 100_000;
const ONLY = new RegExp(process.env.BENCH_ONLY ?? '');
const LIMIT = 1.5;
// CPU of a request in all, ms, with all cores busy: on idle ones each wakeup counts, which says more of the machine.
// Below stands what the same statements take alone.
const GOALS_MS = { 'plain first page': 0.6, 'a task': 0.35, 'progress of an import': 0.35 };
const LARGE_POOL = 4;	// GB
// Of the rate of the list's statements alone: nginx and FastCGI leave far less than all of it, and this of that.
const SHARE = 0.75;

/* The sizes of a real house, not those of the tests. */
export function shipped() {
  const pools = readFileSync(join(root, 'nginx/pools'), 'utf8').match(/^\w+/gm);
  const sizes = pools.map((name) => [`POOL_${name.toUpperCase()}`, '']);
  return { DB_CACHE: '', DB_LOG_SIZE: '', ...Object.fromEntries(sizes) };
}

export async function measure(tasks) {
  const house = await startHouse({ upstreams: true, env: { ...shipped(), CLICKUP_LIMIT: '0' } });
  try {
    const client = await furnish(house, tasks);
    const asks = await requestsOf(house, client, tasks);
    title(tasks);
    await perRequest(house, client, asks);
    await besideBare(house, client, asks);
    await asRoot(house, `SET GLOBAL innodb_buffer_pool_size = ${LARGE_POOL * 2 ** 30}`);
    console.log(`    the same with a buffer pool of ${LARGE_POOL} GB`);
    await perRequest(house, client, asks.filter(({ name }) => LARGE.has(name)));
    await client.expect(200, 'POST', `/clickup/api/stop-bulk-import/${asks.job}`);
  } finally {
    await house.stop();
  }
}
const LARGE = new Set(['plain first page', 'common word', 'two letters', 'tag, status', 'last page', 'a task']);

/* -> the person with so many tasks, beside whom others have some. */
export async function furnish(house, tasks) {
  let began = Date.now();
  const took = (name) => {
    row(name, `${((Date.now() - began) / 1000).toFixed(0)} s`, '');
    began = Date.now();
  };
  const clients = await seedRows(house, { tasks, others: OTHERS, others_tasks: OTHERS_TASKS });
  await fillCalls(house, clients[0].user.company.id, clients.map(({ user }) => user.id), CALLS);
  took(`${tasks} tasks of one person, ${OTHERS_TASKS} each of ${OTHERS} others: rows made`);
  await indexed(house);
  took('  their index made');
  return clients[0];
}

/* All of them, the plain first page first. */
async function requestsOf(house, client, tasks) {
  const [, , , { name: fresh }] = STATUSES;
  const { id: job } = await client.expect(202, 'POST', '/clickup/api/start-bulk-import', {
    account_id: house.up.huntflow.account, scope: 'filter', filter: { status: fresh },
  });
  for (const filter of [{ status: fresh }, { tag: 'java' }, { search: 'опыт' }]) {
    await client.expect(201, 'POST', '/clickup/api/views', { name: Object.values(filter)[0], filter });
  }
  const details = (await client.expect(200, 'GET', list())).map(({ task_id: id }) => `/clickup/task/${id}`);
  const asks = requests({ total: tasks, deep: await deepLink(client, Math.min(300, tasks / 20 - 1)), details, job });
  const all = [{ name: 'plain first page', paths: [list()] }, ...asks];
  return Object.assign(all.filter(({ name }) => ONLY.test(name)), { job });
}

/* The address that Link gives after `depth` pages. */
async function deepLink(client, depth) {
  let path = list({ page_size: 20 });
  for (let i = 0; i < depth; i += 1) {
    const { headers } = await client.get(path);
    [, path] = /<([^>]+)>; rel="next"/.exec(headers.link);
  }
  return path;
}

/* --- figures --- */

const total = ({ program, nginx, mariadb }) => program + nginx + mariadb;
const ms = (n) => n.toFixed(n < 10 ? 2 : 0).padStart(6);

function title(tasks) {
  const head = 'CPU ms = program + nginx + MariaDB, alone   x plain   rate and CPU ms, all cores busy';
  console.log(`    ${'request'.padEnd(40)} ${head}`);
  console.log(`    with ${tasks} tasks`);
}

async function perRequest(house, client, asks) {
  const plain = list();
  for (const { name, paths } of asks) {
    const cpu = await requestCpu(client, paths, plain);
    const loaded = await cpuOf(house, () =>
      wrk(house, paths.map((path) => ({ path, cookie: client.cookie })), { seconds: 1 }));
    const load = loaded.result;
    const busy = total(loaded) / load.requests;
    const goal = GOALS_MS[name];
    const good = (goal ? busy <= goal : cpu.ratio <= LIMIT) && load.bad === 0;
    const parts = [cpu.program, cpu.nginx, cpu.mariadb].map(ms).join(' +');
    const notes = [goal && `at most ${goal} ms`, load.bad > 0 && `${load.bad} BAD`].filter(Boolean).join('; ');
    console.log(
      `${good ? 'ok' : 'NO'}  ${name.padEnd(40)} ${ms(cpu.all)} =${parts}   ${cpu.ratio.toFixed(2).padStart(6)} x   ` +
      `${load.rate.toFixed(0).padStart(6)}/s at ${ms(busy)}   ${notes}`.trimEnd(),
    );
  }
}

const PROGRAMS = { 'plain first page': 'clickup', 'a task': 'clickup', 'progress of an import': 'imports' };

/*
 * The same statements in loops without us: what of their rate is left, what more CPU it takes. In turn: it drifts.
 * most: what would be left if nginx, FastCGI and the load were all that came to them: by a program that answers the
 * same text each time.
 */
async function besideBare(house, client, asks) {
  for (const [name, program] of Object.entries(PROGRAMS)) {
    const { paths } = asks.find((ask) => ask.name === name) ?? {};
    if (!paths) continue;
    const statements = await statementsOf(house, program, paths.map((path) => () => client.expect(200, 'GET', path)));
    const load = paths.map((path) => ({ path, cookie: client.cookie }));
    await wrk(house, load, { seconds: 1 });
    const shares = [];
    const most = [];
    const costs = [];
    const { text } = await client.get(paths[0]);
    for (let i = 0; i < 3; i += 1) {
      const { rate } = await bare(house, statements, { processes: 4, seconds: SECONDS });
      shares.push((await wrk(house, load)).rate / rate);
      const { rate: best } = await fixed(house, program, text, load);
      most.push(best / (best + rate));
      const one = await cpuOf(house, () => bare(house, statements, { processes: 1, seconds: 1 }));
      const alone = one.mariadb / one.result.rate + one.result.ms;
      costs.push((await requestCpu(client, paths, paths[0])).all / alone);
    }
    const [share, left, cost] = [shares, most, costs].map((list3) => list3.sort((a, b) => a - b)[1]);
    const goal = name === asks[0].name ? SHARE * left : undefined;
    row(`${name}: rate beside its statements alone, cores busy`, share.toFixed(2),
      goal ? `at least ${SHARE} of ${left.toFixed(2)}, which nginx and FastCGI leave` : '', goal && share >= goal);
    row('  CPU beside that of the statements alone', `${cost.toFixed(2)} x`, '');
  }
}
