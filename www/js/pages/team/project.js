// project: one project: how far it is, its burn-up, its tasks, members, client and description.
import { html, useEffect, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { addNew, setUsual } from '../../lib/adding.js';
import { get } from '../../lib/api.js';
import { t, num, percent, shortDay, whenDay } from '../../lib/i18n.js';
import { go } from '../../lib/router.js';
import { OPEN, replaced, shareOf, taskHref, workOf } from '../../lib/team-rules.js';
import { PROJECTS, listTasks, order, renewProjects, useSoon, useTaskChanges } from '../../lib/team.js';
import { useTaskKeys } from '../../ui/team-acts.js';
import { change } from '../../ui/team-change.js';
import { Button } from '../../ui/button.js';
import { Lines } from '../../ui/chart.js';
import { Progress } from '../../ui/marks.js';
import { Empty, ErrorNote, Loaded, Skeleton } from '../../ui/states.js';
import { later } from '../../ui/later.js';
import { Menu } from '../../ui/menu.js';
import { useRowKeys } from '../../ui/selection.js';
import { DataTable, Table } from '../../ui/table.js';
import { ProjectState } from '../../ui/team-words.js';
import { Preview } from '../../ui/preview.js';
import { toast } from '../../ui/toast.js';
import { Members } from './project-members.js';
import { useTaskColumns } from './tasks-table.js';

const [DropDialog, ProjectDialog] =
  ['DropDialog', 'ProjectDialog'].map((name) => later(() => import('./project-form.js'), name));

const SHOWN = 20;
const COLUMNS = ['status', 'assigned_to', 'due_date'];

function Tasks({ project, may }) {
  const params = { list: project.id, status: OPEN, ordering: 'due_date', page_size: SHOWN };
  const load = useLoad(() => listTasks(params), [project.id]);
  useTaskChanges(useSoon(load.reload));
  useEffect(() => { order.value = (load.data?.rows || []).map(({ id }) => id); }, [load.data]);
  const put = (task) => load.set((data) => data && { ...data, rows: replaced(data.rows, task) });
  const set = (task, fields) => change(task, fields, put);
  const rows = load.data?.rows || [];
  const keys = useRowKeys({ rows, idOf: ({ id }) => String(id), onOpen: (task) => go(taskHref(task)) });
  useTaskKeys(() => rows[keys.cursor], { set });
  const columns = useTaskColumns({ onChange: set, shown: COLUMNS });
  return html`<section aria-labelledby="h-tasks">
    <div class="row sech">
      <h2 id="h-tasks">${t('project.tasks')}</h2>
      ${load.data && html`<span class="faint sm num">${num(load.data.total)}</span>`}
      <a class="push sm lnk" href=${`/tasks/board/?list=${project.id}`}>${t('nav.board')}</a>
      <a class="sm lnk" href=${`/tasks/?list=${project.id}&show=all`}>${t('all')}</a>
    </div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${5} />`}>
      ${() =>
        rows.length === 0
          ? html`<${Empty} icon="list-checks" text=${t('project.tasks.none')}>
              ${may && html`<${Button} icon="plus" onClick=${() => addNew()}>${t('work.new')}</${Button}>`}
            </${Empty}>`
          : html`<${Table}
              ...${keys} label=${t('project.tasks')} look="team" rows=${rows}
              columns=${columns}
            />`}
    </${Loaded}>
  </section>`;
}

/* From the day before its first task. */
const lived = (days) => days.slice(Math.max(0, days.findIndex(({ total }) => total > 0) - 1));

/* How many tasks there were, and how many of them done, at the end of each day. */
function BurnUp({ days }) {
  if (days.length < 2 || !days.at(-1).total) return html`<p class="sm dim">${t('project.burn.none')}</p>`;
  const last = days.at(-1);
  const rows = lived(days).map(({ day, total, done }) => ({ day, y: done, z: total }));
  const words = ({ day, done, total }) => t('project.burn.pin', { day: shortDay(day), done, all: total });
  return html`
    <${Lines}
      daily rows=${rows} label=${t('project.burn.say', { done: last.done, all: last.total })} format=${(n) => num(n)}
      names=${[{ text: t('project.burn.done') }, { text: t('project.burn.all'), look: 'd' }]}
      pin=${(row) => words(lived(days)[rows.indexOf(row)])}
    />
    <${DataTable}
      head=${[t('day'), t('project.burn.done'), t('project.burn.all')]}
      rows=${days.slice(-30).map(({ day, done, total }) => [shortDay(day), num(done), num(total)])}
    />
  `;
}

function Figures({ project }) {
  const load = useLoad(() => get(`${PROJECTS}${project.id}/stats/`, { days: 90 }), [project.id]);
  useTaskChanges(useSoon(load.reload));
  const { done, all } = workOf(project);
  return html`<section aria-labelledby="h-burn">
    <div class="row sech"><h2 id="h-burn">${t('project.progress')}</h2></div>
    <p class="sum"><b>${percent(shareOf(project))}</b> <span class="sm dim">
      ${t('project.done_of', { done, all })}
      ${load.data?.stats.overdue > 0 && html`, <span class="bad-t">
        ${t('project.late', { n: load.data.stats.overdue })}
      </span>`}
    </span></p>
    <${Progress} max=${all} value=${done} label=${t('project.progress')} />
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${1} height=${180} />`}>
      ${({ burn_up: days }) => html`<${BurnUp} days=${days} />`}
    </${Loaded}>
  </section>`;
}

