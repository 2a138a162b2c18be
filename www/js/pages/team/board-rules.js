// board-rules: the columns of the team's board: what a move to one means, where a changed task goes. No DOM.
import { PRIORITIES, STATUSES, isIn } from '../../lib/team-rules.js';

export const BYS = ['status', 'assigned_to', 'priority', 'list'];
export const SIZE = 50;

/* All statuses stand on the board, as the columns are the states themselves. */
export function groupsOn(by, { filters, people, projects }) {
  const one = (id) => ({ id: String(id), set: { [by]: id } });
  const rows = { status: STATUSES, priority: PRIORITIES }[by];
  const chosen = (id) => !filters[by]?.length || filters[by].includes(String(id));
  if (rows) return rows.filter(chosen).map(one);
  const named = (by === 'list' ? projects : people).map(({ id }) => id).filter(chosen);
  const none = filters[by]?.length && !filters[by].includes('none') ? [] : [{ id: 'none', set: { [by]: null } }];
  return [...none, ...named.map(one)];
}

/*
 * The columns that are drawn. A column of one who no longer works here, and the lane of a project, are there for their
 * tasks, or because a filter names them; keys: [{ key, group, lane? }]; totalOf(key): its tasks.
 */
export function drawnOf(keys, { by, filters, people, totalOf }) {
  const left = new Set(people.filter(({ active }) => active === false).map(({ id }) => String(id)));
  const named = (name, id) => filters[name]?.includes(String(id));
  const full = new Set(keys.filter(({ key }) => totalOf(key) > 0).map(({ lane }) => lane?.id));
  const isColumn = ({ key, group: { id } }) =>
    by !== 'assigned_to' || !left.has(id) || named(by, id) || totalOf(key) > 0;
  const isLane = ({ lane }) => !lane || lane.id === null || named('list', lane.id) || full.has(lane.id);
  return keys.filter((one) => isColumn(one) && isLane(one));
}

/* The lanes of projects: null: there are none, all columns stand alone. */
export const lanesOf = (projects, filters) => {
  const shown = projects.filter(({ id }) => !filters.list.length || filters.list.includes(String(id)));
  const none = !filters.list.length || filters.list.includes('none');
  return [...shown.map(({ id, name }) => ({ id, title: name })), ...(none ? [{ id: null, title: '' }] : [])];
};

/* Positions are compared byte for byte, as the server does. */
const isBefore = (a, b) => a.position < b.position;

/* A task in its place among the rows of a column; one behind the last that was read waits for its page. */
export function placed(column, task) {
  const rows = column.rows.filter(({ id }) => id !== task.id);
  const was = rows.length < column.rows.length;
  const at = rows.findIndex((row) => isBefore(task, row));
  const total = column.total + (was ? 0 : 1);
  if (at < 0 && column.next) return { ...column, rows, total };
  rows.splice(at < 0 ? rows.length : at, 0, task);
  return { ...column, rows, total };
}

/* A task where one's own hand puts it: among the others of a column. */
export function putAt(column, task, index) {
  const { rows, total, ...more } = without(column, task.id);
  return { ...more, rows: [...rows.slice(0, index), task, ...rows.slice(index)], total: total + 1 };
}

export function without(column, id) {
  const rows = column.rows.filter((row) => row.id !== id);
  return rows.length === column.rows.length ? column : { ...column, rows, total: Math.max(0, column.total - 1) };
}

/* keys: [{ key, group, lane }]: where a task belongs now; columns: key -> { rows, total, next }. */
export function settled(columns, keys, task, by) {
  const next = {};
  for (const { key, group, lane } of keys) {
    const column = columns[key];
    if (!column) continue;
    const here = isIn(task, by, group) && (lane === undefined || (task.list ?? null) === lane.id);
    next[key] = here ? placed(column, task) : without(column, task.id);
  }
  return next;
}

/* Can be told from the task alone whether the filters have it? */
export function fits(task, { status, list, assigned_to: who, priority, tag, created_by: by, q, due, link }) {
  if (q || due.length || link.length || [...who, ...by].includes('me')) return undefined;
  const has = (chosen, value) => !chosen.length || chosen.includes(String(value ?? 'none'));
  return (
    has(status, task.status) &&
    has(list, task.list) &&
    has(who, task.assigned_to) &&
    has(priority, task.priority) &&
    has(by, task.created_by) &&
    (!tag.length || tag.some((one) => task.tags.includes(one)))
  );
}

/* The card that a moved one comes to stand behind: its id, or null: it is the first. */
export const afterOf = (rows, id, index) => rows.filter((row) => row.id !== id)[index - 1]?.id ?? null;
