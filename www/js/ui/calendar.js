// calendar: events in a month or in a week; on the phone a month of dots and one day at a time. An event goes to
// another day by mouse, by Alt and the arrows, or, on the phone, by its menu.
import { html, signal, useLayoutEffect, useMemo, useRef, useState, cls } from '../lib/html.js';
import { letters, useKeys } from '../lib/keys.js';
import { t, num, zone, placeNow, plainDay, capital, clockTime, when, whenDay } from '../lib/i18n.js';
import {
  addDays,
  addMonths,
  clockOf,
  dayByKey,
  minutesOf,
  momentOf,
  monthOf,
  monthWeeks,
  placeIn,
  weekOf,
} from '../lib/day-rules.js';
import { Button, IconButton } from './button.js';
import { useKeptFocus } from './focus.js';
import { Menu } from './menu.js';
import { eventsByDay, firstHour, lanesOf, slotAt } from './calendar-rules.js';

const SHOWN = 3;
const HOURS = Array.from({ length: 24 }, (_, i) => i);

const longDay = (day) => plainDay(day, { weekday: 'long', day: 'numeric', month: 'long' });
const titleOf = (mode, day) => {
  if (mode === 'month') return capital(plainDay(`${monthOf(day)}-01`, { month: 'long', year: 'numeric' }));
  const week = weekOf(day);
  const [from, to] = [plainDay(week[0], { day: 'numeric', month: 'long' }), plainDay(week[6], { dateStyle: 'long' })];
  return t('cal.range', { from, to });
};

/* The event that the mouse has. */
const held = signal(null);
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/* What an event that may be moved hears. day: where it is; first: the keys lead no further back. */
const movable = (event, day, onMove, first = '') => ({
  draggable: true,
  'aria-keyshortcuts': 'Alt+ArrowLeft Alt+ArrowRight Alt+ArrowUp Alt+ArrowDown',
  onDragStart: (drag) => {
    drag.dataTransfer.setData('text/plain', event.title);
    drag.dataTransfer.effectAllowed = 'move';
    held.value = event;
  },
  onDragEnd: () => { held.value = null; },
  onKeyDown: (press) => {
    if (!press.altKey || !STEPS[press.key]) return;
    press.preventDefault();
    press.stopPropagation();
    const to = addDays(day, STEPS[press.key]);
    if (to >= first) onMove(event, { day: to });
  },
});

/* A day that takes what the mouse has; placeOf(event): the day and, where it is known, the time. */
function useTaking(placeOf, onMove) {
  const [over, setOver] = useState(false);
  if (!onMove) return { over: false };
  return {
    over,
    onDragOver: (event) => {
      if (!held.value) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event) => {
      event.preventDefault();
      setOver(false);
      if (held.value) onMove(held.value, placeOf(event));
      held.value = null;
    },
  };
}

/* time: what stands before its name, when that is not the time of a day. */
function Event({ event, day, first, hrefOf, small, onMove, time = event.all_day ? '' : clockTime(event.start) }) {
  const words = [time, event.title].filter(Boolean).join(' ');
  const move = onMove && !event.fixed ? movable(event, day, onMove, first) : {};
  const href = hrefOf(event);
  const kind = href ? 'a' : 'span';	// what leads nowhere is no link
  return html`<${kind}
    class=${cls('cevent', event.look)} href=${href} data-tip=${words} data-event=${event.id} ...${move}
  >
    <span class=${cls('ctext', small && 'one')}>
      ${time && html`<span class="num">${time}</span>${' '}`}
      <span class="cname">${event.title}</span>
    </span>
  </${kind}>`;
}

/* The same day n months or weeks later. */
const turned = (mode, day, n) => (mode === 'month' ? addMonths(day, n) : addDays(day, n * 7));

