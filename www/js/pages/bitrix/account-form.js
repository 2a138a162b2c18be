// account-form: a portal is connected, or changed: where its webhook is made and which rights it needs.
import { html } from '../../lib/html.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { useForm, FormError, Fix } from '../../ui/form.js';
import { TextField, Switch } from '../../ui/fields.js';
import { required } from '../../lib/checks.js';
import { t } from '../../lib/i18n.js';
import { patch, start } from '../../lib/api.js';
import { ACCOUNTS, SCOPES, bodyOf, flat, valuesOf } from './bitrix-rules.js';

const CALLBACK = '/api/v1/bitrix24/oauth/callback/';

const Steps = () => html`<ol class="bitrixlist sm dim">
  <li>${t('bitrix.step.open')}</li>
  <li>
    ${t('bitrix.step.scopes')}
    <ul class="bitrixlist">${SCOPES.map((name) => html`<li key=${name}>
      <code>${name}</code> ${t(`bitrix.scope.${name}`)}
    </li>`)}</ul>
  </li>
  <li>${t('bitrix.step.copy')}</li>
</ol>`;

const setHint = (key) => (key?.set ? t('bitrix.key.set') : undefined);

/* one: the account that is changed; none: a new one. */
export function AccountForm({ one, onSaved, onClose }) {
  const form = useForm({
    initial: valuesOf(one),
    checks: {
      name: required, webhook_url: (text, { client_id: app }) => (one || app.trim() ? '' : required(text)),
    },
    save: async (values) => {
      try {
        await (one ? patch(`${ACCOUNTS}${one.id}/`, bodyOf(values)) : start(ACCOUNTS, bodyOf(values)));
      } catch (problem) {
        throw flat(problem);
      }
      onSaved();
    },
  });
  return html`<${Dialog}
    drawer title=${one ? t('bitrix.edit.title', { name: one.name }) : t('bitrix.add.title')} onClose=${onClose}
  >
    <form class="stack bitrixform" noValidate onSubmit=${form.submit} onKeyDown=${form.onKeyDown}>
      <${Fix} form=${form} />
      <${TextField}
        field=${form.field('name')} label=${t('bitrix.name')} hint=${t('bitrix.name.what')} maxlength="100"
      />
      <fieldset class="part">
        <legend><h3>${t('bitrix.webhook')}</h3></legend>
        <${Steps} />
        <${TextField}
          field=${form.field('webhook_url')} label=${t('bitrix.webhook_url')} spellcheck="false"
          optional=${Boolean(one)}
          hint=${setHint(one?.credentials.webhook_url) ?? t('bitrix.webhook_url.what')}
        />
      </fieldset>
      <fieldset class="part">
        <legend><h3>${t('bitrix.outgoing')}</h3></legend>
        <p class="sm dim">${t('bitrix.outgoing.what')}</p>
        ${one?.hook_url && html`<p class="sm dim">
          ${t('bitrix.hook_url')} <code class="bitrixurl">${one.hook_url}</code>
        </p>`}
        <${TextField}
          field=${form.field('application_token')} label=${t('bitrix.application_token')} spellcheck="false" optional
          hint=${setHint(one?.credentials.application_token)}
        />
      </fieldset>
      <fieldset class="part">
        <legend><h3>${t('bitrix.app')}</h3></legend>
        <p class="sm dim">${t('bitrix.app.what')}</p>
        <p class="sm dim">
          ${t('bitrix.app.callback')}
          <code class="bitrixurl"> ${location.origin}${CALLBACK}</code>
        </p>
        <${TextField} field=${form.field('portal')} label=${t('bitrix.portal')} hint="portal.bitrix24.ru" optional />
        ${['client_id', 'client_secret'].map((name) => html`<${TextField}
          key=${name} field=${form.field(name)} label=${t(`bitrix.${name}`)} spellcheck="false" optional
          hint=${setHint(one?.credentials[name])}
        />`)}
      </fieldset>
      <${Switch} field=${form.field('auto_sync')} label=${t('bitrix.auto_sync')} hint=${t('bitrix.auto_sync.what')} />
      <${Switch}
        field=${form.field('enterprise')} label=${t('bitrix.enterprise')} hint=${t('bitrix.enterprise.what')}
      />
      <${FormError} form=${form} />
      <div class="acts save">
        <${Button} type="submit" main busy=${form.busy}>${t('save')}</${Button}>
        <${Button} quiet onClick=${onClose}>${t('cancel')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}
