// index.js: the index by itself: microseconds of questions and of changes in lists of so many documents.
// BENCH_DOCUMENTS: sizes (100000).
import { execFileSync } from 'node:child_process';

for (const size of (process.env.BENCH_DOCUMENTS ?? '100000').split(',')) {
  console.log(`    ${size} documents`);
  execFileSync('build/bench/index', [size], { stdio: 'inherit' });
}
