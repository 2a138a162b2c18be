// team_tasks: the team's own tasks: made, changed, moved, found, many at once, the bin.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asked } from '../lib/asked.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { fields, problem } from '../lib/problem.js';
import { touched } from '../lib/team.js';

const TASKS = '/api/v1/tasks/';
let house;
before(async () => { house = await startHouse({ env: { POOL_TASKS: '3' } }); });
after(() => house?.stop());

let companies = 0;
// People of one company: a manager of it, two members.
async function team() {
  const company = `Команда ${++companies}`;
  const person = async (role) => watched(await house.user({ role, company }));
  const [boss, anna, petr] = [await person('manager'), await person('member'), await person('member')];
  const project = await boss.expect(201, 'POST', '/api/v1/projects/', {
    name: 'Подбор', client: 'Вектор', members: [
      { user: boss.user.id, role: 'manager' }, { user: anna.user.id }, { user: petr.user.id },
    ],
  });
  return { boss, anna, petr, project };
}
const add = (who, title, more = {}) => who.expect(201, 'POST', TASKS, { title, ...more });
const titles = async (who, query = '') => (await who.expect(200, 'GET', `${TASKS}?${query}`)).map(({ title }) => title);
const asDescribed = (...people) => assert.deepEqual(people.flatMap(({ wrong }) => wrong), []);

