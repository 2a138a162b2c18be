// tasks-filters: the filters of the task list as FilterBar takes them.
import { html, cls } from '../../lib/html.js';
import { t, dayMonth } from '../../lib/i18n.js';
import { isDay } from '../../lib/day-rules.js';
import { DateField } from '../../ui/date-field.js';
import { since } from './tasks-rules.js';

const PRESETS = [0, 6, 29];

/* What is no day is not asked for. */
const isSet = (day) => day === '' || isDay(day);

function Dates({ from, to, zone, onChange }) {
  const today = since(0, Date.now(), zone);
  return html`<div class="dates">
    <div class="row wrap">
      ${PRESETS.map((days) => {
        const start = since(days, Date.now(), zone);
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

const day = (text) => dayMonth(`${text}T12:00:00Z`);

function datesText({ updated_from: from, updated_to: to }) {
  if (from && to) return t('dates.both', { from: day(from), to: day(to) });
  if (from) return t('dates.since', { from: day(from) });
  return to ? t('dates.until', { to: day(to) }) : '';
}

const itemsOf = (facts, text = (name) => name) =>
  (facts || []).map(({ name, count }) => ({ value: name, label: text(name), count }));

export function groupsOf({ facets, filters, zone, apply }) {
  const label = (name) => t(`filter.${name}`);
  return [
    { name: 'status', many: true, items: itemsOf(facets?.statuses) },
    { name: 'assignee', many: true, items: itemsOf(facets?.assignees) },
    { name: 'tag', many: true, items: itemsOf(facets?.tags) },
    { name: 'priority', many: true, items: itemsOf(facets?.priorities, (name) => t(`priority.${name}`)) },
    { name: 'cv', items: itemsOf(facets?.cvs, (name) => t(`cv.${name}`)) },
    {
      name: 'updated',
      value: datesText(filters),
      panel: () => html`<${Dates}
        from=${filters.updated_from} to=${filters.updated_to} zone=${zone}
        onChange=${({ from, to }) => apply({ updated_from: from, updated_to: to })}
      />`,
    },
  ].map((group) => ({ ...group, label: label(group.name) }));
}
