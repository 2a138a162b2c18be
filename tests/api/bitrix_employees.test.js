// Employees of Bitrix24 portals: read page by page, linked to people, confirmed by a code.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { ACCOUNTS, bitrixEnv, connectBitrix, syncBitrix } from '../lib/bitrix.js';
import { startHouse } from '../lib/house.js';
import { pagesOf } from '../lib/pages_of.js';
import { fields, problem } from '../lib/problem.js';
import { Bitrix } from '../upstreams/bitrix.js';
import { Reply } from '../upstreams/server.js';

const ALL = '/api/v1/bitrix24/employees/';
const sim = new Bitrix({ people: 5 });
let house;
before(async () => {
  await sim.start();
  house = await startHouse({ env: bitrixEnv() });
});
after(async () => { await house?.stop(); await sim.stop(); });

const seen = [];
beforeEach(() => { sim.clear(); sim.renew(); });
afterEach(() => assert.deepEqual(seen.splice(0).flatMap(({ wrong }) => wrong), [], 'as described'));
let companies = 0;
async function connect(more = {}) {
  const company = more.company ?? `Company ${++companies}`;
  const made = await connectBitrix(house, sim, { ...more, company });
  seen.push(made.admin);
  return { ...made, company };
}
const named = (admin, query = '') => admin.expect(200, 'GET', `${ALL}?page_size=100${query}`);

