// sync-words: a sync run in words.
import { html, useEffect } from '../lib/html.js';
import { Badge } from './marks.js';
import { t, duration } from '../lib/i18n.js';

const LOOK_MS = 3000;
const LOOK = { running: 'info', queued: 'info', success: 'ok', partial: 'warn', error: 'bad' };
const ICON = { success: 'check', partial: 'triangle-alert', error: 'triangle-alert' };

export const SyncBadge = ({ log }) => html`<${Badge}
  kind=${LOOK[log.status]} live=${log.status === 'running' || log.status === 'queued'} icon=${ICON[log.status]}
>
  ${t(`sync.status.${log.status}`)}
</${Badge}>`;

/* A list of runs is looked at again while one of them is under way. */
export function useRunning(load) {
  const running = load.data?.rows.some(({ status }) => ['queued', 'running'].includes(status));
  useEffect(() => {
    if (!running) return undefined;
    const timer = setTimeout(load.reload, LOOK_MS);
    return () => clearTimeout(timer);
  }, [load.data]);
}

/* 312 tasks, 4 new, 8 s */
export function syncLine(log) {
  if (log.status === 'error') return log.error_message || t('sync.failed');
  return [
    t('tasks.n', { n: log.tasks_processed }),
    log.tasks_created > 0 && t('sync.new', { n: log.tasks_created }),
    log.sync_duration > 0 && duration(log.sync_duration),
  ]
    .filter(Boolean)
    .join(', ');
}
