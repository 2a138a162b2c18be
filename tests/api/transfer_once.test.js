// An applicant is made once, whatever happens to answers, processes and hosts, and whoever sends it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, progress, reaches, recruiter, start, sync, transfer } from '../lib/recruiter.js';

const HOUR = 3_600_000;

describe('one applicant', () => {
  let house, me, up, account;
  let made = 0;

  before(async () => {
    // Looks come when the tests say so.
    house = await startHouse({ upstreams: true, env: { ...QUICK, TRANSFER_LOOK_MS: '600000' } });
    up = house.up;
    account = up.huntflow.server.accounts.get(11);
    await up.huntflow.settings({ parse: 'all' });
    me = watched(await recruiter(house));
  });
  after(() => house?.stop());
  beforeEach(async () => {
    await up.huntflow.clearFaults();
    await up.huntflow.settings({ index_lag_ms: 0 });
    await up.huntflow.clearCalls();
  });

  async function task(name, fields = {}) {
    const { id } = await up.clickup.addTask({
      id: `86o${++made}`, list: up.clickup.list, name, assignees: [], tags: [], ...fields
    });
    await sync(house, me);
    return id;
  }

  const posts = async () => (await up.huntflow.calls({ method: 'POST', path: '/applicants$' })).total;
  const named = async (last) => (await up.huntflow.applicants()).filter(({ last_name: name }) => name === last);
  const preview = (id, client = me) => client.get(`/clickup/task/${id}/transfer-preview?account_id=11`);
  const shown = async (id, client = me) => (await client.get(`/clickup/task/${id}`)).json.transfer;
  const lose = (fault = {}) => up.huntflow.fault({
    kind: 'drop_after', method: 'POST', path: '/applicants$', ...fault
  });
  // What cron does each minute, when the time of the next look has come.
  async function look() {
    await house.sql('UPDATE transfer SET look_at = NOW(3) WHERE look_at IS NOT NULL');
    assert.equal((await house.run('import')).code, 0);
  }

  it('finds the one of a lost answer, also while the search lags behind 2 000 others', async () => {
    for (const lag of [0, 60_000]) {
      await up.huntflow.settings({ index_lag_ms: lag });
      const last = lag ? 'Отставаев' : 'Потерянный';
      const id = await task(`${last} Лев`);
      await lose();
      const lost = await transfer(me, id);
      assert.deepEqual([lost.status, lost.json.code], [429, 'transfer.unsure'], lost.text);
      assert.equal((await shown(id)).state, 'unsure');
      if (lag) for (let n = 0; n < 2000; n++) account.addApplicant({ first_name: 'Лев', last_name: `Другой${n}` });
      await look();
      assert.equal((await shown(id)).state, 'done');
      assert.equal((await named(last)).length, 1);
      assert.equal((await transfer(me, id)).json.applicant_id, (await named(last))[0].id);
    }
    assert.equal(await posts(), 2);
    for (const one of [...account.applicants.values()])
      if (one.last_name.startsWith('Другой')) account.removeApplicant(one);
  });

  it('waits for a request that is carried out long after its answer was lost', async () => {
    const id = await task('Поздний Иван');
    await lose({ kind: 'late', delay_ms: HOUR / 4 });
    assert.equal((await transfer(me, id)).json.code, 'transfer.unsure');
    for (let n = 0; n < 2; n++) {
      await look();
      assert.equal((await transfer(me, id)).json.code, 'transfer.unsure');
    }
    assert.equal((await named('Поздний')).length, 0);
    await up.huntflow.advance(HOUR / 4);
    await look();
    assert.equal((await shown(id)).state, 'done');
    assert.equal((await named('Поздний')).length, 1);
    assert.equal(await posts(), 1);
  });

  it('never sends again by itself, shows what it may be, and does as a person says', async () => {
    const id = await task('Пропавшая Вера', { description: 'vera@mail.example' });
    await lose({ kind: 'status', status: 500 });
    assert.equal((await transfer(me, id)).json.code, 'transfer.unsure');
    const double = account.addApplicant({ first_name: 'Вера', last_name: 'Пропавшая', email: 'vera@mail.example' });
    for (let n = 0; n < 3; n++) await transfer(me, id);
    assert.equal(await posts(), 1);
    const { json } = await preview(id);
    assert.deepEqual(json.unsure.likely, [double.id]);
    assert.ok(json.unsure.since && json.unsure.looks >= 3);
    assert.equal((await me.get('/clickup/tasks?transfer=unsure')).json[0].task_id, id);
    const kept = await transfer(me, id, { duplicate: 'attach', applicant_id: double.id });
    assert.deepEqual([kept.status, kept.json.applicant_id], [200, double.id], kept.text);
    assert.equal((await named('Пропавшая')).length, 1);
    const other = await task('Пропавший Егор');
    await lose({ kind: 'status', status: 500 });
    await transfer(me, other);
    assert.equal((await transfer(me, other, { resend: true })).status, 201);
    assert.equal((await named('Пропавший')).length, 1);
  });

  it('finds a second one of the same marker later, and removes the younger when told to', async () => {
    const id = await task('Двойников Пётр');
    await lose({ kind: 'late', delay_ms: HOUR / 2 });
    await transfer(me, id);
    const first = await transfer(me, id, { resend: true });
    assert.equal(first.status, 201, first.text);
    await up.huntflow.advance(HOUR);
    assert.equal((await named('Двойников')).length, 2);
    const second = (await named('Двойников')).map((one) => one.id).find((one) => one !== first.json.applicant_id);
    await look();
    assert.equal((await preview(id)).json.already.second_id, second);
    const remove = (body) => me.post(`/clickup/task/${id}/remove-second`, { account_id: 11, ...body });
    assert.equal((await remove({ applicant_id: first.json.applicant_id })).status, 404);
    assert.equal((await remove({ applicant_id: second })).status, 200);
    assert.deepEqual((await named('Двойников')).map((one) => one.id), [first.json.applicant_id]);
    assert.equal((await preview(id)).json.already.second_id, null);
    assert.equal((await remove({ applicant_id: second })).status, 404);
  });

  it('is one for ten clicks of two colleagues, and the preview says who sent it', async () => {
    const id = await task('Общая Ольга');
    const her = watched(await recruiter(house, { name: 'Анна Коллега' }));
    await up.huntflow.latency(30);
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => transfer(n % 2 ? me : her, id)));
    await up.huntflow.latency(0);
    const made = all.filter(({ status }) => status === 201);
    assert.equal(made.length, 1, JSON.stringify(all.map(({ status, json }) => [status, json.code])));
    assert.ok(all.every(({ status, json }) => [200, 201].includes(status) || json.code === 'origin.busy'));
    assert.equal((await named('Общая')).length, 1);
    for (const client of [me, her]) {
      const { already, warnings } = (await preview(id, client)).json;
      assert.equal(already.applicant_id, made[0].json.applicant_id);
      assert.ok(['Анна Коллега', 'Тест Тестов'].includes(already.by));
      assert.match(warnings.find(({ code }) => code === 'transfer.preview_already').text, new RegExp(already.by));
      assert.equal((await shown(id, client)).applicant_id, made[0].json.applicant_id);
      assert.ok((await client.get('/clickup/tasks?transfer=done&page_size=100')).json.some(
        (one) => one.task_id === id
      ));
    }
    const job = await start(her, { scope: 'selection', task_ids: [id] });
    assert.deepEqual([job.status, job.skipped_tasks], ['completed', 1]);
    assert.equal((await named('Общая')).length, 1);
    assert.deepEqual(her.wrong, []);
  });

  it('does not send when its turn was taken while it waited for the budget', async () => {
    const id = await task('Спящий Сергей');
    const pairs = up.huntflow.server.pairs;
    pairs.push({ ...pairs[0], access: 'second-access-5678', refresh: 'second-refresh-5678', used: false });
    const her = await recruiter(house);
    await her.expect(200, 'PATCH', '/api/v1/profile', {
      huntflow_prod_api_key: 'second-access-5678', huntflow_prod_refresh_token: 'second-refresh-5678',
    });
    await up.clickup.clearCalls();
    await up.clickup.fault({ kind: 'held', method: 'GET', path: `${id}/comment` });
    const late = transfer(me, id);
    await house.until(async () => (await up.clickup.calls({ path: `${id}/comment` })).total > 0);
    // the last call before the POST is under way: the POST will have to wait
    await house.sql('UPDATE rate_bucket SET until_at = NOW(3) + INTERVAL 5 SECOND WHERE provider = "huntflow"');
    await up.clickup.release();
    /* On its way to that wait it prolongs its turn. */
    const taken = await house.until(async () => {
      await house.sql('UPDATE transfer SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE task_id = ?', [id]);
      const got = await transfer(her, id);
      return got.status !== 409 && got;
    });
    assert.equal(taken.status, 201);
    const res = await late;
    assert.equal(res.json.code, 'service.lease_lost', res.text);
    assert.equal((await named('Спящий')).length, 1);
    assert.equal(await posts(), 1);
    await house.sql('UPDATE rate_bucket SET until_at = NULL');
  });

  it('lets an import end, and counts what was found afterwards', async () => {
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push(await task(`Импортов Иван${n}`));
    await lose({ kind: 'late', delay_ms: HOUR });
    const { id } = await start(me, { scope: 'selection', task_ids: ids });
    const end = await reaches(house, me, id, 'completed');
    assert.deepEqual([end.successful_tasks, end.unsure_tasks, end.failed_tasks], [2, 1, 0]);
    const [item] = (await me.get(`/clickup/api/bulk-import-items/${id}?state=unsure`)).json;
    assert.equal(item.error_code, 'transfer.unsure');
    assert.deepEqual(end.failures.map(({ code, remedy }) => [code, remedy]), [['transfer.unsure', 'resend']]);
    await up.huntflow.advance(HOUR + 1000);
    await look();
    assert.deepEqual((({ successful_tasks: n, unsure_tasks: m }) => [n, m])(await progress(me, id)), [3, 0]);
    assert.equal((await up.huntflow.applicants()).filter(({ last_name: name }) => name === 'Импортов').length, 3);
    assert.equal(await posts(), 3);
  });

  it('sends again those of an import that a person says are not there', async () => {
    const id = await task('Повторов Илья');
    await lose({ kind: 'status', status: 503 });
    const job = await start(me, { scope: 'selection', task_ids: [id] });
    await reaches(house, me, job.id, 'completed');
    assert.equal((await progress(me, job.id)).unsure_tasks, 1);
    await me.expect(200, 'POST', `/clickup/api/retry-failed-tasks/${job.id}`, { code: 'transfer.unsure' });
    await house.until(
      async () => {
        const now = await progress(me, job.id);
        return now.status === 'completed' && now.unsure_tasks === 1;
      },
      { timeout: 20_000 },
    );
    assert.equal(await posts(), 1, 'to look again is not to send again');
    await me.expect(
      200, 'POST', `/clickup/api/retry-failed-tasks/${job.id}`, { code: 'transfer.unsure', option: 'resend' },
    );
    await house.until(async () => (await progress(me, job.id)).successful_tasks === 1, { timeout: 20_000 });
    assert.equal((await named('Повторов')).length, 1);
  });

  it('goes on with what a dead process left', async () => {
    const id = await task('Брошенный Глеб');
    await up.huntflow.fault({ kind: 'slow', delay_ms: 3000, method: 'POST', path: '/logs$' });
    const cut = transfer(me, id).catch(() => null);
    await house.until(async () => (await up.huntflow.calls({ method: 'POST', path: '/logs$' })).total > 0);
    await house.kill('transfers');
    await cut;
    await house.sql('UPDATE transfer SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE task_id = ?', [id]);
    await look();
    assert.equal((await shown(id)).state, 'done');
    const [one] = await named('Брошенный');
    assert.equal(one.logs.filter(({ type }) => type === 'COMMENT').length, 1);
  });

  it('answers as it is described', () => assert.deepEqual(me.wrong, []));
});
