// list-rules: the filters of a list and its address: one query for both. No DOM.

/* many: names that may repeat; one: names with a single value. -> { read, write, changed, href } */
export function listQuery(many, one) {
  /* The address's query -> filters. Unknown names are dropped. */
  const read = (params) => {
    const filters = {};
    for (const name of many) filters[name] = params.getAll(name);
    for (const name of one) filters[name] = params.get(name) || '';
    return filters;
  };

  /* Filters -> the query of the address and of the list's request alike. */
  const write = (filters) => {
    const params = new URLSearchParams();
    for (const name of many) for (const value of filters[name] || []) params.append(name, value);
    for (const name of one) if (filters[name]) params.set(name, filters[name]);
    return params;
  };

  /* A changed filter begins at the first page. */
  const changed = (filters, change) => ({ ...filters, page: '', after: '', ...change });

  /* The link of a list answer, as our address: its page and its keyset place over the present filters. */
  const href = (path, filters, link, page) => {
    if (!link) return null;
    const text = write({ ...filters, page: page > 1 ? String(page) : '', after: link.get('after') || '' }).toString();
    return text ? `${path}?${text}` : path;
  };

  return { read, write, changed, href };
}

/* Of a list without filters. */
export const bare = listQuery([], ['page', 'after']);

/* Clicking a head: names rise first, those of `falling` fall first; again turns round. */
export function turned(now, field, falling = []) {
  if (now === field) return `-${field}`;
  if (now === `-${field}`) return field;
  return falling.includes(field) ? `-${field}` : field;
}
