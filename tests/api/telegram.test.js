// telegram: what people say to the bot comes by polling and by webhook, is handled once, and is answered once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { dump } from '../lib/sql.js';
import { end } from '../lib/within.js';
import { Telegram } from '../upstreams/telegram.js';

const ANNA = 4503599627370495;	// ids have up to 52 bits
const sim = new Telegram();
let house, bot, pollers = [];

before(async () => {
  await sim.start();
  bot = sim.addBot(123456789, 'hub_bot');
  house = await startHouse({
    env: { TELEGRAM_API_URL: sim.origin, TELEGRAM_BOT_TOKEN: bot.token, TELEGRAM_POLL_S: '2' },
  });
  await begin();
});
after(async () => {
  await Promise.all(pollers.map((child) => end(child, 'SIGTERM')));
  await house.stop();
  await sim.stop();
});
beforeEach(async () => {
  await Promise.all(pollers.map((child) => end(child, 'SIGTERM')));
  pollers = [];
  Object.assign(sim, { sent: [], edits: [], toasts: [], faults: [], chatGapMs: 0, aSecond: 0 });
  Object.assign(bot, { waiting: [], hook: null, poller: null, chats: new Map(), at: [] });
  for (const set of [bot.blocked, bot.moved, bot.gone]) set.clear();
  for (const table of ['outbox', 'telegram_update', 'telegram_link', 'rate_bucket'])
    await house.sql(`DELETE FROM ${table}`);
  await house.sql("UPDATE telegram_bot SET state = 'active', way = 'polling', lease = NULL, lease_until = NULL, " +
    "poll_after = NOW(3), error_code = ''");
  await house.sql("UPDATE inbound_watch SET until_at = '2000-01-01'");
});

const tick = (...args) => house.run('tick', args).then((run) => assert.equal(run.code, 0, run.stderr));
const poll = () => {
  const child = spawn(join(house.bin, 'cgi-bin/poll'), { env: house.env, stdio: ['ignore', 'ignore', 'pipe'] });
  child.said = '';
  child.stderr.on('data', (chunk) => { child.said += chunk; });
  pollers.push(child);
  return child;
};
// tick makes the bot known and starts a poller, which ends when the bot is off.
const begin = async () => {
  const run = tick('poll');
  await house.until(() => bot.poller, { what: 'somebody asks' });
  await house.sql("UPDATE telegram_bot SET state = 'off'");
  await run;
};
const answers = (n) => house.until(() => sim.sent.length >= n, { timeout: 30_000, what: `${n} answers` });
const updates = () => house.sql('SELECT update_id, kind, state, result FROM telegram_update ORDER BY update_id');
const handled = (n) => house.until(
  async () => (await updates()).filter(({ state }) => state === 'done').length >= n,
  { timeout: 30_000, what: `${n} handled` },
);
const link = async (client, chat) => {
  await house.sql('INSERT INTO telegram_link (bot_id, user_id, chat_id) SELECT id, ?, ? FROM telegram_bot '
    + 'WHERE user_id IS NULL', [client.user.id, chat]);
};