function Body({ project, load }) {
  const [open, setOpen] = useState('');
  const may = project.rights.includes('change');
  const adds = project.rights.includes('add_tasks');
  useEffect(() => {
    setUsual(() => ({ list: adds ? project.id : undefined }));
    return () => setUsual(null);
  }, [project.id, adds]);
  const saved = (next) => {
    load.set(next);
    renewProjects();
    toast(t('saved'));
  };
  return html`
    <div class="head">
      <div>
        <div class="row wrap titled"><h1>${project.name}</h1><${ProjectState} status=${project.status} /></div>
        <p class="sub">
          ${[project.client_name, project.deadline && t('project.until', { day: whenDay(project.deadline) })]
            .filter(Boolean)
            .join(' · ') || t('project.no_client')}
        </p>
      </div>
      <div class="acts">
        ${may && html`<${Button} icon="pencil" onClick=${() => setOpen('edit')}>${t('edit')}</${Button}>`}
        ${adds && html`<${Button} main icon="plus" onClick=${() => addNew()}>
          ${t('work.new')}
        </${Button}>`}
        ${may && html`<${Menu}
          label=${t('project.menu')}
          items=${[{ icon: 'trash-2', danger: true, text: t('project.drop'), run: () => setOpen('drop') }]}
        />`}
      </div>
    </div>
    <div class="cols proj">
      <div class="left">
        <${Figures} project=${project} />
        <${Tasks} project=${project} may=${adds} />
      </div>
      <div class="right">
        <section aria-labelledby="h-members">
          <div class="row sech"><h2 id="h-members">${t('project.members')}</h2></div>
          <${Members} project=${project} may=${may} onDone=${load.reload} />
        </section>
        ${project.description && html`<section aria-labelledby="h-about">
          <div class="row sech"><h2 id="h-about">${t('work.description')}</h2></div>
          <${Preview} text=${project.description} />
        </section>`}
      </div>
    </div>
    ${open === 'edit' && html`<${ProjectDialog} project=${project} onSaved=${saved} onClose=${() => setOpen('')} />`}
    ${open === 'drop' && html`<${DropDialog}
      project=${project} onClose=${() => setOpen('')}
      onDone=${() => {
        renewProjects();
        go('/projects/');
        toast(t('project.dropped', { name: project.name }));
      }}
    />`}
  `;
}

export default function ProjectPage({ params }) {
  const load = useLoad(() => get(`${PROJECTS}${params.id}/`), [params.id]);
  useTaskChanges(useSoon(load.reload));
  const project = load.data;
  useTitle(project?.name || t('project.one'));
  const gone = load.error?.status === 404;
  return html`
    <nav class="crumbs" aria-label=${t('crumbs')}>
      <a href="/projects/">${t('nav.projects')}</a>
      <span aria-hidden="true">/</span>
      <span>${project?.name || `#${params.id}`}</span>
    </nav>
    ${project
      ? html`<${Body} project=${project} load=${load} />`
      : html`
          <div class="head"><h1>${t('project.one')}</h1></div>
          ${gone
            ? html`<${Empty} icon="folder" text=${t('project.gone')}>
                <${Button} href="/projects/">${t('nav.projects')}</${Button}>
              </${Empty}>`
            : load.error
              ? html`<${ErrorNote} error=${load.error} retry=${load.reload} />`
              : html`<${Skeleton} rows=${8} />`}
        `}
  `;
}
