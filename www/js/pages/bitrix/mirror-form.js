// mirror-form: a project mirrors a workgroup: which, in which words; tried first, nothing is written.
import { html, useState } from '../../lib/html.js';
import { required } from '../../lib/checks.js';
import { t } from '../../lib/i18n.js';
import { patch, post, start } from '../../lib/api.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { SelectField, TextField } from '../../ui/fields.js';
import { Fix, FormError, useForm } from '../../ui/form.js';
import { ErrorNote } from '../../ui/states.js';
import { FIELDS, OURS, THEIRS, bodyOf, groupFits, statusesOf, turnedField, valuesOf } from './mirrors-rules.js';

const API = '/api/v1/bitrix24/projects/';
const named = (list) => list.map(({ id, name }) => ({ value: id, label: name }));

/* What the first tasks there would be here. */
function Trial({ values }) {
  const [got, setGot] = useState({});
  const run = async () => {
    setGot({ busy: true });
    try {
      setGot({ tasks: (await post(`${API}preview/`, bodyOf(values))).tasks });
    } catch (error) {
      setGot({ error });
    }
  };
  return html`<section aria-label=${t('mirror.trial')}>
    <${Button} small icon="search" busy=${got.busy} onClick=${run}>${t('mirror.trial')}</${Button}>
    ${got.error && html`<${ErrorNote} class="gap" error=${got.error} />`}
    ${got.tasks && html`<div class="bitrixtrial" role="status">
      <p class="sm dim">${t(got.tasks.length > 0 ? 'mirror.trial.found' : 'mirror.trial.none')}</p>
      <ul class="rows">${got.tasks.slice(0, 10).map((task) => html`<li key=${task.id}>
        <span class="grow">${task.title}</span>
        <span class="sm dim">${t(`work.status.${task.status}`)}</span>
      </li>`)}</ul>
    </div>`}
  </section>`;
}

/* What of a task is kept alike on both sides. */
const Alike = ({ form }) => html`<fieldset class="part plain">
  <legend><h3>${t('mirror.fields')}</h3></legend>
  <p class="sm dim">${t('mirror.fields.what')}</p>
  ${FIELDS.map((name) => html`<label key=${name} class="row">
    <input
      type="checkbox" name="fields" checked=${form.values.fields.includes(name)}
      onChange=${() => form.set('fields', turnedField(form.values.fields, name))}
    />
    <span>${t(`mirror.field.${name}`)}</span>
  </label>`)}
  ${form.errors.fields && html`<p class="err" role="alert">${form.errors.fields}</p>`}
</fieldset>`;

const checks = {
  account_id: required, project_id: required,
  group_id: (text) => groupFits(text) && t(groupFits(text)),
  fields: (list) => (list.length > 0 ? '' : t('mirror.fields.none')),
};

/* one: the mapping that is changed; none: a new one. */
export function MirrorForm({ one, accounts, projects, onSaved, onClose }) {
  const form = useForm({
    initial: valuesOf(one, accounts), checks,
    save: async (values) => {
      const { fields } = values;
      await (one ? patch(`${API}${one.id}/`, { statuses: statusesOf(values), fields }) : start(API, bodyOf(values)));
      onSaved();
    },
  });
  return html`<${Dialog} drawer title=${t(one ? 'mirror.edit' : 'mirror.new')} onClose=${onClose}>
    <form class="stack bitrixform" noValidate onSubmit=${form.submit} onKeyDown=${form.onKeyDown}>
      <${Fix} form=${form} />
      <${SelectField}
        field=${form.field('account_id')} label=${t('mirror.account')} options=${named(accounts)} disabled=${!!one}
      />
      <${SelectField}
        field=${form.field('project_id')} label=${t('mirror.project')} options=${named(projects)} none=""
        disabled=${!!one}
      />
      <${TextField}
        field=${form.field('group_id')} label=${t('mirror.group')} hint=${t('mirror.group.what')} optional
        inputmode="numeric" disabled=${!!one}
      />
      <fieldset class="part">
        <legend><h3>${t('mirror.statuses')}</h3></legend>
        ${THEIRS.map((n) => html`<${SelectField}
          key=${n} field=${form.field(`status_${n}`)} label=${t(`mirror.status.${n}`)}
          options=${OURS.map((value) => ({ value, label: t(`work.status.${value}`) }))}
        />`)}
      </fieldset>
      <${Alike} form=${form} />
      ${form.values.project_id && html`<${Trial} values=${form.values} />`}
      <${FormError} form=${form} />
      <div class="acts save">
        <${Button} type="submit" main busy=${form.busy}>${t('save')}</${Button}>
        <${Button} quiet onClick=${onClose}>${t('cancel')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}
