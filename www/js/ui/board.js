// board: columns of cards. A card goes elsewhere by mouse, by touch, by its menu or by keys: Space lifts, arrows move,
// Space drops, Esc returns; each step is said. Of long columns only what is in sight is drawn (window.js).
import { html, useState, useLayoutEffect, useRef, useId, cls } from '../lib/html.js';
import { letters, useKeys } from '../lib/keys.js';
import { once, onHand } from '../lib/late.js';
import { t, num } from '../lib/i18n.js';
import { Menu } from './menu.js';
import { focusedThing, isFocusLost } from './focus.js';
import { placeOf, moved, placeByKey, nearest, neighbour, isSame } from './board-rules.js';
import { reveal } from './board-window.js';
import { toast } from './toast.js';
import { useTurn } from './turns.js';
import { dragging, useWindow } from './window.js';

const TOUCH_MS = 220;
const ARROW = /^Arrow(Up|Down|Left|Right)$/;

const load = once(() => import('sortablejs').then((module) => module.default));
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/* Gives back to Preact what the mouse has moved: the new place is drawn from the columns. */
function putBack({ item, from, oldIndex }) {
  item.remove();
  from.insertBefore(item, from.children[oldIndex] || null);
}

/* -> whether what has just pressed is still down */
function holding() {
  const state = { down: true };
  const end = () => { state.down = false; };
  for (const type of ['pointerup', 'pointercancel']) addEventListener(type, end, { once: true, capture: true });
  return () => state.down;
}

/*
 * Dragging in one column and between all; Esc drops the card where it was. The library comes with the hand; a press
 * that was before it begins when it is there.
 */
function useDragging({ list, board, column, onDrop }) {
  const latest = useRef(onDrop);
  latest.current = onDrop;
  /* A layout effect ends with its list, the other kind a frame later: the library may come between. */
  useLayoutEffect(() => {
    let sortable = null;
    let gone = false;
    let cancelled = false;
    const box = list.current;
    const onKey = (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      cancelled = true;
      document.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
    };
    const begin = (Sortable) => {
      if (gone || sortable) return;
      sortable = new Sortable(box, {
        group: { name: board, put: !column.closed },
        draggable: '.kitem',
        filter: 'button, input, .fixed',
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
          dragging.value = true;
          document.addEventListener('keydown', onKey, true);
        },
        onEnd: (event) => {
          document.removeEventListener('keydown', onKey, true);
          const { item, to, newDraggableIndex: index } = event;
          const first = Number(to.dataset.first);
          const target = { id: item.dataset.card, column: Number(to.dataset.column), index: first + index };
          putBack(event);
          dragging.value = false;
          if (!cancelled) latest.current(target);
        },
      });
    };
    const onPress = (press) => {
      if (sortable) return;
      const held = holding();
      load().then((Sortable) => {
        begin(Sortable);
        if (held()) press.target.dispatchEvent(new PointerEvent(press.type, press));
      }, () => held() && toast(t('error.offline')));
    };
    box.addEventListener('pointerdown', onPress);
    /* Where it does not come, the next press asks for it. */
    onHand(() => load().then(begin, () => {}));
    return () => {
      gone = true;
      box.removeEventListener('pointerdown', onPress);
      document.removeEventListener('keydown', onKey, true);
      sortable?.destroy();
    };
  }, [column.id, column.closed]);
}

function Card({ card, title, n, all, fixed, lifted, current, hint, menu, children, ...on }) {
  return html`<li class=${cls('kitem', fixed && 'fixed')} data-card=${card.id} aria-posinset=${n} aria-setsize=${all}>
    <div
      class=${cls('kcard', lifted && 'lifted')} role="group" tabindex=${current ? 0 : -1} aria-label=${title}
      aria-roledescription=${t('board.card')} aria-describedby=${fixed ? undefined : hint} ...${on}
    >
      ${children}
      ${menu.length > 0 && html`<div class="kmenu">
        <${Menu} label=${t('board.menu', { name: title })} items=${menu} />
      </div>`}
    </div>
  </li>`;
}

const Space = ({ height }) =>
  height > 0 && html`<li class="kspace" aria-hidden="true" style=${{ height: `${height}px` }}></li>`;

