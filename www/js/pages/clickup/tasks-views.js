// tasks-views: saved views of the list: tabs with counts, their menu and dialog; the columns of each.
import { html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Icon, Button } from '../../ui/button.js';
import { ErrorNote } from '../../ui/states.js';
import { Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { TextField, Switch } from '../../ui/fields.js';
import { Views } from '../../ui/table.js';
import { Menu } from '../../ui/menu.js';
import { Popover } from '../../ui/popover.js';
import { Choices } from '../../ui/filters.js';
import { t, num } from '../../lib/i18n.js';
import { get, post, patch, del } from '../../lib/api.js';
import { go } from '../../lib/router.js';
import { useForm } from '../../ui/form.js';
import { required } from '../../lib/checks.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { COLUMNS, shownColumns, viewBody, viewHref, isChanged } from './tasks-rules.js';

const BASE = '/clickup/api/views';
const MOST = 10000;
const say = (error) => toast(errorWords(error).detail);

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

export const canChange = (view) => Boolean(view) && (view.mine || may(me.value, 'manager'));

/* id: the view of the address. -> { all, view, columns, setColumns, reload, ... } */
export function useViews(id, stamp) {
  const load = useLoad(() => get(BASE), [stamp]);
  const [own, setOwn] = useState({});
  const all = load.data || [];
  const view = all.find((one) => String(one.id) === id) || null;
  const put = (next) => load.set((old) => (old || []).map((one) => (one.id === next.id ? next : one)));
  const change = async (body) => put(await patch(`${BASE}/${view.id}`, body));
  const setColumns = (names) => {
    setOwn({ ...own, [id]: names });
    if (view?.mine) change({ columns: ['name', ...names] }).catch(say);
    else keep(id, names);
  };
  return {
    all,
    view,
    change,
    setColumns,
    reload: load.reload,
    columns: shownColumns(own[id] || (!view?.mine && kept(id)) || view?.columns),
  };
}

function ViewDialog({ view, body, onSaved, onClose }) {
  const form = useForm({
    initial: { name: view?.name || '', shared: view?.shared || false },
    checks: { name: required },
    guard: false,
    save: async ({ name, shared }) => {
      const words = { name: name.trim(), shared };
      onSaved(await (view ? patch(`${BASE}/${view.id}`, words) : post(BASE, { ...words, ...body })));
    },
  });
  return html`<${Dialog} title=${t(view ? 'views.rename.title' : 'views.save.title')} onClose=${onClose}>
    <form onSubmit=${form.submit} noValidate>
      <${TextField}
        field=${form.field('name')} label=${t('views.name')} hint=${t('views.name.hint')} maxlength="100" autofocus
      />
      <${Switch} field=${form.field('shared')} label=${t('views.shared')} hint=${t('views.shared.hint')} />
      ${form.error && html`<${ErrorNote} error=${form.error} />`}
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy}>${t('save')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

const ViewMenu = ({ view, onAsk, onDelete, onExport }) => html`<${Menu}
  label=${t('views.menu')}
  items=${[
    { icon: 'bookmark', text: t('views.save_as'), run: () => onAsk('new') },
    canChange(view) && { icon: 'pencil', text: t('views.rename'), run: () => onAsk('rename') },
    canChange(view) && { icon: 'trash-2', text: t('views.delete'), run: onDelete },
    { icon: 'download', text: t('views.export'), run: onExport },
  ]}
/>`;

const countOf = ({ count }) => (count > MOST ? t('pager.over', { n: MOST }) : num(count));

/* tabs: the plain ones; views: of useViews. */
export function ViewBar({ tabs, views, filters, onExport }) {
  const [asked, setAsked] = useState('');
  const { view } = views;
  const items = [
    ...tabs,
    ...views.all.map((one) => ({
      key: one.id,
      href: viewHref(one),
      count: countOf(one),
      current: one === view,
      text: one.mine
        ? one.name
        : html`<span class="sr">${t('views.of', { name: one.owner })}: </span><${Icon} name="users" />${one.name}`,
    })),
  ];
  const saved = (next) => {
    setAsked('');
    views.reload();
    toast(t('views.saved', { name: next.name }));
    if (asked === 'new') go(viewHref(next));
  };
  const drop = async () => {
    try {
      await del(`${BASE}/${view.id}`);
      views.reload();
      go('/clickup/tasks/');
      const { name, shared, filter, columns, sort } = view;
      toast(t('views.deleted', { name }), {
        action: t('undo'),
        onAction: () =>
          post(BASE, { name, shared, filter, columns, ...(sort ? { sort } : {}) }).then((next) => {
            views.reload();
            go(viewHref(next));
          }, say),
      });
    } catch (error) {
      say(error);
    }
  };
  const store = () => views.change(viewBody(filters)).then(() => toast(t('views.saved', { name: view.name })), say);
  const changed = isChanged(filters, view);
  return html`
    <div class="viewbar">
      <${Views} items=${items} label=${t('views.label')} />
      <div class="row">
        ${changed && canChange(view) && html`<${Button} quiet class="desk" icon="bookmark" onClick=${store}>
          ${t('views.store')}
        </${Button}>`}
        ${!view && html`<${Button} quiet class="desk" icon="bookmark" onClick=${() => setAsked('new')}>
          ${t('views.save')}
        </${Button}>`}
        <${ViewMenu} view=${view} onAsk=${setAsked} onDelete=${drop} onExport=${onExport} />
      </div>
    </div>
    ${asked && html`<${ViewDialog}
      view=${asked === 'rename' ? view : null} body=${{ ...viewBody(filters), columns: ['name', ...views.columns] }}
      onSaved=${saved} onClose=${() => setAsked('')}
    />`}
  `;
}

export const ColumnChip = ({ columns, onChange }) => html`<${Popover}
  look="chip desk" align="end" label=${t('columns.label')}
  button=${html`<${Icon} name="columns-3" />${t('columns.button')}`}
>
  ${() => html`<${Choices}
    many name=${t('columns.label')} items=${COLUMNS.map((name) => ({ value: name, label: t(`column.${name}`) }))}
    chosen=${columns} onChange=${onChange}
  />`}
</${Popover}>`;
