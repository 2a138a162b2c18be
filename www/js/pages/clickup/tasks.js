// tasks: the ClickUp cache: views, search, filters, table, bulk selection, sync. Its rules are in tasks-rules.js.
import { html, useState, useEffect, useRef } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { ErrorNote, Empty, Skeleton } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { Pages, placeOf } from '../../ui/pager.js';
import { Table, useColumns } from '../../ui/table.js';
import { useSelection, useRowKeys, useThere, BulkBar } from '../../ui/selection.js';
import { ViewBar } from '../../ui/views.js';
import { ColumnChip, useSavedViews } from '../../ui/saved-views.js';
import { drawerHref } from '../../ui/drawer.js';
import { FilterBar } from '../../ui/filters.js';
import { Unchecked } from '../../ui/unchecked.js';
import { t, ago, clockTime, zone } from '../../lib/i18n.js';
import { get, page, post } from '../../lib/api.js';
import { go, here, setQuery } from '../../lib/router.js';
import { useLive } from '../../lib/live.js';
import { keepSelection } from '../../lib/selection.js';
import { loadOverview, overview } from '../../lib/session.js';
import { alreadyIn } from '../../lib/transfer-rules.js';
import { later } from '../../ui/later.js';
import { groupsOf } from './tasks-filters.js';
import { Missing } from './missing.js';
import { syncAll } from './sync-all.js';
import { columnsOf } from './tasks-table.js';
import { PREVIEW, TaskPreview } from './task-preview.js';
import {
  COLUMNS, SIZE, sorted, countQuery, address, inView, exportHref, facetsOf, shownColumns, viewBody, viewHref,
  isChanged, isPartly,
} from './tasks-rules.js';
import { readFilters, writeFilters, changed, cleared, isNarrowed, pageHref } from '../../lib/task-filters.js';

const ExportDialog = later(() => import('../../ui/export.js'), 'ExportDialog');

const PATH = '/clickup/tasks/';
const VIEWS = ['', 'none', 'done', 'failed'];
const SAVED = { base: '/clickup/api/views', key: 'columns', name: 'name', shown: shownColumns };

function Bulk({ pick, total, more, filters }) {
  const { chosen, everything } = pick;
  const done = useThere(
    everything && !more, () => page('/clickup/tasks', countQuery(filters, { transfer: 'done' })),
    [writeFilters(filters).toString()],
  );
  const already = everything ? done ?? 0 : alreadyIn(chosen);
  const count = everything ? total : chosen.size;
  const begin = () => {
    if (everything) {
      const { query } = here.value;
      const params = new URLSearchParams(query);
      params.set('new', '1');
      params.set('scope', 'filter');
      go(`/clickup/bulk-import/?${params}`);
    } else {
      keepSelection([...chosen.values()]);
      go('/clickup/bulk-import/?new=1&scope=selection');
    }
  };
  return html`<${BulkBar}
    text=${more && everything ? t('bulk.over', { n: total }) : t('bulk.chosen', { n: count })}
    note=${already > 0 && t('bulk.already', { n: already })} offer=${!everything && total > chosen.size ? total : 0}
    onEverything=${pick.takeEverything} onClear=${pick.clear}
  >
    <${Button}
      main icon="download" class="push" busy=${everything && done === undefined} disabled=${count - already === 0}
      onClick=${begin}
    >
      ${more && everything ? t('bulk.import_all', { n: total }) : t('bulk.import', { n: count - already })}
    </${Button}>
  </${BulkBar}>`;
}

const countText = (total, more) => (more ? t('pager.over', { n: total }) : total);

/* Counts of the views, each by the total of its own list. */
function useCounts(listed, stamp) {
  const [counts, setCounts] = useState({});
  useEffect(() => {
    if (!listed) return undefined;
    let gone = false;
    Promise.all(VIEWS.map((transfer) => page('/clickup/tasks', { transfer, page_size: 1 }))).then(
      (pages) => {
        if (!gone) {
          setCounts(
            Object.fromEntries(
              pages.map(({ total, more }, i) => [VIEWS[i], countText(total, more)]),
            ),
          );
        }
      },
      () => {},
    );
    return () => { gone = true; };
  }, [listed, stamp]);
  return counts;
}

/* Of the overview, view by view; those of transfers are null while the list is being prepared. */
const totalsOf = (figures) => Object.fromEntries(
  [['', figures?.total], ['none', figures?.not_transferred], ['done', figures?.transferred]]
    .filter(([, n]) => Number.isInteger(n)),
);

