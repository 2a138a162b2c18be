// telegram_kills: whoever asks, handles and sends is killed at any moment: no update is lost, none is answered twice.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startHouse } from '../lib/house.js';
import { end } from '../lib/within.js';
import { Telegram } from '../upstreams/telegram.js';

const CHATS = 200;
const EACH = 5;
const FIRST = 5_000_000_000;
const sim = new Telegram();
let house, bot;

before(async () => {
  await sim.start();
  bot = sim.addBot(123456789, 'hub_bot');
  house = await startHouse({
    env: {
      TELEGRAM_API_URL: sim.origin, TELEGRAM_BOT_TOKEN: bot.token, TELEGRAM_POLL_S: '1', TELEGRAM_LIMIT: '0',
    },
  });
});
after(async () => {
  await house.stop();
  await sim.stop();
});

const start = (program, ...args) =>
  spawn(join(house.bin, 'cgi-bin', program), args, { env: house.env, stdio: 'ignore' });
// A run that is killed after some time, unless it has ended.
async function killed(ms, ...program) {
  const child = start(...program);
  await Promise.race([end(child), pause(ms)]);
  await end(child, 'SIGKILL');
}
// Whoever died holds nothing any more.
const free = async () => {
  await house.sql('UPDATE telegram_bot SET lease = NULL, lease_until = NULL, poll_after = NOW(3)');
  await house.sql("UPDATE telegram_update SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'working'");
  await house.sql("UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'sending'");
  await house.sql("UPDATE outbox SET due_at = NOW(3) WHERE state = 'waiting' AND due_at > NOW(3)");
};
const count = async (sql) => (await house.sql(`SELECT COUNT(*) n FROM ${sql}`))[0].n;

test('1000 updates while all are killed again and again', async () => {
  // Nobody is woken but by this test.
  await house.sql("UPDATE inbound_watch SET until_at = '2100-01-01', holder = 'test' WHERE provider = 'telegram'");
  await house.run('hirewire', ['bot', 'polling']);
  for (let n = 0; n < EACH; n++)
    for (let chat = 0; chat < CHATS; chat++) sim.write(bot, FIRST + chat, `${n}`);
  let kills = 0;
  while (await count("telegram_update WHERE state = 'done'") < CHATS * EACH ||
    await count("outbox WHERE state IN ('waiting', 'sending')") > 0) {
    const ms = 100 + 37 * kills % 900;
    await Promise.all([killed(ms, 'poll'), killed(ms + 300, 'tick', 'telegram'), killed(ms + 500, 'tick', 'telegram')]);
    await free();
    kills++;
    assert.ok(kills < 500, 'it comes to an end');
  }
  assert.ok(kills > 5, `${kills}`);
  assert.equal(await count('telegram_update'), CHATS * EACH);
  const unsure = await house.sql("SELECT lane, COUNT(*) n FROM outbox WHERE state = 'failed' "
    + "AND error_code = 'account.outbox_unsure' GROUP BY lane");
  assert.equal(await count("outbox WHERE state NOT IN ('sent', 'failed')"), 0);
  for (let chat = FIRST; chat < FIRST + CHATS; chat++) {
    const got = sim.sent.filter(({ chat_id: id }) => id === chat).length;
    const open = unsure.find(({ lane }) => lane === chat)?.n ?? 0;
    assert.ok(got <= EACH, `${chat}: answered ${got} times`);
    assert.ok(got + open >= EACH, `${chat}: answered ${got} times, of ${open} it is not known`);
  }
});
