// team-acts: what can be done to a task or a project of the team: by its keys, and from the Ctrl-K box.
import { letters, lettersOver, useKeys } from '../lib/keys.js';
import { addNew } from '../lib/adding.js';
import { t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { me } from '../lib/session.js';
import { STATUSES, allows, projectHref, taskHref } from '../lib/team-rules.js';
import { watchTask } from '../lib/team.js';
import { change, remove, say } from './team-change.js';

/* set(fields): a change, at once. -> [{ id, icon, text, code?: the key that does it, run }] */
export function actsOf(task, { set = (fields) => change(task, fields), onGone } = {}) {
  const done = task.status === 'done';
  const mine = task.assigned_to === me.value?.id;
  const watched = task.watchers?.includes(me.value?.id);
  const free = allows(task, 'change');
  return [
    free && {
      id: 'done', code: 'KeyD', icon: done ? 'rotate-ccw' : 'check',
      text: t(done ? 'work.uncomplete' : 'work.complete'),
      run: () => set({ is_completed: !done }),
    },
    free && {
      id: 'me', code: 'KeyI', icon: 'user', text: t(mine ? 'work.acts.not_me' : 'work.acts.me'),
      run: () => set({ assigned_to: mine ? null : me.value.id }),
    },
    {
      id: 'watch', code: 'KeyW', icon: 'bell', text: t(watched ? 'work.unwatch' : 'work.watch'),
      run: () => watchTask(task.id, !watched).catch(say),
    },
    ...STATUSES.filter((status) => free && status !== task.status && status !== 'done').map((status) => ({
      id: status, icon: 'arrow-right', text: t('work.acts.status', { status: t(`work.status.${status}`) }),
      run: () => set({ status }),
    })),
    allows(task, 'delete') && {
      id: 'delete', icon: 'trash-2', text: t('work.delete'), run: () => remove(task, { onDone: onGone }),
    },
  ].filter(Boolean);
}

/* find(event): the task that a letter is for, or nothing; set(task, fields): its change; over: it lies over a page. */
export function useTaskKeys(find, { set, over } = {}) {
  useKeys((event) => {
    const task = (over ? lettersOver : letters)(event) && find(event);
    const act = task && actsOf(task, set && { set: (fields) => set(task, fields) })
      .find(({ code }) => code === event.code);
    if (!act) return;
    event.preventDefault();
    act.run();
  });
}

export const openTask = (task) => ({
  id: 'open', icon: 'external-link', text: t('open'), run: () => go(taskHref(task)),
});

export const actsOfProject = ({ id, rights }) => [
  { id: 'open', icon: 'folder', text: t('open'), run: () => go(projectHref(id)) },
  { id: 'board', icon: 'columns-3', text: t('nav.board'), run: () => go(`/tasks/board/?list=${id}`) },
  { id: 'list', icon: 'list-checks', text: t('nav.work'), run: () => go(`/tasks/?list=${id}&show=all`) },
  { id: 'calendar', icon: 'calendar-days', text: t('nav.calendar'), run: () => go(`/tasks/calendar/?list=${id}`) },
  allows({ rights }, 'add_tasks') && {
    id: 'add', icon: 'plus', text: t('work.new'), run: () => addNew({ list: id }),
  },
].filter(Boolean);
