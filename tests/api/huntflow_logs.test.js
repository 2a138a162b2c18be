// The log of calls to Huntflow: lists, filters, orders, statistics, the chart, entries made by people, whose one sees,
// months.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { fields, problem } from '../lib/problem.js';

const LOGS = '/api/v1/huntflow/logs';
let house;
before(async () => { house = await startHouse({ upstreams: true, env: { HUNTFLOW_LIMIT: '100000' } }); });
after(() => house?.stop());

const person = async (options) => watched(await house.user(options));
const add = (client, values = {}) => client.expect(201, 'POST', `${LOGS}/create-log/`, {
  log_type: 'GET', endpoint: '/accounts/123/vacancies', method: 'GET', status_code: 200, ...values
});
const ends = (list) => list.map(({ endpoint }) => endpoint);

describe('create-log', () => {
  test('the documented example', async () => {
    const me = await person({ company: 'Пример' });
    const made = await add(me, { request_data: {}, response_data: { items: [{ id: 1 }] }, error_message: '' });
    assert.deepEqual(Object.keys(made), [
      'id', 'provider', 'log_type', 'endpoint', 'method', 'status_code', 'request_data', 'response_data',
      'error_message', 'user', 'user_username', 'user_name', 'created_at', 'is_success', 'is_error', 'duration_ms',
      'source',
    ]);
    assert.deepEqual({ ...made, id: 0, created_at: '' }, {
      id: 0, provider: 'huntflow', log_type: 'GET', endpoint: '/accounts/123/vacancies', method: 'GET',
      status_code: 200, request_data: {}, response_data: { items: [{ id: 1 }] }, error_message: '', user: me.user.id,
      user_username: me.user.email, user_name: me.user.name, created_at: '', is_success: true, is_error: false,
      duration_ms: null, source: 'manual',
    });
    assert.deepEqual(await me.expect(200, 'GET', `${LOGS}/${made.id}/`), made);
    assert.deepEqual(await me.expect(200, 'GET', `${LOGS}/`), [made]);
    assert.deepEqual(me.wrong, []);
  });

  test('any failure is typed ERROR; the verb stays', async () => {
    const me = await person({ company: 'Сбои' });
    for (const values of [
      { status_code: 404 }, { status_code: null, error_message: 'timed out' }, { log_type: 'ERROR', status_code: null },
      { log_type: 'PATCH', method: 'PUT', status_code: 500, error_message: 'Huntflow упал' },
    ]) {
      const made = await add(me, values);
      assert.deepEqual([made.log_type, made.is_error, made.is_success], ['ERROR', true, false], JSON.stringify(values));
    }
    const [put] = await me.expect(200, 'GET', `${LOGS}/errors/?search=УПАЛ`);
    assert.deepEqual([put.method, put.error_message], ['PUT', 'Huntflow упал']);
    assert.equal((await me.expect(200, 'GET', `${LOGS}/errors/`)).length, 4);
    assert.deepEqual(await me.expect(200, 'GET', `${LOGS}/errors/?log_type=GET`), []);
  });

  test('secrets are masked, bodies bounded', async () => {
    const me = await person({ company: 'Тайны' });
    const made = await add(me, {
      endpoint: '/token/refresh?token=SECRETSECRET', request_data: { refresh_token: 'SECRETSECRET', name: 'Анна' },
      response_data: { text: 'ю'.repeat(5000) },
    });
    assert.doesNotMatch(JSON.stringify(made), /SECRETSECRET/);
    assert.equal(made.request_data.name, 'Анна');
    assert.equal(typeof made.response_data, 'string');
    assert.ok(Buffer.byteLength(made.response_data) <= 4096);
  });

  test('every wrong member is named; the user cannot be chosen', async () => {
    const me = await person();
    const good = { log_type: 'GET', endpoint: '/me' };
    for (const [values, wanted] of [[{ log_type: 'PUT' }, 'log_type:choice'], [{ log_type: 7 }, 'log_type:type'], [
      { endpoint: '' }, 'endpoint:required',
    ], [{ endpoint: 'x'.repeat(501) }, 'endpoint:length'], [{ method: 'OPTIONS' }, 'method:choice'],
      [{ status_code: 99 }, 'status_code:range'], [{ status_code: 'ok' }, 'status_code:type'],
      [{ request_data: 'text' }, 'request_data:type'], [{ response_data: 5 }, 'response_data:type'],
      [{ error_message: 'x'.repeat(1001) }, 'error_message:length'],
      [{ user: 1 }, 'user:unknown'], [{ source: 'call' }, 'source:unknown'], [
        { created_at: '2020-01-01' }, 'created_at:unknown',
      ]]) {
      assert.deepEqual(
        fields(await me.post(`${LOGS}/create-log/`, { ...good, ...values })), [wanted],
        JSON.stringify(values).slice(0, 60),
      );
    }
    assert.equal((await me.post(`${LOGS}/create-log/`, {})).status, 400);
  });
});

