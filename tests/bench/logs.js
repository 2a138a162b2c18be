// logs.js: the Huntflow log with five million calls of twenty people in ninety days: what a page waits for.
// BENCH_CALLS: another number. BENCH_EXPLAIN=1 also shows how the database reads.
import { startHouse } from '../lib/house.js';
import { fillCalls } from './calls.js';
import { row } from './load.js';

const CALLS = Number(process.env.BENCH_CALLS ?? 5_000_000);
const PEOPLE = 20;
const LOGS = '/api/v1/huntflow/logs';
const house = await startHouse({ env: { DB_CACHE: '3G', DB_LOG_SIZE: '512M', POOL_LOGS: '2' } });

try {
  const boss = await house.user({ role: 'manager' });
  const people = [boss];
  while (people.length < PEOPLE) people.push(await house.user());
  const began = Date.now();
  await fillCalls(house, boss.user.company.id, people.map(({ user }) => user.id), CALLS);
  row(`${CALLS} calls made`, `${((Date.now() - began) / 1000).toFixed(0)} s`, '');
  if (process.env.BENCH_EXPLAIN) await explain(boss.user, people[1].user);
  const someone = people[1];
  await wait('statistics of the company', boss, `${LOGS}/stats/`, 50);
  await wait('statistics of one person', someone, `${LOGS}/stats/`, 50);
  await wait('first page', boss, `${LOGS}/`, 10);
  await wait('first page of one person', someone, `${LOGS}/`, 10);
  for (const query of [
    'log_type=ERROR',
    'status_code=404',
    `user=${someone.user.id}`,
    'ordering=created_at',
    'ordering=status_code',
    'ordering=-status_code',
  ]) {
    await wait(
      `first page, ${query.replace(/\d{3,}$/, (n) => (query.startsWith('user') ? 'N' : n))}`,
      boss,
      `${LOGS}/?${query}`,
      10,
    );
  }
  await wait('first page, errors', boss, `${LOGS}/errors/`, 10);
  await wait('page at half of all', boss, `${LOGS}/?after=0.${CALLS / 2}`, 10);
  await wait('page at half of all, by status', boss, `${LOGS}/?ordering=-status_code&after=200.${CALLS / 2}`, 10);
  await wait('one call', boss, `${LOGS}/${CALLS / 2 + 1}/`, 10);
  for (const query of [
    'method=DELETE',
    'method=POST&status_code=404',
    'method=HEAD&status_code=200',
    'log_type=ERROR&status_code=404',
    'log_type=DELETE&status_code=200',
    'method=POST&ordering=-status_code',
  ]) {
    await wait(`first page, ${query}`, boss, `${LOGS}/?${query}`, 10);
  }
  await wait('first page of one person, method and status', someone, `${LOGS}/?method=DELETE&status_code=404`, 50);
  await wait('a type that the method never has', boss, `${LOGS}/?method=DELETE&log_type=GET`, 100);
  await wait('search that is found at once', boss, `${LOGS}/?search=applicants`, 100);
  await wait('search that finds nothing', boss, `${LOGS}/?search=nothing-of-this`, 300);
  await wait('chart of a day', boss, `${LOGS}/chart/`, 50);
  await wait('chart of thirty days', boss, `${LOGS}/chart/?hours=720`, 50);
  await wait('chart of thirty days, one person', someone, `${LOGS}/chart/?hours=720`, 50);
  await wait('slowest of a week', boss, `${LOGS}/slowest/`, 50);
  await wait('log of all services', boss, '/api/v1/logs/calls', 10);
} finally {
  await house.stop();
}

/* The middle of forty answers, one after another, after three that warm up. */
async function wait(name, client, path, goal) {
  const took = [];
  for (let i = -3; i < 40; i++) {
    const began = process.hrtime.bigint();
    await client.expect(200, 'GET', path);
    if (i >= 0) took.push(Number(process.hrtime.bigint() - began) / 1e6);
  }
  took.sort((a, b) => a - b);
  row(name, `${took[20].toFixed(1)} ms`, `p50 under ${goal} ms; p95 ${took[37].toFixed(1)} ms`, took[20] < goal);
}

/* The statements of lib/service/call_find.c and call_sum.c with their values in place. */
async function explain({ company }, person) {
  const from = (index, where) => `FROM api_call c FORCE INDEX (${index})
  WHERE c.company_id = ${company.id} AND c.provider = 'huntflow' ${where}`;
  const list = (index, where = '', order = 'DESC') => `SELECT c.id, c.endpoint, c.response_data, u.email
    FROM (SELECT c.id, c.created_at ${from(index, where)} AND c.id > 0 AND c.id < ${Number.MAX_SAFE_INTEGER}
    ORDER BY c.id ${order} LIMIT 21) k
    JOIN api_call c ON c.id = k.id AND c.created_at = k.created_at LEFT JOIN user u ON u.id = c.user_id
    ORDER BY c.id ${order}`;
  const hours = (table, where = '') => `SELECT hour, log_type + 0, calls FROM ${table}
    WHERE company_id = ${company.id} AND hour >= NOW() - INTERVAL 720 HOUR AND provider = 'huntflow' ${where}`;
  for (const text of [
    list('by_provider'),
    list('by_user', `AND c.user_id = ${person.id}`),
    list('by_type', "AND c.log_type = 'ERROR'"),
    list('by_answer', 'AND c.answer = 404'),
    list('by_user_answer', `AND c.user_id = ${person.id} AND c.answer = 200`, 'ASC'),
    list('by_method', "AND c.method = 'DELETE'"),
    list('by_method_answer', "AND c.method = 'POST' AND c.answer = 404"),
    list('by_user_answer', `AND c.user_id = ${person.id} AND c.method = 'DELETE' AND c.answer = 404`),
    `SELECT c.id ${from('by_method', "AND c.method = 'DELETE'")} ORDER BY c.id DESC LIMIT 1 OFFSET 49999`,
    `SELECT SUM(calls) FROM call_month WHERE company_id = ${company.id} AND provider = 'huntflow'
      AND method = 'POST' AND answer = 200`,
    `SELECT MIN(answer) FROM api_call FORCE INDEX (by_answer)
      WHERE company_id = ${company.id} AND provider = 'huntflow' AND answer > 200`,
    `SELECT user_id, log_type, SUM(calls), SUM(good) FROM call_month
      WHERE company_id = ${company.id} AND provider = 'huntflow' GROUP BY user_id, log_type`,
    `${hours('call_past')}
      UNION ALL ${hours('call_hour', "AND hour > COALESCE((SELECT MAX(hour) FROM call_past), '1970-01-01')")}`,
    hours('call_hour FORCE INDEX (by_user)', `AND user_id = ${person.id}`),
    `SELECT method, template, SUM(calls), SUM(errors) FROM call_day
      WHERE company_id = ${company.id} AND day >= CURRENT_DATE() - INTERVAL 6 DAY AND provider = 'huntflow'
      GROUP BY method, template`,
  ]) {
    console.log(text);
    for (const line of await house.sql(`ANALYZE ${text}`))
      {console.log(
        '   ',
        Object.entries(line)
          .map(([key, value]) => `${key}=${value}`)
          .join(' '),
      );}
  }
}
