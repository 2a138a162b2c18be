// runs: what syncs of the accounts did, and what they could not take.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Badge, Time } from '../../ui/marks.js';
import { Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Table, Pager } from '../../ui/table.js';
import { FilterBar } from '../../ui/filters.js';
import { t, num } from '../../lib/i18n.js';
import { page } from '../../lib/api.js';
import { changeFilters } from '../../lib/router.js';
import { listQuery } from '../../lib/list-rules.js';
import { ACCOUNTS, PATH, countsOf } from './bitrix-rules.js';

const LOOK = { success: 'ok', partial: 'warn', error: 'bad', running: 'info', queued: 'info' };
const query = listQuery([], ['tab', 'account_id', 'after']);

const columns = () => [
  {
    name: 'when', head: t('bitrix.col.when'), look: 'c-name',
    cell: (log) => html`
      <${Time} at=${log.started_at || log.created_at} />
      <span class="two">${t(`bitrix.reason.${log.metadata.reason}`)}</span>
    `,
  },
  { name: 'what', head: t('bitrix.col.what'), cell: (log) => t(`bitrix.what.${log.sync_type}`) },
  {
    name: 'counts', head: t('bitrix.col.counts'),
    cell: (log) => html`
      ${countsOf(log).map(([name, n]) => t(`bitrix.count.${name}`, { n })).join(', ')}
      <span class="two">${t('bitrix.calls', { n: log.metadata.calls })}</span>
    `,
  },
  {
    name: 'status', head: t('bitrix.col.status'), look: 'c-st',
    cell: (log) => html`<${Badge} kind=${LOOK[log.status]} live=${log.status === 'running'}>
      ${t(`bitrix.run.${log.status}`)}
    </${Badge}>`,
  },
];

/* Why it failed, what it went without, and the first records that were not taken. */
const why = (log) => {
  const { skipped = [], failures = [] } = log.metadata;
  const lines = [
    ...skipped.map(({ part, detail }) => `${t(`bitrix.what.${part}`)}: ${detail}`),
    ...failures.map(({ record, detail }) => `${record}: ${detail}`),
  ];
  return (log.error_message || lines.length > 0) && html`
    ${log.error_message && html`<span class="sm bad-t">${log.error_message}</span>`}
    ${lines.length > 0 && html`<ul class="bitrixlist sm dim">
      ${lines.map((line) => html`<li key=${line}>${line}</li>`)}
    </ul>`}
  `;
};

export function Runs({ accounts, query: asked }) {
  const filters = query.read(asked);
  const account = accounts.find(({ id }) => String(id) === filters.account_id) || accounts[0];
  const load = useLoad(async () => (account
    ? page(`${ACCOUNTS}${account.id}/sync-logs/`, filters.after ? { after: filters.after } : {})
    : { rows: [], links: {} }), [account?.id, filters.after]);
  return html`
    ${accounts.length > 1 && html`<${FilterBar}
      groups=${[{
        name: 'account_id', label: t('bitrix.filter.account_id'),
        items: accounts.map(({ id, name }) => ({ value: String(id), label: name })),
      }]} filters=${{ ...filters, account_id: String(account.id) }} narrowed=${false}
      apply=${(change) => changeFilters(query, change)}
    />`}
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${10} />`}>
      ${({ rows, links }) => (rows.length === 0
        ? html`<${Empty} icon="refresh-cw" text=${t('bitrix.runs.empty')} />`
        : html`
            <${Table} label=${t('bitrix.tab.runs')} look="logs staff" rows=${rows} columns=${columns()} after=${why} />
            ${(links.next || filters.after) && html`<${Pager}
              place=${num(rows.length)} prev=${filters.after && `${PATH}?tab=runs`}
              next=${query.href(PATH, filters, links.next)}
            />`}
          `)}
    </${Loaded}>
  `;
}
