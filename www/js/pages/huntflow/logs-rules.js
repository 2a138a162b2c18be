// logs-rules: filters of the call log, its charts' rows, a call as a curl command. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const query = listQuery(
  [],
  ['view', 'log_type', 'method', 'status_code', 'user', 'search', 'ordering', 'hours', 'page', 'after', 'call'],
);

export const TYPES = ['GET', 'POST', 'PATCH', 'DELETE', 'ERROR'];
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
export const CODES = ['200', '201', '400', '401', '402', '403', '404', '429', '500', '502', '504'];
export const HOURS = ['24', '168', '720'];
export const daysOf = (hours) => Math.ceil(Number(hours) / 24);
const SET = ['log_type', 'method', 'status_code', 'user'];

export const countSet = (filters) => SET.filter((name) => filters[name]).length;
export const isNarrowed = (filters) => Boolean(filters.search || countSet(filters));
export const cleared = (filters) =>
  query.read(query.write({ view: filters.view, hours: filters.hours, ordering: filters.ordering }));

/* What the list is asked: the page's own names stay behind. */
export function asked({ view, hours, call, page, ...filters }) {
  return filters;
}

const reads = (row) => row.GET || 0;
const writes = (row) => (row.POST || 0) + (row.PATCH || 0) + (row.DELETE || 0) + (row.PUT || 0);
const failed = (row) => row.errors ?? row.ERROR ?? 0;

/* { at, total, reads, writes, errors, p50, p95 } of each step, oldest first. */
export const chartRows = (rows) =>
  (rows || [])
    .map((row) => ({
      at: row.at,
      reads: reads(row),
      writes: writes(row),
      errors: failed(row),
      total: Math.max(reads(row) + writes(row) + (row.ERROR || 0), failed(row)),
      p50: row.p50_ms ?? null,
      p95: row.p95_ms ?? null,
    }))
    .sort((a, b) => String(a.at).localeCompare(String(b.at)));

const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);

/* One number for the whole time: each step weighs as many calls as it had. */
function mean(rows, name) {
  const known = rows.filter((row) => row[name] !== null && row.total > 0);
  const weight = sum(known, 'total');
  return weight ? Math.round(known.reduce((total, row) => total + row[name] * row.total, 0) / weight) : null;
}

/* A number of a thing, or a name no person reads: its end tells one from another. */
const LONG = /^(\d{4,}|[\da-f-]{16,})$/i;

/*
 * An address as a template: [text, id, text, ...], ids at odd places, each shortened to its end; what is asked of it
 * after the question mark is left out.
 */
export function templateOf(endpoint) {
  const pieces = [''];
  for (const part of endpoint.replace(/\?.*$/, '').split(/(?=\/)/)) {
    const id = part.replace(/^\//, '');
    if (LONG.test(id)) {
      pieces[pieces.length - 1] += '/';
      pieces.push(`…${id.slice(-3)}`, '');
    } else pieces[pieces.length - 1] += part;
  }
  return pieces;
}

/* At most `most` steps: neighbours become one. */
export function merged(rows, most) {
  const size = Math.ceil(rows.length / most);
  if (size < 2) return rows;
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size)).map(
    (part) => ({
      at: part[0].at,
      ...Object.fromEntries(['total', 'reads', 'writes', 'errors'].map((name) => [name, sum(part, name)])),
      p50: mean(part, 'p50'),
      p95: mean(part, 'p95'),
    }),
  );
}

export const summary = (rows) => ({
  total: sum(rows, 'total'),
  errors: sum(rows, 'errors'),
  p50: mean(rows, 'p50'),
  p95: mean(rows, 'p95'),
});

export const codeLook = (log) =>
  log.is_error ? (log.status_code === 429 ? 'warn' : 'bad') : log.status_code && log.status_code < 400 ? 'ok' : 'none';

const quoted = (text) => `'${String(text).replaceAll("'", "'\\''")}'`;

/* The address of the system in use. */
export const baseOf = (profile) =>
  profile?.[`huntflow_${String(profile.active_system).toLowerCase()}_url`] || 'https://api.huntflow.ru/v2';

/* The call as a command; the key is never in it. */
export function curlOf(log, base) {
  const body =
    log.request_data && Object.keys(log.request_data).length && log.method !== 'GET' ? log.request_data : null;
  const address = /^https?:/.test(log.endpoint)
    ? log.endpoint
    : `${base.replace(/\/+$/, '')}/${String(log.endpoint).replace(/^\/+(v2\/)?/, '')}`;
  // The letters of other languages are kept readable: a command wants them escaped.
  const plain = address.replace(/[^ -~]+/g, encodeURIComponent);
  return [
    'curl',
    log.method === 'GET' ? '' : `-X ${log.method}`,
    quoted(plain),
    "-H 'Authorization: Bearer ***'",
    "-H 'User-Agent: Hirewire'",
    body ? `-H 'Content-Type: application/json' --data ${quoted(JSON.stringify(body))}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

export const isEmpty = (value) =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);
export const pretty = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));
