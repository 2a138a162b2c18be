// The ClickUp pages in a browser: views, columns, a file of the list; the webhook; runs of a sync; files and comments.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { visit } from './browser.js';
import { end, inMain, isSound, json, startRecruiter } from './pages.js';
import { soon } from './soon.js';

const { house, browser, me, open } = await startRecruiter();
const fresh = await house.user({ role: 'recruiter', company: 'Fresh', name: 'Ann Lee', locale: 'en' });

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
    await visitor.loaded();
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
    await soon.match(() => tab.innerText(), new RegExp(`${count}$`));
    await soon.equal(() => tab.getAttribute('aria-current'), 'page');
    await page.reload();
    await page.getByRole('columnheader', { name: 'Метки' }).waitFor();
    await visitor.loaded();
    await soon.equal(() => page.locator('tbody tr').count(), Math.min(20, Number(count)));
    await isSound(visitor, 'a view');
    await end(visitor);
  });

  it('a changed view is stored; renamed; deleted, and brought back', async () => {
    const visitor = await open('/clickup/tasks/');
    const { page } = visitor;
    await page.getByRole('link', { name: /Только / }).click();
    await page.waitForURL(/view=/);
    await visitor.loaded();
    await inMain(visitor, 'searchbox', 'Поиск по названию и описанию').fill('а');
    await page.waitForURL(/search=.*view=|view=.*search=/);
    await visitor.button('Сохранить изменения').click();
    await visitor.toast('сохранён');
    const [kept] = (await me.get('/clickup/api/views')).json;
    assert.equal(kept.filter.search, 'а');
    const menu = async (name) => {
      await visitor.button('Действия с видом').click();
      await page.getByRole('menuitem', { name }).click();
    };
    await menu('Переименовать…');
    await visitor.field('Название').fill('Новое имя');
    await page.getByRole('switch', { name: 'Показать коллегам' }).check();
    await visitor.button('Сохранить', page.getByRole('dialog')).click();
    await page.getByRole('link', { name: /Новое имя/ }).waitFor();
    await menu('Удалить вид');
    await visitor.toast('удалён');
    await soon.equal(async () => (await me.get('/clickup/api/views')).json.length, 0);
    await visitor.takeBack();
    await page.getByRole('link', { name: /Новое имя/ }).waitFor();
    const [again] = (await me.get('/clickup/api/views')).json;
    assert.deepEqual([again.name, again.shared, again.columns.includes('tags')], ['Новое имя', true, true]);
    await end(visitor);
  });

  it('tabs count what there is, and say nothing of none', async () => {
    const visitor = await open('/clickup/tasks/');
    const tab = (name) => visitor.page.locator('.views').getByRole('link', { name });
    await soon.match(() => tab(/^Все/).innerText(), /60$/);
    await soon.equal(() => tab(/^С ошибкой/).innerText(), 'С ошибкой');
    await end(visitor);
  });

  it('a colleague sees a shared view, and may not change it', async () => {
    const colleague = await house.user({ role: 'recruiter', company: 'Nova', name: 'Игорь Седов' });
    const visitor = await visit(browser, house, { client: colleague, path: '/clickup/tasks/' });
    await visitor.page.getByRole('link', { name: /Вид коллеги, Мария Лебедева: Новое имя/ }).click();
    await visitor.page.waitForURL(/view=/);
    await visitor.button('Действия с видом').click();
    await soon.deepEqual(
      () => visitor.page.locator('[role=menu] [role=menuitem]').allInnerTexts(),
      ['Сохранить как новый…', 'Скачать CSV…'],
    );
    await end(visitor);
  });

  it('the list comes as a file with the separator one chose', async () => {
    const visitor = await open('/clickup/tasks/?transfer=none');
    const { page } = visitor;
    await visitor.button('Действия с видом').click();
    await page.getByRole('menuitem', { name: 'Скачать CSV…' }).click();
    await visitor.accessible('export');
    await page.getByRole('radio', { name: /Табуляция/ }).check();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      visitor.link('Скачать', page.getByRole('dialog')).click(),
    ]);
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
    await page.locator('.bulk', { hasText: 'Выбрано 3' }).waitFor();
    await end(visitor);
  });
});

