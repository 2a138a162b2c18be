// team-edit: one field of a team's task changed where it is shown: a small sheet beside its value.
import { html, cls } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { me } from '../lib/session.js';
import { PRIORITIES, STATUSES, allows } from '../lib/team-rules.js';
import { useEverybody, usePeople, useProjects } from '../lib/team.js';
import { Menu } from './menu.js';
import { later } from './later.js';
import { Popover } from './popover.js';
import { DueMark, Person, PriorityMark, StatusMark } from './team-words.js';

const [One, DueSheet] = ['One', 'DueSheet'].map((name) => later(() => import('./team-sheets.js'), name));

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

/* What may be chosen is looked up when it is asked for. */
const Choices = ({ useItems, none, ...props }) => html`<${One} items=${useItems(none)} ...${props} />`;

export function AssigneeEdit({ task, may = true, onChange }) {
  const name = t('work.assignee');
  return html`<${Change}
    may=${may} name=${name} value=${html`<${Person} id=${task.assigned_to} name=${task.assigned_to_name} />`}
  >
    ${(close) => html`<${Choices}
      useItems=${usePeopleItems} none=${t('work.nobody')} name=${name} close=${close}
      chosen=${String(task.assigned_to ?? 'none')}
      onPick=${(id) => onChange({ assigned_to: id })}
    />`}
  </${Change}>`;
}

export function ProjectEdit({ task, may = true, onChange }) {
  const name = t('work.project');
  const value = task.list
    ? html`<span class="pname">${task.list_name}</span>`
    : html`<span class="faint">${t('work.personal')}</span>`;
  return html`<${Change} may=${may} name=${name} value=${value}>
    ${(close) => html`<${Choices}
      useItems=${useProjectItems} none=${t('work.personal')} name=${name} close=${close}
      chosen=${String(task.list ?? 'none')}
      onPick=${(id) => onChange({ list: id })}
    />`}
  </${Change}>`;
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

