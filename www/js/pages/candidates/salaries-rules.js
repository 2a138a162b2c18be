// salaries-rules: the question of an analysis of salaries, as an address and as the service is asked. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const PERIODS = ['7', '30', '90', '365'];
export const query = listQuery(['keywords'], ['tab', 'location', 'experience_min', 'experience_max', 'period']);

export const isAsked = ({ keywords, location, experience_min: min, experience_max: max }) =>
  keywords.length > 0 || [location, min, max].some((text) => text !== '');
export const periodOf = ({ period }) => (PERIODS.includes(period) ? period : '30');

/* The service takes keywords as one text. */
export const asked = (filters) => Object.fromEntries(Object.entries({
  keywords: filters.keywords.join(','), location: filters.location, experience_min: filters.experience_min,
  experience_max: filters.experience_max, period: periodOf(filters),
}).filter(([, value]) => value !== ''));

export const valuesOf = (filters) => ({
  keywords: filters.keywords, location: filters.location, experience_min: filters.experience_min,
  experience_max: filters.experience_max, period: periodOf(filters),
});
export const filtersOf = (values) => ({ ...values, tab: 'salary', location: values.location.trim() });

/* How much more people ask than vacancies offer: 0.2 is 20 per cent; null: one of them is not known. */
export const gapOf = ({ vacancies, resumes }) =>
  (vacancies.median > 0 && resumes.median > 0 ? resumes.median / vacancies.median - 1 : null);
