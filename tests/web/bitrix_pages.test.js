// The Bitrix24 page in a browser: a portal is connected and tested, staff is found and linked, syncs are seen.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { bodyOf, countsOf, flat, treeOf, valuesOf } from '../../www/js/pages/bitrix/bitrix-rules.js';
import { ACCOUNTS, bitrixEnv, connectBitrix, syncBitrix } from '../lib/bitrix.js';
import { startHouse } from '../lib/house.js';
import { Bitrix } from '../upstreams/bitrix.js';
import { startBrowser, visit } from './browser.js';
import { soon } from './soon.js';

const sim = new Bitrix({ people: 30 });
let house;
let browser;
before(async () => {
  await sim.start();
  const env = { ...bitrixEnv(), BITRIX24_OAUTH_URL: sim.origin };
  [house, browser] = await Promise.all([startHouse({ env }), startBrowser()]);
});
after(async () => { await browser?.close(); await house?.stop(); await sim.stop(); });
beforeEach(() => { sim.clear(); sim.renew(); });

const end = async (visitor) => { visitor.quiet(); await visitor.page.context().close(); };
let companies = 0;
const company = () => `Portals ${++companies}`;

describe('the rules', () => {
  it('departments are a tree, whatever the portal says', () => {
    const all = [
      { id: 3, parent_id: 2 }, { id: 1, parent_id: null }, { id: 2, parent_id: 1 }, { id: 4, parent_id: 99 },
      { id: 5, parent_id: 6 }, { id: 6, parent_id: 5 },
    ];
    assert.deepEqual(treeOf(all).map(({ id, depth }) => `${id}:${depth}`), ['1:0', '2:1', '3:2', '4:0', '5:0', '6:1']);
  });

  it('a credential that was not typed is not sent; an error finds its field', () => {
    const values = { ...valuesOf(null), name: ' Портал ', webhook_url: ' https://x/ ' };
    assert.deepEqual(bodyOf(values), {
      name: 'Портал', credentials: { webhook_url: 'https://x/' },
      settings: { auto_sync: true, requests_per_second: 2, bucket: 50, portal: null },
    });
    assert.deepEqual(bodyOf({ ...values, webhook_url: '', enterprise: true }).credentials, {});
    const { errors } = flat({ errors: [{ field: 'credentials.webhook_url' }, { field: 'name' }] });
    assert.deepEqual(errors.map(({ field }) => field), ['webhook_url', 'name']);
  });

  it('counts that are zero are left out', () => {
    const log = { records_synced: 0, created: 2, updated: 0, failed: 1 };
    assert.deepEqual(countsOf(log), [['read', 0], ['created', 2], ['failed', 1]]);
  });
});

