// login: e-mail and password, or a one-time link whose secret stands after # and so never reaches a log.
import { html, useState, useEffect } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { Button, IconButton } from '../../ui/button.js';
import { Note, ErrorNote } from '../../ui/states.js';
import { TextField } from '../../ui/fields.js';
import { useForm } from '../../ui/form.js';
import { t, lang, setLang } from '../../lib/i18n.js';
import { post } from '../../lib/api.js';
import { go, here } from '../../lib/router.js';
import { safeNext } from '../../lib/router-rules.js';
import { me, welcome, flipTheme } from '../../lib/session.js';
import { Brand } from '../../ui/brand.js';
import { required } from '../../lib/checks.js';

const enter = async (answer) => {
  await welcome(answer);
  go(safeNext(here.value.query.get('next')), { replace: true });
};

/* The secret is taken out of the address at once: it works a single time. */
function takeToken() {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

function useLink() {
  const [token, setToken] = useState(takeToken);
  const [error, setError] = useState(null);
  const signIn = (secret) =>
    post('/api/v1/auth/link', { token: secret }, { open: true }).then(enter, (problem) => {
      setError(problem);
      if (problem.code !== 'offline') setToken('');
    });
  useEffect(() => { if (token) signIn(token); }, []);
  useEffect(() => {
    const onHash = () => {
      const next = takeToken();
      if (!next) return;
      setError(null);
      setToken(next);
      signIn(next);
    };
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);
  return { waiting: Boolean(token) && !error, error, again: token ? () => { setError(null); signIn(token); } : null };
}

function Words({ link }) {
  const form = useForm({
    initial: { email: '', password: '' },
    guard: false,
    checks: { email: required, password: required },
    save: async (values) => {
      await enter(await post('/api/v1/auth/login', values, { open: true }));
    },
  });
  const refused = form.error?.code === 'account.login' || form.error?.code === 'account.login_throttled';
  return html`<form onSubmit=${form.submit} noValidate>
    ${link.error && html`<${ErrorNote} error=${link.error} retry=${link.again} />`}
    ${form.error &&
    (refused
      ? html`<${Note} kind="bad" icon="triangle-alert" role="alert" title=${form.error.title || t('login.refused')}>
          ${form.error.detail || t('login.refused.what')}
        </${Note}>`
      : html`<${ErrorNote} error=${form.error} />`)}
    <${TextField}
      field=${form.field('email')} type="email" inputmode="email" autocomplete="username" autofocus
      label=${t('login.email')}
    />
    <${TextField}
      field=${form.field('password')} type="password" autocomplete="current-password" label=${t('login.password')}
    />
    <${Button} main type="submit" icon=${form.busy ? 'refresh-cw' : ''} busy=${form.busy}>
      ${t('login.enter')}
    </${Button}>
    <p class="hint">${t('login.forgot')}</p>
  </form>`;
}

export default function LoginPage() {
  useTitle(t('login.title'));
  const link = useLink();
  useEffect(() => { if (me.value && !link.waiting) go('/', { replace: true }); }, []);
  return html`<div class="gate">
    <header class="row">
      <${Brand} />
      <span class="push"></span>
      <button
        class="ib lang" type="button" aria-label=${t('lang.switch')}
        onClick=${() => setLang(lang.value === 'ru' ? 'en' : 'ru')}
      >
        ${lang.value.toUpperCase()}
      </button>
      <${IconButton} icon="contrast" label=${t('theme.switch')} onClick=${flipTheme} />
    </header>
    <main class="gatebox" id="main" tabindex="-1">
      <div class="gatehead"><h1>${t('login.title')}</h1><p class="dim">${t('login.what')}</p></div>
      ${link.waiting
        ? html`<div class="entering" role="status">
            <p class="dim">${t('login.entering')}</p>
            <progress aria-label=${t('login.entering')}></progress>
          </div>`
        : html`<${Words} link=${link} />`}
    </main>
  </div>`;
}