describe('polling', () => {
  test('a message is stored, answered once, and confirmed after that', async () => {
    sim.write(bot, ANNA, '/start');
    const child = poll();
    await answers(1);
    assert.match(sim.sent[0].text, /раздел «Telegram»/);
    assert.equal(sim.sent[0].chat_id, ANNA);
    await house.until(() => bot.waiting.length === 0, { what: 'confirmed' });
    assert.deepEqual((await updates()).map(({ state }) => state), ['done']);
    const [row] = await house.sql('SELECT username, last_update_at IS NOT NULL heard, error_code FROM telegram_bot');
    assert.deepEqual(row, { username: 'hub_bot', heard: 1, error_code: '' });
    await end(child, 'SIGTERM');
  });

  test('two processes: one asks, the other finds nothing to do', async () => {
    const first = poll();
    await house.until(() => bot.poller, { what: 'one asks' });
    const second = poll();
    assert.equal(await end(second), 0);
    sim.write(bot, ANNA, '/help');
    await answers(1);
    assert.equal(sim.sent.length, 1);
    await end(first, 'SIGTERM');
  });

  test('after a week of silence Telegram may count anew: what has a lower number is not lost', async () => {
    await house.sql('UPDATE telegram_bot SET next_update_id = 999999999999, last_update_at = NOW(3) - INTERVAL 7 DAY');
    sim.write(bot, ANNA, 'long time no see');
    const child = poll();
    await answers(1);
    await end(child, 'SIGTERM');
    const [{ next }] = await house.sql('SELECT next_update_id next FROM telegram_bot');
    assert.equal(next, sim.lastUpdate + 1);
  });

  test('a poller that is told to end gives the bot back', async () => {
    const first = poll();
    await house.until(() => bot.poller, { what: 'it asks' });
    await end(first, 'SIGTERM');
    assert.equal(first.exitCode, 0, first.said);
    assert.deepEqual(await house.sql('SELECT lease FROM telegram_bot'), [{ lease: null }]);
  });

  test('a server that answers at once, with nothing that can be stored, is asked again after a pause', async () => {
    bot.waiting = [{ update_id: '9999999999999', message: 'odd' }];
    const child = poll();
    const before = sim.calls.length;
    await house.until(() => sim.calls.length > before + 2, { timeout: 30_000, what: 'asked again' });
    await end(child, 'SIGTERM');
    assert.equal(child.exitCode, 0, child.said);
    assert.ok(sim.calls.length < before + 50, `${sim.calls.length - before}`);
  });

  test('kinds that are unknown, and shapes that are odd, hold nothing up', async () => {
    sim.push(bot, { some_future_update: { x: 1 } });
    sim.push(bot, { message: { chat: { id: -1009876543210, type: 'channel' }, text: 'no from' } });
    sim.push(bot, { message: 'odd' });
    sim.push(bot, { callback_query: { id: '5', from: { id: ANNA }, data: 'ok:43',
      message: { chat: { id: ANNA, type: 'private' }, message_id: 5, date: 0 } } });
    sim.write(bot, -1001234567890, '/tasks', { chat: { id: -1001234567890, type: 'supergroup' } });
    const child = poll();
    await answers(2);
    await handled(5);
    await house.until(() => sim.toasts.length === 1, { what: 'the button is answered' });
    assert.match(sim.sent.find(({ chat_id: id }) => id < 0).text, /В группах/);
    await end(child, 'SIGTERM');
  });

  test('a webhook that somebody has set is removed, another poller is waited for', async () => {
    bot.hook = { url: 'https://elsewhere.example/' };
    sim.write(bot, ANNA, 'hello');
    const child = poll();
    await answers(1);
    assert.equal(bot.hook, null);
    await end(child, 'SIGTERM');
  });

  test('429 of getUpdates is waited for, a broken answer too', async () => {
    await sim.addFault({ kind: 'status', status: 429, path: 'getUpdates' });
    sim.write(bot, ANNA, 'hello');
    const child = poll();
    await answers(1);
    await sim.addFault({ kind: 'garbage', path: 'getUpdates' });
    sim.write(bot, ANNA, 'hello again');
    await answers(2);
    await end(child, 'SIGTERM');
  });
});

