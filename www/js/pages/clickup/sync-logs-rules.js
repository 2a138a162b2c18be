// sync-logs-rules: a live event in the list, bars over time. No DOM.
import { dayOf } from '../../lib/i18n-rules.js';

/* The event's run takes the place of its row; a new one comes first on the first page. */
export function withLog(rows, log, first) {
  if (!log?.id) return rows;
  if (rows.some(({ id }) => id === log.id)) return rows.map((row) => (row.id === log.id ? { ...row, ...log } : row));
  return first ? [log, ...rows] : rows;
}

export const secondsOf = ({ sync_duration: seconds, started_at: from, finished_at: to }) =>
  seconds ?? (from && to ? (new Date(to) - new Date(from)) / 1000 : 0);

const NOTHING = { runs: 0, created: 0, updated: 0, deleted: 0, failed: 0, duration: 0 };

/* The answer has the days with runs, each by its midnight in the zone: the others are empty. Oldest first. */
export function daysOf(parts, count, now, zone) {
  const known = new Map(parts.map((part) => [dayOf(new Date(part.at), zone), part]));
  return Array.from({ length: count }, (_, i) => dayOf(now - (count - 1 - i) * 86400000, zone)).map((day) => ({
    ...NOTHING,
    ...known.get(day),
    day,
  }));
}

/* Days as bars: what changed; then the runs, the failed ones in the second colour. */
export const changeBars = (days) => days.map(({ created, updated }) => ({ value: created + updated }));
export const runBars = (days) => days.map(({ runs, failed }) => ({ value: runs, bad: failed }));

export const sumOf = (days, name) => days.reduce((sum, day) => sum + day[name], 0);

export const KINDS = ['created', 'updated', 'deleted'];

/* Samples of what a run changed; kinds without any are left out. total: as the run counted. */
export const changesOf = (log) =>
  KINDS.map((kind) => ({ kind, rows: log.changes?.[kind] || [], total: log[`tasks_${kind}`] || 0 })).filter(
    ({ rows, total }) => rows.length > 0 || total > 0,
  );
