// bitrix-rules: accounts at Bitrix24, departments as a tree, what a form sends, days of events. No DOM.
import { addDays } from '../../lib/day-rules.js';

export const ACCOUNTS = '/api/v1/bitrix24/accounts/';
export const EMPLOYEES = '/api/v1/bitrix24/employees/';
export const DEPARTMENTS = '/api/v1/bitrix24/departments/';
export const EVENTS = '/api/v1/bitrix24/events/';
export const PATH = '/bitrix24/';
/* Tasks have a page of their own. */
export const TABS = ['accounts', 'employees', 'tasks', 'events', 'runs'];
const HREFS = { accounts: PATH, tasks: `${PATH}tasks/` };
/* The rights to tick at the webhook, in the portal's own words. */
export const SCOPES = ['user', 'department', 'task', 'calendar', 'im'];

export const LOOK = { active: 'ok', inactive: 'line', error: 'bad' };
export const ICON = { active: 'check', inactive: 'ban', error: 'triangle-alert' };

export const tabsOf = (now) => TABS.map((key) => ({
  key, href: HREFS[key] ?? `${PATH}?tab=${key}`, current: key === now,
}));

/* Of events: those that are ahead unless a former month is asked for, too; as the day from which they are listed. */
export const SPANS = ['month'];
export const spanFrom = (span, today) => (span === 'month' ? addDays(today, -31) : today);

/* A whole day ends at the midnight behind it, in UTC. */
export const lastDayOf = ({ to }) => addDays(to.slice(0, 10), -1);

const KEYS = ['webhook_url', 'application_token', 'client_id', 'client_secret'];

/* An account (none: a new one) as the values of the form; credentials are never shown. */
export const valuesOf = (one) => ({
  name: one?.name ?? '', ...Object.fromEntries(KEYS.map((name) => [name, ''])),
  enterprise: one?.settings.requests_per_second > 2, auto_sync: one?.settings.auto_sync ?? true,
  portal: one?.settings.portal ?? '',
});

/* As it is sent: a credential that was not typed stays as it is. */
export function bodyOf(values) {
  const credentials = {};
  for (const name of KEYS) if (values[name].trim()) credentials[name] = values[name].trim();
  return {
    name: values.name.trim(), credentials,
    settings: {
      auto_sync: values.auto_sync, requests_per_second: values.enterprise ? 5 : 2, bucket: values.enterprise ? 250 : 50,
      portal: values.portal.trim() || null,
    },
  };
}

/* A local application that nobody, or somebody, signed in to: it works without a webhook. */
export const signsIn = ({ credentials }) =>
  credentials.client_id.set && credentials.client_secret.set && !credentials.webhook_url.set;

/* What the server said of "credentials.webhook_url" belongs to the field of that name. */
export function flat(problem) {
  for (const error of problem?.errors || []) error.field = String(error.field).replace(/^(credentials|settings)\./, '');
  return problem;
}

/* Departments in the order of their tree, each with its depth; a circle or a lost parent stands at the top. */
export function treeOf(departments) {
  const known = new Set(departments.map(({ id }) => id));
  const below = new Map();
  for (const one of departments) {
    const parent = known.has(one.parent_id) ? one.parent_id : null;
    below.set(parent, [...(below.get(parent) || []), one]);
  }
  const out = [];
  const met = new Set();
  const walk = (list, depth) => {
    for (const one of list) {
      if (met.has(one.id)) continue;
      met.add(one.id);
      out.push({ ...one, depth });
      walk(below.get(one.id) || [], depth + 1);
    }
  };
  walk(below.get(null) || [], 0);
  walk(departments, 0);
  return out;
}

/* What a run did, as counts that are not zero. */
export const countsOf = (log) => [
  ['read', log.records_synced], ['created', log.created], ['updated', log.updated], ['failed', log.failed],
].filter(([name, n]) => n > 0 || name === 'read');

/* The portal does not take the webhook or the application: another one is to be saved. */
const REFUSED = ['bitrix.no_auth', 'bitrix.credentials', 'bitrix.application', 'bitrix.expired'];
export const isRefused = (one) =>
  one.status === 'error' && REFUSED.includes(one.last_error_code) &&
  !(one.last_error_code === 'bitrix.expired' && signsIn(one));
