// dates-words: days from and to, as a filter says them.
import { t, shortDay } from '../lib/i18n.js';

/* '': none. */
export function datesText(from, to) {
  if (from && to) return t('dates.both', { from: shortDay(from), to: shortDay(to) });
  if (from) return t('dates.since', { from: shortDay(from) });
  return to ? t('dates.until', { to: shortDay(to) }) : '';
}
