// board: columns of cards. A card goes elsewhere by mouse, by touch, by its menu or by keys: Space lifts, arrows move,
// Space drops, Esc returns; each step is said.
import { html, useState, useEffect, useLayoutEffect, useRef, useId, cls } from '../lib/html.js';
import { t, num } from '../lib/i18n.js';
import { Menu } from './menu.js';
import { placeOf, moved, placeByKey, neighbour, isSame } from './board-rules.js';

const TOUCH_MS = 220;
const ARROW = /^Arrow(Up|Down|Left|Right)$/;

const library = { ready: null };
const load = () => (library.ready ??= import('sortablejs').then((module) => module.default));
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/* Gives back to Preact what the mouse has moved: the new place is drawn from the columns. */
function putBack({ item, from, oldIndex }) {
  item.remove();
  from.insertBefore(item, from.children[oldIndex] || null);
}

/* Dragging in one column and between all; Esc drops the card where it was. */
function useDragging({ list, board, column, onDrop }) {
  const latest = useRef(onDrop);
  latest.current = onDrop;
  useEffect(() => {
    let sortable = null;
    let gone = false;
    let cancelled = false;
    const onKey = (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      cancelled = true;
      document.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
    };
    load().then((Sortable) => {
      if (gone) return;
      sortable = new Sortable(list.current, {
        group: { name: board, put: !column.closed },
        draggable: '.kitem',
        filter: 'button, input',
        preventOnFilter: false,
        forceFallback: true,
        fallbackOnBody: true,
        fallbackTolerance: 4,
        delay: TOUCH_MS,
        delayOnTouchOnly: true,
        touchStartThreshold: 6,
        animation: calm() ? 0 : 150,
        ghostClass: 'ghost',
        chosenClass: 'chosen',
        dragClass: 'dragged',
        onStart: () => {
          cancelled = false;
          document.addEventListener('keydown', onKey, true);
        },
        onEnd: (event) => {
          document.removeEventListener('keydown', onKey, true);
          const { item, to, newDraggableIndex: index } = event;
          const target = { id: item.dataset.card, column: Number(to.dataset.column), index };
          putBack(event);
          if (!cancelled) latest.current(target);
        },
      });
    });
    return () => {
      gone = true;
      document.removeEventListener('keydown', onKey, true);
      sortable?.destroy();
    };
  }, [column.id, column.closed]);
}

function Card({ card, title, lifted, current, hint, menu, children, ...on }) {
  return html`<li class="kitem" data-card=${card.id}>
    <div
      class=${cls('kcard', lifted && 'lifted')} role="group" tabindex=${current ? 0 : -1} aria-label=${title}
      aria-roledescription=${t('board.card')} aria-describedby=${hint} ...${on}
    >
      ${children}
      ${menu.length > 0 && html`<div class="kmenu">
        <${Menu} label=${t('board.menu', { name: title })} items=${menu} />
      </div>`}
    </div>
  </li>`;
}

function Column({ column, n, board, level, onDrop, children }) {
  const list = useRef();
  const id = useId();
  useDragging({ list, board, column, onDrop });
  const { title, count, cards, look, empty, foot } = column;
  return html`<section class=${cls('col', column.closed && 'closed')} aria-labelledby=${id}>
    <${`h${level}`} class="colhead" id=${id}>
      <span class=${cls('st', look)}>${title}</span>
      <span class="faint num">${num(count ?? cards.length)}</span>
    </${`h${level}`}>
    <ul class="klist" ref=${list} data-column=${n}>${children}</ul>
    ${cards.length === 0 && html`<p class="sm faint knone">${empty || t('board.empty')}</p>`}
    ${foot}
  </section>`;
}

const nameIn = (columns, { column, index }) =>
  t('board.place', { column: columns[column].title, n: index + 1, all: columns[column].cards.length });

