// undo: a finished import is taken back, and its result is a file.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, progress, reaches, recruiter, sentIsCounted, start, transfer } from '../lib/recruiter.js';

let house;
let up;
let data;
let company = 0;	// of each test: a task goes to Huntflow once a company
before(async () => {
  house = await startHouse({ upstreams: true, env: { ...QUICK, IMPORT_WORKERS: '3' } });
  up = house.up;
  ({ data } = up.huntflow.server.accounts.get(11));
});
after(() => house?.stop());
beforeEach(async () => {
  company++;
  await up.huntflow.reset();
  await up.clickup.reset();
  await up.huntflow.clearFaults();
  ({ data } = up.huntflow.server.accounts.get(11));
});

const trash = () => data.statuses.find(({ type }) => type === 'trash').id;
const reason = () => data.rejection_reasons[0].id;
const vacancy = () => data.vacancies.find(({ state }) => state === 'OPEN').id;
const undo = (client, id, body) => client.post(`/clickup/api/undo-bulk-import/${id}`, body);
const people = () => up.huntflow.applicants();
const over = (client, id, state = 'done') => house.until(async () => {
  const job = await progress(client, id);
  return job.undo?.state === state && job;
}, { timeout: 30_000, every: 100, what: `undo ${state}` });

// A recruiter whose import of n tasks is over.
async function imported(n, body = {}) {
  const me = watched(await recruiter(house, {
    company: `Компания ${company}`, tasks: { list: up.clickup.list, count: n, pdf: 0, comments: 0 },
  }));
  const filter = { search: '' };
  const all = (await me.get('/clickup/tasks?page_size=100')).json.slice(0, n).map(({ task_id: id }) => id);
  const job = await start(me, { scope: 'selection', task_ids: all, filter, ...body });
  await reaches(house, me, job.id, 'completed');
  return { me, id: job.id, tasks: all };
}

