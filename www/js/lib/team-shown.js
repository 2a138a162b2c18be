// team-shown: of very many people or projects those whose tasks a list by them has.
import { get } from './api.js';
import { useLoad } from './load.js';
import { asked } from './team-rules.js';
import { TASKS, useSoon, useTaskChanges } from './team.js';

/* So many are asked for their tasks each; of more it is asked first who has some. */
const MANY = 100;
const COUNTED = { assigned_to: 'by_assignee', list: 'by_project' };

/* by: 'assigned_to' | 'list'; rows: of all. -> { rows: those to show, ready: they are known } */
export function useShown(by, rows, filters) {
  const many = rows.length > MANY;
  const params = asked(filters, { bare: true });
  const load = useLoad(async () => (many ? get(`${TASKS}stats/`, params) : null), [by, many, JSON.stringify(params)]);
  const soon = useSoon(load.reload);
  useTaskChanges(() => { if (many) soon(); });
  if (!many) return { rows, ready: true };
  const full = new Set((load.data?.[COUNTED[by]] || []).map((one) => one[by]));
  const isShown = ({ id }) => full.has(id) || filters[by].includes(String(id));
  return { rows: rows.filter(isShown), ready: Boolean(load.data) };
}
