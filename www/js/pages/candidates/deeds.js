// deeds: what is done to candidates from the list and from their pages: states, tags, joins; each can be taken back.
import { post } from '../../lib/api.js';
import { errorWords } from '../../lib/errors.js';
import { t } from '../../lib/i18n.js';
import { ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { API } from './candidates-rules.js';
import { nameOf } from './words.js';

export const say = (error) => toast(errorWords(error).detail);

const MANY = 200; // ids of one request

const idsOf = (people) => people.map(({ id }) => id);
const send = (ids, change) => post(`${API}bulk`, { ids, ...change });

/* People whom a deed is for: these rows, or (found) all that match the filters of a list. */
const reach = ({ people, found }, deed, body) => (found
  ? post(`${API}${deed}`, { all: true, ...body }, { query: found })
  : post(`${API}${deed}`, { ids: idsOf(people), ...body }));

/* had: [{ id, state }] */
async function putBack(had) {
  for (const was of new Set(had.map((one) => one.state))) {
    const ids = idsOf(had.filter((one) => one.state === was));
    for (let at = 0; at < ids.length; at += MANY) await send(ids.slice(at, at + MANY), { state: was });
  }
}

/* One state for whom it is meant; the former ones come back by the toast. */
export async function setStateOf(whom, state, onDone) {
  try {
    const { changed, before } = await reach(whom, 'bulk', { state });
    const back = () => putBack(before).then(onDone);
    const [one] = whom.found ? [] : whom.people.filter(({ id }) => id === before[0]?.id);
    const text = changed === 1 && one
      ? t(`cand.done.${state}`, { name: nameOf(one) })
      : t('cand.done_all', { n: changed });
    toast(text, changed > 0 && { action: t('undo'), onAction: () => back().catch(say) });
    onDone();
    return true;
  } catch (error) {
    say(error);
    return false;
  }
}

export async function setState(people, state, onDone) {
  const others = people.filter((one) => one.state !== state);
  return others.length > 0 && setStateOf({ people: others }, state, onDone);
}

export async function addTag(whom, tag, onDone) {
  try {
    const { changed } = await reach(whom, 'bulk', { add_tags: [tag] });
    toast(t('cand.done_all', { n: changed }));
  } catch (error) {
    say(error);
  }
  onDone();
}

/* A task for each who has none in that project. */
export async function addTasks(whom, project, onDone) {
  try {
    const { made, skipped } = await reach(whom, 'tasks', { project_id: project });
    toast([t('cand.tasks.made', { n: made }), skipped > 0 && t('cand.tasks.skipped', { n: skipped })]
      .filter(Boolean).join('. '));
  } catch (error) {
    say(error);
  }
  onDone();
}

/* -> the one who stays, or null. */
export async function join(ids, onDone) {
  try {
    const one = await post(`${API}join`, { ids });
    const last = one.joins[0];
    const back = () => post(`${API}joins/${last.id}/undo`).then(() => { toast(t('cand.undone')); onDone(null); }, say);
    toast(t('cand.joined'), { action: t('undo'), onAction: back });
    onDone(one);
    return one;
  } catch (error) {
    say(error);
    return null;
  }
}

export async function joinAsked(people, onDone) {
  const yes = await ask({ title: t('cand.join.title'), text: t('cand.join.text'), deed: t('cand.join') });
  return yes ? join(people.map(({ id }) => id), onDone) : null;
}

export async function setApart(ids, onDone) {
  try {
    await post(`${API}apart`, { ids });
    const back = () => post(`${API}apart`, { ids, undo: true }).then(() => onDone(), say);
    toast(t('cand.apart.done'), { action: t('undo'), onAction: back });
    onDone();
  } catch (error) {
    say(error);
  }
}
