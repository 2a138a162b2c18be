// bots: how the bots of Telegram fare: who hears them, what waits, what failed last.
import { html } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { t, ago } from '../../lib/i18n.js';
import { useMore } from '../../lib/more.js';
import { Button, Icon } from '../../ui/button.js';
import { Badge } from '../../ui/marks.js';
import { Part } from '../../ui/part.js';
import { Loaded, Skeleton } from '../../ui/states.js';
import { Head } from './head.js';

const KINDS = { active: 'ok', revoked: 'bad' };

const nameOf = (bot) => (bot.username ? `@${bot.username}` : t('bots.unnamed'));

const aboutBot = (bot) => [
  t(bot.personal ? 'bots.personal' : 'bots.system'), t(`bots.by.${bot.updates_by}`),
  t('bots.people', { n: bot.people }), bot.waiting > 0 && t('bots.waiting', { n: bot.waiting }),
  bot.last_update_at ? t('bots.last', { ago: ago(bot.last_update_at) }) : t('bots.silent'),
].filter(Boolean).join(' · ');

const Bot = ({ bot }) => html`<li>
  <${Icon} name="bot" />
  <div class="grow">
    <b class="mid">
      ${nameOf(bot)} <${Badge} kind=${KINDS[bot.state]}>${t(`bots.${bot.state}`)}</${Badge}>
    </b>
    <span class="xs faint">${aboutBot(bot)}</span>
    ${bot.error && html`<span class="xs warn-t">${bot.error} (${ago(bot.error_at)})</span>`}
  </div>
</li>`;

export default function BotsPage() {
  useTitle(t('admin.bots.title'));
  const { load, more } = useMore('/api/v1/admin/bots/');
  return html`
    <${Head} name="bots" />
    <div class="stack below"><${Part} id="bots" title=${t('admin.bots')}>
      <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${2} />`}>
        ${({ rows, links }) => rows.length === 0
          ? html`<p class="sm dim">${t('bots.none')}</p>`
          : html`
              <ul class="rows tall people">${rows.map((bot) => html`<${Bot} key=${bot.id} bot=${bot} />`)}</ul>
              ${links.next && html`<p class="sm">
                <${Button} small busy=${load.busy} onClick=${more}>${t('admin.more')}</${Button}>
              </p>`}
            `}
      </${Loaded}>
    </${Part}></div>
  `;
}
