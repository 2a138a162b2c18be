// marks: buttons, badges, states of services, times, progress, avatars.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Button, IconButton } from '../ui/button.js';
import { Badge, Time, Progress } from '../ui/marks.js';
import { Avatar, Avatars } from '../ui/avatar.js';
import { State } from './state.js';
import { PEOPLE } from './samples.js';

const BADGES = [
  ['line', '', false],
  ['info', '', true],
  ['acc', 'check', false],
  ['warn', 'copy', false],
  ['bad', 'triangle-alert', false],
  ['ok', 'check', false],
  ['', 'ban', false],
];

export default function Marks() {
  const now = new Date();
  return html`
    <${State} title=${t('gallery.buttons')}>
      <div class="row wrap">
        <${Button} main icon="download">${t('imports.new')}</${Button}>
        <${Button} icon="refresh-cw">${t('sync.do')}</${Button}>
        <${Button} quiet>${t('cancel')}</${Button}>
        <${Button} danger icon="trash-2">${t('remove')}</${Button}>
        <${IconButton} icon="ellipsis" label=${t('dock.more')} />
      </div>
      <div class="row wrap">
        <${Button} main busy icon="send">${t('save')}</${Button}>
        <${Button} disabled>${t('save')}</${Button}>
        <${Button} small icon="rotate-ccw">${t('retry')}</${Button}>
        <${Button} href="#main" icon="external-link">${t('open')}</${Button}>
      </div>
    </${State}>
    <${State} title=${t('gallery.badges')}>
      <div class="row wrap">
        ${BADGES.map(([kind, icon, live]) => html`<${Badge} key=${kind} kind=${kind} icon=${icon} live=${live}>
          ${t(`gallery.badge.${kind || 'mute'}`)}
        </${Badge}>`)}
      </div>
      <div class="row wrap">
        ${['none', 'acc', 'ok', 'warn', 'bad', 'info'].map((look) => html`<span key=${look} class=${`st ${look}`}>
          ${t(`gallery.badge.${look === 'none' ? 'line' : look}`)}
        </span>`)}
      </div>
    </${State}>
    <${State} title=${t('gallery.avatars')}>
      <div class="row wrap">
        ${PEOPLE.map(({ id, name }) => html`<span key=${id} class="row">
          <${Avatar} name=${name} id=${id} />
          <span>${name}</span>
        </span>`)}
      </div>
      <div class="row wrap">
        <${Avatar} name=${PEOPLE[0].name} id="1" large />
        <${Avatar} initials="HW" large />
        <${Avatar} name="" />
        <${Avatars} people=${PEOPLE.slice(0, 2)} />
        <${Avatars} people=${PEOPLE} />
      </div>
    </${State}>
    <${State} title=${t('gallery.tips')}>
      <div class="row wrap">
        <${IconButton} icon="contrast" label=${t('theme.switch')} />
        <a class="cut1 tipped" href="#main" data-tip="">${t('gallery.tips.long')}</a>
        <button type="button" class="badge" data-tip=${t('gallery.tips.more')}>+2</button>
      </div>
    </${State}>
    <${State} title=${t('gallery.progress')}>
      <div class="bigger grid">
        <${Progress} max=${100} value=${67} label=${t('gallery.progress')} />
        <${Progress} thin max=${100} value=${12} label=${t('gallery.progress')} />
        <p class="dim">
          <${Time} at=${now.toISOString()} /> · <${Time} at=${new Date(now - 864e5).toISOString()} /> ·
          ${' '}
          <${Time} at="2025-11-18T09:05:00Z" /> · <${Time} />
        </p>
      </div>
    </${State}>
  `;
}
