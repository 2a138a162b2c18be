// The page of Bitrix24's tasks in a browser: a project is mapped, tried, synced; the portal is exported. Events of its
// calendars are shown in the team's.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, groupFits, turnedField, valuesOf } from '../../www/js/pages/bitrix/mirrors-rules.js';
import { meetingOf } from '../../www/js/pages/huntflow/interview-rules.js';
import { outerEvents } from '../../www/js/pages/team/calendar-rules.js';
import { bitrixEnv, connectBitrix, mirrorBitrix, syncBitrix } from '../lib/bitrix.js';
import { startHouse } from '../lib/house.js';
import { Bitrix } from '../upstreams/bitrix.js';
import { startBrowser, visit } from './browser.js';
import { soon } from './soon.js';

const PATH = '/bitrix24/tasks/';
const sim = new Bitrix({ people: 3 });
let house;
let browser;
before(async () => {
  await sim.start();
  [house, browser] = await Promise.all([startHouse({ env: bitrixEnv() }), startBrowser()]);
});
after(async () => { await browser?.close(); await house?.stop(); await sim.stop(); });

const end = async (visitor) => { visitor.quiet(); await visitor.page.context().close(); };

describe('the rules', () => {
  it('begin with the usual statuses, and send numbers', () => {
    const values = { ...valuesOf(null, [{ id: 7 }]), project_id: '3', group_id: '' };
    assert.deepEqual(bodyOf(values), {
      account_id: 7, project_id: 3, group_id: 0,
      statuses: { 2: 'todo', 3: 'in_progress', 4: 'review', 5: 'done', 6: 'todo' },
      fields: ['title', 'description', 'status', 'assigned_to', 'due_date', 'tags', 'comments'],
    });
    assert.deepEqual(['', ' 12 ', 'x'].map(groupFits), ['', '', 'mirror.group.wrong']);
    assert.deepEqual(turnedField(['title', 'tags'], 'tags'), ['title']);
    assert.deepEqual(turnedField(['tags', 'title'], 'status'), ['title', 'status', 'tags']);
  });

  it('say a meeting in the service\'s names, the same one by the same key', () => {
    const employee = { id: 4, account_id: 7, metadata: { bitrix_id: '2' } };
    const values = { day: '2026-12-01', clock: '10:00', minutes: '45', note: ' Взять тест ' };
    const { key, fields } = meetingOf(values, { employee, title: 'А', href: 'https://hw/x', zone: 'Europe/Minsk' });
    assert.equal(key, 'interview:https://hw/x:4:1796108400');
    assert.deepEqual([fields.ownerId, fields.from_ts, fields.to_ts, fields.description],
      [2, 1796108400, 1796111100, 'Взять тест\n\nhttps://hw/x']);
  });

  it('show an event once for each of its days, and of a private one nothing else', () => {
    const span = { from: '2026-12-01', to: '2026-12-03' };
    const event = {
      id: 1, account_id: 1, calendar: 'user', owner_id: 2, owner_name: 'Анна', private: false, name: 'Отпуск',
      whole_day: true, from: '2026-11-29T00:00:00.000Z', to: '2026-12-03T00:00:00.000Z',
    };
    assert.deepEqual(outerEvents([event], span, {}).map(({ start }) => start), ['2026-12-01', '2026-12-02']);
    const [hidden] = outerEvents([{ ...event, whole_day: false, private: true }], span, { busy: 'Занято' });
    assert.deepEqual([hidden.title, hidden.all_day, hidden.start], ['Занято · Анна', false, event.from]);
  });
});

it('an administrator maps a project, tries it, and sees its tasks', async () => {
  const { admin, id } = await connectBitrix(house, sim, { company: 'Страница' });
  await admin.expect(201, 'POST', '/api/v1/projects/', { name: 'Подбор' });
  sim.portal.addTask({ TITLE: 'Позвонить Анне', GROUP_ID: '12', STATUS: '3' });
  const visitor = await visit(browser, house, { client: admin, path: PATH });
  await visitor.see('Связей пока нет.');
  await visitor.accessible();
  await visitor.button('Связать проект').click();
  await visitor.field('Проект').selectOption({ label: 'Подбор' });
  const group = visitor.page.getByLabel(/Номер рабочей группы/);
  await group.fill('двенадцать');
  await visitor.button('Сохранить').click();
  await visitor.see('Номер состоит из цифр.');
  await group.fill('12');
  await visitor.button('Проверить').click();
  await visitor.see('Позвонить Анне');
  await visitor.accessible();
  await visitor.button('Сохранить').click();
  await visitor.see('группа 12');
  await syncBitrix(house, admin, id, 'tasks');
  await visitor.open(PATH);
  await visitor.link('Позвонить Анне').waitFor();
  await visitor.accessible();
  await end(visitor);
});

it('tasks of the portals go on beyond the first page', async () => {
  const { admin, there, sync } = await mirrorBitrix(house, sim, { company: 'Много задач', group: 32 });
  for (let n = 1; n <= 23; n++) there({ TITLE: `Дело ${n}` });
  await sync();
  const visitor = await visit(browser, house, { client: admin, path: PATH });
  await visitor.see('1–20 из 23');
  await visitor.link('Дальше').click();
  await visitor.see('21–23 из 23');
  await visitor.link('Назад').click();
  await visitor.see('1–20 из 23');
  await end(visitor);
});

