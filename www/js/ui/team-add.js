// team-add: a new task of the team: the box that "c" opens on every page; what it hangs on may be given.
import { html, useRef, useState } from '../lib/html.js';
import { adding, dropNew } from '../lib/adding.js';
import { t, zone } from '../lib/i18n.js';
import { required } from '../lib/checks.js';
import { isDay, placeIn } from '../lib/day-rules.js';
import { go } from '../lib/router.js';
import { PRIORITIES, taskHref } from '../lib/team-rules.js';
import { addTask } from '../lib/team.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { DateField } from './date-field.js';
import { SelectField, TextArea, TextField } from './fields.js';
import { Combobox } from './combobox.js';
import { Fix, FormError, asksToLeave, useForm } from './form.js';
import { LinkMark } from './team-words.js';
import { dueDays, dueOf } from './due-days.js';
import { usePeopleItems, useProjectItems } from './team-edit.js';
import { toast } from './toast.js';

const isDue = (value) => (!value || isDay(value) ? '' : t('work.due.wrong'));

/* The time that was pointed at; a day's end is none. */
function clockIn(due) {
  const { clock } = placeIn(due, zone.value);
  return clock === '23:59' ? '' : clock;
}

function bodyOf({ title, description, list, assigned_to: who, priority, due }, start) {
  const body = { title: title.trim(), priority };
  if (description.trim()) body.description = description;
  if (list) body.list = Number(list);
  if (who) body.assigned_to = Number(who);
  if (due) body.due_date = dueOf(due, start.due_date ? clockIn(start.due_date) : '');
  if (start.status) body.status = start.status;
  if (start.link) body.link = { kind: start.link.kind, id: String(start.link.id) };
  return body;
}

function Form({ start, onClose }) {
  const [more, setMore] = useState(false);
  const people = usePeopleItems();
  const projects = useProjectItems();
  const key = useRef(crypto.randomUUID());
  const again = useRef(false);
  const text = (id) => (id ? String(id) : '');
  const initial = {
    title: start.title || '',
    description: '',
    list: text(start.list),
    assigned_to: text(start.assigned_to),
    priority: start.priority || 'normal',
    due: start.due_date ? placeIn(start.due_date, zone.value).day : '',
  };
  const form = useForm({
    initial,
    checks: { title: required, due: isDue },
    guard: false,
    save: async (values) => {
      const task = await addTask(bodyOf(values, start), key.current);
      key.current = crypto.randomUUID();
      start.onDone?.(task);
      toast(t('work.added', { name: task.title }), { action: t('open'), onAction: () => go(taskHref(task)) });
      if (!again.current) onClose();
      return { ...values, title: '', description: '' };
    },
  });
  const box = useRef();
  const submit = async (event, goesOn) => {
    again.current = goesOn;
    await form.submit(event);
    if (goesOn) box.current?.querySelector('input')?.focus();
  };
  const leave = async () => {
    if (!form.values.title.trim() && !form.values.description.trim()) onClose();
    else if (await asksToLeave()) onClose();
  };
  return html`<${Dialog} wide title=${t('work.new')} onClose=${leave} class="addbox">
    <form
      ref=${box} noValidate onSubmit=${(event) => submit(event, false)}
      onKeyDown=${(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit(event, event.shiftKey)}
    >
      <${Fix} form=${form} />
      ${start.link && html`<${LinkMark} link=${start.link} />`}
      <${TextField} field=${form.field('title')} label=${t('work.title')} maxlength="500" autofocus />
      <div class="pair">
        <${Combobox}
          field=${form.field('assigned_to')} label=${t('work.assignee')} options=${people} optional
        />
        <${DateField} field=${form.field('due')} label=${t('work.due')} presets=${dueDays()} optional />
      </div>
      <div class="pair">
        <${Combobox} field=${form.field('list')} label=${t('work.project')} options=${projects} optional />
        <${SelectField}
          field=${form.field('priority')} label=${t('work.priority')}
          options=${PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
        />
      </div>
      ${more
        ? html`<${TextArea} field=${form.field('description')} label=${t('work.description')} rows="5" />`
        : html`<div>
            <${Button} quiet small icon="plus" onClick=${() => setMore(true)}>${t('work.description.add')}</${Button}>
          </div>`}
      <${FormError} form=${form} />
      <div class="acts dfoot">
        <${Button} onClick=${leave}>${t('cancel')}</${Button}>
        <span class="push"></span>
        <${Button} busy=${form.busy} onClick=${(event) => submit(event, true)}>${t('work.add.more')}</${Button}>
        <${Button} main type="submit" busy=${form.busy}>${t('work.add')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

export function AddTask() {
  const start = adding.value;
  return start && html`<${Form} start=${start} onClose=${dropNew} />`;
}
