// settings-rules: the form's values and the request, the levels of the path. No DOM.

const ORDER = ['team_id', 'space_id', 'folder_id', 'list_id'];

/* What a changed level empties: a new team all below it; a new folder the list. */
export const below = (name) => ORDER.slice(ORDER.indexOf(name) + 1);

export const initialOf = (settings) => ({
  team_id: settings.team_id || '',
  space_id: settings.space_id || '',
  folder_id: settings.folder_id || '',
  list_id: settings.list_id || '',
  team_name: settings.team_name || '',
  space_name: settings.space_name || '',
  folder_name: settings.folder_name || '',
  list_name: settings.list_name || '',
  auto_sync: Boolean(settings.auto_sync),
  sync_interval: String(settings.sync_interval ?? 30),
  max_tasks: String(settings.max_tasks ?? 100),
  include_closed: Boolean(settings.include_closed),
  subtasks: Boolean(settings.subtasks),
  mark: settings.mark || 'none',
  mark_status: settings.mark_status || '',
});

export const bodyOf = (values) => ({
  team_id: values.team_id,
  space_id: values.space_id,
  folder_id: values.folder_id || null,
  list_id: values.list_id,
  auto_sync: values.auto_sync,
  sync_interval: Number(values.sync_interval),
  max_tasks: Number(values.max_tasks),
  include_closed: values.include_closed,
  subtasks: values.subtasks,
  mark: values.mark,
  mark_status: values.mark_status.trim(),
});

/* A list as it is sent: where it is. */
export const placeOf = ({ team_id: team, space_id: space, folder_id: folder, list_id: list }) => ({
  team_id: team,
  space_id: space,
  folder_id: folder || null,
  list_id: list,
});
export const listsOf = (settings) => (settings.lists || []).map(placeOf);

/* A saved choice is shown by its stored name until the level itself has been read. */
export function options(rows, value, name) {
  const read = (rows || []).map((row) => ({ value: String(row.id), label: row.name }));
  return value && !read.some((row) => row.value === String(value))
    ? [{ value: String(value), label: name || String(value) }, ...read]
    : read;
}

/* How a task is marked in ClickUp when it went to Huntflow. */
export const MARKS = ['none', 'comment', 'status'];

export const stateLook = ({ status }) => ({ ok: 'ok', error: 'warn', refused: 'bad' })[status] || 'none';
