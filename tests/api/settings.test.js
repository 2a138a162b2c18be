// settings: the ClickUp form, connection tests, what can be chosen, Huntflow's dictionaries.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { fields, problem } from '../lib/problem.js';

const FORM = '/clickup/settings/';
const TEAM = '9012345678';
const SPACE = '90120001';
const FOLDER = '90120010';
const LIST = '901200100';
const PATH = { team_id: TEAM, space_id: SPACE, folder_id: FOLDER, list_id: LIST };

let house;
let up;
before(async () => {
  house = await startHouse({ upstreams: true });
  ({ up } = house);
});
after(() => house.stop());
beforeEach(async () => {
  await up.clickup.clearFaults();
  await up.huntflow.clearFaults();
});


async function withKey(opts) {
  const client = await house.user(opts);
  await client.expect(200, 'PATCH', '/api/v1/profile', { clickup_api_key: up.clickup.token });
  return client;
}

async function withHuntflow() {
  const client = await house.user();
  const { url, api_key: key, refresh_token: refresh } = up.huntflow;
  await client.expect(200, 'PATCH', '/api/v1/profile', {
    huntflow_prod_url: url, huntflow_prod_api_key: key, huntflow_prod_refresh_token: refresh,
  });
  return client;
}

describe('the form', () => {
  test('before anything is set', async () => {
    const client = await house.user();
    const got = await client.expect(200, 'GET', FORM);
    const made = await house.sql('SELECT id FROM connection WHERE owner_id = ?', [client.user.id]);
    assert.deepEqual(made, [], 'looking makes nothing');
    assert.deepEqual(got, {
      team_id: null, team_name: null, space_id: null, space_name: null, folder_id: null, folder_name: null,
      list_id: null, list_name: null, path: '', lists: [], list_tasks: null,
      auto_sync: false, sync_interval: 30, max_tasks: 100, include_closed: false, subtasks: false, created_at: null,
      updated_at: null,
      last_sync_at: null, next_run_at: null, status: 'new', status_code: '', status_text: '', checked_at: null,
      api_key: { set: false, tail: null }, tasks_cached: 0, tasks_missing: 0, waits_until: null,
      mark: 'none', mark_status: '',
    });
    problem(await client.post(FORM, PATH), 409, 'clickup.unset');
  });

  test('a path is walked in ClickUp and its names are kept', async () => {
    const client = await withKey();
    const saved = await client.expect(200, 'POST', FORM, {
      ...PATH, auto_sync: true, sync_interval: 15, max_tasks: 5000, include_closed: true, subtasks: true,
      list_name: 'made up',
    });
    assert.equal(saved.path, 'Северный мост / Подбор / Кандидаты / Входящие резюме');
    assert.equal(saved.list_name, 'Входящие резюме');
    assert.deepEqual(
      [saved.auto_sync, saved.sync_interval, saved.max_tasks, saved.include_closed, saved.subtasks],
      [true, 15, 5000, true, true],
    );
    assert.deepEqual([saved.status, saved.api_key], ['ok', { set: true, tail: '1234' }]);
    assert.ok(new Date(saved.next_run_at) <= Date.now(), 'the first sync is due at once');
    assert.deepEqual(await client.expect(200, 'GET', FORM), saved);
    const { auto_sync: on, next_run_at: next } = await client.expect(200, 'POST', FORM, { auto_sync: false });
    assert.deepEqual([on, next], [false, null]);
  });

  test('a list without a folder', async () => {
    const client = await withKey();
    const saved = await client.expect(200, 'POST', FORM, { ...PATH, folder_id: null, list_id: '901200105' });
    assert.equal(saved.path, 'Северный мост / Подбор / Кадровый резерв');
    assert.equal(saved.folder_id, null);
  });

  test('ClickUp is not asked about what stays the same', async () => {
    const client = await withKey();
    await client.expect(200, 'POST', FORM, PATH);
    await up.clickup.clearCalls();
    await client.expect(200, 'POST', FORM, { ...PATH, sync_interval: 60 });
    assert.equal((await up.clickup.calls()).total, 0);
  });

  test('each step must hold the next', async () => {
    const client = await withKey();
    const cases = [[{ team_id: '1' }, 'team_id'], [
      { space_id: '90120009' }, 'space_id',
    ], [{ folder_id: '99' }, 'folder_id'],
      [{ list_id: '901200106' }, 'list_id'], [{ folder_id: null }, 'list_id'], [{ space_id: '90120002' }, 'folder_id']];
    for (const [wrong, field] of cases) {
      assert.deepEqual(
        fields(await client.post(FORM, { ...PATH, ...wrong })), [`${field}:clickup.path`], JSON.stringify(wrong),
      );
    }
    assert.equal((await client.expect(200, 'GET', FORM)).list_id, null);
  });

  test('null is no value of what always has one', async () => {
    const client = await withKey();
    await client.expect(200, 'POST', FORM, { ...PATH, max_tasks: 50 });
    const nothing = { auto_sync: null, sync_interval: null, max_tasks: null, include_closed: null, subtasks: null };
    assert.deepEqual(fields(await client.post(FORM, nothing)), Object.keys(nothing).map((name) => `${name}:required`));
    assert.equal((await client.post(FORM, null)).status, 400);
    assert.equal((await client.expect(200, 'GET', FORM)).max_tasks, 50);
  });

  test('bad input names every field', async () => {
    const client = await withKey();
    const cases = [[{ list_name: 5 }, ['list_name:type']], [{ sync_interval: 0 }, ['sync_interval:range']], [
      { sync_interval: 1441 }, ['sync_interval:range'],
    ], [{ sync_interval: 1.5 }, ['sync_interval:type']],
      [{ sync_interval: '30' }, ['sync_interval:type']], [{ max_tasks: 0 }, ['max_tasks:range']],
      [{ max_tasks: 1000001 }, ['max_tasks:range']],
      [{ auto_sync: 'yes' }, ['auto_sync:type']], [{ list_id: LIST }, ['team_id:required', 'space_id:required']],
      [{ ...PATH, list_id: '../../x' }, ['list_id:format']],
      [{ ...PATH, team_id: 7 }, ['team_id:type']], [{ ...PATH, list_id: '9'.repeat(41) }, ['list_id:length']],
      [{ nonsense: 1, sync_interval: -1 }, ['nonsense:unknown']],
      [
        { sync_interval: 0, max_tasks: 0, subtasks: 1 }, ['subtasks:type', 'sync_interval:range', 'max_tasks:range'],
      ], [{ auto_sync: true }, ['list_id:required']]];
    for (const [body, wanted] of cases)
      assert.deepEqual(fields(await client.post(FORM, body)), wanted, JSON.stringify(body));
    problem(
      await client.raw('POST', FORM, { headers: { 'Content-Type': 'application/json' }, body: '[]' }), 400, 'io.json',
    );
    for (const minutes of [1, 1440])
      assert.equal((await client.expect(200, 'POST', FORM, { sync_interval: minutes })).sync_interval, minutes);
  });

  test('a form of the browser is taken', async () => {
    const client = await withKey();
    const send = (body) => client.raw('POST', FORM, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(body).toString(),
    });
    const on = await send({ ...PATH, auto_sync: 'on', sync_interval: '45' });
    assert.equal(on.status, 200, on.text);
    assert.deepEqual([on.json.auto_sync, on.json.sync_interval], [true, 45]);
    const off = await send({ ...PATH, sync_interval: '45' });
    assert.equal(off.json.auto_sync, false);
    assert.deepEqual(fields(await send({ ...PATH, sync_interval: '1441' })), ['sync_interval:range']);
  });

  test('a repeated request with the same Idempotency-Key is done once', async () => {
    const client = await withKey();
    const send = (key, body) => client.post(FORM, body, { headers: { 'Idempotency-Key': key } });
    const first = await send('form-1', { ...PATH, sync_interval: 17 });
    assert.equal(first.status, 200, first.text);
    await client.expect(200, 'POST', FORM, { sync_interval: 18 });
    const again = await send('form-1', { ...PATH, sync_interval: 17 });
    assert.equal(again.text, first.text);
    assert.equal((await client.expect(200, 'GET', FORM)).sync_interval, 18);
    problem(await send('form-1', { sync_interval: 19 }), 409, 'account.replay_other');
    assert.equal((await send('with a blank', {})).status, 400);
    const other = await withKey();
    assert.equal(
      (await other.post(FORM, { sync_interval: 20 }, { headers: { 'Idempotency-Key': 'form-1' } })).status, 200,
    );
  });

  test('what failed on the way may be repeated with its key', async () => {
    const client = await withKey();
    const send = () => client.post('/clickup/api/test-connection', {}, { headers: { 'Idempotency-Key': 'try' } });
    await up.clickup.fault({ kind: 'garbage', path: '/user$', times: 10 });
    assert.equal((await send()).status, 502);
    await up.clickup.clearFaults();
    assert.equal((await send()).status, 200);
  });

  test('is one’s own', async () => {
    const [mine, other] = [await withKey(), await withKey()];
    await mine.expect(200, 'POST', FORM, PATH);
    assert.equal((await other.expect(200, 'GET', FORM)).list_id, null);
  });

  test('roles, tokens, CSRF', async () => {
    for (const role of ['candidate', 'member']) {
      const client = await house.user({ role });
      for (const res of [
        await client.get(FORM), await client.post(FORM, {}), await client.get('/clickup/api/spaces?team_id=1'),
        await client.get('/api/v1/huntflow/accounts'),
      ]) problem(res, 403, 'io.role');
    }
    const client = await withKey();
    problem(await client.post(FORM, {}, { headers: { 'X-CSRF-Token': 'x' } }), 403, 'io.csrf');
    problem(await client.post(FORM, {}, { headers: { Origin: 'https://evil.example' } }), 403, 'io.origin');
    problem(await (await client.token({ scopes: ['read'] })).post(FORM, {}), 403, 'io.scope');
    await (await client.token()).expect(200, 'POST', FORM, PATH);
    problem(await house.anonymous().get(FORM), 401, 'auth');
  });

  test('a browser gets the page, a script the document', async () => {
    const client = await house.user();
    const res = await client.get(FORM, { headers: { Accept: 'text/html,*/*' } });
    assert.equal(res.headers['content-type'].split(';')[0], 'text/html');
  });
});

