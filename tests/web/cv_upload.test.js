// CVs are dropped on the page, what was understood of each is shown and mended, then candidates are made of them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writePdf, writeScan } from '../upstreams/pdf.js';
import {
  bodyOf, chosen, isDoubtful, placeOf, turns, valuesOf,
} from '../../www/js/ui/cv-upload-rules.js';
import { visit } from './browser.js';
import { end, inMain, isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const found = (fields) => ({ confidence: {}, places: {}, skills: [], ...fields });

describe('the rules', () => {
  it('make a form of what was understood, and a candidate of the form', () => {
    const document = { found: found({
      last_name: 'Иванов', email: null, salary_min: 80000, skills: ['1С'], education: [], summary: null,
    }) };
    const values = valuesOf({ found: { ...document.found, first_name: null } });
    assert.deepEqual([values.last_name, values.email, values.salary_min], ['Иванов', '', '80000']);
    assert.deepEqual(bodyOf(document, { ...valuesOf({ found: null }), last_name: ' Петров ', salary_min: '90 000' }), {
      last_name: 'Петров', salary_min: 90000, skills: ['1С'],
    });
  });

  it('say what is doubtful and where it was found', () => {
    const document = { found: found({
      last_name: 'Ким', phone: '+7 701', confidence: { last_name: 0.6, phone: 0.95 },
      places: { last_name: { line: 1, text: 'Ким Ольга' }, phone: { line: 2, text: '+7 701' } },
    }) };
    assert.deepEqual(['last_name', 'phone', 'email'].map((name) => isDoubtful(document, name)), [true, false, false]);
    assert.deepEqual(['last_name', 'phone', 'email'].map((name) => placeOf(document, name)), ['Ким Ольга', '', '']);
  });

  it('choose who has a name or a contact, was not left out and is not made', () => {
    const values = valuesOf({ found: null }), named = { ...values, last_name: 'А' };
    const document = { found: null }, profile = { found: { profile_url: 'https://hh.ru/resume/12' } };
    const people = [
      { values, document }, { values: named, document }, { values: named, document, left: true },
      { values: named, document, made: 5 }, { values, document: profile },
    ];
    assert.deepEqual(chosen(people), [people[1], people[4]]);
  });

  it('do so many things at a time, in their order', async () => {
    const turn = turns(2), log = [];
    let running = 0, most = 0;
    const work = (n) => turn(async () => {
      running += 1;
      most = Math.max(most, running);
      await null;
      running -= 1;
      log.push(n);
      if (n === 1) throw new Error('no');
      return n;
    });
    const ends = await Promise.allSettled([0, 1, 2, 3].map(work));
    assert.deepEqual([most, log, ends.map(({ status }) => status[0]).join('')], [2, [0, 1, 2, 3], 'frff']);
  });
});

describe('the drop zone', () => {
  it('shows what each file says, marks who is there already, and makes candidates once they are checked', async () => {
    const anna = await house.user({ role: 'recruiter', company: 'Резюме', name: 'Анна' });
    await anna.expect(201, 'POST', '/api/v1/candidates/', {
      last_name: 'Петров', first_name: 'Илья', email: 'petrov.ilya@example.ru',
    });
    const visitor = await visit(browser, house, { client: anna, path: '/inbox/' });
    await inMain(visitor, 'button', 'Загрузить резюме').click();
    const dialog = visitor.page.getByRole('dialog');
    const file = (name, buffer) => ({ name, mimeType: 'application/pdf', buffer });
    await dialog.locator('input[type=file]').setInputFiles([
      file('Ким.pdf', writePdf(['Ким Ольга', 'Бухгалтер', 'Бишкек', 'olga.kim@example.kg', '+996 555 123456'])),
      file('Петров.pdf', writePdf(['Петров Илья', 'petrov.ilya@example.ru'])),
      file('скан.pdf', writeScan()),
    ]);
    await dialog.getByText('Уже есть: Петров Илья').waitFor();
    await dialog.getByText('только изображения страниц').waitFor();
    await dialog.getByText('Бухгалтер, Бишкек').waitFor();
    await soon.equal(() => dialog.getByRole('checkbox', { name: 'Создать кандидата: скан.pdf' }).isDisabled(), true);
    await dialog.getByRole('button', { name: 'Поля: Ким Ольга' }).click();
    await dialog.locator('.cvone').filter({ hasText: 'Ким Ольга' }).getByLabel('Город').fill('Ош');
    await isSound(visitor, 'cv upload');
    if (process.env.SHOTS) await visitor.page.screenshot({ path: `${process.env.SHOTS}/cv-upload.png` });
    await dialog.getByRole('checkbox', { name: 'Создать кандидата: Петров Илья' }).uncheck();
    await dialog.getByRole('button', { name: 'Создать 1 кандидата' }).click();
    await dialog.getByText('Кандидат создан').waitFor();
    const [one, ...more] = (await anna.expect(200, 'GET', '/api/v1/candidates/?q=Ким'));
    assert.deepEqual([one.last_name, one.location, one.current_position, more.length], ['Ким', 'Ош', 'Бухгалтер', 0]);
    await end(visitor);
  });

  it('shows at its field what the server refused', async () => {
    const anna = await house.user({ role: 'recruiter', company: 'Резюме 2', name: 'Анна' });
    const visitor = await visit(browser, house, { client: anna, path: '/inbox/' });
    await inMain(visitor, 'button', 'Загрузить резюме').click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles([
      { name: 'cv.txt', mimeType: 'text/plain', buffer: Buffer.from('Ким Ольга\nolga.kim@example.kg') },
    ]);
    await dialog.getByRole('button', { name: 'Поля: Ким Ольга' }).click();
    await dialog.getByLabel('Почта').fill('не почта');
    visitor.expect(/400/);
    await dialog.getByRole('button', { name: 'Создать 1 кандидата' }).click();
    await dialog.locator('.err').waitFor();
    await soon.equal(() => dialog.getByLabel('Почта').getAttribute('aria-invalid'), 'true');
    await end(visitor);
  });

  it('brings those who were made into the list of candidates', async () => {
    const anna = await house.user({ role: 'recruiter', company: 'Резюме 4', name: 'Анна' });
    const visitor = await visit(browser, house, { client: anna, path: '/candidates/' });
    await inMain(visitor, 'button', 'Загрузить резюме').click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles([
      { name: 'cv.txt', mimeType: 'text/plain', buffer: Buffer.from('Ким Ольга\nolga.kim@example.kg') },
    ]);
    await dialog.getByRole('button', { name: 'Создать 1 кандидата' }).click();
    await dialog.getByText('Кандидат создан').waitFor();
    await dialog.getByRole('button', { name: 'Закрыть' }).last().click();
    await inMain(visitor, 'link', 'Ким Ольга').waitFor();
    await end(visitor);
  });

  it('is for recruiters', async () => {
    const petr = await house.user({ role: 'member', company: 'Резюме 3', name: 'Пётр' });
    const visitor = await visit(browser, house, { client: petr, path: '/inbox/' });
    await inMain(visitor, 'button', 'Добавить').first().waitFor();
    await soon.equal(() => inMain(visitor, 'button', 'Загрузить резюме').count(), 0);
    await end(visitor);
  });
});
