// live: events as they happen. WebSocket first, EventSource next, polling at the worst; missed ones are caught up.
import { signal, useEffect, useRef } from './html.js';
import { get, online } from './api.js';
import { backoff, nextMode, isNews, nothingSeen, missedFrom } from './live-rules.js';

/* 'off' | 'socket' | 'stream' | 'polling': how events reach us now. */
export const mode = signal('off');

const URL_LIVE = '/ws/tasks/';
const POLL_MS = 5000;
const handlers = new Map();
const line = { seen: nothingSeen(), fails: 0, wanted: 'socket', open: null, timer: 0, running: false };

/* Calls fn(data, event) for each event of a type ('import', 'sync', 'task', 'notification'; 'tick' when polling). */
export function on(type, fn) {
  if (!handlers.has(type)) handlers.set(type, new Set());
  handlers.get(type).add(fn);
  return () => handlers.get(type).delete(fn);
}

/* The same for a component, as long as it is there. */
export const useLive = (type, fn, deps) => useEffect(() => on(type, fn), deps);

/* Calls fn at most once in ms, never while the page is hidden: what was put off is done as soon as it may be. */
function sparingly(fn, ms) {
  const state = { timer: 0, last: -Infinity, due: false };
  const now = () => {
    clearTimeout(state.timer);
    Object.assign(state, { timer: 0, due: true });
    if (document.hidden) return;
    Object.assign(state, { last: Date.now(), due: false });
    fn();
  };
  const soon = () => {
    state.due = true;
    state.timer ||= setTimeout(now, Math.max(0, state.last + ms - Date.now()));
  };
  const shown = () => { if (state.due) soon(); };
  document.addEventListener('visibilitychange', shown);
  const stop = () => {
    clearTimeout(state.timer);
    document.removeEventListener('visibilitychange', shown);
  };
  return { now, soon, stop };
}

/*
 * For a component that shows what events change: reload() by events of a type that fit, at most once in ms; after a new
 * connection, as some may have been missed; and by each tick of polling. While nothing happens, nothing is asked.
 */
export function useFresh(type, { fits, ms }, reload, deps) {
  const last = useRef(reload);
  last.current = reload;
  useEffect(() => {
    const calm = sparingly(() => last.current(), ms);
    const offs = [
      on(type, (data) => { if (fits(data)) calm.soon(); }), on('open', calm.now), on('tick', calm.now), calm.stop,
    ];
    return () => offs.forEach((off) => off());
  }, deps);
}

const emit = (type, data, event) => handlers.get(type)?.forEach((fn) => fn(data, event));

function take(event) {
  if (isNews(event, line.seen)) emit(event.type, event.data, event);
}

function takeText(text) {
  try {
    take(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}

/* What happened while nobody listened. */
async function catchUp() {
  if (!line.seen.last) return;
  try {
    // 200 is a whole answer: there may be more
    let rows, after = missedFrom(line.seen);
    do {
      rows = await get('/api/v1/events', { after });
      rows.forEach(take);
      after = rows.at(-1)?.seq;
    } while (rows.length > 199);
  } catch {
    // the next reconnect tries again; pages reload what they show
  }
}

function opened(kind) {
  line.fails = 0;
  mode.value = kind;
  catchUp();
  emit('open');
}

function closed() {
  line.open = null;
  if (!line.running) return;
  line.fails += 1;
  line.wanted = nextMode(line.wanted, line.fails);
  line.timer = setTimeout(connect, backoff(line.fails, Math.random()));
}

function openSocket() {
  const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + URL_LIVE);
  socket.onopen = () => opened('socket');
  socket.onmessage = (message) => takeText(message.data);
  socket.onclose = closed;
  line.open = socket;
}

function openStream() {
  const stream = new EventSource(URL_LIVE);
  stream.onopen = () => opened('stream');
  stream.onmessage = (message) => takeText(message.data);
  stream.onerror = () => {
    stream.close();
    closed();
  };
  line.open = stream;
}

async function poll() {
  mode.value = 'polling';
  await catchUp();
  if (!line.running || line.wanted !== 'polling') return;
  emit('tick');
  line.timer = setTimeout(line.fails % 12 === 11 ? tryAgain : poll, POLL_MS);
  line.fails += 1;
}

/* Once a minute of polling a socket gets another chance. */
function tryAgain() {
  line.wanted = 'socket';
  line.fails = 0;
  connect();
}

function connect() {
  if (!line.running) return;
  if (line.wanted === 'socket') openSocket();
  else if (line.wanted === 'stream') openStream();
  else poll();
}

/* The server is reached again: what waits for its turn need not. */
online.subscribe((reached) => {
  if (!reached || !line.running || line.open) return;
  clearTimeout(line.timer);
  tryAgain();
});

export function startLive() {
  if (line.running) return;
  Object.assign(line, { running: true, fails: 0, wanted: 'socket' });
  connect();
}

export function stopLive() {
  line.running = false;
  clearTimeout(line.timer);
  line.open?.close();
  Object.assign(line, { open: null, seen: nothingSeen() });
  mode.value = 'off';
}
