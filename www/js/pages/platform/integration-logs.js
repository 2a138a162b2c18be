// integration-logs: what was done with integrations, of deleted ones, too.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Badge, Time } from '../../ui/marks.js';
import { Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table } from '../../ui/table.js';
import { FilterBar } from '../../ui/filters.js';
import { t, duration } from '../../lib/i18n.js';
import { page } from '../../lib/api.js';
import { changeFilters } from '../../lib/router.js';
import { listQuery } from '../../lib/list-rules.js';
import { OPERATIONS, OUTCOMES } from './integrations-rules.js';

const PATH = '/integrations/';
const LOOK = { success: 'ok', partial: 'warn', error: 'bad' };
const query = listQuery([], ['tab', 'platform', 'operation', 'status', 'page', 'after']);

const about = ({ details }) => [
  details.found !== undefined && t('boards.log.found', { n: details.found }),
  details.took_ms !== undefined && duration(details.took_ms / 1000),
  details.wish?.keywords?.length > 0 && details.wish.keywords.join(', '),
].filter(Boolean).join(' · ');

const columns = (titles) => [
  {
    name: 'when', head: t('boards.col.when'), look: 'c-name',
    cell: (log) => html`
      <${Time} at=${log.created_at} /><span class="two">${log.user?.name || t('boards.itself')}</span>
    `,
  },
  {
    name: 'what', head: t('boards.col.what'),
    cell: (log) => html`${t(`boards.op.${log.operation}`)}<span class="two">${about(log)}</span>`,
  },
  {
    name: 'who', head: t('boards.col.integration'),
    cell: (log) => html`${log.name}<span class="two">${titles[log.platform] || log.platform}</span>`,
  },
  {
    name: 'status', head: t('boards.col.status'), look: 'c-st',
    cell: (log) => html`<${Badge} kind=${LOOK[log.status]}>${t(`boards.outcome.${log.status}`)}</${Badge}>`,
  },
];

const why = ({ message }) => message && html`<span class="sm bad-t">${message}</span>`;
const choices = (values, textOf) => values.map((value) => ({ value, label: textOf(value) }));

export function Logs({ platforms, query: asked }) {
  const filters = query.read(asked);
  const { tab, page: at, ...sent } = filters;
  const text = String(query.write(sent));
  const load = useLoad(() => page(`/api/integrations/logs?${text}`), [text]);
  const titles = Object.fromEntries(platforms.map(({ platform, title }) => [platform, title]));
  const groups = [
    ['platform', platforms.map(({ platform, title }) => ({ value: platform, label: title }))],
    ['operation', choices(OPERATIONS, (name) => t(`boards.op.${name}`))],
    ['status', choices(OUTCOMES, (name) => t(`boards.outcome.${name}`))],
  ].map(([name, items]) => ({ name, label: t(`boards.filter.${name}`), items }));
  const narrowed = Boolean(filters.platform || filters.operation || filters.status);
  return html`
    <${FilterBar}
      groups=${groups} filters=${filters} narrowed=${narrowed} apply=${(change) => changeFilters(query, change)}
      onClear=${() => changeFilters(query, { platform: '', operation: '', status: '' })}
    />
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${10} />`}>
      ${({ rows }) => (rows.length === 0
        ? html`<${Empty} icon="activity" text=${t(narrowed ? 'boards.logs.none' : 'boards.logs.empty')} />`
        : html`
            <${Table}
              label=${t('boards.tab.logs')} look="logs" rows=${rows} columns=${columns(titles)} after=${why}
            />
            <${Pages} query=${query} path=${PATH} filters=${filters} got=${load.data} keyed />
          `)}
    </${Loaded}>
  `;
}
