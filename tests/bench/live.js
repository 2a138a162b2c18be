// live.js: one event for 5 000 pages (BENCH_SOCKETS), each with a session of its own: how soon all have it, and what
// nginx holds.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { root, startHouse } from '../lib/house.js';
import { row } from './load.js';
import { shipped } from './pages.js';

const SOCKETS = Number(process.env.BENCH_SOCKETS ?? 5000);
const EVENTS = 20;
const AT_ONCE = 50;
const ADDRESSES = Math.ceil(SOCKETS / 1000);

// BLAKE2b of 32 bytes, as sessions are stored: node has none of that length.
function hashes(tokens) {
  const folder = mkdtempSync(join(tmpdir(), 'hash-'));
  try {
    tokens.forEach((token, i) => writeFileSync(join(folder, String(i)), token));
    const text = execFileSync('sh', ['-c', 'ls | sort -n | xargs b2sum -l 256'], { cwd: folder, encoding: 'utf8' });
    return text.trim().split('\n').map((line) => line.split(' ')[0]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// People with a session each; -> their cookies.
async function people(house, company) {
  const tokens = Array.from({ length: SOCKETS }, () => randomBytes(32).toString('base64url'));
  await house.sql(`INSERT INTO user (company_id, email, role) SELECT ?, CONCAT('live', seq, '@bench.test'), 2
    FROM seq_1_to_${SOCKETS}`, [company]);
  const rows = await house.sql("SELECT id FROM user WHERE email LIKE 'live%@bench.test' ORDER BY id");
  const ids = rows.map(({ id }) => id);
  const hashed = hashes(tokens);
  for (let at = 0; at < SOCKETS; at += 500) {
    const part = ids.slice(at, at + 500);
    await house.sql(`INSERT INTO session (hash, user_id, csrf, expires_at) VALUES ${
      part.map(() => "(?, ?, REPEAT('0', 64), NOW() + INTERVAL 1 DAY)").join()
    }`, part.flatMap((id, i) => [hashed[at + i], id]));
  }
  return tokens.map((token) => `hw_session=${token}`);
}

function open(house, cookie, n, heard) {
  return new Promise((done, fail) => {
    const ws = new WebSocket(`${house.url.replace('http', 'ws')}/ws/tasks/`, {
      headers: { Cookie: cookie }, localAddress: `127.0.0.${1 + n % ADDRESSES}`, perMessageDeflate: false,
    });
    ws.on('message', (text) => heard(JSON.parse(text)));
    ws.on('unexpected-response', (_req, res) => fail(new Error(`socket: ${res.statusCode}`)));
    ws.on('error', fail);
    ws.on('open', () => done(ws));
  });
}

async function openAll(house, cookies, heard) {
  const sockets = [];
  for (let at = 0; at < cookies.length; at += AT_ONCE)
    sockets.push(...await Promise.all(
      cookies.slice(at, at + AT_ONCE).map((cookie, i) => open(house, cookie, at + i, heard)),
    ));
  return sockets;
}

const house = await startHouse({
  env: { ...shipped(), RATE: 'off', TICK_EVERY: '0', ...(SOCKETS > 5000 && { SOCKETS: String(SOCKETS) }) },
});
try {
  const writer = await house.user({ role: 'admin', company: 'Live' });
  const [{ id: company }] = await house.sql("SELECT id FROM company WHERE name = 'Live'");
  const cookies = await people(house, company);
  const late = [];
  let sent = 0, left = 0, all;
  const sockets = await openAll(house, cookies, () => {
    late.push(performance.now() - sent);
    left -= 1;
    if (left === 0) all();
  });
  const [{ ids }] = await house.sql('SELECT JSON_ARRAYAGG(id) ids FROM user WHERE company_id = ?', [company]);
  const spreader = house.run('tick', ['live']);
  for (let n = 0; n < EVENTS; n++) {
    left = SOCKETS;
    const whole = new Promise((done) => { all = done; });
    sent = performance.now();
    await house.sql("INSERT INTO live_post (company_id, people, type, data) VALUES (?, ?, 'task', '{\"id\":1}')",
      [company, typeof ids === 'string' ? ids : JSON.stringify(ids)]);
    await whole;
  }
  await spreader;
  late.sort((a, b) => a - b);
  const p = (share) => late[Math.floor((late.length - 1) * share)];
  row(`an event reaches ${SOCKETS} pages, median`, `${p(0.5).toFixed(0)} ms`, '', true);
  const [soon, most] = SOCKETS > 5000 ? [500, 300] : [1000, 250];
  row(`an event reaches ${SOCKETS} pages, p99`, `${p(0.99).toFixed(0)} ms`, `under ${soon} ms`, p(0.99) < soon);
  const text = execFileSync('sh', [join(root, 'tests/bench/memory'), house.folder], { encoding: 'utf8' });
  const mb = Number(/(\d+) KB +\d+ {2}nginx/.exec(text)[1]) / 1024;
  row(`nginx with ${SOCKETS} sockets (PSS)`, `${mb.toFixed(0)} MB`, `under ${most} MB`, mb < most);
  // Whose session ends is cut off, the others stay.
  const gone = new Promise((done) => { sockets[0].on('close', done); });
  const began = performance.now();
  await house.sql("DELETE FROM session WHERE user_id = (SELECT id FROM user WHERE email = 'live1@bench.test')");
  await house.run('tick', ['sockets']);
  await gone;
  row('a revoked session is cut off by the next tick', `${(performance.now() - began).toFixed(0)} ms`, '', true);
  for (const socket of sockets) socket.terminate();
  await writer.expect(200, 'GET', '/api/v1/notifications/');
} finally {
  await house.stop();
}
