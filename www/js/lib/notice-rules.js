// notice-rules: what the list of notices looks like, and how its pages join. No DOM.

const ICONS = {
  assigned: 'user', mentioned: 'message-square', comment: 'message-square', status: 'arrow-right', reminder: 'clock',
  due: 'clock', overdue: 'circle-alert', import_done: 'check', import_failed: 'triangle-alert',
  key_refused: 'key-round', key_expiring: 'key-round', sync_failed: 'refresh-cw', found: 'search', webhook: 'webhook',
  inbox: 'inbox', response: 'inbox', backup: 'hard-drive', away: 'plug', back: 'plug',
  house: 'triangle-alert',
};
export const iconOf = (kind) => ICONS[kind] ?? 'bell';

/* older: the page goes below what is there; otherwise it is the newest, and what it has is true. */
export function merged(rows, got, older) {
  if (!rows) return got;
  const [first, last] = older ? [rows, got] : [got, rows];
  const seen = new Set(first.map(({ id }) => id));
  return [...first, ...last.filter(({ id }) => !seen.has(id))];
}
