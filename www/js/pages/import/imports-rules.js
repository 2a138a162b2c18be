// imports-rules: what may be chosen for an import, and the request it makes. No DOM.

/* A selection and a filter are offered when there is one. */
export const scopesOf = ({ selection, narrowed }) =>
  [selection.length > 0 && 'selection', narrowed && 'filter', 'all'].filter(Boolean);

/* The body of start- and preview-bulk-import. */
export function bodyOf({ scope, selection, filter, target, pace }) {
  return {
    ...target,
    scope,
    delay_seconds: pace,
    ...(scope === 'selection' ? { task_ids: selection.map(({ task_id: id }) => id) } : {}),
    ...(scope === 'filter' ? { filter } : {}),
  };
}

/* At least this long: the pace alone, without the services' own time. */
export const paceMinutes = (count, seconds) => Math.max(1, Math.round((count * seconds) / 60));

export const routeText = (job, none) =>
  [job.account_name, job.vacancy_name || none, job.status_name].filter(Boolean).join(' / ');
