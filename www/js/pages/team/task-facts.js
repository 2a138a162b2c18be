// task-facts: what a task says of itself beside its text, each fact changed in its place.
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { useEverybody } from '../../lib/team.js';
import { Avatars } from '../../ui/avatar.js';
import { Combobox } from '../../ui/combobox.js';
import { Time } from '../../ui/marks.js';
import { LinkMark, Person, Tags } from '../../ui/team-words.js';
import {
  AssigneeEdit, Change, DueEdit, PriorityEdit, ProjectEdit, StatusEdit, usePeopleItems,
} from '../../ui/team-edit.js';
import { Choices } from '../../ui/filters.js';
import { Reminders } from './task-reminders.js';


function TagsEdit({ task, may, onChange }) {
  if (!may) return html`<span class="row wrap"><${Tags} tags=${task.tags} /></span>`;
  const free = (text) => text.trim().slice(0, 50);
  return html`<${Combobox}
    label=${t('work.tags')} value=${task.tags} many options=${[]} free=${free}
    onChange=${(tags) => onChange({ tags: [...new Set(tags)] })}
  />`;
}

/* One by name; of many the faces. */
function Faces({ ids, names }) {
  if (ids.length === 0) return html`<span class="faint">${t('none')}</span>`;
  const nameOf = (id) => names.get(id) || t('number', { id });
  if (ids.length === 1) return html`<${Person} id=${ids[0]} name=${nameOf(ids[0])} />`;
  return html`<${Avatars} people=${ids.map((id) => ({ id, name: nameOf(id) }))} />`;
}

function Watchers({ task, may, onChange }) {
  const people = useEverybody();
  const items = usePeopleItems();
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const value = html`<${Faces} ids=${task.watchers} names=${names} />`;
  return html`<${Change} may=${may} name=${t('work.watchers')} value=${value}>
    ${() => html`<${Choices}
      many name=${t('work.watchers')} items=${items} chosen=${task.watchers.map(String)}
      onChange=${(ids) => onChange({ watchers: ids.map(Number) })}
    />`}
  </${Change}>`;
}

/* onChange(fields); may: change the task. */
export function Facts({ task, may, onChange }) {
  const edit = (Edit) => html`<${Edit} task=${task} may=${may} onChange=${onChange} />`;
  const rows = [
    ['work.status', edit(StatusEdit)],
    ['work.assignee', edit(AssigneeEdit)],
    ['work.due', edit(DueEdit)],
    ['work.priority', edit(PriorityEdit)],
    ['work.project', edit(ProjectEdit)],
    ['work.watchers', edit(Watchers)],
    ['work.created', html`<span class="sm">
      ${task.created_by_name}, <${Time} at=${task.created_at} />
    </span>`],
  ];
  return html`<dl class="tfacts">
    ${rows.map(([name, value]) => html`<div key=${name}><dt>${t(name)}</dt><dd>${value}</dd></div>`)}
    ${task.link && html`<div class="whole"><dt>${t('work.link')}</dt><dd><${LinkMark} link=${task.link} /></dd></div>`}
    <div class="whole"><dt>${t('work.remind')}</dt><dd><${Reminders} task=${task} /></dd></div>
    <div class="whole tagsedit">
      <dt>${t('work.tags')}</dt><dd>${edit(TagsEdit)}</dd>
    </div>
  </dl>`;
}
