// task-reminders-rules: how long before a deadline, in the unit that a person would say; what is still said of it.
// No DOM.

const MINUTE_MS = 60_000;
const HOUR = 60;
const DAY = 1440;

/* Is the moment so many minutes before the deadline still to come? */
export const isAhead = (due, minutes, now) => Date.parse(due) - minutes * MINUTE_MS > now;

/* What everybody is told before a deadline: as much of it as is still to come. */
export function usualLeft({ due, open }, now) {
  if (!open) return 'closed';
  if (isAhead(due, DAY, now)) return 'day';
  if (isAhead(due, HOUR, now)) return 'hour';
  return isAhead(due, 0, now) ? 'due' : 'over';
}

export function beforeOf(minutes) {
  if (minutes === 0) return { unit: 'due', n: 0 };
  if (minutes % DAY === 0) return { unit: 'day', n: minutes / DAY };
  if (minutes % HOUR === 0) return { unit: 'hour', n: minutes / HOUR };
  return { unit: 'min', n: minutes };
}
