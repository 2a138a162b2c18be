// The board, the calendar and the projects of the team: moves by mouse, keys and menu, what others see of them.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { calendarAt, inDays, team } from '../lib/team.js';
import { visit } from './browser.js';
import { end, hold, inMain, isSound, json, mayDrag, missing, moduleOf, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const { me, igor, project, add } = await team(house);
const open = (path, opts) => visit(browser, house, { client: me, path, ...opts });
const get = (id) => me.expect(200, 'GET', `/api/v1/tasks/${id}/`);
const tasks = {};

before(async () => {
  for (const name of ['Первая', 'Вторая', 'Третья']) {
    tasks[name] = await add(name, { list: project.id, due_date: inDays(1), assigned_to: me.user.id });
  }
});

const column = (page, name) => page.locator('.col').filter({ has: page.getByRole('heading', { name }) });
const card = (page, name) => page.locator('.kcard').filter({ hasText: name });
const titles = (page, name) => column(page, name).locator('.ktitle').allInnerTexts();
const counts = async (page) => (await page.locator('.colhead .num').allInnerTexts()).map(Number);
const arrived = async (page, name, title) => column(page, name).locator('.ktitle', { hasText: title }).waitFor();

async function drag(page, from, to) {
  const [a, b] = [await from.boundingBox(), await to.boundingBox()];
  await page.mouse.move(a.x + 40, a.y + a.height - 10);
  await page.mouse.down();
  for (let i = 1; i <= 8; i++) {
    await page.mouse.move(a.x + 40 + ((b.x - a.x) * i) / 8, a.y + a.height - 10 + ((b.y - a.y + 60) * i) / 8);
  }
  await page.mouse.up();
}

describe('the board', () => {
  it('keeps cards and their menus within columns, however long a name at the head is', async () => {
    const name = 'Александра Константинопольская-Преображенская';
    const long = await house.user({ role: 'recruiter', company: 'Nova', name });
    const title = 'Звонок с длинным названием и длинным словом';
    const task = await add(title, { list: project.id, assigned_to: long.user.id });
    const visitor = await open('/tasks/board/?by=assigned_to', { size: 'tablet' });
    const inside = column(visitor.page, name);
    await inside.locator('.kcard').waitFor();
    const over = () => inside.evaluate((col) => [...col.querySelectorAll('.kcard, .colhead *, .kmenu')]
      .filter((node) => node.getBoundingClientRect().right > col.getBoundingClientRect().right)
      .map(({ className }) => className));
    await soon.deepEqual(over, []);
    await end(visitor);
    await me.expect(204, 'DELETE', `/api/v1/tasks/${task.id}/`);
  });

  it('a title has both of its lines to their ends, the menu lies beside the first', async () => {
    const task = await add('Позвонить Анне Ковалёвой по офферу', { list: project.id });
    const visitor = await open('/tasks/board/');
    const title = card(visitor.page, task.title).locator('.ktitle');
    await title.waitFor();
    await soon.equal(() => title.evaluate((one) => one.scrollHeight <= one.clientHeight + 1), true);
    /* Whether each line ends before the menu begins. */
    const besideMenu = () => title.evaluate((one) => {
      const menu = one.closest('.kcard').querySelector('.kmenu').getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(one.firstElementChild);
      return [...range.getClientRects()].map(({ right }) => right <= menu.left);
    });
    await soon.deepEqual(besideMenu, [true, false]);
    await end(visitor);
    await me.expect(204, 'DELETE', `/api/v1/tasks/${task.id}/`);
  });

  it('a drag is kept, others see it as it happens, and it is taken back', async () => {
    const mine = await open('/tasks/board/');
    const other = await visit(browser, house, { client: igor, path: '/tasks/board/' });
    const { page } = mine;
    await arrived(page, /К работе/, 'Третья');
    await arrived(other.page, /К работе/, 'Третья');
    await soon.deepEqual(() => titles(page, /К работе/), ['Первая', 'Вторая', 'Третья']);
    await mayDrag(page);
    await drag(page, card(page, 'Первая'), column(page, /В работе/).locator('.klist'));
    await mine.toast('теперь в колонке «В работе»');
    await arrived(page, /В работе/, 'Первая');
    await arrived(other.page, /В работе/, 'Первая');
    await soon.deepEqual(
      async () => [await counts(page), await counts(other.page)],
      [[2, 1, 0, 0, 0], [2, 1, 0, 0, 0]],
    );
    await soon.equal(async () => (await get(tasks.Первая.id)).status, 'in_progress');
    await mine.takeBack();
    await arrived(page, /К работе/, 'Первая');
    await arrived(other.page, /К работе/, 'Первая');
    await soon.deepEqual(() => titles(page, /К работе/), ['Первая', 'Вторая', 'Третья']);
    await soon.deepEqual(() => counts(page), [3, 0, 0, 0, 0]);
    await end(mine);
    await end(other);
  });

  it('by keys and by the menu, and Enter at the foot adds the next', async () => {
    const visitor = await open('/tasks/board/');
    const { page } = visitor;
    await card(page, 'Вторая').focus();
    for (const key of ['Space', 'ArrowRight', 'ArrowRight', 'Space']) await page.keyboard.press(key);
    await arrived(page, /На проверке/, 'Вторая');
    await visitor.toast('На проверке');
    await card(page, 'Третья').getByRole('button', { name: /Действия/ }).click();
    await page.getByRole('menuitem', { name: 'Готово' }).click();
    await arrived(page, /Готово/, 'Третья');
    const work = column(page, /В работе/);
    await work.getByRole('button', { name: /^Задача/ }).click();
    await work.getByRole('textbox').waitFor();
    for (const name of ['Новая раз', 'Новая два']) {
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
      await arrived(page, /В работе/, name);
    }
    await page.keyboard.press('Escape');
    await isSound(visitor, 'the board');
    await end(visitor);
  });

  it('what is typed at the foot while the one before is refused stands behind that', async () => {
    const visitor = await open('/tasks/board/');
    const { page } = visitor;
    await arrived(page, /В работе/, 'Новая раз');
    let refuse;
    const held = new Promise((done) => { refuse = done; });
    await page.route('**/api/v1/tasks/', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await held;
      return route.fulfill(json({ status: 403, code: 'team.denied', detail: 'Нет прав', errors: [] }, 403));
    });
    visitor.expect(/403/);
    const work = column(page, /В работе/);
    await work.getByRole('button', { name: /^Задача/ }).click();
    await work.getByRole('textbox').fill('Первая строка');
    await page.keyboard.press('Enter');
    await page.keyboard.type('вторая');
    refuse();
    await visitor.toast('Нет прав');
    await soon.equal(() => work.getByRole('textbox').inputValue(), 'Первая строка вторая');
    await end(visitor);
  });

  it('a card in the hand that another deletes goes when it is dropped, and comes back as one', async () => {
    const doomed = await add('Обречённая', { list: project.id });
    for (const [lift, drop] of [
      [async (page) => {
        const { x, y } = await card(page, 'Обречённая').boundingBox();
        await page.mouse.move(x + 40, y + 100);
        await page.mouse.down();
        await page.mouse.move(x + 60, y + 120, { steps: 5 });
        await page.locator('.dragged').waitFor();
      }, async (page) => {
        const { x, y } = await column(page, /В работе/).boundingBox();
        await page.mouse.move(x + 40, y + 100, { steps: 5 });
        await page.mouse.up();
      }],
      [async (page) => {
        await card(page, 'Обречённая').focus();
        await page.keyboard.press('Space');
        await page.keyboard.press('ArrowRight');
        await page.locator('.lifted').waitFor();
      }, (page) => page.keyboard.press('Space')],
    ]) {
      const visitor = await visit(browser, house, { client: me });
      const { page } = visitor;
      const line = page.waitForEvent('websocket');
      await visitor.open('/tasks/board/');
      await arrived(page, /К работе/, 'Обречённая');
      await mayDrag(page);
      await lift(page);
      const heard = (await line).waitForEvent('framereceived', ({ payload }) => payload.includes(`"id":${doomed.id}`));
      await me.expect(204, 'DELETE', `/api/v1/tasks/${doomed.id}/`);
      await heard;
      await drop(page);
      await visitor.toast('Такой задачи нет');
      await card(page, 'Обречённая').waitFor({ state: 'detached' });
      await me.expect(200, 'POST', `/api/v1/tasks/${doomed.id}/restore/`);
      await arrived(page, /К работе/, 'Обречённая');
      await soon.equal(() => card(page, 'Обречённая').count(), 1);
      await end(visitor);
    }
    await me.expect(204, 'DELETE', `/api/v1/tasks/${doomed.id}/`);
  });

  it('a card in the hand that another moves is where they put it, once', async () => {
    const moved = await add('Перехваченная', { list: project.id, assigned_to: igor.user.id });
    const visitor = await visit(browser, house, { client: me });
    const { page } = visitor;
    const line = page.waitForEvent('websocket');
    await visitor.open('/tasks/board/');
    await arrived(page, /К работе/, 'Перехваченная');
    await mayDrag(page);
    const { x, y } = await card(page, 'Перехваченная').boundingBox();
    await page.mouse.move(x + 40, y + 100);
    await page.mouse.down();
    await page.mouse.move(x + 50, y + 110, { steps: 5 });
    await page.locator('.dragged').waitFor();
    const heard = (await line).waitForEvent('framereceived', ({ payload }) => payload.includes(`"id":${moved.id}`));
    await igor.expect(200, 'POST', `/api/v1/tasks/${moved.id}/move/`, { status: 'done', after: null });
    await heard;
    await page.mouse.move(x + 40, y + 100, { steps: 5 });
    await page.mouse.up();
    await arrived(page, /Готово/, 'Перехваченная');
    await soon.equal(() => card(page, 'Перехваченная').count(), 1);
    await soon.equal(async () => (await get(moved.id)).status, 'done');
    await end(visitor);
    await me.expect(204, 'DELETE', `/api/v1/tasks/${moved.id}/`);
  });

  it('a filter that leaves no column says so, and can be cleared', async () => {
    const visitor = await open('/tasks/board/?status=foo');
    for (const address of ['/tasks/board/?status=foo', '/tasks/board/?by=list&list=999999']) {
      await visitor.open(address);
      await visitor.see('По фильтру ничего не нашлось');
      await inMain(visitor, 'button', 'Сбросить').last().click();
      await arrived(visitor.page, /./, 'Первая');
    }
    await end(visitor);
  });

  it('columns of people and lanes of projects; a limit that is passed is said', async () => {
    const visitor = await open('/tasks/board/?by=assigned_to');
    const { page } = visitor;
    await arrived(page, /Мария Лебедева/, 'Первая');
    await visitor.open('/tasks/board/?lanes=1');
    await page.getByRole('heading', { level: 2, name: 'Нова: Java' }).waitFor();
    await page.getByRole('button', { name: 'Колонка «К работе»' }).first().click();
    await page.getByRole('menuitem', { name: 'Ограничить число задач…' }).click();
    await visitor.field('Не больше задач').fill('5');
    await visitor.button('Сохранить').click();
    await visitor.see('1 из 5');
    await visitor.accessible('lanes');
    await end(visitor);
  });

  it('lanes are those of projects that have tasks; another comes with its first', async () => {
    const empty = await me.expect(201, 'POST', '/api/v1/projects/', { name: 'Пустой' });
    const visitor = await open('/tasks/board/?lanes=1');
    const lane = (name) => visitor.page.getByRole('heading', { level: 2, name });
    await lane('Нова: Java').waitFor();
    await soon.equal(() => lane('Пустой').count(), 0);
    await visitor.open(`/tasks/board/?lanes=1&list=${empty.id}`);
    await lane('Пустой').waitFor();
    await visitor.open('/tasks/board/?lanes=1');
    await lane('Нова: Java').waitFor();
    await add('Начало', { list: empty.id });
    await lane('Пустой').waitFor();
    await end(visitor);
  });

  it('what those have who no longer work here is in a column and under a filter of their name', async () => {
    const left = await house.user({ company: 'Nova', name: 'Олег Ушедший' });
    const idle = await house.user({ company: 'Nova', name: 'Инна Ушедшая' });
    await add('Незаконченная', { assigned_to: left.user.id });
    const admin = await house.user({ role: 'admin', company: 'Nova' });
    for (const { user } of [left, idle]) {
      await admin.expect(200, 'PATCH', `/api/v1/users/${user.id}`, { active: false });
    }
    const visitor = await open('/tasks/board/?by=assigned_to');
    const { page } = visitor;
    await arrived(page, /Олег Ушедший/, 'Незаконченная');
    await soon.equal(() => column(page, /Инна Ушедшая/).count(), 0);
    await visitor.open(`/tasks/?assigned_to=${left.user.id}`);
    await page.locator('.chip', { hasText: 'Олег Ушедший (отключено)' }).waitFor();
    await page.getByRole('link', { name: 'Незаконченная' }).waitFor();
    await end(visitor);
  });

  it('the library of dragging comes with a hand; a press that was there before it drags', async () => {
    const visitor = await visit(browser, house, { client: me });
    const { page } = visitor;
    const asked = [];
    page.on('request', (request) => moduleOf('sortable').test(request.url()) && asked.push(request.url()));
    const release = await hold(page, moduleOf('sortable'));
    await visitor.open('/tasks/board/');
    await arrived(page, /К работе/, 'Первая');
    await page.waitForLoadState('networkidle');
    assert.equal(asked.length, 0, 'nobody has touched the page');
    const { x, y, height } = await card(page, 'Первая').boundingBox();
    await page.mouse.move(x + 40, y + height - 10);
    await page.mouse.down();
    await soon.equal(() => asked.length, 1);
    release();
    await page.locator('.chosen').waitFor();
    await page.mouse.move(x + 60, y + height + 10, { steps: 5 });
    await page.locator('.dragged').waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await soon.equal(() => page.locator('.dragged').count(), 0);
    await end(visitor);
  });

  it('where it does not come, whoever drags is told, and the next press asks for it again', async () => {
    const visitor = await visit(browser, house, { client: me });
    const { page } = visitor;
    await missing(visitor, 'sortable', 2);
    await visitor.open('/tasks/board/');
    await arrived(page, /К работе/, 'Первая');
    const failed = page.waitForEvent('requestfailed', (request) => moduleOf('sortable').test(request.url()));
    const { x, y, height } = await card(page, 'Первая').boundingBox();
    await page.mouse.move(x + 40, y + height - 10);
    await failed;
    await page.mouse.down();
    await page.locator('.toast').filter({ hasText: 'Нет связи с сервером' }).waitFor();
    await page.mouse.up();
    await page.mouse.down();
    await page.locator('.chosen').waitFor();
    await page.mouse.up();
    await end(visitor);
  });

  it('the library of dragging comes when its columns have just gone', async () => {
    const visitor = await visit(browser, house, { client: me });
    const { page } = visitor;
    const release = await hold(page, moduleOf('sortable'));
    const asked = page.waitForRequest(moduleOf('sortable'));
    // While frames are held nothing that Preact does after a paint is done.
    await page.addInitScript(() => {
      const { requestAnimationFrame: frame, setTimeout: timeout } = globalThis;
      globalThis.requestAnimationFrame = (fn) => (globalThis.framesHeld ? 0 : frame(fn));
      globalThis.setTimeout = (fn, ...rest) => (globalThis.framesHeld ? 0 : timeout(fn, ...rest));
    });
    await visitor.open('/tasks/board/');
    await arrived(page, /К работе/, 'Первая');
    await page.keyboard.press('Shift');
    await asked;
    await page.evaluate(() => { globalThis.framesHeld = true; });
    await page.getByRole('link', { name: 'Проекты', exact: true }).first().click();
    await page.locator('.kcard').first().waitFor({ state: 'detached' });
    release();
    await page.evaluate(async (module) => {
      await import(module);
      globalThis.framesHeld = false;
      for (let frame = 0; frame < 3; frame++) await new Promise((done) => { requestAnimationFrame(done); });
    }, (await asked).url());
    await end(visitor);
  });

  it('of many cards only those in sight are drawn, and all can be reached', async () => {
    const many = await house.user({ role: 'manager', company: 'Много', name: 'Анна Ли' });
    const names = Array.from({ length: 120 }, (_, i) => `Карточка ${String(i + 1).padStart(3, '0')}`);
    for (const title of names) await many.expect(201, 'POST', '/api/v1/tasks/', { title });
    const visitor = await visit(browser, house, { client: many, path: '/tasks/board/' });
    const { page } = visitor;
    const list = column(page, /К работе/).locator('.klist');
    await arrived(page, /К работе/, 'Карточка 001');
    for (const known of [100, 120]) {
      await list.evaluate((node) => { node.scrollTop = node.scrollHeight; });
      await page.waitForFunction(
        ([node, least]) => node.scrollHeight >= least, [await list.elementHandle(), known * 132],
      );
      await soon.ok(async () => (await page.locator('.kcard').count()) < 80);
    }
    await list.evaluate((node) => { node.scrollTop = node.scrollHeight; });
    await arrived(page, /К работе/, 'Карточка 120');
    await end(visitor);
  });
});

