// Without nchan, neither to send events nor to bring them, pages of the team's tasks ask: what others did is shown.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inDays, team } from '../lib/team.js';
import { visit } from './browser.js';
import { end, startPages } from './pages.js';

const { house, browser } = await startPages({ env: { PUSH_SOCKET: '/nonexistent/push.sock' } });
const { me, igor, project, add } = await team(house);
// Late on whatever page: what is due in a moment may be of tomorrow.
const JUST_NOW = inDays(-0.01);

/* A page that hears of nothing by itself, and whose clock is moved here. */
async function deaf(path) {
  const visitor = await visit(browser, house, { client: me });
  const { page } = visitor;
  visitor.expect(/ws\/tasks/);
  await page.clock.install();
  await page.routeWebSocket(/\/ws\/tasks\/$/, (line) => line.close());
  await page.route('**/ws/tasks/', (route) => route.abort());
  await visitor.open(path);
  return visitor;
}

/* Time goes on until it is there; without a poll it never is. */
async function arrives({ page }, locator) {
  for (let second = 0; second < 120; second++) {
    if (await locator.isVisible()) return;
    await page.clock.fastForward(1000);
    await page.evaluate(() => fetch('/api/v1/profile').then((res) => res.text()));
  }
  assert.fail('nothing came within two minutes of the page');
}

const byIgor = (title) => igor.expect(201, 'POST', '/api/v1/tasks/', {
  title, list: project.id, assigned_to: me.user.id, due_date: JUST_NOW,
});

describe('nchan away', () => {
  for (const [what, path, shown] of [
    ['the board', '/tasks/board/', '.kcard'], ['the list', '/tasks/', 'tr'], ['today', '/', '.tline'],
    ['the calendar', '/tasks/calendar/?q=calendar', '.cal'],
  ]) {
    it(`${what} shows what another adds`, async () => {
      await add('Здесь уже', { list: project.id, assigned_to: me.user.id, due_date: JUST_NOW });
      const visitor = await deaf(path);
      await visitor.page.locator(shown).first().waitFor();
      const title = `Новая для ${path}`;
      await byIgor(title);
      await arrives(visitor, visitor.page.getByRole('link', { name: title }).first());
      await end(visitor);
    });
  }

  it('an open task shows what another makes of it', async () => {
    const task = await byIgor('Открытая');
    const visitor = await deaf(`/tasks/${task.id}/`);
    await visitor.heading('Открытая');
    await igor.expect(200, 'PATCH', `/api/v1/tasks/${task.id}/`, { title: 'Переименованная' });
    await igor.expect(201, 'POST', `/api/v1/tasks/${task.id}/comments/`, { text: 'Слово Игоря' });
    await arrives(visitor, visitor.page.getByRole('heading', { level: 1, name: 'Переименованная' }));
    await arrives(visitor, visitor.page.getByText('Слово Игоря'));
    await visitor.page.getByRole('button', { name: 'История' }).click();
    await visitor.page.locator('.tl').waitFor();
    await igor.expect(200, 'PATCH', `/api/v1/tasks/${task.id}/`, { priority: 'urgent' });
    await arrives(visitor, visitor.page.locator('.tl').getByText(/Срочно/i));
    await end(visitor);
  });
});
