// toast: what was done, in one line with one action.
import { html, signal, useState, useEffect, useLayoutEffect, useRef } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Button, IconButton } from './button.js';

/* One line, one action, 8 seconds; stays while it is pointed at or has the focus. */
const toasts = signal([]);
let toastSeq = 0;
export function toast(text, act) {
  const { action, onAction } = act || {};
  toastSeq += 1;
  toasts.value = [{ id: toastSeq, text, action, onAction }];
}

/* Who shows them: the shell, or the dialog that lies over it, whose buttons alone can be pressed. */
const places = signal([]);

export function Toasts() {
  const place = useRef({});
  useLayoutEffect(() => {
    places.value = [...places.peek(), place.current];
    return () => { places.value = places.peek().filter((one) => one !== place.current); };
  }, []);
  const [one] = places.value.at(-1) === place.current ? toasts.value : [];
  const [heldId, hold] = useState(0);
  const held = one && heldId === one.id;
  const drop = () => { toasts.value = []; };
  useEffect(() => {
    if (!one || held) return undefined;
    const timer = setTimeout(drop, 8000);
    return () => clearTimeout(timer);
  }, [one?.id, held]);
  return html`<div class="toasts" role="status" aria-live="polite">
    ${one && html`<div
      key=${one.id} class="toast" onMouseEnter=${() => hold(one.id)} onMouseLeave=${() => hold(0)}
      onFocusIn=${() => hold(one.id)} onFocusOut=${() => hold(0)}
    >
      <span>${one.text}</span>
      ${one.action && html`<${Button} quiet small onClick=${() => { drop(); one.onAction(); }}>
        ${one.action}
      </${Button}>`}
      <${IconButton} icon="x" label=${t('close')} onClick=${drop} />
    </div>`}
  </div>`;
}
