// storage-rules: sizes and disks. No DOM.

const UNITS = ['kb', 'mb', 'gb', 'tb'];
const TIGHT = 0.1;

/* 3221225472 -> { n: 3, unit: 'gb' }: three figures at most. */
export function bytesOf(bytes) {
  let n = bytes / 1024;
  let at = 0;
  while (n >= 1000 && at < UNITS.length - 1) {
    n /= 1024;
    at++;
  }
  return { n: n >= 10 ? Math.round(n) : Math.round(n * 10) / 10, unit: UNITS[at] };
}

export const usedShare = ({ free_bytes: free, total_bytes: all }) => (all ? Math.round(100 * (1 - free / all)) : 0);

/* A tenth is left, or less. */
export const isTight = ({ free_bytes: free, total_bytes: all }) => free < all * TIGHT;
