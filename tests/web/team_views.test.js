// Saved views of the team's tasks, on the list and on the board; the columns of the list; the list as a file; the chart
// of a project.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import * as rules from '../../www/js/lib/team-rules.js';
import { inDays, team } from '../lib/team.js';
import { visit } from './browser.js';
import { end, inMain, isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const { me, igor, add } = await team(house);
const open = (path, opts) => visit(browser, house, { client: me, path, ...opts });

before(async () => {
  await add('Позвонить', { tags: ['звонок'], due_date: inDays(1), assigned_to: me.user.id });
  await add('Написать', { tags: ['звонок'], status: 'review', due_date: inDays(2), assigned_to: igor.user.id });
  await add('Отложить', { status: 'cancelled', tags: ['звонок'] });
  await add('=1+1', { priority: 'urgent' });
});

const names = (page) => page.locator('.team tbody .name').allInnerTexts();
const saved = async () => (await me.expect(200, 'GET', '/api/v1/task-views'));
const menu = async (visitor, name) => {
  await visitor.button('Действия с видом').click();
  await visitor.page.getByRole('menuitem', { name }).click();
};
async function keep(visitor, name, { shared } = {}) {
  await visitor.button('Сохранить вид').click();
  await visitor.field('Название').fill(name);
  if (shared) await visitor.page.getByRole('switch', { name: 'Показать коллегам' }).check();
  await visitor.button('Сохранить', visitor.page.getByRole('dialog')).click();
  await visitor.toast('сохранён');
  await visitor.page.waitForURL(/view=\d+/);
  await visitor.loaded();
}

describe('a project that began today', () => {
  it('has the days of its chart named, not their hours', async () => {
    const visitor = await visit(browser, house, { client: me });
    const { page } = visitor;
    await page.addInitScript(() => {
      globalThis.drawn = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function keep(text, ...more) {
        globalThis.drawn.push(text);
        return fillText.call(this, text, ...more);
      };
    });
    const { id: list } = await me.expect(201, 'POST', '/api/v1/projects/', { name: 'Новый' });
    await add('Первая', { list });
    await visitor.open(`/projects/${list}/`);
    await page.waitForFunction(() => globalThis.drawn.some((text) => /^\d+ \p{L}/u.test(text)));
    await soon.deepEqual(() => page.evaluate(() => globalThis.drawn.filter((text) => text.includes(':'))), []);
    await end(visitor);
  });
});

describe('views of the team\'s tasks', () => {
  it('a view is a tab with its filters, columns and groups in the address; a colleague sees it', async () => {
    const visitor = await open('/tasks/?tag=звонок&group=status&ordering=-due_date');
    const { page } = visitor;
    await visitor.button('Столбцы таблицы').click();
    await page.locator('.popbox').getByText('Автор').click();
    await page.keyboard.press('Escape');
    await keep(visitor, 'Звонки', { shared: true });
    const [view] = await saved();
    assert.deepEqual(view.filter, { status: ['todo', 'in_progress', 'review'], tag: ['звонок'], group: 'status' });
    assert.deepEqual([view.sort, view.columns.at(-1), view.count], ['-due_date', 'created_by', 2]);
    const tab = page.getByRole('link', { name: /Звонки/ });
    await soon.equal(() => tab.getAttribute('aria-current'), 'page');
    await soon.match(() => tab.innerText(), /2$/);
    await isSound(visitor, 'a view of tasks');
    const other = await visit(browser, house, { client: igor, path: visitor.path() });
    await other.page.getByRole('columnheader', { name: 'Автор' }).first().waitFor({ state: 'attached' });
    await soon.deepEqual(() => names(other.page), ['Написать']);
    await other.page.getByRole('link', { name: /Вид коллеги, Мария Лебедева: Звонки/ }).waitFor();
    await end(other);
    await end(visitor);
  });

  it('the same view is a tab of the board; what the board shows of it is kept beside the list\'s', async () => {
    const visitor = await open('/tasks/board/');
    const { page } = visitor;
    await page.getByRole('link', { name: /Звонки/ }).click();
    await page.waitForURL(/view=/);
    for (const name of ['Позвонить', 'Написать']) await page.locator('.kcard', { hasText: name }).waitFor();
    await soon.equal(() => page.locator('.kcard').count(), 2);
    await soon.equal(() => page.locator('.col').count(), 3);
    await soon.equal(() => visitor.button('Сохранить изменения').count(), 0);
    await inMain(visitor, 'button', /^Колонки/).click();
    await page.getByRole('menuitemradio', { name: 'Приоритет' }).click();
    await page.waitForURL(/by=priority/);
    await visitor.button('Сохранить изменения').click();
    await visitor.toast('сохранён');
    const [view] = await saved();
    assert.deepEqual([view.filter.by, view.filter.group, view.sort], ['priority', 'status', '-due_date']);
    await isSound(visitor, 'a view on the board');
    await end(visitor);
  });

  it('is deleted, and brought back with all it had', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    const [view] = await saved();
    await page.getByRole('link', { name: /Звонки/ }).click();
    await page.waitForURL(/view=/);
    await menu(visitor, 'Удалить вид');
    await visitor.toast('удалён');
    await soon.deepEqual(saved, []);
    await visitor.takeBack();
    const facts = ({ filter, columns, shared }) => ({ filter, columns, shared });
    await soon.deepEqual(async () => (await saved()).map(facts), [facts(view)]);
    await page.waitForURL(/view=\d+/);
    await end(visitor);
  });

  it('the list is a file: its filters, all columns, no formulas', async () => {
    const visitor = await open('/tasks/?show=all&priority=urgent');
    const { page } = visitor;
    await menu(visitor, 'Скачать CSV…');
    await visitor.accessible('the file of the list');
    const [file] = await Promise.all([
      page.waitForEvent('download'), page.getByRole('dialog').getByRole('link', { name: 'Скачать' }).click(),
    ]);
    const text = readFileSync(await file.path(), 'utf8');
    const lines = text.replace('\ufeff', '').trim().split('\r\n');
    assert.ok(lines[0].startsWith('Задача;Статус;Приоритет;'), lines[0]);
    assert.equal(lines.length, 2);
    assert.ok(lines[1].startsWith('"\'=1+1";'), lines[1]);
    assert.match(file.suggestedFilename(), /^tasks-[\d-]+\.csv$/);
    await end(visitor);
  });
});

