// router: the address is the state. History API, filters in the query, a guard for unsaved changes.
import { signal } from '@preact/signals';
import { matchRoute, insideApp } from './router-rules.js';

const placeOf = (url) => {
  const { pathname, searchParams } = new URL(url, location.href);
  return { path: pathname, query: searchParams };
};

/* The page that is shown. */
export const here = signal(placeOf(location.href));
/* What lies over it, a drawer say, under an address of its own: its path, or ''. */
export const over = signal('');

const guard = { ask: null };
/* lies(path, page): may what has this path lie over that page? */
const layers = { lies: () => false };
let shown = location.pathname + location.search;

/* ask: async () => true when one may leave; null lifts the guard. */
export const setGuard = (ask) => { guard.ask = ask; };

/* A step of the history that lies over a page knows the page's address. */
const pageUnder = () => (layers.lies(location.pathname) && history.state?.under) || '';

function arrive() {
  const under = pageUnder();
  const next = placeOf(under || location.href);
  shown = location.pathname + location.search;
  over.value = under ? location.pathname : '';
  if (next.path !== here.value.path || String(next.query) !== String(here.value.query)) here.value = next;
}

const pathOf = (url) => new URL(url, location.href).pathname;
const addressOf = ({ path, query }) => path + (query.size ? `?${query}` : '');

/* The page that an address would lie over; '': it is a page itself. */
const underOf = (url) =>
  layers.lies(pathOf(url), here.value.path) && !layers.lies(here.value.path) ? addressOf(here.value) : '';

async function mayLeave(url) {
  if (!guard.ask || pathOf(url) === location.pathname || (underOf(url) && !over.value)) return true;
  if (!(await guard.ask())) return false;
  guard.ask = null;
  return true;
}

/* Go to an address of the app. replace: leave no step in the history (typing in a filter). */
export async function go(url, { replace = false } = {}) {
  if (!(await mayLeave(url))) return false;
  const { path } = here.value;
  if (replace) history.replaceState(history.state, '', url);
  else history.pushState({ from: shown, under: underOf(url) }, '', url);
  arrive();
  if (path !== here.value.path) window.scrollTo(0, 0);
  return true;
}

/* Back to an address that one came from: the step there is taken back, so that Back does not return here. */
export function retreat(url) {
  if (history.state?.from === url) history.back();
  else go(url, { replace: true });
}

export function setQuery(params, opts) {
  const text = params.toString();
  return go(here.value.path + (text ? `?${text}` : ''), opts);
}

/* query: of listQuery. The filters are read anew: what was typed may arrive before the page is drawn again. */
export function changeFilters(query, change, opts) {
  return setQuery(query.write(query.changed(query.read(here.value.query), change)), opts);
}

/* What lies over the page goes. */
export const uncover = () => retreat(addressOf(here.value));

/* Back cannot be refused by the browser: the address is put back, then we ask. */
async function onPop() {
  const wanted = location.pathname + location.search;
  if (guard.ask && pathOf(wanted) !== pathOf(shown)) {
    const { state } = history;
    history.pushState({ under: over.value && addressOf(here.value) }, '', shown);
    if (!(await mayLeave(wanted))) return;
    history.replaceState(state, '', wanted);
  }
  arrive();
}

function onClick(event) {
  const link = event.target.closest?.('a[href]');
  if (!link || !insideApp(event, link, location.origin)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

/* lies(path, page): whether that path lies over that page, when it is opened there. */
export function startRouter(lies = () => false) {
  layers.lies = lies;
  arrive();
  addEventListener('popstate', onPop);
  document.addEventListener('click', onClick);
  addEventListener('beforeunload', (event) => {
    if (guard.ask) event.preventDefault();
  });
}

export const match = (routes) => matchRoute(routes, here.value.path);
