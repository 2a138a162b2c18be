// task: one ClickUp task: description, fields, files, comments; beside them what would be created in Huntflow.
import { html, useState, useEffect, safeHref, away } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Button } from '../../ui/button.js';
import { Skeleton, ErrorNote, Empty } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { t, ago } from '../../lib/i18n.js';
import { get, post } from '../../lib/api.js';
import { TransferPanel, TransferPast } from '../../ui/transfer.js';
import { loadOverview } from '../../lib/session.js';
import { Transfer } from '../../ui/task-words.js';
import { LinkedTasks } from '../../ui/task-lines.js';
import { Files, Comments } from './task-parts.js';
import { Description, Facts, Fields } from './task-facts.js';

const url = (id) => `/clickup/task/${encodeURIComponent(id)}`;

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
        ${safeHref(task.url) && html`<${Button} icon="external-link" href=${task.url} ...${away}>
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
