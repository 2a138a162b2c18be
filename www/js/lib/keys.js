// keys: the shortcuts that hold on every page. Single letters can be turned off in the profile.
import { useEffect, useRef } from './html.js';
import { me } from './session.js';
import { go } from './router.js';
import { addNew } from './adding.js';
import { may } from './session-rules.js';

const LETTER_MS = 1200;

/* True when a key press belongs to a field, a dialog or the browser. */
export const typing = (event) =>
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  event.target.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]') !== null;

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

/* Single letters are wished for, and the press is not for a field. */
export const letters = (event) =>
  !typing(event) && me.value?.hot_keys !== false && !document.querySelector('dialog[open]');

export function useHotKeys(sheet, pages) {
  const g = useRef(0);
  useEffect(() => {
    const onKey = (event) => {
      if (!me.value) return;
      if ((event.ctrlKey || event.metaKey) && event.code === 'KeyK') {
        event.preventDefault();
        sheet.value = sheet.value === 'find' ? null : 'find';
        return;
      }
      if (!letters(event)) return;
      if (event.key === '/') {
        event.preventDefault();
        sheet.value = 'find';
      } else if (event.key === '?') sheet.value = 'help';
      else if (event.code === 'KeyG') g.current = Date.now();
      else if (Date.now() - g.current < LETTER_MS) {
        g.current = 0;
        const page = pages().find(({ key }) => key && event.code === `Key${key.toUpperCase()}`);
        if (page) go(page.href);
      } else if (event.code === 'KeyC' && may(me.value, 'member')) {
        event.preventDefault();
        addNew();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
