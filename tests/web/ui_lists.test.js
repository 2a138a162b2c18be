// A list and a form as pages have them: filters and views in the address, ticks by mouse and keys, errors of a server.
import { describe, it } from 'node:test';
import { isSound, startGallery } from './gallery.js';
import { canBeHit, end } from './pages.js';
import { soon } from './soon.js';

const gallery = await startGallery();

describe('the pages of components', () => {
  for (const part of ['list', 'form']) {
    it(`${part}: sound in both themes, from 320 px, in both languages`, () => isSound(gallery, part));
  }
});

describe('a list', () => {
  const rowsOf = (page) => page.getByRole('table', { name: 'Задачи ClickUp' }).locator('tbody tr[data-row]');

  it('filters live in the address: a chip narrows, Back widens, the cleared list says its number', async () => {
    const visitor = await gallery.open('list/');
    const { page } = visitor;
    await soon.equal(() => rowsOf(page).count(), 10);
    await page.locator('.filters').getByRole('button', { name: 'Метка' }).click();
    await page.getByRole('checkbox', { name: /^kotlin/ }).check();
    await page.getByText('1–6 из 6').waitFor();
    await soon.equal(() => visitor.path(), '/ui/list/?tag=kotlin');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /Метка: kotlin/ }).waitFor();
    await page.goBack();
    await page.getByText('1–10 из 60').waitFor();
    await page.getByRole('searchbox').fill('нет таких');
    await visitor.see('По фильтру ничего не нашли');
    await page.locator('.empty').getByRole('button', { name: 'Сбросить' }).click();
    await page.getByText('1–10 из 60').waitFor();
    await end(visitor);
  });

  it('a head sorts and says how; the next page keeps the order', async () => {
    const visitor = await gallery.open('list/');
    const { page } = visitor;
    const head = page.getByRole('columnheader', { name: 'Задача' }).first();
    await head.getByRole('button').click();
    await page.waitForURL(/sort=name/);
    await soon.equal(() => head.getAttribute('aria-sort'), 'ascending');
    await head.getByRole('button').click();
    await page.waitForURL(/sort=-name/);
    await soon.equal(() => head.getAttribute('aria-sort'), 'descending');
    await visitor.link('Дальше').click();
    await page.getByText('11–20 из 60').waitFor();
    await soon.match(() => visitor.path(), /sort=-name.*page=2/);
    await end(visitor);
  });

  it('ticks: one, a range by Shift, the page, all of the list; Esc clears', async () => {
    const visitor = await gallery.open('list/');
    const { page } = visitor;
    const box = (n) => rowsOf(page).nth(n).getByRole('checkbox');
    const bar = page.getByRole('region', { name: 'Действия с выбранными' });
    await box(1).click();
    await box(4).click({ modifiers: ['Shift'] });
    await bar.getByText('Выбрано 4').waitFor();
    await soon.equal(() => page
        .getByRole('checkbox', { name: 'Выбрать все на странице' })
        .first()
        .evaluate((node) => node.indeterminate), true);
    await bar.getByRole('button', { name: 'Выбрать все 60' }).click();
    await bar.getByText('Выбрано 60').waitFor();
    await visitor.accessible('the bulk bar');
    await page.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });
    await end(visitor);
  });

  it('j, k, x and Enter work it without a mouse', async () => {
    const visitor = await gallery.open('list/');
    const { page } = visitor;
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await page.getByText('Выбрано 2').waitFor();
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await soon.match(() => visitor.path(), /task=/);
    await end(visitor);
  });

  it('a view is named, chosen, changed, deleted and brought back', async () => {
    const visitor = await gallery.open('list/?status=%D0%B3%D0%BE%D1%82%D0%BE%D0%B2%D0%BE');
    const { page } = visitor;
    await page.getByRole('button', { name: 'Сохранить вид' }).click();
    await page.getByLabel('Название', { exact: true }).fill('Готовые');
    await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
    const tab = page.getByRole('navigation', { name: 'Виды' }).getByRole('link', { name: 'Готовые' });
    await tab.waitFor();
    await soon.equal(() => tab.getAttribute('aria-current'), 'page');
    await page.getByRole('button', { name: 'Действия с видом' }).click();
    await page.getByRole('menuitem', { name: 'Удалить вид' }).click();
    await visitor.toast('Готовые');
    await tab.waitFor({ state: 'detached' });
    await visitor.takeBack();
    await tab.waitFor();
    await end(visitor);
  });

  it('on the phone: cards without a head, filters in a drawer', async () => {
    const visitor = await gallery.open('list/', { size: 'phone' });
    const { page } = visitor;
    await soon.equal(() => page.locator('thead').first().isVisible(), false);
    await page.getByRole('button', { name: /^Фильтры/ }).click();
    await page.getByRole('dialog').getByText('Метка').click();
    await page.getByRole('checkbox', { name: /^java/ }).check();
    await page.getByRole('button', { name: 'Показать 6' }).click();
    await page.getByRole('button', { name: 'Фильтры 1' }).waitFor();
    await canBeHit(page.locator('.tick:visible'));
    await end(visitor);
  });
});

