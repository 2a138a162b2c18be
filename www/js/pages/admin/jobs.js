// jobs: what works by itself: imports, syncs, reminders, outgoing messages, erasures; tried again, cancelled.
import { html, useEffect, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { t, has, num } from '../../lib/i18n.js';
import { page, post } from '../../lib/api.js';
import { useFresh } from '../../lib/live.js';
import { here, setQuery, changeFilters } from '../../lib/router.js';
import { Button } from '../../ui/button.js';
import { ask } from '../../ui/dialog.js';
import { FilterBar } from '../../ui/filters.js';
import { Badge, Progress, Time } from '../../ui/marks.js';
import { Empty, ErrorNote, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table } from '../../ui/table.js';
import { toast } from '../../ui/toast.js';
import { Head } from './head.js';
import { KINDS, LOOK, STATES, isNarrowed, keyOf, moves, query, replaced } from './jobs-rules.js';

const PATH = '/admin/jobs/';
const API = '/api/v1/admin/jobs/';
const AGAIN_MS = 4000;

const titleOf = ({ kind, title, id }) => {
  if (kind === 'messages') return has(`jobs.message.${title}`) ? t(`jobs.message.${title}`) : title;
  return kind === 'erasures' || !title ? t('number', { id: title || id }) : title;
};
const nameOf = (job) => `${t(`jobs.kind.${job.kind}`)}: ${titleOf(job)}`;

function What({ job }) {
  const who = job.user && (job.user.name || job.user.email);
  return html`
    <span class="name">${job.href ? html`<a href=${job.href}>${titleOf(job)}</a>` : titleOf(job)}</span>
    <span class="two">${[t(`jobs.kind.${job.kind}`), who].filter(Boolean).join(' · ')}</span>
    ${job.error && html`<span class="two ${job.state === 'failed' ? 'bad-t' : ''}">${job.error.text}</span>`}
  `;
}

function State({ job }) {
  const [kind, icon] = LOOK[job.state];
  return html`
    <${Badge} kind=${kind} icon=${icon || undefined} live=${job.state === 'running'}>
      ${t(`jobs.state.${job.state}`)}
    </${Badge}>
    ${job.attempts > 1 && html`<span class="two">${t('jobs.attempts', { n: job.attempts })}</span>`}
  `;
}

function Far({ job: { progress, state } }) {
  if (!progress) return null;
  if (!progress.total) return html`<span class="two">${num(progress.done)}</span>`;
  const text = t('jobs.progress', { n: num(progress.done), all: num(progress.total) });
  return html`
    ${state === 'running' && html`<${Progress} thin value=${progress.done} max=${progress.total} label=${text} />`}
    <span class="two">${text}${progress.failed > 0 ? `, ${t('jobs.failed', { n: progress.failed })}` : ''}</span>
  `;
}

const timeOf = ({ finished_at: over, started_at: begun, due_at: due, created_at: made, state }) =>
  state === 'planned' ? due : over || begun || made;

/* Its buttons, where it has any. */
function Deeds({ job, onDeed }) {
  const [busy, setBusy] = useState('');
  const again = job.state === 'stopped';
  const run = (deed) => async () => {
    setBusy(deed);
    await onDeed(job, deed);
    setBusy('');
  };
  return html`<span class="acts">
    ${job.may_retry && html`<${Button}
      small icon="rotate-ccw" busy=${busy === 'retry'} aria-label=${t('jobs.retry.of', { name: nameOf(job) })}
      onClick=${run('retry')}
    >
      ${again ? t('jobs.resume') : t('jobs.retry')}
    </${Button}>`}
    ${job.may_cancel && html`<${Button}
      small quiet danger busy=${busy === 'cancel'} aria-label=${t('jobs.cancel.of', { name: nameOf(job) })}
      onClick=${run('cancel')}
    >
      ${t('jobs.cancel')}
    </${Button}>`}
  </span>`;
}

const columns = (onDeed) => [
  { name: 'what', head: t('jobs.col.what'), look: 'c-name', cell: (job) => html`<${What} job=${job} />` },
  { name: 'state', head: t('jobs.col.state'), look: 'c-state', cell: (job) => html`<${State} job=${job} />` },
  { name: 'far', head: t('jobs.col.far'), look: 'c-far', cell: (job) => html`<${Far} job=${job} />` },
  {
    name: 'when', head: t('col.when'), look: 'c-date',
    cell: (job) => html`<${Time} at=${timeOf(job)} class="nb dim" />`,
  },
  {
    name: 'deeds', head: t('jobs.col.deeds'), look: 'c-acts',
    cell: (job) => html`<${Deeds} job=${job} onDeed=${onDeed} />`,
  },
];

const groups = () => [
  { name: 'kind', label: t('jobs.col.what'), items: KINDS.map((value) => ({ value, label: t(`jobs.kind.${value}`) })) },
  {
    name: 'state', label: t('jobs.col.state'),
    items: STATES.map((value) => ({ value, label: t(`jobs.state.${value}`) })),
  },
];

function List({ load, filters, narrowed, onDeed, wipe }) {
  if (load.error && !load.data) return html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`;
  if (!load.data) return html`<${Skeleton} rows=${8} />`;
  const { rows } = load.data;
  return html`
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${rows.length === 0
      ? html`<${Empty} icon="check" text=${t(narrowed ? 'jobs.empty.filter' : 'jobs.empty')}>
          ${narrowed && html`<${Button} onClick=${wipe}>${t('filters.clear')}</${Button}>`}
        </${Empty}>`
      : html`<${Table}
          label=${t('admin.jobs.title')} look="jobs" rows=${rows} columns=${columns(onDeed)} idOf=${keyOf}
          busy=${load.busy}
        />`}
    <${Pages} query=${query} path=${PATH} filters=${filters} got=${load.data} keyed />
  `;
}

/* While something is at work it is looked at again; else events of one's own, and nothing more. */
function useAgain(load) {
  const busy = Boolean(load.data) && moves(load.data.rows);
  useFresh('import', { fits: () => true, ms: 1000 }, load.reload, []);
  useFresh('sync', { fits: () => true, ms: 1000 }, load.reload, []);
  useEffect(() => {
    if (!busy) return undefined;
    const timer = setInterval(() => { if (!document.hidden) load.reload(); }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [busy, load.reload]);
}

export default function JobsPage() {
  useTitle(t('admin.jobs.title'));
  const filters = query.read(here.value.query);
  const shape = query.write(filters).toString();
  const load = useLoad(() => page(API, { ...filters, page: '' }, { lane: 'jobs' }), [shape]);
  const narrowed = isNarrowed(filters);
  const wipe = () => setQuery(new URLSearchParams());
  useAgain(load);
  const onDeed = async (job, deed) => {
    const sure = deed === 'retry' || (await ask({
      title: t('jobs.cancel.title', { name: nameOf(job) }), text: t(`jobs.cancel.${job.kind}`),
      deed: t('jobs.cancel'), danger: true,
    }));
    if (!sure) return;
    try {
      const now = await post(`${API}${job.kind}/${job.id}/${deed}/`);
      load.set((data) => ({ ...data, rows: replaced(data.rows, now) }));
      toast(t(`jobs.${deed}.done`));
    } catch (error) {
      toast(errorWords(error).detail);
    }
    load.reload();
  };
  return html`
    <${Head} name="jobs" />
    <${FilterBar}
      groups=${groups()} filters=${filters} apply=${(change) => changeFilters(query, change)} narrowed=${narrowed}
      total=${load.data?.total} onClear=${wipe}
    />
    <${List} load=${load} filters=${filters} narrowed=${narrowed} onDeed=${onDeed} wipe=${wipe} />
  `;
}
