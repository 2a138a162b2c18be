// audit: who did what, who came in and who was refused, what became of tasks and projects: by person, kind, way, thing
// and day, and as a table for spreadsheets.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { ExportDialog } from '../../ui/export.js';
import { Time } from '../../ui/marks.js';
import { ErrorNote, Empty, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table } from '../../ui/table.js';
import { FilterBar } from '../../ui/filters.js';
import { datesText } from '../../ui/dates-words.js';
import { later } from '../../ui/later.js';
import { t, has, list, zone } from '../../lib/i18n.js';
import { withQuery } from '../../lib/api-rules.js';
import { all, page } from '../../lib/api.js';
import { here, setQuery, changeFilters } from '../../lib/router.js';
import { query, KINDS, WAYS, changesOf, deedOf, detailsOf, isBad, isNarrowed, objectOf } from './audit-rules.js';
import { Head } from './head.js';

const PATH = '/admin/audit/';
const API = '/api/v1/admin/audit/';
const Dates = later(() => import('../../ui/dates.js'), 'Dates');
const words = { t, has, list };

const Thing = ({ line: { link, object } }) =>
  link
    ? link.href
      ? html`<a href=${link.href}>${link.title}</a>`
      : t('audit.gone', { name: objectOf(object, words) })
    : objectOf(object, words);

function Deed({ line }) {
  const deed = deedOf(line, words);
  const more = [detailsOf(line.data, words), ...changesOf(line, words)].filter(Boolean);
  return html`
    <span class=${isBad(line) ? 'name bad-t' : 'name'}>
      ${deed || html`<span class="mono">${line.action}</span>`}
    </span>
    ${line.object && html`<span class="two"><${Thing} line=${line} /></span>`}
    ${more.length > 0 && html`<span class="two">${more.join(' · ')}</span>`}
  `;
}

const Who = ({ line: { user, address } }) =>
  user
    ? user.name || user.email
    : html`<span class="faint">${t(address ? 'audit.nobody' : 'audit.server')}</span>`;

const columns = () => [
  { name: 'deed', head: t('audit.col.deed'), look: 'c-name', cell: (line) => html`<${Deed} line=${line} />` },
  { name: 'who', head: t('audit.col.who'), cell: (line) => html`<${Who} line=${line} />` },
  {
    name: 'address',
    head: t('audit.col.from'),
    look: 'c-more',
    cell: ({ address, via }) => html`
      ${via && t(`audit.via.${via}`)}
      ${address
        ? html`<span class="two mono">${address}</span>`
        : html`<span class="two">${t('audit.here')}</span>`}
    `,
  },
  {
    name: 'when',
    head: t('col.when'),
    look: 'c-date',
    cell: (line) => html`<${Time} at=${line.created_at} class="nb dim" />`,
  },
];

function groupsOf(people, filters, apply) {
  return [
    {
      name: 'user_id',
      items: people.map(({ id, name, email }) => ({ value: String(id), label: name || email })),
    },
    { name: 'action', items: KINDS.map((value) => ({ value, label: t(`audit.kind.${value}`) })) },
    { name: 'via', items: WAYS.map((value) => ({ value, label: t(`audit.via.${value}`) })) },
    {
      name: 'day',
      value: datesText(filters.from, filters.to),
      panel: () => html`<${Dates} from=${filters.from} to=${filters.to} zone=${zone.value} onChange=${apply} />`,
    },
  ].map((group) => ({ ...group, label: t(`audit.filter.${group.name}`) }));
}

function List({ load, filters, narrowed, wipe }) {
  if (load.error) return html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`;
  if (!load.data) return html`<${Skeleton} rows=${10} />`;
  const { rows } = load.data;
  if (rows.length === 0) {
    return html`<${Empty} icon="list-checks" text=${t('audit.empty')}>
      ${narrowed && html`<${Button} onClick=${wipe}>${t('filters.clear')}</${Button}>`}
    </${Empty}>`;
  }
  return html`
    <${Table} label=${t('admin.audit.title')} look="audit" rows=${rows} columns=${columns()} busy=${load.busy} />
    <${Pages} query=${query} path=${PATH} filters=${filters} got=${load.data} keyed />
  `;
}

export default function AuditPage() {
  useTitle(t('admin.audit.title'));
  const [saving, setSaving] = useState(false);
  const filters = query.read(here.value.query);
  const shape = query.write(filters).toString();
  const load = useLoad(() => page(API, { ...filters, page: '' }, { lane: 'audit' }), [shape]);
  const people = useLoad(() => all('/api/v1/users'), []);
  const apply = (change) => changeFilters(query, change);
  const wipe = () => setQuery(new URLSearchParams());
  const narrowed = isNarrowed(filters);
  return html`
    <${Head} name="audit">
      <${Button} icon="download" onClick=${() => setSaving(true)}>${t('export.do')}</${Button}>
    </${Head}>
    <${FilterBar}
      search=${{ name: 'object', label: t('audit.filter.object'), hint: t('audit.filter.object.hint') }}
      groups=${groupsOf(people.data || [], filters, apply)} filters=${filters} apply=${apply} narrowed=${narrowed}
      total=${load.data?.total} onClear=${wipe}
    />
    ${saving && html`<${ExportDialog}
      title=${t('audit.export')} text=${t('audit.export.what')} onClose=${() => setSaving(false)}
      href=${(separator) => withQuery(`${API}csv/`, { ...filters, page: '', after: '', separator })}
    />`}
    <${List} load=${load} filters=${filters} narrowed=${narrowed} wipe=${wipe} />
  `;
}
