// filters: the filters of a list: search, chips with their lists; on the phone one button and a drawer.
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
    look=${cls('chip wide-only', value && 'on')} label=${value ? t('filters.change', { name, value }) : name}
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
export const FilterGroup = ({ name, count, children }) => html`<details class="fgroup" open=${count > 0}>
  <summary>
    <span class="chev"><${Icon} name="chevron-right" /></span>
    <b class="mid">${name}</b>
    ${count > 0 && html`<span class="badge acc push">${num(count)}</span>`}
  </summary>
  ${children}
</details>`;

/* How many values of a group are chosen. */
const sizeOf = ({ name, many, value }, filters) => {
  if (value !== undefined) return value ? 1 : 0;
  return many ? filters[name].length : Number(Boolean(filters[name]));
};

/* What is chosen of a group, in words. */
const wordsOf = ({ name, many, items, value }, filters) => {
  if (value !== undefined) return value;
  if (many) return shortOf(items, filters[name]);
  return filters[name] && (items.find((item) => item.value === filters[name])?.label || filters[name]);
};

function Pick({ group, filters, apply }) {
  const { name, label, many, items, panel } = group;
  if (panel) return panel();
  return html`<${Choices}
    many=${many} name=${label} items=${items} chosen=${filters[name]} onChange=${(value) => apply({ [name]: value })}
  />`;
}

const Drawer = ({ groups, filters, apply, total, onClear, onClose }) => html`<${Dialog}
  drawer title=${t('filters.button')} onClose=${onClose}
  foot=${html`
    <${Button} quiet onClick=${() => { onClear(); onClose(); }}>${t('filters.clear')}</${Button}>
    <${Button} main class="push" onClick=${onClose}>
      ${total === undefined || total === null ? t('filters.show') : t('filters.show_n', { n: total })}
    </${Button}>
  `}
>
  ${groups.map((group) => html`<${FilterGroup} key=${group.name} name=${group.label} count=${sizeOf(group, filters)}>
    <${Pick} group=${group} filters=${filters} apply=${apply} />
  </${FilterGroup}>`)}
</${Dialog}>`;

/*
 * search: { name, label, hint }: the filter that the text is, if there is one; groups: [{ name, label, items, many? }]
 * or, for a filter of another kind, [{ name, label, value: in words or '', panel() }]. apply(change, opts); narrowed:
 * something may be cleared; total: of the list; children: what is at the end of the bar.
 */
export function FilterBar({ search, groups = [], filters, apply, narrowed, total, onClear, children }) {
  const [open, setOpen] = useState(false);
  const count = groups.filter((group) => sizeOf(group, filters) > 0).length;
  return html`
    <div class="filters" role="search">
      ${search && html`<${SearchBox}
        label=${search.label} hint=${search.hint} value=${filters[search.name]}
        onSearch=${(text) => apply({ [search.name]: text }, { replace: true })}
      />`}
      ${groups.length > 0 && html`
        <button class=${cls('chip phone', count > 0 && 'on')} type="button" onClick=${() => setOpen(true)}>
          <${Icon} name="list-filter" />
          ${t('filters.button')} ${count > 0 && html`<b>${count}</b>`}
        </button>
        <div class="chips wide-only">
          ${groups.map((group) => html`<${Chip} key=${group.name} name=${group.label} value=${wordsOf(group, filters)}>
            ${() => html`<${Pick} group=${group} filters=${filters} apply=${apply} />`}
          </${Chip}>`)}
        </div>
      `}
      ${narrowed && html`<${Button} quiet class="wide-only" onClick=${onClear}>${t('filters.clear')}</${Button}>`}
      ${children}
    </div>
    ${open && html`<${Drawer}
      groups=${groups} filters=${filters} apply=${apply} total=${total} onClear=${onClear}
      onClose=${() => setOpen(false)}
    />`}
  `;
}
