// Profile and people in a browser: unsaved changes, keys of the API, invitations, rights.
import { after, describe, it } from 'node:test';
import { startMail } from '../upstreams/mail.js';
import { visit } from './browser.js';
import { deed, end, inMain, startRecruiter } from './pages.js';
import { soon } from './soon.js';

const mail = await startMail();
const env = { SMTP_URL: mail.url, SMTP_FROM: 'hr@nova.test' };
const { house, browser, me, open } = await startRecruiter({ role: 'admin', parse: 'all', env });
after(() => mail.stop());

describe('forms', () => {
  it('leaving with changes asks; language and theme change at once and keep the form', async () => {
    const visitor = await open('/profile/');
    const { page } = visitor;
    await visitor.field('Имя').fill('Мария Новая');
    await page.locator('.top').getByRole('button', { name: /язык/ }).click();
    await visitor.heading('Profile and keys');
    await soon.equal(() => visitor.field('Name').inputValue(), 'Мария Новая');
    await soon.equal(() => page.locator('html').getAttribute('lang'), 'en');
    await page.locator('.top').getByRole('button', { name: /language/ }).click();
    await visitor.heading('Профиль и ключи');
    const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.locator('.top').getByRole('button', { name: 'Сменить тему' }).click();
    await page.waitForFunction((color) => getComputedStyle(document.body).backgroundColor !== color, before);
    await page.locator('.side').getByRole('link', { name: 'Сегодня' }).click();
    await page.getByRole('dialog', { name: 'Уйти без сохранения?' }).getByRole('button', { name: 'Остаться' }).click();
    await soon.equal(() => visitor.path(), '/profile/');
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
    const key = page.getByLabel('Ключ', { exact: true });
    await soon.match(() => key.inputValue(), /^hw_/);
    const token = await key.inputValue();
    await page.getByRole('dialog').getByRole('button', { name: 'Ключ сохранён' }).click();
    await page.locator('#tokens li', { hasText: 'Отчёты' }).waitFor();
    await soon.doesNotMatch(() => page.content(), new RegExp(token));
    await page.locator('#tokens li', { hasText: 'Отчёты' }).getByRole('button', { name: 'Отозвать' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Отозвать' }).click();
    await page.locator('#tokens li', { hasText: 'Отчёты' }).waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('a password is set; then it is asked for, and a guessed one is refused', async () => {
    const person = await house.user({ name: 'Олег' });
    const visitor = await visit(browser, house, { client: person, path: '/profile/' });
    const { page } = visitor;
    const part = page.locator('#password');
    const save = async (name) => part.getByRole('button', { name }).click();
    visitor.expect(/400/);
    await part.getByLabel('Новый пароль').fill('пароль12345');
    await save('Задать пароль');
    await part.getByText('легко подобрать').waitFor();
    await part.getByLabel('Новый пароль').fill('лодка плывёт к вечеру');
    await save('Задать пароль');
    await visitor.toast('Пароль изменён');
    await page.locator('#tokens').getByRole('button', { name: 'Создать ключ' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Название').fill('Отчёты');
    await dialog.getByRole('button', { name: 'Создать ключ' }).click();
    await dialog.getByText('Заполните').waitFor();
    await dialog.getByLabel('Ваш пароль').fill('лодка плывёт к вечеру');
    await visitor.accessible('new key with a password');
    await dialog.getByRole('button', { name: 'Создать ключ' }).click();
    await dialog.getByRole('button', { name: 'Ключ сохранён' }).click();
    await page.locator('#tokens li', { hasText: 'Отчёты' }).waitFor();
    await part.getByLabel('Текущий пароль').fill('лодка плывёт к вечеру');
    await part.getByLabel('Новый пароль').fill('фонарь шумит в траве');
    await save('Сменить пароль');
    await visitor.toast('Пароль изменён');
    // The toast of the first change may still be there.
    await house.until(
      async () => (await person.get('/api/v1/tokens')).json.length === 0, { what: 'the keys are gone' },
    );
    await end(visitor);
  });

  it('an address on another server says that the keys go', async () => {
    const visitor = await open('/profile/');
    const { page } = visitor;
    await page.locator('#huntflow').getByLabel('Адрес API').fill('https://api.huntflow.ai/v2');
    await page.locator('#huntflow').getByText('сохранённые ключи будут удалены').waitFor();
    await visitor.accessible('moved host');
    await page.locator('#huntflow').getByRole('button', { name: 'Вернуть' }).click();
    await page.locator('#huntflow').getByText('сохранённые ключи будут удалены').waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('an admin resets a forgotten password and sets the terms', async () => {
    const person = await house.user({ company: 'Nova', name: 'Забывчивый' });
    const visitor = await open('/admin/');
    const { page } = visitor;
    const row = page.locator('.people li', { hasText: 'Забывчивый' });
    await deed(row, 'Ссылка для входа');
    await page.getByRole('dialog').getByRole('button', { name: 'Сбросить пароль' }).click();
    await page.getByRole('dialog', { name: 'Сбросить пароль' }).getByRole('button', { name: 'сбросить' }).click();
    await page.getByRole('dialog').getByText('Пароль сброшен').waitFor();
    await visitor.accessible('reset');
    await soon.match(() => page.getByLabel('Ссылка', { exact: true }).inputValue(), /\/login\/#/);
    await soon.equal(async () => (await person.get('/api/v1/auth/me')).status, 401);
    await page.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).last().click();
    await visitor.open('/admin/rules/');
    const rules = page.locator('#rules');
    await rules.getByLabel('Сеанс не дольше').fill('60');
    await rules.getByRole('button', { name: 'Сохранить' }).click();
    await visitor.toast('Сохранено');
    await soon.equal(async () => (await me.expect(200, 'GET', '/api/v1/security')).session_max_days, 60);
    await end(visitor);
  });

  it('an admin finds who was refused', async () => {
    const member = await house.user({ role: 'member', company: 'Nova', name: 'Пётр Любопытный' });
    await member.expect(403, 'GET', '/api/v1/users');
    const visitor = await open('/admin/audit/');
    const { page } = visitor;
    await visitor.heading('Журнал действий');
    await page.locator('.chips').getByRole('button', { name: 'Что' }).click();
    await page.getByRole('checkbox', { name: 'Отказы' }).click();
    const line = page.locator('.tbl tbody tr', { hasText: 'Пётр Любопытный' });
    await line.getByText('Отказ: не хватает прав').waitFor();
    await line.getByText('GET /api/v1/users').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.tbl .name', { hasText: 'Вход по ссылке' }).first().waitFor({ state: 'detached' });
    await visitor.accessible('audit');
    await end(visitor);
  });

  it('a password is shown when one asks, by keys, and hidden again', async () => {
    const visitor = await visit(browser, house, { path: '/login/' });
    const { page } = visitor;
    const field = visitor.field('Пароль');
    await field.fill('лодка плывёт');
    await soon.equal(() => field.getAttribute('type'), 'password');
    await field.press('Tab');
    await page.keyboard.press('Space');
    await soon.equal(() => field.getAttribute('type'), 'text');
    const eye = page.getByRole('button', { name: 'Показать пароль', pressed: true });
    await eye.waitFor();
    await visitor.accessible('a password that is shown');
    await eye.click();
    await soon.equal(() => field.getAttribute('type'), 'password');
    await soon.equal(() => field.inputValue(), 'лодка плывёт');
    await end(visitor);
  });

  it('the profile has sections that links lead to; keys are among the connections', async () => {
    const visitor = await open('/profile/');
    const { page } = visitor;
    const links = page.locator('.views').getByRole('link');
    await soon.deepEqual(() => links.allInnerTexts(), [
      'О Вас', 'Подключения', 'Уведомления', 'Безопасность', 'Ключи API',
    ]);
    const places = page.getByRole('group', { name: 'Подключения' });
    for (const id of ['huntflow', 'clickup', 'telegram']) await places.locator(`#${id}`).waitFor();
    await page.getByLabel('Имя', { exact: true }).fill('Мария Якорная');
    await links.filter({ hasText: 'Безопасность' }).focus();
    await page.keyboard.press('Enter');
    await soon.match(() => page.url(), /#security$/);
    await soon.ok(() => page.locator('#security').evaluate((one) => {
      const { top } = one.getBoundingClientRect();
      return top >= 0 && top < innerHeight / 2;
    }));
    await soon.equal(() => page.getByLabel('Имя', { exact: true }).inputValue(), 'Мария Якорная', 'nothing is lost');
    await soon.equal(() => page.getByRole('dialog').count(), 0);
    await end(visitor);
    const person = await house.user({ role: 'candidate', company: 'Nova', name: 'Пётр Кандидат' });
    const theirs = await visit(browser, house, { client: person, path: '/profile/' });
    await soon.deepEqual(() => theirs.page.locator('.views').getByRole('link').allInnerTexts(), [
      'О Вас', 'Уведомления', 'Безопасность',
    ]);
    await end(theirs);
  });

  it('the description of the API has the head, the language and the theme of the house, and a way back', async () => {
    const visitor = await visit(browser, house, { client: me, path: '/api/docs/', theme: 'light' });
    const { page } = visitor;
    await visitor.heading('API Hirewire');
    await page.locator('.opblock-tag').first().waitFor();
    await visitor.noSideways();
    const ground = () => page.evaluate(() => getComputedStyle(document.querySelector('.docspage')).backgroundColor);
    const light = await ground();
    await page.getByRole('button', { name: 'Сменить тему' }).press('Enter');
    await soon.notEqual(ground, light);
    await page.getByRole('button', { name: /Switch to English/ }).press('Enter');
    await visitor.heading('Hirewire API');
    await page.reload();
    await visitor.heading('Hirewire API');
    await soon.notEqual(ground, light);
    await page.getByRole('button', { name: /Переключить на русский/ }).press('Enter');
    await page.getByRole('link', { name: 'Ключи API' }).click();
    await visitor.heading('Профиль и ключи');
    await visitor.open('/api/docs/');
    await page.getByRole('link', { name: 'Вернуться в Hirewire' }).click();
    await visitor.heading('Сегодня');
    await end(visitor);
  });

  it('calls of the API are found by words, groups are at the side or in a picker, each has an address', async () => {
    const visitor = await visit(browser, house, { client: me, path: '/api/docs/', theme: 'light' });
    const { page } = visitor;
    const groups = page.getByRole('navigation', { name: 'Группы вызовов' });
    await groups.getByRole('link', { name: /^tasks/ }).waitFor();
    for (const theme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: theme });
      await page.locator(theme === 'dark' ? 'html.dark-mode' : 'html:not(.dark-mode)').waitFor();
      await visitor.accessible(`docs ${theme}`);
    }
    await page.getByLabel('Найти вызов').fill('tasks bin');
    await visitor.see(/^Найдено: \d+$/);
    await page.keyboard.press('Enter');
    const call = page.locator('[id="operations-tasks-tasks-bin-list"]');
    await call.getByText('Parameters').first().waitFor();
    await soon.match(() => page.url(), /\/api\/docs\/#tasks-bin-list$/);
    await page.getByLabel('Найти вызов').fill('нет такого');
    await visitor.see('Ничего не нашлось. Измените слова.');
    await page.keyboard.press('Escape');
    await groups.getByRole('link', { name: /^tasks/ }).press('Enter');
    await soon.equal(() => groups.locator('[aria-current]').innerText().then((text) => text.split('\n')[0]), 'tasks');
    await page.setViewportSize({ width: 390, height: 844 });
    const picker = page.getByRole('combobox', { name: 'Группы вызовов' });
    await soon.equal(() => picker.locator('option').first().textContent(), 'Выберите группу');
    await picker.selectOption('projects');
    await page.locator('[id^="operations-projects-projects-list"]').first().waitFor();
    await visitor.noSideways();
    const linked = await visit(browser, house, { client: me, path: '/api/docs/#projects-show' });
    await linked.page.locator('[id="operations-projects-projects-show"]').getByText('Parameters').first().waitFor();
    await end(linked);
    await end(visitor);
  });

  it('who forgot the password gets a link by mail', async () => {
    const person = await house.user({ company: 'Nova', name: 'Забывчивая' });
    const visitor = await visit(browser, house, { path: '/login/' });
    const { page } = visitor;
    await page.getByRole('button', { name: 'Прислать ссылку' }).click();
    await visitor.see('Введите адрес вида');
    await page.getByLabel('Почта').fill(person.user.email);
    await page.getByRole('button', { name: 'Прислать ссылку' }).click();
    await visitor.see('письмо придёт через минуту');
    await visitor.accessible('mail link');
    const letter = await house.until(
      () => mail.letters.find(({ to }) => to[0] === person.user.email), { what: 'a letter' },
    );
    const guest = await visit(browser, house, { path: /http:\S+/.exec(letter.text)[0] });
    await guest.heading('Сегодня');
    await end(guest);
    await end(visitor);
  });

  it('a colleague is invited, gets a link that works, and is disabled', async () => {
    const visitor = await open('/admin/');
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
    await soon.equal(() => guest.page.locator('.side').getByRole('link', { name: 'Управление' }).count(), 0);
    await end(guest);
    await visitor.open('/admin/');
    const row = page.locator('.people li', { hasText: 'Игорь Соколов' });
    await deed(row, 'Отключить');
    await page.getByRole('dialog').getByRole('button', { name: 'Отключить' }).click();
    await row.getByText('Отключён').waitFor();
    await end(visitor);
  });

  it('a key that Huntflow refuses is not kept', async () => {
    const client = await house.user({ company: 'Nova', name: 'Без ключа' });
    const visitor = await visit(browser, house, { client, path: '/profile/#huntflow' });
    const part = visitor.page.locator('#huntflow');
    await part.getByLabel('Адрес API').fill(house.up.huntflow.url);
    await part.getByLabel('Ключ API', { exact: true }).fill('a-wrong-access-token');
    await part.getByRole('button', { name: 'Сохранить' }).click();
    await part.getByText('Huntflow не принял этот ключ').waitFor();
    visitor.expect(/400/);
    await soon.equal(async () => (await client.expect(200, 'GET', '/api/v1/profile')).huntflow_prod_api_key.set, false);
    await part.getByLabel('Ключ API', { exact: true }).fill(house.up.huntflow.api_key);
    await part.getByRole('button', { name: 'Сохранить' }).click();
    await visitor.toast('Сохранено');
    await soon.equal(async () => (await client.expect(200, 'GET', '/api/v1/profile')).huntflow_prod_api_key.set, true);
    await end(visitor);
  });

  it('before Huntflow is connected a task leads there', async () => {
    await house.sql("DELETE FROM connection WHERE owner_id = ? AND provider = 'huntflow'", [me.user.id]);
    const [{ task_id: id }] = await me.expect(200, 'GET', '/clickup/tasks?page_size=1');
    const visitor = await open(`/clickup/task/${id}/`);
    const panel = visitor.page.locator('.panel.hf');
    await panel.getByText('Huntflow ещё не подключён').waitFor();
    await soon.equal(() => panel.getByText('Состояние изменилось').count(), 0);
    await soon.equal(() => panel.locator('.note, .hint, select').count(), 1);
    await visitor.accessible('not connected');
    visitor.expect(/409/);
    await panel.getByRole('link', { name: 'Подключить Huntflow' }).click();
    await visitor.heading('Профиль и ключи');
    await end(visitor);
  });

  it('what one may not open is not shown, and its address says so', async () => {
    const member = await house.user({ role: 'member', company: 'Nova' });
    const visitor = await visit(browser, house, { client: member, path: '/profile/' });
    await soon.equal(() => visitor.page.locator('.side').getByRole('link', { name: 'Задачи ClickUp' }).count(), 0);
    await visitor.open('/admin/');
    await visitor.heading('Страница не найдена');
    visitor.expect(/403|404/);
    await end(visitor);
  });
});
