// applicant-dialogs: what one does to an applicant: stage, tags, comparison, questionary, a file with its parse.
import { html, useState, cls } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Icon, Button } from '../../ui/button.js';
import { Note, Skeleton, Loaded } from '../../ui/states.js';
import { Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { TextArea, SelectField, TextField, Switch } from '../../ui/fields.js';
import { DateField } from '../../ui/date-field.js';
import { Choices } from '../../ui/filters.js';
import { Compare } from '../../ui/compare.js';
import { sideBySide } from '../../ui/compare-rules.js';
import { t } from '../../lib/i18n.js';
import { get, post, put, patch } from '../../lib/api.js';
import { carrier } from '../../lib/upload.js';
import { FileDrop, useFiles } from '../../ui/file-drop.js';
import { useForm, Fix } from '../../ui/form.js';
import { HuntflowError } from '../../ui/huntflow-error.js';
import { personName, Photo } from '../../ui/huntflow-words.js';
import { applicantHref, stagesOf, isRefusal } from '../../lib/huntflow-rules.js';
import { choicesOf } from './applicants-rules.js';
import { parsedOf, changesOf, questionsOf, canEdit, MOST } from './applicant-rules.js';

const vacancyOption = ({ id, position, company }) => ({
  value: String(id),
  label: company ? t('vacancy.of', { position, company }) : position,
});

/* Sends by fn; the error stays in the dialog. */
function useSend(onDone) {
  const [state, setState] = useState({ busy: false, error: null });
  const send = async (fn) => {
    setState({ busy: true, error: null });
    try {
      onDone(await fn());
      setState({ busy: false, error: null });
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return { ...state, send };
}

const Failure = ({ error }) => (error ? html`<${HuntflowError} error=${error} />` : null);

/* The stages as radio lines; a refusal asks for its reason. */
export function StageDialog({ one, path, link, rows, onDone, onClose }) {
  const known = rows.vacancies.some(({ id }) => id === link?.vacancy.id);
  const vacancies = link && !known ? [link.vacancy, ...rows.vacancies] : rows.vacancies;
  const stages = stagesOf(rows.statuses);
  const form = useForm({
    initial: { vacancy_id: link ? String(link.vacancy.id) : '', status_id: '', rejection_reason_id: '', comment: '' },
    guard: false,
    checks: {
      vacancy_id: (value) => (value ? '' : t('stage.vacancy.choose')),
      status_id: (value) => (value ? '' : t('stage.choose')),
      rejection_reason_id: (value, { status_id: id }) =>
        value || !rows.reasons.length || !isRefusal(stages.find((stage) => String(stage.id) === id))
          ? ''
          : t('stage.reason.choose'),
    },
    save: async ({ vacancy_id: vacancy, status_id: status, rejection_reason_id: reason, comment }) => {
      const chosen = stages.find(({ id }) => String(id) === status);
      const saved = await post(`${path}status/`, {
        vacancy_id: Number(vacancy),
        status_id: Number(status),
        ...(comment.trim() ? { comment: comment.trim() } : {}),
        ...(isRefusal(chosen) && reason && reason !== 'other' ? { rejection_reason_id: Number(reason) } : {}),
      });
      toast(t('stage.done', { name: chosen.name }));
      onDone(saved);
    },
  });
  const now = String(link?.vacancy.id) === form.values.vacancy_id ? link?.status?.id : null;
  const chosen = stages.find(({ id }) => String(id) === form.values.status_id);
  const pick = (id) => form.field('status_id').onInput({ currentTarget: { value: String(id) } });
  return html`<${Dialog} title=${t('stage.title', { name: personName(one) })} onClose=${onClose}>
    <form onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <${SelectField}
        field=${form.field('vacancy_id')} label=${t('hf.filter.vacancy')} none=${t('target.choose')}
        options=${vacancies.map(vacancyOption)}
      />
      <fieldset class="stagepick" aria-describedby=${form.errors.status_id ? 'stage-err' : undefined}>
        <legend class="lbl">${t('target.stage')}</legend>
        ${stages.map(({ id, name, type }) => html`<label
          key=${id} class=${cls('st', type === 'trash' && 'bad', type === 'hired' && 'ok', type === 'user' && 'acc')}
        >
          <input
            type="radio" name="status_id" value=${id} disabled=${id === now}
            checked=${String(id) === form.values.status_id} onChange=${() => pick(id)}
          />
          <span>${name}</span>
          ${id === now && html`<span class="faint xs">${t('stage.now')}</span>`}
        </label>`)}
        ${form.errors.status_id && html`<p class="err" id="stage-err">
          <${Icon} name="triangle-alert" />
          ${form.errors.status_id}
        </p>`}
      </fieldset>
      ${isRefusal(chosen) && rows.reasons.length > 0 && html`<${SelectField}
        field=${form.field('rejection_reason_id')} label=${t('stage.reason')} none=${t('target.choose')}
        options=${rows.reasons.map(({ id, name }) => ({ value: String(id ?? 'other'), label: name }))}
      />`}
      <${TextArea} field=${form.field('comment')} label=${t('stage.comment')} optional rows="3" maxlength="10000" />
      <${Failure} error=${form.error} />
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main=${!isRefusal(chosen)} danger=${isRefusal(chosen)} type="submit" busy=${form.busy}>
          ${isRefusal(chosen) ? t('stage.refuse') : t('stage.do')}
        </${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

export function TagsDialog({ one, path, tags, onDone, onClose }) {
  const before = (one.tags || []).map(({ id }) => String(id));
  const [chosen, setChosen] = useState(before);
  const { busy, error, send } = useSend(onDone);
  const save = () =>
    send(async () => {
      const add = chosen.filter((id) => !before.includes(id)).map(Number);
      const remove = before.filter((id) => !chosen.includes(id)).map(Number);
      if (!add.length && !remove.length) return null;
      return put(`${path}tags/`, { add, remove });
    });
  return html`<${Dialog}
    title=${t('tags.title')} onClose=${onClose}
    foot=${html`
      <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
      <${Button} main busy=${busy} onClick=${save}>${t('save')}</${Button}>
    `}
  >
    <${Choices} many name=${t('tags.title')} items=${choicesOf(tags)} chosen=${chosen} onChange=${setChosen} />
    <${Failure} error=${error} />
  </${Dialog}>`;
}

/* The other person is read from Huntflow; both are shown in columns. */
export function CompareDialog({ one, double, account, onDismiss, onClose }) {
  const other = useLoad(() => get(applicantHref(account, double.id)), [double.id]);
  const head = (person) => html`<span class="row">
    <${Photo} person=${person} />
    <span>${personName(person)}</span>
  </span>`;
  return html`<${Dialog}
    wide title=${t('compare.title')} onClose=${onClose}
    foot=${html`
      <${Button} onClick=${onDismiss}>${t('compare.different')}</${Button}>
      <${Button} main href=${applicantHref(account, double.id)} onClick=${onClose}>${t('compare.open')}</${Button}>
    `}
  >
    <${Loaded} load=${other} skeleton=${html`<${Skeleton} rows=${6} height=${40} />`}>
      ${(person) => html`<${Compare}
        rows=${sideBySide({ ...one, name: personName(one) }, { ...person, name: personName(person) })}
        heads=${[head(one), head(person)]}
      />`}
    </${Loaded}>
  </${Dialog}>`;
}

const NUMBER = new Set(['integer', 'number']);
const valueText = (value) =>
  value && typeof value === 'object'
    ? String(value.id ?? value.name ?? '')
    : value === null || value === undefined
      ? ''
      : String(value);

function Question({ field, bind }) {
  if (field.options.length) {
    return html`<${SelectField}
      field=${bind} label=${field.title} none=${t('none')} options=${field.options} optional=${!field.required}
    />`;
  }
  if (field.type === 'text') {
    return html`<${TextArea} field=${bind} label=${field.title} optional=${!field.required} />`;
  }
  if (field.type === 'date') {
    return html`<${DateField} field=${bind} label=${field.title} optional=${!field.required} presets=${[]} />`;
  }
  return html`<${TextField}
    field=${bind} label=${field.title} optional=${!field.required}
    inputmode=${NUMBER.has(field.type) ? 'numeric' : undefined} maxlength="2000"
  />`;
}

export function QuestionaryDialog({ one, path, onDone, onClose }) {
  const questions = questionsOf(one.questionary).filter(canEdit);
  const initial = Object.fromEntries(questions.map(({ key, value }) => [key, valueText(value)]));
  const form = useForm({
    initial,
    guard: false,
    checks: Object.fromEntries(
      questions
        .filter(({ required }) => required)
        .map(({ key }) => [key, (value) => (value ? '' : t('field.required'))]),
    ),
    save: async (values) => {
      const changed = questions.filter(({ key }) => values[key] !== initial[key]);
      onDone(
        changed.length
          ? await patch(
              `${path}questionary/`,
              Object.fromEntries(
                changed.map(({ key, type }) => [
                  key,
                  values[key] === '' ? null : NUMBER.has(type) ? Number(values[key]) : values[key],
                ]),
              ),
            )
          : null,
      );
      toast(t('saved'));
    },
  });
  return html`<${Dialog} drawer title=${t('questionary.title')} onClose=${onClose}>
    <form onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <${Fix} form=${form} />
      ${questions.map((field) => html`<${Question} key=${field.key} field=${field} bind=${form.field(field.key)} />`)}
      <${Failure} error=${form.error} />
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" busy=${form.busy}>${t('save')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

/* What the CV says, beside what is there; only ticked lines are taken. */
function Parsed({ one, path, fields, onDone, onClose }) {
  const changes = changesOf(one, parsedOf(fields));
  const [taken, setTaken] = useState(changes.filter(({ old }) => !old).map(({ name }) => name));
  const { busy, error, send } = useSend(onDone);
  const flip = (name) => setTaken(taken.includes(name) ? taken.filter((one2) => one2 !== name) : [...taken, name]);
  const save = () =>
    send(() =>
      patch(
        path,
        Object.fromEntries(changes.filter(({ name }) => taken.includes(name)).map(({ name, now }) => [name, now])),
      ),
    );
  if (!changes.length) {
    return html`
      <p class="dim">${t('file.same')}</p>
      <div class="acts dfoot"><${Button} main onClick=${onClose}>${t('close')}</${Button}></div>
    `;
  }
  return html`
    <h3>${t('file.parsed')}</h3>
    <ul class="changes">
      ${changes.map(({ name, old, now }) => html`<li key=${name}>
        <label>
          <input type="checkbox" checked=${taken.includes(name)} onChange=${() => flip(name)} />
          <span class="grow">
            <span class="xs faint">${t(`applicant.${name}`)}</span>
            <b class="mid">${now}</b>
            ${old && html`<s class="xs faint">${old}</s>`}
          </span>
        </label>
      </li>`)}
    </ul>
    <${Failure} error=${error} />
    <div class="acts dfoot">
      <${Button} onClick=${onClose}>${t('file.leave')}</${Button}>
      <${Button} main disabled=${taken.length === 0} busy=${busy} onClick=${save}>
        ${t('file.take', { n: taken.length })}
      </${Button}>
    </div>
  `;
}

/* An uploaded file waits in Huntflow until it is put somewhere: with the CV, or into the history when there is none. */
const attach = ({ externals }, path, { id, name }) =>
  externals?.length
    ? put(`${path}externals/${externals[0].id}/`, { files: [id] })
    : post(`${path}comment/`, { comment: name, files: [id] });

const LIMITS = { accept: ['.pdf', '.doc', '.docx', '.rtf', '.txt', '.odt', '.png', '.jpg', '.jpeg'], most: MOST };

export function FileDialog({ one, path, onSent, onDone, onClose }) {
  const [parse, setParse] = useState(true);
  const [sent, setSent] = useState(null);
  const send = async (file, how) => {
    const body = new FormData();
    body.append('file', file);
    if (parse) body.append('parse', '1');
    const got = await post(`${path}files/`, body, { carry: carrier(how) });
    await attach(one, path, got);
    return got;
  };
  const files = useFiles({
    send,
    limits: LIMITS,
    onDone: (got, { name }) => { setSent({ ...got, file: name }); onSent(got); },
  });
  const ready = files.items.some(({ state }) => state === 'ready' || state === 'failed');
  if (sent) {
    return html`<${Dialog} title=${t('file.done')} onClose=${onClose}>
      <p class="row"><${Icon} name="paperclip" /><span>${sent.name || sent.file}</span></p>
      ${parse && !sent.fields
        ? html`
            <${Note} kind="warn" icon="triangle-alert" title=${t('file.unparsed')}>${t('file.unparsed.what')}</${Note}>
            <div class="acts dfoot"><${Button} main onClick=${onClose}>${t('close')}</${Button}></div>
          `
        : parse
          ? html`<${Parsed} one=${one} path=${path} fields=${sent.fields} onDone=${onDone} onClose=${onClose} />`
          : html`<div class="acts dfoot"><${Button} main onClick=${onClose}>${t('close')}</${Button}></div>`}
    </${Dialog}>`;
  }
  return html`<${Dialog}
    title=${t('file.title')} onClose=${onClose}
    foot=${html`
      <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
      <${Button} main icon="upload" disabled=${!ready} busy=${files.busy} onClick=${files.sendAll}>
        ${t('file.send')}
      </${Button}>
    `}
  >
    <${FileDrop} files=${files} limits=${LIMITS} label=${t('file.pick')} hint=${t('file.hint')} />
    <${Switch}
      field=${{ name: 'parse', value: parse, onInput: ({ currentTarget }) => setParse(currentTarget.value) }}
      label=${t('file.parse')} hint=${t('file.parse.hint')}
    />
  </${Dialog}>`;
}
