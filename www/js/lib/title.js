// title: the page's name in the tab and in the screen reader's mouth.
import { signal, useEffect } from './html.js';
import { keepRecent } from './recent.js';

export const pageTitle = signal('');

export function useTitle(text) {
  useEffect(() => {
    pageTitle.value = text;
    document.title = `${text} · Hirewire`;
    keepRecent(location.pathname, text);
  }, [text]);
}
