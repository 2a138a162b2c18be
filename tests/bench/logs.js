// logs.js: the Huntflow log with five million calls of twenty people in ninety days: what a page waits for.
// BENCH_CALLS: another number. BENCH_EXPLAIN=1 also shows how the database reads.
import { startHouse } from '../lib/house.js';
import { row } from './load.js';

const CALLS = Number(process.env.BENCH_CALLS ?? 5_000_000);
const PEOPLE = 20;
const PART = 250_000;
const LOGS = '/api/v1/huntflow/logs';
const house = await startHouse({ env: { DB_CACHE: '3G', DB_LOG_SIZE: '512M', POOL_LOGS: '2' } });

try {
  const boss = await house.user({ role: 'manager' });
  const people = [boss];
  while (people.length < PEOPLE) people.push(await house.user());
  await fill(boss.user, people.map(({ user }) => user.id));
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

/* Calls spread over ninety days, the oldest first, and the sums that recording them would have left. */
async function fill({ company }, users) {
  const began = Date.now();
  await house.run('tick', ['calls']);
  await months();
  for (let at = 0; at < CALLS; at += PART) {
    await house.sql(`SET unique_checks = 0; INSERT INTO api_call (id, company_id, user_id, connection_id,
      provider, log_type, method, endpoint, status_code, answer, duration_ms, request_data, response_data,
      error_message, created_at)
      SELECT seq, ${company.id}, ELT(1 + CRC32(seq) % ${users.length}, ${users}), 1,
      IF(seq % 5 = 0, 'clickup', 'huntflow'), IF(seq % 20 = 3, 'ERROR',
      ELT(1 + seq % 8, 'GET', 'GET', 'GET', 'GET', 'GET', 'POST', 'PATCH', 'DELETE')),
        ELT(1 + seq % 8, 'GET', 'GET', 'GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE'),
        CONCAT('/accounts/11/', ELT(1 + seq % 6, 'vacancies', 'applicants', 'tags', 'applicants/', 'vacancies/',
        'upload'), IF(seq % 6 IN (3, 4), seq, '')),
        IF(seq % 20 = 3, ELT(1 + seq DIV 20 % 4, 404, 400, 500, NULL), ELT(1 + seq % 3, 200, 200, 201)),
        IF(seq % 20 = 3, ELT(1 + seq DIV 20 % 4, 404, 400, 500, 0), ELT(1 + seq % 3, 200, 200, 201)),
        20 + seq * 37 % 900, NULL, '{"items":[{"id":1,"name":"a name of something"}]}',
        IF(seq % 20 = 3, 'HTTP', ''),
        NOW(3) - INTERVAL 90 DAY + INTERVAL (seq * 7775.9 DIV ${CALLS / 1000}) SECOND
      FROM seq_${at + 1}_to_${Math.min(at + PART, CALLS)}`);
  }
  await sums();
  await house.run('tick', ['calls']);
  await house.sql('ANALYZE TABLE api_call, call_hour, call_past, call_day, call_month');
  row(`${CALLS} calls made`, `${((Date.now() - began) / 1000).toFixed(0)} s`, '');
}

/* Partitions for the months behind us, as a house that ran all the time would have. */
async function months() {
  const [{ name, end }] = await house.sql(`
    SELECT PARTITION_NAME AS name, TRIM(BOTH '''' FROM PARTITION_DESCRIPTION) AS end
    FROM information_schema.PARTITIONS
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'api_call' ORDER BY PARTITION_ORDINAL_POSITION LIMIT 1`);
  const date = (back) =>
    new Date(Date.UTC(Number(end.slice(0, 4)), Number(end.slice(5, 7)) - 1 - back, 1)).toISOString().slice(0, 10);
  const nameOf = (back) => `p${date(back).slice(0, 7).replace('-', '')}`;
  const parts = [3, 2, 1].map((back) => `PARTITION ${nameOf(back + 1)} VALUES LESS THAN ('${date(back)}')`);
  await house.sql(`ALTER TABLE api_call REORGANIZE PARTITION ${name}
    INTO (${parts}, PARTITION ${name} VALUES LESS THAN ('${end}'))`);
}

async function sums() {
  const ends = [10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 2000, 5000, 10000];
  const names = Array.from({ length: 16 }, (_, i) => `b${i}`);
  const counts = names.map(
    (_, i) => `SUM(duration_ms > ${i > 0 ? ends[i - 1] : -1}${i < 15 ? ` AND duration_ms <= ${ends[i]}` : ''})`,
  );
  await house.sql(`INSERT INTO call_hour (company_id, provider, hour, user_id, log_type, calls, ${names})
    SELECT company_id, provider, DATE_FORMAT(created_at, '%Y-%m-%d %H:00:00') h, user_id, log_type, COUNT(*),
    ${counts}
    FROM api_call GROUP BY company_id, provider, h, user_id, log_type`);
  await house.sql(`INSERT INTO call_day (company_id, provider, day, user_id, method, template, calls, errors,
    ${names}) SELECT company_id, provider, DATE(created_at) d, user_id, method,
    REGEXP_REPLACE(endpoint, '/[0-9]+', '/{id}') t, COUNT(*), SUM(log_type = 'ERROR'), ${counts}
    FROM api_call GROUP BY company_id, provider, d, user_id, method, t`);
  await house.sql(`INSERT INTO call_month (company_id, provider, month, user_id, log_type, method, answer,
    calls, good) SELECT company_id, provider, DATE_FORMAT(created_at, '%Y-%m-01') m, user_id, log_type, method,
    answer, COUNT(*), SUM(answer BETWEEN 200 AND 299)
    FROM api_call GROUP BY company_id, provider, m, user_id, log_type, method, answer`);
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
