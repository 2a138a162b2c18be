// main: starts the app: who is here, which page, its styles and words; then draws the shell around it.
import { html, render, effect, signal, useEffect, useMemo, useRef } from './lib/html.js';
import { ErrorNote } from './ui/states.js';
import { setLang, needWordsOf, lang, t } from './lib/i18n.js';
import { isReplaced, onExpired, probe } from './lib/api.js';
import { useReturn } from './lib/load.js';
import { bringStyles, wear } from './lib/styles.js';
import { here, over, go, match, startRouter, uncover } from './lib/router.js';
import { matchRoute } from './lib/router-rules.js';
import { adding, dropNew } from './lib/adding.js';
import { me, findMe, forget } from './lib/session.js';
import { mayOpen } from './lib/session-rules.js';
import { routes, adding as ADDER, missing, groups } from './routes.js';
import { Brand } from './ui/brand.js';
import { Shell } from './ui/shell.js';
import { watchTips } from './ui/tips.js';
import { toast } from './ui/toast.js';
import { TypeAhead } from './ui/type-ahead.js';

/* What is on the screen: { Page, params, route, path } or { error }. Stays until the next page is ready. */
const shown = signal(null);
/* What lies over it: { Over, params, route }, or null. */
const covered = signal(null);
/* The box for a new task: { AddTask, route }; null until it is asked for. */
const adder = signal(null);

function wanted() {
  const found = match(routes);
  if (!found || (me.value && !mayOpen(me.value, found.route))) {
    return { route: missing, params: {} };
  }
  return found;
}

/* What a link of the page may lay over it, and is read. Its sheets hold already where they change nothing of the page
 * (beside: a sheet that such pages have): to put them on takes long. */
const near = { page: null, route: null };

const dress = () => {
  const page = shown.peek();
  const over = [covered, adder].flatMap((one) => one.peek()?.route ?? []);
  const ready = near.page === page && near.route && page?.route?.css?.includes(near.route.beside);
  wear(page?.route, ready ? [...over, near.route] : over);
};

/* All that a page, or what lies over it, is made of, at the same time. -> its module first */
const partsOf = (route, styles) => Promise.all([route.load(), needWordsOf(route), styles]);
const pageParts = (route) => partsOf(route, bringStyles(route));

async function open(path) {
  const { route, params } = wanted();
  try {
    const [module] = await pageParts(route);
    const first = await module.prepare?.(here.value.query);
    if (path !== here.value.path) return;
    shown.value = { Page: module.default, params, route, path, first };
    dress();
  } catch (error) {
    if (path !== here.value.path) return;
    if (await isReplaced()) {
      location.reload();
      return;
    }
    await probe();
    if (path === here.value.path) shown.value = { error: Object.assign(error, { code: 'offline' }), route, path };
  }
}

/* A task opened from a page lies over it; from the sign-in, or at once, it is a page. */
function lies(path, page) {
  const found = matchRoute(routes, path);
  return Boolean(found?.route.over) && !(page && matchRoute(routes, page)?.route.open);
}

/* What a link lays over the page is there before the link is pressed: read when there is a hand, and such a link. */
const overs = routes.filter((route) => route.over);
function foresee() {
  const page = shown.peek();
  if (near.page === page || covered.peek()) return;
  for (const { pathname } of document.links) {
    const route = matchRoute(overs, pathname)?.route;
    if (!route) continue;
    Object.assign(near, { page, route: null });
    partsOf(route, bringStyles(page?.route, [route])).then(
      () => { if (near.page === page) near.route = route; dress(); },
      () => { if (near.page === page) near.page = null; },
    );
    return;
  }
}

/* What is to lie over the page; null: it did not come, which is said, and nobody waits for it any more. */
async function bring(parts, leave) {
  try {
    return await partsOf(parts, bringStyles(shown.peek()?.route, [parts]));
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
    dress();
    return;
  }
  const came = await bring(found.route, () => path === over.value && uncover());
  if (!came || path !== over.value) return;
  covered.value = { Over: came[0].Over, params: found.params, route: found.route };
  dress();
}

async function prepareAdder() {
  const came = adding.value && await bring(ADDER, dropNew);
  adder.value = came && adding.peek() ? { AddTask: came[0].AddTask, route: ADDER } : null;
  dress();
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

/* A page whose files did not come: its name, and it comes by itself when the server is reached. */
function Unread({ error, name, retry }) {
  useReturn(error, retry);
  return html`
    ${name && html`<div class="head"><div><h1>${t(`nav.${name}`)}</h1></div></div>`}
    <${ErrorNote} error=${error} retry=${retry} />
  `;
}

const pageOf = (view, language) =>
  view.error
    ? html`<${Unread}
      error=${view.error} name=${!view.route.open && view.route.name} retry=${() => open(view.path)}
    />`
    : html`<${view.Page} key=${view.path} params=${view.params} first=${view.first} language=${language} />`;

function App() {
  const view = shown.value;
  const user = me.value;
  const language = lang.value;
  useArrival(view?.path);
  /* What comes over a page draws nothing of it anew. */
  const inside = useMemo(() => view && pageOf(view, language), [view, language, user]);
  if (!view || (user === undefined && !view.route.open)) return html`<${Shell} waiting groups=${groups} />`;
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
  const again = () => location.reload();
  useReturn(error, again);
  return html`<div class="gate">
    <header class="row"><${Brand} /></header>
    <main class="gatebox" id="main">
      <h1 class="sr">Hirewire</h1>
      <${ErrorNote} error=${error} retry=${again} />
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
  if (found && !found.route.moved) pageParts(found.route).catch(() => {});
  try {
    await setLang(lang.value);
  } catch (error) {
    await probe();
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

for (const type of ['pointerover', 'keydown']) addEventListener(type, foresee, { passive: true });
keepShell();
watchTips();
begin();
