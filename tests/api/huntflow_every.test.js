// Every address about Huntflow, held against the same hardships: each role and nobody, colleagues and strangers,
// wrong ids, bodies that are none, and a Huntflow that is down, slow, lying, unpaid, or refuses the key.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { applicant, connected } from '../lib/huntflow.js';
import { description, faults } from '../lib/openapi.js';

const AT = '/huntflow/accounts/{account}';
const ONE = `${AT}/applicants/{applicant}`;
const API = '/api/v1/huntflow';
const member = { role: 'member', local: true };

// What each address is asked with. local: answered without Huntflow; role: the lowest one that may (recruiter);
// patient: it waits longer, Huntflow is known to be slow there. query: it is asked with that.
const ROUTES = {
  [`GET ${API}/cache`]: member, [`GET ${API}/cache/expired`]: member, [`GET ${API}/cache/stats`]: member,
  [`GET ${API}/cache/{id}`]: member, [`DELETE ${API}/cache/{id}`]: member,
  [`POST ${API}/cache/clear-cache`]: { ...member, body: {} },
  [`GET ${API}/logs`]: member, [`GET ${API}/logs/errors`]: member, [`GET ${API}/logs/stats`]: member,
  [`GET ${API}/logs/chart`]: member, [`GET ${API}/logs/slowest`]: member, [`GET ${API}/logs/{id}`]: member,
  [`POST ${API}/logs/create-log`]: {
    ...member, body: { log_type: 'GET', endpoint: '/accounts', method: 'GET', status_code: 200 },
  },
  'GET /huntflow': { local: true }, 'GET /huntflow/webhook': { local: true },
  'DELETE /huntflow/webhook': { local: true }, 'POST /huntflow/webhook': { body: {} },
  'POST /huntflow/test-connection': { body: {}, local: true },
  [`GET ${AT}/vacancies`]: {}, [`GET ${AT}/vacancies/ajax`]: {}, [`GET ${AT}/vacancies/{vacancy}`]: {},
  [`PATCH ${AT}/vacancies/{vacancy}`]: { body: { position: 'Изменённая' } },
  [`GET ${AT}/applicants`]: {}, [`GET ${AT}/applicants/ajax`]: {},
  [`POST ${AT}/duplicates`]: { body: { email: 'every@x.by' } },
  [`GET ${ONE}`]: {}, [`GET ${ONE}/edit`]: {}, [`GET ${ONE}/logs`]: { patient: true }, [`GET ${ONE}/photo`]: {},
  [`PATCH ${ONE}`]: { body: { position: 'Изменён' } },
  [`POST ${ONE}/comment`]: { body: { comment: 'Сказано' } },
  [`POST ${ONE}/status`]: { body: { vacancy_id: 1110, status_id: 1140 } },
  [`PUT ${ONE}/tags`]: { body: { add: [1160] } },
  [`PATCH ${ONE}/questionary`]: { body: { relocation: 'да' } },
  [`PUT ${ONE}/externals/{external}`]: { body: { body: 'новое' } },
  [`GET ${ONE}/externals/{external}/files/{file}`]: {},
  [`POST ${ONE}/files`]: { file: true, patient: true },
  [`PUT ${ONE}/different/{other}`]: {}, [`DELETE ${ONE}/different/{other}`]: {},
  ...Object.fromEntries([
    'tags', 'rejection-reasons', 'sources', 'coworkers', 'divisions', 'vacancies', 'statuses',
  ].map((name) => [`GET ${API}/accounts/{account}/${name}`, {}])),
  [`GET ${API}/accounts`]: {},
  [`GET ${API}/accounts/{account}/vacancy-counts`]: { query: '?id=1110' },
  [`GET ${API}/accounts/{account}/vacancy-states`]: {},
  [`POST ${API}/request`]: {
    body: { endpoint: '/accounts/11/applicants', method: 'POST', data: { first_name: 'П', last_name: 'Прокси' } },
  },
};
const ALL = Object.entries(ROUTES).map(([route, how]) => {
  const [method, path] = route.split(' ');
  return { route, method, path, ...how };
});
const REMOTE = ALL.filter(({ local }) => !local);

