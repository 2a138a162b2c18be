// inbox-rules: the filters of the inbox, what an item is called, what may be seen of it. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const API = '/api/v1/inbox/';
export const PATH = '/inbox/';

/* The tabs: '' is what waits to be decided. */
export const STATES = ['', 'kept', 'rejected', 'failed', 'all'];

export const query = listQuery([], ['state', 'q', 'kind', 'sender', 'item', 'page', 'after']);

/* The filters as the list is asked for. */
export function asked({ state, q, kind, sender, after }) {
  const wanted = STATES.includes(state) ? state : '';
  return { state: wanted === 'all' ? '' : wanted || 'new', q, kind, sender, after };
}

export const isNarrowed = ({ q, kind, sender }) => Boolean(q || kind || sender);

/* How the bytes are shown beside the list: 'frame', 'picture', or '': they are saved, or the link is opened. */
const LOOKS = { pdf: 'frame', jpg: 'picture', jpeg: 'picture', png: 'picture' };
export const lookOf = ({ href, type }) => (href ? LOOKS[type] || '' : '');

export const may = (item, deed) => item.rights.includes(deed);

/* What brings it back: a file that did not arrive is fetched again. */
export const backOf = ({ state }) => (state === 'failed' ? 'again' : 'restore');

/* Each sender once, in the order in which they came. */
export const namesOf = ({ senders }) => [...new Set(senders.map(({ user_name: name }) => name).filter(Boolean))];

/* What takes a deed back: the state that it was in. */
const BACK = { new: 'restore', kept: 'keep', rejected: 'reject' };
export const undoOf = ({ state }) => BACK[state] || '';

/* The one under the keys after `gone` rows above and at it went. */
export const nextOf = (rows, id) => {
  const at = rows.findIndex((row) => row.id === id);
  return at < 0 ? null : (rows[at + 1] || rows[at - 1])?.id ?? null;
};
