// due-panel: deadlines as a filter: by their kind, or from a day to a day.
import { html, useState } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { isDay } from '../../lib/day-rules.js';
import { Choices } from '../../ui/filters.js';
import { DateField } from '../../ui/date-field.js';

/* due: what is chosen; items: the kinds; days: its span, ['2026-11-18', '2026-11-20'], '' where it has no end. */
export function DuePanel({ due, items, days, apply }) {
  const [span, setSpan] = useState({ from: days[0], to: days[1] });
  const set = (change) => {
    const next = { ...span, ...change };
    setSpan(next);
    const ok = [next.from, next.to].every((day) => !day || isDay(day));
    if (ok) apply({ due: next.from || next.to ? [`${next.from}..${next.to}`] : [] });
  };
  return html`
    <${Choices}
      many name=${t('work.due')} items=${items} chosen=${due.filter((value) => !value.includes('..'))}
      onChange=${(next) => { setSpan({ from: '', to: '' }); apply({ due: next }); }}
    />
    <div class="dates">
      <${DateField}
        label=${t('dates.from')} value=${span.from} max=${span.to} presets=${[]} onChange=${(day) => set({ from: day })}
      />
      <${DateField}
        label=${t('dates.to')} value=${span.to} min=${span.from} presets=${[]}
        onChange=${(day) => set({ to: day })}
      />
    </div>
  `;
}
