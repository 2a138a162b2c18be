// One task of the team: over its list and as a page: texts, points, files, comments, history, reminders, conflicts.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { team, inDays } from '../lib/team.js';
import { visit } from './browser.js';
import { end, hold, inMain, isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const { me, igor, project, add } = await team(house);
const open = (path, opts) => visit(browser, house, { client: me, path, ...opts });
const get = (id) => me.expect(200, 'GET', `/api/v1/tasks/${id}/`);
const tasks = {};

before(async () => {
  const description = 'Позвонить **до обеда**';
  tasks.call = await add('Позвонить Анне', { due_date: inDays(1), list: project.id, description });
  tasks.offer = await add('Отправить оффер', { due_date: inDays(2), list: project.id });
  tasks.brief = await add('Подготовить бриф', { due_date: inDays(3) });
});

const box = (page, name) => page.getByRole('dialog', { name });

describe('a task over its list', () => {
  it('has an address of its own; Esc and Back lead to the list as it was; the next one is a press away', async () => {
    const visitor = await open(`/tasks/?list=${project.id}`);
    const { page } = visitor;
    await page.getByRole('link', { name: 'Позвонить Анне' }).click();
    await box(page, 'Позвонить Анне').getByText('до обеда').waitFor();
    await soon.equal(() => visitor.path(), `/tasks/${tasks.call.id}/`);
    await visitor.loaded();
    await visitor.accessible('over the list');
    await visitor.button('Следующая задача').click();
    await box(page, 'Отправить оффер').waitFor();
    await soon.equal(() => visitor.path(), `/tasks/${tasks.offer.id}/`);
    await page.reload();
    await box(page, 'Отправить оффер').waitFor();
    await page.locator('.team .name').first().waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(/list=/);
    await box(page, 'Отправить оффер').waitFor({ state: 'detached' });
    await soon.equal(() => visitor.path(), `/tasks/?list=${project.id}`);
    await page.getByRole('link', { name: 'Позвонить Анне' }).click();
    await box(page, 'Позвонить Анне').waitFor();
    await page.goBack();
    await box(page, 'Позвонить Анне').waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('what the list knows of it is shown at once, the rest when it is read', async () => {
    const visitor = await open(`/tasks/?list=${project.id}`);
    const { page } = visitor;
    await page.getByRole('link', { name: 'Позвонить Анне' }).waitFor();
    const release = await hold(page, `**/api/v1/tasks/${tasks.call.id}/`);
    await page.getByRole('link', { name: 'Позвонить Анне' }).click();
    const over = box(page, 'Позвонить Анне');
    await over.getByRole('heading', { name: /Позвонить Анне/ }).waitFor();
    await over.locator('.tfacts').getByText('Нова: Java').waitFor();
    await over.getByRole('status', { name: 'Загружаем…' }).first().waitFor();
    await soon.equal(() => over.getByText('до обеда').count(), 0);
    release();
    await over.getByText('до обеда').waitFor();
    await end(visitor);
  });

  it('title and description are edited in place, with a preview; points are ticked', async () => {
    const visitor = await open(`/tasks/${tasks.brief.id}/`);
    const { page } = visitor;
    await page.getByRole('button', { name: /Изменить название/ }).click();
    await page.getByRole('textbox', { name: 'Изменить название' }).fill('Бриф «Северного банка»');
    await page.keyboard.press('Enter');
    await visitor.heading(/Бриф «Северного банка»/);
    await page.getByRole('button', { name: 'Описания нет. Добавить' }).click();
    await page.getByRole('textbox', { name: 'Описание в Markdown' }).fill('Узнать **вилку**');
    await visitor.button('Просмотр').click();
    await page.locator('.preview b', { hasText: 'вилку' }).waitFor();
    await visitor.accessible('preview');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.locator('.emd b', { hasText: 'вилку' }).waitFor();
    for (const point of ['Позвонить', 'Записать']) {
      await page.getByRole('textbox', { name: 'Новый пункт' }).fill(point);
      await page.keyboard.press('Enter');
      await page.getByRole('checkbox', { name: point }).waitFor();
    }
    await page.getByRole('checkbox', { name: 'Позвонить' }).check();
    await visitor.see('1 из 2');
    await isSound(visitor, 'a task');
    await soon.deepEqual(async () => {
      const { description, checklist } = await get(tasks.brief.id);
      return [description, ...checklist.map(({ done }) => done)];
    }, ['Узнать **вилку**', true, false]);
    await end(visitor);
  });

  it('points that are added while the one before is being saved are all kept', async () => {
    const task = await add('Собрать отзывы');
    const visitor = await open(`/tasks/${task.id}/`);
    const { page } = visitor;
    let release;
    const held = new Promise((done) => { release = done; });
    let first = true;
    await page.route(`**/api/v1/tasks/${task.id}/`, async (route) => {
      if (route.request().method() === 'PATCH' && first) {
        first = false;
        await held;
      }
      await route.continue();
    });
    for (const point of ['Первый', 'Второй']) {
      await page.getByRole('textbox', { name: 'Новый пункт' }).fill(point);
      await page.keyboard.press('Enter');
      await page.getByRole('checkbox', { name: point }).waitFor();
    }
    const saved = page.waitForResponse((answer) =>
      answer.request().method() === 'PATCH' && answer.request().postData().includes('Первый","done":false}]'));
    release();
    await saved;
    await house.until(async () => {
      const { checklist } = await get(task.id);
      return checklist.length === 2;
    });
    await page.getByRole('checkbox', { name: 'Первый' }).check();
    await visitor.see('1 из 2');
    await end(visitor);
  });

  it('what was read before a change and comes after it takes nothing away', async () => {
    const task = await add('Проверить рекомендации');
    const visitor = await open(`/tasks/${task.id}/`);
    const { page } = visitor;
    await page.getByRole('textbox', { name: 'Новый пункт' }).waitFor();
    let release, reading, deaf = false;
    const held = new Promise((done) => { release = done; });
    const asked = new Promise((done) => { reading = done; });
    await page.routeWebSocket(/\/ws\//, (line) => {
      const house = line.connectToServer();
      house.onMessage((said) => { if (!deaf) line.send(said); });
    });
    await page.reload();
    await page.getByRole('textbox', { name: 'Новый пункт' }).waitFor();
    await page.route(`**/api/v1/tasks/${task.id}/`, async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const answer = await route.fetch();
      reading();
      await held;
      return route.fulfill({ response: answer });
    });
    await me.expect(200, 'PATCH', `/api/v1/tasks/${task.id}/`, { priority: 'high' });
    await asked;
    deaf = true;
    await page.getByRole('textbox', { name: 'Новый пункт' }).fill('Первый');
    await page.keyboard.press('Enter');
    await soon.equal(async () => (await get(task.id)).checklist.length, 1);
    const late = page.waitForResponse((answer) => answer.request().method() === 'GET');
    release();
    await (await late).finished();
    await page.getByRole('textbox', { name: 'Новый пункт' }).fill('Второй');
    await page.keyboard.press('Enter');
    await soon.deepEqual(async () => (await get(task.id)).checklist.map(({ text }) => text), ['Первый', 'Второй']);
    await end(visitor);
  });

  it('two who write at once: the later one sees both texts and chooses', async () => {
    const visitor = await open(`/tasks/${tasks.offer.id}/`);
    const { page } = visitor;
    visitor.expect(/409/);
    await page.getByRole('button', { name: 'Описания нет. Добавить' }).click();
    await page.getByRole('textbox', { name: 'Описание в Markdown' }).fill('Моё');
    await igor.expect(200, 'PATCH', `/api/v1/tasks/${tasks.offer.id}/`, { description: 'Игоря', assigned_to: null })
      .catch(() => me.expect(200, 'PATCH', `/api/v1/tasks/${tasks.offer.id}/`, { description: 'Игоря' }));
    await page.waitForFunction((id) => performance.getEntriesByType('resource')
      .filter(({ name }) => name.endsWith(`/api/v1/tasks/${id}`) || name.endsWith(`/api/v1/tasks/${id}/`)).length > 1,
    tasks.offer.id);
    await page.getByRole('button', { name: 'Сохранить' }).click();
    const versus = box(page, 'Задачу уже изменили');
    await versus.getByText('Игоря').waitFor();
    await versus.getByText('Моё').waitFor();
    await visitor.accessible('a conflict');
    await versus.getByRole('button', { name: 'Записать мой' }).click();
    await page.locator('.emd .prose', { hasText: 'Моё' }).waitFor();
    await soon.equal(async () => (await get(tasks.offer.id)).description, 'Моё');
    await end(visitor);
  });

  it('what two wrote is chosen from later, too, and nothing typed is lost until then', async () => {
    const { id } = await add('Спорная');
    const visitor = await open(`/tasks/${id}/`);
    const { page } = visitor;
    visitor.expect(/409/);
    await page.getByRole('button', { name: 'Описания нет. Добавить' }).click();
    const field = page.getByRole('textbox', { name: 'Описание в Markdown' });
    await field.fill('Моё длинное');
    await me.expect(200, 'PATCH', `/api/v1/tasks/${id}/`, { description: 'Чужое' });
    const versus = box(page, 'Задачу уже изменили');
    const save = () => page.getByRole('button', { name: 'Сохранить' }).click();
    await save();
    await versus.getByText('Чужое').waitFor();
    await page.keyboard.press('Escape');
    await versus.waitFor({ state: 'detached' });
    await soon.equal(() => field.inputValue(), 'Моё длинное');
    await save();
    await versus.getByRole('button', { name: 'Оставить как сейчас' }).click();
    await page.locator('.emd .prose', { hasText: 'Чужое' }).waitFor();
    await soon.equal(async () => (await get(id)).description, 'Чужое');
    await end(visitor);
  });

  it('comments mention colleagues and are edited and deleted; files are dropped; all of it is history', async () => {
    const visitor = await open(`/tasks/${tasks.call.id}/`);
    const { page } = visitor;
    const field = page.getByRole('textbox', { name: 'Комментарий' });
    await field.fill('Спроси @Игорь');
    await page.getByRole('option', { name: /Игорь Соколов/ }).waitFor();
    await page.keyboard.press('Enter');
    await soon.equal(() => field.inputValue(), 'Спроси @Игорь Соколов ');
    await page.keyboard.type('про **оффер**');
    await page.keyboard.press('Control+Enter');
    const comment = page.locator('.comm', { hasText: 'оффер' });
    await comment.locator('b', { hasText: 'оффер' }).waitFor();
    const told = (await igor.expect(200, 'GET', '/api/v1/notifications/')).map(({ kind }) => kind);
    assert.ok(told.includes('mentioned'), told.join(' '));
    await comment.getByRole('button', { name: 'Действия с комментарием' }).click();
    await page.getByRole('menuitem', { name: 'Изменить' }).click();
    await page.locator('.comm textarea').fill('Спроси про оклад');
    await page.keyboard.press('Control+Enter');
    await page.locator('.comm', { hasText: 'изменён' }).waitFor();
    await page.locator('input[type=file]').setInputFiles({
      name: 'оффер.txt', mimeType: 'text/plain', buffer: Buffer.from('Оклад 3 500'),
    });
    await page.getByRole('link', { name: 'оффер.txt' }).waitFor();
    const drop = async () => {
      await page.locator('.comm').getByRole('button', { name: 'Действия с комментарием' }).click();
      await page.getByRole('menuitem', { name: 'Удалить' }).click();
    };
    const dropFile = page.getByRole('button', { name: 'Удалить файл «оффер.txt»' });
    for (const [what, act, stays, gone] of [
      ['Удалить комментарий?', drop, () => page.getByText('Спроси про оклад').waitFor(),
        () => visitor.see('Комментарий удалён')],
      ['Удалить файл «оффер.txt»?', () => dropFile.click(), () => dropFile.waitFor(),
        () => dropFile.waitFor({ state: 'detached' })],
    ]) {
      const box = page.getByRole('dialog', { name: what });
      await act();
      await box.getByText('Вернуть будет нельзя.').waitFor();
      await visitor.accessible(what);
      await page.keyboard.press('Escape');
      await box.waitFor({ state: 'detached' });
      await stays();
      await act();
      await box.getByRole('button', { name: 'Удалить', exact: true }).click();
      await gone();
    }
    await page.getByRole('button', { name: 'История' }).click();
    await page.locator('.tl li', { hasText: 'Добавлен файл: оффер.txt' }).waitFor();
    await page.locator('.tl li', { hasText: 'Создана задача' }).waitFor();
    await visitor.accessible('history');
    await end(visitor);
  });

  it('who is mentioned and cannot see the task is named; all comments can be reached', async () => {
    const { id } = await add('Личная с разговором');
    const say = (text) => me.expect(201, 'POST', `/api/v1/tasks/${id}/comments/`, { text });
    for (let n = 1; n <= 125; n++) await say(`Слово ${n}`);
    const visitor = await open(`/tasks/${id}/`);
    const { page } = visitor;
    const comments = page.locator('.comm');
    await visitor.see('Слово 125');
    while (await visitor.button('Показать раньше').count()) {
      const had = await comments.count();
      await visitor.button('Показать раньше').click();
      await comments.nth(had).waitFor();
      await visitor.loaded();
    }
    await soon.equal(() => comments.count(), 125);
    await visitor.field('Комментарий').fill('Посмотрите, @Игорь Соколов');
    await page.keyboard.press('Control+Enter');
    await visitor.see('Не видят задачу и не узнают об упоминании: Игорь Соколов.');
    await me.expect(200, 'PATCH', `/api/v1/tasks/${id}/`, { watchers: [igor.user.id] });
    await visitor.field('Комментарий').fill('Теперь, @Игорь Соколов');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/не узнают об упоминании/).waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('of many files the first few are shown, the others by a press', async () => {
    const { id } = await add('Много файлов');
    for (let n = 1; n <= 25; n++) {
      await me.raw('POST', `/api/v1/tasks/${id}/files/`, {
        headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
        body: `--x\r\nContent-Disposition: form-data; name="file"; filename="f${n}.txt"\r\n\r\n${n}\r\n--x--\r\n`,
      });
    }
    const visitor = await open(`/tasks/${id}/`);
    await visitor.see('f20.txt');
    await soon.equal(() => visitor.page.getByRole('link', { name: /^f\d+/ }).count(), 20);
    await visitor.button('Показать ещё').click();
    await visitor.see('f25.txt');
    await visitor.button('Показать ещё').waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('what is overdue or done promises no reminder', async () => {
    const { id } = await add('Опоздала', { due_date: inDays(-2) });
    const visitor = await open(`/tasks/${id}/`);
    await visitor.see('Срок прошёл, больше не напомним');
    await visitor.button('Напомнить').click();
    await soon.deepEqual(() => visitor.page.getByRole('menuitem').allInnerTexts(), ['В назначенное время']);
    await visitor.page.keyboard.press('Escape');
    await visitor.button('Завершить').click();
    await visitor.see('Задача закрыта, напоминать не будем');
    await end(visitor);
  });

  it('a file that is refused says why', async () => {
    const visitor = await open(`/tasks/${tasks.call.id}/`);
    visitor.expect(/400/);
    await visitor.page.locator('input[type=file]').setInputFiles({
      name: 'страница.html', mimeType: 'text/html', buffer: Buffer.from('<p>'),
    });
    await visitor.see(/Такие файлы не принимаются/);
    await end(visitor);
  });

  it('a reminder is set and removed; the task is completed, deleted and brought back', async () => {
    const visitor = await open('/tasks/');
    const { page } = visitor;
    await page.getByRole('link', { name: 'Позвонить Анне' }).click();
    await visitor.button('Напомнить').click();
    await page.getByRole('menuitem', { name: 'За 1 час' }).click();
    await page.locator('.reminders .badge', { hasText: 'За 1 час' }).getByRole('button').click();
    await page.locator('.reminders .badge').waitFor({ state: 'detached' });
    await visitor.button('Завершить').click();
    await visitor.button('Вернуть в работу').waitFor();
    await soon.equal(async () => (await get(tasks.call.id)).status, 'done');
    await visitor.button('Вернуть в работу').click();
    await visitor.button('Завершить').waitFor();
    await visitor.button('Действия с задачей').click();
    await page.getByRole('menuitem', { name: 'Удалить' }).click();
    await visitor.toast('удалена');
    await page.getByRole('link', { name: 'Позвонить Анне' }).waitFor({ state: 'detached' });
    await visitor.takeBack();
    await page.getByRole('link', { name: 'Позвонить Анне' }).waitFor();
    await end(visitor);
  });

  it('a viewer comments and changes nothing; a stranger is told that there is none', async () => {
    const viewer = await house.user({ role: 'member', company: 'Nova', name: 'Вера Ли' });
    await me.expect(200, 'POST', `/api/v1/projects/${project.id}/members/`, { user: viewer.user.id, role: 'viewer' });
    const visitor = await visit(browser, house, { client: viewer });
    visitor.expect(/403/);
    await visitor.open(`/tasks/${tasks.call.id}/`);
    await visitor.see('Эту задачу Вы можете только смотреть и комментировать.');
    await visitor.field('Комментарий').waitFor();
    for (const name of ['Завершить', /Изменить название/, /описани/i, /^Статус/, /^Срок/, /^Ответственный/]) {
      await soon.equal(() => inMain(visitor, 'button', name).count(), 0, String(name));
    }
    visitor.expect(/404/);
    await visitor.open(`/tasks/${tasks.brief.id}/`);
    await visitor.see('Такой задачи нет');
    await end(visitor);
  });

  it('who may see it no longer while it is open is told so, and sees none of it', async () => {
    const guest = await house.user({ role: 'member', company: 'Nova', name: 'Гость Ян' });
    const at = `/api/v1/projects/${project.id}/members/`;
    await me.expect(200, 'POST', at, { user: guest.user.id, role: 'executor' });
    const visitor = await visit(browser, house, { client: guest, path: `/tasks/${tasks.call.id}/` });
    await visitor.field('Комментарий').waitFor();
    visitor.expect(/404/);
    await me.expect(204, 'DELETE', `${at}${guest.user.id}/`);
    await visitor.see('Такой задачи нет');
    await soon.equal(() => visitor.page.getByText('Позвонить Анне').count(), 0);
    await soon.equal(() => visitor.field('Комментарий').count(), 0);
    await end(visitor);
  });

  it('many watchers are a few faces and a number; a long project leaves its crumbs whole on the phone', async () => {
    const watchers = [];
    for (let n = 0; n < 5; n += 1) watchers.push((await house.user({ company: 'Nova', name: `Коллега ${n}` })).user.id);
    const name = 'Подбор инженеров '.repeat(6).trim();
    const { id: list } = await me.expect(201, 'POST', '/api/v1/projects/', { name });
    const { id } = await add('Собрать отзывы', { watchers, list });
    const visitor = await open(`/tasks/${id}/`, { size: 'phone' });
    const faces = visitor.page.locator('.avas');
    await soon.equal(() => faces.locator('.ava:not(.more)').count(), 3);
    await soon.match(() => faces.innerText(), /\+2$/);
    await soon.match(() => faces.getAttribute('aria-label'), /Коллега 0, .*Коллега 4/);
    const crumb = visitor.page.locator('.crumbs a').first();
    await soon.ok(async () => (await crumb.boundingBox()).height < 40, 'a crumb of one word is one line');
    await visitor.noSideways();
    await visitor.accessible('watchers');
    await end(visitor);
  });

  it('on the phone it comes from below and holds', async () => {
    const visitor = await open('/tasks/', { size: 'phone', theme: 'dark' });
    await visitor.page.getByRole('link', { name: 'Отправить оффер' }).click();
    await box(visitor.page, 'Отправить оффер').getByText('Моё').waitFor();
    await visitor.loaded();
    await visitor.noSideways('a task on the phone');
    await visitor.accessible('a task on the phone');
    await end(visitor);
  });
});
