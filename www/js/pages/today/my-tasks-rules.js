// my-tasks-rules: the parts of one's own tasks on the first page. No DOM.
import { placeIn } from '../../lib/day-rules.js';
import { STATUSES } from '../../lib/team-rules.js';

const OPEN = STATUSES.slice(0, 3);

/*
 * { name, ask: of the request, href: filters of the list with these tasks }. What was due earlier today is overdue: it
 * stands there alone.
 */
export const partsOf = (now, zone) => [
  { name: 'late', filter: { assigned_to: ['me'], due: ['overdue'] } },
  {
    name: 'today', filter: { assigned_to: ['me'], status: OPEN, due: ['today'] },
    ask: { due: [`${now.toISOString()}..${placeIn(now, zone).day}`] },
  },
  { name: 'review', filter: { created_by: ['me'], status: ['review'] } },
].map(({ name, filter, ask }) => ({ name, ask: { ...filter, ...ask }, href: { ...filter, show: 'all' } }));
