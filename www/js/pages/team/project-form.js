// project-form: a project made or changed; a project deleted, and what becomes of its tasks.
import { html, useRef, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { all, del, patch, start } from '../../lib/api.js';
import { required } from '../../lib/checks.js';
import { isDay, placeIn } from '../../lib/day-rules.js';
import { t, zone } from '../../lib/i18n.js';
import { PROJECT_STATUSES, allows } from '../../lib/team-rules.js';
import { PROJECTS, useProjects } from '../../lib/team.js';
import { dueOf } from '../../ui/due-days.js';
import { say } from '../../ui/team-change.js';
import { Button } from '../../ui/button.js';
import { Combobox } from '../../ui/combobox.js';
import { DateField } from '../../ui/date-field.js';
import { Dialog } from '../../ui/dialog.js';
import { Field, SelectField, TextArea, TextField } from '../../ui/fields.js';
import { Fix, FormError, useForm } from '../../ui/form.js';

const isDue = (value) => (!value || isDay(value) ? '' : t('work.due.wrong'));

/* A client is known by its number, a new one by its name. */
function useClients() {
  const load = useLoad(() => all('/api/v1/clients/'), []);
  return (load.data || []).map(({ id, name }) => ({ value: name, label: name, id }));
}

const bodyOf = ({ name, description, client, status, deadline }) => ({
  name: name.trim(),
  description,
  client: client.trim() || null,
  status,
  deadline: deadline ? dueOf(deadline) : null,
});

/* project: to be changed; none: a new one. onSaved(project). */
export function ProjectDialog({ project, onSaved, onClose }) {
  const clients = useClients();
  const key = useRef(crypto.randomUUID());
  const form = useForm({
    initial: {
      name: project?.name || '',
      description: project?.description || '',
      client: project?.client_name || '',
      status: project?.status || 'active',
      deadline: project?.deadline ? placeIn(project.deadline, zone.value).day : '',
    },
    checks: { name: required, deadline: isDue },
    guard: false,
    save: async (values) => {
      const body = bodyOf(values);
      const saved = project
        ? await patch(`${PROJECTS}${project.id}/`, body)
        : await start(PROJECTS, body, key.current);
      onClose();
      onSaved(saved);
    },
  });
  return html`<${Dialog} title=${project ? t('project.edit') : t('project.new')} onClose=${onClose}>
    <form onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <${Fix} form=${form} />
      <${TextField} field=${form.field('name')} label=${t('project.name')} maxlength="200" autofocus />
      <${Combobox}
        field=${form.field('client')} label=${t('project.client')} options=${clients} optional
        free=${(text) => text.trim()} hint=${t('project.client.hint')}
      />
      <div class="pair">
        <${SelectField}
          field=${form.field('status')} label=${t('work.status')}
          options=${PROJECT_STATUSES.map((value) => ({ value, label: t(`project.status.${value}`) }))}
        />
        <${DateField} field=${form.field('deadline')} label=${t('work.due')} optional presets=${[]} />
      </div>
      <${TextArea}
        field=${form.field('description')} label=${t('work.text.label')} rows="4" maxlength="20000" optional
      />
      <${FormError} form=${form} />
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy}>${project ? t('save') : t('project.add')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

/* What becomes of the tasks is asked before the project goes. */
export function DropDialog({ project, onDone, onClose }) {
  const others = useProjects().filter((one) => one.id !== project.id && allows(one, 'add_tasks'));
  const [to, setTo] = useState('none');
  const [busy, setBusy] = useState(false);
  const drop = async () => {
    setBusy(true);
    try {
      await del(`${PROJECTS}${project.id}/${project.tasks ? `?move_to=${to}` : ''}`);
      onDone();
    } catch (error) {
      setBusy(false);
      say(error);
    }
  };
  return html`<${Dialog}
    title=${t('project.drop.title', { name: project.name })} onClose=${onClose}
    foot=${html`
      <${Button} autofocus onClick=${onClose}>${t('ask.stay')}</${Button}>
      <${Button} danger busy=${busy} onClick=${drop}>${t('project.drop')}</${Button}>
    `}
  >
    ${project.tasks > 0
      ? html`
          <p class="dim">${t('project.drop.tasks', { n: project.tasks })}</p>
          <${Field} label=${t('project.drop.where')}>
            ${(props) => html`<select
              class="in" ...${props} value=${to} onChange=${(event) => setTo(event.currentTarget.value)}
            >
              <option value="none">${t('work.personal')}</option>
              ${others.map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}
            </select>`}
          </${Field}>
        `
      : html`<p class="dim">${t('project.drop.empty')}</p>`}
  </${Dialog}>`;
}
