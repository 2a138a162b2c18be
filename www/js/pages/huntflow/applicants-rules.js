// applicants-rules: the filters of the applicants' list. No DOM.
import { listQuery } from '../../lib/list-rules.js';

const SHOWN = ['vacancy', 'status', 'tag'];

export const query = listQuery([], ['q', 'vacancy', 'status', 'tag', 'page', 'after']);

export const countSet = (filters) => SHOWN.filter((name) => filters[name]).length;
export const isNarrowed = (filters) => Boolean(filters.q || countSet(filters));
export const cleared = () => query.read(new URLSearchParams());

/* The rows of a dictionary as choices: what is chosen in the address are texts. */
export const choicesOf = (rows, text = ({ name }) => name) =>
  (rows || []).map((row) => ({ value: String(row.id), label: text(row) }));
