// mail-link: a sign-in link by e-mail, offered where the house can send letters. Known or not, the answer is the same.
import { html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Button } from '../../ui/button.js';
import { Note } from '../../ui/states.js';
import { t } from '../../lib/i18n.js';
import { get, post } from '../../lib/api.js';
import { email as isEmail } from '../../lib/checks.js';

/* email: what the form holds. */
export function MailLink({ email }) {
  const load = useLoad(() => get('/api/v1/auth/ways', undefined, { open: true }), []);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState(null);
  if (!load.data?.mail_link) return html`<p class="hint">${t('login.forgot')}</p>`;
  const send = async () => {
    const trouble = isEmail(email);
    if (trouble) {
      setSaid({ kind: 'bad', text: trouble });
      return;
    }
    setBusy(true);
    try {
      await post('/api/v1/auth/mail-link', { email: email.trim() }, { open: true });
      setSaid({ kind: 'ok', text: t('account.mail.asked') });
    } catch (error) {
      setSaid({ kind: 'bad', text: errorWords(error).detail });
    }
    setBusy(false);
  };
  return html`
    <${Button} quiet icon="mail" busy=${busy} onClick=${send}>${t('account.mail.ask')}</${Button}>
    <p class="hint">${t('account.mail.hint')}</p>
    ${said && html`<${Note}
      kind=${said.kind} icon=${said.kind === 'ok' ? 'check' : 'triangle-alert'} role="status" title=${said.text}
    />`}
  `;
}