describe('lists', () => {
  test('are searched in the letters that people write', async () => {
    const me = await person({ company: 'Буквы', role: 'manager' });
    const made = await add(me, { endpoint: '/accounts/1/applicants/search?q=%D0%90%D0%BD%D0%BD%D0%B0%20%26%2F%ff' });
    assert.equal(made.endpoint, '/accounts/1/applicants/search?q=Анна%20%26%2F%ff');
    const found = async (words) => (await me.expect(200, 'GET', `${LOGS}/?search=${encodeURIComponent(words)}`)).length;
    for (const words of ['анна', 'АННА', 'q=Анн']) assert.equal(await found(words), 1, words);
    assert.equal(await found('ольга'), 0);
  });

  test('filters, search and orders', async () => {
    const company = 'Списки';
    const [me, other] = [await person({ company, role: 'manager' }), await person({ company })];
    await add(me, { endpoint: '/accounts/1/vacancies' });
    await add(me, { endpoint: '/accounts/1/applicants', log_type: 'POST', method: 'POST', status_code: 201 });
    await add(me, { endpoint: '/accounts/1/tags/100%', log_type: 'PATCH', method: 'PUT', status_code: 200 });
    await add(other, { endpoint: '/accounts/1/gone', status_code: 404 });
    await add(other, { endpoint: '/accounts/1/lost', status_code: null, error_message: 'Connection refused' });
    const seen = async (query) => ends(await me.expect(200, 'GET', `${LOGS}/?${query}`)).map(
      (end) => end.split('/')[3]
    );
    assert.deepEqual(await seen(''), ['lost', 'gone', 'tags', 'applicants', 'vacancies']);
    assert.deepEqual(await seen('ordering=created_at'), ['vacancies', 'applicants', 'tags', 'gone', 'lost']);
    assert.deepEqual(await seen('ordering=status_code'), ['lost', 'vacancies', 'tags', 'applicants', 'gone']);
    assert.deepEqual(await seen('ordering=-status_code'), ['gone', 'applicants', 'tags', 'vacancies', 'lost']);
    assert.deepEqual(await seen('log_type=ERROR'), ['lost', 'gone']);
    assert.deepEqual(await seen('log_type=ERROR&ordering=status_code'), ['lost', 'gone']);
    assert.deepEqual(await seen('method=PUT'), ['tags']);
    assert.deepEqual(await seen('status_code=200'), ['tags', 'vacancies']);
    assert.deepEqual(await seen('status_code=0'), ['lost']);
    assert.deepEqual(await seen(`user=${other.user.id}`), ['lost', 'gone']);
    assert.deepEqual(await seen(`user=${other.user.id}&status_code=404`), ['gone']);
    assert.deepEqual(await seen('user=999999'), []);
    assert.deepEqual(await seen('search=APPLIC'), ['applicants']);
    assert.deepEqual(await seen('search=refused'), ['lost']);
    assert.deepEqual(await seen('search=100%25'), ['tags']);
    assert.deepEqual(await seen('search=accounts&method=GET&log_type=GET'), ['vacancies']);
    for (const [query, wanted] of [['log_type=PUT', 'log_type:choice'], ['method=get', 'method:choice'], [
      'status_code=x', 'status_code:type',
    ], ['status_code=1000', 'status_code:range'], ['user=me', 'user:type'], ['ordering=endpoint', 'ordering:choice'],
      ['types=1', 'types:unknown'], ['page=3', 'page:choice'], ['after=abc', 'after:cursor'], [
        'after=-1.-1', 'after:cursor',
      ], [`search=${'я'.repeat(201)}`, 'search:length']]) {
      assert.deepEqual(fields(await me.get(`${LOGS}/?${query}`)), [wanted], query);
    }
    assert.deepEqual(me.wrong, []);
  });

  test('pages by Link in every order, with totals where they are known', async () => {
    const me = await person({ company: 'Листание' });
    for (let i = 0; i < 7; i++) await add(me, { endpoint: `/accounts/${i}`, status_code: [200, 201, 404][i % 3] });
    for (const [query, wanted, total] of [
      ['', 7, '7'], ['ordering=created_at&', 7, '7'], ['ordering=status_code&', 7, '7'],
      ['ordering=-status_code&', 7, '7'], ['log_type=ERROR&', 2, '2'], ['status_code=200&', 3, '3'],
      ['search=accounts&', 7, undefined],
    ]) {
      const seen = [];
      let path = `${LOGS}/?${query}page_size=2`;
      while (path) {
        const res = await me.get(path);
        assert.equal(res.status, 200, res.text);
        assert.equal(res.headers['x-total-count'], total, query);
        seen.push(...ends(res.json));
        path = /<([^>]+)>; rel="next"/.exec(res.headers.link ?? '')?.[1];
      }
      assert.equal(new Set(seen).size, wanted, query);
      assert.equal(seen.length, wanted, query);
    }
  });
});

