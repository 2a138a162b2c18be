// once: what is shown one time and is to be handed on: a link, a key. The filled button copies it.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Button } from './button.js';
import { copyText } from './copy.js';
import { Dialog } from './dialog.js';
import { Field } from './fields.js';

/*
 * children: what is said of it, how long it holds say; label: of the field it stands in, where it is no list among the
 * children; before: a further button; done: the word of the one that closes.
 */
export function OnceDialog({ title, label, value, before, done, onClose, children }) {
  return html`<${Dialog}
    title=${title} onClose=${onClose}
    foot=${html`
      ${before}
      <${Button} onClick=${onClose}>${done || t('close')}</${Button}>
      <${Button} main icon="copy" onClick=${() => copyText(value)}>${t('copy')}</${Button}>
    `}
  >
    ${children}
    ${label && html`<${Field} label=${label}>
      ${(props) => html`<input
        class="in mono" readonly ...${props} value=${value} onFocus=${(event) => event.currentTarget.select()}
      />`}
    </${Field}>`}
  </${Dialog}>`;
}
