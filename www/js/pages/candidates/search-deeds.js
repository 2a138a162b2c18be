// search-deeds: what is done to those found: kept, hidden, imported one by one or many, reached at their board; what
// can be taken back is.
import { html, useState } from '../../lib/html.js';
import { ApiError, post, start } from '../../lib/api.js';
import { errorWords } from '../../lib/errors.js';
import { t } from '../../lib/i18n.js';
import { go } from '../../lib/router.js';
import { useHuntflow } from '../../ui/bulk.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { SelectField, TextArea } from '../../ui/fields.js';
import { useForm } from '../../ui/form.js';
import { Progress } from '../../ui/marks.js';
import { Note } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { useProjectItems } from '../../ui/team-edit.js';
import { SourceDialog } from './candidate-board.js';
import { ImportDialog } from './candidate-import.js';
import { HuntflowFields } from './candidate-huntflow.js';
import { API, hrefOf, nameOf } from './candidates-rules.js';
import { say } from './deeds.js';
import { reached } from './search-rules.js';

const IMPORT = '/api/integrations/import-candidate';

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

/* One after another: what was done stays done, each failure is told by name. */
async function importAll(people, fields, onStep) {
  const result = { done: 0, failed: [] };
  for (const one of people) {
    try {
      await start(IMPORT, { external_candidate_id: one.external_candidate_id, ...fields });
      result.done += 1;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      result.failed.push({ one, text: errorWords(error).detail });
    }
    onStep(result.done + result.failed.length);
  }
  return result;
}

const Outcome = ({ result, onClose }) => html`
  <p>${t('search.imported', { n: result.done })}</p>
  ${result.failed.length > 0 && html`<${Note}
    kind="bad" icon="triangle-alert" role="alert" title=${t('search.not_imported', { n: result.failed.length })}
  >
    <ul>
      ${result.failed.map(({ one, text }) => html`<li key=${one.id}><b class="mid">${nameOf(one)}</b>: ${text}</li>`)}
    </ul>
  </${Note}>`}
  <div class="acts dfoot"><${Button} main onClick=${onClose}>${t('close')}</${Button}></div>
`;

function ManyDialog({ people, onDone, onClose }) {
  const projects = useProjectItems();
  const [huntflow, huntflowBody] = useHuntflow();
  const [step, setStep] = useState(0);
  const [result, setResult] = useState(null);
  const form = useForm({
    initial: { import_notes: '', project_id: '' },
    guard: false,
    save: async ({ import_notes: notes, project_id: project }) => {
      const fields = {
        import_notes: notes.trim(), ...(project && { project_id: Number(project) }), ...huntflowBody(),
      };
      const end = await importAll(people, fields, setStep);
      const failed = new Set(end.failed.map(({ one }) => one.id));
      onDone(people.filter(({ id }) => !failed.has(id)));
      setResult(end);
    },
  });
  const title = t('search.import.title', { n: people.length });
  if (result) {
    return html`<${Dialog} title=${title} onClose=${onClose}>
      <${Outcome} result=${result} onClose=${onClose} />
    </${Dialog}>`;
  }
  return html`<${Dialog} title=${title} onClose=${form.busy ? () => {} : onClose}>
    <form onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <p class="sm dim">${t('cand.import.what')}</p>
      <${TextArea} field=${form.field('import_notes')} label=${t('cand.import.notes')} optional maxlength="5000" />
      <${SelectField}
        field=${form.field('project_id')} label=${t('cand.import.project')} options=${projects}
        none=${t('cand.import.project.none')}
      />
      <${HuntflowFields} state=${huntflow} />
      ${form.busy && html`<${Progress} value=${step} max=${people.length} label=${title} />`}
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy} disabled=${!huntflow.ready}>
          ${t('search.import', { n: people.length })}
        </${Button}>
      </div>
    </form>
  </${Dialog}>`;
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
