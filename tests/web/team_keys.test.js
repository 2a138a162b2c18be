// The keys of list, board, calendar, projects and a task; the Ctrl-K box acts on tasks and projects.
import { before, describe, it } from 'node:test';
import { inDays, team } from '../lib/team.js';
import { visit } from './browser.js';
import { end, hold, isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const { me, igor, project, add } = await team(house);
const open = (path, opts) => visit(browser, house, { client: me, path, ...opts });
const get = (id) => me.expect(200, 'GET', `/api/v1/tasks/${id}/`);
const tasks = {};

before(async () => {
  tasks.first = await add('Альфа', { list: project.id, due_date: inDays(1), assigned_to: igor.user.id });
  tasks.second = await add('Бета', { list: project.id, due_date: inDays(2) });
});

const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };
const becomes = async (id, name, value) => house.until(async () => (await get(id))[name] === value);

describe('keys', () => {
  it('are all listed, by where they hold', async () => {
    const visitor = await open('/projects/');
    const { page } = visitor;
    await press(page, '?');
    const box = page.getByRole('dialog', { name: 'Клавиши' });
    await box.waitFor();
    await soon.deepEqual(() => box.getByRole('heading', { level: 3 }).allInnerTexts(),
      ['Везде', 'В списке', 'На доске', 'В календаре', 'В задаче', 'В поиске людей', 'Во входящих']);
    for (const key of ['g o', 'g e', 'g j']) await box.getByText(key, { exact: true }).waitFor();
    await isSound(visitor, 'keys');
    await end(visitor);
  });

  it('the list: a row is finished, taken, watched', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    await press(page, 'j', 'i');
    await visitor.toast('Альфа');
    await page.locator('tr.at').getByText('Мария Лебедева').waitFor();
    await press(page, 'w');
    await becomes(tasks.first.id, 'assigned_to', me.user.id);
    await press(page, 'd');
    await visitor.toast('завершена');
    await visitor.takeBack();
    await becomes(tasks.first.id, 'status', 'todo');
    await soon.deepEqual(async () => (await get(tasks.first.id)).watchers, [me.user.id]);
    await end(visitor);
  });

  it('the drawer: the next one, its deeds, a new task, the keys of all pages', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    await press(page, 'j', 'Enter');
    await page.getByRole('dialog', { name: 'Альфа' }).waitFor();
    await page.getByRole('heading', { name: /Альфа/ }).waitFor();
    await press(page, 'j');
    await page.getByRole('heading', { name: /Бета/ }).waitFor();
    await press(page, 'i');
    await visitor.toast('Бета');
    await becomes(tasks.second.id, 'assigned_to', me.user.id);
    await press(page, 'c');
    await visitor.field('Название').waitFor();
    await press(page, 'Escape');
    await visitor.field('Название').waitFor({ state: 'detached' });
    await press(page, 'g', 'o');
    await page.waitForURL(/board/);
    await soon.equal(() => page.getByRole('dialog').count(), 0);
    await end(visitor);
  });

  it('the board: to the cards, along the column, Enter opens', async () => {
    const visitor = await open('/tasks/board/');
    const { page } = visitor;
    await page.locator('.kcard', { hasText: 'Бета' }).waitFor();
    await press(page, 'j');
    await page.locator('.kcard:focus', { hasText: 'Альфа' }).waitFor();
    await press(page, 'j');
    await page.locator('.kcard:focus', { hasText: 'Бета' }).waitFor();
    await press(page, 'd');
    await becomes(tasks.second.id, 'status', 'done');
    await me.expect(200, 'POST', `/api/v1/tasks/${tasks.second.id}/uncomplete/`);
    await press(page, 'k', 'Enter');
    await page.waitForURL(/\/tasks\/\d+\//);
    await page.getByRole('dialog').waitFor();
    await end(visitor);
  });

  it('the calendar and the projects', async () => {
    const visitor = await open('/tasks/calendar/');
    const { page } = visitor;
    const title = () => page.locator('.caltitle').innerText();
    const now = await title();
    await press(page, 'j');
    await page.waitForURL(/day=/);
    await soon.notEqual(title, now);
    await press(page, 't');
    await page.locator('.caltitle', { hasText: now }).waitFor();
    await press(page, 'w');
    await page.waitForURL(/mode=week/);
    await press(page, 'm');
    await page.locator('.caltitle', { hasText: now }).waitFor();
    await press(page, 'g', 'j');
    await page.waitForURL(/projects/);
    await page.getByRole('link', { name: 'Нова: Java' }).waitFor();
    await press(page, 'j', 'Enter');
    await page.waitForURL(new RegExp(`/projects/${project.id}/`));
    await page.getByRole('link', { name: 'Альфа' }).waitFor();
    await press(page, 'j', 'Enter');
    await page.getByRole('dialog', { name: 'Альфа' }).waitFor();
    await end(visitor);
  });
});

