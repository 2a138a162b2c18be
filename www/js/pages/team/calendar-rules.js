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

/* Events of a portal's calendars, once each for who is shown; a span of whole days is one for each of its days. */
export function outerEvents(events, { from, to }, words) {
  return events.flatMap((event) => {
    const shown = {
      id: `b-${event.account_id}-${event.calendar}-${event.owner_id}-${event.id}-${event.from}`,
      title: [event.private ? words.busy : event.name, event.owner_name].filter(Boolean).join(' · '),
      look: 'outer', fixed: true, outer: event,
    };
    if (!event.whole_day) return [{ ...shown, start: event.from, all_day: false }];
    const days = [];
    const [first, end] = [event.from.slice(0, 10), event.to.slice(0, 10)];
    for (let day = first < from ? from : first; day < end && day <= to; day = addDays(day, 1))
      days.push({ ...shown, id: `${shown.id}-${day}`, start: day, all_day: true });
    return days;
  });
}

/* When a task is due that goes to another day: at its own time, to the millisecond, unless one was pointed at. */
export function movedTo({ due_date: due }, { day, clock }, zone) {
  const at = new Date(due).getTime();
  const more = clock === undefined ? at - Math.floor(at / MINUTE_MS) * MINUTE_MS : 0;
  return new Date(momentOf(day, clock ?? placeIn(due, zone).clock, zone) + more).toISOString();
}

export const nextDay = (due, days, zone) => addDays(placeIn(due, zone).day, days);
