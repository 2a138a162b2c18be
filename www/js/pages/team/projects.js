// projects: the team's projects: how far each is, for whom, until when.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { page } from '../../lib/api.js';
import { t, num, percent, whenDay } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { go, here, changeFilters, setQuery } from '../../lib/router.js';
import { listQuery } from '../../lib/list-rules.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { PROJECT_STATUSES, projectHref, shareOf, workOf } from '../../lib/team-rules.js';
import { PROJECTS, renewProjects, useSoon, useTaskChanges } from '../../lib/team.js';
import { Button } from '../../ui/button.js';
import { FilterBar } from '../../ui/filters.js';
import { Progress } from '../../ui/marks.js';
import { Empty, ErrorNote, Skeleton } from '../../ui/states.js';
import { useRowKeys } from '../../ui/selection.js';
import { Pages } from '../../ui/pager.js';
import { Table, useColumns } from '../../ui/table.js';
import { ProjectState } from '../../ui/team-words.js';
import { ProjectDialog } from './project-form.js';

const SIZE = 50;
const query = listQuery([], ['q', 'status', 'page', 'after', 'new']);

const isLate = ({ deadline, status }) => Boolean(deadline) && status !== 'done' && new Date(deadline) < now.value;

export const Share = ({ project }) => html`<span class="share">
  <${Progress}
    thin max=${workOf(project).all} value=${project.tasks_done}
    label=${t('project.share.of', { name: project.name, ...workOf(project) })}
  />
  <span class="sm num">${percent(shareOf(project))}</span>
</span>`;

const columnsOf = () => [
  {
    name: 'name',
    look: 'c-name',
    cell: (one) => html`
      <a class="name" href=${projectHref(one.id)}>${one.name}</a>
      <span class="two">${one.client_name || t('project.no_client')}</span>
    `,
  },
  { name: 'status', look: 'c-st', cell: (one) => html`<${ProjectState} status=${one.status} />` },
  { name: 'share', look: 'c-share', cell: (one) => html`<${Share} project=${one} />` },
  {
    name: 'tasks',
    look: 'c-more',
    right: true,
    cell: (one) => html`<span class="num">${num(one.tasks_open)}</span>`,
  },
  {
    name: 'deadline',
    look: 'c-due',
    cell: (one) =>
      one.deadline
        ? html`<time class=${isLate(one) ? 'bad-t nb' : 'nb'} datetime=${one.deadline}>${whenDay(one.deadline)}</time>`
        : html`<span class="faint">${t('work.due.none')}</span>`,
  },
].map((column) => ({ ...column, head: t(`project.column.${column.name}`) }));

/* add: by one who may. */
function Nothing({ filters, narrowed, wipe, add }) {
  // What was on this page is gone, or elsewhere now.
  if (filters.after || Number(filters.page) > 1) {
    return html`<${Empty} icon="folder" text=${t('project.none.page')}>
      <${Button} href=${query.href('/projects/', filters, new URLSearchParams(), 1)}>${t('pager.first')}</${Button}>
    </${Empty}>`;
  }
  if (narrowed) {
    return html`<${Empty} icon="search" text=${t('work.none_found')}>
      <${Button} onClick=${wipe}>${t('filters.clear')}</${Button}>
    </${Empty}>`;
  }
  return html`<${Empty} icon="folder" text=${t(add ? 'project.none' : 'project.none.mine')}>
    ${add && html`<${Button} icon="plus" onClick=${add}>${t('project.new')}</${Button}>`}
  </${Empty}>`;
}

export default function ProjectsPage() {
  useTitle(t('nav.projects'));
  const filters = query.read(here.value.query);
  const { new: fresh, ...asked } = filters;
  const adding = may(me.value, 'manager');
  const [adds, setAdds] = useState(Boolean(fresh && adding));
  const stamp = query.write(asked).toString();
  const load = useLoad(() => page(PROJECTS, { ...asked, page_size: SIZE }, { lane: 'projects' }), [stamp]);
  useTaskChanges(useSoon(load.reload));
  const rows = load.data?.rows || [];
  const keys = useRowKeys({ rows, idOf: ({ id }) => String(id), onOpen: ({ id }) => go(projectHref(id)), stamp });
  const apply = (change, opts) => changeFilters(query, change, opts);
  const narrowed = Boolean(filters.q || filters.status);
  const wipe = () => setQuery(new URLSearchParams());
  const columns = useColumns(columnsOf);
  const { total } = load.data || {};
  const done = (project) => {
    renewProjects();
    go(projectHref(project.id));
  };
  return html`
    <div class="head inline">
      <div><h1>${t('nav.projects')}</h1><p class="sub">${t('project.what')}</p></div>
      <div class="acts">
        ${adding && html`<${Button} main icon="plus" onClick=${() => setAdds(true)}>
          <b>${t('project.new')}</b>
        </${Button}>`}
      </div>
    </div>
    <${FilterBar}
      search=${{ name: 'q', label: t('project.search'), hint: t('project.search.hint') }} filters=${filters}
      apply=${apply} narrowed=${narrowed} onClear=${wipe} total=${total}
      groups=${[{
        name: 'status',
        label: t('work.status'),
        items: PROJECT_STATUSES.map((value) => ({ value, label: t(`project.status.${value}`) })),
      }]}
    />
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${!load.data
      ? !load.error && html`<${Skeleton} rows=${8} />`
      : rows.length === 0
        ? html`<${Nothing}
          filters=${filters} narrowed=${narrowed} wipe=${wipe} add=${adding && (() => setAdds(true))}
        />`
        : html`
            <${Table}
              ...${keys} label=${t('nav.projects')} look="projects" rows=${rows} columns=${columns} busy=${load.busy}
            />
            <${Pages} query=${query} path="/projects/" filters=${filters} got=${load.data} size=${SIZE} />
          `}
    ${adds && html`<${ProjectDialog} onSaved=${done} onClose=${() => setAdds(false)} />`}
  `;
}
