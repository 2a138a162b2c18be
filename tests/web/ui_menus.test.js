// Menus, small sheets, drawers, dialogs and the states of a part of a page: by keys alone, in both themes and
// languages.
import { describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { isSound, startGallery } from './gallery.js';
import { canBeHit, liesInside } from './pages.js';
import { soon } from './soon.js';

const gallery = await startGallery();

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());

/* A key of a Russian keyboard: the browser's driver knows none. */
const typed = (page, key) =>
  page.evaluate(
    (letter) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: letter, bubbles: true })),
    key,
  );

describe('the pages of components', () => {
  for (const part of ['marks', 'states', 'menu', 'drawer']) {
    it(`${part}: sound in both themes, from 320 px, in both languages`, () => isSound(gallery, part));
  }

  it('are there in a demo only', async () => {
    const html = { headers: { Accept: 'text/html' } };
    await soon.equal(async () => (await gallery.house.anonymous().get('/ui/menu/', html)).status, 200);
    const house = await startHouse();
    try {
      await soon.equal(async () => (await house.anonymous().get('/ui/menu/', html)).status, 404);
    } finally {
      await house.stop();
    }
  });
});

describe('a menu', () => {
  it('opens by an arrow at its first or last deed; arrows go round and pass by what cannot be done', async () => {
    const visitor = await gallery.open('menu/');
    const { page } = visitor;
    const button = page.getByRole('button', { name: 'Действия с видом' });
    await button.focus();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('menu', { name: 'Действия с видом' }).waitFor();
    await soon.equal(() => focused(page), 'Удалить');
    await page.keyboard.press('ArrowDown');
    await soon.equal(() => focused(page), 'Переименовать…');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await soon.equal(() => focused(page), 'Открыть');
    await page.keyboard.press('Home');
    await soon.equal(() => focused(page), 'Переименовать…');
    for (const letter of 'уд') await typed(page, letter);
    await soon.equal(() => focused(page), 'Удалить');
    await visitor.accessible('an open menu');
    await page.keyboard.press('Enter');
    await visitor.toast('Удалено');
    await soon.equal(() => page.getByRole('menu').count(), 0);
    await soon.equal(() => button.evaluate((node) => node === document.activeElement), true);
    visitor.quiet();
    await visitor.close();
  });

  it('a toast that has the focus stays; the one that takes its place goes by itself', async () => {
    const visitor = await gallery.open('menu/');
    const { page } = visitor;
    const remove = async () => {
      await page.getByRole('button', { name: 'Действия с видом' }).evaluate((node) => node.click());
      await page.getByRole('menuitem', { name: 'Удалить' }).evaluate((node) => node.click());
    };
    await page.clock.install();
    await remove();
    await page.locator('.toast').getByRole('button', { name: 'Закрыть' }).focus();
    await page.clock.runFor(9000);
    await visitor.toast('Удалено');
    await page.mouse.move(0, 0);
    await remove();
    await page.clock.runFor(9000);
    await page.locator('.toast').waitFor({ state: 'detached' });
    await visitor.close();
  });

  it('Esc closes it and gives the focus back; a press elsewhere closes it too', async () => {
    const visitor = await gallery.open('menu/');
    const { page } = visitor;
    const button = page.getByRole('button', { name: 'Действия с видом' });
    await button.click();
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await soon.equal(() => button.getAttribute('aria-expanded'), 'false');
    await soon.equal(() => button.evaluate((node) => node === document.activeElement), true);
    await button.click();
    await page.getByRole('menu').waitFor();
    await page.locator('h1').click();
    await page.getByRole('menu').waitFor({ state: 'detached' });
    visitor.quiet();
    await visitor.close();
  });

  it('one of several is marked, and lies inside the window on the narrowest screen', async () => {
    const visitor = await gallery.open('menu/', { size: 'narrow' });
    const { page } = visitor;
    await page.getByRole('button', { name: 'Сначала новые' }).click();
    const items = page.getByRole('menuitemradio');
    await soon.equal(() => items.nth(0).getAttribute('aria-checked'), 'true');
    await liesInside(page.getByRole('menu'));
    await canBeHit(items);
    await items.nth(2).click();
    await page.getByRole('button', { name: 'По имени' }).waitFor();
    visitor.quiet();
    await visitor.close();
  });
});

describe('several faces', () => {
  it('say all their names, and how many more there are', async () => {
    const visitor = await gallery.open('marks/');
    const { page } = visitor;
    const group = page.getByRole('img', { name: /Ковалёва Анна, .*Литвин Сергей/ });
    await soon.equal(() => group.locator('.ava').allInnerTexts().then((all) => all.join()), 'КА,ОД,СП,+4');
    await soon.equal(
      () => page.getByRole('img', { name: 'Ковалёва Анна, Орлов Дмитрий', exact: true }).locator('.ava').count(), 2,
    );
    await group.hover();
    await soon.match(() => page.getByRole('tooltip').innerText(), /^Ковалёва Анна, .*Литвин Сергей/);
    visitor.quiet();
    await visitor.close();
  });
});

