// shell: what surrounds every page: navigation, top bar, dock, toasts, questions, Ctrl-K, help.
import { html, signal, useState, useEffect, cls } from '../lib/html.js';
import { pageTitle } from '../lib/title.js';
import { Icon, IconButton } from './button.js';
import { Avatar } from './avatar.js';
import { SaidAbove, Skeleton } from './states.js';
import { Toasts, toast } from './toast.js';
import { TypeAhead } from './type-ahead.js';
import { t, num, percent, lang, clockTime, needWords } from '../lib/i18n.js';
import { online } from '../lib/api.js';
import { me, overview, unread, flipTheme, flipLang, leave } from '../lib/session.js';
import { mayOpen, placeOf } from '../lib/session-rules.js';
import { asker } from '../lib/asking.js';
import { go } from '../lib/router.js';
import { useHotKeys } from '../lib/keys.js';
import { once, onHand } from '../lib/late.js';
import { Brand } from './brand.js';

/* null | 'find' | 'help' | 'more' | 'bell': which sheet of the shell is open. */
const sheet = signal(null);
const show = (name) => () => { sheet.value = name; };

/* The groups of the navigation, as far as this person may open them. */
const visible = (groups) =>
  groups
    .map(({ key, pages }) => ({ key, pages: pages.filter((page) => mayOpen(me.value, page)) }))
    .filter(({ pages }) => pages.length);
const pagesOf = (groups) => groups.flatMap(({ pages }) => pages);
const onTop = ({ inside }) => !inside;

function Count({ name }) {
  const seen = overview.value;
  if (!seen) return null;
  const running = seen.running_import;
  if (name === 'imports' && running) {
    return html`<b class="n live">
      <b class="live-dot"></b>
      ${percent(Math.floor(running.progress_percentage || 0) / 100)}
    </b>`;
  }
  const count = { today: seen.attention?.length, tasks: seen.tasks?.total, inbox: seen.inbox }[name];
  return count ? html`<b class="n">${num(count)}</b>` : null;
}

const Side = ({ name, groups }) => html`<nav class="side" aria-label=${t('nav.label')}>
  ${groups.map(({ key, pages }) => html`<div key=${key}>
    ${key && html`<h2>${t(key)}</h2>`}
    <ul>
      ${pages.filter(onTop).map((page) => html`<li key=${page.name}>
        <a href=${page.href} data-tip="" aria-current=${page.name === name ? 'page' : undefined}>
          <${Icon} name=${page.icon} />
          <span>${t(`nav.${page.name}`)}</span>
          <${Count} name=${page.name} />
        </a>
      </li>`)}
    </ul>
  </div>`)}
  ${me.value && html`<${Who} />`}
</nav>`;

function Who() {
  const { name, email, role, company } = me.value;
  return html`<div class="who">
    <${Avatar} name=${name || email} id="0" />
    <div class="grow">
      <div class="mid">${name || email}</div>
      <div class="xs faint">${[t(`role.${role}`), company?.name].filter(Boolean).join(', ')}</div>
    </div>
    <${IconButton} class="wide-only out" icon="log-out" label=${t('logout')} onClick=${signOut} />
  </div>`;
}

async function signOut() {
  await leave();
  go('/login/');
}

function Top() {
  const n = unread.value;
  return html`<header class="top">
    <${Brand} />
    <button
      class="find wide-only" type="button" onClick=${show('find')} aria-keyshortcuts="Control+K"
    >
      <${Icon} name="search" />
      ${t('find.button')}
      <kbd>Ctrl K</kbd>
    </button>
    <${IconButton} class="phone" icon="search" label=${t('find.label')} onClick=${show('find')} />
    <${IconButton}
      class=${n !== '0' && 'new'} icon="bell" label=${t('bell.n', { n })} onClick=${show('bell')}
    />
    <button class="ib lang wide-only" type="button" aria-label=${t('lang.switch')} onClick=${flipLang}>
      ${lang.value.toUpperCase()}
    </button>
    <${IconButton} class="wide-only" icon="contrast" label=${t('theme.switch')} onClick=${flipTheme} />
  </header>`;
}

/* Four pages of those that one may open; «More» has the others. */
const docked = (pages) =>
  ['mine', 'today', 'work', 'tasks', 'imports', 'board', 'calendar', 'profile']
    .map((key) => pages.find(({ name }) => name === key))
    .filter(Boolean)
    .slice(0, 4);

function Dock({ name, pages }) {
  const shown = docked(pages);
  const inside = shown.some((page) => page.name === name);
  return html`<nav class="dock" aria-label=${t('dock.label')}>
    ${shown.map((page) => html`<a
      key=${page.name} href=${page.href} aria-current=${page.name === name ? 'page' : undefined}
    >
      <${Icon} name=${page.icon} />
      ${t(`dock.${page.name}`)}
    </a>`)}
    ${pages.length > 0 && html`<button
      type="button" class=${cls(!inside && 'on')} aria-expanded=${String(sheet.value === 'more')}
      onClick=${show('more')}
    >
      <${Icon} name="menu" />
      ${t('dock.more')}
    </button>`}
  </nav>`;
}

function Offline() {
  const [at, setAt] = useState('');
  useEffect(() => { if (!online.value) setAt(clockTime(new Date())); }, [online.value]);
  if (online.value) return null;
  return html`<div class="note warn offline" role="status">
    <${Icon} name="wifi-off" />
    <div>${t('offline', { time: at })}</div>
  </div>`;
}

/* The box, the list of keys, notices and the phone's "More" come with the hand, or when they are asked for. */
const readSheets = once(() => Promise.all([import('./sheets.js'), needWords('team', 'notice')]));

function Sheets({ pages }) {
  const [parts, setParts] = useState(null);
  const open = sheet.value;
  const close = show(null);
  useEffect(() => { onHand(() => readSheets().catch(() => {})); }, []);
  useEffect(() => {
    if (!open || parts) return;
    readSheets().then(
      ([part]) => setParts(part),
      () => {
        close();
        toast(t('error.offline'));
      },
    );
  }, [open]);
  if (!open) return null;
  if (!parts) return html`<${TypeAhead} onCancel=${close} />`;
  const Part = { find: parts.Find, help: parts.Help, more: parts.More, bell: parts.Notices }[open];
  return html`<${Part}
    onClose=${close} pages=${pages} others=${pages.filter((page) => onTop(page) && !docked(pages).includes(page))}
    signOut=${signOut} onHelp=${show('help')}
  />`;
}

/* groups: the pages as routes.js groups them; name: the page that is open; over: what lies over it. */
export function Shell({ name, groups, waiting, over, children }) {
  /* Until it is known who is here, it is not known which pages are theirs. */
  const shown = me.value ? visible(groups) : [];
  const pages = pagesOf(shown);
  const place = placeOf(name, pages);
  useHotKeys(sheet, () => pagesOf(visible(groups)));
  return html`
    <a class="skip" href="#main">${t('skip')}</a>
    <div class="shell">
      <${Top} />
      <${Side} name=${place} groups=${shown} />
      <main class="main" id="main" tabindex="-1">
        <${Offline} />
        <${SaidAbove.Provider} value=${true}>
          ${waiting ? html`<${Skeleton} rows=${8} />` : children}
        </${SaidAbove.Provider}>
      </main>
    </div>
    <${Dock} name=${place} pages=${pages} />
    <div class="sr" role="status" aria-live="polite">${pageTitle.value}</div>
    ${over}
    ${!waiting && html`<${Sheets} pages=${pages} />`}
    ${asker.value && html`<${asker.value} />`}
    <${Toasts} />
  `;
}
