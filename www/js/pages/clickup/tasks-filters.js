// tasks-filters: the chips over the table, and the same choices in a drawer on the phone.
import { html, cls } from '../../lib/html.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { t, dayMonth } from '../../lib/i18n.js';
import { Choices, Chip, FilterGroup, shortOf } from '../../ui/filters.js';
import { since } from './tasks-rules.js';

const groupsOf = (facets) => [
  { name: 'status', items: (facets?.statuses || []).map(({ name, count }) => ({ value: name, label: name, count })) },
  {
    name: 'assignee',
    items: (facets?.assignees || []).map(({ name, count }) => ({ value: name, label: name, count })),
  },
  { name: 'tag', items: (facets?.tags || []).map(({ name, count }) => ({ value: name, label: name, count })) },
  {
    name: 'priority',
    items: (facets?.priorities || []).map(({ name, count }) => ({ value: name, label: t(`priority.${name}`), count })),
  },
];
const cvItems = (facets) =>
  (facets?.cvs || []).map(({ name, count }) => ({ value: name, label: t(`cv.${name}`), count }));

const PRESETS = [0, 6, 29];

function Dates({ from, to, zone, onChange }) {
  const today = since(0, Date.now(), zone);
  return html`<div class="dates">
    <div class="row wrap">
      ${PRESETS.map((days) => {
        const start = since(days, Date.now(), zone);
        const mine = from === start && !to;
        return html`<button
          type="button" class=${cls('chip', mine && 'on')} aria-pressed=${String(mine)}
          onClick=${() => onChange({ from: mine ? '' : start, to: '' })}
        >
          ${t(`dates.${days + 1}`)}
        </button>`;
      })}
    </div>
    <div class="pair">
      <label>
        ${t('dates.from')}
        <input
          class="in" type="date" max=${to || today} value=${from}
          onChange=${(event) => onChange({ from: event.currentTarget.value, to })}
        />
      </label>
      <label>
        ${t('dates.to')}
        <input
          class="in" type="date" min=${from} value=${to}
          onChange=${(event) => onChange({ from, to: event.currentTarget.value })}
        />
      </label>
    </div>
  </div>`;
}

const day = (text) => dayMonth(`${text}T12:00:00Z`);
const datesText = ({ updated_from: from, updated_to: to }) =>
  from && to
    ? t('dates.both', { from: day(from), to: day(to) })
    : from
      ? t('dates.since', { from: day(from) })
      : t('dates.until', { to: day(to) });

export function Chips({ filters, facets, apply, zone }) {
  const dated = filters.updated_from || filters.updated_to;
  return html`<div class="chips desk">
    ${groupsOf(facets).map(({ name, items }) => html`<${Chip}
      key=${name} name=${t(`filter.${name}`)} value=${shortOf(items, filters[name])}
    >
      ${() => html`<${Choices}
        many name=${t(`filter.${name}`)} items=${items} chosen=${filters[name]}
        onChange=${(value) => apply({ [name]: value })}
      />`}
    </${Chip}>`)}
    <${Chip} name=${t('filter.cv')} value=${filters.cv && t(`cv.${filters.cv}`)}>
      ${() => html`<${Choices}
        name=${t('filter.cv')} items=${cvItems(facets)} chosen=${filters.cv} onChange=${(cv) => apply({ cv })}
      />`}
    </${Chip}>
    <${Chip} name=${t('filter.updated')} value=${dated && datesText(filters)}>
      ${() => html`<${Dates}
        from=${filters.updated_from} to=${filters.updated_to} zone=${zone}
        onChange=${({ from, to }) => apply({ updated_from: from, updated_to: to })}
      />`}
    </${Chip}>
  </div>`;
}

export function FilterSheet({ filters, facets, apply, zone, onClear, onClose, total }) {
  const part = (name, inside) => html`<${FilterGroup} key=${name} name=${t(`filter.${name}`)} chosen=${filters[name]}>
    ${inside}
  </${FilterGroup}>`;
  return html`<${Dialog}
    drawer title=${t('filters.button')} onClose=${onClose}
    foot=${html`
      <${Button} quiet onClick=${() => { onClear(); onClose(); }}>${t('filters.clear')}</${Button}>
      <${Button} main class="push" onClick=${onClose}>
        ${total === undefined || total === null ? t('filters.show') : t('filters.show_n', { n: total })}
      </${Button}>
    `}
  >
    ${groupsOf(facets).map(({ name, items }) =>
      part(
        name,
        html`<${Choices}
          many name=${t(`filter.${name}`)} items=${items} chosen=${filters[name]}
          onChange=${(value) => apply({ [name]: value })}
        />`,
      ),
    )}
    ${part(
      'cv',
      html`<${Choices}
        name=${t('filter.cv')} items=${cvItems(facets)} chosen=${filters.cv} onChange=${(cv) => apply({ cv })}
      />`,
    )}
    <h3 class="fhead">${t('filter.updated')}</h3>
    <${Dates}
      from=${filters.updated_from} to=${filters.updated_to} zone=${zone}
      onChange=${({ from, to }) => apply({ updated_from: from, updated_to: to })}
    />
  </${Dialog}>`;
}
