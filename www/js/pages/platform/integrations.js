// integrations: job boards as they are connected: cards with what needs a person, the log, figures.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Note, Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Views } from '../../ui/table.js';
import { t, has, lang, compare } from '../../lib/i18n.js';
import { all, get } from '../../lib/api.js';
import { here, setQuery } from '../../lib/router.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { Card } from './integration-card.js';
import { IntegrationForm } from './integration-form.js';
import { Logs } from './integration-logs.js';
import { Statistics } from './integration-stats.js';
import { tabsOf } from '../../lib/platform-rules.js';
import { inOrder } from './integrations-rules.js';

const TABS = ['manage', 'logs', 'stats'];

/* What the sign-in at a board came to: the browser was sent back here. */
function SignedIn({ platforms }) {
  const { query } = here.value;
  const name = query.get('connected');
  const code = query.get('failed');
  if (!name && !code) return null;
  const title = platforms.find(({ platform }) => platform === name)?.title || name;
  const key = `boards.failed.${(code || '').replace('platform.', '')}`;
  return name
    ? html`<${Note} class="boardnote" icon="check" role="status">${t('boards.connected', { title })}</${Note}>`
    : html`<${Note} class="boardnote" kind="bad" icon="triangle-alert" role="alert" title=${t('boards.failed')}>
        ${t(has(key) ? key : 'boards.failed.other')}
      </${Note}>`;
}

/* Where people come from besides job boards; each has a page of its own. */
const OTHERS = [
  { name: 'notion', href: '/notion/', role: 'recruiter' },
  { name: 'tables', href: '/tables/', role: 'recruiter' },
  { name: 'bitrix', href: '/bitrix24/', role: 'member' },
];

const Others = () => html`<section class="part boardsection" aria-labelledby="h-others">
  <div class="row sech"><h2 id="h-others">${t('boards.others')}</h2></div>
  <ul class="rows tall">${OTHERS.filter(({ role }) => may(me.value, role)).map(({ name, href }) => html`<li key=${name}>
    <div class="grow boardline">
      <a class="lnk mid" href=${href}>${t(`nav.${name}`)}</a>
      <span class="sm dim">${t(`boards.others.${name}`)}</span>
    </div>
  </li>`)}</ul>
</section>`;

const Board = ({ board, onAdd, admin }) => html`<li>
  <div class="grow boardline">
    <b class="mid">${board.title}</b>
    <span class="sm dim">${board.description[document.documentElement.lang] || board.description.ru}</span>
    ${board.no_search && html`<span class="sm">${board.no_search[lang.value]}</span>`}
  </div>
  ${admin && html`<${Button} small icon="plus" onClick=${() => onAdd(board)}>
    ${t('boards.add')}<span class="sr"> ${board.title}</span>
  </${Button}>`}
</li>`;

function Manage({ load, admin }) {
  const [form, setForm] = useState(null);
  const { own, platforms } = load.data;
  const changed = (one) =>
    load.set((data) => ({ ...data, own: data.own.map((old) => (old.id === one.id ? one : old)) }));
  const saved = () => { setForm(null); load.reload(); };
  return html`
    <${SignedIn} platforms=${platforms} />
    ${own.length === 0
      ? html`<${Empty} icon="plug" text=${t(admin ? 'boards.empty' : 'boards.empty.member')} />`
      : html`<ul class="boardcards">${inOrder(own, compare).map((one) => html`<${Card}
          key=${one.id} one=${one} platform=${platforms.find(({ platform }) => platform === one.platform)}
          admin=${admin} onChange=${changed} onGone=${load.reload}
          onEdit=${() => setForm({ one, platform: platforms.find(({ platform }) => platform === one.platform) })}
        />`)}</ul>`}
    <section aria-labelledby="h-boards">
      <div class="row sech"><h2 id="h-boards">${t('boards.all')}</h2></div>
      <ul class="rows tall">${platforms.map((board) => html`<${Board}
        key=${board.platform} board=${board} admin=${admin} onAdd=${(platform) => setForm({ platform })}
      />`)}</ul>
    </section>
    ${may(me.value, 'recruiter') && html`<${Others} />`}
    ${form && html`<${IntegrationForm} ...${form} onSaved=${saved} onClose=${() => setForm(null)} />`}
  `;
}

export default function IntegrationsPage() {
  useTitle(t('nav.integrations'));
  const { query } = here.value;
  const recruiter = may(me.value, 'recruiter');
  const tab = recruiter && TABS.includes(query.get('tab')) ? query.get('tab') : 'manage';
  const load = useLoad(async () => {
    const [own, platforms] = await Promise.all([all('/api/integrations/'), get('/api/integrations/platforms')]);
    return { own, platforms };
  }, []);
  const tabs = tabsOf(recruiter, tab).map((one) => ({ ...one, text: t(`boards.tab.${one.key}`) }));
  return html`
    <div class="head">
      <div><h1>${t('nav.integrations')}</h1><p class="sub">${t('boards.sub')}</p></div>
    </div>
    <${Views} label=${t('boards.tabs')} items=${tabs} />
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${3} height=${120} />`}>
      ${() => (tab === 'logs'
        ? html`<${Logs} all=${load.data.own} platforms=${load.data.platforms} query=${query} setQuery=${setQuery} />`
        : tab === 'stats'
          ? html`<${Statistics} platforms=${load.data.platforms} />`
          : html`<${Manage} load=${load} admin=${may(me.value, 'admin')} />`)}
    </${Loaded}>
  `;
}
