// help: the list of keys: of all pages, of lists, of the board, the calendar, a task and the inbox.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Dialog } from './dialog.js';

const ACTS = [['d', 'done'], ['i', 'me'], ['w', 'watch']];
/* Keys that are pressed one for another are parted by ", ". */
const GROUPS = [
  ['all', [['Ctrl K, /', 'find'], ['c', 'add'], ['?', 'help'], ['Ctrl Enter', 'save'], ['Esc', 'close']]],
  ['list', [['j, k', 'rows'], ['Enter', 'open'], ['x, Shift x', 'tick'], ['Esc', 'clear'], ...ACTS]],
  ['board', [['j, k', 'cards'], ['← ↑ → ↓', 'card'], ['Space', 'lift'], ['Enter', 'open_card'], ...ACTS]],
  ['calendar', [['j, k', 'turn'], ['t', 'day'], ['m, w', 'mode'], ['← ↑ → ↓', 'days'], ['Alt ←, Alt →', 'move']]],
  ['task', [['j, k', 'tasks'], ...ACTS]],
  ['search', [['y', 'keep'], ['n', 'hide'], ['i', 'import'], ['u', 'restore']]],
  ['inbox', [['y', 'keep'], ['n', 'not_cv'], ['u', 'restore']]],
];

const Keys = ({ keys, children }) => html`<div>
  <dt>${keys.split(', ').map((key) => html`<kbd key=${key}>${key}</kbd> `)}</dt>
  <dd>${children}</dd>
</div>`;

/* pages: those that one may open, with their letters. */
export const Help = ({ pages, onClose }) => html`<${Dialog} class="helpbox" title=${t('help.title')} onClose=${onClose}>
  ${GROUPS.map(([name, keys]) => html`<section key=${name} aria-labelledby=${`help-${name}`}>
    <h3 class="sm mid" id=${`help-${name}`}>${t(`help.of.${name}`)}</h3>
    <dl class="keys">
      ${keys.map(([press, what]) => html`<${Keys} key=${what} keys=${press}>${t(`help.${what}`)}</${Keys}>`)}
      ${(name === 'all' ? pages : []).filter(({ key }) => key).map((page) => html`<${Keys}
        key=${page.name} keys=${`g ${page.key}`}
      >
        ${t(`nav.${page.name}`)}
      </${Keys}>`)}
    </dl>
  </section>`)}
  <p class="hint">${t('help.off')}</p>
</${Dialog}>`;
