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

/* Details as one line: { role: 'admin' } -> role: admin; names alone: a, b. */
export function detailsOf(data) {
  if (!data || typeof data !== 'object') return '';
  if (Array.isArray(data)) return data.join(', ');
  return Object.entries(data)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}
