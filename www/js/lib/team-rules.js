// team-rules: the team's own tasks: their states, their filters and the address, how they are grouped. No DOM.
import { paramsOf } from './api-rules.js';
import { listQuery } from './list-rules.js';
import { addDays, placeIn, weekOf } from './day-rules.js';

export const STATUSES = ['todo', 'in_progress', 'review', 'done', 'cancelled'];
export const OPEN = STATUSES.slice(0, 3);
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'];
export const PROJECT_STATUSES = ['planned', 'active', 'paused', 'done', 'archived'];
export const ROLES = ['manager', 'executor', 'viewer'];

/* How a status looks; the word is always beside it. */
export const STATUS_LOOK = { todo: 'none', in_progress: 'acc', review: 'info', done: 'ok', cancelled: '' };
export const PROJECT_LOOK = { planned: 'none', active: 'acc', paused: 'warn', done: 'ok', archived: '' };

/* May one do that to a task or a project? What was not read whole is left to the server. */
export const allows = ({ rights }, right) => !rights || rights.includes(right);

/* Of a project: what counts as its work. Cancelled tasks do not. */
export const workOf = ({ tasks_done: done, tasks_open: open }) => ({ done, open, all: done + open });
export const shareOf = (project) => (workOf(project).all ? project.tasks_done / workOf(project).all : 0);

export const isOpen = ({ status }) => status !== 'done' && status !== 'cancelled';
export const isLate = (task, now) => Boolean(task.due_date) && isOpen(task) && new Date(task.due_date) < now;

/* 'late' | 'today' | 'tomorrow' | 'week' | 'later' | 'none': of a deadline in a zone. */
export function dueKind(due, now, zone) {
  if (!due) return 'none';
  const { day } = placeIn(due, zone);
  const today = placeIn(now, zone).day;
  if (new Date(due) < now) return 'late';
  if (day === today) return 'today';
  if (day === addDays(today, 1)) return 'tomorrow';
  return day <= weekOf(today)[6] ? 'week' : 'later';
}

/* --- the list's address --- */

const MANY = ['status', 'list', 'assigned_to', 'created_by', 'priority', 'tag', 'due', 'link'];
const ONE = ['q', 'show', 'group', 'ordering', 'view', 'page', 'after'];
/* What is open is shown, unless another tab or some statuses are chosen. */
export const SHOWS = ['', 'mine', 'late', 'done', 'all'];

export const query = listQuery(MANY, ONE);
export const calendarQuery = listQuery(MANY, ['q', 'mode', 'day']);
export const boardQuery = listQuery(MANY, ['q', 'by', 'lanes', 'view']);

const ASKED = {
  '': { status: OPEN },
  mine: { assigned_to: 'me', status: OPEN },
  late: { due: 'overdue' },
  done: { status: ['done', 'cancelled'] },
  all: {},
};

/* Filters of the address -> the query of the list's request, without page and order when bare. */
export function asked(filters, { bare = false } = {}) {
  const { show = '', page, after, ordering, ...rest } = filters;
  const own = ASKED[show] || {};
  const params = {};
  for (const name of [...MANY, 'q']) params[name] = rest[name]?.length ? rest[name] : own[name] || [];
  if (!bare) Object.assign(params, { page, after, ordering: ordering || 'due_date' });
  return params;
}

export const countSet = (filters) => MANY.filter((name) => filters[name]?.length).length;
export const isNarrowed = (filters) => Boolean(filters.q || countSet(filters));
/* All but the filters stays: the tab, the order, the columns; the view was its filters. */
export const cleared = (filters) => ({
  ...filters,
  ...Object.fromEntries(MANY.map((name) => [name, []])),
  q: '',
  view: '',
  page: '',
  after: '',
});

export const hrefOf = (path, filters) => {
  const text = query.write(filters).toString();
  return text ? `${path}?${text}` : path;
};

/* --- saved views: of list and board alike --- */

/* What can be shown beside the title, in this order. */
export const COLUMNS = [
  'status', 'assigned_to', 'due_date', 'priority', 'list', 'created_by', 'created_at', 'updated_at',
];
export function shownColumns(names) {
  const known = COLUMNS.filter((name) => names?.includes(name));
  return known.length ? known : COLUMNS.slice(0, 5);
}

const PAGES = {
  list: { path: '/tasks/', rules: query, looks: ['group'], fixed: { show: 'all' } },
  board: { path: '/tasks/board/', rules: boardQuery, looks: ['by', 'lanes'], fixed: {} },
};
const SOONEST = 'due_date';
const set = (params) => Object.fromEntries(Object.entries(params).filter(([, value]) => value?.length));

