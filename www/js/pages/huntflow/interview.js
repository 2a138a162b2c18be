// interview: a meeting with an applicant goes into a colleague's calendar at Bitrix24, with the link to this page.
import { html, useCallback, useRef } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { all, get, post } from '../../lib/api.js';
import { isClock, isDay } from '../../lib/day-rules.js';
import { t, zone } from '../../lib/i18n.js';
import { required } from '../../lib/checks.js';
import { me } from '../../lib/session.js';
import { Button } from '../../ui/button.js';
import { Combobox } from '../../ui/combobox.js';
import { DateField, TimeField } from '../../ui/date-field.js';
import { Dialog } from '../../ui/dialog.js';
import { SelectField, TextArea } from '../../ui/fields.js';
import { Fix, FormError, useForm } from '../../ui/form.js';
import { Empty, Loaded } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { personName } from '../../ui/huntflow-words.js';
import { meetingOf, optionOf } from './interview-rules.js';

const ROOT = '/api/v1/bitrix24/';
const SHOWN = 20;
const LENGTHS = [30, 45, 60, 90, 120];

const staff = (query, signal) => get(`${ROOT}employees/`, { status: 'active', ...query }, { signal });
/* Who may be meant first: the one who asks, where the portal knows them. */
async function firstOf() {
  const [some, linked] = await Promise.all([
    staff({ page_size: 1 }), all(`${ROOT}employees/`, { status: 'active', linked: 1 }),
  ]);
  return { any: some.length > 0, mine: linked.find(({ user }) => user.id === me.value.id) };
}

function InterviewForm({ one, mine, onClose }) {
  const seen = useRef(new Map(mine ? [[String(mine.id), mine]] : []));
  const find = useCallback(async (q, signal) => {
    const found = await staff({ ...(q && { q }), page_size: SHOWN }, signal);
    for (const employee of found) seen.current.set(String(employee.id), employee);
    return found.map(optionOf);
  }, []);
  const form = useForm({
    initial: { employee: mine ? String(mine.id) : '', day: '', clock: '10:00', minutes: '60', note: '' }, guard: false,
    checks: {
      employee: required,
      day: (value) => (isDay(value) ? '' : t('interview.day.choose')),
      clock: (value) => (isClock(value) ? '' : t('interview.clock.choose')),
    },
    save: async (values) => {
      await post(`${ROOT}events/`, meetingOf(values, {
        employee: seen.current.get(values.employee), zone: zone.value,
        title: t('interview.name', { name: personName(one) }), href: location.origin + location.pathname,
      }));
      toast(t('interview.made'));
      onClose();
    },
  });
  return html`<form class="stack" noValidate onSubmit=${form.submit} onKeyDown=${form.onKeyDown}>
    <${Fix} form=${form} />
    <${Combobox}
      field=${form.field('employee')} label=${t('interview.whose')} hint=${t('interview.whose.hint')}
      find=${find} known=${mine ? [optionOf(mine)] : []}
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
    <${TextArea}
      field=${form.field('note')} label=${t('interview.note')} rows="3" maxlength="5000" optional
    />
    <${FormError} form=${form} />
    <div class="acts save">
      <${Button} type="submit" main busy=${form.busy}>${t('interview.make')}</${Button}>
      <${Button} quiet onClick=${onClose}>${t('cancel')}</${Button}>
    </div>
  </form>`;
}

export function InterviewDialog({ one, onClose }) {
  const load = useLoad(firstOf, []);
  return html`<${Dialog} title=${t('interview.title')} onClose=${onClose}>
    <${Loaded} load=${load}>
      ${({ any, mine }) => (any
        ? html`<${InterviewForm} one=${one} mine=${mine} onClose=${onClose} />`
        : html`<${Empty} icon="users" text=${t('interview.nobody')} />`)}
    </${Loaded}>
  </${Dialog}>`;
}
