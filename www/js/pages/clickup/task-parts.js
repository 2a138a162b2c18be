// task-parts: a task's files, opened through Hirewire, and its comments page by page.
import { html, useState } from '../../lib/html.js';
import { Icon, Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { Timeline } from '../../ui/timeline.js';
import { ErrorNote } from '../../ui/states.js';
import { t, num, fileSize } from '../../lib/i18n.js';
import { get } from '../../lib/api.js';
import { isShown, fileHref, mayHaveMore, ownOf, after, joined } from './task-rules.js';

/* What the browser shows opens in a new tab; other files are saved. Both come from this site, without ClickUp's key. */
function File({ task, file }) {
  const href = fileHref(task.task_id, file.id);
  return html`<li>
    <${Icon} name="paperclip" />
    ${isShown(file)
      ? html`<a href=${href} target="_blank" rel="noopener">
          ${file.title}
          <span class="sr"> ${t('files.new_tab')}</span>
        </a>`
      : html`<a href=${`${href}?download=1`} download=${file.title}>${file.title}</a>`}
    <span class="xs faint push nb">${file.size > 0 && `${fileSize(file.size)} · `}<${Time} at=${file.date} /></span>
    <a
      class="ib" href=${`${href}?download=1`} download=${file.title} aria-label=${t('files.save', { name: file.title })}
      title=${t('files.save', { name: file.title })}
    >
      <${Icon} name="download" />
    </a>
  </li>`;
}

export const Files = ({ task }) => {
  const files = task.attachments;
  return html`<section aria-labelledby="h-files">
    <div class="row sech">
      <h2 id="h-files">${t('task.files')}</h2>
      ${files && html`<span class="faint sm">${num(files.length)}</span>`}
    </div>
    ${!files
      ? html`<p class="sm dim">${t('task.files.unread')}</p>`
      : !files.length
        ? html`<p class="sm dim">${t('task.files.none')}</p>`
        : html`<ul class="rows files">
            ${files.map((file) => html`<${File} key=${file.id} task=${task} file=${file} />`)}
          </ul>`}
  </section>`;
};

const eventOf = ({ id, date, user, text, reply_to: of }) => ({
  id,
  at: date,
  title: of ? t('task.comment.reply', { name: user || t('none') }) : user || t('none'),
  text,
});

export function Comments({ task }) {
  const [older, setOlder] = useState([]);
  const [state, setState] = useState({ busy: false, error: null, next: undefined });
  const first = task.comments;
  const all = joined(first || [], older);
  const more = async () => {
    setState({ ...state, busy: true, error: null });
    try {
      const { comments, next } = await get(
        `/clickup/task/${encodeURIComponent(task.task_id)}/comments`,
        state.next || after(ownOf(all).at(-1)),
      );
      setOlder(joined(older, comments));
      setState({ busy: false, error: null, next });
    } catch (error) {
      setState({ ...state, busy: false, error });
    }
  };
  const unread = state.next === undefined ? mayHaveMore(ownOf(first || []).length) : state.next !== null;
  return html`<section aria-labelledby="h-comments">
    <div class="row sech">
      <h2 id="h-comments">${t('task.comments')}</h2>
      ${first && html`<span class="faint sm">${num(all.length)}${unread && '+'}</span>`}
    </div>
    ${!first
      ? html`<p class="sm dim">${t('task.comments.unread')}</p>`
      : !all.length
        ? html`<p class="sm dim">${t('task.comments.none')}</p>`
        : html`<${Timeline} events=${all.map(eventOf)} label=${t('task.comments')} />`}
    ${state.error && html`<${ErrorNote} error=${state.error} retry=${more} />`}
    ${unread && !state.error && html`<div class="acts">
      <${Button} small busy=${state.busy} onClick=${more}>${t('comments.more')}</${Button}>
    </div>`}
  </section>`;
}