describe('sending', () => {
  let client;
  beforeEach(async () => {
    client = await house.user();
    await link(client, ANNA);
  });
  const say = async (text = 'hello') => {
    sim.write(bot, ANNA, text);
    const child = poll();
    await handled(1);
    await end(child, 'SIGTERM');
    await tick('telegram');
  };
  const outbox = () => house.sql("SELECT state, error_code FROM outbox WHERE channel = 'telegram'");

  // Once, whoever sent it.
  const isSent = async () => {
    await house.until(async () => (await outbox())[0].state === 'sent', { what: 'noted' });
    assert.deepEqual(await outbox(), [{ state: 'sent', error_code: '' }]);
    assert.equal(sim.sent.length, 1);
  };

  test('403: the link is blocked, nothing more is sent there', async () => {
    bot.blocked.add(ANNA);
    await say();
    await house.until(async () => (await outbox())[0]?.state === 'failed', { what: 'it failed' });
    assert.deepEqual(await outbox(), [{ state: 'failed', error_code: 'telegram.blocked' }]);
    const links = () => house.sql('SELECT state FROM telegram_link');
    await house.until(async () => (await links())[0].state === 'blocked', { what: 'it is blocked' });
  });

  test('429: it waits as long as Telegram asks, and is sent once', async () => {
    await sim.addFault({ kind: 'status', status: 429, path: 'sendMessage',
      body: { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 2 } } });
    const began = Date.now();
    await say();
    await house.until(
      async () => { await tick('telegram'); return sim.sent.length > 0; },
      { timeout: 20_000, what: 'sent' },
    );
    assert.ok(sim.sent[0].at - began >= 2000);
    await isSent();
  });

  test('a chat that has moved gets it at its new id', async () => {
    bot.moved.set(ANNA, -1001234567890);
    await say();
    await answers(1);
    assert.equal(sim.sent[0].chat_id, -1001234567890);
  });

  test('401: the bot is off', async () => {
    await sim.addFault({ kind: 'status', status: 401, path: 'sendMessage' });
    await say();
    await house.until(async () => (await outbox())[0]?.state === 'failed', { what: 'it failed' });
    const bots = () => house.sql('SELECT state, error_code FROM telegram_bot');
    await house.until(async () => (await bots())[0].state === 'revoked', { what: 'it is off' });
    assert.deepEqual(await bots(), [{ state: 'revoked', error_code: 'telegram.token' }]);
  });

  test('an answer that was lost is not asked for again', async () => {
    await sim.addFault({ kind: 'drop_after', path: 'sendMessage' });
    await say();
    await house.until(async () => (await outbox())[0]?.state === 'failed', { what: 'noted' });
    assert.deepEqual(await outbox(), [{ state: 'failed', error_code: 'account.outbox_unsure' }]);
    assert.equal(sim.sent.length, 1);
  });

  test('one that is put off goes out when it is due, though no cron comes', async () => {
    await sim.addFault({ kind: 'status', status: 502, path: 'sendMessage' });
    sim.write(bot, ANNA, 'hello');
    const child = poll();
    await house.until(async () => (await outbox())[0]?.error_code !== undefined &&
      (await outbox())[0].error_code !== '', { timeout: 30_000, what: 'put off' });
    await house.sql('UPDATE outbox SET due_at = NOW(3) + INTERVAL 5 SECOND');
    await answers(1);
    await end(child, 'SIGTERM');
    await isSent();
  });

  test('one that did not reach Telegram is sent again', async () => {
    await sim.addFault({ kind: 'status', status: 502, path: 'sendMessage' });
    await say();
    await house.until(async () => {
      await house.sql("UPDATE outbox SET due_at = NOW(3) WHERE state = 'waiting'");
      await tick('telegram');
      return sim.sent.length > 0;
    }, { timeout: 20_000, what: 'sent' });
    await isSent();
  });
});

