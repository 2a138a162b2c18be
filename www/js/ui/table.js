// table: a list as a table: columns, sorting, ticks; cards on the phone. Its tabs, the numbers of a chart.
import { html, cls, useEffect, useMemo, useRef, useSame, useState } from '../lib/html.js';
import { Icon } from './button.js';
import { useKeptFocus } from './focus.js';
import { lang, num, t } from '../lib/i18n.js';
import { Waiting, useTurn } from './turns.js';

/*
 * Tabs of a saved view: links, as the address is the state. items: [{ key, text, href, current?, count? }]; count: a
 * number, or that in words; of none nothing is said.
 */
export function Views({ items, label }) {
  const bar = useRef(null);
  const now = items.find(({ current }) => current)?.key;
  useEffect(() => reveal(bar.current), [now]);
  return html`<nav class="views" aria-label=${label} ref=${bar}>
    ${items.map(({ key, text, count, href, current }) => html`<a
      key=${key} href=${href} aria-current=${current ? 'page' : undefined}
    >
      ${text}${Boolean(count) && html` <span>${typeof count === 'number' ? num(count) : count}</span>`}
    </a>`)}
  </nav>`;
}

/* On a phone the bar is wider than the screen: the tab that is open is seen whole, in the middle if there is room. */
function reveal(bar) {
  const tab = bar.querySelector('[aria-current]');
  if (!tab) return;
  const [outer, inner] = [bar, tab].map((one) => one.getBoundingClientRect());
  if (inner.left < outer.left || inner.right > outer.right)
    bar.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
}

/* A few facts in columns, without cards and sorting. head: words; rows: [{ key, cells }]; looks: of the columns. */
export const PlainTable = ({ head, rows, looks = [], look }) => html`<table class=${cls('tbl plain', look)}>
  <thead>
    <tr>${head.map((text, i) => html`<th key=${i} scope="col" class=${cls(i > 0 && 'r', looks[i])}>${text}</th>`)}</tr>
  </thead>
  <tbody>
    ${rows.map(({ key, cells }) => html`<tr key=${key}>
      ${cells.map((cell, i) => html`<td key=${i} class=${cls(i > 0 && 'r', looks[i])}>${cell}</td>`)}
    </tr>`)}
  </tbody>
</table>`;

/* "Show as a table" under a chart. rows: arrays of cells; numbers are aligned right. */
export const DataTable = ({ head, rows }) => html`<details class="more">
  <summary><span class="chev"><${Icon} name="chevron-right" /></span>${t('chart.table')}</summary>
  <${PlainTable} head=${head} rows=${rows.map((cells, key) => ({ key, cells }))} />
</details>`;

/* Columns that stay the same while deps do: rows that did not change are not drawn again then. */
export const useColumns = (make, deps = []) => useMemo(make, [...deps, lang.value]);

/* now: 'name' | '-name' */
function Head({ column, now, onSort }) {
  const { name, head, look, right, sort } = column;
  const props = { role: 'columnheader', scope: 'col', class: cls(look, right && 'r') };
  if (!sort) return html`<th key=${name} ...${props}>${head}</th>`;
  const down = now === `-${sort}`;
  const mine = down || now === sort;
  return html`<th ...${props} aria-sort=${mine ? (down ? 'descending' : 'ascending') : undefined}>
    <button type="button" onClick=${() => onSort(sort)}>
      ${head}
      ${mine && html`<${Icon} name=${down ? 'arrow-down' : 'arrow-up'} />`}
    </button>
  </th>`;
}

const Tick = ({ label, ...rest }) => html`<label class="tick">
  <input type="checkbox" aria-label=${label} ...${rest} />
</label>`;

function AllTick({ rows, pick }) {
  const free = rows.filter(pick.may);
  const some = free.some(pick.has);
  const all = free.length > 0 && free.every(pick.has);
  return html`<th role="columnheader" scope="col" class="c-tick">
    <${Tick}
      label=${t('table.pick_page')} checked=${all} indeterminate=${some && !all}
      disabled=${free.length === 0}
      onChange=${(event) => pick.all(event.currentTarget.checked)}
    />
  </th>`;
}

