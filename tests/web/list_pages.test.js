// Back and forth in lists whose pages have no numbers for the server: «Назад» is the page before, also after a reload.
import { describe, it } from 'node:test';
import { visit } from './browser.js';
import { end, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const boss = await house.user({ role: 'admin', company: 'Nova', name: 'Мария Лебедева' });
const who = [boss.user.company.id, boss.user.id];
await house.sql(`INSERT INTO audit (company_id, user_id, action, object) SELECT ?, ?, 'token.create', seq
  FROM seq_1_to_70`, who);
await house.sql(`INSERT INTO api_call (company_id, user_id, provider, log_type, method, endpoint, status_code, answer)
  SELECT ?, ?, 'huntflow', 'GET', 'GET', CONCAT('/accounts/', seq), 200, 200 FROM seq_1_to_70`, who);
await house.sql(`INSERT INTO call_month (company_id, provider, month, user_id, log_type, method, answer, calls, good)
  SELECT company_id, provider, DATE_FORMAT(NOW(), '%Y-%m-01'), user_id, log_type, method, answer, COUNT(*), 0
  FROM api_call WHERE user_id = ? GROUP BY user_id, log_type, method, answer`, [boss.user.id]);
await house.sql(`INSERT INTO integration_log (company_id, integration_id, platform, name, operation, status, user_id)
  SELECT ?, seq, 'hh_ru', seq, 'search', 'success', ? FROM seq_1_to_70`, who);
for (let n = 0; n < 70; n += 10) {
  const links = Array.from({ length: 10 }, (_, i) => `https://www.linkedin.com/in/person-${n + i}`);
  await boss.expect(201, 'POST', '/api/v1/inbox/links', { text: links.join('\n') });
}

const LISTS = {
  'the audit': '/admin/audit/?action=token',
  'the log of calls': '/huntflow/logs/',
  'the log of job boards': '/integrations/?tab=logs',
  'the inbox': '/inbox/',
};

describe('the page before', () => {
  for (const [name, path] of Object.entries(LISTS)) {
    it(`of ${name}`, async () => {
      const visitor = await visit(browser, house, { client: boss, path });
      const { page } = visitor;
      const rows = page.locator('main table.cards tbody');
      const place = page.locator('.pager > span').first();
      const shows = (from) => soon.match(() => place.innerText(), new RegExp(`^${from}–`));
      const turn = async (link, from) => {
        await visitor.link(link, page.locator('.pager')).click();
        await shows(from);
        await visitor.loaded();
      };
      await shows(1);
      await visitor.loaded();
      const first = await rows.innerText();
      await turn('Дальше', 21);
      await soon.notEqual(() => rows.innerText(), first);
      const second = await rows.innerText();
      await turn('Дальше', 41);
      await soon.ok(async () => ![first, second].includes(await rows.innerText()));
      const address = visitor.path();
      await page.reload();
      await shows(41);
      await turn('Назад', 21);
      await soon.equal(() => rows.innerText(), second);
      await turn('Назад', 1);
      await soon.equal(() => rows.innerText(), first);
      await end(visitor);
      const other = await visit(browser, house, { client: boss, path: address });
      await soon.equal(() => other.link('К началу списка', other.page.locator('.pager')).count(), 1);
      await other.link('К началу списка', other.page.locator('.pager')).click();
      await soon.match(() => other.page.locator('.pager > span').first().innerText(), /^1–/);
      await end(other);
    });
  }
});
