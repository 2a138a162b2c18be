// calls.js: a log of calls to services as months of work leave it.

const PART = 250_000;

/*
 * count calls of these users (ids) spread over ninety days, the oldest first, in place of those that there are, and the
 * sums that recording them would have left.
 */
export async function fillCalls(house, company, users, count) {
  for (const table of ['api_call', 'call_hour', 'call_past', 'call_day', 'call_month', 'call_ended']) {
    await house.sql(`DELETE FROM ${table}`);
  }
  await house.run('tick', ['calls']);
  await months(house);
  for (let at = 0; at < count; at += PART) {
    await house.sql(`SET unique_checks = 0; INSERT INTO api_call (id, company_id, user_id, connection_id,
      provider, log_type, method, endpoint, status_code, answer, duration_ms, request_data, response_data,
      error_message, created_at)
      SELECT seq, ${company}, ELT(1 + CRC32(seq) % ${users.length}, ${users}), 1,
      IF(seq % 5 = 0, 'clickup', 'huntflow'), IF(seq % 20 = 3, 'ERROR',
      ELT(1 + seq % 8, 'GET', 'GET', 'GET', 'GET', 'GET', 'POST', 'PATCH', 'DELETE')),
        ELT(1 + seq % 8, 'GET', 'GET', 'GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE'),
        CONCAT('/accounts/11/', ELT(1 + seq % 6, 'vacancies', 'applicants', 'tags', 'applicants/', 'vacancies/',
        'upload'), IF(seq % 6 IN (3, 4), seq, '')),
        IF(seq % 20 = 3, ELT(1 + seq DIV 20 % 4, 404, 400, 500, NULL), ELT(1 + seq % 3, 200, 200, 201)),
        IF(seq % 20 = 3, ELT(1 + seq DIV 20 % 4, 404, 400, 500, 0), ELT(1 + seq % 3, 200, 200, 201)),
        20 + seq * 37 % 900, NULL, '{"items":[{"id":1,"name":"a name of something"}]}',
        IF(seq % 20 = 3, 'HTTP', ''),
        NOW(3) - INTERVAL 90 DAY + INTERVAL (seq * 7775.9 DIV ${count / 1000}) SECOND
      FROM seq_${at + 1}_to_${Math.min(at + PART, count)}`);
  }
  await sums(house);
  await house.run('tick', ['calls']);
  await house.sql('ANALYZE TABLE api_call, call_hour, call_past, call_day, call_month, call_ended');
}

/* Partitions for the months behind us, as a house that ran all the time would have. */
async function months(house) {
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

async function sums(house) {
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
