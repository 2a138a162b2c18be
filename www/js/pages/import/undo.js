// undo: taking an import back: to a rejection stage or out of Huntflow; what it will do.
import { html, useState, useEffect, cls } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { ErrorNote, Note, Skeleton } from '../../ui/states.js';
import { Dialog } from '../../ui/dialog.js';
import { SelectField } from '../../ui/fields.js';
import { t } from '../../lib/i18n.js';
import { get, start } from '../../lib/api.js';
import { HuntflowError } from '../../ui/huntflow-error.js';
import { rejections, undoBody, undoReady } from './undo-rules.js';

const MODES = ['reject', 'remove'];

const account = (job, name) => get(`/api/v1/huntflow/accounts/${job.account_id}/${name}`);

/* The vacancy (when the import had none), the stage of a rejection, its reason (when there are any). */
function Where({ job, chosen, onChoose }) {
  const stages = useLoad(() => account(job, 'statuses'), []);
  const vacancies = useLoad(async () => (job.vacancy_id ? [] : account(job, 'vacancies')), []);
  const reasons = useLoad(() => account(job, 'rejection-reasons').catch(() => []), []);
  const refusals = rejections(stages.data);
  useEffect(() => {
    if (refusals.length === 1) onChoose({ status_id: String(refusals[0].id) });
  }, [stages.data]);
  const pick = (name, label, rows, more) => html`<${SelectField}
    field=${{ name, value: chosen[name], onInput: (event) => onChoose({ [name]: event.currentTarget.value }) }}
    label=${label} none=${t('target.choose')}
    options=${rows.map((row) => ({ value: String(row.id), label: row.name || row.position }))} ...${more}
  />`;
  if (stages.error) return html`<${HuntflowError} error=${stages.error} retry=${stages.reload} />`;
  if (!stages.data) return html`<${Skeleton} rows=${2} height=${52} />`;
  return html`
    ${!job.vacancy_id &&
    pick('vacancy_id', t('target.vacancy'), vacancies.data || [], { hint: t('undo.vacancy.hint') })}
    ${refusals.length === 0
      ? html`<${Note} kind="warn" icon="triangle-alert">${t('undo.no_stage')}</${Note}>`
      : pick('status_id', t('undo.stage'), refusals)}
    ${reasons.data?.length > 0 &&
    pick(
      'rejection_reason_id',
      t('undo.reason'),
      reasons.data.filter(({ id }) => id !== null),
      { optional: true },
    )}
  `;
}

export function UndoDialog({ job, onBegun, onClose }) {
  const [mode, setMode] = useState('reject');
  const [chosen, setChosen] = useState({
    vacancy_id: job.vacancy_id ? String(job.vacancy_id) : '',
    status_id: '',
    rejection_reason_id: '',
  });
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  const count = job.undo ? job.undo.total - job.undo.done : job.successful_tasks;
  const begin = async () => {
    setBusy(true);
    setError(null);
    try {
      onBegun(await start(`/clickup/api/undo-bulk-import/${job.id}`, undoBody(mode, chosen), key));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return html`<${Dialog}
    title=${t('undo.title', { id: job.id })} onClose=${onClose}
    foot=${html`
      <${Button} onClick=${onClose}>${t('import.cancel.stay')}</${Button}>
      <${Button} danger busy=${busy} disabled=${!undoReady(mode, chosen)} onClick=${begin}>
        ${t(`undo.${mode}.do`, { n: count })}
      </${Button}>
    `}
  >
    <fieldset class="radios">
      <legend class="lbl">${t('undo.how')}</legend>
      ${MODES.map((name) => html`<label key=${name} class=${cls('radio', mode === name && 'on')}>
        <input type="radio" name="undo" value=${name} checked=${mode === name} onChange=${() => setMode(name)} />
        <span><b class="mid">${t(`undo.${name}`)}</b><span class="xs faint">${t(`undo.${name}.what`)}</span></span>
      </label>`)}
    </fieldset>
    ${mode === 'reject' && html`<${Where}
      job=${job} chosen=${chosen} onChoose=${(change) => setChosen((old) => ({ ...old, ...change }))}
    />`}
    <p class="sm dim">${t('undo.what', { n: count })}</p>
    ${error &&
    (error.code.startsWith('huntflow')
      ? html`<${HuntflowError} error=${error} />`
      : html`<${ErrorNote} error=${error} />`)}
  </${Dialog}>`;
}
