// login: e-mail and password, a passkey, or a one-time link whose secret follows the # and so never reaches a log.
import { html, useState, useEffect, useRef } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { Button, IconButton } from '../../ui/button.js';
import { Note, ErrorNote } from '../../ui/states.js';
import { PasswordField, TextField } from '../../ui/fields.js';
import { Fix, useForm } from '../../ui/form.js';
import { t, lang, setLang } from '../../lib/i18n.js';
import { once } from '../../lib/late.js';
import { useLoad } from '../../lib/load.js';
import { post } from '../../lib/api.js';
import { go, here } from '../../lib/router.js';
import { safeNext } from '../../lib/router-rules.js';
import { me, welcome, flipTheme } from '../../lib/session.js';
import { Brand } from '../../ui/brand.js';
import { required } from '../../lib/checks.js';
import { usePasskey, PasskeyButton } from './login-passkey.js';
import { MailLink } from './mail-link.js';

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

const STEPS = ['account.code_needed', 'account.code', 'account.passkey_needed'];
const asksForCode = ({ code }) => STEPS.includes(code);

/* onCode: called with the secret when a code of the second factor is asked for. */
function useLink(onCode) {
  const [token, setToken] = useState(takeToken);
  const [error, setError] = useState(null);
  const signIn = (secret) =>
    post('/api/v1/auth/link', { token: secret }, { open: true }).then(enter, (problem) => {
      if (asksForCode(problem)) {
        setToken('');
        onCode({ path: '/api/v1/auth/link', values: { token: secret }, code: problem.code });
        return;
      }
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

/* A refusal in words of its own; anything else as everywhere. */
function Refusal({ error }) {
  if (!error) return null;
  if (!/^account\./.test(error.code)) return html`<${ErrorNote} error=${error} />`;
  return html`<${Note} kind="bad" icon="triangle-alert" role="alert" title=${t('login.refused')}>
    ${error.detail || t('login.refused.what')}
  </${Note}>`;
}

function Words({ link, onCode }) {
  const form = useForm({
    initial: { email: '', password: '' },
    guard: false,
    checks: { email: required, password: required },
    save: async (values) => {
      const path = '/api/v1/auth/login';
      try {
        await enter(await post(path, values, { open: true }));
      } catch (problem) {
        if (!asksForCode(problem)) throw problem;
        onCode({ path, values, code: problem.code });
      }
    },
  });
  const passkey = usePasskey({
    values: {}, inField: true,
    send: async (credential) => enter(await post('/api/v1/auth/passkey', { credential }, { open: true })),
  });
  return html`<form onSubmit=${form.submit} noValidate>
    ${link.error && html`<${ErrorNote} error=${link.error} retry=${link.again} />`}
    <${Refusal} error=${form.error || passkey.error} />
    <${Fix} form=${form} />
    <${TextField}
      field=${form.field('email')} type="email" inputmode="email" autocomplete="username webauthn" autofocus
      label=${t('login.email')}
    />
    <${PasswordField}
      field=${form.field('password')} autocomplete="current-password" label=${t('login.password')}
    />
    <${Button} main type="submit" icon=${form.busy ? 'refresh-cw' : ''} busy=${form.busy}>
      ${t('login.enter')}
    </${Button}>
    <${PasskeyButton} passkey=${passkey} />
    <${MailLink} email=${form.values.email} />
  </form>`;
}

/* The second step: a passkey where there is one, a code of the app, or one of those for when they are lost. */
function Code({ asked, onBack }) {
  const form = useForm({
    initial: { code: '' },
    guard: false,
    checks: { code: required },
    save: async ({ code }) => {
      await enter(await post(asked.path, { ...asked.values, code: code.trim() }, { open: true }));
    },
  });
  const byPasskey = asked.code === 'account.passkey_needed';
  const passkey = usePasskey({
    values: asked.values, off: !byPasskey,
    send: async (signed) => enter(await post(asked.path, { ...asked.values, passkey: signed }, { open: true })),
  });
  const step = useRef();
  useEffect(() => {
    const { code } = step.current.elements;
    (byPasskey && passkey.can ? step.current.querySelector('button') : code).focus();
  }, []);
  return html`<form ref=${step} onSubmit=${form.submit} noValidate>
    <${Refusal} error=${form.error || passkey.error} />
    ${byPasskey && html`<${PasskeyButton} main passkey=${passkey} />`}
    <${TextField}
      field=${form.field('code')} inputmode=${byPasskey ? undefined : 'numeric'} autocomplete="one-time-code"
      maxlength="40" label=${t(byPasskey ? 'account.code.or' : 'account.code')}
      hint=${t(byPasskey ? 'account.code.any' : 'account.code.recovery')}
    />
    <${Button} main=${!byPasskey || !passkey.can} type="submit" icon=${form.busy ? 'refresh-cw' : ''} busy=${form.busy}>
      ${t('login.enter')}
    </${Button}>
    <${Button} quiet onClick=${onBack}>${t('account.code.back')}</${Button}>
  </form>`;
}

const readUnsubscribe = once(() => import('./unsubscribe.js').then((got) => got.ready()));

/* Where the link of a letter leads: who it takes off need not sign in. */
function Unsubscribing({ token }) {
  const { data: Page, error, reload } = useLoad(readUnsubscribe, []);
  if (Page) return html`<${Page} token=${token} />`;
  return error && html`<div class="gate">
    <header class="row"><${Brand} /></header>
    <main class="gatebox" id="main"><h1 class="sr">Hirewire</h1><${ErrorNote} error=${error} retry=${reload} /></main>
  </div>`;
}

export default function LoginPage() {
  const token = here.value.query.get('unsubscribe');
  return token ? html`<${Unsubscribing} token=${token} />` : html`<${SignIn} />`;
}

function SignIn() {
  useTitle(t('login.title'));
  const [asked, setAsked] = useState(null);
  const link = useLink(setAsked);
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
        : asked
          ? html`<${Code} asked=${asked} onBack=${() => setAsked(null)} />`
          : html`<${Words} link=${link} onCode=${setAsked} />`}
    </main>
  </div>`;
}
