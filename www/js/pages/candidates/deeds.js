// deeds: what is done to candidates from the list and from their pages: states, tags, joins; each can be taken back.
import { post } from '../../lib/api.js';
import { errorWords } from '../../lib/errors.js';
import { t } from '../../lib/i18n.js';
import { ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { API, nameOf } from './candidates-rules.js';

export const say = (error) => toast(errorWords(error).detail);

const send = (ids, change) => post(`${API}bulk`, { ids, ...change });

/* One state for these; the former ones come back by the toast. */
export async function setState(people, state, onDone) {
  const others = people.filter((one) => one.state !== state);
  if (!others.length) return false;
  try {
    await send(others.map(({ id }) => id), { state });
  } catch (error) {
    say(error);
    return false;
  }
  const back = async () => {
    for (const was of new Set(others.map((one) => one.state))) {
      await send(others.filter((one) => one.state === was).map(({ id }) => id), { state: was });
    }
    onDone();
  };
  const text = others.length === 1
    ? t(`cand.done.${state}`, { name: nameOf(others[0]) })
    : t('cand.done_all', { n: others.length });
  toast(text, { action: t('undo'), onAction: () => back().catch(say) });
  onDone();
  return true;
}

export async function addTag(people, tag, onDone) {
  try {
    const { changed } = await send(people.map(({ id }) => id), { add_tags: [tag] });
    toast(t('cand.done_all', { n: changed }));
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
    toast(t('cand.apart.done'));
    onDone();
  } catch (error) {
    say(error);
  }
}
