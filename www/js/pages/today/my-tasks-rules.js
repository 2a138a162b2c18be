// my-tasks-rules: the parts of one's own tasks on the first page. No DOM.
import { placeIn } from '../../lib/day-rules.js';
import { STATUSES } from '../../lib/team-rules.js';

/* What whoever has the task does. What is in review waits for who made it, late or not. */
const WORKED = STATUSES.slice(0, 2);

/*
 * { name, ask: the filters of its tasks }, each task in one of them: what was due earlier today is overdue, and what
 * waits for one's review is no work of one's own.
 */
export const partsOf = (now, zone) => [
  { name: 'late', ask: { assigned_to: ['me'], status: WORKED, due: ['overdue'] } },
  {
    name: 'today',
    ask: { assigned_to: ['me'], status: WORKED, due: [`${now.toISOString()}..${placeIn(now, zone).day}`] },
  },
  { name: 'review', ask: { created_by: ['me'], status: ['review'] } },
];
