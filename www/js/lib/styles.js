// styles: the style sheets of what is shown. A page has one file; what lies over it brings those that the page has not.
import { addressOf } from './served.js';

/* Each once: who asks while it is on its way waits for the same. Name -> { link, come } */
const sheets = new Map();

function bring(name) {
  if (!name) return null;
  if (!sheets.has(name)) {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: addressOf(name) });
    const come = new Promise((done) => { link.onload = link.onerror = done; });
    document.head.append(link);
    sheets.set(name, { link, come });
  }
  return sheets.get(name).come;
}

const namesFor = (page, over) => {
  const own = page?.css ?? [];
  return [own.join('+'), ...over.flatMap(({ css = [] }) => css).filter((name) => !own.includes(name))];
};

/* page: a route, or null; over: routes of what lies over it. Their sheets are there afterwards. */
export const bringStyles = (page, over = []) => Promise.all(namesFor(page, over).map(bring));

/* Only the styles of what is shown hold: those of other pages stay loaded and wait. */
export function wear(page, over) {
  const names = namesFor(page, over);
  names.forEach(bring);
  for (const [name, { link }] of sheets) if (link.sheet) link.sheet.disabled = !names.includes(name);
}
