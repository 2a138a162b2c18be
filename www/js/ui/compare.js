// compare: two people side by side; what is the same is marked by a word and an icon.
import { html } from '../lib/html.js';
import { Icon } from './button.js';
import { t, when } from '../lib/i18n.js';
import { phoneText } from '../lib/phone-rules.js';

const WORDS = { created: when, phone: phoneText };
const shown = (name, value) =>
  value ? (WORDS[name]?.(value) ?? value) : html`<span class="faint">${t('none')}</span>`;

/* rows: [{ name, left, right, same }]; heads: two titles, each may be a link. */
export const Compare = ({ rows, heads }) => html`<table class="tbl plain cmp" role="table">
  <thead role="rowgroup">
    <tr role="row">
      <td role="cell"></td>
      ${heads.map((head, i) => html`<th key=${i} role="columnheader" scope="col">${head}</th>`)}
    </tr>
  </thead>
  <tbody role="rowgroup">
    ${rows.map(({ name, left, right, same }) => html`<tr key=${name} role="row" class=${same ? 'same' : ''}>
      <th role="rowheader" scope="row">
        ${t(`applicant.${name}`)}
        ${same && html` <span class="badge warn"><${Icon} name="check" />${t('compare.same')}</span>`}
      </th>
      <td role="cell">${shown(name, left)}</td>
      <td role="cell">${shown(name, right)}</td>
    </tr>`)}
  </tbody>
</table>`;
