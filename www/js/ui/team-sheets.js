// team-sheets: what lies beside a field of a team's task while it is changed: one of many, a day and its time.
import { html } from '../lib/html.js';
import { t, zone } from '../lib/i18n.js';
import { dayOf } from '../lib/i18n-rules.js';
import { isClock, placeIn } from '../lib/day-rules.js';
import { Button } from './button.js';
import { Choices } from './filters.js';
import { Month, TimeField } from './date-field.js';
import { END, dueDays, dueOf } from './due-days.js';

const idOf = (value) => (value === 'none' || value === '' ? null : Number(value));

/* onPick(id): null is none of them. */
export const One = ({ items, name, chosen, close, onPick }) => html`<${Choices}
  name=${name} items=${items} chosen=${chosen}
  onChange=${(value) => { close(); onPick(idOf(value)); }}
/>`;

/* A month, and the days that one press gives; children: what stands beside those. */
export const Days = ({ value, onPick, children }) => html`
  <${Month} value=${value} onPick=${onPick} />
  <div class="row wrap presets">
    ${dueDays().map(({ text, day }) => html`<${Button} key=${text} small quiet onClick=${() => onPick(day)}>
      ${text}
    </${Button}>`)}
    ${children}
  </div>
`;

export function DueSheet({ due: was, close, onPick }) {
  const place = was ? placeIn(was, zone.value) : { day: '', clock: '' };
  const clock = place.clock === END ? '' : place.clock;
  /* A time of today that is over already is not meant. */
  const take = (day) => {
    close();
    const due = dueOf(day, clock);
    onPick(day === dayOf(new Date(), zone.value) && new Date(due) < Date.now() ? dueOf(day) : due);
  };
  return html`
    <${Days} value=${place.day} onPick=${take} />
    ${was && html`<div class="presets dueend">
      <${TimeField}
        label=${t('date.clock')} value=${clock}
        onChange=${(next) => (next === '' || isClock(next)) && onPick(dueOf(place.day, next))}
      />
      <${Button} small quiet onClick=${() => { close(); onPick(null); }}>${t('work.due.clear')}</${Button}>
    </div>`}
  `;
}
