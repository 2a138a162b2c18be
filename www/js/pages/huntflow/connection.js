// connection: Huntflow as it is connected: which system, its keys, what needs a person, organisations,
// calls, cache, webhooks.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Icon, Button } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { Empty, Skeleton, Loaded } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { t, num, percent } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { get, post } from '../../lib/api.js';
import { useLive } from '../../lib/live.js';
import { HuntflowError } from '../../ui/huntflow-error.js';
import { Figures } from '../../ui/huntflow-words.js';
import { vacanciesHref, applicantsHref } from '../../lib/huntflow-rules.js';
import { loadOverview, me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { Hooks } from './webhooks.js';
import { attentionOf, keyLooks } from './connection-rules.js';

const LOOK = { ok: 'ok', refused: 'bad', error: 'bad', new: 'line' };
const ICON = { ok: 'check', refused: 'key-round', error: 'triangle-alert', new: 'plug' };

const System = ({ data }) => html`<div class=${`system ${data.system === 'SANDBOX' ? 'sand' : ''}`} role="status">
  <span class="rail2" aria-hidden="true"></span>
  <${Badge} kind=${data.system === 'SANDBOX' ? 'warn' : 'acc'}>${data.system}</${Badge}>
  <div class="grow">
    <b class="mid">${t(`system.${data.system}`)}</b>
    <span class="xs dim">${t(`hf.system.${data.system}`)}</span>
  </div>
  <span class="sm faint wide-only">${data.url}</span>
</div>`;

const leftText = (left) =>
  left.over
    ? t('key.expired')
    : left.days > 0
      ? t('hf.left.days', { n: left.days, hours: num(left.hours) })
      : t('hf.left.hours', { n: Math.max(1, left.hours) });
const LIFE = { access: 7, refresh: 14 };

const KeyLine = ({ name, left, at, hint }) => html`<li>
  <${Icon} name="key-round" />
  <div class="grow">
    <span class="sm dim">${t(`hf.key.${name}`)}</span>
    <b class=${`mid ${left.look === 'ok' ? '' : `${left.look}-t`}`}>${leftText(left)}</b>
    <span class="xs faint">${hint}</span>
  </div>
  <progress
    class="thin life" max=${LIFE[name]} value=${Math.min(LIFE[name], left.days + left.hours / 24)}
    aria-label=${t(`hf.key.${name}`)}
  ></progress>
  <${Time} at=${at} class="sm faint nb" />
</li>`;

function Keys({ token }) {
  const { access, refresh, alone } = keyLooks(token, now.value);
  if (!access && !refresh) return html`<p class="sm dim">${t('hf.keys.none')}</p>`;
  return html`<ul class="rows tall lives">
    ${access && html`<${KeyLine}
      name="access" left=${access} at=${token.expires_at} hint=${t(alone ? 'hf.key.alone' : 'hf.key.prolongs')}
    />`}
    ${refresh && html`<${KeyLine}
      name="refresh" left=${refresh} at=${token.refresh_expires_at}
      hint=${token.refreshed_at ? t('hf.key.refreshed') : t('hf.key.refresh.what')}
    />`}
  </ul>`;
}

/* said: what the server says of an error; check: { busy, run } of what is mended by looking again. */
function Attention({ items, said, check }) {
  return html`<section aria-labelledby="h-att">
    <div class="row sech">
      <h2 id="h-att">${t('today.attention')}</h2>
      ${items.length > 0 && html`<span class="faint sm">${num(items.length)}</span>`}
    </div>
    ${items.length === 0
      ? html`<p class="calm"><${Icon} name="check" />${t('today.calm')}</p>`
      : html`<ul class="att">
          ${items.map(({ code, look, icon, href, n }, i) => html`<li key=${code}>
            <span class=${`mk ${look}`}><${Icon} name=${icon} /></span>
            <div>
              <h3>${t(`hf.att.${code}`, { n })}</h3>
              <p class="sm dim">${(code === 'error' && said) || t(`hf.att.${code}.what`)}</p>
            </div>
            ${href
              ? html`<${Button} small main=${i === 0} href=${href}>${t(`hf.att.${code}.do`)}</${Button}>`
              : html`<${Button} small main busy=${check.busy} onClick=${check.run}>
                  ${t(`hf.att.${code}.do`)}
                </${Button}>`}
          </li>`)}
        </ul>`}
  </section>`;
}

const Accounts = ({ accounts, down }) => html`<section aria-labelledby="h-acc">
  <div class="row sech">
    <h2 id="h-acc">${t('hf.accounts')}</h2>
    ${accounts.length > 0 && html`<span class="faint sm">${num(accounts.length)}</span>`}
  </div>
  ${accounts.length === 0
    ? html`<p class="sm dim">${t(down ? 'hf.accounts.later' : 'hf.accounts.none')}</p>`
    : html`<ul class="rows tall orgs">
        ${accounts.map(({ id, name }) => html`<li key=${id}>
          <${Icon} name="briefcase" />
          <div class="grow"><b class="mid">${name}</b><span class="xs faint">${t('number', { id })}</span></div>
          <div class="acts">
            <${Button} small href=${vacanciesHref(id)} aria-label=${t('hf.vacancies_of', { name })}>
              ${t('hf.vacancies')}
            </${Button}>
            <${Button} small href=${applicantsHref(id)} aria-label=${t('hf.applicants_of', { name })}>
              ${t('hf.applicants')}
            </${Button}>
          </div>
        </li>`)}
      </ul>`}
</section>`;

const figuresOf = ({ calls_today: calls, errors_today: errors, cache }) => [
  { key: 'calls', text: t('hf.fig.calls'), value: num(calls) },
  {
    key: 'errors',
    text: t('hf.fig.errors'),
    value: num(errors),
    look: errors > 0 ? 'bad-t' : '',
    sub: calls > 0 && errors > 0 && percent(errors / calls, 1),
  },
  { key: 'entries', text: t('hf.fig.entries'), value: num(cache.entries) },
  { key: 'hit', text: t('hf.fig.hit'), value: percent(cache.hit_rate) },
  { key: 'saved', text: t('hf.fig.saved'), value: num(cache.calls_saved) },
];

function Board({ data, check }) {
  const fresh = data.status === 'new' && !data.accounts?.length;
  if (fresh) {
    return html`
      <${System} data=${data} />
      <${Empty} icon="plug" text=${t('hf.empty')}>
        <${Button} main href="/profile/#huntflow">${t('first.huntflow.go')}</${Button}>
      </${Empty}>
    `;
  }
  return html`
    <${System} data=${data} />
    <${Figures} items=${figuresOf(data)} />
    <p class="row wrap figlinks sm">
      <a class="lnk" href="/huntflow/logs/">${t('nav.calls')}</a>
      ${may(me.value, 'manager') && html`<a class="lnk" href="/huntflow/cache/">${t('nav.cache')}</a>`}
    </p>
    <div class="hfcols">
      <div class="stack2">
        <${Attention} items=${attentionOf(data, now.value)} said=${data.status_text} check=${check} />
        <${Accounts} accounts=${data.accounts || []} down=${data.status === 'error'} />
      </div>
      <div class="stack2">
        <section aria-labelledby="h-keys">
          <div class="row sech">
            <h2 id="h-keys">${t('hf.keys')}</h2>
            <a class="push sm lnk" href="/profile/#huntflow">${t('hf.keys.edit')}</a>
          </div>
          <${Keys} token=${data.token} />
        </section>
        ${may(me.value, 'manager') && data.accounts?.length > 0 && html`<${Hooks} accounts=${data.accounts} />`}
      </div>
    </div>
  `;
}

export default function HuntflowPage() {
  useTitle('Huntflow');
  const load = useLoad(() => get('/huntflow/'), []);
  const [check, setCheck] = useState({ busy: false, error: null });
  useLive('applicant', () => load.reload(), []);
  const data = load.data;
  const test = async () => {
    setCheck({ busy: true, error: null });
    try {
      await post('/huntflow/test-connection', {});
      setCheck({ busy: false, error: null });
      toast(t('huntflow.ok'));
    } catch (error) {
      setCheck({ busy: false, error });
    }
    load.reload();
    loadOverview();
  };
  return html`
    <div class="head">
      <div>
        <div class="row wrap titled">
          <h1>Huntflow</h1>
          ${data && html`<${Badge} kind=${LOOK[data.status]} icon=${ICON[data.status]}>
            ${t(`clickup.state.${data.status}`)}
          </${Badge}>`}
        </div>
        <p class="sub">${data?.user ? t('hf.as', { name: data.user.name || data.user.email }) : t('hf.sub')}</p>
      </div>
      ${data && data.status !== 'new' && html`<div class="acts">
        <${Button} icon="refresh-cw" busy=${check.busy} onClick=${test}>${t('check')}</${Button}>
      </div>`}
    </div>
    ${check.error && html`<div class="gap"><${HuntflowError} error=${check.error} retry=${test} /></div>`}
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${8} />`}>
      ${(got) => html`<${Board} data=${got} check=${{ busy: check.busy, run: test }} />`}
    </${Loaded}>
  `;
}
