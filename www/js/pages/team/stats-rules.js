// stats-rules: the figures of the team's tasks, put in order for pictures. No DOM.
import { STATUSES } from '../../lib/team-rules.js';

/* All statuses in their order, those without tasks too. */
export function byStatus(rows) {
  const counts = new Map(rows.map(({ status, count }) => [status, count]));
  return STATUSES.map((status) => ({ status, count: counts.get(status) || 0 }));
}

/* The rows with the most first, the others as one sum: { rows, rest } */
export function topOf(rows, most, value) {
  const sorted = [...rows].sort((a, b) => value(b) - value(a)).filter((row) => value(row) > 0);
  return { rows: sorted.slice(0, most), rest: sorted.slice(most).reduce((sum, row) => sum + value(row), 0) };
}

export const sum = (rows, name) => rows.reduce((all, row) => all + (row[name] || 0), 0);

/* Hours, of half of the tasks less: over the days that have any. */
export function usualHours(days) {
  const known = days.filter(({ count, median_hours: hours }) => count > 0 && hours !== null);
  if (!known.length) return null;
  const sorted = known.map(({ median_hours: hours }) => hours).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