let house, up, account, ids;
before(async () => {
  house = await startHouse({
    upstreams: true, demo: true,
    env: { HUNTFLOW_LIMIT: '100000', FETCH_TIMEOUT_MS: '1200', POOL_VACANCIES: '4', POOL_APPLICANTS: '4' },
  });
  up = house.up;
  account = up.huntflow.server.accounts.get(11);
  const photo = account.upload(
    { name: 'x.jpg', type: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]) }, { ignore: {} },
  );
  const cv = account.upload(
    { name: 'cv.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF\n') }, { ignore: {} },
  );
  const one = applicant(house, {
    photo: photo.id, email: 'every@x.by',
    externals: [{ auth_type: 'NATIVE', data: { body: 'старое' }, files: [cv.id] }],
  });
  ids = {
    account: 11, vacancy: 1110, applicant: one.id, other: applicant(house, { email: 'every@x.by' }).id,
    external: one.externals[0].id, file: cv.id,
  };
});
after(() => house?.stop());

const pathOf = ({ path }, values) => path.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const form = () => new Request('http://x', {
  method: 'POST',
  body: (() => {
    const all = new FormData();
    all.append('file', new Blob(['x'], { type: 'text/plain' }), 'x.txt');
    return all;
  })(),
});

async function ask(client, one, values, more = {}) {
  const path = pathOf(one, values) + (one.query ?? '');
  let res;
  if (one.file && !more.body) {
    const req = form();
    res = await client.raw(one.method, path, {
      ...more, headers: { 'Content-Type': req.headers.get('content-type'), ...more.headers },
      body: Buffer.from(await req.arrayBuffer()),
    });
  } else if (more.body !== undefined || one.body === undefined) res = await client.raw(one.method, path, more);
  else res = await client.send(one.method, path, one.body, more);
  assert.deepEqual(faults(one.method, pathOf(one, values), res), [], `${one.route}: ${res.status} ${res.text}`);
  return res;
}

/* A few at a time: pools are small. */
async function forAll(list, fn) {
  const left = [...list];
  await Promise.all(Array.from({ length: 6 }, async () => {
    for (let one = left.shift(); one; one = left.shift()) await fn(one);
  }));
}

/* With entries of the log and the cache of this person. */
async function own(client) {
  const log = await client.expect(201, 'POST', `${API}/logs/create-log/`, {
    log_type: 'GET', endpoint: '/accounts', method: 'GET', status_code: 200,
  });
  await house.sql(
    "INSERT IGNORE INTO connection (company_id, owner_id, provider) VALUES (?, ?, 'huntflow')",
    [client.user.company.id, client.user.id],
  );
  await house.sql(
    "INSERT INTO api_cache (company_id, user_id, connection_id, cache_key, path, data, expires_at) SELECT ?, ?, id, " +
    "'kept', '/x', '{}', NOW(3) + INTERVAL 1 HOUR FROM connection WHERE owner_id = ? AND provider = 'huntflow' LIMIT 1",
    [client.user.company.id, client.user.id, client.user.id],
  );
  const [{ id }] = await house.sql(
    "SELECT id FROM api_cache WHERE user_id = ? AND cache_key = 'kept'", [client.user.id],
  );
  return { logs: log.id, cache: id };
}
const idOf = ({ path }, mine) => ({ ...ids, id: path.includes('/logs') ? mine.logs : mine.cache });

test('all addresses are here', () => {
  const described = Object.entries(description.paths).filter(
    ([path]) => /^(\/huntflow|\/api\/v1\/huntflow)\b/.test(path)
  )
    .flatMap(([path, item]) => Object.keys(item).filter((key) => key !== 'parameters').map(
      (method) => `${method.toUpperCase()} ${path}`
    ));
  assert.deepEqual(ALL.map(({ route }) => route).sort(), described.sort());
});

