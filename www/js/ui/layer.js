// layer: a small sheet over everything, beside what opened it: lists, menus, calendars lie in one.
import { html, useLayoutEffect, useRef, cls } from '../lib/html.js';
import { placed } from './layer-rules.js';

const MOST = 420;

/* Layers that are open; the keys are for the last one. */
const open = [];

function place(box, anchor, align) {
  const { width } = box.getBoundingClientRect();
  const { left, top, room } = placed({
    anchor: anchor.getBoundingClientRect(),
    box: { width, height: box.scrollHeight + box.offsetHeight - box.clientHeight },
    view: { width: document.documentElement.clientWidth, height: innerHeight },
    align,
    most: MOST,
  });
  Object.assign(box.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${room}px` });
}

/* Calls onClose(true) on Esc, onClose(false) when a press or the focus goes elsewhere; -> what ends it. */
function watch(box, anchor, onClose) {
  const mine = { box };
  const elsewhere = (target) => !box.contains(target) && !anchor.contains(target);
  const onPress = (event) => { if (elsewhere(event.target)) onClose(false); };
  /* A press on a text inside gives the focus to what is around: that is not leaving. */
  const onFocus = (event) => {
    if (elsewhere(event.target) && !event.target.contains(box)) onClose(false);
  };
  const onKey = (event) => {
    if (event.key !== 'Escape' || open.at(-1) !== mine) return;
    event.stopPropagation();
    event.preventDefault();
    onClose(true);
  };
  open.push(mine);
  document.addEventListener('pointerdown', onPress);
  document.addEventListener('focusin', onFocus);
  document.addEventListener('keydown', onKey, true);
  return () => {
    open.splice(open.indexOf(mine), 1);
    document.removeEventListener('pointerdown', onPress);
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('keydown', onKey, true);
  };
}

/* anchor: a ref; align: 'start' | 'end'; the other props are the sheet's own (role, label, keys). */
export function Layer({ anchor, align, onClose, class: look, boxRef, children, ...rest }) {
  const own = useRef();
  const ref = boxRef || own;
  const latest = useRef(onClose);
  latest.current = onClose;
  useLayoutEffect(() => {
    const box = ref.current;
    const move = () => place(box, anchor.current, align);
    box.showPopover();
    move();
    const sizes = new ResizeObserver(move);
    sizes.observe(box);
    addEventListener('scroll', move, { capture: true, passive: true });
    addEventListener('resize', move);
    const unwatch = watch(box, anchor.current, (refocus) => latest.current(refocus));
    return () => {
      unwatch();
      sizes.disconnect();
      removeEventListener('scroll', move, { capture: true });
      removeEventListener('resize', move);
    };
  }, []);
  return html`<div ...${rest} ref=${ref} popover="manual" class=${cls('popbox', look)}>${children}</div>`;
}