function Head({ mode, day, today, level, onDay, onMode }) {
  const turn = (n) => onDay(turned(mode, day, n));
  return html`<div class="calbar">
    <${`h${level}`} class="caltitle" aria-live="polite">${titleOf(mode, day)}</${`h${level}`}>
    <div class="row">
      <${IconButton} icon="chevron-left" label=${t(`cal.prev.${mode}`)} onClick=${() => turn(-1)} />
      <${Button} small onClick=${() => onDay(today)}>${t('date.today')}</${Button}>
      <${IconButton} icon="chevron-right" label=${t(`cal.next.${mode}`)} onClick=${() => turn(1)} />
    </div>
    <div class="segs" role="group" aria-label=${t('cal.mode')}>
      ${['month', 'week'].map((name) => html`<button
        key=${name} type="button" aria-pressed=${String(name === mode)} onClick=${() => onMode(name)}
      >
        ${t(`cal.${name}`)}
      </button>`)}
    </div>
  </div>`;
}

/* The events of one day as lines; under the month on the phone. */
const Agenda = ({ day, events, hrefOf, menuOf, onCreate }) => html`<section
  class="agenda phone" aria-label=${longDay(day)}
>
  <div class="row sech">
    <b class="mid">${capital(longDay(day))}</b>
    ${onCreate && html`<${IconButton}
      class="push" icon="plus" label=${t('cal.add', { day: longDay(day) })}
      onClick=${() => onCreate({ day, clock: '' })}
    />`}
  </div>
  ${events.length === 0
    ? html`<p class="sm dim">${t('cal.none')}</p>`
    : html`<ul>
        ${events.map((event) => html`<li key=${event.id} class="row">
          <span class="grow"><${Event} event=${event} hrefOf=${hrefOf} /></span>
          ${menuOf?.(event).length > 0 && html`<${Menu}
            label=${t('cal.menu', { name: event.title })} items=${menuOf(event)}
          />`}
        </li>`)}
      </ul>`}
</section>`;

/* The keys take what is over to today first, and what is over today to tomorrow. */
const lateDay = ({ start, all_day: whole }, today) =>
  ((whole ? start : placeIn(start, zone.value).day) < today ? addDays(today, -1) : today);

const lateTime = ({ start, all_day: whole }) => whole ? whenDay(momentOf(start, '12:00', zone.value)) : when(start);

/* What is over already, and can be dragged to a day. */
const Late = ({ title, events, more, today, hrefOf, onMove }) => html`<section class="callate" aria-label=${title}>
  <b class="mid sm bad-t">${title}</b>
  <ul>
    ${events.map((event) => html`<li key=${event.id}>
      <${Event}
        event=${event} day=${lateDay(event, today)} first=${today} hrefOf=${hrefOf} small onMove=${onMove}
        time=${lateTime(event)}
      />
    </li>`)}
  </ul>
  ${more}
</section>`;

/* --- month --- */

function Cell({ day, at, today, month, events, hrefOf, onDay, onMore, onMove }) {
  const { over, ...take } = useTaking(() => ({ day }), onMove);
  const left = events.length - SHOWN;
  const shown = left > 1 ? events.slice(0, SHOWN) : events.slice(0, SHOWN + 1);
  return html`<td
    role="gridcell" aria-selected=${String(day === at)} class=${cls(monthOf(day) !== month && 'far', over && 'over')}
    ...${take}
  >
    <button
      type="button" class=${cls('cday', day === today && 'now')} data-day=${day} tabindex=${day === at ? 0 : -1}
      aria-current=${day === today ? 'date' : undefined} onClick=${() => onDay(day)}
      aria-label=${`${longDay(day)}, ${t('cal.n', { n: events.length })}`}
    >
      <span>${Number(day.slice(8))}</span>
      <span class="dots phone" aria-hidden="true">
        ${events.slice(0, 4).map(({ id, look }) => html`<i key=${id} class=${look}></i>`)}
      </span>
    </button>
    <ul class="wide-only">
      ${shown.map((event) => html`<li key=${event.id}>
        <${Event} event=${event} day=${day} hrefOf=${hrefOf} small onMove=${onMove} />
      </li>`)}
      ${left > 1 && html`<li>
        <button type="button" class="cmore" onClick=${() => onMore(day)}>${t('cal.more', { n: left })}</button>
      </li>`}
    </ul>
  </td>`;
}

