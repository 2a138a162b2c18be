// applicant-form: the fields of an applicant: a short form beside the CV, the whole one on the edit page.
import { html } from '../../lib/html.js';
import { Button } from '../../ui/button.js';
import { toast } from '../../ui/toast.js';
import { TextField } from '../../ui/fields.js';
import { MoneyField, PhoneField } from '../../ui/grouped-fields.js';
import { DateField } from '../../ui/date-field.js';
import { t, zone } from '../../lib/i18n.js';
import { dayOf } from '../../lib/i18n-rules.js';
import { patch } from '../../lib/api.js';
import { useForm, FormError } from '../../ui/form.js';
import { required, email } from '../../lib/checks.js';
import { formOf, bodyOf, mended } from './applicant-rules.js';

const KIND = {
  email: { inputmode: 'email', maxlength: 255 },
  telegram: { maxlength: 64, spellcheck: 'false' },
  skype: { maxlength: 64, spellcheck: 'false' },
};
const Birthday = (props) => html`<${DateField} ...${props} max=${dayOf(new Date(), zone.value)} presets=${[]} />`;
const CONTROL = { birthday: Birthday, money: MoneyField, phone: PhoneField };
const HALF = new Set(['last_name', 'first_name', 'birthday', 'skype']);

const mail = (value) => {
  if (!value.trim() || !email(value)) return '';
  return mended(value) ? t('applicant.email.comma', { email: mended(value) }) : email(value);
};

/* names: which fields; onSaved(applicant) after a save that changed something. */
export function useApplicantForm({ one, path, names, onSaved }) {
  const initial = formOf(one, names);
  return useForm({
    initial,
    checks: { last_name: required, first_name: required, email: mail },
    save: async (values) => {
      const body = bodyOf(initial, values);
      const saved = Object.keys(body).length ? { ...one, ...body, ...(await patch(path, body)) } : one;
      toast(t('saved'));
      onSaved(saved);
      return formOf(saved, names);
    },
  });
}

export const ApplicantForm = ({ form, names, main, children }) => html`<form
  class="pform" onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate
>
  ${names.map((name) => html`<${CONTROL[name] ?? TextField}
    key=${name} field=${form.field(name)} label=${t(`applicant.${name}`)} class=${HALF.has(name) ? 'h' : ''}
    maxlength="255" ...${KIND[name] || {}}
  />`)}
  ${form.error && html`<div class="whole"><${FormError} form=${form} /></div>`}
  <div class="acts whole">
    ${children}
    <${Button} main=${main} type="submit" busy=${form.busy}>${t('save')}</${Button}>
    ${form.dirty && html`<${Button} quiet onClick=${() => form.reset()}>${t('form.reset')}</${Button}>`}
  </div>
</form>`;
