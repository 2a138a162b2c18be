// Daily work in a browser: keys, selection, the phone, live imports with failures, forms, people, budgets of size.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startHouse, root } from '../lib/house.js';
import { QUICK, recruiter } from '../lib/recruiter.js';
import { startBrowser, visit } from './browser.js';

let house;
let browser;
let me;

before(async () => {
  [house, browser] = await Promise.all([startHouse({ upstreams: true, env: QUICK }), startBrowser()]);
  await house.up.huntflow.settings({ parse: 'all' });
  me = await recruiter(house, { tasks: { count: 60, pdf: 0.5 }, role: 'admin', company: 'Nova', name: 'Мария Лебедева' });
  const log = await me.expect(202, 'POST', '/clickup/api/sync-tasks', {});
  await house.until(async () => ['success', 'error'].includes((await me.get(`/clickup/sync-logs/${log.id}`)).json.status), { timeout: 60_000 });
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

const open = (path, opts) => visit(browser, house, { client: me, path, ...opts });
const inMain = (visitor, role, name) => visitor.page.locator('#main').getByRole(role, { name });
const end = async (visitor) => {
  visitor.quiet();
  await visitor.close();
};

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
    const name = await page.locator('tr.at .name').innerText();
    await page.keyboard.press('Enter');
    await visitor.heading(name);
    await visitor.rest();
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
    await page.getByRole('option', { name: new RegExp(name.slice(0, 12).replace(/[^\p{L} ]/gu, '.'), 'u') }).first().click();
    await visitor.heading(/./);
    await page.waitForURL(/\/clickup\/task\//);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Клавиши' }).waitFor();
    await visitor.accessible('help');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await visitor.heading('Задачи ClickUp');
    await visitor.rest();
    await end(visitor);
  });

  it('Tab begins with the skip link, which leads to the content; a new page takes the focus', async () => {
    const visitor = await open('/');
    const { page } = visitor;
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'К содержанию');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await page.locator('.side').getByRole('link', { name: 'Синхронизации' }).click();
    await visitor.heading('Синхронизации');
    await page.waitForFunction(() => document.activeElement.id === 'main');
    assert.equal(await page.title(), 'Синхронизации · Hirewire');
    await end(visitor);
  });

  it('letters can be turned off', async () => {
    await me.expect(200, 'PATCH', '/api/v1/profile', { hot_keys: false });
    const visitor = await open('/');
    await visitor.page.keyboard.press('?');
    await visitor.page.keyboard.press('Control+k');
    await visitor.page.getByRole('combobox').waitFor();
    assert.equal(await visitor.page.getByRole('dialog', { name: 'Клавиши' }).count(), 0);
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
    await page.locator('.bulk', { hasText: 'Выбраны 3' }).waitFor();
    await visitor.accessible('bulk bar');
    await page.locator('.bulk').getByRole('button', { name: /^Импортировать 3/ }).click();
    await visitor.heading('Новый импорт');
    await visitor.see('Выбранные задачи');
    await page.goBack();
    await page.locator('tbody tr').nth(19).waitFor();
    await page.getByLabel('Выбрать все на странице').check();
    await page.locator('.bulk').getByRole('button', { name: /^Выбрать все/ }).click();
    await page.locator('.bulk').getByRole('button', { name: /^К импорту/ }).click();
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
    await page.getByRole('dialog', { name: 'Ещё' }).getByRole('link', { name: 'Синхронизации' }).click();
    await visitor.heading('Синхронизации');
    await end(visitor);
  });
});

