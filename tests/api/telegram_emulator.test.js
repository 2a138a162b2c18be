// telegram_emulator: the bot before another's Bot API, the package telegram-test-api: by polling and by webhook.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import TelegramServer from 'telegram-test-api';
import { freePort } from '../lib/free_port.js';
import { startHouse } from '../lib/house.js';
import { team } from '../lib/team.js';
import { end } from '../lib/within.js';

const TOKEN = `123456789:AAE${'x'.repeat(32)}`;
const CHAT = 4503599627370495;
let server, relay, house, nova, anna, poller;

const port = (one) => one.address().port;
const listen = (one) => new Promise((done) => { one.listen(0, '127.0.0.1', () => done(one)); });

before(async () => {
  server = new TelegramServer({ host: '127.0.0.1', port: await freePort() });
  // The Bot API says of each of its users whether they are bots; the emulator's getMe does not.
  const app = server.webServer;
  app.all('/bot:token/getMe', (req, res) => res.json({
    ok: true, result: { id: 123456789, is_bot: true, first_name: 'Hub', username: 'TestNameBot' },
  }));
  app._router.stack.splice(2, 0, app._router.stack.pop());
  await server.start();
  house = await startHouse({
    env: { TELEGRAM_API_URL: server.config.apiURL, TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_POLL_S: '2' },
  });
  nova = await team(house);
  anna = server.getClient(TOKEN, { userId: CHAT, chatId: CHAT, userName: 'anna', timeout: 30_000 });
});
after(async () => {
  if (poller) await end(poller, 'SIGTERM');
  await house?.stop();
  relay?.close();
  await server?.stop();
});

// What the bot sent or changed last, as soon as there is something new.
let seen = '';
const answer = () => house.until(() => {
  const last = server.storage.botMessages.at(-1);
  const now = JSON.stringify(last ?? '');
  if (now === seen || !last) return null;
  seen = now;
  return { ...last.message, id: last.messageId };
}, { timeout: 30_000, what: 'an answer' });
const say = async (text) => {
  await (text[0] === '/' ? anna.sendCommand(anna.makeCommand(text)) : anna.sendMessage(anna.makeMessage(text)));
  return answer();
};
const press = async (message, text) => {
  const button = message.reply_markup.inline_keyboard.flat().find((one) => one.text === text);
  await anna.sendCallback(anna.makeCallbackQuery(button.callback_data, {
    message: { message_id: message.id, date: 1, text: message.text },
  }));
  return answer();
};

async function talk() {
  const { id } = await nova.add('<b>Позвонить</b> & 👩‍👩‍👧', { assigned_to: nova.igor.user.id });
  const card = await say(`/task ${id}`);
  assert.ok(card.text.includes('&lt;b&gt;Позвонить&lt;/b&gt; &amp; 👩‍👩‍👧'));
  assert.equal(card.parse_mode, 'HTML');
  assert.match((await press(card, 'В работе')).text, /В работе/);
  assert.equal((await nova.me.expect(200, 'GET', `/api/v1/tasks/${id}/`)).status, 'in_progress');
  assert.equal((await say(`/comment ${id} готово`)).text, 'Комментарий добавлен.');
  assert.match((await say('купить бумагу')).text, /^Сделать это задачей\?\nкупить бумагу$/);
}

it('by polling: linked, asked, pressed; a server that holds no call is not asked without a pause', {
  timeout: 120_000,
}, async () => {
  assert.equal((await house.run('hirewire', ['bot', 'polling'])).code, 1);	// it knows no setMyCommands
  poller = spawn(join(house.bin, 'cgi-bin/poll'), { env: house.env, stdio: 'ignore' });
  let asked = 0;
  const getUpdates = server.getUpdates.bind(server);
  server.getUpdates = (token) => { asked++; return getUpdates(token); };
  assert.match((await say('/start')).text, /^Я Вас пока не знаю|^I do not know you yet/);
  const { token, url } = await nova.igor.expect(201, 'POST', '/api/v1/profile/telegram/link/');
  assert.equal(url, `https://t.me/TestNameBot?start=${token}`);
  assert.match((await say(`/start ${token}`)).text, /^Готово, Игорь Соколов/);
  asked = 0;
  await talk();
  assert.ok(asked < 200, `${asked}`);
});

it('by webhook: the same', async () => {
  const https = { env: { WEB_BASE_URL: 'https://hub.example' } };
  await house.run('hirewire', ['bot', 'webhook'], https);
  const hook = server.webhooks[TOKEN];
  assert.match(hook.url, /^https:\/\/hub\.example\/hooks\/telegram\/[\w-]{20,}$/);
  assert.match(hook.secret_token, /^[\w-]{20,256}$/);
  await end(poller);
  // The emulator sends no secret: what stands between gives it, as Telegram does.
  relay = await listen(createServer((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', async () => {
      const { status } = await house.anonymous().raw('POST', req.url, {
        body: Buffer.concat(chunks),
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': hook.secret_token },
      });
      res.writeHead(status).end();
    });
  }));
  hook.url = `http://127.0.0.1:${port(relay)}${new URL(hook.url).pathname}`;
  await talk();
});
