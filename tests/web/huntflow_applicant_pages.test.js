// An applicant in a browser: the way from the list to a stage, a CV, duplicates, the edit page.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { writePdf } from '../upstreams/pdf.js';
import { person as invented, cv } from '../upstreams/people.js';
import { SIZES } from './browser.js';
import { ACCOUNT, STAGE, TAG, base, startHuntflow } from './huntflow.js';
import { hold } from './pages.js';
import { soon } from './soon.js';

const { house, ready, one, newcomer, stored, there, open } = await startHuntflow();

describe('the way of an applicant', () => {
  let visitor;
  let page;
  before(async () => {
    visitor = await open(`${base}/applicants/`);
    page = visitor.page;
  });
  after(() => visitor?.close());

  it('is found by name and opened', async () => {
    await page.getByRole('searchbox', { name: 'Поиск кандидатов' }).fill('Ковалёва Анна');
    await page.waitForFunction(() => document.querySelectorAll('tbody .name').length === 1);
    await visitor.link('Ковалёва Анна').click();
    await visitor.heading('Ковалёва Анна');
    await visitor.loaded();
    await soon.equal(() => page.locator('.stages [aria-current]').innerText(), 'Новые');
    await visitor.see('Spring Boot');
  });

  it('a wrong address is explained at its field; a mended one is saved', async () => {
    await visitor.field('Почта').fill('anna.k@example,com');
    await page.locator('.pform').getByRole('button', { name: 'Сохранить' }).click();
    await visitor.see('Исправьте на anna.k@example.com');
    await visitor.see('Исправьте 1 поле');
    await visitor.field('Почта').fill('anna.new@example.com');
    await visitor.field('Должность').fill('Java Team Lead');
    await visitor.field('Должность').press('Control+Enter');
    await visitor.toast('Сохранено');
    const row = await there(one);
    assert.deepEqual([row.email, row.position, row.company], ['anna.new@example.com', 'Java Team Lead', 'Линия']);
  });

  it('a comment is sent by Ctrl-Enter and stands on top of the history', async () => {
    await visitor.button('Комментарий').first().click();
    await page.locator('.comment').getByLabel('Комментарий').fill(
      'Готова выйти через две недели: https://app.clickup.com/t/86#hw-5',
    );
    await page.locator('.comment textarea').press('Control+Enter');
    await visitor.toast('Комментарий добавлен');
    await page.locator('.tl li').filter({ hasText: 'Готова выйти через две недели' }).waitFor();
    const chip = page.locator('.said').getByRole('link', { name: 'ClickUp', exact: true });
    await soon.equal(() => chip.getAttribute('href'), 'https://app.clickup.com/t/86#hw-5');
    await soon.doesNotMatch(() => page.locator('.said').first().innerText(), /hw-5/, 'a mark for machines');
    const release = await hold(page, '**/logs/?*type=COMMENT*');
    await visitor.button('Комментарии').click();
    await page.locator('.history .skels').waitFor();
    await soon.equal(() => page.locator('.tl li').count(), 0, 'no line of another kind');
    release();
    await soon.equal(() => page.locator('.tl li').count(), 1);
    await visitor.button('Всё').click();
  });

  it('a tag is added without losing others', async () => {
    await visitor.button(/Добавить метку|Изменить метки/).click();
    await page.getByRole('dialog').getByRole('checkbox').first().check();
    await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.head .badge.tag').waitFor();
    await soon.deepEqual(async () => (await there(one)).tags, [TAG]);
  });

  it('goes to another stage with a comment', async () => {
    await visitor.button('Сменить этап').click();
    const dialog = page.getByRole('dialog');
    await visitor.accessible('the stage dialog');
    await dialog.getByRole('button', { name: 'Сменить этап' }).click();
    await dialog.getByText('Выберите этап').waitFor();
    await dialog.getByRole('radio', { name: 'Команда' }).check();
    await dialog.getByLabel(/Комментарий/).fill('Сильный кандидат');
    await dialog.getByRole('button', { name: 'Сменить этап' }).click();
    await visitor.toast('Этап: Команда');
    await page.locator('.stages .now').filter({ hasText: 'Команда' }).waitFor();
    await visitor.see('Этап: Новые → Команда');
    await soon.equal(async () => (await there(one)).links.at(-1).status, STAGE.team);
  });

  it('a refusal wants its reason', async () => {
    await visitor.button('Сменить этап').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Отказ' }).check();
    await dialog.getByRole('button', { name: 'Отказать' }).click();
    await dialog.getByText('Выберите причину').last().waitFor();
    await dialog.getByLabel('Причина отказа').selectOption({ label: 'Нет опыта' });
    await dialog.getByRole('button', { name: 'Отказать' }).click();
    await visitor.toast('Этап: Отказ');
    await page.locator('.stages .fail').waitFor();
    await visitor.see('Нет опыта');
    const link = (await there(one)).links.at(-1);
    assert.deepEqual([link.status, link.rejection_reason], [STAGE.trash, 1182]);
    await visitor.accessible();
  });

  it('the questionary is filled in', async () => {
    await page.getByRole('region', { name: 'Анкета' }).getByRole('button', { name: 'Изменить' }).click();
    await page.getByRole('dialog').getByLabel(/Готовность к переезду/).fill('Да, в Минск');
    await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
    await page.getByRole('region', { name: 'Анкета' }).getByText('Да, в Минск').waitFor();
  });

  it('a CV is uploaded, read, and only what one agrees to is changed', async () => {
    const p = invented(7);
    await visitor.button('Загрузить файл').click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByLabel('Файл')
      .setInputFiles({ name: 'cv', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') });
    await dialog.getByText('У файла нет расширения').waitFor();
    await dialog
      .getByLabel('Файл')
      .setInputFiles({ name: 'cv.pdf', mimeType: 'application/pdf', buffer: Buffer.from(writePdf(cv(p))) });
    await dialog.getByRole('button', { name: 'Загрузить' }).click();
    await dialog.getByText('Что прочитано в резюме').waitFor();
    await visitor.accessible('the parsed CV');
    for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck();
    await dialog.getByRole('checkbox', { name: /Телефон/ }).check();
    await dialog.getByRole('button', { name: 'Заполнить 1 поле' }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = await there(one);
    assert.equal(row.phone.replace(/\D/g, ''), p.phone.replace(/\D/g, ''));
    assert.equal(row.email, 'anna.new@example.com');
    assert.equal(row.externals[0].files.length, 1);
  });

  it('the console stayed quiet', () => visitor.quiet());
});

describe('duplicates and the edit page', () => {
  it('a double is compared side by side, dismissed, and brought back', async () => {
    const left = await newcomer({
      last_name: 'Мороз',
      first_name: 'Ольга',
      email: 'olga@example.com',
      phone: '+375 29 700-00-01',
    });
    const right = await newcomer({
      last_name: 'Мороз', first_name: 'Оля', email: 'olga@example.com', phone: '+375 29 700-00-02',
    });
    const visitor = await open(`${base}/applicants/${left}/`);
    await visitor.see('Похоже, Ольга уже есть в базе');
    await soon.match(() => visitor.page.locator('.note').innerText(), /Совпало: почта[^]*Мороз Оля, добавлен сегодня/);
    await soon.equal(() => visitor.link('Мороз Оля').getAttribute('href'), `${base}/applicants/${right}/`);
    await visitor.button('Сравнить').click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.locator('tr.same').filter({ hasText: 'olga@example.com' }).waitFor();
    await visitor.accessible('the comparison');
    await visitor.page.setViewportSize(SIZES.narrow);
    await soon.ok(
      () => dialog.evaluate((node) => node.scrollWidth <= node.clientWidth),
      'the comparison fits the phone',
    );
    await visitor.accessible('the comparison on the phone');
    await dialog.getByRole('button', { name: 'Это разные люди' }).click();
    await visitor.page.getByText('Похоже, Ольга уже есть в базе').waitFor({ state: 'detached' });
    await visitor.page.getByRole('button', { name: 'Вернуть', exact: true }).click();
    await visitor.see('Похоже, Ольга уже есть в базе');
    await visitor.button('Это разные люди').click();
    await visitor.see('Уже проверено, это другие люди:');
    await visitor.open(`${base}/applicants/${left}/`);
    await visitor.see('Уже проверено, это другие люди:');
    await visitor.accessible('an applicant with doubles that were checked');
    await soon.equal(() => visitor.page.getByText('Похоже, Ольга уже есть в базе').count(), 0);
    await visitor.button('Вернуть предупреждение').click();
    await visitor.see('Похоже, Ольга уже есть в базе');
    visitor.quiet();
    await visitor.close();
  });

  it('before a transfer: who is there already, side by side; skipped, then made all the same', async () => {
    const body = { last_name: 'Тарасевич', first_name: 'Вероника', phone: '+375 29 733-00-01' };
    await newcomer(body);
    const file = (id) => ({
      id,
      title: 'CV.pdf',
      date: Date.now(),
      lines: ['Тарасевич Вероника', 'Аналитик', '', `Телефон: ${body.phone}`, 'E-mail: v@example.com'],
    });
    const newTask = async (id) =>
      (
        await house.up.clickup.addTask({
          id,
          list: house.up.clickup.list,
          name: 'Тарасевич Вероника',
          assignees: [],
          tags: [],
          attachments: [file(`${id}a`)],
        })
      ).id;
    const task = await newTask('86dweb1');
    const sync = async () => {
      const log = await ready.expect(202, 'POST', '/clickup/api/sync-tasks', {});
      await house.until(async () => (await ready.get(`/clickup/sync-logs/${log.id}`)).json.status === 'success', {
        timeout: 60_000,
      });
    };
    await sync();
    const visitor = await open(`/clickup/task/${task}/`);
    visitor.expect(/409/);
    await visitor.see(/Прочитана из ClickUp/);
    await visitor.page.getByLabel('Организация в Huntflow').selectOption(String(ACCOUNT));
    await visitor.page.getByLabel('Вакансия', { exact: true }).selectOption('none');
    const namesakes = async () =>
      (await house.up.huntflow.applicants(ACCOUNT)).filter(({ last_name: last }) => last === body.last_name).length;
    const send = visitor.page.locator('.names').getByRole('button', { name: 'Перенести в Huntflow' });
    await send.click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByText(/Совпало: .*телефон/).waitFor();
    await visitor.accessible('the doubles');
    await dialog.getByRole('button', { name: 'Не переносить' }).click();
    await soon.equal(namesakes, 1);
    await send.click();
    await dialog.getByRole('button', { name: 'Это другой, перенести' }).click();
    await visitor.page.locator('.hf .note.done').waitFor();
    await soon.equal(namesakes, 2);
    const again = await newTask('86dweb2');
    await sync();
    await visitor.open(`/clickup/task/${again}/`);
    await visitor.see(/Прочитана из ClickUp/);
    await send.click();
    await dialog.getByRole('button', { name: 'Это он, добавить к нему' }).click();
    await visitor.page.locator('.hf .note.done').waitFor();
    await soon.equal(namesakes, 2);
    visitor.quiet();
    await visitor.close();
  });

  it('a CV is its text or the PDF itself, beside the fields; where the browser shows none, a link', async () => {
    const files = [await stored('Орлов.pdf', writePdf(['Орлов Дмитрий', 'Аналитик']))];
    const externals = [{ auth_type: 'NATIVE', data: { body: 'Аналитик, SQL' }, files }];
    const id = await newcomer({ last_name: 'Орлов', first_name: 'Дмитрий', externals });
    const only = await newcomer({
      last_name: 'Безтекста', first_name: 'Иван', externals: [{ auth_type: 'NATIVE', data: {}, files }],
    });
    for (const look of [{}, { size: 'phone', theme: 'dark' }]) {
      const visitor = await open(undefined, look);
      const { page } = visitor;
      await page.addInitScript(() => {
        Object.defineProperty(navigator, 'pdfViewerEnabled', { get: () => !sessionStorage.getItem('no-viewer') });
      });
      await visitor.open(`${base}/applicants/${id}/`);
      await page.locator('.cv .paper').getByText('Аналитик, SQL').waitFor();
      const answer = page.waitForResponse((one) => one.url().includes('/externals/'));
      await visitor.button('PDF').click();
      await soon.equal(() => visitor.button('PDF').getAttribute('aria-pressed'), 'true');
      const got = await answer;
      assert.deepEqual([got.status(), got.headers()['content-type']], [200, 'application/pdf']);
      const frame = page.locator('iframe[title="Орлов.pdf"]');
      await soon.match(() => frame.getAttribute('src'), new RegExp(`^${base}/applicants/${id}/externals/\\d+/files/`));
      if (!look.size) {
        await soon.ok(async () => {
          const [cv, form] = [await frame.boundingBox(), await page.locator('.pform').boundingBox()];
          return cv.x + cv.width <= form.x && cv.y < form.y + form.height && cv.height > 500;
        }, 'side by side');
      }
      await visitor.noSideways();
      await visitor.button('Текст').click();
      await page.locator('.cv .paper').getByText('Аналитик, SQL').waitFor();
      const tall = () => visitor.button('Текст').evaluate((node) => node.offsetHeight);
      await soon.ok(async () => await tall() <= 44, 'the word stands in one line');
      await soon.equal(() => frame.count(), 0);
      await visitor.open(`${base}/applicants/${only}/`);
      await frame.waitFor();
      await page.evaluate(() => sessionStorage.setItem('no-viewer', '1'));
      await visitor.open(`${base}/applicants/${only}/`);
      await visitor.link('Открыть Орлов.pdf').waitFor();
      await soon.equal(() => frame.count(), 0);
      await visitor.accessible();
      visitor.quiet();
      await visitor.close();
    }
  });

  it('the edit page keeps changes from being lost and saves by Ctrl-Enter', async () => {
    const id = await newcomer({ last_name: 'Жданович', first_name: 'Павел', phone: '+375 29 711-00-01' });
    const visitor = await open(`${base}/applicants/${id}/edit/`, { size: 'phone' });
    await visitor.field('Фамилия').fill('');
    await visitor.field('Telegram').fill('@pavel');
    await visitor.button('Сохранить').click();
    await visitor.see('Заполните это поле');
    await soon.equal(() => visitor.page.evaluate(() => document.activeElement.name), 'last_name');
    await visitor.page.getByRole('link', { name: 'Отмена' }).click();
    await visitor.button('Остаться').click();
    await visitor.field('Фамилия').fill('Жданович');
    await visitor.field('Отчество').fill('Ильич');
    await visitor.field('Отчество').press('Control+Enter');
    await visitor.heading('Жданович Павел Ильич');
    await soon.equal(() => visitor.path(), `${base}/applicants/${id}/`);
    const row = await there(id);
    assert.deepEqual([row.middle_name, row.social[0].value], ['Ильич', '@pavel']);
    visitor.quiet();
    await visitor.close();
  });

  it('texts from Huntflow stay texts', async () => {
    const id = await newcomer({
      last_name: '<img src=x onerror=alert(1)>',
      first_name: 'Пётр',
      externals: [
        {
          auth_type: 'NATIVE',
          data: { body: '<p>CV<script>alert(2)</script><a href="javascript:alert(3)">x</a></p>' },
          files: [],
        },
      ],
    });
    const visitor = await open('/');
    let alerts = 0;
    visitor.page.on('dialog', (dialog) => { alerts += 1; dialog.dismiss(); });
    await visitor.open(`${base}/applicants/${id}/`);
    await visitor.heading(/<img src=x/);
    await soon.equal(() => visitor.page.locator('#main img, #main script, #main a[href^="javascript"]').count(), 0);
    assert.equal(alerts, 0);
    visitor.quiet();
    await visitor.close();
  });
});
