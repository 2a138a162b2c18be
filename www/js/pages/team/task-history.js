// task-history: what became of a task, as a timeline.
import { html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { page } from '../../lib/api.js';
import { t, has, list, when } from '../../lib/i18n.js';
import { TASKS, useEverybody, useProjects, useTaskChanges } from '../../lib/team.js';
import { Timeline } from '../../ui/timeline.js';
import { Loaded, Skeleton } from '../../ui/states.js';
import { lookOf, wordsOf } from './task-history-rules.js';

const SIZE = 50;

/* What a field was or is, in words. */
function shown(name, value, names) {
  if (value === null || value === undefined || value === '') return t('work.empty');
  if (name === 'status') return t(`work.status.${value}`);
  if (name === 'priority') return t(`priority.${value}`);
  if (name === 'due_date') return when(value);
  if (name === 'assigned_to') return names.people.get(value) || t('number', { id: value });
  if (name === 'list') return names.projects.get(value) || t('number', { id: value });
  if (name === 'tags') return value.length ? list(value) : t('work.empty');
  if (name === 'title') return value;
  if (name === 'link') return value.title;
  return '';
}

const LONG = ['description', 'checklist', 'watchers', 'position'];

function titleOf({ action, after, before }) {
  const fields = Object.keys(after).filter((name) => name !== 'position');
  if (action === 'change' || action === 'move') {
    if (!fields.length) return t('work.act.move');
    return t('work.act.change', { what: list(fields.map((name) => t(`work.field.${name}`))) });
  }
  if (action.startsWith('file.')) return `${t(`work.act.${action}`)}: ${after.name || before.name || ''}`;
  return has(`work.act.${action}`) ? t(`work.act.${action}`) : t('work.act.other');
}

function lineOf(row, names) {
  const changes = wordsOf(row)
    .filter(({ name }) => !LONG.includes(name))
    .map(({ name, from, to }) =>
      t('work.from_to', { from: shown(name, from, names), to: shown(name, to, names) }),
    );
  const via = t(`work.via.${row.via}`);
  return {
    id: row.id,
    at: row.created_at,
    look: lookOf(row),
    title: titleOf(row),
    facts: [row.user_name, via].filter(Boolean).join(', '),
    text: changes.join('\n'),
  };
}

export function History({ id }) {
  const [pages, setPages] = useState(1);
  const people = useEverybody();
  const projects = useProjects();
  const names = {
    people: new Map(people.map((one) => [one.id, one.name])),
    projects: new Map(projects.map((one) => [one.id, one.name])),
  };
  const load = useLoad(() => page(`${TASKS}${id}/audit/`, { page_size: Math.min(100, SIZE * pages) }), [id, pages]);
  useTaskChanges((change) => { if (!change.id || (change.id === id && !change.gone)) load.reload(); });
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} height=${56} />`}>
    ${({ rows, links }) =>
      rows.length === 0
        ? html`<p class="sm dim">${t('work.history.none')}</p>`
        : html`<${Timeline}
            label=${t('work.history')} events=${rows.map((row) => lineOf(row, names))} busy=${load.busy}
            more=${Boolean(links.next) && pages === 1} onMore=${() => setPages(2)}
          />`}
  </${Loaded}>`;
}
