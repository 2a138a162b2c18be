// remove-integration: before an integration is deleted: who stays in any case, and what becomes of the others it found.
import { html, cls, useState } from '../../lib/html.js';
import { del, get } from '../../lib/api.js';
import { t, num } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { useForm } from '../../ui/form.js';
import { ErrorNote, Skeleton } from '../../ui/states.js';

const API = '/api/integrations/';
const said = (key, n) => t(`boards.left.${key}`, { n, count: num(n) });

function Fate({ people, fate, onChange }) {
  const known = people.others - people.alone;
  const choices = [
    { value: 'keep', text: t('boards.left.keep') },
    {
      value: 'delete', text: said('delete', people.alone),
      what: `${known > 0 ? `${said('known', known)} ` : ''}${t('boards.left.anew')}`,
    },
  ];
  return html`<fieldset class="radios">
    <legend class="lbl">${said('title', people.others)}</legend>
    ${choices.map(({ value, text, what }) => html`<label key=${value} class=${cls('radio', fate === value && 'on')}>
      <input type="radio" name="fate" value=${value} checked=${fate === value} onChange=${() => onChange(value)} />
      <span><b class="mid">${text}</b>${what && html`<span class="xs faint">${what}</span>`}</span>
    </label>`)}
  </fieldset>`;
}

export function RemoveDialog({ one, onGone, onClose }) {
  const load = useLoad(() => get(`${API}${one.id}/candidates`), [one.id]);
  const [fate, setFate] = useState('keep');
  const people = load.data;
  const form = useForm({
    initial: {},
    guard: false,
    save: async () => {
      await del(`${API}${one.id}?candidates=${fate}`);
      onGone();
    },
  });
  return html`<${Dialog} title=${t('boards.delete.title', { name: one.name })} onClose=${onClose}>
    <form class="stackd" onSubmit=${form.submit} noValidate>
      <p>${t('boards.delete.text')}</p>
      ${load.error && html`<${ErrorNote} error=${load.error} retry=${load.reload} />`}
      ${!people && !load.error && html`<${Skeleton} rows=${2} height=${32} />`}
      ${people?.imported > 0 && html`<p class="sm dim">${said('imported', people.imported)}</p>`}
      ${people?.marked > 0 && html`<p class="sm dim">${said('marked', people.marked)}</p>`}
      ${people?.others > 0 && html`<${Fate} people=${people} fate=${fate} onChange=${setFate} />`}
      ${form.error && html`<${ErrorNote} error=${form.error} />`}
      <div class="acts dfoot">
        <${Button} autofocus onClick=${onClose}>${t('boards.left.stay')}</${Button}>
        <${Button} danger type="submit" busy=${form.busy} disabled=${!people}>${t('boards.delete')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}
