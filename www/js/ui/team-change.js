// team-change: a change of the team's tasks as one sees it: at once, with a toast that takes it back.
import { errorWords } from '../lib/errors.js';
import { t } from '../lib/i18n.js';
import { before } from '../lib/team-rules.js';
import { changeFound, changeMany, changeTask, removeTask, restoreTask } from '../lib/team.js';
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

/* What takes a change of many back: one request for those that had the same. had: [{ id, <the field> }] */
function backOf([name, value], had) {
  if (name === 'tag') {
    const same = (one) => one.toLowerCase() === value.toLowerCase();
    const ids = had.filter(({ tags }) => !tags.some(same)).map(({ id }) => id);
    return ids.length ? [[ids, { untag: value }]] : [];
  }
  const groups = new Map();
  for (const one of had) groups.set(one[name], [...(groups.get(one[name]) || []), one.id]);
  return [...groups].map(([former, ids]) => [ids, { [name]: former }]);
}

async function changed(deed, set, onDone) {
  try {
    const { before: had, changed: n, skipped } = await deed();
    onDone();
    const back = async () => {
      for (const [ids, former] of backOf(Object.entries(set)[0], had)) await changeMany(ids, former);
      onDone();
    };
    const words = [t('work.many.changed', { n }), skipped > 0 && t('work.many.skipped', { n: skipped })];
    toast(words.filter(Boolean).join('. '), n > 0 && { action: t('undo'), onAction: () => back().catch(say) });
  } catch (error) {
    say(error);
  }
}

/* set: one field of many tasks, as the server takes it. */
export const changeAll = (tasks, set, onDone) => changed(() => changeMany(tasks.map(({ id }) => id), set), set, onDone);
/* The same of all that match the filters of a list. */
export const changeAllFound = (params, set, onDone) => changed(() => changeFound(params, set), set, onDone);

/* One after the other; where one is refused, those before it are in the bin and can be brought back. */
export async function removeAll(tasks, onDone) {
  const gone = [];
  const back = async () => {
    for (const id of gone) await restoreTask(id);
    onDone();
  };
  let why = '';
  try {
    for (const { id } of tasks) {
      await removeTask(id);
      gone.push(id);
    }
  } catch (error) {
    why = errorWords(error).detail;
  }
  onDone();
  const done = gone.length > 0 && t('work.many.deleted', { n: gone.length });
  toast([why, done].filter(Boolean).join(' '), done && { action: t('undo'), onAction: () => back().catch(say) });
}
