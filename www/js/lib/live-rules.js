// live-rules: when to try again, and what is news. No DOM.

/* 0.5 s, 1 s, 2 s ... 30 s, spread by up to a half so that a room of browsers does not return at once. */
export function backoff(fails, random) {
  const base = Math.min(30000, 500 * 2 ** Math.min(fails - 1, 10));
  return Math.round(base * (1 - random / 2));
}

/* Three failures in a row make us try the next way. */
export function nextMode(mode, fails) {
  if (fails % 3 !== 0) return mode;
  return mode === 'socket' ? 'stream' : 'polling';
}

/* An event without a number is always news; a replayed one is not. */
export function isNews(event, seq) {
  return Boolean(event && typeof event === 'object' && event.type) && (event.seq === undefined || event.seq > seq);
}
