// task-preview: a ClickUp task beside the list: what it says, where it went, the way to its page.
import { html, safeHref, away } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { get } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { Button } from '../../ui/button.js';
import { Clamp } from '../../ui/clamp.js';
import { Drawer } from '../../ui/drawer.js';
import { Loaded, Skeleton } from '../../ui/states.js';
import { Transfer } from '../../ui/task-words.js';
import { Description, Facts, Fields } from './task-facts.js';

export const PREVIEW = 'task';
const pageOf = (id) => `/clickup/task/${encodeURIComponent(id)}/`;

function Task({ id }) {
  const load = useLoad(() => get(`/clickup/task/${encodeURIComponent(id)}`, undefined, { lane: 'preview' }), [id]);
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} height=${40} />`}>
    ${(task) => html`<div class="beside">
      <p><${Transfer} task=${task} /></p>
      <${Facts} task=${task} />
      <${Clamp} class="long"><${Description} task=${task} /></${Clamp}>
      <${Fields} task=${task} />
    </div>`}
  </${Loaded}>`;
}

/* rows: of the list that is shown; setCursor(i): the row under the keys. */
export function TaskPreview({ rows, setCursor }) {
  const of = (id) => rows.find((row) => row.task_id === id);
  const list = {
    ids: rows.map(({ task_id: id }) => id),
    onStep: (id) => setCursor(rows.findIndex((row) => row.task_id === id)),
  };
  const foot = (id) => html`
    ${safeHref(of(id)?.url) && html`<${Button} icon="external-link" href=${of(id).url} ...${away}>ClickUp</${Button}>`}
    <${Button} main autofocus href=${pageOf(id)}>${t('task.open')}</${Button}>
  `;
  return html`<${Drawer} name=${PREVIEW} title=${(id) => of(id)?.name || t('task.one')} foot=${foot} list=${list}>
    ${(id) => html`<${Task} id=${id} />`}
  </${Drawer}>`;
}
