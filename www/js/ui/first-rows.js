// first-rows: of a list that is at hand as a whole the first rows, and a button that shows more of them.
import { html, useState } from '../lib/html.js';
import { num, t } from '../lib/i18n.js';
import { Button } from './button.js';

const SHOWN = 30;

/* children(the rows that are shown). */
export function FirstRows({ rows, shown: first = SHOWN, children }) {
  const [shown, setShown] = useState(first);
  const left = rows.length - shown;
  return html`
    ${children(rows.slice(0, shown))}
    ${left > 0 && html`<p class="sm">
      <${Button} small onClick=${() => setShown(shown * 3)}>${t('rows.more', { n: num(left) })}</${Button}>
    </p>`}
  `;
}
