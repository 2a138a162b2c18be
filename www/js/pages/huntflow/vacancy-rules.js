// vacancy-rules: the funnel, the texts of a vacancy between HTML and plain, what a form sends. No DOM.
import { stagesOf, isRefusal } from '../../lib/huntflow-rules.js';
import { heights } from '../../ui/chart-rules.js';

/*
 * { way: [{ id, name, count, tall, next }], out: [refusals] }; tall: per cent of the fullest stage,
 * next: of this one's height for the slope.
 */
export function funnelOf(statuses) {
  const stages = stagesOf(statuses);
  const way = stages.filter((stage) => !isRefusal(stage));
  const tall = heights(way.map(({ count }) => count || 0));
  return {
    way: way.map((stage, i) => ({ ...stage, tall: tall[i], next: tall[i + 1] ?? tall[i] })),
    out: stages.filter(isRefusal),
  };
}

export const totalOf = (statuses) => (statuses || []).reduce((sum, { count }) => sum + (count || 0), 0);

/* Rows of the list with the numbers that came after them: [{ id, applicants_count }]. */
export const withCounts = (rows, counts) => {
  const known = new Map((counts || []).map(({ id, applicants_count: n }) => [id, n]));
  return rows.map((row) => ({ ...row, applicants_count: known.get(row.id) ?? row.applicants_count ?? null }));
};

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
