// The page of Notion: an account is made, a database chosen, its pages looked at and sent, its properties assigned.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { factsOf, wishOf } from '../../www/js/pages/notion/notion-rules.js';
import { startHouse } from '../lib/house.js';
import { connectNotion, notionEnv, syncNotion } from '../lib/notion.js';
import { Notion, SOURCE } from '../upstreams/notion.js';
import { startBrowser, visit } from './browser.js';
import { soon } from './soon.js';

const sim = new Notion({ people: 5 });
const SHOTS = process.env.SHOTS;
let house, browser;
before(async () => {
  await sim.start();
  [house, browser] = await Promise.all([startHouse({ env: notionEnv(sim) }), startBrowser()]);
});
after(async () => { await browser?.close(); await house?.stop(); await sim.stop(); });

const end = async (visitor) => { visitor.quiet(); await visitor.page.context().close(); };
async function picture(visitor, name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await visitor.page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

describe('the rules', () => {
  it('say what an import takes', () => {
    const account = { id: 7 };
    const source = { kind: 'notion', id: 7 };
    assert.deepEqual(wishOf(account, {}, ['a']), { source, scope: 'selection', task_ids: ['a'] });
    assert.deepEqual(wishOf(account, {}, null), { source, scope: 'all' });
    assert.deepEqual(wishOf(account, { q: 'Анна', transfer: 'x' }, null), {
      source, scope: 'filter', filter: { search: 'Анна' },
    });
  });

  it('say what is filled', () => {
    const fields = [{ name: 'A', display: '' }, { name: 'B', display: '1' }];
    assert.deepEqual(factsOf({ fields }), ['B: 1']);
  });
});

describe('the page', () => {
  it('leads from the first step to the rows', async () => {
    const admin = await house.user({ role: 'admin', company: 'Notion 1' });
    const visitor = await visit(browser, house, { client: admin, path: '/notion/' });
    await visitor.see('Notion не подключён. Создайте интеграцию по шагам ниже и вставьте её ключ.');
    await visitor.accessible();
    await picture(visitor, 'notion-empty');
    await visitor.button('Подключить Notion').click();
    await visitor.button('Сохранить').click();
    await visitor.see('Исправьте 2 поля');
    await visitor.field('Название').fill('Подбор');
    await visitor.field('Ключ интеграции').fill('ntn_demo_1234');
    await visitor.accessible('the form');
    await visitor.button('Сохранить').click();
    await visitor.see('База не выбрана. Выберите её выше.');
    await visitor.page.getByLabel('База').selectOption(SOURCE);
    await visitor.toast('Загрузка началась.');
    await house.run('tick', ['accounts']);
    await visitor.page.reload();
    await visitor.link(/Иванов|Ковал|Смирнов|Петров|Новик|Мороз|Волков|Асанов|Зайцев|Егоров/).first().waitFor();
    await visitor.accessible();
    await picture(visitor, 'notion-rows');
    await end(visitor);
  });

  for (const [size, theme] of [['wide', 'dark'], ['phone', 'light']]) {
    it(`shows rows, properties and syncs: ${size}, ${theme}`, async () => {
      const { admin, id } = await connectNotion(house, { company: `Notion ${size}` });
      await syncNotion(house, admin, id);
      const visitor = await visit(browser, house, { client: admin, path: '/notion/', size, theme });
      await visitor.button(/^Импортировать/).waitFor();
      await visitor.accessible();
      await picture(visitor, `notion-${size}-${theme}`);
      await visitor.link('Куда идут свойства').click();
      await visitor.page.getByLabel('Телефон').waitFor();
      await soon.equal(() => visitor.page.getByLabel('Телефон').inputValue(), 'phone');
      await visitor.accessible('mapping');
      await picture(visitor, `notion-mapping-${size}-${theme}`);
      await visitor.link('Загрузки').click();
      await visitor.see('5, новых 5, изменено 0');
      await visitor.accessible('runs');
      await end(visitor);
    });
  }

  it('is a source of a new import', async () => {
    const { admin, id } = await connectNotion(house, { company: 'Notion 6' });
    await connectNotion(house, { admin, name: 'Отключено', settings: {} })
      .then(({ id: off }) => admin.expect(200, 'PATCH', `/api/v1/notion/accounts/${off}/`, { status: 'inactive' }));
    await syncNotion(house, admin, id);
    const visitor = await visit(browser, house, { client: admin, path: '/clickup/bulk-import/?new=1' });
    await visitor.link('Notion', visitor.page.locator('#main .views')).click();
    const place = visitor.page.getByLabel('Подключение Notion');
    await soon.equal(() => place.innerText(), 'Подбор');
    await visitor.see('5 страниц');
    await visitor.accessible('a new import of Notion');
    await picture(visitor, 'new-import-notion');
    await visitor.link('Посмотреть страницы и куда идут их свойства').click();
    await visitor.heading('Notion');
    visitor.expect(/409/);
    await end(visitor);
  });

  it('names a page without a title so', async () => {
    const page = sim.addPage({ values: { Email: 'nobody@example.com' } });
    const { admin, id } = await connectNotion(house, { company: 'Notion 5' });
    await syncNotion(house, admin, id);
    const visitor = await visit(browser, house, { client: admin, path: '/notion/' });
    await visitor.link('Без названия').waitFor();
    await visitor.link('Куда идут свойства').click();
    await visitor.page.locator('summary', { hasText: 'Без названия' }).waitFor();
    await visitor.accessible('a page without a title');
    sim.change(page.id, { in_trash: true });
    await end(visitor);
  });

  it('says that nothing is found, and what a failed account needs', async () => {
    const { admin, id } = await connectNotion(house, { company: 'Notion 4' });
    await syncNotion(house, admin, id);
    const visitor = await visit(browser, house, { client: admin, path: '/notion/?q=nobody' });
    await visitor.see('Таких страниц нет. Измените условия.');
    sim.tokens.delete('ntn_demo_1234');
    await visitor.button('Проверить').click();
    await visitor.toast(/Notion не принял ключ/);
    visitor.expect(/424/);
    sim.tokens.add('ntn_demo_1234');
    await end(visitor);
  });
});
