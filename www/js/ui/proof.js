// proof: who is signed in proves that it is they: by the password, else by a code of the second factor.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { required } from '../lib/checks.js';
import { TextField } from './fields.js';

const nameOf = (profile) => (profile.has_password ? 'current_password' : profile.has_second_factor ? 'code' : null);

/* What a form has for it: initial values, checks; {} when a sign-in not long ago is enough. */
export const blankProof = (profile) => (nameOf(profile) ? { [nameOf(profile)]: '' } : {});
export const proofChecks = (profile) => (nameOf(profile) ? { [nameOf(profile)]: required } : {});

export function Proof({ profile, form, ...rest }) {
  const name = nameOf(profile);
  if (name === 'current_password') {
    return html`<${TextField}
      field=${form.field(name)} type="password" autocomplete="current-password" label=${t('account.confirm')}
      hint=${t('account.confirm.hint')} ...${rest}
    />`;
  }
  if (name === 'code') {
    return html`<${TextField}
      field=${form.field(name)} inputmode="numeric" autocomplete="one-time-code" label=${t('account.code')}
      hint=${t('account.code.hint')} maxlength="40" ...${rest}
    />`;
  }
  return null;
}
