// sql.js: statements of a test through Debian's mariadb client; its XML tells NULL from 'NULL'.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { within } from './within.js';

const DEADLOCK_TRIES = 5;
const LOCK_S = 60;
const STATEMENT_MS = 300_000;
const LIMITS = { maxBuffer: 1 << 28, timeout: STATEMENT_MS, killSignal: 'SIGKILL' };

/*
 * url: mysql://user:password@host:port/name, or ?socket=/path; of several hosts the first.
 * A deadlock is MariaDB's request to do the statement again, as the programs do.
 */
export async function query(url, text, params = []) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(url, text, params);
    } catch (error) {
      if (attempt === DEADLOCK_TRIES || !error.message.includes('ERROR 1213 ')) throw error;
    }
  }
}

/* What a client of Debian is told, and the password, which is no argument. */
function server(url) {
  const { username, password, pathname, searchParams, hostname, port } = new URL(url.replace(/,[^/]*/, ''));
  const socket = searchParams.get('socket');
  const way = socket ? [`--socket=${socket}`] : ['--protocol=tcp', `--host=${hostname}`, `--port=${port || 3306}`];
  return {
    args: ['--no-defaults', `--user=${username}`, ...way],
    name: pathname.slice(1), env: { ...process.env, MYSQL_PWD: password },
  };
}

function ask(url, text, params) {
  const { args: way, name, env } = server(url);
  const args = [
    ...way,
    '--xml',
    '--default-character-set=utf8mb4',
    `--init-command=SET time_zone = "+00:00", lock_wait_timeout = ${LOCK_S}`,
    name,
  ];
  return new Promise((done, fail) => {
    const child = execFile(
      'mariadb',
      args,
      { ...LIMITS, env },
      (error, stdout, stderr) => {
        if (error) fail(new Error(`${why(error, stderr)} in: ${text}`));
        else done(rowsOf(stdout));
      },
    );
    child.stdin.on('error', () => {});
    child.stdin.end(`${bind(text, params)};`);
  });
}

const why = (error, stderr) => (error.killed ? `not within ${STATEMENT_MS} ms` : stderr.trim() || error.message);

/*
 * A transaction that stays open: its locks are held when this resolves. -> release(), which
 * commits it.
 */
export async function hold(url, text, params = []) {
  const { args, name, env } = server(url);
  const child = spawn('mariadb', [
    ...args, '--unbuffered', '--skip-column-names', '--default-character-set=utf8mb4', name,
  ], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  child.stdin.on('error', () => {});   // it has ended, which is told below
  child.stdin.write(`BEGIN;\n${bind(text, params)};\nSELECT 'held';\n`);
  const held = new Promise((done) => {
    child.stdout.on('data', (chunk) => { if (String(chunk).includes('held')) done(true); });
  });
  const got = await within(`its locks: ${text}`, Promise.race([held, ended]), STATEMENT_MS);
  if (got !== true) throw new Error(`refused: ${text}`);
  return async () => {
    if (child.stdin.writable) child.stdin.end('COMMIT;\n');
    await within(`the commit of: ${text}`, ended);
  };
}

function bind(text, params) {
  let used = 0;
  const bound = text.replace(/\?/g, () => {
    if (used >= params.length) throw new Error(`a parameter is missing: ${text}`);
    return literal(params[used++]);
  });
  if (used !== params.length) throw new Error(`too many parameters: ${text}`);
  return bound;
}

function literal(value) {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  const text = value instanceof Date ? value.toISOString().slice(0, -1).replace('T', ' ') : String(value);
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\0/g, '\\0')}'`;
}

function rowsOf(xml) {
  return [...xml.matchAll(/<row>([\s\S]*?)<\/row>/g)].map(([, row]) =>
    Object.fromEntries([...row.matchAll(/<field name="([^"]*)"(?: xsi:nil="true" \/>|>([\s\S]*?)<\/field>)/g)]
      .map(([, name, value]) => [decode(name), valueOf(value)])));
}

function valueOf(text) {
  if (text === undefined) return null;
  return /^-?(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : decode(text);
}

function decode(text) {
  const named = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
  return text.replace(/&(\w+);/g, (whole, name) => named[name] ?? whole);
}

/* What a backup holds: every table as mariadb-dump writes it, bytes as hex. */
export function dump(url) {
  const { args: way, name, env } = server(url);
  const args = [...way, '--single-transaction', '--hex-blob', '--routines', '--events', name];
  return new Promise((done, fail) => {
    execFile('mariadb-dump', args, { ...LIMITS, env },
      (error, stdout, stderr) => (error ? fail(new Error(`mariadb-dump: ${why(error, stderr)}`)) : done(stdout)));
  });
}
