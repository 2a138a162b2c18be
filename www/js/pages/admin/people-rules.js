// people-rules: who still comes in, who was invited, whose tasks wait for another. No DOM.

/* Statuses of work that is left. */
export const OPEN = ['todo', 'in_progress', 'review'];

/* Those invited first, then people at work, then those who were disabled; each by name. */
const rankOf = ({ active, invited }) => (active === false ? 2 : invited ? 0 : 1);
export const inOrder = (rows, compare) =>
  [...rows].sort((a, b) => rankOf(a) - rankOf(b) || compare(a.name || a.email, b.name || b.email));

/* person -> open tasks, of `by_assignee` of the statistics; of those alone who are disabled. */
export function tasksLeft(people, tally) {
  const counts = new Map(tally.map(({ assigned_to: id, count }) => [id, count]));
  return new Map(people.filter(({ active }) => active === false).map(({ id }) => [id, counts.get(id) || 0]));
}