describe('the ClickUp connection', () => {
  const TEST = '/clickup/api/test-connection/';

  test('says who the key belongs to', async () => {
    const client = await withKey();
    const got = await client.expect(200, 'POST', TEST, {});
    assert.equal(got.ok, true);
    assert.equal(typeof got.user.id, 'number');
    assert.ok(got.user.username && got.user.email);
    assert.deepEqual(got.teams, [{ id: TEAM, name: 'Северный мост' }]);
    assert.equal((await client.expect(200, 'GET', FORM)).status, 'ok');
    await client.expect(200, 'POST', TEST);
  });

  test('tries a key before it is stored', async () => {
    const client = await house.user();
    problem(await client.post(TEST, {}), 409, 'clickup.unset');
    await client.expect(200, 'POST', TEST, { api_key: up.clickup.token });
    assert.equal((await client.expect(200, 'GET', '/api/v1/profile')).clickup_api_key.set, false);
    const res = await client.post(TEST, { api_key: 'pk_not_this_one_998877' });
    problem(res, 424, 'clickup.token');
    assert.ok(!res.text.includes('998877'));
    assert.deepEqual(fields(await client.post(TEST, { api_key: 'a b' })), ['api_key:service.key_format']);
    assert.deepEqual(fields(await client.post(TEST, { api_key: 'x\r\nX-Evil: 1' })), ['api_key:service.key_format']);
    assert.deepEqual(fields(await client.post(TEST, { key: 'x' })), ['key:unknown']);
  });

  test('a refused key is named on the form, a good one mends it', async () => {
    const client = await house.user();
    await client.expect(200, 'PATCH', '/api/v1/profile', { clickup_api_key: 'pk_revoked_long_ago_1' });
    problem(await client.post(TEST, {}), 424, 'clickup.token');
    const ill = await client.expect(200, 'GET', FORM);
    assert.deepEqual([ill.status, ill.status_code], ['refused', 'clickup.token']);
    assert.match(ill.status_text, /ключ/i);
    assert.ok(ill.checked_at);
    await client.expect(200, 'PATCH', '/api/v1/profile', { clickup_api_key: up.clickup.token });
    assert.equal((await client.expect(200, 'GET', FORM)).status, 'new');
    await client.expect(200, 'POST', TEST, {});
    assert.equal((await client.expect(200, 'GET', FORM)).status, 'ok');
  });

  test('a service that answers nonsense', async () => {
    const client = await withKey();
    await up.clickup.fault({ kind: 'garbage', path: '/user$', times: 10 });
    const res = await client.post(TEST, {});
    assert.equal(res.status, 502, res.text);
    assert.equal(res.json.code, 'clickup.down');
    assert.equal((await client.expect(200, 'GET', FORM)).status, 'error');
    await up.clickup.clearFaults();
    await up.clickup.fault({ kind: 'status', status: 403, path: '/team$', times: 10 });
    problem(await client.post(TEST, {}), 403, 'clickup.denied');
  });
});

