// house.js: the idle stack's memory, the second start, the front door alone.
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root, startHouse } from '../lib/house.js';
import { row, wrk } from './load.js';

// The pools as they are by default, not the small ones of tests.
const POOLS = { POOL_ACCOUNTS: '2', POOL_SETTINGS: '2', POOL_TASKS: '4', POOL_TASKS_REMOTE: '3', POOL_IMPORTS: '2' };

const house = await startHouse({ env: POOLS });
try {
  const user = await house.user();
  for (const path of ['/clickup/tasks', '/clickup/settings', '/clickup/bulk-import', '/api/v1/profile', '/health']) await user.get(path);
  const kb = Number(/(\d+) KB {2}beside/.exec(execFileSync(join(root, 'tests/bench/memory'), [house.folder], { encoding: 'utf8' }))[1]);
  row('idle stack beside the database (PSS)', `${(kb / 1024).toFixed(1)} MB`, 'under 60 MB', kb < 60 * 1024);

  const { rate } = await wrk(house, [{ path: '/api/v1/auth/me', cookie: user.cookie }]);
  row('who am I: one session look-up', `${rate.toFixed(0)}/s`, '', true);

  await ended(house.child, 'SIGTERM');
  const began = Date.now();
  house.child = spawn(join(root, 'nginx/start'), [], { env: house.env, stdio: ['ignore', 'pipe', 'inherit'] });
  await house.until(async () => (await user.get('/api/v1/auth/me').catch(() => ({}))).status === 200, { every: 5, timeout: 30_000 });
  const ms = Date.now() - began;
  row('second start to the first answer', `${ms} ms`, 'under 2 000 ms', ms < 2000);
} finally {
  await house.stop();
}

function ended(child, signal) {
  return new Promise((done) => {
    child.once('exit', done);
    child.kill(signal);
  });
}
