// The proxy to the Huntflow API: what may be asked, what comes back, what is kept of it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { fields, problem } from '../lib/problem.js';

const REQUEST = '/api/v1/huntflow/request/';
let house, hf, me;
before(async () => {
  house = await startHouse({
    upstreams: true, env: { HUNTFLOW_LIMIT: '100000', POOL_VACANCIES: '4', FETCH_TIMEOUT_MS: '1500' },
  });
  hf = house.up.huntflow;
  me = watched(await connected());
});
after(() => house?.stop());
beforeEach(() => hf.clearFaults());

async function connected(options) {
  const client = await house.user(options);
  await client.expect(200, 'PATCH', '/api/v1/profile', {
    huntflow_prod_url: hf.url, huntflow_prod_api_key: hf.api_key, huntflow_prod_refresh_token: hf.refresh_token,
  });
  return client;
}
const ask = (body, client = me) => client.post(REQUEST, body);
async function callsOf(fn) {
  await hf.clearCalls();
  await fn();
  return (await hf.calls()).calls;
}

describe('what comes back', () => {
  test('the documented example, with and without /v2 and slashes', async () => {
    for (const endpoint of ['/accounts/11/vacancies', '/v2/accounts/11/vacancies', '/accounts/11/vacancies/']) {
      const calls = await callsOf(async () => {
        const res = await ask({ endpoint, method: 'GET', data: {}, params: {}, use_cache: false, cache_timeout: 300 });
        assert.equal(res.status, 200, res.text);
        assert.equal(res.json.status_code, 200);
        assert.ok(res.json.data.items.length > 0);
        assert.equal(res.headers['x-cache'], undefined);
      });
      assert.deepEqual(calls.map(({ method, path }) => `${method} ${path}`), ['GET /v2/accounts/11/vacancies']);
    }
  });

  test('parameters: texts, numbers, flags, repeated ones, signs that would cut a query', async () => {
    const calls = await callsOf(() => ask({
      endpoint: '/accounts/11/applicants/search',
      params: { q: 'Анна & b=c #?', count: 2, page: null, only_current_status: true, tag: [1, 2] },
    }));
    const query = new URLSearchParams(calls[0].query);
    assert.deepEqual(
      [query.get('q'), query.get('count'), query.get('only_current_status'), query.getAll('tag'), query.has('page')],
      ['Анна & b=c #?', '2', 'true', ['1', '2'], false],
    );
  });

  test('writes go through and are logged as the person’s', async () => {
    const made = await ask({
      endpoint: '/accounts/11/applicants', method: 'POST', data: { first_name: 'Анна', last_name: 'Прокси' },
    });
    assert.equal(made.status, 200, made.text);
    const { id } = made.json.data;
    const changed = await ask({
      endpoint: `/accounts/11/applicants/${id}`, method: 'PATCH', data: { phone: '+375291112233' },
    });
    assert.equal(changed.json.data.phone, '+375291112233');
    const gone = await ask({ endpoint: `/accounts/11/applicants/${id}`, method: 'DELETE' });
    assert.deepEqual([gone.status, gone.json], [200, { status_code: 204, data: null }]);
    const [last] = await me.expect(200, 'GET', '/api/v1/huntflow/logs/');
    assert.deepEqual(
      [last.log_type, last.method, last.endpoint, last.status_code, last.user],
      ['DELETE', 'DELETE', `/accounts/11/applicants/${id}`, 204, me.user.id],
    );
  });

  test('refusals of Huntflow are passed on with their document', async () => {
    const wrong = await ask({
      endpoint: '/accounts/11/applicants', method: 'POST', data: { first_name: 'Без фамилии' },
    });
    problem(wrong, 400, 'huntflow.input');
    assert.equal(wrong.json.status_code, 400);
    assert.match(JSON.stringify(wrong.json.data.errors), /last_name/);
    assert.match(wrong.json.detail, /last_name/);
    problem(await ask({ endpoint: '/accounts/11/vacancies/999999999' }), 404, 'huntflow.absent');
    await hf.fault({ kind: 'status', status: 402, path: '/vacancies$' });
    problem(await ask({ endpoint: '/accounts/11/vacancies' }), 402, 'huntflow.unpaid');
    await hf.fault({ kind: 'status', status: 403, path: '/vacancies$' });
    const denied = await ask({ endpoint: '/accounts/11/vacancies' });
    problem(denied, 403, 'huntflow.denied');
    assert.match(denied.json.detail, /Huntflow/);
    await hf.fault({ kind: 'status', status: 503, path: '/vacancies$', times: 9 });
    problem(await ask({ endpoint: '/accounts/11/vacancies' }), 502, 'huntflow.down');
    assert.deepEqual(me.wrong, []);
  });

  test('Huntflow that lies, breaks off, or is silent', async () => {
    await hf.fault({ kind: 'html', status: 200, path: '/tags$', times: 9 });
    problem(await ask({ endpoint: '/accounts/11/tags' }), 502, 'huntflow.down');
    await hf.clearFaults();
    await hf.fault({ kind: 'drop_before', path: '/tags$', times: 9 });
    const broken = await ask({ endpoint: '/accounts/11/tags' });
    problem(broken, broken.status === 504 ? 504 : 502, 'huntflow.down'); // 504: tries used the time up
    await hf.clearFaults();
    await hf.fault({ kind: 'slow', delay_ms: 2500, path: '/tags$', times: 9 });
    problem(await ask({ endpoint: '/accounts/11/tags' }), 504, 'huntflow.down');
    await hf.clearFaults();
    await hf.fault({ kind: 'drop_after', method: 'POST', path: '/applicants$' });
    const lost = await ask({
      endpoint: '/accounts/11/applicants', method: 'POST', data: { first_name: 'П', last_name: 'Потерян' },
    });
    problem(lost, 502, 'huntflow.proxy_lost');
    await hf.fault({ kind: 'drop_after', method: 'POST', path: '/applicants$' });
    const once = () => me.post(
      REQUEST, { endpoint: '/accounts/11/applicants', method: 'POST', data: { first_name: 'П', last_name: 'Однажды' } },
      { headers: { 'Idempotency-Key': 'proxy-once' } },
    );
    const first = await once();
    problem(first, 502, 'huntflow.proxy_lost');
    const again = await once();   // the first answer, with its own id
    assert.deepEqual([again.status, again.json], [502, first.json]);
    assert.equal((await hf.applicants()).filter(({ last_name: name }) => name === 'Однажды').length, 1);
    assert.equal((await hf.applicants()).filter(({ last_name: name }) => name === 'Потерян').length, 1);
  });

  test('a key that Huntflow refuses is 424, never 401', async () => {
    const client = await connected();
    await client.expect(200, 'PATCH', '/api/v1/profile', { huntflow_prod_api_key: 'wrong-key-0000' });
    problem(await ask({ endpoint: '/me' }, client), 424, 'huntflow.key');
    problem(await ask({ endpoint: '/me' }, await house.user()), 409, 'huntflow.setup');
  });
});

