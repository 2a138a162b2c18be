// duplicates: before someone is created in Huntflow: who is there already with the same e-mail, phone, link or name.
import { html, useState, Button, Dialog, Badge, away, safeHref } from './ui.js';
import { t, list } from './i18n.js';
import { post } from './api.js';
import { Compare } from './compare.js';
import { Photo, personName } from './huntflow-words.js';
import { nameOf } from './huntflow-rules.js';
import { sideBySide } from '../pages/applicant-rules.js';

/* person: { first_name, last_name, email, phone, links } -> the matches, the surest first. */
export const findDoubles = (account, { first_name, last_name, email, phone, links }) => post(`/huntflow/accounts/${account}/duplicates/`, {
  first_name, last_name, ...(email ? { email } : {}), ...(phone ? { phone } : {}), ...(links?.length ? { links: links.slice(0, 5) } : {}),
});

const head = (person) => html`<span class="row"><${Photo} person=${person} /><span>${personName(person)}</span></span>`;

/* All matches as tabs, the chosen one beside the newcomer. onCreate: it is somebody else. */
export function DoublesDialog({ person, doubles, onCreate, onClose }) {
  const [at, setAt] = useState(0);
  const other = doubles[at];
  return html`<${Dialog} wide title=${t('doubles.title', { n: doubles.length })} onClose=${onClose} foot=${html`<${Button} onClick=${onClose}>${t('doubles.skip')}</${Button}>
      ${safeHref(other.url) && html`<${Button} icon="external-link" href=${other.url} ...${away}>${t('task.open_huntflow')}</${Button}>`}<${Button} main onClick=${onCreate}>${t('doubles.create')}</${Button}>`}>
    ${doubles.length > 1 && html`<div class="segs" role="group" aria-label=${t('doubles.who')}>${doubles.slice(0, 3).map((one, i) => html`<button key=${one.id} type="button" aria-pressed=${String(i === at)} onClick=${() => setAt(i)}>${personName(one)}</button>`)}</div>`}
    <p class="row wrap"><${Badge} kind="warn" icon="copy">${t('doubles.matched', { what: list(other.matched.map((name) => t(`double.by.${name}`))) })}</${Badge}>${other.vacancy && html`<span class="dim">${other.vacancy.position}</span>`}</p>
    <${Compare} rows=${sideBySide({ ...person, name: nameOf(person) }, { ...other, name: personName(other) })} heads=${[t('doubles.new'), head(other)]} /></${Dialog}>`;
}
