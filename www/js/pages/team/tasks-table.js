// tasks-table: the columns of the team's tasks, each field changed in its place.
import { html, cls, useSame } from '../../lib/html.js';
import { t, ago, fullTime } from '../../lib/i18n.js';
import { allows, isOpen, taskHref } from '../../lib/team-rules.js';
import { useColumns } from '../../ui/table.js';
import { Counts, LinkMark, Person, Tags } from '../../ui/team-words.js';
import { AssigneeEdit, DoneTick, DueEdit, PriorityEdit, ProjectEdit, StatusEdit } from '../../ui/team-edit.js';

const Name = ({ task, onChange }) => html`<span class="row wname">
  <${DoneTick} task=${task} may=${allows(task, 'change')} onChange=${onChange} />
  <span class="grow">
    <a
      class=${cls('name', !isOpen(task) && 'closed')} href=${taskHref(task)} data-tip=""
    >
      ${task.title}
    </a>
    <span class="two row wrap">
      ${task.link && html`<${LinkMark} link=${task.link} />`}
      <${Tags} tags=${task.tags} most=${3} />
      <span class="row kcounts"><${Counts} task=${task} /></span>
    </span>
  </span>
</span>`;

const When = ({ at }) => html`<time class="nb dim" datetime=${at} title=${fullTime(at)}>${ago(at)}</time>`;

function columnsOf({ onChange, shown, sorts }) {
  const edit = (Edit) => (task) => html`<${Edit}
    task=${task} may=${allows(task, 'change')} onChange=${(fields) => onChange(task, fields)}
  />`;
  return [
    { name: 'title', look: 'c-name', sort: 'title', cell: edit(Name) },
    { name: 'status', look: 'c-st', cell: edit(StatusEdit) },
    { name: 'assigned_to', look: 'c-who', cell: edit(AssigneeEdit) },
    { name: 'due_date', look: 'c-due', sort: 'due_date', cell: edit(DueEdit) },
    { name: 'priority', look: 'c-prio', sort: 'priority', cell: edit(PriorityEdit) },
    { name: 'list', look: 'c-list c-more', cell: edit(ProjectEdit) },
    {
      name: 'created_by', look: 'c-by c-more',
      cell: (task) => html`<${Person} id=${task.created_by} name=${task.created_by_name} />`,
    },
    {
      name: 'created_at', look: 'c-at c-more', sort: 'created_at',
      cell: (task) => html`<${When} at=${task.created_at} />`,
    },
    {
      name: 'updated_at', look: 'c-at c-more', sort: 'updated_at',
      cell: (task) => html`<${When} at=${task.updated_at} />`,
    },
  ]
    .filter(({ name }) => name === 'title' || shown.includes(name))
    .map(({ sort, ...column }) => ({ ...column, sort: sorts && sort, head: t(`work.column.${column.name}`) }));
}

/* onChange(task, fields); shown: names of columns beside the title; sorts: the heads sort. */
export function useTaskColumns({ onChange, shown, sorts = false }) {
  const same = useSame(onChange);
  return useColumns(() => columnsOf({ onChange: same, shown, sorts }), [shown.join(' ')]);
}
