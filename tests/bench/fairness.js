// fairness: 1000 connections with intervals of 5 to 60 minutes, lists of up to 100 000 tasks, an outage
// of an hour; virtual time. FAIRNESS_HOURS: of it (2).
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root, startHouse } from '../lib/house.js';
import { asRoot, row } from './load.js';

const house = await startHouse({ env: { DB_CACHE: '256M', DB_LOG_SIZE: '64M' } });
try {
  // Its time is not the machine's: a write need not be safe.
  await asRoot(house, 'SET GLOBAL innodb_flush_log_at_trx_commit = 0');
  const text = execFileSync(join(root, 'build/bench/fairness'), [process.env.FAIRNESS_HOURS ?? '2'], {
    env: { ...process.env, HIREWIRE_CONF: house.env.HIREWIRE_CONF },
  });
  const got = JSON.parse(text);
  row('auto-sync of 1000 connections: runs, whole passes', `${got.runs}, ${got.fulls}`, '');
  row('  calls under way, mean', got.busy.toFixed(2), '');
  row('  longest behind its time', `${got.longest_s} s`, '');
  row('  longest wait', `${got.worst.toFixed(2)} intervals`, 'two at most', got.worst <= 2);
  row('  waits of more than two intervals', String(got.late), '0', got.late === 0);
} finally {
  await house.stop();
}