describe('a running import', () => {
  let job;

  it('moves while one looks, stops at once, and can be called back', async () => {
    await house.up.huntflow.latency(150);
    job = await me.expect(202, 'POST', '/clickup/api/start-bulk-import', { account_id: house.up.huntflow.account, scope: 'all', delay_seconds: 0.3 });
    const visitor = await open('/');
    const { page } = visitor;
    await page.locator('.run').waitFor();
    await page.locator('.run').getByRole('link', { name: 'Открыть' }).click();
    await visitor.heading(`Импорт № ${job.id}`);
    await page.waitForFunction(() => Number(document.querySelector('progress#pg')?.value) >= 2);
    const seen = await page.evaluate(() => document.querySelector('progress#pg').value);
    await page.waitForFunction((n) => document.querySelector('progress#pg').value > n, seen);
    await visitor.accessible('running import');
    await inMain(visitor, 'button', 'Остановить').click();
    await page.locator('.titled .badge', { hasText: 'Остановлен' }).waitFor();
    await visitor.toast('Импорт остановлен');
    await page.locator('.toast').getByRole('button', { name: 'Продолжить' }).click();
    await page.locator('.titled .badge', { hasText: /Выполняется|Завершён/ }).waitFor();
    await end(visitor);
  });

  it('to cancel asks first, and staying changes nothing', async () => {
    const visitor = await open(`/clickup/bulk-import/${job.id}/`);
    const { page } = visitor;
    await inMain(visitor, 'button', 'Отменить…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Оставить' }).click();
    await page.locator('.titled .badge', { hasText: 'Выполняется' }).waitFor();
    await inMain(visitor, 'button', 'Отменить…').click();
    await visitor.accessible('question');
    await page.getByRole('dialog').getByRole('button', { name: 'Отменить импорт' }).click();
    await page.locator('.titled .badge', { hasText: 'Отменён' }).waitFor();
    assert.equal(await inMain(visitor, 'button', 'Продолжить').count(), 0);
    await house.up.huntflow.latency(0);
    await end(visitor);
  });

  it('failures stand by their remedy, and the button mends the group', async () => {
    await house.up.huntflow.fault({ kind: 'status', method: 'POST', path: '/applicants$', status: 400, times: 3 });
    const failing = await me.expect(202, 'POST', '/clickup/api/start-bulk-import', { account_id: house.up.huntflow.account, scope: 'all', delay_seconds: 0 });
    await house.until(async () => (await me.get(`/clickup/api/bulk-import-progress/${failing.id}`)).json.status === 'completed', { timeout: 90_000 });
    await house.up.huntflow.clearFaults();
    const { failed_tasks: failed } = (await me.get(`/clickup/api/bulk-import-progress/${failing.id}`)).json;
    assert.ok(failed > 0);
    const visitor = await open(`/clickup/bulk-import/${failing.id}/`);
    await visitor.see(`Не удалось: ${failed}`);
    await visitor.see('Завершён с ошибками');
    await visitor.accessible('failures');
    await visitor.page.locator('.grps > li').first().waitFor();
    await inMain(visitor, 'button', 'Повторить все').click();
    await visitor.page.getByText('Ошибок нет').waitFor({ timeout: 60_000 });
    await end(visitor);
  });
});

