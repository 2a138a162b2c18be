// interview: a meeting with an applicant goes into a colleague's calendar at Bitrix24, with the link to this page.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { get, post } from '../../lib/api.js';
import { isClock, isDay } from '../../lib/day-rules.js';
import { t, zone } from '../../lib/i18n.js';
import { Button } from '../../ui/button.js';
import { DateField, TimeField } from '../../ui/date-field.js';
import { Dialog } from '../../ui/dialog.js';
import { SelectField, TextArea } from '../../ui/fields.js';
import { Fix, FormError, useForm } from '../../ui/form.js';
import { Empty, Loaded } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { personName } from '../../ui/huntflow-words.js';
import { meetingOf } from './interview-rules.js';

const ROOT = '/api/v1/bitrix24/';
const LENGTHS = [30, 45, 60, 90, 120];

function InterviewForm({ one, employees, onClose }) {
  const form = useForm({
    initial: { employee: String(employees[0].id), day: '', clock: '10:00', minutes: '60', note: '' }, guard: false,
    checks: {
      day: (value) => (isDay(value) ? '' : t('interview.day.choose')),
      clock: (value) => (isClock(value) ? '' : t('interview.clock.choose')),
    },
    save: async (values) => {
      await post(`${ROOT}events/`, meetingOf(values, {
        employee: employees.find(({ id }) => String(id) === values.employee), zone: zone.value,
        title: t('interview.name', { name: personName(one) }), href: location.origin + location.pathname,
      }));
      toast(t('interview.made'));
      onClose();
    },
  });
  return html`<form class="stack" noValidate onSubmit=${form.submit} onKeyDown=${form.onKeyDown}>
    <${Fix} form=${form} />
    <${SelectField}
      field=${form.field('employee')} label=${t('interview.whose')}
      options=${employees.map(({ id, full_name: label }) => ({ value: id, label }))}
    />
    <${DateField} field=${form.field('day')} label=${t('interview.day')} />
    <${TimeField}
      label=${t('interview.clock')} value=${form.values.clock} error=${form.errors.clock}
      onChange=${(clock) => form.set('clock', clock)}
    />
    <${SelectField}
      field=${form.field('minutes')} label=${t('interview.minutes')}
      options=${LENGTHS.map((n) => ({ value: n, label: t('interview.length', { n }) }))}
    />
    <${TextArea} field=${form.field('note')} label=${t('interview.note')} rows="3" optional />
    <${FormError} form=${form} />
    <div class="acts save">
      <${Button} type="submit" main busy=${form.busy}>${t('interview.make')}</${Button}>
      <${Button} quiet onClick=${onClose}>${t('cancel')}</${Button}>
    </div>
  </form>`;
}

export function InterviewDialog({ one, onClose }) {
  const load = useLoad(() => get(`${ROOT}employees/`, { status: 'active', page_size: 100 }), []);
  return html`<${Dialog} title=${t('interview.title')} onClose=${onClose}>
    <${Loaded} load=${load}>
      ${(employees) => (employees.length === 0
        ? html`<${Empty} icon="users" text=${t('interview.nobody')} />`
        : html`<${InterviewForm} one=${one} employees=${employees} onClose=${onClose} />`)}
    </${Loaded}>
  </${Dialog}>`;
}
