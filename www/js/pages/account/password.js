// password: setting one, or another one.
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { patch } from '../../lib/api.js';
import { required } from '../../lib/checks.js';
import { me } from '../../lib/session.js';
import { useForm } from '../../ui/form.js';
import { PasswordField, Switch } from '../../ui/fields.js';
import { toast } from '../../ui/toast.js';
import { Part, Save } from '../../ui/part.js';

/* The former one opened other browsers, unused links and API keys: these end with it. */
export function Password({ profile, onSaved }) {
  const blank = { current_password: '', new_password: '', end_tokens: true };
  const form = useForm({
    initial: blank,
    checks: {
      current_password: (value) => (profile.has_password ? required(value) : ''),
      new_password: (value) => (value.length >= 10 ? '' : t('profile.password.short')),
    },
    save: async ({ current_password: old, ...rest }) => {
      onSaved(await patch('/api/v1/profile', { ...rest, ...(profile.has_password && { current_password: old }) }));
      toast(t('profile.password.done'));
      return blank;
    },
  });
  return html`<${Part} id="password" title=${t('profile.password')} form=${form}>
    <form onSubmit=${form.submit} noValidate>
      <input
        class="sr" type="text" name="username" autocomplete="username" tabindex="-1" aria-hidden="true"
        value=${me.value?.email} readonly
      />
      <div class="pair">
        ${profile.has_password && html`<${PasswordField}
          field=${form.field('current_password')} autocomplete="current-password"
          label=${t('profile.password.old')} hint=${t('account.forgot')}
        />`}
        <${PasswordField}
          field=${form.field('new_password')} autocomplete="new-password"
          label=${t('profile.password.new')} hint=${t('account.password.hint')}
        />
      </div>
      ${profile.has_password && html`<${Switch}
        field=${form.field('end_tokens')} label=${t('account.end_tokens')} hint=${t('account.end_tokens.hint')}
      />`}
      <${Save} form=${form} label=${t(profile.has_password ? 'profile.password.do' : 'account.password.first')} />
    </form>
  </${Part}>`;
}
