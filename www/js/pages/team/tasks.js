// tasks: the team's own tasks as a list: tabs, search, filters, groups, changes in place, what is ticked.
import { html, useEffect, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { addNew, setUsual } from '../../lib/adding.js';
import { t } from '../../lib/i18n.js';
import { go, here, changeFilters, setQuery } from '../../lib/router.js';
import { turned } from '../../lib/list-rules.js';
import {
  GROUPS, SHOWS, asked, cleared, exportHref, hrefOf, isNarrowed, query, replaced, taskHref,
} from '../../lib/team-rules.js';
import { listTasks, order, useSoon, useTaskChanges, usualList } from '../../lib/team.js';
import { useTaskKeys } from '../../ui/team-acts.js';
import { change } from '../../ui/team-change.js';
import { Icon, Button } from '../../ui/button.js';
import { ErrorNote, Empty, Skeleton } from '../../ui/states.js';
import { Menu } from '../../ui/menu.js';
import { Pages } from '../../ui/pager.js';
import { Table } from '../../ui/table.js';
import { useSelection, useRowKeys } from '../../ui/selection.js';
import { Bulk, isFree } from './tasks-bulk.js';
import { Grouped } from './tasks-groups.js';
import { TeamFilters } from './tasks-filters.js';
import { useTaskColumns } from './tasks-table.js';
import { TeamColumns, TeamViews, useTeamViews } from './tasks-views.js';

const PATH = '/tasks/';
const SIZE = 50;
/* What of the address the statistics do not take. */
const OF_LIST = { group: '', view: '', page: '', after: '' };
const FALLING = ['priority', 'updated_at', 'created_at'];

/* How many tasks each tab has: the total of its own list. */
function useCounts(stamp) {
  const [counts, setCounts] = useState({});
  useEffect(() => {
    let gone = false;
    const totals = SHOWS.slice(0, 3).map((show) =>
      listTasks({ ...asked(query.read(new URLSearchParams({ show })), { bare: true }), page_size: 1 }),
    );
    Promise.all(totals).then(
      (pages) => {
        if (gone) return;
        const said = pages.map(({ total, more }) => (more ? t('pager.over', { n: total }) : total));
        setCounts(Object.fromEntries(said.map((text, i) => [SHOWS[i], text])));
      },
      () => {},
    );
    return () => { gone = true; };
  }, [stamp]);
  return counts;
}

/* What was read, without a task of it. */
function without({ rows, total, more }, id) {
  const left = rows.filter((row) => row.id !== id);
  return { rows: left, total: more ? total : total - (rows.length - left.length) };
}

/* of: the filters that the tasks shown are of. */
const tabsOf = (filters, counts, of) =>
  SHOWS.map((show) => ({
    key: show || 'open',
    text: t(`work.show.${show || 'open'}`),
    count: counts[show],
    current: !of.view && of.show === show,
    href: hrefOf(PATH, { ...cleared(filters), show }),
  }));

function Nothing({ filters }) {
  // What was on this page is done, or elsewhere now.
  if (filters.after || Number(filters.page) > 1) {
    return html`<${Empty} icon="list-checks" text=${t('work.none.page')}>
      <${Button} href=${hrefOf(PATH, query.changed(filters, {}))}>${t('pager.first')}</${Button}>
    </${Empty}>`;
  }
  if (isNarrowed(filters)) {
    return html`<${Empty} icon="search" text=${t('work.none_found')}>
      <${Button} onClick=${() => setQuery(query.write(cleared(filters)))}>${t('filters.clear')}</${Button}>
    </${Empty}>`;
  }
  return html`<${Empty} icon="list-checks" text=${t(`work.none.${filters.show || 'open'}`)}>
    <${Button} icon="plus" onClick=${() => addNew()}>${t('work.new')}</${Button}>
  </${Empty}>`;
}

const GroupMenu = ({ filters, apply }) => html`<${Menu}
  label=${t('work.group')} look="btn quiet" align="end"
  button=${html`<${Icon} name="layers" />
    <span class="roomy">
      ${filters.group ? t('work.group.by', { what: t(`work.column.${nameOf(filters.group)}`) }) : t('work.group')}
    </span>`}
  items=${['', ...GROUPS].map((group) => ({
    text: group ? t(`work.column.${nameOf(group)}`) : t('work.group.none'),
    on: filters.group === group,
    run: () => apply({ group }),
  }))}
/>`;
const nameOf = (group) => (group === 'due' ? 'due_date' : group);

function Plain({ filters, shown, apply, stamp, onShown }) {
  const load = useLoad(() => listTasks({ ...asked(filters), page_size: SIZE }, { lane: 'team' }), [stamp], filters);
  useEffect(() => onShown(load.of), [load.of]);
  const rows = load.data?.rows || [];
  const pick = useSelection({ rows, idOf: ({ id }) => id, may: isFree, stamp });
  const keys = useRowKeys({ rows, idOf: ({ id }) => String(id), pick, onOpen: (task) => go(taskHref(task)), stamp });
  useEffect(() => { order.value = rows.map(({ id }) => id); }, [load.data]);
  const put = (task) => load.set((data) => data && { ...data, rows: replaced(data.rows, task) });
  const onChange = (task, fields) => change(task, fields, put);
  const columns = useTaskColumns({ onChange, shown, sorts: true });
  useTaskKeys(() => rows[keys.cursor], { set: onChange });
  const soon = useSoon(load.reload);
  useTaskChanges(({ id, task, gone }) => {
    if (gone) {
      pick.drop(id);
      load.set((data) => data && { ...data, ...without(data, id) });
    }
    // An answer that is on its way may be older than what is gone.
    if (!gone && task && rows.some((row) => row.id === id)) put(task);
    else soon();
  });
  const { total, more } = load.data || {};
  if (!load.data) {
    return load.error
      ? html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`
      : html`<${Skeleton} rows=${12} />`;
  }
  return html`
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${rows.length === 0
      ? html`<${Nothing} filters=${filters} />`
      : html`
          <${Table}
            ...${keys} label=${t('work.title.all')} look="team" rows=${rows} pick=${pick}
            columns=${columns} nameOf=${({ title }) => title}
            now=${filters.ordering || 'due_date'} busy=${load.busy}
            onSort=${(field) => apply({ ordering: turned(filters.ordering || 'due_date', field, FALLING) })}
          />
          <${Pages} query=${query} path=${PATH} filters=${filters} got=${load.data} size=${SIZE} always />
        `}
    ${pick.chosen.size > 0 && html`<${Bulk}
      pick=${pick} filters=${filters} total=${total} more=${more} onDone=${load.reload}
    />`}
  `;
}

export default function TeamTasksPage() {
  useTitle(t('work.title.all'));
  const filters = query.read(here.value.query);
  const stamp = query.write(filters).toString();
  const [news, setNews] = useState(0);
  const [of, setOf] = useState(filters);
  const counts = useCounts(news);
  const counted = useSoon(() => setNews((n) => n + 1));
  const views = useTeamViews('list', { filters, stamp: news });
  useTaskChanges(counted);
  useEffect(() => {
    setUsual(() => ({ list: usualList(filters.list) }));
    return () => setUsual(null);
  }, [stamp]);
  const apply = (fields, opts) => changeFilters(query, fields, opts);
  const idle = [nameOf(filters.group), filters.list.length === 1 && 'list'];
  const shown = views.columns.filter((name) => !idle.includes(name));
  return html`
    <div class="head inline">
      <div><h1>${t('work.title.all')}</h1><p class="sub">${t('work.what')}</p></div>
      <div class="acts">
        <${Button} icon="chart-column" href=${hrefOf('/tasks/stats/', { ...filters, ...OF_LIST })}>
          ${t('stats.title')}
        </${Button}>
        <${Button} main icon="plus" onClick=${() => addNew()} aria-keyshortcuts="c"><b>${t('work.new')}</b></${Button}>
      </div>
    </div>
    <${TeamViews}
      page="list" filters=${filters} views=${views} tabs=${tabsOf(filters, counts, of)} home=${PATH} of=${of.view}
      fileOf=${(separator) => exportHref(filters, separator)}
    >
      <${GroupMenu} filters=${filters} apply=${apply} />
      <${TeamColumns} views=${views} />
    </${TeamViews}>
    <${TeamFilters} filters=${filters} />
    ${filters.group
      ? html`<${Grouped}
        key=${filters.group} filters=${filters} stamp=${stamp} shown=${shown} onShown=${setOf}
        none=${html`<${Nothing} filters=${filters} />`}
      />`
      : html`<${Plain} filters=${filters} stamp=${stamp} shown=${shown} apply=${apply} onShown=${setOf} />`}
  `;
}
