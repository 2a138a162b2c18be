// runs: what syncs of the accounts did, and what they could not take.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Time } from '../../ui/marks.js';
import { Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table } from '../../ui/table.js';
import { SyncBadge, useRunning } from '../../ui/sync-words.js';
import { FilterBar } from '../../ui/filters.js';
import { t } from '../../lib/i18n.js';
import { get, page } from '../../lib/api.js';
import { changeFilters } from '../../lib/router.js';
import { listQuery } from '../../lib/list-rules.js';
import { ACCOUNTS, PATH, countsOf } from './bitrix-rules.js';

const SIZE = 20;
const query = listQuery([], ['tab', 'account_id', 'page', 'after']);

/* file: the export that there is a file of. */
const columns = (file) => [
  {
    name: 'when', head: t('bitrix.col.when'), look: 'c-name',
    cell: (log) => html`
      <${Time} at=${log.started_at || log.created_at} />
      <span class="two">${t(`bitrix.reason.${log.metadata.reason}`)}</span>
    `,
  },
  {
    name: 'what', head: t('bitrix.col.what'),
    cell: (log) => html`
      <span>${t(`bitrix.what.${log.sync_type}`)}</span>
      ${log.id === file && html`<a class="two lnk" href=${`/api/v1/bitrix24/export/${log.id}/`} download>
        ${t('bitrix.run.file')}
      </a>`}
    `,
  },
  {
    name: 'counts', head: t('bitrix.col.counts'),
    cell: (log) => html`
      ${countsOf(log).map(([name, n]) => t(`bitrix.count.${name}`, { n })).join(', ')}
      <span class="two">${t('bitrix.calls', { n: log.metadata.calls })}</span>
    `,
  },
  {
    name: 'status', head: t('bitrix.col.status'), look: 'c-st',
    cell: (log) => html`<${SyncBadge} log=${log} />`,
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

export function Runs({ accounts, query: asked, admin }) {
  const filters = query.read(asked);
  const account = accounts.find(({ id }) => String(id) === filters.account_id) || accounts[0];
  const { page: at, after } = filters;
  const load = useLoad(async () => (account
    ? page(`${ACCOUNTS}${account.id}/sync-logs/`, { page: at, after, page_size: SIZE })
    : { rows: [], links: {} }), [account?.id, at, after]);
  useRunning(load);
  const last = useLoad(async () => (admin && account
    ? get(`${ACCOUNTS}${account.id}/sync-logs/`, { sync_type: 'export', page_size: 1 })
    : []), [account?.id, admin, load.data]);
  const file = last.data?.find(({ status }) => ['success', 'partial'].includes(status))?.id;
  return html`
    ${accounts.length > 1 && html`<${FilterBar}
      groups=${[{
        name: 'account_id', label: t('bitrix.filter.account_id'),
        items: accounts.map(({ id, name }) => ({ value: String(id), label: name })),
      }]} filters=${{ ...filters, account_id: String(account.id) }} narrowed=${false}
      apply=${(change) => changeFilters(query, change)}
    />`}
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${10} />`}>
      ${({ rows }) => (rows.length === 0
        ? html`<${Empty} icon="refresh-cw" text=${t('bitrix.runs.empty')} />`
        : html`
            <${Table}
              label=${t('bitrix.tab.runs')} look="logs staff" rows=${rows} columns=${columns(file)} after=${why}
            />
            <${Pages} query=${query} path=${PATH} filters=${filters} got=${load.data} />
          `)}
    </${Loaded}>
  `;
}
