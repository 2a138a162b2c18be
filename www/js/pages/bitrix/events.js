// events: what is in the calendars of the portals: the company's and those of linked employees.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Badge } from '../../ui/marks.js';
import { Button } from '../../ui/button.js';
import { Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table } from '../../ui/table.js';
import { FilterBar } from '../../ui/filters.js';
import { t, zone, clockTime, shortDay } from '../../lib/i18n.js';
import { page } from '../../lib/api.js';
import { changeFilters } from '../../lib/router.js';
import { listQuery } from '../../lib/list-rules.js';
import { placeIn } from '../../lib/day-rules.js';
import { EVENTS, PATH, SPANS, lastDayOf, spanFrom } from './bitrix-rules.js';

const SIZE = 20;
const query = listQuery([], ['tab', 'span', 'account_id', 'page', 'after']);
const NONE = { span: '', account_id: '' };

function When({ event }) {
  if (!event.whole_day) {
    return html`<span class="nb">${shortDay(placeIn(event.from, zone.value).day)}</span>
      <span class="two">${clockTime(event.from)}–${clockTime(event.to)}</span>`;
  }
  const [first, last] = [event.from.slice(0, 10), lastDayOf(event)];
  return html`
    <span class="nb">${shortDay(first)}${last > first && html` – ${shortDay(last)}`}</span>
    <span class="two">${t('bitrix.event.whole_day')}</span>
  `;
}

const columns = (accounts) => [
  { name: 'when', head: t('bitrix.col.when'), look: 'c-when', cell: (event) => html`<${When} event=${event} />` },
  {
    name: 'name', head: t('bitrix.col.event'), look: 'c-name',
    cell: (event) => html`
      <span class="mid">${event.private ? t('bitrix.event.private') : event.name}</span>
      ${event.repeated && html` <${Badge} kind="line" icon="refresh-cw">${t('bitrix.event.repeated')}</${Badge}>`}
      ${event.is_ours && html` <${Badge} kind="acc">${t('bitrix.event.ours')}</${Badge}>`}
      <span class="two">${event.place}</span>
    `,
  },
  {
    name: 'calendar', head: t('bitrix.col.calendar'),
    cell: (event) => html`
      ${event.calendar === 'user' ? event.owner_name || t('number', { id: event.owner_id }) : t('bitrix.event.company')}
      <span class="two">${accounts.length > 1 && accounts.find(({ id }) => id === event.account_id)?.name}</span>
    `,
  },
];

export function Events({ accounts, query: asked }) {
  const filters = query.read(asked);
  const narrowed = Boolean(filters.span || filters.account_id);
  const sent = {
    from: spanFrom(filters.span, placeIn(new Date(), zone.value).day), page_size: SIZE, page: filters.page,
    after: filters.after, account_id: filters.account_id,
  };
  const load = useLoad(() => page(EVENTS, sent), [JSON.stringify(sent)]);
  const empty = accounts.length === 0 ? 'no_account' : narrowed ? 'none' : 'empty';
  return html`
    <${FilterBar}
      groups=${[
        {
          name: 'span', label: t('bitrix.filter.span'),
          items: SPANS.map((value) => ({ value, label: t(`bitrix.span.${value}`) })),
        },
        accounts.length > 1 && {
          name: 'account_id', label: t('bitrix.filter.account_id'),
          items: accounts.map(({ id, name }) => ({ value: String(id), label: name })),
        },
      ].filter(Boolean)}
      filters=${filters} narrowed=${narrowed} total=${load.data?.total}
      apply=${(change) => changeFilters(query, change)} onClear=${() => changeFilters(query, NONE)}
    />
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${8} />`}>
      ${({ rows }) => (rows.length === 0
        ? html`<${Empty} icon="calendar-days" text=${t(`bitrix.events.${empty}`)}>
            ${accounts.length > 0 && html`<${Button} href="/tasks/calendar/">
              ${t('bitrix.events.calendar')}
            </${Button}>`}
          </${Empty}>`
        : html`
            <${Table}
              label=${t('bitrix.tab.events')} look="logs staff" rows=${rows} columns=${columns(accounts)}
              idOf=${(event) => `${event.account_id}-${event.calendar}-${event.owner_id}-${event.id}-${event.from}`}
              busy=${load.busy}
            />
            <${Pages} query=${query} path=${PATH} filters=${filters} got=${load.data} />
          `)}
    </${Loaded}>
  `;
}
