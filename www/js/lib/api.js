// api: the only module that calls fetch. CSRF, problem+json, cancelled searches, expired sessions.
import { signal } from '@preact/signals';
import { problemOf, linksOf, totalOf, withQuery } from './api-rules.js';

export class ApiError extends Error {
  constructor(problem) {
    super(problem.detail || problem.title || problem.code);
    Object.assign(this, problem);
  }
}

/* False after a request could not reach the server; true again after one that did, be it only the probe. */
export const online = signal(true);

const YOUNG_MS = 60_000;
const PROBE_MS = 3000;
const state = { csrf: null, onExpired: () => {}, probing: false };
const lanes = new Map();

export const setCsrf = (value) => { state.csrf = value; };
export const onExpired = (fn) => { state.onExpired = fn; };

/* Has the server another release by now, in which this file is no part of the page? */
export async function isReplaced() {
  const page = await fetch('/index.html', { cache: 'no-store' }).catch(() => null);
  return Boolean(page?.ok) && !(await page.text()).includes(new URL(import.meta.url).pathname);
}

/* A lane holds one request: the next one in it cancels the former. */
function laneSignal(lane) {
  if (!lane) return undefined;
  lanes.get(lane)?.abort();
  const control = new AbortController();
  lanes.set(lane, control);
  return control.signal;
}

/* Files go as a form: the browser writes its Content-Type itself. */
const isForm = (body) => body instanceof FormData;

function headersFor(method, { body, key }) {
  const headers = { Accept: 'application/json', 'Accept-Language': document.documentElement.lang };
  if (body !== undefined && !isForm(body)) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && state.csrf) headers['X-CSRF-Token'] = state.csrf;
  if (key) headers['Idempotency-Key'] = key;
  return headers;
}

/*
 * What the page's head asked already (early.js): taken once, and only while the page is young, which on a slow line it
 * still is when its modules come.
 */
async function begun(method, url) {
  const early = method === 'GET' && performance.now() < YOUNG_MS && globalThis.begun?.[url];
  if (!early) return null;
  delete globalThis.begun[url];
  return early.catch(() => null);
}

/* Is the answer to such a question on its way since the page's head? */
export const isBegun = (url, query) => Boolean(globalThis.begun?.[withQuery(url, query)]);

/* Asks for this very file until it comes. What the browser says of the network is a reason to ask, no answer. */
export async function probe() {
  if (state.probing) return;
  state.probing = true;
  try {
    await fetch(import.meta.url, { method: 'HEAD', cache: 'no-store' });
    online.value = true;
  } catch {
    online.value = false;
    setTimeout(probe, PROBE_MS);
  } finally {
    state.probing = false;
  }
}

addEventListener('online', probe);
addEventListener('offline', probe);

async function reach(method, url, opts) {
  const target = withQuery(url, opts.query);
  const signal = laneSignal(opts.lane);
  try {
    const answer =
      (await begun(method, target)) ??
      (await (opts.carry || fetch)(target, {
        method,
        cache: 'no-store',
        credentials: 'same-origin',
        signal,
        headers: headersFor(method, opts),
        body: opts.body === undefined || isForm(opts.body) ? opts.body : JSON.stringify(opts.body),
      }));
    online.value = true;
    return answer;
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    online.value = false;
    probe();
    throw new ApiError({ code: 'offline', status: 0, errors: [] });
  }
}

async function bodyOf(answer) {
  const text = await answer.text();
  if (!text) return null;
  if (answer.headers.get('content-type')?.startsWith('text/plain')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function send(method, url, opts = {}) {
  const answer = await reach(method, url, opts);
  const body = await bodyOf(answer);
  if (answer.ok && body !== undefined) return { answer, body };
  const problem = problemOf(answer.status, body, answer.headers);
  if (problem.status === 401 && !opts.open) state.onExpired();
  if (problem.code === 'io.csrf' && !opts.again) {
    const me = await send('GET', '/api/v1/auth/me', { again: true });
    state.csrf = me.body.csrf;
    return send(method, url, { ...opts, again: true });
  }
  throw new ApiError(problem);
}

const bodyFrom = (method) => async (url, body, opts) => (await send(method, url, { ...opts, body })).body;

export const get = async (url, query, opts) => (await send('GET', url, { ...opts, query })).body;
export const post = bodyFrom('POST');
export const put = bodyFrom('PUT');
export const patch = bodyFrom('PATCH');
export const del = async (url) => (await send('DELETE', url)).body;

/* A POST that starts something: a repeated click or a lost answer starts it once. */
export const start = (url, body, key = crypto.randomUUID()) => post(url, body, { key });

/*
 * One page of a list: { rows, total, more, links: { next, prev }, unread, searched }, unread of notices; searched: a
 * short page was looked for as far as this time. opts.body: of a list that is asked for by POST.
 */
export async function page(url, query, opts) {
  const { answer, body } = await send(opts?.body ? 'POST' : 'GET', url, { ...opts, query });
  const { headers } = answer;
  return {
    rows: body,
    ...totalOf(headers.get('X-Total-Count')),
    links: linksOf(headers.get('Link')),
    unread: headers.get('X-Unread-Count'),
    searched: headers.get('X-Searched-To'),
  };
}

/* A list to its end, by the links of its pages. */
export async function all(url, query) {
  const rows = [];
  for (let next = { page_size: 100, ...query }; next;) {
    const got = await page(url, next);
    rows.push(...got.rows);
    next = got.links.next;
  }
  return rows;
}

export const aborted = (error) => error?.name === 'AbortError';
