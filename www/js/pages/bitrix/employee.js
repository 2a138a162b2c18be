// employee: one employee: who they are here: chosen by an administrator, or shown by a code from the portal.
import { html, useState } from '../../lib/html.js';
import { errorWords } from '../../lib/errors.js';
import { Button } from '../../ui/button.js';
import { Badge } from '../../ui/marks.js';
import { Combobox } from '../../ui/combobox.js';
import { Loaded, Skeleton } from '../../ui/states.js';
import { TextField } from '../../ui/fields.js';
import { useForm, FormError } from '../../ui/form.js';
import { toast } from '../../ui/toast.js';
import { required } from '../../lib/checks.js';
import { t } from '../../lib/i18n.js';
import { all, get, post } from '../../lib/api.js';
import { me } from '../../lib/session.js';
import { useLoad } from '../../lib/load.js';
import { phoneText } from '../../lib/phone-rules.js';
import { EMPLOYEES } from './bitrix-rules.js';

const Fact = ({ name, children }) =>
  (children ? html`<div><dt>${t(`bitrix.col.${name}`)}</dt><dd>${children}</dd></div>` : null);

const Facts = ({ one }) => html`<dl class="figs boardfacts">
  <${Fact} name="position">${one.position}</${Fact}>
  <${Fact} name="department">
    ${one.departments.map(({ id, name }) => name || t('number', { id })).join(', ')}
  </${Fact}>
  <${Fact} name="email">${one.email}</${Fact}>
  <${Fact} name="phone">${phoneText(one.phone)}</${Fact}>
  <${Fact} name="account">${one.account_name}</${Fact}>
</dl>`;

/* People of the company to choose from. */
function Link({ one, onChange }) {
  const load = useLoad(() => all('/api/v1/users'), []);
  const [busy, setBusy] = useState(false);
  const link = async (id) => {
    setBusy(true);
    try {
      onChange(await post(`${EMPLOYEES}${one.id}/link/`, { user_id: id ? Number(id) : null }));
      toast(t(id ? 'bitrix.link.done' : 'bitrix.link.gone'));
    } catch (error) {
      toast(errorWords(error).detail);
    } finally {
      setBusy(false);
    }
  };
  const options = (load.data || []).filter(({ active }) => active !== false).map(({ id, name, email }) => ({
    value: String(id), label: name || email, hint: email,
  }));
  return html`<${Combobox}
    label=${t('bitrix.link')} hint=${t('bitrix.link.what')} optional options=${options} disabled=${busy || !load.data}
    known=${one.user ? [{ value: String(one.user.id), label: one.user.name || one.user.email }] : []}
    value=${one.user ? String(one.user.id) : ''} onChange=${link}
  />`;
}

/* "It is me": a code goes to the employee at the portal. */
function Confirm({ one, onChange }) {
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const form = useForm({
    initial: { code: '' }, checks: { code: required }, guard: false,
    save: async ({ code }) => {
      onChange(await post(`${EMPLOYEES}${one.id}/confirm-code/`, { code: code.replace(/\s/g, '') }));
      toast(t('bitrix.confirm.done'));
    },
  });
  const send = async () => {
    setBusy(true);
    try {
      await post(`${EMPLOYEES}${one.id}/send-code/`);
      if (sent) toast(t('bitrix.confirm.sent'));
      form.reset();
      setSent(true);
    } catch (error) {
      toast(errorWords(error).detail);
    } finally {
      setBusy(false);
    }
  };
  return html`<section class="stackd" aria-labelledby="h-confirm">
    <h3 id="h-confirm">${t('bitrix.confirm')}</h3>
    <p class="sm dim" role="status">${t(sent ? 'bitrix.confirm.sent' : 'bitrix.confirm.what')}</p>
    ${sent && html`<form class="stack" noValidate onSubmit=${form.submit}>
      <${TextField}
        field=${form.field('code')} label=${t('bitrix.code')} inputmode="numeric" autocomplete="one-time-code"
        maxlength="7" autofocus
      />
      <${FormError} form=${form} />
      <div class="acts">
        <${Button} main type="submit" busy=${form.busy}>${t('bitrix.code.do')}</${Button}>
        <${Button} quiet busy=${busy} onClick=${send}>${t('bitrix.code.again')}</${Button}>
      </div>
    </form>`}
    ${!sent && html`<div class="acts">
      <${Button} icon="send" busy=${busy} onClick=${send}>${t('bitrix.confirm.do')}</${Button}>
    </div>`}
  </section>`;
}

export function Employee({ id, admin, onChange }) {
  const load = useLoad(() => get(`${EMPLOYEES}${id}/`), [id]);
  const change = (one) => { load.set(one); onChange(one); };
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${3} />`}>
    ${(one) => html`<div class="stackd">
      <h3>${one.full_name}</h3>
      <p>
        <${Badge} kind=${one.status === 'active' ? 'ok' : 'line'}>${t(`bitrix.employee.${one.status}`)}</${Badge}>
        ${one.same_person.length > 0 && html` <span class="sm dim">
          ${t('bitrix.same', { n: one.same_person.length })}
        </span>`}
      </p>
      <${Facts} one=${one} />
      ${admin && html`<${Link} one=${one} onChange=${change} />`}
      ${one.user?.id === me.value.id && html`<p class="sm dim">${t('bitrix.mine')}</p>`}
      ${!one.user && one.status === 'active' && html`<${Confirm} one=${one} onChange=${change} />`}
    </div>`}
  </${Loaded}>`;
}
