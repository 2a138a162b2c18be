// views: the saved views of a list: tabs with counts, their menu, the dialog that names one.
import { html, useState } from '../lib/html.js';
import { errorWords } from '../lib/errors.js';
import { t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { required } from '../lib/checks.js';
import { me } from '../lib/session.js';
import { may } from '../lib/session-rules.js';
import { Icon, Button } from './button.js';
import { ErrorNote } from './states.js';
import { Dialog } from './dialog.js';
import { toast } from './toast.js';
import { TextField, Switch } from './fields.js';
import { useForm } from './form.js';
import { Menu } from './menu.js';
import { Views } from './table.js';

const MOST = 10000;
const say = (error) => toast(errorWords(error).detail);

export const canChange = (view) => Boolean(view) && (view.mine || may(me.value, 'manager'));

function NameDialog({ view, send, onSaved, onClose }) {
  const form = useForm({
    initial: { name: view?.name || '', shared: view?.shared || false },
    checks: { name: required },
    guard: false,
    save: async ({ name, shared }) => {
      onSaved(await send({ name: name.trim(), shared }));
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

const ViewMenu = ({ view, onAsk, onDelete, onExport, more }) => html`<${Menu}
  label=${t('views.menu')}
  items=${[
    { icon: 'bookmark', text: t('views.save_as'), run: () => onAsk('new') },
    canChange(view) && { icon: 'pencil', text: t('views.rename'), run: () => onAsk('rename') },
    canChange(view) && { icon: 'trash-2', text: t('views.delete'), run: onDelete },
    onExport && { icon: 'download', text: t('views.export'), run: onExport },
    ...more,
  ]}
/>`;

const tabOf = (one, current, hrefOf) => ({
  key: one.id,
  href: hrefOf(one),
  count: one.count > MOST ? t('pager.over', { n: MOST }) : one.count,
  current,
  text: one.mine
    ? one.name
    : html`<span class="sr">${t('views.of', { name: one.owner })}: </span><${Icon} name="users" />${one.name}`,
});

/*
 * tabs: the plain ones, as Views takes them. views: { all, view, reload, create(words), rename(words), store(),
 * remove(), restore(view) }: each but reload gives a promise, create and restore of the view. hrefOf(view): its
 * address; home: the list without a view; of: the id of the view that the rows shown are of ('': none); changed: the
 * filters differ from those of the view; children: before its menu; more: further entries of the menu.
 */
export function ViewBar({ tabs, views, hrefOf, home, of, changed, onExport, more = [], children }) {
  const [asked, setAsked] = useState('');
  const { view } = views;
  const opened = (next) => {
    views.reload();
    go(hrefOf(next));
  };
  const saved = (next) => {
    toast(t('views.saved', { name: next.name }));
    if (asked === 'new') opened(next);
    else views.reload();
    setAsked('');
  };
  const drop = async () => {
    try {
      await views.remove();
      views.reload();
      go(home);
      toast(t('views.deleted', { name: view.name }), {
        action: t('undo'),
        onAction: () => views.restore(view).then(opened, say),
      });
    } catch (error) {
      say(error);
    }
  };
  const store = () => views.store().then(() => toast(t('views.saved', { name: view.name })), say);
  return html`
    <div class="viewbar">
      <${Views}
        label=${t('views.label')}
        items=${[...tabs, ...views.all.map((one) => tabOf(one, String(one.id) === of, hrefOf))]}
      />
      <div class="row">
        ${changed && canChange(view) && html`<${Button} quiet class="wide-only" icon="bookmark" onClick=${store}>
          ${t('views.store')}
        </${Button}>`}
        ${!view && html`<${Button} quiet class="wide-only" icon="bookmark" onClick=${() => setAsked('new')}>
          ${t('views.save')}
        </${Button}>`}
        ${children}
        <${ViewMenu} view=${view} onAsk=${setAsked} onDelete=${drop} onExport=${onExport} more=${more} />
      </div>
    </div>
    ${asked && html`<${NameDialog}
      view=${asked === 'rename' ? view : null} send=${asked === 'rename' ? views.rename : views.create} onSaved=${saved}
      onClose=${() => setAsked('')}
    />`}
  `;
}
