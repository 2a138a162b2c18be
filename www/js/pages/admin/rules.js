// rules: how long sessions and API keys of the company last; admins alone.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { t } from '../../lib/i18n.js';
import { get, patch } from '../../lib/api.js';
import { required } from '../../lib/checks.js';
import { Fix, useForm } from '../../ui/form.js';
import { TextField } from '../../ui/fields.js';
import { Skeleton, Loaded } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { Part, Save } from '../../ui/part.js';
import { Proof, blankProof, proofChecks } from '../../ui/proof.js';
import { Head } from './head.js';

const NAMES = ['session_idle_days', 'session_max_days', 'token_max_days'];
const texts = (rules) => Object.fromEntries(NAMES.map((name) => [name, String(rules[name])]));

function Form({ rules, profile, onSaved }) {
  const form = useForm({
    initial: { ...texts(rules), ...blankProof(profile) },
    checks: {
      ...Object.fromEntries(NAMES.map((name) => [name, required])),
      ...proofChecks(profile),
    },
    save: async (values) => {
      const days = Object.fromEntries(NAMES.map((name) => [name, Number(values[name])]));
      const saved = await patch('/api/v1/security', { ...values, ...days });
      onSaved(saved);
      toast(t('saved'));
      return { ...texts(saved), ...blankProof(profile) };
    },
  });
  return html`<form onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
    <${Fix} form=${form} />
    <div class="pair">
      ${NAMES.slice(0, 2).map((name) => html`<${TextField}
        key=${name} field=${form.field(name)} type="number" inputmode="numeric" min="1" max="365"
        label=${t(`account.rules.${name}`)}
      />`)}
    </div>
    <${TextField}
      field=${form.field('token_max_days')} type="number" inputmode="numeric" min="0" max="3650"
      label=${t('account.rules.token_max_days')} hint=${t('account.rules.token_max_days.hint')}
    />
    ${form.dirty && html`<${Proof} profile=${profile} form=${form} />`}
    <${Save} form=${form} />
  </form>`;
}

export default function RulesPage() {
  useTitle(t('admin.rules.title'));
  const load = useLoad(async () => {
    const [rules, profile] = await Promise.all([get('/api/v1/security'), get('/api/v1/profile')]);
    return { rules, profile };
  }, []);
  const [, redraw] = useState(0);
  return html`<${Head} name="rules" /><div class="formpage below">
    <${Part} id="rules" title=${t('account.rules')}>
      <p class="sm dim">${t('account.rules.what')}</p>
      <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${3} />`}>
        ${(data) => html`<${Form} ...${data} onSaved=${() => redraw((n) => n + 1)} />`}
      </${Loaded}>
    </${Part}>
  </div>`;
}
