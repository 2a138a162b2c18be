// auto-replies-rules: a rule's form, its request, its reply with the placeholders filled. No DOM.

export const PLACEHOLDERS = ['first_name', 'task', 'status', 'assignee', 'url', 'list'];
/* The older name of {task}, which rules may hold. */
const KNOWN = [...PLACEHOLDERS, 'name'];

export const linesOf = (text) => [
  ...new Set(
    String(text)
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

export const initialOf = (rule) => ({
  name: rule?.name || '',
  by: rule?.regex ? 'regex' : 'keywords',
  keywords: (rule?.keywords || []).join('\n'),
  regex: rule?.regex || '',
  statuses: rule?.statuses || [],
  lists: rule?.lists || [],
  reply: rule?.reply || '',
  notify_all: Boolean(rule?.notify_all),
  hourly_limit: String(rule?.hourly_limit ?? 60),
});

export const bodyOf = (values) => ({
  name: values.name.trim(),
  keywords: values.by === 'keywords' ? linesOf(values.keywords) : [],
  regex: values.by === 'regex' ? values.regex : null,
  statuses: values.statuses,
  lists: values.lists,
  reply: values.reply,
  notify_all: values.notify_all,
  hourly_limit: Number(values.hourly_limit),
});

/* What is written so far: a draft is tried before it has a name. */
export const draftOf = (values) =>
  Object.fromEntries(Object.entries(bodyOf(values)).filter(([, value]) => value !== '' && value !== null));

/* Text and the names in braces, apart: { text } and { name, known }. */
export function partsOf(reply) {
  return String(reply)
    .split(/(\{\w+\})/)
    .filter(Boolean)
    .map((part) => {
      const [, name] = /^\{(\w+)\}$/.exec(part) || [];
      return name ? { name, known: KNOWN.includes(name) } : { text: part };
    });
}

export const unknownOf = (reply) =>
  partsOf(reply)
    .filter(({ name, known }) => name && !known)
    .map(({ name }) => name);

/* The whole title of a task stands where one would expect a name: true of {task} and {name}. */
export const holdsTitle = (reply) => partsOf(reply).some(({ name }) => name === 'task' || name === 'name');

/* The reply as one will read it, with the facts of a task. */
export const filled = (reply, facts) =>
  partsOf(reply)
    .map(({ text, name }) => text ?? facts[name] ?? `{${name}}`)
    .join('');

/* A placeholder at the cursor: { text, at } */
export function inserted(text, from, to, name) {
  const word = `{${name}}`;
  return { text: text.slice(0, from) + word + text.slice(to), at: from + word.length };
}

/* Off and never tried: first a test. Changed since the test: again. */
export function switchLook({ enabled, tested_at: tested }) {
  if (enabled) return { key: 'on', look: 'ok' };
  return tested ? { key: 'off', look: 'none' } : { key: 'untested', look: 'warn' };
}

/* What a rule looks for, in one line. */
export const soughtOf = ({ keywords, regex }) => regex || (keywords || []).join(', ');
