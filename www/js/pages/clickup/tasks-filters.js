// tasks-filters: the filters of the task list as FilterBar takes them.
import { html } from '../../lib/html.js';
import { t, capital } from '../../lib/i18n.js';
import { datesText } from '../../ui/dates-words.js';
import { later } from '../../ui/later.js';

const Dates = later(() => import('../../ui/dates.js'), 'Dates');

const itemsOf = (facts, text = (name) => name) =>
  (facts || []).map(({ name, count }) => ({ value: name, label: text(name), count }));

export function groupsOf({ facets, filters, zone, apply }) {
  const label = (name) => t(`filter.${name}`);
  return [
    { name: 'status', many: true, items: itemsOf(facets?.statuses, capital) },
    { name: 'assignee', many: true, items: itemsOf(facets?.assignees) },
    { name: 'tag', many: true, items: itemsOf(facets?.tags) },
    { name: 'priority', many: true, items: itemsOf(facets?.priorities, (name) => t(`priority.${name}`)) },
    { name: 'cv', items: itemsOf(facets?.cvs, (name) => t(`cv.${name}`)) },
    {
      name: 'updated',
      value: datesText(filters.updated_from, filters.updated_to),
      panel: () => html`<${Dates}
        from=${filters.updated_from} to=${filters.updated_to} zone=${zone}
        onChange=${({ from, to }) => apply({ updated_from: from, updated_to: to })}
      />`,
    },
  ].map((group) => ({ ...group, label: label(group.name) }));
}
