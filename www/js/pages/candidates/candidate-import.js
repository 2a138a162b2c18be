// candidate-import: a candidate becomes a user, with a task and a way to Huntflow if wanted; then the invitation.
import { html, useState } from '../../lib/html.js';
import { post, start } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { useHuntflow } from '../../ui/bulk.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { SelectField, TextArea, TextField } from '../../ui/fields.js';
import { FormError, useForm } from '../../ui/form.js';
import { OnceDialog } from '../../ui/once.js';
import { useProjectItems } from '../../ui/team-edit.js';
import { HuntflowFields } from './candidate-huntflow.js';
import { API } from './candidates-rules.js';
import { nameOf } from './words.js';

export function ImportDialog({ one, onDone, onClose }) {
  const projects = useProjectItems();
  const [huntflow, huntflowBody] = useHuntflow();
  const form = useForm({
    initial: { import_notes: '', project_id: '' },
    guard: false,
    save: async ({ import_notes: notes, project_id: project }) => {
      onDone(await start('/api/integrations/import-candidate', {
        external_candidate_id: one.external_candidates[0].id, import_notes: notes.trim(),
        ...(project && { project_id: Number(project) }), ...huntflowBody(),
      }));
    },
  });
  return html`<${Dialog} title=${t('cand.import.title', { name: nameOf(one) })} onClose=${onClose}>
    <form onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <p class="sm dim">${t('cand.import.what')}</p>
      <${TextArea}
        field=${form.field('import_notes')} label=${t('cand.import.notes')} optional maxlength="5000" autofocus
      />
      <${SelectField}
        field=${form.field('project_id')} label=${t('cand.import.project')} options=${projects}
        none=${t('cand.import.project.none')}
      />
      <${HuntflowFields} state=${huntflow} />
      <${FormError} form=${form} />
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy} disabled=${!huntflow.ready}>${t('cand.import')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

export function InviteDialog({ one, onDone, onClose }) {
  const [link, setLink] = useState(null);
  const form = useForm({
    initial: { email: one.email || '' },
    guard: false,
    save: async ({ email }) => {
      setLink(await post(`${API}${one.id}/invite`, email.trim() ? { email: email.trim() } : {}));
      onDone();
    },
  });
  if (link) {
    return html`<${OnceDialog}
      title=${t('cand.invited')} label=${t('cand.invited.label')} value=${link.login_link} onClose=${onClose}
    >
      <p class="sm dim">${t(link.mailed ? 'cand.invited.mailed' : 'cand.invited.link')}</p>
    </${OnceDialog}>`;
  }
  return html`<${Dialog} title=${t('cand.invite.title')} onClose=${onClose}>
    <form onSubmit=${form.submit} noValidate>
      <p class="sm dim">${t('cand.invite.what')}</p>
      <${TextField} field=${form.field('email')} label=${t('cand.invite.email')} type="email" autofocus />
      <${FormError} form=${form} />
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy}>${t('cand.invite')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}
