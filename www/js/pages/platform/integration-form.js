// integration-form: a new integration or a change of one: where the keys come from, what its searches look for.
import { html } from '../../lib/html.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { useForm, FormError, Fix } from '../../ui/form.js';
import { TextField, TextArea, Switch } from '../../ui/fields.js';
import { CurrencyField, SumField } from '../../ui/grouped-fields.js';
import { required } from '../../lib/checks.js';
import { t, lang } from '../../lib/i18n.js';
import { patch, start } from '../../lib/api.js';
import { bodyOf, valuesOf } from './integrations-rules.js';

const API = '/api/integrations/';

const hintOf = (key) => (key?.set ? t(key.tail ? 'boards.key.ends' : 'boards.key.set', { tail: key.tail }) : undefined);

const Keys = ({ form, one, platform }) => html`<fieldset class="part">
  <legend><h3>${t('boards.keys')}</h3></legend>
  <p class="sm dim">
    ${platform.how[lang.value]}
    ${platform.where && html` <a href=${platform.where} target="_blank" rel="noopener noreferrer">
      ${platform.where}
    </a>`}
  </p>
  ${platform.does.includes('sign_in') && html`<p class="sm dim">
    ${t('boards.redirect')} <code>${`${location.origin}/api/integrations/oauth/${platform.platform}/callback`}</code>
  </p>`}
  ${platform.credentials.map((name) => html`<${TextField}
    key=${name} field=${form.field(name)} label=${t(`boards.${name}`)} hint=${hintOf(one?.[name])} optional
    autocomplete="off" spellcheck="false"
  />`)}
</fieldset>`;

const SPANS = {
  search_experience_min: TextField, search_experience_max: TextField, search_salary_min: SumField,
  search_salary_max: SumField,
};

const Wishes = ({ form }) => html`<fieldset class="part">
  <legend><h3>${t('boards.wishes')}</h3></legend>
  <p class="sm dim">${t('boards.wishes.what')}</p>
  ${['search_keywords', 'search_locations'].map((name) => html`<${TextField}
    key=${name} field=${form.field(name)} label=${t(`boards.${name}`)} hint=${t('boards.commas')} optional
  />`)}
  <div class="pairs">
    ${Object.entries(SPANS).map(([name, Control]) => html`<${Control}
      key=${name} field=${form.field(name)} label=${t(`boards.${name}`)} inputmode="numeric" optional
    />`)}
  </div>
  <${CurrencyField} field=${form.field('currency')} label=${t('boards.currency')} optional />
  <${Switch} field=${form.field('auto_sync')} label=${t('boards.auto_sync')} hint=${t('boards.auto_sync.what')} />
  <${TextField}
    field=${form.field('sync_interval_hours')} label=${t('boards.interval')} inputmode="numeric"
  />
</fieldset>`;

/* one: the integration that is changed; none: a new one of the platform. */
export function IntegrationForm({ one, platform, onSaved, onClose }) {
  const form = useForm({
    initial: valuesOf(one, platform), checks: { name: required },
    save: async (values) => {
      const body = bodyOf(values);
      await (one ? patch(`${API}${one.id}`, body) : start(API, { platform: platform.platform, ...body }));
      onSaved();
    },
  });
  return html`<${Dialog}
    drawer title=${one ? t('boards.edit.title', { name: one.name }) : t('boards.new.title', { title: platform.title })}
    onClose=${onClose}
  >
    <form class="stack" noValidate onSubmit=${form.submit} onKeyDown=${form.onKeyDown}>
      <${Fix} form=${form} />
      <${TextField}
        field=${form.field('name')} label=${t('boards.name')} hint=${t('boards.name.what')} maxlength="100"
      />
      <${TextArea} field=${form.field('description')} label=${t('boards.description')} rows="2" optional />
      <${Keys} form=${form} one=${one} platform=${platform} />
      <${Wishes} form=${form} />
      <${FormError} form=${form} />
      <div class="acts save">
        <${Button} type="submit" main busy=${form.busy}>${t('save')}</${Button}>
        <${Button} quiet onClick=${onClose}>${t('cancel')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}
