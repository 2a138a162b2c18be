// board-rules: cards that go from column to column. No DOM.

/* Ids come as numbers from services and as texts from elements. */
const isIt = (id) => (card) => String(card.id) === String(id);

/* Where a card is: { column: index, index } or null. columns: [{ id, cards: [{ id }] }] */
export function placeOf(columns, id) {
  for (const [column, { cards }] of columns.entries()) {
    const index = cards.findIndex(isIt(id));
    if (index >= 0) return { column, index };
  }
  return null;
}

/* The columns with the card in another place; index: among the other cards of that column. */
export function moved(columns, id, { column, index }) {
  const from = placeOf(columns, id);
  if (!from) return columns;
  const card = columns[from.column].cards[from.index];
  return columns.map((one, n) => {
    if (n !== from.column && n !== column) return one;
    const cards = one.cards.filter((each) => each !== card);
    if (n === column) cards.splice(Math.min(index, cards.length), 0, card);
    return { ...one, cards };
  });
}

/* The place that an arrow leads a lifted card to; a column that takes none is passed by. */
export function placeByKey(columns, id, key) {
  const at = placeOf(columns, id);
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (step) {
    const last = columns[at.column].cards.length - 1;
    return { ...at, index: Math.max(0, Math.min(last, at.index + step)) };
  }
  const side = { ArrowLeft: -1, ArrowRight: 1 }[key];
  for (let column = at.column + side; side && columns[column]; column += side) {
    if (!columns[column].closed) return { column, index: Math.min(at.index, columns[column].cards.length) };
  }
  return at;
}

/* The card that an arrow leads the focus to. */
export function neighbour(columns, id, key) {
  const at = placeOf(columns, id);
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    return columns[at.column].cards[at.index + (key === 'ArrowUp' ? -1 : 1)]?.id ?? id;
  }
  const side = { ArrowLeft: -1, ArrowRight: 1 }[key];
  for (let column = at.column + side; side && columns[column]; column += side) {
    const { cards } = columns[column];
    if (cards.length) return cards[Math.min(at.index, cards.length - 1)].id;
  }
  return id;
}

/* The card that is where another was, or next to it; else the first of all; undefined: there is none. */
export function nearest(columns, spot) {
  const cards = columns[spot?.column]?.cards || [];
  const first = columns.find((column) => column.cards.length)?.cards[0];
  return (cards[Math.min(spot?.index ?? 0, cards.length - 1)] || first)?.id;
}

export const isSame = (a, b) => a.column === b.column && a.index === b.index;