/* The keyboard's hand: the columns as they look while a card is lifted, and what is said. */
function useHand({ columns, titleOf, onMove }) {
  const [lifted, setLifted] = useState(null);
  const [words, setWords] = useState('');
  const shown = lifted ? lifted.columns : columns;
  const find = (id) => columns.flatMap(({ cards }) => cards).find((card) => String(card.id) === String(id));
  const say = (key, id, more) => setWords(t(key, { name: titleOf(find(id)), ...more }));
  const lift = (id) => {
    setLifted({ id, columns });
    say('board.lifted', id, { place: nameIn(columns, placeOf(columns, id)) });
  };
  const move = (key) => {
    const place = placeByKey(lifted.columns, lifted.id, key);
    const next = moved(lifted.columns, lifted.id, place);
    setLifted({ id: lifted.id, columns: next });
    setWords(nameIn(next, placeOf(next, lifted.id)));
  };
  const drop = () => {
    const place = placeOf(lifted.columns, lifted.id);
    setLifted(null);
    say('board.dropped', lifted.id, { place: nameIn(lifted.columns, place) });
    if (!isSame(place, placeOf(columns, lifted.id))) onMove(find(lifted.id), place);
  };
  const giveUp = () => {
    setLifted(null);
    say('board.returned', lifted.id, { place: nameIn(columns, placeOf(columns, lifted.id)) });
  };
  return { shown, lifted: lifted?.id, words, lift, move, drop, giveUp };
}

/*
 * columns: [{ id, title, look?, cards: [{ id }], count?, closed?: takes no cards, empty?, foot? }]. card(one) draws a
 * card, titleOf(one) names it, menuOf(one): its other deeds. onMove(card, { column, index }): index in the columns,
 * index among the other cards there. level: of the columns' headings.
 */
export function Board({ label, level = 2, columns, card, titleOf, menuOf = () => [], onMove }) {
  const hand = useHand({ columns, titleOf, onMove });
  const [current, setCurrent] = useState(null);
  const box = useRef();
  const hint = useId();
  const board = useId();
  const { shown, lifted } = hand;
  const first = shown.find(({ cards }) => cards.length)?.cards[0].id;
  const at = placeOf(shown, current) ? current : first;
  const keyed = useRef(false);
  /* The card keeps the focus when it is drawn in another column. */
  useLayoutEffect(() => {
    if (!keyed.current) return;
    keyed.current = false;
    const node = box.current.querySelector(`[data-card="${CSS.escape(at)}"] .kcard`);
    node?.focus();
    node?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  const drop = ({ id, column, index }) => {
    const from = placeOf(columns, id);
    if (from && !isSame(from, { column, index })) onMove(columns[from.column].cards[from.index], { column, index });
  };
  const onKeyDown = (id) => (event) => {
    if (event.target !== event.currentTarget) return;
    const { key } = event;
    const act =
      {
        ' ': lifted ? hand.drop : () => hand.lift(id),
        Enter: lifted && hand.drop,
        Escape: lifted && hand.giveUp,
      }[key] ||
      (ARROW.test(key) && (lifted ? () => hand.move(key) : () => setCurrent(neighbour(shown, id, key))));
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    keyed.current = true;
    act();
  };
  const menu = (one, n) => [
    ...menuOf(one),
    { head: t('board.move_to') },
    ...columns
      .map(({ title, closed }, column) => ({ title, closed, column }))
      .filter(({ column }) => column !== n)
      .map(({ title, closed, column }) => ({
        text: title,
        disabled: closed,
        run: () => onMove(one, { column, index: 0 }),
      })),
  ];
  return html`
    <p class="sr" id=${hint}>${t('board.hint')}</p>
    <div class="board" role="group" aria-label=${label} ref=${box}>
      ${shown.map((column, n) => html`<${Column}
        key=${column.id} column=${column} n=${n} board=${board} level=${level} onDrop=${drop}
      >
        ${column.cards.map((one) => html`<${Card}
          key=${one.id} card=${one} title=${titleOf(one)} lifted=${lifted === one.id} current=${at === one.id}
          hint=${hint} menu=${lifted ? [] : menu(one, n)} onKeyDown=${onKeyDown(one.id)}
          onFocus=${() => setCurrent(one.id)} onBlur=${() => lifted === one.id && !keyed.current && hand.giveUp()}
        >
          ${card(one)}
        </${Card}>`)}
      </${Column}>`)}
    </div>
    <div class="sr" role="status" aria-live="assertive">${hand.words}</div>
  `;
}
