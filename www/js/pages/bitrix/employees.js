// employees: staff of the portals: found by words, department, status; who of them is who here.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Drawer, drawerHref } from '../../ui/drawer.js';
import { Badge } from '../../ui/marks.js';
import { Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table } from '../../ui/table.js';
import { FilterBar } from '../../ui/filters.js';
import { t, num } from '../../lib/i18n.js';
import { get, page } from '../../lib/api.js';
import { changeFilters } from '../../lib/router.js';
import { listQuery } from '../../lib/list-rules.js';
import { phoneText } from '../../lib/phone-rules.js';
import { Employee } from './employee.js';
import { DEPARTMENTS, EMPLOYEES, PATH, treeOf } from './bitrix-rules.js';

const query = listQuery([], ['tab', 'q', 'department', 'status', 'linked', 'account_id', 'page', 'after']);
const NONE = { q: '', department: '', status: '', linked: '', account_id: '' };

const placesOf = ({ departments }) => departments.map(({ id, name }) => name || t('number', { id })).join(', ');

const columns = (many) => [
  {
    name: 'name', head: t('bitrix.col.name'), look: 'c-name',
    cell: (one) => html`
      <a class="mid" href=${drawerHref('employee', one.id)}>${one.full_name}</a>
      <span class="two">${one.position}</span>
    `,
  },
  { name: 'department', head: t('bitrix.col.department'), cell: placesOf },
  {
    name: 'contacts', head: t('bitrix.col.contacts'),
    cell: (one) => html`${one.email}<span class="two">${phoneText(one.phone)}</span>`,
  },
  {
    name: 'user', head: t('bitrix.col.user'),
    cell: (one) => html`
      ${one.user ? one.user.name || one.user.email : html`<span class="faint">${t('bitrix.unlinked')}</span>`}
      <span class="two">${many ? one.account_name : ''}</span>
    `,
  },
  {
    name: 'status', head: t('bitrix.col.status'), look: 'c-st',
    cell: (one) => html`<${Badge} kind=${one.status === 'active' ? 'ok' : 'line'}>
      ${t(`bitrix.employee.${one.status}`)}
    </${Badge}>`,
  },
];

const indent = ({ depth, name, employees }) => `${'\u2003'.repeat(depth)}${name} (${num(employees)})`;

function groupsOf(accounts, departments) {
  const of = (name, items) => ({ name, label: t(`bitrix.filter.${name}`), items });
  return [
    departments.length > 0 && of('department', treeOf(departments).map((one) => ({
      value: String(one.id), label: indent(one),
    }))),
    of('status', ['active', 'inactive'].map((value) => ({ value, label: t(`bitrix.employee.${value}`) }))),
    of('linked', ['1', '0'].map((value) => ({ value, label: t(`bitrix.linked.${value}`) }))),
    accounts.length > 1 && of('account_id', accounts.map(({ id, name }) => ({ value: String(id), label: name }))),
  ].filter(Boolean);
}

export function Employees({ accounts, query: asked, admin }) {
  const filters = query.read(asked);
  const { tab, ...sent } = filters;
  const text = String(query.write(sent));
  const load = useLoad(() => page(`${EMPLOYEES}?${text}`), [text]);
  const departments = useLoad(() => get(DEPARTMENTS), []);
  const narrowed = Object.keys(NONE).some((name) => filters[name]);
  const changed = (one) => load.set((data) => data && ({
    ...data, rows: data.rows.map((old) => (old.id === one.id ? one : old)),
  }));
  return html`
    <${FilterBar}
      search=${{ name: 'q', label: t('bitrix.search'), hint: t('bitrix.search.what') }}
      groups=${groupsOf(accounts, departments.data || [])} filters=${filters} narrowed=${narrowed}
      total=${load.data?.total} apply=${(change, opts) => changeFilters(query, change, opts)}
      onClear=${() => changeFilters(query, NONE)}
    />
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${10} />`}>
      ${({ rows }) => (rows.length === 0
        ? html`<${Empty} icon="users" text=${t(narrowed ? 'bitrix.employees.none' : 'bitrix.employees.empty')} />`
        : html`
            <${Table}
              label=${t('bitrix.tab.employees')} look="logs staff" rows=${rows}
              columns=${columns(accounts.length > 1)}
            />
            <${Pages} query=${query} path=${PATH} filters=${filters} got=${load.data} />
          `)}
    </${Loaded}>
    <${Drawer} name="employee" title=${t('bitrix.employee')} valid=${/^\d+$/}>
      ${(id) => html`<${Employee} id=${id} admin=${admin} onChange=${changed} />`}
    </${Drawer}>
  `;
}
