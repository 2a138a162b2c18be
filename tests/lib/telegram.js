// telegram.js: a house whose bot talks to a simulated Bot API: people with chats, what they write and press, answers.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Telegram } from '../upstreams/telegram.js';
import { startHouse } from './house.js';
import { end } from './within.js';

/* poll: a poller runs all the time, else start one by poll(). */
export async function startTalks({ env = {}, poll = true, ...more } = {}) {
  const talks = new Talks();
  try {
    await talks.start(env, poll, more);
  } catch (error) {
    await talks.stop().catch(() => {});
    throw error;
  }
  return talks;
}

class Talks {
  constructor() {
    this.sim = new Telegram();
    this.chats = 4503599627370000;	// ids have up to 52 bits
    this.pollers = [];
  }

  async start(env, poll, more) {
    await this.sim.start();
    this.bot = this.sim.addBot(123456789, 'hub_bot');
    this.house = await startHouse({
      env: {
        TELEGRAM_API_URL: this.sim.origin, TELEGRAM_BOT_TOKEN: this.bot.token, TELEGRAM_POLL_S: '2', ...env,
      },
      ...more,
    });
    // tick makes the bot known and starts a poller, which ends when the bot is off.
    const run = this.house.run('tick', ['poll']);
    await this.house.until(() => this.bot.poller, { timeout: 30_000, what: 'somebody asks' });
    await this.house.sql("UPDATE telegram_bot SET state = 'off'");
    assert.equal((await run).code, 0);
    await this.house.until(() => this.house.pids('poll').length === 0, { timeout: 30_000, what: 'it ends' });
    await this.house.sql("UPDATE telegram_bot SET state = 'active', lease = NULL, poll_after = NOW(3)");
    if (poll) this.poll();
  }

  async stop() {
    await Promise.all(this.pollers.map((one) => this.end(one)));
    await this.house?.stop();
    await this.sim.stop();
  }

  poll() {
    const child = spawn(join(this.house.bin, 'cgi-bin/poll'), { env: this.house.env, stdio: 'ignore' });
    this.pollers.push(child);
    return child;
  }

  end(child, signal = 'SIGTERM') {
    return end(child, signal);
  }

  /* The person has a chat with the bot of the configuration. */
  async link(client) {
    client.chat = ++this.chats;
    await this.house.sql('INSERT INTO telegram_link (bot_id, user_id, chat_id) SELECT id, ?, ? FROM telegram_bot '
      + 'WHERE user_id IS NULL', [client.user.id, client.chat]);
    return client;
  }

  /* A new person with a chat. */
  async person(more) { return this.link(await this.house.user(more)); }

  /* What is sent to a chat, or changed there, after said(). */
  async answered(chat, said) {
    const here = (list) => list.filter(({ chat_id: id }) => id === chat);
    const [sent, edits] = [here(this.sim.sent).length, here(this.sim.edits).length];
    said();
    return this.house.until(
      () => here(this.sim.sent)[sent] ?? here(this.sim.edits)[edits],
      { timeout: 30_000, what: 'an answer' },
    );
  }

  ask(client, text, more, bot = this.bot) {
    return this.answered(client.chat, () => this.sim.write(bot, client.chat, text, more));
  }

  press(message, text, bot = this.bot) {
    const button = message.buttons.find((one) => one.text === text);
    assert.ok(button, `${text}: ${JSON.stringify(message.buttons)}`);
    return this.answered(message.chat_id, () => this.sim.press(bot, message, button.callback_data));
  }

  /* All that was said is handled, and all answers went out. */
  settled() {
    return this.house.until(async () => {
      const [{ n }] = await this.house.sql("SELECT (SELECT COUNT(*) FROM telegram_update WHERE state IN ('ready', "
        + "'working')) + (SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending')) n");
      return n === 0;
    }, { timeout: 60_000, every: 100, what: 'all is answered' });
  }
}