it('what a mapping keeps alike is chosen, comments among it, and one field at least', async () => {
  const { admin, mapping, project } = await mirrorBitrix(house, sim, { company: 'Поля', group: 31 });
  const kept = async () => (await admin.expect(200, 'GET', '/api/v1/bitrix24/projects/'))
    .find(({ id }) => id === mapping.id).fields;
  const visitor = await visit(browser, house, { client: admin, path: PATH });
  const begin = async () => {
    await visitor.button(`Ещё: ${project.name}`).click();
    await visitor.page.getByRole('menuitem', { name: 'Изменить связь' }).click();
    return visitor.page.getByRole('group', { name: 'Что держать одинаковым' });
  };
  let fields = await begin();
  await soon.equal(() => fields.getByRole('checkbox', { checked: true }).count(), 7);
  await visitor.accessible('the choice of fields');
  await fields.getByLabel('Комментарии').press('Space');
  await fields.getByLabel('Метки').press('Space');
  await visitor.button('Сохранить').click();
  await fields.waitFor({ state: 'detached' });
  await soon.deepEqual(kept, ['title', 'description', 'status', 'assigned_to', 'due_date']);
  fields = await begin();
  await soon.equal(() => fields.getByLabel('Комментарии').isChecked(), false);
  for (const name of ['Название', 'Описание', 'Статус', 'Исполнитель', 'Срок']) {
    await fields.getByLabel(name).press('Space');
  }
  await soon.equal(() => fields.getByRole('checkbox', { checked: true }).count(), 0);
  await visitor.button('Сохранить').click();
  await visitor.see('Отметьте хотя бы одно поле.');
  await fields.getByLabel('Комментарии').press('Space');
  await visitor.button('Сохранить').click();
  await fields.waitFor({ state: 'detached' });
  await soon.deepEqual(kept, ['comments']);
  await end(visitor);
});

it('the portal is exported by a button', async () => {
  const { admin } = await connectBitrix(house, sim, { company: 'Выгрузка' });
  const visitor = await visit(browser, house, { client: admin, path: PATH });
  await visitor.button(/^Выгрузить/).click();
  await house.run('tick', ['accounts']);
  const file = visitor.page.getByRole('link', { name: /^Скачать/ });
  await file.waitFor();
  await soon.match(() => file.getAttribute('href'), /^\/api\/v1\/bitrix24\/export\/\d+\/$/);
  await visitor.accessible();
  // Whoever comes back finds the file, here and among the runs.
  await visitor.open(PATH);
  await file.waitFor();
  await visitor.open('/bitrix24/?tab=runs');
  await visitor.link('Скачать файл').waitFor();
  await end(visitor);
  const phone = await visit(browser, house, { client: admin, path: '/bitrix24/?tab=runs', size: 'narrow' });
  await phone.page.locator('#main').getByText('Выгрузка', { exact: true }).waitFor();
  await end(phone);
});

it('a list of events goes on beyond its first page', async () => {
  const { admin, id } = await connectBitrix(house, sim, { company: 'Много событий' });
  const day = new Date().toISOString().slice(0, 10);
  for (let n = 1; n <= 25; n++) {
    sim.portal.addEvent({
      type: 'company_calendar', ownerId: 0, name: `Встреча ${n}`, from: day, to: day, skip_time: 'Y',
    });
  }
  await syncBitrix(house, admin, id, 'calendar');
  sim.portal.events.clear();
  const visitor = await visit(browser, house, { client: admin, path: '/bitrix24/?tab=events' });
  await visitor.see('1–20 из 25');
  await visitor.link('Дальше').click();
  await visitor.see('21–25 из 25');
  await visitor.see('Встреча 25');
  await visitor.link('Назад').click();
  await visitor.see('1–20 из 25');
  await end(visitor);
});

it('all events of a month are in the team\'s calendar, not the first hundred', async () => {
  const { admin, id } = await connectBitrix(house, sim, { company: 'Занятой месяц' });
  const month = new Date().toISOString().slice(0, 8);
  const put = (name, day) => sim.portal.addEvent({
    type: 'company_calendar', ownerId: 0, name, from: `${month}${day}`, to: `${month}${day}`, skip_time: 'Y',
  });
  for (let n = 1; n <= 101; n++) put(`Встреча ${n}`, '14');
  put('После всех', '15');
  await syncBitrix(house, admin, id, 'calendar');
  sim.portal.events.clear();
  const visitor = await visit(browser, house, { client: admin, path: `/tasks/calendar/?day=${month}15` });
  await visitor.page.locator('.cevent.outer', { hasText: 'После всех' }).first().waitFor();
  await end(visitor);
});

it('events of the portal are in the team\'s calendar', async () => {
  const { admin, id } = await connectBitrix(house, sim, { company: 'Календарь' });
  const day = new Date().toISOString().slice(0, 10);
  sim.portal.addEvent({
    type: 'company_calendar', ownerId: 0, name: 'Санитарный день', from: day, to: day, skip_time: 'Y',
  });
  await syncBitrix(house, admin, id, 'calendar');
  const visitor = await visit(browser, house, { client: admin, path: '/tasks/calendar/' });
  const event = visitor.page.locator('.cevent.outer').first();
  await soon.match(() => event.innerText(), /Санитарный день/);
  await visitor.accessible();
  await visitor.open('/bitrix24/');
  await visitor.link('Календарь', visitor.page.locator('#main .views')).click();
  await visitor.see('Санитарный день');
  await visitor.see('весь день');
  await visitor.see('Календарь компании');
  await visitor.accessible('a list of events');
  await visitor.noSideways();
  await end(visitor);
});
