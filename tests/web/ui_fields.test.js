// Fields with a list, days and times by keys alone, by the mouse and on a narrow screen; charts in words.
import { describe, it } from 'node:test';
import { isSound, startGallery } from './gallery.js';
import { canBeHit, end, liesInside, missing } from './pages.js';
import { soon } from './soon.js';

const gallery = await startGallery();

const isFocused = (locator) => locator.evaluate((node) => node === document.activeElement);

describe('the pages of components', () => {
  for (const part of ['combobox', 'dates', 'charts']) {
    it(`${part}: sound in both themes, from 320 px, in both languages`, () => isSound(gallery, part));
  }
});

describe('sums and phones', () => {
  const NB = '\u00a0';
  const placeOf = (field) => field.evaluate((node) => [node.selectionStart, node.selectionEnd]);

  it('are grouped while one types; what is selected by Tab stays selected, looking changes nothing', async () => {
    const visitor = await gallery.open('form/');
    const { page } = visitor;
    const money = page.getByLabel('Сумма и валюта', { exact: true });
    const phone = page.getByLabel('Телефон', { exact: true });
    await soon.equal(() => money.inputValue(), `3${NB}000–4${NB}500`);
    await money.focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await soon.equal(() => isFocused(phone), true);
    await soon.deepEqual(() => placeOf(phone), [0, '+375 29 555-01-47'.length]);
    await page.keyboard.type('+79123456789');
    await soon.equal(() => phone.inputValue(), '+7 912 345-67-89');
    for (let n = 0; n < 5; n += 1) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    await soon.equal(() => phone.inputValue(), '+7 912 346-78-9');
    await soon.deepEqual(() => placeOf(phone), [9, 9]);
    await money.fill('3500');
    await page.getByLabel('Сумма и валюта: Валюта').selectOption('EUR');
    await page.getByLabel('Только сумма', { exact: true }).fill('1 250 000,50');
    await page.getByRole('button', { name: 'Показать значения' }).click();
    await page.locator('.toast').getByText('"money":"3500 EUR","phone":"+7912346789","sum":"1250000"').waitFor();
    await end(visitor);
  });

  it('words that are no sum have no currency; a short number stays as it is', async () => {
    const visitor = await gallery.open('form/', { size: 'narrow' });
    const { page } = visitor;
    const words = page.getByLabel('Не сумма', { exact: true });
    await soon.equal(() => words.inputValue(), 'по договорённости');
    await soon.equal(() => page.getByLabel('Не сумма: Валюта').isDisabled(), true);
    await words.fill('');
    await words.pressSequentially('2000 на руки');
    await soon.equal(() => words.inputValue(), `2${NB}000 на руки`);
    await soon.equal(() => page.getByLabel('Не сумма: Валюта').isDisabled(), false);
    await soon.equal(() => page.getByLabel('Не номер', { exact: true }).inputValue(), '555-01-47');
    await canBeHit(page.locator('.moneyin select'));
    await end(visitor);
  });
});

