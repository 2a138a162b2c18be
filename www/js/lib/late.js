// late: modules that come after the page: what the page is drawn without, but a press may need.

/* Reads once; what did not come, which is as if there were no connection, is asked for again the next time. */
export function once(read) {
  const known = { ready: null };
  return () => {
    known.ready ??= read().catch((error) => {
      known.ready = null;
      throw Object.assign(error, { code: 'offline' });
    });
    return known.ready;
  };
}

const SIGNS = ['pointermove', 'pointerdown', 'keydown'];
const first = (types, on = globalThis) => new Promise((done) => {
  for (const type of types) on.addEventListener(type, done, { once: true, capture: true, passive: true });
});

/* A mouse that moves, a finger, a key: the first press is near. Before that nothing is read: many only look. */
const hand = first(SIGNS);
const loaded = document.readyState === 'complete' ? Promise.resolve() : first(['load']);
const idle = globalThis.requestIdleCallback ?? setTimeout;

/* Calls prepare when somebody's hand is there and the page has loaded: at once, if so. */
export const onHand = (prepare) => Promise.all([hand, loaded]).then(() => idle(prepare));
