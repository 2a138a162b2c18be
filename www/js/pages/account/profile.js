// profile: who one is, how it looks, keys of Huntflow and ClickUp, password, sessions, API keys.
import { html, useState, useEffect, useLayoutEffect } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Icon, Button } from '../../ui/button.js';
import { Badge } from '../../ui/marks.js';
import { ErrorNote, Skeleton, Loaded } from '../../ui/states.js';
import { ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { TextField, SelectField, Switch } from '../../ui/fields.js';
import { t, ago, compare, lang } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { zoneText } from '../../lib/zone-rules.js';
import { get, post, patch, del } from '../../lib/api.js';
import { useForm, FormError } from '../../ui/form.js';
import { Part, Save } from '../../ui/part.js';
import { Views } from '../../ui/table.js';
import { Password } from './password.js';
import { Tokens } from './api-keys.js';
import { SecondFactor } from './second-factor.js';
import { Passkeys } from './passkeys.js';
import { NoticeSettings } from './notices.js';
import { Telegram } from './telegram.js';
import { required, webAddress } from '../../lib/checks.js';
import { me, applyChoices, loadOverview } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { agentOf } from '../../lib/agent-rules.js';
import { changedOf, keysOf, daysLeft, hostOf, zones } from './profile-rules.js';

/* The language and the theme act at once; the form keeps its other values. */
function Person({ profile, onSaved }) {
  const pick = ({ name, locale, time_zone, theme, hot_keys }) => ({
    name: name || '',
    locale,
    time_zone: time_zone || '',
    theme: theme || 'system',
    hot_keys: hot_keys !== false,
  });
  const initial = pick(profile);
  const form = useForm({
    initial,
    checks: { name: required },
    save: async (values) => {
      const saved = await patch('/api/v1/profile', changedOf(initial, values));
      onSaved(saved);
      toast(t('saved'));
      return pick(saved);
    },
  });
  const options = zones(form.values.time_zone)
    .map((name) => ({ value: name, label: zoneText(name, lang.value === 'ru' ? 'ru-RU' : 'en-GB') }))
    .sort((one, two) => compare(one.label, two.label));
  return html`<${Part} id="person" title=${t('profile.person')} form=${form}>
    <form onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <${TextField} field=${form.field('name')} label=${t('profile.name')} autocomplete="name" maxlength="150" />
      <dl class="fields tight">
        <div><dt>${t('login.email')}</dt><dd>${profile.email}</dd></div>
        <div><dt>${t('people.role')}</dt><dd>${t(`role.${profile.role}`)}</dd></div>
      </dl>
      <div class="pair">
        <${SelectField}
          field=${form.field('locale')} label=${t('profile.locale')}
          options=${[
            { value: 'ru', label: 'Русский' },
            { value: 'en', label: 'English' },
          ]}
        />
        <${SelectField}
          field=${form.field('theme')} label=${t('profile.theme')}
          options=${['system', 'light', 'dark'].map((value) => ({ value, label: t(`theme.${value}`) }))}
        />
      </div>
      <${SelectField} field=${form.field('time_zone')} label=${t('profile.zone')} options=${options} />
      <${Switch} field=${form.field('hot_keys')} label=${t('profile.hot_keys')} hint=${t('profile.hot_keys.hint')} />
      <${Save} form=${form} />
    </form>
  </${Part}>`;
}

/* One secret: set or not, its tail; a new one may be typed, the old is never shown. */
function Secret({ name, secret, label, hint, form }) {
  const [edit, setEdit] = useState(!secret?.set);
  useLayoutEffect(() => { setEdit(!secret?.set); }, [secret?.set, secret?.updated_at]);
  if (edit) {
    return html`<div class="secret">
      <${TextField}
        field=${form.field(name)} type="password" label=${label} hint=${hint} spellcheck="false"
        autocomplete="new-password" maxlength="4096"
      />
      ${secret?.set && html`<${Button} quiet small onClick=${() => { form.set(name, ''); setEdit(false); }}>
        ${t('cancel')}
      </${Button}>`}
    </div>`;
  }
  const days = daysLeft(secret.expires_at, now.value);
  return html`<div class="keyrow">
    <${Icon} name="key-round" />
    <div class="grow">
      <span class="xs faint">${label}</span>
      <b class="mid">${t('key.tail', { tail: secret.tail || '' })}</b>
      <span class=${`xs ${days !== null && days < 1 ? 'bad-t' : days !== null && days < 7 ? 'warn-t' : 'faint'}`}>
        ${days === null
          ? secret.updated_at && t('key.changed', { ago: ago(secret.updated_at) })
          : days < 0
            ? t('key.expired')
            : t('key.days', { n: days })}
      </span>
    </div>
    <div class="acts">
      <${Button} small quiet onClick=${() => setEdit(true)}>${t('replace')}</${Button}>
      <${Button} small quiet danger onClick=${() => dropKey(name, label, form)}>${t('remove')}</${Button}>
    </div>
  </div>`;
}

async function dropKey(name, label, form) {
  if (
    await ask({
      title: t('key.remove.title', { name: label }),
      text: t('key.remove.text'),
      deed: t('remove'),
      danger: true,
    })
  ) {
    form.drop(name);
  }
}

/* A new key is tried before it is stored; a service that does not answer keeps nobody from saving one. */
async function tryKey(system, values) {
  const field = `huntflow_${system}_api_key`;
  if (!values[field]) return;
  const url = values[`huntflow_${system}_url`];
  try {
    await post('/huntflow/test-connection', { system: system.toUpperCase(), api_key: values[field].trim(), url });
  } catch (problem) {
    const told = problem.errors?.find(({ field: at }) => at === 'api_key');
    const renewed = told?.code === 'huntflow.key_expired' && values[`huntflow_${system}_refresh_token`];
    if (!told || renewed) return;
    problem.errors = [{ ...told, field }];
    throw problem;
  }
}

function Huntflow({ profile, onSaved }) {
  const [check, setCheck] = useState({ busy: false, ok: null, error: null });
  const [system, setSystem] = useState(profile.active_system === 'SANDBOX' ? 'sandbox' : 'prod');
  const empty = {
    huntflow_prod_url: profile.huntflow_prod_url || '',
    huntflow_sandbox_url: profile.huntflow_sandbox_url || '',
    active_system: profile.active_system || 'PROD',
    huntflow_prod_api_key: '',
    huntflow_sandbox_api_key: '',
    huntflow_prod_refresh_token: '',
    huntflow_sandbox_refresh_token: '',
  };
  const send = async (values) => {
    const saved = await patch('/api/v1/profile', values);
    onSaved(saved);
    loadOverview();
    return saved;
  };
  const test = async (which) => {
    setCheck({ busy: true, ok: null, error: null });
    try {
      setCheck({
        busy: false,
        ok: await post('/huntflow/test-connection', { system: which.toUpperCase() }),
        error: null,
      });
      loadOverview();
    } catch (error) {
      setCheck({ busy: false, ok: null, error });
    }
  };
  const form = useForm({
    initial: empty,
    checks: { huntflow_prod_url: webAddress, huntflow_sandbox_url: webAddress },
    save: async (values) => {
      await tryKey(system, values);
      const saved = await send(changedOf(empty, values));
      toast(t('saved'));
      if (keysOf(saved, system).api_key?.set) test(system);
      return {
        ...empty,
        huntflow_prod_url: saved.huntflow_prod_url || '',
        huntflow_sandbox_url: saved.huntflow_sandbox_url || '',
        active_system: saved.active_system,
      };
    },
  });
  form.drop = (name) =>
    send({ [name]: '' }).then(
      () => toast(t('key.removed')),
      (error) => toast(errorWords(error).detail),
    );
  const keys = keysOf(profile, system);
  const url = `huntflow_${system}_url`;
  const moved = keys.api_key?.set && hostOf(form.values[url]) !== hostOf(profile[url]);
  return html`<${Part} id="huntflow" title="Huntflow" form=${form}>
    <form onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <div class="segs" role="group" aria-label=${t('huntflow.which')}>
        ${['prod', 'sandbox'].map((one) => html`<button
          type="button" key=${one} aria-pressed=${String(system === one)}
          onClick=${() => {
            setSystem(one);
            setCheck({ busy: false, ok: null, error: null });
          }}
        >
          ${t(`system.${one.toUpperCase()}`)}
        </button>`)}
      </div>
      <${TextField}
        key=${`u${system}`} field=${form.field(`huntflow_${system}_url`)} type="url" inputmode="url"
        label=${t('huntflow.url')} hint=${t('huntflow.url.hint')} maxlength="300"
      />
      ${moved && html`<div class="note warn" role="status">
        <${Icon} name="triangle-alert" />
        <div>${t('account.moved')}</div>
      </div>`}
      <${Secret}
        key=${`k${system}`} name=${`huntflow_${system}_api_key`} secret=${keys.api_key} label=${t('huntflow.api_key')}
        hint=${t('huntflow.api_key.hint')} form=${form}
      />
      <${Secret}
        key=${`r${system}`} name=${`huntflow_${system}_refresh_token`} secret=${keys.refresh}
        label=${t('huntflow.refresh')} hint=${t('huntflow.refresh.hint')} form=${form}
      />
      <${SelectField}
        field=${form.field('active_system')} label=${t('huntflow.system')} hint=${t('huntflow.system.hint')}
        options=${['PROD', 'SANDBOX'].map((value) => ({ value, label: t(`system.${value}`) }))}
      />
      ${check.ok && html`<div class="note done" role="status">
        <${Icon} name="check" />
        <div>
          <b class="mid">${t('huntflow.ok')}</b>
          <p class="sm dim">
            ${t('huntflow.ok.who', {
              name: check.ok.user?.name || check.ok.user?.email || '',
              accounts: (check.ok.accounts || []).map(({ name }) => name).join(', '),
            })}
          </p>
        </div>
      </div>`}
      ${check.error && html`<${ErrorNote} error=${check.error} />`}
      <${FormError} form=${form} />
      <div class="acts save">
        <${Button} type="submit" busy=${form.busy}>${t('save')}</${Button}>
        ${keys.api_key?.set && html`<${Button} icon="refresh-cw" busy=${check.busy} onClick=${() => test(system)}>
          ${t('check')}
        </${Button}>`}
        ${form.dirty && html`<${Button} quiet onClick=${() => form.reset()}>${t('form.reset')}</${Button}>`}
      </div>
    </form>
  </${Part}>`;
}

const ClickUp = ({ profile }) => html`<${Part} id="clickup" title="ClickUp">
  <div class="keyrow">
    <${Icon} name="key-round" />
    <div class="grow">
      <b class="mid">
        ${profile.clickup_api_key?.set ? t('key.tail', { tail: profile.clickup_api_key.tail || '' }) : t('key.none')}
      </b>
      <span class="xs faint">${t('profile.clickup.hint')}</span>
    </div>
    <div class="acts">
      <${Button} small href="/clickup/settings/">
        ${t(profile.clickup_api_key?.set ? 'profile.clickup.open' : 'tasks.connect')}
      </${Button}>
    </div>
  </div>
</${Part}>`;

function Sessions() {
  const load = useLoad(() => get('/api/v1/sessions'), []);
  const end = async (path) => {
    try {
      await del(path);
      toast(t('sessions.ended'));
    } catch (error) {
      toast(errorWords(error).detail);
    }
    load.reload();
  };
  return html`<${Part}
    id="sessions" title=${t('sessions.title')}
    extra=${load.data?.length > 1 && html`<${Button} quiet small class="push" onClick=${() => end('/api/v1/sessions')}>
      ${t('sessions.end_others')}
    </${Button}>`}
  >
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${2} />`}>
      ${(rows) => html`<ul class="rows tall">
        ${rows.map((one) => html`<li key=${one.id}>
          <${Icon} name="monitor" />
          <div class="grow">
            <b class="mid">${agentOf(one.agent) || t('sessions.unknown')}</b>
            <span class="xs faint">
              ${one.address} · ${one.current
                ? t('sessions.now')
                : t('sessions.seen', { ago: ago(one.seen_at || one.created_at) })}
              ${one.by_link && ` · ${t('account.by_link')}`}
            </span>
          </div>
          ${one.current
            ? html`<${Badge} kind="ok">${t('sessions.this')}</${Badge}>`
            : html`<${Button} small quiet onClick=${() => end(`/api/v1/sessions/${one.id}`)}>
                ${t('sessions.end')}
              </${Button}>`}
        </li>`)}
      </ul>`}
    </${Loaded}>
  </${Part}>`;
}

function useHash(ready) {
  useEffect(() => {
    if (ready && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: 'start' });
  }, [ready]);
}

/* The sections in their order: the anchor, and who has it. */
const SECTIONS = [
  ['person'], ['connections', 'member'], ['notices'], ['security'], ['tokens', 'member'],
];
const seen = ([, role]) => !role || may(me.value, role);

const Anchors = () => html`<${Views}
  label=${t('profile.sections')}
  items=${SECTIONS.filter(seen).map(([name]) => ({
    key: name, text: t(`profile.section.${name}`), href: `#${name}`,
  }))}
/>`;

/* Parts that are one section. */
const Group = ({ name, children }) => SECTIONS.some((one) => one[0] === name && seen(one)) && html`<div
  class="formpage partgroup" id=${name} role="group" aria-label=${t(`profile.section.${name}`)}
>
  ${children}
</div>`;

export default function ProfilePage() {
  useTitle(t('profile.title'));
  const load = useLoad(() => get('/api/v1/profile'), []);
  const [turn, setTurn] = useState(0);
  useHash(Boolean(load.data));
  const onSaved = (profile) => {
    load.set(profile);
    welcomeBack(profile);
  };
  return html`
    <div class="head"><div><h1>${t('profile.title')}</h1><p class="sub">${load.data?.email || ''}</p></div></div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${10} />`}>
      ${(profile) => html`<div class="formpage">
        <${Anchors} />
        <${Person} profile=${profile} onSaved=${onSaved} />
        <${Group} name="connections">
          ${may(me.value, 'recruiter') && html`
            <${Huntflow} profile=${profile} onSaved=${onSaved} />
            <${ClickUp} profile=${profile} />
          `}
          <${Telegram} />
        </${Group}>
        <${NoticeSettings} />
        <${Group} name="security">
          <${Password} profile=${profile} onSaved=${onSaved} />
          <${SecondFactor} profile=${profile} turn=${turn} onChanged=${load.reload} />
          <${Passkeys} profile=${profile} onChanged=${() => setTurn((n) => n + 1)} />
          <${Sessions} />
        </${Group}>
        ${may(me.value, 'member') && html`<${Tokens} profile=${profile} />`}
      </div>`}
    </${Loaded}>
  `;
}

/* What was saved acts at once: the language, the theme, the zone, the name in the corner. */
async function welcomeBack(profile) {
  const { name, locale, time_zone: timeZone, theme, hot_keys: hotKeys } = profile;
  me.value = { ...me.value, name, locale, time_zone: timeZone, theme, hot_keys: hotKeys };
  await applyChoices(me.value);
}
