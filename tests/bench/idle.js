// idle.js: what the house takes when nobody asks for anything, and how soon it answers after a start.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, startHouse } from '../lib/house.js';
import { row } from './load.js';

// The sizes of a real house, not those of the tests.
const pools = readFileSync(join(root, 'nginx/pools'), 'utf8').match(/^\w+/gm);
const sizes = Object.fromEntries(pools.map((name) => [`POOL_${name.toUpperCase()}`, '']));
const house = await startHouse({ env: { ...sizes, TICK_EVERY: '5' } });
try {
  const client = await house.user();
  await client.expect(200, 'GET', '/clickup/tasks');
  const text = execFileSync('sh', [join(root, 'tests/bench/memory'), house.folder], { encoding: 'utf8' });
  const mb = Number(/(\d+) KB {2}beside/.exec(text)[1]) / 1024;
  row('idle house beside the database (PSS)', `${mb.toFixed(1)} MB`, 'under 60 MB', mb < 60);
} finally {
  await house.stop();
}
