// The administration in a browser: its sections, jobs tried again and cancelled, the audit of all, sessions, room; a
// colleague who leaves hands their tasks over.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { startMail } from '../upstreams/mail.js';
import { changesOf, deedOf, objectOf } from '../../www/js/pages/admin/audit-rules.js';
import { moves, replaced } from '../../www/js/pages/admin/jobs-rules.js';
import { inOrder, tasksLeft } from '../../www/js/pages/admin/people-rules.js';
import { bytesOf, isTight, usedShare } from '../../www/js/pages/admin/storage-rules.js';
import { visit } from './browser.js';
import { deed, end, isSound, startRecruiter } from './pages.js';
import { soon } from './soon.js';

const mail = await startMail();
const env = { SMTP_URL: mail.url, SMTP_FROM: 'hr@nova.test' };
const tasks = { count: 4, pdf: 1 };
const { house, browser, me, open } = await startRecruiter({ role: 'admin', parse: 'all', tasks, env });
after(() => mail.stop());

const letterTo = (user) => mail.letters.find(({ to }) => to.includes(user.email));
const choose = async (page, chip, name) => {
  await page.locator('.chips').getByRole('button', { name: chip }).click();
  await page.getByRole('checkbox', { name, exact: true }).click();
  await page.keyboard.press('Escape');
};

describe('the sections', () => {
  it('are one place: the former addresses lead there, with their filters', async () => {
    const visitor = await open('/people/');
    await visitor.heading('Люди и роли');
    await soon.equal(() => visitor.path(), '/admin/');
    await visitor.open('/audit/?action=login');
    await visitor.heading('Журнал действий');
    await soon.equal(() => visitor.path(), '/admin/audit/?action=login');
    const side = visitor.page.locator('.side');
    await soon.equal(() => side.getByRole('link', { name: 'Управление' }).getAttribute('aria-current'), 'page');
    for (const [link, title] of [['Работы', 'Работы'], ['Сеансы и ключи', 'Сеансы и ключи API'],
      ['Правила', 'Правила компании'], ['Место и версии', 'Место и версии'], ['Люди', 'Люди и роли']]) {
      await visitor.page.locator('.views').getByRole('link', { name: link, exact: true }).click();
      await visitor.heading(title);
    }
    await visitor.page.keyboard.press('Control+k');
    await visitor.page.getByRole('combobox').fill('Журнал дей');
    await visitor.page.keyboard.press('Enter');
    await visitor.heading('Журнал действий');
    await end(visitor);
  });

  it('have the cache, the calls and the syncs, at their old addresses; a recruiter finds these where they belong',
    async () => {
      const visitor = await open('/admin/');
      const side = visitor.page.locator('.side');
      const lit = () => side.locator('[aria-current=page]').allInnerTexts();
      for (const [link, path] of [
        ['Кэш', '/huntflow/cache/'], ['Вызовы', '/huntflow/logs/'], ['Синхронизации', '/clickup/sync-logs/'],
      ]) {
        await soon.equal(() => side.getByRole('link', { name: link, exact: true }).count(), 0);
        await visitor.page.locator('.views').getByRole('link', { name: link, exact: true }).click();
        await visitor.page.locator('.crumbs').waitFor();
        await soon.equal(() => visitor.path(), path);
        await soon.deepEqual(lit, ['Управление']);
        await visitor.page.locator('.crumbs').getByRole('link', { name: 'Управление' }).click();
        await visitor.heading('Люди и роли');
      }
      await end(visitor);
      const recruiter = await house.user({ role: 'recruiter', company: 'Nova', name: 'Анна Подбор' });
      const hers = await visit(browser, house, { client: recruiter, path: '/huntflow/logs/' });
      await hers.page.locator('.crumbs').getByRole('link', { name: 'Huntflow' }).waitFor();
      await soon.deepEqual(() => hers.page.locator('.side [aria-current=page]').allInnerTexts(), ['Huntflow']);
      await hers.open('/clickup/sync-logs/');
      await hers.page.locator('.crumbs').getByRole('link', { name: 'ClickUp' }).waitFor();
      await soon.deepEqual(() => hers.page.locator('.side [aria-current=page]').allInnerTexts(), ['ClickUp']);
      await end(hers);
    });

  it('a role is changed, and taken back', async () => {
    const { user: { id } } = await house.user({ role: 'member', company: 'Nova', name: 'Ольга Ролева' });
    const is = (role) => house.until(async () => {
      const [now] = await house.sql('SELECT role FROM user WHERE id = ?', [id]);
      return now.role === role;
    });
    const visitor = await open('/admin/');
    await deed(visitor.page.locator('.people li', { hasText: 'Ольга Ролева' }), 'Руководитель', 'menuitemradio');
    await visitor.toast('Ольга Ролева: Руководитель');
    await is(4);
    await visitor.takeBack();
    await is(2);
    await end(visitor);
  });

  it('a manager sees the people alone, and changes nobody', async () => {
    const manager = await house.user({ role: 'manager', company: 'Nova', name: 'Игорь Менеджер' });
    const visitor = await visit(browser, house, { client: manager, path: '/admin/' });
    await visitor.heading('Люди и роли');
    await soon.deepEqual(() => visitor.page.locator('.views a').allInnerTexts(),
      ['Люди', 'Синхронизации', 'Вызовы', 'Кэш', 'API']);
    await soon.equal(() => visitor.page.locator('#main').getByRole('button').count(), 0);
    await visitor.open('/admin/audit/');
    await visitor.heading('Страница не найдена');
    visitor.expect(/403|404/);
    await end(visitor);
  });
});