/* A row that is not drawn before its turn, and again only when something of it is another: fifty of them are dear. */
function Row({ turn, ...props }) {
  const come = useTurn(turn);
  const cells = useMemo(() => html`<${Cells} ...${props} />`, Object.values(props));
  return come && cells;
}

/* picked: undefined where nothing is ticked in this list, null where not this row. beneath: over the whole width. */
function Cells({ row, i, columns, id, at, picked, nameOf, onTick, beneath }) {
  const ticks = picked !== undefined;
  return html`
    <tr role="row" class=${cls(at && 'at', beneath && 'has-why')} data-row=${id}>
      ${ticks && html`<td role="cell" class="c-tick">
        ${picked !== null && html`<${Tick}
          label=${t('table.pick', { name: nameOf(row) })} checked=${picked}
          onClick=${(event) => onTick(i, event)}
        />`}
      </td>`}
      ${columns.map(({ name, look, right, cap, cell }) => html`<td
        key=${name} role="cell" class=${cls(look, right && 'r')}
      >
        ${cap && html`<span class="cap">${cap}</span>`}
        ${cell(row)}
      </td>`)}
    </tr>
    ${beneath && html`<tr role="row" class="why">
      ${ticks && html`<td role="cell" class="c-tick"></td>`}
      <td role="cell" colspan=${columns.length}>${beneath}</td>
    </tr>`}
  `;
}

/*
 * So many rows are drawn at first, and in each part that follows. Cards: about those that are seen. Lines: all of a
 * page that is not long, as the columns are as wide as all their rows want: those that came later would move them.
 */
const sizesNow = () =>
  matchMedia('(max-width: 720px)').matches
    ? { first: Math.max(6, Math.ceil((innerHeight - 200) / 100)), part: 6 }
    : { first: 30, part: 12 };

/* The turn of row i, when all are there: every row's at once. */
function useTurns() {
  const [state] = useState(() => ({ ...sizesNow(), done: false }));
  const partOf = (i) => Math.max(0, Math.ceil((i + 1 - state.first) / state.part));
  return { turnOf: (i) => (state.done ? 0 : partOf(i)), onDone: () => { state.done = true; } };
}

/*
 * columns: [{ name, head, cell(row), look?, right?, sort?, cap? }]; sort: the field that its head sorts by; cap: the
 * head's words inside the cell, where a card has no head. pick, cursor, setCursor: of useSelection and useRowKeys;
 * nameOf(row): a row in words, for its tick; after(row): what lies under it. Roles are said, as cards would lose
 * them.
 */
export function Table({
  label,
  look,
  rows,
  columns,
  idOf = ({ id }) => id,
  now,
  onSort,
  pick,
  nameOf,
  cursor,
  setCursor,
  busy,
  after,
}) {
  useKeptFocus();
  const { turnOf, onDone } = useTurns();
  const onTick = useSame((i, event) => {
    setCursor?.(i);
    pick.tick(i, event.shiftKey, event.currentTarget.checked);
  });
  const named = useSame((row) => nameOf(row));
  const picked = (row) => (pick.may(row) ? pick.has(row) : null);
  return html`
    <table class=${cls('tbl cards', look)} role="table" aria-label=${label} aria-busy=${busy ? 'true' : undefined}>
      <thead role="rowgroup">
        <tr role="row">
          ${pick && html`<${AllTick} rows=${rows} pick=${pick} />`}
          ${columns.map((column) => html`<${Head} key=${column.name} column=${column} now=${now} onSort=${onSort} />`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map((row, i) => html`<${Row}
          key=${idOf(row)} turn=${turnOf(i)} row=${row} i=${i} id=${idOf(row)} columns=${columns} at=${i === cursor}
          picked=${pick && picked(row)} nameOf=${named} onTick=${onTick} beneath=${after?.(row)}
        />`)}
      </tbody>
    </table>
    <${Waiting} parts=${turnOf(rows.length - 1)} onCome=${onDone} />
  `;
}