describe('undo', () => {
  it('rejects those that the import made, and no others', async () => {
    const me = watched(await recruiter(house, {
      company: `Компания ${company}`, tasks: { list: up.clickup.list, count: 6, pdf: 0 },
    }));
    const tasks = (await me.get('/clickup/tasks?page_size=6')).json.map(({ task_id: id }) => id);
    const before = new Set((await people()).map(({ id }) => id));
    const single = (await transfer(me, tasks[0])).json.applicant_id;
    const job = await start(me, { scope: 'selection', task_ids: tasks, vacancy_id: vacancy() });
    await reaches(house, me, job.id, 'completed');

    const res = await undo(me, job.id, { mode: 'reject', status_id: trash(), rejection_reason_id: reason() });
    assert.equal(res.status, 202, res.text);
    assert.deepEqual([res.json.undo.mode, res.json.undo.total], ['reject', 5]);
    const done = await over(me, job.id);
    assert.deepEqual([done.undo.done, done.undo.failed, done.undo.failures], [5, 0, []]);
    for (const one of (await people()).filter(({ id }) => !before.has(id))) {
      const link = one.links.find((item) => item.vacancy === vacancy());
      if (one.id === single) assert.equal(link, undefined);
      else assert.equal(link.status, trash());
    }
    const items = (await me.get(`/clickup/api/bulk-import-items/${job.id}?state=undone`)).json;
    assert.equal(items.length, 5);
    assert.ok(!items.some(({ task_id: id }) => id === tasks[0]));
    assert.ok(items.every(({ applicant_name: name, applicant_gone: gone }) => name && !gone), 'rejected, and there');
    const again = await undo(me, job.id, { mode: 'reject', status_id: trash(), rejection_reason_id: reason() });
    assert.deepEqual([again.status, again.json.code], [409, 'import.undo_empty']);
    assert.deepEqual(me.wrong, []);
  });

  it('removes them, and their tasks may be imported anew', async () => {
    const had = (await people()).length;
    const { me, id, tasks } = await imported(5);
    assert.equal((await people()).length, had + 5);
    const lately = async () => (await me.get('/clickup')).json.imported.reduce((sum, { count }) => sum + count, 0);
    assert.equal(await lately(), 5);
    assert.equal((await undo(me, id, { mode: 'remove' })).status, 202);
    await over(me, id);
    assert.equal((await people()).length, had);
    assert.equal(await lately(), 0);
    const shown = async () => (await me.get('/clickup/tasks?transfer=none&page_size=100')).json.filter(
      (task) => tasks.includes(task.task_id)
    );
    assert.deepEqual((await shown()).map(({ transfer }) => transfer), Array(5).fill(null), 'as if never sent');
    assert.equal((await me.get('/clickup/tasks?transfer=failed')).json.length, 0);
    assert.deepEqual((await me.get(`/clickup/task/${tasks[0]}`)).json.transfers, []);
    const gone = async () => (await me.get(`/clickup/api/bulk-import-items/${id}`)).json.map(
      ({ applicant_name: name, applicant_gone: is }) => Boolean(name) && is,
    );
    assert.deepEqual(await gone(), Array(5).fill(true), 'their names are known, that they are gone is said');
    const job = await start(me, { scope: 'selection', task_ids: tasks });
    assert.equal((await reaches(house, me, job.id, 'completed')).successful_tasks, 5);
    assert.deepEqual(await gone(), Array(5).fill(true), 'those of the other import are others');
    assert.equal((await people()).length, had + 5);
    assert.equal(await lately(), 5, 'counted anew');
    await sentIsCounted(house);
    assert.deepEqual(me.wrong, []);
  });

  it('is done once each through lost answers, outages and kill -9', async () => {
    const had = (await people()).length;
    const { me, id } = await imported(24);
    await up.huntflow.fault({ kind: 'drop_after', method: 'DELETE', path: '/applicants/', times: 3 });
    await up.huntflow.fault({
      kind: 'status', status: 503, method: 'GET', path: '/applicants/\\d+$', skip: 5, times: 4,
    });
    await up.huntflow.latency(30);
    assert.equal((await undo(me, id, { mode: 'remove' })).status, 202);
    for (let n = 0; n < 3; n++) {
      await house.until(async () => (await progress(me, id)).undo.done > n * 4, { timeout: 20_000 });
      await house.kill('import');
      house.run('import');
    }
    await up.huntflow.latency(0);
    const done = await over(me, id);
    assert.deepEqual([done.undo.done, done.undo.failed], [24, 0], JSON.stringify(done.undo));
    assert.equal((await people()).length, had);
    await sentIsCounted(house);
  });

  it('leaves an applicant whose worker died over it again and again', async () => {
    const { me, id } = await imported(2);
    await up.huntflow.fault({ kind: 'held', path: '/applicants/', times: 10 });
    assert.equal((await undo(me, id, { mode: 'remove' })).status, 202);
    const at = () => house.sql("SELECT id FROM import_undo_item WHERE state = 'working'");
    await house.until(async () => (await at()).length === 2, { what: 'both at work' });
    await house.sql("UPDATE import_undo_item SET claims = 20 WHERE state = 'working' ORDER BY id LIMIT 1");
    for (const pid of house.pids('import').slice(1)) process.kill(pid, 'SIGKILL');
    await up.huntflow.release();
    const { undo: done } = await over(me, id);
    assert.deepEqual(
      [done.done, done.failed, done.failures[0].error_code], [1, 1, 'import.undo_crash'], JSON.stringify(done),
    );
    assert.deepEqual(me.wrong, []);
  });

  it('leaves what Huntflow refuses, says why, and tries it again when asked', async () => {
    const { me, id } = await imported(3, { vacancy_id: vacancy() });
    await up.huntflow.fault({ kind: 'status', status: 403, method: 'PUT', path: '/vacancy$', times: 1 });
    await undo(me, id, { mode: 'reject', status_id: trash(), rejection_reason_id: reason() });
    const done = await over(me, id);
    assert.deepEqual([done.undo.done, done.undo.failed], [2, 1]);
    assert.equal(done.undo.failures[0].error_code, 'huntflow.denied');
    assert.equal(
      (await undo(me, id, { mode: 'reject', status_id: trash(), rejection_reason_id: reason() })).json.undo.total, 1,
    );
    assert.equal((await over(me, id)).undo.done, 1);
  });

  it('checks vacancy, stage and reason before anything is queued', async () => {
    const { me, id } = await imported(1, { vacancy_id: vacancy() });
    const other = data.statuses.find(({ type }) => type === 'user').id;
    const wrong = async (body) => {
      const { status, json } = await undo(me, id, {
        mode: 'reject', status_id: trash(), rejection_reason_id: reason(), ...body
      });
      return `${status} ${json.errors?.[0].field} ${json.errors?.[0].code}`;
    };
    assert.equal(await wrong({ status_id: other }), '400 status_id import.undo_stage');
    assert.equal(await wrong({ status_id: 999_999 }), '400 status_id huntflow.gone');
    assert.equal(await wrong({ rejection_reason_id: 999_999 }), '400 rejection_reason_id huntflow.gone');
    assert.equal(await wrong({ vacancy_id: 999_999 }), '400 vacancy_id huntflow.gone');
    assert.equal((await progress(me, id)).undo, null);
    assert.deepEqual(me.wrong, []);
  });

  it('stops when the stage goes meanwhile, and what stopped does not touch the next one', async () => {
    const { me, id } = await imported(3, { vacancy_id: vacancy() });
    const stage = data.statuses.find(({ type }) => type === 'trash');
    await up.huntflow.latency(200);
    assert.equal(
      (await undo(me, id, { mode: 'reject', status_id: stage.id, rejection_reason_id: reason() })).status, 202,
    );
    stage.type = 'user';
    const { undo: stopped } = await over(me, id, 'stopped');
    assert.deepEqual([stopped.error_code, stopped.done], ['import.undo_stage', 0]);
    assert.match(stopped.error_message, new RegExp(stage.id));
    await undo(me, id, { mode: 'remove' });
    await up.huntflow.latency(0);
    const { undo: removed } = await over(me, id);
    assert.deepEqual([removed.done, removed.failed, removed.error_code], [3, 0, null]);
  });

  it('gives each run a number of its own', async () => {
    const { me, id } = await imported(1, { vacancy_id: vacancy() });
    const stage = data.statuses.find(({ type }) => type === 'trash');
    const runs = new Set();
    for (let n = 1; n <= 4; n++) {
      await up.huntflow.latency(200);
      stage.type = 'trash';
      assert.equal(
        (await undo(me, id, { mode: 'reject', status_id: stage.id, rejection_reason_id: reason() })).status, 202,
      );
      stage.type = 'user';
      await over(me, id, 'stopped');
      const [{ run }] = await house.sql('SELECT CONCAT(run) AS run FROM import_undo WHERE job_id = ?', [id]);
      runs.add(run);
      assert.equal(runs.size, n);
    }
    stage.type = 'trash';
    await up.huntflow.latency(0);
  });

  it('removes nobody whom it did not make: one that was merged into another stays', async () => {
    const { me, id } = await imported(2);
    const before = await people();
    const account = up.huntflow.server.accounts.get(11);
    const kept = account.addApplicant({ first_name: 'Давний', last_name: 'Кандидат' });
    account.merge(before.at(-1).id, kept.id);
    await undo(me, id, { mode: 'remove' });
    const { undo: done } = await over(me, id);
    assert.deepEqual([done.done, done.failed, done.failures[0].error_code], [1, 1, 'import.undo_merged']);
    assert.ok((await people()).some((one) => one.id === kept.id));
  });

  it('is refused while the import runs, for bad bodies, for others', async () => {
    const { me, id } = await imported(1);
    const field = async (body) => {
      const { status, json } = await undo(me, id, body);
      return status === 400 ? `${json.errors[0].field} ${json.errors[0].code}` : status;
    };
    assert.equal(await field(undefined), 'mode required');
    assert.equal(await field({}), 'mode required');
    assert.equal(await field({ mode: 'burn' }), 'mode choice');
    assert.equal(await field({ mode: 'reject', status_id: 1 }), 'vacancy_id required');
    assert.equal(await field({ mode: 'reject', vacancy_id: 1 }), 'status_id required');
    assert.equal(await field({ mode: 'remove', all: true }), 'all unknown');
    assert.equal((await undo(await house.user(), id, { mode: 'remove' })).status, 404);
    assert.equal((await undo(await house.user({ role: 'member' }), id, { mode: 'remove' })).status, 403);
    await house.sql("UPDATE import_job SET status = 'stopped' WHERE id = ?", [id]);
    assert.equal((await undo(me, id, { mode: 'remove' })).json.code, 'import.state');
    await house.sql("UPDATE import_job SET status = 'completed' WHERE id = ?", [id]);
    await up.huntflow.fault({ kind: 'held', path: '/applicants/', times: 10 });
    assert.equal((await undo(me, id, { mode: 'remove' })).status, 202);
    assert.equal((await undo(me, id, { mode: 'remove' })).json.code, 'import.undo_running');
    await up.huntflow.release();
    await over(me, id);
    assert.deepEqual(me.wrong, []);
  });
});

