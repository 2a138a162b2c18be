// interview-rules: a meeting with an applicant as Bitrix24's calendar takes it. No DOM.
import { momentOf } from '../../lib/day-rules.js';

/* What calendar.event.add takes; the same meeting has the same key. */
export function meetingOf(values, { employee, title, href, zone: name }) {
  const from = momentOf(values.day, values.clock, name) / 1000;
  return {
    account_id: employee.account_id, key: `interview:${href}:${employee.id}:${from}`,
    fields: {
      type: 'user', ownerId: Number(employee.metadata.bitrix_id), name: title, from_ts: from,
      to_ts: from + Number(values.minutes) * 60, timezone_from: name, timezone_to: name,
      description: [values.note.trim(), href].filter(Boolean).join('\n\n'),
    },
  };
}

/* An employee in the list of a field. */
export const optionOf = ({ id, full_name: label, position, account_name: portal }) =>
  ({ value: String(id), label, hint: [position, portal].filter(Boolean).join(' · ') });
