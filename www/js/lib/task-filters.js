// task-filters: the filters of ClickUp's tasks and the address; what an import takes of them. No DOM.
import { listQuery } from './list-rules.js';

const MANY = ['status', 'priority', 'tag', 'assignee'];
const ONE = ['search', 'cv', 'updated_from', 'updated_to', 'due_from', 'due_to', 'transfer', 'sort', 'page', 'after'];

const query = listQuery(MANY, ONE);
export const readFilters = query.read;
export const writeFilters = query.write;
export const { changed } = query;
export const pageHref = query.href;

export const cleared = (filters) => readFilters(writeFilters({ transfer: filters.transfer, sort: filters.sort }));

/* Filters that the chips show; the view's tab, the search, the order and the page are not among them. */
export const countSet = (filters) =>
  MANY.filter((name) => filters[name].length).length +
  (filters.cv ? 1 : 0) +
  (filters.updated_from || filters.updated_to ? 1 : 0) +
  (filters.due_from || filters.due_to ? 1 : 0);

export const isNarrowed = (filters) => Boolean(filters.search || countSet(filters));

/* What an import's body takes: the filter without order and page. */
export function importFilter(filters) {
  const { sort, page, after, ...rest } = filters;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value.length));
}
