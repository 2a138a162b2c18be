// calendar: the team's tasks by their deadlines, in a month or a week; what is late stands over the days.
import { html, useEffect } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { addNew, setUsual } from '../../lib/adding.js';
import { page } from '../../lib/api.js';
import { t, zone, dayNow } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { isDay } from '../../lib/day-rules.js';
import { here, changeFilters } from '../../lib/router.js';
import { asked, calendarQuery, hrefOf as listHref, query, replaced, taskHref } from '../../lib/team-rules.js';
import { listTasks, order, useSoon, useTaskChanges } from '../../lib/team.js';
import { change } from '../../ui/team-change.js';
import { dueDays, dueOf } from '../../ui/due-days.js';
import { Button } from '../../ui/button.js';
import { Calendar } from '../../ui/calendar.js';
import { ErrorNote, Note, Skeleton } from '../../ui/states.js';
import { TeamFilters } from './tasks-filters.js';
import { eventOf, movedTo, outerEvents, spanOf } from './calendar-rules.js';

const PAGE = 100;
const MOST = 10;
const LATE = 6;

/* All that a list has of the days, page after page; more: there is too much to show. */
async function readAll(list, params) {
  const rows = [];
  let next = { ...params, page_size: PAGE };
  for (let n = 0; n < MOST && next; n += 1) {
    const got = await list(next);
    rows.push(...got.rows);
    next = got.links.next;
  }
  return { rows, more: Boolean(next) };
}

/* Events of calendars that are read from elsewhere (Bitrix24): the page is whole without them. */
const readOuter = (span) => readAll((next) => page('/api/v1/bitrix24/events/', next), span);
const readTasks = (params) => readAll((next) => listTasks(next, { lane: 'calendar' }), params);

export default function CalendarPage() {
  useTitle(t('nav.calendar'));
  const filters = calendarQuery.read(here.value.query);
  const mode = filters.mode === 'week' ? 'week' : 'month';
  const today = dayNow.value;
  const day = isDay(filters.day) ? filters.day : today;
  const { from, to } = spanOf(mode, day);
  const params = { ...asked({ ...filters, show: 'all' }, { bare: true }), ordering: 'due_date' };
  const stamp = `${new URLSearchParams(calendarQuery.write({ ...filters, day: '', mode: '' }))} ${from} ${to}`;
  const load = useLoad(() => readTasks({ ...params, due: [`${from}..${to}`] }), [stamp]);
  const late = useLoad(() => listTasks({ ...params, due: ['overdue'], page_size: LATE }), [stamp]);
  const outer = useLoad(() => readOuter({ from, to }), [from, to]);
  const rows = load.data?.rows || [];
  /* What comes over or into the days later would move them. */
  const ready = load.data && [late, outer].every(({ data, error }) => data || error);
  const soon = useSoon(() => {
    load.reload();
    late.reload();
  });
  useTaskChanges(soon);
  useEffect(() => { order.value = rows.map(({ id }) => id); }, [load.data]);
  useEffect(() => {
    setUsual(() => ({ due_date: dueOf(day) }));
    return () => setUsual(null);
  }, [day]);
  const set = (fields, opts) => changeFilters(calendarQuery, fields, opts);
  const put = (task) => {
    load.set((data) => data && { ...data, rows: [...data.rows.filter(({ id }) => id !== task.id), task] });
    late.set((data) => data && { ...data, rows: replaced(data.rows, task) });
  };
  const onMove = ({ task }, place) => {
    const due = movedTo(task, place, zone.value);
    if (due !== task.due_date) change(task, { due_date: due }, put);
  };
  const events = (tasks) => tasks.map((task) => eventOf(task, now.value, zone.value));
  const outside = outerEvents(outer.data?.rows || [], { from, to }, { busy: t('work.cal.busy') });
  const menuOf = (event) => event.outer ? [] : event.fixed
    ? [{ text: t('open'), href: taskHref(event.task) }]
    : [
        { head: t('work.cal.move') },
        ...dueDays().map(({ text, day: to_day }) => ({ text, run: () => onMove(event, { day: to_day }) })),
      ];
  const left = (late.data?.total || 0) - (late.data?.rows.length || 0);
  const chosen = query.read(calendarQuery.write({ ...filters, day: '', mode: '' }));
  const lateHref = listHref('/tasks/', { ...chosen, show: 'late' });
  return html`
    <div class="head inline">
      <div><h1>${t('nav.calendar')}</h1></div>
      <div class="acts">
        <${Button} main icon="plus" onClick=${() => addNew()} aria-keyshortcuts="c"><b>${t('work.new')}</b></${Button}>
      </div>
    </div>
    <${TeamFilters} filters=${filters} rules=${calendarQuery} fixed=${['due']} />
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${load.data?.more && html`<${Note} kind="warn" icon="info">${t('work.cal.more', { n: rows.length })}</${Note}>`}
    ${!ready
      ? !load.error && html`<${Skeleton} rows=${6} height=${116} />`
      : html`<${Calendar}
          label=${t('nav.calendar')} mode=${mode} day=${day} busy=${load.busy}
          hrefOf=${({ task }) => task && taskHref(task)}
          events=${[...events(rows.filter((task) => task.due_date)), ...outside]} menuOf=${menuOf} onMove=${onMove}
          onMode=${(next) => set({ mode: next === 'week' ? 'week' : '' }, { replace: true })}
          onDay=${(next) => set({ day: next === today ? '' : next }, { replace: true })}
          onCreate=${(place) => addNew({ due_date: dueOf(place.day, place.clock) })}
          late=${{
            title: t('work.due.late'),
            events: events(late.data?.rows || []),
            more: left > 0 && html`<a class="sm lnk" href=${lateHref}>${t('work.cal.late', { n: left })}</a>`,
          }}
        />`}
  `;
}
