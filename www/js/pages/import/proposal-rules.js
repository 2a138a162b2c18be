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

/* What happens to a task: create, attach, skip, already, vacancy or unsure. */
function deedOf(row, { all, vacancy, choices }) {
  const usual = usualOf(row, all, vacancy);
  return row.already || row.unsure ? usual : choices[row.task_id]?.split(':')[0] || usual;
}

/*
 * What the import will do with its tasks, as far as it is known. rows: those whose pages were read; unchecked: tasks of
 * which it is not known whether the person is there; they count as created. work: what the import works on.
 */
export function sumsOf({ total = 0, already = 0 }, rows, ways) {
  const sums = { create: 0, attach: 0, skip: 0, unsure: 0, already, vacancy: 0, unchecked: 0 };
  let known = 0;
  for (const row of rows.filter(({ already: sent }) => !sent)) {
    const decided = Boolean(ways.choices[row.task_id]) || row.unsure;
    sums[deedOf(row, ways)]++;
    known++;
    if (!row.duplicates && !decided) sums.unchecked++;
  }
  const others = Math.max(0, total - already - known);
  sums.create += others;
  sums.unchecked += others;
  if (ways.all === 'attach' && ways.vacancy) Object.assign(sums, { already: 0, vacancy: already });
  if (ways.all === 'create') sums.unchecked = 0;
  return { ...sums, work: sums.create + sums.attach + sums.unsure + sums.vacancy };
}
