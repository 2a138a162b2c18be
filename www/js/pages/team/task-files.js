// task-files: the files of a task: dropped, picked or pasted; downloaded and deleted.
import { html } from '../../lib/html.js';
import { del, post } from '../../lib/api.js';
import { useMore } from '../../lib/more.js';
import { carrier } from '../../lib/upload.js';
import { t, fileSize, when } from '../../lib/i18n.js';
import { TASKS, useTaskChanges } from '../../lib/team.js';
import { say } from '../../ui/team-change.js';
import { Button, IconButton, Icon } from '../../ui/button.js';
import { ask } from '../../ui/dialog.js';
import { FileDrop, useFiles } from '../../ui/file-drop.js';
import { Loaded, Skeleton } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';

const LIMITS = { most: 16 << 20, max: 10 };

function File({ file, url, onDone }) {
  const drop = async () => {
    const title = t('work.file.sure', { name: file.name });
    if (!await ask({ title, text: t('work.for_good'), deed: t('work.drop'), danger: true })) return;
    try {
      await del(url);
      onDone();
      toast(t('work.file.deleted', { name: file.name }));
    } catch (error) {
      say(error);
    }
  };
  return html`<li>
    <${Icon} name=${file.type?.startsWith('image/') ? 'image' : 'file-text'} />
    <span class="grow">
      <a href=${file.href || url} download=${file.name}>${file.name}</a>
      <span class="xs faint">
        ${fileSize(file.size)} · ${t('work.file.by', { who: file.user_name, when: when(file.created_at) })}
      </span>
    </span>
    ${file.rights?.includes('delete') && html`<${IconButton}
      icon="trash-2" label=${t('work.file.drop', { name: file.name })} onClick=${drop} />`}
  </li>`;
}

export function Files({ id, may }) {
  const url = `${TASKS}${id}/files/`;
  const { load, more } = useMore(url);
  useTaskChanges(({ id: changed, what }) => { if (changed === id && what?.startsWith('file')) load.reload(); });
  const files = useFiles({
    limits: LIMITS,
    auto: true,
    send: (file, opts) => {
      const form = new FormData();
      form.append('file', file, file.name);
      return post(url, form, { carry: carrier(opts) });
    },
    onDone: load.reload,
  });
  return html`
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${1} height=${40} />`}>
      ${({ rows, links }) => html`
        ${rows.length > 0 && html`<ul class="rows">
          ${rows.map((file) => html`<${File}
            key=${file.id} file=${file} url=${`${url}${file.id}/`} onDone=${load.reload}
          />`)}
        </ul>`}
        ${links.next && html`<${Button} small busy=${load.busy} onClick=${more}>${t('work.file.more')}</${Button}>`}
      `}
    </${Loaded}>
    ${may && html`<${FileDrop}
      files=${{ ...files, items: files.items.filter(({ state }) => state !== 'done') }} limits=${LIMITS}
      label=${t('work.file.add')} hint=${t('work.file.hint')}
    />`}
  `;
}
