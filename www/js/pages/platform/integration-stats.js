// integration-stats: found and imported, by job board and by day.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Empty, Skeleton, Loaded } from '../../ui/states.js';
import { PlainTable, DataTable } from '../../ui/table.js';
import { Bars, Legend } from '../../ui/chart.js';
import { Figures } from '../../ui/huntflow-words.js';
import { t, num, percent, shortDay, dayNow } from '../../lib/i18n.js';
import { get } from '../../lib/api.js';
import { daysOf } from './integrations-rules.js';

const DAYS = 30;

const figuresOf = (all) => [
  {
    key: 'active', text: t('boards.fig.active'),
    value: `${num(all.active_integrations)} / ${num(all.total_integrations)}`,
  },
  { key: 'found', text: t('boards.fig.found'), value: num(all.total_candidates_found) },
  {
    key: 'imported', text: t('boards.fig.imported'), value: num(all.total_candidates_imported),
    sub: all.total_candidates_found > 0 && percent(all.total_candidates_imported / all.total_candidates_found, 1),
  },
];

function Days({ rows }) {
  const days = daysOf(rows, DAYS, dayNow.value);
  const found = days.reduce((sum, day) => sum + day.found, 0);
  const imported = days.reduce((sum, day) => sum + day.imported, 0);
  const bars = days.map((day, i) => ({
    value: day.found, more: day.imported, now: i === days.length - 1,
    title: t('boards.bar', { day: shortDay(day.day), found: num(day.found), imported: num(day.imported) }),
  }));
  return html`<section aria-labelledby="h-days">
    <div class="row sech"><h2 id="h-days">${t('boards.by_day')}</h2></div>
    <${Bars}
      bars=${bars} label=${t('boards.by_day.say', { found: num(found), imported: num(imported) })}
      axis=${[shortDay(days[0].day), shortDay(days[Math.floor(DAYS / 2)].day), shortDay(days.at(-1).day)]}
    />
    <${Legend} items=${[
      { look: 'sq', text: t('boards.fig.found') }, { look: 'sq three', text: t('boards.fig.imported') },
    ]} />
    <${DataTable}
      head=${[t('day'), ...['searches', 'errors', 'found', 'imported'].map((name) => t(`boards.col.${name}`))]}
      rows=${[...rows].reverse().map((day) => [
        shortDay(day.day), num(day.searches), num(day.errors), num(day.found), num(day.imported),
      ])}
    />
  </section>`;
}

export function Statistics({ platforms }) {
  const load = useLoad(() => get('/api/integrations/statistics', { days: DAYS }), []);
  const titles = Object.fromEntries(platforms.map(({ platform, title }) => [platform, title]));
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} />`}>
    ${(all) => html`
      <${Figures} items=${figuresOf(all)} />
      ${all.by_day.length === 0
        ? html`<${Empty} icon="chart-column" text=${t('boards.stats.empty')} />`
        : html`
            <${Days} rows=${all.by_day} />
            <section aria-labelledby="h-by">
              <div class="row sech"><h2 id="h-by">${t('boards.by_platform')}</h2></div>
              <${PlainTable}
                looks=${['', 'c-more', 'c-more', '', '', 'c-more']}
                head=${['platform', 'searches', 'errors', 'found', 'imported', 'share'].map(
                  (name) => t(`boards.col.${name}`),
                )}
                rows=${all.by_platform.map((row) => ({
                  key: row.platform,
                  cells: [
                    titles[row.platform] || row.platform, num(row.searches), num(row.errors), num(row.found),
                    num(row.imported), percent(row.share, 1),
                  ],
                }))}
              />
            </section>
          `}
    `}
  </${Loaded}>`;
}
