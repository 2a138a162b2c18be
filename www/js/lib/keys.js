// keys: the shortcuts that hold on every page. Single letters can be turned off in the profile.
import { useEffect, useRef } from './html.js';
import { me } from './session.js';
import { go } from './router.js';
import { addNew } from './adding.js';
import { may } from './session-rules.js';

const LETTER_MS = 1200;

/* A drawer that lets the letters of the shell through (Dialog's letters) is as good as a page. */
const OTHER_BOX = 'dialog[open]:not([data-letters])';

/* When "g" was pressed: the next letter is the name of a page. */
const begun = { at: 0 };
const isBegun = () => Date.now() - begun.at < LETTER_MS;

/* True when a key press belongs to a field, a dialog or the browser. */
const typing = (event) =>
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  event.target.closest?.(`input:not([type=checkbox]), textarea, select, [contenteditable], ${OTHER_BOX}`) !== null;

/* The handler of the last drawing is called: quick presses never meet an old one. */
export function useKeys(fn) {
  const latest = useRef(fn);
  latest.current = fn;
  useEffect(() => {
    const onKey = (event) => latest.current(event);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/* Single letters are wished for, and the press is for nothing else: not a field, a question, a second letter. */
const wished = (event) => !typing(event) && me.value?.hot_keys !== false && !document.querySelector(OTHER_BOX);
/* The same for the drawer that lies over a page. */
export const lettersOver = (event) => wished(event) && !event.defaultPrevented && !isBegun();
/* The same for a page that nothing lies over. */
export const letters = (event) => lettersOver(event) && !document.querySelector('dialog[open]');

const SHEETS = { '/': 'find', '?': 'help' };

export function useHotKeys(sheet, pages) {
  useEffect(() => {
    const onKey = (event) => {
      if (!me.value) return;
      if ((event.ctrlKey || event.metaKey) && event.code === 'KeyK') {
        event.preventDefault();
        sheet.value = sheet.value === 'find' ? null : 'find';
        return;
      }
      if (!wished(event)) return;
      if (SHEETS[event.key]) {
        event.preventDefault();
        sheet.value = SHEETS[event.key];
      } else if (isBegun()) {
        event.preventDefault();
        begun.at = 0;
        const page = pages().find(({ key }) => key && event.code === `Key${key.toUpperCase()}`);
        if (page) go(page.href);
      } else if (event.code === 'KeyG') begun.at = Date.now();
      else if (event.code === 'KeyC' && may(me.value, 'member')) {
        event.preventDefault();
        addNew();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
