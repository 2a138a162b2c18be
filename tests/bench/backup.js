// backup: of BENCH_TASKS tasks (1 000 000) while lists are read: its time, memory and size, and the time of a restore.
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startHouse } from '../lib/house.js';
import { seedRows } from '../lib/seed.js';
import { row, tasksOr } from './load.js';

const N = tasksOr(1_000_000);
const env = { HIREWIRE_PASSPHRASE: 'correct horse battery' };
const GOAL = { backup_s: 60, memory_mb: 64, restore_s: 300 };

const house = await startHouse({ upstreams: true, env: { DB_CACHE: '1G', DB_LOG_SIZE: '512M' } });
const file = join(house.folder, 'bench.backup');
try {
  await seedRows(house, { tasks: N });
  const made = await measured(['backup', file]);
  const size = statSync(file).size;
  row(`backup of ${N} tasks`, `${made.s.toFixed(1)} s`, `${GOAL.backup_s} s`, made.s <= GOAL.backup_s);
  row('  memory, mariadb-dump with it', `${made.mb.toFixed(0)} MB`, `${GOAL.memory_mb} MB`, made.mb <= GOAL.memory_mb);
  row('  its size', `${(size / 2 ** 20).toFixed(0)} MB`, '');
  const read = await measured(['backup', '--verify', file]);
  row('verify', `${read.s.toFixed(1)} s`, '');
  const back = await measured(['restore', file, '--replace']);
  row('restore', `${back.s.toFixed(1)} s`, `${GOAL.restore_s} s`, back.s <= GOAL.restore_s);
  row('  memory, mariadb with it', `${back.mb.toFixed(0)} MB`, `${GOAL.memory_mb} MB`, back.mb <= GOAL.memory_mb);
  rmSync(file);
} finally {
  await house.stop();
}

/* Of the command and what it started: seconds, and the most memory each had, together. */
async function measured(args) {
  const from = performance.now();
  const most = new Map();
  const child = execFile(join(house.bin, 'hirewire'), args, { env: { ...house.env, ...env } });
  let said = '';
  child.stdout.on('data', (text) => { said += text; });
  child.stderr.on('data', (text) => { said += text; });
  const timer = setInterval(() => {
    for (const pid of family(child.pid)) most.set(pid, Math.max(most.get(pid) ?? 0, peak(pid)));
  }, 50);
  const code = await new Promise((done) => child.once('close', done));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${args[0]}: ${said}`);
  return { s: (performance.now() - from) / 1000, mb: [...most.values()].reduce((sum, kb) => sum + kb, 0) / 1024 };
}

function family(pid) {
  const stat = (entry) => {
    try {
      return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))[1]);
    } catch {
      return 0;   // it has just ended
    }
  };
  return [pid, ...readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && stat(entry) === pid).map(Number)];
}

function peak(pid) {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
