// The inbox: what people sent is listed, looked at, kept or not, by mouse, by keys, many at once; it grows by itself.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writePdf } from '../upstreams/pdf.js';
import { asked, lookOf, namesOf, nextOf, undoOf } from '../../www/js/pages/inbox/inbox-rules.js';
import { visit } from './browser.js';
import { end, inMain, isSound, json, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const INBOX = '/api/v1/inbox/';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64',
);
const DOCX = Buffer.from(`PK\x03\x04${'.'.repeat(26)}[Content_Types].xml....word/document.xml`);
let companies = 0;

async function upload(who, name, bytes) {
  const body = Buffer.concat([
    Buffer.from(`--xXx\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
    Buffer.from(bytes), Buffer.from('\r\n--xXx--\r\n'),
  ]);
  const { status, json: made } = await who.raw('POST', INBOX, {
    headers: { 'Content-Type': 'multipart/form-data; boundary=xXx' }, body,
  });
  assert.equal(status, 201);
  return made;
}
async function people() {
  const company = `Входящие ${++companies}`;
  const anna = await house.user({ role: 'recruiter', company, name: 'Анна Рекрутер' });
  const petr = await house.user({ role: 'member', company, name: 'Пётр Коллега' });
  return { anna, petr };
}
/* As the bot stores them: a link, and a file that did not arrive. */
async function fromBot(who) {
  const add = (sql, more) => house.sql(`INSERT INTO inbox_item SET company_id = (SELECT company_id FROM user
    WHERE id = ?), by_id = ?, ${sql}`, [who.user.id, who.user.id, ...more]);
  await add("kind = 'link', site = 'hh', url = ?, name = ?", ['https://hh.ru/resume/12ab', 'hh.ru/resume/12ab']);
  await add("kind = 'file', arrival = 'failed', name = ?, size = 3e7, error_code = 'telegram.file'", ['большой.pdf']);
  await house.sql(`INSERT INTO inbox_sending (item_id, company_id, user_id, via, bot_id, chat_id, message_id, caption,
    origin) SELECT i.id, i.company_id, i.by_id, 'telegram', 1, 5, i.id, 'Посмотрите, пожалуйста', 'Иван Петров'
    FROM inbox_item i WHERE i.by_id = ? AND NOT EXISTS (SELECT 1 FROM inbox_sending s WHERE s.item_id = i.id)`,
  [who.user.id]);
}
const open = (client, path = '/inbox/', opts = {}) => visit(browser, house, { client, path, ...opts });
const row = (visitor, name) => visitor.page.getByRole('row').filter({ hasText: name });
const shot = async (visitor, name) => {
  if (process.env.SHOTS) await visitor.page.screenshot({ path: `${process.env.SHOTS}/hi-${name}.png` });
};
const stateOf = async (who, id) => (await who.expect(200, 'GET', `${INBOX}${id}/`)).state;

describe('the rules', () => {
  it('ask for what waits, unless another tab is open', () => {
    assert.equal(asked({ state: '' }).state, 'new');
    assert.equal(asked({ state: 'nonsense' }).state, 'new');
    assert.equal(asked({ state: 'kept' }).state, 'kept');
    assert.equal(asked({ state: 'all' }).state, '');
  });

  it('know what can be looked at, who sent it, what comes next', () => {
    assert.deepEqual(['pdf', 'png', 'docx'].map((type) => lookOf({ href: '/x', type })), ['frame', 'picture', '']);
    assert.equal(lookOf({ href: null, type: 'pdf' }), '');
    const senders = ['А', null, 'Б', 'А'].map((name) => ({ user_name: name }));
    assert.deepEqual(namesOf({ senders }), ['А', 'Б']);
    assert.deepEqual([nextOf([{ id: 1 }, { id: 2 }], 1), nextOf([{ id: 1 }, { id: 2 }], 2), nextOf([{ id: 1 }], 1),
      nextOf([], 5)], [2, 1, null, null]);
    assert.deepEqual(['new', 'kept', 'rejected', 'failed'].map((state) => undoOf({ state })),
      ['restore', 'keep', 'reject', '']);
  });
});

describe('a CV in the inbox', () => {
  it('says what was understood; mended, and joined to the one who is there, it becomes a candidate', async () => {
    const { anna, petr } = await people();
    const there = await anna.expect(201, 'POST', '/api/v1/candidates/', { last_name: 'Седова', first_name: 'Анна' });
    const cv = ['Седова Анна', 'Java-разработчик', 'Минск', 'sedova@example.by'];
    const { id } = await upload(petr, 'Седова.pdf', writePdf(cv));
    const visitor = await open(anna);
    await row(visitor, 'Седова.pdf').getByText('Седова Анна').waitFor();
    await row(visitor, 'Седова.pdf').getByText(', Java-разработчик').waitFor();
    await visitor.page.getByRole('link', { name: 'Седова.pdf' }).click();
    const drawer = visitor.page.getByRole('dialog', { name: 'Седова.pdf' });
    await drawer.getByLabel('Город').waitFor();
    await soon.equal(() => drawer.getByLabel('Почта').inputValue(), 'sedova@example.by');
    await shot(visitor, 'understood');
    await isSound(visitor, 'understood');
    await drawer.getByLabel('Почта').fill('нет');
    visitor.expect(/400/);
    await drawer.getByRole('button', { name: 'Создать кандидата' }).click();
    await drawer.locator('.err').waitFor();
    await drawer.getByLabel('Почта').fill('a.sedova@example.by');
    await drawer.getByRole('radio', { name: /Уже есть: Седова Анна \(имя\)/ }).check();
    await drawer.getByRole('button', { name: 'Добавить к кандидату' }).click();
    await drawer.getByRole('link', { name: 'В Huntflow' }).waitFor();
    await soon.equal(
      () => drawer.getByRole('link', { name: 'В Huntflow' }).getAttribute('href'),
      `/candidates/${there.id}/?to=huntflow`,
    );
    await shot(visitor, 'made');
    await visitor.accessible('made');
    const [one, ...more] = await anna.expect(200, 'GET', '/api/v1/candidates/');
    assert.deepEqual([one.id, one.email, more.length], [there.id, 'a.sedova@example.by', 0]);
    await soon.equal(() => stateOf(anna, id), 'kept');
    await end(visitor);
  });

  it('a link with its caption is read in the same way; who has that profile is shown', async () => {
    const { anna, petr } = await people();
    const url = 'https://hh.ru/resume/12ab';
    const there = await anna.expect(201, 'POST', '/api/v1/candidates/', { last_name: 'Орлов', profile_url: url });
    await petr.expect(201, 'POST', `${INBOX}links/`, {
      text: `Седова Анна, Java\n${url}\n\nhttps://hh.ru/resume/34cd`,
    });
    const visitor = await open(anna);
    await row(visitor, 'hh.ru/resume/12ab').getByRole('link', { name: 'hh.ru/resume/12ab' }).click();
    const drawer = visitor.page.getByRole('dialog', { name: 'hh.ru/resume/12ab' });
    await drawer.getByRole('heading', { name: 'Что понято из ссылки и подписи' }).waitFor();
    await drawer.getByText('Уже есть: Орлов (профиль)').waitFor();
    await soon.equal(() => drawer.getByLabel('Имя', { exact: true }).inputValue(), 'Анна');
    await shot(visitor, 'link');
    await visitor.accessible('link');
    await drawer.getByRole('radio', { name: /Орлов/ }).check();
    await drawer.getByRole('button', { name: 'Добавить к кандидату' }).click();
    await drawer.getByRole('link', { name: 'В Huntflow' }).waitFor();
    await soon.equal(
      () => drawer.getByRole('link', { name: 'В Huntflow' }).getAttribute('href'),
      `/candidates/${there.id}/?to=huntflow`,
    );
    await visitor.page.keyboard.press('Escape');
    await row(visitor, 'hh.ru/resume/34cd').getByRole('link', { name: 'hh.ru/resume/34cd' }).click();
    const bare = visitor.page.getByRole('dialog', { name: 'hh.ru/resume/34cd' });
    await bare.getByRole('button', { name: 'Создать кандидата' }).click();
    await bare.getByText('Кандидат создан').waitFor();
    await end(visitor);
  });

  it('that cannot be read says why, and its fields are filled in by hand', async () => {
    const { anna, petr } = await people();
    const { id } = await upload(anna, 'скан.png', PNG);
    const path = `/inbox/?item=${id}`;
    const visitor = await open(anna, path);
    const drawer = visitor.page.getByRole('dialog', { name: 'скан.png' });
    await drawer.getByText('Это снимок: текста в нём нет').waitFor();
    await soon.equal(() => drawer.getByRole('button', { name: 'Создать кандидата' }).isDisabled(), true);
    await drawer.getByLabel('Фамилия').fill('Орлов');
    await drawer.getByRole('button', { name: 'Создать кандидата' }).click();
    await drawer.getByText('Кандидат создан').waitFor();
    await end(visitor);
    await upload(petr, 'своё.pdf', writePdf(['Ким Ольга', 'Бухгалтер']));
    const member = await open(petr);
    await row(member, 'своё.pdf').getByText('Ким Ольга').waitFor();
    await member.page.getByRole('link', { name: 'своё.pdf' }).click();
    await member.page.getByRole('dialog').getByText('Ким Ольга').waitFor();
    await soon.equal(() => member.page.getByRole('button', { name: 'Создать кандидата' }).count(), 0);
    await end(member);
  });

  it('is looked at on a phone, in English and in the dark', async () => {
    const { anna } = await people();
    const { id } = await upload(anna, 'Sedova.pdf', writePdf(['Седова Анна', 'Java-разработчик', 'sedova@example.by']));
    await anna.expect(201, 'POST', '/api/v1/candidates/', { last_name: 'Седова', email: 'sedova@example.by' });
    const visitor = await open(anna, `/inbox/?item=${id}`, { locale: 'en-GB', theme: 'dark', size: 'phone' });
    await visitor.page.getByRole('dialog').getByText('Sedova.pdf').first().waitFor();
    await visitor.page.getByText('Who is this').or(visitor.page.getByText('Кто это')).first().waitFor();
    await shot(visitor, 'understood-phone');
    await isSound(visitor, 'understood phone');
    await end(visitor);
  });
});

