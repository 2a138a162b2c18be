// team_views: the team's tasks under names of people's own, with counts; and their list as a CSV file.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { team } from '../lib/team.js';

const VIEWS = '/api/v1/task-views';
const EXPORT = '/api/v1/tasks/export';

let house;
let me, igor, project, add;
before(async () => {
  house = await startHouse();
  ({ me, igor, project, add } = await team(house));
  me = watched(me);
  await add('Позвонить Ёлкиной', { tags: ['звонок', 'срочно'], assigned_to: me.user.id, priority: 'urgent' });
  await add('=cmd|calc', {
    list: project.id, assigned_to: igor.user.id, status: 'review', due_date: '2036-11-20T22:30:00Z',
    checklist: [{ text: 'Раз', done: true }, { text: 'Два' }],
  });
  await add('Личная; "тихая"', { status: 'done' });
});
after(() => house?.stop());

describe('views of the team\'s tasks', () => {
  it('are kept, counted for who reads them, changed and dropped', async () => {
    const filter = { status: ['todo', 'review'], assigned_to: 'me', group: 'status', by: 'priority', lanes: '1' };
    const made = await me.expect(201, 'POST', VIEWS, { name: 'Мои', shared: true, filter, sort: '-due_date' });
    assert.deepEqual([made.name, made.count, made.mine, made.sort], ['Мои', 1, true, '-due_date']);
    assert.deepEqual(made.filter, filter);
    const [seen] = await igor.expect(200, 'GET', VIEWS);
    assert.deepEqual([seen.id, seen.mine, seen.owner, seen.count], [made.id, false, 'Мария Лебедева', 1]);
    const all = await me.expect(200, 'PATCH', `${VIEWS}/${made.id}`, { filter: {}, columns: ['title', 'status'] });
    assert.deepEqual([all.count, all.columns], [3, ['title', 'status']]);
    await igor.expect(403, 'DELETE', `${VIEWS}/${made.id}`);
    await me.expect(204, 'DELETE', `${VIEWS}/${made.id}`);
    assert.deepEqual(await me.expect(200, 'GET', VIEWS), []);
    assert.deepEqual(me.wrong, []);
  });

  it('are of one list: a name is free in the other, an id is unknown there', async () => {
    const own = await me.expect(201, 'POST', VIEWS, { name: 'Одно имя' });
    const other = await me.expect(201, 'POST', '/clickup/api/views', { name: 'Одно имя' });
    assert.equal((await me.expect(409, 'POST', VIEWS, { name: 'Одно имя' })).code, 'account.view_name');
    assert.deepEqual((await me.get(VIEWS)).json.map(({ id }) => id), [own.id]);
    assert.deepEqual((await me.get('/clickup/api/views')).json.map(({ id }) => id), [other.id]);
    await me.expect(404, 'PATCH', `${VIEWS}/${other.id}`, { name: 'Чужое' });
    await me.expect(404, 'DELETE', `/clickup/api/views/${own.id}`);
    await me.expect(204, 'DELETE', `${VIEWS}/${own.id}`);
    await me.expect(204, 'DELETE', `/clickup/api/views/${other.id}`);
    assert.deepEqual(me.wrong, []);
  });

  it('refuse what makes no sense and say where', async () => {
    const field = async (body) => {
      const { json, status } = await me.send('POST', VIEWS, body);
      assert.equal(status, 400, JSON.stringify(json));
      return `${json.errors[0].field} ${json.errors[0].code}`;
    };
    assert.equal(await field({ name: 'a', filter: { page: '2' } }), 'filter.page unknown');
    assert.equal(await field({ name: 'a', filter: { lang: 'en' } }), 'filter.lang unknown');
    assert.equal(await field({ name: 'a', filter: { status: ['open'] } }), 'filter.status choice');
    assert.equal(await field({ name: 'a', filter: { status: [1] } }), 'filter.status type');
    assert.equal(await field({ name: 'a', filter: { q: 1 } }), 'filter.q type');
    assert.equal(await field({ name: 'a', filter: { list: Array(51).fill('1') } }), 'filter.list length');
    assert.equal(await field({ name: 'a', filter: { group: 'tag' } }), 'filter.group choice');
    assert.equal(await field({ name: 'a', filter: { group: ['due'] } }), 'filter.group type');
    assert.equal(await field({ name: 'a', columns: ['title', 'title'] }), 'columns unique');
    assert.equal(await field({ name: 'a', columns: ['name'] }), 'columns choice');
    assert.equal(await field({ name: 'a', sort: 'name' }), 'sort choice');
    assert.deepEqual((await me.get(VIEWS)).json, []);
    assert.deepEqual(me.wrong, []);
  });
});

