// A board by mouse, by touch, by menus and by keys, each step said; the timeline.
import { describe, it } from 'node:test';
import { isSound, startGallery } from './gallery.js';
import { end, mayDrag } from './pages.js';
import { soon } from './soon.js';

const gallery = await startGallery();

const isFocused = (locator) => locator.evaluate((node) => node === document.activeElement);

describe('the pages of components', () => {
  for (const part of ['board', 'task', 'timeline']) {
    it(`${part}: sound in both themes, from 320 px, in both languages`, () => isSound(gallery, part));
  }
});

describe('a board', () => {
  const column = (page, name) => page.locator('.col', { has: page.getByRole('heading', { name }) });
  const titles = (page, name) => column(page, name).locator('.ktitle').allInnerTexts();
  const card = (page, name) => page.getByRole('group', { name, exact: true });
  const said = (page, text) =>
    page.locator('.sr[role=status]').filter({ hasText: text }).waitFor({ state: 'attached' });
  const CALL = 'Позвонить Орлову Дмитрию';

  it('keys: arrows go from card to card; Space lifts, arrows move, Space drops; each step is said', async () => {
    const visitor = await gallery.open('board/');
    const { page } = visitor;
    await card(page, CALL).focus();
    await page.keyboard.press('ArrowDown');
    await soon.equal(
      () => isFocused(card(page, 'Согласовать вилку по вакансии «Java-разработчик» с заказчиком')),
      true,
    );
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    await said(page, `Карточка «${CALL}» поднята. Колонка «К работе», место 1 из 3`);
    await page.keyboard.press('ArrowDown');
    await said(page, 'Колонка «К работе», место 2 из 3');
    await page.keyboard.press('ArrowRight');
    await said(page, 'Колонка «В работе», место 2 из 3');
    await soon.equal(() => isFocused(card(page, CALL)), true);
    await visitor.accessible('a lifted card');
    await page.keyboard.press('Space');
    await said(page, `Карточка «${CALL}» положена. Колонка «В работе», место 2 из 3`);
    await visitor.toast('теперь в колонке «В работе»');
    await soon.deepEqual(
      () => titles(page, 'В работе'),
      ['Интервью: Ковалёва Анна', CALL, 'Отчёт заказчику за неделю'],
    );
    await soon.equal(() => isFocused(card(page, CALL)), true);
    await visitor.takeBack();
    await page.waitForFunction(() => document.querySelector('.col .ktitle').textContent === 'Позвонить Орлову Дмитрию');
    await end(visitor);
  });

  it('keys: Esc and leaving return the card; a closed column takes none', async () => {
    const visitor = await gallery.open('board/');
    const { page } = visitor;
    const last = card(page, 'Оффер: Громова Екатерина');
    await last.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await said(page, 'Колонка «Готово», место 1 из 1');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await said(page, 'Колонка «В работе», место 1 из 3');
    await page.keyboard.press('Escape');
    await said(page, 'вернулась. Колонка «Готово», место 1 из 1');
    await soon.deepEqual(() => titles(page, 'Готово'), ['Оффер: Громова Екатерина']);
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Tab');
    await said(page, 'вернулась');
    await end(visitor);
  });

  it('the menu of a card moves it without dragging', async () => {
    const visitor = await gallery.open('board/', { size: 'phone' });
    const { page } = visitor;
    await page.getByRole('button', { name: `Действия с карточкой «${CALL}»` }).click();
    const menu = page.getByRole('menu');
    await menu.getByText('Переместить в…').waitFor();
    await soon.equal(() => menu.getByRole('menuitem', { name: 'Архив' }).getAttribute('aria-disabled'), 'true');
    await menu.getByRole('menuitem', { name: 'На проверке' }).click();
    await visitor.toast('теперь в колонке «На проверке»');
    await soon.deepEqual(() => titles(page, 'На проверке'), [CALL]);
    await end(visitor);
  });

  it('the mouse drags it; Esc drops it where it was; a click opens it', async () => {
    const visitor = await gallery.open('board/');
    const { page } = visitor;
    await mayDrag(page);
    const drag = async (name, to) => {
      const from = await card(page, name).boundingBox();
      const box = await column(page, to).boundingBox();
      await page.mouse.move(from.x + 60, from.y + from.height - 14);
      await page.mouse.down();
      await page.mouse.move(from.x + 90, from.y + from.height, { steps: 4 });
      await page.mouse.move(box.x + 80, box.y + 90, { steps: 10 });
      await page.locator('.dragged').waitFor();
    };
    await drag(CALL, 'На проверке');
    await page.mouse.up();
    await visitor.toast('теперь в колонке «На проверке»');
    await soon.deepEqual(() => titles(page, 'На проверке'), [CALL]);
    await drag('Описание вакансии аналитика', 'В работе');
    await page.keyboard.press('Escape');
    await page.locator('.dragged').waitFor({ state: 'detached' });
    await page.mouse.up();
    await soon.equal(async () => (await titles(page, 'К работе')).length, 2);
    await soon.equal(async () => (await titles(page, 'В работе')).length, 2);
    await page.getByRole('link', { name: 'Отчёт заказчику за неделю' }).click();
    await page.getByRole('dialog', { name: 'Отчёт заказчику за неделю' }).waitFor();
    await end(visitor);
  });

  it('a finger that stays lifts it, a finger that moves at once scrolls', async () => {
    const visitor = await gallery.open('board/', { size: 'phone' });
    const { page } = visitor;
    await mayDrag(page);
    const session = await page.context().newCDPSession(page);
    const touch = (type, x, y) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    const box = await card(page, CALL).boundingBox();
    const [x, y] = [box.x + 60, box.y + box.height - 14];
    await touch('touchStart', x, y);
    await page.locator('.chosen').waitFor();
    for (let step = 1; step <= 8; step++) await touch('touchMove', x, y + step * 16);
    await page.locator('.dragged').waitFor();
    await touch('touchEnd');
    await visitor.toast('теперь в колонке «К работе»');
    await soon.notEqual(async () => (await titles(page, 'К работе'))[0], CALL);
    await end(visitor);
  });
});

