// chart: lines over time, bars, a small line in a row: drawn by uPlot, which comes when the first one is shown.
import { html, useState, useEffect, useRef, cls } from '../lib/html.js';
import { heights, isSeen, ticks } from './chart-rules.js';
import { ErrorNote } from './states.js';
import { once } from '../lib/late.js';
import { useReturn } from '../lib/load.js';
import { addressOf } from '../lib/served.js';
import { zone, clockTime, dayMonth, shortDay } from '../lib/i18n.js';
import { dayAt, utcOf } from '../lib/day-rules.js';

const LINES = 180;
const BARS = 136;
const SPARK = 28;
const HOUR = 3600;
const DAY = 24 * HOUR;
// Steps of the time axis, in seconds: none is finer than what its labels say.
const HOURS = [1, 2, 3, 4, 6, 12].map((n) => n * HOUR);
const DAYS = [1, 2, 5, 7, 14].map((n) => n * DAY);
const STEPS = [60, 300, 600, 900, 1800, ...HOURS, ...DAYS];
const LABEL_ROOM = 72;   // of a label of the time axis, px
const FONT = '12px system-ui, sans-serif';
const WIDEST_BAR = 48;

function bringSheet() {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: addressOf('uplot') });
  return new Promise((onload, fail) => {
    const onerror = () => {
      link.remove();
      fail(new Error('the sheet of charts'));
    };
    document.head.append(Object.assign(link, { onload, onerror }));
  });
}

/* uPlot and its sheet, from beside our modules. */
const sheet = once(bringSheet);
const load = once(() => Promise.all([import('uplot'), sheet()]).then(([module]) => module.default));

/* A colour as the canvas needs it, of the theme that holds now. share: of it over the sheet, per cent. */
function colour(probe, name, share) {
  probe.style.color = share ? `color-mix(in srgb, var(--${name}) ${share}%, var(--sheet))` : `var(--${name})`;
  return getComputedStyle(probe).color;
}

/* Draws again when the width or the theme changes; -> what ends it. */
function follow(plot, box, height) {
  const size = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height }));
  const redraw = () => plot.redraw();
  const theme = new MutationObserver(redraw);
  const system = matchMedia('(prefers-color-scheme: dark)');
  size.observe(box);
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  system.addEventListener('change', redraw);
  return () => {
    size.disconnect();
    theme.disconnect();
    system.removeEventListener('change', redraw);
    plot.destroy();
  };
}

/*
 * data: as uPlot takes it; shape: what, when it changes, wants a new drawing; optionsOf({ UPlot, probe }): the options
 * but for size and cursor; pin(i): what is said of the place under the cursor.
 */
function Drawing({ label, height, data, shape, optionsOf, pin, onSeen, class: look }) {
  const box = useRef(null);
  const probe = useRef(null);
  const drawn = useRef(null);
  const fresh = useRef({});
  fresh.current = { data, optionsOf };
  const [seen, setSeen] = useState(null);
  const [error, setError] = useState(null);
  const [round, setRound] = useState(0);
  const again = () => setRound(round + 1);
  useReturn(error, again);
  const see = (i) => {
    setSeen(i);
    onSeen?.(i);
  };
  useEffect(() => {
    let end = null;
    const draw = (UPlot) => {
      if (end || !box.current) return;
      const { hooks, ...options } = fresh.current.optionsOf({ UPlot, probe: probe.current });
      const setCursor = [({ cursor: { idx, left } }) => see(left >= 0 ? idx : null)];
      const size = { width: box.current.clientWidth, height, legend: { show: false } };
      const cursor = { y: false, drag: { x: false, y: false }, points: { size: 7 } };
      drawn.current = new UPlot(
        { ...size, cursor, ...options, hooks: { setCursor, ...hooks } },
        fresh.current.data,
        box.current,
      );
      end = follow(drawn.current, box.current, height);
    };
    setError(null);
    // each in a task of its own: the page answers between two charts
    load().then((UPlot) => setTimeout(draw, 0, UPlot), setError);
    return () => {
      if (end) end();
      end ??= () => {};
      drawn.current = null;
    };
  }, [shape, round]);
  useEffect(() => drawn.current?.setData(data), [JSON.stringify(data)]);
  const words = seen === null ? '' : pin?.(seen);
  return html`
    <div class=${cls('plot', look)} role="img" aria-label=${label} hidden=${Boolean(error)}>
      <i hidden ref=${probe}></i>
      <div class="area" style=${{ height: `${height}px` }} ref=${box}></div>
      ${words && html`<b class=${cls('said xs', seen > data[0].length / 2 && 'left')} aria-hidden="true">${words}</b>`}
    </div>
    ${error && height > SPARK && html`<${ErrorNote} error=${error} retry=${again} />`}
  `;
}

