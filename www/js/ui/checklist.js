// checklist: points that are ticked, added and dropped; Enter adds the next one.
import { html, useRef, useState, cls } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { IconButton } from './button.js';

/* points: [{ text, done }]; onChange(points). */
export function Checklist({ points, may = true, onChange }) {
  const [text, setText] = useState('');
  const input = useRef();
  const put = (i, change) => onChange(points.map((one, n) => (n === i ? { ...one, ...change } : one)));
  const rename = (i, name) => {
    const next = name.trim();
    if (next && next !== points[i].text) put(i, { text: next });
  };
  const add = (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    onChange([...points, { text: text.trim(), done: false }]);
    setText('');
    input.current.focus();
  };
  const drop = (i) => {
    onChange(points.filter((_, n) => n !== i));
    input.current?.focus();
  };
  return html`
    ${points.length > 0 && html`<progress
      class="thin" max=${points.length} value=${points.filter(({ done }) => done).length}
      aria-label=${t('work.checklist')}
    ></progress>`}
    <ul class="points">
      ${points.map((point, i) => html`<li key=${`${i}${point.text}`} class=${cls(point.done && 'done')}>
        <label class="tick">
          <input
            type="checkbox" checked=${point.done} disabled=${!may} aria-label=${point.text}
            onChange=${(event) => put(i, { done: event.currentTarget.checked })}
          />
        </label>
        ${may
          ? html`
              <input
                class="in bare" value=${point.text} maxlength="500" aria-label=${t('work.point.name')}
                onChange=${(event) => rename(i, event.currentTarget.value)}
              />
              <${IconButton} icon="x" label=${t('work.point.drop', { name: point.text })} onClick=${() => drop(i)} />
            `
          : html`<span class="grow">${point.text}</span>`}
      </li>`)}
    </ul>
    ${may && html`<form class="pointnew" onSubmit=${add}>
      <input
        class="in" ref=${input} maxlength="500" autocomplete="off" value=${text} aria-label=${t('work.point.new')}
        placeholder=${t('work.point.new')} onInput=${(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="btn sm">${t('work.point.add')}</button>
    </form>`}
  `;
}
