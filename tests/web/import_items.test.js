// The tasks of an import in a browser: in pages, by state, by reason; those whose answer was lost, and their doubles.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, progress, reaches, recruiter, start, sync, transfer } from '../lib/recruiter.js';
import { startBrowser, visit } from './browser.js';
import { soon } from './soon.js';

let house;
let browser;
let me;
let account;

before(async () => {
  // Looks come when a person says so.
  const env = { ...QUICK, TRANSFER_LOOK_MS: '600000' };
  [house, browser] = await Promise.all([startHouse({ upstreams: true, env }), startBrowser()]);
  me = await recruiter(house, { tasks: { count: 45, pdf: 0 }, role: 'recruiter', name: 'Мария Лебедева' });
  account = house.up.huntflow.server.accounts.get(11);
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

async function add(...names) {
  const { list } = house.up.clickup;
  const ids = names.map((name, n) => `86${Buffer.from(name).toString('hex').slice(-8)}${n}`);
  for (const [n, name] of names.entries()) {
    const description = `${ids[n]}@mail.example`;
    await house.up.clickup.addTask({ id: ids[n], list, name, description, assignees: [], tags: [] });
  }
  await sync(house, me);
  return ids;
}

const open = async (path) => {
  const visitor = await visit(browser, house, { client: me });
  await visitor.page.addInitScript(() => localStorage.setItem('target', '{"account_id":"11"}'));
  await visitor.open(path);
  return visitor;
};
const end = async (visitor) => {
  visitor.quiet();
  await visitor.close();
};
const lose = (fault) =>
  house.up.huntflow.fault({ kind: 'status', status: 500, method: 'POST', path: '/applicants$', ...fault });
const named = async (last) => (await house.up.huntflow.applicants()).filter(({ last_name: name }) => name === last);
const rows = ({ page }) => page.locator('.itemtable tbody tr[data-row]');
const count = ({ page }, n) =>
  page.waitForFunction((all) => document.querySelectorAll('.itemtable tr[data-row]').length === all, n);

/* Both themes without an axe complaint, no sideways scroll from 320 px. */
async function sound(visitor, what) {
  for (const [theme, width] of [['dark', 1440], ['light', 820], ['dark', 390], ['light', 320]]) {
    await visitor.page.emulateMedia({ colorScheme: theme });
    await visitor.page.setViewportSize({ width, height: 900 });
    await visitor.noSideways(`${what} ${width}`);
    await visitor.accessible(`${what} ${theme} ${width}`);
  }
  await visitor.page.setViewportSize({ width: 1440, height: 900 });
}

describe('the tasks of an import', () => {
  it('stand in pages and by state; a group of failures says why and leads to all of its tasks', async () => {
    const body = { errors: { email: 'not an address' } };
    await lose({ status: 422, times: 7, body });
    const job = await start(me);
    await reaches(house, me, job.id, 'completed');
    const speed = [3, 2, 1].map((n) => ({ at: new Date(Date.now() - n * 60_000).toISOString(), count: n }));
    await house.sql('UPDATE import_job SET speed = ? WHERE id = ?', [JSON.stringify(speed), job.id]);
    const visitor = await open(`/clickup/bulk-import/${job.id}/`);
    const { page } = visitor;
    await page.locator('.u-wrap').first().waitFor();   // its speed, drawn as wide as there is room
    await visitor.see('Huntflow отклонил данные: 422: not an address (/email).');
    await count(visitor, 20);
    await visitor.see('1–20 из 45');
    await visitor.link('Дальше').click();
    await visitor.see('21–40 из 45');
    await page.goBack();
    await visitor.see('1–20 из 45');
    await sound(visitor, 'items');
    await visitor.link(/^Перенесены\s*38/).click();
    await visitor.see('1–20 из 38');
    const same = /^(\p{L}+ \p{L}+)[\s\S]*Перенесён\s+\1\s+Открыть в Huntflow/u;
    await soon.match(() => rows(visitor).first().innerText(), same);
    await visitor.link('Показать 7 задач').click();
    await count(visitor, 7);
    await soon.equal(() => page.evaluate(() => document.activeElement.id), 'h-items');
    await visitor.link('Показать все').click();
    await count(visitor, 20);
    await end(visitor);
  });

  it('says how far a cancelled import came', async () => {
    const ids = await add('Отменин Ян', 'Отменин Лев', 'Отменин Пётр');
    const job = await start(me, { scope: 'selection', task_ids: ids, delay_seconds: 3600 });
    await house.until(async () => (await progress(me, job.id)).processed_tasks === 1);
    await me.expect(200, 'POST', `/clickup/api/cancel-bulk-import/${job.id}`);
    const visitor = await open(`/clickup/bulk-import/${job.id}/`);
    await visitor.see('Отменён: сделано 1 из 3');
    await soon.equal(() => visitor.page.getByText('Все задачи обработаны без ошибок.').count(), 0);
    await visitor.link(/^Отменены\s*2/).click();
    await count(visitor, 2);
    await end(visitor);
  });

  it('of a lost answer: a person says that it is this applicant, from the import', async () => {
    const [id] = await add('Пропавшая Вера');
    await lose({ times: 1 });
    const job = await start(me, { scope: 'selection', task_ids: [id] });
    await reaches(house, me, job.id, 'completed');
    const there = account.addApplicant({ first_name: 'Вера', last_name: 'Пропавшая', email: `${id}@mail.example` });
    const visitor = await open(`/clickup/bulk-import/${job.id}/`);
    visitor.expect(/429/);
    const { page } = visitor;
    await visitor.see('Нужно решение');
    await visitor.button('Решить, что делать: Пропавшая Вера').click();
    const dialog = page.getByRole('dialog');
    await visitor.button('Посмотреть сейчас', dialog).click();
    await visitor.see('Посмотрели: пока не нашли.');
    await dialog.getByText('создан тогда же').waitFor();
    await sound(visitor, 'decision');
    await visitor.button('Это он: Вера Пропавшая', dialog).or(visitor.button('Это он: Пропавшая Вера', dialog)).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator(`.itemtable a[href$="/applicants/${there.id}/"]`, { hasText: 'Пропавшая Вера' }).waitFor();
    await visitor.see('Ошибок нет');
    await soon.equal(async () => (await progress(me, job.id)).successful_tasks, 1);
    await soon.equal(async () => (await named('Пропавшая')).length, 1);
    await end(visitor);
  });

  it('of a lost answer: a person says that it is not there, from the task', async () => {
    const [id] = await add('Пропавший Егор');
    await lose({ times: 1 });
    await transfer(me, id);
    const visitor = await open(`/clickup/task/${id}/`);
    const { page } = visitor;
    await visitor.see('Ответ Huntflow потерян');
    await sound(visitor, 'lost answer');
    await visitor.button('Его нет: создать…').click();
    await visitor.button('Создать', page.getByRole('dialog')).click();
    await page.locator('.note.done').waitFor();
    await soon.equal(async () => (await named('Пропавший')).length, 1);
    await end(visitor);
  });

  it('with two applicants says so, and removes the younger when asked', async () => {
    const [id] = await add('Двойников Пётр');
    await lose({ kind: 'late', delay_ms: 1_800_000, times: 1 });
    await transfer(me, id);
    const first = (await transfer(me, id, { resend: true })).json.applicant_id;
    await house.up.huntflow.advance(3_600_000);
    await house.sql('UPDATE transfer SET look_at = NOW(3) WHERE look_at IS NOT NULL');
    const { code } = await house.run('import');
    assert.equal(code, 0);
    const visitor = await open(`/clickup/task/${id}/`);
    await visitor.see('У задачи два кандидата в Huntflow');
    await sound(visitor, 'two applicants');
    await visitor.button('Удалить второго…').click();
    await visitor.button('Удалить второго', visitor.page.getByRole('dialog')).click();
    await visitor.page.getByText('У задачи два кандидата в Huntflow').waitFor({ state: 'detached' });
    await soon.deepEqual(async () => (await named('Двойников')).map((one) => one.id), [first]);
    await end(visitor);
  });
});
