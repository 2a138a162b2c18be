// menu: a button with a list of deeds.
import { html, useId, useLayoutEffect, useRef, cls } from '../lib/html.js';
import { step, isStep, typedTo } from '../lib/step-rules.js';
import { Icon } from './button.js';
import { Layer } from './layer.js';
import { useOpen } from './popover.js';

const LETTERS_MS = 600;
const itemsIn = (box) => [...box.querySelectorAll('[role^=menuitem]:not([aria-disabled=true])')];

/* Arrows, Home, End and first letters move the focus among the items. */
function useMenuKeys(box) {
  const typed = useRef({ text: '', at: 0 });
  return (event) => {
    const items = itemsIn(box.current);
    const at = items.indexOf(document.activeElement);
    let next = -1;
    if (isStep(event.key)) next = step(at, items.length, event.key);
    else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const old = Date.now() - typed.current.at < LETTERS_MS ? typed.current.text : '';
      typed.current = { text: old + event.key, at: Date.now() };
      next = typedTo(
        items.map((item) => item.textContent.trim()),
        typed.current.text,
        at,
      );
    }
    if (next < 0) return;
    event.preventDefault();
    event.stopPropagation();
    items[next].focus();
  };
}

function Item({ item, close }) {
  const { icon, text, run, href, danger, disabled, on } = item;
  const mark = on ? 'check' : icon;
  const inside = html`${mark ? html`<${Icon} name=${mark} />` : html`<b class="i"></b>`}<span>${text}</span>`;
  const props = {
    class: cls(danger && 'bad-t'),
    role: on === undefined ? 'menuitem' : 'menuitemradio',
    'aria-checked': on === undefined ? undefined : String(on),
    'aria-disabled': disabled ? 'true' : undefined,
    tabindex: -1,
  };
  if (href && !disabled) return html`<a ...${props} href=${href} onClick=${() => close(false)}>${inside}</a>`;
  const pick = () => { close(true); run(); };
  return html`<button type="button" ...${props} onClick=${disabled ? undefined : pick}>${inside}</button>`;
}

function Sheet({ id, label, anchor, align, items, last, close }) {
  const box = useRef();
  useLayoutEffect(() => {
    itemsIn(box.current)
      .at(last ? -1 : 0)
      ?.focus();
  }, []);
  return html`<${Layer}
    class="menubox" boxRef=${box} anchor=${anchor} align=${align} id=${id} role="menu" aria-label=${label}
    onClose=${close} onKeyDown=${useMenuKeys(box)}
  >
    ${items.map((item, i) =>
      item.head
        ? html`<p key=${i} class="xs faint" role="presentation">${item.head}</p>`
        : html`<${Item} key=${i} item=${item} close=${close} />`,
    )}
  </${Layer}>`;
}

/*
 * items: { text, icon?, run | href, danger?, disabled?, on? }, { head } over a group; what is false is left out.
 * button: its content in place of the icon; its words then name it.
 */
export function Menu({ label, icon = 'ellipsis', button, look = 'ib', align = 'end', items }) {
  const { open, setOpen, button: ref, close } = useOpen();
  const id = useId();
  const onKeyDown = (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setOpen(event.key);
  };
  return html`<div class="pop">
    <button
      type="button" ref=${ref} class=${look} data-tip=${button ? undefined : ''}
      aria-label=${button ? undefined : label} aria-haspopup="menu" aria-expanded=${String(Boolean(open))}
      aria-controls=${open ? id : undefined} onClick=${() => setOpen(!open)} onKeyDown=${onKeyDown}
    >
      ${button || html`<${Icon} name=${icon} />`}
    </button>
    ${open && html`<${Sheet}
      id=${id} label=${label} anchor=${ref} align=${align} items=${items.filter(Boolean)} last=${open === 'ArrowUp'}
      close=${close}
    />`}
  </div>`;
}
