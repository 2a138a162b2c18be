// doctor: what it says of the house as others see it, and of what a restore left behind.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { Telegram } from '../upstreams/telegram.js';

let house;
const telegram = new Telegram();
before(async () => {
  await telegram.start();
  house = await startHouse({ upstreams: true, env: { TELEGRAM_API_URL: telegram.origin } });
});
after(async () => {
  await house?.stop();
  await telegram.stop();
});

const doctor = async (args = [], env = {}) =>
  (await house.run('hirewire', ['doctor', ...args], { env })).stdout.split('\n');
const lines = (all, what) => all.filter((one) => one.includes(`  ${what} `));

describe('--remote', () => {
  test('opens the address that people use, and its live events', async () => {
    const [health, live, ...rest] = lines(await doctor(['--remote']), 'site');
    assert.equal(health, `OK    site         ${house.url}/health/ answers 200`);
    assert.equal(live, `OK    site         ${house.url}/ws/tasks/ answers 401`);
    assert.deepEqual(rest, []);
  });

  test('an address where another is, or nobody, is told with what mends it', async () => {
    const other = await doctor(['--remote'], { WEB_BASE_URL: house.up.clickup.url });
    for (const one of lines(other, 'site')) assert.match(one, /^FAIL .* answers \d+: /);
    assert.match(lines(other, 'site')[1], /Upgrade and Connection/);
    const none = await doctor(['--remote'], { WEB_BASE_URL: 'http://127.0.0.1:1' });
    for (const one of lines(none, 'site')) assert.match(one, /^FAIL +site +http:\/\/127\.0\.0\.1:1\/.*: /);
    assert.deepEqual(lines(await doctor(), 'site'), [], 'nobody asked');
  });

  test('asks the bot who it is and how its updates come', async () => {
    assert.deepEqual(lines(await doctor(['--remote']), 'bot'), []);
    const env = { TELEGRAM_BOT_TOKEN: telegram.addBot(123456789, 'hub_bot').token };
    assert.match(lines(await doctor(['--remote'], env), 'bot')[0], /^OK +bot +@hub_bot: updates by polling, 0 wait/);
    const wrong = { TELEGRAM_BOT_TOKEN: '123456789:AAEnobodyknowsthistoken0123456789abc' };
    assert.match(lines(await doctor(['--remote'], wrong), 'bot')[0], /^FAIL +bot .*a new token comes from @BotFather/);
  });
});

describe('a restore that was ended', () => {
  test('is told by what it left, with the command', async () => {
    assert.match(lines(await doctor(), 'restore')[0], /^OK/);
    await house.sql('CREATE DATABASE hirewire_before');
    const [said] = lines(await doctor(), 'restore');
    assert.match(said, /^FAIL +restore +hirewire_before: .*DROP DATABASE/);
    await house.sql('DROP DATABASE hirewire_before');
    assert.match(lines(await doctor(), 'restore')[0], /^OK/);
  });
});