/* The running sync, by events; its log is read where some may have been missed. */
function useSync(onDone) {
  const [run, setRun] = useState(null);
  const follow = (log) => {
    if (!log) return;
    if (log.status === 'running' || log.status === 'queued') {
      setRun(log);
      return;
    }
    setRun((old) => {
      if (old) {
        toast(
          log.status === 'success' ? t('sync.done', { n: log.tasks_processed }) : log.error_message || t('sync.failed'),
          log.error_code === 'clickup.sync_limit'
            ? { action: t('sync.all'), onAction: () => allNow.current() }
            : {},
        );
      }
      return null;
    });
    onDone(log);
  };
  const followNow = useRef(follow);
  const allNow = useRef(null);
  followNow.current = follow;
  const read = (id) => {
    if (id) get(`/clickup/sync-logs/${id}`).then((log) => followNow.current(log), () => {});
  };
  useLive('sync', (log) => followNow.current(log), []);
  useLive('open', () => read(run?.id), [run?.id]);
  useLive('tick', () => read(run?.id), [run?.id]);
  /* Its last event may have come before the answer. */
  const start = async (ask) => {
    try {
      const log = await ask();
      follow(log);
      read(log.id);
    } catch (error) {
      if (error.code === 'service.sync_running') {
        get('/clickup/sync-logs', { page_size: 1 }).then(
          ([log]) => follow(log),
          () => {},
        );
      } else setRun({ failed: error });
    }
  };
  const begin = () => start(() => post('/clickup/api/sync-tasks', {}));
  const all = () => start(syncAll);
  allNow.current = all;
  return { run, begin, all };
}

function SyncState({ sync }) {
  const { run } = sync;
  if (!run) return null;
  if (run.failed) return html`<${ErrorNote} class="gap" error=${run.failed} retry=${sync.begin} />`;
  return html`<div class="syncing" role="status">
    <span class="row">
      <b class="live-dot"></b>
      <b class="mid">${t('sync.running')}</b>
      <span class="dim">${t('sync.read', { n: run.tasks_processed || 0 })}</span>
      ${run.waits_until && html`<span class="dim">${t('sync.waits', { time: clockTime(run.waits_until) })}</span>`}
    </span>
    <progress class="thin" aria-label=${t('sync.running')}></progress>
  </div>`;
}

/* settings: as they load: which way on is offered depends on them. */
function Nothing({ settings, filters, sync, onClear, onRead }) {
  if (isNarrowed(filters)) {
    return html`<${Empty} icon="search" text=${t('tasks.none_found')}>
      <${Unchecked} filters=${filters} onRead=${onRead} />
      <${Button} onClick=${onClear}>${t('filters.clear')}</${Button}>
    </${Empty}>`;
  }
  if (filters.transfer) {
    return html`<${Empty} icon="inbox" text=${t(`tasks.none.${filters.transfer}`)}>
      <${Button} href=${PATH}>${t('tasks.show_all')}</${Button}>
    </${Empty}>`;
  }
  if (!settings.data && !settings.error) return html`<${Skeleton} rows=${12} />`;
  if (settings.data && !settings.data.list_id) {
    return html`<${Empty} icon="plug" text=${t('tasks.empty')}>
      <${Button} main href="/clickup/settings/">${t('tasks.connect')}</${Button}>
    </${Empty}>`;
  }
  const busy = Boolean(sync.run && !sync.run.failed);
  const { list_tasks: all, max_tasks: most } = settings.data || {};
  if (!(all > most)) {
    return html`<${Empty} icon="refresh-cw" text=${t('tasks.empty.sync')}>
      <${Button} main icon="refresh-cw" busy=${busy} onClick=${sync.begin}>${t('sync.do')}</${Button}>
    </${Empty}>`;
  }
  return html`<${Empty} icon="refresh-cw" text=${t('tasks.empty.sync')}>
    <${Button} main icon="refresh-cw" busy=${busy} onClick=${sync.all}>${t('sync.all_n', { n: all })}</${Button}>
    <${Button} busy=${busy} onClick=${sync.begin}>${t('sync.newest_n', { n: most })}</${Button}>
  </${Empty}>`;
}

const idOf = ({ task_id: id }) => id;
const open = (task) => go(drawerHref(PREVIEW, task.task_id));