describe('jobs', () => {
  it('a letter that failed is tried again, and is delivered', async () => {
    const { user } = await house.user({ company: 'Nova', name: 'Без письма' });
    mail.mood = 'unknown';
    await me.expect(200, 'POST', `/api/v1/users/${user.id}/login-link`);
    await house.run('tick', ['mail']);
    mail.mood = '';
    const visitor = await open('/admin/jobs/');
    const { page } = visitor;
    await choose(page, 'Состояние', 'Ошибка');
    const row = page.locator('.jobs tbody tr', { hasText: 'Без письма' });
    await row.getByText('Ошибка', { exact: true }).waitFor();
    await isSound(visitor, 'failed jobs');
    await page.setViewportSize({ width: 1440, height: 900 });
    await row.getByRole('button', { name: /^Повторить/ }).click();
    await visitor.toast('Повторяем');
    await house.until(() => letterTo(user), { what: 'the letter' });
    await visitor.open('/admin/jobs/?kind=messages');
    await page.locator('.jobs tbody tr', { hasText: 'Без письма' }).getByText('Готово').waitFor();
    await end(visitor);
  });

  it('an import that runs shows how far it is, and is cancelled after a question', async () => {
    const { id } = await me.expect(202, 'POST', '/clickup/api/start-bulk-import', {
      account_id: 11, scope: 'all', delay_seconds: 3600,
    });
    const visitor = await open('/admin/jobs/?kind=imports');
    const { page } = visitor;
    const row = page.locator('.jobs tbody tr').first();
    await row.getByText('1 из 4').waitFor({ timeout: 20_000 });
    await row.getByRole('button', { name: /^Отменить/ }).click();
    const dialog = page.getByRole('dialog');
    await visitor.accessible('a question');
    await dialog.getByRole('button', { name: 'Отменить' }).click();
    await row.getByText('Отменено', { exact: true }).waitFor();
    await soon.equal(async () => (await me.get(`/clickup/api/bulk-import-progress/${id}`)).json.status, 'cancelled');
    await end(visitor);
  });

  it('reminders that are to come are listed, the next one first', async () => {
    const due = new Date(Date.now() + 3 * 86400000).toISOString();
    await me.expect(201, 'POST', '/api/v1/tasks/', { title: 'Отправить оффер', due_date: due });
    const visitor = await open('/admin/jobs/?state=planned');
    const rows = visitor.page.locator('.jobs tbody tr', { hasText: 'Отправить оффер' });
    await rows.first().waitFor();
    await soon.equal(() => rows.count(), 4);
    await end(visitor);
  });

  it('what cannot be read says why, and is asked for again', async () => {
    const visitor = await open('/admin/storage/');
    await visitor.heading('Место и версии');
    await visitor.page.route('**/api/v1/admin/jobs/**', (route) => route.fulfill({
      status: 503, contentType: 'application/problem+json',
      body: JSON.stringify({ status: 503, code: 'busy', title: 'Нет связи', detail: 'База недоступна.', errors: [] }),
    }));
    await visitor.page.locator('.views').getByRole('link', { name: 'Работы' }).click();
    await visitor.see('База недоступна.');
    await visitor.page.unroute('**/api/v1/admin/jobs/**');
    await visitor.page.getByRole('button', { name: 'Повторить', exact: true }).click();
    await visitor.page.locator('.jobs').waitFor();
    visitor.expect(/503/);
    await end(visitor);
  });
});

