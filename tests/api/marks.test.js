// A task that went to Huntflow is marked in ClickUp as its person chose: once, and never at the transfer's expense.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, reaches, recruiter, start, sync, transfer } from '../lib/recruiter.js';

describe('the mark of a transferred task', () => {
  let house, me, up;
  let made = 0;

  before(async () => {
    house = await startHouse({ upstreams: true, env: QUICK });
    up = house.up;
    me = watched(await recruiter(house));
  });
  after(() => {
    assert.deepEqual(me?.wrong, []);
    return house?.stop();
  });
  beforeEach(() => up.clickup.clearFaults());

  async function task(name) {
    const { id } = await up.clickup.addTask({
      id: `86m${++made}`, list: up.clickup.list, name, assignees: [], tags: [],
    });
    await sync(house, me);
    return id;
  }
  const choose = (mark, status) =>
    me.expect(200, 'POST', '/clickup/settings', { mark, ...(status && { mark_status: status }) });
  const said = async (id, url) =>
    ((await up.clickup.task(id)).comments ?? []).filter(({ text }) => text.includes(url)).length;
  const statusOf = async (id) => (await up.clickup.task(id)).status;
  // tick, until the mark of this task is no more waited for
  const settled = (id) => house.until(async () => {
    assert.equal((await house.run('tick', ['marks'])).code, 0);
    const [row] = await house.sql(
      'SELECT m.state FROM transfer_mark m JOIN transfer t ON t.id = m.transfer_id WHERE t.task_id = ?', [id],
    );
    return row.state !== 'wait' && row.state;
  }, { every: 100, what: `the mark of ${id}` });

  it('is none unless it was chosen', async () => {
    assert.equal((await me.expect(200, 'GET', '/clickup/settings')).mark, 'none');
    const id = await task('Немечена Нина');
    await up.clickup.clearCalls();
    const res = await transfer(me, id);
    assert.deepEqual([res.status, res.json.mark], [201, null], res.text);
    assert.equal((await up.clickup.calls()).calls.filter(({ method }) => method !== 'GET').length, 0);
  });

  it('is a comment with the applicant\'s address, once', async () => {
    await choose('comment');
    const id = await task('Комментова Кира');
    const res = await transfer(me, id);
    assert.deepEqual(res.json.mark, { state: 'done', code: '', text: '' }, res.text);
    assert.equal(await said(id, res.json.url), 1);
    assert.equal((await transfer(me, id)).status, 200);
    assert.equal((await house.run('tick', ['marks'])).code, 0);
    assert.equal(await said(id, res.json.url), 1);
  });

  it('is a status of the list', async () => {
    await choose('status', 'На проверке');
    const id = await task('Статусова Стася');
    const res = await transfer(me, id);
    assert.equal(res.json.mark.state, 'done', res.text);
    assert.equal(await statusOf(id), 'на проверке');
  });

  it('is made later when ClickUp is down, or when nobody knows whether it was made', async () => {
    await choose('comment');
    const faults = [{ kind: 'status', status: 500 }, { kind: 'drop_before' }, { kind: 'drop_after' }];
    for (const fault of faults) {
      const id = await task(`Позднева Полина ${fault.kind}`);
      await up.clickup.fault({ ...fault, method: 'POST', path: '/comment$', times: 1 });
      const res = await transfer(me, id);
      assert.deepEqual([res.status, res.json.mark.state], [201, 'wait'], res.text);
      assert.ok(res.json.mark.text.length > 20, res.text);
      await up.clickup.clearFaults();
      assert.equal(await settled(id), 'done');
      assert.equal(await said(id, res.json.url), 1, fault.kind);
    }
  });

  it('leaves a task alone that was moved on after a lost answer', async () => {
    await choose('status', 'на проверке');
    const id = await task('Сдвигова Софья');
    await up.clickup.fault({ kind: 'drop_after', method: 'PUT', path: `/task/${id}$`, times: 20 });
    const res = await transfer(me, id);
    assert.deepEqual([res.status, res.json.mark.state], [201, 'wait'], res.text);
    assert.equal(await statusOf(id), 'на проверке', 'it was done all the same');
    await up.clickup.clearFaults();
    await up.clickup.changeTask(id, { status: 'готово' });
    assert.equal(await settled(id), 'done');
    assert.equal(await statusOf(id), 'готово');
  });

  it('is given up when ClickUp refuses it, which the item says; the transfer is well', async () => {
    await choose('status', 'нет такого');
    const one = await task('Отказова Ольга');
    const res = await transfer(me, one);
    assert.equal(res.status, 201, res.text);
    assert.deepEqual([res.json.mark.state, res.json.mark.code], ['failed', 'clickup.status'], res.text);
    assert.match(res.json.mark.text, /нет такого/);
    const two = await task('Отказов Олег');
    const job = await start(me, { scope: 'selection', task_ids: [two] });
    assert.equal((await reaches(house, me, job.id, 'completed')).successful_tasks, 1);
    const [item] = await me.expect(200, 'GET', `/clickup/api/bulk-import-items/${job.id}`);
    assert.deepEqual([item.state, item.mark.state, item.mark.code], ['done', 'failed', 'clickup.status']);
    assert.match(house.log('pool'), /mark in ClickUp/);
    await up.clickup.clearCalls();
    assert.equal((await house.run('tick', ['marks'])).code, 0);
    assert.equal((await up.clickup.calls()).total, 0);
  });

  it('is one for each applicant: a second one after an undo has its own', async () => {
    await choose('comment');
    const id = await task('Отменова Оля');
    const job = await start(me, { scope: 'selection', task_ids: [id] });
    await reaches(house, me, job.id, 'completed');
    const [first] = await me.expect(200, 'GET', `/clickup/api/bulk-import-items/${job.id}`);
    assert.deepEqual([first.mark.state, await said(id, first.url)], ['done', 1]);
    await house.sql(
      "UPDATE transfer SET state = 'removed', applicant_id = NULL, steps = 0, url = '' WHERE task_id = ?", [id],
    );
    const again = await transfer(me, id);
    assert.equal(again.status, 201, again.text);
    assert.notEqual(again.json.url, first.url);
    assert.deepEqual([await said(id, first.url), await said(id, again.json.url)], [1, 1]);
  });

  it('refuses a choice that makes no sense', async () => {
    await choose('none');
    const fresh = watched(await house.user());
    await fresh.connect();
    const cases = [
      [{ mark: 'tag' }, 'mark'], [{ mark: 'status' }, 'mark_status'],
      [{ mark: 'status', mark_status: ' ' }, 'mark_status'], [{ mark_status: 'x'.repeat(201) }, 'mark_status'],
    ];
    for (const [body, field] of cases) {
      const res = await fresh.post('/clickup/settings', body);
      assert.equal(res.status, 400, res.text);
      assert.deepEqual(res.json.errors.map((error) => error.field), [field]);
    }
    const kept = await fresh.expect(200, 'POST', '/clickup/settings', { mark: 'status', mark_status: 'готово' });
    assert.deepEqual([kept.mark, kept.mark_status], ['status', 'готово']);
    assert.equal((await fresh.expect(200, 'POST', '/clickup/settings', { mark: 'none' })).mark_status, 'готово');
    assert.deepEqual(fresh.wrong, []);
  });
});
