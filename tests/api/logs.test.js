// logs: health, figures, missed events, the log of calls; what each role sees of them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { fields, problem } from '../lib/problem.js';

let house;
before(async () => { house = await startHouse(); });
after(() => house.stop());


async function call({ user }, values = {}) {
  const row = {
    provider: 'clickup', log_type: 'GET', method: 'GET', endpoint: '/team', status_code: 200, duration_ms: 12,
    request_data: null, response_data: '{"teams":[]}', error_message: '', ...values,
  };
  await house.sql(`INSERT INTO api_call (company_id, user_id, ${Object.keys(row)})
    VALUES (?, ?, ${Object.keys(row).map(() => '?')})`,
    [user.company.id, user.id, ...Object.values(row)]);
  await house.sql(`INSERT INTO call_month (company_id, provider, month, user_id, log_type, calls)
    VALUES (?, ?, DATE_FORMAT(NOW(), '%Y-%m-01'), ?, ?, 1)
    ON DUPLICATE KEY UPDATE calls = calls + 1`, [user.company.id, row.provider, user.id, row.log_type]);
}

const event = ({ user }, type, data) =>
  house.sql('INSERT INTO event_log (company_id, user_id, type, data) VALUES (?, ' +
  '?, ?, ?)',
  [user.company.id, user.id, type, JSON.stringify(data)]);

describe('health', () => {
  test('well: anybody may ask', async () => {
    const res = await house.anonymous().get('/health/');
    assert.equal(res.status, 200);
    assert.deepEqual(Object.keys(res.json), ['status', 'database', 'schema', 'disk', 'version']);
    assert.deepEqual([res.json.status, res.json.database], ['ok', 'ok']);
    assert.equal(res.headers['cache-control'], 'no-store');
  });

  test('figures for Prometheus', async () => {
    await house.user();
    const res = await house.anonymous().get('/metrics');
    assert.equal(res.status, 200, res.text);
    assert.match(res.headers['content-type'], /^text\/plain; version=0\.0\.4/);
    assert.match(res.text, /^hirewire_database_up 1$/m);
    assert.match(res.text, /^hirewire_sessions [1-9]\d*$/m);
    for (const line of res.text.trim().split('\n'))
      assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? -?\d+(\.\d+)?)$/);
  });
});

