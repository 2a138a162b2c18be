// today-rules: how a connection looks, which first step is next, sums and spikes of the charts. No DOM.

const DAY = 86400000;

/* { look: ok|warn|bad|none, key of the words, n } — a key that ends soon is said before the last sync. */
export function connectionLook({ status, key_set: keySet, last_sync_at: last, expires_at: ends }, now) {
  if (status === 'refused') return { look: 'bad', key: 'refused' };
  if (status === 'error') return { look: 'bad', key: 'error' };
  if (status === 'new') return { look: 'none', key: keySet ? 'unchecked' : 'new' };
  if (ends) {
    const days = Math.floor((new Date(ends) - now) / DAY);
    if (days < 0) return { look: 'bad', key: 'expired' };
    if (days < 1) return { look: 'bad', key: 'today' };
    if (days < 7) return { look: 'warn', key: 'days', n: days };
  }
  return last ? { look: 'ok', key: 'ago' } : { look: 'ok', key: 'ok' };
}

/* Nothing was transferred and nothing runs: the page leads through the first steps. */
export const isFresh = ({ tasks, running_import: running, imported }) =>
  !running && tasks.transferred === 0 && !imported.some(({ count }) => count > 0);

/* The five steps; a step is open when all it needs is done. */
export function stepsOf({ tasks }, { settings, profile }) {
  const key = Boolean(settings.api_key?.set || profile.clickup_api_key?.set);
  const list = Boolean(settings.list_id);
  const synced = tasks.total > 0;
  const system = profile.active_system === 'SANDBOX' ? 'sandbox' : 'prod';
  const huntflow = Boolean(profile[`huntflow_${system}_api_key`]?.set);
  return [
    { key: 'key', done: key, open: true, href: '/clickup/settings/' },
    { key: 'list', done: list, open: key, href: '/clickup/settings/' },
    { key: 'sync', done: synced, open: key && list },
    { key: 'huntflow', done: huntflow, open: true, href: '/profile/#huntflow' },
    { key: 'import', done: false, open: synced && huntflow, href: '/clickup/bulk-import/?new=1' },
  ];
}

export const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);

/* Under three days with something in them a chart says nothing that the number does not. */
const CHARTED = 3;
export const charted = (rows, name) => rows.filter((row) => row[name] > 0).length >= CHARTED;

/* Runs of syncs without a fault as one: [{ logs: [the newest first] }]; whatever else stands alone. */
export function foldedSyncs(logs) {
  const groups = [];
  for (const log of logs) {
    const last = groups.at(-1);
    if (log.status === 'success' && last?.logs[0].status === 'success') last.logs.push(log);
    else groups.push({ logs: [log] });
  }
  return groups;
}

/* The day with conspicuously many errors: at least 5, and twice the mean of the others. */
export function spike(days) {
  const worst = days.reduce((top, day) => (day.errors > (top?.errors ?? 0) ? day : top), null);
  if (!worst || worst.errors < 5) return null;
  const others = (sum(days, 'errors') - worst.errors) / Math.max(1, days.length - 1);
  return worst.errors >= 2 * others ? worst : null;
}

/* The last half of the days against the first; null when there is nothing to compare with. */
export function change(days) {
  const half = Math.floor(days.length / 2);
  const before = sum(days.slice(0, half), 'count');
  const after = sum(days.slice(half), 'count');
  return before > 0 ? (after - before) / before : null;
}
