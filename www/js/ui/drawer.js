// drawer: one of a list looked at beside it, under an address of its own. Esc, Back and the cross lead to the list.
import { html } from '../lib/html.js';
import { here, retreat } from '../lib/router.js';
import { Dialog } from './dialog.js';

/* The present address with this one open, or, without a value, with none. */
export function drawerHref(name, value = '') {
  const params = new URLSearchParams(here.value.query);
  if (value === '') params.delete(name);
  else params.set(name, value);
  const text = params.toString();
  return here.value.path + (text ? `?${text}` : '');
}

/* name: of the address's query; children(value): what is shown while it is there. */
export function Drawer({ name, title, valid = /^[\w-]+$/, foot, children }) {
  const value = here.value.query.get(name) || '';
  if (!valid.test(value)) return null;
  return html`<${Dialog}
    drawer key=${value} title=${typeof title === 'function' ? title(value) : title} foot=${foot}
    onClose=${() => retreat(drawerHref(name))}
  >
    ${children(value)}
  </${Dialog}>`;
}
