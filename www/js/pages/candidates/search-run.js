// search-run: one search over several integrations: each is asked by itself, its rows come as soon as they are here.
import { useEffect, useRef, useState } from '../../lib/html.js';
import { ApiError, post } from '../../lib/api.js';
import { merged, partOf, SEARCH } from './search-rules.js';

/* What was found stays for a while: whoever comes back from a person's page asks nobody anew. */
const KEPT_MS = 15 * 60_000;
const kept = { key: null, at: 0, got: null };
const NOTHING = { rows: [], parts: {} };

/* The board's own reason, where there is one. */
const failed = (error) => (error.platforms?.length > 0 ? partOf(error) : {
  status: 'error', found: 0, total: null, took_ms: 0, notes: [], cursor: null,
  error: { code: error.code, detail: '', problem: error },
});

async function askOne(body, id, cursor) {
  try {
    const answer = await post(SEARCH, { ...body, integration_ids: [id], ...(cursor && { cursor }) });
    return { rows: answer.candidates, part: partOf(answer) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { rows: [], part: failed(error) };
  }
}

/*
 * key: what the search is known by; '': nobody looks for anybody. asked: integrations. -> { rows, parts: by the
 * integration's id, busy, more(): goes on where the answers ended, again(id): once more, change(ids, fields) of rows }
 */
export function useRun({ key, body, asked }) {
  const [got, setGot] = useState(NOTHING);
  const turn = useRef(0);
  const now = useRef(NOTHING);
  const put = (next) => {
    now.current = next;
    Object.assign(kept, { key, at: Date.now(), got: next });
    setGot(next);
  };
  const part = (id, fields) => ({ ...now.current.parts, [id]: { ...now.current.parts[id], ...fields } });
  const ask = async (ids) => {
    const mine = turn.current;
    const each = async (id) => {
      const before = now.current.parts[id];
      put({ ...now.current, parts: part(id, { busy: true }) });
      const { rows, part: end } = await askOne(body, id, before?.cursor);
      if (mine !== turn.current) return;
      const sum = { ...end, found: end.found + (before?.found || 0), cursor: end.error ? before?.cursor : end.cursor };
      put({ rows: merged(now.current.rows, rows), parts: part(id, { ...sum, busy: false }) });
    };
    await Promise.all(ids.map(each));
  };
  useEffect(() => {
    turn.current += 1;
    now.current = NOTHING;
    if (!key) setGot(NOTHING);
    else {
      if (kept.key === key && Date.now() - kept.at < KEPT_MS) put(kept.got);
      // Those who were not waited for to the end are asked anew.
      ask(asked.map(({ id }) => id).filter((id) => !now.current.parts[id] || now.current.parts[id].busy));
    }
    return () => { turn.current += 1; };
  }, [key]);
  const list = Object.entries(got.parts);
  return {
    ...got,
    busy: list.some(([, one]) => one.busy),
    hasMore: list.some(([, one]) => one.cursor && !one.busy),
    more: () => ask(list.filter(([, one]) => one.cursor).map(([id]) => Number(id))),
    again: (id) => ask([id]),
    change: (ids, fields) => put({
      ...now.current, rows: now.current.rows.map((row) => (ids.includes(row.id) ? { ...row, ...fields } : row)),
    }),
    anew: () => {
      turn.current += 1;
      now.current = NOTHING;
      ask(asked.map(({ id }) => id));
    },
  };
}