describe('a task', () => {
  it('is made with a title alone, and is personal', async () => {
    const { anna } = await team();
    const task = await add(anna, 'Позвонить кандидату');
    assert.deepEqual(
      [task.status, task.is_completed, task.priority, task.list, task.assigned_to, task.created_by, task.version],
      ['todo', false, 'normal', null, null, anna.user.id, 1],
    );
    assert.deepEqual([task.description, task.tags, task.watchers, task.checklist, task.notes], ['', [], [], [], []]);
    assert.deepEqual(task.rights, ['comment', 'change', 'delete']);
    assert.deepEqual(await anna.expect(200, 'GET', `${TASKS}${task.id}/`), without(task, 'notes'));
    asDescribed(anna);
  });

  it('holds all that it is made with', async () => {
    const { anna, petr, project } = await team();
    const task = await add(anna, 'Бриф', {
      description: '**Срочно**', status: 'in_progress', priority: 'urgent', due_date: '2036-11-20T12:00:00+03:00',
      list: project.id, assigned_to: petr.user.id, watchers: [anna.user.id], tags: ['java', 'Срочно', 'срочно'],
      checklist: [{ text: 'Первое', done: true }, { text: 'Второе' }],
    });
    assert.equal(task.due_date, '2036-11-20T09:00:00.000Z');
    assert.deepEqual([task.list_name, task.assigned_to_name], ['Подбор', petr.user.name]);
    assert.deepEqual(task.tags, ['java', 'Срочно']);
    assert.deepEqual(task.checklist, [{ text: 'Первое', done: true }, { text: 'Второе', done: false }]);
    assert.deepEqual(task.watchers, [anna.user.id]);
    asDescribed(anna);
  });

  it('is completed by its status and by is_completed, and goes back to where it was', async () => {
    const { anna } = await team();
    const { id } = await add(anna, 'Оффер', { status: 'review' });
    const done = await anna.expect(200, 'POST', `${TASKS}${id}/complete/`);
    assert.deepEqual([done.status, done.is_completed, done.completed_at !== null], ['done', true, true]);
    const back = await anna.expect(200, 'POST', `${TASKS}${id}/uncomplete/`);
    assert.deepEqual([back.status, back.is_completed, back.completed_at], ['review', false, null]);
    assert.equal((await anna.expect(200, 'PATCH', `${TASKS}${id}/`, { is_completed: true })).status, 'done');
    assert.equal((await anna.expect(200, 'PATCH', `${TASKS}${id}/`, { is_completed: false })).status, 'review');
    const both = await anna.patch(`${TASKS}${id}/`, { status: 'todo', is_completed: true });
    assert.deepEqual([both.status, both.json.errors[0].field], [400, 'is_completed']);
    const { id: born } = await add(anna, 'Сразу сделана', { status: 'done' });
    assert.equal((await anna.expect(200, 'POST', `${TASKS}${born}/uncomplete/`)).status, 'todo');
    asDescribed(anna);
  });

  it('of a stale version is not changed: both versions are shown', async () => {
    const { boss, anna, project } = await team();
    const task = await add(anna, 'Исходная', { list: project.id });
    await boss.expect(200, 'PATCH', `${TASKS}${task.id}/`, { title: 'Руководителя', version: task.version });
    const stale = await anna.patch(`${TASKS}${task.id}/`, { title: 'Анны', version: task.version });
    assert.deepEqual([stale.status, stale.json.code], [409, 'team.version']);
    assert.deepEqual([stale.json.current.title, stale.json.current.version], ['Руководителя', 2]);
    assert.deepEqual(stale.json.yours, { title: 'Анны', version: 1 });
    const free = await anna.expect(200, 'PATCH', `${TASKS}${task.id}/`, { priority: 'high' });
    assert.deepEqual([free.title, free.priority, free.version], ['Руководителя', 'high', 3]);
    const same = await anna.expect(200, 'PATCH', `${TASKS}${task.id}/`, { priority: 'high' });
    assert.equal(same.version, 3);
    asDescribed(boss, anna);
  });

  it('is refused with the field at fault', async () => {
    const { anna, boss } = await team();
    const stranger = await team();
    const { id } = await add(anna, 'x');
    for (const [body, field, code] of [
      [{}, 'title', 'required'], [{ title: ' ' }, 'title', 'required'], [{ title: 'x'.repeat(501) }, 'title', 'length'],
      [{ title: 'a\nb' }, 'title', 'line'], [{ title: 'x', status: 'new' }, 'status', 'choice'],
      [{ title: 'x', status: null }, 'status', 'required'], [{ title: 'x', priority: 'big' }, 'priority', 'choice'],
      [{ title: 'x', due_date: 'завтра' }, 'due_date', 'format'], [{ title: 'x', list: 'x' }, 'list', 'type'],
      [{ title: 'x', list: stranger.project.id }, 'list', 'team.no_list'],
      [{ title: 'x', assigned_to: stranger.anna.user.id }, 'assigned_to', 'team.no_user'],
      [{ title: 'x', watchers: [stranger.anna.user.id] }, 'watchers', 'team.no_user'],
      [{ title: 'x', tags: ['x'.repeat(51)] }, 'tags[0]', 'length'], [{ title: 'x', tags: 'x' }, 'tags', 'type'],
      [{ title: 'x', checklist: [{ text: '' }] }, 'checklist[0].text', 'required'],
      [{ title: 'x', link: { kind: 'task', id: 1 } }, 'link.kind', 'choice'],
      [{ title: 'x', link: { kind: 'clickup_task', id: 'nothing' } }, 'link.id', 'team.no_link'],
      [{ title: 'x', description: 'я'.repeat(1 << 20) }, 'description', 'length'],
      [{ title: 'x', link: { kind: 'clickup_task', id: true } }, 'link.id', 'type'],
      [{ title: 'x', link: { kind: 'clickup_task', id: { n: 1 } } }, 'link.id', 'type'],
      [{ title: 'x', link: { kind: 'clickup_task', id: ' ' } }, 'link.id', 'required'],
      [{ title: 'x', link: { kind: 'clickup_task' } }, 'link.id', 'required'],
      ...['12abc', '012', '-1', '1.5', '0', '1-2', '9'.repeat(19)].flatMap((id) =>
        ['candidate', 'applicant', 'vacancy'].map((kind) =>
          [{ title: 'x', link: { kind, id } }, 'link.id', 'team.no_link'])),
      [{ title: 'x', link: { kind: 'clickup_task', id: 'a b' } }, 'link.id', 'team.no_link'],
      [{ title: 'x', link: { kind: 'clickup_task', id: 'x'.repeat(41) } }, 'link.id', 'length'],
      [{ title: 'x', position: 'a' }, 'position', 'unknown'], [{ title: 'x', version: 1 }, 'version', 'unknown'],
    ]) {
      const res = await anna.post(TASKS, body);
      assert.deepEqual([res.status, res.json.errors[0].field, res.json.errors[0].code], [400, field, code]);
    }
    assert.equal((await anna.patch(`${TASKS}${id}/`, { title: null })).status, 400);
    assert.equal((await boss.get(`${TASKS}${id + 1000}/`)).status, 404);
    assert.equal((await boss.get(`${TASKS}x/`)).status, 404);
    assert.equal((await add(anna, 'ё'.repeat(500))).title.length, 500);
    asDescribed(anna);
  });

  it('has no blanks around its title, tags and points, nor a title of blanks alone', async () => {
    const { anna } = await team();
    const blank = '\u00a0 \u2003';
    const task = await add(anna, `${blank}Позвонить${blank}`, {
      tags: [' звонок ', 'ЗВОНОК', `${blank}hr`], checklist: [{ text: ' раз ' }],
    });
    assert.deepEqual([task.title, task.tags, task.checklist[0].text], ['Позвонить', ['звонок', 'hr'], 'раз']);
    const at = `${TASKS}${task.id}/`;
    assert.equal((await anna.expect(200, 'PATCH', at, { title: ' Написать ' })).title, 'Написать');
    assert.equal((await add(anna, `  ${'x'.repeat(500)}  `)).title.length, 500);
    for (const title of ['', ' ', blank, '\u200b', '\t']) {
      for (const [method, path] of [['POST', TASKS], ['PATCH', at]]) {
        const res = await anna.send(method, path, { title });
        assert.deepEqual([res.status, res.json.errors[0].code], [400, 'required'], JSON.stringify(title));
      }
    }
    await anna.expect(200, 'POST', `${TASKS}bulk/`, { ids: [task.id], set: { tag: ' важно ' } });
    assert.deepEqual((await anna.expect(200, 'GET', at)).tags, ['звонок', 'hr', 'важно']);
    asDescribed(anna);
  });

  it('is found by its number, beside those whose words begin so', async () => {
    const { anna, petr } = await team();
    const { id } = await add(anna, 'Первая');
    await add(anna, `Счёт ${id}`);
    for (const q of [`#${id}`, `№ ${id}`, ` # ${id} `]) {
      assert.deepEqual(await titles(anna, `q=${encodeURIComponent(q)}`), ['Первая'], q);
      assert.deepEqual(await titles(petr, `q=${encodeURIComponent(q)}`), [], 'not seen, not found');
    }
    assert.deepEqual((await titles(anna, `q=${id}`)).sort(), ['Первая', `Счёт ${id}`]);
    assert.deepEqual(await titles(anna, `q=${id}&status=done`), []);
    assert.deepEqual(await titles(anna, `q=%23${id + 1000}`), []);
  });

  it('may be due in the past: it is taken, with a note', async () => {
    const { anna } = await team();
    const task = await add(anna, 'Давно', { due_date: '2020-01-01' });
    assert.deepEqual(task.notes.map(({ field, code }) => [field, code]), [['due_date', 'team.due_past']]);
    assert.deepEqual(await titles(anna, 'due=overdue'), ['Давно']);
  });

  it('is told of what is wrong inside a field by the whole name of it', async () => {
    const { anna } = await team();
    const { id } = await add(anna, 'одна');
    for (const [body, wanted] of [
      [{ link: { kind: 'x', id: '1' } }, 'link.kind:choice'], [{ link: { kind: 'vacancy' } }, 'link.id:required'],
      [{ link: { kind: 'vacancy', id: 1, more: 1 } }, 'link.more:unknown'], [{ link: 1 }, 'link:type'],
      [{ checklist: [{ text: 'a' }, { text: '' }] }, 'checklist[1].text:required'],
      [{ checklist: ['a'] }, 'checklist[0]:type'],
    ]) assert.deepEqual(fields(await anna.post(TASKS, { title: 'x', ...body })), [wanted]);
    for (const [set, wanted] of [
      [{}, 'set:required'], [{ title: 'x' }, 'set.title:unknown'], [{ status: 'x' }, 'set.status:choice'],
      [{ assigned_to: 999999 }, 'set.assigned_to:team.no_user'], [{ list: 999999 }, 'set.list:team.no_list'],
    ]) assert.deepEqual(fields(await anna.post(`${TASKS}bulk/`, { ids: [id], set })), [wanted]);
  });

  it('is due between the years 1000 and 9999, or refused', async () => {
    const { anna } = await team();
    const { id } = await add(anna, 'края');
    const bulk = { ids: [id], set: {} };
    await anna.expect(201, 'POST', `${TASKS}${id}/reminders/`, { before_minutes: 525600 });
    for (const due of ['1000-01-01', '1000-01-01T00:00:00Z', '1969-12-31', '9999-12-30', '9999-12-30T23:59:59Z']) {
      const { due_date: had } = await anna.expect(200, 'PATCH', `${TASKS}${id}/`, { due_date: due });
      assert.equal(had.slice(0, 4), due.slice(0, 4));
      const [{ at }] = await anna.expect(200, 'GET', `${TASKS}${id}/reminders/`);
      assert.equal(Date.parse(at), Date.parse(had) - 525600 * 60_000);
    }
    for (const due of ['0000-01-01', '0001-01-01T00:00:00Z', '0999-12-31', '1000-01-01T00:00:00+03:00',
      '9999-12-31T23:59:59Z', '9999-12-31T23:59:59-03:00']) {
      for (const [res, field] of [
        [await anna.post(TASKS, { title: 'x', due_date: due }), 'due_date'],
        [await anna.patch(`${TASKS}${id}/`, { due_date: due }), 'due_date'],
        [await anna.post(`${TASKS}bulk/`, { ...bulk, set: { due_date: due } }), 'set.due_date'],
      ]) assert.deepEqual([res.status, ...fields(res)], [400, `${field}:range`]);
      const { status, json } = await anna.post(`${TASKS}${id}/reminders/`, { at: due });
      const kept = due === '9999-12-31T23:59:59Z';
      assert.deepEqual([status, json.errors?.[0].code], kept ? [201, undefined] : [400, 'range']);
    }
    for (const [given, status] of [['9999-12-31', 201], ['0001-01-01', 400], ['9999-12-31T23:59:59-03:00', 400]]) {
      const boss = await house.user({ role: 'manager' });
      assert.equal((await boss.post('/api/v1/projects/', { name: given, deadline: given })).status, status);
    }
    assert.deepEqual(await titles(anna, 'due=1000-01-01..9999-12-31'), ['края']);
    asDescribed(anna);
  });

  it('is due by the clocks of who says it, when they name no zone', async () => {
    const { anna } = await team();
    await house.sql('UPDATE user SET time_zone = ? WHERE id = ?', ['Europe/Minsk', anna.user.id]);
    const { id, due_date: due } = await add(anna, 'местное', { due_date: '2036-12-01T10:00' });
    assert.equal(due, '2036-12-01T07:00:00.000Z');
    const { at } = await anna.expect(201, 'POST', `${TASKS}${id}/reminders/`, { at: '2036-12-01 09:30:00' });
    assert.equal(at, '2036-12-01T06:30:00.000Z');
    assert.deepEqual(await titles(anna, 'due=2036-12-01T09:59..2036-12-01T10:00'), ['местное']);
    assert.deepEqual(await titles(anna, 'due=2036-12-01T10:01..'), []);
  });

  it('is due in 1970 and before it like in any year', async () => {
    const { boss } = await team();
    await house.sql('UPDATE user SET time_zone = ? WHERE id = ?', ['UTC', boss.user.id]);
    for (const due of ['1000-01-01', '1969-12-31', '1970-01-01T00:00:00Z', '1970-01-02']) {
      await add(boss, due, { due_date: due });
    }
    const { overdue, total } = await boss.expect(200, 'GET', `${TASKS}stats/`);
    assert.deepEqual([overdue, total], [4, 4]);
    assert.deepEqual((await titles(boss, 'due=overdue')).length, 4);
    assert.deepEqual(await titles(boss, 'due=none'), []);
    assert.deepEqual(await titles(boss, 'due=..1969-12-31&ordering=due_date'), ['1000-01-01', '1969-12-31']);
    assert.deepEqual(await titles(boss, 'due=1970-01-01..&ordering=due_date'), ['1970-01-01T00:00:00Z', '1970-01-02']);
  });

  it('that is given away is answered as it was written, without rights, and is absent from then on', async () => {
    const { boss, anna, petr } = await team();
    const own = await boss.expect(201, 'POST', '/api/v1/projects/', {
      name: 'Петра', members: [{ user: petr.user.id, role: 'manager' }],
    });
    const given = () => add(boss, 'чужое', { assigned_to: anna.user.id });
    const listed = () => add(boss, 'в проекте', { list: own.id });
    for (const [who, method, make, path, body] of [
      [anna, 'PATCH', given, '', { assigned_to: petr.user.id, status: 'review' }],
      [petr, 'PATCH', listed, '', { list: null, status: 'review' }],
      [petr, 'POST', listed, 'move/', { list: null, status: 'review' }],
    ]) {
      const { id } = await make();
      const task = await who.expect(200, method, `${TASKS}${id}/${path}`, body);
      assert.deepEqual([task.id, task.status, task.version, task.rights], [id, 'review', 2, []]);
      assert.equal((await who.get(`${TASKS}${id}/`)).status, 404);
      assert.equal((await who.patch(`${TASKS}${id}/`, { status: 'todo' })).status, 404);
      assert.equal((await boss.expect(200, 'GET', `${TASKS}${id}/`)).version, 2);
    }
    asDescribed(boss, anna, petr);
  });

  it('is asked for where no body came, in words of the reader', async () => {
    const { boss } = await team();
    for (const path of [TASKS, `${TASKS}bulk/`, '/api/v1/projects/']) {
      assert.match((await boss.post(path)).json.detail, /нужен объект JSON\. .*: 1:1\.$/);
    }
  });

  it('is made once under one key', async () => {
    const { anna } = await team();
    const opts = { headers: { 'Idempotency-Key': `k-${companies}` } };
    const [one, two] = [await anna.post(TASKS, { title: 'Раз' }, opts), await anna.post(TASKS, { title: 'Раз' }, opts)];
    assert.deepEqual([one.status, two.status, one.json.id], [201, 201, two.json.id]);
    assert.deepEqual(await titles(anna), ['Раз']);
  });
});

