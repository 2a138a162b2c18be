// integration-card: one integration: whose key it is, how long it lasts, what is left of quotas, what went wrong last.
import { html, useState } from '../../lib/html.js';
import { errorWords } from '../../lib/errors.js';
import { Icon, Button } from '../../ui/button.js';
import { Badge, Progress, Time } from '../../ui/marks.js';
import { Coming, Loaded, Note, Skeleton } from '../../ui/states.js';
import { Menu } from '../../ui/menu.js';
import { Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { Webhook, WebhookState } from '../../ui/webhook.js';
import { t, num, ago } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { get, patch, post } from '../../lib/api.js';
import { useLoad } from '../../lib/load.js';
import { quotaOf } from '../../lib/platform-rules.js';
import { ICON, LOOK, keyLeft } from './integrations-rules.js';
import { RemoveDialog } from './remove-integration.js';

const API = '/api/integrations/';

const leftText = (left) =>
  left.over ? t('boards.key.over')
    : left.days > 0 ? t('boards.key.days', { n: left.days })
      : t('boards.key.hours', { n: Math.max(1, left.hours) });

const Fact = ({ name, children }) => html`<div><dt>${t(`boards.fact.${name}`)}</dt><dd>${children}</dd></div>`;

function Quota({ account }) {
  const quota = quotaOf(account);
  if (!quota) return null;
  return html`<${Fact} name="quota">
    <span class=${quota.left === 0 ? 'bad-t' : ''}>
      ${t('boards.quota', { n: quota.left, limit: num(quota.limit) })}
    </span>
    <${Progress} thin value=${quota.left} max=${quota.limit} label=${t('boards.fact.quota')} />
  </${Fact}>`;
}

function Facts({ one }) {
  const left = keyLeft(one.access_token, now.value);
  const { account } = one;
  return html`<dl class="figs boardfacts">
    ${account?.organisation && html`<${Fact} name="account">
      ${account.organisation}
      ${account.name && html`<small class="faint"> ${account.name}</small>`}
    </${Fact}>`}
    ${left && html`<${Fact} name="key">
      <span class=${left.look === 'ok' ? '' : `${left.look}-t`}>${leftText(left)}</span>
    </${Fact}>`}
    <${Quota} account=${account} />
    <${Fact} name="found">${num(one.total_candidates_found)}</${Fact}>
    <${Fact} name="imported">${num(one.total_candidates_imported)}</${Fact}>
    <${Fact} name="sync">${one.last_sync_at ? html`<${Time} at=${one.last_sync_at} />` : t('boards.never')}</${Fact}>
    ${one.next_sync_at && html`<${Fact} name="next"><${Time} at=${one.next_sync_at} /></${Fact}>`}
  </dl>`;
}

/* What the board sends by itself: the state is seen on the card, the rest in a dialog. */
function Events({ one, title }) {
  const address = `${API}${one.id}/webhook/`;
  const load = useLoad(() => get(address), [one.id]);
  const [open, setOpen] = useState(false);
  const say = (key) => t(`boards.events.${key}`, { title });
  return html`<div class="row wrap sm">
    <span>${say('title')}</span>
    ${load.data === undefined && !load.error && html`<${Coming} />`}
    ${load.data && html`<${WebhookState} hook=${load.data} say=${say} />`}
    <${Button} small quiet icon="webhook" onClick=${() => setOpen(true)}>
      ${t('boards.events')}<span class="sr"> ${one.name}</span>
    </${Button}>
    ${open && html`<${Dialog} title=${say('title')} onClose=${() => setOpen(false)}>
      <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${2} height=${40} />`}>
        ${(hook) => html`<div class="stackd">
          <${Webhook} address=${address} hook=${hook} say=${say} onChange=${load.set} />
        </div>`}
      </${Loaded}>
    </${Dialog}>`}
  </div>`;
}

export function Card({ one, platform, admin, onChange, onGone, onEdit }) {
  const [busy, setBusy] = useState(false);
  const [removing, setRemoving] = useState(false);
  const act = (fn) => async () => {
    setBusy(true);
    try {
      await fn();
    } catch (error) {
      toast(errorWords(error).detail);
      onChange(await get(`${API}${one.id}`));
    } finally {
      setBusy(false);
    }
  };
  const test = act(async () => {
    const { account } = await post(`${API}${one.id}/test-connection`);
    toast(t('boards.works', { name: account?.organisation || account?.name || platform.title }));
    onChange(await get(`${API}${one.id}`));
  });
  const turn = act(async () => onChange(await patch(`${API}${one.id}`, { is_active: !one.is_active })));
  const sync = act(async () => {
    await post(`${API}${one.id}/sync`);
    toast(t('boards.syncing'));
  });
  // A platform that has neither people to search nor responses has nothing to sync.
  const reads = ['search', 'responses'].some((what) => platform?.does.includes(what));
  const items = [
    one.is_active && reads && { icon: 'refresh-cw', text: t('boards.sync'), run: sync },
    { icon: 'pencil', text: t('boards.edit'), run: onEdit },
    { icon: one.is_active ? 'ban' : 'play', text: t(one.is_active ? 'boards.off' : 'boards.on'), run: turn },
    {
      icon: 'trash-2', text: t('boards.delete'), danger: true,
      run: () => setRemoving(true),
    },
  ].filter(Boolean);
  const signs = platform?.does.includes('sign_in') && one.api_key.set && one.api_secret.set;
  return html`<li class="boardcard" aria-labelledby=${`b-${one.id}`}>
    <div class="row">
      <h2 id=${`b-${one.id}`}>${one.name}</h2>
      <${Badge} kind=${LOOK[one.status]} icon=${ICON[one.status]}>${t(`boards.status.${one.status}`)}</${Badge}>
      <span class="sm faint">${platform?.title || one.platform}</span>
      ${admin && html`<div class="acts push">
        ${signs && html`<${Button}
          small main=${one.status === 'expired' || !one.access_token.set} icon="key-round"
          onClick=${() => location.assign(`${API}${one.id}/connect`)}
        >
          ${t('boards.sign_in', { title: platform.title })}
        </${Button}>`}
        <${Button} small icon="activity" busy=${busy} onClick=${test}>${t('boards.test')}</${Button}>
        <${Menu} label=${t('boards.more', { name: one.name })} items=${items} />
      </div>`}
    </div>
    ${one.description && html`<p class="sm dim">${one.description}</p>`}
    ${one.last_error && html`<${Note} kind=${LOOK[one.status] === 'bad' ? 'bad' : 'warn'} icon="triangle-alert">
      ${one.last_error} <span class="faint nb">${ago(one.last_error_at)}</span>
    </${Note}>`}
    <${Facts} one=${one} />
    ${admin && platform?.does.includes('webhook') && html`<${Events} one=${one} title=${platform.title} />`}
    ${one.auto_sync && html`<p class="xs faint">
      <${Icon} name="refresh-cw" /> ${t('boards.auto', { n: one.sync_interval_hours })}
    </p>`}
    ${removing && html`<${RemoveDialog} one=${one} onGone=${onGone} onClose=${() => setRemoving(false)} />`}
  </li>`;
}
