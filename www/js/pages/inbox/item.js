// item: one of the inbox beside the list: what it is, who sent it, how it looks; what is decided of it.
import { html, useState } from '../../lib/html.js';
import { t, fileSize } from '../../lib/i18n.js';
import { me } from '../../lib/session.js';
import { may as mayAs } from '../../lib/session-rules.js';
import { Icon, Button } from '../../ui/button.js';
import { KnownPlaces } from '../../ui/known.js';
import { Doubles, Fields, Marks, candidateHref, makeOf } from '../../ui/cv-person.js';
import { isSomebody, personOf } from '../../ui/cv-upload-rules.js';
import { Badge, Time } from '../../ui/marks.js';
import { PdfLook } from '../../ui/pdf-look.js';
import { Note } from '../../ui/states.js';
import { API, backOf, lookOf, may } from './inbox-rules.js';

export const ICONS = { again: 'rotate-ccw', restore: 'undo-2' };
const KINDS = { new: 'info', kept: 'ok', rejected: 'mute', failed: 'bad' };

export const State = ({ item: { state, fetching } }) =>
  fetching
    ? html`<${Badge} kind="info" live>${t('inbox.fetching')}</${Badge}>`
    : html`<${Badge} kind=${KINDS[state]}>${t(`inbox.state.${state}`)}</${Badge}>`;

/* "PDF · 230 КБ", "hh.ru" */
export const factsOf = ({ kind, site, type, size }) =>
  kind === 'link'
    ? t(`inbox.site.${site}`)
    : [type?.toUpperCase(), size > 0 && fileSize(size)].filter(Boolean).join(' · ');

function Preview({ item }) {
  const look = lookOf(item);
  if (look === 'frame') return html`<${PdfLook} look="preview" href=${item.href} name=${item.name} />`;
  if (look === 'picture') return html`<img class="preview" src=${item.href} alt=${item.name} />`;
  if (item.href) return html`<p class="sm dim">${t('inbox.no_preview')}</p>`;
  return null;
}

const Sender = ({ one }) => html`<li>
  <${Icon} name=${one.via === 'telegram' ? 'send' : 'upload'} />
  <span class="grow">
    <span class="mid">${one.user_name || t('inbox.nobody')}</span>
    <span class="xs faint"> ${t(`inbox.via.${one.via}`)}, <${Time} at=${one.at} /></span>
    ${one.origin && html`<span class="sm dim block">${t('inbox.origin', { name: one.origin })}</span>`}
    ${one.caption && html`<span class="sm block caption">${one.caption}</span>`}
  </span>
</li>`;

/* What the file says, which may be mended, and the candidate made of it. onMade: there is one now. */
function Understood({ item, onMade }) {
  const [change, setChange] = useState({});
  const [busy, setBusy] = useState(false);
  const person = { ...personOf(item.document), ...change };
  const put = (more) => setChange((old) => ({ ...old, ...more }));
  const make = async () => {
    setBusy(true);
    const made = await makeOf(`${API}${item.id}/candidate/`, person);
    setBusy(false);
    put(made);
    if (made.made) onMade();
  };
  return html`<section class="cvbox" aria-labelledby="h-cv">
    <h3 class="sm mid" id="h-cv">${t(`inbox.understood.${item.kind}`)}</h3>
    <div class="row wrap"><${Marks} person=${person} /></div>
    ${person.made
      ? html`<div><${Button} main icon="send" href=${`${candidateHref(person.made)}?to=huntflow`}>
          ${t('inbox.huntflow')}
        </${Button}></div>`
      : html`
          <${Fields} person=${person} onChange=${put} />
          <${Doubles} person=${person} onChange=${put} />
          ${person.words && html`<${Note} kind="bad" icon="triangle-alert">${person.words}</${Note}>`}
          <div><${Button} main icon="user-plus" busy=${busy} disabled=${!isSomebody(person)} onClick=${make}>
            ${t(person.as ? 'cv.join' : 'cv.create')}
          </${Button}></div>
        `}
  </section>`;
}

/* Whoever makes no candidates reads whose CV it is. */
const Whose = ({ item: { person, position, problem } }) => html`
  ${problem && html`<${Note} kind="warn" icon="triangle-alert">${problem.detail}</${Note}>`}
  ${person && html`<p><span class="mid">${person}</span>${position && `, ${position}`}</p>`}
`;

function Said({ item, onMade }) {
  if (!item.document) return null;
  if (item.reading) return html`<div><${Badge} kind="info" live>${t('cv.reading')}</${Badge}></div>`;
  return mayAs(me.value, 'recruiter')
    ? html`<${Understood} key=${item.id} item=${item} onMade=${onMade} />`
    : html`<${Whose} item=${item} />`;
}

export function Item({ item, onMade }) {
  return html`<div class="itembox">
    <div class="row wrap">
      <${State} item=${item} />
      <span class="sm dim">${factsOf(item)}</span>
      ${item.known && html`<${KnownPlaces} known=${item.known} />`}
      ${item.decided_at && html`<span class="sm faint">
        ${item.decided_by_name || t('inbox.nobody')}, <${Time} at=${item.decided_at} />
      </span>`}
    </div>
    ${item.error && html`<${Note} kind="bad" icon="triangle-alert" title=${t('inbox.failed')}>
      ${item.error.detail}
    </${Note}>`}
    ${item.url && html`<p>
      <a class="lnk" href=${item.url} target="_blank" rel="noopener noreferrer">${item.url}</a>
    </p>`}
    ${item.href && html`<p><a class="btn" href=${`${item.href}?download=1`} download=${item.name}>
      <${Icon} name="download" />${t('inbox.download')}
    </a></p>`}
    <${Said} item=${item} onMade=${onMade} />
    <${Preview} item=${item} />
    <section aria-labelledby="h-senders">
      <h3 class="sm mid" id="h-senders">${t('inbox.senders')}</h3>
      <ul class="rows">${item.senders.map((one, i) => html`<${Sender} key=${i} one=${one} />`)}</ul>
    </section>
  </div>`;
}

/* onDeed(item, 'keep' | 'reject' | 'restore' | 'delete') */
export const Deeds = ({ item, onDeed }) => html`
  ${may(item, 'delete') && html`<${Button} quiet icon="trash-2" onClick=${() => onDeed(item, 'delete')}>
    ${t('inbox.delete')}
  </${Button}>`}
  ${may(item, 'restore') && html`<${Button}
    icon=${ICONS[backOf(item)]} onClick=${() => onDeed(item, 'restore')}
  >
    ${t(`inbox.${backOf(item)}`)}
  </${Button}>`}
  ${may(item, 'reject') && html`<${Button} icon="ban" onClick=${() => onDeed(item, 'reject')}>
    ${t('inbox.reject')}
  </${Button}>`}
  ${may(item, 'keep') && html`<${Button} main icon="check" onClick=${() => onDeed(item, 'keep')}>
    ${t('inbox.keep')}
  </${Button}>`}
`;