describe('a sync of all', () => {
  test('goes without what the webhook may not do, and says so; asked for by name, that is a failure', async () => {
    const { admin, id } = await connect({ hook: sim.webhook({ scopes: ['user', 'department'] }) });
    const run = async (what) => {
      await syncBitrix(house, admin, id, what);
      const [log] = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/sync-logs/`);
      return log;
    };
    const all = await run('all');
    assert.deepEqual([all.status, all.created, all.failed], ['success', 5, 0]);
    assert.deepEqual(all.metadata.skipped.map(({ part, code }) => [part, code]), [['calendar', 'bitrix.scope']]);
    const one = await run('calendar');
    assert.deepEqual([one.status, one.error_code], ['error', 'bitrix.scope']);
  });
});

describe('a connection test', () => {
  test('says whose the webhook is and what is missing', async () => {
    const { admin, id } = await connect();
    const got = await admin.expect(200, 'POST', `${ACCOUNTS}${id}/test-connection/`);
    assert.deepEqual([got.ok, got.facts.user.id, got.facts.user.admin, got.notes], [true, 1, true, []]);
    assert.equal((await admin.expect(200, 'GET', `${ACCOUNTS}${id}/`)).facts.contacts, true);
    const less = await connect({ hook: sim.webhook({ scopes: ['user_brief', 'calendar'] }) });
    const { notes } = await less.admin.expect(200, 'POST', `${ACCOUNTS}${less.id}/test-connection/`);
    assert.deepEqual(notes.map(({ scope, code }) => `${scope}:${code}`), [
      'department:bitrix.without_department', 'task:bitrix.without_task', 'im:bitrix.without_im',
      'user:bitrix.without_contacts',
    ]);
    assert.ok(notes.every(({ detail }) => detail && !detail.includes('%s')));
  });

  for (const [code, status, expected, state] of [
    ['NO_AUTH_FOUND', 424, 'bitrix.no_auth', 'error'], ['INVALID_CREDENTIALS', 424, 'bitrix.credentials', 'error'],
    ['expired_token', 424, 'bitrix.expired', 'error'], ['ACCESS_DENIED', 403, 'bitrix.plan', 'error'],
    ['OVERLOAD_LIMIT', 429, 'bitrix.overload', 'active'], ['ERROR_METHOD_NOT_FOUND', 502, 'bitrix.method', 'error'],
    ['', 502, 'bitrix.refused', 'error'],
  ]) {
    test(`a refusal ${code || 'without a code'} has its own words`, async () => {
      const { admin, id } = await connect();
      sim.refuse(code, { method: 'batch', times: 9, description: 'Reason<br>given' });
      const res = await admin.post(`${ACCOUNTS}${id}/test-connection/`);
      problem(res, status, expected);
      assert.ok(!res.text.includes('%s') && !res.text.includes('<br>'), res.text);
      const after = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/`);
      assert.equal(after.status, state);
      if (state === 'error') assert.equal(after.last_error_code, expected);
    });
  }

  test('a number as the error, an error under 200, a page instead of an answer', async () => {
    const { admin, id } = await connect();
    const url = `${ACCOUNTS}${id}/test-connection/`;
    sim.refuse(100, { method: 'batch', status: 200, description: 'odd' });
    problem(await admin.post(url), 502, 'bitrix.refused');
    sim.refuse('NO_AUTH_FOUND', { method: 'batch', status: 200 });
    problem(await admin.post(url), 424, 'bitrix.no_auth');
    sim.fault('html', { method: 'batch' });
    problem(await admin.post(url), 502, 'bitrix.down');
    sim.fault('html', { method: 'batch', status: 404 });
    problem(await admin.post(url), 502, 'bitrix.page');
    await admin.expect(200, 'POST', url);
    assert.equal((await admin.expect(200, 'GET', `${ACCOUNTS}${id}/`)).status, 'active');
  });

  test('too many calls: it waits and repeats', async () => {
    const { admin, id } = await connect();
    sim.refuse('QUERY_LIMIT_EXCEEDED', { method: 'batch', times: 2 });
    await admin.expect(200, 'POST', `${ACCOUNTS}${id}/test-connection/`);
    assert.equal(sim.calls.length, 3);
  });

  test('commands of a batch that were not run are sent again', async () => {
    const { admin, id } = await connect();
    sim.unrun = 1;
    await admin.expect(200, 'POST', `${ACCOUNTS}${id}/test-connection/`);
    assert.deepEqual([sim.count('scope'), sim.count('profile'), sim.calls.length], [1, 1, 2]);
  });

  test('no log, no error and no call has the address of the webhook', async () => {
    const { admin, id, hook } = await connect();
    await admin.expect(200, 'POST', `${ACCOUNTS}${id}/test-connection/`);
    sim.refuse('ERROR', { method: 'batch', description: `broken: ${sim.url(hook)}profile` });
    const res = await admin.post(`${ACCOUNTS}${id}/test-connection/`);
    assert.ok(!res.text.includes(hook.code), res.text);
    const calls = await house.sql('SELECT * FROM api_call WHERE connection_id = ?', [id]);
    assert.equal(calls.length, 2);
    assert.deepEqual(calls.map(({ endpoint }) => endpoint), ['/batch', '/batch']);
    for (const table of ['api_call', 'audit', 'connection', 'integration_account'])
      assert.ok(!JSON.stringify(await house.sql(`SELECT * FROM ${table}`)).includes(hook.code), table);
    for (const { name, text } of house.logs()) assert.ok(!text.includes(hook.code), name);
  });
});

