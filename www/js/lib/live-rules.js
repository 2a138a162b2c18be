// live-rules: when to try again, and what is news. No DOM.

/* 0.5 s, 1 s, 2 s ... 30 s, spread by up to a half so that a room of browsers does not return at once. */
export function backoff(fails, random) {
  const base = Math.min(30000, 500 * 2 ** Math.min(fails - 1, 10));
  return Math.round(base * (1 - random / 2));
}

/* Two failures of the socket, then one of the stream, make us try the next way: polling begins within four seconds. */
export function nextMode(mode, fails) {
  if (mode === 'socket') return fails < 2 ? 'socket' : 'stream';
  return fails < 3 ? mode : 'polling';
}

/*
 * What a page has seen: events come nearly in the order of their numbers, as many write them at once. One before the
 * first is older than what the page shows.
 */
export const nothingSeen = () => ({ first: 0, last: 0, seqs: new Set() });

const LATE = 1000;   // numbers that one may come after its successors

/* An event without a number is always news; with one it is once, and is noted. */
export function isNews(event, seen) {
  const { seq, type } = event ?? {};
  if (seq === undefined || !type) return Boolean(type);
  if (seq <= seen.first || seen.seqs.has(seq)) return false;
  seen.first ||= seq;
  seen.last = Math.max(seen.last, seq);
  if (seen.seqs.add(seq).size > 4000) seen.seqs = new Set([...seen.seqs].slice(-LATE));
  return true;
}

/* The number behind which a page asks for what it missed. */
export const missedFrom = (seen) => Math.max(seen.first, seen.last - LATE);
