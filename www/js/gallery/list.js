// list: a list as its pages have it: saved views, filters, sorting, ticks by hand and by keys, the bulk bar, a drawer.
import { html, useState } from '../lib/html.js';
import { t, num } from '../lib/i18n.js';
import { here, setQuery, changeFilters } from '../lib/router.js';
import { listQuery, turned } from '../lib/list-rules.js';
import { Button } from '../ui/button.js';
import { Badge, Time } from '../ui/marks.js';
import { Avatar } from '../ui/avatar.js';
import { Empty, ErrorNote } from '../ui/states.js';
import { toast } from '../ui/toast.js';
import { Pager, placeOf } from '../ui/pager.js';
import { Table, PlainTable } from '../ui/table.js';
import { useSelection, useRowKeys, BulkBar } from '../ui/selection.js';
import { FilterBar } from '../ui/filters.js';
import { ViewBar } from '../ui/views.js';
import { Drawer, drawerHref } from '../ui/drawer.js';
import { State } from './state.js';
import { TASKS, TAGS, STATUS_ITEMS } from './samples.js';

const PATH = '/ui/list/';
const SIZE = 10;
const query = listQuery(['tag', 'status'], ['search', 'sort', 'page', 'view']);
const LOOKS = { none: 'line', done: 'acc', running: 'info', failed: 'bad' };
const ICONS = { done: 'check', failed: 'triangle-alert' };

const columns = () => [
  {
    name: 'name',
    head: t('col.task'),
    look: 'c-name',
    sort: 'name',
    cell: ({ id, name, tag }) => html`
      <a class="name" href=${drawerHref('task', id)}>${name}</a>
      <span class="two">${id} · ${tag}</span>
    `,
  },
  {
    name: 'status',
    head: t('filter.status'),
    look: 'c-st',
    cell: ({ status, look }) => html`<span class=${`st ${look}`}>${status}</span>`,
  },
  {
    name: 'who',
    head: t('filter.assignee'),
    look: 'c-who',
    cell: ({ who }) => html`<span class="row">
      <${Avatar} name=${who.name} id=${who.id} />
      <span>${who.name}</span>
    </span>`,
  },
  {
    name: 'at',
    head: t('column.date_updated'),
    look: 'c-date',
    sort: 'at',
    cell: ({ at }) => html`<${Time} at=${at} class="nb dim" />`,
  },
  {
    name: 'transfer',
    head: 'Huntflow',
    look: 'c-hf',
    cell: ({ transfer }) => html`<${Badge}
      kind=${LOOKS[transfer]} icon=${ICONS[transfer]} live=${transfer === 'running'}
    >
      ${t(`transfer.${transfer}`)}
    </${Badge}>`,
  },
];

const fits = (task, { search, tag, status }) =>
  (!tag.length || tag.includes(task.tag)) &&
  (!status.length || status.includes(task.status)) &&
  task.name.toLowerCase().includes(search.toLowerCase());

function sorted(rows, sort) {
  const field = sort.replace('-', '');
  const sign = sort.startsWith('-') ? -1 : 1;
  return [...rows].sort((a, b) => sign * a[field].localeCompare(b[field]));
}

/* Views that live as long as the page. */
function useSampleViews(filters) {
  const [all, setAll] = useState([
    {
      id: 1,
      name: 'Java',
      mine: true,
      shared: false,
      filter: { tag: ['java'] },
      count: TASKS.filter(({ tag }) => tag === 'java').length,
    },
  ]);
  const view = all.find(({ id }) => String(id) === filters.view) || null;
  const put = async (one) => {
    setAll((old) => [...old.filter(({ id }) => id !== one.id), one].sort((a, b) => a.id - b.id));
    return one;
  };
  const filter = { tag: filters.tag, status: filters.status };
  return {
    all,
    view,
    reload: () => {},
    create: (words) => put({ ...words, id: all.length + 1, mine: true, filter }),
    rename: (words) => put({ ...view, ...words }),
    store: () => put({ ...view, filter }),
    remove: async () => setAll((old) => old.filter(({ id }) => id !== view.id)),
    restore: put,
  };
}

const hrefOf = ({ id, filter }) => `${PATH}?${query.write({ ...filter, view: String(id) })}`;
const isChanged = (view, { tag, status }) =>
  Boolean(view) && String([view.filter.tag || [], view.filter.status || []]) !== String([tag, status]);

