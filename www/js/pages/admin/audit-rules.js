// audit-rules: the filters of the audit, and which of its lines warn. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const query = listQuery([], ['user_id', 'action', 'via', 'object', 'from', 'to', 'page', 'after']);

/* What can be asked for: each with all below it. */
export const KINDS = [
  'login', 'refused', 'password', 'second_factor', 'passkey', 'token', 'session', 'user', 'security', 'profile',
  'team_task', 'project', 'import', 'task', 'reply', 'job', 'clickup', 'huntflow',
];
export const WAYS = ['page', 'api', 'bot', 'import', 'service'];

const SET = ['user_id', 'action', 'via', 'object', 'from', 'to'];
export const isNarrowed = (filters) => SET.some((name) => filters[name]);

export const isBad = ({ action }) => /^refused\.|failed$|copied$|throttled$/.test(action);

const wordOf = (words, key, other) => (words.has(key) ? words.t(key) : other);

/* A deed in words, or ''. What is done to tasks has the words of their own history. words: { t, has, list }. */
export function deedOf({ action, after }, words) {
  if (!action.startsWith('team_task.')) return wordOf(words, `audit.${action}`, '');
  const what = action.slice('team_task.'.length);
  const fields = Object.keys(after || {}).filter((name) => name !== 'position');
  if (what !== 'change') return wordOf(words, `work.act.${what}`, words.t('work.act.other'));
  return words.t('work.act.change', { what: words.list(fields.map((name) => fieldOf(name, words))) });
}

const fieldOf = (name, words) => wordOf(words, `audit.data.${name}`, wordOf(words, `work.field.${name}`, name));

/* What it was done to, for people: a number, a word that is known, else as it is. words: { t, has }. */
export function objectOf(object, words) {
  const [, kind, id] = /^(task|project|imports|syncs|reminders|messages) (\d+)$/.exec(object) || [];
  if (kind) return words.t('audit.thing', { kind: words.t(`audit.thing.${kind}`), n: id });
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

const MOST = 80;   // characters of a value

function shortOf(name, value, words) {
  if (value === null || value === undefined || value === '') return words.t('audit.none');
  if (typeof value === 'boolean') return words.t(value ? 'audit.yes' : 'audit.no');
  const text = typeof value === 'object' ? value.title || value.name || JSON.stringify(value) : String(value);
  const key = { role: `role.${text}`, status: `work.status.${text}`, priority: `priority.${text}` }[name];
  if (key && words.has(key)) return words.t(key);
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

/* What was and what is, a line a field that differs; of what is new, nothing. */
export function changesOf({ before, after }, words) {
  if (!before || !after) return [];
  return Object.keys(after)
    .filter((name) => name !== 'position' && name in before)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => words.t('audit.change', {
      name: fieldOf(name, words),
      from: shortOf(name, before[name], words), to: shortOf(name, after[name], words),
    }));
}
