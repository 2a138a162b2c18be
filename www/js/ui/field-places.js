// field-places: where the fields of a source go in Huntflow, and what that sends of its newest items.
import { html } from '../lib/html.js';
import { post, put } from '../lib/api.js';
import { t, num } from '../lib/i18n.js';
import { useLoad } from '../lib/load.js';
import { Icon, Button } from './button.js';
import { SelectField } from './fields.js';
import { useForm, FormError } from './form.js';
import { ErrorNote } from './states.js';
import { toast } from './toast.js';
import { PLACES, valuesOf, choicesOf, shownTasks } from './field-places-rules.js';

function placeWord(place, guess) {
  const to = t(`taskfields.to.${place}`);
  return place === guess && place !== 'comment' ? t('taskfields.guess', { to }) : to;
}

function Task({ task, open }) {
  const { name, members, lines, kept } = task;
  return html`<details class="more" open=${open}>
    <summary><span class="chev"><${Icon} name="chevron-right" /></span>${name || t('taskfields.nameless')}</summary>
    ${members.length + lines.length + kept.length === 0 && html`<p class="sm dim">${t('taskfields.empty')}</p>`}
    <dl class="fields tight">
      ${members.map(({ to, text }) => html`<div key=${to + text}>
        <dt>${t(`taskfields.to.${to}`)}</dt>
        <dd>${text}</dd>
      </div>`)}
      ${lines.length > 0 && html`<div>
        <dt>${t('taskfields.to.comment')}</dt>
        <dd>${lines.map((line) => html`<p class="said">${line.name}: ${line.text}</p>`)}</dd>
      </div>`}
      ${kept.length > 0 && html`<div><dt>${t('taskfields.kept')}</dt><dd class="faint">${kept.join(', ')}</dd></div>`}
    </dl>
  </details>`;
}

function Tasks({ load }) {
  const { data, busy, error, reload } = load;
  return html`<div aria-busy=${busy ? 'true' : undefined}>
    <h3>${t('taskfields.preview')}</h3>
    ${error && html`<${ErrorNote} error=${error} retry=${reload} />`}
    ${shownTasks(data?.tasks || []).map((task, n) => html`<${Task}
      key=${task.task_id} task=${task} open=${n === 0}
    />`)}
  </div>`;
}

/* address: of the mapping; more: what a request says besides the choices; fixed: it is shown, not changed. */
export function FieldsForm({ address, mapping, more = {}, fixed, onSaved }) {
  const { fields, tasks } = mapping;
  const keep = async (choices) => {
    const saved = await put(address, { ...more, fields: choices });
    toast(t('taskfields.saved'));
    onSaved(saved);
    return saved;
  };
  const form = useForm({
    initial: valuesOf(fields),
    save: async (values) => valuesOf((await keep(choicesOf(fields, values))).fields),
  });
  const choices = choicesOf(fields, form.values);
  const preview = useLoad(
    () => (form.dirty ? post(`${address}/preview`, { ...more, fields: choices }, { lane: address }) : mapping),
    [JSON.stringify(choices), mapping],
  );
  return html`<form class="stack" onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
    <div class="pair">
      ${fields.map((field, n) => html`<${SelectField}
        key=${field.id} field=${form.field(`field${n}`)} label=${field.name}
        hint=${t('taskfields.filled', { n: num(field.filled), of: num(tasks.length) })}
        options=${PLACES.map((value) => ({ value, label: placeWord(value, field.guess) }))}
      />`)}
    </div>
    <${Tasks} load=${preview} />
    <${FormError} form=${form} />
    ${!fixed && html`<div class="acts save">
      <${Button} main type="submit" busy=${form.busy}>${t('taskfields.save')}</${Button}>
      ${form.dirty && html`<${Button} quiet onClick=${() => form.reset()}>${t('form.reset')}</${Button}>`}
    </div>`}
  </form>`;
}
