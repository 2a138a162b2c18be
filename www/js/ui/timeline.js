// timeline: what happened, the newest on top; after a week each day has a heading.
import { html, cls } from '../lib/html.js';
import { t, whenDay, clockTime } from '../lib/i18n.js';
import { Button } from './button.js';
import { Clamp } from './clamp.js';
import { Time } from './marks.js';
import { Files, Said } from './said.js';
import { isOld } from './timeline-rules.js';

const Event = ({ event, old }) => html`<li class=${event.look}>
  ${old ? html`<time datetime=${event.at}>${clockTime(event.at)}</time>` : html`<${Time} at=${event.at} />`}
  <b class="mid">${event.title}</b>
  ${event.text && html`<${Clamp} class="sm said"><${Said} text=${event.text} /></${Clamp}>`}
  <${Files} files=${event.files} />
  ${event.facts && html`<p class="sm dim">${event.facts}</p>`}
  ${event.extra}
</li>`;

/*
 * events: [{ id, at, title, look?: acc | ok | warn | now, text?, facts?, files?, extra? }], the newest first; text:
 * what somebody said; facts: who and where. more, busy, onMore: older ones may be asked for.
 */
export function Timeline({ events, label, more, busy, onMore }) {
  const now = Date.now();
  let day = '';
  const lines = events.flatMap((event) => {
    const old = isOld(event.at, now);
    const mine = old ? whenDay(event.at) : '';
    const head = mine && mine !== day && html`<li key=${`d${event.id}`} class="tlday"><h3>${mine}</h3></li>`;
    day = mine;
    return [head, html`<${Event} key=${event.id} event=${event} old=${old} />`];
  });
  return html`
    <ol class="tl" aria-label=${label}>${lines}</ol>
    ${more && html`<${Button} small class="more-b" busy=${busy} onClick=${onMore}>${t('timeline.more')}</${Button}>`}
  `;
}

/* What the timeline shows: kinds: [{ name, text }], one of them chosen. */
export const Kinds = ({ label, kinds, chosen, onChoose }) => html`<div
  class="row wrap kinds" role="group" aria-label=${label}
>
  ${kinds.map(({ name, text }) => html`<button
    key=${name} type="button" class=${cls('chip', chosen === name && 'on')} aria-pressed=${String(chosen === name)}
    onClick=${() => onChoose(name)}
  >
    ${text}
  </button>`)}
</div>`;
