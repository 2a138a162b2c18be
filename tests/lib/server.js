// server.js: servers of others that a test starts: as an ordinary user, with a log, ended with the test.
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NAMES = ['hirewire', 'nobody'];

/* Whose they are when root starts them, as options of a process: {} when somebody else does. */
export async function owner() {
  if (process.getuid() !== 0) return {};
  for (const name of NAMES) {
    const id = (flag) => run('id', [flag, name]).then(({ stdout }) => Number(stdout), () => 0);
    const uid = await id('-u');
    if (uid > 0) return { name, uid, gid: await id('-g') };
  }
  throw new Error(`no ordinary user: ${NAMES.join(', ')}`);
}

/* Its process, with log(): what it said so far. It ends when this process does. path: where it finds more programs. */
export function startServer(folder, name, command, args, { uid, gid, path } = {}) {
  const log = join(folder, `${name}.log`);
  const line = ['--pdeathsig', 'TERM', 'sh', '-c', 'log=$1; shift; exec "$@" >>"$log" 2>&1', 'sh', log];
  const child = spawn('setpriv', [...line, command, ...args.map(String)], {
    stdio: 'ignore', uid, gid, env: { ...process.env, PATH: path ? `${path}:${process.env.PATH}` : process.env.PATH },
  });
  child.log = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  return child;
}

/* Polls until fn gives something true, which is returned. what: words, or a function that knows them then. */
export async function until(fn, { timeout = 120_000, every = 50, what = String(fn) } = {}) {
  const last = Date.now() + timeout;
  for (;;) {
    const got = await fn();
    if (got) return got;
    if (Date.now() > last) throw new Error(`not within ${timeout} ms: ${typeof what === 'function' ? what() : what}`);
    await pause(every);
  }
}
