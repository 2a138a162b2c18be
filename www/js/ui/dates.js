// dates: days from and to as a filter: presets and two fields.
import { html, cls } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { dayOf } from '../lib/i18n-rules.js';
import { isDay, addDays } from '../lib/day-rules.js';
import { DateField } from './date-field.js';

const PRESETS = [0, 6, 29];

/* What is no day is not asked for. */
const isSet = (day) => day === '' || isDay(day);

export function Dates({ from, to, zone, onChange }) {
  const today = dayOf(new Date(), zone);
  return html`<div class="dates">
    <div class="row wrap">
      ${PRESETS.map((days) => {
        const start = addDays(today, -days);
        const mine = from === start && !to;
        return html`<button
          type="button" class=${cls('chip', mine && 'on')} aria-pressed=${String(mine)}
          onClick=${() => onChange({ from: mine ? '' : start, to: '' })}
        >
          ${t(`dates.${days + 1}`)}
        </button>`;
      })}
    </div>
    <${DateField}
      label=${t('dates.from')} value=${from} max=${to || today} presets=${[]}
      onChange=${(day) => isSet(day) && onChange({ from: day, to })}
    />
    <${DateField}
      label=${t('dates.to')} value=${to} min=${from} presets=${[]}
      onChange=${(day) => isSet(day) && onChange({ from, to: day })}
    />
  </div>`;
}
