// marks: small signs inside a line: badges, times, progress.
import { html, cls } from '../lib/html.js';
import { t, percent, when, fullTime } from '../lib/i18n.js';
import { Icon } from './button.js';

export const Badge = ({ kind, icon, live, href, children, ...rest }) => {
  const inside = html`${live && html`<b class="live-dot"></b>`}${icon && html`<${Icon} name=${icon} />`}${children}`;
  return href
    ? html`<a ...${rest} class=${cls('badge', kind)} href=${href}>${inside}</a>`
    : html`<span ...${rest} class=${cls('badge', kind)}>${inside}</span>`;
};

export const Time = ({ at, ...rest }) =>
  at
    ? html`<time ...${rest} datetime=${at} title=${fullTime(at)}>${when(at)}</time>`
    : html`<span ...${rest}>${t('none')}</span>`;

export const Progress = ({ value, max, label, thin, describedby, id }) => html`<progress
  id=${id} class=${thin ? 'thin' : undefined} max=${Math.max(1, max)} value=${value} aria-label=${label}
  aria-describedby=${describedby}
>
  ${percent(value / Math.max(1, max))}
</progress>`;
