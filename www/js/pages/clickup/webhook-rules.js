// webhook-rules: the next automatic sync in words. No DOM.

/* When the next automatic sync comes: off, running, soon (due already), or at its time. */
export function nextLook({ auto_sync: auto, next_run_at: next, list_id: list, status }, log, now) {
  if (log?.status === 'running' || log?.status === 'queued') return { key: 'running' };
  if (!auto || !list || status === 'refused') return { key: 'off' };
  if (!next || new Date(next) <= now) return { key: 'soon' };
  return { key: 'at', minutes: Math.max(1, Math.round((new Date(next) - now) / 60000)) };
}

/* The last run, when it went wrong and no later one mended it. */
export const lastError = (log) => (log && (log.status === 'error' || log.status === 'partial') ? log : null);
