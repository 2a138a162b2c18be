// tasks-filters: the filters of the team's tasks as FilterBar takes them, shared by list, board and calendar.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { get } from '../../lib/api.js';
import { t, clockTime, shortDay, zone } from '../../lib/i18n.js';
import { isDay, placeIn } from '../../lib/day-rules.js';
import { PRIORITIES, STATUSES, cleared, isNarrowed, query } from '../../lib/team-rules.js';
import { changeFilters, setQuery } from '../../lib/router.js';
import { useEverybodyItems, useProjectItems } from '../../ui/team-edit.js';
import { Choices, FilterBar, shortOf } from '../../ui/filters.js';
import { datesText } from '../../ui/dates-words.js';
import { later } from '../../ui/later.js';
import { Loaded, Skeleton } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';

const DuePanel = later(() => import('./due-panel.js'), 'DuePanel');

const DUES = ['overdue', 'today', 'week', 'none'];
const spanOf = (due) => due.find((value) => value.includes('..')) || '';

/* An end of a span is a day, or a moment of one: from now on, say. What is neither is none. */
function endOf(text = '') {
  if (isDay(text)) return { day: text };
  return Number.isNaN(Date.parse(text)) ? { day: '' } : { day: placeIn(text, zone.value).day, moment: text };
}
const endsOf = (due) => {
  const [from, to] = spanOf(due).split('..');
  return [endOf(from), endOf(to)];
};

const dueItems = () => DUES.map((value) => ({ value, label: t(`work.filter.due.${value}`) }));

/* The chosen deadlines in words; '': none. */
function dueWords(due) {
  if (!spanOf(due)) return due.length ? shortOf(dueItems(), due) : '';
  const [from, to] = endsOf(due);
  return from.moment
    ? t('work.filter.due.rest', { day: shortDay(from.day), time: clockTime(from.moment) })
    : datesText(from.day, to.day);
}

/* Tags that tasks have, asked for when the list opens. */
function TagPanel({ chosen, apply }) {
  const load = useLoad(() => get('/api/v1/tags'), []);
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${3} height=${34} />`}>
    ${(tags) => html`<${Choices}
      many name=${t('work.tag')} chosen=${chosen} onChange=${(tag) => apply({ tag })}
      items=${tags.map(({ name, count }) => ({ value: name, label: name, count }))}
    />`}
  </${Loaded}>`;
}

/* rules: of the page's address; fixed: filters that the page itself has taken: they are not offered. */
export function TeamFilters({ filters, rules = query, total, fixed = [] }) {
  const people = useEverybodyItems();
  const assignees = [{ value: 'none', label: t('work.nobody') }, ...people];
  const projects = useProjectItems(t('work.personal'), true);
  const apply = (change, opts) => changeFilters(rules, change, opts);
  const wipe = () => {
    const was = rules.write(filters);
    setQuery(rules.write(cleared(filters)));
    toast(t('filters.cleared'), { action: t('undo'), onAction: () => setQuery(was) });
  };
  const groups = [
    { name: 'assigned_to', label: t('work.assignee'), many: true, items: assignees },
    {
      name: 'status',
      label: t('work.status'),
      many: true,
      items: STATUSES.map((value) => ({ value, label: t(`work.status.${value}`) })),
    },
    { name: 'list', label: t('work.project'), many: true, items: projects },
    {
      name: 'priority',
      label: t('work.priority'),
      many: true,
      items: PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) })),
    },
    {
      name: 'due',
      label: t('work.due'),
      value: dueWords(filters.due),
      panel: () => html`<${DuePanel}
        due=${filters.due} items=${dueItems()} days=${endsOf(filters.due).map(({ day }) => day)} apply=${apply}
      />`,
    },
    {
      name: 'tag',
      label: t('work.tag'),
      value: filters.tag.length ? shortOf([], filters.tag) : '',
      panel: () => html`<${TagPanel} chosen=${filters.tag} apply=${apply} />`,
    },
    { name: 'created_by', label: t('work.author'), many: true, items: people },
  ].filter(({ name }) => !fixed.includes(name));
  return html`<${FilterBar}
    search=${{ name: 'q', label: t('work.search'), hint: t('work.search.hint') }} groups=${groups} filters=${filters}
    apply=${apply} narrowed=${isNarrowed(filters)} total=${total} onClear=${wipe}
  />`;
}
