// The focus, and the row under the keys, stay with their task when others change the list, the board, the calendar.
import { beforeEach, describe, it } from 'node:test';
import { inDays, team } from '../lib/team.js';
import { visit } from './browser.js';
import { end, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const { me, project, add } = await team(house);
const open = (path) => visit(browser, house, { client: me, path });
const set = (task, fields) => me.expect(200, 'PATCH', `/api/v1/tasks/${task.id}/`, fields);
const becomes = (task, name, value) =>
  house.until(async () => (await me.expect(200, 'GET', `/api/v1/tasks/${task.id}/`))[name] === value);

let [first, second, third] = [];
beforeEach(async () => {
  for (const task of [first, second, third]) {
    if (task) await me.del(`/api/v1/tasks/${task.id}/`);
  }
  const put = (title, n) => add(title, { list: project.id, due_date: inDays(n), assigned_to: me.user.id });
  [first, second, third] = [await put('Альфа', -3), await put('Бета', -2), await put('Гамма', -1)];
});

const column = (page, name) => page.locator('.col').filter({ has: page.getByRole('heading', { name }) });
const focusedCard = (page, title) => page.locator('.kcard:focus', { hasText: title });

describe('on the board', () => {
  it('a focused card that another moves keeps the focus, and Enter opens it', async () => {
    const visitor = await open('/tasks/board/');
    const { page } = visitor;
    await page.locator('.kcard', { hasText: 'Бета' }).focus();
    await set(second, { status: 'review' });
    await column(page, /На проверке/).locator('.kcard', { hasText: 'Бета' }).waitFor();
    await focusedCard(page, 'Бета').waitFor();
    await set(second, { status: 'todo' });
    await column(page, /К работе/).locator('.kcard', { hasText: 'Бета' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Бета' }).waitFor();
    await end(visitor);
  });

  it('a focused card that goes leaves the focus to the one in its place', async () => {
    const visitor = await open('/tasks/board/');
    const { page } = visitor;
    await page.locator('.kcard', { hasText: 'Бета' }).focus();
    await me.expect(204, 'DELETE', `/api/v1/tasks/${second.id}/`);
    await page.locator('.kcard', { hasText: 'Бета' }).waitFor({ state: 'detached' });
    await focusedCard(page, 'Гамма').waitFor();
    await page.keyboard.press('k');
    await focusedCard(page, 'Альфа').waitFor();
    await end(visitor);
  });

  it('a drawer leads back to the card wherever it is meanwhile', async () => {
    const visitor = await open('/tasks/board/');
    const { page } = visitor;
    await page.locator('.kcard', { hasText: 'Альфа' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Альфа' }).waitFor();
    await set(first, { status: 'in_progress' });
    await column(page, /В работе/).locator('.kcard', { hasText: 'Альфа' }).waitFor();
    await page.keyboard.press('Escape');
    await focusedCard(page, 'Альфа').waitFor();
    await end(visitor);
  });
});

describe('in the list', () => {
  it('the row under the keys stays with its task when one comes before it', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    const at = (title) => page.locator('tr.at', { hasText: title });
    await page.getByRole('link', { name: 'Альфа' }).waitFor();
    await page.keyboard.press('j');
    await at('Альфа').waitFor();
    const earlier = await add('Раньше всех', { list: project.id, due_date: inDays(-9) });
    await page.getByRole('link', { name: 'Раньше всех' }).waitFor();
    await at('Альфа').waitFor();
    await page.keyboard.press('d');
    await becomes(first, 'status', 'done');
    await page.getByRole('link', { name: 'Альфа' }).waitFor({ state: 'detached' });
    await soon.equal(() => page.locator('tr.at').count(), 0, 'no other task is under the keys');
    await page.keyboard.press('j');
    await at('Бета').waitFor();
    await me.expect(204, 'DELETE', `/api/v1/tasks/${earlier.id}/`);
    await end(visitor);
  });

  it('a focused link stays so when its row moves, and gives the focus to the next row when it goes', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    const name = (title) => page.getByRole('link', { name: title });
    const focused = (title) => page.locator('a.name:focus', { hasText: title });
    await name('Бета').focus();
    await set(third, { due_date: inDays(-5) });
    await add('Знак', { due_date: inDays(9) });
    await page.waitForFunction(() => document.querySelector('a.name').textContent.trim() === 'Гамма');
    await set(second, { due_date: inDays(-7) });
    await add('Знак другой', { due_date: inDays(9) });
    await page.waitForFunction(() => document.querySelector('a.name').textContent.trim() === 'Бета');
    await focused('Бета').waitFor();
    await page.getByRole('row', { name: 'Бета' }).getByRole('checkbox', { name: /Завершить|завершена/ }).focus();
    await page.keyboard.press('Space');
    await name('Бета').waitFor({ state: 'detached' });
    await focused('Гамма').waitFor();
    await end(visitor);
  });
});

describe('in the calendar', () => {
  it('a task that the keys take to another day keeps the focus', async () => {
    const visitor = await open('/tasks/calendar/?mode=week');
    const { page } = visitor;
    await set(third, { due_date: inDays(0) });
    const event = page.locator('.wcol .cevent', { hasText: 'Гамма' });
    await event.focus();
    const day = () => page.locator('.wcol', { has: page.locator('.cevent:focus', { hasText: 'Гамма' }) })
      .locator('ol').getAttribute('aria-label');
    const from = await day();
    const weekday = new Date().toLocaleDateString('en', { weekday: 'short', timeZone: 'Europe/Minsk' });
    const key = weekday === 'Sun' ? 'Alt+ArrowLeft' : 'Alt+ArrowRight';
    await page.keyboard.press(key);
    await page.waitForFunction(
      (label) => document.querySelector(`.wcol ol[aria-label="${label}"] .cevent`) === null, from);
    await soon.notEqual(day, from);
    await end(visitor);
  });

  it('what is overdue goes to today by keys, then to tomorrow, and not back', async () => {
    const was = inDays(-3);
    await set(first, { due_date: was });
    const visitor = await open('/tasks/calendar/');
    const { page } = visitor;
    const due = async () => (await me.expect(200, 'GET', `/api/v1/tasks/${first.id}/`)).due_date;
    const later = (days) => new Date(Date.parse(was) + days * 86400000).toISOString();
    const event = page.locator('.callate .cevent', { hasText: 'Альфа' });
    await event.focus();
    for (const key of ['Alt+ArrowLeft', 'Alt+ArrowUp', 'Alt+ArrowRight']) await page.keyboard.press(key);
    await house.until(async () => await due() === later(3));
    await event.focus();
    await page.keyboard.press('Alt+ArrowRight');
    await house.until(async () => await due() === later(4));
    await event.waitFor({ state: 'detached' });
    await end(visitor);
  });
});
