// The list of the team's own tasks: tabs, filters in the address, groups, changes in place, the bulk bar, a new task.
import { before, describe, it } from 'node:test';
import { team, inDays } from '../lib/team.js';
import { visit } from './browser.js';
import { end, inMain, isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const { me, igor, project, add } = await team(house);
const open = (path, opts) => visit(browser, house, { client: me, path, ...opts });
const CALL = 'Позвонить Ковалёвой Анне';
const OFFER = 'Отправить оффер';
const BRIEF = 'Подготовить бриф заказчика';
const tasks = {};

before(async () => {
  const mine = { assigned_to: me.user.id };
  tasks.call = await add(CALL, { ...mine, due_date: inDays(-1), tags: ['звонок'], priority: 'urgent' });
  tasks.offer = await add(OFFER, { assigned_to: igor.user.id, due_date: inDays(2), list: project.id });
  tasks.brief = await add(BRIEF, { status: 'review', list: project.id, checklist: [{ text: 'Вилка', done: true }] });
  await add('Закрытая', { status: 'done' });
});

const names = (page) => page.locator('.team tbody .name').allInnerTexts();
const get = (id) => me.expect(200, 'GET', `/api/v1/tasks/${id}/`);
const row = (page, name) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

describe('the list', () => {
  it('open tasks by their deadline, those without one last; tabs and filters are the address', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    await soon.deepEqual(() => names(page), [CALL, OFFER, BRIEF]);
    await page.getByRole('link', { name: /^Мои/ }).click();
    await page.waitForURL(/show=mine/);
    await visitor.loaded();
    await soon.deepEqual(() => names(page), [CALL]);
    await page.getByRole('link', { name: /^Завершённые/ }).click();
    await row(page, 'Закрытая').waitFor();
    await visitor.open('/tasks/');
    await inMain(visitor, 'button', 'Проект').click();
    await page.locator('.popbox').getByText('Нова: Java').click();
    await page.waitForURL(new RegExp(`list=${project.id}`));
    await page.keyboard.press('Escape');
    await visitor.loaded();
    await soon.deepEqual(() => names(page), [OFFER, BRIEF]);
    await page.reload();
    await visitor.loaded();
    await soon.deepEqual(() => names(page), [OFFER, BRIEF]);
    await isSound(visitor, 'the list');
    await end(visitor);
  });

  it('who a person is stands beside their name: by the mouse and by Tab, with what may be seen of them', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    const card = page.locator('.personbox');
    await row(page, OFFER).locator('[data-person]').hover();
    await card.getByText(igor.user.name).waitFor();
    await card.getByText('1 открытая задача').waitFor();
    await card.getByRole('link', { name: OFFER }).waitFor();
    await card.getByRole('link', { name: igor.user.email }).waitFor();
    await visitor.accessible('a person');
    await card.hover();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    const mine = row(page, CALL).getByRole('button', { name: /Ответственный/ });
    await mine.evaluate((node) => node.focus());
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await card.getByRole('link', { name: me.user.email }).waitFor();
    await soon.equal(() => mine.getAttribute('aria-describedby'), 'tip');
    await page.keyboard.press('Tab');
    await soon.equal(() => page.evaluate(() => document.activeElement.href), `mailto:${me.user.email}`);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await soon.equal(() => mine.evaluate((node) => node === document.activeElement), true);
    await page.mouse.move(0, 0);
    await row(page, OFFER).locator('[data-person]').hover();
    await card.getByRole('link', { name: '1 открытая задача' }).click();
    await page.waitForURL(new RegExp(`assigned_to=${igor.user.id}`));
    await card.waitFor({ state: 'detached' });
    await soon.deepEqual(() => names(page), [OFFER]);
    await end(visitor);
  });

  it('a task that is done does not look like one that is ticked', async () => {
    const visitor = await open('/tasks/?show=done');
    const done = row(visitor.page, 'Закрытая');
    const edge = () => done.evaluate((node) => getComputedStyle(node).boxShadow);
    await done.waitFor();
    await soon.equal(edge, 'none');
    await done.getByRole('checkbox', { name: /Выбрать/ }).check();
    await soon.notEqual(edge, 'none');
    await end(visitor);
  });

  it('a deadline stays within its column, however long it is', async () => {
    const { id } = await add('Из прошлого', { due_date: '2024-09-25T15:00:00Z' });
    const visitor = await open('/tasks/');
    const cell = row(visitor.page, 'Из прошлого').locator('.c-due');
    await soon.ok(() => cell.evaluate((node) =>
      node.querySelector('.due').getBoundingClientRect().right < node.getBoundingClientRect().right));
    await me.expect(204, 'DELETE', `/api/v1/tasks/${id}/`);
    await end(visitor);
  });

  it('a page that has no tasks any more leads to the first one', async () => {
    const visitor = await open('/tasks/?page=9');
    await visitor.see('На этой странице задач больше нет.');
    await soon.equal(() => visitor.page.getByText('Добавьте первую').count(), 0);
    await visitor.link('К началу списка').click();
    await row(visitor.page, OFFER).waitFor();
    await soon.equal(() => visitor.path(), '/tasks/');
    await end(visitor);
  });

  it('words are looked for, and nothing found says so', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    await inMain(visitor, 'searchbox', 'Поиск по названию и описанию').fill('ковалев');
    await page.waitForURL(/q=/);
    await row(page, OFFER).waitFor({ state: 'detached' });
    await soon.deepEqual(() => names(page), [CALL]);
    await inMain(visitor, 'searchbox', 'Поиск по названию и описанию').fill('нетакого');
    await visitor.see('По фильтру ничего не нашлось');
    await end(visitor);
  });

  it('status, person and deadline are changed in the row, and taken back', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    const offer = row(page, OFFER);
    await offer.getByRole('button', { name: 'Статус: К работе' }).click();
    await page.getByRole('menuitemradio', { name: 'В работе' }).click();
    await visitor.toast('В работе');
    await soon.equal(async () => (await get(tasks.offer.id)).status, 'in_progress');
    await visitor.takeBack();
    await offer.getByRole('button', { name: 'Статус: К работе' }).waitFor();
    await offer.getByRole('button', { name: 'Ответственный: Игорь Соколов' }).click();
    await page.locator('.popbox').getByText('Мария Лебедева (я)').click();
    await offer.getByRole('button', { name: 'Ответственный: Мария Лебедева' }).waitFor();
    await offer.getByRole('button', { name: /^Срок/ }).click();
    await page.locator('.popbox').getByRole('button', { name: 'Сегодня' }).click();
    await offer.getByRole('button', { name: /^Срок: сегодня/ }).waitFor();
    await visitor.toast('изменена');
    await soon.equal(async () => (await get(tasks.offer.id)).assigned_to, me.user.id);
    await end(visitor);
  });

  it('groups have their counts and their own way to add', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    await visitor.button('Группировать').click();
    await page.getByRole('menuitemradio', { name: 'Статус' }).click();
    await page.waitForURL(/group=status/);
    const groups = page.locator('.wgroup');
    await groups.nth(1).waitFor();
    await visitor.loaded();
    await soon.match(() => groups.first().innerText(), /К работе\s+2/);
    await groups.last().getByRole('button', { name: 'Добавить задачу в эту группу' }).click();
    await visitor.field('Название').fill('На проверку сразу');
    await page.getByRole('dialog').getByRole('button', { name: 'Создать', exact: true }).click();
    await visitor.toast('создана');
    await groups.last().getByRole('link', { name: 'На проверку сразу' }).waitFor();
    await isSound(visitor, 'groups');
    await end(visitor);
  });

  it('keys tick rows; many are changed at once, deleted, and brought back', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    await row(page, CALL).waitFor();
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.locator('.bulk', { hasText: 'Выбрано 2' }).waitFor();
    await visitor.accessible('bulk');
    await page.locator('.bulk').getByRole('button', { name: 'Метка' }).click();
    await visitor.field('Новая метка').fill('важное');
    await visitor.button('Добавить метку').click();
    await visitor.toast('Изменены 2 задачи');
    await soon.deepEqual(async () => (await get(tasks.call.id)).tags, ['звонок', 'важное']);
    await page.locator('.bulk').getByRole('button', { name: 'Удалить' }).click();
    await visitor.toast('Удалены 2 задачи');
    await row(page, CALL).waitFor({ state: 'detached' });
    await page.locator('.bulk').waitFor({ state: 'detached' });
    await visitor.takeBack();
    await row(page, CALL).waitFor();
    await end(visitor);
  });

  for (const [what, path] of [['a list', '/tasks/?q=вместе'], ['a group', '/tasks/?q=вместе&group=status']]) {
    it(`a ticked one that another deletes is ticked no more: the others of ${what} are changed`, async () => {
      const made = [];
      for (const n of [1, 2, 3]) made.push(await add(`Вместе ${n} ${what.length}`));
      const visitor = await open(path);
      const { page } = visitor;
      for (const { title } of made) await row(page, title).getByRole('checkbox').first().click();
      await page.locator('.bulk', { hasText: 'Выбрано 3' }).waitFor();
      await me.expect(204, 'DELETE', `/api/v1/tasks/${made[1].id}/`);
      await page.locator('.bulk', { hasText: 'Выбрано 2' }).waitFor();
      await page.locator('.bulk').getByRole('button', { name: 'Метка' }).click();
      await visitor.field('Новая метка').fill('вдвоём');
      await visitor.button('Добавить метку').click();
      await visitor.toast('Изменены 2 задачи');
      await soon.deepEqual(async () => (await get(made[0].id)).tags, ['вдвоём']);
      await end(visitor);
      for (const n of [0, 2]) await me.expect(204, 'DELETE', `/api/v1/tasks/${made[n].id}/`);
    });
  }

  it('all that match are chosen at once, on whatever page they are; the change is taken back', async () => {
    const made = [];
    for (const n of [1, 2, 3]) made.push(await add(`Обзвон ${n}`, { list: project.id }));
    const visitor = await open('/tasks/?q=обзвон');
    const { page } = visitor;
    const bulk = page.locator('.bulk');
    await row(page, 'Обзвон 1').waitFor();
    for (const key of ['j', 'x']) await page.keyboard.press(key);
    await bulk.getByRole('button', { name: 'Выбрать все 3' }).click();
    await bulk.getByText('Выбрано 3').waitFor();
    await soon.equal(() => bulk.getByRole('button', { name: /Выбрать все|Удалить/ }).count(), 0);
    await visitor.accessible('all chosen');
    await bulk.getByRole('button', { name: 'Статус' }).click();
    await page.getByRole('menuitem', { name: 'На проверке' }).click();
    await visitor.toast('Изменены 3 задачи');
    const statuses = () => Promise.all(made.map(async ({ id }) => (await get(id)).status));
    await soon.deepEqual(statuses, ['review', 'review', 'review']);
    await visitor.takeBack();
    await house.until(async () => (await statuses()).join() === 'todo,todo,todo');
    for (const { id } of made) await me.expect(204, 'DELETE', `/api/v1/tasks/${id}/`);
    await end(visitor);
  });

  it('"c" makes a task anywhere; a title is needed; Ctrl Enter saves', async () => {
    const visitor = await open('/profile/');
    const { page } = visitor;
    await page.keyboard.press('c');
    const box = page.getByRole('dialog', { name: 'Новая задача' });
    await box.getByRole('button', { name: 'Создать', exact: true }).click();
    await box.getByText('Заполните это поле').waitFor();
    await visitor.accessible('new task');
    await visitor.field('Название').fill('Отправить договор');
    await page.keyboard.press('Control+Enter');
    await visitor.toast('Задача «Отправить договор» создана');
    await end(visitor);
  });

  it('on the phone rows are cards and nothing scrolls sideways', async () => {
    const visitor = await open('/tasks/', { size: 'phone', theme: 'dark' });
    await visitor.page.getByRole('button', { name: 'Фильтры' }).click();
    await visitor.page.getByRole('dialog').getByText('Ответственный').waitFor();
    await visitor.accessible('filters on the phone');
    await end(visitor);
  });

  it('a failure is said, and tried again', async () => {
    const visitor = await open('/tasks/');
    visitor.expect(/503/);
    // It fails until the button is pressed: an event that comes before makes the list ask by itself.
    let pressed = false;
    await visitor.page.exposeFunction('press', () => { pressed = true; });
    await visitor.page.route(/api\/v1\/tasks\/\?.*page_size=50/, (route) =>
      (pressed ? route.continue() : route.fulfill({ status: 503 })));
    await visitor.page.getByRole('link', { name: /^Все/ }).click();
    const again = visitor.page.locator('#main').getByRole('button', { name: 'Повторить' });
    await again.evaluate((button) => button.addEventListener('pointerdown', globalThis.press));
    await again.click();
    await row(visitor.page, 'Закрытая').waitFor();
    await end(visitor);
  });

  it('an answer that is older than what was deleted does not bring it back', async () => {
    for (const [path, at] of [['/tasks/', '.team tbody .name'], ['/tasks/board/', '.kcard .ktitle']]) {
      const [lost, kept] = [await add('Лишняя', {}), await add('Оставшаяся', {})];
      const visitor = await open(path);
      const { page } = visitor;
      const named = (text) => page.locator(at, { hasText: text });
      await named('Лишняя').waitFor();
      await named('Оставшаяся').waitFor();
      const old = {};
      const lists = /api\/v1\/tasks\/\?.*(status=todo)/;
      const asked = new Promise((done) => {
        page.route(lists, async (route) => {
          if (old.taken || /page_size=1(&|$)/.test(route.request().url())) return route.continue();
          old.taken = true;
          const answer = await route.fetch();
          const rows = await answer.json();
          done();
          await new Promise((go) => { old.release = go; });
          const past = rows.map((one) => (one.id === kept.id ? { ...one, title: 'Из прошлого' } : one));
          return route.fulfill({ response: answer, json: past });
        });
      });
      await me.expect(200, 'PATCH', `/api/v1/projects/${project.id}/`, { description: `Читается снова: ${path}` });
      await asked;
      await me.expect(204, 'DELETE', `/api/v1/tasks/${lost.id}/`);
      await named('Лишняя').waitFor({ state: 'detached' });
      const seen = named('Из прошлого').waitFor();
      old.release();
      await seen;
      await named('Лишняя').waitFor({ state: 'detached' });
      await named('Оставшаяся').waitFor();
      await me.expect(204, 'DELETE', `/api/v1/tasks/${kept.id}/`);
      await end(visitor);
    }
  });

  it('any project can be chosen, however many there are', async () => {
    await house.sql(`INSERT INTO project (company_id, name, description, created_by)
      SELECT ?, CONCAT('Я-проект ', LPAD(seq, 3, '0')), '', ? FROM seq_1_to_120`, [me.user.company.id, me.user.id]);
    const visitor = await open('/tasks/');
    const { page } = visitor;
    await row(page, OFFER).getByRole('button', { name: /^Проект/ }).click();
    await page.locator('.popbox').getByRole('searchbox').fill('Я-проект 120');
    await page.locator('.popbox').getByText('Я-проект 120').click();
    await soon.equal(async () => (await get(tasks.offer.id)).list_name, 'Я-проект 120');
    await end(visitor);
  });
});
