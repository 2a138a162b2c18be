// search-rules: the wishes of a search and their address, what several boards say of one person, the score and its
// reasons, what narrows the rows that are here. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const PATH = '/candidates/search/';
export const SEARCH = '/api/integrations/search-candidates';

export const WISHES = ['keywords', 'locations', 'experience', 'salary', 'employment', 'updated_within_days'];
export const EMPLOYMENTS = ['full', 'part', 'project', 'volunteer', 'probation'];
export const USUAL = {
  keywords: 5, locations: 3, experience: 3, salary: 3, employment: 1, updated_within_days: 1,
};
export const WEIGHT_MAX = 10;
export const COMPARED = 4;

const LISTS = ['keywords', 'locations', 'platforms'];
const NUMBERS = ['experience_min', 'experience_max', 'salary_min', 'salary_max', 'updated_within_days'];
const TEXTS = ['currency', 'employment', 'only_new'];
export const FACETS = ['platform', 'skill', 'place', 'known', 'state'];
export const query = listQuery([...LISTS, ...FACETS], [...NUMBERS, ...TEXTS, 'weights', 'saved', 'sort', 'look']);

const WISHED = [...LISTS, ...NUMBERS, ...TEXTS];
const only = (filters, names) => Object.fromEntries(names.map((name) => [name, filters[name]]));

/* The form's values; salaries without a currency are in none. */
export const valuesOf = (filters) => ({ ...only(filters, WISHED), only_new: filters.only_new === '1' });
export const filtersOf = (values) => ({
  ...only(values, WISHED), only_new: values.only_new ? '1' : '',
  currency: values.salary_min || values.salary_max ? values.currency : '',
});

/* Is there a search in the address? What it is known by. */
export const isAsked = (filters) => WISHED.some((name) => name !== 'currency' && filters[name]?.length > 0);
export const keyOf = (filters) => query.write({ ...query.read(new URLSearchParams()), ...only(filters, WISHED) })
  .toString();

/* The wishes as the server is asked; integration: of one alone. */
export function bodyOf(filters) {
  const body = {};
  for (const name of LISTS) if (filters[name].length) body[name] = filters[name];
  for (const name of NUMBERS) if (filters[name] !== '') body[name] = Number(filters[name]);
  for (const name of ['currency', 'employment']) if (filters[name]) body[name] = filters[name];
  if (filters.only_new === '1') body.only_new = true;
  return body;
}

/* The same back, of a search that is kept: numbers are texts in an address. */
export function filtersOfBody(body) {
  const text = (value) => (value === null || value === undefined ? '' : String(value));
  return {
    ...Object.fromEntries(LISTS.map((name) => [name, body[name] || []])),
    ...Object.fromEntries([...NUMBERS, 'currency', 'employment'].map((name) => [name, text(body[name])])),
    only_new: body.only_new ? '1' : '', weights: body.weights ? weightsText({ ...USUAL, ...body.weights }, null) : '',
  };
}

/* Do the filters of an address wish for other people than a search that is kept, or rank them otherwise? */
export function isChanged(filters, search) {
  const was = filtersOfBody(search);
  const rank = ({ weights }) => JSON.stringify(weightsOf(weights, null));
  return keyOf(filters) !== keyOf({ ...filters, ...was }) || rank(filters) !== rank(was);
}

/* --- weights --- */

const isWeight = (n) => Number.isInteger(n) && n >= 0 && n <= WEIGHT_MAX;

/* "5-3-3-3-1-1"; '' and nonsense: those that hold where nobody set any. */
export function weightsOf(text, base = USUAL) {
  const numbers = text.split('-').map(Number);
  const whole = numbers.length === WISHES.length && numbers.every(isWeight);
  return whole ? Object.fromEntries(WISHES.map((name, i) => [name, numbers[i]])) : base;
}

/* base null: in full. */
export function weightsText(weights, base = USUAL) {
  const textOf = (all) => WISHES.map((name) => all[name]).join('-');
  return base && textOf(weights) === textOf(base) ? '' : textOf(weights);
}

/* The weights that hold where nobody set any: those that the team's decisions taught, once they are in use. */
export const baseOf = (ranking) => (ranking?.used ? ranking.weights : USUAL);

/* How many more decisions it takes until what was learned is used. */
export const missingOf = ({ needed, liked, hidden }) =>
  Math.max(needed - liked - hidden, liked && hidden ? 0 : 1);

const WORTH = { yes: 1, unknown: 0.5, no: 0 };

/* 0 to 100, or null: as the server does it, for weights that are changed here. */
export function scoreOf(reasons, weights) {
  const keywords = reasons.filter(({ wish }) => wish === 'keywords').length;
  let all = 0;
  let got = 0;
  for (const { wish, met } of reasons) {
    const weight = weights[wish] / (wish === 'keywords' ? keywords : 1);
    all += weight;
    got += weight * WORTH[met];
  }
  return all > 0 ? Math.floor((100 * got) / all + 0.5) : null;
}

/* --- one person at several boards --- */

const isGap = (value) => value === null || value === '' || (Array.isArray(value) && value.length === 0);

