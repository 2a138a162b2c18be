// calendar-rules: tasks as events of a calendar. No DOM.
import { addDays, momentOf, monthWeeks, placeIn, weekOf } from '../../lib/day-rules.js';
import { allows, isLate, isOpen } from '../../lib/team-rules.js';

const LOOK = { todo: '', in_progress: 'acc', review: 'info', done: 'ok', cancelled: '' };
const MINUTE_MS = 60_000;
const WHOLE = ['23:59', '00:00'];

/* The first and the last day that are shown. */
export function spanOf(mode, day) {
  const weeks = mode === 'month' ? monthWeeks(day) : [weekOf(day)];
  return { from: weeks[0][0], to: weeks.at(-1)[6] };
}

export function eventOf(task, now, zone) {
  const { day, clock } = placeIn(task.due_date, zone);
  const whole = WHOLE.includes(clock);
  return {
    id: task.id,
    title: task.title,
    start: whole ? day : task.due_date,
    all_day: whole,
    look: isLate(task, now) ? 'bad' : `${LOOK[task.status]}${isOpen(task) ? '' : ' done'}`,
    fixed: !allows(task, 'change'),
    task,
  };
}

/* When a task is due that goes to another day: at its own time, to the millisecond, unless one was pointed at. */
export function movedTo({ due_date: due }, { day, clock }, zone) {
  const at = new Date(due).getTime();
  const more = clock === undefined ? at - Math.floor(at / MINUTE_MS) * MINUTE_MS : 0;
  return new Date(momentOf(day, clock ?? placeIn(due, zone).clock, zone) + more).toISOString();
}

export const nextDay = (due, days, zone) => addDays(placeIn(due, zone).day, days);
