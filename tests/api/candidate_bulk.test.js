// Many candidates to Huntflow at once: by the bulk import of tasks, from another source.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { erase, erased, tracesOf } from '../lib/erasure.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, reaches } from '../lib/recruiter.js';
import { end } from '../lib/within.js';

const API = '/api/v1/candidates';

describe('a bulk of candidates', () => {
  let house, me, up;
  let made = 0;

  before(async () => {
    house = await startHouse({ upstreams: true, env: QUICK });
    up = house.up;
    await up.huntflow.settings({ parse: 'all' });
    me = watched(await house.user({ role: 'manager', company: 'Nova', name: 'Мария Лебедева' }));
    await me.expect(200, 'PATCH', '/api/v1/profile', {
      huntflow_prod_url: up.huntflow.url, huntflow_prod_api_key: up.huntflow.api_key,
      huntflow_prod_refresh_token: up.huntflow.refresh_token,
    });
  });
  after(() => house?.stop());

  async function add(last, more = {}) {
    const { json, text } = await me.send('POST', API, {
      first_name: 'Анна', last_name: last, email: `bulk${++made}@nova.by`, ...more,
    });
    assert.ok(json.id, text);
    return json;
  }
  const wish = (people, more) => ({
    source: { kind: 'candidate' }, account_id: 11, scope: 'selection', delay_seconds: 0,
    task_ids: people.map(({ id }) => String(id)), ...more,
  });
  const start = (people, more) => me.expect(202, 'POST', '/clickup/api/start-bulk-import', wish(people, more));
  const named = async (last) => (await up.huntflow.applicants()).filter(({ last_name: name }) => name === last);
  const shown = ({ id }) => me.expect(200, 'GET', `${API}/${id}`);

  it('is shown before it is sent: how many, and who each would be', async () => {
    const [one, two] = [await add('Показова', { phone: '+375 29 333-44-55' }), await add('Показов')];
    const counts = await me.expect(200, 'POST', '/clickup/api/preview-bulk-import', wish([one, two, one]));
    assert.deepEqual([counts.total, counts.create, counts.already, counts.no_cv], [2, 2, 0, 2]);
    const [first] = await me.expect(200, 'POST', '/clickup/api/preview-bulk-import-tasks', wish([one, two]));
    assert.deepEqual(
      [first.task_id, first.last_name, first.first_name, first.email, first.phone, first.name_from],
      [String(one.id), 'Показова', 'Анна', one.email, '+375 29 333-44-55', 'given'],
    );
  });

  it('sends each once, however often its workers are killed, and can be taken back', async () => {
    const people = [];
    for (let n = 0; n < 12; n++) people.push(await add(`Многова${n}`));
    await up.huntflow.latency(40);
    const { id } = await start(people);
    await house.until(async () => (await me.get(`/clickup/api/bulk-import-progress/${id}`)).json.successful_tasks > 2);
    await house.kill('import');
    house.launch('import');
    let end = await reaches(house, me, id, 'completed');
    if (end.unsure_tasks > 0) {
      await me.expect(200, 'POST', `/clickup/api/retry-failed-tasks/${id}`, {
        code: 'transfer.unsure', option: 'resend',
      });
      end = await reaches(house, me, id, 'completed');
    }
    await up.huntflow.latency(0);
    assert.deepEqual([end.kind, end.failed_tasks, end.successful_tasks], ['candidate', 0, 12]);
    for (let n = 0; n < 12; n++) assert.equal((await named(`Многова${n}`)).length, 1);
    const one = await shown(people[0]);
    assert.deepEqual([one.known.huntflow, one.history[0].action], [true, 'huntflow']);
    const again = await reaches(house, me, (await start(people)).id, 'completed');
    assert.deepEqual([again.skipped_tasks, again.successful_tasks], [12, 0]);

    await me.expect(202, 'POST', `/clickup/api/undo-bulk-import/${id}`, { mode: 'remove' });
    await house.until(async () => (await named('Многова0')).length === 0, { timeout: 30_000 });
    await house.until(async () => !(await shown(people[0])).known.huntflow, { timeout: 30_000 });
    assert.equal((await shown(people[0])).history[0].action, 'huntflow_removed');
  });

  it('sends all that match a filter of the list', async () => {
    const people = [];
    for (let n = 0; n < 3; n++) people.push(await add(`Фильтрова${n}`, { skills: ['Фортран'] }));
    const by = { scope: 'filter', task_ids: undefined, filter: { skill: 'Фортран', state: ['new', 'keep'] } };
    const counts = await me.expect(200, 'POST', '/clickup/api/preview-bulk-import', wish([], by));
    assert.equal(counts.total, 3);
    const end = await reaches(house, me, (await start([], by)).id, 'completed');
    assert.deepEqual([end.successful_tasks, end.scope], [3, 'filter']);
    for (let n = 0; n < 3; n++) assert.equal((await named(`Фильтрова${n}`)).length, 1);
    const odd = wish([], { ...by, filter: { status: 'x' } });
    const wrong = await me.send('POST', '/clickup/api/start-bulk-import', odd);
    assert.deepEqual([wrong.status, wrong.json.errors[0].field], [400, 'filter.status']);
  });

  it('makes one applicant of two who are joined while their import waits, whatever the order', async () => {
    for (const turned of [false, true]) {
      const two = [await add(`Двойник${turned}`), await add(`Двойник${turned}`)];
      const first = await add(`Первый${turned}`);
      const { id } = await start([first, ...two], { delay_seconds: 60 });
      await me.expect(200, 'POST', `/clickup/api/stop-bulk-import/${id}`);
      const status = async () => (await me.get(`/clickup/api/bulk-import-progress/${id}`)).json.status;
      await house.until(async () => await status() === 'stopped');
      await house.sql('UPDATE import_job SET delay_seconds = 0, next_at = NULL WHERE id = ?', [id]);
      await me.expect(200, 'POST', `${API}/join`, { ids: (turned ? [...two].reverse() : two).map((one) => one.id) });
      await up.huntflow.latency(300);   // both are under way at once
      await me.expect(200, 'POST', `/clickup/api/resume-bulk-import/${id}`);
      const end = await reaches(house, me, id, 'completed');
      await up.huntflow.latency(0);
      assert.equal(end.failed_tasks, 0);
      assert.equal((await named(`Двойник${turned}`)).length, 1);
    }
  });

  it('names nobody who was erased', async () => {
    const [one, two] = [await add('Стираемая'), await add('Оставшаяся')];
    const choices = [{ task_id: String(one.id), first_name: 'Тайная' }];
    const { id } = await start([one, two], { choices });
    await reaches(house, me, id, 'completed');
    await erase(house, me, one.id);
    const rows = await house.sql('SELECT task_id, name, choice FROM import_item WHERE job_id = ? ORDER BY id', [id]);
    assert.deepEqual(rows.map(({ name }) => name), [`№ ${one.id}`, 'Оставшаяся Анна']);
    assert.doesNotMatch(JSON.stringify(rows), /Стираемая|Тайная/);
  });

  it('of whom one is erased while Huntflow is asked goes on; of that one nothing is left', async () => {
    const one = await add('Прощаева', { phone: '+375 29 900-80-70' }), two = await add('Остаева');
    const path = '/applicants$', method = 'POST';
    await up.huntflow.clearCalls();
    await up.huntflow.fault({ kind: 'held', method, path, times: 2 });
    const { id } = await start([one, two]);
    await house.until(async () => (await up.huntflow.calls({ method, path })).total === 2, { what: 'both applicants' });
    assert.equal((await me.expect(202, 'DELETE', `${API}/${one.id}`)).candidate_id, one.id);
    await me.expect(404, 'GET', `${API}/${one.id}`);
    await house.run('tick', ['erase']);
    const due = async () => (await house.sql(`SELECT state, done, due_at > NOW(3) AS later FROM candidate_erasure
      WHERE candidate_id = ?`, [one.id]))[0];
    assert.deepEqual(await due(), { state: 'waiting', done: 0, later: 1 }, 'the answer of Huntflow is still to come');
    await up.huntflow.release();
    const done = await reaches(house, me, id, 'completed');
    assert.equal(done.total_tasks, 2);
    await house.sql('UPDATE candidate_erasure SET due_at = NOW(3) WHERE candidate_id = ?', [one.id]);
    for (let ms = 5; ms < 60; ms += 10) {
      const child = house.launch('tick', ['erase']);
      const timer = setTimeout(() => child.kill('SIGKILL'), ms);
      await end(child);
      clearTimeout(timer);
    }
    await erased(house, one.id);
    for (const text of ['Прощаева', '900-80-70', '375299008070'])
      assert.deepEqual(await tracesOf(house, text), [], text);
    assert.equal((await named('Остаева')).length, 1);
  });

  it('leaves out who is not to be contacted, is of another company, or is nobody', async () => {
    const [one, two] = [await add('Оставленная'), await add('Запрещённая')];
    await me.expect(200, 'PATCH', `${API}/${two.id}`, { state: 'blacklist' });
    const end = await reaches(house, me, (await start([one, two, { id: 999999 }])).id, 'completed');
    assert.deepEqual([end.total_tasks, end.successful_tasks], [1, 1]);
    const field = async (body) => {
      const { status, json } = await me.send('POST', '/clickup/api/start-bulk-import', body);
      return [status, json.errors[0].field];
    };
    assert.deepEqual(await field(wish([{ id: 'x1' }])), [400, 'task_ids[0]']);
    assert.deepEqual(await field(wish([one], { source: { kind: 'nothing' } })), [400, 'source.kind']);
    assert.deepEqual(await field(wish([one], { source: { kind: 'candidate', id: 1 } })), [400, 'source.id']);
    assert.deepEqual(await field(wish([one], { source: { kind: 'candidate', more: 1 } })), [400, 'source.more']);
  });

  it('answers as it is described', () => assert.deepEqual(me.wrong, []));
});
