// pager: back and forth over the pages of a list, and how far one is.
import { html, useEffect } from '../lib/html.js';
import { Icon } from './button.js';
import { t, num } from '../lib/i18n.js';
import { keepPage, trailOf } from '../lib/trail.js';

/* place: "1–20 of 208"; back: what the way back is called where it leads further than to the page before. */
export const Pager = ({ place, prev, next, back }) => html`<nav class="pager" aria-label=${t('pager.label')}>
  <span>${place}</span>
  <span class="push"></span>
  <${PageLink} href=${prev}><${Icon} name="chevron-left" />${back || t('pager.prev')}</${PageLink}>
  <${PageLink} href=${next}>${t('pager.next')}<${Icon} name="chevron-right" /></${PageLink}>
</nav>`;

const PageLink = ({ href, children }) =>
  href
    ? html`<a class="btn sm" href=${href}>${children}</a>`
    : html`<span class="btn sm off" aria-disabled="true" role="link">${children}</span>`;

export const placeOf = (page, size, shown, total, more) => {
  if (!shown) return '';
  const from = (page - 1) * size + 1;
  if (total === null) return `${num(from)}–${num(from + shown - 1)}`;
  const text = more ? t('pager.over', { n: total }) : num(total);
  return t('pager.place', { from: num(from), to: num(from + shown - 1), total: text });
};

/* The page before: by its number where the server counts, else by where it began, as this tab has seen it. */
function wayBack({ query, path, filters, keyed }, at) {
  const first = query.href(path, filters, new URLSearchParams(), 1);
  if (at === 1) return {};
  if (at === 2) return { prev: first };
  if (!keyed) return { prev: query.href(path, filters, new URLSearchParams(), at - 1) };
  const after = trailOf(first)[at - 1];
  return after
    ? { prev: query.href(path, filters, new URLSearchParams({ after }), at - 1) }
    : { prev: first, back: t('pager.first') };
}

/*
 * The same for a list whose filters are its address: query: of listQuery, with page and after; got: what page() gave;
 * keyed: the server knows no page by its number; always: where there is one page, too; place: said in place of numbers.
 */
export function Pages({ query, path, filters, got: { rows, total, more, links }, size = 20, keyed, always, place }) {
  const at = Number(filters.page) || 1;
  const list = query.href(path, filters, new URLSearchParams(), 1);
  useEffect(() => {
    if (keyed && filters.after) keepPage(list, at, filters.after);
  }, [list, at, filters.after]);
  if (!links.next && at === 1 && !always) return null;
  return html`<${Pager}
    place=${place ?? placeOf(at, size, rows.length, total, more)} ...${wayBack({ query, path, filters, keyed }, at)}
    next=${query.href(path, filters, links.next, at + 1)}
  />`;
}
