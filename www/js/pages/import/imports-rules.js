// imports-rules: what may be chosen for an import, and the request it makes. No DOM.

export const PATH = '/clickup/bulk-import/';

/* Where a new import takes its items from; the first is the usual one. */
export const SOURCES = ['clickup', 'notion', 'table'];
export const newHref = (kind) => `${PATH}?new=1${kind === SOURCES[0] ? '' : `&source=${kind}`}`;

/* A selection and a filter are offered when there is one. */
export const scopesOf = ({ selection, narrowed }) =>
  [selection.length > 0 && 'selection', narrowed && 'filter', 'all'].filter(Boolean);

/* The body of start- and preview-bulk-import. wish: what the scope says of itself. */
export function bodyOf({ scope, wish, source: { kind, source_id: id }, target, pace }) {
  return { ...target, scope, delay_seconds: pace, ...wish, ...(kind !== 'clickup' && { source: { kind, id } }) };
}

/* At least this long: the pace alone, without the services' own time. */
export const paceMinutes = (count, seconds) => Math.max(1, Math.round((count * seconds) / 60));

export const routeText = (job, none) =>
  [job.account_name, job.vacancy_name || none, job.status_name].filter(Boolean).join(' / ');