describe('events', () => {
  test('are one’s own, behind the last one seen, oldest first', async () => {
    const [mine, other] = [await house.user(), await house.user()];
    assert.deepEqual(await mine.expect(200, 'GET', '/api/v1/events'), []);
    await event(mine, 'sync', { id: 1 });
    await event(other, 'sync', { id: 2 });
    await event(mine, 'task', { name: 'Ёлка "и" \\ игла' });
    const all = await mine.get('/api/v1/events?after=0');
    assert.deepEqual(all.json.map(({ type, data }) => [type, data]), [
      ['sync', { id: 1 }], ['task', { name: 'Ёлка "и" \\ игла' }],
    ]);
    assert.match(all.json[0].at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.equal(Number(all.headers['x-last-seq']), all.json[1].seq);
    const rest = await mine.expect(200, 'GET', `/api/v1/events?after=${all.json[0].seq}`);
    assert.deepEqual(rest, [all.json[1]]);
    assert.deepEqual(await mine.expect(200, 'GET', `/api/v1/events?after=${all.json[1].seq}`), []);
  });

  test('come two hundred at a time', async () => {
    const client = await house.user();
    await house.sql(
      "INSERT INTO event_log (company_id, user_id, type, data) SELECT ?, ?, 'task', '{}' FROM seq_1_to_250",
      [client.user.company.id, client.user.id],
    );
    const first = await client.expect(200, 'GET', '/api/v1/events');
    assert.equal(first.length, 200);
    assert.equal((await client.expect(200, 'GET', `/api/v1/events?after=${first[199].seq}`)).length, 50);
  });

  test('bad input', async () => {
    const client = await house.user();
    for (const after of ['x', '-1', '1.5', '', '99999999999999999999'])
      assert.equal((await client.get(`/api/v1/events?after=${after}`)).status, 400, after);
    assert.deepEqual(fields(await client.get('/api/v1/events?since=1')), ['since:unknown']);
    problem(await house.anonymous().get('/api/v1/events'), 401, 'auth');
  });
});

describe('calls', () => {
  const CALLS = '/api/v1/logs/calls';

  test('a recruiter sees the own, a manager the company’s, nobody another company’s', async () => {
    const company = 'Звонки';
    const [anna, boris, boss, stranger] = [
      await house.user({ company, name: 'Анна' }), await house.user({ company }),
      await house.user({ company, role: 'manager' }), await house.user({ company: 'Иные', role: 'admin' }),
    ];
    await call(anna, { endpoint: '/one' });
    await call(boris, { endpoint: '/two' });
    const seen = async (client) => (await client.expect(200, 'GET', CALLS)).map(({ endpoint }) => endpoint);
    assert.deepEqual(await seen(anna), ['/one']);
    assert.deepEqual(await seen(boris), ['/two']);
    assert.deepEqual(await seen(boss), ['/two', '/one']);
    assert.deepEqual(await seen(stranger), []);
    const [one] = await anna.expect(200, 'GET', CALLS);
    assert.deepEqual(Object.keys(one), [
      'id', 'provider', 'log_type', 'endpoint', 'method', 'status_code', 'error_message', 'user', 'user_username',
      'user_name', 'created_at', 'is_success', 'is_error', 'duration_ms', 'source',
    ]);
    assert.deepEqual([one.user, one.user_username, one.user_name], [anna.user.id, anna.user.email, 'Анна']);
    const { request_data: sent, response_data: got, ...whole } = await anna.expect(200, 'GET', `${CALLS}/${one.id}`);
    assert.deepEqual(whole, one);
    assert.deepEqual([sent, got], [{}, { teams: [] }]);
    await boss.expect(200, 'GET', `${CALLS}/${one.id}`);
    for (const client of [boris, stranger]) problem(await client.get(`${CALLS}/${one.id}`), 404, 'absent');
    problem(await anna.get(`${CALLS}/x`), 404, 'absent');
  });

  test('filters', async () => {
    const client = await house.user({ company: 'Фильтры' });
    await call(client, { endpoint: '/a' });
    await call(client, { endpoint: '/b', provider: 'huntflow', method: 'POST', log_type: 'POST', status_code: 201 });
    await call(client, { endpoint: '/c', log_type: 'ERROR', status_code: null, error_message: 'timed out' });
    const seen = async (query) => (await client.expect(200, 'GET', `${CALLS}?${query}`)).map(
      ({ endpoint }) => endpoint
    );
    assert.deepEqual(await seen('provider=huntflow'), ['/b']);
    assert.deepEqual(await seen('errors=1'), ['/c']);
    assert.deepEqual(await seen('log_type=POST'), ['/b']);
    assert.deepEqual(await seen('provider=clickup&errors=1'), ['/c']);
    assert.deepEqual(await seen('provider='), ['/c', '/b', '/a']);
    const [lost] = await client.expect(200, 'GET', `${CALLS}?errors=1`);
    assert.deepEqual([lost.status_code, lost.error_message], [null, 'timed out']);
    for (const [query, wanted] of [[
      'provider=bitrix', 'provider:choice',
    ], ['errors=yes', 'errors:choice'], ['log_type=PUT', 'log_type:choice'], ['error=1', 'error:unknown'],
      [
        'page_size=101', 'page_size:range',
      ], ['page=2', 'page:choice'], ['after=x', 'after:cursor'], ['after=-5', 'after:cursor']]) {
      assert.deepEqual(fields(await client.get(`${CALLS}?${query}`)), [wanted], query);
    }
  });

  test('pages by Link, newest first, and steady while rows come in', async () => {
    const client = await house.user({ company: 'Страницы' });
    for (let i = 0; i < 7; i++) await call(client, { endpoint: `/${i}` });
    const first = await client.get(`${CALLS}?page_size=3`);
    assert.equal(first.headers['x-total-count'], '7');
    assert.doesNotMatch(first.headers.link, /rel="prev"/);
    await call(client, { endpoint: '/new' });
    const seen = first.json.map(({ endpoint }) => endpoint);
    let next = /<([^>]+)>; rel="next"/.exec(first.headers.link);
    while (next) {
      const page = await client.get(next[1]);
      seen.push(...page.json.map(({ endpoint }) => endpoint));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.link ?? '');
    }
    assert.deepEqual(seen, ['/6', '/5', '/4', '/3', '/2', '/1', '/0']);
  });

  test('a cursor that Link did not give is refused, in every list', async () => {
    const admin = await house.user({ role: 'admin', company: 'Курсоры' });
    for (const list of [
      CALLS, '/api/v1/users', '/clickup/sync-logs', '/clickup/bulk-import/', '/clickup/tasks', '/api/v1/huntflow/logs/',
      '/api/v1/huntflow/cache/',
    ]) {
      for (const after of ['12abc', '1.2x', '9223372036854775808', '-1', '0', ' 7', '07']) {
        assert.deepEqual(
          fields(await admin.get(`${list}?after=${encodeURIComponent(after)}`)), ['after:cursor'], `${list} ${after}`,
        );
      }
    }
  });

  test('are for recruiters and above', async () => {
    for (const role of ['candidate', 'member']) problem(await (await house.user({ role })).get(CALLS), 403, 'io.role');
    problem(await house.anonymous().get(CALLS), 401, 'auth');
    assert.equal((await (await house.user()).del(CALLS)).status, 405);
  });
});

describe('without a database', () => {
  test('health says so, and all comes back by itself', async () => {
    const client = await house.user();
    await house.kill('mariadbd');
    const ill = await house.anonymous().get('/health');
    assert.equal(ill.status, 503, ill.text);
    assert.deepEqual([ill.json.status, ill.json.database], ['degraded', 'down']);
    assert.ok(ill.headers['retry-after']);
    assert.match((await house.anonymous().get('/metrics')).text, /^hirewire_database_up 0$/m);
    const res = await client.get('/api/v1/auth/me');
    problem(res, 503, 'down');
    assert.ok(res.headers['retry-after']);
    assert.ok(!/sock|mysql|mariadb|password/i.test(res.text), res.text);
    await house.startDb();
    await house.until(async () => (await house.anonymous().get('/health')).status === 200);
    await client.expect(200, 'GET', '/api/v1/auth/me');
  });
});
