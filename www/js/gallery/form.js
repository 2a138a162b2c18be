// form: labels, hints, checks on the spot, errors of a server at their fields, leaving with changes.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { ApiError } from '../lib/api.js';
import { required, email, whole } from '../lib/checks.js';
import { Button } from '../ui/button.js';
import { TextField, TextArea, SelectField, PasswordField, Switch } from '../ui/fields.js';
import { useForm, Fix, FormError } from '../ui/form.js';
import { CurrencyField, MoneyField, PhoneField, SumField } from '../ui/grouped-fields.js';
import { toast } from '../ui/toast.js';
import { State } from './state.js';

const refusal = (errors, more = {}) => new ApiError({ status: 400, code: 'input', errors, ...more });

/* A server that knows better than the checks of the page. */
async function save({ mail, limit }) {
  if (mail.startsWith('taken')) {
    throw refusal([{ field: 'mail', code: 'io.duplicate', detail: t('gallery.form.taken') }]);
  }
  if (limit === '13') {
    throw refusal([
      { field: 'limit', code: 'range' },
      { field: 'company.zone', code: 'choice', detail: t('gallery.form.zone') },
    ]);
  }
  if (limit === '99') throw new ApiError({ status: 503, code: 'down', errors: [], requestId: '7f3c9a51d0e84b6f' });
  toast(t('saved'));
}

/* What is typed is shown in groups; the last two are texts that are neither sums nor numbers. */
function Grouped() {
  const form = useForm({
    initial: {
      money: '3000–4500 USD', phone: '+375295550147', sum: '120000', currency: 'RUB',
      words: t('gallery.form.words.value'), short: '555-01-47',
    },
    guard: false, save: async (values) => { toast(JSON.stringify(values)); },
  });
  return html`<${State} title=${t('gallery.form.grouped')}>
    <form class="bigger" onSubmit=${form.submit} noValidate>
      <div class="pair">
        <${MoneyField} field=${form.field('money')} label=${t('gallery.form.money')} />
        <${PhoneField}
          field=${form.field('phone')} label=${t('gallery.form.phone')} hint=${t('gallery.form.phone.hint')}
        />
      </div>
      <div class="pair">
        <${SumField} field=${form.field('sum')} label=${t('gallery.form.sum')} />
        <${CurrencyField} field=${form.field('currency')} label=${t('money.currency')} />
      </div>
      <div class="pair">
        <${MoneyField} field=${form.field('words')} label=${t('gallery.form.words')} />
        <${PhoneField} field=${form.field('short')} label=${t('gallery.form.short')} />
      </div>
      <div class="acts"><${Button} type="submit">${t('gallery.form.values')}</${Button}></div>
    </form>
  </${State}>`;
}

export default function Forms() {
  const form = useForm({
    initial: { name: '', mail: '', limit: '100', role: 'recruiter', secret: '', note: '', auto: true },
    checks: { name: required, mail: email, limit: whole(1, 1000) },
    save,
  });
  const roles = ['member', 'recruiter', 'manager'].map((value) => ({ value, label: t(`role.${value}`) }));
  return html`<${Grouped} /><${State} title=${t('gallery.form.server')}>
    <form class="bigger" onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <div class="row sech"><h3>${t('gallery.form.person')}</h3><${Fix} form=${form} /></div>
      <div class="pair">
        <${TextField} field=${form.field('name')} label=${t('profile.name')} maxlength="150" />
        <${TextField}
          field=${form.field('mail')} type="email" inputmode="email" label=${t('login.email')}
          hint=${t('gallery.form.mail')}
        />
      </div>
      <div class="pair">
        <${TextField}
          field=${form.field('limit')} inputmode="numeric" label=${t('gallery.form.limit')}
          hint=${t('gallery.form.limit.hint')}
        />
        <${SelectField} field=${form.field('role')} label=${t('people.role')} options=${roles} />
      </div>
      <${PasswordField}
        field=${form.field('secret')} label=${t('gallery.form.password')} autocomplete="new-password"
      />
      <${TextArea} field=${form.field('note')} label=${t('gallery.form.note')} optional />
      <${Switch} field=${form.field('auto')} label=${t('gallery.form.auto')} hint=${t('gallery.form.auto.hint')} />
      <${FormError} form=${form} />
      <div class="acts">
        <${Button} main type="submit" busy=${form.busy}>${t('save')}</${Button}>
        ${form.dirty && html`<${Button} quiet onClick=${() => form.reset()}>${t('form.reset')}</${Button}>`}
      </div>
    </form>
  </${State}>`;
}
