// calendar-rules: events on their days, and side by side within a day. No DOM.
import { addDays, daysBetween, minutesOf, placeIn } from '../lib/day-rules.js';

const DAY = 24 * 60;
const SHORTEST = 30;
const MORNING = 5;

/* The days and times of an event in a zone: { from, to, first, last }: days, and minutes of those days. */
export function spanOf({ start, end, all_day: whole }, zone) {
  if (whole) return { from: start, to: end || start, first: 0, last: DAY };
  const from = placeIn(start, zone);
  const to = placeIn(end || start, zone);
  const midnight = to.clock === '00:00' && to.day > from.day;
  return {
    from: from.day,
    to: midnight ? addDays(to.day, -1) : to.day,
    first: minutesOf(from.clock),
    last: midnight ? DAY : minutesOf(to.clock),
  };
}

/* Events by the days that they touch, whole days first, then by their time: Map day -> [event]. */
export function eventsByDay(events, zone) {
  const days = new Map();
  const order = (event) => (event.all_day ? -1 : spanOf(event, zone).first);
  for (const event of [...events].sort((a, b) => String(a.start).localeCompare(String(b.start)))) {
    const { from, to } = spanOf(event, zone);
    for (let n = 0; n <= daysBetween(from, to); n += 1) {
      const day = addDays(from, n);
      days.set(day, [...(days.get(day) || []), event]);
    }
  }
  for (const [day, list] of days) {
    const begun = (event) => (spanOf(event, zone).from < day ? 0 : order(event));
    days.set(
      day,
      list.sort((a, b) => begun(a) - begun(b)),
    );
  }
  return days;
}

/* The timed events of a day, in minutes, side by side where they meet: [{ event, top, height, lane, lanes }] */
export function lanesOf(events, day, zone) {
  const placed = events
    .filter(({ all_day: whole }) => !whole)
    .map((event) => {
      const { from, to, first, last } = spanOf(event, zone);
      const top = from < day ? 0 : Math.min(first, DAY - SHORTEST);
      const bottom = to > day ? DAY : last;
      return { event, top, height: Math.max(SHORTEST, bottom - top) };
    })
    .sort((a, b) => a.top - b.top || b.height - a.height);
  let group = [];
  let end = -1;
  const close = () => {
    const lanes = Math.max(1, ...group.map(({ lane }) => lane + 1));
    for (const one of group) one.lanes = lanes;
    group = [];
  };
  for (const one of placed) {
    if (one.top >= end) close();
    const taken = group.filter(({ top, height }) => top + height > one.top).map(({ lane }) => lane);
    one.lane = 0;
    while (taken.includes(one.lane)) one.lane += 1;
    end = Math.max(end, one.top + one.height);
    group.push(one);
  }
  close();
  return placed;
}

/* The hour that a day's view begins at: an hour before the first event of the day, the night apart, or eight. */
export const firstHour = (tops) =>
  Math.min(8, ...tops.map((top) => Math.floor(top / 60) - 1).filter((hour) => hour >= MORNING));

/* The half hour that a press at this share of a day means, in minutes. */
export const slotAt = (share) => Math.max(0, Math.min(DAY - SHORTEST, Math.floor((share * DAY) / SHORTEST) * SHORTEST));
