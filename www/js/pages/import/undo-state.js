// undo-state: how far the undo of an import is, or what came of it.
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { isUndoing } from '../../lib/import-rules.js';
import { pageOf } from '../../lib/transfer-rules.js';
import { Progress } from '../../ui/marks.js';
import { Note } from '../../ui/states.js';

export function UndoState({ job }) {
  if (!job.undo) return null;
  const { total, done, failed } = job.undo;
  if (isUndoing(job)) {
    return html`<div class="undoing" role="status">
      <div class="row wrap">
        <b class="live-dot"></b>
        <b class="mid">${t('undo.running')}</b>
        <span class="dim">${t('import.of', { n: done + failed, all: total })}</span>
      </div>
      <${Progress} thin max=${total} value=${done + failed} label=${t('undo.running')} />
    </div>`;
  }
  return html`<${Note}
    class="gap" kind=${done < total ? 'warn' : ''} icon="undo-2" title=${t('undo.over', { n: done })}
  >
    ${job.undo.error_message || (failed > 0 && t('undo.failed', { n: failed }))}
    ${job.undo.failures?.length > 0 && html`<ul class="its">
      ${job.undo.failures.map((item) => html`<li key=${item.task_id}>
        <a href=${pageOf(job, item.task_id)}>${item.name || item.task_id}</a>
        <span>${item.error_message}</span>
      </li>`)}
    </ul>`}
  </${Note}>`;
}
