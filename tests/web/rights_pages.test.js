// What the server would refuse to a role is not asked by its pages, and what one may not do is not offered.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { routes } from '../../www/js/routes.js';
import { visit } from './browser.js';
import { end, startPages } from './pages.js';

const { house, browser } = await startPages();
const PATHS = routes.filter(({ path, open, moved }) => !open && !moved && !path.includes(':')).map(({ path }) => path);

describe('no page asks for what its person may not have', () => {
  for (const role of ['candidate', 'member', 'recruiter', 'manager', 'admin']) {
    it(role, async () => {
      const client = await house.user({ role, company: 'Права' });
      const visitor = await visit(browser, house, { client });
      const refused = [];
      visitor.page.on('response', (answer) => {
        if ([401, 403].includes(answer.status())) refused.push(`${answer.request().method()} ${answer.url()}`);
      });
      for (const path of PATHS) {
        await visitor.open(path);
        assert.deepEqual(refused, [], path);
      }
      await end(visitor);
    });
  }

  it('the first page of who does not hire is their own tasks', async () => {
    const client = await house.user({ role: 'member', company: 'Права' });
    const visitor = await visit(browser, house, { client, path: '/' });
    await visitor.see('На сегодня задач нет.');
    await visitor.accessible();
    await end(visitor);
  });
});
