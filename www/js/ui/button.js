// button: buttons and the icons in them.
import { html, cls } from '../lib/html.js';
import { online } from '../lib/api.js';
import { addressOf } from '../lib/served.js';

/* One file, named by its contents: read once, not asked anew for each drawing. */
const ICONS = addressOf('icons');
export const Icon = ({ name }) => html`<svg class="i" aria-hidden="true"><use href=${`${ICONS}#${name}`} /></svg>`;

/* Of a form, too: it is not sent. */
const stop = (event) => event.preventDefault();

/*
 * A button with an icon; busy keeps the width and says so. Off without a connection: the main deeds, and whatever
 * would wait for the server.
 */
export function Button({ icon, busy, children, main, quiet, danger, small, href, ...rest }) {
  const off = !online.value && (main || danger || busy !== undefined);
  const look = cls(
    'btn',
    main && 'main-act',
    quiet && 'quiet',
    danger && 'danger',
    small && 'sm',
    busy && 'busy',
    off && 'off',
    rest.class,
  );
  const inside = html`${icon && html`<${Icon} name=${busy ? 'refresh-cw' : icon} />`}${children}`;
  if (href) return html`<a ...${rest} class=${look} href=${href}>${inside}</a>`;
  return html`<button
    type="button" ...${rest} class=${look} aria-disabled=${busy || off ? 'true' : undefined}
    onClick=${off ? stop : busy ? undefined : rest.onClick}
  >
    ${inside}
  </button>`;
}

export const IconButton = ({ icon, label, ...rest }) => html`<button
  type="button" ...${rest} class=${cls('ib', rest.class)} aria-label=${label} data-tip=""
>
  <${Icon} name=${icon} />
</button>`;