describe('a timeline', () => {
  for (const at of ['2026-11-18T12:00:00Z', '2026-11-18T22:30:00Z']) {
    it(`kinds narrow it, older events come on request, days stand as headings after a week: ${at}`, async () => {
      const visitor = await gallery.open('timeline/', { at });
      const { page } = visitor;
      const lines = page.getByRole('list', { name: 'Лента событий' }).getByRole('listitem');
      await soon.equal(() => lines.count(), 5);
      await soon.equal(() => page.locator('.tlday h3').count(), 1);
      await page.getByRole('button', { name: 'Показать раньше' }).click();
      await soon.equal(() => lines.count(), 8);
      await page.getByRole('button', { name: 'Комментарии' }).click();
      await soon.equal(() => page.getByRole('button', { name: 'Комментарии' }).getAttribute('aria-pressed'), 'true');
      await soon.equal(() => lines.count(), 3);
      await end(visitor);
    });
  }

  it('a text of more than four lines is folded, and unfolded by keys', async () => {
    const visitor = await gallery.open('timeline/');
    const { page } = visitor;
    await page.getByRole('button', { name: 'Комментарии' }).click();
    const long = page.locator('.clamp', { hasText: 'Звонить после' });
    const lines = () => long.evaluate((one) =>
      Math.round(one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)));
    await soon.equal(lines, 4);
    const more = page.getByRole('button', { name: 'Показать полностью' });
    await soon.equal(() => more.count(), 1, 'short ones have none');
    await more.focus();
    await page.keyboard.press('Enter');
    await soon.equal(lines, 6);
    await visitor.accessible('an unfolded text');
    const less = page.getByRole('button', { name: 'Свернуть', expanded: true });
    await soon.equal(() => less.evaluate((one) => one === document.activeElement), true);
    await page.keyboard.press('Enter');
    await soon.equal(lines, 4);
    await end(visitor);
  });
});