describe('the profile', () => {
  const CHAT = '/api/v1/profile/telegram';
  const OWN = '/api/v1/tasks/personal-bot';

  test('a link is made, works once, and is undone', async () => {
    const client = await house.user();
    const none = await client.expect(200, 'GET', CHAT);
    assert.deepEqual([none.telegram_linked, none.bot_username, none.personal_bot_username], [false, 'hub_bot', null]);
    const made = await client.expect(201, 'POST', `${CHAT}/link/`);
    assert.equal(made.url, `https://t.me/hub_bot?start=${made.token}`);
    assert.match(made.token, /^[\w-]{20,64}$/);
    assert.ok(made.qr.every((row) => /^[01]+$/.test(row)));
    for (const chat of [ANNA, ANNA + 1 - 2]) sim.write(bot, chat, `/start ${made.token}`);
    const child = poll();
    await answers(2);
    await end(child, 'SIGTERM');
    const first = sim.sent.find(({ chat_id: id }) => id === ANNA);
    assert.match(first.text, /^Готово/);
    assert.match(sim.sent.find((m) => m !== first).text, /устарела/);
    assert.equal((await client.expect(200, 'GET', CHAT)).telegram_linked, true);
    await client.expect(204, 'DELETE', `${CHAT}/`);
    assert.deepEqual((await client.expect(200, 'GET', CHAT)).chats, []);
    await client.expect(404, 'DELETE', `${CHAT}/`);
  });

  test('a bot of one\'s own: checked, kept sealed, off and on, one person\'s', async () => {
    const own = sim.addBot(777000111, 'anna_own_bot');
    const client = await house.user();
    const other = await house.user();
    for (const token of ['nonsense', `Done! Use this token to access the HTTP API:\n${own.token}`,
      `999999999:${own.token.split(':')[1]}`]) {
      const problem = await client.expect(400, 'POST', `${OWN}/`, { token });
      assert.equal(problem.errors[0].field ?? problem.errors[0].path, 'token');
      assert.ok(!JSON.stringify(problem).includes(own.token.split(':')[1]));
    }
    const state = await client.expect(201, 'POST', `${OWN}/`, { token: own.token });
    assert.deepEqual([state.personal_bot_username, state.is_bot_active], ['anna_own_bot', true]);
    assert.ok(!JSON.stringify(state).includes(own.token.split(':')[1]));
    await other.expect(409, 'POST', `${OWN}/`, { token: own.token });
    await other.expect(409, 'POST', `${OWN}/`, { token: bot.token });
    assert.equal((await client.expect(200, 'PATCH', `${OWN}/`, { is_bot_active: false })).is_bot_active, false);
    assert.equal((await client.expect(200, 'PATCH', `${OWN}/`, { is_bot_active: true })).is_bot_active, true);
    sim.write(own, ANNA - 7, '/tasks');
    const child = poll();
    await answers(1);
    await end(child, 'SIGTERM');
    assert.match(sim.sent[0].text, /только своему владельцу/);
    await client.expect(204, 'DELETE', `${OWN}/`);
    await client.expect(404, 'DELETE', `${OWN}/`);
  });

  test('admins see how the bots fare, others do not', async () => {
    const admin = await house.user({ role: 'admin' });
    const [first] = await admin.expect(200, 'GET', '/api/v1/admin/bots');
    assert.deepEqual([first.username, first.personal, first.state], ['hub_bot', false, 'active']);
    for (const name of ['own_a', 'own_b', 'own_c']) {
      const mate = await house.user({ company: admin.user.company.name });
      await house.sql(`INSERT INTO telegram_bot (telegram_id, company_id, user_id, username, state, cipher, key_id,
        token_hash, key_hash, secret_hash) SELECT 900000 + id, company_id, id, ?, 'off', '', '', SHA2(id, 256),
        SHA2(id, 256), '' FROM user WHERE id = ?`, [name, mate.user.id]);
    }
    const read = [];
    for (let path = '/api/v1/admin/bots?page_size=1'; path;) {
      const { json, headers } = await admin.get(path);
      read.push(json.map(({ username }) => username));
      path = /<([^>]*)>; rel="next"/.exec(headers.link ?? '')?.[1];
    }
    assert.deepEqual(read, [['hub_bot', 'own_a'], ['own_b'], ['own_c']]);
    await (await house.user()).expect(403, 'GET', '/api/v1/admin/bots');
  });
});

