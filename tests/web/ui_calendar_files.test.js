// The calendar by keys, by the mouse and on the phone; files that are dropped, picked and pasted.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSound, startGallery } from './gallery.js';
import { canBeHit, end } from './pages.js';
import { soon } from './soon.js';

const gallery = await startGallery();

const week = async ({ page }) => {
  await page.getByRole('button', { name: /^(Неделя|Week)$/ }).click();
  await page.locator('.week').waitFor();
};
// By parts: not every node writes a locale's dates in the same way.
const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Europe/Minsk', year: 'numeric', month: '2-digit', day: '2-digit',
}).formatToParts(new Date());
const today = ['year', 'month', 'day'].map((name) => parts.find(({ type }) => type === name).value).join('-');

describe('the pages of components', () => {
  it('calendar, a month: sound in both themes, from 320 px, in both languages', () => isSound(gallery, 'calendar'));
  it('calendar, a week: sound in both themes, from 320 px, in both languages', () =>
    isSound(gallery, 'calendar', week));
  it('files: sound in both themes, from 320 px, in both languages', () => isSound(gallery, 'files'));
});

describe('a calendar', () => {
  // In the middle of a month, and in a week that begins in the month before.
  for (const at of ['2026-11-18T12:00:00Z', '2026-12-01T12:00:00Z']) {
    it(`a month: arrows go by days, Page Down by months; today leads back: ${at}`, async () => {
      const visitor = await gallery.open('calendar/', { at });
      const { page } = visitor;
      const now = at.slice(0, 10);
      const focused = () => page.evaluate(() => document.activeElement.dataset.day);
      const grid = page.getByRole('grid', { name: 'Календарь' });
      await grid.locator(`[data-day="${now}"]`).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowLeft');
      await soon.equal(focused, now);
      await page.keyboard.press('Home');
      await soon.equal(async () => new Date(await focused()).getUTCDay(), 1);
      const monday = await focused();
      await page.keyboard.press('PageDown');
      await soon.notEqual(async () => (await focused()).slice(0, 7), monday.slice(0, 7));
      await page.getByRole('button', { name: 'Сегодня' }).click();
      await soon.equal(() => grid.locator('[aria-selected=true] button').first().getAttribute('data-day'), now);
      await soon.equal(() => grid.locator('[aria-current=date]').getAttribute('data-day'), now);
      await end(visitor);
    });
  }

  it('a day shows how many events it has; those that do not fit lead to its week; an event opens', async () => {
    const visitor = await gallery.open('calendar/');
    const { page } = visitor;
    await soon.match(() => page.locator(`[data-day="${today}"]`).getAttribute('aria-label'), /6 событий$/);
    await page.getByRole('button', { name: 'Ещё 3' }).click();
    await page.locator('.week').waitFor();
    await page.getByRole('link', { name: /Интервью: Ковалёва Анна/ }).click();
    await page.getByRole('dialog', { name: 'Интервью: Ковалёва Анна' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('a week: now is marked, meetings at one time are side by side, a press on a free hour adds one', async () => {
    const visitor = await gallery.open('calendar/');
    const { page } = visitor;
    await week(visitor);
    await page.locator('.wcol.chosen .nowline').waitFor({ state: 'attached' });
    const box = (name) => page.locator('.wcol li', { hasText: name }).first().boundingBox();
    const [long, short] = [await box('Интервью: Ковалёва Анна'), await box('Позвонить Орлову')];
    assert.ok(short.x >= long.x + long.width - 1 && short.y > long.y, JSON.stringify([long, short]));
    const column = page.locator('.wcol.chosen');
    const { height } = await column.boundingBox();
    await column.click({ position: { x: 20, y: (height / 24) * 20.6 } });
    await visitor.toast(`Новое событие: ${today} 20:30`);
    await end(visitor);
  });

  it('on the phone: a month of dots with the chosen day under it, a week of one day at a time', async () => {
    const visitor = await gallery.open('calendar/', { size: 'phone' });
    const { page } = visitor;
    await soon.equal(() => page.locator('.agenda .cevent').count(), 6);
    await canBeHit(page.locator('.cday'));
    await page.getByRole('button', { name: /^Добавить:/ }).click();
    await visitor.toast(`Новое событие: ${today}`);
    await week(visitor);
    await soon.equal(() => page.locator('.wcol:visible').count(), 1);
    const other = page.locator('.wday[aria-pressed=false]').first();
    await other.click();
    await soon.equal(() => page.locator('.wcol:visible').count(), 1);
    await soon.equal(() => page.locator('.wday[aria-pressed=true]').count(), 1);
    await end(visitor);
  });
});

describe('files', () => {
  const file = (name, size = 2000) => ({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(size, 1) });
  const lines = (page) => page.locator('.dropped li');
  const line = (page, name) => lines(page).filter({ hasText: name });

  it('are picked and sent at once; what is not taken says why, what failed is tried again', async () => {
    const visitor = await gallery.open('files/');
    const { page } = visitor;
    const input = page.getByLabel('Вложения');
    await input.setInputFiles([file('cv.pdf'), file('fail.pdf'), file('cv.exe')]);
    await page.getByRole('status').getByText('Файл cv.pdf загружен.').waitFor({ state: 'attached' });
    await line(page, 'cv.exe').getByText('Такие файлы не берём. Подойдут pdf, png и jpg.').waitFor();
    await line(page, 'fail.pdf').getByRole('button', { name: 'Повторить' }).waitFor();
    await visitor.accessible('files of all kinds');
    await input.setInputFiles([file('more.pdf')]);
    await page.getByText('1 файл не поместился, можно не больше 3').waitFor();
    await page.getByRole('button', { name: 'Убрать: cv.exe' }).click();
    await input.setInputFiles([file('big.pdf', 3 * 2 ** 20)]);
    await line(page, 'big.pdf').getByText('Файл больше 2 МБ. Выберите меньше.').waitFor();
    await end(visitor);
  });

  it('one that takes long says how far it is, and can be stopped', async () => {
    const visitor = await gallery.open('files/', { size: 'narrow' });
    const { page } = visitor;
    await page.getByLabel('Вложения').setInputFiles([file('slow.pdf')]);
    await page.getByRole('progressbar', { name: 'Загружается: slow.pdf' }).waitFor();
    await line(page, 'slow.pdf').locator('.num').getByText('%').waitFor();
    await visitor.noSideways('a file on its way');
    await page.getByRole('button', { name: 'Остановить: slow.pdf' }).click();
    await line(page, 'slow.pdf').waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('are dropped and pasted', async () => {
    const visitor = await gallery.open('files/');
    const { page } = visitor;
    const give = (type, key, name) =>
      page.evaluate(
        ([kind, field, title]) => {
          const data = new DataTransfer();
          data.items.add(new File(['%PDF'], title, { type: 'application/pdf' }));
          const target = kind === 'paste' ? document.body : document.querySelector('.drop');
          const make = kind === 'paste' ? ClipboardEvent : DragEvent;
          target.dispatchEvent(new make(kind, { [field]: data, bubbles: true, cancelable: true }));
        },
        [type, key, name],
      );
    await give('dragover', 'dataTransfer', 'x.pdf');
    await page.locator('.drop.over').waitFor();
    await give('drop', 'dataTransfer', 'dropped.pdf');
    await line(page, 'dropped.pdf').first().waitFor();
    await soon.equal(() => page.locator('.drop.over').count(), 0);
    await give('paste', 'clipboardData', 'pasted.pdf');
    await line(page, 'pasted.pdf').first().waitFor();
    await end(visitor);
  });

  it('one file waits for its button, and a second one takes its place', async () => {
    const visitor = await gallery.open('files/');
    const { page } = visitor;
    const input = page.getByLabel('Резюме');
    await input.setInputFiles([file('old.pdf')]);
    await input.setInputFiles([file('new.pdf')]);
    await soon.equal(() => lines(page).count(), 1);
    await page.getByRole('button', { name: 'Загрузить' }).click();
    await visitor.toast('Файл new.pdf загружен.');
    await end(visitor);
  });
});
