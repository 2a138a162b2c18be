// sync-logs: when ClickUp was read, what came of it: bars over time and a table.
import { html, useEffect, useLoad, useTitle, Button, Time, Empty, Skeleton, Loaded, toast, errorWords } from '../lib/ui.js';
import { Pager, placeOf } from '../lib/table.js';
import { t, has, num, duration, when } from '../lib/i18n.js';
import { page, post } from '../lib/api.js';
import { here } from '../lib/router.js';
import { on } from '../lib/live.js';
import { Bars } from '../lib/charts.js';
import { SyncBadge } from '../lib/sync-words.js';
import { withLog, barsOf, secondsOf } from './sync-logs-rules.js';

const PATH = '/clickup/sync-logs/';

const change = (n, sign) => (n > 0 ? `${sign}${num(n)}` : html`<span class="faint">0</span>`);

const Row = ({ log }) => html`<tr role="row"><td role="cell" class="c-name"><${Time} at=${log.created_at} class="name" /><span class="two">${has(`sync.reason.${log.reason}`) ? t(`sync.reason.${log.reason}`) : ''}</span></td>
  <td role="cell" class="c-st"><${SyncBadge} log=${log} /></td>
  <td role="cell" class="r c-n"><span class="cap">${t('col.read')}</span>${num(log.tasks_processed)}</td>
  <td role="cell" class="r c-n"><span class="cap">${t('col.created')}</span>${change(log.tasks_created, '+')}</td>
  <td role="cell" class="r c-n"><span class="cap">${t('col.changed')}</span>${change(log.tasks_updated, '')}</td>
  <td role="cell" class="r c-n"><span class="cap">${t('col.gone')}</span>${change(log.tasks_deleted, '−')}</td>
  <td role="cell" class="r c-n c-calls"><span class="cap">${t('col.calls')}</span>${num(log.calls || 0)}</td>
  <td role="cell" class="r c-n"><span class="cap">${t('col.took')}</span><span class="nb">${log.finished_at ? duration(secondsOf(log)) : '…'}</span></td></tr>
  ${log.error_message && html`<tr role="row" class="why"><td role="cell" colspan="8"><span class="sm bad-t">${log.error_message}</span></td></tr>`}`;

const Table = ({ rows }) => html`<table class="tbl cards logs" role="table" aria-label=${t('nav.syncs')}><thead role="rowgroup"><tr role="row">
  ${['when', 'status', 'read', 'created', 'changed', 'gone', 'calls', 'took'].map((name, i) => html`<th role="columnheader" scope="col" class=${`${i > 1 ? 'r' : ''}${name === 'calls' ? ' c-calls' : ''}`}>${t(`col.${name}`)}</th>`)}</tr></thead>
  <tbody role="rowgroup">${rows.map((log) => html`<${Row} key=${log.id} log=${log} />`)}</tbody></table>`;

function Chart({ rows }) {
  const bars = barsOf(rows);
  if (bars.length < 2) return null;
  const shown = bars.map(({ log, value, bad }, i) => ({ value, bad: bad ? value : 0, now: i === bars.length - 1, title: t('sync.bar', { at: when(log.created_at), n: log.tasks_processed, time: duration(secondsOf(log)) }) }));
  return html`<section class="syncchart" aria-labelledby="h-bars"><div class="row sech"><h2 id="h-bars">${t('syncs.chart')}</h2><span class="faint sm push">${t('syncs.last', { n: bars.length })}</span></div>
    <${Bars} bars=${shown} label=${t('syncs.say', { n: bars.length, bad: num(bars.filter(({ bad }) => bad).length) })} axis=${[when(bars[0].log.created_at), when(bars.at(-1).log.created_at)]} /></section>`;
}

export default function SyncLogsPage() {
  useTitle(t('nav.syncs'));
  const at = Number(here.value.query.get('page')) || 1;
  const load = useLoad(() => page('/clickup/sync-logs', { page: at }), [at]);
  useEffect(() => on('sync', (log) => load.set((data) => data && ({ ...data, rows: withLog(data.rows, log, at === 1) }))), [at]);
  useEffect(() => on('tick', () => load.reload()), [at]);
  const running = load.data?.rows.some(({ status }) => status === 'running' || status === 'queued');
  const begin = async () => {
    try {
      const log = await post('/clickup/api/sync-tasks', {});
      load.set((data) => data && ({ ...data, rows: withLog(data.rows, log, at === 1) }));
    } catch (error) {
      toast(errorWords(error).detail);
      load.reload();
    }
  };
  return html`<div class="head"><div><h1>${t('nav.syncs')}</h1><p class="sub">${t('syncs.sub')}</p></div><div class="acts"><${Button} icon="refresh-cw" busy=${running} onClick=${begin}>${t('sync.do')}</${Button}></div></div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${10} />`}>${({ rows, total, more, links }) => (rows.length === 0
      ? html`<${Empty} icon="refresh-cw" text=${t('syncs.empty')}><${Button} main icon="refresh-cw" onClick=${begin}>${t('sync.do')}</${Button}></${Empty}>`
      : html`${at === 1 && html`<${Chart} rows=${rows} />`}<${Table} rows=${rows} />
        ${(links.next || at > 1) && html`<${Pager} place=${placeOf(at, 20, rows.length, total, more)} prev=${at > 1 && `${PATH}?page=${at - 1}`} next=${links.next && `${PATH}?page=${at + 1}`} />`}`)}</${Loaded}>`;
}
