// selection-rules: rows that are ticked, one by one and by ranges. No DOM.

/* Ticks from the row `from` (null: none before) to the row `to`, of those that may be. chosen: Map id -> row; it is not
 * changed. */
export function ticked(chosen, rows, from, to, on, idOf, may = () => true) {
  const next = new Map(chosen);
  const a = from === null ? to : Math.min(from, to);
  const b = from === null ? to : Math.max(from, to);
  for (const row of rows.slice(a, b + 1).filter(may)) {
    if (on) next.set(idOf(row), row);
    else next.delete(idOf(row));
  }
  return next;
}

/* The row that j and k lead to; null: none yet. left: where the row was that has gone from under the keys. */
export function rowAt(cursor, count, move, left = null) {
  if (!count) return null;
  const before = left === null ? count : left;
  const from = cursor ?? (move > 0 ? (left ?? 0) - 1 : before);
  return Math.max(0, Math.min(count - 1, from + move));
}
