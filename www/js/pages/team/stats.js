// stats: the team's work in figures: by status, closed by day, late by person, how long a task takes.
import { html } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { get } from '../../lib/api.js';
import { t, num, shortDay, duration } from '../../lib/i18n.js';
import { here } from '../../lib/router.js';
import { asked, hrefOf, query } from '../../lib/team-rules.js';
import { TASKS, useSoon, useTaskChanges } from '../../lib/team.js';
import { Bars, Lines } from '../../ui/chart.js';
import { Shares } from '../../ui/shares.js';
import { Empty, ErrorNote, Skeleton } from '../../ui/states.js';
import { DataTable } from '../../ui/table.js';
import { Person, StatusMark } from '../../ui/team-words.js';
import { TeamFilters } from './tasks-filters.js';
import { byStatus, sum, topOf, usualHours } from './stats-rules.js';

const DAYS = 30;
const PEOPLE = 8;

const Part = ({ id, title, note, children }) => html`<section aria-labelledby=${`h-${id}`}>
  <div class="row sech">
    <h2 id=${`h-${id}`}>${title}</h2>
    ${note && html`<span class="faint sm push">${note}</span>`}
  </div>
  ${children}
</section>`;

const listOf = (filters, more) =>
  hrefOf('/tasks/', { ...filters, show: 'all', group: '', page: '', after: '', ...more });
/* Deadlines of a list add up; those counted within others are no list: no link. */
const listDue = (filters, due, more) =>
  filters.due.every((one) => one === due) ? listOf(filters, { ...more, due: [due] }) : undefined;

const Statuses = ({ stats, filters }) => html`<${Part} id="status" title=${t('stats.status')}>
  <${Shares}
    rows=${byStatus(stats.by_status).map(({ status, count }) => ({
      key: status,
      name: html`<${StatusMark} status=${status} />`,
      value: count,
      href: listOf(filters, { status: [status] }),
      label: t('stats.status.n', { status: t(`work.status.${status}`), n: count }),
    }))}
  />
</${Part}>`;

function Late({ stats, filters }) {
  const { rows } = topOf(stats.by_assignee, PEOPLE, ({ overdue }) => overdue);
  return html`<${Part} id="late" title=${t('stats.late')}>
    ${rows.length === 0
      ? html`<p class="sm dim">${t('stats.late.none')}</p>`
      : html`<${Shares}
          rows=${rows.map(({ assigned_to: id, name, overdue }) => ({
            key: id ?? 'none',
            name: html`<${Person} id=${id} name=${name} />`,
            value: overdue,
            href: listDue(filters, 'overdue', { assigned_to: [String(id ?? 'none')] }),
            label: t('stats.late.n', { name: name || t('work.nobody'), n: overdue }),
          }))}
        />`}
  </${Part}>`;
}

function Closed({ days }) {
  const total = sum(days, 'count');
  const label = ({ day, count }) => t('stats.closed.bar', { day: shortDay(day), n: count });
  return html`<${Part} id="closed" title=${t('stats.closed')} note=${t('days', { n: days.length })}>
    ${total === 0
      ? html`<p class="sm dim">${t('stats.closed.none')}</p>`
      : html`
          <p class="sum"><b>${num(total)}</b></p>
          <${Bars}
            bars=${days.map((day, i) => ({ value: day.count, title: label(day), now: i === days.length - 1 }))}
            label=${t('stats.closed.say', { n: total })}
            axis=${[days[0], days[Math.floor(days.length / 2)], days.at(-1)].map(({ day }) => shortDay(day))}
          />
          <${DataTable}
            head=${[t('day'), t('stats.closed')]} rows=${days.map(({ day, count }) => [shortDay(day), num(count)])}
          />
        `}
  </${Part}>`;
}

const hoursText = (hours) => (hours < 1 / 60 ? t('stats.cycle.moment') : duration(hours * 3600));

/* closed: how many were completed in these days; of some nobody knows how long they took. */
function Cycle({ days, closed }) {
  const known = days.filter(({ count }) => count > 0);
  const usual = usualHours(days);
  const rows = known.map(({ day, median_hours: hours }) => ({ day, y: hours }));
  return html`<${Part} id="cycle" title=${t('stats.cycle')} note=${t('days', { n: DAYS })}>
    ${usual === null
      ? html`<p class="sm dim">${t(closed > 0 ? 'stats.cycle.unknown' : 'stats.cycle.none')}</p>`
      : html`
          <p class="sum">
            <b>${hoursText(usual)}</b>
            <span class="sm dim">${t('stats.cycle.usual')}</span>
          </p>
          ${rows.length > 1 && html`<${Lines}
            daily past rows=${rows} label=${t('stats.cycle.say', { time: hoursText(usual) })} format=${(n) => num(n)}
            pin=${(row) => t('stats.cycle.pin', { day: shortDay(row.day), time: hoursText(row.y) })}
          />`}
          <${DataTable}
            head=${[t('day'), t('stats.cycle.tasks'), t('stats.cycle.hours')]}
            rows=${known.map(({ day, count, median_hours: hours }) => [shortDay(day), num(count), num(hours)])}
          />
        `}
  </${Part}>`;
}

const Numbers = ({ stats, filters }) => html`<ul class="numbers">
  ${[
    ['total', stats.total, listOf(filters, {})],
    ['overdue', stats.overdue, listDue(filters, 'overdue')],
    ['today', stats.due_today, listDue(filters, 'today')],
  ].map(([name, n, href]) => html`<li key=${name}>
    <a href=${href}>
      <b class=${name === 'overdue' && n > 0 ? 'bad-t' : ''}>${num(n)}</b>
      <span class="sm dim">${t(`stats.${name}`)}</span>
    </a>
  </li>`)}
</ul>`;

export default function StatsPage() {
  useTitle(t('stats.title'));
  const filters = query.read(here.value.query);
  const stamp = query.write(filters).toString();
  const params = asked({ ...filters, show: 'all' }, { bare: true });
  const load = useLoad(async () => {
    const [stats, cycle] = await Promise.all([
      get(`${TASKS}stats/`, params, { lane: 'stats' }),
      get(`${TASKS}cycle-time/`, { ...params, days: DAYS }, { lane: 'cycle' }),
    ]);
    return { stats, cycle };
  }, [stamp]);
  useTaskChanges(useSoon(load.reload));
  const { data } = load;
  return html`
    <nav class="crumbs" aria-label=${t('crumbs')}>
      <a href="/tasks/">${t('nav.work')}</a><span aria-hidden="true">/</span><span>${t('stats.title')}</span>
    </nav>
    <div class="head"><div><h1>${t('stats.title')}</h1></div></div>
    <${TeamFilters} filters=${filters} />
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${!data
      ? !load.error && html`<${Skeleton} rows=${8} />`
      : data.stats.total === 0
        ? html`<${Empty} icon="chart-column" text=${t('stats.none')} />`
        : html`
            <${Numbers} stats=${data.stats} filters=${filters} />
            <div class="two-ch stats">
              <${Statuses} stats=${data.stats} filters=${filters} />
              <${Late} stats=${data.stats} filters=${filters} />
              <${Closed} days=${data.stats.completed_by_day} />
              <${Cycle} days=${data.cycle} closed=${sum(data.stats.completed_by_day, 'count')} />
            </div>
          `}
  `;
}
