// tasks-groups: the list by status, person, priority, project or deadline: each group with its own count and its end.
import { html, useEffect, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { addNew } from '../../lib/adding.js';
import { t, num, zone } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { allows, asked, groupsOf, isIn, replaced } from '../../lib/team-rules.js';
import { listTasks, useEverybody, useProjects, useSoon, useTaskChanges } from '../../lib/team.js';
import { useShown } from '../../lib/team-shown.js';
import { change } from '../../ui/team-change.js';
import { Button, IconButton, Icon } from '../../ui/button.js';
import { ErrorNote, Skeleton } from '../../ui/states.js';
import { Table } from '../../ui/table.js';
import { useSelection } from '../../ui/selection.js';
import { GroupName } from '../../ui/team-words.js';
import { Bulk, isFree } from './tasks-bulk.js';
import { useTaskColumns } from './tasks-table.js';

const SIZE = 20;

/* takes: one may add tasks to it; onShown: as of Grouped. */
function Group({ by, group, takes, filters, stamp, shown, names, onShown }) {
  const [pages, setPages] = useState(1);
  const load = useLoad(async () => {
    const ask = { ...asked(filters, { bare: true }), ordering: filters.ordering || 'due_date', ...group.ask };
    const got = await listTasks({ ...ask, page_size: Math.min(100, SIZE * pages) });
    return got;
  }, [stamp, group.id, pages], filters);
  useEffect(() => onShown(load.of), [load.of]);
  const rows = load.data?.rows || [];
  const pick = useSelection({ rows, idOf: ({ id }) => id, may: isFree, stamp });
  const put = (task) => load.set((data) => data && { ...data, rows: replaced(data.rows, task) });
  const columns = useTaskColumns({ onChange: (task, fields) => change(task, fields, put), shown });
  const soon = useSoon(load.reload);
  useTaskChanges(({ id, task, gone }) => {
    const here = rows.some((row) => row.id === id);
    if (gone) pick.drop(id);
    if (gone && !here) return;
    if (here && task && isIn(task, by, group, now.value, zone.value)) put(task);
    else if (here || !task || isIn(task, by, group, now.value, zone.value)) soon();
  });
  if (load.data && rows.length === 0) return null;
  const left = (load.data?.total || 0) - rows.length;
  const title = html`<${GroupName} by=${by} id=${group.id} names=${names} />`;
  return html`<section class="wgroup">
    <details open>
      <summary>
        <span class="chev"><${Icon} name="chevron-right" /></span>
        <h2>${title}</h2>
        ${load.data && html`<span class="faint sm num">${num(load.data.total)}</span>`}
      </summary>
      ${load.error && html`<${ErrorNote} error=${load.error} retry=${load.reload} />`}
      ${!load.data
        ? !load.error && html`<${Skeleton} rows=${3} />`
        : html`<${Table}
            label=${t('work.title.all')} look="team" rows=${rows} pick=${pick} nameOf=${({ title: name }) => name}
            columns=${columns} busy=${load.busy}
          />`}
      ${left > 0 && html`<${Button} quiet small onClick=${() => setPages(pages * 5)}>
        ${t('work.group.more', { n: left })}
      </${Button}>`}
      ${pick.chosen.size > 0 && html`<${Bulk} pick=${pick} onDone=${load.reload} />`}
    </details>
    ${group.set && takes && html`<${IconButton}
      class="gadd" icon="plus" label=${t('work.add.here')} onClick=${() => addNew(group.set)}
    />`}
  </section>`;
}

/* none: what is shown when no group has a task; onShown(filters): the tasks of these are there. */
export function Grouped({ filters, stamp, shown, none, onShown }) {
  const people = useEverybody();
  const projects = useProjects();
  const by = filters.group;
  const shownPeople = useShown('assigned_to', by === 'assigned_to' ? people : [], filters);
  const shownProjects = useShown('list', by === 'list' ? projects : [], filters);
  const groups = groupsOf(by, {
    filters, people: shownPeople.rows, projects: shownProjects.rows, now: now.value, zone: zone.value,
  });
  const names = new Map((by === 'list' ? projects : people).map(({ id, name }) => [String(id), name]));
  const closed = projects.filter((one) => !allows(one, 'add_tasks')).map(({ id }) => String(id));
  return html`
    <div class="wgroups">
      ${groups.map((group) => html`<${Group}
        key=${group.id} by=${by} group=${group} filters=${filters} stamp=${stamp} shown=${shown} names=${names}
        onShown=${onShown}
        takes=${by !== 'list' || !closed.includes(group.id)}
      />`)}
    </div>
    <div class="wnone">${none}</div>
  `;
}
