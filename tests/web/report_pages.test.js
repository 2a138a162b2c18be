// What became of candidates: pictures and tables, narrowed by period and source, as a file; nobody found; a failure.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  asked, costs, daysOf, funnel, priceOf, query, spans,
} from '../../www/js/pages/candidates/reports-rules.js';
import { visit } from './browser.js';
import { end, inMain, isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const API = '/api/v1/candidates';

describe('the rules of reports', () => {
  const read = (text) => query.read(new URLSearchParams(text));

  it('ask for whole days up to today', () => {
    assert.deepEqual(asked(read(''), '2026-03-01'), { from: '2026-01-31', to: '2026-03-01' });
    assert.deepEqual(asked(read('days=7&integration=0'), '2026-03-01'),
      { from: '2026-02-23', to: '2026-03-01', integration_id: '0' });
    assert.equal(daysOf(read('days=99999')), 30);
    assert.equal(asked(read('integration=x'), '2026-03-01').integration_id, undefined);
  });

  it('say which share came on', () => {
    const total = { found: 9, persons: 8, keep: 4, hide: 1, contact: 0, import: 1, huntflow: 2, hired: 1 };
    assert.deepEqual(funnel(total).map(({ share }) => share), [null, 0.5, 0, null, null, 0.5]);
    assert.deepEqual(costs({ contact: 10, import: 4, huntflow: 0, hired: 2 }, 30),
      { spent: 300, imported: 75, huntflow: null, hired: 150 });
  });

  it('take a price as people write it', () => {
    assert.deepEqual(['1 250,50', '0', '', '-1', 'NaN', '1e300', 'abc'].map(priceOf),
      [1250.5, 0, null, null, null, null, null]);
  });

  it('draw long periods by weeks, the last one whole', () => {
    const days = Array.from({ length: 365 }, (_, i) => ({ day: `d${i}`, persons: 1, import: 0 }));
    const rows = spans(days);
    assert.deepEqual([rows.length, rows[0].persons, rows.at(-1).persons, rows.at(-1).to], [53, 1, 7, 'd364']);
    assert.equal(spans(days.slice(0, 30)).length, 30);
  });
});

describe('the page of reports', () => {
  const open = (client, opts) => visit(browser, house, { client, path: '/candidates/reports/', ...opts });

  it('sources of two boards that have one name are told apart', async () => {
    const admin = await house.user({ role: 'admin', company: 'Тёзки' });
    for (const platform of ['hh_ru', 'superjob']) {
      await admin.expect(201, 'POST', '/api/integrations/', { platform, name: 'Основная' });
    }
    const visitor = await open(admin);
    await inMain(visitor, 'button', 'Источник').click();
    for (const name of ['HH.ru: Основная', 'SuperJob: Основная']) {
      await visitor.page.locator('.popbox').getByText(name, { exact: true }).waitFor();
    }
    await end(visitor);
  });

  it('shows what became of people, and gives it as a file', async () => {
    const me = await house.user({ role: 'recruiter', company: 'Отчёты', name: 'Мария Лебедева' });
    const ids = [];
    for (const name of ['Анна', 'Борис', 'Вера']) {
      ids.push((await me.expect(201, 'POST', API, { first_name: name, email: `${ids.length}@report.by` })).id);
    }
    await me.expect(200, 'POST', `${API}/bulk`, { ids: ids.slice(0, 2), state: 'keep' });
    const visitor = await open(me);
    const { page } = visitor;
    await visitor.heading('Отчёты по кандидатам');
    const share = page.locator('.shares li').filter({ hasText: 'Оставлено' });
    await share.locator('small').getByText('67 %').waitFor();
    await page.getByRole('row').filter({ hasText: 'Мария Лебедева' }).waitFor();
    await page.getByRole('cell', { name: 'меньше минуты' }).first().waitFor();
    await page.getByLabel('Цена одного контакта').fill('100');
    await page.getByText('Потрачено').waitFor();
    await isSound(visitor, 'reports');
    await page.getByRole('button', { name: 'Выгрузить CSV' }).click();
    await page.getByRole('menuitem', { name: 'Рекрутеры' }).click();
    const href = await page.getByRole('dialog').getByRole('link', { name: /Скачать|Выгрузить/ }).getAttribute('href');
    await soon.match(async () => (await me.get(href)).text, /Мария Лебедева;2/);
    await page.keyboard.press('Escape');
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/ir-reports.png`, fullPage: true });
    await end(visitor);
  });

  it('is narrowed by its address', async () => {
    const me = await house.user({ role: 'recruiter', company: 'Отчёты 2' });
    await me.expect(201, 'POST', API, { first_name: 'Анна' });
    const visitor = await open(me, {
      path: '/candidates/reports/?days=365&integration=0', size: 'phone', theme: 'dark',
    });
    await visitor.see('по неделям');
    await isSound(visitor, 'reports phone');
    if (process.env.SHOTS) {
      await visitor.page.screenshot({ path: `${process.env.SHOTS}/ir-reports-phone.png`, fullPage: true });
    }
    await end(visitor);
  });

  it('leads on where nobody was found', async () => {
    const visitor = await open(await house.user({ role: 'recruiter', company: 'Отчёты 3' }));
    await visitor.see('За этот срок никого не нашли.');
    await visitor.page.getByRole('link', { name: 'Найти на площадках' }).waitFor();
    await visitor.accessible('reports empty');
    await end(visitor);
  });

  it('says what failed, with a way to try again', async () => {
    const client = await house.user({ role: 'recruiter', company: 'Отчёты 4' });
    const visitor = await open(client, { path: '/candidates/' });
    await visitor.page.route('**/api/v1/reports/**', (route) => route.fulfill({ status: 503, body: '' }));
    visitor.expect(/503/);
    await visitor.open('/candidates/reports/');
    await visitor.page.getByRole('button', { name: /Повторить/ }).waitFor();
    await end(visitor);
  });
});
