// load.js: what the benches share: wrk against a house, the same SQL without us, a table of figures.
import { execFile, spawn } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
/* BENCH_TASKS, of several sizes the first; else the usual number. */
export const tasksOr = (usual) => Number(process.env.BENCH_TASKS?.split(',')[0] ?? usual);

function command(name, args, { input, timeout = 120_000 } = {}) {
  return new Promise((done, fail) => {
    const child = execFile(name, args, { timeout, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error) fail(new Error(`${name}: ${stderr || error.message}`));
      else done(stdout);
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

/*
 * asks: [{path, cookie}], taken in turn; with method, body (JSON) and headers, others than a GET.
 * delayMs: each connection waits so long between two of them, in the middle.
 * -> {requests, rate, p99_ms, bad}; an answer other than 200 counts as bad.
 */
export async function wrk(house, asks, { connections = 16, seconds = SECONDS, delayMs = 0 } = {}) {
  const script = join(house.folder, 'wrk.lua');
  const rows = asks.map(({ method = 'GET', path, cookie, body, headers = {} }) => {
    const all = { Cookie: cookie, Accept: 'application/json', 'Content-Type': 'application/json', ...headers };
    const lua = Object.entries(all).map((pair) => pair.map((text) => JSON.stringify(text)))
      .map(([name, value]) => `[${name}] = ${value}`);
    const sent = body === undefined ? 'nil' : JSON.stringify(JSON.stringify(body));
    return `{${JSON.stringify(method)}, ${JSON.stringify(path)}, {${lua}}, ${sent}}`;
  });
  writeFileSync(script, `
local asks = {${rows.join(',\n')}}
local ready = {}
local at = 0
function init()
  for i, ask in ipairs(asks) do
    ready[i] = wrk.format(ask[1], ask[2], ask[3], ask[4])
  end
end
function request()
  at = at % #ready + 1
  return ready[at]
end
${delayMs > 0 ? `function delay() return math.random() * ${2 * delayMs} end` : ''}
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("FIGURES %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end`);
  const args = ['-t1', `-c${connections}`, `-d${Math.ceil(seconds)}s`, '-s', script, house.url];
  const text = await command('wrk', args, { timeout: seconds * 1000 + 120_000 });
  const [, requests, us, p99, bad] = /FIGURES (\d+) (\d+) (\d+) (\d+)/.exec(text).map(Number);
  return { requests, rate: requests / (us / 1e6), p99_ms: p99 / 1000, bad };
}

/* As the database's owner, who comes in by the socket. */
export function asRoot(house, text) {
  return command('mariadb', ['--no-defaults', '-BNr', `--socket=${socket(house)}`, '-e', text]);
}

const WARM = 12;	// requests, until each worker has had some

/*
 * What each of these requests has the database read, with the values put in. Only statements that are prepared
 * while the log is on show their values: the workers start anew for it. What others ask meanwhile, an importer
 * say, is told apart by the session, which only requests look up.
 */
export async function statementsOf(house, program, requests) {
  const all = await logged(house, program, requests);
  return all.map((list) => list.filter((line) => /^\(*SELECT/i.test(line)));
}

/* All that one request has the database do, its transaction included. */
export async function writesOf(house, program, request) {
  const [list] = await logged(house, program, [request]);
  return list;
}

async function logged(house, program, requests) {
  await asRoot(house, "SET GLOBAL log_output = 'TABLE', GLOBAL general_log = ON");
  await house.kill(program);
  const all = [];
  for (let i = 0; i < WARM; i += 1) await requests[i % requests.length]();
  for (const request of requests) {
    await asRoot(house, 'TRUNCATE mysql.general_log');
    await request();
    const text = await asRoot(
      house,
      `SELECT REPLACE(CONVERT(argument USING utf8mb4), '\\n', ' ') FROM mysql.general_log
        WHERE command_type IN ('Execute', 'Query') AND thread_id <> CONNECTION_ID() AND thread_id IN
          (SELECT thread_id FROM mysql.general_log WHERE argument LIKE '%FROM session %') ORDER BY event_time`,
    );
    all.push(text.trim().split('\n'));
  }
  await asRoot(house, 'SET GLOBAL general_log = OFF; TRUNCATE mysql.general_log');
  return all;
}

function socket(house) {
  return new URL(house.conf('DATABASE_URL')).searchParams.get('socket');
}

/* requests: an array of statements each. -> of the bare loops: {rate, ms}: requests a second, own CPU a request. */
export async function bare(house, requests, { processes = 4, seconds = SECONDS } = {}) {
  const { pathname } = new URL(house.conf('DATABASE_URL'));
  const input = requests.map((statements) => statements.join('\n')).join('\n\n');
  const args = [socket(house), pathname.slice(1), String(processes), String(seconds)];
  const text = await command('build/bench/bare', args, { input: `${input}\n` });
  const [rate, ms] = text.split(' ').map(Number);
  return { rate, ms };
}

/* As wrk, but a program that knows nothing but this text answers in place of the pool. */
export async function fixed(house, pool, text, asks) {
  const socket = join(house.folder, 'sock', `${pool}.sock`);
  const child = spawn('build/bench/fixed', [`${socket}.fixed`, '4'], { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(text);
  try {
    await house.until(() => existsSync(`${socket}.fixed`));
    renameSync(socket, `${socket}.kept`);
    renameSync(`${socket}.fixed`, socket);
    return await wrk(house, asks);
  } finally {
    child.kill();
    if (existsSync(`${socket}.kept`)) renameSync(`${socket}.kept`, socket);
    rmSync(`${socket}.fixed`, { force: true });
  }
}

export function row(name, figure, goal, good) {
  console.log(`${good === undefined ? '  ' : good ? 'ok' : 'NO'}  ${name.padEnd(58)} ${figure.padStart(16)}   ${goal}`);
}

export function percentile(figures, part) {
  return [...figures].sort((a, b) => a - b)[Math.ceil(figures.length * part) - 1];
}
