// my-tasks-rules: the parts of one's own tasks on the first page. No DOM.
import { STATUSES } from '../../lib/team-rules.js';

const OPEN = STATUSES.slice(0, 3);

/* { name, ask: of the request, href: filters of the list with the same tasks } */
export const partsOf = () => [
  { name: 'late', filter: { assigned_to: ['me'], due: ['overdue'] } },
  { name: 'today', filter: { assigned_to: ['me'], status: OPEN, due: ['today'] } },
  { name: 'review', filter: { created_by: ['me'], status: ['review'] } },
].map(({ name, filter }) => ({ name, ask: filter, href: { ...filter, show: 'all' } }));
