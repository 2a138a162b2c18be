// tasks-views: the saved views of the task list, and the columns of each.
import { html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Icon } from '../../ui/button.js';
import { toast } from '../../ui/toast.js';
import { Popover } from '../../ui/popover.js';
import { Choices } from '../../ui/filters.js';
import { t } from '../../lib/i18n.js';
import { get, post, patch, del } from '../../lib/api.js';
import { COLUMNS, shownColumns, viewBody } from './tasks-rules.js';

const BASE = '/clickup/api/views';

/* The columns of the plain tabs, and of colleagues' views, are kept on this machine. */
const key = (id) => `columns${id || ''}`;
function kept(id) {
  try {
    return JSON.parse(localStorage.getItem(key(id)));
  } catch {
    return null;
  }
}
function keep(id, names) {
  try {
    localStorage.setItem(key(id), JSON.stringify(names));
  } catch {
    // then they hold until the page is left
  }
}

/* id: the view of the address; filters: of the list now. -> what ViewBar takes, and { columns, setColumns } */
export function useViews({ id, filters, stamp }) {
  const load = useLoad(() => get(BASE), [stamp]);
  const [own, setOwn] = useState({});
  const all = load.data || [];
  const view = all.find((one) => String(one.id) === id) || null;
  const columns = shownColumns(own[id] || (!view?.mine && kept(id)) || view?.columns);
  const put = (next) => load.set((old) => (old || []).map((one) => (one.id === next.id ? next : one)));
  const change = async (body) => {
    const next = await patch(`${BASE}/${view.id}`, body);
    put(next);
    return next;
  };
  const setColumns = (names) => {
    setOwn({ ...own, [id]: names });
    if (view?.mine) change({ columns: ['name', ...names] }).catch((error) => toast(errorWords(error).detail));
    else keep(id, names);
  };
  return {
    all,
    view,
    columns,
    setColumns,
    reload: load.reload,
    create: (words) => post(BASE, { ...words, ...viewBody(filters), columns: ['name', ...columns] }),
    rename: change,
    store: () => change(viewBody(filters)),
    remove: () => del(`${BASE}/${view.id}`),
    restore: ({ name, shared, filter, columns: names, sort }) =>
      post(BASE, { name, shared, filter, columns: names, ...(sort ? { sort } : {}) }),
  };
}

export const ColumnChip = ({ columns, onChange }) => html`<${Popover}
  look="chip wide-only" align="end" label=${t('columns.label')}
  button=${html`<${Icon} name="columns-3" />${t('columns.button')}`}
>
  ${() => html`<${Choices}
    many name=${t('columns.label')} items=${COLUMNS.map((name) => ({ value: name, label: t(`column.${name}`) }))}
    chosen=${columns} onChange=${onChange}
  />`}
</${Popover}>`;
