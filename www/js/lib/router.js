// router: the address is the state. History API, filters in the query, a guard for unsaved changes.
import { signal } from '@preact/signals';
import { matchRoute, insideApp } from './router-rules.js';

const read = () => ({ path: location.pathname, query: new URLSearchParams(location.search) });

export const here = signal(read());

const guard = { ask: null };
let shown = location.pathname + location.search;

/* ask: async () => true when one may leave; null lifts the guard. */
export const setGuard = (ask) => { guard.ask = ask; };

function arrive() {
  shown = location.pathname + location.search;
  here.value = read();
}

const pathOf = (url) => new URL(url, location.href).pathname;

async function mayLeave(url) {
  if (!guard.ask || pathOf(url) === here.value.path) return true;
  if (!(await guard.ask())) return false;
  guard.ask = null;
  return true;
}

/* Go to an address of the app. replace: leave no step in the history (typing in a filter). */
export async function go(url, { replace = false } = {}) {
  if (!(await mayLeave(url))) return false;
  const newPath = pathOf(url) !== here.value.path;
  if (replace) history.replaceState(history.state, '', url);
  else history.pushState({ from: shown }, '', url);
  arrive();
  if (newPath) window.scrollTo(0, 0);
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

/* Back cannot be refused by the browser: the address is put back, then we ask. */
async function onPop() {
  const wanted = location.pathname + location.search;
  if (guard.ask && pathOf(wanted) !== here.value.path) {
    history.pushState(null, '', shown);
    if (!(await mayLeave(wanted))) return;
    history.replaceState(null, '', wanted);
  }
  arrive();
}

function onClick(event) {
  const link = event.target.closest?.('a[href]');
  if (!link || !insideApp(event, link, location.origin)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

export function startRouter() {
  addEventListener('popstate', onPop);
  document.addEventListener('click', onClick);
  addEventListener('beforeunload', (event) => {
    if (guard.ask) event.preventDefault();
  });
}

export const match = (routes) => matchRoute(routes, here.value.path);