describe('the inbox', () => {
  it('says what it is for while it is empty, takes files, and grows by itself', async () => {
    const { anna, petr } = await people();
    const visitor = await open(anna);
    await inMain(visitor, 'heading', 'Входящие').waitFor();
    await visitor.page.getByText('Новых нет. Перешлите боту резюме').waitFor();
    await isSound(visitor, 'empty inbox');
    await inMain(visitor, 'button', 'Добавить').first().click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles([
      { name: 'Седова.pdf', mimeType: 'application/pdf', buffer: writePdf(['Анна Седова']) },
      { name: 'программа.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\x90\0') },
    ]);
    await dialog.getByText('это программа, страница или документ с макросами').waitFor();
    visitor.expect(/400/);
    await dialog.getByLabel('Ссылки на профили').fill('https://hh.ru/vacancy/5');
    await dialog.getByRole('button', { name: 'Добавить ссылки' }).click();
    await dialog.getByText('Здесь нет ссылки на человека').first().waitFor();
    await shot(visitor, 'adding');
    await visitor.accessible('adding');
    await dialog.getByLabel('Ссылки на профили').fill('Анна: https://www.linkedin.com/in/anna-sedova/');
    await dialog.getByRole('button', { name: 'Добавить ссылки' }).click();
    await row(visitor, 'www.linkedin.com/in/anna-sedova').waitFor();
    await dialog.getByRole('button', { name: 'Готово' }).click();
    await row(visitor, 'Седова.pdf').waitFor();
    await upload(petr, 'Новый.docx', DOCX);
    await house.run('tick', ['live']);
    await row(visitor, 'Новый.docx').getByText('Пётр Коллега').waitFor();
    await soon.equal(
      () => visitor.page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Входящие' })
        .getAttribute('aria-current'),
      'page',
    );
    await end(visitor);
  });

  it('shows one beside the list: a PDF, a picture, a document to be saved; decides and goes on', async () => {
    const { anna, petr } = await people();
    const docx = await upload(petr, 'Орлов.docx', DOCX);
    const png = await upload(petr, 'скан.png', PNG);
    const pdf = await upload(petr, 'Седова Анна, Java.pdf', writePdf(['Анна Седова']));
    await fromBot(petr);
    const visitor = await open(anna);
    await row(visitor, 'hh.ru/resume/12ab').getByText('переслано от: Иван Петров').waitFor();
    await isSound(visitor, 'inbox');
    await shot(visitor, 'list');
    await visitor.page.getByRole('link', { name: 'Седова Анна, Java.pdf' }).click();
    const drawer = visitor.page.getByRole('dialog', { name: 'Седова Анна, Java.pdf' });
    await soon.equal(
      async () => (await drawer.locator('iframe').getAttribute('src')).split('#')[0],
      `${INBOX}${pdf.id}/file/`,
    );
    await drawer.getByText('Пётр Коллега').waitFor();
    await shot(visitor, 'item');
    await drawer.getByRole('button', { name: 'Оставить' }).click();
    // The next one of the list takes its place.
    const next = visitor.page.getByRole('dialog', { name: 'скан.png' });
    await next.getByRole('img', { name: 'скан.png' }).waitFor();
    await soon.equal(() => stateOf(anna, pdf.id), 'kept');
    await visitor.accessible('item');
    await next.getByRole('button', { name: 'Не резюме' }).click();
    const last = visitor.page.getByRole('dialog', { name: 'Орлов.docx' });
    await last.getByText('Такой файл браузер не покажет').waitFor();
    await soon.equal(
      () => last.getByRole('link', { name: 'Скачать' }).getAttribute('href'),
      `${INBOX}${docx.id}/file/?download=1`,
    );
    await visitor.page.keyboard.press('Escape');
    await last.waitFor({ state: 'detached' });
    await soon.equal(() => stateOf(anna, png.id), 'rejected');
    await visitor.page.getByRole('link', { name: 'Не получены' }).click();
    await visitor.page.getByRole('link', { name: 'большой.pdf' }).click();
    await visitor.page.getByRole('dialog').getByText('Файл больше 20 МБ: Telegram не отдаёт такие ботам').waitFor();
    await shot(visitor, 'failed');
    await end(visitor);
  });

  it('is worked through by keys and taken back', async () => {
    const { anna, petr } = await people();
    const items = [];
    for (let i = 0; i < 4; i++) items.push(await upload(petr, `cv ${i}.pdf`, writePdf([`CV ${i}`])));
    const visitor = await open(anna);
    const { keyboard } = visitor.page;
    await row(visitor, 'cv 3.pdf').waitFor();
    await keyboard.press('j');
    await keyboard.press('y');
    await visitor.toast('Оставлено: cv 3.pdf');
    await row(visitor, 'cv 3.pdf').waitFor({ state: 'detached' });
    await keyboard.press('n');
    await visitor.toast('Не резюме: cv 2.pdf');
    await row(visitor, 'cv 2.pdf').waitFor({ state: 'detached' });
    await visitor.takeBack();
    await row(visitor, 'cv 2.pdf').waitFor();
    await soon.deepEqual(() => Promise.all([3, 2].map((i) => stateOf(anna, items[i].id))), ['kept', 'new']);
    await row(visitor, 'cv 0.pdf').getByRole('checkbox').check();
    await row(visitor, 'cv 1.pdf').getByRole('checkbox').check();
    await visitor.page.getByRole('region', { name: 'Действия с выбранными' }).getByText('Выбрано 2').waitFor();
    await visitor.accessible('bulk');
    await visitor.page.locator('.bulk').getByRole('button', { name: 'Не резюме' }).click();
    await visitor.toast('Не резюме: отмечены 2');
    await row(visitor, 'cv 0.pdf').waitFor({ state: 'detached' });
    await soon.deepEqual(() => Promise.all([0, 1].map((i) => stateOf(anna, items[i].id))), ['rejected', 'rejected']);
    await visitor.page.getByRole('link', { name: /^Не резюме/ }).click();
    await row(visitor, 'cv 0.pdf').getByRole('button', { name: 'Вернуть в новые: cv 0.pdf' }).click();
    await row(visitor, 'cv 0.pdf').waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('holds on the phone, in the dark, in English, and where something fails', async () => {
    const { anna, petr } = await people();
    await upload(petr, `${'Очень-длинное-имя-файла-'.repeat(8)}.pdf`, writePdf(['x']));
    await fromBot(petr);
    const phone = await open(anna, '/inbox/?state=all', { size: 'phone', theme: 'dark' });
    await row(phone, 'Очень-длинное').waitFor();
    await phone.noSideways('phone');
    await phone.accessible('phone');
    await shot(phone, 'phone');
    await end(phone);
    const english = await house.user({ role: 'recruiter', company: `Входящие ${companies}`, locale: 'en' });
    const visitor = await open(english, '/inbox/?q=nothing');
    await visitor.page.getByText('Nothing found.').waitFor();
    await inMain(visitor, 'button', /^Clear/).first().click();
    await row(visitor, 'hh.ru/resume').waitFor();
    visitor.expect(/500/);
    await visitor.page.route(/\/api\/v1\/inbox\/\?/, (route) => route.fulfill(
      json({ type: 'about:blank', title: 'x', status: 500, code: 'internal', detail: 'Broken here' }, 500),
    ));
    await visitor.page.getByRole('link', { name: /^Kept/ }).click();
    await visitor.page.getByRole('alert').getByText('Broken here').waitFor();
    await visitor.page.unroute(/\/api\/v1\/inbox\/\?/);
    await visitor.page.getByRole('alert').getByRole('button').first().click();
    await visitor.page.getByText('What you decide to keep will be here.').waitFor();
    await end(visitor);
  });

  it("shows a member one's own alone", async () => {
    const { anna, petr } = await people();
    await upload(petr, 'мой.pdf', writePdf(['мой']));
    await upload(anna, 'чужой.pdf', writePdf(['чужой']));
    const visitor = await open(petr);
    await row(visitor, 'мой.pdf').waitFor();
    await soon.equal(() => row(visitor, 'чужой.pdf').count(), 0);
    await end(visitor);
  });
});