describe('notices', () => {
  const told = async (client, kind = 'mentioned') => {
    await house.sql(`INSERT INTO notice (company_id, user_id, kind, about, text, href, subject, subject_id)
      SELECT company_id, id, ?, 'Борис', 'до <завтра> & точка', '/profile/', 'page', 5 FROM user WHERE id = ?`,
    [kind, client.user.id]);
    await tick('notices');
    await tick('telegram');
  };

  test('who has a chat is told there, with a button, as chosen', async () => {
    const client = await house.user();
    assert.equal((await client.expect(200, 'GET', '/api/v1/notifications/settings')).channels.telegram, false);
    await told(client);
    assert.equal(sim.sent.length, 0);
    await link(client, ANNA);
    assert.equal((await client.expect(200, 'GET', '/api/v1/notifications/settings')).channels.telegram, true);
    await told(client);
    await answers(1);
    assert.match(sim.sent[0].text, /до <завтра> & точка/);
    assert.deepEqual(sim.sent[0].buttons, [{ text: 'Открыть', url: `${house.url}/profile/` }]);
    await client.expect(200, 'PATCH', '/api/v1/notifications/settings', { kinds: { mentioned: { telegram: false } } });
    await told(client);
    assert.equal(sim.sent.length, 1);
  });
});

const HEADER = 'x-telegram-bot-api-secret-token';
const https = { env: { WEB_BASE_URL: 'https://hub.example' } };
const hire = async (what, code = 0) => {
  const run = await house.run('hirewire', ['bot', what], https);
  assert.equal(run.code, code, run.stderr + run.stdout);
  return run.stdout;
};
const post = (path, secret, body) => house.anonymous().raw('POST', path, {
  body, headers: { 'content-type': 'application/json', ...(secret !== undefined && { [HEADER]: secret }) },
});

describe('webhook', () => {
  test('registered, checked, handled once whatever is repeated; back to polling without a loss', async () => {
    sim.rewrite = (url) => url.replace('https://hub.example', house.url);
    sim.write(bot, ANNA, 'said before');
    assert.match(await hire('webhook'), /webhook {3}ours/);
    await answers(1);
    sim.write(bot, ANNA - 2, 'hello');
    await answers(2);
    const path = new URL(bot.hook.url).pathname;
    const [{ body }] = await house.sql('SELECT CAST(body AS CHAR) body FROM telegram_update ORDER BY id DESC LIMIT 1');
    assert.equal((await post(path, bot.hook.secret, body)).status, 200);
    assert.equal((await post(path, undefined, body)).status, 401);
    assert.equal((await post(path, `${bot.hook.secret}x`, body)).status, 401);
    assert.equal((await post('/hooks/telegram/nonsense', bot.hook.secret, body)).status, 404);
    for (const odd of ['', '{', '[]', '{"update_id":"x"}', '{"update_id":5e99}'])
      assert.equal((await post(path, bot.hook.secret, odd)).status, 200, odd);
    assert.ok(!house.log('access').includes(path.split('/').at(-1)));
    bot.hook.deliver = 'http://127.0.0.1:9/';	// out of reach
    sim.write(bot, ANNA - 3, 'said meanwhile');
    assert.match(await hire('polling'), /by polling/);
    const child = poll();
    await answers(3);
    await end(child, 'SIGTERM');
    assert.equal((await updates()).length, 3);
    assert.deepEqual(sim.sent.map(({ chat_id: id }) => id).sort(), [ANNA, ANNA - 2, ANNA - 3].sort());
  });

  test('a poller that finds it there leaves it, once the bot is switched to it', async () => {
    const child = poll();
    await house.until(() => bot.poller, { what: 'somebody asks' });
    await house.sql("UPDATE telegram_bot SET way = 'webhook'");
    bot.hook = { url: 'https://hub.example/hooks/telegram/x', secret: 'x' };
    await end(child);
    assert.equal(bot.hook?.secret, 'x');
  });

  test('an address without https is refused', async () => {
    const run = await house.run('hirewire', ['bot', 'webhook']);
    assert.equal(run.code, 1);
    assert.match(run.stderr, /https/);
  });
});

