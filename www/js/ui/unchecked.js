// unchecked: what a filter by the CV passed by: tasks whose files were not read yet.
import { html } from '../lib/html.js';
import { page } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { useFresh } from '../lib/live.js';
import { useLoad } from '../lib/load.js';
import { changed, writeFilters } from '../lib/task-filters.js';
import { Button } from './button.js';

const PATH = '/clickup/tasks';
const READ = { fits: (task) => Boolean(task?.cv), ms: 5000 };

/* Nothing where the filter has no such wish. onRead(): files were read meanwhile, there may be some to find. */
export function Unchecked({ filters, onRead }) {
  const asks = Boolean(filters.cv && filters.cv !== 'unknown');
  const those = writeFilters(changed({ ...filters, sort: '' }, { cv: 'unknown' }));
  const count = () => {
    const query = new URLSearchParams(those);
    query.set('page_size', 1);
    return page(PATH, query);
  };
  const load = useLoad(async () => (asks ? count() : { total: 0 }), [String(those), asks]);
  useFresh('task', READ, () => {
    load.reload();
    onRead();
  }, []);
  const { total, more } = load.data || {};
  if (!total) return null;
  return html`<p class="sm dim">${t(more ? 'tasks.unchecked.over' : 'tasks.unchecked', { n: total })}</p>
    <${Button} href=${`${PATH}/?${those}`}>${t('tasks.unchecked.show')}</${Button}>`;
}
