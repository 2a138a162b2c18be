// What a page says of time goes on by itself: a deadline passes, minutes go by, a day ends. Not while nobody looks.
import { before, describe, it } from 'node:test';
import { calendarAt, inDays, team, touched } from '../lib/team.js';
import { visit } from './browser.js';
import { end, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const { me, project, add } = await team(house);
const TITLE = 'Позвонить Анне';
const SOON = inDays(0.25);
const HOURS = 7 * 3_600_000;
let task;

before(async () => {
  task = await add(TITLE, { due_date: SOON, assigned_to: me.user.id, list: project.id });
  await me.expect(200, 'PATCH', `/api/v1/projects/${project.id}/`, { deadline: SOON });
  await me.expect(201, 'POST', '/api/v1/candidates/', { first_name: 'Анна', last_name: 'Ковалёва' });
});

/* A page whose clock is moved by the test. */
async function open(path, kept = {}) {
  const visitor = await visit(browser, house, { client: me });
  await visitor.page.addInitScript((all) => Object.assign(localStorage, all), kept);
  await visitor.page.clock.install();
  await visitor.open(path);
  return visitor;
}

const setHidden = (page, hidden) => page.evaluate((value) => {
  Object.defineProperty(document, 'hidden', { value, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}, hidden);

describe('while a page stands still', () => {
  for (const [what, path, at] of [
    ['the list', () => '/tasks/', 'tr .due'], ['a task', ({ id }) => `/tasks/${id}/`, '#main .due'],
    ['the board', () => '/tasks/board/', '.kcard .due'], ['a group', () => '/tasks/?group=list', 'tr .due'],
    ['the projects', () => '/projects/', 'td.c-due time'], ['the calendar', () => calendarAt(0.25), '.cevent'],
  ]) {
    it(`a deadline passes: ${what}`, async () => {
      const visitor = await open(path(task));
      const mark = visitor.page.locator(at).first();
      const late = () => mark.evaluate((node) => /(^| )bad(-t)?( |$)/.test(node.className));
      await mark.waitFor();
      await soon.equal(late, false);
      await visitor.page.clock.fastForward(HOURS);
      await soon.equal(late, true);
      await end(visitor);
    });
  }

  it('what is overdue is counted anew when a deadline passes', async () => {
    const one = await add('Отправить оффер', { due_date: SOON, assigned_to: me.user.id });
    const visitor = await open('/tasks/');
    const tab = visitor.page.getByRole('link', { name: /^Просрочены/ });
    await visitor.page.getByRole('link', { name: 'Отправить оффер' }).waitFor();
    await soon.equal(() => tab.innerText(), 'Просрочены');
    // The server's clock goes on, too.
    await house.sql('UPDATE task SET due_date = UTC_TIMESTAMP() - INTERVAL 1 HOUR WHERE id = ?', [one.id]);
    await touched(house, [one.id]);
    await visitor.page.clock.fastForward(HOURS);
    await soon.match(() => tab.innerText(), /^Просрочены\s*1$/);
    await end(visitor);
  });

  it('minutes go by, and a day ends; not in a page that nobody sees', async () => {
    const visitor = await open('/candidates/', { 'candidate-columns': '["updated_at"]' });
    const { page } = visitor;
    const changed = page.getByRole('row').filter({ hasText: 'Ковалёва' }).locator('time').first();
    await soon.match(() => changed.innerText(), /^только что$/);
    await setHidden(page, true);
    await page.clock.fastForward(5 * 60_000);
    await page.clock.runFor(1000);
    await soon.match(() => changed.innerText(), /^только что$/);
    await setHidden(page, false);
    await soon.match(() => changed.innerText(), /^[5-9] мин назад$/);
    await page.clock.fastForward(24 * 3_600_000);
    await soon.match(() => changed.innerText(), /^вчера/);
    await end(visitor);
  });
});
