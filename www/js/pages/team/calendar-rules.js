// calendar-rules: tasks as events of a calendar. No DOM.
import { addDays, monthWeeks, placeIn, weekOf } from '../../lib/day-rules.js';
import { allows, isLate, isOpen } from '../../lib/team-rules.js';

const LOOK = { todo: '', in_progress: 'acc', review: 'info', done: 'ok', cancelled: '' };
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

/* The day and the time of a task that goes to another day: its own time, unless one was pointed at. */
export function movedTo({ due_date: due }, { day, clock }, zone) {
  const was = due ? placeIn(due, zone).clock : '';
  const own = WHOLE.includes(was) ? '' : was;
  return { day, clock: clock ?? own };
}

export const nextDay = (due, days, zone) => addDays(placeIn(due, zone).day, days);
