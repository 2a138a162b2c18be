// popover: a button with a small sheet under it.
import { html, useState, useEffect, useRef, useCallback, useId, cls } from '../lib/html.js';

/* Closes by Esc, by a click elsewhere, by leaving with Tab. */
export function Popover({ button, label, look, children, align }) {
  const [open, setOpen] = useState(false);
  const box = useRef();
  const id = useId();
  const close = useCallback((refocus) => {
    setOpen(false);
    if (refocus) box.current?.querySelector('button')?.focus();
  }, []);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event) => { if (!box.current?.contains(event.target)) close(false); };
    /* A press on a text inside gives the focus to the page around: that is not leaving. */
    const left = (event) => { if (!event.target.contains(box.current)) outside(event); };
    const onKey = (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close(true);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', left);
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', left);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [open]);
  return html`<div class="pop" ref=${box}>
    <button
      type="button" class=${look} aria-label=${label} aria-expanded=${String(open)}
      aria-controls=${open ? id : undefined} onClick=${() => setOpen(!open)}
    >
      ${button}
    </button>
    ${open && html`<div class=${cls('popbox', align)} id=${id} role="group" aria-label=${label}>
      ${children(() => close(true))}
    </div>`}
  </div>`;
}