describe('what is typed while a box is on its way', () => {
  /* A file of the pages comes when it is released. */
  const coming = async (page, file) => {
    const release = await hold(page, `**/${file}`);
    return { asked: page.waitForRequest(`**/${file}`), release };
  };
  const FIND = 'v/sheets.*.js';
  const ADD = 'v/team-add.*.js';

  for (const [key, file, role, name] of [
    ['Control+k', FIND, 'combobox', 'Поиск и команды'],
    ['/', FIND, 'combobox', 'Поиск и команды'],
    ['c', ADD, 'textbox', 'Название'],
  ]) {
    it(`${key}: it lands there, not on the page`, async () => {
      const visitor = await open('/tasks/');
      const { page } = visitor;
      const box = await coming(page, file);
      await press(page, 'j', key);
      await page.keyboard.type('d j');
      await press(page, 'Backspace');
      await page.keyboard.type('w c');
      await box.asked;
      box.release();
      const field = page.getByRole('dialog').getByRole(role, { name });
      await field.waitFor();
      await soon.equal(() => field.inputValue(), 'd w c');
      await page.keyboard.type('!');
      await soon.equal(() => field.inputValue(), 'd w c!');
      await press(page, 'Escape');
      await soon.deepEqual(async () => (await get(tasks.first.id)).status, 'todo');
      await end(visitor);
    });

    it(`${key}: Esc takes it back, and the page has the keys again`, async () => {
      const visitor = await open('/tasks/');
      const { page } = visitor;
      const box = await coming(page, file);
      await press(page, key);
      await box.asked;
      await page.keyboard.type('abc');
      await press(page, 'Escape');
      box.release();
      await press(page, 'j', 'Enter');
      const task = page.getByRole('dialog', { name: 'Альфа' });
      await task.waitFor();
      await press(page, 'Escape');
      await task.waitFor({ state: 'detached' });
      await press(page, key);
      const field = page.getByRole('dialog').getByRole(role, { name });
      await field.waitFor();
      await soon.equal(() => field.inputValue(), '');
      await end(visitor);
    });
  }
});

describe('Ctrl-K', () => {
  it('one Esc closes it, whatever was typed; of the acts of one it leads back', async () => {
    const visitor = await open('/profile/');
    const { page } = visitor;
    const box = page.getByRole('dialog').getByRole('combobox');
    await press(page, 'Control+k');
    await box.fill('альфа');
    await press(page, 'Escape');
    await box.waitFor({ state: 'detached' });
    await press(page, 'Control+k');
    await box.fill('альфа');
    await page.getByRole('option', { name: /Альфа/ }).waitFor();
    await press(page, 'Tab');
    await page.getByRole('option', { name: /Завершить/ }).waitFor();
    await box.fill('за');
    await press(page, 'Escape');
    await soon.equal(() => box.getAttribute('aria-label'), 'Поиск и команды');
    await press(page, 'Escape');
    await box.waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('finds a task by its number, first of all', async () => {
    await add(`Счёт ${tasks.first.id}`);
    const visitor = await open('/profile/');
    const { page } = visitor;
    const options = page.locator('#found li');
    for (const [text, n] of [[`#${tasks.first.id}`, 1], [String(tasks.first.id), 2], [`№ ${tasks.first.id}`, 1]]) {
      await press(page, 'Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill(text);
      await page.waitForFunction((many) => document.querySelectorAll('#found li').length === many, n);
      await soon.match(() => options.first().innerText(), /Альфа/, text);
      await press(page, 'Control+k');
    }
    await end(visitor);
  });

  it('acts on a task that was found, on the one that is open, and on a project', async () => {
    const visitor = await open('/profile/');
    const { page } = visitor;
    const found = (name) => page.getByRole('option', { name });
    await press(page, 'Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('альфа');
    await found(/Альфа/).waitFor();
    await press(page, 'Tab');
    await found(/Завершить/).waitFor();
    await visitor.accessible('what is done to a task');
    await page.getByRole('dialog').getByRole('combobox').fill('на проверке');
    await press(page, 'Enter');
    await visitor.toast('Альфа');
    await becomes(tasks.first.id, 'status', 'review');
    await visitor.open(`/tasks/${tasks.first.id}/`);
    await press(page, 'Control+k');
    await found(/Завершить/).click();
    await becomes(tasks.first.id, 'status', 'done');
    await press(page, 'Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('Нова: Java');
    await found(/Нова: Java/).waitFor();
    await press(page, 'Tab');
    await found(/Доска/).click();
    await page.waitForURL(new RegExp(`board/\\?list=${project.id}`));
    await end(visitor);
  });
});
