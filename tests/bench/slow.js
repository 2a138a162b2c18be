// slow.js: what others wait while one address holds 1 000 connections (BENCH_SLOW) that send their headers or their
// bodies, or read their answers, as slowly as they are let.
import { spawn } from 'node:child_process';
import http from 'node:http';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root, startHouse } from '../lib/house.js';
import { indexed, seed } from '../lib/seed.js';
import { percentile, row } from './load.js';
import { shipped } from './pages.js';

const SLOW = Number(process.env.BENCH_SLOW ?? 1000);
const LASTS_S = Number(process.env.BENCH_SECONDS ?? 20);
const GOAL_MS = 200;
const OTHER = '127.0.0.2';	// the slow ones come from 127.0.0.1
const PAUSE_MS = 10;

const house = await startHouse({ upstreams: true, env: { ...shipped(), RATE: '', CLICKUP_LIMIT: '0' } });
try {
  const [client] = await seed(house, { tasks: 1000 });
  await indexed(house);
  const kinds = {
    'headers sent slowly': ['-H', '-i', '5', '-u', `${house.url}/login/`],
    'a body sent slowly': ['-B', '-i', '5', '-s', '8192', '-u', `${house.url}/api/v1/login`],
    'answers read slowly': ['-X', '-w', '512', '-y', '1024', '-n', '5', '-z', '32', '-k', '3', '-u', largest()],
  };
  const quiet = await others(client, () => false);
  row('nobody slow: the list for others', `p99 ${percentile(quiet, 0.99).toFixed(0)} ms`, '');
  for (const [name, how] of Object.entries(kinds)) await besides(client, name, how);
} finally {
  await house.stop();
}

/* The address of the largest file that needs no session. */
function largest() {
  const folder = join(root, 'build/www/v');
  const [name] = readdirSync(folder).filter((one) => one.endsWith('.js'))
    .sort((a, b) => statSync(join(folder, b)).size - statSync(join(folder, a)).size);
  return `${house.url}/v/${name}`;
}

async function besides(client, name, how) {
  let over = false, said = '';
  const size = ['-c', String(SLOW), '-r', String(SLOW / 4), '-l', String(LASTS_S), '-p', '60'];
  const child = spawn('slowhttptest', [...size, ...how], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.on('data', (text) => { said += text; });
  const ended = new Promise((done) => { child.once('close', () => { over = true; done(); }); });
  const took = await others(client, () => !over);
  await ended;
  const figures = stripVTControlCharacters(said).matchAll(/connected:\s+(\d+)/g);
  const held = Math.max(0, ...[...figures].map(([, n]) => Number(n)));
  const p99 = percentile(took, 0.99);
  row(`${name}: the list for others, p99`, `${p99.toFixed(0)} ms`,
    `under ${GOAL_MS} ms; worst of ${took.length} ${percentile(took, 1).toFixed(0)} ms, ${held} were held at once`,
    p99 < GOAL_MS && took.length > 0);
}

/* A request a while, each on a connection of its own, as long as more() or for some seconds. -> ms of each */
async function others(client, more) {
  const took = [];
  const end = performance.now() + 3000;
  while (more() || performance.now() < end) {
    const from = performance.now();
    await once(client);
    took.push(performance.now() - from);
    await new Promise((done) => { setTimeout(done, PAUSE_MS); });
  }
  return took;
}

function once(client) {
  return new Promise((done, fail) => {
    const headers = { Cookie: client.cookie, Accept: 'application/json' };
    http.get(`${house.url}/clickup/tasks`, { headers, localAddress: OTHER, agent: false }, (res) => {
      res.resume();
      res.once('end', () => {
        if (res.statusCode === 200) done();
        else fail(new Error(`others: ${res.statusCode}`));
      });
    }).once('error', fail);
  });
}