describe('the list', () => {
  it('is ordered, those without a deadline last both ways, and continues behind any task', async () => {
    const { anna } = await team();
    await add(anna, 'б', { priority: 'urgent', due_date: '2036-03-01' });
    await add(anna, 'А', { priority: 'low', due_date: '2036-01-01' });
    await add(anna, 'ёж', { priority: 'high' });
    await add(anna, 'г', { due_date: '2036-02-01' });
    await add(anna, 'я', {});
    for (const [ordering, wanted] of [
      ['created_at', 'б А ёж г я'], ['-created_at', 'я г ёж А б'], ['due_date', 'А г б ёж я'],
      ['-due_date', 'б г А я ёж'], ['priority', 'А г я ёж б'], ['-priority', 'б ёж я г А'],
      ['title', 'А б г ёж я'], ['-title', 'я ёж г б А'], ['position', 'б А ёж г я'], ['-position', 'я г ёж А б'],
      ['updated_at', 'б А ёж г я'],
    ]) {
      assert.equal((await titles(anna, `ordering=${ordering}`)).join(' '), wanted, ordering);
      const found = [];
      let path = `${TASKS}?ordering=${ordering}&page_size=2`;
      while (path) {
        const res = await anna.get(path);
        assert.equal(res.headers['x-total-count'], '5');
        found.push(...res.json.map(({ title }) => title));
        path = /<([^>]*)>; rel="next"/.exec(res.headers.link ?? '')?.[1];
      }
      assert.equal(found.join(' '), wanted, `${ordering} by pages`);
    }
    for (const bad of ['ordering=id', 'status=x', 'priority=1', 'list=x', 'assigned_to=x', 'due=x', 'link=x',
      'is_completed=x', 'created_by=none', 'colour=red']) {
      assert.equal((await anna.get(`${TASKS}?${bad}`)).status, 400, bad);
    }
    asDescribed(anna);
  });

  it('is filtered by several values of several filters', async () => {
    const { boss, anna, petr, project } = await team();
    const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString();
    await add(anna, 'a', { list: project.id, assigned_to: petr.user.id, tags: ['java'], due_date: day(3) });
    await add(anna, 'b', { list: project.id, status: 'review', priority: 'high', tags: ['QA'], due_date: day(-3) });
    await add(anna, 'c', { status: 'done', assigned_to: anna.user.id, due_date: day(-3) });
    await add(boss, 'd', { list: project.id, status: 'cancelled', priority: 'low' });
    for (const [query, wanted] of [
      ['status=todo&status=review', 'a b'], ['status=todo&list=none', ''], ['list=none', 'c'],
      [`list=${project.id}`, 'a b d'], [`list=none&list=${project.id}`, 'a b c d'],
      [`assigned_to=me`, 'c'], ['assigned_to=none', 'b d'], [`assigned_to=${petr.user.id}&assigned_to=none`, 'a b d'],
      ['created_by=me', 'a b c'], [`created_by=${boss.user.id}`, 'd'], ['priority=high&priority=low', 'b d'],
      ['tag=qa&tag=java', 'a b'], ['tag=qa&status=todo', ''], ['due=overdue', 'b'], ['due=week', 'a'],
      ['due=none', 'd'], ['due=none&due=overdue', 'b d'], [`due=${day(2).slice(0, 10)}..${day(4).slice(0, 10)}`, 'a'],
      [`due=..${day(0).slice(0, 10)}`, 'b c'], ['is_completed=true', 'c'], ['is_completed=false', 'a b d'],
      ['is_completed=true&is_completed=false', 'a b c d'], ['link=applicant', ''], ['link=vacancy:1', ''],
    ]) {
      const query2 = `${query}&ordering=created_at`;
      assert.equal((await titles(anna, query2)).join(' '), wanted, query);
    }
  });

  it('is searched by word beginnings', async () => {
    const { anna } = await team();
    await add(anna, 'Найти C++ и 1С', { description: 'QA инженер, Фёдоров' });
    await add(anna, 'Java', { description: 'backend' });
    for (const [q, wanted] of [
      ['c++', 'Найти C++ и 1С'], ['1С', 'Найти C++ и 1С'], ['qa', 'Найти C++ и 1С'], ['федор', 'Найти C++ и 1С'],
      ['jav back', 'Java'], ['java qa', ''], ['!!!', ''],
    ]) {
      assert.equal((await titles(anna, `q=${encodeURIComponent(q)}`)).join(), wanted, q);
    }
    const [{ id }] = await anna.expect(200, 'GET', `${TASKS}?q=java`);
    await anna.expect(200, 'PATCH', `${TASKS}${id}/`, { description: 'Python' });
    assert.deepEqual([await titles(anna, 'q=back'), await titles(anna, 'q=pyth')], [[], ['Java']]);
  });
});

