// The main job in a browser, from a one-time link to a finished import, in order: each step begins
// where the former ended.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { QUICK } from '../lib/recruiter.js';
import { visit } from './browser.js';
import { startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages({ upstreams: true, env: QUICK });
await house.up.huntflow.settings({ parse: 'all' });
await house.up.clickup.seed({ count: 34, pdf: 0.7 });
const person = await house.user({ company: 'Nova', name: 'Мария Лебедева' });
const visitor = await visit(browser, house);
const { page } = visitor;
let all;

const inMain = (role, name) => page.locator('#main').getByRole(role, { name });
const chooseFirst = async (label) => {
  const select = page.getByLabel(label, { exact: true });
  await page.waitForFunction((node) => !node.disabled && node.options.length > 1, await select.elementHandle());
  const value = await select.evaluate((node) => [...node.options].find((option) => option.value).value);
  await select.selectOption(value);
};

describe('the main job', () => {
  it('the link signs in without a click and leaves the address', async () => {
    await page.goto(`/login/#${await house.loginToken(person.user.email)}`);
    await visitor.heading('Сегодня');
    await soon.equal(() => new URL(page.url()).hash, '');
    await visitor.see('С чего начать');
  });

  it('a wrong ClickUp key says what to do, the right one is kept', async () => {
    await page.locator('.first').getByRole('link', { name: 'Подключить' }).first().click();
    await visitor.heading('ClickUp');
    visitor.expect(/424/);
    await visitor.field('Личный ключ ClickUp').fill('pk_wrong_000');
    await visitor.button('Проверить и сохранить').click();
    await page.getByRole('alert').waitFor();
    await visitor.field('Личный ключ ClickUp').fill(house.up.clickup.token);
    await visitor.button('Проверить и сохранить').click();
    await visitor.see('Ключ …1234');
  });

  it('the way to the list is walked level by level', async () => {
    for (const label of ['Команда', 'Пространство']) await chooseFirst(label);
    await page.getByLabel('Папка', { exact: true }).selectOption({ label: 'Кандидаты' });
    await page.waitForFunction(
      (node) => [...node.options].some(({ text }) => text === 'Входящие резюме'),
      await page.getByLabel('Список', { exact: true }).elementHandle(),
    );
    await page.getByLabel('Список', { exact: true }).selectOption({ label: 'Входящие резюме' });
  });

  it('an interval of two days is refused at its field', async () => {
    await visitor.field('Интервал, минут').fill('2880');
    await visitor.button('Сохранить').click();
    await visitor.see(/Введите целое число от 1 до 1\s440/);
    await soon.equal(() => page.evaluate(() => document.activeElement.name), 'sync_interval');
    await visitor.see('Исправьте 1 поле');
    await visitor.field('Интервал, минут').fill('45');
    await visitor.button('Сохранить').click();
    await visitor.toast('Настройки сохранены');
    const { json } = await (
      await house.anonymous().signIn(await house.loginToken(person.user.email))
    ).get('/clickup/settings');
    assert.deepEqual([json.list_name, json.sync_interval], ['Входящие резюме', 45]);
  });

  it('a sync fills the list', async () => {
    await page.locator('.side').getByRole('link', { name: 'Задачи ClickUp' }).click();
    await inMain('button', 'Синхронизировать').last().click();
    await page.locator('tbody tr').nth(19).waitFor();
    all = (await house.sql('SELECT COUNT(*) AS n FROM clickup_task'))[0].n;
    assert.ok(all > 21);
    await visitor.see(`1–20 из ${all}`);
    await visitor.loaded();
    await visitor.accessible('tasks');
  });

  it('pages go on by the list\'s own links', async () => {
    await inMain('link', 'Дальше').click();
    await visitor.see(`21–${all} из ${all}`);
    await soon.match(() => visitor.path(), /page=2/);
    await page.goBack();
    await visitor.see(`1–20 из ${all}`);
  });

  it('search finds by a part of a word, and the address keeps it', async () => {
    const name = (await page.locator('tbody .name').first().innerText()).split(/[\s,]+/)[0];
    await page.getByRole('searchbox', { name: 'Поиск по названию и описанию' }).fill(name.slice(0, 4).toLowerCase());
    await page.waitForFunction((all) => document.querySelectorAll('tbody tr').length < all, 20);
    await soon.match(() => visitor.path(), /search=/);
    const typed = page.getByRole('searchbox', { name: 'Поиск по названию и описанию' });
    await typed.fill(`${name.slice(0, 3).toLowerCase()} `);
    await page.waitForURL((url) => url.searchParams.get('search').length === 3);
    await soon.match(() => typed.inputValue(), / $/, 'the next word can be typed');
    await typed.fill(name.slice(0, 4).toLowerCase());
    await page.waitForURL((url) => url.searchParams.get('search').length === 4);
    await page.reload();
    await page.locator('tbody tr').first().waitFor();
    await soon.equal(
      () => page.getByRole('searchbox', { name: 'Поиск по названию и описанию' }).inputValue(),
      name.slice(0, 4).toLowerCase(),
    );
    await inMain('button', 'Сбросить').click();
    await visitor.toast('Фильтры сброшены');
    await visitor.see(`из ${all}`);
    await visitor.takeBack();
    await page.waitForURL(/search=/);
    await inMain('button', 'Сбросить').click();
    await visitor.see(`из ${all}`);
  });

  it('a filter narrows, its chip says by what', async () => {
    await inMain('button', 'Статус').click();
    await page.locator('.popbox input').first().check();
    await page.waitForURL(/status=/);
    await page.keyboard.press('Escape');
    await page.locator('.popbox').waitFor({ state: 'detached' });
    await soon.match(() => inMain('button', /^Статус: .*Изменить$/).innerText(), /Статус:\s./);
    await inMain('button', 'Сбросить').click();
    await visitor.see(`из ${all}`);
  });

  it('Huntflow is connected in the profile and checked', async () => {
    await page.goto('/profile/#huntflow');
    await visitor.field('Адрес API').fill(house.up.huntflow.url);
    await visitor.field('Ключ API').fill(house.up.huntflow.api_key);
    await visitor.field('Ключ обновления').fill(house.up.huntflow.refresh_token);
    await page.locator('#huntflow').getByRole('button', { name: 'Сохранить' }).click();
    await visitor.see('Связь есть, ключ работает');
    await soon.doesNotMatch(() => page.content(), new RegExp(house.up.huntflow.api_key));
  });

  it('one task is shown as it will be, and transferred', async () => {
    await page.goto('/clickup/tasks/');
    await page.locator('tbody .name').first().click();
    await visitor.heading(/./);
    await page.getByLabel('Организация в Huntflow').selectOption({ value: String(house.up.huntflow.account) });
    await page.getByLabel('Вакансия', { exact: true }).selectOption('none');
    await visitor.field('Фамилия').waitFor();
    await visitor.loaded();
    await visitor.accessible('task');
    if (!await visitor.field('Фамилия').inputValue()) await visitor.field('Фамилия').fill('Иванова');
    if (!await visitor.field('Имя').inputValue()) await visitor.field('Имя').fill('Анна');
    await inMain('button', 'Перенести в Huntflow').click();
    await page.locator('.note.done').waitFor();
    await page.locator('.titled .badge', { hasText: 'Уже в Huntflow' }).waitFor();
    await soon.equal(async () => (await house.up.huntflow.applicants()).length, 1);
  });

  it('an import is checked before it starts: the task that is there is skipped', async () => {
    await page.goto('/clickup/bulk-import/');
    await visitor.see('Импортов ещё не было');
    await inMain('button', 'Новый импорт').first().click();
    await visitor.see('Будет создано');
    await visitor.see('1 задачу пропустим: она уже в Huntflow.');
    await visitor.loaded();
    await visitor.accessible('new import');
    await chooseFirst('Вакансия');
    await page.getByLabel('Этап', { exact: true }).waitFor();
    await page.getByText('Как можно быстрее').click();
  });

  it('the import runs live to its end', async () => {
    await inMain('button', new RegExp(`^Перенести ${all - 1} задач`)).click();
    await visitor.heading(/Импорт № 1/);
    await page.locator('.titled .badge', { hasText: /Завершён/ }).waitFor({ timeout: 120_000 });
    await soon.equal(() => page.locator('.pct').innerText(), '100%');
    await visitor.see(`${all} из ${all} задач`);
    const sum = (numbers) => numbers.slice(0, 3).reduce((total, number) => total + Number(number), 0);
    await soon.equal(async () => sum(await page.locator('.nums dd').allInnerTexts()), all);
    await visitor.loaded();
    await visitor.accessible('import');
    await visitor.noSideways();
  });

  it('the list knows who is in Huntflow; nobody is there twice', async () => {
    await page.goto('/clickup/tasks/?transfer=done');
    await page.locator('tbody .badge', { hasText: 'Уже в Huntflow' }).first().waitFor();
    const { successful_tasks: made } = (await house.sql('SELECT successful_tasks FROM import_job'))[0];
    await soon.equal(async () => (await house.up.huntflow.applicants()).length, made + 1);
    await page.goto('/');
    await visitor.see('Перенесено в Huntflow');
    visitor.quiet();
  });
});