export default function TasksPage() {
  useTitle(t('tasks.title'));
  const filters = readFilters(here.value.query);
  const viewId = here.value.query.get('view') || '';
  const stamp = writeFilters(filters).toString();
  const load = useLoad(
    () => page('/clickup/tasks', writeFilters(filters), { lane: 'tasks' }), [stamp, viewId],
    { view: viewId, transfer: filters.transfer },
  );
  /* The list comes first: what surrounds it is fetched afterwards. */
  const listed = Boolean(load.data || load.error);
  const settings = useLoad(async () => (listed ? get('/clickup/settings') : undefined), [listed]);
  const facets = useLoad(async () => (listed ? get('/clickup/api/task-filters') : undefined), [listed]);
  const [news, setNews] = useState(0);
  /* The navigation counts by the same answer: while a sync goes on it, the tabs and the pager say one number. */
  const totals = totalsOf(overview.value?.tasks);
  const counted = useCounts(listed, news);
  const countOf = (view) => (view in totals ? countText(totals[view]) : view in counted ? counted[view] : '…');
  const views = useSavedViews(SAVED, { id: viewId, stamp: news, bodyOf: () => viewBody(filters) });
  const [exports, setExports] = useState(false);
  const rows = load.data?.rows || [];
  const pick = useSelection({ rows, idOf, stamp });
  const keys = useRowKeys({ rows, idOf, pick, onOpen: open, stamp });
  const columns = useColumns(() => columnsOf(views.columns), [views.columns.join(' ')]);
  const renew = () => {
    load.reload();
    facets.reload();
    settings.reload();
    setNews((n) => n + 1);
    loadOverview();
  };
  const sync = useSync(renew);
  /* The address is read anew: what was typed may arrive before the page is drawn again. */
  const apply = (change, opts) => {
    const { query } = here.value;
    return setQuery(address(changed(readFilters(query), change), query.get('view') || ''), opts);
  };
  const wipe = () => {
    const before = address(filters, viewId);
    setQuery(writeFilters(cleared(filters)));
    toast(t('filters.cleared'), { action: t('undo'), onAction: () => setQuery(before) });
  };

  useLive(
    'task',
    (task) =>
      load.set(
        (data) =>
          data && {
            ...data,
            rows: data.rows.map((row) => (row.task_id === task?.task_id ? { ...row, ...task } : row)),
          },
      ),
    [],
  );
  useLive('import', (job) => { if (job?.status !== 'running') load.reload(); }, [stamp]);

  const at = Number(filters.page) || 1;
  const { total, more } = load.data || {};
  const whole = isNarrowed(filters) ? undefined : totals[load.of.transfer];
  const busy = Boolean(sync.run && !sync.run.failed);
  const choices = facetsOf(facets.data, views.view);
  const tabs = VIEWS.map((transfer) => ({
    key: transfer || 'all',
    text: t(`view.${transfer || 'all'}`),
    count: countOf(transfer),
    current: !load.of.view && load.of.transfer === transfer,
    href: transfer ? `${PATH}?transfer=${transfer}` : PATH,
  }));
  return html`
    <div class="head inline">
      <div>
        <h1>${t('tasks.title')}</h1>
        <p class="sub row wrap facts">
          <span class="cut1" data-tip="">
            ${settings.data?.path || (settings.data ? t('tasks.no_list') : '…')}
          </span>
          ${settings.data?.last_sync_at && html`<span class="faint nb">
            ${t('tasks.synced', { ago: ago(settings.data.last_sync_at) })}
          </span>`}
          ${isPartly(settings.data) && html`<span class="row wrap">
            <span>${t('tasks.partly', { n: settings.data.tasks_cached })}</span>
            <${Button} small quiet busy=${busy} onClick=${sync.all}>${t('sync.all')}</${Button}>
          </span>`}
        </p>
      </div>
      <div class="acts">
        <${Button} icon="refresh-cw" busy=${busy} onClick=${sync.begin}><b>${t('sync.do')}</b></${Button}>
        <${Button} class="wide-only" icon="download" href="/clickup/bulk-import/?new=1">
          <b>${t('imports.new')}</b>
        </${Button}>
      </div>
    </div>
    <${SyncState} sync=${sync} />
    ${settings.data?.tasks_missing > 0 && html`<${Missing} count=${settings.data.tasks_missing} onDone=${renew} />`}
    <${ViewBar}
      tabs=${tabs} views=${views} hrefOf=${viewHref} home=${PATH} of=${load.of.view}
      changed=${isChanged(filters, views.view)}
      onExport=${() => setExports(true)}
    >
      <${ColumnChip}
        items=${COLUMNS.map((value) => ({ value, label: t(`column.${value}`) }))} columns=${views.columns}
        onChange=${views.setColumns}
      />
    </${ViewBar}>
    <${FilterBar}
      search=${{ name: 'search', label: t('tasks.search'), hint: t('tasks.search.hint') }}
      groups=${groupsOf({ facets: choices, filters, zone: zone.value, apply })} filters=${filters} apply=${apply}
      narrowed=${isNarrowed(filters)} total=${total} onClear=${wipe}
    />
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${!load.data
      ? !load.error && html`<${Skeleton} rows=${12} />`
      : rows.length === 0
        ? html`<${Nothing}
            settings=${settings} filters=${filters} sync=${sync} onClear=${wipe} onRead=${load.reload}
          />`
        : html`
            <${Table}
              ...${keys} label=${t('tasks.title')} look="tasks" rows=${rows} columns=${columns}
              idOf=${idOf} nameOf=${({ name }) => name} pick=${pick} now=${filters.sort || '-date_updated'}
              busy=${load.busy} onSort=${(field) => apply({ sort: sorted(filters.sort, field) })}
            />
            <${Pages}
              query=${{ href: (...page) => inView(pageHref(...page), viewId) }} path=${PATH} filters=${filters}
              got=${load.data} size=${SIZE} always
              place=${placeOf(at, SIZE, rows.length, whole ?? total, more && whole === undefined)}
            />
          `}
    <${TaskPreview} rows=${rows} setCursor=${keys.setCursor} />
    ${pick.chosen.size > 0 && html`<${Bulk} pick=${pick} total=${total} more=${more} filters=${filters} />`}
    ${exports && html`<${ExportDialog}
      title=${t('export.tasks')} text=${t(more ? 'export.tasks.over' : 'export.tasks.what', { n: total ?? 0 })}
      href=${(separator) => exportHref(filters, views.columns, separator)} onClose=${() => setExports(false)}
    />`}
  `;
}
