// candidate-board: what a click does at a job board: contacts, which may cost one, and the answer to a response.
import { html } from '../../lib/html.js';
import { get, post } from '../../lib/api.js';
import { t, plainDay } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { SelectField, TextArea } from '../../ui/fields.js';
import { FormError, useForm } from '../../ui/form.js';
import { Loaded, Note } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { platformName } from './words.js';

const urlOf = (source, what) => `/api/integrations/external-candidates/${source.id}/${what}`;

/* --- contacts --- */

const Left = ({ paid: { name, left, until } }) => html`<li>
  ${name}: <b class="mid">${t('cand.paid.left', { n: left ?? '?' })}</b>
  ${until && html`<span class="xs faint"> ${t('cand.paid.until', { day: plainDay(until.slice(0, 10)) })}</span>`}
</li>`;

/* What opening takes and what is left of it; pressed again, it is paid. */
function ContactBody({ source, said, onOpened }) {
  const form = useForm({
    initial: {},
    guard: false,
    save: async () => {
      await post(urlOf(source, 'contact'));
      toast(t('cand.contact.opened'));
      onOpened();
    },
  });
  if (!said.may_open) return html`<p>${t(said.open ? 'cand.contact.free' : 'cand.contact.closed')}</p>`;
  return html`<form onSubmit=${form.submit} noValidate>
    <${Note} kind="warn" icon="triangle-alert" title=${t('cand.contact.price')}>
      ${said.paid.length === 0
        ? t('cand.paid.unknown')
        : html`<ul>${said.paid.map((paid, i) => html`<${Left} key=${i} paid=${paid} />`)}</ul>`}
    </${Note}>
    <${FormError} form=${form} />
    <div class="acts dfoot">
      <${Button} main type="submit" busy=${form.busy}>${t('cand.contact.open')}</${Button}>
    </div>
  </form>`;
}

export function ContactDialog({ source, onDone, onClose }) {
  const load = useLoad(() => get(urlOf(source, 'contact')), [source.id]);
  return html`<${Dialog}
    title=${t('cand.contact.title', { platform: platformName(source.found.platform) })} onClose=${onClose}
  >
    <${Loaded} load=${load}>
      ${(said) => html`<${ContactBody} source=${source} said=${said} onOpened=${onDone} />`}
    </${Loaded}>
  </${Dialog}>`;
}

/* --- the response to a vacancy --- */

const takesMessage = (action) => (action?.arguments || []).some(({ id }) => id === 'message');

function AnswerForm({ source, actions, onAnswered }) {
  const form = useForm({
    initial: { action: actions[0].id, message: '' },
    guard: false,
    save: async ({ action, message }) => {
      const chosen = actions.find(({ id }) => id === action);
      const said = takesMessage(chosen) ? message.trim() : '';
      const now = await post(urlOf(source, 'response'), { action, ...(said && { message: said }) });
      toast(t('cand.response.done', { state: now.state?.name || chosen.name }));
      onAnswered();
    },
  });
  const chosen = actions.find(({ id }) => id === form.values.action);
  return html`<form onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
    <${SelectField}
      field=${form.field('action')} label=${t('cand.response.action')}
      options=${actions.map(({ id, name }) => ({ value: id, label: name || id }))}
    />
    ${takesMessage(chosen) && html`<${TextArea}
      field=${form.field('message')} label=${t('cand.response.message')} rows="4" maxlength="5000"
    />`}
    <${FormError} form=${form} />
    <div class="acts dfoot">
      <${Button} main type="submit" busy=${form.busy}>${t('cand.response.send')}</${Button}>
    </div>
  </form>`;
}

export function ResponseDialog({ source, onDone, onClose }) {
  const load = useLoad(() => get(urlOf(source, 'response')), [source.id]);
  return html`<${Dialog} title=${t('cand.response.title')} onClose=${onClose}>
    <${Loaded} load=${load}>
      ${({ state, actions }) => html`
        ${state?.name && html`<p class="sm dim">${t('cand.response.state', { state: state.name })}</p>`}
        ${actions.length === 0
          ? html`<p>${t('cand.response.none')}</p>`
          : html`<${AnswerForm} source=${source} actions=${actions} onAnswered=${onDone} />`}
      `}
    </${Loaded}>
  </${Dialog}>`;
}

/* --- the buttons of a source --- */

/* What each board has; the server says so too, of a person. */
const DEEDS = { hh_ru: ['contact', 'response'] };
const DIALOGS = { contact: ContactDialog, response: ResponseDialog };

const hasContacts = ({ found }) => Boolean(found.email || found.phone);

export const SourceDeeds = ({ source, onOpen }) => (DEEDS[source.found.platform] || [])
  .filter((what) => what !== 'contact' || !hasContacts(source))
  .map((what) => html`<${Button} key=${what} small quiet onClick=${() => onOpen({ what, source })}>
    ${t(`cand.${what}`)}
  </${Button}>`);

/* open: { what, source }, what was pressed. */
export function SourceDialog({ open: { what, source }, onDone, onClose }) {
  const Body = DIALOGS[what];
  return html`<${Body} source=${source} onDone=${onDone} onClose=${onClose} />`;
}
