// missing: tasks that a sync did not meet: they are shown, and go or stay by a person's word.
import { html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Button } from '../../ui/button.js';
import { ask, Dialog } from '../../ui/dialog.js';
import { Loaded, Note, Skeleton } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { t } from '../../lib/i18n.js';
import { get, post } from '../../lib/api.js';

const API = '/clickup/api/missing-tasks';

function List({ onClose }) {
  const load = useLoad(() => get(API), []);
  return html`<${Dialog} drawer title=${t('unmet.list')} onClose=${onClose}>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} />`}>
      ${({ count, tasks }) => html`<ul class="rows">
        ${tasks.map((task) => html`<li key=${task.task_id}>
          <a href=${`/clickup/task/${encodeURIComponent(task.task_id)}/`}>${task.name || task.task_id}</a>
          <a class="xs faint push" href=${task.url} target="_blank" rel="noreferrer">ClickUp</a>
        </li>`)}
        ${count > tasks.length && html`<li class="faint sm">${t('and_more', { n: count - tasks.length })}</li>`}
      </ul>`}
    </${Loaded}>
  </${Dialog}>`;
}

export function Missing({ count, onDone }) {
  const [busy, setBusy] = useState(false);
  const [open, setOpen] = useState(false);
  const settle = async (action) => {
    setBusy(true);
    try {
      const { message } = await post(API, { action });
      toast(message);
      onDone();
    } catch (error) {
      toast(errorWords(error).detail);
    }
    setBusy(false);
  };
  const remove = async () => {
    const words = { title: t('unmet.remove.title', { n: count }), text: t('unmet.remove.text') };
    if (await ask({ ...words, deed: t('remove'), danger: true })) settle('remove');
  };
  return html`<${Note}
    kind="warn" icon="triangle-alert" class="gap" role="status" title=${t('unmet.title', { n: count })}
    acts=${html`
      <${Button} small onClick=${() => setOpen(true)}>${t('unmet.show')}</${Button}>
      <${Button} small busy=${busy} onClick=${() => settle('keep')}>${t('unmet.keep')}</${Button}>
      <${Button} small danger busy=${busy} onClick=${remove}>${t('remove')}</${Button}>
    `}
  >
    ${t('unmet.text')}
  </${Note}>
  ${open && html`<${List} onClose=${() => setOpen(false)} />`}`;
}
