// dates: a day, a time, a moment.
import { html, useState } from '../lib/html.js';
import { t, fullTime, zone } from '../lib/i18n.js';
import { dayOf } from '../lib/i18n-rules.js';
import { addDays } from '../lib/day-rules.js';
import { DateField, TimeField, MomentField } from '../ui/date-field.js';
import { State } from './state.js';

export default function Dates() {
  const today = dayOf(new Date(), zone.value);
  const [day, setDay] = useState('2026-11-18');
  const [late, setLate] = useState('');
  const [clock, setClock] = useState('09:30');
  const [moment, setMoment] = useState('2026-11-18T12:05:00Z');
  return html`
    <${State} title=${t('gallery.date.day')}>
      <${DateField}
        class="bigger" label=${t('gallery.date.due')} value=${day} onChange=${setDay} hint=${t('gallery.date.hint')}
      />
    </${State}>
    <${State} title=${t('gallery.date.bounds')}>
      <${DateField}
        class="bigger" label=${t('gallery.date.remind')} value=${late} onChange=${setLate} min=${today}
        max=${addDays(today, 45)} optional
      />
    </${State}>
    <${State} title=${t('gallery.date.time')}>
      <${TimeField} class="bigger" label=${t('gallery.date.begin')} value=${clock} onChange=${setClock} />
    </${State}>
    <${State} title=${t('gallery.date.moment')}>
      <div class="bigger">
        <${MomentField} label=${t('gallery.date.meeting')} value=${moment} onChange=${setMoment} hint=${zone.value} />
      </div>
      <p class="sm dim" role="status">${moment ? fullTime(moment) : t('none')}</p>
    </${State}>
  `;
}
