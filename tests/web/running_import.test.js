// A running import in a browser: moves by itself, stops, is cancelled after a question; failures by remedy.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { end, inMain, startRecruiter } from './pages.js';
import { soon } from './soon.js';

const { house, me, open } = await startRecruiter({ role: 'admin', parse: 'all' });

describe('a running import', () => {
  let job;

  it('moves while one looks, stops at once, and can be called back', async () => {
    await house.up.huntflow.latency(150);
    job = await me.expect(202, 'POST', '/clickup/api/start-bulk-import', {
      account_id: house.up.huntflow.account,
      scope: 'all',
      delay_seconds: 0.3,
    });
    const visitor = await open('/');
    const { page } = visitor;
    await page.locator('.run').waitFor();
    await page.locator('.run').getByRole('link', { name: 'Открыть' }).click();
    await visitor.heading(`Импорт № ${job.id}`);
    await page.waitForFunction(() => Number(document.querySelector('progress#pg')?.value) >= 2);
    const seen = await page.evaluate(() => document.querySelector('progress#pg').value);
    await page.waitForFunction((n) => document.querySelector('progress#pg').value > n, seen);
    await visitor.accessible('running import');
    await inMain(visitor, 'button', 'Остановить').click();
    await page.locator('.titled .badge', { hasText: 'Остановлен' }).waitFor();
    await visitor.toast('Импорт остановлен');
    await visitor.takeBack('Продолжить');
    await page.locator('.titled .badge', { hasText: /Выполняется|Завершён/ }).waitFor();
    await end(visitor);
  });

  it('to cancel asks first, and staying changes nothing', async () => {
    const visitor = await open(`/clickup/bulk-import/${job.id}/`);
    const { page } = visitor;
    await inMain(visitor, 'button', 'Отменить импорт…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Оставить' }).click();
    await page.locator('.titled .badge', { hasText: 'Выполняется' }).waitFor();
    await inMain(visitor, 'button', 'Отменить импорт…').click();
    await visitor.accessible('question');
    await page.getByRole('dialog').getByRole('button', { name: 'Отменить импорт' }).click();
    await page.locator('.titled .badge', { hasText: 'Отменён' }).waitFor();
    await soon.equal(() => inMain(visitor, 'button', 'Продолжить').count(), 0);
    await house.up.huntflow.latency(0);
    await end(visitor);
  });

  it('failures stand by their remedy, and the button mends the group', async () => {
    await house.up.huntflow.fault({ kind: 'status', method: 'POST', path: '/applicants$', status: 400, times: 3 });
    const failing = await me.expect(202, 'POST', '/clickup/api/start-bulk-import', {
      account_id: house.up.huntflow.account,
      scope: 'all',
      delay_seconds: 0,
    });
    await house.until(
      async () => (await me.get(`/clickup/api/bulk-import-progress/${failing.id}`)).json.status === 'completed',
      { timeout: 90_000 },
    );
    await house.up.huntflow.clearFaults();
    const { failed_tasks: failed } = (await me.get(`/clickup/api/bulk-import-progress/${failing.id}`)).json;
    assert.ok(failed > 0);
    const visitor = await open(`/clickup/bulk-import/${failing.id}/`);
    await visitor.see(`Не удалось: ${failed}`);
    await visitor.see('Завершён с ошибками');
    await visitor.accessible('failures');
    await visitor.page.locator('.grps > li').first().waitFor();
    await inMain(visitor, 'button', 'Повторить все').click();
    await visitor.page.getByText('Ошибок нет').waitFor({ timeout: 60_000 });
    await end(visitor);
  });
});
