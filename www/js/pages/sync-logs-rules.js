// sync-logs-rules: a live event in the list, bars over time. No DOM.

/* The event's run takes the place of its row; a new one stands first on the first page. */
export function withLog(rows, log, first) {
  if (!log?.id) return rows;
  if (rows.some(({ id }) => id === log.id)) return rows.map((row) => (row.id === log.id ? { ...row, ...log } : row));
  return first ? [log, ...rows] : rows;
}

export const secondsOf = ({ sync_duration: seconds, started_at: from, finished_at: to }) => seconds
  ?? (from && to ? (new Date(to) - new Date(from)) / 1000 : 0);

/* Oldest first; the height is the number of tasks read, at least a mark for a failed run. */
export const barsOf = (rows) => rows.filter(({ finished_at: end }) => end).reverse()
  .map((log) => ({ log, value: Math.max(log.tasks_processed, log.status === 'error' ? 1 : 0), bad: log.status === 'error' }));
