// webhooks: Huntflow's webhook: switch it on in every organisation, see its state, remove it.
import { html, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { Skeleton, Loaded } from '../../ui/states.js';
import { ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { t, num } from '../../lib/i18n.js';
import { get, post, del } from '../../lib/api.js';
import { HuntflowError } from '../../ui/huntflow-error.js';

const URL_HOOK = '/huntflow/webhook/';
const LOOK = { active: 'ok', failing: 'warn', suspended: 'bad', off: 'line' };
const ICON = { active: 'check', failing: 'triangle-alert', suspended: 'ban' };

export function Hooks({ accounts }) {
  const load = useLoad(() => get(URL_HOOK), []);
  const [state, setState] = useState({ busy: false, error: null });
  const act = async (send, words) => {
    setState({ busy: true, error: null });
    try {
      load.set(await send());
      setState({ busy: false, error: null });
      toast(words);
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  const remove = async () => {
    if (
      await ask({ title: t('hook.remove.title'), text: t('hook.remove.text'), deed: t('hook.remove'), danger: true })
    ) {
      act(() => del(URL_HOOK), t('hook.removed'));
    }
  };
  return html`<section aria-labelledby="h-hooks">
    <div class="row sech"><h2 id="h-hooks">${t('hook.title')}</h2></div>
    <p class="sm dim">${t('hook.what')}</p>
    ${state.error && html`<div class="gap"><${HuntflowError} error=${state.error} /></div>`}
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${2} height=${40} />`}>
      ${(hook) => {
        const missing = hook.registered ? accounts.filter(({ id }) => !hook.accounts.some((one) => one.id === id)) : [];
        return html`
          <dl class="fields tight">
            <div>
              <dt>${t('col.status')}</dt>
              <dd>
                <${Badge} kind=${LOOK[hook.status]} icon=${ICON[hook.status]}>${t(`hook.${hook.status}`)}</${Badge}>
              </dd>
            </div>
            ${hook.registered && html`
              <div><dt>${t('hook.events')}</dt><dd>${num(hook.events_received)}</dd></div>
              <div>
                <dt>${t('hook.last')}</dt>
                <dd>${hook.last_event_at ? html`<${Time} at=${hook.last_event_at} />` : t('hook.waiting')}</dd>
              </div>
            `}
          </dl>
          ${hook.status_text && html`<p class="sm bad-t">${hook.status_text}</p>`}
          ${missing.length > 0 && html`<p class="sm warn-t">
            ${t('hook.missing', { names: missing.map(({ name }) => name).join(', ') })}
          </p>`}
          <div class="acts hookacts">
            ${(hook.status !== 'active' || missing.length > 0) && html`<${Button}
              small busy=${state.busy} onClick=${() => act(() => post(URL_HOOK, {}), t('hook.made'))}
            >
              ${t(hook.registered ? 'hook.again' : 'hook.add')}
            </${Button}>`}
            ${hook.registered && html`<${Button} small quiet danger onClick=${remove}>${t('hook.remove')}</${Button}>`}
          </div>
        `;
      }}
    </${Loaded}>
  </section>`;
}
