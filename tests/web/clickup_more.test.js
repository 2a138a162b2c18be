// More of ClickUp in a browser: views, columns, files; the webhook; auto-replies; undo; runs of a sync; attachments and comments.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, reaches, recruiter, start } from '../lib/recruiter.js';
import { startBrowser, visit } from './browser.js';

let house;
let browser;
let me;
let fresh;

before(async () => {
  [house, browser] = await Promise.all([startHouse({ upstreams: true, env: QUICK }), startBrowser()]);
  me = await recruiter(house, { tasks: { count: 60, pdf: 0.5 }, role: 'recruiter', company: 'Nova', name: 'Мария Лебедева' });
  fresh = await house.user({ role: 'recruiter', company: 'Fresh', name: 'Ann Lee', locale: 'en' });
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

const open = (path, opts) => visit(browser, house, { client: me, path, ...opts });
const inMain = (visitor, role, name) => visitor.page.locator('#main').getByRole(role, { name, exact: typeof name === 'string' });
const end = async (visitor) => {
  visitor.quiet();
  await visitor.close();
};

/* Both themes without an axe complaint, no sideways scroll from 320 px. */
async function sound(visitor, what) {
  for (const [theme, width] of [['light', 1440], ['dark', 1440], ['dark', 820], ['light', 390], ['light', 320]]) {
    await visitor.page.emulateMedia({ colorScheme: theme });
    await visitor.page.setViewportSize({ width, height: 900 });
    await visitor.noSideways(`${what} ${width}`);
    if (width !== 820 && width !== 320) await visitor.accessible(`${what} ${theme} ${width}`);
  }
  await visitor.page.emulateMedia({ colorScheme: 'light' });
  await visitor.page.setViewportSize({ width: 1440, height: 900 });
}

const json = (body, status = 200) => ({ status, contentType: 'application/json', body: JSON.stringify(body) });

describe('views', () => {
  it('a view is named, counted, kept with its columns, and its address is all it needs', async () => {
    const visitor = await open('/clickup/tasks/');
    const { page } = visitor;
    await inMain(visitor, 'button', 'Статус').click();
    const first = page.locator('.popbox label').first();
    const [status, count] = (await first.innerText()).split('\n').map((text) => text.trim());
    await first.locator('span').first().click();
    await page.waitForURL(/status=/);
    await page.keyboard.press('Escape');
    await visitor.rest();
    await visitor.button('Столбцы таблицы').click();
    await page.locator('.popbox').getByText('Метки').click();
    await page.getByRole('columnheader', { name: 'Метки' }).waitFor();
    await page.keyboard.press('Escape');
    await visitor.button('Сохранить вид').click();
    await visitor.accessible('new view');
    await visitor.button('Сохранить', page.getByRole('dialog')).click();
    await page.getByRole('dialog').getByText('Заполните это поле').waitFor();
    await visitor.field('Название').fill(`Только ${status}`);
    await visitor.button('Сохранить', page.getByRole('dialog')).click();
    await visitor.toast('сохранён');
    await page.waitForURL(/view=\d+/);
    const tab = page.getByRole('link', { name: new RegExp(`Только ${status}`) });
    assert.match(await tab.innerText(), new RegExp(`${count}$`));
    assert.equal(await tab.getAttribute('aria-current'), 'page');
    await page.reload();
    await page.getByRole('columnheader', { name: 'Метки' }).waitFor();
    await visitor.rest();
    assert.equal(await page.locator('tbody tr').count(), Math.min(20, Number(count)));
    await sound(visitor, 'a view');
    await end(visitor);
  });

  it('a changed view is stored; renamed; deleted, and brought back', async () => {
    const visitor = await open('/clickup/tasks/');
    const { page } = visitor;
    await page.getByRole('link', { name: /Только / }).click();
    await page.waitForURL(/view=/);
    await visitor.rest();
    await inMain(visitor, 'searchbox', 'Поиск по названию и описанию').fill('а');
    await page.waitForURL(/search=.*view=|view=.*search=/);
    await visitor.button('Сохранить изменения').click();
    await visitor.toast('сохранён');
    const [kept] = (await me.get('/clickup/api/views')).json;
    assert.equal(kept.filter.search, 'а');
    const menu = async (name) => {
      await visitor.button('Действия с видом').click();
      await visitor.button(name).click();
    };
    await menu('Переименовать…');
    await visitor.field('Название').fill('Новое имя');
    await page.getByRole('switch', { name: 'Показать коллегам' }).check();
    await visitor.button('Сохранить', page.getByRole('dialog')).click();
    await page.getByRole('link', { name: /Новое имя/ }).waitFor();
    await menu('Удалить вид');
    await visitor.toast('удалён');
    assert.equal((await me.get('/clickup/api/views')).json.length, 0);
    await page.locator('.toast').getByRole('button', { name: 'Вернуть' }).click();
    await page.getByRole('link', { name: /Новое имя/ }).waitFor();
    const [again] = (await me.get('/clickup/api/views')).json;
    assert.deepEqual([again.name, again.shared, again.columns.includes('tags')], ['Новое имя', true, true]);
    await end(visitor);
  });

  it('a colleague sees a shared view, and may not change it', async () => {
    const colleague = await house.user({ role: 'recruiter', company: 'Nova', name: 'Игорь Седов' });
    const visitor = await visit(browser, house, { client: colleague, path: '/clickup/tasks/' });
    await visitor.page.getByRole('link', { name: /Вид коллеги, Мария Лебедева: Новое имя/ }).click();
    await visitor.page.waitForURL(/view=/);
    await visitor.button('Действия с видом').click();
    assert.deepEqual(await visitor.page.locator('.popmenu li').allInnerTexts(), ['Сохранить как новый…', 'Скачать CSV…']);
    await end(visitor);
  });

  it('the list comes as a file with the separator one chose', async () => {
    const visitor = await open('/clickup/tasks/?transfer=none');
    const { page } = visitor;
    await visitor.button('Действия с видом').click();
    await visitor.button('Скачать CSV…').click();
    await visitor.accessible('export');
    await page.getByRole('radio', { name: /Табуляция/ }).check();
    const [download] = await Promise.all([page.waitForEvent('download'), visitor.link('Скачать', page.getByRole('dialog')).click()]);
    const text = readFileSync(await download.path(), 'utf8');
    assert.equal(text.charCodeAt(0), 0xfeff);
    const [head, ...rows] = text.trim().split(/\r?\n/);
    assert.match(head, /^.?Название\tСтатус\t/);
    assert.ok(rows.length >= 60, `${rows.length} rows`);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('keys and the bulk bar work as before', async () => {
    const visitor = await open('/clickup/tasks/');
    const { page } = visitor;
    await page.locator('tbody tr').nth(19).waitFor();
    for (const key of ['j', 'x', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
    await page.locator('.bulk', { hasText: 'Выбраны 3' }).waitFor();
    await end(visitor);
  });
});

describe('the settings', () => {
  it('the next sync is said in words; events are turned on and off', async () => {
    await me.expect(200, 'POST', '/clickup/settings', { ...(await listOf()), auto_sync: true, sync_interval: 30 });
    const visitor = await open('/clickup/settings/');
    await visitor.see(/Следующая: .* через \d+ минут|вот-вот начнётся/);
    await visitor.see('События ClickUp');
    await sound(visitor, 'settings');
    await visitor.button('Включить события').click();
    await visitor.see('Приходят');
    assert.equal((await me.get('/clickup/api/webhook')).json.registered, true);
    await visitor.button('Отключить').click();
    await visitor.button('Отключить события').click();
    await visitor.see('Выключены');
    assert.equal((await me.get('/clickup/api/webhook')).json.registered, false);
    await end(visitor);
  });

  it('a suspended webhook says so and is turned on again, then off', async () => {
    const hook = { registered: true, status: 'suspended', status_code: 'webhook_suspended', status_text: 'ClickUp остановил доставку после 100 сбоев.', fail_count: 100, events_received: 812, last_event_at: new Date(Date.now() - 3600_000).toISOString(), endpoint: 'https://hire.example/hooks/clickup/…', checked_at: new Date().toISOString() };
    const visitor = await visit(browser, house, { client: me });
    const { page } = visitor;
    await page.route('**/clickup/api/webhook', (route) => route.fulfill(json({ GET: hook, POST: { ...hook, status: 'active', status_text: '', fail_count: 0 }, DELETE: { ...hook, registered: false, status: 'off', endpoint: null } }[route.request().method()])));
    await visitor.open('/clickup/settings/');
    await visitor.see('Остановлены ClickUp');
    await visitor.see('ClickUp остановил доставку после 100 сбоев.');
    await visitor.accessible('a suspended webhook');
    await visitor.button('Включить снова').click();
    await visitor.toast('События включены');
    await visitor.see('Приходят');
    await visitor.button('Отключить').click();
    await visitor.button('Отключить события').click();
    await visitor.toast('События отключены');
    await visitor.see('Выключены');
    await end(visitor);
  });

  it('the dashboard shows what the server says about it', async () => {
    const visitor = await visit(browser, house, { client: me });
    await visitor.page.route(/\/clickup$/, async (route) => {
      const answer = await route.fetch();
      const data = await answer.json();
      data.attention = [{ code: 'webhook_suspended', kind: 'webhook', title: 'ClickUp не присылает события', text: 'Доставка остановлена.', action: { label: 'Включить', href: '/clickup/settings/' } }];
      route.fulfill({ response: answer, json: data });
    });
    await visitor.open('/');
    await visitor.see('ClickUp не присылает события');
    await visitor.page.locator('.att').getByRole('link', { name: 'Включить' }).click();
    await visitor.heading('ClickUp');
    await end(visitor);
  });
});

async function listOf() {
  const { json: now } = await me.get('/clickup/settings');
  return Object.fromEntries(['team_id', 'space_id', 'folder_id', 'list_id', 'max_tasks', 'include_closed', 'subtasks'].map((name) => [name, now[name]]));
}

describe('runs of a sync', () => {
  it('bars over a month, and each run in a drawer with its changes and calls', async () => {
    const visitor = await open('/clickup/sync-logs/');
    const { page } = visitor;
    await page.getByRole('img', { name: /^Изменения задач по дням за месяц: новых/ }).waitFor();
    assert.equal(await page.locator('.bars').first().locator('i').count(), 30);
    await sound(visitor, 'sync logs');
    await page.locator('tbody .name').last().click();
    await page.waitForURL(/run=\d+/);
    await page.getByRole('dialog').getByRole('heading', { name: 'Новые' }).waitFor();
    await page.getByRole('dialog').getByText('GET').first().waitFor();
    await visitor.accessible('a run');
    const task = page.getByRole('dialog').locator('.rows a').first();
    const name = await task.innerText();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(visitor.path(), '/clickup/sync-logs/');
    await page.goBack();
    await task.click();
    await visitor.heading(name);
    await visitor.rest();
    await end(visitor);
  });
});

describe('files and comments of a task', () => {
  it('a file opens through us, without the key; comments go on page by page', async () => {
    const { json: tasks } = await me.get('/clickup/tasks?cv=pdf');
    const id = tasks.length ? tasks[0].task_id : (await me.get('/clickup/tasks?page_size=1')).json[0].task_id;
    const visitor = await visit(browser, house, { client: me });
    const { page } = visitor;
    const at = (n) => new Date(Date.now() - n * 60_000).toISOString();
    const comments = Array.from({ length: 31 }, (_, i) => ({ id: String(1000 - i), user: 'Олег', date: at(i), text: `Слово ${i}` }));
    const asked = [];
    const read = at(1);
    await page.route(new RegExp(`/clickup/task/${id}(/refresh)?$`), async (route) => {
      if (route.request().headers().accept.includes('text/html')) return route.continue();
      const answer = await route.fetch();
      return route.fulfill({ response: answer, json: { ...(await answer.json()), detailed_at: read, comments: comments.slice(0, 25), attachments: [{ id: 'f1', title: 'CV.pdf', extension: 'pdf', size: 52000, date: at(5) }, { id: 'f2', title: 'CV.docx', extension: 'docx', size: 900, date: at(5) }] } });
    });
    await page.route(/\/comments\?/, (route) => {
      asked.push(new URL(route.request().url()).search);
      return route.fulfill(json({ comments: comments.slice(24), next: null }));
    });
    await visitor.open(`/clickup/task/${id}/`);
    const file = page.getByRole('link', { name: /^CV\.pdf/ });
    assert.equal(await file.getAttribute('href'), `/clickup/task/${id}/attachment/f1`);
    assert.equal(await file.getAttribute('target'), '_blank');
    assert.match(await page.getByRole('link', { name: 'CV.docx', exact: true }).getAttribute('href'), /f2\?download=1$/);
    assert.equal(await page.getByRole('link', { name: 'Скачать CV.pdf' }).count(), 1);
    await visitor.button('Показать ещё').click();
    await visitor.see('Слово 30');
    assert.equal(await page.locator('.tl .said').count(), 31);
    assert.equal(await visitor.button('Показать ещё').count(), 0);
    assert.deepEqual(asked, [`?start=${new Date(comments[24].date).getTime()}&start_id=976`]);
    await sound(visitor, 'a task');
    await end(visitor);
  });
});

describe('the dialog of an undo', () => {
  const job = (more) => ({ id: 5, status: 'completed', total_tasks: 12, processed_tasks: 12, successful_tasks: 10, failed_tasks: 0, skipped_tasks: 2, failed_task_ids: [], progress_percentage: 100, remaining: 0, account_id: 11, account_name: 'Nova', vacancy_id: 3, vacancy_name: 'Java', status_id: 1, status_name: 'Новые', scope: 'all', delay_seconds: 0, source: 'Входящие', created_by: 'Мария Лебедева', created_at: '2026-11-20T10:00:00Z', started_at: '2026-11-20T10:00:00Z', completed_at: '2026-11-20T10:04:00Z', updated_at: '2026-11-20T10:04:00Z', failures: [], speed: [], working: [], undo: null, ...more });
  const stub = async (visitor, state) => {
    const { page } = visitor;
    await page.route('**/clickup/api/bulk-import-progress/5', (route) => route.fulfill(json(state.job)));
    await page.route('**/accounts/11/statuses', (route) => route.fulfill(json([{ id: 1, name: 'Новые', type: 'user' }, { id: 8, name: 'Отказ', type: 'trash' }, { id: 9, name: 'Чёрный список', type: 'trash' }])));
    await page.route('**/accounts/11/rejection-reasons', (route) => route.fulfill(json([{ id: 41, name: 'Загружен по ошибке' }])));
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
    await visitor.button('Отменить перенос…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Речь о 10 кандидатах').waitFor();
    const deed = dialog.getByRole('button', { name: /^Перевести 10 в отказ/ });
    assert.ok(await deed.isDisabled());
    await dialog.getByLabel('Этап отказа').selectOption({ label: 'Отказ' });
    await dialog.getByLabel(/Причина отказа/).selectOption({ label: 'Загружен по ошибке' });
    await sound(visitor, 'undo');
    await deed.click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(state.asked, { mode: 'reject', vacancy_id: 3, status_id: 8, rejection_reason_id: 41 });
    await visitor.see('Отменяем перенос');
    await visitor.see('4 из 10');
    state.job = job({ undo: { mode: 'reject', state: 'done', total: 10, done: 9, failed: 1, failures: [{ task_id: '86a', name: 'Волков', error_code: 'x', error_message: 'Huntflow отказал.' }] } });
    await visitor.see('Перенос отменён: 9 кандидатов');
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
    assert.match(await visitor.link('Скачать', page.getByRole('dialog')).getAttribute('href'), /^\/clickup\/api\/bulk-import-csv\/5\?separator=semicolon$/);
    await page.keyboard.press('Escape');
    await visitor.button('Отменить перенос…').click();
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
    await visitor.button('Отменить перенос…').click();
    await page.getByRole('radio', { name: /Удалить из Huntflow/ }).check();
    await visitor.button(new RegExp(`^Удалить ${made} `), page.getByRole('dialog')).click();
    await visitor.see(new RegExp(`Перенос отменён: ${made} `));
    assert.equal(await visitor.button('Отменить перенос…').count(), 0);
    await visitor.button('CSV').click();
    const [download] = await Promise.all([page.waitForEvent('download'), visitor.link('Скачать', page.getByRole('dialog')).click()]);
    assert.equal(readFileSync(await download.path(), 'utf8').match(/Перенос отменён/g).length, made);
    await end(visitor);
  });
});

describe('auto-replies', () => {
  const rules = async () => (await me.get('/clickup/api/auto-replies')).json;

  it('a rule is written, tried, kept, tried again, switched on and off, deleted', async () => {
    const word = /\p{L}{4,}/u.exec((await me.get('/clickup/tasks?page_size=1')).json[0].name)[0].toLowerCase();
    const visitor = await open('/clickup/auto-replies/');
    const { page } = visitor;
    await page.route(/auto-replies\/\d+\/log/, (route) => route.fulfill({ ...json([{ id: 1, task_id: '86a', task_name: 'Волков', state: 'sent', text: '', attempts: 1, error_code: null, error_message: '', created_at: '2026-11-20T10:00:00Z', sent_at: '2026-11-20T10:00:00Z' }]), headers: { 'X-Total-Count': '1' } }));
    await visitor.see('Правил автоответа нет. Добавьте первое.');
    await visitor.accessible('no rules');
    await visitor.link('Добавить правило').click();
    await visitor.heading('Новое правило');
    await visitor.rest();
    await visitor.button('Сохранить').click();
    await visitor.see('Исправьте 3 поля');
    await visitor.field('Название').fill('Ответ');
    await visitor.field('Слова и фразы').fill(`${word}\nkotlin`);
    await visitor.field('Ответ').fill('Здравствуйте, ');
    await page.getByRole('button', { name: /assignee/ }).click();
    assert.equal(await visitor.field('Ответ').inputValue(), 'Здравствуйте, {assignee}');
    await visitor.see('Здравствуйте, Мария Лебедева');
    await visitor.button('Проверить на прошлых задачах').click();
    await visitor.see(/^Подход(ит|ят) \d+ задач/);
    await page.locator('.tests .said', { hasText: 'Здравствуйте, ' }).first().waitFor();
    assert.deepEqual(await rules(), []);
    await sound(visitor, 'a rule');
    await visitor.button('Сохранить').click();
    await page.waitForURL(/rule=\d+/);
    await visitor.heading('Ответ');
    await visitor.see('Не проверено');
    assert.equal(await visitor.button('Включить').count(), 0);
    await visitor.button('Проверить на прошлых задачах').click();
    await visitor.button('Включить').click();
    await visitor.toast('включено');
    assert.deepEqual((await rules()).map(({ enabled, keywords }) => [enabled, keywords]), [[true, [word, 'kotlin']]]);
    await visitor.see('Отправлен');
    await page.locator('.crumbs').getByRole('link', { name: 'Автоответы' }).click();
    await visitor.see(`Слова: ${word}, kotlin`);
    await sound(visitor, 'rules');
    await visitor.button('Выключить').click();
    await visitor.toast('выключено');
    await visitor.link('Ответ').click();
    await visitor.button('Удалить').click();
    await visitor.button('Удалить', page.getByRole('dialog')).click();
    await visitor.see('Правил автоответа нет. Добавьте первое.');
    assert.deepEqual(await rules(), []);
    await end(visitor);
  });

  it('a placeholder that does not exist is named; an expression takes the place of words; a wrong one says so', async () => {
    const visitor = await open('/clickup/auto-replies/?rule=new');
    await visitor.field('Название').fill('QA');
    await visitor.button('Выражение').click();
    await visitor.field('Регулярное выражение').fill('qa(');
    await visitor.field('Ответ').fill('Привет, {nmae}');
    await visitor.button('Сохранить').click();
    await visitor.see('Таких вставок нет: {nmae}');
    await visitor.field('Ответ').fill('Привет, {name}');
    visitor.expect(/400/);
    await visitor.button('Сохранить').click();
    await visitor.page.locator('.monofield .err').waitFor();
    await visitor.field('Регулярное выражение').fill('qa|тест');
    await visitor.button('Сохранить').click();
    await visitor.page.waitForURL(/rule=\d+/);
    assert.deepEqual((await rules()).map(({ regex, keywords }) => [regex, keywords]), [['qa|тест', []]]);
    await end(visitor);
  });

  it('they are in the navigation and in the Ctrl-K box', async () => {
    const visitor = await open('/');
    const { page } = visitor;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('автоотв');
    await page.getByRole('option', { name: /Автоответы/ }).waitFor();
    await page.keyboard.press('Enter');
    await visitor.heading('Автоответы');
    await visitor.rest();
    await end(visitor);
  });
});

describe('with none and in English', () => {
  it('empty pages say what will be here', async () => {
    const visitor = await visit(browser, house, { client: fresh, locale: 'en-GB' });
    const words = { '/clickup/tasks/': 'No tasks yet. Connect ClickUp or sync.', '/clickup/sync-logs/': 'No syncs yet. Run the first.', '/clickup/auto-replies/': 'No auto-reply rules. Add the first.' };
    for (const [path, text] of Object.entries(words)) {
      await visitor.open(path);
      await visitor.see(text);
      assert.doesNotMatch(await visitor.page.locator('#main').innerText(), /[а-яА-Я]/, path);
      await sound(visitor, path);
    }
    await end(visitor);
  });
});
