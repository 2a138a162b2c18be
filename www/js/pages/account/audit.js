// audit: who did what, who came in and who was refused: for admins, by person, kind and day.
import { html } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { ErrorNote, Empty, Skeleton } from '../../ui/states.js';
import { Table, Pager, placeOf } from '../../ui/table.js';
import { FilterBar } from '../../ui/filters.js';
import { Dates, datesText } from '../../ui/dates.js';
import { t, has, zone } from '../../lib/i18n.js';
import { get, page } from '../../lib/api.js';
import { here, setQuery, changeFilters } from '../../lib/router.js';
import { query, KINDS, isNarrowed, isBad, objectOf, detailsOf } from './audit-rules.js';

const PATH = '/audit/';
const SIZE = 20;
const words = { t, has };

const Deed = ({ line }) => {
  const key = `audit.${line.action}`;
  const more = [objectOf(line.object, words), detailsOf(line.data, words)].filter(Boolean).join(' · ');
  return html`
    <span class=${isBad(line) ? 'name bad-t' : 'name'}>
      ${has(key) ? t(key) : html`<span class="mono">${line.action}</span>`}
    </span>
    ${more && html`<span class="two">${more}</span>`}
  `;
};

const Who = ({ line: { user, address } }) =>
  user
    ? user.name || user.email
    : html`<span class="faint">${t(address ? 'audit.nobody' : 'audit.server')}</span>`;

const columns = () => [
  { name: 'deed', head: t('audit.col.deed'), look: 'c-name', cell: (line) => html`<${Deed} line=${line} />` },
  { name: 'who', head: t('audit.col.who'), cell: (line) => html`<${Who} line=${line} />` },
  {
    name: 'address',
    head: t('audit.col.address'),
    look: 'c-more',
    cell: ({ address }) => (address ? html`<span class="mono">${address}</span>` : t('audit.here')),
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
  const { rows, total, more, links } = load.data;
  const at = Number(filters.page) || 1;
  if (rows.length === 0) {
    return html`<${Empty} icon="list-checks" text=${t('audit.empty')}>
      ${narrowed && html`<${Button} onClick=${wipe}>${t('filters.clear')}</${Button}>`}
    </${Empty}>`;
  }
  return html`
    <${Table} label=${t('nav.audit')} look="audit" rows=${rows} columns=${columns()} busy=${load.busy} />
    ${(links.next || at > 1) && html`<${Pager}
      place=${placeOf(at, SIZE, rows.length, total, more)}
      prev=${at > 1 && query.href(PATH, filters, links.prev || new URLSearchParams(), at - 1)}
      next=${query.href(PATH, filters, links.next, at + 1)}
    />`}
  `;
}

export default function AuditPage() {
  useTitle(t('nav.audit'));
  const filters = query.read(here.value.query);
  const shape = query.write(filters).toString();
  const load = useLoad(() => page('/api/v1/audit', { ...filters, page: '' }, { lane: 'audit' }), [shape]);
  const people = useLoad(() => get('/api/v1/users', { page_size: 100 }), []);
  const apply = (change) => changeFilters(query, change);
  const wipe = () => setQuery(new URLSearchParams());
  const narrowed = isNarrowed(filters);
  return html`
    <div class="head"><div><h1>${t('nav.audit')}</h1><p class="sub">${t('audit.sub')}</p></div></div>
    <${FilterBar}
      groups=${groupsOf(people.data || [], filters, apply)} filters=${filters} apply=${apply} narrowed=${narrowed}
      total=${load.data?.total} onClear=${wipe}
    />
    <${List} load=${load} filters=${filters} narrowed=${narrowed} wipe=${wipe} />
  `;
}
