// What the server would refuse to a role is not asked by its pages, and what one may not do is not offered.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { routes } from '../../www/js/routes.js';
import { visit } from './browser.js';
import { end, inMain, mayDrag, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const PATHS = routes.filter(({ path, open, moved }) => !open && !moved && !path.includes(':')).map(({ path }) => path);

describe('no page asks for what its person may not have', () => {
  for (const role of ['candidate', 'member', 'recruiter', 'manager', 'admin']) {
    it(role, async () => {
      const client = await house.user({ role, company: 'Права' });
      const visitor = await visit(browser, house, { client });
      if (role === 'candidate') visitor.expect(/404 .*\/api\/v1\/candidate$/);
      const refused = [];
      visitor.page.on('response', (answer) => {
        if ([401, 403].includes(answer.status())) refused.push(`${answer.request().method()} ${answer.url()}`);
      });
      for (const path of PATHS) {
        await visitor.open(path);
        assert.deepEqual(refused, [], path);
      }
      await end(visitor);
    });
  }

  it('the first page of who does not hire is their own tasks', async () => {
    const client = await house.user({ role: 'member', company: 'Права' });
    const visitor = await visit(browser, house, { client, path: '/' });
    await visitor.see('На сегодня задач нет.');
    await visitor.accessible();
    await end(visitor);
  });
});

describe('what one may not do is not offered', () => {
  const team = {};

  before(async () => {
    const boss = await house.user({ role: 'manager', company: 'Роли' });
    team.viewer = await house.user({ role: 'member', company: 'Роли', name: 'Вия Зрячая' });
    team.executor = await house.user({ role: 'member', company: 'Роли', name: 'Эка Делова' });
    const members = [
      { user: team.viewer.user.id, role: 'viewer' }, { user: team.executor.user.id, role: 'executor' },
    ];
    team.project = await boss.expect(201, 'POST', '/api/v1/projects/', { name: 'Чужой', members });
    const add = (title, more) =>
      boss.expect(201, 'POST', '/api/v1/tasks/', { title, list: team.project.id, ...more });
    await add('Чужая');
    await add('Порученная', { assigned_to: team.executor.user.id });
  });

  const hasMenu = async (page, title, deeds) => {
    await page.locator('.kcard').filter({ hasText: title }).getByRole('button', { name: /Действия/ }).click();
    await soon.deepEqual(() => page.getByRole('menuitem').allInnerTexts(), deeds);
    await page.keyboard.press('Escape');
  };

  /* A drag with the mouse, then Space: nothing is lifted. */
  async function staysPut(page, title) {
    const card = page.locator('.kcard').filter({ hasText: title });
    await mayDrag(page);
    const { x, y, height } = await card.boundingBox();
    await page.mouse.move(x + 40, y + height - 10);
    await page.mouse.down();
    await page.mouse.move(x + 340, y + height, { steps: 8 });
    await soon.equal(() => page.locator('.dragged').count(), 0);
    await page.mouse.up();
    await card.focus();
    await page.keyboard.press('Space');
    await soon.equal(() => page.locator('.lifted').count(), 0);
  }

  it('to a viewer, on the board', async () => {
    const visitor = await visit(browser, house, {
      client: team.viewer, path: `/tasks/board/?list=${team.project.id}`,
    });
    const { page } = visitor;
    await page.locator('.kcard').first().waitFor();
    await hasMenu(page, 'Чужая', ['Открыть']);
    await soon.equal(() => page.locator('.col').getByRole('button', { name: /^Задача/ }).count(), 0);
    await staysPut(page, 'Чужая');
    await visitor.open('/tasks/board/?by=list');
    const column = page.locator('.col').filter({ has: page.getByRole('heading', { name: 'Чужой' }) });
    await column.locator('.kcard').first().waitFor();
    await soon.equal(() => column.getByRole('button', { name: /^Задача/ }).count(), 0);
    await soon.equal(() => page.locator('.col').getByRole('button', { name: /^Задача/ }).count(), 1);
    await end(visitor);
  });

  it('to a viewer, in the list and by the key for a new task', async () => {
    const visitor = await visit(browser, house, { client: team.viewer, path: `/projects/${team.project.id}/` });
    const { page } = visitor;
    for (const path of [`/projects/${team.project.id}/`, `/tasks/?list=${team.project.id}`]) {
      await visitor.open(path);
      await page.getByRole('link', { name: 'Чужая' }).waitFor();
      await soon.equal(() => page.locator('tbody .c-tick input').count(), 0);
      await page.keyboard.press('c');
      const projects = page.getByRole('dialog').getByRole('combobox', { name: /Проект/ });
      await soon.equal(() => projects.inputValue(), '');
      await projects.click();
      await soon.equal(() => page.getByRole('option', { name: 'Чужой' }).count(), 0);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    }
    await visitor.open('/tasks/?group=list');
    await page.getByRole('link', { name: 'Чужая' }).waitFor();
    await soon.equal(() => inMain(visitor, 'button', 'Добавить задачу в эту группу').count(), 0);
    await end(visitor);
  });

  it('to a viewer: a project of their own, a description to be added', async () => {
    const visitor = await visit(browser, house, { client: team.viewer, path: '/projects/' });
    await visitor.link('Чужой').first().waitFor();
    await soon.equal(() => visitor.button('Новый проект').count(), 0);
    const [task] = await team.viewer.expect(200, 'GET', `/api/v1/tasks/?list=${team.project.id}`);
    await visitor.open(`/tasks/${task.id}/`);
    await visitor.page.getByText('Описания нет.', { exact: true }).waitFor();
    const client = await house.user({ role: 'member' });
    const loner = await visit(browser, house, { client, path: '/projects/?new=1' });
    await loner.see(/ни в одном проекте/);
    await soon.equal(() => loner.page.getByRole('dialog').count(), 0);
    await soon.equal(() => inMain(loner, 'button', 'Новый проект').count(), 0);
    await end(visitor);
    await end(loner);
  });

  it('to a member: the page of hiring that a task hangs on', async () => {
    const visitor = await visit(browser, house, { client: team.viewer });
    const { page } = visitor;
    const link = { kind: 'clickup_task', id: 'x1', title: 'Орлова Ольга', href: '/clickup/task/x1/' };
    await page.route(/\/api\/v1\/tasks\/\?/, async (route) => {
      const answer = await route.fetch();
      const rows = await answer.json();
      await route.fulfill({ response: answer, json: rows.map((row) => ({ ...row, link })) });
    });
    await visitor.open('/tasks/');
    await visitor.see('Орлова Ольга');
    await soon.equal(() => page.getByRole('link', { name: 'Орлова Ольга' }).count(), 0);
    await end(visitor);
  });

  it('to an executor: others\' tasks stay, their own are moved but not deleted', async () => {
    const visitor = await visit(browser, house, {
      client: team.executor, path: `/tasks/board/?list=${team.project.id}`,
    });
    const { page } = visitor;
    await page.locator('.kcard').first().waitFor();
    await hasMenu(page, 'Чужая', ['Открыть']);
    await hasMenu(page, 'Порученная', ['Открыть', 'В работе', 'На проверке', 'Готово', 'Отменена']);
    await soon.ok(async () => await page.locator('.col').getByRole('button', { name: /^Задача/ }).count() > 0);
    await staysPut(page, 'Чужая');
    await visitor.open(`/tasks/?list=${team.project.id}`);
    await page.getByRole('link', { name: 'Порученная' }).waitFor();
    await page.locator('tbody .c-tick input').click();
    await page.locator('.bulk').waitFor();
    await soon.equal(() => page.locator('.bulk').getByRole('button', { name: /^Удалить/ }).count(), 0);
    await end(visitor);
  });
});
