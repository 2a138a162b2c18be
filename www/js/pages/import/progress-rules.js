// progress-rules: the numbers, the remedy of a group of failures, the speed over time. No DOM.
import { isOver } from '../../lib/import-rules.js';

/* From the start to the end, as it is said that it took. */
export const tookSeconds = (job) =>
  (new Date(job.completed_at || job.updated_at) - new Date(job.started_at || job.created_at)) / 1000;

const perMinute = (count, seconds) => (count > 0 && seconds > 0 ? Math.round((600 * count) / seconds) / 10 : null);

/* Of one that is over nothing is left to be done and nothing has a speed now: what it was on the whole. */
function paceOf(job) {
  if (!isOver(job)) {
    return [
      { key: 'left', value: job.remaining ?? job.total_tasks - job.processed_tasks },
      { key: 'speed', value: job.status === 'running' ? Math.round((job.speed_per_minute || 0) * 10) / 10 : null },
    ];
  }
  const undone = job.total_tasks - job.processed_tasks;
  const mean = perMinute(job.processed_tasks, tookSeconds(job));
  return [...(undone > 0 ? [{ key: 'undone', value: undone }] : []), ...(mean ? [{ key: 'mean', value: mean }] : [])];
}

export function numbersOf(job) {
  return [
    { key: 'done', value: job.successful_tasks },
    { key: 'skipped', value: job.skipped_tasks },
    { key: 'failed', value: job.failed_tasks, bad: job.failed_tasks > 0 },
    ...(job.unsure_tasks > 0 ? [{ key: 'unsure', value: job.unsure_tasks, bad: true }] : []),
    ...paceOf(job),
  ];
}

/* { key of the words, option to send, href instead of a retry, hard: needs a person } */
export function remedyOf({ remedy, code }) {
  if (remedy === 'name_only') return { key: 'name_only', option: 'name_only', hard: true };
  if (remedy === 'no_parse') return { key: 'no_parse', option: 'no_parse', hard: true };
  if (remedy === 'settings') {
    return {
      key: 'settings',
      href: code.startsWith('clickup') ? '/clickup/settings/' : '/profile/#huntflow',
      hard: true,
    };
  }
  if (remedy === 'resend') return { key: 'resend', option: 'resend', hard: true };
  if (remedy === 'review') return { key: 'review' };
  return { key: 'retry' };
}

/*
 * Minutes as rows of the chart; minutes without a row are zero, so a pause is seen.
 * before: the minute that is not over yet and would look like a fall is left out.
 */
export function speedRows(speed, label, before = Infinity) {
  if (!speed.length) return [];
  const counts = new Map(speed.map(({ at, count }) => [minute(at), count]));
  const first = minute(speed[0].at);
  const last = minute(speed.at(-1).at);
  const rows = [];
  for (let m = Math.max(first, last - 59); m <= last && m < minute(before); m += 1) {
    rows.push({ at: m * 60000, x: label(new Date(m * 60000)), y: counts.get(m) || 0 });
  }
  return rows;
}

const minute = (at) => (at === Infinity ? at : Math.floor(new Date(at) / 60000));

export const meanSpeed = (speed) =>
  speed.length ? Math.round((10 * speed.reduce((sum, { count }) => sum + count, 0)) / speed.length) / 10 : 0;

/* Do the tasks of a group say different things? Then each is said with its task. */
export const saidOf = ({ sample, text }) => sample.some(({ error_message: said }) => said && said !== text);
