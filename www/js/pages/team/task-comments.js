// task-comments: what is said about a task: written, edited within a quarter of an hour, deleted with a trace.
import { html, useEffect, useState } from '../../lib/html.js';
import { del, patch, post } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { useMore } from '../../lib/more.js';
import { me } from '../../lib/session.js';
import { TASKS, usePeople, useTaskChanges } from '../../lib/team.js';
import { say } from '../../ui/team-change.js';
import { Button } from '../../ui/button.js';
import { Avatar } from '../../ui/avatar.js';
import { CommentBox } from '../../ui/comment-box.js';
import { namedIn } from '../../ui/comment-box-rules.js';
import { ask } from '../../ui/dialog.js';
import { Time } from '../../ui/marks.js';
import { Menu } from '../../ui/menu.js';
import { Rich } from '../../ui/rich.js';
import { Loaded, Note, Skeleton } from '../../ui/states.js';

const EDIT_MS = 15 * 60000;

/* Those whom a comment names and who cannot see the task are not told of it. */
const unheard = ({ text, mentions }, people) =>
  namedIn(text, people).filter(({ id }) => id !== me.value?.id && !mentions.includes(id)).map(({ name }) => name);

/* Whether one's own comment may still be edited; asked anew when the time is over. */
function useYoung(comment) {
  const mine = comment.user === me.value?.id;
  const left = new Date(comment.created_at).getTime() + EDIT_MS - Date.now();
  const [, tick] = useState(0);
  useEffect(() => {
    if (!mine || left <= 0) return undefined;
    const timer = setTimeout(() => tick((n) => n + 1), left + 500);
    return () => clearTimeout(timer);
  }, [comment.id]);
  return mine && left > 0;
}

function Comment({ comment, url, people, onSaid, onDone }) {
  const [edits, setEdits] = useState(false);
  const young = useYoung(comment);
  const gone = Boolean(comment.deleted_at);
  const change = async (text) => {
    try {
      onSaid(await patch(url, { text }));
      setEdits(false);
      onDone();
      return true;
    } catch (error) {
      say(error);
      return false;
    }
  };
  const drop = async () => {
    const words = { title: t('work.comment.sure'), text: t('work.for_good'), deed: t('work.drop') };
    if (await ask({ ...words, danger: true })) await del(url).then(onDone, say);
  };
  const items = [
    young &&
      comment.rights?.includes('change') && {
        icon: 'pencil', text: t('work.comment.edit'), run: () => setEdits(true),
      },
    comment.rights?.includes('delete') && {
      icon: 'trash-2', danger: true, text: t('work.drop'), run: drop,
    },
  ].filter(Boolean);
  return html`<li class="comm">
    <span data-person=${comment.user}><${Avatar} name=${comment.user_name} id=${comment.user} /></span>
    <div class="grow">
      <p class="row wrap">
        <b class="mid" data-person=${comment.user}>${comment.user_name}</b>
        <span class="xs faint">
          <${Time} at=${comment.created_at} />
          ${comment.edited_at && !gone && html`, ${t('work.comment.edited')}`}
        </span>
      </p>
      ${gone
        ? html`<p class="sm faint">${t('work.comment.gone')}</p>`
        : edits
          ? html`<${CommentBox}
              people=${people} value=${comment.text} label=${t('work.comment')} send=${t('save')} onSend=${change}
              onCancel=${() => setEdits(false)}
            />`
          : html`<div class="prose"><${Rich} nodes=${comment.text_nodes || [comment.text]} /></div>`}
    </div>
    ${!gone && !edits && items.length > 0 && html`<${Menu} label=${t('work.comment.menu')} items=${items} />`}
  </li>`;
}

/* may: { comment? } */
export function Comments({ id, may }) {
  const people = usePeople();
  const url = `${TASKS}${id}/comments/`;
  const [deaf, setDeaf] = useState([]);
  const onSaid = (comment) => setDeaf(unheard(comment, people));
  const { load, more } = useMore(url);
  useTaskChanges(({ id: changed, what }) => {
    if (!changed || (changed === id && what?.startsWith('comment'))) load.reload();
  });
  const send = async (text) => {
    try {
      onSaid(await post(url, { text }));
      load.reload();
      return true;
    } catch (error) {
      say(error);
      return false;
    }
  };
  return html`
    ${may.comment && html`<${CommentBox}
      people=${people} label=${t('work.comment')} send=${t('work.comment.send')} onSend=${send}
    />`}
    ${deaf.length > 0 && html`<${Note} kind="warn" icon="triangle-alert" role="status" class="gap">
      ${t('work.comment.unheard', { names: deaf.join(', ') })}
    </${Note}>`}
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${2} height=${64} />`}>
      ${({ rows, links }) => html`
        ${rows.length === 0
          ? html`<p class="sm dim">${t('work.comment.none')}</p>`
          : html`<ul class="comms">
              ${rows.map((comment) => html`<${Comment}
                key=${comment.id} comment=${comment} url=${`${url}${comment.id}/`} people=${people}
                onSaid=${onSaid} onDone=${load.reload}
              />`)}
            </ul>`}
        ${links.next && html`<${Button} small busy=${load.busy} onClick=${more}>
          ${t('work.comment.more')}
        </${Button}>`}
      `}
    </${Loaded}>
  `;
}
