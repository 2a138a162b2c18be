// The page of job boards in a browser: connected, tested, signed in, changed, deleted; its log and figures.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { quotaOf } from '../../www/js/lib/platform-rules.js';
import { bodyOf, daysOf, inOrder, keyLeft, valuesOf } from '../../www/js/pages/platform/integrations-rules.js';
import { connectHh, hhEnv } from '../lib/boards.js';
import { startHouse } from '../lib/house.js';
import { HeadHunter } from '../upstreams/hh.js';
import { startBrowser, visit } from './browser.js';
import { isSound } from './pages.js';
import { soon } from './soon.js';

const HOUR = 3_600_000;
const sim = new HeadHunter({ people: 30 });
let house;
let browser;
before(async () => {
  await sim.start();
  [house, browser] = await Promise.all([startHouse({ env: hhEnv(sim) }), startBrowser()]);
});
after(async () => { await browser?.close(); await house?.stop(); await sim.stop(); });
beforeEach(() => { sim.clear(); sim.renew(); });

const end = async (visitor) => { visitor.quiet(); await visitor.page.context().close(); };
let companies = 0;
const company = () => `Boards ${++companies}`;
const card = (visitor, name) => visitor.page.locator('.boardcard').filter({ hasText: name });

describe('the rules', () => {
  it('say what is left of a key and of a quota', () => {
    const at = (hours) => ({ set: true, expires_at: new Date(hours * HOUR).toISOString() });
    assert.deepEqual(keyLeft(at(200), 0), { days: 8, hours: 8, over: false, look: 'ok' });
    assert.deepEqual(keyLeft(at(30), 0), { days: 1, hours: 6, over: false, look: 'warn' });
    assert.deepEqual(keyLeft(at(2), 3 * HOUR), { days: 0, hours: 0, over: true, look: 'bad' });
    assert.equal(keyLeft({ set: true, expires_at: null }, 0), null);
    const quotas = [{ name: 'a', limit: 10, left: 9 }, { name: 'b', limit: 500, left: 50 }];
    assert.equal(quotaOf({ quotas }).name, 'b');
    assert.equal(quotaOf({}), null);
  });

  it('put trouble first', () => {
    const states = ['active', 'expired', 'disabled', 'pending'];
    const rows = states.map((status) => ({ status, platform: 'hh_ru', name: status }));
    const names = inOrder(rows, (a, b) => a.localeCompare(b)).map(({ name }) => name);
    assert.deepEqual(names, ['expired', 'pending', 'active', 'disabled']);
  });

  it('send what was typed, and no key that was not', () => {
    const typed = { search_keywords: ' java, , go,java', search_salary_min: '1 000' };
    const values = { ...valuesOf(null, { title: 'HH.ru' }), ...typed };
    const body = bodyOf({ ...values, api_key: 'x' });
    assert.deepEqual(
      [body.search_keywords, body.search_salary_min, body.search_salary_max], [['java', 'go'], 1000, null],
    );
    assert.deepEqual([body.api_key, 'api_secret' in body, body.sync_interval_hours], ['x', false, 24]);
  });

  it('know every day', () => {
    const days = daysOf([{ day: '1970-01-02', found: 3 }], 3, '1970-01-03');
    assert.deepEqual(
      days.map(({ day, found }) => [day, found]), [['1970-01-01', 0], ['1970-01-02', 3], ['1970-01-03', 0]],
    );
  });
});

