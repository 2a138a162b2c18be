// candidate-board: what a click does at a job board, from a person's page and from a row of a search: contacts, which
// may cost one, and the answer to a response.
import { html } from '../../lib/html.js';
import { get, post } from '../../lib/api.js';
import { t, plainDay } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { SelectField, Switch, TextArea } from '../../ui/fields.js';
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
      const now = await post(urlOf(source, 'contact'));
      toast(t('cand.contact.opened'));
      onOpened(now.candidate);
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
    title=${t('cand.contact.title', { platform: platformName(source.platform) })} onClose=${onClose}
  >
    <${Loaded} load=${load}>
      ${(said) => html`<${ContactBody} source=${source} said=${said} onOpened=${onDone} />`}
    </${Loaded}>
  </${Dialog}>`;
}

/* --- the response to a vacancy --- */

/* What an action may be told, by the names that its arguments have. */
const ARGUMENTS = {
  message: ({ field }) => html`<${TextArea}
    field=${field} label=${t('cand.response.message')} rows="4" maxlength="5000"
  />`,
  send_sms: ({ field }) => html`<${Switch}
    field=${field} label=${t('cand.response.sms')} hint=${t('cand.response.sms.hint')}
  />`,
  address_id: ({ field, addresses }) => addresses.length > 0 && html`<${SelectField}
    field=${field} label=${t('cand.response.address')} none=${t('cand.response.address.none')} optional
    options=${addresses.map(({ id, name }) => ({ value: id, label: name || id }))}
  />`,
};

const argumentsOf = (action) => (action.arguments || []).map(({ id }) => id).filter((id) => id in ARGUMENTS);

const given = (value) => (typeof value === 'string' ? value.trim() : value);

function AnswerForm({ source, actions, addresses, onAnswered }) {
  const actionOf = (id) => actions.find((one) => one.id === id);
  const form = useForm({
    initial: { action: actions[0].id, message: '', send_sms: false, address_id: '' },
    guard: false,
    save: async (values) => {
      const chosen = actionOf(values.action);
      const said = argumentsOf(chosen).map((id) => [id, given(values[id])]).filter(([, value]) => value);
      const now = await post(urlOf(source, 'response'), { action: chosen.id, ...Object.fromEntries(said) });
      toast(t('cand.response.done', { state: now.state?.name || chosen.name }));
      onAnswered(now.candidate);
    },
  });
  return html`<form onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
    <${SelectField}
      field=${form.field('action')} label=${t('cand.response.action')}
      options=${actions.map(({ id, name }) => ({ value: id, label: name || id }))}
    />
    ${argumentsOf(actionOf(form.values.action)).map((id) => html`<${ARGUMENTS[id]}
      key=${id} field=${form.field(id)} addresses=${addresses}
    />`)}
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
      ${({ state, actions, addresses }) => html`
        ${state?.name && html`<p class="sm dim">${t('cand.response.state', { state: state.name })}</p>`}
        ${actions.length === 0
          ? html`<p>${t('cand.response.none')}</p>`
          : html`<${AnswerForm}
              source=${source} actions=${actions} addresses=${addresses} onAnswered=${onDone}
            />`}
      `}
    </${Loaded}>
  </${Dialog}>`;
}

/* --- the buttons of a source --- */

const DIALOGS = { contact: ContactDialog, response: ResponseDialog };

/* source: { id, platform, deeds }; name: whose it is, where the place does not say it. */
export const SourceDeeds = ({ source, name, onOpen }) => source.deeds.map((what) => html`<${Button}
  key=${what} small quiet onClick=${() => onOpen({ what, source })}
>
  ${t(`cand.${what}`)}${name && html`<span class="sr"> ${name}</span>`}
</${Button}>`);

/* open: { what, source }, what was pressed. onDone(row): how a search would show the person now, or null. */
export function SourceDialog({ open: { what, source }, onDone, onClose }) {
  const Body = DIALOGS[what];
  return html`<${Body} source=${source} onDone=${onDone} onClose=${onClose} />`;
}
