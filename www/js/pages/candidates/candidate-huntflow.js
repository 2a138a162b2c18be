// candidate-huntflow: a candidate in Huntflow: what was sent and what came of it; where an import is to send.
import { html, useEffect, useState, away } from '../../lib/html.js';
import { start } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { useFresh } from '../../lib/live.js';
import { go } from '../../lib/router.js';
import { loadOverview } from '../../lib/session.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { SelectField, Switch } from '../../ui/fields.js';
import { useForm } from '../../ui/form.js';
import { Badge, Time } from '../../ui/marks.js';
import { HuntflowError, Target, keepTarget, lastTarget, targetBody } from '../../ui/target.js';
import { TransferDialog } from '../../ui/transfer.js';
import { Section } from './candidate-parts.js';
import { API, nameOf } from './candidates-rules.js';

const FRESH_MS = 1000;
const RUNNING_MS = 3000;
const LOOKS = { done: 'ok', running: 'info', unsure: 'warn', failed: 'bad' };
const DUPLICATES = ['ask', 'attach', 'skip', 'create'];

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

/* --- many at once --- */

const scopeOf = ({ people, found }) => (found
  ? { scope: 'filter', filter: found }
  : { scope: 'selection', task_ids: people.map(({ id }) => String(id)) });

/* They become a bulk import, whose page shows how it goes. whom: of deeds.js, n people. */
export function BulkDialog({ n, whom, onClose }) {
  const [state, body] = useHuntflow({ wanted: true, duplicate: 'attach' });
  const [key] = useState(() => crypto.randomUUID());
  const form = useForm({
    initial: {},
    guard: false,
    save: async () => {
      const job = await start('/clickup/api/start-bulk-import', {
        source: { kind: 'candidate' }, ...scopeOf(whom), delay_seconds: 0, ...body(),
      }, key);
      loadOverview();
      go(`/clickup/bulk-import/${job.id}/`);
    },
  });
  return html`<${Dialog} title=${t('cand.huntflow.many', { n })} onClose=${onClose}>
    <form onSubmit=${form.submit} noValidate>
      <${Where} state=${state} duplicates=${DUPLICATES.slice(1)} />
      ${form.error && html`<${HuntflowError} error=${form.error} />`}
      <div class="acts dfoot">
        <${Button} onClick=${onClose}>${t('cancel')}</${Button}>
        <${Button} main type="submit" icon="send" busy=${form.busy} disabled=${!state.ready}>
          ${t('cand.huntflow.start')}
        </${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

/* --- of an import --- */

/* -> [state, body()]: what the fields below are about, and what a request takes of it. state.ready: false while it
 * is wanted and nobody chose an organisation; such a request is refused, never carried out without Huntflow. */
export function useHuntflow(initial = { wanted: false, duplicate: 'ask' }) {
  const [wanted, setWanted] = useState(initial.wanted);
  const [target, setTarget] = useState(lastTarget);
  const [duplicate, setDuplicate] = useState(initial.duplicate);
  const ready = !wanted || Boolean(target.account_id);
  const state = { wanted, setWanted, target, setTarget, duplicate, setDuplicate, ready };
  const body = () => {
    if (!wanted) return {};
    if (ready) keepTarget(target);
    return { ...targetBody(target), duplicate };
  };
  return [state, body];
}

const fieldOf = (name, value, set) => ({ name, value, onInput: (event) => set(event.currentTarget.value) });

function Where({ state, duplicates }) {
  return html`
    <${Target} target=${state.target} onTarget=${(change) => state.setTarget((old) => ({ ...old, ...change }))} />
    <${SelectField}
      field=${fieldOf('duplicate', state.duplicate, state.setDuplicate)} label=${t('cand.huntflow.duplicate')}
      options=${duplicates.map((value) => ({ value, label: t(`cand.huntflow.duplicate.${value}`) }))}
    />
  `;
}

export const HuntflowFields = ({ state }) => html`
  <${Switch}
    field=${fieldOf('huntflow', state.wanted, state.setWanted)} label=${t('cand.huntflow')}
    hint=${t('cand.huntflow.what')}
  />
  ${state.wanted && html`<${Where} state=${state} duplicates=${DUPLICATES} />`}
`;
