// second-factor: an app of one-time passwords beside the password: set up, recovery codes, switched off.
import { html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { t } from '../../lib/i18n.js';
import { get, post } from '../../lib/api.js';
import { required } from '../../lib/checks.js';
import { useForm, FormError } from '../../ui/form.js';
import { TextField, Field } from '../../ui/fields.js';
import { OnceDialog } from '../../ui/once.js';
import { Icon, Button } from '../../ui/button.js';
import { Badge } from '../../ui/marks.js';
import { Skeleton, Loaded } from '../../ui/states.js';
import { Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { Part } from '../../ui/part.js';
import { Proof, blankProof, proofChecks } from '../../ui/proof.js';
import { QrCode } from './qr.js';

const URL_FACTOR = '/api/v1/second-factor';
const isGuarded = ({ on, passkeys }) => on || passkeys > 0;
const Foot = ({ form, deed, onClose, danger }) => html`<${FormError} form=${form} />
  <div class="acts dfoot">
    <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
    <${Button} main=${!danger} danger=${danger} type="submit" busy=${form.busy}>${deed}</${Button}>
  </div>`;

/* The proof, where one is needed, before what it guards. */
function Ask({ profile, title, text, deed, danger, onClose, act }) {
  const form = useForm({
    initial: blankProof(profile), guard: false, checks: proofChecks(profile), save: (values) => act(values),
  });
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <form onSubmit=${form.submit} noValidate>
      <p class="dim">${text}</p>
      <${Proof} profile=${profile} form=${form} autofocus />
      <${Foot} form=${form} deed=${deed} danger=${danger} onClose=${onClose} />
    </form>
  </${Dialog}>`;
}

function Scan({ made, onDone, onClose }) {
  const form = useForm({
    initial: { code: '' }, guard: false, checks: { code: required },
    save: async ({ code }) => { onDone((await post(`${URL_FACTOR}/confirm`, { code: code.trim() })).recovery_codes); },
  });
  return html`<${Dialog} title=${t('account.factor.scan')} onClose=${onClose}>
    <form onSubmit=${form.submit} noValidate>
      <p class="dim">${t('account.factor.scan.what')}</p>
      <${QrCode} rows=${made.qr} label=${t('account.factor.qr')} />
      <${Field} label=${t('account.factor.secret')}>
        ${(props) => html`<input
          class="in mono" readonly ...${props} value=${made.secret} onFocus=${(event) => event.currentTarget.select()}
        />`}
      </${Field}>
      <${TextField}
        field=${form.field('code')} label=${t('account.factor.first')} inputmode="numeric"
        autocomplete="one-time-code" maxlength="10" autofocus
      />
      <${Foot} form=${form} deed=${t('account.factor.on')} onClose=${onClose} />
    </form>
  </${Dialog}>`;
}

export const Codes = ({ codes, onClose }) => html`<${OnceDialog}
  title=${t('account.codes')} value=${codes.join('\n')} done=${t('account.codes.kept')} onClose=${onClose}
>
  <p class="dim">${t('account.codes.what')}</p>
  <ul class="codes mono">${codes.map((code) => html`<li key=${code}>${code}</li>`)}</ul>
</${OnceDialog}>`;

/* step: null | { ask: 'begin' | 'codes' | 'remove' } | { made } | { codes } */
function Steps({ profile, step, setStep, onChanged }) {
  const close = () => setStep(null);
  const acts = {
    begin: async (proof) => setStep({ made: await post(URL_FACTOR, proof) }),
    codes: async (proof) => setStep({ codes: (await post(`${URL_FACTOR}/recovery-codes`, proof)).recovery_codes }),
    remove: async (proof) => {
      await post(`${URL_FACTOR}/remove`, proof);
      close();
      onChanged();
      toast(t('account.factor.removed'));
    },
  };
  if (step.ask) {
    return html`<${Ask}
      key=${step.ask} profile=${profile} title=${t(`account.factor.${step.ask}`)}
      text=${t(`account.factor.${step.ask}.text`)} deed=${t(`account.factor.${step.ask}.do`)}
      danger=${step.ask === 'remove'} onClose=${close} act=${acts[step.ask]}
    />`;
  }
  if (step.made) return html`<${Scan} made=${step.made} onClose=${close} onDone=${(codes) => setStep({ codes })} />`;
  return html`<${Codes} codes=${step.codes} onClose=${() => { close(); onChanged(); }} />`;
}

/* turn: another number after the passkeys have changed. */
export function SecondFactor({ profile, turn, onChanged }) {
  const load = useLoad(() => get(URL_FACTOR), [profile.has_second_factor, turn]);
  const [step, setStep] = useState(null);
  const changed = () => {
    load.reload();
    onChanged();
  };
  return html`<${Part} id="second-factor" title=${t('account.factor')}>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${1} />`}>
      ${(state) => html`<div class="keyrow">
        <${Icon} name="key-round" />
        <div class="grow">
          <b class="mid">
            ${t('account.factor.app')} ${state.on && html`<${Badge} kind="ok">${t('account.factor.is_on')}</${Badge}>`}
          </b>
          <span class=${isGuarded(state) && state.recovery_codes_left < 3 ? 'xs warn-t' : 'xs faint'}>
            ${isGuarded(state) ? t('account.codes.left', { n: state.recovery_codes_left }) : t('account.factor.what')}
          </span>
        </div>
        <div class="acts">
          ${isGuarded(state) && html`<${Button} small quiet onClick=${() => setStep({ ask: 'codes' })}>
            ${t('account.factor.codes.do')}
          </${Button}>`}
          ${state.on
            ? html`<${Button} small quiet danger onClick=${() => setStep({ ask: 'remove' })}>
                ${t('account.factor.remove.do')}
              </${Button}>`
            : html`<${Button} small onClick=${() => setStep({ ask: 'begin' })}>${t('account.factor.on')}</${Button}>`}
        </div>
      </div>`}
    </${Loaded}>
    ${step && html`<${Steps} profile=${profile} step=${step} setStep=${setStep} onChanged=${changed} />`}
  </${Part}>`;
}
