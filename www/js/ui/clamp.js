// clamp: a long text of which four lines are shown, and the rest when one asks.
import { html, cls, useState, useLayoutEffect, useRef } from '../lib/html.js';
import { t } from '../lib/i18n.js';

/* The button is there only while something is hidden, or was: how much fits is known when the text has its width. */
export function Clamp({ class: look, children }) {
  const box = useRef();
  const [open, setOpen] = useState(false);
  const [long, setLong] = useState(false);
  useLayoutEffect(() => {
    if (open) return undefined;
    const measure = () => setLong(box.current.scrollHeight > box.current.clientHeight + 1);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [open, children]);
  return html`
    <div class=${cls('clamp', open && 'open', look)} ref=${box}>${children}</div>
    ${long && html`<button
      type="button" class="unclamp" aria-expanded=${String(open)} onClick=${() => setOpen(!open)}
    >
      ${t(open ? 'clamp.less' : 'clamp.more')}
    </button>`}
  `;
}
