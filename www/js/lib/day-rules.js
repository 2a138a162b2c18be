// day-rules: days as '2026-11-18' and times of a day as '09:30', apart from any zone; and the moments they are in one.
// No DOM.

const DAY_MS = 86400000;
const two = (n) => String(n).padStart(2, '0');

const numbersOf = (day) => day.split('-').map(Number);
/* A day on a line of numbers: as if it began in London. */
export const utcOf = (day) => {
  const [y, m, d] = numbersOf(day);
  return Date.UTC(y, m - 1, d);
};
export const dayAt = (ms) => new Date(ms).toISOString().slice(0, 10);

/* A day that is in the calendar. */
export const isDay = (text) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(utcOf(text)) && dayAt(utcOf(text)) === text;

export const addDays = (day, n) => dayAt(utcOf(day) + n * DAY_MS);
export const daysBetween = (from, to) => Math.round((utcOf(to) - utcOf(from)) / DAY_MS);

const lastOf = (y, m) => new Date(Date.UTC(y, m, 0)).getUTCDate();

/* The same day of another month, or the last one of it. */
export function addMonths(day, n) {
  const [y, m, d] = numbersOf(day);
  const month = y * 12 + m - 1 + n;
  const [year, of] = [Math.floor(month / 12), (month % 12) + 1];
  return `${String(year).padStart(4, '0')}-${two(of)}-${two(Math.min(d, lastOf(year, of)))}`;
}

/* 0: Monday. */
export const weekday = (day) => (new Date(utcOf(day)).getUTCDay() + 6) % 7;
export const weekOf = (day) => Array.from({ length: 7 }, (_, i) => addDays(day, i - weekday(day)));
export const monthOf = (day) => day.slice(0, 7);

/* The weeks that hold a month, from Monday to Sunday. */
export function monthWeeks(day) {
  const first = `${monthOf(day)}-01`;
  const weeks = [];
  for (let at = weekOf(first)[0]; monthOf(at) <= monthOf(day); at = addDays(at, 7)) weeks.push(weekOf(at));
  return weeks;
}

/* The day that keys of a calendar lead to, or null: other keys. */
export function dayByKey(day, key, shift) {
  if (key === 'PageUp') return addMonths(day, shift ? -12 : -1);
  if (key === 'PageDown') return addMonths(day, shift ? 12 : 1);
  if (key === 'Home') return weekOf(day)[0];
  if (key === 'End') return weekOf(day)[6];
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key];
  return step ? addDays(day, step) : null;
}

export const clamped = (day, min, max) => (min && day < min ? min : max && day > max ? max : day);

/* 18.11.2026, 18/11/26, 18.11 (the next one), 2026-11-18 -> a day; '' -> ''; anything else -> null. */
export function parseDay(text, today) {
  const clean = text.trim();
  if (!clean) return '';
  if (isDay(clean)) return clean;
  const found = /^(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{4}|\d{2}))?\.?$/.exec(clean);
  if (!found) return null;
  const [, d, m, y] = found;
  const year = y ? Number(y.length === 2 ? `20${y}` : y) : Number(today.slice(0, 4));
  const day = `${year}-${two(m)}-${two(d)}`;
  if (!isDay(day)) return null;
  return y || day >= today ? day : addYear(day);
}

const addYear = (day) => addMonths(day, 12);

/* As people type it, so that it can be typed back: 18.11.2026, or 18/11/2026. */
export function showDay(day, lang) {
  if (!isDay(day)) return day;
  return day
    .split('-')
    .reverse()
    .join(lang === 'ru' ? '.' : '/');
}

export const minutesOf = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
export const clockOf = (minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
export const isClock = (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/* 9, 930, 9:30, 9.30, 09-30 -> '09:30'; '' -> ''; anything else -> null. */
export function parseClock(text) {
  const clean = text.trim();
  if (!clean) return '';
  const found = /^(\d{1,2})(?:[:. -]?(\d\d))?$/.exec(clean);
  if (!found) return null;
  const clock = `${two(found[1])}:${found[2] || '00'}`;
  return isClock(clock) ? clock : null;
}

const shapes = new Map();
function shapeOf(zone) {
  if (!shapes.has(zone)) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' };
    shapes.set(zone, new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', ...parts }));
  }
  return shapes.get(zone);
}

/* A moment in a zone: { day, clock } */
export function placeIn(at, zone) {
  const parts = Object.fromEntries(
    shapeOf(zone)
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );
  return { day: `${parts.year}-${parts.month}-${parts.day}`, clock: `${parts.hour}:${parts.minute}` };
}

const wallOf = ({ day, clock }) => utcOf(day) + minutesOf(clock) * 60000;

/*
 * The moment of a day and a time in a zone, in ms. A time that a change of clocks leaves out is taken an hour later; of
 * two that it brings twice, the first.
 */
export function momentOf(day, clock, zone) {
  const wall = wallOf({ day, clock });
  const shift = (at) => wallOf(placeIn(at, zone)) - at;
  const before = wall - shift(wall - DAY_MS);
  if (shift(before) === shift(wall - DAY_MS)) return before;
  const after = wall - shift(wall + DAY_MS);
  return shift(after) === shift(wall + DAY_MS) ? after : before;
}
