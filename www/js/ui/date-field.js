// date-field: a day that is typed or picked from a month; a time; both as a moment in the user's zone.
import { html, useState, useLayoutEffect, useRef, useId, cls } from '../lib/html.js';
import { t, lang, zone, plainDay, capital } from '../lib/i18n.js';
import { dayOf } from '../lib/i18n-rules.js';
import {
  addDays,
  addMonths,
  clamped,
  clockOf,
  dayByKey,
  isClock,
  isDay,
  momentOf,
  monthOf,
  monthWeeks,
  parseClock,
  parseDay,
  placeIn,
  showDay,
  weekOf,
} from '../lib/day-rules.js';
import { Icon, Button, IconButton } from './button.js';
import { Field } from './fields.js';
import { Combobox } from './combobox.js';
import { Layer } from './layer.js';
import { useOpen } from './popover.js';

const today = () => dayOf(new Date(), zone.value);
const STEP = 30;

function Day({ day, at, month, chosen, outside, onPick }) {
  const now = day === today();
  return html`<td role="gridcell" aria-selected=${String(day === chosen)}>
    <button
      type="button" data-day=${day} tabindex=${day === at ? 0 : -1} autofocus=${day === at} disabled=${outside}
      aria-current=${now ? 'date' : undefined} class=${cls(monthOf(day) !== month && 'far', now && 'now')}
      onClick=${() => onPick(day)}
      aria-label=${plainDay(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })}
    >
      ${Number(day.slice(8))}
    </button>
  </td>`;
}

