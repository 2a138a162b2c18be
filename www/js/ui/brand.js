// brand: the name and its sign, the wire; it leads home.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';

const Logo = () => html`<svg
  viewBox="0 0 30 18" aria-hidden="true" fill="none" stroke-width="2.6" stroke-linecap="round" class="logo"
>
  <circle cx="5" cy="13" r="3.5" />
  <path d="M8.7 13C17 13 12 5 20 5" />
  <circle cx="24.5" cy="5" r="4.5" class="spark" stroke="none" />
</svg>`;

export const Brand = () => html`<a class="brand" href="/" aria-label=${t('brand.home')}>
  <${Logo} />
  <span>Hirewire</span>
</a>`;
