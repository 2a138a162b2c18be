// lighthouse.js: what Lighthouse says of ten pages: all four of its scores, and the checks that cost them. It is no
// part of the product: npx brings it. LIGHTHOUSE: its program, where it is installed; BENCH_ONLY: pages whose name
// fits.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPlaces } from '../web/places.js';
import { row } from './load.js';
import { shipped } from './pages.js';

const ONLY = new RegExp(process.env.BENCH_ONLY ?? '');
const PAGES = ['today', 'tasks', 'board', 'project', 'clickup-tasks', 'import', 'candidates', 'applicant', 'calls',
  'integrations'];
const GOAL = 95;
const RUN_MS = 180_000;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const FLAGS = '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
  '--disable-component-update --disable-sync';
const [program, ...before] = process.env.LIGHTHOUSE
  ? [process.env.LIGHTHOUSE] : ['npx', '--yes', 'lighthouse@12.8.2'];

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'hw-lighthouse-'));
const { house, client, places, stop } = await startPlaces({ env: shipped() });
try {
  const headers = join(folder, 'headers.json');
  writeFileSync(headers, JSON.stringify({ Cookie: client.cookie, 'Accept-Language': 'ru' }));
  for (const name of PAGES.filter((one) => ONLY.test(one))) figures(name, await report(places[name], headers));
} finally {
  await stop();
  rmSync(folder, { recursive: true, force: true });
}

async function report(path, headers) {
  const out = join(folder, 'report.json');
  await run(program, [
    ...before, house.url + path, '--quiet', '--output=json', `--output-path=${out}`, `--extra-headers=${headers}`,
    `--only-categories=${CATEGORIES}`, `--chrome-flags=${FLAGS} --user-data-dir=${mkdtempSync(join(folder, 'user-'))}`,
  ], { timeout: RUN_MS, env: { CHROME_PATH: '/usr/bin/chromium', ...process.env } });
  return JSON.parse(readFileSync(out, 'utf8'));
}

/* The checks of a category that count and are not whole. */
function faults({ categories, audits }, category) {
  return categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => `${id} ${audits[id].displayValue ?? audits[id].score}`);
}

function figures(name, got) {
  for (const category of CATEGORIES) {
    const score = Math.round(got.categories[category].score * 100);
    row(`${name}: ${category}`, String(score),
      `at least ${GOAL}; load ${loadavg()[0].toFixed(1)}; ${faults(got, category).join(', ')}`, score >= GOAL);
  }
}
