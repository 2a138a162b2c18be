// today: what needs a person, how the connections are, the running import, the last days. First steps
// while nothing is connected.
import { html, useEffect, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Icon, Button } from '../../ui/button.js';
import { Badge, Progress, Time } from '../../ui/marks.js';
import { Skeleton, ErrorNote } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { DataTable } from '../../ui/table.js';
import { t, num, percent, today, ago, shortDay } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { get, post } from '../../lib/api.js';
import { overview, overviewError, loadOverview, me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { Bars } from '../../ui/chart.js';
import { etaText } from '../../ui/import-words.js';
import { syncLine } from '../../ui/sync-words.js';
import { MyTasks } from './my-tasks.js';
import { change, charted, connectionLook, foldedSyncs, isFresh, spike, stepsOf, sum } from './today-rules.js';

const ICONS = { key: 'key-round', import: 'file-text', sync: 'refresh-cw', setup: 'plug', inbox: 'mail', away: 'plug' };
// The state of the services changes without an event.
const AGAIN_MS = 60_000;
const NODES = { ok: 'check', bad: 'x' };

function Connection({ one }) {
  const { look, key, n } = connectionLook(one, now.value);
  const words = key === 'ago' ? ago(one.last_sync_at) : t(`conn.${key}`, { n });
  return html`<li>
    <a href=${one.provider === 'clickup' ? '/clickup/settings/' : '/huntflow/'}>
      <span class=${`node ${look}`} aria-hidden="true">
        ${NODES[look] ? html`<${Icon} name=${NODES[look]} />` : look === 'warn' ? '!' : ''}
      </span>
      <span>
        <b class="mid">
          ${t(`provider.${one.provider}`)}
          ${one.environment === 'SANDBOX' && html` <span class="faint">${t('sandbox')}</span>`}
        </b>
        <span class=${`xs ${look === 'ok' || look === 'none' ? 'faint' : `${look}-t`}`}>
          <span class="sr">${t(`conn.look.${look}`)}: </span>
          ${words}
        </span>
      </span>
    </a>
  </li>`;
}

const Connections = ({ all }) => html`<section aria-labelledby="h-conn">
  <h2 class="sr" id="h-conn">${t('today.connections')}</h2>
  <ul class="health">${all.map((one) => html`<${Connection} key=${one.provider + one.environment} one=${one} />`)}</ul>
</section>`;

const LEVEL = { key: 'warn', import: 'warn', sync: 'bad', setup: 'info', away: 'bad' };

/* Asks the service now; what it said is on the page a moment later. */
function Check({ action, main }) {
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    try {
      await post(action.check.path, action.check.body);
      toast(t('huntflow.ok'));
    } catch (error) {
      toast(errorWords(error).detail);
    }
    await loadOverview();
    setBusy(false);
  };
  return html`<${Button} small main=${main} busy=${busy} onClick=${ask}>${action.label}</${Button}>`;
}

function Attention({ items }) {
  return html`<section aria-labelledby="h-att">
    <div class="row sech">
      <h2 id="h-att">${t('today.attention')}</h2>
      ${items.length > 0 && html`<span class="faint sm">${num(items.length)}</span>`}
    </div>
    ${items.length === 0
      ? html`<p class="calm"><${Icon} name="check" />${t('today.calm')}</p>`
      : html`<ul class="att">
          ${items.map((item, i) => html`<li key=${item.code + i}>
            <span class=${`mk ${LEVEL[item.kind] || 'info'}`}><${Icon} name=${ICONS[item.kind] || 'info'} /></span>
            <div><h3>${item.title}</h3><p class="sm dim">${item.text}</p></div>
            ${item.action &&
            (item.action.check
              ? html`<${Check} action=${item.action} main=${i === 0} />`
              : html`<${Button} small main=${i === 0} href=${item.action.href}>${item.action.label}</${Button}>`)}
          </li>`)}
        </ul>`}
  </section>`;
}

/* The way from nothing to the first import: a wire of five nodes, the button at the one that is next. */
function FirstSteps({ steps, onSync }) {
  const next = steps.findIndex(({ done }) => !done);
  return html`<section class="panel first" aria-labelledby="h-first">
    <div class="ph">
      <h2 id="h-first">${t('first.title')}</h2>
      <span class="faint sm">
        ${t('first.done', { n: steps.filter(({ done }) => done).length, all: steps.length })}
      </span>
    </div>
    <ol class="path">
      ${steps.map(({ key, done, href, open }, i) => html`<li
        key=${key} class=${done ? 'done' : i === next ? 'now' : ''} aria-current=${i === next ? 'step' : undefined}
      >
        <div>
          <h3>${t(`first.${key}`)}${done && html` <span class="sr">${t('first.ready')}</span>`}</h3>
          <p class="sm dim">${t(done ? `first.${key}.done` : `first.${key}.what`)}</p>
        </div>
        ${!done &&
        open &&
        (href
          ? html`<${Button} small main=${i === next} href=${href}>${t(`first.${key}.go`)}</${Button}>`
          : html`<${Button} small main=${i === next} onClick=${onSync}>${t(`first.${key}.go`)}</${Button}>`)}
      </li>`)}
    </ol>
  </section>`;
}

