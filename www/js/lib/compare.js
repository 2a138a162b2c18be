// compare: two people side by side; what is the same is marked by a word and an icon.
import { html, Icon } from './ui.js';
import { t, when } from './i18n.js';

const shown = (name, value) => (!value ? html`<span class="faint">${t('none')}</span>` : name === 'created' ? when(value) : value);

/* rows: [{ name, left, right, same }]; heads: two titles, each may be a link. */
export const Compare = ({ rows, heads }) => html`<table class="tbl plain cmp"><thead><tr><td></td>${heads.map((head, i) => html`<th key=${i} scope="col">${head}</th>`)}</tr></thead>
  <tbody>${rows.map(({ name, left, right, same }) => html`<tr key=${name} class=${same ? 'same' : ''}><th scope="row">${t(`applicant.${name}`)}${same && html` <span class="badge warn"><${Icon} name="check" />${t('compare.same')}</span>`}</th>
    <td>${shown(name, left)}</td><td>${shown(name, right)}</td></tr>`)}</tbody></table>`;
