// candidate-sent: what was sent of a candidate to Huntflow, and what came of it.
import { html, useEffect, away } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { useFresh } from '../../lib/live.js';
import { Button } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { Section } from './candidate-parts.js';

const FRESH_MS = 1000;
const RUNNING_MS = 3000;
const LOOKS = { done: 'ok', running: 'info', unsure: 'warn', failed: 'bad' };

const Sent = ({ one, onOpen }) => html`<li class="row wrap">
  <${Badge} kind=${LOOKS[one.state]} live=${one.state === 'running'}>${t(`cand.sent.${one.state}`)}</${Badge}>
  ${one.url && html`<a class="lnk" href=${one.url} ...${away}>${t('task.open_huntflow')}</a>`}
  <span class="xs faint push">${one.by && `${one.by}, `}<${Time} at=${one.created_at} /></span>
  ${one.error && html`<p class="sm dim full">${one.error.text}</p>`}
  ${['unsure', 'failed'].includes(one.state) && html`<${Button} small onClick=${onOpen}>
    ${t('items.decide')}
  </${Button}>`}
</li>`;

/* Nothing when nothing was sent; what is on its way is read again until it is over. */
export function InHuntflow({ one, onOpen, onChanged }) {
  const running = one.transfers.some(({ state }) => state === 'running');
  useFresh(
    'candidate', { fits: (event) => Number(event?.candidate_id) === one.id, ms: FRESH_MS }, onChanged, [one.id],
  );
  useEffect(() => {
    if (!running) return undefined;
    const timer = setTimeout(onChanged, RUNNING_MS);
    return () => clearTimeout(timer);
  }, [one]);
  if (!one.transfers.length) return null;
  return html`<${Section} id="h-huntflow" title="Huntflow">
    <ul class="rows">
      ${one.transfers.map((sent) => html`<${Sent}
        key=${`${sent.account_id}${sent.environment}`} one=${sent} onOpen=${onOpen}
      />`)}
    </ul>
  </${Section}>`;
}
