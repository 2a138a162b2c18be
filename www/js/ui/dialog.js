// dialog: the modal box, the drawer at the side, and questions before what cannot be undone.
import { html, signal, useLayoutEffect, useRef, useId, cls } from '../lib/html.js';
import { asker } from '../lib/asking.js';
import { t } from '../lib/i18n.js';
import { Button, IconButton } from './button.js';
import { focusedThing, refocus } from './focus.js';
import { SaidAbove } from './states.js';
import { Toasts } from './toast.js';
import { typeAhead } from './type-ahead.js';

/*
 * A native modal dialog, or a drawer at the side. Esc and a click beside it call onClose. head: between the title and
 * the cross; letters: the keys of all pages work over it too.
 */
export function Dialog({ title, head, drawer, wide, letters, onClose, children, foot, label, class: look }) {
  const ref = useRef();
  const id = useId();
  useLayoutEffect(() => {
    const box = ref.current;
    const opener = focusedThing();
    box.showModal();
    typeAhead();
    return () => {
      box.close();
      // What had the focus before the box may have gone from the page: then the box still has it.
      if (box.contains(document.activeElement)) document.activeElement.blur();
      refocus(opener);
    };
  }, []);
  const outside = (event) => event.target === ref.current && onClose();
  return html`<dialog
    ref=${ref} data-letters=${letters ? '' : undefined} class=${cls(drawer && 'drawer', wide && 'wide', look)}
    aria-labelledby=${title ? id : undefined} aria-label=${label}
    onCancel=${(event) => { event.preventDefault(); onClose(); }} onMouseDown=${outside}
  >
    <div class="dialogbox">
      ${title && html`<div class="row dhead">
        <h2 id=${id}>${title}</h2>
        ${head}
        <${IconButton} class="push" icon="x" label=${t('close')} onClick=${onClose} />
      </div>`}
      <${SaidAbove.Provider} value=${false}>${children}</${SaidAbove.Provider}>
      ${foot && html`<div class="acts dfoot">${foot}</div>`}
    </div>
    <${Toasts} />
  </dialog>`;
}

/* Questions before what cannot be undone. ask({ title, text, deed, danger }) -> true or false */
const question = signal(null);
export const ask = (words) => new Promise((resolve) => { question.value = { ...words, resolve }; });

export function Asks() {
  const words = question.value;
  if (!words) return null;
  const answer = (yes) => {
    question.value = null;
    words.resolve(yes);
  };
  return html`<${Dialog}
    title=${words.title} onClose=${() => answer(false)}
    foot=${html`
      <${Button} autofocus onClick=${() => answer(false)}>${words.stay || t('ask.stay')}</${Button}>
      <${Button} main=${!words.danger} danger=${words.danger} onClick=${() => answer(true)}>${words.deed}</${Button}>
    `}
  >
    <p class="dim">${words.text}</p>
  </${Dialog}>`;
}

asker.value = Asks;
