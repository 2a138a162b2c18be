// board-window: of a long column only the cards in sight are drawn, and a few around them.
import { signal, useEffect, useState } from '../lib/html.js';
import { grown, inSight } from './board-rules.js';

const NEAR = 10;

/* While a card is dragged nothing that is drawn goes: the mouse may have it. */
export const dragging = signal(false);

/* step 0: all are drawn. more, onEnd: there are more cards than `count`; who brings them. */
export function useWindow({ list, count, step, more, onEnd }) {
  const [sight, setSight] = useState({ from: 0, to: step ? NEAR * 3 : count });
  const look = () => {
    const { scrollTop, clientHeight } = list.current;
    const next = inSight({ top: scrollTop, height: clientHeight, step, count });
    setSight((old) => {
      const wide = dragging.value ? grown(old, next) : next;
      return wide.from === old.from && wide.to === old.to ? old : wide;
    });
    if (more && next.to >= count - NEAR) onEnd?.();
  };
  const held = dragging.value;
  useEffect(() => {
    if (!step) return undefined;
    look();
    const size = new ResizeObserver(look);
    size.observe(list.current);
    return () => size.disconnect();
  }, [count, step, more, held]);
  if (!step) return { from: 0, to: count };
  return { from: Math.min(sight.from, count), to: Math.min(sight.to, count), onScroll: look };
}

/* Gives the focus to a card; one that is not drawn is scrolled to first. place: { column, index } */
export function reveal(box, id, place, step) {
  const find = () => box.querySelector(`[data-card="${CSS.escape(id)}"] .kcard`);
  const show = () => {
    const node = find();
    node?.focus();
    node?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  if (find() || !place) {
    show();
    return;
  }
  box.querySelector(`[data-column="${place.column}"]`).scrollTop = place.index * step;
  requestAnimationFrame(() => requestAnimationFrame(show));
}
