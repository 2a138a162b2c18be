// weight.js: what a page costs whoever opens it for the first time: requests, bytes, first paint, jumps.
import { visit } from './browser.js';

/* A phone on the way: 1.6 Mbit/s down, a processor four times slower. */
export const SLOW = { bits: 1.6e6, slower: 4, latency_ms: 0 };

const BUSY = new Set(['WebSocket', 'EventSource']);
const QUIET_MS = 300;

/*
 * -> { requests, bytes (as sent, with headers), fcp_ms, shift, long_ms (the longest task), where (what jumped) }
 * slow: SLOW or null; look(visitor): what else is seen of the page, when it was weighed; the rest as visit() takes it.
 */
export async function weigh(browser, house, { path, slow = null, look, ...who }) {
  const visitor = await visit(browser, house, who);
  try {
    const cdp = await visitor.page.context().newCDPSession(visitor.page);
    const sent = await listen(cdp);
    if (slow) await slowDown(cdp, slow);
    await visitor.page.addInitScript(watch);
    await visitor.open(path);
    await sent.quiet();
    const cost = { ...sent.sum(), ...await visitor.page.evaluate(() => globalThis.seen()) };
    await look?.(visitor);
    return cost;
  } finally {
    await visitor.close();
  }
}

async function slowDown(cdp, { bits, slower, latency_ms: latency }) {
  const bytes = bits / 8;
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false, latency, downloadThroughput: bytes, uploadThroughput: bytes / 2,
  });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
}

/* Every request of the page but its line for live events. */
async function listen(cdp) {
  const open = new Set();
  const total = { requests: 0, bytes: 0 };
  let last = Date.now();
  await cdp.send('Network.enable');
  cdp.on('Network.requestWillBeSent', ({ requestId: id, type, request }) => {
    if (BUSY.has(type) || request.url.startsWith('data:')) return;
    open.add(id);
    total.requests += 1;
    last = Date.now();
  });
  const over = (id, bytes) => {
    if (!open.delete(id)) return;
    total.bytes += bytes;
    last = Date.now();
  };
  cdp.on('Network.loadingFinished', ({ requestId: id, encodedDataLength: bytes }) => over(id, bytes));
  cdp.on('Network.loadingFailed', ({ requestId: id }) => over(id, 0));
  return {
    sum: () => total,
    quiet: async () => {
      while (open.size || Date.now() - last < QUIET_MS) await new Promise((done) => { setTimeout(done, 50); });
    },
  };
}

/* In the page, before anything of it. */
function watch() {
  const seen = { shift: 0, long_ms: 0, where: [] };
  const on = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
    .observe({ type, buffered: true });
  const named = ({ node }) => {
    const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
    return element ? `${element.tagName.toLowerCase()}.${element.className}` : 'gone';
  };
  on('layout-shift', ({ hadRecentInput, value, sources }) => {
    if (hadRecentInput) return;
    seen.shift += value;
    seen.where.push(`${value.toFixed(3)}: ${sources.map(named).join(' ')}`);
  });
  on('longtask', ({ duration }) => { seen.long_ms = Math.max(seen.long_ms, duration); });
  globalThis.seen = () => ({
    ...seen, fcp_ms: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
  });
}