describe('whose', () => {
  test('members and recruiters see the own, managers the company’s, nobody another company’s', async () => {
    const company = 'Журналы';
    const [member, anna, boss, stranger] = [
      await person({ company, role: 'member' }), await person({ company }), await person({ company, role: 'manager' }),
      await person({ company: 'Соседи', role: 'admin' }),
    ];
    const { id } = await add(member, { endpoint: '/one' });
    await add(anna, { endpoint: '/two', status_code: 500 });
    const seen = async (client, path = '/') => ends(await client.expect(200, 'GET', LOGS + path));
    assert.deepEqual(
      [await seen(member), await seen(anna), await seen(boss), await seen(stranger)],
      [['/one'], ['/two'], ['/two', '/one'], []],
    );
    assert.deepEqual(await seen(anna, `/?user=${member.user.id}`), []);
    assert.deepEqual([await seen(member, '/errors/'), await seen(boss, '/errors/')], [[], ['/two']]);
    await boss.expect(200, 'GET', `${LOGS}/${id}/`);
    for (const client of [anna, stranger]) problem(await client.get(`${LOGS}/${id}/`), 404, 'absent');
    const totals = async (client) => (await client.expect(200, 'GET', `${LOGS}/stats/`)).total_logs;
    assert.deepEqual(
      [await totals(member), await totals(anna), await totals(boss), await totals(stranger)], [1, 1, 2, 0],
    );
    for (const path of ['/', '/errors/', '/stats/', '/chart/', '/slowest/', '/1/']) {
      problem(await (await house.user({ role: 'candidate' })).get(LOGS + path), 403, 'io.role');
      problem(await house.anonymous().get(LOGS + path), 401, 'auth');
    }
  });

  test('calls of other services do not show', async () => {
    const me = await person({ company: 'Только Huntflow' });
    await me.expect(424, 'POST', '/clickup/api/test-connection', { api_key: 'pk_wrong' });
    assert.equal((await me.expect(200, 'GET', '/api/v1/logs/calls')).length, 1);
    assert.deepEqual(await me.expect(200, 'GET', `${LOGS}/`), []);
    assert.equal((await me.expect(200, 'GET', `${LOGS}/stats/`)).total_logs, 0);
    const [clickup] = await me.expect(200, 'GET', '/api/v1/logs/calls');
    problem(await me.get(`${LOGS}/${clickup.id}/`), 404, 'absent');
  });
});

