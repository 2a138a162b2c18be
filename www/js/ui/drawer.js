// drawer: one of a list looked at beside it, under an address of its own. Esc, Back and the cross lead to the list.
import { Fragment, html } from '../lib/html.js';
import { t, num } from '../lib/i18n.js';
import { lettersOver, useKeys } from '../lib/keys.js';
import { go, here, retreat } from '../lib/router.js';
import { IconButton } from './button.js';
import { Dialog } from './dialog.js';

/* The present address with this one open, or, without a value, with none. */
export function drawerHref(name, value = '') {
  const params = new URLSearchParams(here.value.query);
  if (value === '') params.delete(name);
  else params.set(name, value);
  const text = params.toString();
  return here.value.path + (text ? `?${text}` : '');
}

/* To the one before and the next of the list: buttons, and the keys of the list. */
function Steps({ name, value, list }) {
  const at = list.ids.indexOf(value);
  const step = (move) => {
    const id = list.ids[at + move];
    if (at < 0 || id === undefined) return;
    list.onStep?.(id);
    go(drawerHref(name, id), { replace: true });
  };
  useKeys((event) => {
    const move = { KeyJ: 1, KeyK: -1 }[event.code];
    if (!move || !lettersOver(event)) return;
    event.preventDefault();
    step(move);
  });
  if (at < 0) return null;
  return html`<div class="row steps">
    <span class="xs faint nb" role="status">${t('drawer.place', { n: num(at + 1), all: num(list.ids.length) })}</span>
    <${IconButton} icon="chevron-left" label=${t('drawer.prev')} disabled=${at === 0} onClick=${() => step(-1)} />
    <${IconButton}
      icon="chevron-right" label=${t('drawer.next')} disabled=${at === list.ids.length - 1} onClick=${() => step(1)}
    />
  </div>`;
}

/*
 * name: of the address's query; children(value), foot(value): what is shown while it is there. list: { ids, onStep? }:
 * the rows it stands among, in their order, as texts: one goes from one to the next without closing it.
 */
export function Drawer({ name, title, valid = /^[\w-]+$/, foot, list, children }) {
  const value = here.value.query.get(name) || '';
  if (!valid.test(value)) return null;
  const of = (part) => (typeof part === 'function' ? part(value) : part);
  return html`<${Dialog}
    drawer key=${list ? name : value} letters=${Boolean(list)} title=${of(title)} foot=${of(foot)}
    head=${list && html`<${Steps} name=${name} value=${value} list=${list} />`}
    onClose=${() => retreat(drawerHref(name))}
  >
    <${Fragment} key=${value}>${children(value)}</${Fragment}>
  </${Dialog}>`;
}