/* --- lines --- */

const topOf = (most) => ticks(Math.max(most || 0, 1));

/* The end of a line that still grows. */
const nowDot = (probe, size) => (plot) => {
  const last = plot.data[0].length - 1;
  const { ctx } = plot;
  ctx.beginPath();
  ctx.arc(
    plot.valToPos(plot.data[0][last], 'x', true),
    plot.valToPos(plot.data[1][last], 'y', true),
    size * devicePixelRatio,
    0,
    2 * Math.PI,
  );
  ctx.fillStyle = colour(probe, 'spark');
  ctx.fill();
};

const LOOKS = [
  { name: 'chart-1', width: 2, filled: true },
  { name: 'chart-2', width: 1.5, dash: [5, 4] },
  { name: 'chart-3', width: 1.5, dash: [1, 4] },
];
const seriesOf = (probe, count) =>
  LOOKS.slice(0, count).map(({ name, filled, ...look }) => ({
    ...look,
    stroke: () => colour(probe, name),
    fill: filled ? () => `color-mix(in srgb, ${colour(probe, name)} 10%, transparent)` : undefined,
    points: { show: false },
  }));

const widthOf = (values) => 14 + 7 * Math.max(2, ...(values || []).map((text) => text.length));

/* Days are named where they are, the last one always, and those before it as far as there is room. */
const daySplits = ({ data: [all], bbox }, _, min, max) => {
  const room = ((max - min) * LABEL_ROOM * devicePixelRatio) / bbox.width;
  return all.reduceRight((kept, at) => (kept.length > 0 && kept[0] - at < room ? kept : [at, ...kept]), []);
};

const linesOptions =
  ({ count, format, past, daily }) =>
  ({ UPlot, probe }) => {
    const axis = { stroke: () => colour(probe, 'ink-3'), font: FONT, ticks: { show: false }, gap: 6 };
    const dayOf = daily ? (at) => shortDay(dayAt(at)) : dayMonth;
    const nameOf = ({ scales: { x } }) => (daily || x.max - x.min > 2 * DAY ? dayOf : clockTime);
    const places = daily ? { splits: daySplits } : { space: LABEL_ROOM, incrs: STEPS };
    const times = { grid: { show: false }, size: 26, ...places };
    const values = {
      grid: { stroke: () => colour(probe, 'chart-grid'), width: 1 },
      splits: (plot) => topOf(plot.scales.y.max).steps.slice().reverse(),
      values: (_, list) => list.map(format),
      size: (_, list) => widthOf(list),
    };
    return {
      padding: [8, 20, 0, 0],
      tzDate: (at) => UPlot.tzDate(new Date(at * 1000), zone.value),
      scales: { x: { time: true }, y: { range: (_, __, most) => [0, topOf(most).top] } },
      axes: [
        { ...axis, ...times, values: (plot, list) => list.map((at) => nameOf(plot)(at * 1000)) },
        { ...axis, ...values },
      ],
      series: [{}, ...seriesOf(probe, count)],
      hooks: { draw: past ? [] : [nowDot(probe, 5)] },
    };
  };

/* Names under a chart; while one points at it, with the values there. looks: 'd' dashed, 'dots', 'sq', 'sq two'. */
export const Legend = ({ items }) => html`<p class="legend">
  ${items.map(({ look, text, value }) => html`<span key=${text} class=${look}>
    ${text}
    ${value !== undefined && html`<b class="mid num">${value}</b>`}
  </span>`)}
</p>`;

/*
 * rows: [{ at: ms, y, z?, w? }], two or more; daily: with a day in place of at; names: of the lines, for the legend:
 * [{ text, look? }]; format(value); pin(row): what is said of it under the cursor; past: the last one is not now.
 */
export function Lines({ rows, label, names = [], format, pin, past, daily }) {
  const [seen, setSeen] = useState(null);
  const keys = ['y', 'z', 'w'].filter((key) => rows.some((row) => row[key] !== undefined));
  const places = rows.map(({ at, day }) => (daily ? utcOf(day) : at) / 1000);
  const data = [places, ...keys.map((key) => rows.map((row) => row[key] ?? null))];
  const valueOf = (i) => (seen === null || !rows[seen] ? undefined : format(rows[seen][keys[i]] ?? 0));
  return html`
    <${Drawing}
      label=${label} height=${LINES} data=${data} shape=${keys.length} onSeen=${setSeen}
      optionsOf=${linesOptions({ count: keys.length, format, past, daily })} pin=${(i) => rows[i] && pin(rows[i])}
    />
    ${names.length > 0 && html`<${Legend} items=${names.map((name, i) => ({ ...name, value: valueOf(i) }))} />`}
  `;
}

