// recent: what one looked at last in this tab, for the Ctrl-K box. It ends with the tab and with the session.
import { keepLast } from './find-rules.js';

const KEY = 'recent';

/* [{ path, text }], the latest first. */
export function recent() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function write(list) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // then there are none
  }
}

/* Of one thing, not of a list: that is a page of the navigation. */
const THING =
  /\/(tasks|projects|candidates|applicants|vacancies|bulk-import|tables)\/\d+\/$|^\/clickup\/task\/[^/]+\/$/;

export function keepRecent(path, text) {
  if (THING.test(path)) write(keepLast(recent(), { path, text }));
}

export const dropRecent = () => write([]);
