// window: of a long list only what is in sight is drawn, and a few around it.
import { signal, useEffect, useRef, useState } from '../lib/html.js';
import { grown, inSight } from './window-rules.js';

const NEAR = 10;

/* So long what is in sight is alone: the page is painted with it before more is drawn. */
const ALONE_MS = 150;

/* What is above a list on the screen, and below it, takes so much at least. */
const AROUND = 300;
/* Of a list that nobody has measured yet: what may be in sight, and none over, is drawn at first. */
const guessed = (step) => Math.max(3, Math.ceil((innerHeight - AROUND) / step));

/* While something is dragged nothing that is drawn goes: the mouse may have it. */
export const dragging = signal(false);

/* list: a ref of what scrolls; count: all there are; step: the height of each, 0: all are drawn. more, onEnd: there are
 * more than `count`; who brings them. -> { from, to, onScroll } */
export function useWindow({ list, count, step, more, onEnd }) {
  const [view, setView] = useState(null);
  const drawn = useRef(null);
  const look = () => {
    if (!list.current) return;
    const { scrollTop: top, clientHeight: height } = list.current;
    const even = { top: Math.floor(top / step) * step, height };
    setView((old) => (old?.top === even.top && old.height === even.height ? old : even));
    if (more && inSight({ ...even, step, count }).to >= count - NEAR) onEnd?.();
  };
  useEffect(() => {
    if (!step) return undefined;
    let frame = 0;
    /* What is drawn may change the size again: that is for the next frame. */
    const size = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    });
    const begin = () => {
      look();
      if (list.current) size.observe(list.current);
    };
    const wait = view ? 0 : setTimeout(begin, ALONE_MS);
    if (view) begin();
    return () => {
      clearTimeout(wait);
      cancelAnimationFrame(frame);
      size.disconnect();
    };
  }, [count, step, more]);
  const sight = view || !step ? inSight({ ...view, step, count }) : { from: 0, to: guessed(step) };
  drawn.current = dragging.value && drawn.current ? grown(drawn.current, sight) : sight;
  const to = Math.min(drawn.current.to, count);
  return { from: Math.min(drawn.current.from, to), to, onScroll: step ? look : undefined };
}
