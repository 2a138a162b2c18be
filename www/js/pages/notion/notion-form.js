// notion-form: a new account at Notion or a change of one: how an integration is made and a database shared with it.
import { html } from '../../lib/html.js';
import { patch, start } from '../../lib/api.js';
import { required } from '../../lib/checks.js';
import { t } from '../../lib/i18n.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Switch, TextField } from '../../ui/fields.js';
import { Fix, FormError, useForm } from '../../ui/form.js';
import { API, bodyOf, valuesOf } from './notion-rules.js';

const WHERE = 'https://www.notion.so/profile/integrations';

export const Steps = () => html`<section aria-labelledby="h-steps">
  <h2 id="h-steps">${t('notion.steps')}</h2>
  <ol class="stack">
    <li>
      ${t('notion.step.make')} <a class="lnk" href=${WHERE} target="_blank" rel="noopener noreferrer">${WHERE}</a>
    </li>
    <li>${t('notion.step.share')}</li>
    <li>${t('notion.step.key')}</li>
    <li>${t('notion.step.choose')}</li>
  </ol>
</section>`;

/* one: the account that is changed; none: a new one. */
export function AccountForm({ one, onSaved, onClose }) {
  const form = useForm({
    initial: valuesOf(one), checks: { name: required, ...(!one && { token: required }) },
    save: async (values) => {
      await (one ? patch(`${API}${one.id}/`, bodyOf(values)) : start(API, bodyOf(values)));
      onSaved();
    },
  });
  return html`<${Dialog}
    drawer title=${one ? t('notion.edit', { name: one.name }) : t('notion.new')} onClose=${onClose}
  >
    <form class="stack" noValidate onSubmit=${form.submit} onKeyDown=${form.onKeyDown}>
      <${Fix} form=${form} />
      ${!one && html`<${Steps} />`}
      <${TextField}
        field=${form.field('name')} label=${t('notion.name')} hint=${t('notion.name.what')} maxlength="100"
      />
      <${TextField}
        field=${form.field('token')} label=${t('notion.token')} optional=${Boolean(one)} autocomplete="off"
        spellcheck="false" hint=${t(one ? 'notion.token.set' : 'notion.token.what')}
      />
      <${Switch} field=${form.field('auto_sync')} label=${t('notion.auto')} hint=${t('notion.auto.what')} />
      <${FormError} form=${form} />
      <div class="acts save">
        <${Button} type="submit" main busy=${form.busy}>${t('save')}</${Button}>
        <${Button} quiet onClick=${onClose}>${t('cancel')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}
