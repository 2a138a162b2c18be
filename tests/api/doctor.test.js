// doctor: what it says of the house as others see it, and of what a restore left behind.
import assert from 'node:assert/strict';
import http from 'node:http';
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

  test('a proxy in front that swallows Upgrade is told from one that passes it on', async (t) => {
    const proxy = http.createServer(({ method, url, headers }, res) => {
      const { connection: _c, upgrade: _u, ...passed } = headers;
      http.request(new URL(url, house.url), { method, headers: passed }, (answer) => {
        res.writeHead(answer.statusCode, answer.headers);
        answer.pipe(res);
      }).end();
    });
    proxy.on('upgrade', (req, socket) => {
      http.get(new URL(req.url, house.url), { headers: { Host: '127.0.0.1' } }, (answer) => {
        socket.end(`HTTP/1.1 ${answer.statusCode} no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
        answer.resume();
      });
    });
    await new Promise((done) => proxy.listen(0, '127.0.0.1', done));
    t.after(() => proxy.close());
    const site = `http://127.0.0.1:${proxy.address().port}`;
    const [health, live] = lines(await doctor(['--remote'], { WEB_BASE_URL: site }), 'site');
    assert.equal(health, `OK    site         ${site}/health/ answers 200`);
    assert.match(live, /^FAIL .*\/ws\/tasks\/ answers 426: .*Upgrade and Connection/);
  });

  test('asks the bots that people have of their own, too', async () => {
    const client = await house.user({ name: 'Мария' });
    const made = telegram.addBot(777000333, 'maria_bot');
    await client.expect(201, 'POST', '/api/v1/tasks/personal-bot/', { token: made.token });
    assert.match(lines(await doctor(['--remote']), 'bot')[0], /^OK +bot +@maria_bot: updates by polling, 0 wait/);
    telegram.revoke(made);
    const [said, ...rest] = lines(await doctor(['--remote']), 'bot');
    assert.match(said, /^FAIL +bot .*a new token comes from @BotFather/);
    assert.deepEqual(rest, []);
    assert.deepEqual(lines(await doctor(['--remote']), 'bot'), [], 'it is known as revoked');
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
