// mirrors-rules: which project mirrors which workgroup of a Bitrix24 portal, as a form has it. No DOM.

export const THEIRS = ['2', '3', '4', '5', '6'];
export const OURS = ['todo', 'in_progress', 'review', 'done', 'cancelled'];
export const FIELDS = ['title', 'description', 'status', 'assigned_to', 'due_date', 'tags', 'comments'];
const USUAL = { 2: 'todo', 3: 'in_progress', 4: 'review', 5: 'done', 6: 'todo' };

export const valuesOf = (one, accounts) => ({
  account_id: String(one?.account_id ?? accounts[0]?.id ?? ''), project_id: String(one?.project_id ?? ''),
  group_id: String(one?.group_id ?? ''),
  ...Object.fromEntries(THEIRS.map((n) => [`status_${n}`, (one?.statuses ?? USUAL)[n]])),
  fields: one?.fields ?? FIELDS,
});

export const statusesOf = (values) => Object.fromEntries(THEIRS.map((n) => [n, values[`status_${n}`]]));

export const bodyOf = (values) => ({
  account_id: Number(values.account_id), project_id: Number(values.project_id),
  group_id: Number(values.group_id || 0), statuses: statusesOf(values), fields: values.fields,
});

/* What is kept alike, in one order, so that what is ticked again is as it was. */
export const turnedField = (fields, name) => FIELDS.filter((one) => fields.includes(one) !== (one === name));

/* Digits alone, or nothing: 0. */
export const groupFits = (text) => (/^\d{0,15}$/.test(text.trim()) ? '' : 'mirror.group.wrong');