/* --- bars --- */

function drawBar(ctx, { left, width, top, height, fill, round }) {
  if (height <= 0) return;
  ctx.fillStyle = fill;
  ctx.beginPath();
  const radius = Math.min(round * devicePixelRatio, width / 2, height);
  ctx.roundRect(left, top, width, height, [radius, radius, 0, 0]);
  ctx.fill();
}

/* One bar: its own part at the bottom, then `more`, then `bad`; only the uppermost is round. -> its corner */
function drawParts(plot, i, bar, colours) {
  const { ctx, bbox } = plot;
  const place = bbox.width / plot.data[0].length;
  const width = Math.max(1, Math.min(place * 0.86, WIDEST_BAR * devicePixelRatio));
  const base = bbox.top + bbox.height;
  const whole = base - plot.valToPos(plot.data[1][i], 'y', true);
  const shareOf = (n) => (isSeen(n, bar.value) ? Math.max((whole * n) / bar.value, 3 * devicePixelRatio) : 0);
  const [bad, more] = [shareOf(bar.bad), shareOf(bar.more)];
  let top = base - whole;
  const at = { left: bbox.left + place * i + (place - width) / 2, width };
  const stack = [
    [bad, colours.bad],
    [more, colours.more],
    [whole - bad - more, bar.now ? colours.now : colours.usual],
  ].filter(([height]) => height > 0);
  stack.forEach(([height, fill], n) => {
    drawBar(ctx, { ...at, top, height, fill, round: n ? 0 : 3 });
    top += height;
  });
  return { right: at.left + width, top: base - whole };
}

/* The words over a bar, above those that they would lie on. */
function drawMark({ ctx, bbox }, text, i, corners, ink) {
  ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.fillStyle = ink;
  const width = ctx.measureText(text).width;
  const left = Math.max(bbox.left, corners[i].right - width);
  const under = corners.slice(0, i + 1).filter(({ right }) => right > left);
  ctx.fillText(text, left, Math.min(...under.map(({ top }) => top)) - 5 * devicePixelRatio);
}

const barsOptions =
  ({ latest }) =>
  ({ probe }) => {
    const draw = (plot) => {
      const colours = {
        usual: colour(probe, 'chart-1', 64),
        now: colour(probe, 'chart-1'),
        bad: colour(probe, 'chart-2'),
        more: colour(probe, 'chart-3'),
        ink: colour(probe, 'ink-2'),
      };
      const corners = latest.current.map((bar, i) => drawParts(plot, i, bar, colours));
      latest.current.forEach(({ mark }, i) => mark && drawMark(plot, mark, i, corners, colours.ink));
    };
    return {
      padding: [20, 0, 0, 0],
      scales: {
        x: { time: false, range: ({ data }) => [-0.5, data[0].length - 0.5] },
        y: { range: [0, 100] },
      },
      axes: [{ show: false }, { show: false }],
      series: [{}, { paths: () => null, points: { show: false } }],
      cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
      hooks: { draw: [draw] },
    };
  };

/*
 * bars: [{ value, bad?, more?, title, now?, mark? }]: bad and more are parts of value; title: said under the cursor;
 * now: of today; mark: said over it. axis: labels spread under them.
 */
export function Bars({ bars, label, axis }) {
  const latest = useRef(bars);
  latest.current = bars;
  const data = [bars.map((_, i) => i), heights(bars.map(({ value }) => value))];
  return html`
    <${Drawing}
      class="barplot" label=${label} height=${BARS} data=${data} shape=${bars.length}
      optionsOf=${barsOptions({ latest })} pin=${(i) => bars[i]?.title}
    />
    <div class="axis xs faint" aria-hidden="true">${axis.map((text, i) => html`<span key=${i}>${text}</span>`)}</div>
  `;
}

/* --- a small line in a row --- */

const sparkOptions =
  ({ past }) =>
  ({ probe }) => ({
    padding: [4, 5, 3, 2],
    scales: { x: { time: false }, y: { range: (_, least, most) => [0, Math.max(1, most)] } },
    axes: [{ show: false }, { show: false }],
    series: [{}, ...seriesOf(probe, 1)],
    cursor: { show: false },
    hooks: { draw: past ? [] : [nowDot(probe, 3)] },
  });

/* values: numbers, two or more; label: the sentence that says it. */
export const Spark = ({ values, label, past }) => html`<${Drawing}
  class="spark" label=${label} height=${SPARK} data=${[values.map((_, i) => i), values]} shape=${values.length > 1}
  optionsOf=${sparkOptions({ past })}
/>`;