describe('forms', () => {
  it('leaving with changes asks; language and theme change at once and keep the form', async () => {
    const visitor = await open('/profile/');
    const { page } = visitor;
    await visitor.field('Имя').fill('Мария Новая');
    await page.locator('.top').getByRole('button', { name: /язык/ }).click();
    await visitor.heading('Profile and keys');
    assert.equal(await visitor.field('Name').inputValue(), 'Мария Новая');
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.locator('.top').getByRole('button', { name: /language/ }).click();
    await visitor.heading('Профиль и ключи');
    const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.locator('.top').getByRole('button', { name: 'Сменить тему' }).click();
    await page.waitForFunction((color) => getComputedStyle(document.body).backgroundColor !== color, before);
    await page.locator('.side').getByRole('link', { name: 'Сегодня' }).click();
    await page.getByRole('dialog', { name: 'Уйти без сохранения?' }).getByRole('button', { name: 'Остаться' }).click();
    assert.equal(visitor.path(), '/profile/');
    await page.locator('#person').getByRole('button', { name: 'Сохранить' }).click();
    await visitor.toast('Сохранено');
    await page.locator('.who', { hasText: 'Мария Новая' }).waitFor();
    await page.locator('.side').getByRole('link', { name: 'Сегодня' }).click();
    await visitor.heading('Сегодня');
    await end(visitor);
  });

  it('a key of the API is shown once and can be revoked', async () => {
    const visitor = await open('/profile/');
    const { page } = visitor;
    await page.locator('#tokens').getByRole('button', { name: 'Создать ключ' }).click();
    await page.getByLabel('Название').fill('Отчёты');
    await visitor.accessible('new key');
    await page.getByRole('dialog').getByRole('button', { name: 'Создать ключ' }).click();
    const token = await page.getByLabel('Ключ', { exact: true }).inputValue();
    assert.match(token, /^hw_/);
    await page.getByRole('dialog').getByRole('button', { name: 'Ключ сохранён' }).click();
    await page.locator('#tokens li', { hasText: 'Отчёты' }).waitFor();
    assert.doesNotMatch(await page.content(), new RegExp(token));
    await page.locator('#tokens li', { hasText: 'Отчёты' }).getByRole('button', { name: 'Отозвать' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Отозвать' }).click();
    await page.locator('#tokens li', { hasText: 'Отчёты' }).waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('a colleague is invited, gets a link that works, and is disabled', async () => {
    const visitor = await open('/people/');
    const { page } = visitor;
    await inMain(visitor, 'button', 'Пригласить').first().click();
    await page.getByLabel('Имя').fill('Игорь Соколов');
    await page.getByLabel('Почта').fill('нет');
    await page.getByRole('dialog').getByRole('button', { name: 'Пригласить' }).click();
    await visitor.see('Введите адрес вида');
    await page.getByLabel('Почта').fill('igor@nova.test');
    await page.getByRole('dialog').getByRole('button', { name: 'Пригласить' }).click();
    const link = await page.getByLabel('Ссылка', { exact: true }).inputValue();
    await page.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).last().click();
    const guest = await visit(browser, house, { path: link });
    await guest.heading('Сегодня');
    assert.equal(await guest.page.locator('.side').getByRole('link', { name: 'Люди и роли' }).count(), 0);
    await end(guest);
    const row = page.locator('.people li', { hasText: 'Игорь Соколов' });
    await row.getByRole('button', { name: 'Отключить' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Отключить' }).click();
    await row.getByText('Отключён').waitFor();
    await end(visitor);
  });

  it('what one may not open is not shown, and its address says so', async () => {
    const member = await house.user({ role: 'member', company: 'Nova' });
    const visitor = await visit(browser, house, { client: member, path: '/profile/' });
    assert.equal(await visitor.page.locator('.side').getByRole('link', { name: 'Задачи' }).count(), 0);
    await visitor.open('/people/');
    await visitor.heading('Страницы нет');
    visitor.expect(/403|404/);
    await end(visitor);
  });
});

describe('speed', () => {
  const size = (paths) => paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(root, 'build/www', path)), { level: 9 }).length, 0);
  it('budgets, gzip: HTML 3 KB, CSS 8 KB and 3 KB a page, core 30 KB and the words, a page 15 KB', () => {
    assert.ok(size(['index.html']) < 3 * 1024);
    assert.ok(size(['css/tokens.css']) + size(['css/app.css']) < 9 * 1024);
    for (const name of ['today', 'tasks', 'task', 'import', 'form']) assert.ok(size([`css/${name}.css`]) < 3 * 1024, name);
    const preloads = readFileSync(join(root, 'build/www/index.html'), 'utf8').matchAll(/rel="modulepreload" href="\/v\/\w+\/([^"]+)"/g);
    const core = [...preloads].map(([, path]) => path);
    assert.ok(core.includes('js/main.js') && core.includes('vendor/preact.js'), core.join(' '));
    assert.ok(size(core) < 30 * 1024, `${size(core)}`);
    const scripts = (folder) => readdirSync(join(root, 'build/www', folder), { recursive: true }).filter((file) => file.endsWith('.js')).map((file) => `${folder}/${file}`);
    for (const path of scripts('js/lib/messages')) assert.ok(size([path]) < 11 * 1024, path);
    for (const path of scripts('js/pages')) assert.ok(size([path]) < 15 * 1024, path);
  });

  it('a page asks for all it needs at once: exactly its modules, and its first answer but once', async () => {
    const TASK = `/clickup/task/${(await me.get('/clickup/tasks?page_size=1')).json[0].task_id}`;
    const asks = { '/people/': '/api/v1/users', '/clickup/tasks/?status=x%20y&search=a&view=1': '/clickup/tasks?status=x+y&search=a', [`${TASK}/`]: TASK, '/clickup/sync-logs/': '/clickup/sync-logs?page=1' };
    const html = (await me.get('/', { headers: { Accept: 'text/html' } })).text;
    const core = [...html.matchAll(/rel="modulepreload" href="([^"]+)"/g)].map((found) => found[1]);
    for (const [path, first] of Object.entries(asks)) {
      const visitor = await open(path);
      const hinted = await visitor.page.evaluate(() => [...document.querySelectorAll('link[rel=modulepreload]')].map((link) => new URL(link.href).pathname));
      const asked = await visitor.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.slice(location.origin.length)));
      const modules = asked.filter((name) => name.endsWith('.js'));
      assert.deepEqual([...modules].sort(), [...hinted].sort(), path);
      assert.ok(core.length > 15 && core.every((name) => modules.includes(name)));
      const once = (url) => assert.equal(asked.filter((name) => name === url).length, 1, `${url} ${asked.join(' ')}`);
      once('/api/v1/auth/me');
      once(first);
      await end(visitor);
    }
  });

  it('nobody is asked for more than who they are', async () => {
    const visitor = await visit(browser, house, {});
    const asked = [];
    visitor.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    visitor.expect(/401/);
    await visitor.page.goto('/clickup/tasks/');
    await visitor.heading('Вход');
    assert.deepEqual(asked.filter((path) => path.startsWith('/clickup/tasks') || path.startsWith('/api')), ['/clickup/tasks/', '/api/v1/auth/me']);
    await end(visitor);
  });

  it('nothing jumps while a page loads', async () => {
    for (const path of ['/', '/clickup/tasks/', '/clickup/sync-logs/']) {
      const visitor = await visit(browser, house, { client: me });
      await visitor.page.addInitScript(() => {
        globalThis.shift = 0;
        new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
      });
      await visitor.open(path);
      const shift = await visitor.page.evaluate(() => globalThis.shift);
      assert.ok(shift < 0.1, `${path}: ${shift}`);
      await end(visitor);
    }
  });
});
