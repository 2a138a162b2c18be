// telegram: deliveries of a webhook at 200 a second; many notices at the rate that Telegram takes, one a second of a
// chat.
import http from 'node:http';
import { startHouse } from '../lib/house.js';
import { Telegram } from '../upstreams/telegram.js';
import { SECONDS, row } from './load.js';

const RATE = 200;
const NOTICES = Number(process.env.BENCH_NOTICES ?? 10_000);
const A_SECOND = Number(process.env.BENCH_TELEGRAM_LIMIT ?? 30);
const FIRST = 5_000_000_000;
const sim = new Telegram();
await sim.start();
const bot = sim.addBot(123456789, 'hub_bot');
const house = await startHouse({
  env: {
    TELEGRAM_API_URL: sim.origin, TELEGRAM_BOT_TOKEN: bot.token, TELEGRAM_LIMIT: String(A_SECOND), DB_CACHE: '128M',
    POOL_INTEGRATIONS: '2',
  },
});
try {
  sim.rewrite = (url) => url.replace('https://hub.example', house.url);
  await house.run('hirewire', ['bot', 'webhook'], { env: { WEB_BASE_URL: 'https://hub.example' } });
  await webhook();
  await notices();
} finally {
  await house.stop();
  await sim.stop();
}

async function webhook() {
  const url = bot.hook.deliver;
  const { secret } = bot.hook;
  let update = 900_000_000;
  const deliver = (agent, n) => {
    const body = JSON.stringify({
      update_id: ++update,
      message: {
        message_id: n + 1, date: 1, text: 'a text that the bot offers to make a task of',
        from: { id: FIRST + n, is_bot: false, first_name: 'Anna' }, chat: { id: FIRST + n, type: 'private' },
      },
    });
    const headers = {
      'content-type': 'application/json', 'content-length': Buffer.byteLength(body),
      'x-telegram-bot-api-secret-token': secret,
    };
    return new Promise((done, fail) => {
      const began = performance.now();
      http.request(url, { method: 'POST', agent, headers }, (res) => {
        res.resume();
        res.on('end', () =>
          res.statusCode === 200 ? done(performance.now() - began) : fail(new Error(`answered ${res.statusCode}`)));
      }).on('error', fail).end(body);
    });
  };
  const send = async (seconds) => {
    const agent = new http.Agent({ keepAlive: true });
    const began = performance.now();
    const answers = [];
    for (let n = 0; n < RATE * seconds; n++) {
      const wait = began + n * 1000 / RATE - performance.now();
      if (wait > 0) await new Promise((done) => { setTimeout(done, wait); });
      answers.push(deliver(agent, n));
    }
    const times = await Promise.all(answers);
    agent.destroy();
    return times.sort((a, b) => a - b);
  };
  await send(1);
  const times = await send(SECONDS);
  const at = (part) => times[Math.ceil(times.length * part) - 1];
  row(`Telegram's webhook at ${RATE}/s: answered, p50`, `${at(0.5).toFixed(1)} ms`, '');
  row('  p99', `${at(0.99).toFixed(1)} ms`, 'under 20 ms', at(0.99) < 20);
  row('  slowest', `${at(1).toFixed(1)} ms`, '');
  const [{ n }] = await house.sql('SELECT COUNT(*) n FROM telegram_update');
  row('  kept', `${n}`, 'all', n === RATE * (SECONDS + 1));
}

// Each person hears once; the simulated Telegram refuses what comes too quickly.
async function notices() {
  // What the deliveries brought is of no account here.
  await house.sql("UPDATE telegram_update SET state = 'done' WHERE state <> 'done'");
  await house.until(() => house.pids('tick').length === 0, { timeout: 120_000, what: 'nobody is at work' });
  await house.sql("UPDATE outbox SET state = 'dropped' WHERE state IN ('waiting', 'sending')");
  await house.sql(`INSERT INTO user (company_id, email, name, role) SELECT MIN(c.id), CONCAT('n', s.seq, '@test.local'),
    'N', 2 FROM company c, seq_1_to_${NOTICES} s GROUP BY s.seq`);
  await house.sql(`INSERT INTO telegram_link (bot_id, user_id, chat_id) SELECT b.id, u.id, ${FIRST * 2} + u.id
    FROM telegram_bot b, user u WHERE b.user_id IS NULL AND u.email LIKE 'n%@test.local'`);
  await house.sql(`INSERT INTO notice (company_id, user_id, kind, about, text, href) SELECT company_id, id, 'assigned',
    'Борис', 'Позвонить', '/tasks/5/' FROM user WHERE email LIKE 'n%@test.local'`);
  // Those that go out at once count, too.
  Object.assign(sim, { sent: [], aSecond: A_SECOND, chatGapMs: 1000 });
  await house.run('tick', ['notices'], { timeout: 600_000 });
  const began = Date.now();
  let left = NOTICES;
  while (left > 0) {
    await house.run('tick', ['telegram'], { timeout: 600_000 });
    [{ n: left }] = await house.sql("SELECT COUNT(*) n FROM outbox WHERE state IN ('waiting', 'sending')");
  }
  const seconds = (sim.sent.at(-1).at - sim.sent[0].at) / 1000;
  const share = NOTICES / seconds / A_SECOND;
  const refused = sim.calls.filter(({ status }) => status === 429).length;
  row(`${NOTICES} notices by Telegram, ${A_SECOND}/s at most`, `${((Date.now() - began) / 1000).toFixed(0)} s`, '');
  row('  of the limit', `${(share * 100).toFixed(1)} %`, '95 %', share >= 0.95);
  row('  refused as too many', `${refused}`, '');
  const once = new Set(sim.sent.map(({ chat_id: chat }) => chat)).size;
  row('  arrived', `${sim.sent.length}, ${once} chats`, 'each once', once === NOTICES && sim.sent.length === NOTICES);
}
