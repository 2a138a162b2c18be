// sheets: what opens over every page: the Ctrl-K box, the keys, notices, the pages that the dock has no room for.
import { html } from '../lib/html.js';
import { Icon } from './button.js';
import { Dialog } from './dialog.js';
import { t } from '../lib/i18n.js';
import { flipTheme, flipLang } from '../lib/session.js';

/* The phone's "More": the pages that the dock has no room for, language, theme, exit. */
export const More = ({ others, signOut, onHelp, onClose }) => html`<${Dialog}
  drawer title=${t('dock.more')} onClose=${onClose}
>
  <ul class="menu">
    ${others.map((page) => html`<li key=${page.name}>
      <a href=${page.href} onClick=${onClose}><${Icon} name=${page.icon} />${t(`nav.${page.name}`)}</a>
    </li>`)}
    <li><button type="button" onClick=${flipLang}><${Icon} name="globe" />${t('lang.switch')}</button></li>
    <li><button type="button" onClick=${flipTheme}><${Icon} name="contrast" />${t('theme.switch')}</button></li>
    <li>
      <button type="button" onClick=${onHelp}>
        <${Icon} name="keyboard" />
        ${t('help.title')}
      </button>
    </li>
    <li>
      <button type="button" onClick=${() => { onClose(); signOut(); }}>
        <${Icon} name="log-out" />
        ${t('logout')}
      </button>
    </li>
  </ul>
</${Dialog}>`;

export { Find } from './find.js';
export { Help } from './help.js';
export { Notices } from './notices.js';
