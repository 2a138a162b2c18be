// candidate-personal: consent, until when the data of a person are kept, all of it as a file, its erasure.
import { html, useState } from '../../lib/html.js';
import { get, patch, post } from '../../lib/api.js';
import { addMonths, isDay } from '../../lib/day-rules.js';
import { t, zone } from '../../lib/i18n.js';
import { dayOf } from '../../lib/i18n-rules.js';
import { useLoad } from '../../lib/load.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { Button } from '../../ui/button.js';
import { DateField } from '../../ui/date-field.js';
import { Dialog } from '../../ui/dialog.js';
import { useForm } from '../../ui/form.js';
import { Time } from '../../ui/marks.js';
import { ErrorNote, Skeleton } from '../../ui/states.js';
import { Section } from './candidate-parts.js';
import { API } from './candidates-rules.js';
import { say } from './deeds.js';

const CONSENTS = ['unknown', 'asked', 'given', 'withdrawn'];
const keyOf = ({ kind, id }) => `${kind} ${id}`;

/* What bears the name alone may be a namesake's: it stays unless it is ticked. */
function Namesakes({ list, chosen, onChange }) {
  const turn = (key) => {
    const next = new Set(chosen);
    if (!next.delete(key)) next.add(key);
    onChange(next);
  };
  return html`<fieldset class="plain">
    <legend class="lbl">${t('cand.erase.namesakes')}</legend>
    <p class="sm dim">${t('cand.erase.namesakes.what')}</p>
    <ul class="rows">
      ${list.map((one) => html`<li key=${keyOf(one)}>
        <label class="row">
          <input type="checkbox" checked=${chosen.has(keyOf(one))} onChange=${() => turn(keyOf(one))} />
          <span>${one.text || t('number', { id: one.id })}</span>
          <span class="xs faint push">${t(`cand.erase.of.${one.kind}`)}, <${Time} at=${one.at} /></span>
        </label>
      </li>`)}
    </ul>
  </fieldset>`;
}

function EraseDialog({ one, onErased, onClose }) {
  const load = useLoad(() => get(`${API}${one.id}/namesakes`), [one.id]);
  const [chosen, setChosen] = useState(new Set());
  const form = useForm({
    initial: {},
    guard: false,
    save: async () => {
      const also = load.data.filter((row) => chosen.has(keyOf(row))).map(({ kind, id }) => ({ kind, id }));
      await post(`${API}${one.id}/erase`, { also });
      onErased();
    },
  });
  return html`<${Dialog} title=${t('cand.erase.title')} onClose=${onClose}>
    <form onSubmit=${form.submit} noValidate>
      <p>${t('cand.erase.text')}</p>
      ${load.error && html`<${ErrorNote} error=${load.error} retry=${load.reload} />`}
      ${!load.data && !load.error && html`<${Skeleton} rows=${2} />`}
      ${load.data?.length > 0 && html`<${Namesakes} list=${load.data} chosen=${chosen} onChange=${setChosen} />`}
      ${form.error && html`<${ErrorNote} error=${form.error} />`}
      <div class="acts dfoot">
        <${Button} autofocus onClick=${onClose}>${t('ask.stay')}</${Button}>
        <${Button} danger type="submit" busy=${form.busy} disabled=${!load.data}>${t('cand.erase')}</${Button}>
      </div>
    </form>
  </${Dialog}>`;
}

/*
 * A day that is over would erase the person at once: it is not sent; nor is what is still being typed. What is sent
 * stays in the field until the answer is there.
 */
function Retain({ day, onChange }) {
  const [typed, setTyped] = useState(null);
  const now = dayOf(new Date(), zone.value);
  const change = (next) => {
    const wrong = next !== '' && !(isDay(next) && next >= now);
    const sent = !wrong && next !== day;
    setTyped(wrong || sent ? next : null);
    if (sent) onChange(next || null).finally(() => setTyped((shown) => (shown === next ? null : shown)));
  };
  return html`<${DateField}
    label=${t('cand.retain')} hint=${t('cand.retain.hint')} value=${typed ?? day} min=${now}
    presets=${[1, 3].map((n) => ({ text: t('cand.retain.years', { n }), day: addMonths(now, 12 * n) }))}
    error=${typed !== null && isDay(typed) && typed < now ? t('cand.retain.past') : undefined} onChange=${change}
  />`;
}

export function Personal({ one, put, onErased }) {
  const [erasing, setErasing] = useState(false);
  const change = (body) => patch(`${API}${one.id}/`, body).then(put, say);
  return html`<${Section} id="h-data" title=${t('cand.data')}>
    <div class="candpanel">
      <label class="lbl" for="consent">${t('cand.consent')}</label>
      <select class="in" id="consent" onChange=${(event) => change({ consent: event.currentTarget.value })}>
        ${CONSENTS.map((value) => html`<option key=${value} value=${value} selected=${one.consent === value}>
          ${t(`cand.consent.${value}`)}
        </option>`)}
      </select>
      <${Retain} day=${one.retain_until || ''} onChange=${(day) => change({ retain_until: day })} />
      <div class="row wrap">
        <${Button} small icon="download" href=${`${API}${one.id}/export?format=zip`} download>
          ${t('cand.export')}
        </${Button}>
        <${Button} small quiet href=${`${API}${one.id}/export`} download>${t('cand.export.json')}</${Button}>
        ${may(me.value, 'manager') && html`<${Button} small quiet icon="trash-2" onClick=${() => setErasing(true)}>
          ${t('cand.erase')}
        </${Button}>`}
      </div>
    </div>
    ${erasing && html`<${EraseDialog}
      one=${one} onErased=${onErased} onClose=${() => setErasing(false)}
    />`}
  </${Section}>`;
}
