// huntflow-rules: names, addresses and stages of the Huntflow pages. No DOM.

export const nameOf = ({ last_name: last, first_name: first, middle_name: middle }) =>
  [last, first, middle].filter(Boolean).join(' ');

export const vacanciesHref = (account) => `/huntflow/accounts/${account}/vacancies/`;
export const vacancyHref = (account, id) => `${vacanciesHref(account)}${id}/`;
export const applicantsHref = (account) => `/huntflow/accounts/${account}/applicants/`;
export const applicantHref = (account, id) => `${applicantsHref(account)}${id}/`;

const RANK = { user: 0, hired: 1, trash: 2 };

/* The stages one may be moved to, in their order: deleted ones are left out, rejections come last. */
export const stagesOf = (statuses) =>
  (statuses || [])
    .filter(({ removed }) => !removed)
    .sort((a, b) => (RANK[a.type] ?? 0) - (RANK[b.type] ?? 0) || (a.order ?? 0) - (b.order ?? 0));

export const isRefusal = (stage) => stage?.type === 'trash';

/*
 * The way with its marks: { id, name, look: 'done' | 'now' | '' | 'fail' }; a refusal is shown only
 * when it happened.
 */
export function wayOf(statuses, id) {
  const stages = stagesOf(statuses);
  const at = stages.findIndex((stage) => stage.id === id);
  const refused = isRefusal(stages[at]);
  return stages
    .filter((stage) => !isRefusal(stage) || stage.id === id)
    .map((stage, i) => ({
      ...stage,
      look: stage.id === id ? (refused ? 'fail' : 'now') : !refused && i < at ? 'done' : '',
    }));
}

/* A thing or its number, as a thing: from the rows that are known. */
export function named(value, rows) {
  if (value && typeof value === 'object') return value;
  return value ? (rows || []).find(({ id }) => id === value) || null : null;
}

/* A colour of Huntflow is six letters without the sign; anything else is dropped. */
export const colorOf = (color) => (/^#?[\da-f]{6}$/i.test(color || '') ? `#${color.replace('#', '')}` : undefined);