describe('an admin', () => {
  it('connects a board, signs in there, tests it, and sees what it says', async () => {
    const name = company();
    const admin = await house.user({ role: 'admin', company: name });
    const visitor = await visit(browser, house, { client: admin, path: '/integrations/' });
    await visitor.see('Ни одна площадка не подключена. Начните с любой из списка ниже.');
    await visitor.accessible();
    await visitor.button('Подключить HH.ru').click();
    await visitor.page.getByRole('heading', { name: 'Подключить HH.ru' }).waitFor();
    await visitor.field('Название').fill('');
    await visitor.button('Сохранить').click();
    await visitor.see('Исправьте 1 поле');
    await visitor.field('Название').fill('Основная');
    await visitor.page.getByLabel('Client ID').fill(sim.client.id);
    await visitor.page.getByLabel('Client Secret').fill(sim.client.secret);
    await visitor.page.getByLabel('Ключевые слова').fill('java, go');
    await visitor.accessible('the form');
    await visitor.button('Сохранить').click();
    await card(visitor, 'Основная').getByText('Не проверена').waitFor();
    await card(visitor, 'Основная').getByRole('button', { name: 'Войти через HH.ru' }).click();
    await visitor.see('HH.ru: вход выполнен, ключ сохранён.');
    await soon.equal(() => visitor.path(), '/integrations/?tab=manage&connected=hh_ru');
    const mine = card(visitor, 'Основная');
    await mine.getByText('Работает').waitFor();
    await mine.getByText('ООО «Северный мост»').waitFor();
    await mine.getByText('488 просмотров из 500').waitFor();
    await mine.getByText('ещё 13 дней').waitFor();
    await mine.getByRole('button', { name: 'Проверить' }).click();
    await visitor.toast('Работает: ООО «Северный мост».');
    await visitor.accessible();

    sim.pairs.at(-1).revoked = true;
    await mine.getByRole('button', { name: 'Проверить' }).click();
    await visitor.toast(/не приняла ключ/);
    await mine.getByText('Нужен вход').waitFor();
    visitor.expect(/424/);
    await end(visitor);
  });

  it('turns the events of a board on and off, and is told when they were deleted there', async () => {
    const { admin, id } = await connectHh(house, sim, { company: company() });
    const visitor = await visit(browser, house, { client: admin, path: '/integrations/' });
    const dialog = visitor.page.getByRole('dialog', { name: 'События HH.ru' });
    await card(visitor, 'Основная').getByText('Выключены').waitFor();
    await card(visitor, 'Основная').getByRole('button', { name: /^Настроить/ }).click();
    await dialog.getByRole('button', { name: 'Включить события' }).click();
    await dialog.getByText('Событий получено').waitFor();
    await soon.equal(() => sim.subscriptions.length, 1);
    await isSound(visitor, 'board-events');
    if (process.env.SHOTS) await visitor.page.screenshot({ path: `${process.env.SHOTS}/board-events.png` });
    sim.subscriptions = [];
    await house.sql('UPDATE webhook SET next_check_at = NOW(3)');
    await house.run('tick', ['hooks']);
    await visitor.page.reload();
    await card(visitor, 'Основная').getByText('Выключены').waitFor();
    await card(visitor, 'Основная').getByRole('button', { name: /^Настроить/ }).click();
    await dialog.locator('.note').waitFor();
    await dialog.getByRole('button', { name: 'Включить события' }).click();
    await dialog.getByRole('button', { name: 'Отключить' }).click();
    await visitor.page.getByRole('button', { name: 'Отключить события' }).click();
    await card(visitor, 'Основная').getByText('Выключены').waitFor();
    await soon.deepEqual(() => sim.subscriptions, []);
    await house.until(async () => !(await admin.expect(200, 'GET', `/api/integrations/${id}/webhook/`)).registered);
    await end(visitor);
  });

  it('changes one, switches it off, and deletes it without losing the people', async () => {
    const name = company();
    const { admin } = await connectHh(house, sim, { company: name, name: 'Запасная', search_keywords: ['qa'] });
    const { candidates: [one, two, three] } = await admin.expect(200, 'POST', '/api/integrations/search-candidates',
      { limit: 5 });
    await admin.expect(201, 'POST', '/api/integrations/import-candidate', {
      external_candidate_id: one.external_candidate_id });
    await admin.expect(200, 'PATCH', `/api/v1/candidates/${two.id}`, { state: 'blacklist' });
    const { id: byHand } = await admin.expect(201, 'POST', '/api/v1/candidates', { last_name: 'Рукописный' });
    await admin.expect(200, 'POST', '/api/v1/candidates/join', { ids: [byHand, three.id] });
    const visitor = await visit(browser, house, { client: admin, path: '/integrations/' });
    const menu = async (item) => {
      await visitor.button(/^Действия: /).click();
      await visitor.page.getByRole('menuitem', { name: item }).click();
    };
    await menu('Изменить');
    await soon.equal(() => visitor.field('Название').inputValue(), 'Запасная');
    await visitor.field('Название').fill('Вторая');
    await visitor.see(/Задан, оканчивается на/);
    await visitor.button('Сохранить').click();
    await card(visitor, 'Вторая').waitFor();
    await menu('Отключить');
    await card(visitor, 'Вторая').getByText('Отключена').waitFor();
    await menu('Удалить');
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByText('1 импортированный кандидат останется.').waitFor();
    await dialog.getByText('1 человек в чёрном списке').waitFor();
    await dialog.getByText('Ещё 3 человека найдены').waitFor();
    await dialog.getByLabel('Удалить 2 человек').check();
    await dialog.getByText('1 человек известен и из других источников, он останется.').waitFor();
    if (process.env.SHOTS) await visitor.page.screenshot({ path: `${process.env.SHOTS}/ia-remove.png` });
    await visitor.accessible('an integration is deleted');
    await dialog.getByLabel('Оставить в базе').check();
    await visitor.button('Удалить', dialog).click();
    await visitor.see('Ни одна площадка не подключена. Начните с любой из списка ниже.');
    await soon.equal(async () => (await admin.expect(200, 'GET', '/api/v1/candidates/')).length, 5);

    await visitor.link('Журнал', visitor.page.locator('.views')).click();
    await visitor.page.getByRole('cell', { name: /^Удаление/ }).waitFor();
    await visitor.see('найдено 5');
    await visitor.accessible();
    await visitor.link('Статистика', visitor.page.locator('.views')).click();
    await visitor.see('Найдено людей');
    await soon.equal(() => visitor.path(), '/integrations/?tab=stats');
    await visitor.accessible();
    await end(visitor);
  });
});