describe('the settings', () => {
  it('the next sync is said in words; events are turned on and off', async () => {
    await me.expect(200, 'POST', '/clickup/settings', { ...(await listOf()), auto_sync: true, sync_interval: 30 });
    const visitor = await open('/clickup/settings/');
    await visitor.see(/Следующая: .* через \d+ минут|вот-вот начнётся/);
    await visitor.see('События ClickUp');
    await isSound(visitor, 'settings');
    await visitor.button('Включить события').click();
    await visitor.see('Приходят');
    await soon.equal(async () => (await me.get('/clickup/api/webhook')).json.registered, true);
    await visitor.button('Отключить').click();
    await visitor.button('Отключить события').click();
    await visitor.see('Выключены');
    await soon.equal(async () => (await me.get('/clickup/api/webhook')).json.registered, false);
    await end(visitor);
  });

  it('a suspended webhook says so and is turned on again, then off', async () => {
    const hook = {
      registered: true,
      status: 'suspended',
      status_code: 'webhook.suspended',
      status_text: 'ClickUp остановил доставку после 100 сбоев.',
      fail_count: 100,
      events_received: 812,
      last_event_at: new Date(Date.now() - 3600_000).toISOString(),
      endpoint: 'https://hire.example/hooks/clickup/…',
      checked_at: new Date().toISOString(),
    };
    const visitor = await visit(browser, house, { client: me });
    const { page } = visitor;
    await page.route('**/clickup/api/webhook', (route) =>
      route.fulfill(
        json(
          {
            GET: hook,
            POST: { ...hook, status: 'active', status_text: '', fail_count: 0 },
            DELETE: { ...hook, registered: false, status: 'off', endpoint: null },
          }[route.request().method()],
        ),
      ),
    );
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
      data.attention = [
        {
          code: 'webhook.suspended',
          kind: 'webhook',
          title: 'ClickUp не присылает события',
          text: 'Доставка остановлена.',
          action: { label: 'Включить', href: '/clickup/settings/' },
        },
      ];
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
  return Object.fromEntries(
    ['team_id', 'space_id', 'folder_id', 'list_id', 'max_tasks', 'include_closed', 'subtasks'].map((name) => [
      name,
      now[name],
    ]),
  );
}

describe('runs of a sync', () => {
  it('bars over a month, and each run in a drawer with its changes and calls', async () => {
    const visitor = await open('/clickup/sync-logs/');
    const { page } = visitor;
    await page.getByRole('img', { name: /^Изменения задач по дням за месяц: новых/ }).waitFor();
    await page.getByRole('img', { name: /^Запуски синхронизации по дням за месяц: всего/ }).locator('canvas').waitFor();
    await isSound(visitor, 'sync logs');
    await page.locator('tbody .name').last().click();
    await page.waitForURL(/run=\d+/);
    await page.getByRole('dialog').getByRole('heading', { name: 'Новые' }).waitFor();
    await page.getByRole('dialog').getByText('GET').first().waitFor();
    await visitor.accessible('a run');
    const task = page.getByRole('dialog').locator('.rows a').first();
    const name = await task.innerText();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await soon.equal(() => visitor.path(), '/clickup/sync-logs/');
    await page.locator('tbody .name').last().click();
    await task.click();
    await visitor.heading(name);
    await visitor.loaded();
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
    const comments = Array.from({ length: 31 }, (_, i) => ({
      id: String(1000 - i),
      user: 'Олег',
      date: at(i),
      text: `Слово ${i}`,
    }));
    const asked = [];
    const read = at(1);
    await page.route(new RegExp(`/clickup/task/${id}(/refresh)?$`), async (route) => {
      if (route.request().headers().accept.includes('text/html')) return route.continue();
      const answer = await route.fetch();
      return route.fulfill({
        response: answer,
        json: {
          ...(await answer.json()),
          detailed_at: read,
          comments: comments.slice(0, 25),
          attachments: [
            { id: 'f1', title: 'CV.pdf', extension: 'pdf', size: 52000, date: at(5) },
            { id: 'f2', title: 'CV.docx', extension: 'docx', size: 900, date: at(5) },
          ],
        },
      });
    });
    await page.route(/\/comments\?/, (route) => {
      asked.push(new URL(route.request().url()).search);
      return route.fulfill(json({ comments: comments.slice(24), next: null }));
    });
    await visitor.open(`/clickup/task/${id}/`);
    const file = page.getByRole('link', { name: /^CV\.pdf/ });
    await soon.equal(() => file.getAttribute('href'), `/clickup/task/${id}/attachment/f1`);
    await soon.equal(() => file.getAttribute('target'), '_blank');
    await soon.match(
      () => page.getByRole('link', { name: 'CV.docx', exact: true }).getAttribute('href'),
      /f2\?download=1$/,
    );
    await soon.equal(() => page.getByRole('link', { name: 'Скачать CV.pdf' }).count(), 1);
    await visitor.button('Показать ещё').click();
    await visitor.see('Слово 30');
    await soon.equal(() => page.locator('.tl .said').count(), 31);
    await soon.equal(() => visitor.button('Показать ещё').count(), 0);
    assert.deepEqual(asked, [`?start=${new Date(comments[24].date).getTime()}&start_id=976`]);
    await isSound(visitor, 'a task');
    await end(visitor);
  });
});

describe('with none and in English', () => {
  it('empty pages say what will be here', async () => {
    const visitor = await visit(browser, house, { client: fresh, locale: 'en-GB' });
    const words = {
      '/clickup/tasks/': 'No tasks yet. Connect ClickUp or sync.',
      '/clickup/sync-logs/': 'No syncs yet. Run the first one.',
      '/clickup/auto-replies/': 'No auto-reply rules. Add the first.',
    };
    for (const [path, text] of Object.entries(words)) {
      await visitor.open(path);
      await visitor.see(text);
      await soon.doesNotMatch(() => visitor.page.locator('#main').innerText(), /[а-яА-Я]/, path);
      await isSound(visitor, path);
    }
    await end(visitor);
  });
});
