// bulk: where an import is to send, and what becomes of those who are there; many things as a bulk import.
import { html, useState } from '../lib/html.js';
import { start } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { loadOverview } from '../lib/session.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { SelectField } from './fields.js';
import { useForm } from './form.js';
import { HuntflowError } from './huntflow-error.js';
import { Target, confirmed, isNamed, keepTarget, lastTarget, targetBody } from './target.js';

export const DUPLICATES = ['ask', 'attach', 'skip', 'create'];

/* -> [state, body()]: what the fields below are about, and what a request takes of it. state.ready: false while it
 * is wanted and nobody chose the place; such a request is refused, never carried out without Huntflow. */
export function useHuntflow(initial = { wanted: false, duplicate: 'ask' }) {
  const [wanted, setWanted] = useState(initial.wanted);
  const [target, setTarget] = useState(lastTarget);
  const [duplicate, setDuplicate] = useState(initial.duplicate);
  const [place, setPlace] = useState([]);
  const ready = !wanted || isNamed(target);
  const state = { wanted, setWanted, target, setTarget, place, setPlace, duplicate, setDuplicate, ready };
  const body = () => {
    if (!wanted) return {};
    if (ready) keepTarget(target);
    return { ...targetBody(target), duplicate };
  };
  return [state, body];
}

export const fieldOf = (name, value, set) => ({ name, value, onInput: (event) => set(event.currentTarget.value) });

export function Where({ state, duplicates }) {
  return html`
    <${Target}
      target=${state.target} onTarget=${(change) => state.setTarget((old) => ({ ...old, ...change }))}
      onPlace=${state.setPlace}
    />
    <${SelectField}
      field=${fieldOf('duplicate', state.duplicate, state.setDuplicate)} label=${t('cand.huntflow.duplicate')}
      options=${duplicates.map((value) => ({ value, label: t(`cand.huntflow.duplicate.${value}`) }))}
    />
  `;
}

/*
 * They become a bulk import, whose page shows how it goes. n: how many; wish: its source and scope, with what belongs
 * to them.
 */
export function BulkDialog({ title, n, wish, onClose }) {
  const [state, body] = useHuntflow({ wanted: true, duplicate: 'skip' });
  const [key] = useState(() => crypto.randomUUID());
  const form = useForm({
    initial: {},
    guard: false,
    save: async () => {
      if (!(await confirmed({ n, place: state.place, deed: t('cand.huntflow.start') }))) return;
      const job = await start('/clickup/api/start-bulk-import', { ...wish, delay_seconds: 0, ...body() }, key);
      loadOverview();
      go(`/clickup/bulk-import/${job.id}/`);
    },
  });
  return html`<${Dialog} title=${title} onClose=${onClose}>
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