describe('the calendar', () => {
  it('a task goes to another day by mouse and by keys; what is late stands over the days', async () => {
    const late = await add('Просроченная', { due_date: inDays(-40) });
    const visitor = await open(calendarAt(1));
    const { page } = visitor;
    const overdue = page.locator('.callate').getByRole('link', { name: /Просроченная/ });
    await soon.match(() => overdue.innerText(), /^\d+ [а-я]{3}/);
    const event = page.locator('.cal').getByRole('link', { name: /Первая/ });
    await event.focus();
    await page.keyboard.press('Alt+ArrowRight');
    await visitor.toast('изменена');
    const day = (at) => new Date(at).toISOString().slice(0, 10);
    await soon.equal(async () => day((await get(tasks.Первая.id)).due_date), day(inDays(2)));
    const kept = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
    await overdue.dragTo(page.locator('.cal td').nth(10));
    await kept;
    await page.locator('.cal td').nth(10).getByRole('link', { name: /Просроченная/ }).waitFor();
    await soon.notEqual(async () => (await get(late.id)).due_date, late.due_date);
    await page.getByRole('button', { name: 'Неделя' }).click();
    await page.waitForURL(/mode=week/);
    await visitor.loaded();
    await isSound(visitor, 'the calendar');
    await end(visitor);
  });
});

