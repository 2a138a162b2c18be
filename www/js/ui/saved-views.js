// saved-views: the views that are kept of a list, and the columns of each.
import { html, useState } from '../lib/html.js';
import { useLoad } from '../lib/load.js';
import { errorWords } from '../lib/errors.js';
import { t } from '../lib/i18n.js';
import { get, post, patch, del } from '../lib/api.js';
import { Icon } from './button.js';
import { toast } from './toast.js';
import { Popover } from './popover.js';
import { Choices } from './filters.js';

/* The columns of the plain tabs, and of colleagues' views, are kept on this machine. */
function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}
function keep(key, names) {
  try {
    localStorage.setItem(key, JSON.stringify(names));
  } catch {
    // then they hold until the page is left
  }
}

/*
 * list: { base: the address of its views, key: what its columns are kept under, name: the column that always is
 * there, shown(names): those that a table shows }; id: the view of the address; bodyOf(view): filter and sort of the
 * list now. -> what ViewBar takes, and { columns, setColumns }
 */
export function useSavedViews(list, { id, stamp, bodyOf }) {
  const load = useLoad(() => get(list.base), [stamp]);
  const [own, setOwn] = useState({});
  const all = load.data || [];
  const view = all.find((one) => String(one.id) === id) || null;
  const columns = list.shown(own[id] || (!view?.mine && kept(`${list.key}${id}`)) || view?.columns);
  const put = (next) => load.set((old) => (old || []).map((one) => (one.id === next.id ? next : one)));
  const change = async (body) => {
    const next = await patch(`${list.base}/${view.id}`, body);
    put(next);
    return next;
  };
  const setColumns = (names) => {
    setOwn({ ...own, [id]: names });
    if (view?.mine) change({ columns: [list.name, ...names] }).catch((error) => toast(errorWords(error).detail));
    else keep(`${list.key}${id}`, names);
  };
  return {
    all,
    view,
    columns,
    setColumns,
    reload: load.reload,
    create: (words) => post(list.base, { ...words, ...bodyOf(view), columns: [list.name, ...columns] }),
    rename: change,
    store: () => change(bodyOf(view)),
    remove: () => del(`${list.base}/${view.id}`),
    restore: ({ name, shared, filter, columns: names, sort }) =>
      post(list.base, { name, shared, filter, columns: names, ...(sort ? { sort } : {}) }),
  };
}

/* items: [{ value, label }] of all columns. */
export const ColumnChip = ({ items, columns, onChange }) => html`<${Popover}
  look="btn quiet wide-only" align="end" label=${t('columns.label')}
  button=${html`<${Icon} name="columns-3" /><span class="roomy">${t('columns.button')}</span>`}
>
  ${() => html`<${Choices} many name=${t('columns.label')} items=${items} chosen=${columns} onChange=${onChange} />`}
</${Popover}>`;