describe('a form', () => {
  const fill = async (page, values) => {
    for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
  };

  it('a submit goes to the first field that is wrong, which says what to type; typing clears it', async () => {
    const visitor = await gallery.open('form/');
    const { page } = visitor;
    await fill(page, { Почта: 'никто' });
    await visitor.button('Сохранить').click();
    await page.getByText('Исправьте 2 поля').waitFor();
    const name = page.getByLabel('Имя', { exact: true });
    await soon.equal(() => name.evaluate((node) => node === document.activeElement), true);
    await soon.equal(() => name.getAttribute('aria-invalid'), 'true');
    const why = await name.getAttribute('aria-describedby');
    await soon.match(() => page.locator(`[id="${why.split(' ')[0]}"]`).innerText(), /Заполните/);
    await visitor.accessible('a form with errors');
    await name.fill('Анна');
    await page.getByText('Исправьте 1 поле').waitFor();
    await end(visitor);
  });

  it('what the server refuses stands at its field; what belongs to no field stands by itself', async () => {
    const visitor = await gallery.open('form/');
    const { page } = visitor;
    await fill(page, { Имя: 'Анна', Почта: 'taken@example.com' });
    await page.keyboard.press('Control+Enter');
    await visitor.see('Этот адрес уже занят. Укажите другой.');
    await soon.equal(
      () => page.getByLabel('Почта', { exact: true }).evaluate((node) => node === document.activeElement),
      true,
    );
    await fill(page, { Почта: 'anna@example.com', 'Предел в день': '13' });
    await visitor.button('Сохранить').click();
    await page.getByRole('alert').getByText('company: Такого пояса нет.').waitFor();
    await page.getByText('Исправьте 1 поле').waitFor();
    await fill(page, { 'Предел в день': '99' });
    await visitor.button('Сохранить').click();
    await page.getByRole('alert').getByText('Номер ошибки').waitFor();
    await fill(page, { 'Предел в день': '100' });
    await visitor.button('Сохранить').click();
    await visitor.toast('Сохранено');
    await end(visitor);
  });

  it('leaving with changes asks', async () => {
    const visitor = await gallery.open('form/');
    const { page } = visitor;
    await fill(page, { Имя: 'Анна' });
    await page.getByRole('navigation').getByRole('link', { name: 'Список' }).click();
    const ask = page.getByRole('dialog', { name: 'Уйти без сохранения?' });
    await ask.getByRole('button', { name: 'Остаться' }).click();
    await soon.equal(() => visitor.path(), '/ui/form/');
    await page.getByRole('navigation').getByRole('link', { name: 'Список' }).click();
    await ask.getByRole('button', { name: 'Уйти без сохранения' }).click();
    await visitor.heading('Список');
    await end(visitor);
  });
});
