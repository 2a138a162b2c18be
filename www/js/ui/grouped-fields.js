// grouped-fields: sums and phones in a form: in groups while they are typed; the value has none.
import { html, useState } from '../lib/html.js';
import { regrouped } from '../lib/grouped-rules.js';
import { t, num } from '../lib/i18n.js';
import { CURRENCIES, amountRules, codeOf, joined, partsOf, sumRules } from '../lib/money-rules.js';
import { phoneRead, phoneText } from '../lib/phone-rules.js';
import { Field, SelectField } from './fields.js';

/* What a change gives to a form, in place of the event. */
const given = (value) => ({ currentTarget: { value } });

/* rules: { read(text), shown(value) } */
function GroupedInput({ value, onInput, rules, ...rest }) {
  const onTyped = (event) => {
    const input = event.currentTarget;
    const next = regrouped(
      { text: input.value, at: input.selectionStart, kept: value, deed: event.inputType }, rules,
    );
    if (input.value !== next.text) {
      input.value = next.text;
      input.setSelectionRange(next.at, next.at);
    }
    onInput(given(next.value));
  };
  return html`<input
    class="in" type="text" autocomplete="off" ...${rest} value=${rules.shown(value)} onInput=${onTyped}
  />`;
}

function GroupedField({ field, label, hint, optional, class: look, ...rest }) {
  const { error, ...bind } = field;
  return html`<${Field} label=${label} hint=${hint} error=${error} optional=${optional} class=${look}>
    ${(props) => html`<${GroupedInput} ...${rest} ...${props} ...${bind} />`}
  </${Field}>`;
}

const PHONE = { read: phoneRead, shown: phoneText };
export const PhoneField = (props) => html`<${GroupedField}
  maxlength="64" ...${props} type="tel" inputmode="tel" rules=${PHONE}
/>`;

/* What parts the thousands. */
const separator = () => num(1e4, 0).replace(/\d/g, '');

/* A whole number of money; its value is digits. */
export const SumField = (props) => html`<${GroupedField}
  maxlength="16" ...${props} inputmode="numeric" rules=${sumRules(separator())}
/>`;

/* One that we do not offer stays where it is. */
export const CurrencyField = ({ field, ...rest }) => html`<${SelectField}
  ...${rest} field=${field} none=${t('money.no_currency')}
  options=${[...new Set([...CURRENCIES, field.value])].filter(Boolean).map((value) => ({ value, label: value }))}
/>`;

/* A text of a service that has an amount and a currency: "3000–4500 USD", or words. */
export function MoneyField({ field, label, hint, optional, class: look }) {
  const { error, value, onInput, ...bind } = field;
  /* As it is being typed: a space at its end is no part of the value. */
  const [typed, setTyped] = useState(null);
  const parts = typed?.value === value ? typed : { ...partsOf(value), value };
  const set = (change) => {
    const next = { ...parts, ...change };
    const text = joined(next);
    setTyped({ ...next, value: text });
    onInput(given(text));
  };
  return html`<${Field} label=${label} hint=${hint} error=${error} optional=${optional} class=${look}>
    ${(props) => html`<div class="moneyin">
      <${GroupedInput}
        maxlength="240" ...${props} ...${bind} value=${parts.amount} rules=${amountRules(separator())}
        onInput=${(event) => set({ amount: event.currentTarget.value })}
      />
      <select
        class="in" aria-label=${`${label}: ${t('money.currency')}`}
        disabled=${parts.amount.trim() !== '' && !/\d/.test(parts.amount)}
        onChange=${(event) => set({ sign: event.currentTarget.value })}
      >
        <option value="">${t('money.currency')}</option>
        ${CURRENCIES.map((code) => html`<option key=${code} value=${code} selected=${codeOf(parts.sign) === code}>
          ${code}
        </option>`)}
      </select>
    </div>`}
  </${Field}>`;
}
