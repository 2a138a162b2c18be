// button: buttons and the icons in them.
import { html, cls } from '../lib/html.js';

/* Beside the modules, under their version: read once, not asked anew for each drawing. */
const ICONS = new URL('../../icons.svg', import.meta.url).pathname;
export const Icon = ({ name }) => html`<svg class="i" aria-hidden="true"><use href=${`${ICONS}#${name}`} /></svg>`;

/* A button with an icon; busy keeps the width and says so. */
export function Button({ icon, busy, children, main, quiet, danger, small, href, ...rest }) {
  const look = cls(
    'btn',
    main && 'main-act',
    quiet && 'quiet',
    danger && 'danger',
    small && 'sm',
    busy && 'busy',
    rest.class,
  );
  const inside = html`${icon && html`<${Icon} name=${busy ? 'refresh-cw' : icon} />`}${children}`;
  if (href) return html`<a ...${rest} class=${look} href=${href}>${inside}</a>`;
  return html`<button
    type="button" ...${rest} class=${look} aria-disabled=${busy ? 'true' : undefined}
    onClick=${busy ? undefined : rest.onClick}
  >
    ${inside}
  </button>`;
}

export const IconButton = ({ icon, label, ...rest }) => html`<button
  type="button" ...${rest} class=${cls('ib', rest.class)} aria-label=${label} title=${label}
>
  <${Icon} name=${icon} />
</button>`;
