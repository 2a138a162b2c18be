// load: reading data for a component: once, again on demand, the old shown while the new is on its way.
import { useState, useEffect, useRef, useCallback } from './html.js';
import { aborted } from './api.js';

/*
 * Loads by fn when deps change. Old data stays while new loads. { data, error, busy, reload, set }
 * fn rejects with an abort when a later load took its lane: then nothing changes.
 */
export function useLoad(fn, deps) {
  const [got, setGot] = useState({ data: undefined, error: null, busy: true });
  const turn = useRef(0);
  const load = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    setGot((old) => ({ ...old, busy: true }));
    try {
      const data = await fn();
      if (mine === turn.current) setGot({ data, error: null, busy: false });
    } catch (error) {
      if (aborted(error)) return;
      if (mine === turn.current) setGot((old) => ({ ...old, error, busy: false }));
    }
  }, deps);
  useEffect(() => {
    load();
    return () => { turn.current += 1; };
  }, [load]);
  const set = (change) => setGot((old) => ({ ...old, data: typeof change === 'function' ? change(old.data) : change }));
  return { ...got, reload: load, set };
}
