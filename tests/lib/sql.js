// sql.js: statements of a test through Debian's mariadb client; its XML tells NULL from 'NULL'.
import { execFile, spawn } from 'node:child_process';

const DEADLOCK_TRIES = 5;

/*
 * url: mysql://user:password@localhost/name?socket=/path
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

function ask(url, text, params) {
  const { username, password, pathname, searchParams } = new URL(url);
  const args = [
    '--no-defaults',
    '--xml',
    '--default-character-set=utf8mb4',
    `--user=${username}`,
    `--socket=${searchParams.get('socket')}`,
    '--init-command=SET time_zone = "+00:00"',
    pathname.slice(1),
  ];
  return new Promise((done, fail) => {
    const child = execFile(
      'mariadb',
      args,
      { maxBuffer: 1 << 28, env: { ...process.env, MYSQL_PWD: password } },
      (error, stdout, stderr) => {
        if (error) fail(new Error(`${stderr.trim()} in: ${text}`));
        else done(rowsOf(stdout));
      },
    );
    child.stdin.on('error', () => {});
    child.stdin.end(`${bind(text, params)};`);
  });
}

/*
 * A transaction that stays open: its locks are held when this resolves. -> release(), which
 * commits it.
 */
export function hold(url, text, params = []) {
  const { username, password, pathname, searchParams } = new URL(url);
  const child = spawn('mariadb', [
    '--no-defaults', '--unbuffered', '--skip-column-names', '--default-character-set=utf8mb4',
    `--user=${username}`, `--socket=${searchParams.get('socket')}`, pathname.slice(1),
  ], {
    env: { ...process.env, MYSQL_PWD: password }, stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => { child.once('close', done); });
  child.stdin.write(`BEGIN;\n${bind(text, params)};\nSELECT 'held';\n`);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.stdout.on('data', (chunk) => {
      if (!String(chunk).includes('held')) return;
      done(async () => {
        if (child.stdin.writable) child.stdin.end('COMMIT;\n');
        await ended;
      });
    });
  });
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
  const { username, password, pathname, searchParams } = new URL(url);
  const args = ['--no-defaults', `--user=${username}`, `--socket=${searchParams.get('socket')}`,
    '--single-transaction', '--hex-blob', '--routines', '--events', pathname.slice(1)];
  return new Promise((done, fail) => {
    execFile('mariadb-dump', args, { maxBuffer: 1 << 28, env: { ...process.env, MYSQL_PWD: password } },
      (error, stdout, stderr) => (error ? fail(new Error(stderr.trim() || error.message)) : done(stdout)));
  });
}