describe('one who leaves', () => {
  it('has the number of their open tasks, however many others have more', async () => {
    const admin = await house.user({ role: 'admin', company: 'Двести пять' });
    const [company, by] = [admin.user.company.id, admin.user.id];
    await house.sql(`INSERT INTO user (company_id, email, name, role, active) SELECT ?, CONCAT('many', seq, '@many.by'),
      CONCAT('Сотрудник ', seq), 2, seq > 1 FROM seq_1_to_205`, [company]);
    await house.sql(`INSERT INTO task (company_id, title, description, created_by, assigned_to, position)
      SELECT ?, 'x', '', ?, u.id, CONCAT('V', LPAD(ROW_NUMBER() OVER (ORDER BY u.id, n.seq), 5, '0'), 'V')
      FROM user u JOIN seq_1_to_2 n ON n.seq = 1 OR u.active WHERE u.company_id = ?`, [company, by, company]);
    const visitor = await visit(browser, house, { client: admin, path: '/admin/' });
    const more = visitor.page.getByRole('button', { name: /^Показать ещё/ });
    await more.click();
    await more.click();
    const row = visitor.page.locator('.people li', { hasText: 'many1@many.by' });
    await row.getByRole('button', { name: 'Передать 1 задачу' }).waitFor();
    await end(visitor);
  });

  it('is disabled, and their open tasks go to a colleague', async () => {
    const leaver = await house.user({ company: 'Nova', name: 'Пётр Уходящий' });
    const heir = await house.user({ company: 'Nova', name: 'Вера Остающаяся' });
    const add = (title, more) => me.expect(201, 'POST', '/api/v1/tasks/', {
      title, assigned_to: leaver.user.id, ...more,
    });
    const first = await add('Позвонить кандидату');
    const kept = await add('Разобрать почту');
    await add('Готовая', { status: 'done' });
    const visitor = await open('/admin/');
    const { page } = visitor;
    const row = page.locator('.people li', { hasText: 'Пётр Уходящий' });
    await deed(row, 'Отключить');
    await page.getByRole('dialog').getByText('У человека 2 открытые задачи').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Отключить' }).click();
    const drawer = page.getByRole('dialog', { name: 'Открытые задачи: Пётр Уходящий' });
    await drawer.getByText('Позвонить кандидату').waitFor();
    await soon.equal(() => drawer.locator('.hand li').count(), 2, 'what is done is nobody\'s');
    await isSound(visitor, 'hand over');
    await page.setViewportSize({ width: 1440, height: 900 });
    await drawer.getByRole('button', { name: 'Передать 2 задачи' }).click();
    await drawer.getByText('Выберите коллегу из списка').waitFor();
    await drawer.getByRole('checkbox', { name: /Разобрать почту/ }).click();
    await drawer.getByRole('combobox').fill('Вера');
    await page.keyboard.press('Enter');
    await drawer.getByRole('button', { name: 'Передать 1 задачу' }).click();
    await visitor.toast('Передана 1 задача: Вера Остающаяся');
    const assignee = async ({ id }) => (await me.get(`/api/v1/tasks/${id}/`)).json.assigned_to;
    await soon.deepEqual(async () => [await assignee(first), await assignee(kept)], [heir.user.id, leaver.user.id]);
    await row.getByRole('button', { name: 'Передать 1 задачу' }).click();
    await drawer.getByRole('combobox').fill('Вера');
    await page.keyboard.press('Enter');
    await drawer.getByRole('button', { name: 'Передать 1 задачу' }).click();
    await row.getByRole('button', { name: /Передать/ }).waitFor({ state: 'detached' });
    await soon.equal(() => assignee(kept), heir.user.id);
    await end(visitor);
  });

  it('an invitation that was not taken is told apart, sent anew, and revoked', async () => {
    await me.expect(201, 'POST', '/api/v1/users', { email: 'later@nova.test', name: 'Новичок', role: 'member' });
    const visitor = await open('/admin/');
    const row = visitor.page.locator('.people li', { hasText: 'Новичок' });
    await row.getByText('Приглашён').waitFor();
    await deed(row, 'Новая ссылка');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).last().click();
    await deed(row, 'Отозвать');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Отключить' }).click();
    await row.getByText('Отключён').waitFor();
    await end(visitor);
  });
});

