// candidates-rules: the filters of the candidates, their address, what a view keeps, a person in words. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const API = '/api/v1/candidates/';
export const VIEWS = '/api/v1/candidate-views';
export const PATH = '/candidates/';

/* The tabs: '' is whom one works with. */
export const SHOWS = ['', 'keep', 'hidden', 'all'];
const STATES_OF = { '': ['new', 'keep'], keep: ['keep'], hidden: ['hidden', 'blacklist', 'do_not_contact'], all: [] };
export const STATES = ['new', 'keep', 'hidden', 'blacklist', 'do_not_contact'];
/* Beside the name and the position, which are always there. */
export const COLUMNS = ['location', 'experience_years', 'salary', 'skills', 'sources', 'state', 'current_company',
  'contacts', 'tags', 'updated_at'];
const USUAL = 6;
const NEWEST = '-updated_at';

export const MANY = ['platform', 'skill', 'state', 'known', 'has', 'tag'];
export const ONE = ['q', 'location', 'experience_min', 'experience_max', 'salary_min', 'salary_max', 'currency',
  'imported', 'updated_from', 'updated_to'];
export const query = listQuery(MANY, [...ONE, 'show', 'ordering', 'view', 'page', 'after']);

const filled = (params) => Object.fromEntries(Object.entries(params).filter(([, value]) => value?.length));

/* The filters as the list, its facets and its views are asked. */
export function asked(filters, { paged = false } = {}) {
  const names = [...MANY, ...ONE];
  const params = Object.fromEntries(names.map((name) => [name, filters[name]]));
  if (!params.state.length && !filters.view) params.state = STATES_OF[filters.show] || STATES_OF[''];
  return filled({ ...params, ...(paged && { ordering: filters.ordering, page: filters.page, after: filters.after }) });
}

export const cleared = ({ show, view, ordering }) => ({ ...query.read(new URLSearchParams()), show, view, ordering });
export const isNarrowed = (filters) => [...MANY, ...ONE].some((name) => filters[name]?.length > 0);

export function shownColumns(names) {
  const known = COLUMNS.filter((name) => names?.includes(name));
  return known.length ? known : COLUMNS.slice(0, USUAL);
}

/* What a view keeps of the filters. */
export const viewBody = (filters) => ({ filter: asked(filters), sort: filters.ordering || NEWEST });

/* The address of a view. */
export function viewHref({ id, filter, sort }) {
  const many = (value) => (Array.isArray(value) ? value : [value]);
  const lists = Object.fromEntries(MANY.map((name) => [name, filter[name] ? many(filter[name]) : []]));
  const ordering = sort && sort !== NEWEST ? sort : '';
  return `${PATH}?${query.write({ ...filter, ...lists, ordering, view: String(id) })}`;
}

const textOf = ({ filter, sort }) =>
  JSON.stringify([sort, Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1))]);
export const isChanged = (filters, view) =>
  Boolean(view) && textOf(viewBody(filters)) !== textOf(viewBody(query.read(
    new URL(viewHref(view), 'http://x').searchParams,
  )));

export const hrefOf = ({ id }) => `${PATH}${id}/`;
export const tabHref = (show) => (show ? `${PATH}?show=${show}` : PATH);

/* Platforms once each, in the order of the sources. */
export const platformsOf = ({ sources }) => [...new Set(sources.map(({ platform }) => platform))];

/* The one under the keys after this one went. */
export const nextOf = (rows, id) => {
  const at = rows.findIndex((row) => row.id === id);
  return at < 0 ? null : (rows[at + 1] || rows[at - 1])?.id ?? null;
};

const NUMBERS = ['experience_years', 'salary_min', 'salary_max'];

/* Fields of a correction: what differs from what is shown; '' of what has nothing is no change. */
export function changesOf(values, shown) {
  const changes = {};
  for (const [name, value] of Object.entries(values)) {
    const was = shown[name] ?? '';
    if (String(value) === String(was)) continue;
    if (NUMBERS.includes(name)) changes[name] = value === '' ? null : Number(value);
    else if (name === 'skills') changes[name] = value.split(',').map((one) => one.trim()).filter(Boolean);
    else changes[name] = value;
  }
  return changes;
}

/* Who is like several parts of one person is like that person once: the surest of these. */
export function onePerPair(pairs) {
  const keyOf = ({ candidates }) => candidates.map(({ id }) => id).sort().join('-');
  const seen = new Map();
  for (const pair of pairs) if (!seen.has(keyOf(pair))) seen.set(keyOf(pair), pair);
  return [...seen.values()];
}
