// i18n-rules: choosing words for numbers and times. No DOM.
import { addDays } from './day-rules.js';

/* {name} -> its value; numbers but for ids through num, so that they are written the language's way. */
export function fill(message, params, num = String) {
  return message.replace(/\{(\w+)\}/g, (all, name) => {
    const value = params[name];
    if (value === undefined || value === null) return '';
    return typeof value === 'number' && name !== 'id' ? num(value) : String(value);
  });
}

/* How long ago, in the unit a person would say; over a day the date itself is said. */
export function agoParts(seconds) {
  if (seconds < 60) return { unit: 'now', n: 0 };
  if (seconds < 3600) return { unit: 'min', n: Math.floor(seconds / 60) };
  if (seconds < 86400) return { unit: 'hour', n: Math.floor(seconds / 3600) };
  return { unit: 'date', n: 0 };
}

/* At most two neighbouring units; below a second, milliseconds. */
export function durationParts(seconds) {
  if (seconds < 1) return [{ unit: 'ms', n: Math.round(seconds * 1000) }];
  if (seconds < 60) return [{ unit: 's', n: Math.round(seconds * (seconds < 10 ? 10 : 1)) / (seconds < 10 ? 10 : 1) }];
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return [{ unit: 'min', n: minutes }];
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest
    ? [
        { unit: 'h', n: hours },
        { unit: 'min', n: rest },
      ]
    : [{ unit: 'h', n: hours }];
}

/* 2026-11-18: the day of a moment in a zone. Put together here: no locale's short date is the same in every browser. */
export function dayOf(at, zone) {
  const shape = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const { year, month, day } = Object.fromEntries(shape.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}`;
}

/* Where a moment lies beside today, by the days of the user's zone. */
export function dayKind(at, today, zone) {
  const day = dayOf(at, zone);
  if (day === today) return 'today';
  if (day === addDays(today, -1)) return 'yesterday';
  return day.slice(0, 4) === today.slice(0, 4) ? 'year' : 'old';
}
