// The pages with 10 000 tasks: first and deep pages, search, filter, all of them chosen, the preview of their import.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lengthen } from '../lib/seed.js';
import { startRecruiter } from './pages.js';
import { soon } from './soon.js';

const TASKS = 10_000;
const SYNCED = 200;

const { house, me, open } = await startRecruiter({
  role: 'admin',
  tasks: { count: SYNCED, pdf: 0.5 },
  env: { DB_CACHE: '128M' },
});
const [{ n: synced }] = await house.sql('SELECT COUNT(*) n FROM clickup_task');
await lengthen(house, me, TASKS / synced, { found: true });

const count = async (query) => Number((await me.get(`/clickup/tasks?page_size=1&${query}`)).headers['x-total-count']);
const java = await count('search=java');	// of all tasks
const place = (visitor) =>
  visitor.page
    .getByRole('navigation', { name: 'Страницы' })
    .innerText()
    .then((text) => text.replace(/\s+/g, ' '));
/* As people read it, with plain spaces. */
const spaced = (n) => new Intl.NumberFormat('ru-RU').format(n).replace(/\s/g, ' ');
const end = async (visitor, what) => {
  await visitor.accessible(what);
  visitor.quiet();
  await visitor.close();
};

describe('10 000 tasks', () => {
  it('there are so many', async () => {
    await soon.equal(() => count(''), TASKS);
    assert.ok(java > 20 && java < TASKS);
  });

  for (const size of ['wide', 'phone']) {
    it(`the first page, ${size}`, async () => {
      const visitor = await open('/clickup/tasks/', { size });
      await visitor.page.locator('tbody tr').nth(19).waitFor();
      await soon.match(() => place(visitor), /1–20 из 10 000/);
      await visitor.page.getByRole('link', { name: /^Все/ }).filter({ hasText: /10\s000/ }).waitFor();
      await visitor.noSideways();
      await end(visitor, `first page ${size}`);
    });
  }

  it('a deep page by its address, and back from the end', async () => {
    const visitor = await open('/clickup/tasks/?page=500');
    const { page } = visitor;
    await page.locator('tbody tr').nth(19).waitFor();
    await soon.match(() => place(visitor), /9 981–10 000 из 10 000/);
    await soon.equal(() => page.locator('a[href]', { hasText: 'Дальше' }).count(), 0);
    const last = await page.locator('tbody').innerText();
    await visitor.link('Назад').click();
    await page.waitForFunction(
      (old) => document.querySelector('tbody')?.innerText !== old && !document.querySelector('table[aria-busy]'),
      last,
    );
    await soon.match(() => place(visitor), /9 961–9 980 из 10 000/);
    await end(visitor, 'deep page');
  });

  it('pages on by keyset: no task twice, none left out', async () => {
    const visitor = await open('/clickup/tasks/');
    const { page } = visitor;
    const seen = new Set();
    for (let n = 1; n <= 5; n++) {
      await page.getByText(new RegExp(`${n * 20 - 19}–${n * 20} из`)).waitFor();
      await visitor.loaded();
      const rows = () => page.locator('tbody tr').evaluateAll((all) => all.map((row) => row.dataset.row));
      // Its rows may come a moment after its numbers.
      await soon.equal(async () => new Set([...seen, ...await rows()]).size, n * 20);
      for (const id of await rows()) seen.add(id);
      await visitor.link('Дальше').click();
    }
    await visitor.loaded();
    await end(visitor, 'sixth page');
  });

  it('search and filter narrow it, and each says how many', async () => {
    const visitor = await open('/clickup/tasks/');
    const { page } = visitor;
    await page.getByRole('searchbox', { name: 'Поиск по названию и описанию' }).fill('java');
    await page.getByText(new RegExp(`1–20 из ${spaced(java).replace(' ', '\\s')}`)).waitFor();
    const [{ name }] = (await me.get('/clickup/api/task-filters')).json.statuses;
    const both = await count(`search=java&status=${encodeURIComponent(name)}`);
    await page.locator('.chips').getByRole('button', { name: 'Статус' }).click();
    await page.locator('.popbox').getByRole('checkbox', { name: new RegExp(`^${name}`, 'i') }).check();
    await page.getByText(new RegExp(`из ${spaced(both).replace(' ', '\\s')}$`)).waitFor();
    await page.keyboard.press('Escape');
    await visitor.loaded();
    await end(visitor, 'search and filter');
  });

  it('all of them are chosen, and the preview of their import counts them', async () => {
    const visitor = await open('/clickup/tasks/');
    const { page } = visitor;
    await page.getByLabel('Выбрать все на странице').check();
    await visitor.button(/^Выбрать все 10\s000/, page.locator('.bulk')).click();
    await page.evaluate(() => scrollTo(0, 0));
    await visitor.accessible('all chosen');
    await visitor.button(/^Импортировать 10\s000/, page.locator('.bulk')).click();
    await visitor.heading('Новый импорт');
    const place = page.getByLabel('Организация в Huntflow');
    await page.waitForFunction((node) => !node.disabled && node.options.length > 1, await place.elementHandle());
    await place.selectOption(String(house.up.huntflow.account));
    await visitor.field('Вакансия').selectOption('none');
    const sums = page.locator('dl.sums');
    await sums.waitFor();
    await visitor.loaded();
    const {
      create,
      already,
      no_cv: none,
    } = await me.expect(200, 'POST', '/clickup/api/preview-bulk-import', {
      account_id: house.up.huntflow.account,
      scope: 'all',
    });
    assert.equal(create + already, TASKS);
    const shown = async () => (await sums.innerText()).replace(/\s/g, ' ');
    for (const n of [create, none]) await soon.match(shown, new RegExp(spaced(n)));
    await visitor.button(/^Перенести 10\s000/).waitFor();
    await end(visitor, 'preview');
  });
});
