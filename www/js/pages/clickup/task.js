// task: one ClickUp task: description, fields, files, comments; beside them what would be created in Huntflow.
import { html, useState, useEffect, safeHref, away } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Icon, Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { Avatar } from '../../ui/avatar.js';
import { Skeleton, ErrorNote, Empty } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { Rich } from '../../ui/rich.js';
import { t, ago } from '../../lib/i18n.js';
import { get, post } from '../../lib/api.js';
import { TransferPanel, TransferPast } from '../../ui/transfer.js';
import { loadOverview } from '../../lib/session.js';
import { Status, Transfer } from '../../ui/task-words.js';
import { LinkedTasks } from '../../ui/task-lines.js';
import { Files, Comments } from './task-parts.js';
import { facts, shownFields } from './task-rules.js';

const url = (id) => `/clickup/task/${encodeURIComponent(id)}`;

const People = ({ people }) =>
  people.length === 0
    ? html`<span class="faint">${t('tasks.nobody')}</span>`
    : people.map(({ id, username, initials }) => html`<span class="row" key=${id}>
        <${Avatar} name=${username} initials=${initials} id=${id} />
        ${username}
      </span>`);

const FACTS = {
  status: (task) => html`<${Status} task=${task} />`,
  assignees: (task) => html`<${People} people=${task.assignees} />`,
  priority: (task) => html`<span class="row"><${Icon} name="flag" />${t(`priority.${task.priority}`)}</span>`,
  due_date: (task) => html`<${Time} at=${task.due_date} />`,
  date_created: (task) => html`<${Time} at=${task.date_created} />`,
  date_updated: (task) => html`<${Time} at=${task.date_updated} />`,
  tags: (task) => html`<span class="row wrap">
    ${task.tags.map(({ name }) => html`<span class="badge" key=${name}>${name}</span>`)}
  </span>`,
};

const Facts = ({ task }) => html`<dl class="facts2">
  ${facts(task).map((name) => html`<div key=${name}><dt>${t(`fact.${name}`)}</dt><dd>${FACTS[name](task)}</dd></div>`)}
</dl>`;

function Fields({ task }) {
  const fields = shownFields(task.custom_fields);
  if (!fields.length) return null;
  return html`<section aria-labelledby="h-fields">
    <h2 id="h-fields">${t('task.fields')}</h2>
    <dl class="fields">
      ${fields.map((field) => html`<div key=${field.id}>
        <dt>${field.name}</dt>
        <dd>
          ${safeHref(field.href)
            ? html`<a href=${field.href} ...${away}>${field.display}</a>`
            : field.display || html`<span class="faint">${t('none')}</span>`}
        </dd>
      </div>`)}
    </dl>
  </section>`;
}

const Description = ({ task }) => html`<section aria-labelledby="h-text">
  <h2 id="h-text">${t('task.description')}</h2>
  ${task.description_nodes?.length
    ? html`<div class="prose"><${Rich} nodes=${task.description_nodes} /></div>`
    : html`<p class="sm dim">${t('task.description.none')}</p>`}
</section>`;

function Body({ task, load, refresh, busy }) {
  useTitle(task.name || t('task.unnamed'));
  const reload = () => {
    load.reload();
    loadOverview();
  };
  return html`
    <nav class="crumbs" aria-label=${t('crumbs')}>
      <a href="/clickup/tasks/">${t('nav.tasks')}</a>
      <span aria-hidden="true">/</span>
      <span>${task.task_id}</span>
    </nav>
    <div class="head">
      <div>
        <div class="row wrap titled"><h1>${task.name || t('task.unnamed')}</h1><${Transfer} task=${task} /></div>
        <p class="sub">${task.detailed_at ? t('task.read', { ago: ago(task.detailed_at) }) : t('task.unread')}</p>
      </div>
      <div class="acts">
        <${Button} icon="refresh-cw" busy=${busy} onClick=${refresh}>${t('task.refresh')}</${Button}>
        ${safeHref(task.url) && html`<${Button} class="wide-only" icon="external-link" href=${task.url} ...${away}>
          ClickUp
        </${Button}>`}
      </div>
    </div>
    <div class="cols task">
      <div class="left">
        <${Facts} task=${task} />
        <${Description} task=${task} />
        <${Fields} task=${task} />
        <${Files} task=${task} />
        <${Comments} key=${task.detailed_at} task=${task} />
      </div>
      <aside class="right">
        <section class="panel hf" aria-labelledby="h-hf">
          <div class="ph"><h2 id="h-hf">${t('transfer.title')}</h2></div>
          <${TransferPanel}
            base=${url(task.task_id)} sent=${task.transfer} version=${task.detailed_at} onDone=${reload}
          />
          <${TransferPast} all=${task.transfers} />
        </section>
        <${LinkedTasks} link=${{ kind: 'clickup_task', id: task.task_id, title: task.name }} />
      </aside>
    </div>
  `;
}

export default function TaskPage({ params }) {
  const load = useLoad(() => get(url(params.id)), [params.id]);
  const [busy, setBusy] = useState(false);
  const task = load.data;
  const refresh = async () => {
    setBusy(true);
    try {
      load.set(await post(`${url(params.id)}/refresh`, {}));
    } catch (error) {
      toast(errorWords(error).detail, { action: t('retry'), onAction: refresh });
    }
    setBusy(false);
  };
  useEffect(() => { if (task && !task.detailed_at && !busy) refresh(); }, [task?.task_id]);
  if (!task && load.error) {
    return load.error.status === 404
      ? html`<${Gone} />`
      : html`
          <div class="head"><h1>${t('task.one')}</h1></div>
          <${ErrorNote} error=${load.error} retry=${load.reload} />
        `;
  }
  if (!task) {
    return html`<div class="head"><div><h1 class="sr">${t('task.one')}</h1></div></div><${Skeleton} rows=${9} />`;
  }
  return html`<${Body} task=${task} load=${load} refresh=${refresh} busy=${busy} />`;
}

function Gone() {
  useTitle(t('task.gone'));
  return html`
    <div class="head"><h1>${t('task.gone')}</h1></div>
    <${Empty} icon="search" text=${t('task.gone.what')}>
      <${Button} main href="/clickup/tasks/">${t('nav.tasks')}</${Button}>
    </${Empty}>
  `;
}
