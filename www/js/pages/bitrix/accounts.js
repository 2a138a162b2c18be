// accounts: portals of the company: which work, what is missing at each, connecting another one.
import { html, useState } from '../../lib/html.js';
import { errorWords } from '../../lib/errors.js';
import { Button } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { Note, Empty } from '../../ui/states.js';
import { Menu } from '../../ui/menu.js';
import { ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { t, has } from '../../lib/i18n.js';
import { del, get, patch, post } from '../../lib/api.js';
import { AccountForm } from './account-form.js';
import { ACCOUNTS, ICON, LOOK, isRefused, signsIn } from './bitrix-rules.js';

const Fact = ({ name, children }) => html`<div><dt>${t(`bitrix.fact.${name}`)}</dt><dd>${children}</dd></div>`;
const time = (at, otherwise) => (at ? html`<${Time} at=${at} />` : t(otherwise));

const Facts = ({ one }) => html`<dl class="figs boardfacts">
  <${Fact} name="portal">${one.address ? one.address.replace(/^https?:\/\//, '') : t('bitrix.none')}</${Fact}>
  ${one.facts.user && html`<${Fact} name="user">
    ${one.facts.user.name || `ID ${one.facts.user.id}`}
    ${one.facts.user.admin && html` <small class="faint">${t('bitrix.portal_admin')}</small>`}
  </${Fact}>`}
  <${Fact} name="synced">${time(one.last_sync_at, 'bitrix.never')}</${Fact}>
  <${Fact} name="next">
    ${time(one.next_sync_at, one.settings.auto_sync ? 'bitrix.halted' : 'bitrix.by_hand')}
  </${Fact}>
</dl>`;

/* What does not work for want of a right: as the last test said. */
const Missing = ({ one }) => (one.facts.missing?.length > 0
  ? html`<${Note} kind="warn" icon="triangle-alert" title=${t('bitrix.missing')}>
      <ul class="bitrixlist">${one.facts.missing.map(({ code, scope }) => html`<li key=${code}>
        <code>${scope}</code> ${t(`bitrix.without.${code.replace('bitrix.without_', '')}`)}
      </li>`)}</ul>
    </${Note}>`
  : null);

function Card({ one, admin, recruiter, onChange, onGone, onEdit }) {
  const [busy, setBusy] = useState('');
  const url = `${ACCOUNTS}${one.id}/`;
  const act = (name, fn) => async () => {
    setBusy(name);
    try {
      await fn();
    } catch (error) {
      toast(errorWords(error).detail);
    } finally {
      setBusy('');
      onChange(await get(url).catch(() => one));
    }
  };
  const test = act('test', async () => {
    const { notes } = await post(`${url}test-connection/`);
    toast(t(notes.length ? 'bitrix.works_partly' : 'bitrix.works'));
  });
  const sync = act('sync', async () => {
    await post(`${url}sync/`, {});
    toast(t('bitrix.syncing'));
  });
  const remove = async () => {
    if (!(await ask({
      title: t('bitrix.delete.title', { name: one.name }), text: t('bitrix.delete.text'), deed: t('bitrix.delete'),
      danger: true,
    }))) return;
    try {
      await del(url);
      onGone();
    } catch (error) {
      toast(errorWords(error).detail);
    }
  };
  const active = one.status !== 'inactive';
  const items = [
    { icon: 'pencil', text: t('bitrix.edit'), run: onEdit },
    {
      icon: active ? 'ban' : 'play', text: t(active ? 'bitrix.off' : 'bitrix.on'),
      run: act('turn', () => patch(url, { status: active ? 'inactive' : 'active' })),
    },
    { icon: 'trash-2', text: t('bitrix.delete'), danger: true, run: remove },
  ];
  return html`<li class="boardcard" aria-labelledby=${`a-${one.id}`}>
    <div class="row">
      <h2 id=${`a-${one.id}`}>${one.name}</h2>
      <${Badge} kind=${LOOK[one.status]} icon=${ICON[one.status]}>${t(`bitrix.status.${one.status}`)}</${Badge}>
      <div class="acts push bitrixacts">
        ${admin && active && signsIn(one) && html`<${Button}
          small main=${!one.credentials.access_token.set || one.status === 'error'} icon="key-round"
          onClick=${() => location.assign(`${url}connect/`)}
        >
          ${t('bitrix.sign_in')}
        </${Button}>`}
        ${recruiter && active && html`<${Button} small icon="refresh-cw" busy=${busy === 'sync'} onClick=${sync}>
          ${t('bitrix.sync')}
        </${Button}>`}
        ${admin && html`
          <${Button} small icon="activity" busy=${busy === 'test'} onClick=${test}>${t('bitrix.test')}</${Button}>
          <${Menu} label=${t('bitrix.more', { name: one.name })} items=${items} />
        `}
      </div>
    </div>
    ${one.last_error && html`<${Note} kind="bad" icon="triangle-alert">
      ${one.last_error}
      ${admin && isRefused(one) && html`<div class="acts">
        <${Button} small icon="pencil" onClick=${onEdit}>${t('bitrix.mend')}</${Button}>
      </div>`}
    </${Note}>`}
    <${Missing} one=${one} />
    <${Facts} one=${one} />
  </li>`;
}

/* What the sign-in at a portal came to: the browser was sent back here. */
function SignedIn({ query }) {
  const code = query.get('failed');
  const key = `bitrix.failed.${(code || '').replace(/^\w+\./, '')}`;
  if (query.get('connected')) {
    return html`<${Note} class="boardnote" icon="check" role="status">${t('bitrix.connected')}</${Note}>`;
  }
  return code && html`<${Note}
    class="boardnote" kind="bad" icon="triangle-alert" role="alert" title=${t('bitrix.failed')}
  >
    ${t(has(key) ? key : 'bitrix.failed.other')}
  </${Note}>`;
}

export function Accounts({ accounts, load, query, admin, recruiter }) {
  const [form, setForm] = useState(null);
  const changed = (one) => load.set((all) => all.map((old) => (old.id === one.id ? one : old)));
  const saved = () => { setForm(null); load.reload(); };
  const add = html`<${Button} main icon="plus" onClick=${() => setForm({})}>${t('bitrix.add')}</${Button}>`;
  return html`
    <${SignedIn} query=${query} />
    ${accounts.length === 0
      ? html`<${Empty} icon="plug" text=${t(admin ? 'bitrix.empty' : 'bitrix.empty.member')}>${admin && add}</${Empty}>`
      : html`
          <ul class="boardcards">${accounts.map((one) => html`<${Card}
            key=${one.id} one=${one} admin=${admin} recruiter=${recruiter} onChange=${changed} onGone=${load.reload}
            onEdit=${() => setForm({ one })}
          />`)}</ul>
          ${admin && html`<p>${add}</p>`}
        `}
    ${form && html`<${AccountForm} ...${form} onSaved=${saved} onClose=${() => setForm(null)} />`}
  `;
}