describe('what can be chosen', () => {
  test('level by level', async () => {
    const client = await withKey();
    const at = (query) => client.expect(200, 'GET', `/clickup/api/path-options/${query}`);
    assert.deepEqual(await at(''), {
      teams: [{ id: TEAM, name: 'Северный мост' }], spaces: [], folders: [], lists: [],
    });
    assert.deepEqual((await at(`?team_id=${TEAM}`)).spaces, [
      { id: SPACE, name: 'Подбор' }, { id: '90120002', name: 'Офис' },
    ]);
    const space = await at(`?team_id=${TEAM}&space_id=${SPACE}`);
    assert.deepEqual(space.folders.map(({ name }) => name), ['Кандидаты', 'База']);
    assert.deepEqual(space.lists.map(({ name }) => name), ['Кадровый резерв']);
    const folder = await at(`?team_id=${TEAM}&space_id=${SPACE}&folder_id=${FOLDER}`);
    assert.deepEqual(folder.lists.map(({ name }) => name), ['Входящие резюме', 'Интервью', 'Офферы']);
    assert.equal(typeof folder.lists[0].task_count, 'number');
  });

  test('the documented addresses', async () => {
    const client = await withKey();
    const ids = async (path) => (await client.expect(200, 'GET', path)).map(({ id }) => id);
    assert.deepEqual(await ids(`/clickup/api/spaces/?team_id=${TEAM}`), [SPACE, '90120002']);
    assert.deepEqual(await ids(`/clickup/api/folders/?space_id=${SPACE}`), [FOLDER, '90120011']);
    assert.deepEqual(await ids(`/clickup/api/lists/?folder_id=${FOLDER}`), [LIST, '901200101', '901200102']);
    assert.deepEqual(await ids(`/clickup/api/lists/?space_id=${SPACE}`), ['901200105']);
  });

  test('bad input', async () => {
    const client = await withKey();
    const cases = [['spaces', 'team_id:required'], [
      'spaces?team_id=', 'team_id:required',
    ], ['folders', 'space_id:required'], ['lists', 'space_id:required'],
      [
        'spaces?team_id=..%2Fuser', 'team_id:format',
      ], ['lists?folder_id=1%202', 'folder_id:format'], ['path-options?team=1', 'team:unknown']];
    for (const [path, wanted] of cases)
      assert.deepEqual(fields(await client.get(`/clickup/api/${path}`)), [wanted], path);
    problem(await (await house.user()).get(`/clickup/api/spaces?team_id=${TEAM}`), 409, 'clickup.unset');
    assert.equal((await client.post('/clickup/api/spaces', {})).status, 405);
  });

  test('calls are logged without the key', async () => {
    const client = await withKey();
    await client.expect(200, 'GET', '/clickup/api/path-options');
    const rows = await house.sql('SELECT * FROM api_call WHERE user_id = ?', [client.user.id]);
    assert.ok(rows.length > 0);
    assert.ok(!JSON.stringify(rows).includes(up.clickup.token));
    for (const { name, text } of house.logs()) assert.ok(!text.includes(up.clickup.token), name);
  });
});

