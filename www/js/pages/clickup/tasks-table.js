// tasks-table: the columns of the task list.
import { html, cls } from '../../lib/html.js';
import { Icon } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { Avatar, Avatars } from '../../ui/avatar.js';
import { t, whenDay } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { Status, Transfer } from '../../ui/task-words.js';
import { isLate, tagsText } from './tasks-rules.js';

const CV_ICON = { pdf: 'file-text', file: 'file-text', linkedin: 'link', rabota: 'link' };
const Cv = ({ task }) => html`<span class=${cls('row nb', CV_ICON[task.cv] ? 'dim' : 'faint')}>
  ${CV_ICON[task.cv] && html`<${Icon} name=${CV_ICON[task.cv]} />`}
  ${task.cv_count > 1 && ['pdf', 'file'].includes(task.cv)
    ? t(`cv.${task.cv}.some`, { n: task.cv_count })
    : t(`cv.${task.cv}`)}
</span>`;

const Who = ({ task }) => {
  const people = task.assignees.map(({ id, username: name, initials }) => ({ id, name, initials }));
  if (people.length === 0) return html`<span class="faint">${t('tasks.nobody')}</span>`;
  if (people.length > 1) return html`<${Avatars} people=${people} />`;
  const [{ name }] = people;
  return html`<span class="row" data-tip=${name}>
    <${Avatar} ...${people[0]} /><span class="cut1">${name}</span>
  </span>`;
};

const Tags = ({ task: { tags } }) =>
  tags.length
    ? html`<span class="row tagline" data-tip=${tags.map(({ name }) => name).join(', ')}>
        <${Badge} kind="line"><span class="cut1">${tags[0].name}</span></${Badge}>
        ${tags.length > 1 && html`<span class="xs faint nb">+${tags.length - 1}</span>`}
      </span>`
    : null;
const Due = ({ task }) =>
  task.due_date
    ? html`<time class=${cls('nb', isLate(task, now.value) ? 'bad-t' : 'dim')} datetime=${task.due_date}>
        ${whenDay(task.due_date)}
      </time>`
    : null;

const CELLS = {
  status: { look: 'c-st', cell: (task) => html`<${Status} task=${task} />` },
  assignees: { look: 'c-who', cell: (task) => html`<${Who} task=${task} />` },
  priority: {
    look: 'c-more',
    sort: 'priority',
    cell: (task) =>
      task.priority ? t(`priority.${task.priority}`) : html`<span class="faint">${t('priority.none')}</span>`,
  },
  tags: { look: 'c-more', cell: (task) => html`<${Tags} task=${task} />` },
  cv: { look: 'c-cv', cell: (task) => html`<${Cv} task=${task} />` },
  date_created: {
    look: 'c-more',
    sort: 'date_created',
    cell: (task) => html`<${Time} at=${task.date_created} class="nb dim" />`,
  },
  due_date: { look: 'c-more', sort: 'due_date', cell: (task) => html`<${Due} task=${task} />` },
  date_updated: {
    look: 'c-date',
    sort: 'date_updated',
    cell: (task) => html`<${Time} at=${task.date_updated} class="nb dim" />`,
  },
  transfer: { look: 'c-hf', cell: (task) => html`<${Transfer} task=${task} />` },
};

/* Under the name: what has no column of its own. */
function Second({ task, columns }) {
  const facts = [task.task_id, !columns.includes('tags') && tagsText(task.tags)]
    .filter(Boolean)
    .join(' · ');
  const late = isLate(task, now.value);
  const loud = !columns.includes('priority') && (task.priority === 'urgent' || task.priority === 'high');
  return html`<span class="two">
    ${loud && html`<span class=${cls('prio', task.priority === 'urgent' && 'bad-t')}>
      <${Icon} name="flag" />
      ${t(`priority.${task.priority}`)} · </span>`}
    ${facts}
    ${task.due_date && !columns.includes('due_date') && html` · <span class=${late ? 'bad-t' : ''}>
        ${t(late ? 'tasks.late' : 'tasks.due')} <time datetime=${task.due_date}>${whenDay(task.due_date)}</time>
      </span>
    `}
  </span>`;
}

const Name = ({ task, columns }) => html`
  <a class="name" data-tip="" href=${`/clickup/task/${encodeURIComponent(task.task_id)}/`}>
    ${task.name || t('task.unnamed')}
  </a>
  <${Second} task=${task} columns=${columns} />
`;

/* The name, and those that were chosen, as Table takes them. */
export const columnsOf = (names) => [
  {
    name: 'name',
    head: t('col.task'),
    look: 'c-name',
    sort: 'name',
    cell: (task) => html`<${Name} task=${task} columns=${names} />`,
  },
  ...names.map((name) => ({ name, head: t(`column.${name}`), ...CELLS[name] })),
];
