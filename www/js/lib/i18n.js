// i18n: messages, plurals, numbers and times in the language and zone of the user. All text goes through t.
import { computed, signal } from '@preact/signals';
import { now } from './now.js';
import { readMessages } from './served.js';
import { fill, agoParts, durationParts, dayKind } from './i18n-rules.js';
import { placeIn } from './day-rules.js';

export const lang = signal(document.documentElement.lang === 'en' ? 'en' : 'ru');
export const zone = signal(Intl.DateTimeFormat().resolvedOptions().timeZone);

/* The day and the time that it is for the user. What says 'yesterday' says something else after midnight. */
export const placeNow = computed(() => placeIn(now.value, zone.value));
export const dayNow = computed(() => placeNow.value.day);

const tables = { ru: {}, en: {} };
const sets = new Set(['']);
const read = new Set();
const made = new Map();

/* Intl objects are dear to make: one for each language, zone and shape. */
function intl(kind, options = {}) {
  const key = `${kind}${lang.value}${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, new Intl[kind](lang.value === 'ru' ? 'ru-RU' : 'en-GB', options));
  return made.get(key);
}

const shape = (options, at) => intl('DateTimeFormat', { timeZone: zone.value, ...options }).format(at);

/*
 * All sets that are asked for by now, also those asked for meanwhile. Whatever comes is used, though one fails. A set
 * has of its parts what its pages can say (nginx/words.mjs): no set stands for another.
 */
async function readWords(language) {
  const missing = [...sets].filter((set) => !read.has(language + set));
  if (!missing.length) return;
  const outcomes = await Promise.allSettled(
    missing.map(async (set) => {
      Object.assign(tables[language], (await readMessages(language, set)).default);
      read.add(language + set);
    }),
  );
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  await readWords(language);
}

/* That others, read ahead of a press, did not come is no failure of this one. */
async function need(set) {
  sets.add(set);
  try {
    await readWords(lang.value);
  } catch (error) {
    if (!read.has(lang.value + set)) throw error;
  }
}

/* Words of messages/ru-NAME.js that not every page needs, in one file; the build (nginx/www.mjs) reads the names where
 * this is called. */
export const needWords = (...names) => need(names.join('+'));

/* What a page of routes.js can say of those that it names there. */
export const needWordsOf = ({ path, words }) => need(words ? path : '');

/* What the page is called when it is installed as an app. */
const MANIFESTS = { ru: '/app.webmanifest', en: '/app.en.webmanifest' };

export async function setLang(next) {
  await readWords(next);
  lang.value = next;
  document.documentElement.lang = next;
  document.querySelector('link[rel=manifest]')?.setAttribute('href', MANIFESTS[next]);
  try {
    localStorage.setItem('lang', next);
  } catch {
    // the choice then lives as long as the page
  }
}

/* The text of a key. A message with plural forms takes params.n; numbers are written the language's way. */
export function t(key, params = {}) {
  let message = tables[lang.value]?.[key];
  if (message === undefined) return key;
  if (typeof message === 'object') message = message[intl('PluralRules').select(params.n)] ?? message.other;
  return fill(message, params, num);
}

export const has = (key) => tables[lang.value]?.[key] !== undefined;

export const num = (n, digits = 1) => intl('NumberFormat', { maximumFractionDigits: digits }).format(n);
export const percent = (share, digits = 0) =>
  intl('NumberFormat', { style: 'percent', maximumFractionDigits: digits }).format(share);
export const list = (items) => intl('ListFormat', { type: 'conjunction' }).format(items);
export const compare = (a, b) => intl('Collator', { numeric: true }).compare(a, b);
export const fileSize = (bytes) =>
  bytes >= 1 << 20
    ? t('size.mb', { n: bytes / (1 << 20) })
    : t('size.kb', { n: Math.max(1, Math.round(bytes / 1024)) });

export const clockTime = (iso) => shape({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, new Date(iso));
export const dayMonth = (iso) => shortDate(iso, { day: 'numeric', month: 'short' });
export const today = () => capital(plainDay(dayNow.value, { weekday: 'long', day: 'numeric', month: 'long' }));
export const fullTime = (iso) => shape({ dateStyle: 'long', timeStyle: 'short' }, new Date(iso));

/* 14:21 · yesterday, 18:02 · 18 Nov, 12:05 · 18 Nov 2025 */
export function when(iso) {
  if (!iso) return t('none');
  const at = new Date(iso);
  const kind = dayKind(at, dayNow.value, zone.value);
  if (kind === 'today') return clockTime(at);
  if (kind === 'yesterday') return t('when.yesterday', { time: clockTime(at) });
  if (kind === 'year') return t('when.day', { day: dayMonth(at), time: clockTime(at) });
  return shortDate(at, { day: 'numeric', month: 'short', year: 'numeric' });
}

/* A date without its time: today, yesterday, 18 Nov, 18 Nov 2025. */
export function whenDay(iso) {
  if (!iso) return t('none');
  const kind = dayKind(new Date(iso), dayNow.value, zone.value);
  if (kind === 'today' || kind === 'yesterday') return t(`day.${kind}`);
  return kind === 'year' ? dayMonth(iso) : shortDate(iso, { day: 'numeric', month: 'short', year: 'numeric' });
}

/* What was done since the half minute began was done just now. */
export function ago(iso) {
  const { unit, n } = agoParts((now.value - new Date(iso)) / 1000);
  return unit === 'date' ? when(iso) : t(`ago.${unit}`, { n });
}

/* 1 h 12 min · 8 s · 340 ms */
export function duration(seconds) {
  return durationParts(seconds)
    .map(({ unit, n }) => t(`dur.${unit}`, { n }))
    .join(' ');
}

/* Months in three letters, no dots, no word for the year: 18 Nov 2025. */
function shortDate(iso, options) {
  return textOf({ timeZone: zone.value, ...options }, new Date(iso), (month) => month.slice(0, 3));
}

/*
 * A day of a calendar ('2026-11-18'), the same in every zone. No moment stands for one: noon in London is the next day
 * in Auckland.
 */
export const plainDay = (day, options) => textOf({ timeZone: 'UTC', ...options }, new Date(`${day}T00:00:00Z`));

/* The same in short: 18 Nov. */
export const shortDay = (day) => shortDate(`${day}T00:00:00Z`, { timeZone: 'UTC', day: 'numeric', month: 'short' });

/* What is behind the last number or name goes: Russian has a word for the year there. */
function textOf(options, at, monthOf = (month) => month) {
  const pieces = intl('DateTimeFormat', options).formatToParts(at);
  if (pieces.at(-1).type === 'literal') pieces.pop();
  return pieces.map(({ type, value }) => (type === 'month' ? monthOf(value) : value)).join('');
}

export const capital = (text) => text.charAt(0).toLocaleUpperCase(lang.value) + text.slice(1);
