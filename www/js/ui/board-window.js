// board-window: a card of a long column that is to have the focus, drawn or not.

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
