// lists.js: what the pages of tasks cost: CPU of a request by program, nginx and MariaDB, beside the plain first
// page, and the rate with all cores busy; the settings are those of a real house. BENCH_TASKS: sizes (10000,100000).
// BENCH_ONLY: those whose names match it.
import { measure } from './pages.js';

for (const size of (process.env.BENCH_TASKS ?? '10000,100000').split(',')) await measure(Number(size));
