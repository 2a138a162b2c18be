// Before an import starts a browser shows who goes to Huntflow, who is there already, and asks what to do then.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, reaches, recruiter, sync } from '../lib/recruiter.js';
import { startBrowser, visit } from './browser.js';
import { soon } from './soon.js';

let house;
let browser;
let me;
let there;

before(async () => {
  [house, browser] = await Promise.all([startHouse({ upstreams: true, env: QUICK }), startBrowser()]);
  me = await recruiter(house, { tasks: { count: 45, pdf: 0 }, role: 'recruiter', name: 'Мария Лебедева' });
  const account = house.up.huntflow.server.accounts.get(11);
  there = account.addApplicant({ first_name: 'Фома', last_name: 'Дублев', email: 'foma@mail.example' });
  const { list } = house.up.clickup;
  const add = (id, name, description) =>
    house.up.clickup.addTask({ id, list, name, description, assignees: [], tags: ['дубли'] });
  await add('86dup1', 'Дублев Фома', 'foma@mail.example');
  await add('86dup2', 'Фома Дублев, тестировщик', 'foma@mail.example, +375 29 111-22-33');
  await add('86dup3', 'Дублев Ф.', 'foma@mail.example');
  await add('86new1', 'Недублева Юлия', 'julia@mail.example');
  await sync(house, me);
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

const open = async (path) => {
  const visitor = await visit(browser, house, { client: me });
  await visitor.page.addInitScript(
    () => localStorage.setItem('target', '{"account_id":"11","vacancy_id":"none"}'),
  );
  await visitor.open(path);
  return visitor;
};
const row = ({ page }, name) =>
  page.locator('.proposal tbody tr').filter({ has: page.locator('.c-name .name').getByText(name, { exact: true }) });

describe('the proposal of an import', () => {
  it('says each name and who is there, asks what to do, and does it', async () => {
    const visitor = await open('/clickup/bulk-import/?new=1&tag=дубли&scope=filter');
    const { page } = visitor;
    await visitor.see('Кого перенесём');
    const sums = async () => (await page.locator('.sums').innerText()).split(/\n+/).join(' ');
    await soon.match(sums, /^Будет создано 1 Пропустим 3/, 'as the rows say');
    const first = row(visitor, 'Дублев Фома');
    await soon.match(() => first.innerText(), /Дублев Фома[\s\S]*foma@mail\.example[\s\S]*Совпало: почта/);
    await soon.match(() => row(visitor, 'Недублева Юлия').innerText(), /Похожих нет[\s\S]*Создадим/);
    const way = (name) => row(visitor, name).getByRole('combobox');
    const usual = (name) => way(name).evaluate((select) => select.options[0].text.trim());
    await soon.equal(() => usual('Дублев Фома'), 'Пропустим: уже есть');
    await page.getByText('Создать ещё одного').click();
    await soon.equal(() => usual('Дублев Фома'), 'Создадим');
    await soon.match(sums, /^Будет создано 4/);
    await page.getByText('Добавить к нему', { exact: true }).click();
    await soon.equal(() => usual('Дублев Фома'), 'Добавим к имеющемуся');
    await soon.match(sums, /^Будет создано 1 Добавим к имеющимся 3/);
    for (const [theme, width] of [['light', 1440], ['dark', 1440], ['light', 820], ['dark', 390], ['light', 320]]) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      await visitor.noSideways(`proposal ${width}`);
      await visitor.accessible(`proposal ${theme} ${width}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await way('Дублев Фома').focus();
    await page.keyboard.press('ArrowDown');
    await way('Недублева Юлия').selectOption({ label: 'Не переносить' });
    await soon.equal(() => way('Дублев Фома').inputValue(), 'skip', 'by the keyboard');
    await visitor.button(/^Сравнить похожих: Дублев Ф\./).click();
    const dialog = page.getByRole('dialog');
    await visitor.button('Это другой, перенести', dialog).click();
    await dialog.waitFor({ state: 'detached' });
    await soon.equal(() => way('Дублев Ф.').inputValue(), 'create');
    // The one created has the same e-mail: who is meant is said.
    await way('Фома Дублев, тестировщик').selectOption(`attach:${there.id}`);
    await visitor.see('Для 4 задач решено отдельно.');
    await soon.match(sums, /^Будет создано 1 Добавим к имеющимся 1 Пропустим 2/);
    await page.getByText('Как можно быстрее').click();
    const [asked] = await Promise.all([
      page.waitForRequest('**/clickup/api/start-bulk-import'),
      visitor.button(/^Перенести 2 задачи/).click(),
    ]);
    const { duplicate, choices } = asked.postDataJSON();
    assert.equal(duplicate, 'attach');
    assert.deepEqual(choices.sort((a, b) => a.task_id.localeCompare(b.task_id)), [
      { task_id: '86dup1', duplicate: 'skip' },
      { task_id: '86dup2', duplicate: 'attach', applicant_id: there.id },
      { task_id: '86dup3', duplicate: 'create' },
      { task_id: '86new1', duplicate: 'skip' },
    ]);
    await visitor.heading(/Импорт № 1/);
    const job = await reaches(house, me, 1, 'completed');
    assert.deepEqual([job.successful_tasks, job.skipped_tasks], [2, 2]);
    const items = (await me.get('/clickup/api/bulk-import-items/1')).json;
    assert.equal(items.find(({ task_id: id }) => id === '86dup2').applicant_id, there.id);
    visitor.quiet();
    await visitor.close();
  });

  it('has pages, which keep what was decided, and says where the search failed', async () => {
    const visitor = await open('/clickup/bulk-import/?new=1&scope=all');
    const { page } = visitor;
    const rows = page.locator('.proposal tbody tr');
    await rows.first().waitFor();
    await visitor.see('1–20 из 49');
    await visitor.see(/Для \d+ задач\S* ещё не проверено/);
    await rows.first().getByRole('combobox').selectOption('skip');
    await house.up.huntflow.fault({ kind: 'status', status: 400, method: 'GET', path: '/applicants/search', times: 1 });
    await visitor.link('Дальше').click();
    await visitor.see('21–40 из 49');
    await visitor.loaded();
    await visitor.see('Не для всех удалось проверить');
    await soon.equal(() => rows.count(), 20);
    await visitor.button('Повторить').click();
    await page.getByText('Не для всех удалось проверить').waitFor({ state: 'detached' });
    await page.goBack();
    await visitor.see('1–20 из 49');
    await visitor.loaded();
    await soon.equal(() => rows.first().getByRole('combobox').inputValue(), 'skip');
    await visitor.open('/clickup/bulk-import/?new=1&scope=all&look=9');
    await visitor.see('На этой странице списка никого нет.');
    await visitor.link('К началу списка').click();
    await visitor.see('1–20 из 49');
    visitor.quiet();
    await visitor.close();
  });

  it('says why there is none when Huntflow refuses, and tries again', async () => {
    const visitor = await visit(browser, house, { client: me });
    visitor.expect(/50[0-9]/);
    const { page } = visitor;
    await page.addInitScript(() => localStorage.setItem('target', '{"account_id":"11"}'));
    let refused = true;
    await page.route('**/preview-bulk-import-tasks**', (route) =>
      refused
        ? route.fulfill({
            status: 503,
            contentType: 'application/problem+json',
            body: '{"code":"huntflow.down","detail":"Huntflow не отвечает.","status":503,"errors":[]}',
          })
        : route.continue());
    await visitor.open('/clickup/bulk-import/?new=1&scope=all');
    await visitor.see('Huntflow не отвечает.');
    refused = false;
    await visitor.button('Повторить').click();
    await visitor.see('1–20 из 49');
    visitor.quiet();
    await visitor.close();
  });
});