describe('the audit', () => {
  it('shows what became of tasks beside the rest: before, after and from where; and is a file', async () => {
    const task = await me.expect(201, 'POST', '/api/v1/tasks/', { title: 'Согласовать вилку' });
    const script = await me.token();
    await script.expect(200, 'PATCH', `/api/v1/tasks/${task.id}/`, { priority: 'urgent', title: 'Согласовать оклад' });
    const visitor = await open('/admin/audit/');
    const { page } = visitor;
    await choose(page, 'Что', 'Задачи команды');
    await choose(page, 'Откуда', 'API');
    const row = page.locator('.audit tbody tr').first();
    await row.getByText('Изменено: название и приоритет').waitFor();
    await row.getByText('приоритет: Обычный → Срочно').waitFor();
    await row.getByRole('link', { name: 'Согласовать оклад' }).waitFor();
    await isSound(visitor, 'audit of tasks');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Скачать' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'), page.getByRole('dialog').getByRole('link', { name: 'Скачать' }).click(),
    ]);
    assert.equal(file.suggestedFilename(), 'audit.csv');
    await visitor.open(`/admin/audit/?object=task%20${task.id}`);
    await page.locator('.audit tbody tr').nth(1).getByText('Создана задача').waitFor();
    await soon.equal(() => page.locator('.audit tbody tr').count(), 2);
    await end(visitor);
  });
});