describe('who', () => {
  test('nobody, each role, a token that may only read, a page elsewhere', async () => {
    const clients = {};
    for (const role of ['candidate', 'member', 'recruiter'])
      clients[role] = await house.user({ role, company: 'Роли' });
    const reader = await clients.recruiter.token({ scopes: ['read'] });
    const mine = await own(await house.user({ company: 'Роли' }));
    await forAll(ALL, async (one) => {
      const values = idOf(one, mine);
      assert.equal(
        (await ask(house.anonymous(), one, values, { headers: { Origin: house.url } })).status, 401, one.route,
      );
      const low = one.role === 'member' ? ['candidate'] : ['candidate', 'member'];
      for (const role of low) {
        const res = await ask(clients[role], one, values);
        assert.deepEqual([res.status, res.json.code], [403, 'io.role'], `${role} ${one.route}`);
      }
      if (one.method === 'GET') return;
      assert.equal((await ask(reader, one, values)).status, 403, `a reading token: ${one.route}`);
      for (const headers of [{ 'X-CSRF-Token': null }, { Origin: 'https://evil.test' }]) {
        assert.equal(
          (await ask(clients.recruiter, one, values, { headers })).status, 403, `${Object.keys(headers)} ${one.route}`,
        );
      }
    });
  });

  test('what is one’s own: colleagues without a connection, strangers with a wrong key', async () => {
    const me = await connected(house, { company: 'Своя' });
    const mine = await own(me);
    await forAll(
      ALL.filter(({ method }) => method === 'GET'),
      async (one) => assert.equal((await ask(me, one, idOf(one, mine))).status, 200, one.route),
    );
    const without = await house.user({ company: 'Своя' });
    const stranger = await house.user({ company: 'Чужая', role: 'admin' });
    await stranger.expect(200, 'PATCH', '/api/v1/profile', {
      huntflow_prod_url: up.huntflow.url, huntflow_prod_api_key: 'wrong-key-0000',
    });
    await forAll(ALL.filter(({ path, local }) => !local || path.includes('{id}')), async (one) => {
      const [setup, key] = [await ask(without, one, idOf(one, mine)), await ask(stranger, one, idOf(one, mine))];
      if (one.local) assert.deepEqual([setup.status, key.status], [404, 404], one.route);
      else assert.deepEqual(
        [setup.status, setup.json.code, key.status, key.json.code], [409, 'huntflow.setup', 424, 'huntflow.key'],
        one.route,
      );
    });
  });
});

describe('what', () => {
  test('wrong ids are not found, each in its place', async () => {
    const me = await connected(house, { company: 'Номера' });
    const mine = await own(me);
    await forAll(ALL, async (one) => {
      for (const [, name] of one.path.matchAll(/\{(\w+)\}/g)) {
        for (const bad of ['0', '-1', 'x', '1e3', '5', '99999999999999999999', '9007199254740991', '%27', '%D0%B0']) {
          const res = await ask(me, one, { ...idOf(one, mine), [name]: bad });
          assert.equal(res.status, 404, `${one.route} ${name}=${bad}: ${res.text}`);
          assert.match(res.json.code, /^(absent|huntflow\.absent|route)$/, `${one.route} ${name}=${bad}`);
        }
        if (name !== 'account' || !one.path.includes('{applicant}')) continue;
        const other = await ask(me, one, { ...ids, account: 12 });
        // What is asked for is of the other organisation before the applicant is.
        const field = { [`POST ${ONE}/status`]: 'status_id', [`PUT ${ONE}/tags`]: 'add[0]' }[one.route];
        assert.deepEqual(
          [other.status, other.json.errors?.[0]?.field], field ? [400, field] : [404, undefined],
          `${one.route} in another organisation: ${other.text}`,
        );
      }
    });
  });

  test('bodies that are none, members that are not known', async () => {
    const me = await connected(house, { company: 'Тела' });
    const json = { 'Content-Type': 'application/json' };
    await forAll(ALL.filter(({ body }) => body), async (one) => {
      for (const body of [
        '{', '[]', '5', '"x"', 'null', '{"a":1,"a":2}', Buffer.from('{"a":"\xff"}', 'latin1'),
        `{"a":${'['.repeat(100)}${']'.repeat(100)}}`,
      ]) {
        const res = await ask(me, one, ids, { headers: json, body });
        assert.equal(res.status, 400, `${one.route} ${body}: ${res.text}`);
      }
      const known = await ask(me, one, ids, { headers: json, body: JSON.stringify({ ...one.body, nonsense_: 1 }) });
      assert.deepEqual([known.status, known.json.errors?.[0].field], [400, 'nonsense_'], `${one.route}: ${known.text}`);
    });
    await forAll(ALL.filter(({ method }) => method === 'GET'), async (one) => {
      const res = await me.get(`${pathOf(one, { ...ids, id: 1 })}?nonsense_=1`);
      assert.deepEqual(
        [res.status, res.json?.errors?.[0].field], [400, 'nonsense_'], `${one.route}: ${res.text.slice(0, 200)}`,
      );
    });
  });
});