describe('figures', () => {
  test('as documented, all five types, also of real calls', async () => {
    const company = 'Статистика';
    const [me, boss] = [await person({ company }), await person({ company, role: 'manager' })];
    const { huntflow } = house.up;
    await me.expect(200, 'PATCH', '/api/v1/profile', {
      huntflow_prod_url: huntflow.url, huntflow_prod_api_key: huntflow.api_key,
      huntflow_prod_refresh_token: huntflow.refresh_token,
    });
    await me.expect(200, 'POST', '/huntflow/test-connection');
    await me.expect(200, 'POST', '/api/v1/huntflow/request', { endpoint: '/accounts/11/vacancies', use_cache: true });
    await me.expect(404, 'POST', '/api/v1/huntflow/request', { endpoint: '/accounts/11/vacancies/999999' });
    await add(boss, { log_type: 'POST', method: 'POST', status_code: 201 });
    await add(boss, { log_type: 'PATCH', method: 'PATCH' });
    await add(boss, { log_type: 'DELETE', method: 'DELETE', status_code: 204 });
    const stats = await boss.expect(200, 'GET', `${LOGS}/stats/`);
    assert.deepEqual({ ...stats, recent_logs: stats.recent_logs.length }, {
      total_logs: 7, success_logs: 6, error_logs: 1, logs_by_type: { GET: 3, POST: 1, PATCH: 1, DELETE: 1, ERROR: 1 },
      logs_by_user: { [me.user.email]: 4, [boss.user.email]: 3 }, recent_logs: 7,
      cache_stats: { total_cache_entries: 1, expired_cache_entries: 0 },
    });
    assert.equal(stats.recent_logs[0].method, 'DELETE');
    const own = await me.expect(200, 'GET', `${LOGS}/stats/`);
    assert.deepEqual([own.total_logs, own.logs_by_user], [4, { [me.user.email]: 4 }]);

    const chart = await boss.expect(200, 'GET', `${LOGS}/chart/`);
    assert.equal(chart.length, 24);
    const sum = (name) => chart.reduce((all, hour) => all + hour[name], 0);
    assert.deepEqual(['GET', 'POST', 'PATCH', 'DELETE', 'ERROR', 'errors'].map(sum), [3, 1, 1, 1, 1, 1]);
    const last = chart.filter(({ GET }) => GET > 0).at(-1);
    assert.ok(last.p50_ms >= 0 && last.p95_ms >= last.p50_ms, JSON.stringify(last));
    assert.equal(chart[0].p50_ms, null);
    for (let i = 1; i < 24; i++) assert.equal(Date.parse(chart[i].at) - Date.parse(chart[i - 1].at), 3_600_000);
    assert.equal((await boss.expect(200, 'GET', `${LOGS}/chart/?hours=720`)).length, 720);
    for (const query of ['hours=0', 'hours=721', 'hours=x', 'days=1'])
      assert.equal((await boss.get(`${LOGS}/chart/?${query}`)).status, 400, query);

    const slow = await boss.expect(200, 'GET', `${LOGS}/slowest/`);
    const one = slow.find(({ endpoint }) => endpoint === 'GET /accounts/{id}/vacancies/{id}');
    assert.deepEqual([one.count, one.errors], [1, 1]);
    assert.ok(slow.some(({ endpoint }) => endpoint === 'GET /me'));
    for (const query of ['days=0', 'days=91', 'hours=1'])
      assert.equal((await boss.get(`${LOGS}/slowest/?${query}`)).status, 400, query);
    assert.deepEqual([...me.wrong, ...boss.wrong], []);
  });
});

test('tick cuts months off and drops those that are over, with their sums', async () => {
  const me = await person({ company: 'Месяцы' });
  await add(me);
  const months = async () => (await house.sql(
    "SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME " +
    "= 'api_call' ORDER BY PARTITION_ORDINAL_POSITION"
  )).map(({ name }) => name);
  assert.equal((await house.run('tick', ['calls'])).code, 0);
  const before = await months();
  assert.ok(
    before.length >= 4 && before.at(-1) === 'later' && before.every((name) => /^p\d{6}$|^later$/.test(name)),
    before.join(),
  );
  assert.equal((await house.run('tick', ['calls'])).code, 0);
  assert.deepEqual(await months(), before);
  // all that there was came long ago: the first month becomes an old one
  const name = 'p202401';
  await house.sql(
    `ALTER TABLE api_call REORGANIZE PARTITION ${before[0]} INTO (PARTITION ${name}
      VALUES LESS THAN ('2024-02-01'), PARTITION ${before[0]}
      VALUES LESS THAN ('${before[1].slice(1, 5)}-${before[1].slice(5)}-01'))`
  );
  await house.sql(
    "INSERT INTO api_call (company_id, user_id, provider, log_type, method, endpoint, created_at) VALUES (?, ?, " +
    "'huntflow', 'GET', 'GET', '/old', '2024-01-15')",
    [me.user.company.id, me.user.id],
  );
  await house.sql(
    "INSERT INTO call_month (company_id, provider, month, user_id, log_type, calls) VALUES (?, 'huntflow', " +
    "'2024-01-01', ?, 'GET', 1)",
    [me.user.company.id, me.user.id],
  );
  assert.equal((await me.expect(200, 'GET', `${LOGS}/stats/`)).total_logs, 2);
  assert.equal((await house.run('tick', ['calls'])).code, 0);
  assert.deepEqual(await months(), before);
  assert.equal((await me.expect(200, 'GET', `${LOGS}/stats/`)).total_logs, 1);
  assert.deepEqual(ends(await me.expect(200, 'GET', `${LOGS}/`)), ['/accounts/123/vacancies']);
});
