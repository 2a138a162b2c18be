// duplicates: before someone is created in Huntflow: who is there already with the same e-mail, phone, link or name.
import { html, useState, away, safeHref } from '../lib/html.js';
import { Button } from './button.js';
import { Badge } from './marks.js';
import { Dialog } from './dialog.js';
import { t, list } from '../lib/i18n.js';
import { Compare } from './compare.js';
import { Photo, personName } from './huntflow-words.js';
import { nameOf } from '../lib/huntflow-rules.js';
import { sideBySide } from './compare-rules.js';

const head = (person) => html`<span class="row"><${Photo} person=${person} /><span>${personName(person)}</span></span>`;

/*
 * All matches as tabs, the chosen one beside the newcomer. onCreate: it is somebody else; onAttach(id):
 * it is this one; onSkip: the newcomer is left out, else that closes the dialog alone.
 */
export function DoublesDialog({ person, doubles, onCreate, onAttach, onSkip, onClose }) {
  const [at, setAt] = useState(0);
  const other = doubles[at];
  return html`<${Dialog}
    wide title=${t('doubles.title', { n: doubles.length })} onClose=${onClose}
    foot=${html`
      <${Button} onClick=${onSkip || onClose}>${t('doubles.skip')}</${Button}>
      <${Button} onClick=${onCreate}>${t('doubles.create')}</${Button}>
      <${Button} main onClick=${() => onAttach(other.id)}>${t('doubles.attach')}</${Button}>
    `}
  >
    ${doubles.length > 1 && html`<div class="segs" role="group" aria-label=${t('doubles.who')}>
      ${doubles.slice(0, 3).map((one, i) => html`<button
        key=${one.id} type="button" aria-pressed=${String(i === at)} onClick=${() => setAt(i)}
      >
        ${personName(one)}
      </button>`)}
    </div>`}
    <p class="row wrap">
      <${Badge} kind="warn" icon="copy">
        ${t('doubles.matched', { what: list(other.matched.map((name) => t(`double.by.${name}`))) })}
      </${Badge}>
      ${other.vacancy && html`<span class="dim">${other.vacancy.position}</span>`}
      ${safeHref(other.url) && html`<a class="lnk" href=${other.url} ...${away}>${t('task.open_huntflow')}</a>`}
    </p>
    <${Compare}
      rows=${sideBySide({ ...person, name: nameOf(person) }, { ...other, name: personName(other) })}
      heads=${[t('doubles.new'), head(other)]}
    />
  </${Dialog}>`;
}
