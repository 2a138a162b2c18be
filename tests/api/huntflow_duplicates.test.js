// Duplicates: looking before an applicant is created, alone and on the way of a task to Huntflow.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { ACCOUNT, applicant } from '../lib/huntflow.js';
import { watched } from '../lib/openapi.js';
import { QUICK, reaches, recruiter, start, sync, transfer } from '../lib/recruiter.js';

const LIST = '901200100';

describe('duplicates', () => {
  let house, me, up, account;
  let made = 0;

  before(async () => {
    house = await startHouse({ upstreams: true, env: QUICK });
    up = house.up;
    account = up.huntflow.server.accounts.get(11);
    await up.huntflow.settings({ parse: 'all' });
    me = watched(await recruiter(house));
  });
  after(async () => { await house?.stop(); assert.deepEqual([...new Set(me.wrong)], []); });
  beforeEach(() => up.huntflow.clearFaults());

  const look = async (body) => {
    const res = await me.post(`${ACCOUNT}/duplicates/`, body);
    assert.equal(res.status, 200, res.text);
    return res.json;
  };
  const found = async (body) => (await look(body)).map(({ id, matched }) => [id, matched.join()]);
  const pdf = (lines) => ({ id: `att${++made}`, title: 'CV.pdf', date: Date.now(), lines });
  const cv = (name, email, phone) => [name, 'Разработчик', '', `Телефон: ${phone}`, `E-mail: ${email}`];

  async function task(name, fields = {}) {
    const { id } = await up.clickup.addTask({
      id: `86d${++made}`, list: LIST, name, assignees: [], tags: [], ...fields
    });
    await sync(house, me);
    return id;
  }
  const named = async (last) => (await up.huntflow.applicants()).filter(({ last_name: name }) => name === last);

  describe('looked for', () => {
    it('by e-mail in any case', async () => {
      const one = applicant(house, { email: 'Case@Mail.by' });
      assert.deepEqual(await found({ email: 'case@mail.BY' }), [[one.id, 'email']]);
      assert.deepEqual(await found({ email: 'other@mail.by' }), []);
    });

    it('by phone however it is written', async () => {
      const one = applicant(house, { phone: '8 (029) 777-88-99' });
      for (const phone of ['+375297778899', '+375 29 777-88-99', '80297778899', '297778899']) {
        assert.deepEqual(await found({ phone }), [[one.id, 'phone']], phone);
      }
      assert.deepEqual(await found({ phone: '+375 33 777-88-99' }), []);
      const two = applicant(house, { phone: '+7 916 123-45-67' });
      assert.deepEqual(await found({ phone: '8 916 1234567' }), [[two.id, 'phone']]);
    });

    it('by link in a résumé', async () => {
      const external = (body) => ({ externals: [{ auth_type: 'NATIVE', data: { body }, files: [] }] });
      const one = applicant(house, external('Профиль LinkedIn: https://www.linkedin.com/in/Some-Body-1?x=1'));
      applicant(house, external('linkedin.com/in/another'));
      assert.deepEqual(await found({ links: ['http://by.linkedin.com/in/some-body-1/'] }), [[one.id, 'link']]);
      assert.deepEqual(await found({ links: ['https://linkedin.com/in/nobody'] }), []);
    });

    it('by name, the surer ones first, side by side', async () => {
      const likely = applicant(house, { first_name: 'Пётр', last_name: 'Общий' });
      const sure = applicant(house, {
        first_name: 'Пётр', last_name: 'Общий', email: 'p@o.by', position: 'QA', company: 'Нова',
      });
      account.link(sure, { vacancy: 1110, status: 1141 });
      const all = await look({ first_name: 'ПЁТР', last_name: 'общий', email: 'p@o.by' });
      assert.deepEqual(all.map(({ id, matched }) => [id, matched]), [
        [sure.id, ['email', 'name']], [likely.id, ['name']],
      ]);
      assert.deepEqual(
        [all[0].name, all[0].position, all[0].company, all[0].vacancy.id, all[0].status.id],
        ['Общий Пётр', 'QA', 'Нова', 1110, 1141],
      );
      assert.match(all[0].url, /#\/applicants\/filter\/all\//);
    });

    it('needs something to look for', async () => {
      for (const [body, field] of [
        [{}, 'email'], [{ first_name: 'x' }, 'email'], [{ email: 5 }, 'email'], [{ links: 'x' }, 'links'],
        [{ links: [5] }, 'links[0]'], [{ links: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'links'],
        [{ z: 1, email: 'a@b.by' }, 'z'],
      ]) {
        const res = await me.post(`${ACCOUNT}/duplicates/`, body);
        assert.deepEqual([res.status, res.json.errors?.[0].field], [400, field], res.text);
      }
    });

    it('says when Huntflow does not answer', async () => {
      await up.huntflow.fault({ kind: 'html', status: 502, path: '/search', times: 20 });
      const res = await me.post(`${ACCOUNT}/duplicates/`, { email: 'a@b.by' });
      assert.deepEqual([res.status, res.json.code], [502, 'huntflow.down']);
    });
  });

  describe('of a task', () => {
    it('are shown in the preview, by what the task tells', async () => {
      const one = applicant(house, { first_name: 'Вера', last_name: 'Показная', phone: '+375 44 100-10-10' });
      const id = await task('Показная Вера', { description: 'тел. 8 044 100 10 10' });
      const { json } = await me.get(`/clickup/task/${id}/transfer-preview?account_id=11`);
      assert.deepEqual(
        json.duplicates.map(({ id: found_, matched }) => [found_, matched]), [[one.id, ['phone', 'name']]],
      );
      const other = await task('Никто Нигде');
      assert.deepEqual((await me.get(`/clickup/task/${other}/transfer-preview?account_id=11`)).json.duplicates, []);
    });

    it('are asked about: nothing is created until a person decides', async () => {
      const one = applicant(house, { last_name: 'Былая', email: 'byl@x.by' });
      const id = await task('Новая Мария', { attachments: [pdf(cv('Новая Мария', 'byl@x.by', '+375 29 000-00-01'))] });
      const asked = await transfer(me, id, { duplicate: 'ask' });
      assert.deepEqual([asked.status, asked.json.code], [409, 'huntflow.duplicate_found'], asked.text);
      assert.match(asked.headers['content-type'], /problem\+json/);
      assert.deepEqual(
        asked.json.duplicates.map(({ id: found_, matched }) => [found_, matched]), [[one.id, ['email']]],
      );
      assert.equal((await named('Новая')).length, 0);
      const anyway = await transfer(me, id, { duplicate: 'create' });
      assert.equal(anyway.status, 201, anyway.text);
      assert.deepEqual(anyway.json.doubles, [one.id]);
    });

    it('are skipped, and the task can be sent later', async () => {
      const one = applicant(house, { email: 'skip@x.by' });
      const id = await task('Лишняя Ольга', {
        attachments: [pdf(cv('Лишняя Ольга', 'skip@x.by', '+375 29 000-00-02'))],
      });
      const res = await transfer(me, id, { duplicate: 'skip' });
      assert.deepEqual(
        [res.status, res.json.skipped, res.json.created, res.json.applicant_id], [200, true, false, one.id], res.text,
      );
      assert.equal((await named('Лишняя')).length, 0);
      assert.equal((await transfer(me, id)).status, 201);
    });

    it('take the task over: file, comment, tags and stage go to the one who is there', async () => {
      const one = applicant(house, { last_name: 'Старая', phone: '80290000003' });
      account.setTags(one, [1164]);
      const id = await task('Свежая Анна', {
        assignees: [48210001], attachments: [pdf(cv('Свежая Анна', 'new@x.by', '+375 29 000-00-03'))],
      });
      const res = await transfer(me, id, { duplicate: 'attach', vacancy_id: 1110 });
      assert.equal(res.status, 200, res.text);
      assert.deepEqual([res.json.created, res.json.skipped, res.json.applicant_id], [false, false, one.id]);
      assert.equal((await named('Свежая')).length, 0);
      assert.ok(one.tags.includes(1164) && one.tags.length === 2, String(one.tags));
      assert.equal(one.links[0].vacancy, 1110);
      const said = one.logs.filter(({ comment }) => comment?.includes('Свежая Анна'));
      assert.deepEqual(said.map(({ files }) => files.length), [1]);
      const again = await transfer(me, id, { duplicate: 'attach' });
      assert.deepEqual([again.status, again.json.applicant_id], [200, one.id]);
      assert.equal(one.logs.filter(({ comment }) => comment?.includes('Свежая Анна')).length, 1);
      const shown = (await me.get(`${ACCOUNT}/applicants/${one.id}/`)).json;
      assert.deepEqual(shown.tasks, [{ task_id: id, name: 'Свежая Анна' }]);
    });

    it('are chosen by a person among several', async () => {
      const [one, two] = [applicant(house, { email: 'many@x.by' }), applicant(house, { email: 'many@x.by' })];
      const id = await task('Кто Кто', { attachments: [pdf(cv('Кто Кто', 'many@x.by', '+375 29 000-00-04'))] });
      const which = await transfer(me, id, { duplicate: 'attach' });
      assert.deepEqual([which.status, which.json.duplicates?.length], [409, 2], which.text);
      const gone = await transfer(me, id, { duplicate: 'attach', applicant_id: 5 });
      assert.deepEqual([gone.status, gone.json.errors?.[0].field], [400, 'applicant_id'], gone.text);
      const res = await transfer(me, id, { duplicate: 'attach', applicant_id: two.id });
      assert.deepEqual([res.status, res.json.applicant_id], [200, two.id]);
      assert.equal(one.logs.length, 1);
      for (const body of [{ duplicate: 'x' }, { applicant_id: two.id }, { duplicate: 'skip', applicant_id: two.id }]) {
        assert.equal((await transfer(me, id, body)).status, 400, JSON.stringify(body));
      }
    });

    it('are not made twice when answers are lost on the way', async () => {
      const one = applicant(house, { email: 'lost@x.by' });
      const id = await task('Потеря Ольга', {
        attachments: [pdf(cv('Потеря Ольга', 'lost@x.by', '+375 29 000-00-05'))],
      });
      await up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/logs$', times: 1 });
      assert.notEqual((await transfer(me, id, { duplicate: 'attach' })).status, 200);
      const res = await transfer(me, id, { duplicate: 'attach' });
      assert.deepEqual([res.status, res.json.applicant_id], [200, one.id], res.text);
      assert.equal(one.logs.filter(({ comment }) => comment?.includes('Потеря Ольга')).length, 1);
    });
  });

  it('in a bulk import: skipped when asked for, created else', async () => {
    applicant(house, { email: 'bulk1@x.by' });
    const attached = applicant(house, { email: 'bulk2@x.by' });
    const ids = [];
    for (const n of [1, 2, 3])
      ids.push(await task(`Массовая Анна ${n}`, {
        attachments: [pdf(cv('Массовая Анна', n === 3 ? 'free@x.by' : `bulk${n}@x.by`, `+375 29 300-00-0${n}`))],
      }));
    const job = await start(me, { scope: 'selection', task_ids: [ids[0], ids[2]], duplicate: 'skip' });
    const done = await reaches(house, me, job.id, 'completed');
    assert.deepEqual([done.successful_tasks, done.skipped_tasks, done.failed_tasks], [1, 1, 0]);
    assert.equal((await named('Массовая')).length, 1);
    const second = await start(me, { scope: 'selection', task_ids: [ids[1]], duplicate: 'attach' });
    assert.equal((await reaches(house, me, second.id, 'completed')).successful_tasks, 1);
    assert.ok(attached.logs.some(({ comment }) => comment?.includes('Массовая Анна 2')));
    // who was there before the import is not the import's to take back, whatever it tried first
    await house.sql('UPDATE transfer SET import_id = ? WHERE task_id = ?', [second.id, ids[1]]);
    assert.equal(
      (await me.post(`/clickup/api/undo-bulk-import/${second.id}`, { mode: 'remove' })).json.code, 'import.undo_empty',
    );
    assert.ok(account.applicant(attached.id));
    const third = await start(me, { scope: 'selection', task_ids: [ids[0]] });
    assert.equal((await reaches(house, me, third.id, 'completed')).successful_tasks, 1);
    assert.equal((await named('Массовая')).length, 2);
    const bad = await me.post('/clickup/api/start-bulk-import', { account_id: 11, scope: 'all', duplicate: 'ask' });
    assert.deepEqual([bad.status, bad.json.errors[0].field], [400, 'duplicate']);
  });
});
