// window-rules: which of a long list are drawn. No DOM.

const OVER = 10;
const CHUNK = 5;

/* Those of a long list that are drawn: what is in sight, ten over at both ends, in steps of five. */
export function inSight({ top, height, step, count }) {
  if (!step) return { from: 0, to: count };
  const first = Math.floor(top / step) - OVER;
  const last = Math.ceil((top + height) / step) + OVER;
  const even = (n) => Math.floor(n / CHUNK) * CHUNK;
  return { from: Math.max(0, Math.min(even(first), count)), to: Math.min(count, even(last + CHUNK)) };
}

export const grown = (a, b) => ({ from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) });
