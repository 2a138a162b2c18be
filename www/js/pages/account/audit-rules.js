// audit-rules: the filters of the audit, and which of its lines warn. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const query = listQuery([], ['user_id', 'action', 'from', 'to', 'page', 'after']);

/* What can be asked for: each with all below it. */
export const KINDS = [
  'login', 'refused', 'password', 'second_factor', 'passkey', 'token', 'session', 'user', 'security', 'profile',
  'import', 'task', 'reply', 'clickup', 'huntflow',
];

const SET = ['user_id', 'action', 'from', 'to'];
export const isNarrowed = (filters) => SET.some((name) => filters[name]);

export const isBad = ({ action }) => /^refused\.|failed$|copied$|throttled$/.test(action);

const wordOf = (words, key, other) => (words.has(key) ? words.t(key) : other);

/* What it was done to, for people: a number, a word that is known, else as it is. words: { t, has }. */
export function objectOf(object, words) {
  if (/^\d+$/.test(object)) return words.t('audit.number', { n: object });
  return wordOf(words, `audit.object.${object}`, object);
}

function valueOf(name, value, words) {
  if (typeof value === 'boolean') return words.t(value ? 'audit.yes' : 'audit.no');
  return name === 'role' ? wordOf(words, `role.${value}`, value) : value;
}

/* Details as one line: { role: 'admin' } -> role: Administrator; names alone: a, b. */
export function detailsOf(data, words) {
  if (!data || typeof data !== 'object') return '';
  const nameOf = (name) => wordOf(words, `audit.data.${name}`, name);
  if (Array.isArray(data)) return data.map(nameOf).join(', ');
  return Object.entries(data)
    .map(([name, value]) => `${nameOf(name)}: ${valueOf(name, value, words)}`)
    .join(', ');
}
