// due-days: the days of a deadline: as moments, and those that one press gives.
import { t, zone } from '../lib/i18n.js';
import { dayOf } from '../lib/i18n-rules.js';
import { addDays, momentOf, weekOf } from '../lib/day-rules.js';

/* So a day ends that has no time of its own. */
export const END = '23:59';

/* A day's end as a moment, or that time of it. */
export const dueOf = (day, clock) =>
  new Date(momentOf(day, clock || END, zone.value) + (clock ? 0 : 59_999)).toISOString();

/* The days that one press gives: today, tomorrow, the end of this week, Monday. */
export function dueDays() {
  const today = dayOf(new Date(), zone.value);
  const week = weekOf(today);
  return [
    { text: t('date.today'), day: today },
    { text: t('date.tomorrow'), day: addDays(today, 1) },
    { text: t('work.due.friday'), day: week[4] < today ? addDays(week[4], 7) : week[4] },
    { text: t('work.due.monday'), day: addDays(week[0], 7) },
  ];
}
