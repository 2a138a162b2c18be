// An import is undone in a browser: the dialog, the progress, what is left of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { reaches, start } from '../lib/recruiter.js';
import { visit } from './browser.js';
import { end, isSound, json, startRecruiter } from './pages.js';
import { soon } from './soon.js';

const { house, browser, me, open } = await startRecruiter();

describe('the dialog of an undo', () => {
  const job = (more) => ({
    id: 5,
    kind: 'clickup',
    status: 'completed',
    total_tasks: 12,
    processed_tasks: 12,
    successful_tasks: 10,
    failed_tasks: 0,
    skipped_tasks: 2,
    failed_task_ids: [],
    progress_percentage: 100,
    remaining: 0,
    account_id: 11,
    account_name: 'Nova',
    vacancy_id: 3,
    vacancy_name: 'Java',
    status_id: 1,
    status_name: 'Новые',
    scope: 'all',
    delay_seconds: 0,
    source: 'Входящие',
    created_by: 'Мария Лебедева',
    created_at: '2026-11-20T10:00:00Z',
    started_at: '2026-11-20T10:00:00Z',
    completed_at: '2026-11-20T10:04:00Z',
    updated_at: '2026-11-20T10:04:00Z',
    failures: [],
    speed: [],
    working: [],
    undo: null,
    ...more,
  });
  const stub = async (visitor, state) => {
    const { page } = visitor;
    await page.routeWebSocket(/\/ws\/tasks\/$/, (line) => { state.line = line; });
    await page.route('**/clickup/api/bulk-import-progress/5', (route) => route.fulfill(json(state.job)));
    await page.route('**/clickup/api/bulk-import-items/5**', (route) => route.fulfill(json([])));
    await page.route('**/accounts/11/statuses', (route) =>
      route.fulfill(
        json([
          { id: 1, name: 'Новые', type: 'user' },
          { id: 8, name: 'Отказ', type: 'trash' },
          { id: 9, name: 'Чёрный список', type: 'trash' },
        ]),
      ),
    );
    await page.route('**/accounts/11/rejection-reasons', (route) =>
      route.fulfill(json([{ id: 41, name: 'Загружен по ошибке' }])),
    );
    await page.route('**/clickup/api/undo-bulk-import/5', (route) => {
      state.asked = route.request().postDataJSON();
      state.job = job({ undo: { mode: 'reject', state: 'running', total: 10, done: 4, failed: 0, failures: [] } });
      return route.fulfill(json(state.job, 202));
    });
  };

  it('says what will happen, asks for a stage, shows how far it is and what came of it', async () => {
    const visitor = await visit(browser, house, { client: me });
    const { page } = visitor;
    const state = { job: job() };
    await stub(visitor, state);
    await visitor.open('/clickup/bulk-import/5/');
    await visitor.button('Вернуть как было…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Речь о 10 кандидатах').waitFor();
    const deed = dialog.getByRole('button', { name: /^Перевести 10 в отказ/ });
    await soon.ok(() => deed.isDisabled());
    await dialog.getByLabel('Этап отказа').selectOption({ label: 'Отказ' });
    await dialog.getByLabel(/Причина отказа/).selectOption({ label: 'Загружен по ошибке' });
    await isSound(visitor, 'undo');
    await deed.click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(state.asked, { mode: 'reject', vacancy_id: 3, status_id: 8, rejection_reason_id: 41 });
    await visitor.see('Возвращаем, как было');
    await visitor.see('4 из 10');
    state.job = job({
      undo: {
        mode: 'reject',
        state: 'done',
        total: 10,
        done: 9,
        failed: 1,
        failures: [{ task_id: '86a', name: 'Волков', error_code: 'x', error_message: 'Huntflow отказал.' }],
      },
    });
    state.line.send(JSON.stringify({ type: 'import', at: '2026-11-20T10:05:00Z', data: state.job }));
    await visitor.see('Возвращено как было: 9 кандидатов');
    await visitor.see('Huntflow отказал.');
    await visitor.accessible('undone');
    await end(visitor);
  });

  it('removal needs no stage; its result is a file', async () => {
    const visitor = await visit(browser, house, { client: me });
    const { page } = visitor;
    const state = { job: job() };
    await stub(visitor, state);
    await visitor.open('/clickup/bulk-import/5/');
    await visitor.button('CSV').click();
    await soon.match(
      () => visitor.link('Скачать', page.getByRole('dialog')).getAttribute('href'),
      /^\/clickup\/api\/bulk-import-csv\/5\?separator=semicolon$/,
    );
    await page.keyboard.press('Escape');
    await visitor.button('Вернуть как было…').click();
    await page.getByRole('radio', { name: /Удалить из Huntflow/ }).check();
    await visitor.button('Удалить 10 кандидатов').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(state.asked, { mode: 'remove' });
    await end(visitor);
  });
});

describe('undo of an import', () => {
  it('what an import made is removed, and its file tells of it', async () => {
    const ids = (await me.get('/clickup/tasks?page_size=3')).json.map(({ task_id: id }) => id);
    const job = await start(me, { scope: 'selection', task_ids: ids });
    const done = await reaches(house, me, job.id, 'completed');
    const made = done.successful_tasks;
    const visitor = await open(`/clickup/bulk-import/${job.id}/`);
    const { page } = visitor;
    await visitor.button('Вернуть как было…').click();
    await page.getByRole('radio', { name: /Удалить из Huntflow/ }).check();
    await visitor.button(new RegExp(`^Удалить ${made} `), page.getByRole('dialog')).click();
    await visitor.see(new RegExp(`Возвращено как было: ${made} `));
    await soon.equal(() => visitor.button('Вернуть как было…').count(), 0);
    await visitor.button('CSV').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      visitor.link('Скачать', page.getByRole('dialog')).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    assert.equal(csv.match(/Возвращено как было/g).length, made);
    await end(visitor);
  });
});