describe('what may not be asked', () => {
  test('other hosts, folders, headers, methods', async () => {
    const bad = [
      'https://evil.test/accounts', '//evil.test/accounts', '/accounts/../token/refresh', '/accounts/%2e%2e/me',
      '/accounts//11', 'accounts/11', '/accounts/11?x=1', '/accounts/11#x', '/accounts/1\r\nHost: evil',
      '/accounts/11/../..', '/accounts\\11', '/v2', '/v2/', '/', '/accounts/11\u0000', '/@evil.test', '/accounts/ю',
      `/accounts/${'a'.repeat(600)}`, `/accounts${'/1'.repeat(11)}`,
    ];
    const calls = await callsOf(async () => {
      for (const endpoint of bad) {
        const res = await ask({ endpoint });
        assert.equal(res.status, 400, `${endpoint}: ${res.text}`);
      }
      for (const endpoint of [
        '/token/refresh', '/v2/token/refresh', '/v2/v2/accounts', '/files/1', '/__control/reset', '/v1/me',
      ]) assert.deepEqual(fields(await ask({ endpoint, method: 'POST' })), ['endpoint:choice'], endpoint);
      for (const method of ['get', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'GET /x HTTP/1.1\r\n', '']) {
        const res = await ask({ endpoint: '/me', method });
        if (method !== '') assert.deepEqual(fields(res), ['method:choice'], method);
      }
    });
    assert.deepEqual(calls.filter(({ path }) => path !== '/v2/me'), []);
  });

  test('every wrong member is named', async () => {
    for (const [body, wanted] of [[{}, 'endpoint:required'], [{ endpoint: 5 }, 'endpoint:type'], [
      { endpoint: '/me', params: [] }, 'params:type',
    ], [{ endpoint: '/me', params: { a: { b: 1 } } }, 'params.a:type'],
      [{ endpoint: '/me', params: { a: 'x'.repeat(1001) } }, 'params.a:length'],
      [
        { endpoint: '/me', params: Object.fromEntries(Array.from({ length: 24 }, (_, i) => [`p${i}`, 1])) },
        'params:length',
      ],
      [{ endpoint: '/me', params: { a: Array(24).fill(1) } }, 'params:length'],
      [{ endpoint: '/me', data: 'x' }, 'data:type'], [{ endpoint: '/me', data: { a: 1 } }, 'data:unknown'],
      [{ endpoint: '/me', use_cache: 'yes' }, 'use_cache:type'],
      [{ endpoint: '/me', cache_timeout: 0 }, 'cache_timeout:range'],
      [{ endpoint: '/me', cache_timeout: 86401 }, 'cache_timeout:range'],
      [{ endpoint: '/me', cache_timeout: 1.5 }, 'cache_timeout:type'], [
        { endpoint: '/me', headers: {} }, 'headers:unknown',
      ], [{ endpoint: '/me', url: 'http://x' }, 'url:unknown']]) {
      assert.deepEqual(fields(await ask(body)), [wanted], JSON.stringify(body).slice(0, 80));
    }
  });

  test('recruiters and above alone; a reading key does not do', async () => {
    for (const role of ['candidate', 'member'])
      problem(await ask({ endpoint: '/me' }, await house.user({ role })), 403, 'io.role');
    problem(await ask({ endpoint: '/me' }, house.anonymous()), 401, 'auth');
    const reader = await me.token({ scopes: ['read'] });
    assert.equal((await ask({ endpoint: '/me' }, reader)).status, 403);
    assert.equal((await ask({ endpoint: '/me' }, await me.token())).status, 200);
    assert.equal((await me.get(REQUEST)).status, 405);
  });
});

