// filters: the parts of a list's filters: search, chips with their lists, groups of the phone's drawer.
import { html, useState, useEffect, useLayoutEffect, useRef, cls } from '../lib/html.js';
import { Icon, Button } from './button.js';
import { Dialog } from './dialog.js';
import { Popover } from './popover.js';
import { t, num } from '../lib/i18n.js';

const LONG = 8;

/* Typing waits 200 ms; the page's lane cancels the former request. */
export function SearchBox({ value, onSearch, label, hint }) {
  const [text, setText] = useState(value);
  const timer = useRef(0);
  const sent = useRef(value);
  // The page's answer to what was typed leaves what is being typed alone: its last blank, its next letter.
  useLayoutEffect(() => {
    if (value === sent.current) return;
    clearTimeout(timer.current);
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onInput = (event) => {
    const next = event.currentTarget.value;
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next.trim();
      onSearch(sent.current);
    }, 200);
  };
  return html`<div class="search">
    <label class="sr" for="q">${label}</label>
    <${Icon} name="search" />
    <input
      class="in" id="q" type="search" autocomplete="off" maxlength="200" placeholder=${hint} value=${text}
      onInput=${onInput}
    />
  </div>`;
}

/* A list with ticks (many) or one choice; over eight lines it can be searched. */
export function Choices({ items, chosen, many, name, onChange }) {
  const [text, setText] = useState('');
  const shown = items.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  const flip = (value, isOn) => {
    if (!many) onChange(isOn ? value : '');
    else onChange(isOn ? [...chosen, value] : chosen.filter((one) => one !== value));
  };
  const has = (value) => (many ? chosen.includes(value) : chosen === value);
  if (!items.length) return html`<p class="sm faint pad">${t('filters.nothing')}</p>`;
  return html`
    ${items.length > LONG && html`<div class="search">
      <${Icon} name="search" />
      <input
        class="in" type="search" aria-label=${t('filters.find', { name })} placeholder=${t('filters.find.hint')}
        value=${text} onInput=${(event) => setText(event.currentTarget.value)}
      />
    </div>`}
    <ul class="choices">
      ${shown.map(({ value, label, count }) => html`<li key=${value}>
        <label>
          <input
            type="checkbox" checked=${has(value)} onChange=${(event) => flip(value, event.currentTarget.checked)}
          />
          <span>${label}</span>
          ${count !== undefined && html`<span class="faint push">${num(count)}</span>`}
        </label>
      </li>`)}
    </ul>
    ${shown.length === 0 && html`<p class="sm faint pad">${t('filters.nothing')}</p>`}
  `;
}

/* name: what is filtered, in words; value: what is chosen, in words, or nothing. */
export function Chip({ name, value, children }) {
  return html`<${Popover}
    look=${cls('chip desk', value && 'on')} label=${value ? t('filters.change', { name, value }) : name}
    button=${html`${value ? html`<span>${name}: <b>${value}</b></span>` : name}<${Icon} name="chevron-down" />`}
  >
    ${children}
  </${Popover}>`;
}

/* The first of the chosen by name, and how many more. */
export function shortOf(items, chosen) {
  const names = chosen.map((value) => items.find((item) => item.value === value)?.label || value);
  return names.length > 1 ? t('filters.several', { name: names[0], n: names.length - 1 }) : names[0];
}

/* One filter of the drawer: open when something is chosen. */
export const FilterGroup = ({ name, chosen, children }) => html`<details class="fgroup" open=${Boolean(chosen?.length)}>
  <summary>
    <span class="chev"><${Icon} name="chevron-right" /></span>
    <b class="mid">${name}</b>
    ${chosen?.length > 0 && Array.isArray(chosen) && html`<span class="badge acc push">${num(chosen.length)}</span>`}
  </summary>
  ${children}
</details>`;

/* The button of the drawer on the phone. */
export const FilterButton = ({ count, onClick }) => html`<button
  class=${cls('chip phone', count > 0 && 'on')} type="button" onClick=${onClick}
>
  <${Icon} name="list-filter" />
  ${t('filters.button')} ${count > 0 && html`<b>${count}</b>`}
</button>`;

const Pick = ({ group: { name, label, many, items }, filters, apply }) => html`<${Choices}
  many=${many} name=${label} items=${items} chosen=${filters[name]} onChange=${(value) => apply({ [name]: value })}
/>`;
const valueOf = ({ name, many, items }, filters) =>
  many
    ? shortOf(items, filters[name])
    : filters[name] && (items.find(({ value }) => value === filters[name])?.label || filters[name]);

/* groups: [{ name, label, many?, items: [{ value, label }] }] as chips, and the same choices in the phone's drawer. */
export const GroupChips = ({ groups, filters, apply }) => html`<div class="chips desk">
  ${groups.map((group) => html`<${Chip} key=${group.name} name=${group.label} value=${valueOf(group, filters)}>
    ${() => html`<${Pick} group=${group} filters=${filters} apply=${apply} />`}
  </${Chip}>`)}
</div>`;

export const GroupDrawer = ({ groups, filters, apply, onClear, onClose }) => html`<${Dialog}
  drawer title=${t('filters.button')} onClose=${onClose}
  foot=${html`
    <${Button} quiet onClick=${() => { onClear(); onClose(); }}>${t('filters.clear')}</${Button}>
    <${Button} main class="push" onClick=${onClose}>${t('filters.show')}</${Button}>
  `}
>
  ${groups.map((group) => html`<${FilterGroup} key=${group.name} name=${group.label} chosen=${filters[group.name]}>
    <${Pick} group=${group} filters=${filters} apply=${apply} />
  </${FilterGroup}>`)}
</${Dialog}>`;