describe('Huntflow', () => {
  const TEST = '/huntflow/test-connection/';

  test('says whose key it is and what it opens', async () => {
    const client = await withHuntflow();
    const got = await client.expect(200, 'POST', TEST, {});
    assert.deepEqual([got.ok, got.system, got.expires_at], [true, 'PROD', null]);
    assert.ok(got.user.name || got.user.email);
    assert.deepEqual(got.accounts.map(({ id }) => id), [11, 12]);
    const accounts = await client.expect(200, 'GET', '/api/v1/huntflow/accounts');
    assert.deepEqual(accounts, got.accounts);
  });

  test('its dictionaries', async () => {
    const client = await withHuntflow();
    const vacancies = await client.expect(200, 'GET', '/api/v1/huntflow/accounts/11/vacancies');
    assert.ok(vacancies.length > 0);
    assert.deepEqual(Object.keys(vacancies[0]), ['id', 'position', 'company', 'state']);
    assert.ok(vacancies.every(({ state }) => state === 'OPEN'));
    const statuses = await client.expect(200, 'GET', '/api/v1/huntflow/accounts/11/statuses');
    assert.deepEqual(Object.keys(statuses[0]), ['id', 'name', 'type', 'order']);
    assert.deepEqual(statuses.map(({ order }) => order), statuses.map(({ order }) => order).sort((a, b) => a - b));
    problem(await client.get('/api/v1/huntflow/accounts/x/statuses'), 404, 'absent');
    assert.equal((await client.get('/api/v1/huntflow/accounts/9999/vacancies')).json.code, 'huntflow.absent');
  });

  test('not set up, wrong key, wrong system', async () => {
    const client = await house.user();
    problem(await client.post(TEST, {}), 409, 'huntflow.setup');
    problem(await client.get('/api/v1/huntflow/accounts'), 409, 'huntflow.setup');
    assert.deepEqual(fields(await client.post(TEST, { system: 'TEST' })), ['system:choice']);
    await client.expect(200, 'PATCH', '/api/v1/profile', {
      huntflow_prod_url: up.huntflow.url, huntflow_prod_api_key: 'a-wrong-access-token',
    });
    problem(await client.post(TEST, {}), 424, 'huntflow.key');
    const [row] = await house.sql(
      "SELECT status, status_code FROM connection WHERE owner_id = ? AND provider = 'huntflow'", [client.user.id],
    );
    assert.deepEqual(row, { status: 'refused', status_code: 'huntflow.key' });
    problem(await client.post(TEST, { system: 'SANDBOX' }), 409, 'huntflow.setup');
  });

  test('a key is tried before it is stored', async () => {
    const client = await house.user();
    const { url, api_key: key } = up.huntflow;
    const wrong = 'a-wrong-access-token';
    const stored = () => house.sql('SELECT id, status FROM connection WHERE owner_id = ?', [client.user.id]);
    const { ok, system } = await client.expect(200, 'POST', TEST, { system: 'PROD', url, api_key: key });
    assert.deepEqual([ok, system], [true, 'PROD']);
    assert.deepEqual(fields(await client.post(TEST, { url, api_key: wrong })), ['api_key:huntflow.key_refused']);
    assert.deepEqual(await stored(), [], 'a trial stores nothing');
    problem(await client.post(TEST, { api_key: key }), 409, 'huntflow.setup');
    assert.deepEqual(fields(await client.post(TEST, { url })), ['api_key:required']);
    assert.deepEqual(fields(await client.post(TEST, { url: 'ftp://x', api_key: key })).length, 1);
    assert.deepEqual(fields(await client.post(TEST, { url, api_key: 'a b' })), ['api_key:service.key_format']);

    const known = await withHuntflow();
    await known.expect(200, 'POST', TEST, {});
    assert.deepEqual(fields(await known.post(TEST, { api_key: wrong })), ['api_key:huntflow.key_refused']);
    await up.huntflow.expireAccess();
    assert.deepEqual(fields(await known.post(TEST, { api_key: key })), ['api_key:huntflow.key_expired']);
    const [row] = await house.sql(
      "SELECT status FROM connection WHERE owner_id = ? AND provider = 'huntflow'", [known.user.id],
    );
    assert.equal(row.status, 'ok', 'the stored key is as it was');
    await up.huntflow.reset();
    const script = await known.token({ name: 'trial' });
    problem(await script.post(TEST, { url, api_key: key }), 403, 'account.session_only');
  });

  test('an address with or without /v2 and a slash', async () => {
    const client = await withHuntflow();
    for (const url of [up.huntflow.origin, `${up.huntflow.origin}/`, up.huntflow.url, `${up.huntflow.url}/`]) {
      await client.expect(200, 'PATCH', '/api/v1/profile', { huntflow_prod_url: url });
      await client.expect(200, 'POST', TEST, { system: 'PROD' });
    }
  });

  test('an expired key is renewed by the way', async () => {
    const client = await withHuntflow();
    await up.huntflow.expireAccess();
    const got = await client.expect(200, 'POST', TEST, {});
    assert.ok(new Date(got.expires_at) - Date.now() > 6 * 86400000);
    const profile = await client.expect(200, 'GET', '/api/v1/profile');
    assert.ok(profile.huntflow_prod_refresh_token.expires_at);
    await up.huntflow.reset();
  });

  test('an address inside the network is refused at the call, too', async () => {
    const client = await withHuntflow();
    await house.sql(
      "UPDATE connection SET base_url = 'http://169.254.169.254/v2' WHERE owner_id = ?", [client.user.id],
    );
    const res = await client.post(TEST, {});
    assert.deepEqual([res.status, res.json.code], [400, 'io.url'], res.text);
    assert.equal(
      (await house.sql(
        "SELECT COUNT(*) AS n FROM api_call WHERE user_id = ? AND status_code = 200", [client.user.id],
      ))[0].n,
      0,
    );
  });
});