describe('others', () => {
  it('see the boards and change nothing; a member sees no log', async () => {
    const name = company();
    await connectHh(house, sim, { company: name, name: 'Общая' });
    const member = await house.user({ role: 'member', company: name });
    const visitor = await visit(browser, house, { client: member, path: '/integrations/?tab=logs' });
    await card(visitor, 'Общая').waitFor();
    await soon.equal(() => visitor.page.locator('#main').getByRole('button').count(), 0);
    await soon.deepEqual(() => visitor.page.locator('.views a').allTextContents(), ['Управление']);
    await end(visitor);
  });

  for (const [size, theme, locale] of [['phone', 'dark', 'ru-RU'], ['narrow', 'light', 'en-US']]) {
    it(`see them on a ${size}, ${theme}, in ${locale}`, async () => {
      const name = company();
      const { admin, pair } = await connectHh(house, sim, { company: name, name: 'Общая с очень длинным названием' });
      await admin.expect(200, 'POST', '/api/integrations/search-candidates', { limit: 5 });
      pair.revoked = true;
      await admin.post('/api/integrations/search-candidates', {});
      await admin.expect(200, 'PATCH', '/api/v1/profile', { locale: locale.slice(0, 2) });
      const visitor = await visit(browser, house, { client: admin, size, theme, locale, path: '/integrations/' });
      for (const tab of ['manage', 'logs', 'stats']) {
        await visitor.open(`/integrations/?tab=${tab}`);
        await visitor.accessible();
        await visitor.noSideways(tab);
      }
      await end(visitor);
    });
  }
});
