// Lists without a mouse and with one hand: keys, Ctrl-K, ranges, all of a list, the phone.
import { describe, it } from 'node:test';
import { end, inMain, startRecruiter } from './pages.js';
import { soon } from './soon.js';

const { me, open } = await startRecruiter({ role: 'admin', parse: 'all' });

describe('keys', () => {
  it('j, k, x, Shift-x, Esc and Enter work the table without a mouse', async () => {
    const visitor = await open('/clickup/tasks/');
    const { page } = visitor;
    await page.locator('tbody tr').nth(19).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await page.locator('.bulk', { hasText: 'Выбрано 5' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.bulk').waitFor({ state: 'detached' });
    await page.keyboard.press('k');
    const names = await page.locator('tbody .name').allInnerTexts();
    const name = await page.locator('tr.at .name').innerText();
    const at = names.indexOf(name);
    await page.keyboard.press('Enter');
    const drawer = (title) => page.getByRole('dialog', { name: title, exact: true });
    await drawer(name).getByText(`${at + 1} из 20`).waitFor();
    await visitor.loaded();
    await visitor.accessible('a preview');
    await page.keyboard.press('j');
    await drawer(names[at + 1]).getByText(`${at + 2} из 20`).waitFor();
    await soon.equal(() => page.locator('tr.at .name').innerText(), names[at + 1], 'the list goes along');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await soon.equal(() => visitor.path(), '/clickup/tasks/');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await drawer(name).getByRole('button', { name: 'Следующая строка' }).click();
    await drawer(names[at + 1]).waitFor();
    await drawer(names[at + 1]).getByRole('button', { name: 'Предыдущая строка' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await drawer(name).waitFor();
    await page.keyboard.press('Enter');
    await visitor.heading(name);
    await visitor.loaded();
    await end(visitor);
  });

  it('Ctrl-K finds pages, actions and tasks; ? lists the keys; g t goes', async () => {
    const visitor = await open('/');
    const { page } = visitor;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('синхр');
    await page.getByRole('option', { name: /Синхронизации/ }).waitFor();
    await visitor.accessible('find');
    await page.keyboard.press('Enter');
    await visitor.heading('Синхронизации');
    const { name } = (await me.get('/clickup/tasks?page_size=1')).json[0];
    await page.keyboard.press('/');
    await page.getByRole('combobox').fill(name.split(/[\s,]+/)[0]);
    await page
      .getByRole('option', { name: new RegExp(name.slice(0, 12).replace(/[^\p{L} ]/gu, '.'), 'u') })
      .first()
      .click();
    await visitor.heading(/./);
    await page.waitForURL(/\/clickup\/task\//);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Клавиши' }).waitFor();
    await visitor.accessible('help');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await visitor.heading('Задачи');
    await page.keyboard.press('g');
    await page.keyboard.press('k');
    await visitor.heading('Задачи ClickUp');
    await visitor.loaded();
    await end(visitor);
  });

  it('Tab begins with the skip link, which leads to the content; a new page takes the focus', async () => {
    const visitor = await open('/');
    const { page } = visitor;
    await page.keyboard.press('Tab');
    await soon.equal(() => page.evaluate(() => document.activeElement.textContent), 'К содержанию');
    await page.keyboard.press('Enter');
    await soon.equal(() => page.evaluate(() => document.activeElement.id), 'main');
    await page.locator('.side').getByRole('link', { name: 'Проекты' }).click();
    await visitor.heading('Проекты');
    await page.waitForFunction(() => document.activeElement.id === 'main');
    await soon.equal(() => page.title(), 'Проекты · Hirewire');
    await end(visitor);
  });

  it('letters can be turned off', async () => {
    await me.expect(200, 'PATCH', '/api/v1/profile', { hot_keys: false });
    const visitor = await open('/');
    await visitor.page.keyboard.press('?');
    await visitor.page.keyboard.press('Control+k');
    await visitor.page.getByRole('combobox').waitFor();
    await soon.equal(() => visitor.page.getByRole('dialog', { name: 'Клавиши' }).count(), 0);
    await me.expect(200, 'PATCH', '/api/v1/profile', { hot_keys: true });
    await end(visitor);
  });
});

describe('selection', () => {
  it('Shift-click takes a range; all of the list go to the import by the filter', async () => {
    const visitor = await open('/clickup/tasks/');
    const { page } = visitor;
    await page.locator('tbody tr').nth(19).waitFor();
    await page.locator('tbody input[type=checkbox]').nth(1).click();
    await page.locator('tbody input[type=checkbox]').nth(3).click({ modifiers: ['Shift'] });
    await page.locator('.bulk', { hasText: 'Выбрано 3' }).waitFor();
    await visitor.accessible('bulk bar');
    await page.locator('.bulk').getByRole('button', { name: /^Импортировать 3/ }).click();
    await visitor.heading('Новый импорт');
    await visitor.see('Выбранные задачи');
    await page.goBack();
    await page.locator('tbody tr').nth(19).waitFor();
    await page.getByLabel('Выбрать все на странице').check();
    await page.locator('.bulk').getByRole('button', { name: /^Выбрать все/ }).click();
    await page.locator('.bulk').getByRole('button', { name: /^Импортировать/ }).click();
    await page.waitForURL(/new=1/);
    await end(visitor);
  });

  it('the phone: cards, filters in a drawer, everything else under More', async () => {
    const visitor = await open('/clickup/tasks/', { size: 'phone' });
    const { page } = visitor;
    await page.locator('tbody tr').nth(5).waitFor();
    await inMain(visitor, 'button', /Фильтры/).click();
    const drawer = page.getByRole('dialog', { name: 'Фильтры' });
    await drawer.locator('summary', { hasText: 'Статус' }).click();
    await drawer.locator('details[open] input').first().check();
    await page.waitForURL(/status=/);
    await visitor.accessible('drawer');
    await drawer.getByRole('button', { name: /^Показать/ }).click();
    await drawer.waitFor({ state: 'detached' });
    await visitor.noSideways();
    await page.locator('.dock').getByRole('button', { name: 'Ещё' }).click();
    await page.getByRole('dialog', { name: 'Ещё' }).getByRole('link', { name: 'Проекты' }).click();
    await visitor.heading('Проекты');
    await end(visitor);
  });
});

/* It signs out: the last of all. */
describe('the search box', () => {
  it('Ctrl-K has groups, marks what was typed, keeps what one looked at until one leaves', async () => {
    const visitor = await open('/');
    const { page } = visitor;
    const { name, task_id: task } = (await me.get('/clickup/tasks?page_size=1')).json[0];
    await visitor.open(`/clickup/task/${task}/`);
    await visitor.open('/');
    await page.keyboard.press('Control+k');
    const group = (title) => page.getByRole('dialog').getByRole('group', { name: title });
    await soon.equal(() => group('Недавнее').getByRole('option').first().innerText(), name);
    await group('Действия').getByRole('option', { name: 'Новый импорт' }).waitFor();
    await visitor.accessible('groups');
    const word = /\p{L}{3,}/u.exec(name)[0];
    await page.getByRole('combobox').fill(word);
    await soon.equal(() => group('Недавнее').locator('mark').first().innerText(), word);
    await group('Задачи').getByRole('option').first().waitFor();
    await soon.equal(() => page.locator(`#found [id="f-t-${task}"]`).count(), 0, 'one entry for one page');
    await page.getByRole('combobox').fill('выйти');
    await page.keyboard.press('Enter');
    await visitor.heading('Вход');
    await soon.equal(() => page.evaluate(() => sessionStorage.getItem('recent')), '[]');
    await end(visitor);
  });
});
