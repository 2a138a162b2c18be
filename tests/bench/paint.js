// paint.js: what each page costs whoever opens it for the first time on a phone: 1.6 Mbit/s, a processor four times
// slower. BENCH_ONLY: pages whose name fits. The machine's load stands beside each figure: a busy one paints later.
import { loadavg } from 'node:os';
import { startBrowser } from '../web/browser.js';
import { startPlaces } from '../web/places.js';
import { SLOW, weigh } from '../web/weight.js';
import { percentile, row } from './load.js';
import { shipped } from './pages.js';

const ONLY = new RegExp(process.env.BENCH_ONLY ?? '');
const TRIES = 3;
const PAINT_MS = 1000;
const KB = 1024;
const MOST_KB = 120;
const SHIFT = 0.02;

const { house, client, places, stop } = await startPlaces({ env: shipped() });
const browser = await startBrowser();
try {
  for (const [name, path] of Object.entries(places).filter((place) => ONLY.test(place[0]))) await figure(name, path);
} finally {
  await browser.close();
  await stop();
}

async function figure(name, path) {
  const all = [];
  for (let n = 0; n < TRIES; n += 1) {
    all.push(await weigh(browser, house, { client, path, size: 'phone', slow: SLOW }));
  }
  const wide = await weigh(browser, house, { client, path, size: 'wide' });
  const middle = (what) => percentile(all.map((one) => one[what]), 0.5);
  const [paint, bytes, worst] = [middle('fcp_ms'), middle('bytes'), Math.max(...all.map(({ fcp_ms: ms }) => ms))];
  const shift = Math.max(wide.shift, ...all.map((one) => one.shift));
  row(`${name}: first paint`, `${paint.toFixed(0)} ms`,
    `under ${PAINT_MS} ms; worst of ${TRIES} ${worst.toFixed(0)} ms; load ${loadavg()[0].toFixed(1)}`,
    paint < PAINT_MS);
  row(`${name}: all that it reads`, `${(bytes / KB).toFixed(1)} KB`,
    `under ${MOST_KB} KB; ${middle('requests')} requests`, bytes < MOST_KB * KB);
  row(`${name}: jumps`, shift.toFixed(3), `at most ${SHIFT}, wide too`, shift <= SHIFT);
}