function Month({ day, today, label, days, hrefOf, onDay, onMore, onMove }) {
  const grid = useRef();
  const keyed = useRef(false);
  const onKeyDown = (event) => {
    if (!event.target.closest('.cday')) return;
    const next = dayByKey(day, event.key, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    keyed.current = true;
    onDay(next);
  };
  useLayoutEffect(() => {
    if (!keyed.current) return;
    keyed.current = false;
    grid.current.querySelector(`[data-day="${day}"]`)?.focus();
  }, [day]);
  return html`<table class="cal" role="grid" aria-label=${label} ref=${grid} onKeyDown=${onKeyDown}>
    <thead role="rowgroup">
      <tr role="row">
        ${weekOf(day).map((one, i) => html`<th
          key=${i} role="columnheader" scope="col" abbr=${plainDay(one, { weekday: 'long' })}
        >
          ${plainDay(one, { weekday: 'short' })}
        </th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${monthWeeks(day).map((week) => html`<tr key=${week[0]} role="row">
        ${week.map((one) => html`<${Cell}
          key=${one} day=${one} at=${day} today=${today} month=${monthOf(day)} events=${days.get(one) || []}
          hrefOf=${hrefOf} onDay=${onDay} onMore=${onMore} onMove=${onMove}
        />`)}
      </tr>`)}
    </tbody>
  </table>`;
}

/* --- week --- */

const percentOf = (minutes) => `${(minutes / 14.4).toFixed(3)}%`;

function Lane({ place, day, hrefOf, onMove }) {
  const { event, top, height, lane, lanes } = place;
  const style = {
    top: percentOf(top),
    height: percentOf(height),
    left: `${(100 * lane) / lanes}%`,
    width: `${100 / lanes}%`,
  };
  return html`<li style=${style}><${Event} event=${event} day=${day} hrefOf=${hrefOf} onMove=${onMove} /></li>`;
}

function DayColumn({ day, places, now, chosen, hrefOf, onCreate, onMove }) {
  const placeOf = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { day, clock: clockOf(slotAt((event.clientY - box.top) / box.height)) };
  };
  const { over, ...take } = useTaking(placeOf, onMove);
  const onClick = (event) => { if (onCreate && !event.target.closest('a')) onCreate(placeOf(event)); };
  return html`<div class=${cls('wcol', chosen && 'chosen', over && 'over')} onClick=${onClick} ...${take}>
    <ol aria-label=${longDay(day)}>
      ${places.map((place) => html`<${Lane}
        key=${place.event.id} place=${place} day=${day} hrefOf=${hrefOf} onMove=${onMove}
      />`)}
    </ol>
    ${now.day === day && html`<i class="nowline" style=${{ top: percentOf(minutesOf(now.clock)) }}></i>`}
  </div>`;
}

function DayHead({ day, now, chosen, whole, hrefOf, onDay, onCreate, onMove }) {
  const { over, ...take } = useTaking(() => ({ day }), onMove);
  return html`<div class=${cls('whead', chosen && 'chosen', over && 'over')} ...${take}>
    <button
      type="button" class=${cls('wday', day === now.day && 'now')} aria-pressed=${String(chosen)}
      aria-current=${day === now.day ? 'date' : undefined} onClick=${() => onDay(day)}
    >
      <span class="sr">${longDay(day)}</span>
      <span class="xs" aria-hidden="true">${plainDay(day, { weekday: 'short' })}</span>
      <b class="mid" aria-hidden="true">${Number(day.slice(8))}</b>
    </button>
    ${onCreate && html`<${IconButton}
      class="wadd" icon="plus" label=${t('cal.add', { day: longDay(day) })}
      onClick=${() => onCreate({ day, clock: '' })}
    />`}
    ${whole.length > 0 && html`<ul class="whole">
      ${whole.map((event) => html`<li key=${event.id}>
        <${Event} event=${event} day=${day} hrefOf=${hrefOf} small onMove=${onMove} />
      </li>`)}
    </ul>`}
  </div>`;
}

function Week({ day, now, label, days, hrefOf, onDay, onCreate, onMove }) {
  const box = useRef();
  const week = weekOf(day);
  const places = week.map((one) => lanesOf(days.get(one) || [], one, zone.value));
  const hour = firstHour(places.flat().map(({ top }) => top));
  useLayoutEffect(() => {
    const first = box.current.querySelector('.hour:nth-child(2)');
    box.current.scrollTop = hour * first.offsetHeight;
  }, [week[0], hour]);
  return html`<div class="week" role="group" aria-label=${label} tabindex="0" ref=${box}>
    <div class="weekhead">
      <span class="corner"></span>
      ${week.map((one) => html`<${DayHead}
        key=${one} day=${one} now=${now} chosen=${one === day} hrefOf=${hrefOf} onDay=${onDay} onCreate=${onCreate}
        onMove=${onMove}
        whole=${(days.get(one) || []).filter(({ all_day: whole }) => whole)}
      />`)}
    </div>
    <div class="weekbody">
      <div class="hours" aria-hidden="true">
        ${HOURS.map((n) => html`<span key=${n} class="hour xs faint">${n > 0 && clockOf(n * 60)}</span>`)}
      </div>
      ${week.map((one, i) => html`<${DayColumn}
        key=${one} day=${one} places=${places[i]} now=${now} chosen=${one === day} hrefOf=${hrefOf} onCreate=${onCreate}
        onMove=${onMove}
      />`)}
    </div>
  </div>`;
}

/*
 * mode: 'month' | 'week'; day: the chosen one; events: [{ id, title, start, end?, all_day?, look? }]: moments as ISO
 * text, whole days as days; fixed: stays; hrefOf(event): its address; onCreate({ day, clock }): clock is '' when none
 * was pointed at. onMove(event, { day, clock? }): to another day, and time where one was pointed at. menuOf(event):
 * what is done to it, on the phone. late: { title, events, more? }: what stands over the days. level: of the title.
 */
export function Calendar({
  label,
  mode,
  day,
  events,
  late,
  level = 2,
  busy,
  hrefOf,
  menuOf,
  onMode,
  onDay,
  onCreate,
  onMove,
}) {
  useKeptFocus();
  const now = placeNow.value;
  const days = useMemo(() => eventsByDay(events, zone.value), [events, zone.value]);
  const shared = { day, label, days, hrefOf, onDay, onMove };
  const onMore = (one) => {
    onDay(one);
    onMode('week');
  };
  useKeys((event) => {
    const act = letters(event) && {
      KeyT: () => onDay(now.day),
      KeyM: () => onMode('month'),
      KeyW: () => onMode('week'),
      KeyJ: () => onDay(turned(mode, day, 1)),
      KeyK: () => onDay(turned(mode, day, -1)),
    }[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });
  return html`<div class="calendar" aria-busy=${busy ? 'true' : undefined}>
    <${Head} mode=${mode} day=${day} today=${now.day} level=${level} onDay=${onDay} onMode=${onMode} />
    ${late?.events.length > 0 && html`<${Late} ...${late} today=${now.day} hrefOf=${hrefOf} onMove=${onMove} />`}
    ${mode === 'month'
      ? html`
          <${Month} ...${shared} today=${now.day} onMore=${onMore} />
          <${Agenda}
            day=${day} events=${days.get(day) || []} hrefOf=${hrefOf} menuOf=${menuOf} onCreate=${onCreate}
          />
        `
      : html`<${Week} ...${shared} now=${now} onCreate=${onCreate} />`}
    <p class="sr" role="status">${t('cal.shown', { n: num(events.length) })}</p>
  </div>`;
}
