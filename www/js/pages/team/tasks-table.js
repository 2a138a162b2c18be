// tasks-table: the columns of the team's tasks, each field changed in its place.
import { html, cls } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { isOpen, taskHref } from '../../lib/team-rules.js';
import { Counts, LinkMark, Tags } from '../../ui/team-words.js';
import { AssigneeEdit, DoneTick, DueEdit, PriorityEdit, ProjectEdit, StatusEdit } from '../../ui/team-edit.js';

export const mayChange = ({ rights }) => !rights || rights.includes('change');

const Name = ({ task, onChange }) => html`<span class="row wname">
  <${DoneTick} task=${task} may=${mayChange(task)} onChange=${onChange} />
  <span class="grow">
    <a class=${cls('name', !isOpen(task) && 'closed')} href=${taskHref(task)}>${task.title}</a>
    <span class="two row wrap">
      ${task.link && html`<${LinkMark} link=${task.link} />`}
      <${Tags} tags=${task.tags} />
      <span class="row kcounts"><${Counts} task=${task} /></span>
    </span>
  </span>
</span>`;

/* onChange(task, fields); without: columns that say the same for every row. */
export function columnsOf({ onChange, without = [] }) {
  const edit = (Edit) => (task) => html`<${Edit}
    task=${task} may=${mayChange(task)} onChange=${(fields) => onChange(task, fields)}
  />`;
  return [
    { name: 'title', look: 'c-name', sort: 'title', cell: edit(Name) },
    { name: 'status', look: 'c-st', cell: edit(StatusEdit) },
    { name: 'assigned_to', look: 'c-who', cell: edit(AssigneeEdit) },
    { name: 'due_date', look: 'c-due', sort: 'due_date', cell: edit(DueEdit) },
    { name: 'priority', look: 'c-prio', sort: 'priority', cell: edit(PriorityEdit) },
    { name: 'list', look: 'c-list c-more', cell: edit(ProjectEdit) },
  ]
    .filter(({ name }) => !without.includes(name))
    .map((column) => ({ ...column, head: t(`work.column.${column.name}`) }));
}
