// charts: bars, drawn with elements in the colours of the tokens. Lines over time: plot.js.
import { html } from '../lib/html.js';
import { heights, isSeen } from './charts-rules.js';

const part = (n, value) => ({ height: `${Math.max(4, (100 * n) / Math.max(1, value))}%` });

/*
 * bars: [{ value, bad?, more?, title, now?, mark? }]; bad and more are parts of value; axis: labels
 * spread under them.
 */
export const Bars = ({ bars, label, axis }) => {
  const tall = heights(bars.map(({ value }) => value));
  return html`
    <div class="bars" role="img" aria-label=${label}>
      ${bars.map(({ value, bad, more, title, now, mark }, i) => html`<i
        class=${now ? 'now' : ''} title=${title} data-l=${mark} style=${{ height: `${tall[i]}%` }}
      >
        ${isSeen(bad, value) && html`<s style=${part(bad, value)}></s>`}
        ${isSeen(more, value) && html`<u style=${part(more, value)}></u>`}
      </i>`)}
    </div>
    <div class="axis xs faint" aria-hidden="true">${axis.map((text) => html`<span>${text}</span>`)}</div>
  `;
};
