// more: a list that begins with its first few rows and grows by a button.
import { useState } from './html.js';
import { page } from './api.js';
import { useLoad } from './load.js';

const SIZE = 20;
const MORE = 100;

/* pages: as often as others were asked for, more at a time. */
async function read(url, pages) {
  const shown = await page(url, { page_size: pages === 1 ? SIZE : MORE });
  for (let n = 2; n < pages && shown.links.next; n++) {
    const { rows, links } = await page(url, shown.links.next);
    Object.assign(shown, { rows: [...shown.rows, ...rows], links });
  }
  return shown;
}

/* -> { load, more }: load.data is { rows, links }; more(): while links.next is there. */
export function useMore(url) {
  const [pages, setPages] = useState(1);
  const load = useLoad(() => read(url, pages), [url, pages]);
  return { load, more: () => setPages(pages + 1) };
}
