// notion-account: one account at Notion: whose key it is, the data source it reads, what went wrong last.
import { html, useState } from '../../lib/html.js';
import { del, get, patch, post } from '../../lib/api.js';
import { errorWords } from '../../lib/errors.js';
import { useLoad } from '../../lib/load.js';
import { t } from '../../lib/i18n.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { Button } from '../../ui/button.js';
import { ask } from '../../ui/dialog.js';
import { SelectField } from '../../ui/fields.js';
import { Badge, Time } from '../../ui/marks.js';
import { Menu } from '../../ui/menu.js';
import { ErrorNote, Note } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { API, nameOfSource } from './notion-rules.js';

const LOOK = { active: 'ok', error: 'bad', inactive: '' };
const ICON = { active: 'check', error: 'triangle-alert', inactive: 'ban' };

/* The data sources that are shared; one of them is read. */
function Source({ account, onChanged }) {
  const load = useLoad(() => get(`${API}${account.id}/sources/`), [account.id]);
  const [busy, setBusy] = useState(false);
  const choose = async (event) => {
    setBusy(true);
    try {
      await patch(`${API}${account.id}/`, { settings: { data_source_id: event.currentTarget.value } });
      await post(`${API}${account.id}/sync/`, {});
      toast(t('notion.syncing'));
      onChanged();
    } catch (error) {
      toast(errorWords(error).detail);
    } finally {
      setBusy(false);
    }
  };
  if (load.error) return html`<${ErrorNote} error=${load.error} retry=${load.reload} />`;
  if (load.data?.length === 0) {
    return html`<${Note} kind="warn" icon="triangle-alert">${t('notion.none_shared')}</${Note}>`;
  }
  const value = load.data?.find(({ chosen }) => chosen)?.id ?? account.settings.data_source_id ?? '';
  return html`<${SelectField}
    field=${{ name: 'source', value, onChange: choose, onInput: choose }} label=${t('notion.source')}
    hint=${t('notion.source.what')} busy=${busy || load.busy} none=${value ? undefined : t('notion.source.none')}
    options=${(load.data ?? []).map((one) => ({ value: one.id, label: nameOfSource(one) }))}
  />`;
}

const Facts = ({ account }) => html`<dl class="figs boardfacts">
  ${account.facts.workspace && html`<div>
    <dt>${t('notion.fact.workspace')}</dt><dd>${account.facts.workspace}</dd>
  </div>`}
  <div>
    <dt>${t('notion.fact.sync')}</dt>
    <dd>${account.last_sync_at ? html`<${Time} at=${account.last_sync_at} />` : t('notion.never')}</dd>
  </div>
  ${account.next_sync_at && html`<div>
    <dt>${t('notion.fact.next')}</dt><dd><${Time} at=${account.next_sync_at} /></dd>
  </div>`}
</dl>`;

export function AccountCard({ account, admin, onEdit, onChanged }) {
  const [busy, setBusy] = useState('');
  const act = (name, fn) => async () => {
    setBusy(name);
    try {
      await fn();
    } catch (error) {
      toast(errorWords(error).detail);
    } finally {
      setBusy('');
      onChanged();
    }
  };
  const test = act('test', async () => {
    const { facts, notes } = await post(`${API}${account.id}/test-connection/`);
    toast(notes[0]?.detail ?? t('notion.works', { name: facts.workspace || facts.name }));
  });
  const sync = (full) => act('sync', async () => {
    await post(`${API}${account.id}/sync/`, { full });
    toast(t('notion.syncing'));
  });
  const remove = act('', async () => {
    if (await ask({
      title: t('notion.delete.title', { name: account.name }), text: t('notion.delete.text'),
      deed: t('notion.delete'), danger: true,
    })) await del(`${API}${account.id}/`);
  });
  const items = [
    { icon: 'refresh-cw', text: t('notion.sync.full'), run: sync(true) },
    admin && { icon: 'pencil', text: t('notion.change'), run: onEdit },
    admin && { icon: 'trash-2', text: t('notion.delete'), danger: true, run: remove },
  ].filter(Boolean);
  return html`<section class="boardcard" aria-labelledby="h-account">
    <div class="row wrap">
      <h2 id="h-account">${account.name}</h2>
      <${Badge} kind=${LOOK[account.status]} icon=${ICON[account.status]}>
        ${t(`notion.status.${account.status}`)}
      </${Badge}>
      ${may(me.value, 'recruiter') && html`<div class="acts push">
        ${admin && html`<${Button} small icon="activity" busy=${busy === 'test'} onClick=${test}>
          ${t('notion.test')}
        </${Button}>`}
        <${Button} small icon="refresh-cw" busy=${busy === 'sync'} onClick=${sync(false)}>
          ${t('notion.sync')}
        </${Button}>
        <${Menu} label=${t('notion.more', { name: account.name })} items=${items} />
      </div>`}
    </div>
    ${account.last_error && html`<${Note} kind="bad" icon="triangle-alert">${account.last_error}</${Note}>`}
    <${Facts} account=${account} />
    ${admin && html`<${Source} account=${account} onChanged=${onChanged} />`}
  </section>`;
}
