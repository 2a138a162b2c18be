// Telegram in the profile: a chat is linked by a link and its QR code, and unlinked; a bot of one's own.
import { after, describe, it } from 'node:test';
import { Telegram } from '../upstreams/telegram.js';
import { visit } from './browser.js';
import { end, isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const sim = new Telegram();
await sim.start();
const bot = sim.addBot(123456789, 'hub_bot');
const { house, browser } = await startPages({
  env: { TELEGRAM_API_URL: sim.origin, TELEGRAM_BOT_TOKEN: bot.token },
});
after(() => sim.stop());

const part = (visitor) => visitor.page.getByRole('region', { name: 'Telegram' });
const dialog = (visitor) => visitor.page.getByRole('dialog');

describe('Telegram in the profile', () => {
  for (const size of ['wide', 'phone']) {
    it(`a chat is linked and unlinked: ${size}`, async () => {
      const me = await house.user();
      const visitor = await visit(browser, house, { client: me, path: '/profile/', size });
      await part(visitor).getByText('Не привязан').waitFor();
      await part(visitor).getByRole('button', { name: 'Привязать' }).click();
      await dialog(visitor).getByRole('img', { name: 'QR-код ссылки' }).waitFor();
      await soon.match(
        () => dialog(visitor).getByLabel('Ссылка').inputValue(),
        /^https:\/\/t\.me\/hub_bot\?start=[\w-]{20,64}$/,
      );
      await isSound(visitor, `telegram-link-${size}`);
      if (process.env.SHOTS) await visitor.page.screenshot({ path: `${process.env.SHOTS}/link-${size}.png` });
      await house.sql(`INSERT INTO telegram_link (bot_id, user_id, chat_id, username)
        SELECT id, ?, 77, 'anna' FROM telegram_bot WHERE user_id IS NULL`, [me.user.id]);
      await part(visitor).getByText('@anna').waitFor();
      await isSound(visitor, `telegram-${size}`);
      if (process.env.SHOTS) {
        await part(visitor).scrollIntoViewIfNeeded();
        await visitor.page.screenshot({ path: `${process.env.SHOTS}/linked-${size}.png` });
      }
      await part(visitor).getByRole('button', { name: 'Отвязать' }).click();
      await dialog(visitor).getByRole('button', { name: 'Отвязать' }).click();
      await part(visitor).getByText('Не привязан').waitFor();
      await house.sql('DELETE FROM telegram_link');
      await end(visitor);
    });
  }

  it("a bot of one's own is connected, switched off, removed; a wrong token is told at its field", async () => {
    const me = await house.user();
    const own = sim.addBot(777000111, 'anna_own_bot');
    const visitor = await visit(browser, house, { client: me, path: '/profile/' });
    await part(visitor).getByRole('button', { name: 'Подключить' }).click();
    await dialog(visitor).getByLabel('Токен').fill('nonsense');
    await dialog(visitor).getByRole('button', { name: 'Подключить' }).click();
    await dialog(visitor).getByText('не похоже на токен').first().waitFor();
    visitor.expect(/400/);
    await dialog(visitor).getByLabel('Токен').fill(own.token);
    await dialog(visitor).getByRole('button', { name: 'Подключить' }).click();
    await part(visitor).getByText('@anna_own_bot: работает').waitFor();
    await soon.ok(async () => !(await visitor.page.content()).includes(own.token));
    await part(visitor).getByRole('button', { name: 'Выключить' }).click();
    await part(visitor).getByText('@anna_own_bot: выключен').waitFor();
    await part(visitor).getByRole('button', { name: 'Удалить' }).click();
    await dialog(visitor).getByRole('button', { name: 'Удалить' }).click();
    await part(visitor).getByText('Не подключён').waitFor();
    await end(visitor);
  });
});
