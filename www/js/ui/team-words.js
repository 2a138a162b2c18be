// team-words: what a team's task says of itself: its status, priority, deadline, people, project, as marks.
import { html, cls } from '../lib/html.js';
import { t, when, whenDay, fullTime, zone, dayNow } from '../lib/i18n.js';
import { addDays, placeIn } from '../lib/day-rules.js';
import { now } from '../lib/now.js';
import { STATUS_LOOK, PROJECT_LOOK, checked, dueKind, isOpen } from '../lib/team-rules.js';
import { me } from '../lib/session.js';
import { may } from '../lib/session-rules.js';
import { Icon } from './button.js';
import { Avatar } from './avatar.js';

export const StatusMark = ({ status }) => html`<span class=${cls('st', STATUS_LOOK[status])}>
  ${t(`work.status.${status}`)}
</span>`;

export const ProjectState = ({ status }) => html`<span class=${cls('st', PROJECT_LOOK[status])}>
  ${t(`project.status.${status}`)}
</span>`;

export const PriorityMark = ({ priority }) => html`<span class=${cls('row nb prio2', priority)}>
  <${Icon} name="flag" />${t(`priority.${priority}`)}
</span>`;

/* A day alone stands for its end. */
const isWholeDay = (due) => ['23:59', '00:00'].includes(placeIn(due, zone.value).clock);

/* A deadline as one says it: today, tomorrow, 18 Nov; with its time when it has one. */
export function dueText(due) {
  const kind = dueKind(due, now.value, zone.value);
  const { day, clock } = placeIn(due, zone.value);
  const today = dayNow.value;
  const name =
    day === today ? t('day.today') : day === addDays(today, 1) ? t('work.due.tomorrow') : whenDay(due);
  return { kind, name, text: isWholeDay(due) ? name : t('work.due.at', { day: name, time: clock }) };
}

/* short: the day alone. */
export function DueMark({ task, short }) {
  const { due_date: due } = task;
  if (!due) return html`<span class="faint">${t('work.due.none')}</span>`;
  const { kind, text, name } = dueText(due);
  const late = kind === 'late' && isOpen(task);
  return html`<time class=${cls('row nb due', late && 'bad-t')} datetime=${due} title=${fullTime(due)}>
    <${Icon} name=${late ? 'circle-alert' : 'calendar'} />${late && html`<span class="sr">${t('work.late')}: </span>`}
    ${short ? name : text}
  </time>`;
}

export const Person = ({ id, name, none }) =>
  id
    ? html`<span class="row person" data-person=${id}>
        <${Avatar} name=${name} id=${id} /><span class="who-name">${name}</span>
      </span>`
    : html`<span class="faint">${none || t('work.nobody')}</span>`;

/* most: how many are named; the others are a number whose tooltip names them. */
export function Tags({ tags, most = tags.length }) {
  const others = tags.slice(most);
  return html`
    ${tags.slice(0, most).map((tag) => html`<span class="badge" key=${tag} data-tip="">${tag}</span>`)}
    ${others.length > 0 && html`<span class="badge" data-tip=${others.join(', ')}>
      ${t('work.tags.more', { n: others.length })}
    </span>`}
  `;
}

/* How many comments, files, points of the checklist there are: only what there is. */
export function Counts({ task }) {
  const list = checked(task.checklist);
  return html`
    ${list && html`<span data-tip=${t('work.checklist')}>
      <${Icon} name="list-checks" /><span class="sr">${t('work.checklist')}: </span>${list.done}/${list.all}
    </span>`}
    ${task.comments_count > 0 && html`<span data-tip=${t('work.comments')}>
      <${Icon} name="message-square" /><span class="sr">${t('work.comments')}: </span>${task.comments_count}
    </span>`}
    ${task.files_count > 0 && html`<span data-tip=${t('work.files')}>
      <${Icon} name="paperclip" /><span class="sr">${t('work.files')}: </span>${task.files_count}
    </span>`}
  `;
}

const LINK_ICON = { applicant: 'user', candidate: 'user', clickup_task: 'inbox', vacancy: 'briefcase' };

/* The person or thing that a task hangs on, with its kind in words. */
/* Their pages are of those who hire. */
export const LinkMark = ({ link }) => html`<span class="row linked">
  <span class="badge acc"><${Icon} name=${LINK_ICON[link.kind] || 'link'} />${t(`work.link.${link.kind}`)}</span>
  ${link.href && link.reachable !== false && may(me.value, 'recruiter')
    ? html`<a href=${link.href}>${link.title}</a>`
    : html`<span>${link.title || t('number', { id: link.id })}</span>`}
  ${link.reachable === false && html`<span class="faint sm">${t('work.link.closed')}</span>`}
</span>`;

export const lastChange = (task) => t('work.changed', { when: when(task.updated_at) });

/* A group's name as its tasks would show it. names: id -> name of people or projects. */
export function GroupName({ by, id, names }) {
  if (by === 'status') return html`<${StatusMark} status=${id} />`;
  if (by === 'priority') return html`<${PriorityMark} priority=${id} />`;
  if (by === 'due') return t(`work.due.${id}`);
  if (id === 'none') return by === 'list' ? t('work.personal') : t('work.nobody');
  return by === 'list' ? names.get(id) || t('number', { id }) : html`<${Person} id=${id} name=${names.get(id)} />`;
}