describe('their rules', () => {
  const read = (text) => rules.query.read(new URLSearchParams(text));
  const view = { id: 7, filter: { tag: ['java'], status: 'todo', group: 'due', by: 'list' }, sort: 'due_date' };

  it('an address of the list and of the board', () => {
    const list = '/tasks/?status=todo&tag=java&show=all&group=due&view=7';
    assert.equal(rules.viewHref('list', view), list);
    assert.equal(rules.viewHref('board', view), '/tasks/board/?status=todo&tag=java&by=list&view=7');
    assert.equal(rules.isChanged('list', read(list.split('?')[1]), view), false);
    assert.equal(rules.isChanged('list', read(`${list.split('?')[1]}&page=2`), view), false);
    assert.equal(rules.isChanged('list', read('tag=java&show=all&group=due&view=7'), view), true);
    assert.equal(rules.isChanged('list', read('tag=java'), null), false);
  });
  it('a tab is kept as the filters that it is', () => {
    assert.deepEqual(rules.viewBody('list', read('show=mine'), null), {
      filter: { assigned_to: 'me', status: ['todo', 'in_progress', 'review'] }, sort: 'due_date',
    });
    assert.equal(rules.cleared(read('tag=java&view=7&group=due')).view, '');
  });
  it('a file has the filters and the order, not the page', () => {
    assert.equal(rules.exportHref(read('show=late&page=3&ordering=title'), 'tab'),
      '/api/v1/tasks/export?due=overdue&ordering=title&separator=tab');
  });
});
