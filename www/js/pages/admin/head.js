// head: what each section of the administration begins with: its title, and the way to the others.
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { Views } from '../../ui/table.js';

const SECTIONS = [
  { name: 'people', href: '/admin/', role: 'manager' },
  { name: 'jobs', href: '/admin/jobs/', role: 'admin' },
  { name: 'audit', href: '/admin/audit/', role: 'admin' },
  { name: 'sessions', href: '/admin/sessions/', role: 'admin' },
  { name: 'rules', href: '/admin/rules/', role: 'admin' },
  { name: 'bots', href: '/admin/bots/', role: 'admin' },
  { name: 'storage', href: '/admin/storage/', role: 'admin' },
  { name: 'syncs', href: '/clickup/sync-logs/', role: 'manager', text: 'nav.syncs' },
  { name: 'calls', href: '/huntflow/logs/', role: 'manager', text: 'admin.calls' },
  { name: 'cache', href: '/huntflow/cache/', role: 'manager', text: 'nav.cache' },
  { name: 'api', href: '/api/docs/', role: 'manager', text: 'nav.api' },
];

/* name: of the section; children: its buttons. */
export function Head({ name, children }) {
  const items = SECTIONS.filter(({ role }) => may(me.value, role)).map((one) => ({
    key: one.name, text: t(one.text || `admin.${one.name}`), href: one.href, current: one.name === name,
  }));
  return html`
    <div class="head">
      <div><h1>${t(`admin.${name}.title`)}</h1><p class="sub">${t(`admin.${name}.sub`)}</p></div>
      ${children && html`<div class="acts">${children}</div>`}
    </div>
    ${items.length > 1 && html`<${Views} label=${t('admin.sections')} items=${items} />`}
  `;
}
