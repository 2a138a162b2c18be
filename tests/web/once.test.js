// What is shown one time: the button that copies it is the filled one, it says how long it holds, and it copies over
// plain http too, where a browser has no clipboard of its own.
import { describe, it } from 'node:test';
import { visit } from './browser.js';
import { deed, end, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const boss = await house.user({ role: 'admin', company: 'Nova', name: 'Мария Лебедева' });
await house.user({ company: 'Nova', name: 'Анна Ковалёва' });

describe('a link to sign in', () => {
  it('is copied by the filled button, be the page open by http', async () => {
    const visitor = await visit(browser, house, { client: boss, path: '/tasks/' });
    const { page } = visitor;
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await visitor.open('/admin/');
    await deed(page.locator('.people li').filter({ hasText: 'Анна Ковалёва' }), 'Ссылка для входа');
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/действует 15 минут, один раз/).waitFor();
    const copy = dialog.getByRole('button', { name: 'Скопировать' });
    await soon.equal(() => dialog.locator('.btn.main-act').innerText(), 'Скопировать');
    const link = await dialog.getByLabel('Ссылка').inputValue();
    await soon.match(() => dialog.getByLabel('Ссылка').inputValue(), /\/login\/#/);
    await copy.click();
    await visitor.toast('Скопировано');
    await soon.equal(() => copy.evaluate((node) => node === document.activeElement), true);
    await dialog.getByRole('button', { name: 'Закрыть' }).first().click();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').focus();
    await page.keyboard.press('Control+v');
    await soon.equal(() => page.getByRole('combobox').inputValue(), link);
    await end(visitor);
  });
});

describe('fields to mend', () => {
  it('are counted at the title, and the first of them has the focus', async () => {
    const visitor = await visit(browser, house, { client: boss, path: '/admin/' });
    const { page } = visitor;
    await visitor.button('Пригласить').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Пригласить' }).click();
    await dialog.locator('.dhead').getByText('Исправьте 2 поля').waitFor();
    await soon.equal(() => dialog.getByLabel('Имя').evaluate((node) => node === document.activeElement), true);
    await end(visitor);
  });
});
