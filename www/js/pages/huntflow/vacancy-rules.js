// vacancy-rules: the funnel, the texts of a vacancy between HTML and plain, what a form sends. No DOM.
import { stagesOf, isRefusal } from '../../lib/huntflow-rules.js';
import { heights } from '../../ui/chart-rules.js';

/* { way: [{ id, name, count, tall, share }], out: [refusals] }; tall: per cent of the fullest stage, share: of the one
 * before, null where that one has nobody or is not known. */
export function funnelOf(statuses) {
  const stages = stagesOf(statuses);
  const way = stages.filter((stage) => !isRefusal(stage));
  const tall = heights(way.map(({ count }) => count || 0));
  return {
    way: way.map((stage, i) => {
      const before = way[i - 1]?.count;
      return { ...stage, tall: tall[i], share: before && Number.isInteger(stage.count) ? stage.count / before : null };
    }),
    out: stages.filter(isRefusal),
  };
}

export const totalOf = (statuses) => (statuses || []).reduce((sum, { count }) => sum + (count || 0), 0);

/* Rows of the list with the numbers that came after them: [{ id, applicants_count, new_count, moved_at }]. */
export const withCounts = (rows, counts) => {
  const known = new Map((counts || []).map((one) => [one.id, one]));
  return rows.map((row) => ({ ...row, ...known.get(row.id) }));
};

/* Whole days since somebody came or moved, or since the vacancy was made while nobody is there; null: not known. */
export function stillDays({ applicants_count: people, moved_at: moved, created }, now) {
  const since = moved || (people === 0 ? created : null);
  return since ? Math.max(0, Math.floor((now - new Date(since)) / 86400000)) : null;
}

const STILL_DAYS = 14;
export const isStill = (days) => days >= STILL_DAYS;

/* The number of a tab; undefined for none, and while it is not known. */
export function countOf(states, key) {
  if (!states) return undefined;
  const numbers = key === 'all' ? Object.values(states) : [states[key]];
  return numbers.every(Number.isInteger) ? numbers.reduce((sum, n) => sum + n, 0) : undefined;
}

/* Nodes of rich text as plain lines: paragraphs apart, list items behind a dash. */
export function plainOf(nodes) {
  const inside = (all) =>
    (all || [])
      .map((node) => (typeof node === 'string' ? node.replace(/\s+/g, ' ') : node.t === 'br' ? '\n' : inside(node.c)))
      .join('');
  const block = (node) => {
    if (typeof node === 'string') return node.trim();
    if (node.t === 'ul' || node.t === 'ol') {
      return (node.c || [])
        .map((item) => (typeof item === 'string' ? '' : `– ${inside(item.c).trim()}`))
        .filter(Boolean)
        .join('\n');
    }
    return inside(node.c).trim();
  };
  return (nodes || []).map(block).filter(Boolean).join('\n\n');
}

const SAFE = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const safe = (text) => text.replace(/[&<>]/g, (sign) => SAFE[sign]);

/* Plain lines as the HTML that Huntflow keeps; the way back of plainOf. */
export function htmlOf(text) {
  return text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const lines = part.split('\n');
      if (lines.every((line) => /^[–-] /.test(line))) {
        return `<ul>${lines.map((line) => `<li>${safe(line.slice(2).trim())}</li>`).join('')}</ul>`;
      }
      return `<p>${lines.map(safe).join('<br>')}</p>`;
    })
    .join('');
}

export const TEXTS = ['body', 'requirements', 'conditions'];
const EDITED = new Set(['string', 'text', 'integer', 'number', 'date', 'url', 'email', 'phone']);

export const isEdited = ({ type }) => EDITED.has(type);
export const fieldName = ({ id, name }) => `x_${name ?? id}`;

/* A dictionary's value may be a thing with a name, several of them, or text. */
export const shownValue = (value) =>
  Array.isArray(value)
    ? value.map(shownValue).join(', ')
    : value && typeof value === 'object'
      ? (value.name ?? value.title ?? '')
      : (value ?? '');

export const formOf = (vacancy, nodesOf) => ({
  position: vacancy.position || '',
  company: vacancy.company || '',
  money: vacancy.money || '',
  priority: vacancy.priority > 0,
  ...Object.fromEntries(TEXTS.map((name) => [name, plainOf(nodesOf(vacancy, name))])),
  ...Object.fromEntries(
    (vacancy.additional_fields || [])
      .filter(isEdited)
      .map((field) => [fieldName(field), String(shownValue(field.value))]),
  ),
});

/* Only what differs is sent; texts go back as HTML, whole numbers as numbers, nothing as null. */
export function bodyOf(before, after, fields) {
  const kinds = Object.fromEntries((fields || []).map((field) => [fieldName(field), field]));
  const out = {};
  for (const [name, value] of Object.entries(after)) {
    if (value === before[name]) continue;
    if (name === 'priority') out.priority = value ? 1 : 0;
    else if (TEXTS.includes(name)) out[name] = htmlOf(value) || null;
    else if (kinds[name]) {
      out[name.slice(2)] = kinds[name].type === 'integer' && value !== '' ? Number(value) : value || null;
    } else out[name] = value.trim() || null;
  }
  return out;
}
