// plot: lines over time, drawn by uPlot, which comes when the first one is shown.
import { html, useState, useEffect, useRef, cls } from '../lib/html.js';
import { ticks } from './charts-rules.js';
import { zone, clockTime, dayMonth } from '../lib/i18n.js';

const HEIGHT = 180;
const HOUR = 3600;
const DAY = 24 * HOUR;
// Steps of the time axis: none is finer than what its labels say.
const STEPS = [
  60,
  300,
  600,
  900,
  1800,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  4 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  5 * DAY,
  7 * DAY,
  14 * DAY,
];
const FONT = '12px system-ui, sans-serif';

/* uPlot and its sheet, from beside our modules; asked for once. */
const library = { ready: null };
function load() {
  library.ready ??= Promise.all([
    import('uplot'),
    new Promise((done, fail) => {
      const href = new URL('../../vendor/uplot.css', import.meta.url).href;
      document.head.append(
        Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: done, onerror: fail }),
      );
    }),
  ]).then(([module]) => module.default);
  return library.ready;
}

/* A colour of the tokens as the canvas needs it: of the theme that holds now. */
function colour(probe, name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

const alike = (list) => list.map((values) => values.map((value) => value ?? null));
const dataOf = (rows) =>
  alike([
    rows.map(({ at }) => at / 1000),
    rows.map(({ y }) => y),
    ...(rows.some(({ z }) => z !== undefined) ? [rows.map(({ z }) => z)] : []),
  ]);
const topOf = (most) => ticks(Math.max(most || 0, 1));

/* The end of a line that still grows. */
const nowDot = (probe) => (plot) => {
  const last = plot.data[0].length - 1;
  const [x, y] = [plot.valToPos(plot.data[0][last], 'x', true), plot.valToPos(plot.data[1][last], 'y', true)];
  const { ctx } = plot;
  ctx.beginPath();
  ctx.arc(x, y, 5 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.fillStyle = colour(probe, 'spark');
  ctx.fill();
};

function optionsOf({ width, probe, series, format, past, onSeen, UPlot }) {
  const ink = () => colour(probe, 'ink-3');
  const axis = { stroke: ink, font: FONT, ticks: { show: false }, gap: 6 };
  const span = (plot) => plot.scales.x.max - plot.scales.x.min;
  const lines = [
    {
      stroke: () => colour(probe, 'chart-1'),
      width: 2,
      fill: () => `color-mix(in srgb, ${colour(probe, 'chart-1')} 10%, transparent)`,
    },
    { stroke: () => colour(probe, 'chart-2'), width: 1.5, dash: [5, 4] },
  ];
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    padding: [8, 20, 0, 0],
    tzDate: (at) => UPlot.tzDate(new Date(at * 1000), zone.value),
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: { x: { time: true }, y: { range: (_, __, most) => [0, topOf(most).top] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 72,
        size: 26,
        incrs: STEPS,
        values: (plot, at) => at.map((one) => (span(plot) > 2 * DAY ? dayMonth : clockTime)(one * 1000)),
      },
      {
        ...axis,
        grid: { stroke: () => colour(probe, 'chart-grid'), width: 1 },
        splits: (plot) => topOf(plot.scales.y.max).steps.toReversed(),
        values: (_, values) => values.map(format),
        size: (_, values) => 14 + 7 * Math.max(2, ...(values || []).map((text) => text.length)),
      },
    ],
    series: [{}, ...lines.slice(0, series)].map((one) => ({ ...one, points: { show: false } })),
    hooks: {
      setCursor: [({ cursor: { idx, left } }) => onSeen(left >= 0 ? idx : null)],
      draw: past ? [] : [nowDot(probe)],
    },
  };
}

/* Draws again when the width or the theme changes; -> what ends it. */
function follow(plot, box) {
  const size = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT }));
  const theme = new MutationObserver(() => plot.redraw());
  const system = matchMedia('(prefers-color-scheme: dark)');
  const redraw = () => plot.redraw();
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
 * rows: [{ at: ms, y, z? }], two or more; pin: (row) => what is said of it under the cursor; past: the
 * last one is not now.
 */
export function Plot({ rows, label, format, pin, past }) {
  const box = useRef(null);
  const probe = useRef(null);
  const drawn = useRef(null);
  const [seen, setSeen] = useState(null);
  const [failed, setFailed] = useState(false);
  const data = dataOf(rows);
  const fresh = useRef(data);
  fresh.current = data;
  useEffect(() => {
    let end = null;
    load()
      .then((UPlot) => {
        if (end || !box.current) return;
        drawn.current = new UPlot(
          optionsOf({
            width: box.current.clientWidth,
            probe: probe.current,
            series: data.length - 1,
            format,
            past,
            onSeen: setSeen,
            UPlot,
          }),
          fresh.current,
          box.current,
        );
        end = follow(drawn.current, box.current);
      })
      .catch(() => setFailed(true));
    return () => {
      if (end) end();
      end ??= () => {};
      drawn.current = null;
    };
  }, [data.length]);
  useEffect(() => drawn.current?.setData(data), [JSON.stringify(data)]);
  const row = seen === null ? null : rows[seen];
  return html`<div class="plot" role="img" aria-label=${label} hidden=${failed}>
    <i hidden ref=${probe}></i>
    <div class="area" ref=${box}></div>
    ${row && html`<b class=${cls('said xs', seen > rows.length / 2 && 'left')} aria-hidden="true">${pin(row)}</b>`}
  </div>`;
}
