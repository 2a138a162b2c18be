// import: one bulk import: route, percent, numbers, failures by remedy, speed, items in work; live. Its
// file and its undo.
import { html, useState, useEffect, useRef } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Icon, Button } from '../../ui/button.js';
import { Progress } from '../../ui/marks.js';
import { Note, Skeleton, ErrorNote, Empty } from '../../ui/states.js';
import { ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { DataTable } from '../../ui/table.js';
import { t, num, when, clockTime, duration } from '../../lib/i18n.js';
import { get, post } from '../../lib/api.js';
import { useFresh, useLive } from '../../lib/live.js';
import { Lines } from '../../ui/chart.js';
import { ImportBadge, etaLine, stepText, paceText } from '../../ui/import-words.js';
import { vacancyHref } from '../../lib/huntflow-rules.js';
import { pageOf } from '../../lib/transfer-rules.js';
import { canStop, canResume, canCancel, canUndo, isOver, merged, quarter } from '../../lib/import-rules.js';
import { loadOverview } from '../../lib/session.js';
import { later } from '../../ui/later.js';
import { UndoState } from './undo-state.js';
import { Items, itemsHref } from './items.js';
import { remedyOf, numbersOf, speedRows, meanSpeed, saidOf, tookSeconds } from './progress-rules.js';

const ExportDialog = later(() => import('../../ui/export.js'), 'ExportDialog');
const UndoDialog = later(() => import('./undo.js'), 'UndoDialog');

const FULL_MS = 10000;
const SHOWN = 6;

const stateOf = (job) => job && [job.status, job.failed_tasks, job.undo?.state].join();

/*
 * Events move the numbers; failures and the speed are read anew at most every ten seconds, and at each
 * change of state.
 */
function useProgress(id) {
  const load = useLoad(() => get(`/clickup/api/bulk-import-progress/${id}`), [id]);
  const last = useRef();
  const state = stateOf(load.data);
  const fits = (event) => event?.id === Number(id);
  useEffect(() => { last.current = state; }, [state]);
  useLive(
    'import',
    (event) => {
      if (!fits(event)) return;
      load.set((old) => old && merged(old, event));
      if (stateOf(event) === last.current) return;
      last.current = stateOf(event);
      load.reload();
    },
    [id],
  );
  useFresh('import', { fits, ms: FULL_MS }, load.reload, [id]);
  return load;
}

const Route = ({ job }) => html`<div class="route">
  <div>
    <span class="lbl">${t('import.from')}</span>
    <b class="mid">
      ${t(`import.from.${job.kind}`, { list: job.source || t(`imports.clickup.${job.scope}`) })}
    </b>
  </div>
  <span class="rail" aria-hidden="true"></span>
  <div>
    <span class="lbl">${t('import.to')}</span>
    <b class="mid">
      ${job.vacancy_name || job.account_name
        ? t('import.to.huntflow', { name: job.vacancy_name || job.account_name })
        : 'Huntflow'}
      ${job.status_name && html`, ${t('import.to.stage', { name: job.status_name })}`}
    </b>
  </div>
</div>`;

const overLine = (job) =>
  job.status === 'cancelled'
    ? t('import.cancelled.at', { done: num(job.processed_tasks), all: num(job.total_tasks) })
    : t(`import.status.${job.status}`);

/* What is said aloud: at the quarters, at a pause, at the end. */
function Spoken({ job }) {
  const part = quarter(job);
  const [text, setText] = useState('');
  useEffect(() => {
    setText(
      isOver(job)
        ? overLine(job)
        : t('import.said', { n: job.processed_tasks, all: job.total_tasks }),
    );
  }, [part, job.status, job.paused_by]);
  return html`<p class="sr" aria-live="polite">${text}</p>`;
}

function Hero({ job }) {
  const share = Math.floor(job.progress_percentage || 0);
  const line =
    job.status === 'running'
      ? etaLine(job)
      : job.status === 'cancelled'
        ? overLine(job)
        : isOver(job)
        ? t('import.took', { time: duration(tookSeconds(job)) })
        : t('import.can_resume');
  return html`<section class="hero" aria-label=${t('import.progress')}>
    <${Route} job=${job} />
    <div class="big">
      <div class="pct" aria-hidden="true">${num(share)}<small>%</small></div>
      <div class="bar">
        <label class="row wrap" for="pg">
          <span class="mid">
            ${t(`import.of_tasks.${job.kind}`, { n: job.total_tasks, done: num(job.processed_tasks) })}
          </span>
          <span class="push dim" id="eta">${line}</span>
        </label>
        <${Progress} id="pg" max=${job.total_tasks} value=${job.processed_tasks} describedby="eta" />
        <${Spoken} job=${job} />
      </div>
    </div>
    <dl class="nums">
      ${numbersOf(job).map(({ key, value, bad }) => html`<div key=${key} class=${bad ? 'bad' : ''}>
        <dt>${t(`import.num.${key}`)}</dt>
        <dd>${value === null ? t('import.num.none') : num(value)}</dd>
      </div>`)}
    </dl>
  </section>`;
}

/* Its tasks, each with what was said of it when that differs. */
function Sample({ group, job }) {
  const said = saidOf(group);
  return html`<ul class="its">
    ${group.sample.map((item) => html`<li key=${item.task_id}>
      <a href=${pageOf(job, item.task_id)}>${item.name || item.task_id}</a>
      <span class="xs faint num">${item.task_id}</span>
      ${said && html`<span class="sm dim">${item.error_message}</span>`}
    </li>`)}
    <li>
      <a class="sm" href=${itemsHref({ code: group.code })}>
        ${t(`import.failures.open.${job.kind}`, { n: group.count })}
      </a>
    </li>
  </ul>`;
}

/* A lost answer is looked for; only a person's word sends the task again. */
function Remedies({ group, onRemedy, busy }) {
  const { key, option, href } = remedyOf(group);
  const { code } = group;
  const resend = async () => {
    const yes = await ask({
      title: t('unsure.create.title'),
      text: t('unsure.create.text'),
      deed: t('remedy.resend.do'),
      stay: t('cancel'),
      danger: true,
    });
    if (yes) onRemedy({ code, option });
  };
  if (href) return html`<${Button} small href=${href}>${t(`remedy.${key}.do`)}</${Button}>`;
  if (option !== 'resend') {
    return html`<${Button} small busy=${busy} onClick=${() => onRemedy({ code, option })}>
      ${t(`remedy.${key}.do`)}
    </${Button}>`;
  }
  return html`<div class="acts">
    <${Button} small busy=${busy} onClick=${() => onRemedy({ code })}>${t('unsure.look')}</${Button}>
    <${Button} small quiet danger busy=${busy} onClick=${resend}>${t('remedy.resend.do')}</${Button}>
  </div>`;
}

const Failure = ({ group, job, first, onRemedy, busy }) => html`<li>
  <details open=${first}>
    <summary>
      <span class="chev"><${Icon} name="chevron-right" /></span>
      <span class=${`st ${remedyOf(group).hard ? 'bad' : 'warn'}`}></span>
      <span class="gt">
        <b class="mid">${group.text}</b> <span class="faint nb">${t(`import.n.${job.kind}`, { n: group.count })}</span>
      </span>
    </summary>
    ${remedyOf(group).key !== 'resend' && html`<p class="sm dim">${t(`remedy.${remedyOf(group).key}.what`)}</p>`}
    <${Sample} group=${group} job=${job} />
  </details>
  <${Remedies} group=${group} onRemedy=${onRemedy} busy=${busy} />
</li>`;

function noFailures(job) {
  if (job.status === 'cancelled') return overLine(job);
  return t(isOver(job) ? `import.failures.all_good.${job.kind}` : 'import.failures.later');
}

function Failures({ job, onRemedy, busy }) {
  const groups = job.failures || [];
  if (!job.failed_tasks && !groups.length) {
    return html`<section aria-labelledby="h-bad">
      <div class="row sech"><h2 id="h-bad">${t('import.failures.none')}</h2></div>
      <p class="sm dim">${noFailures(job)}</p>
    </section>`;
  }
  return html`<section aria-labelledby="h-bad">
    <div class="row sech">
      <h2 id="h-bad">
        ${t(job.failed_tasks > 0 ? 'import.failures' : 'import.failures.decide', { n: job.failed_tasks })}
      </h2>
      <span class="faint sm wide-only">${t('import.failures.by')}</span>
      ${job.failed_tasks > 0 && html`<${Button}
        quiet small class="push" icon="rotate-ccw" busy=${busy} onClick=${() => onRemedy({})}
      >
        ${t('import.retry_all')}
      </${Button}>`}
    </div>
    <ul class="grps">
      ${groups.map((group, i) => html`<${Failure}
        key=${group.code} group=${group} job=${job} first=${i === 0} onRemedy=${onRemedy} busy=${busy}
      />`)}
    </ul>
  </section>`;
}

function Speed({ job }) {
  const rows = speedRows(job.speed || [], clockTime, job.status === 'running' ? Date.now() : Infinity);
  const mean = meanSpeed(job.speed || []);
  const label = t('import.speed.say', { n: mean });
  return html`<section aria-labelledby="h-speed">
    <div class="row sech">
      <h2 id="h-speed">${t('import.speed')}</h2>
      <span class="faint sm">${t('import.speed.hour')}</span>
    </div>
    ${rows.length < 2
      ? html`<p class="sm dim plotless">${t(isOver(job) ? 'import.speed.short' : 'import.speed.soon')}</p>`
      : html`
          <figure>
            <${Lines}
              rows=${rows} label=${label} format=${num} names=${[{ text: t(`import.speed.unit.${job.kind}`) }]}
              pin=${(row) => t('import.speed.pin', { time: row.x, n: num(row.y) })} past=${isOver(job)}
            />
          </figure>
          <${DataTable}
            head=${[t('time'), t(`import.speed.unit.${job.kind}`)]} rows=${rows.map(({ x, y }) => [x, num(y)])}
          />
        `}
  </section>`;
}

/* Steps of something: done before `now`, the others ahead. */
function Wire({ now, steps, label, failed }) {
  const look = (i) => (i < now ? 'done' : i === now ? (failed ? 'fail' : 'now') : '');
  return html`<div class="wire" role="img" aria-label=${label}>
    ${Array.from({ length: steps }, (_, i) => html`<i class=${look(i)}></i>`)}
  </div>`;
}

const Working = ({ job }) =>
  job.status !== 'running' || !job.working?.length
    ? null
    : html`<section aria-labelledby="h-work">
        <div class="row sech">
          <h2 id="h-work">${t('import.working')}</h2>
          <span class="faint sm">${t(`import.n.${job.kind}`, { n: job.working.length })}</span>
        </div>
        <ul class="work">
          ${job.working.slice(0, SHOWN).map((item) => html`<li key=${item.task_id}>
            <div>
              <b class="mid">${item.name || item.task_id}</b>
              <span class="xs faint">${stepText(item.step)}</span>
            </div>
            <${Wire}
              now=${item.step_no - 1} steps=${item.steps}
              label=${t('import.step.of', { n: num(item.step_no), all: num(item.steps), name: stepText(item.step) })}
            />
          </li>`)}
        </ul>
        ${job.working.length > SHOWN && html`<p class="sm faint">
          ${t('and_more', { n: job.working.length - SHOWN })}
        </p>`}
      </section>`;

function State({ job, onAct }) {
  if (job.error_code) {
    const href = job.error_code.startsWith('clickup') ? '/clickup/settings/' : '/profile/#huntflow';
    return html`<${Note}
      class="gap" kind="bad" icon="key-round" role="alert" title=${t('import.halted')}
      acts=${html`
        <${Button} small href=${href}>${t('huntflow.key')}</${Button}>
        ${canResume(job) && html`<${Button} small onClick=${() => onAct('resume')}>${t('import.resume')}</${Button}>`}
      `}
    >
      ${job.error_message}
    </${Note}>`;
  }
  if (job.status === 'running' && job.paused_by) {
    return html`<${Note}
      class="gap" kind="warn" icon="clock" role="status"
      acts=${html`<${Button} small onClick=${() => onAct('resume')}>${t('import.now')}</${Button}>`}
    >
      ${t('import.pause.why', { who: t(`provider.${job.paused_by}`), time: clockTime(job.paused_until) })}
    </${Note}>`;
  }
  return null;
}

function Acts({ job, onAct, onAsk, busy }) {
  const cancel = async () => {
    const yes = await ask({
      title: t('import.cancel.title', { id: job.id }),
      text: t(`import.cancel.text.${job.kind}`, { n: job.remaining ?? job.total_tasks - job.processed_tasks }),
      deed: t('import.cancel.deed'),
      stay: t('import.cancel.stay'),
      danger: true,
    });
    if (yes) onAct('cancel');
  };
  return html`<div class="acts">
    ${canStop(job) && html`<${Button} icon="square" busy=${busy} onClick=${() => onAct('stop')}>
      ${t('import.stop')}
    </${Button}>`}
    ${canResume(job) && html`<${Button} main icon="play" busy=${busy} onClick=${() => onAct('resume')}>
      ${t('import.resume')}
    </${Button}>`}
    ${canCancel(job) && html`<${Button} quiet danger onClick=${cancel}>${t('import.cancel')}</${Button}>`}
    ${job.processed_tasks > 0 && html`<${Button} icon="download" onClick=${() => onAsk('csv')}>CSV</${Button}>`}
    ${canUndo(job) && html`<${Button} quiet danger icon="undo-2" onClick=${() => onAsk('undo')}>
      ${t('undo.open')}
    </${Button}>`}
    ${isOver(job) && html`<${Button} icon="plus" href="/clickup/bulk-import/?new=1">${t('imports.new')}</${Button}>`}
    ${isOver(job) && job.vacancy_id && html`<${Button}
      main icon="briefcase" href=${vacancyHref(job.account_id, job.vacancy_id)}
    >
      ${t('import.vacancy')}
    </${Button}>`}
  </div>`;
}

export default function ImportPage({ params }) {
  useTitle(t('import.name', { id: params.id }));
  const load = useProgress(params.id);
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState('');
  const job = load.data;
  const run = async (send) => {
    setBusy(true);
    try {
      const next = await send();
      load.set((old) => ({ ...old, ...next }));
      load.reload();
      loadOverview();
      setBusy(false);
      return true;
    } catch (error) {
      toast(errorWords(error).detail);
      load.reload();
      setBusy(false);
      return false;
    }
  };
  const onAct = async (deed) => {
    const well = await run(() => post(`/clickup/api/${deed}-bulk-import/${params.id}`, {}));
    if (well && deed === 'stop') {
      toast(t('import.stopped'), { action: t('import.resume'), onAction: () => onAct('resume') });
    }
  };
  const onRemedy = ({ code, option }) =>
    run(() =>
      post(`/clickup/api/retry-failed-tasks/${params.id}`, {
        ...(code ? { code } : {}),
        ...(option ? { option } : {}),
      }),
    );
  const crumbs = html`<nav class="crumbs" aria-label=${t('crumbs')}>
    <a href="/clickup/bulk-import/">${t('nav.imports')}</a>
    <span aria-hidden="true">/</span>
    <span>${t('number', { id: params.id })}</span>
  </nav>`;
  if (!job && load.error?.status === 404) {
    return html`
      ${crumbs}
      <div class="head"><h1>${t('import.gone')}</h1></div>
      <${Empty} icon="download" text=${t('import.gone.what')}>
        <${Button} main href="/clickup/bulk-import/">${t('nav.imports')}</${Button}>
      </${Empty}>
    `;
  }
  if (!job) {
    return html`
      ${crumbs}
      <div class="head"><h1>${t('import.name', { id: params.id })}</h1></div>
      ${load.error ? html`<${ErrorNote} error=${load.error} retry=${load.reload} />` : html`<${Skeleton} rows=${6} />`}
    `;
  }
  return html`
    ${crumbs}
    <div class="head">
      <div>
        <div class="row wrap titled"><h1>${t('import.name', { id: job.id })}</h1><${ImportBadge} job=${job} /></div>
        <p class="sub">
          ${t('import.started', {
            at: when(job.started_at || job.created_at),
            who: job.created_by || '',
          })} · ${paceText(job.delay_seconds, job.kind)}
        </p>
      </div>
      <${Acts} job=${job} onAct=${onAct} onAsk=${setAsked} busy=${busy} />
    </div>
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    <${State} job=${job} onAct=${onAct} />
    <${UndoState} job=${job} />
    <${Hero} job=${job} />
    <div class="cols">
      <${Failures} job=${job} onRemedy=${onRemedy} busy=${busy} />
      <div class="side2"><${Speed} job=${job} /><${Working} job=${job} /></div>
    </div>
    <${Items} job=${job} onChange=${load.reload} />
    ${asked === 'csv' && html`<${ExportDialog}
      title=${t('export.import', { id: job.id })} text=${t('export.import.what')}
      href=${(separator) => `/clickup/api/bulk-import-csv/${job.id}?separator=${separator}`}
      onClose=${() => setAsked('')}
    />`}
    ${asked === 'undo' && html`<${UndoDialog}
      job=${job} onClose=${() => setAsked('')}
      onBegun=${(next) => {
        setAsked('');
        load.set((old) => ({ ...old, ...next }));
        load.reload();
      }}
    />`}
  `;
}
