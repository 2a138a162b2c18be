// notion-rules: accounts at Notion and their rows: addresses, the form's values, what is asked for. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const API = '/api/v1/notion/accounts/';
export const PATH = '/notion/';
export const TABS = ['rows', 'mapping', 'runs'];
export const TRANSFERS = ['done', 'none'];

export const query = listQuery([], ['account', 'tab', 'q', 'transfer', 'page', 'after']);
export const isNarrowed = ({ q, transfer }) => Boolean(q || transfer);

/* The account that the address names, else the first. */
export const chosenOf = (accounts, name) => accounts.find(({ id }) => String(id) === name) ?? accounts[0];

export const asked = ({ q, transfer, after }) => ({
  search: q || undefined, transfer: TRANSFERS.includes(transfer) ? transfer : undefined, after: after || undefined,
});

/* What an import of all that is shown says of it. */
export const wishOf = (account, filters, ids) => {
  const source = { kind: 'notion', id: account.id };
  if (ids) return { source, scope: 'selection', task_ids: ids };
  if (!isNarrowed(filters)) return { source, scope: 'all' };
  const { search, transfer } = asked(filters);
  return { source, scope: 'filter', filter: { ...(search && { search }), ...(transfer && { transfer }) } };
};

export const valuesOf = (one) => ({ name: one?.name ?? '', token: '', auto_sync: one?.settings.auto_sync ?? true });

/* A key that nobody typed stays. */
export const bodyOf = ({ name, token, auto_sync: auto }) => ({
  name, settings: { auto_sync: auto }, ...(token && { credentials: { token } }),
});

export const nameOfSource = ({ name, database, id }) => (database ? `${database} / ${name}` : name || id);

/* The first properties that say something, for the second line of a row. */
export const factsOf = (row, most = 3) =>
  row.fields.filter(({ display }) => display).slice(0, most).map(({ name, display }) => `${name}: ${display}`);
