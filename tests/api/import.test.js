// Bulk imports: choosing, preview, the run, stop, resume, cancel, retry, progress, events.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, applicantsByTask, onceEach, progress, reaches, recruiter, start, sync } from '../lib/recruiter.js';

const N = 50;

describe('bulk import', () => {
  let house, me, up, job;

  before(async () => {
    house = await startHouse({ upstreams: true, env: { ...QUICK, IMPORT_WORKERS: '4' } });
    up = house.up;
    await up.huntflow.settings({ parse: 'all' });
    me = watched(await recruiter(house, { tasks: { count: N, description_bytes: 100, pdf: 0.7 } }));
  });
  after(() => house?.stop());

  const preview = (body) => me.post('/clickup/api/preview-bulk-import', { account_id: 11, scope: 'all', ...body });
  const act = (what, id) => me.post(`/clickup/api/${what}-bulk-import/${id}`);

  it('checks what is asked for', async () => {
    const wrong = async (body, field) => {
      const res = await me.post('/clickup/api/start-bulk-import', body);
      assert.equal(res.status, 400, res.text);
      assert.equal(res.json.errors[0].field, field);
    };
    await wrong({}, 'account_id');
    await wrong({ account_id: 11 }, 'scope');
    await wrong({ account_id: '11x', scope: 'all' }, 'account_id');
    await wrong({ account_id: 11, scope: 'some' }, 'scope');
    await wrong({ account_id: 11, scope: 'selection' }, 'task_ids');
    await wrong({ account_id: 11, scope: 'selection', task_ids: ['a b'] }, 'task_ids[0]');
    await wrong({ account_id: 11, scope: 'all', delay_seconds: -1 }, 'delay_seconds');
    await wrong({ account_id: 11, scope: 'all', status_id: 5 }, 'vacancy_id');
    await wrong({ account_id: 11, scope: 'filter', filter: { nonsense: 1 } }, 'filter.nonsense');
    assert.equal(
      (await me.post('/clickup/api/start-bulk-import', {
        account_id: 11, scope: 'selection', task_ids: ['86none'],
      })).json.code,
      'import.empty',
    );
    const bare = await house.user();
    assert.equal((await bare.post('/clickup/api/start-bulk-import', { account_id: 11, scope: 'all' })).status, 409);
  });

  it('previews', async () => {
    const { status, json } = await preview();
    assert.equal(status, 200);
    assert.deepEqual([json.total, json.create, json.already], [N, N, 0]);
    assert.equal(json.unknown_cv + json.no_cv <= N, true);
    assert.equal((await applicantsByTask(house)).size, 0);
  });

  it('imports every task once, with live figures', async () => {
    await up.huntflow.clearCalls();
    await up.clickup.clearCalls();
    job = await start(me);
    assert.deepEqual([job.status, job.total_tasks, job.celery_task_id], ['running', N, null]);
    const busy = await me.post('/clickup/api/start-bulk-import', { account_id: 11, scope: 'all' });
    assert.equal(busy.json?.code, 'import.running', busy.text);
    const end = await reaches(house, me, job.id, 'completed');
    assert.deepEqual([end.processed_tasks, end.successful_tasks, end.failed_tasks, end.skipped_tasks], [N, N, 0, 0]);
    assert.deepEqual(
      [end.progress_percentage, end.success_rate, end.remaining, end.account_name], [100, 100, 0, 'Северный мост'],
    );
    assert.equal(end.speed.reduce((sum, { count }) => sum + count, 0), N);
    await onceEach(house, N);
    const calls = (await up.huntflow.calls({ list: 0 })).total + (await up.clickup.calls({ list: 0 })).total;
    assert.ok(calls <= 8 * N + 4 * 4, `${calls} calls for ${N} tasks`);
    // The event is sent after the state that it tells of.
    await house.until(async () => (await me.get('/api/v1/events?after=0')).json
      .some(({ type, data }) => type === 'import' && data.id === job.id && data.status === 'completed'));
    assert.match((await me.get('/clickup/bulk-import/')).json[0].status, /completed/);
  });

  it('skips what is there already', async () => {
    assert.deepEqual(
      (({ total, create, already }) => ({ total, create, already }))((await preview()).json),
      { total: N, create: 0, already: N },
    );
    const again = await start(me);
    assert.deepEqual([again.status, again.skipped_tasks, again.success_rate], ['completed', N, 100]);
    await onceEach(house, N);
  });

  it('imports a selection and a filter', async () => {
    for (const n of [1, 2, 3])
      await up.clickup.addTask({
        id: `86sel${n}`, list: up.clickup.list, name: `Выборов Иван ${'абв'[n - 1]}`, assignees: [],
        tags: n === 3 ? ['особый'] : [],
      });
    await sync(house, me);
    const one = await start(me, { scope: 'selection', task_ids: ['86sel1', '86sel1', '86none'] });
    assert.equal(one.total_tasks, 1);
    await reaches(house, me, one.id, 'completed');
    const two = await start(me, { scope: 'filter', filter: { search: 'выборов', tag: ['особый'] } });
    assert.equal(two.total_tasks, 1);
    await reaches(house, me, two.id, 'completed');
    assert.deepEqual(
      [...(await applicantsByTask(house)).keys()].filter((id) => /^86sel/.test(id)).sort(), ['86sel1', '86sel3'],
    );
    const items = await me.get(`/clickup/api/bulk-import-items/${two.id}?state=done`);
    assert.deepEqual([items.json.length, items.json[0].task_id, items.headers['x-total-count']], [1, '86sel3', '1']);
    assert.match(items.json[0].url, /^http/);
    const { applicant_name: name, applicant_gone: gone } = items.json[0];
    assert.deepEqual([name, gone], ['Выборов Иван', false], 'the person, not a number');
  });

  it('reads chosen tasks, choices and retried ones in one statement each, however many', async () => {
    const ids = Array.from({ length: 900 }, (_, n) => `86many${n}`);
    const statements = async () => Number((await house.sql("SHOW GLOBAL STATUS LIKE 'Com_stmt_execute'"))[0].Value);
    const cost = async (send) => {
      const from = await statements();
      await send();
      return await statements() - from;
    };
    const wish = { account_id: 11, scope: 'selection', task_ids: [...ids, '86sel1'] };
    assert.ok(await cost(() => me.expect(200, 'POST', '/clickup/api/preview-bulk-import', wish)) < 300);
    let job;
    const choices = ids.map((id) => ({ task_id: id, duplicate: 'skip' }));
    assert.ok(await cost(async () => { job = await start(me, { ...wish, choices }); }) < 300);
    await reaches(house, me, job.id, 'completed');
    assert.ok(await cost(() => me.post(`/clickup/api/retry-failed-tasks/${job.id}`, { task_ids: ids })) < 300);
  });

  it('stops, goes on, and is over when cancelled', async () => {
    await up.clickup.seed({ count: 30, first: 100, description_bytes: 50 });
    await sync(house, me);
    await up.huntflow.latency(40);
    const { id } = await start(me);
    await house.until(async () => (await progress(me, id)).successful_tasks > 2);
    const stopped = await act('stop', id);
    assert.deepEqual([stopped.status, stopped.json.status], [200, 'stopped']);
    assert.equal((await act('stop', id)).json.code, 'import.state');
    await house.until(async () => (await progress(me, id)).working.length === 0 || (await house.sql(
      'SELECT 1 FROM import_item WHERE job_id = ? AND state = "working"', [id],
    )).length === 0);
    const { processed_tasks: before } = await progress(me, id);
    assert.ok(before < stopped.json.total_tasks);
    assert.equal((await house.run('import')).code, 0);
    assert.equal((await progress(me, id)).processed_tasks, before, 'a stopped import stands still');
    assert.equal((await act('resume', id)).json.status, 'running');
    await house.until(async () => (await progress(me, id)).processed_tasks > before + 2);
    const { running_import: today } = await me.expect(200, 'GET', '/clickup');
    assert.equal(today.id, id);
    assert.deepEqual(Object.keys(today), Object.keys(await progress(me, id)));
    assert.equal((await act('cancel', id)).json.status, 'cancelled');
    for (const what of ['resume', 'stop', 'cancel'])
      assert.equal((await act(what, id)).json.code, 'import.state', what);
    assert.equal((await me.post(`/clickup/api/retry-failed-tasks/${id}`)).json.code, 'import.state');
    await up.huntflow.latency(0);
    await house.until(async () => (await house.sql(
      'SELECT 1 FROM import_item WHERE job_id = ? AND state IN ("working", "ready")', [id],
    )).length === 0);
    const rest = await start(me);
    await reaches(house, me, rest.id, 'completed');
    await onceEach(house, N + 30 + 3);
  });

  it('runs one import of a person, also when another is resumed or tried again', async () => {
    for (const n of [1, 2, 3, 4])
      await up.clickup.addTask({
        id: `86one${n}`, list: up.clickup.list, name: `Одиночкин Лев${'абвг'[n - 1]}`, attachments: [],
      });
    await up.clickup.addTask({ id: '86lost', list: up.clickup.list, name: 'Исчезнувший Пётр' });
    await sync(house, me);
    await up.clickup.deleteTask('86lost');
    const failed = await start(me, { scope: 'selection', task_ids: ['86lost'] });
    await reaches(house, me, failed.id, 'failed');
    const one = await start(me, { scope: 'selection', task_ids: ['86one1', '86one2'], delay_seconds: 3600 });
    await act('stop', one.id);
    const two = await start(me, { scope: 'selection', task_ids: ['86one3', '86one4'], delay_seconds: 3600 });
    const resumed = await act('resume', one.id);
    assert.deepEqual([resumed.status, resumed.json.code], [409, 'import.running'], resumed.text);
    const retried = await me.post(`/clickup/api/retry-failed-tasks/${failed.id}`, {});
    assert.deepEqual([retried.status, retried.json.code], [409, 'import.running'], retried.text);
    await house.until(async () => (await progress(me, two.id)).processed_tasks === 1);
    const cancelled = await act('cancel', two.id);
    assert.deepEqual([cancelled.json.processed_tasks, cancelled.json.cancelled_tasks], [1, 1]);
    await act('cancel', one.id);
  });

  it('groups failures by their remedy and mends them', async () => {
    await up.clickup.addTask({
      id: '86big', list: up.clickup.list, name: 'Большой Борис',
      attachments: [{ id: 'b1', title: 'cv.pdf', date: 1, lines: ['x'], pad_mb: 16 }],
    });
    await up.clickup.addTask({
      id: '86priv', list: up.clickup.list, name: 'Внутренний Виктор',
      attachments: [{ id: 'b2', title: 'cv.pdf', date: 1, lines: ['x'], url: 'https://192.168.1.1/cv.pdf' }],
    });
    await up.clickup.addTask({ id: '86gone', list: up.clickup.list, name: 'Удалённый Юрий' });
    await sync(house, me);
    await up.clickup.deleteTask('86gone');
    const { id } = await start(me, { scope: 'selection', task_ids: ['86big', '86priv', '86gone'] });
    const end = await reaches(house, me, id, 'failed');
    assert.deepEqual(end.failures.map(({ code, count, remedy }) => [code, count, remedy]).sort(),
      [
        ['clickup.absent', 1, 'review'], ['huntflow.file_too_large', 1, 'name_only'],
        ['io.private_address', 1, 'name_only'],
      ]);
    assert.ok(end.failures.every(({ text, sample }) => text.length > 20 && sample[0].task_id.startsWith('86')));
    assert.deepEqual([...end.failed_task_ids].sort(), ['86big', '86gone', '86priv']);
    const failed = await me.get(`/clickup/api/bulk-import-items/${id}?code=huntflow.file_too_large`);
    assert.deepEqual(failed.json.map(({ task_id: task, state }) => [task, state]), [['86big', 'failed']]);
    assert.equal(
      (await me.post(`/clickup/api/retry-failed-tasks/${id}`, { option: 'x' })).json.errors[0].field, 'option',
    );
    const retried = await me.post(`/clickup/api/retry-failed-tasks/${id}`, {
      code: 'huntflow.file_too_large', option: 'name_only',
    });
    assert.deepEqual([retried.status, retried.json.failed_tasks], [200, 2]);
    assert.match(retried.json.status, /running|completed/, 'one task may be done before the answer is read');
    const next = await reaches(house, me, id, 'completed');
    assert.deepEqual([next.successful_tasks, next.failed_tasks], [1, 2]);
    assert.equal(
      (await me.post(`/clickup/api/retry-failed-tasks/${id}`, { task_ids: ['86priv'], option: 'name_only' })).status,
      200,
    );
    const last = await reaches(house, me, id, 'completed');
    assert.deepEqual([last.successful_tasks, last.failed_tasks], [2, 1]);
  });

  it('starts no task before its delay is over', async () => {
    await up.clickup.seed({ count: 5, first: 200, description_bytes: 50 });
    await sync(house, me);
    const from = Date.now();
    const { id } = await start(me, { delay_seconds: 0.3 });
    await reaches(house, me, id, 'completed');
    assert.ok(Date.now() - from >= 4 * 300, `${Date.now() - from} ms`);
  });

  it('asks the database little while it waits for the next task', async () => {
    for (const n of [1, 2]) {
      await up.clickup.addTask({
        id: `86wait${n}`, list: up.clickup.list, name: `Ждалов Иван ${'аб'[n - 1]}`, assignees: [], tags: [],
      });
    }
    await sync(house, me);
    const waiting = await start(me, { scope: 'selection', task_ids: ['86wait1', '86wait2'], delay_seconds: 60 });
    await house.until(async () => (await progress(me, waiting.id)).processed_tasks === 1);
    await house.until(() => house.pids('import').length === 1, { what: 'the worker goes home' });
    const status = async () => Object.fromEntries((await house.sql(
      "SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_stmt_execute', 'Uptime')",
    )).map(({ Variable_name: name, Value: value }) => [name, value]));
    const before = await status();
    const after = await house.until(async () => {
      const now = await status();
      return now.Uptime - before.Uptime >= 10 && now;
    }, { timeout: 30_000, every: 500, what: 'ten seconds of the database' });
    const statements = after.Com_stmt_execute - before.Com_stmt_execute;
    assert.ok(statements < 5 * (after.Uptime - before.Uptime), `${statements} statements in ten seconds`);
    await me.expect(200, 'POST', `/clickup/api/cancel-bulk-import/${waiting.id}`);
    await house.until(() => house.pids('import').length === 0, { what: 'the importer notices it and ends' });
  });

  it('names the vacancy, and says when it or the organisation is not there', async () => {
    const account = up.huntflow.server.accounts.get(11);
    const vacancy = account.data.vacancies.find(({ state }) => state === 'OPEN');
    for (const n of [1, 2])
      await up.clickup.addTask({
        id: `86vac${n}`, list: up.clickup.list, name: `Вакантный Вадим${n}`, attachments: [],
      });
    await sync(house, me);
    const one = await start(me, { scope: 'selection', task_ids: ['86vac1'], vacancy_id: vacancy.id });
    const end = await reaches(house, me, one.id, ['completed', 'stopped']);
    assert.deepEqual([end.status, end.vacancy_name], ['completed', vacancy.position]);
    const two = await start(me, { scope: 'selection', task_ids: ['86vac2'], vacancy_id: 999_999 });
    assert.equal((await reaches(house, me, two.id, 'stopped')).error_code, 'huntflow.vacancy');
    const three = await start(me, { scope: 'selection', task_ids: ['86vac2'], account_id: 99 });
    const stopped = await reaches(house, me, three.id, 'stopped');
    assert.equal(stopped.error_code, 'huntflow.account');
    assert.match(stopped.error_message, /99/);
  });

  it('shows nobody\'s imports to others', async () => {
    const other = await house.user();
    assert.equal((await other.get(`/clickup/api/bulk-import-progress/${job.id}`)).status, 404);
    assert.equal((await other.post(`/clickup/api/stop-bulk-import/${job.id}`)).status, 404);
    assert.equal((await other.get(`/clickup/api/bulk-import-items/${job.id}`)).status, 404);
    assert.deepEqual((await other.get('/clickup/bulk-import')).json, []);
    assert.equal((await house.anonymous().get('/clickup/bulk-import')).status, 401);
    assert.equal((await me.get('/clickup/api/bulk-import-progress/0')).status, 404);
  });

  it('takes no field where there is nothing to say', async () => {
    for (const [method, path] of [
      ['POST', 'stop-bulk-import'], ['POST', 'resume-bulk-import'], ['POST', 'cancel-bulk-import'],
    ]) {
      const res = await me.send(method, `/clickup/api/${path}/${job.id}`, { reason: 'x' });
      assert.deepEqual(
        [res.status, res.json.errors?.[0]?.field, res.json.errors?.[0]?.code], [400, 'reason', 'unknown'], path,
      );
      assert.equal((await me.send(method, `/clickup/api/${path}/${job.id}`, {})).status, 409, path);
    }
    assert.equal((await me.send('DELETE', '/api/v1/tokens/1', { all: true })).status, 400);
  });

  it('answers as it is described', () => assert.deepEqual(me.wrong, []));
});
