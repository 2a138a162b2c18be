// state: one state of a component on its page: what it is called, and itself.
import { html, cls, useId } from '../lib/html.js';

export function State({ title, wide, children }) {
  const id = useId();
  return html`<section class=${cls('state', wide && 'wide')} aria-labelledby=${id}>
    <h2 id=${id}>${title}</h2>
    ${children}
  </section>`;
}
