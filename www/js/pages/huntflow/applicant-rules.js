// applicant-rules: an applicant's form, doubles, timeline, what a parsed CV would change. No DOM.
import { named } from '../../lib/huntflow-rules.js';

export const MAIN = ['last_name', 'first_name', 'middle_name', 'phone', 'email', 'position', 'company', 'money'];
export const ALL = [...MAIN, 'birthday', 'skype', 'telegram'];

const textOf = (value) => (value === null || value === undefined ? '' : String(value));
export const formOf = (one, names) => Object.fromEntries(names.map((name) => [name, textOf(one[name])]));

/* Only what differs; what was wiped is sent as null. */
export const bodyOf = (before, after) =>
  Object.fromEntries(
    Object.entries(after)
      .filter(([name, value]) => value.trim() !== before[name])
      .map(([name, value]) => [name, value.trim() || null]),
  );

/* A comma in an address is the commonest slip: the mended one is offered. */
export const mended = (email) =>
  /^[^\s@]+@[^\s@]+$/.test(email) && email.includes(',') ? email.replaceAll(',', '.') : '';

/* Where the applicant is; the latest first. */
export const linksOf = (one) =>
  [...(one.links || [])].sort((a, b) => String(b.updated || '').localeCompare(String(a.updated || '')));

const LOOKS = {
  STATUS: 'acc',
  'VACANCY-ADD': 'acc',
  ADD: 'ok',
  DOUBLE: 'warn',
  REMOVED: 'warn',
  'VACANCY-REMOVE': 'warn',
  'EXTERNAL-REMOVE': 'warn',
  AGREEMENT: 'ok',
};
const KNOWN = new Set([...Object.keys(LOOKS), 'UPDATE', 'EDIT', 'COMMENT', 'MAIL', 'RESPONSE']);

/*
 * A log of Huntflow as a line of the timeline; the types are an open list. rows: { vacancies, statuses,
 * reasons } that are known.
 */
export function eventOf(log, rows) {
  const status = named(log.status, rows.statuses);
  return {
    id: log.id,
    at: log.created,
    key: KNOWN.has(log.type) ? log.type : 'other',
    type: log.type,
    look: status?.type === 'trash' ? 'warn' : LOOKS[log.type] || '',
    status,
    vacancy: named(log.vacancy, rows.vacancies),
    reason: named(log.rejection_reason, rows.reasons),
    comment: log.comment || '',
    files: log.files || [],
    who: log.author?.name || '',
  };
}

/* The stage before: the next older step of the same vacancy. */
export function stageBefore(events, i) {
  const mine = events[i];
  if (mine.key !== 'STATUS') return null;
  return (
    events
      .slice(i + 1)
      .find(({ key, vacancy }) => (key === 'STATUS' || key === 'VACANCY-ADD') && vacancy?.id === mine.vacancy?.id)
      ?.status || null
  );
}

/* Huntflow gives one kind at a time. */
export const KINDS = { all: '', stages: 'STATUS', comments: 'COMMENT', mail: 'MAIL' };

/* Fields of a parsed CV as our fields; any of them may be missing. */
export function parsedOf(fields) {
  if (!fields) return {};
  const found = {
    last_name: fields.last_name,
    first_name: fields.first_name,
    middle_name: fields.middle_name,
    phone: fields.phone ?? fields.phones?.[0],
    email: fields.email,
    position: fields.position,
    company: fields.company,
    money: fields.money,
    birthday: fields.birthday,
  };
  return Object.fromEntries(
    Object.entries(found)
      .map(([key, value]) => [key, value === null || value === undefined ? '' : String(value)])
      .filter(([, value]) => value),
  );
}

/* What the CV says otherwise: { name, old, now }; empty fields are offered first. */
export const changesOf = (one, parsed) =>
  Object.entries(parsed)
    .map(([name, now]) => ({ name, old: textOf(one[name]), now }))
    .filter(({ old, now }) => old !== now)
    .sort((a, b) => Boolean(a.old) - Boolean(b.old));

/* The schema of a questionary as fields in its order; values by name. */
export const questionsOf = (questionary) =>
  [...(questionary?.schema || [])]
    .sort((a, b) => a.order - b.order)
    .map((field) => ({
      ...field,
      key: field.name,
      value: questionary.values?.[field.name] ?? null,
      options: optionsOf(field.values),
    }));

/* Values of a dictionary, however it names them. */
function optionsOf(values) {
  const rows = Array.isArray(values) ? values : [];
  return rows.map((row) =>
    row && typeof row === 'object'
      ? { value: String(row.id ?? row.value), label: row.name ?? row.label ?? String(row.id) }
      : { value: String(row), label: String(row) },
  );
}

const TYPES = new Set(['string', 'text', 'integer', 'number', 'date', 'url', 'email', 'phone']);
export const canEdit = ({ type, options }) => options.length > 0 || TYPES.has(type);

/* A size that Huntflow takes: 15 MB. */
export const MOST = 15 * 2 ** 20;

/* A file that the browser can show in its place. */
export const isPdf = ({ name, content_type: type }) => type === 'application/pdf' || /\.pdf$/i.test(name ?? '');
