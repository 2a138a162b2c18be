// The pages of tables: a file is dropped, its columns assigned, its rows looked at, sent and made candidates of.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { csvBytes, uploadTable, writeXlsx } from '../lib/tables.js';
import { visit } from './browser.js';
import { end, inMain, isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages({ upstreams: true });
const HEAD = ['ФИО', 'Телефон', 'Почта', 'Профиль', 'Город'];
const ANNA = ['Ковалёва Анна', '+375 29 111-22-33', 'anna@nova.by', 'https://www.linkedin.com/in/anna-k', 'Минск'];
const OLEG = ['Быков Олег', '', 'oleg@nova.by', '', 'Брест'];
// Pictures are kept where SHOTS says.
const SHOTS = process.env.SHOTS;
let made = 0;

async function start({ path = '/tables/', theme, size } = {}) {
  const { huntflow } = house.up;
  const me = await house.user({ role: 'admin', company: `Таблицы ${++made}`, name: 'Мария Лебедева' });
  await me.expect(200, 'PATCH', '/api/v1/profile', {
    huntflow_prod_url: huntflow.url, huntflow_prod_api_key: huntflow.api_key,
    huntflow_prod_refresh_token: huntflow.refresh_token,
  });
  const { json: table } = await uploadTable(me, csvBytes([HEAD, ANNA, OLEG]), { name: 'отклики.csv' });
  const at = path.replace(':id', table.id);
  return { me, table, visitor: await visit(browser, house, { client: me, path: at, theme, size }) };
}
async function picture(visitor, name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await visitor.page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

describe('tables', () => {
  it('are dropped, and refused in words', async () => {
    const { visitor } = await start();
    const { page } = visitor;
    await inMain(visitor, 'link', 'отклики.csv').waitFor();
    await isSound(visitor, 'tables');
    await picture(visitor, 'tables');
    const input = page.locator('#main input[type=file]');
    await input.setInputFiles({ name: 'плохая.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\nАнна,"c') });
    await page.getByText('В строке 2 кавычка открыта').waitFor();
    visitor.expect(/400/);
    await input.setInputFiles({ name: 'новая.csv', mimeType: 'text/csv', buffer: csvBytes([HEAD, OLEG]) });
    await visitor.heading('новая.csv');
    await end(visitor);
  });

  it('of several sheets: another one is opened at once, or from the same file', async () => {
    const { visitor } = await start();
    const { page } = visitor;
    const file = {
      name: 'кандидаты.xlsx', mimeType: 'application/octet-stream',
      buffer: writeXlsx({ Люди: [HEAD, ANNA], Архив: [HEAD, OLEG] }),
    };
    await page.locator('#main input[type=file]').setInputFiles(file);
    await visitor.heading('кандидаты.xlsx');
    await inMain(visitor, 'link', 'Ковалёва Анна').waitFor();
    const choice = page.getByLabel('Лист книги');
    await choice.selectOption('Архив');
    await page.getByText('лист «Архив»').waitFor();
    await inMain(visitor, 'link', 'Быков Олег').waitFor();
    await isSound(visitor, 'a table of several sheets');
    await picture(visitor, 'table-sheets');
    await page.reload();
    await choice.selectOption('Люди');
    await page.getByText('и откроется лист «Люди»').waitFor();
    await isSound(visitor, 'the same file again');
    await page.locator('#main input[type=file]').setInputFiles(file);
    await page.getByText('лист «Люди»').first().waitFor();
    await inMain(visitor, 'link', 'Ковалёва Анна').waitFor();
    await end(visitor);
  });

  it('are read in another encoding when somebody says so', async () => {
    const { visitor } = await start();
    const { page } = visitor;
    const file = {
      name: 'dos.csv', mimeType: 'text/csv',
      buffer: csvBytes([['Имя', 'Город'], ['Ян', 'Уфа']], { encoding: 'IBM866' }),
    };
    await page.locator('#main input[type=file]').setInputFiles(file);
    await visitor.heading('dos.csv');
    await page.getByText('Вместо букв — странные знаки?').click();
    const choice = page.getByLabel('Кодировка файла');
    await choice.selectOption('KOI8-R');
    await page.locator('.tablepart h2', { hasText: 'Столбцы' }).waitFor();
    await page.waitForFunction(() => !document.body.textContent.includes('Уфа'));
    await page.reload();
    await page.getByText('Вместо букв — странные знаки?').click();
    await choice.selectOption('IBM866');
    await page.getByText('и он прочитается как CP866 (DOS)').waitFor();
    await isSound(visitor, 'the encoding of a table');
    await picture(visitor, 'table-encoding');
    await page.locator('#main input[type=file]').setInputFiles(file);
    await inMain(visitor, 'link', 'Ян').waitFor();
    await page.getByText('Уфа').first().waitFor();
    await end(visitor);
  });

  it('have their columns assigned, and show what that sends', async () => {
    const { me, table, visitor } = await start({ path: '/tables/:id/' });
    const { page } = visitor;
    const part = page.getByRole('region', { name: 'Столбцы' });
    await soon.equal(() => part.getByLabel('ФИО', { exact: true }).inputValue(), 'name');
    await soon.equal(() => part.getByLabel('Телефон', { exact: true }).inputValue(), 'phone');
    await isSound(visitor, 'a table');
    await picture(visitor, 'table');
    await part.getByLabel('Город', { exact: true }).selectOption('none');
    await part.getByRole('button', { name: 'Сохранить столбцы' }).click();
    await visitor.toast('Столбцы сохранены');
    await part.getByText('Не уйдёт').first().waitFor({ state: 'attached' });
    const { columns } = await me.expect(200, 'GET', `/api/v1/tables/${table.id}/`);
    assert.deepEqual(columns.filter(({ chosen }) => chosen).map(({ name, to }) => [name, to]), [['Город', 'none']]);
    await end(visitor);
  });

  it('above 200 are sent after a yes that names how many and where', async () => {
    const { me } = await start();
    const people = Array.from({ length: 201 }, (_, n) => [`Быков Олег ${n}`, '', `oleg${n}@nova.by`, '', 'Брест']);
    const { json: { id } } = await uploadTable(me, csvBytes([HEAD, ...people]), { name: 'много.csv' });
    const visitor = await visit(browser, house, { client: me, path: `/tables/${id}/` });
    const dialog = visitor.page.getByRole('dialog');
    await inMain(visitor, 'button', 'Перенести 201 строку').click();
    await dialog.getByLabel('Организация в Huntflow').selectOption('11');
    await dialog.getByLabel('Вакансия').selectOption('none');
    await dialog.getByRole('button', { name: 'Импортировать в Huntflow' }).click();
    const sure = dialog.filter({ hasText: 'Перенести 201 кандидата?' });
    await sure.getByText(/Куда: .+ \/ Без вакансии\./).waitFor();
    await sure.getByRole('button', { name: 'Не сейчас' }).click();
    await sure.waitFor({ state: 'detached' });
    await soon.deepEqual(async () => (await me.get('/clickup/bulk-import')).json, []);
    await dialog.getByRole('button', { name: 'Импортировать в Huntflow' }).click();
    await sure.getByRole('button', { name: 'Импортировать в Huntflow' }).click();
    await visitor.page.getByText('из 201 строки').first().waitFor();
    await end(visitor);
  });

  it('are imported: those that are looked at, those that are ticked; the import speaks of rows', async () => {
    const { visitor } = await start({ path: '/tables/:id/' });
    const { page } = visitor;
    const dialog = page.getByRole('dialog');
    await inMain(visitor, 'checkbox', 'Выбрать: Быков Олег').check();
    await inMain(visitor, 'button', 'Перенести 1 строку').click();
    await dialog.getByLabel('Организация в Huntflow').selectOption('11');
    await isSound(visitor, 'an import of rows');
    await dialog.getByLabel('Вакансия').selectOption('none');
    await dialog.getByRole('button', { name: 'Импортировать в Huntflow' }).click();
    await page.getByText('1 из 1 строки').waitFor();
    await page.getByText('Таблица: отклики.csv').waitFor();
    await inMain(visitor, 'heading', 'Строки импорта').waitFor();
    await soon.equal(() => page.locator('#main').getByText(/задач/i).count(), 0);
    await isSound(visitor, 'an import of a table');
    await page.locator('#main .c-name').getByRole('link', { name: 'Быков Олег' }).click();
    await visitor.heading('Быков Олег');
    await page.getByRole('region', { name: 'Huntflow' }).getByRole('link', { name: 'Открыть в Huntflow' }).waitFor();
    await isSound(visitor, 'a row');
    await end(visitor);
  });

  it('with profiles of LinkedIn become candidates', async () => {
    const { me, visitor } = await start({ path: '/tables/:id/' });
    const part = visitor.page.getByRole('region', { name: 'Кандидаты из LinkedIn' });
    visitor.expect(/409/);
    await part.getByRole('button', { name: 'Создать кандидатов' }).click();
    await part.getByRole('link', { name: 'Подключить LinkedIn' }).waitFor();
    await me.expect(201, 'POST', '/api/integrations/', { platform: 'linkedin', name: 'LinkedIn' });
    await part.getByRole('button', { name: 'Создать кандидатов' }).click();
    await part.getByText('Создано: 1. Обновлено: 0. Без изменений: 0. Пропущено: 1.').waitFor();
    await end(visitor);
  });

  it('are found from the import, and are gone in words', async () => {
    const { visitor } = await start({ path: '/clickup/bulk-import/?new=1' });
    const { page } = visitor;
    await inMain(visitor, 'link', 'Таблица').click();
    await soon.match(() => page.getByLabel('Таблица', { exact: true }).innerText(), /отклики\.csv/);
    await page.getByLabel('Организация в Huntflow').selectOption('11');
    await page.getByLabel('Вакансия').selectOption('none');
    await inMain(visitor, 'link', 'Ковалёва Анна').waitFor();
    await isSound(visitor, 'a new import of a table');
    await picture(visitor, 'new-import-table');
    await inMain(visitor, 'radio', /Только новые/).check();
    await inMain(visitor, 'radio', /Как можно быстрее/).check();
    await page.getByRole('button', { name: /^Перенести \d+ строк/ }).click();
    await page.getByText('Таблица: отклики.csv').waitFor();
    await visitor.open('/clickup/bulk-import/?new=1&source=notion');
    await page.getByText('Notion не подключён. Подключите его').waitFor();
    await inMain(visitor, 'link', 'Подключить Notion').waitFor();
    visitor.expect(/404/);
    await visitor.open('/tables/999999/');
    await visitor.heading('Таблицы нет');
    await end(visitor);
  });

  it('are pictured on a phone and in the dark', async () => {
    for (const [theme, size] of [['dark', 'wide'], ['light', 'phone'], ['dark', 'phone']]) {
      const { visitor } = await start({ path: '/tables/:id/', theme, size });
      await inMain(visitor, 'link', 'Быков Олег').waitFor();
      await visitor.noSideways(`a table, ${theme} ${size}`);
      await visitor.accessible(`a table, ${theme} ${size}`);
      await picture(visitor, `table-${theme}-${size}`);
      await end(visitor);
    }
  });
});
