// table: what lists have: views as tabs, a sorting head, a pager, a chart's numbers as a table.
import { html } from '../lib/html.js';
import { Icon } from './button.js';
import { t, num } from '../lib/i18n.js';

/* Tabs of a saved view: links, as the address is the state. */
export const Views = ({ items, label }) => html`<nav class="views" aria-label=${label}>
  ${items.map(({ key, text, count, href, current }) => html`<a
    key=${key} href=${href} aria-current=${current ? 'page' : undefined}
  >
    ${text}
    ${count !== undefined && html`<span>${count}</span>`}
  </a>`)}
</nav>`;

/* Back and forth by the list's own links. place: "1–20 of 208" */
export const Pager = ({ place, prev, next }) => html`<nav class="pager" aria-label=${t('pager.label')}>
  <span>${place}</span>
  <span class="push"></span>
  <${PageLink} href=${prev}><${Icon} name="chevron-left" />${t('pager.prev')}</${PageLink}>
  <${PageLink} href=${next}>${t('pager.next')}<${Icon} name="chevron-right" /></${PageLink}>
</nav>`;

const PageLink = ({ href, children }) =>
  href
    ? html`<a class="btn sm" href=${href}>${children}</a>`
    : html`<span class="btn sm off" aria-disabled="true" role="link">${children}</span>`;

export const placeOf = (page, size, shown, total, more) => {
  if (!shown) return '';
  const from = (page - 1) * size + 1;
  const text = more ? t('pager.over', { n: total }) : num(total ?? from + shown - 1);
  return t('pager.place', { from: num(from), to: num(from + shown - 1), total: text });
};

/* "Show as a table" under a chart. rows: arrays of cells; numbers stand right. */
export const DataTable = ({ head, rows }) => html`<details class="more">
  <summary><span class="chev"><${Icon} name="chevron-right" /></span>${t('chart.table')}</summary>
  <table class="tbl plain">
    <thead><tr>${head.map((text, i) => html`<th scope="col" class=${i ? 'r' : ''}>${text}</th>`)}</tr></thead>
    <tbody>
      ${rows.map((cells) => html`<tr>${cells.map((cell, i) => html`<td class=${i ? 'r' : ''}>${cell}</td>`)}</tr>`)}
    </tbody>
  </table>
</details>`;

/* The table head's sort button. now: 'name' | '-name' */
export function SortHead({ field, now, onSort, children, class: look }) {
  const down = now === `-${field}`;
  const mine = down || now === field;
  return html`<th
    role="columnheader" scope="col" class=${look} aria-sort=${mine ? (down ? 'descending' : 'ascending') : undefined}
  >
    <button type="button" onClick=${() => onSort(field)}>
      ${children}
      ${mine && html`<${Icon} name=${down ? 'arrow-down' : 'arrow-up'} />`}
    </button>
  </th>`;
}