/* draw(card, index): one of the cards. */
function Column({ column, n, board, level, step, onDrop, draw }) {
  const list = useRef();
  const id = useId();
  useDragging({ list, board, column, onDrop });
  const { title, count, cards, look, empty, foot, tools, limit, onEnd } = column;
  const total = count ?? cards.length;
  const more = column.more ?? total > cards.length;
  const { from, to, onScroll } = useWindow({ list, count: cards.length, step, more, onEnd });
  /* The height of a lane is that of its cards: they come at once. */
  const come = useTurn(column.lane ? 0 : n);
  return html`<section class=${cls('col', column.closed && 'closed')} aria-labelledby=${id}>
    <div class="colhead">
      <${`h${level}`} id=${id}>
        ${column.lane && html`<span class="sr">${column.lane.title}: </span>`}
        ${column.mark || html`<span class=${cls('st', look)}>${title}</span>`}
        <span class=${cls('num', limit && total > limit ? 'bad-t' : 'faint')}>
          ${limit ? t('board.limit', { n: num(total), limit: num(limit) }) : num(total)}
        </span>
      </${`h${level}`}>
      ${tools}
    </div>
    <ul class=${cls('klist', step && 'tall')} ref=${list} data-column=${n} data-first=${from} onScroll=${onScroll}>
      <${Space} height=${from * step} />
      ${come && cards.slice(from, to).map((card, i) => draw(card, from + i))}
      <${Space} height=${(cards.length - to) * step} />
    </ul>
    ${cards.length === 0 && !column.busy && html`<p class="sm faint knone">${empty || t('board.empty')}</p>`}
    ${foot}
  </section>`;
}

const nameIn = (columns, { column, index }) =>
  t('board.place', { column: columns[column].title, n: index + 1, all: columns[column].cards.length });

/* The keyboard's hand: the columns as they look while a card is lifted, and what is said. */
function useHand({ columns, titleOf, onPut }) {
  const [lifted, setLifted] = useState(null);
  const [words, setWords] = useState('');
  const shown = lifted ? lifted.columns : columns;
  const find = (id) => shown.flatMap(({ cards }) => cards).find((card) => String(card.id) === String(id));
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
    onPut(lifted.columns, lifted.id, place);
  };
  const giveUp = () => {
    const place = placeOf(columns, lifted.id);
    setLifted(null);
    if (place) say('board.returned', lifted.id, { place: nameIn(columns, place) });
    else setWords('');
  };
  return { shown, lifted: lifted?.id, words, find, lift, move, drop, giveUp };
}

/* While a card is dragged the columns stay as they are drawn: the library has moved what is in them. */
function useStill(columns) {
  const drawn = useRef(columns);
  if (!dragging.value) drawn.current = columns;
  return drawn.current;
}

/* The columns by the lanes that they are in: [{ lane, columns: [[column, its index]] }] */
function lanesOf(columns) {
  const lanes = [];
  columns.forEach((column, n) => {
    if (!lanes.length || lanes.at(-1).lane?.id !== column.lane?.id) lanes.push({ lane: column.lane, columns: [] });
    lanes.at(-1).columns.push([column, n]);
  });
  return lanes;
}

/*
 * columns: [{ id, title, mark?: in place of the title, look?, cards: [{ id }], count?, limit?, more?, onEnd?: the
 * last of the cards is near and there are more, closed?: takes no cards, empty?, tools?, foot?, lane?: { id, title }
 * }]. card(one) draws a card, titleOf(one) names it, menuOf(one): its other deeds. onMove(card, { column, index }):
 * index in the columns, index among the other cards there. mayMove(card): one may; onGone(): a card that one has in the
 * hand is there no longer. level: of the columns' headings. step: height of a card and
 * its gap where all are alike: then only those in sight are drawn. onOpen(card): Enter. j and k lead to the cards from
 * wherever one is.
 */