function Running({ job }) {
  const share = Math.floor(job.progress_percentage || 0) / 100;
  const stop = async () => {
    try {
      await post(`/clickup/api/stop-bulk-import/${job.id}`, {});
      loadOverview();
      toast(t('import.stopped'), {
        action: t('import.resume'),
        onAction: () => post(`/clickup/api/resume-bulk-import/${job.id}`, {}).then(loadOverview),
      });
    } catch (error) {
      toast(errorWords(error).detail);
    }
  };
  return html`<section class="panel run" aria-labelledby="h-run">
    <div class="ph">
      <h2 id="h-run">${t('import.name', { id: job.id })}</h2>
      <${Badge} kind="info" live>${t('import.status.running')}</${Badge}>
    </div>
    <div class="row base">
      <b class="pc">${percent(share)}</b>
      <span class="dim">${t('import.of', { n: job.processed_tasks, all: job.total_tasks })}</span>
    </div>
    <${Progress} thin max=${job.total_tasks} value=${job.processed_tasks} label=${t('import.name', { id: job.id })} />
    <p class="sm dim eta">${etaText(job)}</p>
    <div class="row">
      <${Button} small href=${`/clickup/bulk-import/${job.id}/`}>${t('open')}</${Button}>
      <${Button} quiet small onClick=${stop}>${t('import.stop')}</${Button}>
    </div>
  </section>`;
}

const Sync = ({ log }) => html`<div class="row base">
  <${Time} at=${log.created_at} class="nb" />
  <div>
    <b class="mid">${t(`sync.status.${log.status}`)}</b>
    <span class="xs faint">${syncLine(log)}</span>
  </div>
</div>`;

function LastSyncs({ logs }) {
  return html`<section aria-labelledby="h-sync">
    <div class="row sech">
      <h2 id="h-sync">${t('today.syncs')}</h2>
      <a class="push sm lnk" href="/clickup/sync-logs/">${t('all')}</a>
    </div>
    ${logs.length === 0
      ? html`<p class="sm dim">${t('syncs.empty')}</p>`
      : html`<ol class="tl day">
          ${foldedSyncs(logs).map(({ logs: [log, ...older] }) => html`<li
            key=${log.id} class=${log.status === 'running' ? 'now' : log.status === 'success' ? 'acc' : 'warn'}
          >
            <${Sync} log=${log} />
            ${older.length > 0 && html`<details class="more folded">
              <summary>
                <span class="chev"><${Icon} name="chevron-right" /></span>
                ${t('today.syncs.clean', { n: older.length })}
              </summary>
              ${older.map((one) => html`<${Sync} key=${one.id} log=${one} />`)}
            </details>`}
          </li>`)}
        </ol>`}
  </section>`;
}

/* Under bars of days: the first one, one in the middle, the last. */
const axisOf = (days, name) => [
  shortDay(days[0].day), shortDay(days[Math.floor(days.length / 2)].day), t('today.last', { n: days.at(-1)[name] }),
];

function Imported({ days }) {
  const total = sum(days, 'count');
  const grown = change(days);
  const bars = days.map(({ day, count }, i) => ({
    value: count, title: `${shortDay(day)}: ${num(count)}`, now: i === days.length - 1,
  }));
  return html`<section aria-labelledby="h-imp">
    <div class="row sech">
      <h2 id="h-imp">${t('today.imported')}</h2>
      <span class="faint sm push">${t('days', { n: days.length })}</span>
    </div>
    ${total === 0
      ? html`<p class="sm dim">${t('today.imported.none')}</p>`
      : html`
          <p class="sum">
            <b>${num(total)}</b> <span class="sm dim">
              ${t('today.imported.sub', { n: total })}${grown !== null &&
                `, ${t(`today.imported.${grown < 0 ? 'less' : 'more'}`, { share: percent(Math.abs(grown)) })}`}
            </span>
          </p>
          ${charted(days, 'count') && html`<${Bars}
            bars=${bars} axis=${axisOf(days, 'count')}
            label=${t('today.imported.say', { n: total, days: days.length, last: num(days.at(-1).count) })}
          />`}
          <${DataTable}
            head=${[t('day'), t('today.imported.col')]}
            rows=${days.map(({ day, count }) => [shortDay(day), num(count)])}
          />
        `}
  </section>`;
}