describe('projects', () => {
  it('open tasks are neither done nor cancelled', async () => {
    const own = await me.expect(201, 'POST', '/api/v1/projects/', { name: 'Открытые' });
    for (const status of ['todo', 'review', 'done', 'cancelled']) await add(`Это ${status}`, { list: own.id, status });
    const visitor = await open(`/projects/${own.id}/`);
    const part = visitor.page.getByRole('region', { name: 'Открытые задачи' });
    await part.getByRole('link', { name: 'Это todo' }).waitFor();
    await soon.deepEqual(async () => (await part.locator('.name').allInnerTexts()).sort(), ['Это review', 'Это todo']);
    await part.getByText('2', { exact: true }).waitFor();
    await end(visitor);
  });

  it('one is made with a new client, members get roles, and it asks what becomes of its tasks', async () => {
    const visitor = await open('/projects/');
    const { page } = visitor;
    await inMain(visitor, 'button', 'Новый проект').click();
    await visitor.field('Название').fill('Линия: стажёры');
    await page.getByRole('combobox', { name: /Заказчик/ }).fill('Линия');
    await visitor.button('Создать проект').click();
    await visitor.heading('Линия: стажёры');
    await visitor.button('Добавить участника').click();
    await page.getByRole('checkbox', { name: 'Игорь Соколов' }).click();
    await page.getByLabel('Роль: Игорь Соколов').selectOption('viewer');
    await page.keyboard.press('c');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Название' }).fill('Собрать группу');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: 'Собрать группу' }).waitFor();
    await visitor.loaded();
    await isSound(visitor, 'a project');
    await visitor.button('Действия с проектом').click();
    await page.getByRole('menuitem', { name: 'Удалить проект' }).click();
    const box = page.getByRole('dialog', { name: 'Удалить проект «Линия: стажёры»?' });
    await box.getByText('В проекте 1 задача').waitFor();
    await box.getByRole('combobox').selectOption({ label: 'Нова: Java' });
    await box.getByRole('button', { name: 'Удалить проект' }).click();
    await visitor.heading('Проекты');
    const [task] = await me.expect(200, 'GET', '/api/v1/tasks/?q=группу');
    assert.equal(task.list, project.id);
    await end(visitor);
  });

  it('that another deletes while it is open is told to be gone', async () => {
    const members = [{ user: igor.user.id, role: 'executor' }];
    const brief = await me.expect(201, 'POST', '/api/v1/projects/', { name: 'На день', members });
    await add('Задача на день', { list: brief.id, assigned_to: igor.user.id });
    const visitor = await open(`/projects/${brief.id}/`, { client: igor });
    await visitor.page.getByRole('link', { name: 'Задача на день' }).waitFor();
    visitor.expect(/404/);
    await me.expect(204, 'DELETE', `/api/v1/projects/${brief.id}/?move_to=none`);
    await visitor.see('Такого проекта нет');
    await soon.equal(() => visitor.page.getByText('Участники').count(), 0);
    await end(visitor);
  });

  it('of more than a hundred each can be reached, and is offered where one is chosen', async () => {
    const boss = await house.user({ role: 'manager', company: 'Сто один' });
    await house.sql(`INSERT INTO project (company_id, name, description, created_by)
      SELECT ?, CONCAT('Набор ', LPAD(seq, 3, '0')), '', ? FROM seq_1_to_120`, [boss.user.company.id, boss.user.id]);
    const [{ id }] = await boss.expect(200, 'GET', '/api/v1/projects/?q=Набор 120');
    await boss.expect(201, 'POST', '/api/v1/tasks/', { title: 'В последнем', list: id });
    const visitor = await visit(browser, house, { client: boss, path: `/tasks/?list=${id}` });
    const { page } = visitor;
    await page.locator('.chip', { hasText: 'Набор 120' }).waitFor();
    const asks = [];
    page.on('request', (request) => {
      if (/\/api\/v1\/tasks\/?\?.*list=/.test(request.url())) asks.push(request.url());
    });
    await visitor.open('/tasks/?group=list');
    await page.locator('.wgroup', { hasText: 'Набор 120' }).getByText('В последнем').waitFor();
    for (const address of ['?by=list', '?lanes=1']) {
      await visitor.open(`/tasks/board/${address}`);
      await page.getByRole('heading', { name: /Набор 120/ }).first().waitFor();
      await page.locator('.kcard', { hasText: 'В последнем' }).waitFor();
    }
    assert.ok(asks.length < 40, `${asks.length} requests, of 121 projects`);
    await boss.expect(201, 'POST', '/api/v1/tasks/', { title: 'Во втором', list: id - 118 });
    await page.getByRole('heading', { name: /Набор 002/ }).first().waitFor();
    await visitor.open('/projects/');
    await page.getByRole('link', { name: 'Набор 050' }).waitFor();
    await house.sql("UPDATE project SET name = 'Набор 000' WHERE company_id = ? AND name = 'Набор 120'",
      [boss.user.company.id]);
    for (const [first, last] of [['051', '100'], ['101', '119']]) {
      await visitor.link('Дальше').click();
      await page.getByRole('link', { name: `Набор ${first}` }).waitFor();
      await page.getByRole('link', { name: `Набор ${last}` }).waitFor();
    }
    await visitor.link('Назад').click();
    await page.getByRole('link', { name: 'Набор 050' }).waitFor();
    await visitor.open('/projects/?page=9');
    await visitor.see('На этой странице проектов больше нет.');
    await visitor.link('К началу списка').click();
    await page.getByRole('link', { name: 'Набор 000' }).waitFor();
    await end(visitor);
  });

  it('figures have pictures and tables, and lead to the tasks', async () => {
    const visitor = await open('/tasks/stats/');
    await visitor.see('Просрочены по людям');
    await visitor.loaded();
    await isSound(visitor, 'statistics');
    await visitor.page.getByRole('link', { name: /Готово/ }).click();
    await visitor.page.waitForURL(/\/tasks\/\?.*status=done/);
    await end(visitor);
  });

  it('of tasks that were made as completed nobody knows how long they took, and that is said', async () => {
    const boss = await house.user({ role: 'manager', company: 'Счёт' });
    await boss.expect(201, 'POST', '/api/v1/tasks/', { title: 'Готовая', status: 'done' });
    const visitor = await visit(browser, house, { client: boss, path: '/tasks/stats/' });
    await visitor.see('Сколько длились задачи, завершённые за эти дни, неизвестно.');
    await end(visitor);
  });

  it('today has a late task in review once, where one must act; its numbers are those of the lists they lead to',
    async () => {
      const late = { assigned_to: me.user.id, due_date: inDays(-2) };
      const made = [];
      for (const [title, more] of [['Проверить отчёт', { status: 'review' }], ['Позвонить Анне', {}]]) {
        made.push(await add(title, { list: project.id, ...late, ...more }));
      }
      const visitor = await open('/');
      const { page } = visitor;
      const part = (name) => page.locator('.mypart').filter({ has: page.getByRole('heading', { name }) });
      await part('Просрочены').getByRole('link', { name: 'Позвонить Анне' }).waitFor();
      await part('Ждут моей проверки').getByRole('link', { name: 'Проверить отчёт' }).waitFor();
      await soon.equal(() => page.locator('.mytasks').getByRole('link', { name: 'Проверить отчёт' }).count(), 1);
      for (const name of ['Просрочены', 'Ждут моей проверки']) {
        const all = part(name).getByRole('heading').getByRole('link');
        const said = Number(/\d+/.exec(await all.innerText())[0]);
        const list = await open(await all.getAttribute('href'));
        await soon.equal(() => list.page.locator('tbody tr').count(), said, name);
        await end(list);
      }
      await end(visitor);
      for (const { id } of made) await me.expect(204, 'DELETE', `/api/v1/tasks/${id}/`);
    });

  it('today shows what is mine; Ctrl-K finds tasks and projects', async () => {
    const visitor = await open('/');
    const { page } = visitor;
    await page.locator('.mytasks').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('перв');
    await page.getByRole('option', { name: /Первая.*Задача/ }).click();
    await page.getByRole('dialog', { name: 'Первая' }).waitFor();
    await visitor.loaded();
    await soon.equal(() => visitor.path(), `/tasks/${tasks.Первая.id}/`);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.pathname === '/');
    await visitor.accessible('today');
    await end(visitor);
  });
});
