// items-rules: the states of an import's tasks and the list's address. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const itemsQuery = listQuery([], ['state', 'code', 'page', 'after']);

/* How many of the import's tasks are in a state, where the import knows it. */
const COUNTS = {
  done: 'successful_tasks',
  skipped: 'skipped_tasks',
  failed: 'failed_tasks',
  unsure: 'unsure_tasks',
  cancelled: 'cancelled_tasks',
};

/* The tabs: all, then those that have tasks. [{ state, count }]; state '': all, count undefined: not known. */
export function tabsOf(job, state) {
  const left = job.total_tasks - job.processed_tasks;
  const rows = ['done', 'skipped', 'failed', 'unsure', 'cancelled']
    .map((name) => ({ state: name, count: job[COUNTS[name]] || 0 }))
    .filter((tab) => tab.count > 0 || tab.state === state);
  if (left > 0 && job.status !== 'cancelled') rows.push({ state: 'ready', count: undefined });
  if (job.undo) rows.push({ state: 'undone', count: job.undo.mode ? job.undo.done : undefined });
  return [{ state: '', count: job.total_tasks }, ...rows];
}

const LOOK = {
  done: { kind: 'acc', icon: 'check' },
  working: { kind: 'info', live: true },
  failed: { kind: 'bad', icon: 'triangle-alert' },
  unsure: { kind: 'warn', icon: 'clock' },
  cancelled: { kind: '', icon: 'ban' },
  undone: { kind: '', icon: 'undo-2' },
};
export const itemLook = (state) => LOOK[state] || { kind: 'line' };

/* Where the transfer of an item went, as the transfer takes it. */
export const targetOf = (job) => ({
  account_id: job.account_id,
  ...(job.vacancy_id ? { vacancy_id: job.vacancy_id } : {}),
  ...(job.vacancy_id && job.status_id ? { status_id: job.status_id } : {}),
});
