// api-keys: keys for programs: made with the password, shown once, taken back.
import { html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { t, ago, when } from '../../lib/i18n.js';
import { get, post, del } from '../../lib/api.js';
import { required } from '../../lib/checks.js';
import { useForm, Fix, FormError } from '../../ui/form.js';
import { TextField, SelectField } from '../../ui/fields.js';
import { OnceDialog } from '../../ui/once.js';
import { Icon, Button } from '../../ui/button.js';
import { Skeleton, Loaded } from '../../ui/states.js';
import { Dialog, ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { Part } from '../../ui/part.js';
import { Proof, blankProof, proofChecks } from '../../ui/proof.js';
import { termsOf } from './profile-rules.js';

function NewKey({ profile, rules, onClose, onMade }) {
  const [made, setMade] = useState(null);
  const terms = termsOf(rules);
  const form = useForm({
    initial: {
      name: '',
      scopes: 'read',
      expires_in_days: String(terms.find((n) => n >= 90) ?? terms.at(-1)),
      ...blankProof(profile),
    },
    guard: false,
    checks: { name: required, ...proofChecks(profile) },
    save: async ({ scopes, expires_in_days: days, ...rest }) => {
      setMade(
        await post('/api/v1/tokens', {
          ...rest,
          scopes: scopes === 'write' ? ['read', 'write'] : ['read'],
          expires_in_days: Number(days),
        }),
      );
      onMade();
    },
  });
  if (made) {
    return html`<${OnceDialog}
      title=${t('tokens.made')} label=${t('tokens.key')} value=${made.token} done=${t('tokens.kept')} onClose=${onClose}
    >
      <p class="dim">${t('tokens.once')}</p>
    </${OnceDialog}>`;
  }
  return html`<${Dialog} title=${t('tokens.new')} head=${html`<${Fix} form=${form} />`} onClose=${onClose}>
    <form onSubmit=${form.submit} noValidate>
      <${TextField}
        field=${form.field('name')} label=${t('tokens.name')} hint=${t('tokens.name.hint')} maxlength="100" autofocus
      />
      <${SelectField}
        field=${form.field('scopes')} label=${t('tokens.scopes')}
        options=${['read', 'write'].map((value) => ({ value, label: t(`tokens.scope.${value}`) }))}
      />
      <${SelectField}
        field=${form.field('expires_in_days')} label=${t('tokens.expires')}
        options=${terms.map((n) => ({ value: String(n), label: n ? t('days', { n }) : t('tokens.never') }))}
      />
      <${Proof} profile=${profile} form=${form} />
      <${FormError} form=${form} />
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy}>${t('tokens.create')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

export function Tokens({ profile }) {
  const load = useLoad(() => get('/api/v1/tokens'), []);
  const rules = useLoad(() => get('/api/v1/security'), []);
  const [making, setMaking] = useState(false);
  const revoke = async (one) => {
    if (
      !(await ask({
        title: t('tokens.revoke.title', { name: one.name }),
        text: t('tokens.revoke.text'),
        deed: t('tokens.revoke'),
        danger: true,
      }))
    ) {
      return;
    }
    await del(`/api/v1/tokens/${one.id}`).catch((error) => toast(errorWords(error).detail));
    load.reload();
  };
  return html`<${Part}
    id="tokens" title=${t('tokens.title')}
    extra=${html`<${Button} small class="push" icon="plus" onClick=${() => setMaking(true)}>
      ${t('tokens.create')}
    </${Button}>`}
  >
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${2} />`}>
      ${(rows) =>
        rows.length === 0
          ? html`<p class="sm dim">${t('tokens.empty')} <a href="/api/docs/">${t('tokens.docs')}</a></p>`
          : html`<ul class="rows tall">
              ${rows.map((one) => html`<li key=${one.id}>
                <${Icon} name="key-round" />
                <div class="grow">
                  <b class="mid">${one.name}</b>
                  <span class="xs faint">
                    …
                    ${one.tail} · ${t(
                      `tokens.scope.${one.scopes.includes('write') ? 'write' : 'read'}`,
                    )} · ${one.used_at ? t('tokens.used', { ago: ago(one.used_at) }) : t('tokens.unused')}
                    ${one.expires_at ? ` · ${t('tokens.until', { at: when(one.expires_at) })}` : ''}
                  </span>
                </div>
                <${Button} small quiet danger onClick=${() => revoke(one)}>${t('tokens.revoke')}</${Button}>
              </li>`)}
            </ul>`}
    </${Loaded}>
    ${making && html`<${NewKey}
      profile=${profile} rules=${rules.data} onClose=${() => setMaking(false)} onMade=${load.reload}
    />`}
  </${Part}>`;
}
