// search-form: the wishes of a search as fields: words as chips, sums with a currency, the boards to ask.
import { html, useState, cls } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { CURRENCIES } from '../../lib/money-rules.js';
import { Icon, Button } from '../../ui/button.js';
import { Field, SelectField, Switch, TextField } from '../../ui/fields.js';
import { Fix, useForm } from '../../ui/form.js';
import { SumField } from '../../ui/grouped-fields.js';
import { EMPLOYMENTS } from './search-rules.js';

const MOST = 10;
const LONGEST = 100;

/* Words one after another: Enter or a comma ends one, Backspace takes the last back. */
export function Chips({ field, label, hint }) {
  const { value, onInput, name, error } = field;
  const [text, setText] = useState('');
  const set = (next) => onInput({ currentTarget: { value: next } });
  const take = () => {
    const words = text.split(',').map((word) => word.trim().slice(0, LONGEST)).filter(Boolean);
    if (words.length) set([...new Set([...value, ...words])].slice(0, MOST));
    setText('');
  };
  const onKeyDown = (event) => {
    if ((event.key === 'Enter' && text.trim()) || event.key === ',') {
      event.preventDefault();
      take();
    } else if (event.key === 'Backspace' && !text && value.length) set(value.slice(0, -1));
  };
  return html`<${Field} label=${label} hint=${hint} error=${error}>
    ${(props) => html`<div class="combo">
      ${value.length > 0 && html`<ul class="picks">
        ${value.map((word) => html`<li key=${word} class="badge acc">
          ${word}
          <button
            type="button" aria-label=${t('combo.drop', { name: word })}
            onClick=${() => set(value.filter((one) => one !== word))}
          >
            <${Icon} name="x" />
          </button>
        </li>`)}
      </ul>`}
      <input
        ...${props} type="text" autocomplete="off" name=${name} value=${text} onBlur=${take} onKeyDown=${onKeyDown}
        onInput=${(event) => setText(event.currentTarget.value)}
      />
    </div>`}
  </${Field}>`;
}

const from = (name) => ({ from: `${name}_min`, to: `${name}_max` });

/* Two numbers under one name. Control: of each. */
export function Span({ form, name, Control = TextField, type = 'number', children }) {
  const ends = from(name);
  return html`<fieldset class="searchspan">
    <legend class="lbl">${t(`search.${name}`)}</legend>
    ${['from', 'to'].map((end) => html`<${Control}
      key=${end} field=${form.field(ends[end])} label=${html`<span class="sr">${t(`search.${end}`)}</span>`}
      placeholder=${t(`search.${end}`)} type=${type} min="0" inputmode="numeric"
    />`)}
    ${children}
  </fieldset>`;
}

function Boards({ form, platforms }) {
  const { platforms: chosen } = form.values;
  const flip = (name, on) => form.set('platforms', on ? [...chosen, name] : chosen.filter((one) => one !== name));
  return html`<fieldset class="searchboards">
    <legend class="lbl">${t('search.platforms')}</legend>
    ${platforms.filter(({ integrations }) => integrations > 0).map(({ platform, title }) => html`<label
      key=${platform} class=${cls('chip', chosen.includes(platform) && 'on')}
    >
      <input
        type="checkbox" checked=${chosen.includes(platform)}
        onChange=${(event) => flip(platform, event.currentTarget.checked)}
      />
      ${title}
    </label>`)}
  </fieldset>`;
}

/* Each of these has its greater number last. */
export const spanChecks = (names) => Object.fromEntries(names.map((name) => [`${name}_max`, (high, values) => {
  const low = values[`${name}_min`];
  return high !== '' && low !== '' && Number(high) < Number(low) ? t('search.order') : '';
}]));

/* onSearch(values): what is looked for from now on; onSave(): it is to be kept, if there is something to keep; update:
 * { name, busy, run } of a kept one that these wishes may take the place of. */
export function SearchForm({ initial, platforms, busy, onSearch, onSave, update }) {
  const form = useForm({
    initial, guard: false, checks: spanChecks(['experience', 'salary']),
    save: async (values) => { onSearch(values); },
  });
  return html`<form class="searchform" onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
    <${Chips} field=${form.field('keywords')} label=${t('search.keywords')} hint=${t('search.keywords.hint')} />
    <${Chips} field=${form.field('locations')} label=${t('search.locations')} hint=${t('search.locations.hint')} />
    <${Span} form=${form} name="experience" />
    <${Span} form=${form} name="salary" Control=${SumField} type="text">
      <${SelectField}
        field=${form.field('currency')} label=${html`<span class="sr">${t('search.currency')}</span>`}
        options=${CURRENCIES.map((value) => ({ value, label: value }))}
      />
    </${Span}>
    <${SelectField}
      field=${form.field('employment')} label=${t('search.employment')} none=${t('search.any')}
      options=${EMPLOYMENTS.map((value) => ({ value, label: t(`search.employment.${value}`) }))}
    />
    <${TextField}
      field=${form.field('updated_within_days')} label=${t('search.updated')} type="number" min="1" max="365"
      inputmode="numeric"
    />
    <${Boards} form=${form} platforms=${platforms} />
    <${Switch} field=${form.field('only_new')} label=${t('search.only_new')} hint=${t('search.only_new.hint')} />
    <div class=${cls('acts searchgo', update && 'wide')}>
      <${Button} main icon="search" type="submit" busy=${busy}>${t('search.go')}</${Button}>
      <${Fix} form=${form} />
      ${update && html`<${Button}
        icon="refresh-cw" busy=${update.busy} title=${t('saved.update.of', { name: update.name })} onClick=${update.run}
      >
        ${t('saved.update')}
      </${Button}>`}
      ${onSave && html`<${Button} icon="bookmark" onClick=${onSave}>${t('saved.save')}</${Button}>`}
    </div>
  </form>`;
}
