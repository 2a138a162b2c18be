// webhook: ClickUp's webhook (its state, on, off) and the automatic sync in words: next run, last error.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Note, Loaded, Skeleton } from '../../ui/states.js';
import { Webhook, WebhookState } from '../../ui/webhook.js';
import { t, when } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { get } from '../../lib/api.js';
import { useLive } from '../../lib/live.js';
import { loadOverview } from '../../lib/session.js';
import { nextLook, lastError } from './webhook-rules.js';

const ADDRESS = '/clickup/api/webhook';

const say = (key) => t(`events.${key}`);

export function HookPart() {
  const load = useLoad(() => get(ADDRESS), []);
  const changed = (hook) => {
    load.set(hook);
    loadOverview();
  };
  return html`<section class="part" aria-labelledby="h-hook">
    <div class="row sech">
      <h2 id="h-hook">${t('events.title')}</h2>
      ${load.data && html`<${WebhookState} hook=${load.data} say=${say} />`}
    </div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${2} height=${40} />`}>
      ${(hook) => html`<div class="stackd"><${Webhook}
        address=${ADDRESS} hook=${hook} say=${say} onChange=${changed}
      /></div>`}
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
  const next = nextLook(settings, log, now.value);
  const failed = lastError(log);
  const whole = failed?.status === 'error';
  return html`
    <p class="sm dim" role=${next.key === 'at' ? undefined : 'status'}>
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
