// Every page: both themes without an axe complaint, no sideways scroll from 320 px, a quiet console;
// empty and failing states.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sync } from '../lib/recruiter.js';
import { visit } from './browser.js';
import { inMain, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages({ upstreams: true, demo: true });
const ready = await (
  await house.user({ role: 'admin', company: 'Nova', name: 'Мария Лебедева' })
).connect({ settings: { max_tasks: 400 } });
await sync(house, ready);
const person = (fields) => ready.send('POST', '/api/v1/candidates', fields).then(({ json }) => json.id);
const candidate = await person({
  first_name: 'Анна', last_name: 'Ковалёва', email: 'anna@nova.by', current_position: 'Разработчик', location: 'Минск',
  skills: ['C++', 'Qt'], salary_min: 2000, currency: 'USD', summary: 'Пишу серверы.',
});
await person({ first_name: 'Anna', last_name: 'Kovaleva', location: 'Минск' });
const fresh = await house.user({ role: 'admin', company: 'Fresh' });

const firstTask = async () => (await ready.get('/clickup/tasks?page_size=1')).json[0].task_id;

const PAGES = {
  'Сегодня': async () => '/',
  'Задачи ClickUp': async () => '/clickup/tasks/',
  'Задачи': async () => '/tasks/',
  'Доска': async () => '/tasks/board/',
  'Календарь': async () => '/tasks/calendar/',
  'Задача': async () => `/clickup/task/${await firstTask()}/`,
  'Импорт': async () => '/clickup/bulk-import/',
  'Новый импорт': async () => '/clickup/bulk-import/?new=1',
  'ClickUp': async () => '/clickup/settings/',
  'Синхронизации': async () => '/clickup/sync-logs/',
  'Автоответы': async () => '/clickup/auto-replies/',
  'Правило автоответа': async () => '/clickup/auto-replies/?rule=new',
  'Профиль': async () => '/profile/',
  'Люди': async () => '/admin/',
  'Журнал действий': async () => '/admin/audit/',
  'Работы': async () => '/admin/jobs/',
  'Сеансы и ключи': async () => '/admin/sessions/',
  'Боты': async () => '/admin/bots/',
  'Правила': async () => '/admin/rules/',
  'Место и версии': async () => '/admin/storage/',
  'Таблицы': async () => '/tables/',
  'Bitrix24': async () => '/bitrix24/',
  'Notion': async () => '/notion/',
  'Входящие': async () => '/inbox/',
  'Кандидаты': async () => '/candidates/',
  'Кандидат': async () => `/candidates/${candidate}/`,
  'Поиск людей': async () => '/candidates/search/',
  'Зарплаты': async () => '/candidates/search/?tab=salary',
  'Дубли': async () => '/candidates/duplicates/',
  'Отчёты': async () => '/candidates/reports/',
  'Площадки': async () => '/integrations/',
  'Задачи Bitrix24': async () => '/bitrix24/tasks/',
  'Нет страницы': async () => '/nothing/here/',
};

const quietBut404 = (visitor, name) => {
  if (name === 'Нет страницы') visitor.expect(/404/);
  visitor.quiet();
};

describe('each page, both themes and all widths', () => {
  for (const [name, address] of Object.entries(PAGES)) {
    it(name, async () => {
      for (const [theme, sizes] of [['light', ['wide', 'tablet', 'narrow']], ['dark', ['wide', 'phone']]]) {
        const visitor = await visit(browser, house, { client: ready, theme, path: await address() });
        await visitor.loaded();
        await soon.ok(async () => await visitor.shifted() < 0.1, `${name}: nothing jumps`);
        for (const size of sizes) {
          await visitor.page.setViewportSize(
            {
              wide: { width: 1440, height: 900 },
              tablet: { width: 820, height: 1100 },
              phone: { width: 390, height: 844 },
              narrow: { width: 320, height: 700 },
            }[size],
          );
          await visitor.loaded();
          await visitor.noSideways(`${name} ${size}`);
          if (size !== 'tablet') await visitor.accessible(`${name} ${theme} ${size}`);
        }
        await soon.equal(() => visitor.page.locator('h1').count(), 1);
        quietBut404(visitor, name);
        await visitor.close();
      }
    });
  }

  it('Вход', async () => {
    for (const theme of ['light', 'dark']) {
      const visitor = await visit(browser, house, { theme, size: 'narrow', path: '/login/' });
      await visitor.noSideways();
      await visitor.accessible();
      visitor.quiet();
      await visitor.close();
    }
  });

  it('in English', async () => {
    const person = await house.user({ locale: 'en', role: 'manager', company: 'English', name: 'Ann Lee' });
    const visitor = await visit(browser, house, { client: person, locale: 'en-GB', path: '/' });
    await visitor.heading('Today');
    for (const path of [
      '/tasks/',
      '/tasks/board/',
      '/tasks/calendar/?mode=week',
      '/clickup/tasks/',
      '/clickup/bulk-import/',
      '/clickup/settings/',
      '/clickup/sync-logs/',
      '/clickup/auto-replies/',
      '/clickup/auto-replies/?rule=new',
      '/profile/',
      '/admin/',
      '/tables/',
      '/bitrix24/',
      '/notion/',
      '/inbox/',
      '/candidates/',
      '/candidates/search/',
      '/candidates/search/?tab=salary',
      '/candidates/duplicates/',
      '/candidates/reports/',
      '/integrations/',
      '/bitrix24/tasks/',
    ]) {
      await visitor.open(path);
      await soon.doesNotMatch(
        async () => (await visitor.page.locator('#main').innerText()).replace('Русский', ''),
        /[а-яА-Я]/,
        path,
      );
    }
    await soon.equal(() => visitor.page.locator('html').getAttribute('lang'), 'en');
    visitor.quiet();
    await visitor.close();
  });
});

describe('empty states lead on', () => {
  const EMPTY = [
    ['/', 'С чего начать', /Подключить/],
    ['/clickup/tasks/', 'Задач пока нет', /Подключить ClickUp/],
    ['/tasks/', 'Здесь появятся задачи команды', /Новая задача/],
    ['/clickup/bulk-import/', 'Импортов ещё не было', /Новый импорт/],
    ['/clickup/bulk-import/?new=1', 'Задач пока нет', /Подключить ClickUp/],
    ['/clickup/sync-logs/', 'Синхронизаций ещё не было', /Синхронизировать/],
    ['/clickup/auto-replies/', 'Правил автоответа нет', /Добавить правило/],
    ['/candidates/reports/', 'За этот срок никого не нашли', /Найти на площадках/],
    ['/admin/', 'Вы здесь одни', /Пригласить/],
    ['/admin/jobs/?state=failed', 'Таких работ нет', /Сбросить/],
  ];
  for (const [path, words, deed] of EMPTY) {
    it(path, async () => {
      const visitor = await visit(browser, house, { client: fresh, path });
      await visitor.see(words);
      await inMain(visitor, 'button', deed).or(inMain(visitor, 'link', deed)).first().waitFor();
      await soon.ok(
        async () => await visitor.page.locator('#main .main-act:visible').count() <= 1,
        'one thing to do stands out',
      );
      await visitor.accessible();
      visitor.quiet();
      await visitor.close();
    });
  }
});

describe('failures', () => {
  it('what failed because the database is away comes by itself when it is back', async () => {
    const visitor = await visit(browser, house, { client: ready, path: '/' });
    visitor.expect(/503/);
    await visitor.page.route(/\/clickup\/tasks(\?|$)/, (route) => route.fulfill({
      status: 503, contentType: 'application/problem+json', headers: { 'Retry-After': '1' },
      body: JSON.stringify({ status: 503, code: 'down', title: 'Недоступно', detail: 'Мы вернёмся сами.', errors: [] }),
    }));
    await visitor.page.locator('.side').getByRole('link', { name: /^Задачи ClickUp/ }).click();
    await visitor.see('Мы вернёмся сами.');
    await visitor.page.unrouteAll({ behavior: 'wait' });
    await visitor.page.locator('tbody .name').first().waitFor();
    visitor.quiet();
    await visitor.close();
  });

  it('a part fails alone, says why, has a number, and tries again', async () => {
    const visitor = await visit(browser, house, { client: ready, path: '/' });
    visitor.expect(/503/);
    await visitor.page.route(/\/clickup\/tasks(\?|$)/, (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          status: 503,
          code: 'unready',
          title: 'Сервис не отвечает',
          detail: 'Повторите через минуту.',
          request_id: 'abc123',
        }),
      }),
    );
    await visitor.page.locator('.side').getByRole('link', { name: /^Задачи ClickUp/ }).click();
    await visitor.heading('Задачи ClickUp');
    await visitor.see('Повторите через минуту.');
    await visitor.see('abc123');
    await visitor.accessible();
    await visitor.page.unrouteAll({ behavior: 'wait' });
    await visitor.button('Повторить').click();
    await visitor.page.locator('tbody .name').first().waitFor();
    visitor.quiet();
    await visitor.close();
  });

  it('a list that is being prepared says how far it is, and opens by itself', async () => {
    await ready.expect(201, 'POST', '/api/v1/tasks/', { title: 'Давно ждёт' });
    const visitor = await visit(browser, house, { client: ready, path: '/' });
    visitor.expect(/503/);
    const { page } = visitor;
    for (const [name, address, shown] of [
      [/^Задачи ClickUp/, /\/clickup\/tasks(\?|$)/, page.locator('tbody .name').first()],
      [/^Задачи(?! ClickUp)/, /\/api\/v1\/tasks\/\?/, page.getByText('Давно ждёт').first()],
    ]) {
      let whole = false;
      await page.route(address, (route) => {
        if (whole) return route.continue();
        return route.fulfill({
          status: 503, contentType: 'application/problem+json', headers: { 'Retry-After': '1' },
          body: JSON.stringify({ status: 503, code: 'index.indexing', detail: 'Список готовится: 42%.' }),
        });
      });
      await page.locator('.side').getByRole('link', { name }).click();
      await visitor.see('Список готовится: 42%.');
      await visitor.accessible();
      whole = true;
      await shown.waitFor();
      await page.unrouteAll({ behavior: 'wait' });
    }
    visitor.quiet();
    await visitor.close();
  });

  it('a box whose module does not come is said to be away, and comes when it is asked for again', async () => {
    const visitor = await visit(browser, house, { client: ready, path: '/tasks/' });
    const { page } = visitor;
    visitor.expect(/ERR_FAILED/);
    const add = page.locator('.head').getByRole('button', { name: 'Новая задача' });
    const task = page.locator('table a[href^="/tasks/"]').first();
    const away = async (file, click) => {
      await page.route(`**/${file}`, (route) => route.abort());
      await click();
      await visitor.toast('Нет связи с сервером');
      await page.unroute(`**/${file}`);
      await soon.equal(() => page.getByRole('dialog').count(), 0);
      await click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
    };
    await away('v/team-add.*.js', () => add.click());
    await page.reload();
    await away('v/team-task.*.js', () => task.click());
    await page.reload();
    await visitor.loaded();
    await away('v/sheets.*.js', () => page.keyboard.press('Control+k'));
    visitor.quiet();
    await visitor.close();
  });

  it('an expired session returns to the same place after the sign-in', async () => {
    const person = await house.user({ company: 'Nova' });
    const visitor = await visit(browser, house, { client: person, path: '/clickup/sync-logs/' });
    visitor.expect(/401|WebSocket|40\d/);
    await house.sql('DELETE FROM session WHERE user_id = ?', [person.user.id]);
    await visitor.page.locator('.side').getByRole('link', { name: /^Задачи ClickUp/ }).click();
    await visitor.heading('Вход');
    await soon.equal(() => visitor.path(), '/login/?next=%2Fclickup%2Ftasks%2F');
    await visitor.page.goto(`/login/?next=%2Fclickup%2Ftasks%2F#${await house.loginToken(person.user.email)}`);
    await visitor.heading('Задачи ClickUp');
    await visitor.close();
  });

  it('a used link says so and offers the form', async () => {
    const person = await house.user();
    const token = await house.loginToken(person.user.email);
    await house.anonymous().signIn(token);
    const visitor = await visit(browser, house, { path: `/login/#${token}` });
    visitor.expect(/401/);
    await visitor.page.getByRole('alert').waitFor();
    await soon.ok(() => !visitor.page.url().includes(token));
    await visitor.field('Почта').waitFor();
    visitor.quiet();
    await visitor.close();
  });

  it('texts from ClickUp stay texts', async () => {
    const { task_id: id } = await house.up.clickup
      .addTask({
        list: house.up.clickup.list,
        name: '<img src=x onerror=alert(1)> Иванов Пётр',
        markdown_description: '<script>alert(2)</script> [x](javascript:alert(3))',
      })
      .then((made) => ({ task_id: made.id }));
    const log = await ready.expect(202, 'POST', '/clickup/api/sync-tasks', {});
    await house.until(async () => (await ready.get(`/clickup/sync-logs/${log.id}`)).json.status === 'success', {
      timeout: 60_000,
    });
    const visitor = await visit(browser, house, { client: ready });
    let alerts = 0;
    visitor.page.on('dialog', (dialog) => { alerts += 1; dialog.dismiss(); });
    await visitor.open(`/clickup/task/${id}/`);
    await visitor.heading('<img src=x onerror=alert(1)> Иванов Пётр');
    await soon.equal(() => visitor.page.locator('#main img, #main script, #main a[href^="javascript"]').count(), 0);
    assert.equal(alerts, 0);
    visitor.quiet();
    await visitor.close();
  });
});
