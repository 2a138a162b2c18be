// Without a connection: it is said once, nothing is untrue meanwhile, and all goes on by itself when there is one.
import { after, describe, it } from 'node:test';
import { startBrowser, visit } from './browser.js';
import { startPlaces } from './places.js';
import { soon } from './soon.js';

const { house, client, places, stop } = await startPlaces();
const browser = await startBrowser();
after(async () => {
  await browser.close();
  await stop();
});

const SAID = /Нет связи\. Показано на/;
const back = (page) => soon.equal(() => page.getByText(SAID).count(), 0);
const notes = (page) => page.locator('#main .note:visible').count();
const open = async (path) => {
  const visitor = await visit(browser, house, { client, path });
  visitor.expect(/ERR_|WebSocket|offline|Failed to fetch|preload assets/i);
  return visitor;
};

describe('without a connection', () => {
  it('one note; what was loaded stays, its tab too; what was asked for comes when it is back', async () => {
    for (const [path, tab] of [
      ['clickup-tasks', 'Не перенесены'], ['candidates', 'Скрыты'], ['inbox', 'Не резюме'], ['vacancies', 'Закрытые'],
      ['tasks', 'Завершённые'],
    ]) {
      const visitor = await open(places[path]);
      const { page } = visitor;
      const current = page.locator('.views [aria-current]');
      // Its number is counted apart, and may come later.
      const nameOf = async () => (await current.innerText()).replace(/[\s\d…+]+$/, '');
      const former = await nameOf();
      await page.context().setOffline(true);
      await visitor.see(SAID);
      await page.locator('.views a', { hasText: tab }).first().click();
      await soon.notEqual(() => visitor.path(), places[path]);
      await soon.equal(() => page.locator('#main [aria-busy=true]').count(), 0, path);
      await soon.equal(() => notes(page), 1, `${path}: it is said once`);
      await soon.equal(nameOf, former, `${path}: the tab is that of the rows`);
      await page.context().setOffline(false);
      await back(page);
      await soon.match(() => current.innerText(), new RegExp(tab), path);
      visitor.quiet();
      await visitor.close();
    }
  });

  it('a page whose files were not read has its name, and comes by itself', async () => {
    const visitor = await open(places['clickup-tasks']);
    const { page } = visitor;
    await page.context().setOffline(true);
    await visitor.see(SAID);
    await page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Таблицы' }).click();
    await visitor.heading('Таблицы');
    await soon.equal(() => notes(page), 1);
    await visitor.accessible('a page that was not read');
    await page.context().setOffline(false);
    await visitor.see('отклики.csv');
    await back(page);
    visitor.quiet();
    await visitor.close();
  });

  it('deeds are off, and work again when it is back', async () => {
    const visitor = await open(places.tasks);
    const { page } = visitor;
    const add = page.locator('.head').getByRole('button', { name: 'Новая задача' });
    await page.context().setOffline(true);
    await visitor.see(SAID);
    await soon.equal(() => add.getAttribute('aria-disabled'), 'true');
    await visitor.accessible('without a connection');
    await add.click({ force: true });
    await soon.equal(() => page.getByRole('dialog').count(), 0);
    await page.context().setOffline(false);
    await back(page);
    await soon.equal(() => add.getAttribute('aria-disabled'), null);
    await add.click();
    await page.getByRole('dialog').waitFor();
    visitor.quiet();
    await visitor.close();
  });
});

describe('a page whose answers do not come has its name, says it once, and comes by itself', () => {
  for (const [name, path] of Object.entries(places)) {
    it(name, async () => {
      const visitor = await open();
      const { page } = visitor;
      const isData = (route) => {
        const request = route.request();
        return request.resourceType() === 'fetch' && !request.url().endsWith('/api/v1/auth/me');
      };
      if (name === 'missing') visitor.expect(/404/);
      await page.route('**', (route) => (isData(route) ? route.abort() : route.fallback()));
      await page.goto(path);
      await soon.equal(() => page.locator('h1').count(), 1, path);
      await visitor.see(name === 'missing' ? 'Страница не найдена' : SAID);
      await soon.equal(() => page.locator('.skels:not([hidden])').count(), 0, path);
      await soon.ok(async () => await notes(page) <= 1, path);
      await soon.equal(() => page.locator('h1').count(), 1, path);
      await page.unrouteAll({ behavior: 'wait' });
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await back(page);
      await visitor.loaded();
      await soon.equal(() => page.locator('#main [role=alert]:visible').count(), 0, path);
      visitor.quiet();
      await visitor.close();
    });
  }
});
