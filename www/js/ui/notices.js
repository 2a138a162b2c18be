// notices: the list behind the bell: what one was told, unread ones marked; each leads to its thing.
import { html, useState, useEffect, useRef } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { page, post } from '../lib/api.js';
import { useLive } from '../lib/live.js';
import { errorWords } from '../lib/errors.js';
import { unread } from '../lib/session.js';
import { iconOf, merged } from '../lib/notice-rules.js';
import { Icon, Button, IconButton } from './button.js';
import { Dialog } from './dialog.js';
import { Time } from './marks.js';
import { Empty, ErrorNote, Skeleton } from './states.js';
import { toast } from './toast.js';

const BELL = '/api/v1/notifications';

async function read(id) {
  try {
    await post(`${BELL}/${id}/read`);
  } catch (error) {
    toast(errorWords(error).detail);
  }
}

/* The newest page, again after each event; older pages stay below it. */
function useNotices() {
  const [state, setState] = useState({ rows: null, next: null, error: null });
  const load = (older) => page(older ? `${BELL}?${older}` : BELL).then(
    (got) => {
      if (got.unread !== null) unread.value = got.unread;
      setState((old) => {
        const ends = older || !(old.rows?.length > got.rows.length);
        return {
          rows: merged(old.rows, got.rows, Boolean(older)), next: ends ? got.links.next : old.next, error: null,
        };
      });
    },
    (error) => setState((old) => ({ ...old, error })),
  );
  useEffect(() => { load(); }, []);
  useLive('notification', () => load());
  return { ...state, load };
}

function Line({ one, onClose }) {
  const inside = html`
    <span class="mid">${one.title}</span>
    ${one.text && html`<span class="sm dim two">${one.text}</span>`}
  `;
  const go = () => {
    if (!one.read_at) read(one.id);
    onClose();
  };
  return html`<li class="notice">
    <${Icon} name=${iconOf(one.kind)} />
    <div class="grow">
      ${one.href ? html`<a href=${one.href} onClick=${go}>${inside}</a>` : html`<div>${inside}</div>`}
      <${Time} at=${one.created_at} class="xs faint" />
    </div>
    ${!one.read_at && html`
      <span class="sr">${t('notice.unread')}</span>
      <b class="live-dot still"></b>
      <${IconButton} icon="check" label=${t('notice.read')} onClick=${() => read(one.id)} />
    `}
  </li>`;
}

export function Notices({ onClose }) {
  const { rows, next, error, load } = useNotices();
  const list = useRef();
  const readAll = async () => {
    try {
      await post(`${BELL}/read-all`);
      list.current?.focus();
    } catch (problem) {
      toast(errorWords(problem).detail);
    }
  };
  const fresh = rows?.some((one) => !one.read_at);
  return html`<${Dialog} drawer title=${t('notice.title')} onClose=${onClose}>
    <div class="acts gap">
      <${Button} small icon="check" disabled=${!fresh} onClick=${readAll}>${t('notice.read_all')}</${Button}>
      <${Button} small quiet icon="sliders-horizontal" href="/profile/#notices" onClick=${onClose}>
        ${t('notice.settings')}
      </${Button}>
    </div>
    ${error && html`<${ErrorNote} error=${error} retry=${() => load()} />`}
    ${!rows && !error && html`<${Skeleton} rows=${6} />`}
    ${rows?.length === 0 && html`<${Empty} icon="bell" text=${t('notice.empty')} />`}
    ${rows?.length > 0 && html`<ul class="rows tall" tabindex="-1" ref=${list} aria-label=${t('notice.title')}>
      ${rows.map((one) => html`<${Line} key=${one.id} one=${one} onClose=${onClose} />`)}
    </ul>`}
    ${next && html`<${Button} small class="more-b" onClick=${() => load(next)}>${t('notice.more')}</${Button}>`}
  </${Dialog}>`;
}