/* What is answered at every address that has to do with it. */
async function answersOf(client) {
  const { paths } = await client.expect(200, 'GET', '/openapi.json');
  const about = /telegram|bot|inbox|audit|notif|outbox|settings|profile|admin|health|logs/;
  const plain = Object.entries(paths).filter(([path, { get }]) => get && about.test(path) && !path.includes('{'))
    .map(([path]) => path);
  assert.ok(plain.length > 10, `${plain}`);
  const out = [];
  for (const path of [...plain, '/profile/', '/admin/bots/', '/inbox/']) {
    for (const accept of ['application/json', 'text/html']) {
      const { text } = await client.raw('GET', path, { headers: { Accept: accept } });
      out.push({ name: `${accept} ${path}`, text });
    }
  }
  return out;
}

/* All that the database server has on its disk: tables, and what was written and changed since. */
async function filesOfDatabase() {
  const [{ dir, name }] = await house.sql('SELECT @@datadir dir, DATABASE() name');
  const list = (folder) => readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile())
    .map((one) => join(folder, one.name));
  const files = [
    ...list(dir).filter((path) => /ib_logfile|ibdata|undo|bin\./.test(path)),
    ...list(join(dir, name.replaceAll('-', '@002d'))),
  ];
  assert.ok(files.some((path) => path.endsWith('telegram_bot.ibd')) && files.some((path) => /ib_logfile/.test(path)));
  return files.map((path) => ({ name: path, text: readFileSync(path, 'latin1') }));
}

describe('secrets', () => {
  test('tokens, and what a webhook is known by, are in no answer, page, file or dump of the database', async () => {
    const admin = await house.user({ role: 'admin' });
    const own = sim.addBot(313374210 + Math.floor(Math.random() * 1000), 'own_secret_bot');
    own.token = `${own.id}:${randomBytes(24).toString('base64url')}`;
    sim.bots.set(own.token, own);
    await admin.expect(201, 'POST', '/api/v1/tasks/personal-bot/', { token: own.token });
    assert.equal((await hire('webhook')).includes('ours'), true);
    const secrets = [own.token.split(':')[1], new URL(bot.hook.url).pathname.split('/').at(-1), bot.hook.secret];
    assert.equal((await post(`/hooks/telegram/${secrets[1]}`, 'wrong', '{"update_id":1}')).status, 401);
    const marker = `marker${randomBytes(9).toString('hex')}`;
    await house.sql('UPDATE telegram_bot SET error_text = ? WHERE user_id IS NOT NULL', [marker]);
    // What is kept is found there.
    const stored = await house.until(async () => {
      const files = await filesOfDatabase();
      return files.some(({ text }) => text.includes(marker)) && files;
    }, { timeout: 30_000, what: 'a text that was stored' });
    for (const { name, text } of [...await answersOf(admin), ...stored, ...house.logs()])
      for (const secret of secrets) assert.ok(!text.includes(secret), `${name}: ${secret}`);
    const backup = await dump(house.conf('DATABASE_URL'));
    assert.ok(backup.includes(marker) && backup.includes('Dump completed'));
    for (const secret of secrets) {
      const bytes = Buffer.from(secret);
      for (const form of [secret, bytes.toString('hex').toUpperCase(), bytes.toString('base64').replace(/=+$/, '')])
        assert.ok(!backup.includes(form), `dump: ${form}`);
    }
    await hire('polling');
    await admin.expect(204, 'DELETE', '/api/v1/tasks/personal-bot/');
  });

  test('the token is in no log, error, page or table', async () => {
    const secret = bot.token.split(':')[1];
    sim.write(bot, ANNA, 'hello');
    await sim.addFault({ kind: 'drop_before', path: 'getUpdates' });
    await sim.addFault({ kind: 'redirect', path: 'sendMessage', to: 'http://127.0.0.1/x' });
    const child = poll();
    await handled(1);
    await end(child, 'SIGTERM');
    await tick('telegram');
    for (const { name, text } of house.logs()) assert.ok(!text.includes(secret), name);
    assert.ok(!child.said.includes(secret));
    const tables = await house.sql(
      'SELECT table_name t FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    for (const { t } of tables) {
      const dump = JSON.stringify(await house.sql(`SELECT * FROM \`${t}\``));
      assert.ok(!dump.includes(secret), t);
    }
  });
});
