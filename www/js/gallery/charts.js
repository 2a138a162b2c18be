// charts: lines, bars, a small line in a row.
import { html } from '../lib/html.js';
import { t, num, percent } from '../lib/i18n.js';
import { Bars, Lines, Legend, Spark } from '../ui/chart.js';
import { DataTable } from '../ui/table.js';
import { State } from './state.js';

const MINUTE = 60000;
const wave = (i) => Math.max(0, Math.round(120 + 80 * Math.sin(i / 3) + 40 * Math.sin(i * 1.7)));

const days = Array.from({ length: 14 }, (_, i) => ({
  value: (i + 1) % 7 > 4 ? 3 : wave(i) + i * 9,
  bad: i === 9 ? 38 : 0,
  more: Math.round(wave(i) / 4),
  now: i === 13,
}));

const start = Date.parse('2026-11-20T10:32:00Z');
const speed = Array.from({ length: 60 }, (_, i) => ({
  at: start + i * MINUTE,
  y: i > 30 && i < 34 ? 0 : 12 + ((i * 7) % 4),
  z: 17,
}));

export default function Charts() {
  const bars = days.map((day, i) => ({
    ...day,
    more: 0,
    title: t('gallery.chart.bar', { n: i + 7, value: num(day.value), errors: num(day.bad) }),
    mark: day.bad ? t('errors', { n: day.bad }) : undefined,
  }));
  const sum = days.reduce((all, { value }) => all + value, 0);
  return html`
    <${State} title=${t('gallery.chart.bars')}>
      <div class="bigger">
        <${Bars}
          bars=${bars} label=${t('gallery.chart.say', { n: num(sum) })} axis=${['7.11', '14.11', t('day.today')]}
        />
        <${DataTable} head=${[t('day'), t('col.created')]} rows=${days.map(({ value }, i) => [i + 7, num(value)])} />
      </div>
    </${State}>
    <${State} title=${t('gallery.chart.parts')}>
      <div class="bigger">
        <${Bars}
          bars=${bars.map((bar, i) => ({ ...bar, more: days[i].more, mark: undefined }))} axis=${['7.11', '20.11']}
          label=${t('gallery.chart.say', { n: num(sum) })}
        />
        <${Legend}
          items=${[
            { look: 'sq', text: t('gallery.chart.reads') },
            { look: 'sq three', text: t('gallery.chart.writes') },
            { look: 'sq two', text: t('gallery.chart.errors') },
          ]}
        />
      </div>
    </${State}>
    <${State} title=${t('gallery.chart.lines')}>
      <div class="bigger">
        <${Lines}
          rows=${speed} format=${num} label=${t('gallery.chart.speed.say')}
          pin=${(row) => t('gallery.chart.pin', { n: row.y })}
          names=${[{ text: t('gallery.chart.speed') }, { look: 'd', text: t('gallery.chart.limit') }]}
        />
        <${DataTable}
          head=${[t('time'), t('gallery.chart.speed')]} rows=${speed.slice(0, 5).map(({ y }, i) => [i, num(y)])}
        />
      </div>
    </${State}>
    <${State} title=${t('gallery.chart.spark')}>
      <ul class="rows bigger">
        ${['java', 'kotlin', 'qa'].map((name, n) => html`<li key=${name}>
          <span class="grow">${name}</span>
          <${Spark}
            values=${days.map((_, i) => wave(i + n * 4))} label=${t('gallery.chart.say', { n: num(sum) })} past=${n > 0}
          />
          <span class="num">${percent(0.31 - n / 10)}</span>
        </li>`)}
      </ul>
    </${State}>
  `;
}
