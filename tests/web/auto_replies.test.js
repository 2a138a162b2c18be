// Auto-replies in a browser: written, tried, switched on, deleted.
import { describe, it } from 'node:test';
import { end, isSound, json, startRecruiter } from './pages.js';
import { soon } from './soon.js';

const { me, open } = await startRecruiter();

describe('auto-replies', () => {
  const rules = async () => (await me.get('/clickup/api/auto-replies')).json;

  it('a rule is written, tried, kept, tried again, switched on and off, deleted', async () => {
    const word = /\p{L}{4,}/u.exec((await me.get('/clickup/tasks?page_size=1')).json[0].name)[0].toLowerCase();
    const visitor = await open('/clickup/auto-replies/');
    const { page } = visitor;
    await page.route(/auto-replies\/\d+\/log/, (route) =>
      route.fulfill({
        ...json([
          {
            id: 1,
            task_id: '86a',
            task_name: 'Волков',
            state: 'sent',
            text: '',
            attempts: 1,
            error_code: null,
            error_message: '',
            created_at: '2026-11-20T10:00:00Z',
            sent_at: '2026-11-20T10:00:00Z',
          },
        ]),
        headers: { 'X-Total-Count': '1' },
      }),
    );
    await visitor.see('Правил автоответа нет. Добавьте первое.');
    await visitor.accessible('no rules');
    await visitor.link('Добавить правило').click();
    await visitor.heading('Новое правило');
    await visitor.loaded();
    await visitor.button('Сохранить').click();
    await visitor.see('Исправьте 3 поля');
    await visitor.field('Название').fill('Ответ');
    await visitor.field('Слова и фразы').fill(`${word}\nkotlin`);
    await visitor.field('Ответ').fill('Здравствуйте, ');
    await page.getByRole('button', { name: /assignee/ }).click();
    await soon.equal(() => visitor.field('Ответ').inputValue(), 'Здравствуйте, {assignee}');
    await visitor.see('Здравствуйте, Мария Лебедева');
    await soon.equal(() => page.getByText('это название задачи целиком').count(), 0);
    await visitor.field('Ответ').fill('Здравствуйте, {name}');
    await visitor.see('Здравствуйте, Ковалёва Анна, Senior Java');
    await visitor.see('{task} и {name} — это название задачи целиком.');
    await visitor.field('Ответ').fill('Здравствуйте, ');
    await page.getByRole('button', { name: /first_name/ }).click();
    await visitor.see('Здравствуйте, Анна');
    await visitor.button('Проверить на прошлых задачах').click();
    await visitor.see(/^Подход(ит|ят) \d+ задач/);
    await page.locator('.tests .said', { hasText: 'Здравствуйте, ' }).first().waitFor();
    await soon.deepEqual(rules, []);
    await isSound(visitor, 'a rule');
    await visitor.button('Сохранить').click();
    await page.waitForURL(/rule=\d+/);
    await visitor.heading('Ответ');
    await visitor.see('Не проверено');
    await soon.equal(() => page.getByRole('switch', { name: /^Отвечать/ }).count(), 0);
    await visitor.button('Проверить на прошлых задачах').click();
    await page.getByRole('switch', { name: /^Отвечать/ }).check();
    await visitor.toast('включено');
    await soon.deepEqual(
      async () => (await rules()).map(({ enabled, keywords }) => [enabled, keywords]),
      [[true, [word, 'kotlin']]],
    );
    await visitor.see('Отправлен');
    await page.locator('.crumbs').getByRole('link', { name: 'Автоответы' }).click();
    await visitor.see(`Слова: ${word}, kotlin`);
    await isSound(visitor, 'rules');
    await page.getByRole('switch', { name: /^Отвечать\s*: Ответ/ }).uncheck();
    await visitor.toast('выключено');
    await visitor.link('Ответ').click();
    await visitor.button('Удалить').click();
    await visitor.button('Удалить', page.getByRole('dialog')).click();
    await visitor.see('Правил автоответа нет. Добавьте первое.');
    await soon.deepEqual(rules, []);
    await end(visitor);
  });

  it('an unknown placeholder is named; an expression takes the place of words; a wrong one says so', async () => {
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
    await soon.deepEqual(
      async () => (await rules()).map(({ regex, keywords }) => [regex, keywords]),
      [['qa|тест', []]],
    );
    await end(visitor);
  });

  it('the pages of a log are in the address: Back leads to the one before', async () => {
    const rule = { name: 'Журнал', keywords: ['kotlin'], reply: 'Здравствуйте' };
    const { id } = await me.expect(201, 'POST', '/clickup/api/auto-replies', rule);
    const visitor = await open(`/clickup/auto-replies/?rule=${id}`);
    const { page } = visitor;
    await page.route(/auto-replies\/\d+\/log/, (route) => {
      const second = new URL(route.request().url()).searchParams.get('after') === '20';
      const line = (n) => ({
        id: n, task_id: `86a${n}`, task_name: `Волков ${n}`, state: 'sent', text: '', attempts: 1, error_code: null,
        error_message: '', created_at: '2026-11-20T10:00:00Z', sent_at: '2026-11-20T10:00:00Z',
      });
      const headers = { 'X-Total-Count': '21', ...(!second && { Link: '</x?after=20>; rel="next"' }) };
      const rows = second ? [line(21)] : Array.from({ length: 20 }, (_, n) => line(n + 1));
      return route.fulfill({ ...json(rows), headers });
    });
    await page.reload();
    await visitor.see('1–20 из 21');
    await visitor.link('Дальше').click();
    await visitor.see('21–21 из 21');
    await soon.match(() => visitor.path(), /\?rule=\d+&page=2&after=20$/);
    await page.goBack();
    await visitor.see('1–20 из 21');
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
    await visitor.loaded();
    await end(visitor);
  });
});
