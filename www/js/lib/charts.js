// charts: bars and a line over time, drawn with elements and SVG in the colours of the tokens.
import { html, useState, cls } from './ui.js';
import { heights, ticks, points, isSeen } from './charts-rules.js';

const part = (n, value) => ({ height: `${Math.max(4, (100 * n) / Math.max(1, value))}%` });

/* bars: [{ value, bad?, more?, title, now?, mark? }]; bad and more are parts of value; axis: labels spread under them. */
export const Bars = ({ bars, label, axis }) => {
  const tall = heights(bars.map(({ value }) => value));
  return html`<div class="bars" role="img" aria-label=${label}>${bars.map(({ value, bad, more, title, now, mark }, i) => html`
      <i class=${now ? 'now' : ''} title=${title} data-l=${mark} style=${{ height: `${tall[i]}%` }}>${isSeen(bad, value) && html`<s style=${part(bad, value)}></s>`}${isSeen(more, value) && html`<u style=${part(more, value)}></u>`}</i>`)}</div>
    <div class="axis xs faint" aria-hidden="true">${axis.map((text) => html`<span>${text}</span>`)}</div>`;
};

const W = 600;
const H = 150;

/* rows: [{ x: label, y, z? }]; limit and z: dashed lines; the last point is now. */
export function Line({ rows, label, limit, format, pin, past }) {
  const [at, setAt] = useState(null);
  const { top, steps } = ticks(Math.max(limit || 0, ...rows.map(({ y, z }) => Math.max(y, z || 0)), 1));
  const line = points(rows.map(({ y }) => y), top, W, H);
  const second = rows.some(({ z }) => z !== undefined) && points(rows.map(({ z }) => z || 0), top, W, H);
  const last = rows.at(-1);
  const onMove = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(Math.max(0, Math.min(rows.length - 1, Math.round(((event.clientX - box.left) / box.width) * (rows.length - 1)))));
  };
  const marks = [...new Set([0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(part * (rows.length - 1))))].map((i) => rows[i].x);
  const seen = at === null ? null : rows[at];
  return html`<div class="plot"><div class="ys xs faint" aria-hidden="true">${steps.map((step) => html`<span>${format(step)}</span>`)}</div>
    <div class="area" onPointerMove=${onMove} onPointerLeave=${() => setAt(null)}>
      <svg class="chart" viewBox=${`0 0 ${W} ${H}`} preserveAspectRatio="none" role="img" aria-label=${label}>
        ${steps.map((_, i) => html`<path class="g" d=${`M0 ${(H * i) / (steps.length - 1)}H${W}`} vector-effect="non-scaling-stroke" />`)}
        ${rows.length > 1 && html`<polygon class="a1" points=${`0,${H} ${line} ${W},${H}`} />`}
        ${limit && html`<path class="l2" d=${`M0 ${H - (H * limit) / top}H${W}`} vector-effect="non-scaling-stroke" />`}
        ${rows.length > 1 && html`<polyline class="l1" points=${line} vector-effect="non-scaling-stroke" />`}
        ${second && rows.length > 1 && html`<polyline class="l2" points=${second} vector-effect="non-scaling-stroke" />`}</svg>
      ${last && !past && html`<span class="nowdot" style=${{ top: `${100 - (100 * last.y) / top}%` }}></span>`}
      ${seen && html`<span class=${cls('cursor', at > rows.length / 2 && 'left')} style=${{ left: `${(100 * at) / Math.max(1, rows.length - 1)}%` }}><b class="xs">${pin(seen)}</b></span>`}</div>
    <div></div><div class="xs2 xs faint" aria-hidden="true">${marks.map((text) => html`<span>${text}</span>`)}</div></div>`;
}
