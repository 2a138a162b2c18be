// tasks-rules: order, saved views, selection, what a row says about its transfer. No DOM.
import { paramsOf } from '../../lib/api-rules.js';
import { turned } from '../../lib/list-rules.js';
import { readFilters, writeFilters, changed, importFilter } from '../../lib/task-filters.js';

export const SIZE = 20;
export const sorted = (now, field) =>
  turned(now || '-date_updated', field, ['date_updated', 'date_created', 'priority']);

/* --- saved views --- */

/* What can be shown beside the name, in this order. */
export const COLUMNS = [
  'status',
  'assignees',
  'priority',
  'tags',
  'cv',
  'date_created',
  'due_date',
  'date_updated',
  'transfer',
];
const USUAL = ['status', 'assignees', 'cv', 'date_updated', 'transfer'];

export function shownColumns(names) {
  const known = COLUMNS.filter((name) => names?.includes(name));
  return known.length ? known : USUAL;
}

/* The address of a list inside a view: filters may differ from the saved ones. */
export function address(filters, view) {
  const params = writeFilters(filters);
  if (view) params.set('view', view);
  return params;
}

export const inView = (href, view) => (href && view ? `${href}${href.includes('?') ? '&' : '?'}view=${view}` : href);

const NEWEST = '-date_updated';
const savedFilters = ({ filter, sort }) => readFilters(paramsOf({ ...filter, sort: sort === NEWEST ? '' : sort }));
export const viewHref = (view) => `/clickup/tasks/?${address(savedFilters(view), view.id)}`;

/* What a view's request takes of the present list. */
export const viewBody = (filters) => ({ filter: importFilter(filters), sort: filters.sort || NEWEST });

const told = (filters) =>
  [...writeFilters(changed(filters, {}))]
    .map((pair) => pair.join('='))
    .sort()
    .join('&');
export const isChanged = (filters, view) =>
  Boolean(view) && told({ ...filters, sort: filters.sort === NEWEST ? '' : filters.sort }) !== told(savedFilters(view));

/* Tags in a line that has room for one: it, and how many more there are. */
export function tagsText(tags, most = 1) {
  const names = tags.slice(0, most).map(({ name }) => name).join(', ');
  return tags.length > most ? `${names} +${tags.length - most}` : names;
}

/* The statuses count what the view shows, unless it has chosen among them. */
export function facetsOf(facets, view) {
  if (!facets || !view?.statuses || view.filter.status?.length) return facets;
  const counts = new Map(view.statuses.map(({ name, count }) => [name, count]));
  return { ...facets, statuses: facets.statuses.map((status) => ({ ...status, count: counts.get(status.name) ?? 0 })) };
}

/* The file holds what is seen, and how to find each task again. */
export function exportHref(filters, columns, separator) {
  const params = writeFilters(changed(filters, {}));
  const links = columns.includes('transfer') ? ['applicant_url', 'url', 'task_id'] : ['url', 'task_id'];
  for (const name of ['name', ...columns, ...links]) params.append('columns', name);
  params.set('separator', separator);
  return `/clickup/tasks/export?${params}`;
}

/* The request that counts what a filter would find with something changed. */
export function countQuery(filters, change) {
  const params = writeFilters({ ...filters, ...change, page: '', after: '', sort: '' });
  params.set('page_size', 1);
  return params;
}

/* A due date that has passed matters only while the task is open. */
export const isLate = ({ due_date: due, status_type: type }, now) =>
  Boolean(due) && type !== 'closed' && type !== 'done' && new Date(due) < now;

/* Did the last sync leave tasks in ClickUp, as far as is known? */
export const isPartly = (settings) =>
  Boolean(
    settings?.last_sync_at &&
      settings.tasks_cached >= settings.max_tasks &&
      (settings.list_tasks === null || settings.list_tasks > settings.tasks_cached),
  );