function List() {
  const filters = query.read(here.value.query);
  const stamp = query.write(filters).toString();
  const views = useSampleViews(filters);
  const now = filters.sort || '-at';
  const found = sorted(
    TASKS.filter((task) => fits(task, filters)),
    now,
  );
  const at = Number(filters.page) || 1;
  const rows = found.slice((at - 1) * SIZE, at * SIZE);
  const pick = useSelection({ rows, idOf: ({ id }) => id, stamp });
  const keys = useRowKeys({
    rows,
    idOf: ({ id }) => id,
    pick,
    onOpen: ({ id }) => setQuery(new URLSearchParams({ task: id })),
    stamp,
  });
  const apply = (change, opts) => changeFilters(query, change, opts);
  const wipe = () => setQuery(query.write({ sort: filters.sort, tag: [], status: [] }));
  const groups = [
    { name: 'tag', label: t('filter.tag'), many: true, items: TAGS },
    { name: 'status', label: t('filter.status'), many: true, items: STATUS_ITEMS },
  ];
  const narrowed = Boolean(filters.search || filters.tag.length || filters.status.length);
  const tabs = [{ key: 'all', text: t('view.all'), count: num(TASKS.length), href: PATH, current: !filters.view }];
  const link = (page) => `${PATH}?${query.write({ ...filters, page: String(page) })}`;
  const chosen = pick.everything ? found.length : pick.chosen.size;
  return html`
    <${ViewBar}
      tabs=${tabs} views=${views} hrefOf=${hrefOf} home=${PATH} of=${filters.view}
      changed=${isChanged(views.view, filters)}
    />
    <${FilterBar}
      search=${{ name: 'search', label: t('tasks.search'), hint: t('tasks.search.hint') }} groups=${groups}
      filters=${filters} apply=${apply} narrowed=${narrowed} total=${found.length} onClear=${wipe}
    />
    ${rows.length === 0
      ? html`<${Empty} icon="search" text=${t('tasks.none_found')}>
          <${Button} onClick=${wipe}>${t('filters.clear')}</${Button}>
        </${Empty}>`
      : html`
          <${Table}
            ...${keys} label=${t('tasks.title')} look="tasks" rows=${rows} columns=${columns()} pick=${pick}
            nameOf=${({ name }) => name} now=${now} onSort=${(field) => apply({ sort: turned(now, field, ['at']) })}
            after=${({ transfer }) => transfer === 'failed' && html`<span class="sm bad-t">${t('gallery.why')}</span>`}
          />
          <${Pager}
            place=${placeOf(at, SIZE, rows.length, found.length)} prev=${at > 1 && link(at - 1)}
            next=${at * SIZE < found.length && link(at + 1)}
          />
        `}
    ${chosen > 0 && html`<${BulkBar}
      text=${t('bulk.chosen', { n: chosen })} offer=${!pick.everything && found.length > chosen ? found.length : 0}
      onEverything=${pick.takeEverything} onClear=${pick.clear}
    >
      <${Button} main icon="download" class="push" onClick=${() => toast(t('bulk.import', { n: chosen }))}>
        ${t('bulk.import', { n: chosen })}
      </${Button}>
    </${BulkBar}>`}
    <${Drawer} name="task" title=${(id) => TASKS.find((task) => task.id === id)?.name || id}>
      ${(id) => html`<p class="dim">${id}</p>`}
    </${Drawer}>
  `;
}

function Renewed() {
  const rows = TASKS.slice(0, 2);
  const pick = useSelection({ rows, idOf: ({ id }) => id });
  return html`<${Table}
    label=${t('gallery.list.busy')} look="tasks" rows=${rows} columns=${columns()} pick=${pick}
    nameOf=${({ name }) => name} busy
  />`;
}

const days = [1, 2, 3].map((key) => ({ key, cells: [`${key}.11`, num(key * 1354), num(key * 7)] }));

export default function Lists() {
  return html`
    <${State} title=${t('tasks.title')} wide><${List} /></${State}>
    <${State} title=${t('gallery.list.busy')} wide><${Renewed} /></${State}>
    <${State} title=${t('gallery.failed')}><${ErrorNote} error=${{ code: 'down' }} retry=${() => {}} /></${State}>
    <${State} title=${t('gallery.list.plain')}>
      <${PlainTable} head=${[t('day'), t('col.created'), t('today.errors.col')]} rows=${days} />
    </${State}>
  `;
}