describe('the result as CSV', () => {
  it('has each task with its state, reason and applicant', async () => {
    const { me, id } = await imported(3);
    await house.sql(
      "UPDATE import_item SET name = '=evil()', state = 'failed', error_code = 'transfer.file_broken' WHERE job_id = " +
      "? ORDER BY id LIMIT 1",
      [id],
    );
    const res = await me.get(`/clickup/api/bulk-import-csv/${id}?separator=semicolon`);
    assert.equal(res.status, 200, res.text);
    assert.equal(res.headers['content-disposition'], `attachment; filename="import-${id}.csv"`);
    const rows = res.text.split('\r\n');
    assert.equal(rows[0], '\ufeffID задачи;Название;Состояние;Причина;Попытки;Завершена;Кандидат');
    assert.equal(rows.length, 5);
    assert.match(rows[1], /;"'=evil\(\)";Ошибка;Файл резюме повреждён/);
    assert.match(rows[2], /;Перенесён;;0;\d{4}-\d\d-\d\d \d\d:\d\d:\d\d;http/);
    assert.equal((await me.get(`/clickup/api/bulk-import-csv/${id}?separator=x`)).json.errors[0].field, 'separator');
    assert.equal((await (await house.user()).get(`/clickup/api/bulk-import-csv/${id}`)).status, 404);
    assert.deepEqual(me.wrong, []);
  });
});
