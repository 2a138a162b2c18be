// The fields of a task on the settings page: the guess, what it sends, a choice; the mark; a task's preview.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, recruiter } from '../lib/recruiter.js';
import { startBrowser, visit } from './browser.js';
import { soon } from './soon.js';

// Pictures are kept where SHOTS says.
const SHOTS = process.env.SHOTS;

let house;
let browser;
let me;

before(async () => {
  [house, browser] = await Promise.all([startHouse({ upstreams: true, demo: true, env: QUICK }), startBrowser()]);
  me = await recruiter(house, { name: 'Анна Ковалёва' });
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

async function picture(visitor, name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await visitor.page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

describe('the fields of a task', () => {
  it('are guessed, tried and kept', async () => {
    const visitor = await visit(browser, house, { client: me, path: '/clickup/settings/' });
    const { page } = visitor;
    const part = page.getByRole('region', { name: 'Поля задачи в Huntflow' });
    const money = part.getByLabel('Ожидания', { exact: true });
    await money.waitFor();
    await soon.equal(() => money.inputValue(), 'money');
    await soon.equal(() => part.getByLabel('Позиция', { exact: true }).inputValue(), 'position');
    await soon.equal(() => part.getByLabel('LinkedIn', { exact: true }).inputValue(), 'link');
    await soon.equal(() => part.getByLabel('Рекрутер', { exact: true }).inputValue(), 'comment');
    await soon.equal(() => part.locator('details').count(), 10);
    await visitor.accessible('fields');
    await picture(visitor, 'fields-wide');
    await part.getByLabel('Телефон', { exact: true }).selectOption('none');
    await part.getByText('Не уйдёт').first().waitFor({ state: 'attached' });
    await part.getByRole('button', { name: 'Сохранить поля' }).click();
    await visitor.toast('Поля сохранены');
    await page.reload();
    await soon.equal(() => part.getByLabel('Телефон', { exact: true }).inputValue(), 'none');
    const { json } = await me.get('/clickup/api/fields');
    assert.deepEqual(
      json.fields.filter(({ chosen }) => chosen).map(({ name, to }) => [name, to]), [['Телефон', 'none']],
    );
    for (const [theme, width] of [['dark', 1440], ['light', 390], ['dark', 390], ['light', 320]]) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      await visitor.noSideways(`fields ${width}`);
      await visitor.accessible(`fields ${theme} ${width}`);
      await picture(visitor, `fields-${theme}-${width}`);
    }
    visitor.quiet();
    await visitor.close();
    await me.expect(200, 'PUT', '/clickup/api/fields', { fields: [] });
  });

  it('a task is marked in ClickUp as its person chooses', async () => {
    const visitor = await visit(browser, house, { client: me, path: '/clickup/settings/' });
    const { page } = visitor;
    await page.getByLabel('Перенесённую задачу').selectOption('status');
    await visitor.button('Сохранить').click();
    await page.getByText('Заполните это поле').waitFor();
    await page.getByLabel('Статус', { exact: true }).fill('на проверке');
    await visitor.accessible('mark');
    await visitor.button('Сохранить').click();
    await visitor.toast('Настройки сохранены');
    const { json } = await me.get('/clickup/settings');
    assert.deepEqual([json.mark, json.mark_status], ['status', 'на проверке']);
    await me.expect(200, 'POST', '/clickup/settings', { mark: 'none' });
    visitor.quiet();
    await visitor.close();
  });

  it('stand in the preview of a task', async () => {
    const { tasks } = await me.expect(200, 'GET', '/clickup/api/fields');
    const task = tasks.find(({ members }) => members.some(({ to }) => to === 'money'));
    const visitor = await visit(browser, house, { client: me, path: `/clickup/task/${task.task_id}/` });
    const { text } = task.members.find(({ to }) => to === 'money');
    const { page } = visitor;
    await page.getByLabel('Организация в Huntflow').selectOption({ index: 1 });
    const side = page.getByRole('region', { name: 'Перенос в Huntflow' });
    await side.getByRole('definition').filter({ hasText: text }).first().waitFor();
    await picture(visitor, 'task-wide');
    visitor.quiet();
    await visitor.close();
  });
});
