// task-rules: which facts and fields of a task are worth a line. No DOM.

const ALWAYS = ['status', 'assignees', 'date_updated', 'date_created'];

/* The facts that exist, in the order one reads them. */
export const facts = (task) => ['status', 'assignees', 'priority', 'due_date', 'tags', 'date_updated', 'date_created'].filter((name) => {
  const value = task[name];
  return ALWAYS.includes(name) || (Array.isArray(value) ? value.length > 0 : Boolean(value));
});

/* Fields with a value first; the order of ClickUp otherwise. Empty ones are left out when there are many. */
export function shownFields(fields) {
  const all = fields || [];
  const filled = all.filter(({ display }) => display);
  return filled.length > 6 ? filled : [...filled, ...all.filter(({ display }) => !display)];
}

/* Where the applicant's data comes from: a file, a link, or the title alone. */
export function sourceLook({ source }) {
  if (source === 'pdf') return { key: 'pdf', icon: 'file-text' };
  if (source === 'linkedin' || source === 'rabota') return { key: source, icon: 'link' };
  return { key: 'title', icon: 'user' };
}
