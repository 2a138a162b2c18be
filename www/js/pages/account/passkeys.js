// passkeys: the own passkeys: made with the password, named, deleted.
import { html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { t, ago } from '../../lib/i18n.js';
import { get, post, patch } from '../../lib/api.js';
import { required } from '../../lib/checks.js';
import { useForm, FormError } from '../../ui/form.js';
import { TextField } from '../../ui/fields.js';
import { Icon, Button, IconButton } from '../../ui/button.js';
import { Badge } from '../../ui/marks.js';
import { Skeleton, Loaded } from '../../ui/states.js';
import { Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { Part } from '../../ui/part.js';
import { Proof, blankProof, proofChecks } from '../../ui/proof.js';
import { Codes } from './second-factor.js';
import { agentOf } from '../../lib/agent-rules.js';
import { canPasskey, makePasskey, refusal } from './passkey.js';

const URL_KEYS = '/api/v1/passkeys';

/* A form in a dialog: what it is for, its fields, the deed. */
function Ask({ title, text, deed, danger, form, onClose, children }) {
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <form onSubmit=${form.submit} noValidate>
      <p class="dim">${text}</p>
      ${children}
      <${FormError} form=${form} />
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main=${!danger} danger=${danger} type="submit" busy=${form.busy}>${deed}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

function Begin({ profile, onClose, onOptions }) {
  const form = useForm({
    initial: blankProof(profile), guard: false, checks: proofChecks(profile),
    save: async (proof) => onOptions(await post(`${URL_KEYS}/options`, proof)),
  });
  return html`<${Ask}
    title=${t('passkey.new')} text=${t('passkey.new.text')} deed=${t('passkey.next')} form=${form} onClose=${onClose}
  >
    <${Proof} profile=${profile} form=${form} autofocus />
  </${Ask}>`;
}

/* The click that sends it is the one that the browser asks for. */
function Make({ options, onClose, onMade, onAgain }) {
  const form = useForm({
    initial: { name: agentOf(navigator.userAgent) }, guard: false, checks: { name: required },
    save: async ({ name }) => {
      try {
        const credential = await makePasskey(options);
        onMade(await post(URL_KEYS, { name, credential }));
      } catch (error) {
        const problem = refusal(error);
        if (problem?.errors?.some(({ code }) => code === 'account.passkey_late')) onAgain();
        if (problem) throw problem;
      }
    },
  });
  return html`<${Ask}
    title=${t('passkey.new')} text=${t('passkey.make.text')} deed=${t('passkey.make')} form=${form} onClose=${onClose}
  >
    <${TextField}
      field=${form.field('name')} label=${t('passkey.name')} hint=${t('passkey.name.hint')} maxlength="100" autofocus
    />
  </${Ask}>`;
}

function Rename({ one, onClose, onDone }) {
  const form = useForm({
    initial: { name: one.name }, guard: false, checks: { name: required },
    save: async (values) => {
      await patch(`${URL_KEYS}/${one.id}`, values);
      onDone();
    },
  });
  return html`<${Ask}
    title=${t('passkey.rename')} text=${t('passkey.name.hint')} deed=${t('save')} form=${form} onClose=${onClose}
  >
    <${TextField} field=${form.field('name')} label=${t('passkey.name')} maxlength="100" autofocus />
  </${Ask}>`;
}

function Remove({ one, profile, onClose, onDone }) {
  const form = useForm({
    initial: blankProof(profile), guard: false, checks: proofChecks(profile),
    save: async (proof) => {
      await post(`${URL_KEYS}/${one.id}/remove`, proof);
      toast(t('passkey.removed'));
      onDone();
    },
  });
  return html`<${Ask}
    title=${t('passkey.remove.title', { name: one.name })} text=${t('passkey.remove.text')} deed=${t('passkey.remove')}
    danger form=${form} onClose=${onClose}
  >
    <${Proof} profile=${profile} form=${form} autofocus />
  </${Ask}>`;
}

/* step: { begin } | { options } | { codes } | { rename: passkey } | { remove: passkey } */
function Steps({ profile, step, setStep, onChanged }) {
  const close = () => setStep(null);
  const done = () => {
    close();
    onChanged();
  };
  const made = ({ recovery_codes: codes }) => {
    toast(t('passkey.made'));
    if (codes) setStep({ codes });
    else done();
  };
  if (step.options) {
    return html`<${Make}
      options=${step.options} onClose=${close} onMade=${made} onAgain=${() => setStep({ begin: true })}
    />`;
  }
  if (step.codes) return html`<${Codes} codes=${step.codes} onClose=${done} />`;
  if (step.rename) return html`<${Rename} one=${step.rename} onClose=${close} onDone=${done} />`;
  if (step.remove) return html`<${Remove} one=${step.remove} profile=${profile} onClose=${close} onDone=${done} />`;
  return html`<${Begin} profile=${profile} onClose=${close} onOptions=${(options) => setStep({ options })} />`;
}

const Row = ({ one, setStep }) => html`<li>
  <${Icon} name="fingerprint" />
  <div class="grow">
    <b class="mid">${one.name}</b>${' '}
    ${one.backed_up && html`<${Badge}>${t('passkey.synced')}</${Badge}>`}
    <span class="xs faint">
      ${one.used_at ? t('passkey.used', { ago: ago(one.used_at) }) : t('passkey.unused')}
    </span>
  </div>
  <div class="acts">
    <${IconButton} icon="pencil" label=${t('passkey.rename.do')} onClick=${() => setStep({ rename: one })} />
    <${Button} small quiet danger onClick=${() => setStep({ remove: one })}>${t('passkey.remove')}</${Button}>
  </div>
</li>`;

export function Passkeys({ profile, onChanged }) {
  const load = useLoad(() => get(URL_KEYS), []);
  const [step, setStep] = useState(null);
  const changed = () => {
    load.reload();
    onChanged();
  };
  return html`<${Part}
    id="passkeys" title=${t('passkey.title')}
    extra=${canPasskey() && html`<${Button} small class="push" icon="plus" onClick=${() => setStep({ begin: true })}>
      ${t('passkey.add')}
    </${Button}>`}
  >
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${1} />`}>
      ${(rows) => rows.length === 0
        ? html`<p class="sm dim">${t(canPasskey() ? 'passkey.empty' : 'passkey.none')}</p>`
        : html`<ul class="rows tall">
            ${rows.map((one) => html`<${Row} key=${one.id} one=${one} setStep=${setStep} />`)}
          </ul>`}
    </${Loaded}>
    ${step && html`<${Steps} profile=${profile} step=${step} setStep=${setStep} onChanged=${changed} />`}
  </${Part}>`;
}
