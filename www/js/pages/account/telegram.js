// telegram: the part of the profile where a chat of Telegram is linked, and a bot of one's own is set up.
import { html, useEffect, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { t } from '../../lib/i18n.js';
import { get, post, patch, del } from '../../lib/api.js';
import { required } from '../../lib/checks.js';
import { useForm, FormError } from '../../ui/form.js';
import { TextField, Field } from '../../ui/fields.js';
import { Icon, Button } from '../../ui/button.js';
import { Badge } from '../../ui/marks.js';
import { Note, Skeleton, Loaded } from '../../ui/states.js';
import { Dialog, ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { Part } from '../../ui/part.js';
import { QrCode } from './qr.js';

const CHAT = '/api/v1/profile/telegram';
const OWN = '/api/v1/tasks/personal-bot';
const LOOK_MS = 3000;

/* The link, until a chat was linked by it. */
function LinkDialog({ made, onLinked, onClose }) {
  useEffect(() => {
    const timer = setInterval(async () => {
      if ((await get(CHAT)).telegram_linked) onLinked();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return html`<${Dialog} title=${t('telegram.link')} onClose=${onClose}>
    <p class="dim">${t('telegram.link.what')}</p>
    <${QrCode} rows=${made.qr} label=${t('telegram.qr')} />
    <${Field} label=${t('telegram.url')}>
      ${(props) => html`<input
        class="in mono" readonly ...${props} value=${made.url} onFocus=${(event) => event.currentTarget.select()}
      />`}
    </${Field}>
    <div class="acts dfoot">
      <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
      <a class="btn main" href=${made.url} target="_blank" rel="noreferrer">${t('telegram.open')}</a>
    </div>
  </${Dialog}>`;
}

function BotDialog({ onDone, onClose }) {
  const form = useForm({
    initial: { token: '' }, guard: false, checks: { token: required },
    save: async ({ token }) => onDone(await post(OWN, { token: token.trim() })),
  });
  return html`<${Dialog} title=${t('telegram.own.add')} onClose=${onClose}>
    <form onSubmit=${form.submit} noValidate>
      <p class="dim">${t('telegram.own.what')}</p>
      <${TextField} field=${form.field('token')} label=${t('telegram.token')} autocomplete="off" autofocus />
      <${FormError} form=${form} />
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy}>${t('telegram.own.do')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

const Row = ({ icon, title, badge, words, children }) => html`<div class="keyrow">
  <${Icon} name=${icon} />
  <div class="grow"><b class="mid">${title} ${badge}</b><span class="xs faint">${words}</span></div>
  <div class="acts">${children}</div>
</div>`;

function chatWords(state) {
  const chat = state.chats.find(({ blocked }) => !blocked) ?? state.chats[0];
  if (!chat) return t('telegram.chat.none');
  if (chat.blocked) return t('telegram.chat.blocked', { bot: chat.bot });
  return chat.username ? `@${chat.username}` : `@${chat.bot}`;
}

function Chat({ state, act, setDialog }) {
  const link = () => act(async () => setDialog({ made: await post(`${CHAT}/link`) }));
  const unlink = async () => {
    const yes = await ask({
      title: t('telegram.unlink'), text: t('telegram.unlink.ask'), deed: t('telegram.unlink.do'), danger: true,
    });
    if (yes) act(() => del(CHAT), t('telegram.unlinked'));
  };
  const badge = state.telegram_linked && html`<${Badge} kind="ok">${t('telegram.linked')}</${Badge}>`;
  return html`<${Row} icon="send" title=${t('telegram.chat')} badge=${badge} words=${chatWords(state)}>
    ${state.chats.length > 0 && html`<${Button} small quiet danger onClick=${unlink}>
      ${t('telegram.unlink.do')}
    </${Button}>`}
    ${state.bot_configured && !state.telegram_linked && html`<${Button} small onClick=${link}>
      ${t('telegram.link.do')}
    </${Button}>`}
  </${Row}>`;
}

function Own({ state, act, setDialog }) {
  const name = state.personal_bot_username;
  const turn = () => act(() => patch(OWN, { is_bot_active: !state.is_bot_active }));
  const remove = async () => {
    const yes = await ask({
      title: t('telegram.own.remove'), text: t('telegram.own.remove.ask'), deed: t('telegram.own.remove.do'),
      danger: true,
    });
    if (yes) act(() => del(OWN), t('telegram.own.removed'));
  };
  const words = name ? `@${name}: ${t(`telegram.own.${state.personal_bot_state}`)}` : t('telegram.own.none');
  return html`<${Row} icon="bot" title=${t('telegram.own')} words=${words}>
    ${name && state.personal_bot_state !== 'revoked' && html`<${Button} small quiet onClick=${turn}>
      ${t(state.is_bot_active ? 'telegram.own.off.do' : 'telegram.own.on.do')}
    </${Button}>`}
    ${name && html`<${Button} small quiet danger onClick=${remove}>${t('telegram.own.remove.do')}</${Button}>`}
    <${Button} small onClick=${() => setDialog({ bot: true })}>
      ${t(name ? 'telegram.own.change' : 'telegram.own.do')}
    </${Button}>
  </${Row}>`;
}

export function Telegram() {
  const load = useLoad(() => get(CHAT), []);
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const act = async (deed, said) => {
    try {
      await deed();
      if (said) toast(said);
      load.reload();
    } catch (error) {
      toast(errorWords(error).detail);
    }
  };
  const done = (said) => {
    close();
    toast(said);
    load.reload();
  };
  return html`<${Part} id="telegram" title=${t('telegram.part')}>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${2} />`}>
      ${(state) => html`
        ${!state.bot_configured && html`<${Note} kind="gap">${t('telegram.unset')}</${Note}>`}
        <${Chat} state=${state} act=${act} setDialog=${setDialog} />
        <${Own} state=${state} act=${act} setDialog=${setDialog} />
      `}
    </${Loaded}>
    ${dialog?.made && html`<${LinkDialog}
      made=${dialog.made} onClose=${close} onLinked=${() => done(t('telegram.linked.now'))}
    />`}
    ${dialog?.bot && html`<${BotDialog} onClose=${close} onDone=${() => done(t('telegram.own.added'))} />`}
  </${Part}>`;
}
