// notion: databases of Notion as a source of candidates: accounts, where properties go, rows with their transfers.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { get } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { here } from '../../lib/router.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { Button } from '../../ui/button.js';
import { FieldsForm } from '../../ui/field-places.js';
import { Empty, Loaded, Note, Skeleton } from '../../ui/states.js';
import { Views } from '../../ui/table.js';
import { AccountCard } from './notion-account.js';
import { AccountForm, Steps } from './notion-form.js';
import { Rows } from './notion-rows.js';
import { Runs } from './notion-runs.js';
import { API, PATH, TABS, chosenOf, query } from './notion-rules.js';

function Mapping({ account, admin }) {
  const address = `${API}${account.id}/mapping`;
  const load = useLoad(() => get(address), [account.id, account.last_sync_at]);
  if (load.error?.code === 'notion.unread') {
    return html`<${Empty} icon="columns-3" text=${load.error.detail} />`;
  }
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} />`}>
    ${(mapping) => html`
      <p class="sm dim">${t('notion.mapping.what')}</p>
      ${!admin && html`<${Note}>${t('notion.mapping.admin')}</${Note}>`}
      <${FieldsForm} key=${account.id} address=${address} mapping=${mapping} fixed=${!admin} onSaved=${load.set} />
    `}
  </${Loaded}>`;
}

function Account({ accounts, filters, admin, onEdit, onChanged }) {
  const account = chosenOf(accounts, filters.account);
  const tab = TABS.includes(filters.tab) ? filters.tab : 'rows';
  const href = (change) => {
    const text = query.write({ ...change, account: String(change.account ?? account.id) }).toString();
    return `${PATH}?${text}`;
  };
  const Part = { rows: Rows, mapping: Mapping, runs: Runs }[tab];
  return html`
    ${accounts.length > 1 && html`<${Views}
      label=${t('notion.accounts')}
      items=${accounts.map(({ id, name }) => ({
        key: id, text: name, current: id === account.id, href: href({ account: id, tab: filters.tab }),
      }))}
    />`}
    <${AccountCard}
      key=${account.id} account=${account} admin=${admin} onEdit=${() => onEdit(account)} onChanged=${onChanged}
    />
    <${Views}
      label=${t('views.label')}
      items=${TABS.map((key) => ({
        key, text: t(`notion.tab.${key}`), current: tab === key, href: href({ tab: key }),
      }))}
    />
    <${Part} key=${`${account.id}${tab}`} account=${account} admin=${admin} filters=${filters} />
  `;
}

export default function NotionPage() {
  useTitle('Notion');
  const filters = query.read(here.value.query);
  const [form, setForm] = useState(null);
  const admin = may(me.value, 'admin');
  const load = useLoad(() => get(API), []);
  const saved = () => { setForm(null); load.reload(); };
  const add = () => setForm({});
  return html`
    <div class="head inline">
      <div><h1>Notion</h1><p class="sub">${t('notion.sub')}</p></div>
      ${admin && load.data?.length > 0 && html`<div class="acts">
        <${Button} icon="plus" onClick=${add}>${t('notion.add')}</${Button}>
      </div>`}
    </div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${3} height=${96} />`}>
      ${(accounts) => accounts.length > 0
        ? html`<${Account}
            accounts=${accounts} filters=${filters} admin=${admin} onEdit=${(one) => setForm({ one })}
            onChanged=${load.reload}
          />`
        : html`<${Empty} icon="plug" text=${t(admin ? 'notion.empty' : 'notion.empty.member')}>
            ${admin && html`<${Button} main icon="plus" onClick=${add}>${t('notion.add')}</${Button}>`}
          </${Empty}>
          ${admin && html`<${Steps} />`}`}
    </${Loaded}>
    ${form && html`<${AccountForm} ...${form} onSaved=${saved} onClose=${() => setForm(null)} />`}
  `;
}
