// proposal-rules: what an import does with each task, and what a person decided instead. No DOM.

const SURE = new Set(['email', 'phone', 'link']);

/* A shared name alone is no proof: as the import itself judges. */
export const isSure = ({ matched }) => matched.some((word) => SURE.has(word));

export const WAYS = ['skip', 'attach', 'create'];

/*
 * What happens to a task for which nothing is decided; all: the way of the whole import. already: nothing; vacancy:
 * it is there and goes to the chosen vacancy; unsure: its lost answer is looked for.
 */
export function usualOf(row, all, vacancy) {
  if (row.already) return all === 'attach' && vacancy ? 'vacancy' : 'already';
  if (row.unsure) return 'unsure';
  return row.duplicates?.some(isSure) ? all : 'create';
}

/* What may be decided: texts of a select. 'attach:12': to the applicant 12. */
export const waysOf = ({ duplicates }) => [
  'skip',
  ...(duplicates || []).map(({ id }) => `attach:${id}`),
  'create',
];

export function choiceOf(way) {
  const [duplicate, id] = way.split(':');
  return { duplicate, ...(id ? { applicant_id: Number(id) } : {}) };
}

/* choices: { task id: way }; '' is as for all. */
export const choicesBody = (choices) =>
  Object.entries(choices)
    .filter(([, way]) => way)
    .map(([task_id, way]) => ({ task_id, ...choiceOf(way) }));

/* The API takes so many. */
export const CHOICES_MAX = 1000;

/* Tasks that the import works on: those that are there are left alone, unless they go to a vacancy. */
export const workOf = ({ total = 0, already = 0 }, all, vacancy) =>
  all === 'attach' && vacancy ? total : total - already;