/* A month of days; keys: arrows, Home and End in the week, Page Up and Down by months, with Shift by years. */
export function Month({ value, min, max, onPick }) {
  const [at, setAt] = useState(clamped(isDay(value) ? value : today(), min, max));
  const [keyed, setKeyed] = useState(true);
  const grid = useRef();
  const id = useId();
  const month = monthOf(at);
  const turn = (n) => {
    setKeyed(false);
    setAt(clamped(addMonths(at, n), min, max));
  };
  useLayoutEffect(() => {
    if (keyed) grid.current.querySelector(`[data-day="${at}"]`)?.focus();
  }, [at, keyed]);
  const onKeyDown = (event) => {
    const next = dayByKey(at, event.key, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    setKeyed(true);
    setAt(clamped(next, min, max));
  };
  const outside = (day) => (min && day < min) || (max && day > max);
  return html`
    <div class="row monthhead">
      <b class="mid" id=${id} aria-live="polite">
        ${capital(plainDay(`${month}-01`, { month: 'long', year: 'numeric' }))}
      </b>
      <span class="push"></span>
      <${IconButton} icon="chevron-left" label=${t('date.prev')} onClick=${() => turn(-1)} />
      <${IconButton} icon="chevron-right" label=${t('date.next')} onClick=${() => turn(1)} />
    </div>
    <table class="month" role="grid" aria-labelledby=${id} ref=${grid} onKeyDown=${onKeyDown}>
      <thead role="rowgroup">
        <tr role="row">
          ${weekOf(at).map((day) => html`<th
            key=${plainDay(day, { weekday: 'short' })} role="columnheader" scope="col"
            abbr=${plainDay(day, { weekday: 'long' })}
          >
            ${plainDay(day, { weekday: 'short' })}
          </th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${monthWeeks(at).map((week) => html`<tr key=${week[0]} role="row">
          ${week.map((day) => html`<${Day}
            key=${day} day=${day} at=${at} month=${month} chosen=${value} outside=${outside(day)} onPick=${onPick}
          />`)}
        </tr>`)}
      </tbody>
    </table>
  `;
}

/* presets: days that one button gives: [{ text, day }]. */
function Picker({ anchor, label, value, min, max, presets, onPick, onClose }) {
  return html`<${Layer}
    class="daybox" anchor=${anchor} align="end" role="dialog" aria-label=${label} onClose=${onClose}
  >
    <${Month} value=${value} min=${min} max=${max} onPick=${onPick} />
    ${presets.length > 0 && html`<div class="row wrap presets">
      ${presets.map(({ text, day }) => html`<${Button} key=${day} small quiet onClick=${() => onPick(day)}>
        ${text}
      </${Button}>`)}
    </div>`}
  </${Layer}>`;
}

const usual = () => [
  { text: t('date.today'), day: today() },
  { text: t('date.tomorrow'), day: addDays(today(), 1) },
];

/*
 * value: '2026-11-18', '' or, when it is no day, what was typed: the form's check says so. min, max: days. field: of a
 * form, in place of value, error and onChange.
 */
export function DateField({
  field,
  label,
  hint,
  error,
  optional,
  value = field.value,
  onChange,
  min,
  max,
  presets,
  class: look,
  ...rest
}) {
  const change = onChange || ((next) => field.onInput({ currentTarget: { value: next } }));
  const [text, setText] = useState(null);
  const { open, setOpen, button, close } = useOpen();
  const box = useRef();
  const take = (typed) => {
    setText(null);
    if (typed !== null) change(parseDay(typed, today()) ?? typed);
  };
  const pick = (day) => {
    change(day);
    close(true);
  };
  const onBlur = (event) => {
    take(text);
    field?.onBlur?.(event);
  };
  const wrong =
    text === null && value && !isDay(value) ? t('date.wrong', { sample: showDay(today(), lang.value) }) : '';
  const marks = (presets || usual()).filter(({ day }) => clamped(day, min, max) === day);
  return html`<${Field}
    label=${label} hint=${hint} error=${error || field?.error || wrong} optional=${optional} class=${look}
  >
    ${(props) => html`
      <div class="combo" ref=${box}>
        <input
          ...${rest} ...${props} type="text" inputmode="numeric" autocomplete="off" name=${field?.name} maxlength="20"
          value=${text ?? showDay(value || '', lang.value)} onInput=${(event) => setText(event.currentTarget.value)}
          onBlur=${onBlur} onKeyDown=${(event) => event.key === 'Enter' && take(text)}
        />
        <button
          type="button" class="ib" ref=${button} aria-label=${t('date.open', { label })} aria-haspopup="dialog"
          aria-expanded=${String(open)} onClick=${() => setOpen(!open)}
        >
          <${Icon} name="calendar" />
        </button>
      </div>
      ${open && html`<${Picker}
        anchor=${box} label=${label} value=${value} min=${min} max=${max} presets=${marks} onPick=${pick}
        onClose=${close}
      />`}
    `}
  </${Field}>`;
}

const clocks = Array.from({ length: (24 * 60) / STEP }, (_, i) => clockOf(i * STEP)).map((clock) => ({
  value: clock,
  label: clock,
}));

/* value: '09:30', '' or, when it is no time, what was typed. */
export function TimeField({ value, error, ...rest }) {
  const wrong = value && !isClock(value) ? t('time.wrong') : '';
  return html`<${Combobox}
    ...${rest} value=${value} error=${error || wrong || undefined} options=${clocks} inputmode="numeric" maxlength="5"
    free=${(text) => parseClock(text) ?? text}
  />`;
}

/* A moment: ISO text, or '' while a part is missing. One label over both parts. */
export function MomentField({ label, hint, value, onChange, min, max, optional }) {
  const id = useId();
  const place = value ? placeIn(value, zone.value) : { day: '', clock: '' };
  const [part, setPart] = useState(place);
  const shown = value ? place : part;
  const set = (change) => {
    const next = { ...shown, ...change };
    setPart(next);
    const whole = isDay(next.day) && isClock(next.clock);
    onChange(whole ? new Date(momentOf(next.day, next.clock, zone.value)).toISOString() : '');
  };
  return html`<fieldset class="moment" aria-describedby=${hint ? id : undefined}>
    <legend class="lbl">${label}${optional && html` <span class="faint">${t('optional')}</span>`}</legend>
    <${DateField} label=${t('date.day')} value=${shown.day} min=${min} max=${max} onChange=${(day) => set({ day })} />
    <${TimeField} label=${t('date.clock')} value=${shown.clock} onChange=${(clock) => set({ clock })} />
    ${hint && html`<p class="hint" id=${id}>${hint}</p>`}
  </fieldset>`;
}
