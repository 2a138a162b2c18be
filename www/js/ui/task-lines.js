// task-lines: a few tasks of the team as lines: on the first page, and on what they hang on.
import { html, cls } from '../lib/html.js';
import { useLoad } from '../lib/load.js';
import { addNew } from '../lib/adding.js';
import { t, num } from '../lib/i18n.js';
import { me } from '../lib/session.js';
import { may } from '../lib/session-rules.js';
import { allows, isOpen, replaced, taskHref } from '../lib/team-rules.js';
import { listTasks, useSoon, useTaskChanges } from '../lib/team.js';
import { Button } from './button.js';
import { Avatar } from './avatar.js';
import { useKeptFocus } from './focus.js';
import { Loaded, Skeleton } from './states.js';
import { change } from './team-change.js';
import { DoneTick } from './team-edit.js';
import { DueMark, StatusMark } from './team-words.js';

/* who: whether the assignee is said. */
export const TaskLine = ({ task, who, onChange }) => html`<li class="tline" data-row=${task.id}>
  <${DoneTick} task=${task} may=${allows(task, 'change')} onChange=${onChange} />
  <span class="grow">
    <a class=${cls('name', !isOpen(task) && 'closed')} href=${taskHref(task)}>${task.title}</a>
    <span class="xs faint row wrap">
      ${who && html`<${StatusMark} status=${task.status} />`}
      ${task.due_date && html`<${DueMark} task=${task} />`}
      ${task.list_name && html`<span>${task.list_name}</span>`}
    </span>
  </span>
  ${who && task.assigned_to && html`<span data-person=${task.assigned_to}>
    <span class="sr">${task.assigned_to_name}</span><${Avatar} name=${task.assigned_to_name} id=${task.assigned_to} />
  </span>`}
</li>`;

/* The tasks of a request, read anew when one changes. */
export function useLines(params, deps) {
  useKeptFocus();
  const load = useLoad(() => listTasks(params), deps);
  useTaskChanges(useSoon(load.reload));
  const put = (task) => load.set((data) => data && { ...data, rows: replaced(data.rows, task) });
  return { load, onChange: (task) => (fields) => change(task, fields, put) };
}

/* link: { kind, id, title }: the tasks that hang on it, and the way to a new one. */
export function LinkedTasks({ link, level = 2 }) {
  const { load, onChange } = useLines(
    { link: `${link.kind}:${link.id}`, ordering: 'due_date', page_size: 20 },
    [link.kind, link.id],
  );
  if (!may(me.value, 'member')) return null;
  return html`<section class="linkedtasks" aria-labelledby="h-team">
    <div class="row sech">
      <${`h${level}`} id="h-team">${t('work.linked')}</${`h${level}`}>
      ${load.data?.total > 0 && html`<span class="faint sm num">${num(load.data.total)}</span>`}
      <${Button} quiet small class="push" icon="plus" onClick=${() => addNew({ link })}>${t('work.create')}</${Button}>
    </div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${1} height=${44} />`}>
      ${({ rows }) =>
        rows.length === 0
          ? html`<p class="sm dim">${t('work.linked.none')}</p>`
          : html`<ul class="tlines">
              ${rows.map((task) => html`<${TaskLine} key=${task.id} task=${task} who onChange=${onChange(task)} />`)}
            </ul>`}
    </${Loaded}>
  </section>`;
}
