// tasks-table: the task list as a table of chosen columns; cards on the phone.
import { html, cls } from '../../lib/html.js';
import { Icon } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { Avatar } from '../../ui/avatar.js';
import { SortHead } from '../../ui/table.js';
import { t, whenDay } from '../../lib/i18n.js';
import { Status, Transfer } from '../../ui/task-words.js';
import { isLate } from './tasks-rules.js';

const CV_ICON = { pdf: 'file-text', linkedin: 'link', rabota: 'link' };
const Cv = ({ task }) => html`<span class=${cls('row nb', CV_ICON[task.cv] ? 'dim' : 'faint')}>
  ${CV_ICON[task.cv] && html`<${Icon} name=${CV_ICON[task.cv]} />`}
  ${task.cv === 'pdf' && task.cv_count > 1 ? t('cv.pdf.some', { n: task.cv_count }) : t(`cv.${task.cv}`)}
</span>`;

const Who = ({ task }) => {
  const [first, ...rest] = task.assignees;
  if (!first) return html`<span class="faint">${t('tasks.nobody')}</span>`;
  return html`<span class="row" title=${task.assignees.map(({ username }) => username).join(', ')}>
    <${Avatar} name=${first.username} initials=${first.initials} id=${first.id} />
    <span class="who-name">${first.username}</span>
    ${rest.length > 0 && html`<span class="faint">+${rest.length}</span>`}
  </span>`;
};

const Tags = ({ task }) =>
  task.tags.length
    ? html`<span class="tagline" title=${task.tags.map(({ name }) => name).join(', ')}>
        ${task.tags.map(({ name }) => name).join(', ')}
      </span>`
    : null;
const Due = ({ task }) =>
  task.due_date
    ? html`<time class=${cls('nb', isLate(task, Date.now()) ? 'bad-t' : 'dim')} datetime=${task.due_date}>
        ${whenDay(task.due_date)}
      </time>`
    : null;

/* Each column: its class, its words, the field it sorts by, its cell. */
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
  const facts = [task.task_id, !columns.includes('tags') && task.tags.map(({ name }) => name).join(', ')]
    .filter(Boolean)
    .join(' · ');
  const late = isLate(task, Date.now());
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

const Row = ({ task, columns, chosen, cursor, onTick }) => html`<tr
  role="row" class=${cursor ? 'at' : ''} data-task=${task.task_id}
>
  <td role="cell" class="c-tick">
    <label class="tick">
      <input type="checkbox" checked=${chosen} aria-label=${t('tasks.pick', { name: task.name })} onClick=${onTick} />
    </label>
  </td>
  <td role="cell" class="c-name">
    <a class="name" href=${`/clickup/task/${encodeURIComponent(task.task_id)}/`}>${task.name || t('task.unnamed')}</a>
    <${Second} task=${task} columns=${columns} />
  </td>
  ${columns.map((name) => html`<td key=${name} role="cell" class=${CELLS[name].look}>${CELLS[name].cell(task)}</td>`)}
</tr>`;

const Head = ({ name, now, onSort }) => {
  const { look, sort } = CELLS[name];
  const text = t(`column.${name}`);
  return sort
    ? html`<${SortHead} field=${sort} now=${now} onSort=${onSort} class=${look}>${text}</${SortHead}>`
    : html`<th role="columnheader" scope="col" class=${look}>${text}</th>`;
};

export function Table({ rows, columns, chosen, cursor, filters, busy, onTick, onAll, onSort }) {
  const some = rows.some(({ task_id: id }) => chosen.has(id));
  const all = rows.length > 0 && rows.every(({ task_id: id }) => chosen.has(id));
  const now = filters.sort || '-date_updated';
  return html`<table
    class="tbl cards tasks" role="table" aria-label=${t('tasks.title')} aria-busy=${busy ? 'true' : undefined}
  >
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" class="c-tick">
          <label class="tick">
            <input
              type="checkbox" checked=${all} indeterminate=${some && !all} aria-label=${t('tasks.pick_page')}
              onChange=${onAll}
            />
          </label>
        </th>
        <${SortHead} field="name" now=${now} onSort=${onSort} class="c-name">${t('col.task')}</${SortHead}>
        ${columns.map((name) => html`<${Head} key=${name} name=${name} now=${now} onSort=${onSort} />`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map((task, i) => html`<${Row}
        key=${task.task_id} task=${task} columns=${columns} chosen=${chosen.has(task.task_id)} cursor=${i === cursor}
        onTick=${(event) => onTick(i, event)}
      />`)}
    </tbody>
  </table>`;
}
