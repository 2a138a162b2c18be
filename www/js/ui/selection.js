// selection: ticked rows of a list and the bar of what is done to them; the keys of the rows.
import { html, useState, useEffect, useRef } from '../lib/html.js';
import { letters, useKeys } from '../lib/keys.js';
import { useLoad } from '../lib/load.js';
import { t } from '../lib/i18n.js';
import { Button, IconButton } from './button.js';
import { ticked, rowAt } from './selection-rules.js';

/*
 * rows: the page of the list that is shown; may(row): it can be ticked; stamp: the list's filters: when they change,
 * "all of the list" holds no more.
 * -> { chosen: Map id -> row, everything, may, has(row), tick(i, range, on), all(on), clear(), drop(id),
 *      takeEverything() }
 */
export function useSelection({ rows, idOf, may = () => true, stamp = '' }) {
  const [chosen, setChosen] = useState(new Map());
  const [everything, setEverything] = useState(false);
  const last = useRef(null);
  useEffect(() => setEverything(false), [stamp]);
  const page = rows.map(idOf).join(' ');
  useEffect(() => { last.current = null; }, [page]);
  const has = (row) => chosen.has(idOf(row));
  const tick = (i, range, on = !has(rows[i])) => {
    setChosen(ticked(chosen, rows, range ? last.current : null, i, on, idOf, may));
    last.current = i;
    setEverything(false);
  };
  const all = (on) => {
    setChosen(ticked(chosen, rows, 0, rows.length - 1, on, idOf, may));
    if (!on) setEverything(false);
  };
  const clear = () => {
    setChosen(new Map());
    setEverything(false);
  };
  /* It is gone: a change of all that are ticked would be refused for its sake. */
  const drop = (id) => setChosen((old) => (old.has(id) ? new Map([...old].filter(([one]) => one !== id)) : old));
  const takeEverything = () => { all(true); setEverything(true); };
  return { chosen, everything, may, has, tick, all, clear, drop, takeEverything };
}

/*
 * j, k move; x ticks, Shift x a range; Enter opens; Esc clears. The keys stay with their row when others come and go,
 * and with none when it has gone itself. -> the row under the keys, and who sets it.
 */
export function useRowKeys({ rows, idOf, pick, onOpen, stamp = '' }) {
  const [id, setId] = useState(null);
  const place = useRef(null);
  const found = id === null ? -1 : rows.findIndex((row) => idOf(row) === id);
  const cursor = found < 0 ? null : found;
  if (cursor !== null || id === null) place.current = cursor;
  const setCursor = (n) => setId(n === null ? null : idOf(rows[n]));
  useEffect(() => setId(null), [stamp]);
  useKeys((event) => {
    if (!letters(event)) return;
    const move = { KeyJ: 1, KeyK: -1 }[event.code];
    const row = cursor === null ? null : rows[cursor];
    if (move) {
      const next = rowAt(cursor, rows.length, move, place.current);
      setCursor(next);
      if (next === null) return;
      document.querySelector(`[data-row="${CSS.escape(idOf(rows[next]))}"]`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.code === 'KeyX' && row) pick?.tick(cursor, event.shiftKey);
    else if (event.key === 'Enter' && row && !event.target.closest('a, button, summary')) {
      // The press must not reach what has the focus in the thing that opens.
      event.preventDefault();
      onOpen(row);
    } else if (event.key === 'Escape') pick?.clear();
  });
  return { cursor, setCursor };
}

/* How many of a list are in Huntflow; undefined: not known yet. count(): a page of those. */
export function useThere(wanted, count, deps) {
  const there = useLoad(async () => (wanted ? (await count()).total : 0), [wanted, ...deps]);
  return there.busy ? undefined : there.data ?? 0;
}

/*
 * The bar over the list while something is ticked. count: how many are meant; note: what will be left out; offer: the
 * total of the list when all of it may be taken; children: the deeds.
 */
export const BulkBar = ({ text, note, offer, onEverything, onClear, children }) => html`<div
  class="bulk" role="region" aria-label=${t('bulk.label')}
>
  <span><b class="mid">${text}</b>${note && `, ${note}`}</span>
  ${offer > 0 && html`<${Button} quiet small class="wide-only" onClick=${onEverything}>
    ${t('bulk.all', { n: offer })}
  </${Button}>`}
  ${children}
  <${IconButton} icon="x" label=${t('bulk.clear')} onClick=${onClear} />
</div>`;
