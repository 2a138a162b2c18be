// The calendar by keys, by the mouse and on the phone; files that are dropped, picked and pasted.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isSound, startGallery } from './gallery.js';

let gallery;

before(async () => { gallery = await startGallery(); });
after(() => gallery?.stop());

const end = async (visitor) => {
  visitor.quiet();
  await visitor.close();
};
const week = async ({ page }) => {
  await page.getByRole('button', { name: /^(Неделя|Week)$/ }).click();
  await page.locator('.week').waitFor();
};
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Minsk' }).format(new Date());

describe('the pages of components', () => {
  it('calendar, a month: sound in both themes, from 320 px, in both languages', () => isSound(gallery, 'calendar'));
  it('calendar, a week: sound in both themes, from 320 px, in both languages', () =>
    isSound(gallery, 'calendar', week));
});

describe('a calendar', () => {
  it('a month: arrows go by days, Page Down by months; today leads back', async () => {
    const visitor = await gallery.open('calendar/');
    const { page } = visitor;
    const focused = () => page.evaluate(() => document.activeElement.dataset.day);
    const grid = page.getByRole('grid', { name: 'Календарь' });
    await grid.locator(`[data-day="${today}"]`).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), today);
    await page.keyboard.press('Home');
    assert.equal(new Date(await focused()).getUTCDay(), 1);
    await page.keyboard.press('PageDown');
    assert.notEqual((await focused()).slice(0, 7), today.slice(0, 7));
    await page.getByRole('button', { name: 'Сегодня' }).click();
    assert.equal(await grid.locator('[aria-selected=true] button').first().getAttribute('data-day'), today);
    assert.equal(await grid.locator('[aria-current=date]').getAttribute('data-day'), today);
    await end(visitor);
  });

  it('a day says how many events it has; those that do not fit lead to its week; an event opens beside it', async () => {
    const visitor = await gallery.open('calendar/');
    const { page } = visitor;
    assert.match(await page.locator(`[data-day="${today}"]`).getAttribute('aria-label'), /6 событий$/);
    await page.getByRole('button', { name: 'Ещё 3' }).click();
    await page.locator('.week').waitFor();
    await page.getByRole('link', { name: /Интервью: Ковалёва Анна/ }).click();
    await page.getByRole('dialog', { name: 'Интервью: Ковалёва Анна' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('a week: now is marked, meetings at one time stand side by side, a press on a free hour begins one there', async () => {
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
    assert.equal(await page.locator('.agenda .cevent').count(), 6);
    for (const day of await page.locator('.cday').all()) assert.ok((await day.boundingBox()).height >= 44);
    await page.getByRole('button', { name: /^Добавить:/ }).click();
    await visitor.toast(`Новое событие: ${today}`);
    await week(visitor);
    assert.equal(await page.locator('.wcol:visible').count(), 1);
    const other = page.locator('.wday[aria-pressed=false]').first();
    await other.click();
    assert.equal(await page.locator('.wcol:visible').count(), 1);
    assert.equal(await page.locator('.wday[aria-pressed=true]').count(), 1);
    await end(visitor);
  });
});