/* page: 'list' | 'board'. What a view's request takes of it; how the other page shows it stays with the view. */
export function viewBody(page, filters, view) {
  const shown = (name) => (PAGES[page].looks.includes(name) ? filters[name] : view?.filter[name]);
  const looks = ['group', 'by', 'lanes'].map((name) => [name, shown(name)]);
  const tab = page === 'board' ? { ...filters, show: 'all' } : filters;
  const sort = (page === 'list' ? filters.ordering : view?.sort) || SOONEST;
  return { filter: set({ ...asked(tab, { bare: true }), ...Object.fromEntries(looks) }), sort };
}

/* The address of a view on that page. */
export function viewHref(page, { id, filter, sort }) {
  const { path, rules, looks, fixed } = PAGES[page];
  const many = (value) => (Array.isArray(value) ? value : [value]);
  const filters = Object.fromEntries(MANY.map((name) => [name, filter[name] ? many(filter[name]) : []]));
  const shown = Object.fromEntries(looks.map((name) => [name, filter[name]]));
  const ordering = sort && sort !== SOONEST ? sort : '';
  return `${path}?${rules.write({ ...filters, q: filter.q, ...shown, ...fixed, ordering, view: String(id) })}`;
}

const bodyText = ({ filter, sort }) =>
  JSON.stringify([sort, Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1))]);

/* Does the page show something else than its view? */
export const isChanged = (page, filters, view) => {
  if (!view) return false;
  const saved = PAGES[page].rules.read(new URL(viewHref(page, view), 'http://x').searchParams);
  return bodyText(viewBody(page, filters, view)) !== bodyText(viewBody(page, saved, view));
};

/* The list as a file. */
export function exportHref(filters, separator) {
  const { ordering } = asked(filters);
  const params = paramsOf({ ...asked(filters, { bare: true }), ordering, separator });
  return `/api/v1/tasks/export?${params}`;
}

/* --- groups --- */

export const GROUPS = ['status', 'assigned_to', 'priority', 'list', 'due'];

const DUES = (now, today) => [
  { id: 'late', due: ['overdue'] },
  { id: 'today', due: [`${new Date(now).toISOString()}..${today}`] },
  { id: 'later', due: [`${addDays(today, 1)}..`] },
  { id: 'none', due: ['none'] },
];

/*
 * The groups of a list: { id, ask, set }: ask: what the request has besides the filters; set: what a task gets that
 * is put there. people, projects: [{ id, name }].
 */
export function groupsOf(by, { filters, people = [], projects = [], now, zone }) {
  const chosen = (name, all) => all.filter((id) => !filters[name]?.length || filters[name].includes(String(id)));
  const one = (name) => (id) => ({ id: String(id), ask: { [name]: String(id) }, set: { [name]: id } });
  const none = (name) => ({ id: 'none', ask: { [name]: 'none' }, set: { [name]: null } });
  if (by === 'status') {
    const shown = asked(filters).status;
    return STATUSES.filter((id) => !shown.length || shown.includes(id)).map(one('status'));
  }
  if (by === 'priority') return chosen('priority', PRIORITIES).map(one('priority'));
  if (by === 'due') {
    return DUES(now, placeIn(now, zone).day).map(({ id, due }) => ({ id, ask: { due }, set: null }));
  }
  const rows = by === 'list' ? projects : people;
  const groups = chosen(by, rows.map(({ id }) => id)).map(one(by));
  return filters[by]?.length && !filters[by].includes('none') ? groups : [none(by), ...groups];
}

/* Is a task of this group? */
export function isIn(task, by, group, now, zone) {
  if (by === 'due') {
    const kind = dueKind(task.due_date, now, zone);
    return (['tomorrow', 'week'].includes(kind) ? 'later' : kind) === group.id;
  }
  return String(task[by] ?? 'none') === group.id;
}

/* --- changes --- */

/* A task of a list after an event or an answer; others stay as they are. */
export const replaced = (rows, task) => rows.map((row) => (row.id === task.id ? { ...row, ...task } : row));

/* Of the fields of a change, what the task had before: to take the change back. */
export const before = (task, change) =>
  Object.fromEntries(Object.keys(change).map((name) => [name, task[name] ?? null]));

/* Where a task and a newer version of it differ in what somebody wrote: { name, mine, theirs } */
export function differences(mine, theirs) {
  return Object.keys(mine)
    .filter((name) => JSON.stringify(mine[name]) !== JSON.stringify(theirs[name]))
    .map((name) => ({ name, mine: mine[name], theirs: theirs[name] }));
}

/* How much of a checklist is done: { done, all }, or null: there is none. */
export function checked(list) {
  if (!list?.length) return null;
  return { done: list.filter(({ done }) => done).length, all: list.length };
}

export const taskHref = ({ id }) => `/tasks/${id}/`;
export const projectHref = (id) => `/projects/${id}/`;
