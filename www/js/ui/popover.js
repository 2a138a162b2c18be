// popover: a button with a small sheet beside it.
import { html, useState, useRef, useCallback, useId } from '../lib/html.js';
import { Layer } from './layer.js';

/* Whether it is open, and how to close it: with the focus back on its button, or where it went. */
export function useOpen() {
  const [open, setOpen] = useState(false);
  const button = useRef();
  const close = useCallback((refocus) => {
    setOpen(false);
    if (refocus) button.current?.focus();
  }, []);
  return { open, setOpen, button, close };
}

/* children(close) draws what is inside; label names it, and the button, unless its own words do (named). */
export function Popover({ button, label, look, named, children, align }) {
  const { open, setOpen, button: ref, close } = useOpen();
  const id = useId();
  return html`<div class="pop">
    <button
      type="button" ref=${ref} class=${look} aria-label=${named ? undefined : label} aria-expanded=${String(open)}
      aria-controls=${open ? id : undefined} onClick=${() => setOpen(!open)}
    >
      ${button}
    </button>
    ${open && html`<${Layer} anchor=${ref} align=${align} id=${id} role="group" aria-label=${label} onClose=${close}>
      ${children(() => close(true))}
    </${Layer}>`}
  </div>`;
}
