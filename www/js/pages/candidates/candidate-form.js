// candidate-form: a candidate's fields: of a new one, or corrected by hand.
import { html } from '../../lib/html.js';
import { patch, post } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { DateField } from '../../ui/date-field.js';
import { TextArea, TextField } from '../../ui/fields.js';
import { CurrencyField, PhoneField, SumField } from '../../ui/grouped-fields.js';
import { Fix, FormError, useForm } from '../../ui/form.js';
import { API, changesOf } from './candidates-rules.js';

const NAMES = ['last_name', 'first_name', 'middle_name', 'current_position', 'current_company', 'location', 'email',
  'phone', 'birth_date', 'experience_years', 'salary_min', 'salary_max', 'currency', 'linkedin_url', 'skills'];
const TYPES = { email: 'email', linkedin_url: 'url' };
const Birthday = (props) => html`<${DateField} ...${props} presets=${[]} />`;
const CONTROLS = {
  birth_date: Birthday, phone: PhoneField, salary_min: SumField, salary_max: SumField, currency: CurrencyField,
};

const shownOf = (one) => ({ ...one, skills: (one?.skills || []).join(', ') });
const initialOf = (one) =>
  Object.fromEntries([...NAMES, 'summary'].map((name) => [name, String(shownOf(one)[name] ?? '')]));

/* one: who is corrected, at path; without: a new one. onSaved(candidate) */
export function CandidateDialog({ one, path = one && `${API}${one.id}/`, hint, onSaved, onClose }) {
  const form = useForm({
    initial: initialOf(one),
    guard: false,
    save: async (values) => {
      const changes = changesOf(values, shownOf(one));
      const body = Object.fromEntries(Object.entries(changes).filter(([, value]) => one || value !== null));
      onSaved(one ? await patch(path, body) : await post(API, body));
    },
  });
  return html`<${Dialog}
    wide title=${t(one ? 'cand.edit.title' : 'cand.add.title')} head=${html`<${Fix} form=${form} />`} onClose=${onClose}
  >
    <form class="candform" onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      ${one && html`<p class="sm dim whole">${hint || t('cand.edit.hint')}</p>`}
      ${NAMES.map((name, i) => html`<${CONTROLS[name] ?? TextField}
        key=${name} field=${form.field(name)} label=${t(`cand.field.${name}`)} type=${TYPES[name] || 'text'}
        autofocus=${i === 0} class=${name === 'skills' ? 'whole' : ''}
      />`)}
      <${TextArea} class="whole" field=${form.field('summary')} label=${t('cand.field.summary')} rows="5" />
      <div class="whole"><${FormError} form=${form} /></div>
      <div class="acts dfoot whole">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy}>${t('save')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}