function better(a, b) {
  if (a === 'yes' || b === 'yes') return 'yes';
  return a === 'no' || b === 'no' ? 'no' : 'unknown';
}

function joined(one, more) {
  const row = { ...one };
  for (const [name, value] of Object.entries(more)) if (isGap(row[name])) row[name] = value;
  const known = new Set(one.sources.map(({ external_candidate_id: id }) => id));
  row.sources = [...one.sources, ...more.sources.filter(({ external_candidate_id: id }) => !known.has(id))];
  row.reasons = one.reasons.map((reason, i) => ({ ...reason, met: better(reason.met, more.reasons[i].met) }));
  return row;
}

/* Rows that came before and those of one more answer: a row a person. */
export function merged(rows, more) {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const one of more) byId.set(one.id, byId.has(one.id) ? joined(byId.get(one.id), one) : one);
  return [...byId.values()];
}

/* What changes of a row when something was done at one of its boards. now: as the board shows them, or null. */
export function reached(row, { what, source }, now) {
  if (what !== 'contact' || !now) return {};
  const isOpen = (deed) => deed !== 'contact';
  return {
    email: now.email || row.email, phone: now.phone || row.phone,
    sources: row.sources.map((one) => (one.external_candidate_id === source.id
      ? { ...one, deeds: one.deeds.filter(isOpen) } : one)),
  };
}

/* --- what is shown --- */

export const AWAY = ['hidden', 'blacklist', 'do_not_contact'];
const VALUES = {
  platform: ({ sources }) => sources.map(({ platform }) => platform),
  skill: ({ skills }) => skills,
  place: ({ location }) => (location ? [location] : []),
  known: ({ known, is_imported: imported }) => {
    const names = Object.keys(known).filter((name) => known[name]);
    if (imported) names.push('imported');
    return names.length ? names : ['none'];
  },
  state: ({ state }) => [state],
};

const fits = (row, filters, but) => FACETS.every((name) => {
  const chosen = filters[name];
  if (name === but) return true;
  if (!chosen.length) return name !== 'state' || !AWAY.includes(row.state);
  const values = VALUES[name](row);
  return name === 'skill' ? chosen.every((one) => values.includes(one)) : chosen.some((one) => values.includes(one));
});

/* What there is to choose from: [{ name, count }], the most frequent first. */
export function facetOf(rows, filters, name) {
  const counts = new Map(filters[name].map((value) => [value, 0]));
  for (const row of rows.filter((one) => fits(one, filters, name))) {
    for (const value of new Set(VALUES[name](row))) counts.set(value, (counts.get(value) || 0) + 1);
  }
  return [...counts].map(([value, count]) => ({ name: value, count })).sort((a, b) => b.count - a.count);
}

const last = -Infinity;
const SORTS = {
  score: ({ score }) => score ?? last,
  experience: ({ experience_years: years }) => years ?? last,
  salary: ({ salary_min: min, salary_max: max }) => min ?? max ?? last,
  updated: ({ updated_at: at }) => (at ? Date.parse(at) : last),
};

/* Scored by these weights, narrowed and sorted; equals stay as they came. */
export function shownRows(rows, filters, weights, compare) {
  const down = filters.sort.startsWith('-') || filters.sort === '';
  const field = filters.sort.replace('-', '') || 'score';
  const scored = rows.map((row) => ({ ...row, score: scoreOf(row.reasons, weights) }));
  const sign = down ? -1 : 1;
  const by = SORTS[field];
  const order = (a, b) => {
    if (field === 'name') return sign * compare(a.full_name, b.full_name);
    const [x, y] = [by(a), by(b)];
    if (x === last || y === last) return Number(x === last) - Number(y === last);
    return sign * (x - y);
  };
  return scored.filter((row) => fits(row, filters)).sort(order);
}

export const awayCount = (rows) => rows.filter(({ state }) => AWAY.includes(state)).length;

/* --- whom to ask --- */

const USABLE = ['pending', 'active'];

/* Integrations that a search with these platforms asks, and boards that cannot be searched, named or not. */
export function askedOf(all, platforms, names) {
  const board = (name) => platforms.find(({ platform }) => platform === name);
  const wanted = ({ platform }) => !names.length || names.includes(platform);
  const works = (one) => one.is_active && USABLE.includes(one.status) && board(one.platform);
  const usable = all.filter((one) => wanted(one) && works(one));
  return {
    asked: usable.filter((one) => !board(one.platform).no_search),
    mute: platforms.filter((one) => one.no_search && wanted(one) &&
      (names.includes(one.platform) || usable.some(({ platform }) => platform === one.platform))),
  };
}

/* What one integration's answer, or its failure, says of it. */
export function partOf(answer) {
  const [board] = answer.platforms;
  const one = board?.integrations[0];
  return {
    status: one?.status || board?.status || 'error', found: one?.found || 0, total: one?.total ?? null,
    took_ms: board?.took_ms || 0, error: one?.error || board?.error || null, notes: one?.notes || [],
    cursor: answer.cursor || null,
  };
}
