// layer-rules: where a small sheet lies beside what opened it. No DOM.

const GAP = 6;
const EDGE = 8;

/*
 * anchor: { left, top, right, bottom }; box: { width, height } it would like; view: { width, height }.
 * Under the anchor; over it where there is more room and it does not fit under. -> { left, top, room }: room: its
 * greatest height.
 */
export function placed({ anchor, box, view, align = 'start', most = Infinity }) {
  const below = view.height - anchor.bottom - GAP - EDGE;
  const above = anchor.top - GAP - EDGE;
  const wanted = Math.min(box.height, most);
  const over = wanted > below && above > below;
  const room = Math.max(120, Math.min(over ? above : below, most));
  const height = Math.min(wanted, room);
  const starts = {
    start: anchor.left,
    middle: (anchor.left + anchor.right - box.width) / 2,
    end: anchor.right - box.width,
  };
  return {
    left: Math.max(EDGE, Math.min(starts[align], view.width - box.width - EDGE)),
    top: over ? Math.max(EDGE, anchor.top - GAP - height) : anchor.bottom + GAP,
    room,
  };
}