export function Board({
  label,
  level = 2,
  columns: now,
  card,
  titleOf,
  menuOf = () => [],
  mayMove = () => true,
  step = 0,
  onMove,
  onOpen,
  onGone,
}) {
  const columns = useStill(now);
  /* place: in the columns as they were drawn; meanwhile the card may be elsewhere, or gone. */
  const put = (drawn, id, { column, index }) => {
    const from = placeOf(now, id);
    const to = { column: now.findIndex((one) => one.id === drawn[column].id), index };
    if (!from) onGone?.();
    else if (to.column >= 0 && !isSame(from, to)) onMove(now[from.column].cards[from.index], to);
  };
  const hand = useHand({ columns, titleOf, onPut: put });
  const [current, setCurrent] = useState(null);
  const box = useRef();
  const hint = useId();
  const board = useId();
  const { shown, lifted } = hand;
  /* Where the card of the keys is, or was when it went. */
  const spot = useRef(null);
  spot.current = placeOf(shown, current) || spot.current;
  const at = placeOf(shown, current) ? current : nearest(shown, spot.current);
  const keyed = useRef(false);
  const held = focusedThing();
  /* The card keeps the focus when it is drawn in another column, whoever has put it there. */
  useLayoutEffect(() => {
    const wanted = keyed.current || (held && isFocusLost());
    if (!wanted) return;
    keyed.current = false;
    reveal(box.current, at, placeOf(shown, at), step);
  });
  useKeys((event) => {
    const key = letters(event) && { KeyJ: 'ArrowDown', KeyK: 'ArrowUp' }[event.code];
    if (!key || !at || lifted) return;
    event.preventDefault();
    if (!event.target.closest?.('[data-card]')) reveal(box.current, at, placeOf(shown, at), step);
    else {
      keyed.current = true;
      setCurrent(neighbour(shown, at, key));
    }
  });
  const drop = ({ id, column, index }) => {
    const stays = isSame(placeOf(columns, id), { column, index });
    if (!stays || !placeOf(now, id)) put(columns, id, { column, index });
  };
  const onKeyDown = (one) => (event) => {
    const { id } = one;
    if (event.target !== event.currentTarget) return;
    const { key } = event;
    const act =
      {
        ' ': lifted ? hand.drop : mayMove(one) && (() => hand.lift(id)),
        Enter: lifted ? hand.drop : onOpen && (() => onOpen(hand.find(id))),
        Escape: lifted && hand.giveUp,
      }[key] ||
      (ARROW.test(key) && (lifted ? () => hand.move(key) : () => setCurrent(neighbour(shown, id, key))));
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    keyed.current = true;
    act();
  };
  const places = (one, n) => [
    { head: t('board.move_to') },
    ...shown
      .map(({ title, closed, lane }, column) => ({ title, closed, column, lane }))
      .filter(({ column, lane }) => column !== n && lane?.id === shown[n].lane?.id)
      .map(({ title, closed, column }) => ({
        text: title,
        disabled: closed,
        run: () => onMove(one, { column, index: 0 }),
      })),
  ];
  const menu = (one, n) => [...menuOf(one), ...(mayMove(one) ? places(one, n) : [])];
  const drawIn = (column, n) => (one, i) => html`<${Card}
    key=${one.id} card=${one} title=${titleOf(one)} n=${i + 1} all=${column.count ?? column.cards.length}
    fixed=${!mayMove(one)}
    lifted=${lifted === one.id} current=${at === one.id} hint=${hint} menu=${lifted ? [] : menu(one, n)}
    onKeyDown=${onKeyDown(one)} onFocus=${() => setCurrent(one.id)}
    onBlur=${() => lifted === one.id && !keyed.current && hand.giveUp()}
  >
    ${card(one)}
  </${Card}>`;
  const lane = ({ lane: { id, title } = {}, columns: inside }) => html`
    ${title && html`<${`h${level}`} class="lanehead">${title}</${`h${level}`}>`}
    <div class="board" role="group" aria-label=${title || label} key=${id}>
      ${inside.map(([column, n]) => html`<${Column}
        key=${column.id} column=${column} n=${n} board=${board} level=${title ? level + 1 : level} step=${step}
        onDrop=${drop} draw=${drawIn(column, n)}
      />`)}
    </div>
  `;
  return html`
    <p class="sr" id=${hint}>${t('board.hint')}</p>
    <div class="lanes" ref=${box}>${lanesOf(shown).map(lane)}</div>
    <div class="sr" role="status" aria-live="assertive">${hand.words}</div>
  `;
}