describe('a sync of employees', () => {
  test('makes them of users, leavers too; a second one writes nothing', async () => {
    sim.portal.addDepartment({ ID: '7', NAME: 'Подбор', PARENT: '1' });
    sim.portal.users.get('2').ACTIVE = false;
    Object.assign(sim.portal.users.get('3'), {
      PERSONAL_MOBILE: '', WORK_PHONE: '+375 29 111-22-33', UF_DEPARTMENT: [7, 1], NAME: 'Анна', LAST_NAME: '',
    });
    const { admin, id } = await connect();
    const log = await syncBitrix(house, admin, id);
    assert.deepEqual(
      [log.status, log.sync_type, log.records_synced, log.created, log.updated, log.failed],
      ['success', 'employees', 5, 5, 0, 0],
    );
    const all = await named(admin);
    assert.equal(all.length, 5);
    assert.equal(all.find(({ metadata }) => metadata.bitrix_id === 2).status, 'inactive');
    const anna = all.find(({ metadata }) => metadata.bitrix_id === 3);
    assert.deepEqual(
      [anna.full_name, anna.phone, anna.departments],
      ['Анна', '+375 29 111-22-33', [{ id: 7, name: 'Подбор' }, { id: 1, name: 'Компания' }]],
    );
    const { email } = all[0];
    assert.ok(email.includes('@'));

    const before = await house.sql('SELECT * FROM employee ORDER BY id');
    const again = await syncBitrix(house, admin, id);
    assert.deepEqual([again.status, again.created, again.updated], ['success', 0, 0]);
    assert.deepEqual(await house.sql('SELECT * FROM employee ORDER BY id'), before);
    const account = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/`);
    assert.ok(account.last_sync_at && account.status === 'active');
  });

  test('what changed is changed; whoever the portal names no more is inactive, not deleted', async () => {
    const { admin, id } = await connect();
    await syncBitrix(house, admin, id);
    sim.portal.users.get('1').WORK_POSITION = 'Директор';
    sim.portal.users.delete('4');
    const log = await syncBitrix(house, admin, id);
    assert.deepEqual([log.created, log.updated], [0, 2]);
    const all = await named(admin);
    assert.equal(all.find(({ metadata }) => metadata.bitrix_id === 1).position, 'Директор');
    assert.equal(all.find(({ metadata }) => metadata.bitrix_id === 4).status, 'inactive');
    sim.portal.addUser(3);
    assert.equal((await syncBitrix(house, admin, id)).updated, 1);
    assert.equal((await named(admin, '&status=active')).length, 5);
  });

  test('a portal that names nobody is believed in nothing', async () => {
    const { admin, id } = await connect();
    await syncBitrix(house, admin, id);
    sim.portal.users.clear();
    const log = await syncBitrix(house, admin, id);
    assert.deepEqual([log.status, log.error_code], ['error', 'bitrix.nobody']);
    assert.equal((await named(admin, '&status=active')).length, 5);
  });

  test('without the scope for departments their numbers are shown, and that is no error', async () => {
    const { admin, id } = await connect({ hook: sim.webhook({ scopes: ['user_basic'] }) });
    const log = await syncBitrix(house, admin, id);
    assert.equal(log.status, 'success');
    const [one] = await named(admin);
    assert.deepEqual([one.departments, one.email], [[{ id: 1, name: null }], '']);
  });

  test('a record that makes no sense is named, the others are taken', async () => {
    sim.portal.users.set('9', { ...sim.portal.users.get('5'), ID: ['9'] });
    const { admin, id } = await connect();
    const log = await syncBitrix(house, admin, id);
    assert.deepEqual([log.status, log.created, log.failed], ['partial', 5, 1]);
    assert.deepEqual(log.metadata.failures.map(({ record, code }) => [record, code]), [['?', 'bitrix.shape']]);
  });

  test('a page of the gateway before the portal is a fault that passes', async () => {
    const { admin, id } = await connect();
    sim.fault('html', { method: 'user.get' });
    const log = await syncBitrix(house, admin, id);
    assert.deepEqual([log.status, sim.count('user.get') > 0], ['success', true]);
  });

  test('one that was cut off goes on at its page', async () => {
    for (let n = 5; n < 130; n++) sim.portal.addUser(n);
    const { admin, id } = await connect();
    sim.refuse('OVERLOAD_LIMIT', { method: 'user.get', skip: 2, times: 1 });
    const cut = await syncBitrix(house, admin, id);
    assert.deepEqual([cut.status, cut.error_code, cut.created], ['partial', 'bitrix.overload', 100]);
    sim.calls.length = 0;
    await house.sql("UPDATE connection SET auto_sync = 1, next_run_at = '2020-01-01' WHERE id = ?", [id]);
    // A worker of the house that has the turn goes on with it: then ours ends at once.
    let log;
    await house.until(async () => {
      await house.run('tick', ['accounts']);
      [log] = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/sync-logs/`);
      return log.metadata.reason === 'auto' && !['waiting', 'running'].includes(log.status);
    });
    assert.deepEqual([log.metadata.reason, log.status, log.created, log.records_synced], ['auto', 'success', 30, 30]);
    assert.equal(sim.count('user.get'), 3);
  });

  test('a worker that is killed loses nothing and doubles nothing', async () => {
    for (let n = 5; n < 260; n++) sim.portal.addUser(n);
    const { admin, id } = await connect();
    sim.latencyMs = 150;
    const { id: run } = await admin.expect(202, 'POST', `${ACCOUNTS}${id}/sync/`, { what: 'employees' });
    await house.until(() => sim.count('user.get') >= 2, { timeout: 30_000 });
    await house.kill('tick');
    sim.latencyMs = 0;
    await house.sql("UPDATE sync_run SET lease_until = '2020-01-01' WHERE id = ? AND state = 'running'", [run]);
    await house.run('tick', ['accounts']);
    const log = await admin.expect(200, 'GET', `/api/v1/bitrix24/sync-logs/${run}/`);
    assert.deepEqual([log.status, log.created], ['success', 260]);
    assert.equal((await house.sql('SELECT COUNT(*) AS n FROM employee WHERE connection_id = ?', [id]))[0].n, 260);
    assert.ok(sim.count('user.get') <= 8, String(sim.count('user.get')));
  });

  test('10 000 employees take fewer than 205 calls, and a second sync writes no row', async () => {
    for (let n = 5; n < 10_000; n++) sim.portal.addUser(n);
    const { admin, id } = await connect();
    const log = await syncBitrix(house, admin, id);
    assert.deepEqual([log.status, log.created], ['success', 10_000]);
    assert.ok(log.metadata.calls < 205 && sim.calls.length < 205, `${log.metadata.calls} calls`);
    const again = await syncBitrix(house, admin, id);
    assert.deepEqual([again.created, again.updated], [0, 0]);
    const page = await admin.raw('GET', `${ALL}?page_size=100`);
    assert.deepEqual([page.json.length, page.headers['x-total-count']], [100, '10000']);
  });

  test('is due by itself once a day, and not where the account is off or refused', async () => {
    const { admin, id } = await connect({ settings: { auto_sync: true } });
    await house.run('tick', ['accounts']);
    assert.equal(sim.count('user.get'), 1);
    const due = () => house.sql("UPDATE connection SET next_run_at = '2020-01-01' WHERE id = ?", [id]);
    await due();
    await house.run('tick', ['accounts']);
    assert.equal(sim.count('user.get'), 1, 'not yet');
    await house.sql("UPDATE sync_cursor SET full_at = '2020-01-01' WHERE connection_id = ?", [id]);
    sim.refuse('NO_AUTH_FOUND', { method: 'user.get' });
    await due();
    await house.run('tick', ['accounts']);
    const refused = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/`);
    assert.deepEqual([refused.status, refused.last_error_code, refused.next_sync_at],
      ['error', 'bitrix.no_auth', null]);
    await due();
    sim.calls.length = 0;
    await house.run('tick', ['accounts']);
    assert.equal(sim.calls.length, 0, 'a refused account rests');
    await admin.expect(200, 'PATCH', `${ACCOUNTS}${id}/`, { status: 'inactive' });
    problem(await admin.post(`${ACCOUNTS}${id}/sync/`, {}), 409, 'service.account_inactive');
  });

  test('one at a time; what there is to sync is named', async () => {
    const { admin, id } = await connect();
    assert.deepEqual(fields(await admin.post(`${ACCOUNTS}${id}/sync/`, { what: 'nonsense' })), ['what:choice']);
    sim.latencyMs = 300;
    await admin.expect(202, 'POST', `${ACCOUNTS}${id}/sync/`, {});
    problem(await admin.post(`${ACCOUNTS}${id}/sync/`, {}), 409, 'service.sync_running');
    await house.run('tick', ['accounts']);
  });
});

describe('employees', () => {
  test('are found by words, department, status and link', async () => {
    sim.portal.addDepartment({ ID: '7', NAME: 'Подбор', PARENT: '1' });
    sim.portal.addDepartment({ ID: '8', NAME: 'Массовый подбор', PARENT: '7' });
    Object.assign(sim.portal.users.get('3'), { NAME: 'Ольга', LAST_NAME: 'Сорока', UF_DEPARTMENT: [8] });
    sim.portal.users.get('4').UF_DEPARTMENT = [7];
    const { admin, id, company } = await connect();
    await syncBitrix(house, admin, id);
    const ids = async (query) => (await named(admin, query)).map(({ metadata }) => metadata.bitrix_id).sort();
    assert.deepEqual(await ids('&q=сорока+ольга'), [3]);
    assert.deepEqual(await ids('&q=%25'), []);
    const tree = await admin.expect(200, 'GET', '/api/v1/bitrix24/departments/');
    const of = (name) => tree.find((one) => one.name === name);
    assert.equal(of('Массовый подбор').parent_id, of('Подбор').id);
    assert.equal(of('Подбор').parent_id, of('Компания').id);
    assert.equal(of('Подбор').employees, 1);
    assert.deepEqual(await ids(`&department=${of('Подбор').id}`), [3, 4]);
    assert.deepEqual(await ids(`&department=${of('Массовый подбор').id}`), [3]);
    assert.deepEqual(fields(await admin.get(`${ALL}?department=999999`)), ['department:absent']);
    const [{ id: employee }] = await named(admin, '&q=сорока');
    const member = await house.user({ role: 'member', company });
    const linked = await admin.expect(200, 'POST', `${ALL}${employee}/link/`, { user_id: member.user.id });
    assert.equal(linked.user.id, member.user.id);
    assert.deepEqual(await ids('&linked=1'), [3]);
    assert.equal((await ids('&linked=0')).length, 4);
    problem(await member.post(`${ALL}${employee}/link/`, { user_id: null }), 403, 'io.role');
    const bare = await admin.expect(200, 'POST', `${ALL}${employee}/link/`, { user_id: null });
    assert.equal(bare.user, null);
    const { admin: stranger } = await connect();
    problem(await stranger.get(`${ALL}${employee}/`), 404, 'absent');
    assert.deepEqual(await named(stranger), []);
  });

  test('whatever a portal refuses of a sync or a test is an error of the account, until it answers again', async () => {
    const { admin, id } = await connect();
    const state = async () => {
      const { status, last_error_code: code } = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/`);
      return [status, code];
    };
    sim.fault('status', { status: 404, body: {}, times: 50 });
    assert.equal((await syncBitrix(house, admin, id)).status, 'error');
    assert.deepEqual(await state(), ['error', 'bitrix.refused']);
    sim.clearFaults();
    assert.equal((await syncBitrix(house, admin, id)).status, 'success');
    assert.deepEqual(await state(), ['active', null]);
    sim.fault('status', { status: 404, body: {}, times: 50 });
    problem(await admin.post(`${ACCOUNTS}${id}/test-connection/`), 502, 'bitrix.refused');
    assert.deepEqual(await state(), ['error', 'bitrix.refused']);
  });

  test('departments that do not end are no departments', async () => {
    const { admin, id } = await connect();
    const serve = sim.serve.bind(sim);
    sim.serve = async (req) => (/department\.get$/.test(req.path)
      ? new Reply(200, { result: [], next: 50, time: {} }) : serve(req));
    const log = await syncBitrix(house, admin, id).finally(() => { sim.serve = serve; });
    assert.deepEqual([log.status, log.error_code], ['error', 'bitrix.shape']);
  });

  test('pages go on by name', async () => {
    for (let n = 5; n < 12; n++) sim.portal.addUser(n, { NAME: 'Иван', LAST_NAME: 'Иванов' });
    const { admin, id } = await connect();
    await syncBitrix(house, admin, id);
    const met = (await pagesOf(admin, `${ALL}?page_size=5`)).flat().map((one) => one.id);
    assert.deepEqual([met.length, new Set(met).size], [12, 12]);
  });

  test('one e-mail at two portals is one person; ids of two portals do not meet', async () => {
    const { admin, id, company } = await connect();
    const other = await connect({ admin, company, name: 'Второй' });
    await syncBitrix(house, admin, id);
    await syncBitrix(house, admin, other.id);
    const all = await named(admin);
    assert.equal(all.length, 10);
    const [one] = all;
    assert.deepEqual(one.same_person.map(({ account_id: account }) => account), [
      one.account_id === id ? other.id : id,
    ]);
    const member = await house.user({ role: 'member', company });
    await admin.expect(200, 'POST', `${ALL}${one.id}/link/`, { user_id: member.user.id });
    const mate = all.find((two) => two.account_id === one.account_id && two.id !== one.id);
    problem(await admin.post(`${ALL}${mate.id}/link/`, { user_id: member.user.id }), 409, 'bitrix.linked');
    await admin.expect(200, 'POST', `${ALL}${one.same_person[0].id}/link/`, { user_id: member.user.id });
    const stranger = await house.user({ role: 'member', company: `${company} 2` });
    assert.deepEqual(fields(await admin.post(`${ALL}${mate.id}/link/`, { user_id: stranger.user.id })), [
      'user_id:bitrix.no_user',
    ]);
  });
});

