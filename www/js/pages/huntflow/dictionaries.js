// dictionaries: lists of an organisation that pages read once: its name, vacancies, stages, tags, reasons.
import { useLoad } from '../../lib/load.js';
import { t } from '../../lib/i18n.js';
import { get } from '../../lib/api.js';

const FRESH_MS = 60000;
const kept = new Map();

/* One request for all who ask within a minute; a failed one is asked again. */
function once(url) {
  const old = kept.get(url);
  if (old && Date.now() - old.at < FRESH_MS) return old.rows;
  const rows = get(url);
  kept.set(url, { at: Date.now(), rows });
  rows.catch(() => kept.delete(url));
  return rows;
}

export const accountsOf = () => once('/api/v1/huntflow/accounts');
export const dictionary = (account, name) => once(`/api/v1/huntflow/accounts/${account}/${name}`);

/* Reads `names` of the organisation; a part that fails is empty: names are then not shown, the page is. */
export function useDictionaries(account, names) {
  const load = useLoad(async () => {
    const lists = await Promise.all(names.map((name) => dictionary(account, name).catch(() => [])));
    return Object.fromEntries(names.map((name, i) => [name, lists[i]]));
  }, [account]);
  return load.data || { coming: true, ...Object.fromEntries(names.map((name) => [name, []])) };
}

export function useAccountName(account) {
  const load = useLoad(accountsOf, []);
  return load.data?.find(({ id }) => String(id) === String(account))?.name || t('number', { id: account });
}
