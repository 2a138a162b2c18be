// candidate-imported: who imported a candidate, into which task; taken back until they are invited.
import { html } from '../../lib/html.js';
import { post } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { Button } from '../../ui/button.js';
import { ask } from '../../ui/dialog.js';
import { Badge, Time } from '../../ui/marks.js';
import { toast } from '../../ui/toast.js';
import { API } from './candidates-rules.js';
import { say } from './deeds.js';

export function Imported({ made, onDone }) {
  const undo = async () => {
    if (!await ask({ title: t('cand.import.undo.ask'), text: t('cand.import.undo.what'), deed: t('cand.import.undo') }))
      return;
    post(`${API}imports/${made.id}/undo`).then(() => { toast(t('cand.import.undone')); onDone(); }, say);
  };
  return html`<div class="row wrap sm">
    <span>${t('cand.imported.mark')}<span class="xs faint">
      ${' '}${made.imported_by_name}, <${Time} at=${made.created_at} />
    </span></span>
    ${made.task_id && html`<${Badge} icon="list-checks" href=${`/tasks/${made.task_id}/`}>
      ${t('cand.import.task')}
    </${Badge}>`}
    ${!made.invited_at && html`<${Button} small quiet icon="undo-2" onClick=${undo}>
      ${t('cand.import.undo')}
    </${Button}>`}
  </div>`;
}