describe('a move', () => {
  const order = async (who) => (await titles(who, 'ordering=position')).join(' ');

  it('goes behind a task, before all, behind all, into another column and project', async () => {
    const { anna, project } = await team();
    const [a, b, c] = [await add(anna, 'a'), await add(anna, 'b'), await add(anna, 'c')];
    const move = (task, body) => anna.expect(200, 'POST', `${TASKS}${task.id}/move/`, body);
    await move(c, { after: a.id });
    assert.equal(await order(anna), 'a c b');
    await move(b, { after: null });
    assert.equal(await order(anna), 'b a c');
    await move(b, {});
    assert.equal(await order(anna), 'a c b');
    const moved = await move(a, { status: 'review', list: project.id, after: b.id });
    assert.deepEqual([moved.status, moved.list, await order(anna)], ['review', project.id, 'c b a']);
    const bad = await anna.post(`${TASKS}${a.id}/move/`, { after: a.id });
    assert.deepEqual([bad.status, bad.json.errors[0].code], [400, 'team.after_itself']);
    const lost = await anna.post(`${TASKS}${a.id}/move/`, { after: 1e9 });
    assert.deepEqual([lost.status, lost.json.errors[0].code], [400, 'team.no_task']);
    const stale = await anna.post(`${TASKS}${a.id}/move/`, { version: 1 });
    assert.deepEqual([stale.status, stale.json.current.id], [409, a.id]);
    asDescribed(anna);
  });

  it('of two to one place at once lands both, in one order for all', async () => {
    const { anna } = await team();
    const made = [];
    for (let i = 0; i < 12; i++) made.push(await add(anna, String(i)));
    const after = made[0].id;
    await Promise.all(made.slice(2).map(({ id }) => anna.expect(200, 'POST', `${TASKS}${id}/move/`, { after })));
    const all = await anna.expect(200, 'GET', `${TASKS}?ordering=position`);
    assert.equal(new Set(all.map(({ position }) => position)).size, 12);
    assert.deepEqual([all[0].id, all[11].id], [made[0].id, made[1].id]);
  });

  it('between two neighbours with long positions spreads those around anew', async () => {
    const { anna } = await team();
    const [first, one, two, last] = await Promise.all(['f', '1', '2', 'l'].map((title) => add(anna, title)));
    const place = (id, ...parts) => house.sql(
      'UPDATE task SET position = CONCAT(?, REPEAT("z", 199), ?) WHERE id = ?', [...parts, id],
    );
    await place(one.id, first.position.slice(0, 6), '');
    await place(two.id, first.position.slice(0, 6), '1');
    await place(last.id, 'z00000', '');
    await touched(house, [one.id, two.id, last.id]);
    for (let i = 0; i < 3; i++) {
      await anna.expect(200, 'POST', `${TASKS}${last.id}/move/`, { after: one.id });
      assert.equal(await order(anna), 'f 1 l 2');
      await anna.expect(200, 'POST', `${TASKS}${last.id}/move/`, {});
    }
    const all = await anna.expect(200, 'GET', `${TASKS}?ordering=position`);
    assert.ok(all.every(({ position }) => position.length < 30), JSON.stringify(all.map(({ position }) => position)));
    assert.equal(all[0].id, first.id);
  });

  it('reads its neighbours, not the tasks before them', async () => {
    const { boss, anna } = await team();
    await anna.expect(201, 'POST', TASKS, { title: 'первая' });
    await house.sql(`INSERT INTO task (company_id, title, description, created_by, position)
      SELECT ?, seq, '', ?, CONCAT('U', LPAD(seq, 5, '0'), 'V1') FROM seq_1_to_3000`,
    [anna.user.company.id, anna.user.id]);
    await house.sql('ANALYZE TABLE task');
    const ids = (await house.sql('SELECT id FROM task WHERE company_id = ? ORDER BY position', [anna.user.company.id]))
      .map(({ id }) => id);
    for (const who of [boss, anna]) {
      for (const after of [ids[5], ids[1500], ids[2900], null, undefined]) {
        const { rows } = await asked(house, () => who.expect(200, 'POST', `${TASKS}${ids[1000]}/move/`, { after }));
        assert.ok(rows < 300, `${rows} rows read for a move behind ${after}`);
      }
    }
  });
});

