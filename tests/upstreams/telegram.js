// telegram.js: a Bot API that keeps state: bots, chats, updates that wait, messages that were sent; limits, webhooks,
// every refusal of the real one. The token is in the path, so routes are found here and not by server.js's table.
import { Reply, Server, sleep } from './server.js';

const KINDS = 'message edited_message callback_query my_chat_member'.split(' ');
const TEXT_MAX = 4096;
const DATA_MAX = 64;
const GROUP_A_MINUTE = 20;

export const refuse = (code, description, parameters) => new Reply(
  code,
  { ok: false, error_code: code, description, ...(parameters && { parameters }) },
);
const bad = (description, parameters) => refuse(400, `Bad Request: ${description}`, parameters);

/* What an HTML text shows; throws as Telegram refuses it. */
export function shown(html) {
  const open = [];
  let out = '';
  for (let at = 0; at < html.length;) {
    if (html[at] === '<') {
      const tag = /^<(\/?)([a-z]+)((?: [a-z-]+="[^"<>]*")*)>/.exec(html.slice(at));
      if (!tag) throw bad(`can't parse entities: Unsupported start tag at byte offset ${at}`);
      if (!'b strong i em u s code pre a blockquote'.split(' ').includes(tag[2]))
        throw bad(`can't parse entities: Unsupported start tag "${tag[2]}" at byte offset ${at}`);
      if (!tag[1]) open.push(tag[2]);
      else if (open.pop() !== tag[2]) throw bad(`can't parse entities: Unmatched end tag at byte offset ${at}`);
      at += tag[0].length;
    } else if (html[at] === '&') {
      const entity = /^&(lt|gt|amp|quot|#\d+);/.exec(html.slice(at));
      out += entity ? { lt: '<', gt: '>', amp: '&', quot: '"' }[entity[1]] ?? '?' : '&';
      at += entity ? entity[0].length : 1;
    } else out += html[at++];
  }
  if (open.length) throw bad(`can't parse entities: Can't find end tag corresponding to start tag "${open.pop()}"`);
  if (out.trim() === '') throw bad('message text is empty');
  if (out.length > TEXT_MAX) throw bad('message is too long');
  return out;
}

export class Telegram extends Server {
  constructor({ chatGapMs = 0, aSecond = 0 } = {}) {
    super({
      name: 'telegram', limit: { count: 0, window_ms: 1000 }, routes: [], control: [],
      failure: (status) => refuse(status, {
        401: 'Unauthorized', 429: 'Too Many Requests: retry after 1',
      }[status] ?? 'Internal Server Error', status === 429 ? { retry_after: 1 } : undefined),
      reset: () => this.forget(),
    });
    Object.assign(this, { chatGapMs, aSecond });
    this.forget();
  }

  forget() {
    this.bots = new Map();
    this.lastUpdate = 900_000_000;
    this.lastMessage = 0;
    this.sent = [];
    this.asked = [];
    this.edits = [];
    this.toasts = [];
  }

  /* A bot: { token, id, username }; as from @BotFather. */
  addBot(id, username = `bot${id}_bot`) {
    const token = `${id}:AAE${'x'.repeat(32)}${String(id).slice(-4).padStart(4, '0')}`;
    const bot = {
      id, username, token, waiting: [], hook: null, poller: null, blocked: new Set(), moved: new Map(), gone: new Set(),
      at: [], chats: new Map(), files: new Map(), commands: {}, allowed: KINDS,
    };
    this.bots.set(token, bot);
    return bot;
  }

  revoke(bot) { this.bots.delete(bot.token); bot.poller?.end(refuse(401, 'Unauthorized')); }

  /* An update for the bot: waits for its poller, or goes to its webhook. Gives its number. */
  push(bot, update) {
    const whole = { update_id: ++this.lastUpdate, ...update };
    bot.waiting.push(whole);
    bot.poller?.wake();
    if (bot.hook) this.deliver(bot);
    return whole.update_id;
  }

  /* Somebody writes. */
  write(bot, chat, text, more = {}) {
    return this.push(bot, {
      message: {
        message_id: ++this.lastMessage, date: Math.floor(this.now() / 1000),
        from: { id: chat, is_bot: false, first_name: 'Анна', language_code: 'ru' },
        chat: { id: chat, type: 'private', first_name: 'Анна' }, text, ...more,
      },
    });
  }

  /* Somebody presses a button under a message that was sent. */
  press(bot, message, data) {
    return this.push(bot, {
      callback_query: {
        id: String(++this.lastMessage), chat_instance: '-5', data,
        from: { id: message.chat_id, is_bot: false, first_name: 'Анна', language_code: 'ru' },
        message: {
          message_id: message.message_id, date: Math.floor(this.now() / 1000), text: message.text,
          chat: { id: message.chat_id, type: 'private' },
        },
      },
    });
  }

  /* To the webhook, one after the other, each again until it is taken. */
  async deliver(bot) {
    if (bot.delivering) return;
    bot.delivering = true;
    while (bot.hook && bot.waiting.length) {
      const [update] = bot.waiting;
      const res = await fetch(bot.hook.deliver ?? bot.hook.url, {
        method: 'POST', body: JSON.stringify(update),
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': bot.hook.secret },
      }).catch((err) => ({ ok: false, status: err.message }));
      if (res.ok && bot.waiting[0] === update) bot.waiting.shift();
      else if (!res.ok) {
        Object.assign(bot.hook ?? {}, { error: `Wrong response from the webhook: ${res.status}`, errorAt: this.now() });
        await sleep(50);
      }
    }
    bot.delivering = false;
  }

  /* Instead of server.js's: "/bot<token>/<method>", "/file/bot<token>/<path>". */
  async serve(req) {
    const [, file, token, rest] = /^(\/file)?\/bot([^/]+)\/(.+)$/.exec(req.path) ?? [];
    const bot = this.bots.get(token);
    try {
      if (!bot) throw /^\d+:[\w-]{30,}$/.test(token ?? '') ? refuse(401, 'Unauthorized') : refuse(404, 'Not Found');
      if (file) return { status: 200, body: await this.download(bot, rest) };
      if (!METHODS[rest]) throw refuse(404, 'Not Found: method not found');
      const params = req.body.length ? req.json() : Object.fromEntries(req.query);
      return { status: 200, body: { ok: true, result: (await METHODS[rest].call(this, bot, params)) ?? true } };
    } catch (err) {
      if (!(err instanceof Reply)) throw err;
      return { status: err.status, body: err.body };
    }
  }

  download(bot, path) {
    const file = [...bot.files.values()].find((f) => f.path === path);
    if (!file) throw refuse(404, 'Not Found');
    return file.download ? file.download() : file.bytes;
  }

  /* A file that somebody has. getFile(), download(): what is answered instead; they may throw refuse(...). */
  addFile(bot, id, bytes, more = {}) {
    bot.files.set(id, { path: `documents/${id}.bin`, bytes: Buffer.from(bytes), unique: `u-${id}`, ...more });
    return { file_id: id, file_unique_id: more.unique ?? `u-${id}`, file_size: bytes.length };
  }

  /* The chat as it is now; refuses what Telegram refuses before it looks at the text. */
  enter(bot, chat) {
    if (!Number.isSafeInteger(chat)) throw bad('chat_id is empty');
    if (bot.moved.has(chat))
      throw bad('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: bot.moved.get(chat) });
    if (bot.gone.has(chat)) throw bad('chat not found');
    if (bot.blocked.has(chat)) throw refuse(403, 'Forbidden: bot was blocked by the user');
    const now = this.now();
    const lately = (times, ms) => times.filter((at) => at > now - ms);
    const here = bot.chats.get(chat) ?? [];
    const slow = (s) => refuse(429, `Too Many Requests: retry after ${s}`, { retry_after: s });
    if (this.chatGapMs && lately(here, this.chatGapMs).length) throw slow(1);
    if (chat < 0 && lately(here, 60_000).length >= GROUP_A_MINUTE) throw slow(30);
    bot.at = lately(bot.at, 1000);
    if (this.aSecond && bot.at.length >= this.aSecond) throw slow(1);
    bot.at.push(now);
    bot.chats.set(chat, [...lately(here, 60_000), now]);
  }
}

function checkKeyboard(markup) {
  for (const button of (markup?.inline_keyboard ?? []).flat()) {
    if (!button.text) throw bad('inline keyboard button text is empty');
    if (button.url === undefined && button.callback_data === undefined) throw bad('BUTTON_TYPE_INVALID');
    const bytes = Buffer.byteLength(button.callback_data ?? 'x');
    if (bytes < 1 || bytes > DATA_MAX) throw bad('BUTTON_DATA_INVALID');
    if (button.url !== undefined && !/^https?:\/\/[^ ]+\./.test(button.url))
      throw bad(`Wrong HTTP URL "${button.url}"`);
  }
}

const message = (m) => ({
  message_id: m.message_id, date: Math.floor(m.at / 1000), chat: { id: m.chat_id, type: 'private' }, text: m.text,
});

const METHODS = {
  getMe(bot) { return { id: bot.id, is_bot: true, first_name: 'Hub', username: bot.username }; },

  sendMessage(bot, { chat_id: chat, text, parse_mode: mode, reply_markup: markup }) {
    this.enter(bot, chat);
    const plain = mode === 'HTML' ? shown(String(text ?? '')) : String(text ?? '');
    checkKeyboard(markup);
    const sent = {
      bot: bot.id, chat_id: chat, message_id: ++this.lastMessage, html: text, text: plain,
      buttons: (markup?.inline_keyboard ?? []).flat(), at: this.now(),
    };
    this.sent.push(sent);
    return message(sent);
  },

  editMessageText(bot, { chat_id: chat, message_id: id, text, reply_markup: markup }) {
    const of = this.sent.find((m) => m.chat_id === chat && m.message_id === id);
    if (!of) throw bad('message to edit not found');
    const plain = shown(String(text ?? ''));
    checkKeyboard(markup);
    const buttons = (markup?.inline_keyboard ?? []).flat();
    if (of.text === plain && JSON.stringify(of.buttons) === JSON.stringify(buttons))
      throw bad('message is not modified: specified new message content and reply markup are exactly the same');
    Object.assign(of, { html: text, text: plain, buttons });
    this.edits.push({ ...of });
    return message(of);
  },

  answerCallbackQuery(bot, { callback_query_id: id, text }) {
    if (this.oldQueries) throw bad('query is too old and response timeout expired or query ID is invalid');
    this.toasts.push({ id, text: text ?? '' });
    return true;
  },

  setWebhook(bot, { url, secret_token: secret, drop_pending_updates: drop }) {
    if (!/^https:\/\//.test(url)) throw bad('bad webhook: An HTTPS URL must be provided for webhook');
    if (!/^[\w-]{1,256}$/.test(secret ?? '')) throw bad('secret token contains unallowed characters');
    if (drop) bot.waiting = [];
    bot.hook = { url, secret, deliver: this.rewrite?.(url) };
    bot.poller?.end(refuse(409, 'Conflict: terminated by setWebhook request'));
    this.deliver(bot);
    return true;
  },

  deleteWebhook(bot) { bot.hook = null; return true; },

  getWebhookInfo(bot) {
    return {
      url: bot.hook?.url ?? '', has_custom_certificate: false, pending_update_count: bot.waiting.length,
      ...(bot.hook?.error && {
        last_error_date: Math.floor(bot.hook.errorAt / 1000), last_error_message: bot.hook.error,
      }),
    };
  },

  async getUpdates(bot, { offset = 0, limit = 100, timeout = 0 }) {
    if (bot.hook) {
      throw refuse(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
        + 'the webhook first');
    }
    bot.poller?.end(refuse(
      409,
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    ));
    bot.waiting = bot.waiting.filter((u) => u.update_id >= offset);
    if (!bot.waiting.length && timeout > 0) await this.wait(bot, timeout * 1000);
    return bot.waiting.slice(0, limit);
  },

  setMyCommands(bot, { commands, language_code: lang = '' }) { bot.commands[lang] = commands; return true; },

  getFile(bot, { file_id: id }) {
    const file = bot.files.get(id);
    if (!file) throw bad('invalid file_id');
    this.asked.push(id);
    if (file.getFile) return file.getFile();
    if (file.bytes.length > 20 * 1024 * 1024) throw bad('file is too big');
    return { file_id: id, file_unique_id: file.unique ?? id, file_size: file.bytes.length, file_path: file.path };
  },
};

// A long poll: until an update comes, time is over, or another call ends it.
Telegram.prototype.wait = function wait(bot, ms) {
  return new Promise((resolve, reject) => {
    const done = (how, what) => {
      clearTimeout(timer);
      if (bot.poller === poller) bot.poller = null;
      how(what);
    };
    const timer = setTimeout(() => done(resolve), ms);
    const poller = { wake: () => done(resolve), end: (why) => done(reject, why) };
    bot.poller = poller;
  });
};
