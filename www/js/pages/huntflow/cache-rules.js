// cache-rules: the filters of the cache's list, how old an entry is. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const query = listQuery([], ['view', 'search', 'ordering', 'page', 'after', 'entry']);
export const asked = ({ view, entry, page, ...filters }) => filters;
