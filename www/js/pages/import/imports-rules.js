// imports-rules: what may be chosen for an import, and the request it makes. No DOM.
import { dayOf } from '../../lib/i18n-rules.js';

export const PATH = '/clickup/bulk-import/';

/* Where a new import takes its items from; the first is the usual one. */
export const SOURCES = ['clickup', 'notion', 'table'];
export const newHref = (kind) => `${PATH}?new=1${kind === SOURCES[0] ? '' : `&source=${kind}`}`;

/* All are shown; a selection and a filter may be chosen when there is one. */
export const scopesOf = ({ selection, narrowed }) => [
  { name: 'selection', open: selection.length > 0 },
  { name: 'filter', open: narrowed },
  { name: 'all', open: true },
];

/* The body of start- and preview-bulk-import. wish: what the scope says of itself. */
export function bodyOf({ scope, wish, source: { kind, source_id: id }, target, pace }) {
  return { ...target, scope, delay_seconds: pace, ...wish, ...(kind !== 'clickup' && { source: { kind, id } }) };
}

/*
 * How long it takes at least, the pace alone without the services' own time, and when that is over: { seconds, at,
 * day: today | tomorrow | later }; null where the services alone decide.
 */
export function estimateOf(count, pace, now, zone) {
  if (!count || !pace) return null;
  const seconds = Math.max(60, count * pace);
  const at = new Date(now.getTime() + seconds * 1000);
  const day = dayOf(at, zone);
  const next = dayOf(new Date(now.getTime() + 86_400_000), zone);
  return { seconds, at, day: day === dayOf(now, zone) ? 'today' : day === next ? 'tomorrow' : 'later' };
}

export const routeText = (job, none) =>
  [job.account_name, job.vacancy_name || none, job.status_name].filter(Boolean).join(' / ');
