// combos.js: the random questions of worst.js asked of the index alone: microseconds. The index is kept for the next
// time. BENCH_DOCUMENTS: sizes (100000), BENCH_SEED: another choice of the questions (1, 2 and 3).
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

for (const size of (process.env.BENCH_DOCUMENTS ?? '100000').split(',')) {
  const folder = `build/bench/kept-${size}`;
  mkdirSync(folder, { recursive: true });
  console.log(`    ${size} documents`);
  execFileSync('build/bench/combos', [size, folder, ...process.env.BENCH_SEED?.split(',') ?? []], { stdio: 'inherit' });
}
