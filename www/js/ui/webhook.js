// webhook: the webhook of a service: its state, on, off. The words are the service's own.
import { html, useState } from '../lib/html.js';
import { Button } from './button.js';
import { Note, ErrorNote } from './states.js';
import { ask } from './dialog.js';
import { toast } from './toast.js';
import { t, num, ago } from '../lib/i18n.js';
import { post, del } from '../lib/api.js';
import { hookLook } from './webhook-rules.js';

function Facts({ hook, say }) {
  return html`<dl class="fields tight">
    <div><dt>${say('last')}</dt><dd>${hook.last_event_at ? ago(hook.last_event_at) : t('never')}</dd></div>
    <div><dt>${say('events')}</dt><dd>${num(hook.events_received)}</dd></div>
    <div>
      <dt>${say('fails')}</dt>
      <dd class=${hook.fail_count > 0 ? 'warn-t' : ''}>${num(hook.fail_count)}</dd>
    </div>
    ${hook.checked_at && html`<div><dt>${say('checked')}</dt><dd>${ago(hook.checked_at)}</dd></div>`}
    ${hook.endpoint && html`<div><dt>${say('endpoint')}</dt><dd class="mono">${hook.endpoint}</dd></div>`}
  </dl>`;
}

/* hook: what address answers, { registered, status, ... }; say(key): words about the service's events. */
export function Webhook({ address, hook, say, onChange }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const { key, again } = hookLook(hook);
  const run = async (send, words) => {
    setBusy(true);
    setError(null);
    try {
      onChange(await send());
      toast(words);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const register = () => run(() => post(address, {}), say('done'));
  const remove = async () => {
    if (
      await ask({ title: say('off.title'), text: say('off.text'), deed: say('off.deed'), danger: true })
    ) {
      run(() => del(address), say('removed'));
    }
  };
  return html`
    <p class="sm dim">${say(`${key}.what`)}</p>
    ${hook.registered && html`<${Facts} hook=${hook} say=${say} />`}
    ${hook.status_text && html`<${Note} kind=${key === 'suspended' ? 'bad' : 'warn'} icon="triangle-alert">
      ${hook.status_text}
    </${Note}>`}
    ${error && html`<${ErrorNote} error=${error} />`}
    <div class="acts">
      ${(!hook.registered || again) && html`<${Button}
        small main=${again} icon=${again ? 'rotate-ccw' : 'webhook'} busy=${busy} onClick=${register}
      >
        ${say(again ? 'again' : 'on')}
      </${Button}>`}
      ${hook.registered && html`<${Button} small quiet danger busy=${busy} onClick=${remove}>
        ${say('off')}
      </${Button}>`}
    </div>
  `;
}

/* In a title: the dot and the word. */
export const WebhookState = ({ hook, say }) => {
  const { key, look } = hookLook(hook);
  return html`<span class=${`st ${look}`}>${say(`state.${key}`)}</span>`;
};
