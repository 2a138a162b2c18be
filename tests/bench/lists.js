// lists.js: what a person waits for, with 200 000 tasks of 20 people: requests per second through
// nginx, beside the same SQL alone.
import { startHouse } from '../lib/house.js';
import { bare, row, statementsOf, wrk } from './load.js';
import { lengthen, seed } from '../lib/seed.js';

const USERS = Number(process.env.BENCH_USERS ?? 20);
const TASKS = Number(process.env.BENCH_TASKS ?? 10_000);
const house = await startHouse({
  upstreams: true,
  env: {
    DB_CACHE: '2G',
    DB_LOG_SIZE: '256M',
    POOL_CLICKUP: '4',
    POOL_IMPORTS: '4',
    POOL_SIGNIN: '2',
    CLICKUP_LIMIT: '0',
  },
});
const clients = await seed(house, { users: USERS, tasks: TASKS });
const asks = (path) => clients.map((client) => ({ path, cookie: client.cookie }));

try {
  await listBesideBare();
  await rate('search of one word by its beginning', searches(), 150);
  const first = await rate('first page', asks('/clickup/tasks'), 2600);
  const deep = await rate('page by Link at depth 300', await deepLinks(300), first, 0.9);
  await rate('page=400 by number', asks('/clickup/tasks?page=400'), deep, 0.5);
  await rate('task detail', await details(), 5000);
  await progress();
  await million(first);
} finally {
  await house.stop();
}

/* goal: requests per second; share: the goal is this part of it. */
async function rate(name, list, goal, share = 1) {
  await wrk(house, list, { seconds: 1 });
  const { rate: got, p99_ms: p99, bad } = await wrk(house, list);
  row(
    name,
    `${got.toFixed(0)}/s`,
    `${share === 1 ? '' : `${share} of `}${goal.toFixed(0)}/s; p99 ${p99.toFixed(1)} ms${bad ? `; ${bad} BAD` : ''}`,
    got >= goal * share && bad === 0,
  );
  return got;
}

/*
 * In turn, three times, because the machine's speed drifts. One loop waits for each answer; four keep
 * both cores busy.
 */
async function listBesideBare() {
  const list = asks('/clickup/tasks');
  await wrk(house, list, { seconds: 1 });
  const requests = await statementsOf(
    house,
    'tasks',
    clients.map((client) => () => client.expect(200, 'GET', '/clickup/tasks')),
  );
  for (const processes of [1, 4]) {
    const ratios = [];
    for (let i = 0; i < 3; i++) {
      const alone = await bare(house, requests, { processes });
      ratios.push((await wrk(house, list)).rate / alone);
    }
    const middle = ratios.sort((a, b) => a - b)[1];
    row(
      `list: share of ${processes === 1 ? 'one bare loop' : 'four bare loops'}`,
      middle.toFixed(2),
      'at least 0.6',
      middle >= 0.6,
    );
  }
}

function searches() {
  const words = ['java', 'иван', 'разработ', 'senior', 'анна', 'тест', 'менедж', 'минск'];
  return words.map((word, i) => ({
    path: `/clickup/tasks?search=${encodeURIComponent(word)}`,
    cookie: clients[i % clients.length].cookie,
  }));
}

/* The address that Link gives after `depth` pages. */
async function deepLinks(depth) {
  const client = clients[0];
  let path = '/clickup/tasks?page_size=20';
  for (let i = 0; i < depth; i++) {
    const { headers } = await client.get(path);
    [, path] = /<([^>]+)>; rel="next"/.exec(headers.link);
  }
  return [{ path, cookie: client.cookie }];
}

async function details() {
  const list = [];
  for (const client of clients) {
    for (const task of (await client.get('/clickup/tasks')).json) {
      list.push({ path: `/clickup/task/${task.task_id}`, cookie: client.cookie });
    }
  }
  return list;
}

/* Of an import under way, at the documented pace: a task each 8 seconds. */
async function progress() {
  const [client] = clients;
  const job = await client.expect(202, 'POST', '/clickup/api/start-bulk-import', {
    account_id: house.up.huntflow.account,
    scope: 'all',
  });
  const path = `/clickup/api/bulk-import-progress/${job.id}`;
  await rate('import progress', [{ path, cookie: client.cookie }], 5000);
  await client.expect(200, 'POST', `/clickup/api/stop-bulk-import/${job.id}`);
}

/* The first page of one person with a million tasks, beside the first page before. */
async function million() {
  const [client] = clients;
  const list = [{ path: '/clickup/tasks', cookie: client.cookie }];
  const { rate: before } = await wrk(house, list);
  await lengthen(house, client, 100);
  await wrk(house, list, { seconds: 1 });
  const { rate: after } = await wrk(house, list);
  row(
    `first page with ${TASKS * 100} tasks, beside ${TASKS}`,
    `${(before / after).toFixed(2)} x`,
    'at most 1.2 x the time',
    before / after <= 1.2,
  );
}
