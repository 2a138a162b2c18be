// Our Telegram client against Prism: what it asks is what the Bot API describes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { end } from '../lib/within.js';
import { Telegram } from '../upstreams/telegram.js';
import { startPrism } from './prism.js';

const ANNA = 4503599627370495;

describe('the Telegram client', () => {
  const sim = new Telegram();
  let house, prism, bot;

  before(async () => {
    await sim.start();
    bot = sim.addBot(123456789, 'hub_bot');
    prism = await startPrism('telegram-bot.openapi.json', {
      upstream: sim.origin, errors: false, patch: shallow,
    });
    house = await startHouse({
      env: {
        TELEGRAM_API_URL: prism?.url ?? sim.origin, TELEGRAM_BOT_TOKEN: bot.token, TELEGRAM_POLL_S: '1',
      },
    });
  });
  after(async () => { await house?.stop(); await prism?.stop(); await sim.stop(); });

  async function through(t, work) {
    if (!prism) { t.skip('no Prism'); return; }
    await work();
    assert.deepEqual(await prism.complaints(), []);
  }
  const hire = async (what) => {
    const run = await house.run('hirewire', ['bot', what], { env: { WEB_BASE_URL: 'https://hub.example' } });
    assert.ok(run.code < 2 && !run.stderr, run.stderr);
  };

  test('its name, its webhook set, checked and removed', (t) => through(t, async () => {
    await hire('webhook');
    await hire('check');
    await hire('polling');
  }));

  test('updates asked for, an answer sent, a button answered', (t) => through(t, async () => {
    sim.write(bot, ANNA, '/start');
    sim.press(bot, { chat_id: ANNA, message_id: 5, text: 'x' }, 'nonsense');
    const child = spawn(join(house.bin, 'cgi-bin/poll'), { env: house.env, stdio: 'ignore' });
    await house.until(() => sim.sent.length >= 1 && sim.toasts.length >= 1, { timeout: 30_000, what: 'answers' });
    await end(child, 'SIGTERM');
  }));
});

// What answers hold, messages in messages without an end, takes Prism a minute to unfold: only what is asked is judged.
function shallow(doc) {
  const { schemas } = doc.components;
  const asked = new Set();
  const visit = (node) => {
    for (const [, name] of JSON.stringify(node ?? null).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      if (asked.has(name)) continue;
      asked.add(name);
      visit(schemas[name]);
    }
  };
  for (const { post } of Object.values(doc.paths)) visit(post?.requestBody);
  for (const name of Object.keys(schemas)) if (!asked.has(name)) schemas[name] = { type: 'object' };
}