describe('sessions, keys, room', () => {
  it('another\'s session and key are ended after a question', async () => {
    const anna = await house.user({ company: 'Nova', name: 'Анна Сеанс' });
    await anna.expect(201, 'POST', '/api/v1/tokens', { name: 'Выгрузка', scopes: ['read'] });
    const visitor = await open('/admin/sessions/');
    const { page } = visitor;
    const session = page.locator('#sessions li', { hasText: 'Анна Сеанс' });
    await session.getByRole('button', { name: 'Завершить' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Завершить' }).click();
    await session.waitFor({ state: 'detached' });
    await soon.equal(async () => (await anna.get('/api/v1/auth/me')).status, 401);
    const key = page.locator('#keys li', { hasText: 'Анна Сеанс' });
    await key.getByRole('button', { name: 'Отозвать' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Отозвать' }).click();
    await key.waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('figures of the house are for those who keep it', async () => {
    const visitor = await open('/admin/storage/');
    await visitor.see('Файлы компании');
    await visitor.see('видят администраторы компании, которая установила Hirewire');
    await end(visitor);
    const [{ name }] = await house.sql('SELECT name FROM company ORDER BY id LIMIT 1');
    const keeper = await house.user({ role: 'admin', company: name, name: 'Хранитель' });
    const kept = await visit(browser, house, { client: keeper, path: '/admin/storage/' });
    await kept.see('MariaDB Connector/C');
    await kept.page.locator('.sizes').getByText('api_call', { exact: true }).waitFor();
    await soon.equal(() => kept.page.locator('.disk').count(), 3);
    await isSound(kept, 'storage');
    await end(kept);
  });
});

describe('the rules', () => {
  it('of sizes and disks', () => {
    assert.deepEqual(bytesOf(512), { n: 0.5, unit: 'kb' });
    assert.deepEqual(bytesOf(3 * 1024 ** 3), { n: 3, unit: 'gb' });
    assert.deepEqual(bytesOf(1000 * 1024 ** 2), { n: 1, unit: 'gb' });
    assert.deepEqual(bytesOf(5000 * 1024 ** 4), { n: 5000, unit: 'tb' });
    assert.equal(usedShare({ free_bytes: 25, total_bytes: 100 }), 75);
    assert.equal(usedShare({ free_bytes: 0, total_bytes: 0 }), 0);
    assert.deepEqual([9, 10].map((n) => isTight({ free_bytes: n, total_bytes: 100 })), [true, false]);
  });
  it('of people: those invited first, those disabled last; their tasks', () => {
    const people = [{ id: 1, name: 'Б' }, { id: 2, name: 'А', active: false }, { id: 3, name: 'В', invited: true }];
    assert.deepEqual(inOrder(people, (a, b) => a.localeCompare(b)).map(({ id }) => id), [3, 1, 2]);
    assert.deepEqual([...tasksLeft(people, [{ assigned_to: 2, count: 4 }, { assigned_to: 1, count: 1 }])], [[2, 4]]);
  });
  it('of jobs: what moves by itself; one in its place', () => {
    assert.equal(moves([{ state: 'done' }, { state: 'running' }]), true);
    assert.equal(moves([{ state: 'stopped' }, { state: 'planned' }]), false);
    const rows = [{ kind: 'imports', id: 1 }, { kind: 'syncs', id: 1 }];
    assert.deepEqual(replaced(rows, { kind: 'syncs', id: 1, state: 'done' })[1].state, 'done');
  });
  it('of the audit: deeds, things and changes in words', () => {
    const known = { 'work.act.change': 'Изменено: {what}', 'work.act.other': 'Изменение', 'work.act.create': 'Создана',
      'work.field.title': 'название', 'audit.change': '{name}: {from} → {to}', 'audit.none': 'нет', 'audit.yes': 'да',
      'audit.no': 'нет', 'audit.thing': '{kind} № {n}', 'audit.thing.task': 'Задача', 'audit.login': 'Вход' };
    const words = {
      has: (key) => key in known, list: (items) => items.join(', '),
      t: (key, params = {}) => known[key].replace(/\{(\w+)\}/g, (_, name) => params[name]),
    };
    assert.equal(deedOf({ action: 'login' }, words), 'Вход');
    assert.equal(deedOf({ action: 'unknown' }, words), '');
    assert.equal(deedOf({ action: 'team_task.create', after: {} }, words), 'Создана');
    assert.equal(deedOf({ action: 'team_task.odd', after: {} }, words), 'Изменение');
    const change = {
      action: 'team_task.change', before: { title: 'А', position: 'x', same: 1 },
      after: { title: 'я'.repeat(100), position: 'y', same: 1, more: null },
    };
    assert.equal(deedOf({ ...change, after: { title: 1, position: 2 } }, words), 'Изменено: название');
    assert.deepEqual(changesOf(change, words), [`название: А → ${'я'.repeat(80)}…`]);
    assert.deepEqual(changesOf({ before: null, after: { a: 1 } }, words), []);
    assert.equal(objectOf('task 12', words), 'Задача № 12');
  });
});
