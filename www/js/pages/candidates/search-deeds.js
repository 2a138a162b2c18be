// search-deeds: what is done to those found: kept, hidden, imported one by one or many, reached at their board; what
// can be taken back is.
import { html, useState } from '../../lib/html.js';
import { post } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { go } from '../../lib/router.js';
import { later } from '../../ui/later.js';
import { toast } from '../../ui/toast.js';
import { API, hrefOf } from './candidates-rules.js';
import { nameOf } from './words.js';
import { say } from './deeds.js';
import { reached } from './search-rules.js';

const ImportDialog = later(() => import('./candidate-import.js'), 'ImportDialog');
const ManyDialog = later(() => import('./search-import.js'), 'ManyDialog');
const SourceDialog = later(() => import('./candidate-board.js'), 'SourceDialog');

const send = (ids, state) => post(`${API}bulk`, { ids, state });

/* One state for these at once; the former ones come back by the toast. False: refused, or nothing changed. */
async function mark(run, people, state) {
  const others = people.filter((one) => one.state !== state);
  if (!others.length) return false;
  const ids = others.map(({ id }) => id);
  const restore = () => others.forEach((one) => run.change([one.id], { state: one.state }));
  run.change(ids, { state });
  try {
    await send(ids, state);
  } catch (error) {
    restore();
    say(error);
    return false;
  }
  const back = async () => {
    for (const was of new Set(others.map((one) => one.state))) {
      await send(others.filter((one) => one.state === was).map(({ id }) => id), was);
    }
    restore();
  };
  const text = others.length === 1
    ? t(`cand.done.${state}`, { name: nameOf(others[0]) }) : t('cand.done_all', { n: others.length });
  toast(text, { action: t('undo'), onAction: () => back().catch(say) });
  return true;
}

/*
 * teach(people, deed): hears of each. -> { mark(people, state), ask(row), askMany(rows, onEnd),
 * reach(row, { what, source }): what candidate-board.js does, dialog }
 */
export function useDeeds({ run, teach }) {
  const [asked, setAsked] = useState(null);
  const close = () => setAsked(null);
  const imported = (people) => {
    run.change(people.map(({ id }) => id), { is_imported: true });
    teach(people, 'import');
  };
  const one = (row) => html`<${ImportDialog}
    one=${{ ...row, external_candidates: [{ id: row.external_candidate_id }] }} onClose=${close}
    onDone=${() => {
      close();
      imported([row]);
      toast(t('search.imported_one', { name: nameOf(row) }), {
        action: t('search.open'), onAction: () => go(hrefOf(row)),
      });
    }}
  />`;
  const many = ({ rows, onEnd }) => html`<${ManyDialog}
    people=${rows} onDone=${(people) => { imported(people); onEnd(); }} onClose=${close}
  />`;
  const board = ({ reach: { row, open } }) => html`<${SourceDialog}
    open=${open} onClose=${close}
    onDone=${(now) => { close(); run.change([row.id], reached(row, open, now)); }}
  />`;
  const dialogOf = (what) => (what.row ? one(what.row) : what.reach ? board(what) : many(what));
  return {
    mark: async (people, state) => { if (await mark(run, people, state)) teach(people, state); },
    ask: (row) => setAsked({ row }),
    askMany: (rows, onEnd) => setAsked({ rows, onEnd }),
    reach: (row, open) => setAsked({ reach: { row, open } }),
    dialog: asked && dialogOf(asked),
  };
}