describe('a tooltip', () => {
  const tipOf = (page) => page.getByRole('tooltip');

  it('comes with the mouse and with Tab, lies inside the window, goes by Esc and by leaving', async () => {
    for (const look of [{}, { size: 'narrow', theme: 'dark' }]) {
      const visitor = await gallery.open('marks/', look);
      const { page } = visitor;
      const thing = page.getByRole('button', { name: '+2' });
      await thing.hover();
      await tipOf(page).getByText('Ещё метки: срочно, релокация').waitFor();
      await liesInside(tipOf(page));
      await visitor.accessible('a tooltip');
      await page.mouse.move(0, 0);
      await thing.hover();
      await tipOf(page).hover();
      await page.keyboard.press('Escape');
      await tipOf(page).waitFor({ state: 'detached' });
      await page.mouse.move(0, 0);
      await page.getByRole('link', { name: /Разработчик высоконагруженных/ }).focus();
      await page.keyboard.press('Tab');
      await tipOf(page).getByText('Ещё метки').waitFor();
      await soon.equal(() => thing.getAttribute('aria-describedby'), 'tip');
      await page.keyboard.press('Shift+Tab');
      await tipOf(page).getByText(/^Разработчик .* в платежах$/).waitFor();
      await soon.equal(() => thing.getAttribute('aria-describedby'), null);
      await page.keyboard.press('Shift+Tab');
      await tipOf(page).getByText('Сменить тему').waitFor();
      await page.keyboard.press('Escape');
      await tipOf(page).waitFor({ state: 'detached' });
      visitor.quiet();
      await visitor.close();
    }
  });

  it('has nothing to say of a text that is whole, and nothing where one pressed', async () => {
    const visitor = await gallery.open('marks/');
    const { page } = visitor;
    const link = page.getByRole('link', { name: /Разработчик высоконагруженных/ });
    await link.evaluate((node) => { node.style.maxWidth = 'none'; });
    await page.clock.install();
    await link.hover();
    await page.clock.runFor(1000);
    await soon.equal(() => tipOf(page).count(), 0);
    const thing = page.getByRole('button', { name: '+2' });
    await thing.hover();
    await thing.click();
    await page.clock.runFor(1000);
    await soon.equal(() => tipOf(page).count(), 0);
    await page.mouse.move(0, 0);
    await thing.hover();
    await page.clock.runFor(1000);
    await tipOf(page).waitFor();
    visitor.quiet();
    await visitor.close();
  });

  it('lies over a dialog, whose Esc is the next one', async () => {
    const visitor = await gallery.open('drawer/?person=3');
    const { page } = visitor;
    await page.getByRole('button', { name: 'Следующая строка' }).hover();
    await tipOf(page).getByText('Следующая строка').waitFor();
    await page.keyboard.press('Escape');
    await tipOf(page).waitFor({ state: 'detached' });
    await soon.equal(() => page.getByRole('dialog').count(), 1);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    visitor.quiet();
    await visitor.close();
  });
});

describe('a drawer', () => {
  it('has an address; Esc, Back and the cross lead to the list, and Back then leaves it', async () => {
    const visitor = await gallery.open('menu/');
    const { page } = visitor;
    const dialog = page.getByRole('dialog');
    await page.getByRole('navigation').getByRole('link', { name: 'Панель и диалог' }).click();
    await page.getByRole('link', { name: 'Орлов Дмитрий' }).click();
    await dialog.waitFor();
    await soon.equal(() => visitor.path(), '/ui/drawer/?person=2');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await soon.equal(() => visitor.path(), '/ui/drawer/');
    await page.getByRole('link', { name: 'Орлов Дмитрий' }).click();
    await dialog.waitFor();
    await page.goBack();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Мельник Ольга' }).click();
    await dialog.getByRole('button', { name: 'Закрыть' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.goBack();
    await visitor.heading('Меню и списки');
    visitor.quiet();
    await visitor.close();
  });

  it('goes along its list by j and k and by buttons, and Back leads to the list all the same', async () => {
    const visitor = await gallery.open('drawer/');
    const { page } = visitor;
    const dialog = (name) => page.getByRole('dialog', { name });
    await page.getByRole('link', { name: 'Орлов Дмитрий' }).click();
    await dialog('Орлов Дмитрий').getByText('2 из 7').waitFor();
    await page.keyboard.press('j');
    await dialog('Сидоренко Павел').getByText('3 из 7').waitFor();
    await soon.equal(() => visitor.path(), '/ui/drawer/?person=3');
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await dialog('Ковалёва Анна').waitFor();
    await page.keyboard.press('k');
    await soon.equal(() => page.getByRole('button', { name: 'Предыдущая строка' }).isDisabled(), true);
    await page.getByRole('button', { name: 'Следующая строка' }).click();
    await dialog('Орлов Дмитрий').waitFor();
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await soon.equal(() => visitor.path(), '/ui/drawer/');
    visitor.quiet();
    await visitor.close();
  });

  it('opens by its address alone and closes to the list', async () => {
    const visitor = await gallery.open('drawer/?person=3');
    const { page } = visitor;
    await page.getByRole('dialog', { name: 'Сидоренко Павел' }).waitFor();
    await visitor.accessible('an open drawer');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await soon.equal(() => visitor.path(), '/ui/drawer/');
    visitor.quiet();
    await visitor.close();
  });
});

describe('a question', () => {
  it('begins at the safe answer, names the deed, and Esc keeps things as they were', async () => {
    const visitor = await gallery.open('states/');
    const { page } = visitor;
    await page.getByRole('button', { name: 'Удалить…' }).click();
    await page.getByRole('dialog', { name: 'Удалить правило?' }).waitFor();
    await soon.equal(() => focused(page), 'Не сейчас');
    await visitor.accessible('a question');
    await page.keyboard.press('Escape');
    await visitor.toast('Оставлено как было');
    await page.getByRole('button', { name: 'Удалить…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Удалить' }).click();
    await visitor.toast('Удалено');
    visitor.quiet();
    await visitor.close();
  });

  it('a part that failed is tried again by its button', async () => {
    const visitor = await gallery.open('states/');
    await visitor.page.getByRole('alert').first().getByRole('button', { name: 'Повторить' }).click();
    await visitor.see('1 попытка');
    visitor.quiet();
    await visitor.close();
  });
});
