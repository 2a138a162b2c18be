// main: the components in their states, at /ui/ of a demo: one page for each, without a session.
import { html, render, effect, signal } from '../lib/html.js';
import { setLang, needWords, lang, t } from '../lib/i18n.js';
import { addressOf } from '../lib/served.js';
import { useTitle } from '../lib/title.js';
import { here, startRouter } from '../lib/router.js';
import { setTheme, flipTheme } from '../lib/session.js';
import { Brand } from '../ui/brand.js';
import { IconButton } from '../ui/button.js';
import { Asks } from '../ui/dialog.js';
import { Toasts } from '../ui/toast.js';
import { Skeleton } from '../ui/states.js';
import { Views } from '../ui/table.js';
import { watchTips } from '../ui/tips.js';
import { parts } from './parts.js';

const shown = signal(null);

const hrefOf = (part) => `/ui/${part.name}/`;
const wanted = (path) => parts.find((part) => hrefOf(part) === `${path.replace(/\/*$/, '')}/`) || parts[0];
const flipLang = () => setLang(lang.value === 'ru' ? 'en' : 'ru');

const styles = new Set();
function wear(name) {
  if (styles.has(name)) return null;
  styles.add(name);
  return new Promise((done) => {
    const href = addressOf(name);
    document.head.append(
      Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: done, onerror: done }),
    );
  });
}

async function open(path) {
  const part = wanted(path);
  const [module] = await Promise.all([part.load(), ...(part.css || []).map(wear)]);
  if (part === wanted(here.value.path)) shown.value = { part, Page: module.default };
}

const Side = ({ now }) => html`<nav class="side" aria-label=${t('gallery.parts')}>
  <ul>
    ${parts.map((part) => html`<li key=${part.name}>
      <a href=${hrefOf(part)} aria-current=${part === now ? 'page' : undefined} class="part">
        ${t(`gallery.${part.name}`)}
      </a>
    </li>`)}
  </ul>
</nav>`;

const Top = () => html`<header class="top">
  <${Brand} />
  <span class="push"></span>
  <button class="ib lang" type="button" aria-label=${t('lang.switch')} onClick=${flipLang}>
    ${lang.value.toUpperCase()}
  </button>
  <${IconButton} icon="contrast" label=${t('theme.switch')} onClick=${flipTheme} />
</header>`;

function Part({ part, Page }) {
  useTitle(t(`gallery.${part.name}`));
  return html`
    <div class="head">
      <div><h1>${t(`gallery.${part.name}`)}</h1><p class="sub">${t(`gallery.${part.name}.what`)}</p></div>
    </div>
    <div class="states"><${Page} language=${lang.value} /></div>
  `;
}

function App() {
  const view = shown.value;
  const tabs = parts.map((part) => ({
    key: part.name,
    text: t(`gallery.${part.name}`),
    href: hrefOf(part),
    current: part === view?.part,
  }));
  return html`
    <div class="shell gallery" lang=${lang.value}>
      <${Top} />
      <${Side} now=${view?.part} />
      <main class="main" id="main" tabindex="-1">
        <div class="phone"><${Views} items=${tabs} label=${t('gallery.parts')} /></div>
        ${view ? html`<${Part} key=${view.part.name} part=${view.part} Page=${view.Page} />` : html`<${Skeleton} />`}
      </main>
    </div>
    <${Asks} />
    <${Toasts} />
  `;
}

async function begin() {
  setTheme(localStorage.getItem('theme') || 'system', { keep: false });
  await Promise.all([needWords('ui', 'gallery', 'clickup', 'huntflow', 'team'), setLang(lang.value)]);
  startRouter();
  render(html`<${App} />`, document.getElementById('app'));
  effect(() => { open(here.value.path); });
}

watchTips();
begin();
