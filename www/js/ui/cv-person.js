// cv-person: what was understood of a CV, whose fields may be mended, who is there already, and a candidate made of it:
// of a file that was dropped, of one in the inbox.
import { html, useId, cls } from '../lib/html.js';
import { post } from '../lib/api.js';
import { errorWords } from '../lib/errors.js';
import { fieldErrors } from '../lib/field-errors.js';
import { t, list } from '../lib/i18n.js';
import { Badge } from './marks.js';
import { TextField } from './fields.js';
import { CurrencyField, PhoneField, SumField } from './grouped-fields.js';
import { FIELDS, bodyOf, isDoubtful, placeOf, whereOf } from './cv-upload-rules.js';

export const candidateHref = (id) => `/candidates/${id}/`;

/* url: where candidates are made of the document. -> what has changed of the person */
export async function makeOf(url, { document, values, as }) {
  try {
    const body = { ...bodyOf(document, values), ...(as && { candidate_id: as }) };
    const { candidate_id: made, joined } = await post(url, body);
    return { made, joined, errors: {}, words: '' };
  } catch (error) {
    const errors = fieldErrors(error.errors || [], (code) => t(`field.${code}`));
    const words = FIELDS.some((name) => errors[name]) ? '' : errorWords(error).detail;
    return { errors, words, shown: true };
  }
}

export const Marks = ({ person: { document, made, joined } }) => html`
  ${document.problem && html`<${Badge} kind="warn" icon="triangle-alert">${document.problem.detail}</${Badge}>`}
  ${document.found && document.found.shape !== 'free' && html`<${Badge}>
    ${t(`cv.shape.${document.found.shape}`)}
  </${Badge}>`}
  ${made && html`<${Badge} kind="ok" icon="check" href=${candidateHref(made)}>
    ${t(joined ? 'cv.joined' : 'cv.made')}
  </${Badge}>`}
`;

const doubleText = ({ name, shared, ...one }) => [
  t('cv.double', { name: name || t('cv.nameless'), what: list(shared.map((kind) => t(`cv.by.${kind}`))) }),
  ...whereOf(one).map((key) => t(key)),
].join(', ');

/* Who is there already; by a choice it is one of them. onChange({ as }): an id, 0: whoever shares a contact. */
export function Doubles({ person: { document, made, as = 0 }, onChange }) {
  const group = useId();
  if (made || document.duplicates.length === 0) return null;
  const one = (id, text) => html`<label class="row">
    <input type="radio" name=${group} checked=${as === id} onChange=${() => onChange({ as: id })} />${text}
  </label>`;
  return html`<fieldset class="radios cvdoubles">
    <legend class="sm mid">${t('cv.who')}</legend>
    ${one(0, t('cv.who.new'))}
    ${document.duplicates.map((double) => html`<div key=${double.id} class="row wrap">
      ${one(double.id, doubleText(double))}
      <a class="lnk sm" href=${candidateHref(double.id)}>${t('cv.who.look')}</a>
    </div>`)}
  </fieldset>`;
}

const CONTROLS = { phone: PhoneField, salary_min: SumField, currency: CurrencyField };

export function Fields({ person: { document, values, errors }, onChange }) {
  const put = (name, value) => onChange({ values: { ...values, [name]: value }, errors: { ...errors, [name]: '' } });
  return html`<div class="cvfields">
    ${FIELDS.map((name) => {
      const place = placeOf(document, name);
      const doubt = values[name] !== '' && isDoubtful(document, name);
      return html`<${CONTROLS[name] ?? TextField}
        key=${name} label=${t(`cv.field.${name}`)} class=${cls(doubt && 'doubt')}
        hint=${[doubt && t('cv.doubt'), place && t('cv.place', { text: place })].filter(Boolean).join(' ') || undefined}
        field=${{
          name, value: values[name], error: errors[name], onInput: (event) => put(name, event.currentTarget.value),
        }}
      />`;
    })}
  </div>`;
}