describe('the cache of answers', () => {
  const cached = (endpoint, more = {}) => ({ endpoint, use_cache: true, ...more });

  test('the second answer makes no call; another question does', async () => {
    const client = await connected({ company: 'Кэш' });
    const calls = await callsOf(async () => {
      const first = await ask(cached('/accounts/11/vacancies', { params: { count: 5, page: 1 } }), client);
      assert.equal(first.headers['x-cache'], 'miss');
      const second = await ask(cached('/v2/accounts/11/vacancies/', { params: { page: '1', count: '5' } }), client);
      assert.equal(second.headers['x-cache'], 'hit');
      assert.deepEqual(second.json, first.json);
      const other = await ask(cached('/accounts/11/vacancies', { params: { count: 5, page: 2 } }), client);
      assert.equal(other.headers['x-cache'], 'miss');
    });
    assert.equal(calls.length, 2);
    const stats = await client.expect(200, 'GET', '/api/v1/huntflow/cache/stats/');
    assert.deepEqual([stats.hits, stats.misses, stats.calls_saved, stats.entries], [1, 2, 1, 2]);
    const stranger = await connected({ company: 'Чужой кэш' });
    assert.equal(
      (await ask(cached('/accounts/11/vacancies', { params: { count: 5, page: 1 } }), stranger)).headers['x-cache'],
      'miss',
    );
  });

  test('no two questions have one answer', async () => {
    const client = await connected({ company: 'Вопросы' });
    const search = (params) => ask(cached('/accounts/11/applicants/search', { params }), client);
    const asked = [
      { q: 'a' }, { q: 'a ' }, { q: 'A' }, { q: 'a&count=5' }, { q: 'a', count: 5 }, { q: 'a%26count=5' },
      { q: 'ё'.repeat(300) }, { q: `${'ё'.repeat(299)}е` }, { q: `1${'ё'.repeat(300)}` },
    ];
    for (const params of asked) assert.equal((await search(params)).headers['x-cache'], 'miss', JSON.stringify(params));
    for (const params of asked) assert.equal((await search(params)).headers['x-cache'], 'hit', JSON.stringify(params));
  });

  test('is asked anew when its time is over, and without use_cache', async () => {
    const client = await connected({ company: 'Срок' });
    await ask(cached('/accounts/11/tags', { cache_timeout: 60 }), client);
    await house.sql('UPDATE api_cache SET expires_at = NOW(3) WHERE user_id = ?', [client.user.id]);
    assert.equal((await ask(cached('/accounts/11/tags'), client)).headers['x-cache'], 'miss');
    const calls = await callsOf(() => ask({ endpoint: '/accounts/11/tags' }, client));
    assert.equal(calls.length, 1);
  });

  test('a write ends what it touches, for the whole company, and nothing else', async () => {
    const [anna, boris] = [await connected({ company: 'Правки' }), await connected({ company: 'Правки' })];
    const { id } = (await ask(
      { endpoint: '/accounts/11/applicants', method: 'POST', data: { first_name: 'А', last_name: 'Б' } }, anna,
    )).json.data;
    const read = async () => Object.fromEntries(await Promise.all([
      'applicants', `applicants/${id}`, 'applicants/search', 'vacancies', 'tags',
    ].map(async (path) =>
      [path, (await ask(cached(`/accounts/11/${path}`), boris)).headers['x-cache']])));
    const both = async () => { await read(); assert.ok(Object.values(await read()).every((x) => x === 'hit')); };
    await both();
    await ask({ endpoint: `/accounts/11/applicants/${id}`, method: 'PATCH', data: { phone: '1' } }, anna);
    assert.deepEqual(await read(), {
      applicants: 'miss', [`applicants/${id}`]: 'miss', 'applicants/search': 'miss', vacancies: 'hit', tags: 'hit',
    });
    await both();
    const { items } = (await ask({ endpoint: '/accounts/11/vacancies' }, anna)).json.data;
    const statuses = (await ask({ endpoint: '/accounts/11/vacancies/statuses' }, anna)).json.data.items;
    const moved = await ask(
      {
        endpoint: `/accounts/11/applicants/${id}/vacancy`, method: 'POST',
        data: { vacancy: items[0].id, status: statuses[0].id },
      },
      anna,
    );
    assert.equal(moved.status, 200, moved.text);
    assert.equal((await read()).vacancies, 'miss');
    await both();
    await hf.fault({ kind: 'drop_after', method: 'PATCH', path: `/applicants/${id}$` });
    await ask({ endpoint: `/accounts/11/applicants/${id}`, method: 'PATCH', data: { phone: '2' } }, anna);
    assert.equal((await read())[`applicants/${id}`], 'miss', 'a lost answer may have changed it');
    await both();
    await ask({ endpoint: `/accounts/11/applicants/${id}`, method: 'PATCH', data: { birthday: 'yesterday' } }, anna);
    assert.equal((await read())[`applicants/${id}`], 'hit', 'a refused write changed nothing');
  });

  test('refusals are not kept; many who ask at once make one call', async () => {
    const client = await connected({ company: 'Вместе' });
    await hf.fault({ kind: 'status', status: 404, path: '/divisions$' });
    assert.equal((await ask(cached('/accounts/11/divisions'), client)).status, 404);
    await hf.latency(300);
    const calls = await callsOf(async () => {
      const all = await Promise.all(Array.from({ length: 12 }, () => ask(cached('/accounts/11/divisions'), client)));
      assert.ok(all.every(({ status }) => status === 200), all.map(({ text }) => text).join());
      assert.equal(all.filter(({ headers }) => headers['x-cache'] === 'miss').length, 1);
    });
    await hf.latency(0);
    assert.equal(calls.length, 1);
  });
});