describe('a combobox', () => {
  const options = (page) => page.getByRole('listbox').getByRole('option');

  it('arrows open and go round, Enter picks, Esc puts back what was', async () => {
    const visitor = await gallery.open('combobox/');
    const { page } = visitor;
    const field = page.getByRole('combobox', { name: /^Ответственный/ });
    await soon.equal(() => field.inputValue(), 'Сидоренко Павел');
    await field.focus();
    await page.keyboard.press('ArrowDown');
    const chosen = await field.getAttribute('aria-activedescendant');
    await soon.equal(() => page.locator(`[id="${chosen}"]`).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await soon.equal(() => field.inputValue(), 'Мельник Ольга');
    await soon.equal(() => page.getByRole('listbox').count(), 0);
    await field.fill('ахм');
    await soon.equal(() => options(page).count(), 1);
    await visitor.accessible('an open list');
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    await soon.equal(() => field.inputValue(), 'Мельник Ольга');
    await field.fill('такого нет');
    await page.locator('.combolist').getByText('Ничего не нашли').waitFor();
    await page.keyboard.press('Tab');
    await soon.equal(() => field.inputValue(), 'Мельник Ольга');
    await page.getByRole('button', { name: 'Очистить' }).click();
    await soon.equal(() => field.inputValue(), '');
    await soon.equal(() => isFocused(field), true);
    await end(visitor);
  });

  it('many: ticks stay open, Backspace takes the last, each has its cross', async () => {
    const visitor = await gallery.open('combobox/');
    const { page } = visitor;
    const field = page.getByRole('combobox', { name: 'Метка' });
    const picks = page.locator('.picks li');
    await field.fill('kot');
    await page.keyboard.press('Enter');
    await soon.deepEqual(
      async () => (await picks.allInnerTexts()).map((text) => text.trim()),
      ['java', 'senior', 'kotlin'],
    );
    await soon.equal(() => page.getByRole('listbox').getAttribute('aria-multiselectable'), 'true');
    await page.keyboard.press('Backspace');
    await soon.equal(() => picks.count(), 2);
    await page.getByRole('button', { name: 'Убрать: java' }).click();
    await soon.equal(() => picks.count(), 1);
    await end(visitor);
  });

  it('asked of a service: says that it searches, what it found, and why it could not', async () => {
    const visitor = await gallery.open('combobox/');
    const { page } = visitor;
    const field = page.getByRole('combobox', { name: 'Вакансия' }).first();
    const status = page.locator('.combo').nth(2).getByRole('status');
    await field.click();
    await status.getByText('4 варианта').waitFor();
    await field.fill('java');
    await status.getByText('1 вариант').waitFor();
    await soon.equal(() => options(page).count(), 1);
    await field.fill('503');
    await page.getByRole('button', { name: 'Повторить' }).waitFor();
    await visitor.accessible('a list that failed');
    await field.fill('анал');
    await options(page).filter({ hasText: 'Аналитик данных' }).click();
    await soon.equal(() => field.inputValue(), 'Аналитик данных');
    await end(visitor);
  });

  it('of thousands draws those in sight alone; keys and the wheel come to all, the chosen one is seen', async () => {
    for (const look of [{}, { size: 'narrow' }]) {
      const visitor = await gallery.open('combobox/', look);
      const { page } = visitor;
      const field = page.getByRole('combobox', { name: 'Задача' });
      await field.click();
      const option = (n) => options(page).filter({ hasText: new RegExp(`^№ ${n}$`) });
      await option(4000).waitFor();
      await liesInside(page.locator('.combolist'));
      await soon.ok(async () => {
        const [outer, inner] = [await page.locator('.combolist').boundingBox(), await option(4000).boundingBox()];
        return inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
      }, 'the chosen one is in sight');
      await soon.ok(async () => (await options(page).count()) < 60, 'not all are drawn');
      await soon.equal(() => option(4000).getAttribute('aria-posinset'), '4000');
      await visitor.accessible('a long list');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await soon.equal(
        async () => page.locator(`[id="${await field.getAttribute('aria-activedescendant')}"]`).innerText(), '№ 4002',
      );
      await page.getByRole('listbox').evaluate((list) => { list.scrollTop = 0; });
      await option(1).click();
      await soon.equal(() => field.inputValue(), '№ 1');
      await field.click();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      await option(5000).waitFor();
      await end(visitor);
    }
  });

  it('on a narrow screen the list lies inside the window, its lines can be hit', async () => {
    const visitor = await gallery.open('combobox/', { size: 'narrow' });
    const { page } = visitor;
    await page.getByRole('combobox', { name: 'Метка' }).click();
    await liesInside(page.locator('.combolist'));
    await canBeHit(options(page));
    await end(visitor);
  });
});

describe('a day and a time', () => {
  it('is typed as one likes; what is no day says what to type', async () => {
    const visitor = await gallery.open('dates/');
    const { page } = visitor;
    const field = page.getByLabel('Срок', { exact: true });
    await field.fill('5/3/27');
    await page.keyboard.press('Tab');
    await soon.equal(() => field.inputValue(), '05.03.2027');
    await field.fill('31.02.2027');
    await page.keyboard.press('Tab');
    await page.getByText(/^Введите дату, например/).waitFor();
    await soon.equal(() => field.getAttribute('aria-invalid'), 'true');
    await visitor.accessible('a wrong date');
    await field.fill('');
    await page.keyboard.press('Tab');
    await page.getByText(/^Введите дату, например/).waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('is picked by keys: the month opens at the day, arrows and pages move, Enter takes, Esc leaves', async () => {
    const visitor = await gallery.open('dates/');
    const { page } = visitor;
    const field = page.getByLabel('Срок', { exact: true });
    const open = page.getByRole('button', { name: 'Срок: открыть календарь' });
    await open.focus();
    await page.keyboard.press('Enter');
    const day = (name) => page.getByRole('button', { name, exact: true });
    await soon.equal(() => isFocused(day('среда, 18 ноября 2026')), true);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('PageDown');
    await soon.equal(() => isFocused(day('суббота, 26 декабря 2026')), true);
    await page.getByRole('dialog').getByText('Декабрь 2026').waitFor();
    await visitor.accessible('an open calendar');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await soon.equal(() => field.inputValue(), '26.12.2026');
    await soon.equal(() => isFocused(open), true);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('outside its bounds no day can be picked; today and tomorrow are a press away', async () => {
    const visitor = await gallery.open('dates/', { size: 'narrow' });
    const { page } = visitor;
    await page.getByRole('button', { name: 'Напомнить: открыть календарь' }).click();
    const dialog = page.getByRole('dialog', { name: 'Напомнить' });
    await liesInside(dialog);
    await page.keyboard.press('ArrowLeft');
    await soon.equal(() => page.evaluate(() => document.activeElement.getAttribute('aria-current')), 'date');
    await dialog.getByRole('button', { name: 'Завтра' }).click();
    const tomorrow = new Date(Date.now() + 86400000).toLocaleDateString('ru-RU', { timeZone: 'Europe/Minsk' });
    await soon.equal(() => page.getByRole('textbox', { name: /^Напомнить/ }).inputValue(), tomorrow);
    await end(visitor);
  });

  it('a time is typed or chosen; day and time are one moment in the zone of the user', async () => {
    const visitor = await gallery.open('dates/');
    const { page } = visitor;
    const moment = page.getByRole('group', { name: 'Интервью' });
    const clock = moment.getByRole('combobox', { name: 'Время' });
    await soon.equal(() => clock.inputValue(), '15:05');
    await clock.fill('930');
    await page.keyboard.press('Tab');
    await soon.equal(() => clock.inputValue(), '09:30');
    await page.getByText('18 ноября 2026 г. в 09:30').waitFor();
    await clock.fill('полдень');
    await page.keyboard.press('Tab');
    await page.getByText('Введите время, например 09:30').waitFor();
    await clock.fill('17');
    await page.getByRole('option', { name: '17:30' }).click();
    await page.getByText('18 ноября 2026 г. в 17:30').waitFor();
    await end(visitor);
  });
});

describe('a chart', () => {
  it('whose drawing does not come says so, and comes when it is asked for again', async () => {
    const visitor = await gallery.open('marks/');
    const { page } = visitor;
    await missing(visitor, 'uplot', 1);
    await page.goto('/ui/charts/');
    const notes = page.getByRole('alert').filter({ hasText: 'Нет связи с сервером' });
    await notes.first().waitFor();
    await visitor.button('Повторить', notes.first()).click();
    await page.getByRole('img', { name: /^За 14 дней/ }).first().locator('canvas').waitFor();
    await end(visitor);
  });

  it('says its sentence, follows the theme, says what is under the cursor, and is a table too', async () => {
    const visitor = await gallery.open('charts/');
    const { page } = visitor;
    const bars = page.getByRole('img', { name: /^За 14 дней/ }).first();
    await bars.locator('canvas').waitFor();
    const inked = () => bars.locator('canvas').evaluate((node) => node.toDataURL());
    const light = await inked();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForFunction(
      ([node, old]) => node.toDataURL() !== old,
      [await bars.locator('canvas').elementHandle(), light],
    );
    const box = await bars.boundingBox();
    await page.mouse.move(box.x + box.width * 0.68, box.y + box.height / 2);
    await bars.getByText(/16 ноября: .*с ошибкой 38/).waitFor();
    await page.getByText('Показать таблицей').first().click();
    await soon.equal(() => page.getByRole('table').first().getByRole('row').count(), 15);
    const lines = page.getByRole('img', { name: /^Скорость около 13/ });
    await lines.scrollIntoViewIfNeeded();
    const area = await lines.boundingBox();
    await page.mouse.move(area.x + area.width / 2, area.y + area.height / 2);
    await page.locator('.legend b').first().waitFor();
    await end(visitor);
  });
});