describe('the command line', () => {
  test('connects from lines', async () => {
    const client = await house.user();
    const lines = {
      clickup_api_key: up.clickup.token, huntflow_prod_url: up.huntflow.url,
      huntflow_prod_api_key: up.huntflow.api_key, huntflow_prod_refresh_token: up.huntflow.refresh_token,
      active_system: 'PROD', ...PATH, max_tasks: 400,
    };
    const input = Object.entries(lines).map(([key, value]) => `${key}=${value}\n`).join('');
    const done = await house.run('hirewire', ['connect', client.user.email], { input });
    assert.equal(done.code, 0, done.stderr);
    const form = await client.expect(200, 'GET', FORM);
    assert.deepEqual([form.list_name, form.max_tasks, form.auto_sync], ['Входящие резюме', 400, false]);
    await client.expect(200, 'POST', '/huntflow/test-connection', {});
    const wrong = await house.run('hirewire', ['connect', client.user.email], { input: 'clickup_api_key=a b\nwhat\n' });
    assert.equal(wrong.code, 1);
    const unknown = await house.run(
      'hirewire', ['connect', client.user.email], { input: 'colour=red\nsync_interval=9999\n' },
    );
    assert.match(unknown.stderr, /colour/);
  });

  test("takes ClickUp's key from the environment, unless the lines have one", async () => {
    const client = await house.user();
    const env = { CLICKUP_API_KEY: up.clickup.token };
    const done = await house.run('hirewire', ['connect', client.user.email], { env, input: '' });
    assert.equal(done.code, 0, done.stderr);
    assert.ok(!`${done.stdout}${done.stderr}`.includes(up.clickup.token));
    await client.expect(200, 'POST', '/clickup/api/test-connection', {});
    await house.run('hirewire', ['connect', client.user.email], {
      env, input: 'clickup_api_key=pk_1_ANOTHER0000000000000000000000000\n',
    });
    assert.equal((await client.post('/clickup/api/test-connection', {})).status, 424);
  });
});
