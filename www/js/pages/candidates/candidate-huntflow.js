// candidate-huntflow: a candidate in Huntflow: what was sent and what came of it; where an import is to send.
import { html, useEffect, away } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { useFresh } from '../../lib/live.js';
import { DUPLICATES, Where, fieldOf } from '../../ui/bulk.js';
import { Button } from '../../ui/button.js';
import { Switch } from '../../ui/fields.js';
import { Badge, Time } from '../../ui/marks.js';
import { TransferDialog } from '../../ui/transfer.js';
import { Section } from './candidate-parts.js';
import { API, nameOf } from './candidates-rules.js';

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

/* With a preview, and a decision about those who are like the candidate. */
export const HuntflowDialog = ({ one, onDone, onClose }) => html`<${TransferDialog}
  name=${t('cand.huntflow.title', { name: nameOf(one) })} base=${`${API}${one.id}`} sent=${null}
  version=${one.version} onDone=${onDone} onClose=${onClose}
/>`;

/* --- of an import --- */

export const HuntflowFields = ({ state }) => html`
  <${Switch}
    field=${fieldOf('huntflow', state.wanted, state.setWanted)} label=${t('cand.huntflow')}
    hint=${t('cand.huntflow.what')}
  />
  ${state.wanted && html`<${Where} state=${state} duplicates=${DUPLICATES} />`}
`;
