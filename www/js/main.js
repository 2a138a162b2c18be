// main: starts the app: who is here, which page, its styles and words; then draws the shell around it.
import { html, render, effect, signal, useEffect, useRef } from './lib/html.js';
import { ErrorNote } from './ui/states.js';
import { setLang, needWords, lang, t } from './lib/i18n.js';
import { onExpired } from './lib/api.js';
import { here, over, go, match, startRouter, uncover } from './lib/router.js';
import { matchRoute } from './lib/router-rules.js';
import { adding, dropNew } from './lib/adding.js';
import { me, findMe, forget } from './lib/session.js';
import { mayOpen } from './lib/session-rules.js';
import { routes, missing, groups } from './routes.js';
import { Brand } from './ui/brand.js';
import { Shell } from './ui/shell.js';
import { toast } from './ui/toast.js';
import { TypeAhead } from './ui/type-ahead.js';

/* What is on the screen: { Page, params, route, path } or { error }. Stays until the next page is ready. */
const shown = signal(null);
/* What lies over it: { Over, params, route }, or null. */
const covered = signal(null);
/* The box for a new task: { AddTask, route }; null until it is asked for. */
const adder = signal(null);
const ADDER = { load: () => import('./ui/team-add.js'), css: ['fields', 'team'], words: ['team', 'ui'] };

/* Each once: who asks while it is on its way waits for the same. */
const styles = new Map();

function loadCss(name) {
  if (!styles.has(name)) styles.set(name, fetchCss(name));
  return styles.get(name);
}

function fetchCss(name) {
  return new Promise((resolve) => {
    const link = Object.assign(document.createElement('link'), {
      id: `css-${name}`,
      rel: 'stylesheet',
      href: new URL(`../css/${name}.css`, import.meta.url).href,
    });
    link.onload = resolve;
    link.onerror = resolve;
    document.head.append(link);
  });
}

function wanted() {
  const found = match(routes);
  if (!found || (me.value && !mayOpen(me.value, found.route))) {
    return { route: missing, params: {} };
  }
  return found;
}

/* Only the styles of what is shown hold: those of other pages stay loaded and wait. */
function wear() {
  const names = [shown, covered, adder].flatMap((one) => one.peek()?.route.css || []);
  for (const link of document.querySelectorAll('link[id^="css-"]')) {
    if (link.sheet) link.sheet.disabled = !names.includes(link.id.slice(4));
  }
}

/* All that a page is made of, at the same time. -> its module first */
const partsOf = ({ load, css = [], words = [] }) => Promise.all([load(), ...css.map(loadCss), ...words.map(needWords)]);

async function open(path) {
  const { route, params } = wanted();
  try {
    const [module] = await partsOf(route);
    const first = await module.prepare?.(here.value.query);
    if (path !== here.value.path) return;
    shown.value = { Page: module.default, params, route, path, first };
    wear();
  } catch (error) {
    if (path === here.value.path) shown.value = { error: Object.assign(error, { code: 'offline' }), route, path };
  }
}

/* A task opened from a page lies over it; from the sign-in, or at once, it is a page. */
function lies(path, page) {
  const found = matchRoute(routes, path);
  return Boolean(found?.route.over) && !(page && matchRoute(routes, page)?.route.open);
}

/* What is to lie over the page; null: it did not come, which is said, and nobody waits for it any more. */
async function bring(parts, leave) {
  try {
    return await partsOf(parts);
  } catch {
    leave();
    toast(t('error.offline'));
    return null;
  }
}

async function cover(path) {
  const found = path && matchRoute(routes, path);
  if (!found) {
    covered.value = null;
    wear();
    return;
  }
  const came = await bring(found.route, () => path === over.value && uncover());
  if (!came || path !== over.value) return;
  covered.value = { Over: came[0].Over, params: found.params, route: found.route };
  wear();
}

async function prepareAdder() {
  const came = adding.value && await bring(ADDER, dropNew);
  adder.value = came && adding.peek() ? { AddTask: came[0].AddTask, route: ADDER } : null;
  wear();
}

function toLogin() {
  if (match(routes)?.route.open) return;
  const back = location.pathname + location.search;
  go(back === '/' ? '/login/' : `/login/?next=${encodeURIComponent(back)}`, { replace: true });
}

/* Each page starts at its top, on the screen and for screen readers; the first one keeps the browser's focus. */
function useArrival(path) {
  const first = useRef(true);
  useEffect(() => {
    if (!path) return;
    if (!first.current) document.getElementById('main')?.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
}

function App() {
  const view = shown.value;
  const user = me.value;
  const language = lang.value;
  useArrival(view?.path);
  if (!view || (user === undefined && !view.route.open)) return html`<${Shell} waiting groups=${groups} />`;
  const inside = view.error
    ? html`<${ErrorNote} error=${view.error} retry=${() => open(view.path)} />`
    : html`<${view.Page} key=${view.path} params=${view.params} first=${view.first} language=${language} />`;
  if (view.route.open || !user) return user || view.route.open ? inside : html`<${Shell} waiting groups=${groups} />`;
  const above = covered.value;
  const box = adder.value;
  return html`<${Shell}
    name=${view.route.name} groups=${groups}
    over=${html`
      ${above && html`<${above.Over} key=${above.params.id} params=${above.params} />`}
      ${box ? html`<${box.AddTask} />` : adding.value && html`<${TypeAhead} onCancel=${dropNew} />`}
    `}
  >
    ${inside}
  </${Shell}>`;
}

function Failed({ error }) {
  return html`<div class="gate">
    <header class="row"><${Brand} /></header>
    <main class="gatebox" id="main">
      <h1 class="sr">Hirewire</h1>
      <${ErrorNote} error=${error} retry=${() => location.reload()} />
    </main>
  </div>`;
}

/* The shell is kept for when there is no connection (www/worker.js), once there is nothing better to do. */
function keepShell() {
  const start = () => navigator.serviceWorker.register('/worker.js').catch(() => {});
  if ('serviceWorker' in navigator) addEventListener('load', () => setTimeout(start), { once: true });
}

async function begin() {
  const root = document.getElementById('app');
  const found = match(routes);
  if (found && !found.route.moved) partsOf(found.route).catch(() => {});
  try {
    await setLang(lang.value);
  } catch (error) {
    render(html`<${Failed} error=${Object.assign(error, { code: 'offline' })} />`, root);
    return;
  }
  startRouter(lies);
  render(html`<${App} />`, root);
  onExpired(() => {
    forget();
    toLogin();
  });
  try {
    if (!found?.route.open) await findMe();
  } catch (error) {
    render(html`<${Failed} error=${error} />`, root);
    return;
  }
  effect(() => {
    const { path, query } = here.value;
    const route = match(routes)?.route;
    const moved = route?.moved || (me.value && route && !mayOpen(me.value, route) && route.instead);
    if (moved) {
      go(String(query) ? `${moved}?${query}` : moved, { replace: true });
      return;
    }
    if (me.value === null && !route?.open) toLogin();
    else if (me.value !== undefined || route?.open) open(path);
  });
  effect(() => { if (me.value) cover(over.value); });
  effect(() => { prepareAdder(); });
}

keepShell();
begin();
