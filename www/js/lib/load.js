// load: reading data for a component: once, again on demand, the old shown while the new is on its way.
import { useState, useEffect, useRef, useCallback } from './html.js';
import { aborted, online } from './api.js';

const CALM_MS = 3000;

/*
 * What failed with this error, because the server was not reached, is asked for again by itself as soon as it is
 * reached. Where this question alone fails, it is asked no more often than CALM_MS.
 */
export function useReturn(error, reload) {
  const again = useRef(reload);
  again.current = reload;
  useEffect(() => {
    if (error?.code !== 'offline') return undefined;
    const since = Date.now();
    let timer = 0;
    const deaf = online.subscribe((reached) => {
      clearTimeout(timer);
      if (reached) timer = setTimeout(() => again.current(), Math.max(0, since + CALM_MS - Date.now()));
    });
    return () => {
      deaf();
      clearTimeout(timer);
    };
  }, [error]);
}

/*
 * Loads by fn when deps change. Old data stays while new loads, and when that fails, but for a 404.
 * { data, of, error, busy, reload, set }
 * fn rejects with an abort when a later load took its lane: then nothing changes. of: what the data are of, as the
 * caller said when they were asked for: a tab is the current one when its data are there.
 */
export function useLoad(fn, deps, of) {
  const [got, setGot] = useState({ data: undefined, of, error: null, busy: true });
  const turn = useRef(0);
  const load = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    setGot((old) => ({ ...old, error: old.error?.code === 'offline' ? null : old.error, busy: true }));
    try {
      const data = await fn();
      if (mine === turn.current) setGot({ data, of, error: null, busy: false });
    } catch (error) {
      if (aborted(error)) return;
      /* What is gone, or may be seen no longer, is shown no longer. */
      const kept = (old) => (error.status === 404 ? undefined : old.data);
      if (mine === turn.current) setGot((old) => ({ ...old, data: kept(old), error, busy: false }));
    }
  }, deps);
  useEffect(() => {
    load();
    return () => { turn.current += 1; };
  }, [load]);
  useReturn(got.error, load);
  const set = (change) => setGot((old) => ({ ...old, data: typeof change === 'function' ? change(old.data) : change }));
  return { ...got, reload: load, set };
}
