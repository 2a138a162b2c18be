// integrations-rules: how an integration with a job board fares, and its form. No DOM.
import { addDays } from '../../lib/day-rules.js';

export const LOOK = { active: 'ok', pending: 'info', error: 'bad', expired: 'bad', disabled: 'line' };
export const ICON = {
  active: 'check', pending: 'clock', error: 'triangle-alert', expired: 'key-round', disabled: 'ban',
};
export const KEYS = ['api_key', 'api_secret', 'access_token', 'refresh_token'];
export const OPERATIONS = ['search', 'sync', 'import', 'test', 'connect', 'create', 'update', 'delete'];
export const OUTCOMES = ['success', 'partial', 'error'];

const DAY = 86_400_000;
const RANK = ['expired', 'error', 'pending', 'active', 'disabled'];

/* Trouble first, then by name. */
export const inOrder = (rows, compare) => [...rows].sort((a, b) =>
  RANK.indexOf(a.status) - RANK.indexOf(b.status) || compare(a.platform, b.platform) || compare(a.name, b.name));

/* What is left of the access: { days, hours, over, look }; null: nobody knows. */
export function keyLeft(key, now) {
  if (!key?.set || !key.expires_at) return null;
  const ms = Date.parse(key.expires_at) - now;
  const days = Math.max(0, Math.floor(ms / DAY));
  return {
    days, hours: Math.max(0, Math.floor((ms % DAY) / 3_600_000)), over: ms <= 0,
    look: ms < DAY ? 'bad' : ms < 7 * DAY ? 'warn' : 'ok',
  };
}

const words = (text) => [...new Set(text.split(',').map((word) => word.trim()).filter(Boolean))];
const number = (text) => (String(text).trim() === '' ? null : Number(String(text).replace(/\s/g, '')));
const text = (value) => (value === null || value === undefined ? '' : String(value));

/* An integration (or a new one of a platform) as the values of the form; credentials are never shown. */
export const valuesOf = (one, platform) => ({
  name: one?.name ?? platform.title, description: one?.description ?? '',
  is_active: one?.is_active ?? !platform.begins_off,
  auto_sync: one?.auto_sync ?? false, sync_interval_hours: text(one?.sync_interval_hours ?? 24),
  search_keywords: (one?.search_keywords ?? []).join(', '), search_locations: (one?.search_locations ?? []).join(', '),
  search_experience_min: text(one?.search_experience_min), search_experience_max: text(one?.search_experience_max),
  search_salary_min: text(one?.search_salary_min), search_salary_max: text(one?.search_salary_max),
  currency: text(one?.currency), ...Object.fromEntries(KEYS.map((name) => [name, ''])),
});

/* The values as they are sent: a credential that was not typed stays as it is. */
export function bodyOf(values) {
  const body = { ...values };
  for (const name of ['search_keywords', 'search_locations']) body[name] = words(values[name]);
  for (const name of [
    'search_experience_min', 'search_experience_max', 'search_salary_min', 'search_salary_max',
  ]) body[name] = number(values[name]);
  body.sync_interval_hours = number(values.sync_interval_hours);
  body.currency = values.currency.trim() || null;
  for (const name of KEYS) if (values[name].trim() === '') delete body[name];
  return body;
}

/* Every day of the last `days` up to today, also those without anything. */
export function daysOf(byDay, days, today) {
  const known = new Map(byDay.map((row) => [row.day, row]));
  return Array.from({ length: days }, (_, i) => {
    const day = addDays(today, i - days + 1);
    return known.get(day) || { day, searches: 0, errors: 0, found: 0, imported: 0, share: 0 };
  });
}
