// tasks-rules: filters and the address, selection, what a row says about its transfer. No DOM.
import { paramsOf } from '../../lib/api-rules.js';
import { dayOf } from '../../lib/i18n-rules.js';
import { listQuery, turned } from '../../lib/list-rules.js';

export const SIZE = 20;
const MANY = ['status', 'priority', 'tag', 'assignee'];
const ONE = ['search', 'cv', 'updated_from', 'updated_to', 'due_from', 'due_to', 'transfer', 'sort', 'page', 'after'];

const query = listQuery(MANY, ONE);
export const readFilters = query.read;
export const writeFilters = query.write;
export const { changed } = query;
export const pageHref = query.href;

export const cleared = (filters) => readFilters(writeFilters({ transfer: filters.transfer, sort: filters.sort }));

/* Filters that the chips show; the view's tab, the search, the order and the page are not among them. */
export const countSet = (filters) => MANY.filter((name) => filters[name].length).length
  + (filters.cv ? 1 : 0) + (filters.updated_from || filters.updated_to ? 1 : 0) + (filters.due_from || filters.due_to ? 1 : 0);

export const isNarrowed = (filters) => Boolean(filters.search || countSet(filters));

/* What an import's body takes: the filter without order and page. */
export function importFilter(filters) {
  const { sort, page, after, ...rest } = filters;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value.length));
}

export const sorted = (now, field) => turned(now || '-date_updated', field, ['date_updated', 'date_created', 'priority']);

/* --- saved views --- */

/* What can be shown beside the name, in this order. */
export const COLUMNS = ['status', 'assignees', 'priority', 'tags', 'cv', 'date_created', 'due_date', 'date_updated', 'transfer'];
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

const told = (filters) => [...writeFilters(changed(filters, {}))].map((pair) => pair.join('=')).sort().join('&');
export const isChanged = (filters, view) => Boolean(view) && told({ ...filters, sort: filters.sort === NEWEST ? '' : filters.sort }) !== told(savedFilters(view));

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

/* The days of a preset, as the filter's dates in the user's zone. */
export const since = (days, now, zone) => dayOf(now - days * 86400000, zone);

/* Tick from the last ticked row to this one. rows: the page; chosen: Map id -> row */
export function ticked(chosen, rows, from, to, on) {
  const next = new Map(chosen);
  const a = from === null ? to : Math.min(from, to);
  const b = from === null ? to : Math.max(from, to);
  for (const row of rows.slice(a, b + 1)) {
    if (on) next.set(row.task_id, row);
    else next.delete(row.task_id);
  }
  return next;
}

export const alreadyIn = (chosen) => [...chosen.values()].filter(({ transfer }) => transfer?.state === 'done').length;

/* A due date that has passed matters only while the task is open. */
export const isLate = ({ due_date: due, status_type: type }, now) => Boolean(due) && type !== 'closed' && type !== 'done' && new Date(due) < now;
