// tasks-filters: the chips over the table, and the same choices in a drawer on the phone.
import { html, useState, Icon, Button, Dialog, Popover, cls } from '../lib/ui.js';
import { t, num, dayMonth } from '../lib/i18n.js';
import { since } from './tasks-rules.js';

const LONG = 8;

const groupsOf = (facets) => [
  { name: 'status', items: (facets?.statuses || []).map(({ name, count }) => ({ value: name, label: name, count })) },
  { name: 'assignee', items: (facets?.assignees || []).map(({ name, count }) => ({ value: name, label: name, count })) },
  { name: 'tag', items: (facets?.tags || []).map(({ name, count }) => ({ value: name, label: name, count })) },
  { name: 'priority', items: (facets?.priorities || []).map(({ name, count }) => ({ value: name, label: t(`priority.${name}`), count })) },
];
const cvItems = (facets) => (facets?.cvs || []).map(({ name, count }) => ({ value: name, label: t(`cv.${name}`), count }));

/* A list with ticks (many) or one choice; over eight lines it can be searched. */
function Choices({ items, chosen, many, name, onChange }) {
  const [text, setText] = useState('');
  const shown = items.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  const flip = (value, isOn) => {
    if (!many) onChange(isOn ? value : '');
    else onChange(isOn ? [...chosen, value] : chosen.filter((one) => one !== value));
  };
  const has = (value) => (many ? chosen.includes(value) : chosen === value);
  if (!items.length) return html`<p class="sm faint pad">${t('filters.nothing')}</p>`;
  return html`${items.length > LONG && html`<div class="search"><${Icon} name="search" /><input class="in" type="search" aria-label=${t('filters.find', { name })} placeholder=${t('filters.find.hint')} value=${text} onInput=${(event) => setText(event.currentTarget.value)} /></div>`}
    <ul class="choices">${shown.map(({ value, label, count }) => html`<li key=${value}><label><input type="checkbox" checked=${has(value)} onChange=${(event) => flip(value, event.currentTarget.checked)} />
      <span>${label}</span><span class="faint push">${num(count)}</span></label></li>`)}</ul>
    ${shown.length === 0 && html`<p class="sm faint pad">${t('filters.nothing')}</p>`}`;
}

const PRESETS = [0, 6, 29];

function Dates({ from, to, zone, onChange }) {
  const today = since(0, Date.now(), zone);
  return html`<div class="dates"><div class="row wrap">${PRESETS.map((days) => {
    const start = since(days, Date.now(), zone);
    const mine = from === start && !to;
    return html`<button type="button" class=${cls('chip', mine && 'on')} aria-pressed=${String(mine)} onClick=${() => onChange({ from: mine ? '' : start, to: '' })}>${t(`dates.${days + 1}`)}</button>`;
  })}</div><div class="pair"><label>${t('dates.from')}<input class="in" type="date" max=${to || today} value=${from} onChange=${(event) => onChange({ from: event.currentTarget.value, to })} /></label>
    <label>${t('dates.to')}<input class="in" type="date" min=${from} value=${to} onChange=${(event) => onChange({ from, to: event.currentTarget.value })} /></label></div></div>`;
}

const day = (text) => dayMonth(`${text}T12:00:00Z`);
const datesText = ({ updated_from: from, updated_to: to }) => (from && to ? t('dates.both', { from: day(from), to: day(to) }) : from ? t('dates.since', { from: day(from) }) : t('dates.until', { to: day(to) }));

function Chip({ name, value, children }) {
  const label = t(`filter.${name}`);
  return html`<${Popover} look=${cls('chip desk', value && 'on')} label=${value ? t('filters.change', { name: label, value }) : label}
    button=${html`${value ? html`<span>${label}: <b>${value}</b></span>` : label}<${Icon} name="chevron-down" />`}>${children}</${Popover}>`;
}

const short = (items, chosen) => {
  const names = chosen.map((value) => items.find((item) => item.value === value)?.label || value);
  return names.length > 1 ? t('filters.several', { name: names[0], n: names.length - 1 }) : names[0];
};

export function Chips({ filters, facets, apply, zone }) {
  const dated = filters.updated_from || filters.updated_to;
  return html`<div class="chips desk">${groupsOf(facets).map(({ name, items }) => html`<${Chip} key=${name} name=${name} value=${short(items, filters[name])}>
      ${() => html`<${Choices} many name=${t(`filter.${name}`)} items=${items} chosen=${filters[name]} onChange=${(value) => apply({ [name]: value })} />`}</${Chip}>`)}
    <${Chip} name="cv" value=${filters.cv && t(`cv.${filters.cv}`)}>${() => html`<${Choices} name=${t('filter.cv')} items=${cvItems(facets)} chosen=${filters.cv} onChange=${(cv) => apply({ cv })} />`}</${Chip}>
    <${Chip} name="updated" value=${dated && datesText(filters)}>${() => html`<${Dates} from=${filters.updated_from} to=${filters.updated_to} zone=${zone} onChange=${({ from, to }) => apply({ updated_from: from, updated_to: to })} />`}</${Chip}></div>`;
}

export function FilterSheet({ filters, facets, apply, zone, onClear, onClose, total }) {
  const part = (name, inside) => html`<details class="fgroup" open=${Boolean(filters[name]?.length)}><summary><span class="chev"><${Icon} name="chevron-right" /></span><b class="mid">${t(`filter.${name}`)}</b>
    ${filters[name]?.length > 0 && Array.isArray(filters[name]) && html`<span class="badge acc push">${num(filters[name].length)}</span>`}</summary>${inside}</details>`;
  return html`<${Dialog} drawer title=${t('filters.button')} onClose=${onClose} foot=${html`<${Button} quiet onClick=${() => { onClear(); onClose(); }}>${t('filters.clear')}</${Button}>
      <${Button} main class="push" onClick=${onClose}>${total === undefined || total === null ? t('filters.show') : t('filters.show_n', { n: total })}</${Button}>`}>
    ${groupsOf(facets).map(({ name, items }) => part(name, html`<${Choices} many name=${t(`filter.${name}`)} items=${items} chosen=${filters[name]} onChange=${(value) => apply({ [name]: value })} />`))}
    ${part('cv', html`<${Choices} name=${t('filter.cv')} items=${cvItems(facets)} chosen=${filters.cv} onChange=${(cv) => apply({ cv })} />`)}
    <h3 class="fhead">${t('filter.updated')}</h3><${Dates} from=${filters.updated_from} to=${filters.updated_to} zone=${zone} onChange=${({ from, to }) => apply({ updated_from: from, updated_to: to })} /></${Dialog}>`;
}
