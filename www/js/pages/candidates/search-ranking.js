// search-ranking: what the team's decisions taught of the weights of wishes: read, taught, switched off, forgotten.
import { del, get, patch, post } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { ask } from '../../ui/dialog.js';
import { say } from './deeds.js';

const API = '/api/v1/candidate-ranking';
const TAUGHT = ['keep', 'hidden', 'import'];

/*
 * saved: the id of a saved search, '', or null while it is not known; search: the wishes as the service takes them.
 * -> { data: null until it came, teach(people, deed), turn(on), forget() }
 */
export function useRanking({ saved, search }) {
  const query = saved ? { saved_search: Number(saved) } : {};
  const load = useLoad(async () => (saved === null ? null : get(API, query, { lane: 'ranking' })), [saved]);
  const { platforms, ...wishes } = search;
  /* What is not learned is no reason to hold up who decides. */
  const teach = (people, deed) => {
    if (!TAUGHT.includes(deed) || !people.length) return;
    const lesson = { ids: people.map(({ id }) => id), deed, search: wishes, ...query };
    post(`${API}/lessons`, lesson).then(load.set, () => {});
  };
  const turn = (enabled) => patch(API, { enabled }).then(load.reload, say);
  const forget = async () => {
    const yes = await ask({
      title: t('search.forget.title'), text: t('search.forget.text'), deed: t('search.learned.forget'), danger: true,
    });
    if (yes) await del(API).then(load.reload, say);
  };
  return { data: load.data ?? null, teach, turn, forget };
}
