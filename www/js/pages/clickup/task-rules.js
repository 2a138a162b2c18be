// task-rules: which facts and fields of a task are worth a line. No DOM.

const ALWAYS = ['status', 'assignees', 'date_updated', 'date_created'];

/* The facts that exist, in the order one reads them. */
export const facts = (task) =>
  ['status', 'assignees', 'priority', 'due_date', 'tags', 'date_updated', 'date_created'].filter((name) => {
    const value = task[name];
    return ALWAYS.includes(name) || (Array.isArray(value) ? value.length > 0 : Boolean(value));
  });

/* Fields with a value first; the order of ClickUp otherwise. Empty ones are left out when there are many. */
export function shownFields(fields) {
  const all = fields || [];
  const filled = all.filter(({ display }) => display);
  return filled.length > 6 ? filled : [...filled, ...all.filter(({ display }) => !display)];
}

/* Opened through Hirewire: the browser shows these itself, all others are only saved. */
const SHOWN = new Set(['pdf', 'png', 'jpg', 'jpeg', 'webp', 'gif', 'txt']);
export const isShown = ({ extension, title }) =>
  SHOWN.has((extension || /\.(\w+)$/.exec(title || '')?.[1] || '').toLowerCase());
export const fileHref = (task, file) =>
  `/clickup/task/${encodeURIComponent(task)}/attachment/${encodeURIComponent(file)}`;

/* ClickUp gives comments in pages of 25, newest first: a shorter first page is all there is. */
export const PAGE = 25;
export const mayHaveMore = (count) => count > 0 && count % PAGE === 0;

/* Pages are counted without the replies that come along. */
export const ownOf = (comments) => comments.filter(({ reply_to: of }) => !of);

/* Where the next page begins: behind the oldest that is here. */
export const after = ({ id, date }) => ({ start: new Date(date).getTime(), start_id: id });

/* A comment that came meanwhile moves the pages: none is shown twice. */
export const joined = (old, more) => [...old, ...more.filter(({ id }) => !old.some((one) => one.id === id))];
