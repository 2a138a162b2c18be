// search-import: many of those found are imported, one after another.
import { html, useState } from '../../lib/html.js';
import { ApiError, start } from '../../lib/api.js';
import { errorWords } from '../../lib/errors.js';
import { t } from '../../lib/i18n.js';
import { useHuntflow } from '../../ui/bulk.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { SelectField, TextArea } from '../../ui/fields.js';
import { useForm } from '../../ui/form.js';
import { Progress } from '../../ui/marks.js';
import { Note } from '../../ui/states.js';
import { useProjectItems } from '../../ui/team-edit.js';
import { HuntflowFields } from './candidate-huntflow.js';
import { nameOf } from './words.js';

const IMPORT = '/api/integrations/import-candidate';

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

/* people: those found; onDone(people): these were imported. */
export function ManyDialog({ people, onDone, onClose }) {
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
