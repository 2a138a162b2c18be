// team_rows.js: rows of the team's tasks with texts, tags and ages as they are; the same each time.
import { dice, TAGS, texts, zipf } from '../lib/texts.js';

const HOUR = 3_600_000;
const TAGGED = zipf(TAGS.length, 1.2);
const at = (ms) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ');

/* Most are done; what is made is due within a month, and done within two. lists, people: the first have most. */
export function* teamTasks({ count, company, lists, people }) {
  const number = dice(20_261_129);
  const [listed, given] = [zipf(lists.length, 0.7), zipf(people.length, 0.8)];
  const drawn = (table) => table[Math.floor(number() * 65536)];
  for (let i = 1; i <= count; i++) {
    const { name, description } = texts(number);
    const now = Date.now();
    const created = now - (count - i) * (26_000 * HOUR / count);
    const done = number() < (now - created > 1500 * HOUR ? 0.97 : 0.3);
    const updated = Math.min(created + number() ** 3 * 1500 * HOUR, now);
    const tags = [...new Set(Array.from({ length: Math.floor(number() * 4) }, () => TAGS[drawn(TAGGED)]))];
    yield {
      company_id: company, list_id: number() < 0.1 ? null : lists[drawn(listed)], title: name,
      description: description.slice(0, 400),
      status: done ? 'done' : ['todo', 'in_progress', 'review', 'cancelled'][Math.floor(number() * 4)],
      priority: 1 + Math.floor(number() * 4),
      due_date: number() < 0.3 ? null : at(created + number() * 700 * HOUR),
      assigned_to: number() < 0.1 ? null : people[drawn(given)], created_by: people[drawn(given)],
      position: `U${i.toString(36).toUpperCase().padStart(5, '0')}V1`, tags: JSON.stringify(tags),
      created_at: at(created), updated_at: at(updated), completed_at: done ? at(updated) : null,
    };
  }
}
