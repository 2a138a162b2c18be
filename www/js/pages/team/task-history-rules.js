// task-history-rules: a row of a task's history: what changed and how it looks. No DOM.

/* [{ name, from, to }] of the fields of a change; a new task's fields are no changes. */
export function wordsOf({ action, before, after }) {
  if (action === 'create') return [];
  return Object.keys(after)
    .filter((name) => name in before)
    .map((name) => ({ name, from: before[name], to: after[name] }));
}

export function lookOf({ action, after }) {
  if (action === 'delete') return 'warn';
  if (after.status === 'done') return 'ok';
  return action === 'create' || 'status' in after ? 'acc' : '';
}
