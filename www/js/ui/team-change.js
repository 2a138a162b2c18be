// team-change: a change of the team's tasks as one sees it: at once, with a toast that takes it back.
import { errorWords } from '../lib/errors.js';
import { t } from '../lib/i18n.js';
import { before } from '../lib/team-rules.js';
import { changeMany, changeTask, removeTask, restoreTask } from '../lib/team.js';
import { toast } from './toast.js';

export const say = (error) => toast(errorWords(error).detail);

/* What a change did, in words. */
function wordsOf(task, fields) {
  const { status } = fields;
  if (status === 'done' || fields.is_completed) return t('work.done.toast', { name: task.title });
  if (status) return t('work.status.toast', { name: task.title, status: t(`work.status.${status}`) });
  return t('work.changed.toast', { name: task.title });
}

/* put(task): shows it; the former one again when the server refuses. -> the task, or null */
export async function change(task, fields, put) {
  const undo = before(task, fields);
  if ('is_completed' in fields) undo.status = task.status;
  delete undo.is_completed;
  put?.({ ...task, ...fields });
  try {
    const next = await changeTask(task.id, fields);
    put?.(next);
    toast(wordsOf(task, fields), {
      action: t('undo'),
      onAction: () => changeTask(task.id, undo).then(put, say),
    });
    return next;
  } catch (error) {
    put?.(task);
    say(error);
    return null;
  }
}

/* Into the bin; -> whether it is there. onDone, onBack: when it went, when it came back. */
export async function remove(task, { onDone, onBack } = {}) {
  try {
    await removeTask(task.id);
    onDone?.();
    toast(t('work.deleted', { name: task.title }), {
      action: t('undo'),
      onAction: () => restoreTask(task.id).then(onBack, say),
    });
    return true;
  } catch (error) {
    say(error);
    return false;
  }
}

/* Tasks by what they had, so that one request takes back those that were alike. */
function alike(tasks, name) {
  const groups = new Map();
  for (const task of tasks) groups.set(task[name] ?? null, [...(groups.get(task[name] ?? null) || []), task.id]);
  return [...groups];
}

/* set: one field of many tasks, as the server takes it. */
export async function changeAll(tasks, set, onDone) {
  const [[name]] = Object.entries(set);
  try {
    await changeMany(tasks.map(({ id }) => id), set);
    onDone();
    const back = async () => {
      for (const [value, ids] of alike(tasks, name)) await changeMany(ids, { [name]: value });
      onDone();
    };
    toast(t('work.many.changed', { n: tasks.length }), name === 'tag' ? {} : {
      action: t('undo'),
      onAction: () => back().catch(say),
    });
  } catch (error) {
    say(error);
  }
}

export async function removeAll(tasks, onDone) {
  try {
    for (const { id } of tasks) await removeTask(id);
    onDone();
    const back = async () => {
      for (const { id } of tasks) await restoreTask(id);
      onDone();
    };
    toast(t('work.many.deleted', { n: tasks.length }), { action: t('undo'), onAction: () => back().catch(say) });
  } catch (error) {
    onDone();
    say(error);
  }
}
