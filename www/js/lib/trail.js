// trail: the way through a list whose pages have no numbers for the server: where each page began that this tab saw.
const KEY = 'trail';
const LISTS = 10;

/* [[list, { page: cursor }]], the last one that was looked at first. */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
}

/* The page of that number began behind this cursor. list: its address without its page. */
export function keepPage(list, number, cursor) {
  const others = read().filter(([name]) => name !== list);
  const way = { ...trailOf(list), [number]: cursor };
  try {
    sessionStorage.setItem(KEY, JSON.stringify([[list, way], ...others].slice(0, LISTS)));
  } catch {
    // then the way back leads to the first page
  }
}

/* { page: cursor } of the pages that were seen; of the first one none is needed. */
export const trailOf = (list) => read().find(([name]) => name === list)?.[1] ?? {};