describe('many at once', () => {
  it('are changed all, or none', async () => {
    const { boss, anna, petr, project } = await team();
    const made = [];
    for (let i = 0; i < 3; i++) made.push((await add(anna, String(i), { list: project.id, tags: ['x'] })).id);
    const foreign = (await add(petr, 'чужая', { list: project.id })).id;
    const hidden = (await add(petr, 'личная')).id;
    const set = { status: 'review', assigned_to: petr.user.id, tag: 'y', due_date: '2036-01-01', list: null };
    const { changed, before: had } = await anna.expect(200, 'POST', `${TASKS}bulk/`, { ids: made, set });
    assert.equal(changed, 3);
    assert.deepEqual(had, made.map((id) => ({
      id, status: 'todo', assigned_to: null, list: project.id, due_date: null, tags: ['x'],
    })));
    const now = await anna.expect(200, 'GET', `${TASKS}${made[2]}/`);
    assert.deepEqual([now.status, now.assigned_to, now.tags, now.list], ['review', petr.user.id, ['x', 'y'], null]);
    for (const [ids, status] of [[[...made, foreign], 403], [[...made, hidden], 404], [[], 400]]) {
      const res = await anna.post(`${TASKS}bulk/`, { ids, set: { status: 'todo' } });
      assert.equal(res.status, status);
    }
    assert.equal((await anna.expect(200, 'GET', `${TASKS}${made[0]}/`)).status, 'review');
    const twice = await anna.expect(200, 'POST', `${TASKS}bulk/`, {
      ids: [made[0], made[1], made[0]], set: { status: 'in_progress' },
    });
    assert.deepEqual([twice.changed, twice.before.length], [2, 2]);
    const ids = Array.from({ length: 501 }, (_, i) => i + 1);
    assert.equal((await boss.post(`${TASKS}bulk/`, { ids, set: { status: 'todo' } })).status, 400);
    assert.equal((await boss.post(`${TASKS}bulk/`, { ids: made, set: {} })).status, 400);
    const less = await boss.expect(200, 'POST', `${TASKS}bulk/`, { ids: [made[2]], set: { untag: 'X', tag: 'z' } });
    assert.deepEqual(less.before, [{ id: made[2], tags: ['x', 'y'] }]);
    assert.deepEqual((await anna.expect(200, 'GET', `${TASKS}${made[2]}/`)).tags, ['y', 'z']);
    asDescribed(boss, anna);
  });
});

