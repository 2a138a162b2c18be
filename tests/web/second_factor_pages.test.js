// The second factor in a browser: set up by a QR code, asked for at the sign-in, switched off.
import { describe, it } from 'node:test';
import { codeOf } from '../lib/totp.js';
import { visit } from './browser.js';
import { startPages } from './pages.js';

const PASSWORD = 'верный пароль 42';

const { house, browser } = await startPages();
const me = await house.user({ name: 'Анна Ковалёва' });
await me.expect(200, 'PATCH', '/api/v1/profile', { new_password: PASSWORD });
let secret;

describe('the second factor', () => {
  it('is set up with the password, a picture and a first code', async () => {
    const visitor = await visit(browser, house, { client: me, path: '/profile/' });
    const { page } = visitor;
    const dialog = page.getByRole('dialog');
    await page.locator('#second-factor').getByRole('button', { name: 'Включить' }).click();
    await dialog.getByLabel('Ваш пароль').fill(PASSWORD);
    await visitor.accessible('asked for the password');
    await dialog.getByRole('button', { name: 'Дальше' }).click();
    await dialog.getByRole('img', { name: /QR-код/ }).waitFor();
    secret = await dialog.getByLabel('Или введите ключ вручную').inputValue();
    await visitor.accessible('scan');
    visitor.expect(/400/);
    await dialog.getByLabel('Код из приложения').fill('123456');
    await dialog.getByRole('button', { name: 'Включить' }).click();
    await dialog.getByText('Код не подходит').waitFor();
    await dialog.getByLabel('Код из приложения').fill(codeOf(secret));
    await dialog.getByRole('button', { name: 'Включить' }).click();
    await dialog.getByText('Сохраните их').waitFor();
    await visitor.accessible('recovery codes');
    await dialog.getByRole('button', { name: 'Коды сохранены' }).click();
    await page.locator('#second-factor').getByText('Осталось 10 кодов').waitFor();
    visitor.quiet();
    await visitor.close();
    await house.sql('UPDATE second_factor SET last_step = 0');
  });

  it('is asked for after the password, on a phone by the keyboard alone', async () => {
    const visitor = await visit(browser, house, { size: 'phone', theme: 'dark', path: '/login/' });
    const { page } = visitor;
    visitor.expect(/401/);
    await visitor.field('Почта').fill(me.user.email);
    await visitor.field('Пароль').fill(PASSWORD);
    await page.keyboard.press('Enter');
    const code = page.getByLabel('Код', { exact: true });
    await code.waitFor();
    await page.waitForFunction(() => document.activeElement?.name === 'code');
    await visitor.accessible('code');
    await visitor.noSideways('code');
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await page.getByText('Код не подходит').waitFor();
    await code.fill(codeOf(secret));
    await page.keyboard.press('Enter');
    await visitor.heading('Сегодня');
    visitor.quiet();
    await visitor.close();
    await house.sql('UPDATE second_factor SET last_step = 0');
  });

  it('is asked for after a link, and switched off with the password', async () => {
    const visitor = await visit(browser, house, { path: `/login/#${await house.loginToken(me.user.email)}` });
    const { page } = visitor;
    visitor.expect(/401/);
    await page.getByLabel('Код', { exact: true }).fill(codeOf(secret));
    await page.getByRole('button', { name: 'Войти' }).click();
    await visitor.heading('Сегодня');
    await visitor.open('/profile/');
    await page.locator('#second-factor').getByRole('button', { name: 'Отключить' }).click();
    await page.getByRole('dialog').getByLabel('Ваш пароль').fill(PASSWORD);
    await page.getByRole('dialog').getByRole('button', { name: 'Отключить' }).click();
    await visitor.toast('Второй шаг входа отключён');
    await page.locator('#second-factor').getByRole('button', { name: 'Включить' }).waitFor();
    visitor.quiet();
    await visitor.close();
  });
});
