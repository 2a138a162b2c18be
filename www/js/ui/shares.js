// shares: amounts as bars beside their names, the longest is the greatest of them.
import { html } from '../lib/html.js';
import { num } from '../lib/i18n.js';
import { Progress } from './marks.js';

/* rows: [{ key, name, value, href?, label, note? }]; label: what is said of the bar. */
export const Shares = ({ rows }) => html`<ul class="shares">
  ${rows.map(({ key, name, value, href, label, note }) => html`<li key=${key}>
    <span class="sname">${href ? html`<a class="plainlink" href=${href}>${name}</a>` : name}</span>
    <${Progress} max=${Math.max(1, ...rows.map((row) => row.value))} value=${value} label=${label} />
    <b class="mid num">${num(value)}${note && html` <small class="xs faint">${note}</small>`}</b>
  </li>`)}
</ul>`;
