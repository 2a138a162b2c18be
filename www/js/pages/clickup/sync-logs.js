// sync-logs: when ClickUp was read, what came of it: bars over a month, a table, a drawer for each run.
import { html } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { Empty, Skeleton, Loaded } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { Pages } from '../../ui/pager.js';
import { Table, DataTable } from '../../ui/table.js';
import { Drawer, drawerHref } from '../../ui/drawer.js';
import { t, has, num, duration, shortDay, zone } from '../../lib/i18n.js';
import { get, page, post } from '../../lib/api.js';
import { bare } from '../../lib/list-rules.js';
import { here } from '../../lib/router.js';
import { useLive } from '../../lib/live.js';
import { Bars } from '../../ui/chart.js';
import { SyncBadge } from '../../ui/sync-words.js';
import { Crumbs, aboveOf } from '../../ui/huntflow-words.js';
import { SyncRun } from './sync-run.js';
import { withLog, secondsOf, daysOf, changeBars, runBars, sumOf } from './sync-logs-rules.js';

const PATH = '/clickup/sync-logs/';
const DAYS = 30;

const change = (n, sign) => (n > 0 ? `${sign}${num(n)}` : html`<span class="faint">0</span>`);

const When = ({ log }) => html`
  <a class="name" href=${drawerHref('run', log.id)}>
    <span class="sr">${t('run.open')} </span>
    <${Time} at=${log.created_at} />
  </a>
  <span class="two">${has(`sync.reason.${log.reason}`) ? t(`sync.reason.${log.reason}`) : ''}</span>
`;

const Took = ({ log }) => html`<span class="nb">${log.finished_at ? duration(secondsOf(log)) : '…'}</span>`;

const number = (name, cell, look = '') => ({
  name,
  head: t(`col.${name}`),
  cap: t(`col.${name}`),
  right: true,
  look: `c-n ${look}`,
  cell,
});

const columns = () => [
  { name: 'when', head: t('col.when'), look: 'c-name', cell: (log) => html`<${When} log=${log} />` },
  { name: 'status', head: t('col.status'), look: 'c-st', cell: (log) => html`<${SyncBadge} log=${log} />` },
  number('read', (log) => num(log.tasks_processed)),
  number('created', (log) => change(log.tasks_created, '+')),
  number('changed', (log) => change(log.tasks_updated, '')),
  number('gone', (log) => change(log.tasks_deleted, '−')),
  number('calls', (log) => num(log.calls || 0), 'c-calls'),
  number('took', (log) => html`<${Took} log=${log} />`),
];

const why = ({ error_message: text }) => text && html`<span class="sm bad-t">${text}</span>`;

const ends = (days) => [shortDay(days[0].day), shortDay(days[Math.floor(days.length / 2)].day), t('day.today')];

function Chart({ days }) {
  const runs = sumOf(days, 'runs');
  if (!runs) return null;
  const created = sumOf(days, 'created');
  const updated = sumOf(days, 'updated');
  const errors = sumOf(days, 'failed');
  const last = (bars, title) => bars.map((bar, i) => ({ ...bar, now: i === days.length - 1, title: title(days[i]) }));
  return html`<section class="syncchart" aria-labelledby="h-bars">
    <h2 class="sr" id="h-bars">${t('syncs.chart.title')}</h2>
    <div class="twocharts">
      <figure>
        <figcaption class="row sech">
          <h3>${t('syncs.chart.tasks')}</h3>
          <span class="faint sm push">${t('days', { n: days.length })}</span>
        </figcaption>
        <${Bars}
          bars=${last(changeBars(days), (day) =>
            t('syncs.chart.tasks.bar', {
              day: shortDay(day.day), created: num(day.created), updated: num(day.updated),
            }))}
          label=${t('syncs.chart.tasks.say', { created: num(created), updated: num(updated) })} axis=${ends(days)}
        />
      </figure>
      <figure>
        <figcaption class="row sech">
          <h3>${t('syncs.chart.runs')}</h3>
          <span class="faint sm push">${errors ? t('errors', { n: errors }) : t('syncs.chart.clean')}</span>
        </figcaption>
        <${Bars}
          bars=${last(runBars(days), (day) =>
            t('syncs.chart.runs.bar', {
              day: shortDay(day.day),
              n: num(day.runs),
              errors: num(day.failed),
              time: duration(day.duration),
            }),
          )}
          label=${t('syncs.chart.runs.say', { n: num(runs), errors: num(errors) })} axis=${ends(days)}
        />
      </figure>
    </div>
    <${DataTable}
      head=${[
        t('day'),
        t('syncs.col.runs'),
        t('today.errors.col'),
        t('col.created'),
        t('col.changed'),
        t('col.gone'),
        t('syncs.col.mean'),
      ]}
      rows=${days
        .filter((day) => day.runs)
        .reverse()
        .map((day) => [
          shortDay(day.day),
          num(day.runs),
          num(day.failed),
          num(day.created),
          num(day.updated),
          num(day.deleted),
          duration(day.duration),
        ])}
    />
  </section>`;
}

export default function SyncLogsPage() {
  useTitle(t('nav.syncs'));
  const filters = bare.read(here.value.query);
  const at = Number(filters.page) || 1;
  const load = useLoad(() => page('/clickup/sync-logs', filters), [String(bare.write(filters))]);
  const chart = useLoad(() => get('/clickup/sync-logs/chart', { days: DAYS }), []);
  useLive('sync', (log) => { if (log?.finished_at) chart.reload(); }, []);
  useLive('sync', (log) => load.set((data) => data && { ...data, rows: withLog(data.rows, log, at === 1) }), [at]);
  useLive('tick', () => load.reload(), [at]);
  const running = load.data?.rows.some(({ status }) => status === 'running' || status === 'queued');
  const begin = async () => {
    try {
      const log = await post('/clickup/api/sync-tasks', {});
      load.set((data) => data && { ...data, rows: withLog(data.rows, log, at === 1) });
    } catch (error) {
      toast(errorWords(error).detail);
      load.reload();
    }
  };
  return html`
    <${Crumbs} links=${[aboveOf('/clickup/settings/', 'ClickUp')]} />
    <div class="head">
      <div><h1>${t('nav.syncs')}</h1><p class="sub">${t('syncs.sub')}</p></div>
      <div class="acts"><${Button} icon="refresh-cw" busy=${running} onClick=${begin}>${t('sync.do')}</${Button}></div>
    </div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${10} />`}>
      ${({ rows }) =>
        rows.length === 0
          ? html`<${Empty} icon="refresh-cw" text=${t('syncs.empty')}>
              <${Button} main icon="refresh-cw" onClick=${begin}>${t('sync.do')}</${Button}>
            </${Empty}>`
          : html`
              ${at === 1 && html`<${Loaded} load=${chart} skeleton=${html`<div class="chartbox"></div>`}>
                ${(parts) => html`<${Chart} days=${daysOf(parts, DAYS, Date.now(), zone.value)} />`}
              </${Loaded}>`}
              <${Table} label=${t('nav.syncs')} look="logs" rows=${rows} columns=${columns()} after=${why} />
              <${Pages} query=${bare} path=${PATH} filters=${filters} got=${load.data} />
            `}
    </${Loaded}>
    <${Drawer} name="run" valid=${/^\d+$/} title=${(id) => t('run.title', { id })}>
      ${(id) => html`<${SyncRun} id=${id} />`}
    </${Drawer}>
  `;
}
