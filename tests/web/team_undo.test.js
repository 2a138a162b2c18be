// "Вернуть" takes back each change of the team's tasks, also of many: what each had before.
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { calendarAt, inDays, team } from '../lib/team.js';
import { visit } from './browser.js';
import { end, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const { me, igor, project, add } = await team(house);
const open = (path) => visit(browser, house, { client: me, path });
const get = (id) => me.expect(200, 'GET', `/api/v1/tasks/${id}/`);
const FIELDS = ['status', 'assigned_to', 'due_date', 'list', 'tags', 'priority'];
const pick = (task) => Object.fromEntries(FIELDS.map((name) => [name, task[name]]));
let tasks;

beforeEach(async () => {
  for (const { id } of await me.expect(200, 'GET', '/api/v1/tasks/')) {
    await me.expect(204, 'DELETE', `/api/v1/tasks/${id}/`);
  }
  tasks = [
    await add('Раз', { assigned_to: me.user.id, due_date: inDays(1), tags: ['Важное'], status: 'review' }),
    await add('Два', { assigned_to: igor.user.id, due_date: inDays(2), list: project.id }),
    await add('Три', { due_date: inDays(3), tags: ['звонок'] }),
  ];
});

const undo = (visitor) => visitor.takeBack();
/* The tasks are as they were made. */
const areBack = () => house.until(async () => {
  const now = await Promise.all(tasks.map(({ id }) => me.get(`/api/v1/tasks/${id}/`)));
  return now.every(({ status, json }, i) => status === 200 &&
    JSON.stringify(pick(json)) === JSON.stringify(pick(tasks[i])));
});
const changed = (name) => house.until(async () => {
  const now = await Promise.all(tasks.map(({ id }) => get(id)));
  return now.some((task, i) => JSON.stringify(task[name]) !== JSON.stringify(tasks[i][name]));
});

/* All three are ticked. */
async function ticked() {
  const visitor = await open('/tasks/');
  await visitor.page.getByLabel('Выбрать все на странице').check();
  return visitor;
}

describe('many at once', () => {
  const deeds = {
    status: async (bar, page) => {
      await bar.getByRole('button', { name: 'Статус' }).click();
      await page.getByRole('menuitem', { name: 'Отменена' }).click();
    },
    assigned_to: async (bar, page) => {
      await bar.getByRole('button', { name: 'Ответственный' }).click();
      await page.locator('.popbox').getByText('Игорь Соколов').click();
    },
    due_date: async (bar, page) => {
      await bar.getByRole('button', { name: 'Срок' }).click();
      await page.locator('.popbox').getByRole('button', { name: 'Убрать срок' }).click();
    },
    list: async (bar, page) => {
      await bar.getByRole('button', { name: 'Проект' }).click();
      await page.locator('.popbox').getByText('Нова: Java').click();
    },
    tags: async (bar, page) => {
      await bar.getByRole('button', { name: 'Метка' }).click();
      await page.getByLabel('Новая метка').fill('важное');
      await page.getByRole('button', { name: 'Добавить метку' }).click();
    },
  };
  for (const [name, deed] of Object.entries(deeds)) {
    it(`a change of ${name} goes back to what each had`, async () => {
      const visitor = await ticked();
      await deed(visitor.page.locator('.bulk'), visitor.page);
      await visitor.toast('Изменены 3 задачи');
      await changed(name);
      await undo(visitor);
      await areBack();
      await end(visitor);
    });
  }

  it('what was deleted comes back; so does what was deleted before one was refused', async () => {
    const visitor = await ticked();
    const { page } = visitor;
    visitor.expect(/500/);
    await page.route(`**/api/v1/tasks/${tasks[2].id}/`, (route) =>
      (route.request().method() === 'DELETE' ? route.fulfill({ status: 500 }) : route.continue()));
    await page.locator('.bulk').getByRole('button', { name: 'Удалить' }).click();
    await visitor.toast('Удалены 2 задачи');
    await undo(visitor);
    await areBack();
    await end(visitor);
  });
});

describe('one', () => {
  const row = (page, name) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

  it('closed, moved by its status, given away, with another deadline, in the list', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    await row(page, 'Раз').getByRole('checkbox', { name: /Завершить/ }).click();
    await changed('status');
    await undo(visitor);
    await areBack();
    await row(page, 'Раз').getByRole('button', { name: /Статус/ }).click();
    await page.locator('.popbox').getByText('Отменена').click();
    await changed('status');
    await undo(visitor);
    await areBack();
    await row(page, 'Два').getByRole('button', { name: /Ответственный/ }).click();
    await page.locator('.popbox').getByText('Мария Лебедева').click();
    await changed('assigned_to');
    await undo(visitor);
    await areBack();
    await row(page, 'Три').getByRole('button', { name: /Срок/ }).click();
    await page.locator('.popbox').getByRole('button', { name: 'Убрать срок' }).click();
    await changed('due_date');
    await undo(visitor);
    await areBack();
    await end(visitor);
  });

  it('moved on the board by its menu, in the calendar by keys, deleted from the board', async () => {
    const visitor = await open('/tasks/board/');
    // What the event of the move asks for may be asked after the deletion.
    visitor.expect(/404 .*\/api\/v1\/tasks\/\d+\//);
    const { page } = visitor;
    const card = page.locator('.kcard', { hasText: 'Раз' });
    await card.getByRole('button', { name: /Действия/ }).click();
    await page.getByRole('menuitem', { name: 'Готово' }).click();
    await changed('status');
    await undo(visitor);
    await areBack();
    await card.getByRole('button', { name: /Действия/ }).click();
    await page.getByRole('menuitem', { name: 'Удалить' }).click();
    await visitor.toast('удалена');
    await undo(visitor);
    await areBack();
    await visitor.open(calendarAt(2));
    await page.getByRole('link', { name: /Два/ }).first().focus();
    await page.keyboard.press('Alt+ArrowRight');
    await changed('due_date');
    await undo(visitor);
    await areBack();
    await end(visitor);
  });

  it('a tag that was taken off in the drawer', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    await page.getByRole('link', { name: 'Три' }).click();
    await page.getByRole('dialog').getByRole('button', { name: /звонок/ }).click();
    await changed('tags');
    await undo(visitor);
    await areBack();
    const now = await get(tasks[2].id);
    assert.deepEqual(now.tags, ['звонок']);
    await end(visitor);
  });
});

describe('what is no task', () => {
  it('filters that were cleared, a member who was taken out of a project', async () => {
    const visitor = await open('/tasks/?status=review&q=раз');
    const { page } = visitor;
    await visitor.button('Сбросить').first().click();
    await visitor.toast('Фильтры сброшены');
    await page.waitForURL((url) => !url.search.includes('status'));
    await undo(visitor);
    await page.waitForURL(/status=review/);
    await soon.equal(() => new URL(page.url()).searchParams.get('q'), 'раз');
    const at = `/api/v1/projects/${project.id}/members/`;
    const members = async () => (await me.expect(200, 'GET', at)).filter(({ is_active: on }) => on)
      .map(({ user, role }) => `${user} ${role}`).sort().join();
    await me.expect(200, 'POST', at, { user: igor.user.id, role: 'viewer' });
    const was = await members();
    await visitor.open(`/projects/${project.id}/`);
    await visitor.button('Убрать из проекта: Игорь Соколов').click();
    await visitor.toast('больше не в проекте');
    await soon.notEqual(members, was);
    await undo(visitor);
    await house.until(async () => await members() === was);
    await end(visitor);
  });
});