describe('all that match', () => {
  it('are changed by the filters of the list, as far as one may change them', async () => {
    const { boss, anna, petr, project } = await team();
    const mine = [];
    for (const title of ['раз', 'два']) mine.push((await add(anna, title, { list: project.id, priority: 'high' })).id);
    await add(petr, 'чужая', { list: project.id, priority: 'high' });
    await add(anna, 'другая', { list: project.id });
    const all = { all: true, set: { status: 'review' } };
    const bulk = `${TASKS}bulk/`;
    const done = await anna.expect(200, 'POST', `${bulk}?priority=high&list=${project.id}`, all);
    assert.deepEqual([done.changed, done.skipped, done.before.map(({ id }) => id).sort()], [2, 1, mine.sort()]);
    assert.deepEqual((await titles(anna, 'status=review')).sort(), ['два', 'раз']);
    const none = await anna.expect(200, 'POST', `${bulk}?q=нет`, all);
    assert.deepEqual(none, { changed: 0, skipped: 0, before: [] });
    const everybody = await boss.expect(200, 'POST', `${bulk}?priority=high`, all);
    assert.deepEqual([everybody.changed, everybody.skipped], [3, 0]);
    for (const [query, body, wanted] of [
      ['', { ...all, ids: mine }, 'ids:unknown'], ['?prority=high', all, 'prority:unknown'],
      ['?page=2', all, 'page:unknown'], ['', { set: all.set }, 'ids:required'],
      ['', { all: 1, set: all.set }, 'all:type'],
      ['', { all: true, set: { status: 'x' } }, 'set.status:choice'],
    ]) assert.deepEqual(fields(await anna.post(`${bulk}${query}`, body)), [wanted]);
    asDescribed(boss, anna);
  });

  it('of other filters are another request, whatever its key', async () => {
    const { anna } = await team();
    for (const title of ['раз', 'два']) await add(anna, title);
    const opts = { headers: { 'Idempotency-Key': `all-${companies}` } };
    const all = { all: true, set: { status: 'review' } };
    const bulk = (query) => anna.post(`${TASKS}bulk/?${query}`, all, opts);
    for (const query of ['q=раз&status=todo', 'status=todo&q=раз']) assert.equal((await bulk(query)).json.changed, 1);
    problem(await bulk('q=два'), 409, 'account.replay_other');
    assert.deepEqual(await titles(anna, 'status=review'), ['раз']);
  });

  it('are 500 at most', async () => {
    const { anna } = await team();
    await add(anna, 'первая');
    await house.sql(`INSERT INTO task (company_id, title, description, created_by, position)
      SELECT ?, seq, '', ?, CONCAT('U', LPAD(seq, 5, '0'), 'V1') FROM seq_1_to_500`,
    [anna.user.company.id, anna.user.id]);
    const { user: { id, company } } = anna;
    const made = await house.sql('SELECT id FROM task WHERE company_id = ? AND created_by = ?', [company.id, id]);
    await touched(house, made.map((task) => task.id));
    const all = { all: true, set: { status: 'review' } };
    assert.deepEqual(fields(await anna.post(`${TASKS}bulk/`, all)), ['all:length']);
    const { changed } = await anna.expect(200, 'POST', `${TASKS}bulk/?q=первая`, all);
    assert.equal(changed, 1);
  });
});

