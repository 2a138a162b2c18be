// team.js: the team's own tasks, BENCH_TASKS of them (1 000 000), with texts and tags as they are: lists by every
// filter and order beside their bare SQL, statistics, moves, and lists that are read while others move tasks.
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { startHouse } from '../lib/house.js';
import { indexed, Table } from '../lib/seed.js';
import { asRoot, bare, row, statementsOf, tasksOr, wrk } from './load.js';
import { teamTasks } from './team_rows.js';

const N = tasksOr(1_000_000);
const PROJECTS = 100;
const PEOPLE = 40;
const PACE = 200;   // moves a second, beside which lists are read
const house = await startHouse({ env: { DB_CACHE: '1G', DB_LOG_SIZE: '512M', POOL_TASKS: '4' } });
const boss = await house.user({ role: 'manager', company: 'Большая' });
const anna = await house.user({ role: 'member', company: 'Большая' });
const LISTS = ['', 'ordering=position', 'ordering=-due_date', 'ordering=title', 'due=overdue',
  'due=today&ordering=due_date', 'status=todo&status=review&ordering=position',
  'priority=urgent&tag=java&ordering=-updated_at', 'assigned_to=me',
  'q=собеседование', 'q=ja&status=todo&due=week', 'page=500', `list=PROJECT&ordering=position`];
const STATS = ['', 'status=todo&status=review', 'due=overdue', 'tag=java', 'q=собеседование', 'list=PROJECT',
  'assigned_to=me&priority=urgent'];

try {
  const lists = await fill();
  const named = (query) => query.replace('PROJECT', lists[0]);
  for (const [name, who] of [['a manager', boss], ['a member of one project', anna]]) {
    for (const query of STATS) await stats(`${name} ${query}`, who, `tasks/stats/?${named(query)}`);
    await stats(`${name}: cycle time`, who, 'tasks/cycle-time/?days=90');
    await stats(`${name}: burn-up`, who, `projects/${lists[0]}/stats/?days=90`);
    for (const query of LISTS) await list(`${name} ${query}`, who, named(query));
  }
  await moves(boss);
} finally {
  await house.stop();
}

async function fill() {
  const [{ company }] = await house.sql('SELECT company_id company FROM user WHERE id = ?', [boss.user.id]);
  const lists = [];
  for (let i = 0; i < PROJECTS; i++) {
    lists.push((await boss.expect(201, 'POST', '/api/v1/projects/', {
      name: `Проект ${i}`,
      members: [{ user: boss.user.id, role: 'manager' }, ...i === 0 ? [{ user: anna.user.id }] : []],
    })).id);
  }
  const people = [boss.user.id, anna.user.id];
  while (people.length < PEOPLE) people.push((await house.user({ company: 'Большая' })).user.id);
  const table = new Table(house, 'task');
  for (const task of teamTasks({ count: N, company, lists, people })) await table.add(task);
  await table.close();
  await asRoot(house, 'USE hirewire; ANALYZE TABLE task');
  const from = performance.now();
  await indexed(house);
  const took = (performance.now() - from) / 1000;
  row('the index is made', `${(N / took).toFixed(0)} tasks/s`, '', true);
  return lists;
}

async function list(name, who, query) {
  const ask = { path: encodeURI(`/api/v1/tasks/?${query}`), cookie: who.cookie };
  const sql = await statementsOf(house, 'tasks', [() => who.expect(200, 'GET', ask.path)]);
  const plain = await bare(house, sql);
  const { rate, p99_ms: p99, bad } = await wrk(house, [ask]);
  row(`list, ${name}`, `${rate.toFixed(0)}/s, p99 ${p99.toFixed(0)} ms`, `half of ${plain.rate.toFixed(0)}/s`,
    bad === 0 && rate >= plain.rate / 2);
}

async function stats(name, who, path) {
  const took = [];
  for (let i = 0; i < 21; i++) {
    const from = performance.now();
    await who.expect(200, 'GET', encodeURI(`/api/v1/${path}`));
    took.push(performance.now() - from);
  }
  const p50 = took.sort((a, b) => a - b)[10];
  row(`statistics, ${name}`, `p50 ${p50.toFixed(0)} ms`, 'under 50 ms', p50 < 50);
}

/*
 * As many moves as there may be; then PACE of them a second, while others read the list: each time what was moved since
 * goes into the index first. Beside as many moves as there may be a list would tell of their queue alone.
 */
async function moves(who) {
  const ids = (await who.expect(200, 'GET', '/api/v1/tasks/?page_size=100&ordering=position')).map(({ id }) => id);
  const rate = await moved(who, ids, { lanes: 32 });
  row('moves', `${rate.toFixed(0)}/s`, '2 000/s', rate >= 2000);
  for (const readers of [1, 4]) {
    const took = [];
    const work = moved(who, ids, { lanes: 4, pace: PACE });
    const going = work.then(() => false);
    await Promise.all(Array.from({ length: readers }, async () => {
      while (await Promise.race([going, pause(50, true)])) {
        const begin = performance.now();
        await who.expect(200, 'GET', '/api/v1/tasks/?ordering=position');
        took.push(performance.now() - begin);
      }
    }));
    const p50 = took.sort((a, b) => a - b)[took.length >> 1];
    row(`lists of ${readers} beside ${(await work).toFixed(0)} moves/s`,
      `${(took.length / 5).toFixed(0)}/s, p50 ${p50.toFixed(0)} ms`, 'under 100 ms', p50 < 100);
  }
}

/* -> moves a second, pace at most (0: no bound). */
async function moved(who, ids, { lanes, pace = 0 }) {
  const from = performance.now();
  const left = () => 5000 - (performance.now() - from);
  let n = 0;
  await Promise.all(Array.from({ length: lanes }, async (_, lane) => {
    while (left() > 0) {
      n += 1;
      const early = pace ? (n * 1000) / pace - (performance.now() - from) : 0;
      if (early > 0) await pause(early);
      const [id, after] = [ids[(n * 7 + lane) % ids.length], ids[(n * 13 + lane + 1) % ids.length]];
      await who.expect(200, 'POST', `/api/v1/tasks/${id}/move/`, { after: after === id ? null : after });
    }
  }));
  return n / ((performance.now() - from) / 1000);
}
