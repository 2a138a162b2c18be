// board-limits: how many tasks a column should hold at most; kept on this machine.
import { html, useState } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/fields.js';

const KEY = 'board-limits';

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

/* by: what the columns are. -> { of(id): a number or 0, set(id, number) } */
export function useLimits(by) {
  const [all, setAll] = useState(kept);
  const set = (id, limit) => {
    const next = { ...all, [`${by}/${id}`]: limit };
    setAll(next);
    try {
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // then they hold until the page is left
    }
  };
  return { of: (id) => all[`${by}/${id}`] || 0, set };
}

/* column: { id, title } */
export function LimitDialog({ column, limits, onClose }) {
  const [text, setText] = useState(String(limits.of(column.id) || ''));
  const submit = (event) => {
    event.preventDefault();
    limits.set(column.id, Math.max(0, Math.min(9999, Number.parseInt(text, 10) || 0)));
    onClose();
  };
  return html`<${Dialog} title=${t('work.board.limit.of', { column: column.title })} onClose=${onClose}>
    <form onSubmit=${submit}>
      <${Field} label=${t('work.board.limit.most')} hint=${t('work.board.limit.hint')}>
        ${(props) => html`<input
          ...${props} class="in" type="number" min="0" max="9999" inputmode="numeric" autofocus value=${text}
          onInput=${(event) => setText(event.currentTarget.value)}
        />`}
      </${Field}>
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit">${t('save')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}