describe('an admin', () => {
  it('connects a portal, hears which rights are missing, and sees what a sync did', async () => {
    const admin = await house.user({ role: 'admin', company: company() });
    const hook = sim.webhook({ scopes: ['user', 'department'] });
    const visitor = await visit(browser, house, { client: admin, path: '/bitrix24/' });
    await visitor.see('Ни один портал не подключён.');
    await visitor.accessible();
    await visitor.button('Подключить портал').click();
    await visitor.see('В «Настройке прав» отметьте:');
    await visitor.field('Название').fill('Главный');
    await visitor.field('Адрес вебхука').fill('https://portal.bitrix24.ru/');
    await visitor.accessible('the form');
    await visitor.button('Сохранить').click();
    await visitor.see('Это не адрес входящего вебхука.');
    await visitor.field('Адрес вебхука').fill(sim.url(hook));
    await visitor.button('Сохранить').click();
    const card = visitor.page.locator('.boardcard').filter({ hasText: 'Главный' });
    await card.getByText('Работает').waitFor();
    await card.getByRole('button', { name: 'Проверить' }).click();
    await visitor.toast('прав не хватает');
    await card.getByText('— задачи не синхронизируются').waitFor();
    await card.getByText('администратор портала').waitFor();
    await card.getByRole('button', { name: 'Синхронизировать' }).click();
    await visitor.toast('Синхронизация запущена.');
    const [{ id }] = await admin.expect(200, 'GET', ACCOUNTS);
    await house.until(async () => {
      await house.run('tick', ['accounts']);
      const logs = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/sync-logs/`);
      return logs.every(({ status }) => status === 'success');
    }, { timeout: 60_000 });
    await visitor.accessible();
    await visitor.link('Синхронизации', visitor.page.locator('.views')).click();
    await visitor.see('прочитано 30, новых 30');
    await visitor.accessible();
    await soon.ok(async () => !(await visitor.page.content()).includes(hook.code));
    visitor.expect(/400/);
    await end(visitor);
  });

  it('offers what mends an account that its portal refuses', async () => {
    const { admin, id } = await connectBitrix(house, sim, { company: company(), settings: { auto_sync: true } });
    sim.refuse('NO_AUTH_FOUND', { method: 'batch' });
    await admin.expect(424, 'POST', `${ACCOUNTS}${id}/test-connection/`);
    for (const size of ['wide', 'narrow']) {
      const visitor = await visit(browser, house, { client: admin, path: '/bitrix24/', size });
      await visitor.see('Bitrix24 не узнал вебхук');
      await visitor.see('остановлена');
      await visitor.noSideways();
      await visitor.button('Изменить подключение').click();
      await visitor.page.getByLabel(/Адрес вебхука/).waitFor();
      await visitor.accessible(`mending, ${size}`);
      await end(visitor);
    }
  });

  it('connects by a local application, and sees what the sign-in came to', async () => {
    const admin = await house.user({ role: 'admin', company: company() });
    const { id } = await admin.expect(201, 'POST', ACCOUNTS, {
      name: 'Приложение', credentials: { client_id: sim.client.id, client_secret: sim.client.secret },
      settings: { portal: sim.origin, auto_sync: false },
    });
    const visitor = await visit(browser, house, { client: admin, path: '/bitrix24/' });
    await visitor.button('Войти в Bitrix24').waitFor();
    await visitor.accessible();
    const { authorize_url: page } = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/connect/`);
    const back = new URL((await fetch(page, { redirect: 'manual' })).headers.get('location')).searchParams;
    await visitor.open(`/api/v1/bitrix24/oauth/callback/?${back}`);
    await visitor.see('Вход выполнен, доступ сохранён.');
    await visitor.open(`/api/v1/bitrix24/oauth/callback/?${back}`);
    await visitor.see('Этот вход уже использован');
    await visitor.accessible();
    await end(visitor);
  });

  it('finds an employee by the tree of departments and links them', async () => {
    sim.portal.addDepartment({ ID: '7', NAME: 'Подбор', PARENT: '1' });
    Object.assign(sim.portal.users.get('3'), { NAME: 'Ольга', LAST_NAME: 'Сорока', UF_DEPARTMENT: [7] });
    const name = company();
    const { admin, id } = await connectBitrix(house, sim, { company: name });
    // More people than a page of them has.
    const [{ company_id: of }] = await house.sql('SELECT company_id FROM connection WHERE id = ?', [id]);
    await house.sql(`INSERT INTO user (company_id, email, name, role) VALUES ${
      Array.from({ length: 110 }, (_, n) => `(${of}, 'extra${n}@${id}.example', 'Аня ${n}', 2)`)}`);
    await house.user({ role: 'member', company: name, name: 'Ольга Сорока' });
    await syncBitrix(house, admin, id);
    const visitor = await visit(browser, house, { client: admin, path: '/bitrix24/?tab=employees' });
    await visitor.see('1–20 из 30');
    await visitor.button(/^Отдел/).click();
    await visitor.page.getByText('Подбор (1)').click();
    await visitor.page.keyboard.press('Escape');
    await visitor.link('Ольга Сорока').click();
    await visitor.see('Задачи и события этого сотрудника');
    await visitor.accessible('an employee');
    await visitor.page.getByRole('combobox', { name: /Человек в Hirewire/ }).fill('Ольга');
    await visitor.page.getByRole('option', { name: /Ольга Сорока/ }).click();
    await visitor.toast('Связь сохранена.');
    await end(visitor);
  });

  it('both languages, phone and dark are sound', async () => {
    const { admin, id } = await connectBitrix(house, sim, { company: company(), name: 'Портал' });
    await syncBitrix(house, admin, id);
    for (const tab of ['accounts', 'employees', 'runs']) {
      for (const look of [
        { size: 'phone', theme: 'dark' }, { size: 'narrow', theme: 'light' }, { size: 'wide', theme: 'dark' },
      ]) {
        const visitor = await visit(browser, house, { client: admin, path: `/bitrix24/?tab=${tab}`, ...look });
        await visitor.accessible(`${tab} ${look.size} ${look.theme}`);
        await visitor.noSideways();
        if (process.env.SHOTS) {
          await visitor.page.screenshot({ path: `${process.env.SHOTS}/bitrix-${tab}-${look.size}.png` });
        }
        await end(visitor);
      }
    }
  });
});

describe('a member', () => {
  it('shows by a code that an employee is them', async () => {
    const name = company();
    const { admin, id } = await connectBitrix(house, sim, { company: name });
    await syncBitrix(house, admin, id);
    const member = await house.user({ role: 'member', company: name });
    const [{ id: employee }] = await admin.expect(200, 'GET', '/api/v1/bitrix24/employees/?page_size=1');
    const visitor = await visit(browser, house, {
      client: member, path: `/bitrix24/?tab=employees&employee=${employee}`,
    });
    await visitor.button('Отправить код').click();
    await visitor.see('Код отправлен в Bitrix24.');
    const [code] = /\b\d{6}\b/.exec(sim.portal.notices.at(-1).message);
    await visitor.field('Код из Bitrix24').fill(code === '000000' ? '111111' : '000000');
    await visitor.button('Подтвердить').click();
    await visitor.see('Код не подошёл.');
    await visitor.button('Отправить новый код').click();
    await visitor.toast(/Новый можно запросить через/);
    await visitor.field('Код из Bitrix24').fill(code);
    await visitor.button('Подтвердить').click();
    await visitor.toast('Готово: это Вы.');
    await visitor.see('Это Вы.');
    visitor.expect(/400|429/);
    await end(visitor);
  });
});
