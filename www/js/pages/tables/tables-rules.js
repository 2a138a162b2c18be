// tables-rules: tables of people: their addresses, where their columns go, what of them is imported. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const API = '/api/v1/tables/';
export const PATH = '/tables/';
export const LIMITS = { most: 16 << 20, max: 1, accept: ['.csv', '.tsv', '.txt', '.xlsx'] };

/* In the order in which people look for them. */
export const PLACES = [
  'name', 'last_name', 'first_name', 'middle_name', 'phone', 'email', 'link', 'position', 'company', 'money',
  'birthday', 'telegram', 'skype', 'comment', 'none',
];

/* As people know them; the one that a table was read in is among them. */
const ENCODINGS = {
  'UTF-8': 'UTF-8', 'WINDOWS-1251': 'Windows-1251', IBM866: 'CP866 (DOS)', 'KOI8-R': 'KOI8-R',
  'MAC-CYRILLIC': 'Mac Cyrillic', 'UTF-16LE': 'UTF-16 LE', 'UTF-16BE': 'UTF-16 BE', 'WINDOWS-1252': 'Windows-1252',
};

export const encodingOptions = (own) =>
  Object.entries(own in ENCODINGS ? ENCODINGS : { ...ENCODINGS, [own]: own })
    .map(([value, label]) => ({ value, label }));

/* Column by column: an id is the name of its control. */
export const valuesOf = (columns) => Object.fromEntries(columns.map(({ id, to }) => [id, to]));

/* What differs from the guess is a choice. */
export const mappingOf = (columns, values) =>
  Object.fromEntries(columns.filter(({ id, guess }) => values[id] !== guess).map(({ id }) => [id, values[id]]));

export const rowsQuery = listQuery([], ['search', 'transfer', 'page', 'after']);

/* Of all rows, of those that are looked at, of those that are ticked. */
export function wishOf({ id }, { search, transfer }, picked) {
  const source = { kind: 'table', id };
  if (picked.length > 0) return { source, scope: 'selection', task_ids: picked.map(String) };
  const filter = { ...(search ? { search } : {}), ...(transfer ? { transfer } : {}) };
  return Object.keys(filter).length > 0 ? { source, scope: 'filter', filter } : { source, scope: 'all' };
}

/* Sums of parts. */
export const added = (sum, some) =>
  Object.fromEntries(Object.entries(some).map(([name, n]) => [name, (sum[name] || 0) + n]));

/* The words of a row, beside its name. */
export const restOf = ({ name, cells }) => cells.filter((text) => text && text !== name).join(' · ');
