// type-ahead: what is typed before a box that was asked for is there: the box begins with it.
import { html, useLayoutEffect, useRef } from '../lib/html.js';
import { t } from '../lib/i18n.js';

const typed = { text: '' };

/* Stands where the box will: an unseen field has the focus until then. Esc calls onCancel. */
export function TypeAhead({ onCancel }) {
  const ref = useRef();
  useLayoutEffect(() => {
    const field = ref.current;
    const before = document.activeElement;
    field.focus({ preventScroll: true });
    return () => {
      typed.text = field.value;
      before.focus({ preventScroll: true });
      // The box takes it while it is drawn in place of this field; where none comes, it is dropped.
      queueMicrotask(() => { typed.text = ''; });
    };
  }, []);
  // A busy Chromium leaves the caret before what was typed into a field that it has not painted yet.
  const toEnd = ({ currentTarget: field }) => field.setSelectionRange(field.value.length, field.value.length);
  return html`<input
    class="sr" ref=${ref} aria-label=${t('loading')} onInput=${toEnd}
    onKeyDown=${(event) => event.key === 'Escape' && onCancel()}
  />`;
}

/* A box has opened and its first field has the focus: that is where the text goes. */
export function typeAhead() {
  const field = document.activeElement;
  if (!typed.text || !field.matches('input, textarea')) return;
  field.setRangeText(typed.text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
