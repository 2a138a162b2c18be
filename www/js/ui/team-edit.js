// team-edit: one field of a team's task changed where it is shown: a small sheet beside its value.
import { html, cls } from '../lib/html.js';
import { t, zone } from '../lib/i18n.js';
import { dayOf } from '../lib/i18n-rules.js';
import { addDays, isClock, momentOf, placeIn, weekOf } from '../lib/day-rules.js';
import { me } from '../lib/session.js';
import { PRIORITIES, STATUSES, allows } from '../lib/team-rules.js';
import { useEverybody, usePeople, useProjects } from '../lib/team.js';
import { Button } from './button.js';
import { Menu } from './menu.js';
import { Popover } from './popover.js';
import { Choices } from './filters.js';
import { Month, TimeField } from './date-field.js';
import { DueMark, Person, PriorityMark, StatusMark } from './team-words.js';

const END = '23:59';

/* What stands before a value for those who do not see its column. */
const named = (name, value) => html`<span class="sr">${name}: </span>${value}`;

/* A value that is changed: a button when one may, else the value alone. */
export const Change = ({ may, name, value, children }) =>
  may
    ? html`<${Popover} look="inl" label=${name} button=${named(name, value)} named>${children}</${Popover}>`
    : html`<span class="inl off">${value}</span>`;

/* onChange(fields): what becomes of the task. may: change it. */
export function StatusEdit({ task, may = true, onChange }) {
  const mark = html`<${StatusMark} status=${task.status} />`;
  if (!may) return html`<span class="inl off">${mark}</span>`;
  return html`<${Menu}
    look="inl" align="start" button=${named(t('work.status'), mark)} label=${t('work.status')}
    items=${STATUSES.map((status) => ({
      text: t(`work.status.${status}`),
      on: status === task.status,
      run: () => status !== task.status && onChange({ status }),
    }))}
  />`;
}

export function PriorityEdit({ task, may = true, onChange }) {
  const mark = html`<${PriorityMark} priority=${task.priority} />`;
  if (!may) return html`<span class="inl off">${mark}</span>`;
  return html`<${Menu}
    look="inl" align="start" button=${named(t('work.priority'), mark)} label=${t('work.priority')}
    items=${PRIORITIES.map((priority) => ({
      text: t(`priority.${priority}`),
      on: priority === task.priority,
      run: () => priority !== task.priority && onChange({ priority }),
    }))}
  />`;
}

/* People as choices: oneself first. */
export function usePeopleItems(none) {
  const mine = me.value?.id;
  const people = usePeople();
  const own = people.filter(({ id }) => id === mine);
  const items = [...own, ...people.filter(({ id }) => id !== mine)].map(({ id, name }) => ({
    value: String(id),
    label: id === mine ? t('work.me', { name }) : name,
  }));
  return none ? [{ value: 'none', label: none }, ...items] : items;
}

/* The same with those who no longer work here: what was theirs can be looked for. */
export function useEverybodyItems(none) {
  const items = usePeopleItems(none);
  const left = useEverybody().filter(({ active }) => !active);
  return [...items, ...left.map(({ id, name }) => ({ value: String(id), label: t('work.left', { name }) }))];
}

/* Projects as choices: those that take one's tasks, or all that one sees. */
export function useProjectItems(none, all) {
  const items = useProjects()
    .filter((one) => all || (one.status !== 'archived' && allows(one, 'add_tasks')))
    .map(({ id, name }) => ({ value: String(id), label: name }));
  return none ? [{ value: 'none', label: none }, ...items] : items;
}

const idOf = (value) => (value === 'none' || value === '' ? null : Number(value));

const One = ({ items, name, chosen, close, onPick }) => html`<${Choices}
  name=${name} items=${items} chosen=${String(chosen ?? 'none')}
  onChange=${(value) => { close(); onPick(idOf(value)); }}
/>`;

export function AssigneeEdit({ task, may = true, onChange }) {
  const items = usePeopleItems(t('work.nobody'));
  const name = t('work.assignee');
  return html`<${Change}
    may=${may} name=${name} value=${html`<${Person} id=${task.assigned_to} name=${task.assigned_to_name} />`}
  >
    ${(close) => html`<${One}
      items=${items} name=${name} chosen=${task.assigned_to} close=${close}
      onPick=${(id) => onChange({ assigned_to: id })}
    />`}
  </${Change}>`;
}

export function ProjectEdit({ task, may = true, onChange }) {
  const items = useProjectItems(t('work.personal'));
  const name = t('work.project');
  const value = task.list
    ? html`<span class="pname">${task.list_name}</span>`
    : html`<span class="faint">${t('work.personal')}</span>`;
  return html`<${Change} may=${may} name=${name} value=${value}>
    ${(close) => html`<${One}
      items=${items} name=${name} chosen=${task.list} close=${close} onPick=${(id) => onChange({ list: id })}
    />`}
  </${Change}>`;
}

/* A day's end as a moment, or that time of it. */
export const dueOf = (day, clock) =>
  new Date(momentOf(day, clock || END, zone.value) + (clock ? 0 : 59_999)).toISOString();

/* The days that one press gives: today, tomorrow, the end of this week, Monday. */
export function dueDays() {
  const today = dayOf(new Date(), zone.value);
  const week = weekOf(today);
  return [
    { text: t('date.today'), day: today },
    { text: t('date.tomorrow'), day: addDays(today, 1) },
    { text: t('work.due.friday'), day: week[4] < today ? addDays(week[4], 7) : week[4] },
    { text: t('work.due.monday'), day: addDays(week[0], 7) },
  ];
}

function DueSheet({ due: was, close, onPick }) {
  const place = was ? placeIn(was, zone.value) : { day: '', clock: '' };
  const clock = place.clock === END ? '' : place.clock;
  /* A time of today that is over already is not meant. */
  const take = (day) => {
    close();
    const due = dueOf(day, clock);
    onPick(day === dayOf(new Date(), zone.value) && new Date(due) < Date.now() ? dueOf(day) : due);
  };
  return html`
    <${Month} value=${place.day} onPick=${take} />
    <div class="row wrap presets">
      ${dueDays().map(({ text, day }) => html`<${Button} key=${text} small quiet onClick=${() => take(day)}>
        ${text}
      </${Button}>`)}
    </div>
    ${was && html`<div class="presets dueend">
      <${TimeField}
        label=${t('date.clock')} value=${clock}
        onChange=${(next) => (next === '' || isClock(next)) && onPick(dueOf(place.day, next))}
      />
      <${Button} small quiet onClick=${() => { close(); onPick(null); }}>${t('work.due.clear')}</${Button}>
    </div>`}
  `;
}

export function DueEdit({ task, may = true, onChange }) {
  return html`<${Change} may=${may} name=${t('work.due')} value=${html`<${DueMark} task=${task} />`}>
    ${(close) => html`<${DueSheet}
      due=${task.due_date} close=${close} onPick=${(due) => onChange({ due_date: due })}
    />`}
  </${Change}>`;
}

const isDone = ({ status }) => status === 'done';

/* A tick that ends a task, or takes it up again. */
export const DoneTick = ({ task, may = true, onChange }) => html`<label class=${cls('tick donetick', !may && 'off')}>
  <input
    type="checkbox" checked=${task.status === 'done'} disabled=${!may}
    aria-label=${t(isDone(task) ? 'work.uncomplete.of' : 'work.complete.of', { name: task.title })}
    onChange=${(event) => onChange({ is_completed: event.currentTarget.checked })}
  />
</label>`;