describe('many at once, and people', () => {
  it('are told once of all, and who did it is not', async () => {
    const { boss, anna } = await team();
    const ids = [];
    for (let i = 0; i < 12; i++) {
      ids.push((await add(i < 9 ? boss : anna, `Дело ${i}`, { watchers: [anna.user.id] })).id);
    }
    await boss.expect(200, 'POST', `${TASKS}bulk/`, { ids, set: { assigned_to: anna.user.id } });
    await boss.expect(200, 'POST', `${TASKS}bulk/`, { ids, set: { status: 'review' } });
    await boss.expect(200, 'POST', `${TASKS}bulk/`, { ids: ids.slice(1, 2), set: { status: 'done' } });
    const said = async (who) => (await who.expect(200, 'GET', '/api/v1/notifications/'))
      .map(({ kind, text, href }) => [kind, text, href]);
    assert.deepEqual(await said(anna), [
      ['status', 'Дело 1', `/tasks/${ids[1]}/`],
      ['status', '12 задач, первая: Дело 0', '/tasks/?ordering=-updated_at&show=all'],
      ['assigned', '12 задач, первая: Дело 0', '/tasks/?ordering=-updated_at&show=mine'],
    ]);
    assert.deepEqual(await said(boss), []);
    const first = async () => (await anna.expect(200, 'GET', '/api/v1/notifications/'))[0];
    for (const [n, status, ru, en] of [[1, 'in_progress', 'Дело 0', 'Дело 0'],
      [2, 'review', '2 задачи, первая: Дело 0', '2 tasks, the first: Дело 0'],
      [5, 'todo', '5 задач, первая: Дело 0', '5 tasks, the first: Дело 0']]) {
      await boss.expect(200, 'POST', `${TASKS}bulk/`, { ids: ids.slice(0, n), set: { status } });
      for (const [locale, text, title] of [['ru', ru, n > 1 ? /^Статусы задач изменены: / : /^Статус задачи изменён: /],
        ['en', en, n > 1 ? /^Task statuses changed: / : /^Task status changed: /]]) {
        await house.sql('UPDATE user SET locale = ? WHERE id = ?', [locale, anna.user.id]);
        const told = await first();
        assert.equal(told.text, text);
        assert.match(told.title, title);
      }
    }
    const [newest] = await anna.expect(200, 'GET', `${TASKS}?ordering=-updated_at&page_size=5`);
    assert.ok(ids.slice(0, 5).includes(newest.id), 'those that were changed are on top of the list of the link');
    asDescribed(boss, anna);
  });
});

