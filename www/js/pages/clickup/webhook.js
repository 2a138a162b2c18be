// webhook: ClickUp's webhook (its state, on, off) and the automatic sync in words: next run, last error.
import { html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Note, Loaded, Skeleton, ErrorNote } from '../../ui/states.js';
import { ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { t, num, ago, when } from '../../lib/i18n.js';
import { get, post, del } from '../../lib/api.js';
import { useLive } from '../../lib/live.js';
import { loadOverview } from '../../lib/session.js';
import { hookLook, nextLook, lastError } from './webhook-rules.js';

const ADDRESS = '/clickup/api/webhook';

function Facts({ hook }) {
  return html`<dl class="fields tight">
    <div><dt>${t('events.last')}</dt><dd>${hook.last_event_at ? ago(hook.last_event_at) : t('never')}</dd></div>
    <div><dt>${t('events.events')}</dt><dd>${num(hook.events_received)}</dd></div>
    <div>
      <dt>${t('events.fails')}</dt>
      <dd class=${hook.fail_count > 0 ? 'warn-t' : ''}>${num(hook.fail_count)}</dd>
    </div>
    ${hook.checked_at && html`<div><dt>${t('events.checked')}</dt><dd>${ago(hook.checked_at)}</dd></div>`}
    ${hook.endpoint && html`<div><dt>${t('events.endpoint')}</dt><dd class="mono">${hook.endpoint}</dd></div>`}
  </dl>`;
}

function Hook({ hook, onChange }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const { key, again } = hookLook(hook);
  const run = async (send, words) => {
    setBusy(true);
    setError(null);
    try {
      onChange(await send());
      toast(words);
      loadOverview();
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const register = () => run(() => post(ADDRESS, {}), t('events.done'));
  const remove = async () => {
    if (
      await ask({ title: t('events.off.title'), text: t('events.off.text'), deed: t('events.off.deed'), danger: true })
    ) {
      run(() => del(ADDRESS), t('events.removed'));
    }
  };
  return html`
    <p class="sm dim">${t(`events.${key}.what`)}</p>
    ${hook.registered && html`<${Facts} hook=${hook} />`}
    ${again && hook.status_text && html`<${Note} kind=${key === 'suspended' ? 'bad' : 'warn'} icon="triangle-alert">
      ${hook.status_text}
    </${Note}>`}
    ${error && html`<${ErrorNote} error=${error} />`}
    <div class="acts">
      ${(!hook.registered || again) && html`<${Button}
        small main=${again} icon=${again ? 'rotate-ccw' : 'webhook'} busy=${busy} onClick=${register}
      >
        ${t(again ? 'events.again' : 'events.on')}
      </${Button}>`}
      ${hook.registered && html`<${Button} small quiet danger busy=${busy} onClick=${remove}>
        ${t('events.off')}
      </${Button}>`}
    </div>
  `;
}

export function HookPart() {
  const load = useLoad(() => get(ADDRESS), []);
  const state = load.data && hookLook(load.data);
  return html`<section class="part" aria-labelledby="h-hook">
    <div class="row sech">
      <h2 id="h-hook">${t('events.title')}</h2>
      ${state && html`<span class=${`st ${state.look}`}>${t(`events.state.${state.key}`)}</span>`}
    </div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${2} height=${40} />`}>
      ${(hook) => html`<div class="stackd"><${Hook} hook=${hook} onChange=${load.set} /></div>`}
    </${Loaded}>
  </section>`;
}

/* Inside the part about syncs: what comes next, and why the last one failed. */
export function NextSync({ settings }) {
  const load = useLoad(
    async () => (await get('/clickup/sync-logs', { page_size: 1 }))[0] || null,
    [settings.last_sync_at],
  );
  useLive('sync', (log) => load.set((old) => (!old || log.id >= old.id ? log : old)), []);
  const log = load.data;
  const next = nextLook(settings, log, Date.now());
  const failed = lastError(log);
  const whole = failed?.status === 'error';
  return html`
    <p class="sm dim" role="status">
      ${t(`next.${next.key}`, { n: next.minutes, at: settings.next_run_at ? when(settings.next_run_at) : '' })}
    </p>
    ${failed && html`<${Note}
      kind=${whole ? 'bad' : 'warn'} icon="triangle-alert"
      title=${t(whole ? 'next.failed' : 'next.partly', { at: when(failed.created_at) })}
      acts=${html`<${Button} small href=${`/clickup/sync-logs/?run=${failed.id}`}>${t('next.details')}</${Button}>`}
    >
      ${failed.error_message || t('sync.failed')}
    </${Note}>`}
  `;
}
