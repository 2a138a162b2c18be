// reports-rules: a report of candidates, put in order for pictures and tables. No DOM.
import { listQuery } from '../../lib/list-rules.js';
import { addDays } from '../../lib/day-rules.js';

export const query = listQuery([], ['days', 'integration', 'price']);
export const PERIODS = ['7', '30', '90', '365'];
export const STEPS = ['keep', 'hide', 'contact', 'import', 'huntflow', 'hired'];
export const FUNNEL = ['persons', 'keep', 'contact', 'import', 'huntflow', 'hired'];
export const PARTS = ['sources', 'days', 'people', 'times'];

export const daysOf = ({ days }) => Number(PERIODS.includes(days) ? days : '30');

/* What the service is asked: whole days up to today, of the person's zone. */
export const asked = (filters, today) => ({
  from: addDays(today, 1 - daysOf(filters)), to: today,
  ...(/^\d{1,18}$/.test(filters.integration) && { integration_id: filters.integration }),
});

/* [{ name, value, share }]: share: of those who came to the step before; null: nobody did. */
export const funnel = (total) => FUNNEL.map((name, i) => {
  const before = i ? total[FUNNEL[i - 1]] : 0;
  return { name, value: total[name], share: before > 0 && total[name] <= before ? total[name] / before : null };
});

export const isEmpty = ({ total }) => Object.values(total).every((n) => n === 0);

/* A price as it is typed: "1 250,50"; null: none. */
export function priceOf(text) {
  const n = Number(String(text || '').replace(/\s/g, '').replace(',', '.'));
  return text && Number.isFinite(n) && n >= 0 && n < 1e9 ? n : null;
}

/* What was paid, and what one person cost who came so far; null: nobody did. */
export function costs(total, price) {
  const spent = total.contact * price;
  const each = (n) => (n > 0 ? spent / n : null);
  return { spent, imported: each(total.import), huntflow: each(total.huntflow), hired: each(total.hired) };
}

/* Long periods are drawn by weeks: at most as many bars as can be told apart. */
export function spans(days, most = 60) {
  const size = days.length > most ? 7 : 1;
  const rows = [];
  for (let i = days.length; i > 0; i -= size) {
    const part = days.slice(Math.max(0, i - size), i);
    const sum = (name) => part.reduce((all, day) => all + day[name], 0);
    rows.unshift({ from: part[0].day, to: part.at(-1).day, persons: sum('persons'), import: sum('import') });
  }
  return rows;
}