describe('the bin', () => {
  it('hides a task, and gives it back', async () => {
    const { anna, boss } = await team();
    const { id } = await add(anna, 'Удалить');
    await anna.expect(204, 'DELETE', `${TASKS}${id}/`);
    assert.deepEqual([(await anna.get(`${TASKS}${id}/`)).status, await titles(boss)], [404, []]);
    assert.equal((await anna.del(`${TASKS}${id}/`)).status, 404);
    assert.equal((await anna.expect(200, 'POST', `${TASKS}${id}/restore/`)).title, 'Удалить');
    assert.equal((await anna.post(`${TASKS}${id}/restore/`)).status, 404);
    await anna.expect(204, 'DELETE', `${TASKS}${id}/`);
    await house.sql('UPDATE task SET deleted_at = NOW(3) - INTERVAL 31 DAY WHERE id = ?', [id]);
    assert.equal((await anna.post(`${TASKS}${id}/restore/`)).status, 404);
    asDescribed(anna, boss);
  });

  it('is a list, the last deleted first, of what one may see; those of a month ago are not in it', async () => {
    const { anna, boss, petr, project } = await team();
    const bin = async (who, query = '') => (await who.expect(200, 'GET', `${TASKS}bin/?${query}`))
      .map(({ title }) => title);
    for (const title of ['Своя', 'Общая', 'Старая', 'Живая']) {
      const { id } = await add(anna, title, title === 'Общая' ? { list: project.id } : {});
      if (title === 'Живая') continue;
      await (title === 'Общая' ? boss : anna).expect(204, 'DELETE', `${TASKS}${id}/`);
      if (title === 'Старая') {
        await house.sql('UPDATE task SET deleted_at = NOW(3) - INTERVAL 31 DAY WHERE id = ?', [id]);
      }
    }
    assert.deepEqual([await bin(anna), await bin(boss), await bin(petr)],
      [['Общая', 'Своя'], ['Общая', 'Своя'], ['Общая']]);
    const [of] = await anna.expect(200, 'GET', `${TASKS}bin/`);
    assert.deepEqual([of.deleted_by_name, of.rights.includes('delete')], [boss.user.name, true]);
    assert.equal(new Date(of.expires_at) - new Date(of.deleted_at), 30 * 86400000);
    const [seen] = await petr.expect(200, 'GET', `${TASKS}bin/`);
    assert.ok(!seen.rights.includes('delete'));
    const first = await anna.get(`${TASKS}bin/?page_size=1`);
    assert.equal(first.headers['x-total-count'], '2');
    const after = /after=([^&>]*)[^>]*>; rel="next"/.exec(first.headers.link)[1];
    assert.deepEqual([await bin(anna, `page_size=1&after=${after}`), await bin(anna, 'page_size=1&page=2')],
      [['Своя'], ['Своя']]);
    for (const query of ['after=x', 'status=done']) assert.equal((await anna.get(`${TASKS}bin/?${query}`)).status, 400);
    await anna.expect(200, 'POST', `${TASKS}${of.id}/restore/`);
    assert.deepEqual(await bin(anna), ['Своя']);
    asDescribed(anna, boss, petr);
  });
});

function without(object, ...names) {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
