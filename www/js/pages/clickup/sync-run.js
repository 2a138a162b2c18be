// sync-run: one sync run in a drawer: what it changed (samples with links), what it asked of ClickUp.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Icon, Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { Loaded, Skeleton, Note } from '../../ui/states.js';
import { t, has, num, duration, clockTime } from '../../lib/i18n.js';
import { get } from '../../lib/api.js';
import { errorWords } from '../../lib/errors.js';
import { toast } from '../../ui/toast.js';
import { syncAll } from './sync-all.js';
import { SyncBadge } from '../../ui/sync-words.js';
import { changesOf, secondsOf } from './sync-logs-rules.js';

const nameOf = ({ name, task_id: id }) => name || id;

/* Deleted tasks have no page any more. */
const Sample = ({ kind, rows, total }) => html`<section aria-labelledby=${`run-${kind}`}>
  <div class="row sech">
    <h3 id=${`run-${kind}`}>${t(`run.${kind}`)}</h3>
    <span class="faint sm">${num(total)}</span>
  </div>
  <ul class="rows">
    ${rows.map((row) => html`<li key=${row.task_id}>
      ${kind === 'deleted'
        ? html`<span>${nameOf(row)}</span>`
        : html`<a href=${`/clickup/task/${encodeURIComponent(row.task_id)}/`}>${nameOf(row)}</a>`}
      <span class="xs faint push">${row.task_id}</span>
    </li>`)}
    ${total > rows.length && html`<li class="faint sm">${t('and_more', { n: total - rows.length })}</li>`}
  </ul>
</section>`;

const Calls = ({ calls }) =>
  calls?.length
    ? html`<section aria-labelledby="run-calls">
        <div class="row sech">
          <h3 id="run-calls">${t('run.calls')}</h3>
          <span class="faint sm">${num(calls.length)}</span>
        </div>
        <ul class="rows">
          ${calls.map((call) => html`<li key=${call.id}>
            <span class=${`st ${call.status_code >= 200 && call.status_code < 400 ? 'ok' : 'bad'}`}>
              ${call.status_code ?? t('run.no_answer')}
            </span>
            <span class="mono cutpath">${call.method} ${call.endpoint}</span>
            <span class="xs faint push nb">${duration(call.duration_ms / 1000)}</span>
          </li>`)}
        </ul>
      </section>`
    : null;

function Run({ log }) {
  const changes = changesOf(log);
  const all = () =>
    syncAll().then(
      () => toast(t('sync.started')),
      (error) => toast(errorWords(error).detail),
    );
  return html`
    <div class="row wrap">
      <${SyncBadge} log=${log} />
      ${log.waits_until && html`<span class="dim">${t('sync.waits', { time: clockTime(log.waits_until) })}</span>`}
      <span class="dim">${has(`sync.reason.${log.reason}`) ? t(`sync.reason.${log.reason}`) : ''}</span>
    </div>
    ${log.error_message && html`<${Note}
      kind=${log.status === 'error' ? 'bad' : 'warn'} icon="triangle-alert"
      acts=${log.tasks_missing > 0
        ? html`<${Button} small href="/clickup/tasks/">${t('unmet.show')}</${Button}>`
        : log.error_code === 'clickup.sync_limit' && html`<${Button} small onClick=${all}>${t('sync.all')}</${Button}>`}
    >
      ${log.error_message}
    </${Note}>`}
    <dl class="fields tight">
      <div><dt>${t('run.started')}</dt><dd><${Time} at=${log.started_at || log.created_at} /></dd></div>
      <div><dt>${t('col.took')}</dt><dd>${log.finished_at ? duration(secondsOf(log)) : t('sync.running')}</dd></div>
      <div><dt>${t('col.read')}</dt><dd>${num(log.tasks_processed)}</dd></div>
      <div><dt>${t('col.calls')}</dt><dd>${num(log.calls || 0)}</dd></div>
    </dl>
    ${changes.map(({ kind, rows, total }) => html`<${Sample} key=${kind} kind=${kind} rows=${rows} total=${total} />`)}
    ${changes.length === 0 && log.finished_at && html`<p class="row dim"><${Icon} name="check" />${t('run.same')}</p>`}
    <${Calls} calls=${log.requests} />
  `;
}

export function SyncRun({ id }) {
  const load = useLoad(() => get(`/clickup/sync-logs/${id}`), [id]);
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} />`}>
    ${(log) => html`<div class="stackd"><${Run} log=${log} /></div>`}
  </${Loaded}>`;
}