describe('their list as CSV', () => {
  const rows = (text) => text.replace('\ufeff', '').split('\r\n').slice(0, -1);

  it('has a BOM, every column by name, quotes, words of the language, and no formulas', async () => {
    const res = await me.get(`${EXPORT}?separator=semicolon&ordering=title`);
    assert.equal(res.status, 200, res.text);
    assert.deepEqual([...res.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.equal(res.headers['content-type'], 'text/csv; charset=utf-8');
    assert.match(res.headers['content-disposition'], /^attachment; filename="tasks-\d{4}-\d\d-\d\d\.csv"$/);
    const [head, formula, own, call] = rows(res.text);
    assert.equal(head, 'Задача;Статус;Приоритет;Срок;Ответственный;Проект;Метки;Чек-лист;Относится к;Автор;Создана;'
      + 'Изменена;Завершена;Комментарии;Файлы;Источник;ID в источнике;Ссылка;ID');
    assert.ok(formula.startsWith('"\'=cmd|calc";На проверке;Обычный;2036-11-2'), formula);
    assert.ok(formula.includes(';Игорь Соколов;Нова: Java;;1 / 2;;Мария Лебедева;'), formula);
    assert.ok(own.startsWith('"Личная; ""тихая""";Готово;'), own);
    assert.ok(call.startsWith('Позвонить Ёлкиной;К работе;Срочно;;Мария Лебедева;;звонок, срочно;'), call);
    assert.match(call, /;0;0;Hirewire;;http.*\/tasks\/\d+\/;\d+$/);
    const en = rows((await me.get(`${EXPORT}?lang=en&tag=срочно`)).text);
    assert.ok(en[0].startsWith('Task,Status,Priority,Due date,Assignee,'), en[0]);
    assert.ok(en[1].includes(',To do,Urgent,'), en[1]);
    assert.deepEqual(me.wrong, []);
  });

  it('holds what the list holds, in its order, for who may see it', async () => {
    const ids = async (who, query) => rows((await who.get(`${EXPORT}?${query}`)).text).slice(1)
      .map((row) => Number(row.split(',').at(-1)));
    const listed = async (who, query) => (await who.get(`/api/v1/tasks/?${query}`)).json.map(({ id }) => id);
    for (const query of ['ordering=-priority', 'status=todo&status=review&ordering=due_date', 'q=елкин', 'list=none']) {
      assert.deepEqual(await ids(me, query), await listed(me, query), query);
      assert.deepEqual(await ids(igor, query), await listed(igor, query), query);
    }
    assert.equal((await ids(igor, '')).length, 1);
    await me.expect(400, 'GET', `${EXPORT}?page=2`);
    await me.expect(400, 'GET', `${EXPORT}?separator=dot`);
    await me.expect(400, 'GET', `${EXPORT}?status=open`);
    assert.equal((await house.anonymous().get(EXPORT)).status, 401);
  });

  it('goes on behind its first part', async () => {
    const who = await house.user({ company: 'Много', role: 'manager' });
    const left = Array.from({ length: 503 }, (_, i) => `n${String(i).padStart(4, '0')}`);
    const work = async () => {
      for (let title = left.pop(); title; title = left.pop()) {
        await who.expect(201, 'POST', '/api/v1/tasks/', { title });
      }
    };
    await Promise.all(Array.from({ length: 6 }, work));
    const names = rows((await who.get(`${EXPORT}?ordering=title`)).text).slice(1).map((row) => row.split(',')[0]);
    assert.deepEqual([names.length, names[0], names[500], names.at(-1)], [503, 'n0000', 'n0500', 'n0502']);
  });
});
