// states: what is shown where content loads, is missing or failed: notes, empty, skeleton, error.
import { html, createContext, useContext, useState, useEffect, cls } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { online } from '../lib/api.js';
import { errorWords } from '../lib/errors.js';
import { Icon, Button } from './button.js';
import { copyText } from './copy.js';

export const Note = ({ kind = '', icon = 'info', title, children, acts, ...rest }) => html`<div
  ...${rest} class=${cls('note', kind, rest.class)}
>
  <${Icon} name=${icon} />
  <div>${title && html`<b class="mid">${title}</b>`}${children && html`<div class="sm dim">${children}</div>`}</div>
  ${acts && html`<div class="acts">${acts}</div>`}
</div>`;

export const Empty = ({ icon, text, children }) => html`<div class="empty">
  ${icon && html`<span class="mark"><${Icon} name=${icon} /></span>`}
  <p>${text}</p>
  ${children}
</div>`;

/* Something whose height is not known is on its way: what stands below waits for it a moment (detail.css). */
export const Coming = () => html`<i class="skels" hidden></i>`;

/* Rows of the true height, shown only when loading takes longer than a glance. */
export function Skeleton({ rows = 5, height = 52, label = t('loading') }) {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return html`<div class="skels" role="status" aria-label=${label}>
    ${Array.from(
      { length: rows },
      (_, i) => html`<div class="skelrow" style=${{ height: `${height}px` }}>
        ${seen && html`<span class="skel" style=${{ width: `${70 - ((i * 17) % 40)}%` }}></span>`}
      </div>`,
    )}
  </div>`;
}

/* Is it said already, where one sees it, that there is no connection? The shell says it for its page. */
export const SaidAbove = createContext(false);

const PREPARED = 'index.indexing';
/* After how many seconds what failed with a code is asked for again by itself, when the answer does not say: a list
 * that is being prepared; a database that is away: it says that it comes back. */
const AGAIN = { [PREPARED]: 2, down: 5 };

function useAgain(error, retry) {
  useEffect(() => {
    const after = error.retryAfter || AGAIN[error.code];
    if (!AGAIN[error.code] || !retry) return undefined;
    /* Not all pages at one moment. */
    const timer = setTimeout(retry, after * 1000 * (1 + Math.random() / 2));
    return () => clearTimeout(timer);
  }, [error]);
}

/* What went wrong, in words; the number to give to the admin; the button that tries again. */
export function ErrorNote({ error, retry, ...rest }) {
  const { title, detail } = errorWords(error);
  const said = useContext(SaidAbove);
  useAgain(error, retry);
  if (error.code === 'offline' && said && !online.value) return null;
  if (error.code === PREPARED) {
    return html`<${Note} ...${rest} title=${t('error.prepared')} role="status">${detail}</${Note}>`;
  }
  return html`<${Note}
    ...${rest} kind="bad" icon=${error.code === 'offline' ? 'wifi-off' : 'triangle-alert'} title=${title} role="alert"
    acts=${retry && html`<${Button} small icon="rotate-ccw" onClick=${retry}>${t('retry')}</${Button}>`}
  >
    ${detail}
    ${error.requestId && html` <${CopyId} id=${error.requestId} />`}
  </${Note}>`;
}

function CopyId({ id }) {
  return html`<button type="button" class="reqid" onClick=${() => copyText(id)} data-tip=${`${t('copy')}: ${id}`}>
    ${t('error.number', { id: id.length > 12 ? `${id.slice(0, 8)}…` : id })}
  </button>`;
}

/* A part of a page that loads: skeleton, then content; an error keeps what is already there. */
export function Loaded({ load, skeleton, children }) {
  const { data, error, busy, reload } = load;
  if (data === undefined && error) return html`<${ErrorNote} error=${error} retry=${reload} />`;
  if (data === undefined) return skeleton || html`<${Skeleton} />`;
  return html`<div aria-busy=${busy ? 'true' : undefined}>
    ${error && html`<${ErrorNote} class="gap" error=${error} retry=${reload} />`}
    ${children(data)}
  </div>`;
}
