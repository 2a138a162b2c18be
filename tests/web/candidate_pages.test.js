// The candidates: the list is filtered, sorted out by keys, changed in bulk; one person is corrected, noted, joined,
// split, imported and invited; pairs are judged.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  asked, changesOf, isChanged, nextOf, onePerPair, platformsOf, query, viewBody, viewHref,
} from '../../www/js/pages/candidates/candidates-rules.js';
import { visit } from './browser.js';
import { end, hold, inMain, isSound, json, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const API = '/api/v1/candidates';
let companies = 0;

async function people() {
  const company = `Кандидаты ${++companies}`;
  const me = await house.user({ role: 'recruiter', company, name: 'Мария Лебедева' });
  const add = async (more) => (await me.send('POST', API, more)).json;
  const anna = await add({
    first_name: 'Анна', last_name: 'Ковалёва', current_position: 'Разработчик C++', current_company: 'Нова',
    location: 'Минск, Беларусь', experience_years: 5, salary_min: 2000, salary_max: 3000, currency: 'USD',
    skills: ['C++', 'Qt', 'Linux', 'SQL', 'Python', 'Boost'], email: 'anna@nova.by', phone: '+375 29 111-22-33',
    summary: 'Пишу серверы.\nИщу команду.', linkedin_url: 'https://www.linkedin.com/in/anna-k',
    experience: [{ company: 'Нова', position: 'Разработчик', from: '2020-02', description: 'Серверы' }],
    education: [{ institution: 'БГУ', year: 2019 }], languages: [{ language: 'Английский', level: 'B2' }],
  });
  await add({ first_name: 'Анна', last_name: 'Ковалёва', email: 'anna@nova.by', current_position: 'Архитектор' });
  const twin = await add({ first_name: 'Anna', last_name: 'Kovaleva', location: 'Минск', skills: ['Go'] });
  const boris = await add({ first_name: 'Борис', last_name: 'Чернов', skills: ['1С'], location: 'Москва' });
  return { me, add, anna, twin, boris };
}
const open = (client, path, opts = {}) => visit(browser, house, { client, path, ...opts });
const row = (visitor, name) => visitor.page.getByRole('row').filter({ hasText: name });
const shot = async (visitor, name) => {
  if (process.env.SHOTS) await visitor.page.screenshot({ path: `${process.env.SHOTS}/ib-${name}.png`, fullPage: true });
};
const stateOf = async (me, id) => (await me.expect(200, 'GET', `${API}/${id}`)).state;

describe('the rules', () => {
  const read = (text) => query.read(new URLSearchParams(text));

  it('suggest who is like two parts of one person once', () => {
    const pair = (id, ...ids) => ({ id, candidates: ids.map((one) => ({ id: one })) });
    const pairs = [pair(9, 1, 3), pair(8, 3, 1), pair(7, 1, 2)];
    assert.deepEqual(onePerPair(pairs).map(({ id }) => id), [9, 7]);
  });

  it('ask for whom one works with, unless a tab, a state or a view says otherwise', () => {
    assert.deepEqual(asked(read('')).state, ['new', 'keep']);
    assert.deepEqual(asked(read('show=hidden')).state, ['hidden', 'blacklist', 'do_not_contact']);
    assert.equal(asked(read('show=all')).state, undefined);
    assert.deepEqual(asked(read('show=hidden&state=new')).state, ['new']);
    assert.equal(asked(read('view=5')).state, undefined);
    assert.deepEqual(asked(read('show=nonsense')).state, ['new', 'keep']);
  });

  it('bring a view back as it was kept', () => {
    const filters = read('skill=C%2B%2B&skill=Qt&q=анна&ordering=name');
    const view = { id: 7, ...viewBody(filters) };
    const back = query.read(new URL(viewHref(view), 'http://x').searchParams);
    assert.deepEqual([back.skill, back.q, back.ordering, back.view], [['C++', 'Qt'], 'анна', 'name', '7']);
    assert.equal(isChanged(back, view), false);
    assert.equal(isChanged({ ...back, q: 'яна' }, view), true);
  });

  it('send of a form what differs alone', () => {
    const shown = { first_name: 'Анна', email: null, experience_years: 5, skills: 'C++, Qt' };
    const values = { first_name: 'Анна', email: 'a@b.by', experience_years: '', skills: 'C++,, Go' };
    assert.deepEqual(changesOf(values, shown), { email: 'a@b.by', experience_years: null, skills: ['C++', 'Go'] });
    assert.deepEqual(platformsOf({ sources: [{ platform: 'hh_ru' }, { platform: 'hh_ru' }] }), ['hh_ru']);
    assert.deepEqual([nextOf([{ id: 1 }, { id: 2 }], 1), nextOf([{ id: 1 }], 1)], [2, null]);
  });
});

describe('the list', () => {
  it('shows people, finds them, sorts out by keys and takes it back', async () => {
    const { me, boris } = await people();
    const visitor = await open(me, '/candidates/');
    await row(visitor, 'Ковалёва Анна').waitFor();
    await shot(visitor, 'list');
    await isSound(visitor, 'candidates');
    await visitor.page.getByLabel('Найти кандидата').fill('чернов');
    await row(visitor, 'Ковалёва').waitFor({ state: 'detached' });
    await visitor.page.getByLabel('Найти кандидата').fill('');
    await row(visitor, 'Ковалёва Анна').waitFor();
    await visitor.page.locator('h1').click();
    await visitor.page.keyboard.press('j');
    await visitor.page.keyboard.press('n');
    await visitor.toast('Чернов Борис: скрыт');
    await row(visitor, 'Чернов').waitFor({ state: 'detached' });
    await soon.equal(() => stateOf(me, boris.id), 'hidden');
    await visitor.takeBack();
    await row(visitor, 'Чернов').waitFor();
    await soon.equal(() => stateOf(me, boris.id), 'new');
    await end(visitor);
  });

  it('is changed as far as its filter goes, beyond the page, and taken back', async () => {
    const { me, add } = await people();
    const ids = [];
    for (let n = 0; n < 22; n++) ids.push((await add({ last_name: `Ада${n}`, skills: ['Ада'] })).id);
    await me.expect(200, 'PATCH', `${API}/${ids[0]}`, { state: 'keep' });
    const visitor = await open(me, '/candidates/?skill=Ада');
    const bulk = visitor.page.locator('.bulk');
    await row(visitor, 'Ада21').getByRole('checkbox').check();
    await visitor.button('Выбрать все 22', bulk).click();
    await bulk.getByText('Выбрано 22').waitFor();
    await shot(visitor, 'all');
    await visitor.accessible('candidates all');
    visitor.expect(/409/); // no Huntflow here
    await visitor.button('Импортировать в Huntflow', bulk).click();
    await visitor.page.getByRole('heading', { name: /22 кандидат/ }).waitFor();
    await visitor.page.keyboard.press('Escape');
    await visitor.button('Состояние', bulk).click();
    await visitor.page.getByRole('menuitem', { name: 'Скрыть' }).click();
    await visitor.button('Вернуть', visitor.page.locator('.toast')).hover();
    const states = () => Promise.all(ids.map((id) => stateOf(me, id)));
    await soon.deepEqual(async () => [...new Set(await states())], ['hidden']);
    await visitor.takeBack();
    await row(visitor, 'Ада21').waitFor();
    await soon.deepEqual(states, ids.map((_, i) => (i === 0 ? 'keep' : 'new')));
    await end(visitor);
  });

  it('is changed in bulk, kept as a view, empty and failing in words', async () => {
    const { me } = await people();
    const visitor = await open(me, '/candidates/?skill=Go');
    await row(visitor, 'Kovaleva').getByRole('checkbox').check();
    await visitor.page.getByRole('region', { name: /./ }).getByRole('button', { name: 'Состояние' }).click();
    await visitor.page.getByRole('menuitem', { name: 'Оставить' }).click();
    await row(visitor, 'Kovaleva').getByText('Оставлен').waitFor();
    await visitor.page.getByRole('button', { name: 'Сохранить вид' }).click();
    await visitor.page.getByLabel('Название').fill('На Go');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
    await visitor.page.getByRole('link', { name: 'На Go' }).waitFor();
    await visitor.page.goto(`${house.url}/candidates/?q=никого`);
    await inMain(visitor, 'button', 'Сбросить').first().waitFor();
    await visitor.page.route('**/api/v1/candidates/?*', (route) => route.fulfill(json({
      code: 'index.indexing', status: 503, title: 'x', detail: 'Список готовится: 40%', errors: [],
    }, 503)));
    visitor.expect(/503/);
    await visitor.page.goto(`${house.url}/candidates/`);
    await visitor.page.getByText('Список готовится: 40%').waitFor();
    await end(visitor);
  });
});

describe('one person', () => {
  it('is read, corrected and noted', async () => {
    const { me, anna } = await people();
    const visitor = await open(me, `/candidates/${anna.id}/`);
    await inMain(visitor, 'heading', 'Ковалёва Анна').waitFor();
    await shot(visitor, 'person');
    await visitor.page.locator('.places').getByText('февраль 2020 – по настоящее время').waitFor();
    await isSound(visitor, 'candidate');
    await inMain(visitor, 'button', 'Исправить').click();
    await visitor.page.getByLabel('Город').fill('Вильнюс');
    await shot(visitor, 'edit');
    await visitor.accessible('candidate edit');
    await visitor.page.getByRole('button', { name: 'Сохранить' }).click();
    await inMain(visitor, 'heading', 'Ковалёва Анна').waitFor();
    await visitor.page.locator('.facts2').getByText('Вильнюс').waitFor();
    await visitor.page.getByLabel('Новая заметка').fill('Созвонились');
    await inMain(visitor, 'button', 'Записать').click();
    await visitor.page.locator('.notes').getByText('Созвонились').waitFor();
    const now = await me.expect(200, 'GET', `${API}/${anna.id}`);
    assert.deepEqual([now.own, now.notes_count], [{ location: 'Вильнюс' }, 1]);
    await end(visitor);
  });

  it('has days that are typed or picked by keys, and none that is no day is sent', async () => {
    const { me, anna } = await people();
    const now = async () => {
      const { birth_date: born, retain_until: until } = await me.expect(200, 'GET', `${API}/${anna.id}`);
      return [born, until];
    };
    const visitor = await open(me, `/candidates/${anna.id}/`);
    const { page } = visitor;
    const retain = page.getByLabel('Хранить до', { exact: true });
    await retain.fill('31.02.2030');
    await retain.press('Enter');
    await visitor.see(/Введите дату, например/);
    await retain.fill('31.01.2030');
    await retain.press('Enter');
    await soon.deepEqual(now, [null, '2030-01-31']);
    await page.getByRole('button', { name: 'Хранить до: открыть календарь' }).press('Enter');
    const month = page.getByRole('dialog', { name: 'Хранить до' });
    await month.getByRole('columnheader').first().getByText('пн').waitFor();
    await isSound(visitor, 'a day');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await soon.equal(() => retain.inputValue(), '30.01.2030');
    await soon.deepEqual(now, [null, '2030-01-30']);
    await retain.fill('');
    await retain.press('Enter');
    await soon.deepEqual(now, [null, null]);
    await inMain(visitor, 'button', 'Исправить').click();
    await page.getByLabel('Дата рождения', { exact: true }).fill('2.3.1990');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await soon.deepEqual(now, ['1990-03-02', null]);
    await end(visitor);
  });

  it('has a timeline: of one kind or all, older lines by a button, a failure in words', async () => {
    const { me, anna } = await people();
    const { id } = await me.expect(201, 'POST', '/api/v1/tasks', {
      title: 'Позвонить Анне', link: { kind: 'candidate', id: String(anna.id) },
    });
    for (let n = 0; n < 20; n += 1) await me.expect(200, 'PATCH', `${API}/${anna.id}`, { tags: [`метка ${n}`] });
    const visitor = await open(me, `/candidates/${anna.id}/`);
    const section = visitor.page.getByRole('region', { name: 'История' });
    const lines = section.getByRole('list', { name: 'История' }).getByRole('listitem');
    await lines.nth(19).waitFor();
    await soon.equal(() => lines.count(), 20);
    await section.getByRole('button', { name: 'Показать раньше' }).click();
    await section.getByText('Найден: Вручную').waitFor();
    const release = await hold(visitor.page, '**/timeline/?*kind=task*');
    await section.getByRole('button', { name: 'Задачи' }).click();
    await section.locator('.skels').waitFor();
    await soon.equal(() => lines.count(), 0, 'no line of another kind');
    release();
    const link = section.getByRole('link', { name: 'Позвонить Анне' });
    await link.waitFor();
    await soon.equal(() => link.getAttribute('href'), `/tasks/${id}/`);
    await soon.equal(() => lines.count(), 1);
    await shot(visitor, 'timeline');
    await isSound(visitor, 'timeline');
    await section.getByRole('button', { name: 'Файлы' }).click();
    await section.getByText('Здесь пока ничего не было').waitFor();
    await visitor.page.route('**/timeline/?*', (route) => route.fulfill(json({
      code: 'io.db', status: 503, title: 'x', detail: 'База недоступна', errors: [],
    }, 503)));
    visitor.expect(/503/);
    await section.getByRole('button', { name: 'Заметки' }).click();
    await section.getByText('База недоступна').waitFor();
    await end(visitor);
  });

  it('joins a likely one, comes apart again, splits a source', async () => {
    const { me, anna, twin } = await people();
    const visitor = await open(me, `/candidates/${twin.id}/`);
    await visitor.page.getByText('Возможно, это один человек').waitFor();
    await inMain(visitor, 'button', 'Объединить').click();
    await visitor.toast('Объединены');
    await house.until(async () => (await me.expect(200, 'GET', `${API}/${twin.id}`)).sources.length === 3);
    await visitor.takeBack();
    await house.until(async () => (await me.expect(200, 'GET', `${API}/${twin.id}`)).sources.length === 1);
    await visitor.page.goto(`${house.url}/candidates/${anna.id}/`);
    await visitor.page.getByRole('button', { name: 'Отделить' }).first().click();
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Отделить' }).click();
    await visitor.page.getByText('Отделён:').waitFor();
    await soon.equal(async () => (await me.expect(200, 'GET', `${API}/${anna.id}`)).sources.length, 1);
    await end(visitor);
  });

  it('is imported and invited', async () => {
    const { me, boris } = await people();
    const visitor = await open(me, `/candidates/${boris.id}/`);
    await inMain(visitor, 'button', 'Импортировать').click();
    await visitor.page.getByLabel('Заметки к импорту').fill('Берём');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Импортировать' }).click();
    await inMain(visitor, 'button', 'Пригласить').click();
    await visitor.page.getByLabel('Куда отправить').fill('boris@nova.by');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Пригласить' }).click();
    await soon.match(() => visitor.page.getByRole('dialog').getByLabel('Ссылка').inputValue(), /\/login\/#/);
    const now = await me.expect(200, 'GET', `${API}/${boris.id}`);
    assert.deepEqual([now.is_imported, now.import.import_notes], [true, 'Берём']);
    await end(visitor);
  });

  it('has its files, each seen in its place', async () => {
    const { me, boris } = await people();
    const add = async (name, kind, said) => {
      await house.sql(`INSERT INTO document (company_id, user_id, candidate_id, name, size, state, kind, said, guess)
        VALUES (?, ?, ?, ?, 1, 'read', ?, ?, '{}')`, [me.user.company.id, me.user.id, boris.id, name, kind, said]);
      const [{ id }] = await house.sql('SELECT MAX(id) id FROM document');
      await house.sql('INSERT INTO document_part (document_id, part, data) VALUES (?, 0, ?)', [id, '%PDF-1.4\n']);
      return id;
    };
    const pdf = await add('Чернов.pdf', 'pdf', 'Чернов');
    await add('Чернов.docx', 'docx', 'Чернов Борис\nБухгалтер в Минске');
    await add('Скан.odt', 'odt', '');
    const visitor = await open(me, `/candidates/${boris.id}/`, { size: 'phone', theme: 'dark' });
    const show = (name) => inMain(visitor, 'button', `Показать ${name}`);
    await show('Чернов.docx').click();
    await visitor.page.getByRole('region', { name: 'Чернов.docx' }).getByText('Бухгалтер в Минске').waitFor();
    await show('Скан.odt').click();
    await visitor.page.getByText('Текста в файле не нашлось').waitFor();
    await shot(visitor, 'files');
    await visitor.accessible('candidate files');
    await inMain(visitor, 'button', 'Скрыть Чернов.docx').click();
    await soon.equal(() => visitor.page.getByText('Бухгалтер в Минске').count(), 0);
    await show('Чернов.pdf').click();
    const frame = visitor.page.locator('iframe[title="Чернов.pdf"]');
    await frame.waitFor();
    await soon.match(() => frame.getAttribute('src'), new RegExp(`^/api/v1/documents/${pdf}/file/`));
    await end(visitor);
  });

  it('is erased by a manager alone', async () => {
    const { me, boris } = await people();
    const seen = await open(me, `/candidates/${boris.id}/`);
    await inMain(seen, 'link', 'Выгрузить всё, ZIP').waitFor();
    await soon.equal(() => inMain(seen, 'button', 'Удалить навсегда').count(), 0);
    await end(seen);
    const boss = await house.user({ role: 'manager', company: `Кандидаты ${companies}` });
    const visitor = await open(boss, `/candidates/${boris.id}/`);
    await house.sql(`INSERT INTO notice (company_id, user_id, kind, about, text) VALUES (?, ?, 'assigned', '',
      'Борис Чернов, однофамилец')`, [boss.user.company.id, boss.user.id]);
    await inMain(visitor, 'button', 'Удалить навсегда').click();
    await visitor.page.getByLabel('Борис Чернов, однофамилец').waitFor();
    await shot(visitor, 'erase');
    // However quick it is, the page is seen while it goes on.
    const now = new Date().toISOString();
    const underway = { candidate_id: boris.id, state: 'running', done: 3, total: 13, attempts: 0, created_at: now,
      started_at: now, finished_at: null, error: null };
    await visitor.page.route(/\/erasure$/, (route) => route.fulfill({ json: underway }));
    await visitor.accessible('candidate erase');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Удалить навсегда' }).click();
    await visitor.page.getByRole('heading', { name: 'Данные удаляются' }).waitFor();
    await shot(visitor, 'erasing');
    await visitor.accessible('candidate erasing');
    await visitor.page.unroute(/\/erasure$/);
    await visitor.page.getByRole('heading', { name: 'Данные удалены' }).waitFor();
    await shot(visitor, 'erased');
    await soon.equal(async () => (await me.get(`${API}/${boris.id}`)).status, 404);
    const theirs = await house.sql("SELECT id FROM notice WHERE text LIKE '%однофамилец'");
    assert.equal(theirs.length, 1);
    await end(visitor);
  });

  it('is kept until a day that is not over: others are not sent, nor what is still typed', async () => {
    const { me, twin } = await people();
    const visitor = await open(me, `/candidates/${twin.id}/`);
    const until = async () => (await me.expect(200, 'GET', `${API}/${twin.id}`)).retain_until;
    const field = visitor.page.getByLabel('Хранить до', { exact: true });
    const sent = [];
    visitor.page.on('request', (request) => request.method() === 'PATCH' && sent.push(request.postDataJSON()));
    await field.fill('31.01.2020');
    await field.press('Tab');
    await visitor.see('Этот день уже прошёл. Укажите сегодняшний или позже.');
    await field.fill('');
    await field.pressSequentially('31.01.2099');
    await soon.deepEqual(() => sent, []);
    await field.press('Tab');
    await soon.equal(until, '2099-01-31');
    await soon.deepEqual(() => sent, [{ retain_until: '2099-01-31' }]);
    await isSound(visitor, 'retain');
    await field.fill('');
    await field.press('Tab');
    await soon.equal(until, null);
    await end(visitor);
  });

  it('who is not there is said to be so', async () => {
    const { me } = await people();
    const visitor = await open(me, '/candidates/999999999/');
    visitor.expect(/404/);
    await visitor.page.getByText('Такого кандидата нет').waitFor();
    await end(visitor);
  });
});

describe('pairs', () => {
  it('are judged by keys', async () => {
    const { me, twin } = await people();
    const visitor = await open(me, '/candidates/duplicates/');
    await visitor.page.locator('.pair').waitFor();
    await shot(visitor, 'duplicates');
    await isSound(visitor, 'duplicates');
    await visitor.page.keyboard.press('n');
    await visitor.page.getByText('Похожих нет').waitFor();
    const left = async () => (await me.expect(200, 'GET', `${API}/${twin.id}`)).suggestions.length;
    await soon.equal(left, 0);
    await visitor.takeBack();
    await visitor.page.locator('.pair').waitFor();
    await soon.equal(left, 1);
    await end(visitor);
  });
});
