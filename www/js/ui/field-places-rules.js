// field-places-rules: where each custom field of the list goes: the form's values, the request. No DOM.

export const PLACES = [
  'comment', 'link', 'phone', 'email', 'money', 'position', 'company', 'birthday', 'skype', 'telegram', 'none',
];

/* By the place in the list: an id of ClickUp's is no name for a control. */
export const valuesOf = (fields) => Object.fromEntries(fields.map(({ to }, n) => [`field${n}`, to]));

/* What differs from the guess is a choice; a better guess later holds for the others. */
export const choicesOf = (fields, values) =>
  fields
    .map(({ id, guess }, n) => ({ id, to: values[`field${n}`], guess }))
    .filter(({ to, guess }) => to !== guess)
    .map(({ id, to }) => ({ id, to }));

/* Tasks that say something first. */
export const shownTasks = (tasks) => {
  const says = ({ members, lines, kept }) => members.length + lines.length + kept.length > 0;
  return [...tasks.filter(says), ...tasks.filter((task) => !says(task))];
};
