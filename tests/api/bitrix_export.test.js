// bitrix_export: all that a Bitrix24 portal has, in one file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { bitrixEnv, connectBitrix, syncBitrix } from '../lib/bitrix.js';
import { startHouse } from '../lib/house.js';
import { fields, problem } from '../lib/problem.js';
import { unzip } from '../lib/unzip.js';
import { Bitrix } from '../upstreams/bitrix.js';

const EXPORT = '/api/v1/bitrix24/export/';
const sim = new Bitrix({ people: 60 });
let house;
before(async () => {
  await sim.start();
  for (let n = 0; n < 130; n++) sim.portal.addTask({ TITLE: `Задача ${n}`, TAGS: n ? [] : ['=опасно', 'б'] });
  const day = { from: today(), to: today(), skip_time: 'Y' };
  sim.portal.addEvent({ type: 'company_calendar', ownerId: 0, name: 'Выходной', ...day });
  house = await startHouse({ env: bitrixEnv() });
});
after(async () => { await house?.stop(); await sim.stop(); });
afterEach(() => { sim.clear(); });

function today() { return new Date().toISOString().slice(0, 10); }

function asExpected(files) {
  const read = (name) => JSON.parse(files[`${name}.json`]);
  assert.deepEqual(['users', 'departments', 'tasks', 'events'].map((name) => read(name).length), [60, 1, 130, 1]);
  const tasks = files['tasks.csv'].split('\r\n');
  assert.equal(tasks.length, 132);
  assert.match(tasks[0], /id,title,description,status,responsibleId/);
  assert.match(tasks[1], /Задача 0/);
  assert.match(files['users.csv'], /^\ufeffID,ACTIVE,NAME,LAST_NAME/);
}

describe('an export', () => {
  let admin, id;
  before(async () => { ({ admin, id } = await connectBitrix(house, sim)); });

  const ended = (run) => house.until(async () => {
    const log = await admin.expect(200, 'GET', `/api/v1/bitrix24/sync-logs/${run}/`);
    return ['queued', 'running'].includes(log.status) ? undefined : log;
  }, { timeout: 60_000 });

  it('is begun by a button, and a file when it is over', async () => {
    const { id: run } = await admin.expect(202, 'POST', EXPORT, { account_id: id });
    assert.equal((await ended(run)).records_synced, 192);
    const res = await admin.get(`${EXPORT}${run}/`);
    assert.deepEqual([res.status, res.headers['content-type']], [200, 'application/zip']);
    asExpected(unzip(res.bytes));
    assert.deepEqual(admin.wrong, []);
  });

  it('goes on where it was', async () => {
    sim.refuse('ACCESS_DENIED', { method: 'tasks.task.list', skip: 1 });
    const { id: run } = await admin.expect(202, 'POST', EXPORT, { account_id: id });
    await ended(run);
    problem(await admin.get(`${EXPORT}${run + 1000}/`), 404, 'absent');
    const calls = sim.count('user.get');
    await house.sql(`UPDATE sync_run SET state = 'running', status = '', attempts = 1,
      lease_until = NOW(3) - INTERVAL 1 SECOND WHERE id = ?`, [run]);
    await house.run('tick', ['accounts']);
    assert.equal((await ended(run)).status, 'success');
    assert.equal(sim.count('user.get'), calls);
    asExpected(unzip((await admin.get(`${EXPORT}${run}/`)).bytes));
  });

  it('is the last one of its account: an earlier one is gone, not empty', async () => {
    const begin = async () => (await admin.expect(202, 'POST', EXPORT, { account_id: id })).id;
    const first = await begin();
    await ended(first);
    const second = await begin();
    await ended(second);
    problem(await admin.get(`${EXPORT}${first}/`), 404, 'bitrix.export_gone');
    asExpected(unzip((await admin.get(`${EXPORT}${second}/`)).bytes));
    const logs = `/api/v1/bitrix24/accounts/${id}/sync-logs/`;
    const [last] = await admin.expect(200, 'GET', `${logs}?sync_type=export&page_size=1`);
    assert.equal(last.id, second);
    assert.deepEqual(await admin.expect(200, 'GET', `${logs}?sync_type=tasks`), []);
    assert.deepEqual(fields(await admin.get(`${logs}?sync_type=deals`)), ['sync_type:choice']);
  });

  it('is whole when somebody is unlinked while their calendar is waited for', async () => {
    const made = await connectBitrix(house, sim, { company: 'Календари' });
    await syncBitrix(house, made.admin, made.id);
    const [employee] = await made.admin.expect(200, 'GET', '/api/v1/bitrix24/employees/?page_size=1');
    const link = (user) => made.admin.expect(200, 'POST', `/api/v1/bitrix24/employees/${employee.id}/link/`, {
      user_id: user,
    });
    await link(made.admin.user.id);
    sim.fault('held', { method: 'calendar.event.get' });
    const { id: run } = await made.admin.expect(202, 'POST', EXPORT, { account_id: made.id });
    await house.until(() => sim.held.length > 0, { timeout: 30_000 });
    await link(null);
    sim.release();
    const log = await house.until(async () => {
      const one = await made.admin.expect(200, 'GET', `/api/v1/bitrix24/sync-logs/${run}/`);
      return ['queued', 'running'].includes(one.status) ? undefined : one;
    }, { timeout: 60_000 });
    assert.deepEqual([log.status, log.metadata.errors], ['success', undefined]);
    asExpected(unzip((await made.admin.get(`${EXPORT}${run}/`)).bytes));
  });

  it('of a portal whose list does not go on ends, and says so', async () => {
    const made = await connectBitrix(house, sim, { company: 'Бесконечный' });
    const serve = sim.serve.bind(sim);
    const before = sim.count('user.get');
    let first;
    sim.serve = async (req) => {
      const reply = await serve(req);
      return req.params.method === 'user.get' ? (first ??= reply) : reply;
    };
    const { id: run } = await made.admin.expect(202, 'POST', EXPORT, { account_id: made.id });
    const log = await house.until(async () => {
      const one = await made.admin.expect(200, 'GET', `/api/v1/bitrix24/sync-logs/${run}/`);
      return ['queued', 'running'].includes(one.status) ? undefined : one;
    }, { timeout: 60_000 }).finally(() => { sim.serve = serve; });
    assert.equal(log.error_code, 'bitrix.shape');
    assert.equal(sim.count('user.get') - before, 2);
  });

  it('is the administrators\' alone, of their own company', async () => {
    const manager = await house.user({ role: 'manager' });
    await manager.expect(403, 'POST', EXPORT, { account_id: id });
    const stranger = await house.user({ role: 'admin', company: 'Чужие' });
    await stranger.expect(404, 'POST', EXPORT, { account_id: id });
  });

  it('by the command line, too', async () => {
    const file = join(house.folder, 'portal.zip');
    const { code, stderr } = await house.run('hirewire', ['export-bitrix24', id, file]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /192 records/);
    asExpected(unzip(readFileSync(file)));
    assert.notEqual((await house.run('hirewire', ['export-bitrix24', 'x', file])).code, 0);
  });
});
