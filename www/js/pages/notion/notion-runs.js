// notion-runs: what the syncs of an account read, newest first; one that is under way is looked at again.
import { html } from '../../lib/html.js';
import { page } from '../../lib/api.js';
import { t, num } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { Time } from '../../ui/marks.js';
import { Empty, Loaded, Skeleton } from '../../ui/states.js';
import { SyncBadge, useRunning } from '../../ui/sync-words.js';
import { API } from './notion-rules.js';

const Run = ({ run }) => html`<li class="row wrap">
  <${SyncBadge} log=${run} />
  <span>${t('notion.run', { n: num(run.records_synced), made: num(run.created), changed: num(run.updated) })}</span>
  <${Time} at=${run.created_at} class="xs faint push" />
  ${run.error_message && html`<p class="sm dim full">${run.error_message}</p>`}
</li>`;

export function Runs({ account }) {
  const load = useLoad(() => page(`${API}${account.id}/sync-logs/`), [account.id, account.last_sync_at]);
  useRunning(load);
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} />`}>
    ${({ rows }) => (rows.length > 0
      ? html`<ul class="rows">${rows.map((run) => html`<${Run} key=${run.id} run=${run} />`)}</ul>`
      : html`<${Empty} icon="refresh-cw" text=${t('notion.no_runs')} />`)}
  </${Loaded}>`;
}