describe('another portal', () => {
  test('is another account: its people do not become those of the first', async () => {
    const { admin, id } = await connect();
    const one = `${ACCOUNTS}${id}/`;
    const elsewhere = { credentials: { webhook_url: 'https://elsewhere.bitrix24.ru/rest/1/k3yk3yk3yk3yk3y1/' } };
    const made = await admin.expect(201, 'POST', ACCOUNTS, {
      ...elsewhere, name: 'Не тот', settings: { auto_sync: false },
    });
    await admin.expect(200, 'PATCH', `${ACCOUNTS}${made.id}/`, { credentials: { webhook_url: sim.url() } });
    await syncBitrix(house, admin, id);
    problem(await admin.patch(one, elsewhere), 409, 'service.account_moved');
    problem(await admin.patch(one, {
      credentials: { webhook_url: null, client_id: 'local.1.2', client_secret: 'secretsecret' },
      settings: { portal: 'elsewhere.bitrix24.ru' },
    }), 409, 'service.account_moved');
    const hook = sim.webhook();
    await admin.expect(200, 'PATCH', one, { credentials: { webhook_url: sim.url(hook) } });
    assert.equal((await syncBitrix(house, admin, id)).updated, 0);
  });
});

describe('a confirmation code', () => {
  async function begin() {
    const made = await connect();
    await syncBitrix(house, made.admin, made.id);
    const [employee] = await named(made.admin);
    const member = await house.user({ role: 'member', company: made.company });
    return { ...made, employee, member, url: `${ALL}${employee.id}/` };
  }
  const digits = () => /\b\d{6}\b/.exec(sim.portal.notices.at(-1).message)[0];

  test('reaches the employee and links whoever types it', async () => {
    const { member, employee, url, id } = await begin();
    await member.expect(200, 'POST', `${url}send-code/`);
    assert.equal(sim.portal.notices.at(-1).user, String(employee.metadata.bitrix_id));
    const code = digits();
    const linked = await member.expect(200, 'POST', `${url}confirm-code/`, { code });
    assert.equal(linked.user.id, member.user.id);
    problem(await member.post(`${url}confirm-code/`, { code }), 409, 'bitrix.code_over');
    const kept = await house.sql('SELECT request_data FROM api_call WHERE connection_id = ? AND endpoint LIKE ?', [
      id, '%notify%',
    ]);
    assert.ok(kept.length === 1 && !JSON.stringify(kept).includes(code), JSON.stringify(kept));
  });

  test('holds on while its link fails: whoever is free by then types it again', async () => {
    const { admin, member, employee, url } = await begin();
    const other = (await named(admin)).find(({ id }) => id !== employee.id);
    await admin.expect(200, 'POST', `${ALL}${other.id}/link/`, { user_id: member.user.id });
    await member.expect(200, 'POST', `${url}send-code/`);
    const code = digits();
    problem(await member.post(`${url}confirm-code/`, { code }), 409, 'bitrix.linked');
    await admin.expect(200, 'POST', `${ALL}${other.id}/link/`, { user_id: null });
    assert.equal((await member.expect(200, 'POST', `${url}confirm-code/`, { code })).user.id, member.user.id);
  });

  test('is for its own person, holds for five tries and ten minutes', async () => {
    const { member, company, url } = await begin();
    await member.expect(200, 'POST', `${url}send-code/`);
    const code = digits();
    const other = await house.user({ role: 'member', company });
    problem(await other.post(`${url}confirm-code/`, { code }), 409, 'bitrix.code_over');
    const wrong = code === '000000' ? '000001' : '000000';
    for (let n = 0; n < 5; n++)
      assert.deepEqual(fields(await member.post(`${url}confirm-code/`, { code: wrong })), ['code:bitrix.code_wrong']);
    problem(await member.post(`${url}confirm-code/`, { code }), 409, 'bitrix.code_over');
    problem(await member.post(`${url}send-code/`), 429, 'bitrix.code_often');
    await house.sql('UPDATE employee_code SET sent_at = NOW(3) - INTERVAL 2 MINUTE');
    await member.expect(200, 'POST', `${url}send-code/`);
    await house.sql('UPDATE employee_code SET expires_at = NOW(3)');
    problem(await member.post(`${url}confirm-code/`, { code: digits() }), 409, 'bitrix.code_over');
    await house.sql('UPDATE employee_code SET sent_at = NOW(3) - INTERVAL 2 MINUTE, sent_count = 5');
    problem(await member.post(`${url}send-code/`), 429, 'bitrix.code_often');
  });

  test('is asked for five times an hour, of whichever employees', async () => {
    const { admin, member } = await begin();
    const all = await named(admin);
    const [first, ...more] = [...all, all[0]].map(({ id }) => `${ALL}${id}/send-code/`);
    await member.expect(200, 'POST', first);
    await house.sql('UPDATE employee_code SET sent_at = NOW(3) - INTERVAL 2 MINUTE WHERE user_id = ?', [
      member.user.id,
    ]);
    const answers = await Promise.all(more.map((url) => member.post(url)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 429]);
    problem(answers.find(({ status }) => status === 429), 429, 'bitrix.code_often');
    assert.equal(sim.portal.notices.length, 5);
  });

  test('that the portal did not deliver is not sent', async () => {
    const { member, employee, url } = await begin();
    sim.portal.silent.add(String(employee.metadata.bitrix_id));
    problem(await member.post(`${url}send-code/`), 409, 'bitrix.not_sent');
    const [{ n }] = await house.sql(
      "SELECT COUNT(*) AS n FROM employee_code WHERE code_hash <> '' AND employee_id = ?", [employee.id],
    );
    assert.equal(n, 0);
    await house.sql('UPDATE employee_code SET sent_at = NOW(3) - INTERVAL 2 MINUTE');
    sim.portal.silent.clear();
    await house.sql("UPDATE employee SET status = 'inactive' WHERE id = ?", [employee.id]);
    problem(await member.post(`${url}send-code/`), 409, 'bitrix.inactive');
  });

  test('without the scope it says which to tick', async () => {
    const made = await connect({ hook: sim.webhook({ scopes: ['user'] }) });
    await syncBitrix(house, made.admin, made.id);
    const [employee] = await named(made.admin);
    const res = await made.admin.post(`${ALL}${employee.id}/send-code/`);
    problem(res, 403, 'bitrix.scope');
    assert.match(res.json.detail, /«im»/);
  });
});
