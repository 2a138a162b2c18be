// tasks-rules: filters and the address, selection, what a row says about its transfer. No DOM.

export const SIZE = 20;
const MANY = ['status', 'priority', 'tag', 'assignee'];
const ONE = ['search', 'cv', 'updated_from', 'updated_to', 'due_from', 'due_to', 'transfer', 'sort', 'page', 'after'];

/* The address's query -> filters. Unknown names are dropped. */
export function readFilters(params) {
  const filters = {};
  for (const name of MANY) filters[name] = params.getAll(name);
  for (const name of ONE) filters[name] = params.get(name) || '';
  return filters;
}

/* Filters -> the query of the address and of GET /clickup/tasks alike. */
export function writeFilters(filters) {
  const params = new URLSearchParams();
  for (const name of MANY) for (const value of filters[name] || []) params.append(name, value);
  for (const name of ONE) if (filters[name]) params.set(name, filters[name]);
  return params;
}

/* A changed filter begins at the first page. */
export const changed = (filters, change) => ({ ...filters, page: '', after: '', ...change });

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

/* Clicking a head: new names rise, dates begin with the newest; again turns round. */
export function sorted(now, field) {
  const current = now || '-date_updated';
  if (current === field) return `-${field}`;
  if (current === `-${field}`) return field;
  return field.startsWith('date') ? `-${field}` : field;
}

/* The link of a list answer, as our address: its page and its keyset place over the present filters. */
export function pageHref(path, filters, link, page) {
  if (!link) return null;
  const next = writeFilters({ ...filters, page: page > 1 ? String(page) : '', after: link.get('after') || '' });
  const text = next.toString();
  return text ? `${path}?${text}` : path;
}

/* The days of a preset, as the filter's dates in the user's zone. */
export function since(days, now, zone) {
  const at = new Date(now - days * 86400000);
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
}

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