describe('a Huntflow that', () => {
  // What a request ends with: most read first; some write at once, and may have done it; the proxy asks but once.
  const kindOf = ({ route }) => ({
    [`PATCH ${ONE}`]: 'write', [`POST ${ONE}/comment`]: 'write', [`POST ${API}/request`]: 'proxy',
  })[route] ?? 'read';
  const down = { read: [502, 'huntflow.down'], write: [502, 'huntflow.unsure'], proxy: [502, 'huntflow.down'] };
  const lost = { ...down, proxy: [502, 'huntflow.proxy_lost'] };
  const all = (status, code) => ({ read: [status, code], write: [status, code], proxy: [status, code] });
  const CASES = [
    ['is down', { kind: 'status', status: 503 }, down],
    ['breaks off', { kind: 'drop_before' }, lost],
    ['answers HTML', { kind: 'html', status: 200 }, down],
    ['answers HTML as 502', { kind: 'html', status: 502 }, down],
    ['is not paid', { kind: 'status', status: 402 },
      { ...all(502, 'huntflow.unpaid'), proxy: [402, 'huntflow.unpaid'] }],
    ['denies', { kind: 'status', status: 403 }, all(403, 'huntflow.denied')],
    ['refuses the key', { kind: 'status', status: 401 }, all(424, 'huntflow.key')],
    ['is slow', { kind: 'slow', delay_ms: 3000 },
      { ...lost, read: [504, 'huntflow.down'], proxy: [504, 'huntflow.proxy_lost'] }],
  ];
  const state = () => JSON.stringify([...up.huntflow.server.accounts.values()].map((each) => each.save()));

  test('reads well and breaks off writes: each says that it is not sure, and nothing is shown as done', async () => {
    const me = await connected(house, { company: 'Только чтение' });
    const was = state();
    for (const method of ['POST', 'PATCH', 'PUT'])
      await up.huntflow.fault({ kind: 'drop_before', method, times: 1_000_000 });
    try {
      await forAll(REMOTE.filter(
        ({ method, path }) => method !== 'GET' && !/duplicates|different/.test(path)
      ), async (one) => {
        const res = await ask(me, one, ids);
        const code = one.file || one.path.endsWith('/webhook') ? 'huntflow.down'
          : kindOf(one) === 'proxy' ? 'huntflow.proxy_lost' : 'huntflow.unsure';
        assert.deepEqual([res.status, res.json.code], [502, code], `${one.route}: ${res.text}`);
      });
    } finally {
      await up.huntflow.clearFaults();
    }
    assert.ok(state() === was, 'something was changed in Huntflow');
    const [deeds] = await house.sql(
      "SELECT COUNT(*) AS n FROM audit WHERE user_id = ? AND action LIKE 'huntflow%'", [me.user.id],
    );
    assert.equal(deeds.n, 0);
  });

  test('lost the refreshed key: a person is needed, and that is said', async () => {
    const me = await connected(house, { company: 'Ключ потерян' });
    await up.huntflow.expireAccess();
    await up.huntflow.fault({ kind: 'status', status: 404, path: '/token/refresh', times: 1_000_000 });
    try {
      await forAll(REMOTE, async (one) => {
        const res = await ask(me, one, ids);
        assert.deepEqual([res.status, res.json.code], [424, 'huntflow.key'], `${one.route}: ${res.text}`);
      });
      assert.equal((await me.expect(200, 'GET', '/huntflow/')).status, 'refused');
    } finally {
      await up.huntflow.clearFaults();
    }
  });

  // The slow one is the last: what it was asked comes about while others would look.
  for (const [name, fault, wanted] of CASES) {
    test(`${name}: explained in plain words, nothing is shown as done`, async () => {
      const me = await connected(house, { company: `Хантфлоу ${name}` });
      await up.huntflow.clearFaults();
      const was = state();
      await up.huntflow.fault({ ...fault, times: 1_000_000 });
      try {
        await forAll(REMOTE.filter(({ patient }) => !patient || fault.kind !== 'slow'), async (one) => {
          const res = await ask(me, one, ids);
          assert.deepEqual([res.status, res.json.code], wanted[kindOf(one)], `${one.route}: ${res.text}`);
          assert.ok(res.json.detail.length > 20 && /[а-яё]/i.test(res.json.detail), `${one.route}: ${res.json.detail}`);
          assert.doesNotMatch(res.text, /<html|demo-access/i);
        });
        const overview = await me.expect(200, 'GET', '/huntflow/');
        assert.notEqual(overview.status, 'ok');
        assert.deepEqual(overview.accounts, []);
      } finally {
        await up.huntflow.clearFaults();
      }
      // What comes late is done all the same: huntflow.unsure.
      if (fault.kind !== 'slow') assert.ok(state() === was, 'something was changed in Huntflow');
      const [deeds] = await house.sql(
        "SELECT (SELECT COUNT(*) FROM audit WHERE user_id = ? AND action LIKE 'huntflow%') + (SELECT COUNT(*) FROM " +
        "event_log WHERE user_id = ? AND type IN ('applicant', 'vacancy')) + (SELECT COUNT(*) FROM api_cache WHERE " +
        "user_id = ?) AS n",
        [me.user.id, me.user.id, me.user.id],
      );
      assert.equal(deeds.n, 0);
    });
  }
});
