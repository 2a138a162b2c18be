// start.js: how soon a house that was there before answers again.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root, startHouse } from '../lib/house.js';
import { row } from './load.js';

const house = await startHouse();
try {
  const user = await house.user();
  await new Promise((gone) => {
    house.child.once('exit', gone);
    house.child.kill('SIGTERM');
  });
  const began = Date.now();
  house.child = spawn(join(root, 'nginx/start'), [], { env: house.env, stdio: ['ignore', 'pipe', 'inherit'] });
  await house.until(async () => (await user.get('/api/v1/auth/me').catch(() => ({}))).status === 200, {
    every: 5,
    timeout: 30_000,
  });
  const ms = Date.now() - began;
  row('second start to the first answer', `${ms} ms`, 'under 2 000 ms', ms < 2000);
} finally {
  await house.stop();
}