function Calls({ days }) {
  const total = sum(days, 'total');
  const errors = sum(days, 'errors');
  const worst = spike(days);
  const bars = days.map((day, i) => ({
    value: day.total, bad: day.errors, now: i === days.length - 1,
    title: t('today.calls.bar', { day: shortDay(day.day), n: day.total, errors: num(day.errors) }),
    mark: day === worst ? t('errors', { n: day.errors }) : undefined,
  }));
  return html`<section aria-labelledby="h-calls">
    <div class="row sech">
      <h2 id="h-calls">${t('today.calls')}</h2>
      <span class="faint sm push">${t('days', { n: days.length })}</span>
    </div>
    ${total === 0
      ? html`<p class="sm dim">${t('today.calls.none')}</p>`
      : html`
          <p class="sum">
            <b>${num(total)}</b> <span class="sm dim">
              ${errors
                ? t('today.calls.errors', {
                    errors: t('errors', { n: errors }),
                    share: percent(errors / Math.max(1, total), 1),
                  })
                : t('today.calls.clean')}
            </span>
          </p>
          ${charted(days, 'total') && html`<${Bars}
            bars=${bars} label=${t('today.calls.say', { n: total, errors: num(errors) })} axis=${axisOf(days, 'total')}
          />`}
          <${DataTable}
            head=${[t('day'), t('today.calls.col'), t('today.errors.col')]}
            rows=${days.map((day) => [shortDay(day.day), num(day.total), num(day.errors)])}
          />
        `}
  </section>`;
}

const setup = async () => {
  const [settings, profile] = await Promise.all([get('/clickup/settings'), get('/api/v1/profile')]);
  return { settings, profile };
};

function Board({ data }) {
  const fresh = isFresh(data) && may(me.value, 'recruiter');
  const ready = useLoad(async () => (fresh ? setup() : null), [fresh, data.tasks.total, data.last_syncs[0]?.id]);
  const onSync = async () => {
    try {
      await post('/clickup/api/sync-tasks', {});
      toast(t('sync.started'));
    } catch (error) {
      toast(errorWords(error).detail);
    }
    loadOverview();
  };
  const steps = fresh && ready.data ? stepsOf(data, ready.data) : null;
  const quiet = fresh && !data.last_syncs.length && !data.tasks.total;
  const attention = fresh ? data.attention.filter(({ kind }) => kind !== 'setup') : data.attention;
  return html`
    ${data.connections.length > 0 && html`<${Connections} all=${data.connections} />`}
    <div class=${quiet ? 'cols alone' : 'cols'}>
      <div class="left">
        ${fresh &&
        (steps
          ? html`<${FirstSteps} steps=${steps} onSync=${onSync} />`
          : html`<${Skeleton} rows=${5} height=${64} />`)}
        ${(!fresh || attention.length > 0) && html`<${Attention} items=${attention} />`}
        ${!quiet && html`<div class="two-ch">
          <${Imported} days=${data.imported} />
          <${Calls} days=${data.calls} />
        </div>`}
        ${quiet && may(me.value, 'member') && html`<${MyTasks} />`}
      </div>
      ${!quiet && html`<div class="right">
        ${may(me.value, 'member') && html`<${MyTasks} />`}
        ${data.running_import && html`<${Running} job=${data.running_import} />`}
        <${LastSyncs} logs=${data.last_syncs} />
      </div>`}
    </div>
  `;
}

/* Of who does not hire: their own tasks. */
const Own = () => html`<div class="cols alone"><div class="left">
  ${may(me.value, 'member')
    ? html`<${MyTasks} />`
    : html`<p class="calm"><${Icon} name="check" />${t('today.calm')}</p>`}
</div></div>`;

export default function TodayPage() {
  useTitle(t('nav.today'));
  useEffect(() => {
    loadOverview();
    const timer = setInterval(() => { if (!document.hidden) loadOverview(); }, AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const data = overview.value;
  const error = overviewError.value;
  const hires = may(me.value, 'recruiter');
  const waiting = data
    ? isFresh(data)
      ? t('today.begin')
      : data.attention.length
        ? t('today.waiting', { n: data.attention.length })
        : t('today.calm')
    : '';
  return html`
    <div class="head">
      <div><h1>${t('nav.today')}</h1><p class="sub">${[today(), waiting].filter(Boolean).join('. ')}</p></div>
      ${data && !isFresh(data) && hires && html`<div class="acts wide-only">
        <${Button} icon="download" href="/clickup/bulk-import/?new=1">${t('imports.new')}</${Button}>
      </div>`}
    </div>
    ${error && html`<${ErrorNote} class="gap" error=${error} retry=${loadOverview} />`}
    ${!hires && html`<${Own} />`}
    ${data ? html`<${Board} data=${data} />` : hires && !error && html`<${Skeleton} rows=${8} />`}
  `;
}
