// notion-rows: the rows that were read of a data source, what became of each in Huntflow; one or many are sent there.
import { html, useState, away, safeHref } from '../../lib/html.js';
import { page } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { useFresh } from '../../lib/live.js';
import { useLoad } from '../../lib/load.js';
import { changeFilters } from '../../lib/router.js';
import { alreadyIn } from '../../lib/transfer-rules.js';
import { BulkDialog } from '../../ui/bulk.js';
import { Button } from '../../ui/button.js';
import { FilterBar } from '../../ui/filters.js';
import { Time } from '../../ui/marks.js';
import { BulkBar, useRowKeys, useSelection, useThere } from '../../ui/selection.js';
import { Empty, ErrorNote, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table } from '../../ui/table.js';
import { Transfer } from '../../ui/task-words.js';
import { TransferDialog } from '../../ui/transfer.js';
import { API, PATH, TRANSFERS, asked, factsOf, isNarrowed, query, wishOf } from './notion-rules.js';

const SIZE = 20;

const Name = ({ row }) => html`
  <a class="name" href=${safeHref(row.url)} ...${away}>${row.name || t('notion.nameless')}</a>
  <span class="two">${factsOf(row).join(' · ')}</span>
`;

const columnsOf = (onSend) => [
  { name: 'name', cell: (row) => html`<${Name} row=${row} />` },
  {
    name: 'file', cap: t('notion.col.file'),
    cell: (row) => (row.has_file
      ? html`<span class="nb">${t('notion.file')}</span>`
      : html`<span class="faint">—</span>`),
  },
  { name: 'sent', cell: (row) => html`<${Transfer} task=${row} />` },
  { name: 'date', cell: (row) => html`<${Time} at=${row.edited_at} class="nb dim" />` },
  {
    name: 'acts', right: true,
    cell: (row) => html`<${Button} small icon="send" onClick=${() => onSend(row)}>
      ${t('notion.send')}<span class="sr"> ${row.name}</span>
    </${Button}>`,
  },
].map((column) => ({ ...column, look: `c-${column.name}`, head: t(`notion.col.${column.name}`) }));

function Nothing({ account, filters }) {
  if (isNarrowed(filters)) {
    return html`<${Empty} icon="search" text=${t('notion.none_found')}>
      <${Button} onClick=${() => changeFilters(query, { q: '', transfer: '' })}>${t('filters.clear')}</${Button}>
    </${Empty}>`;
  }
  return html`<${Empty}
    icon="database" text=${t(account.settings.data_source_id ? 'notion.unread' : 'notion.unchosen')}
  />`;
}

export function Rows({ account, filters }) {
  const stamp = query.write({ ...filters, tab: '' }).toString();
  const load = useLoad(
    () => page(`${API}${account.id}/rows/`, { ...asked(filters), page_size: SIZE }, { lane: 'notion' }),
    [account.id, account.last_sync_at, stamp],
  );
  const [sending, setSending] = useState(null);
  const [wish, setWish] = useState(null);
  useFresh('notion', { fits: () => true, ms: 1000 }, load.reload, [account.id]);
  const { rows = [], total } = load.data ?? {};
  const pick = useSelection({ rows, idOf: ({ id }) => id, stamp });
  const keys = useRowKeys({ rows, idOf: ({ id }) => id, pick, onOpen: setSending, stamp });
  const apply = (change, opts) => changeFilters(query, change, opts);
  const chosen = [...pick.chosen.keys()];
  const already = alreadyIn(pick.chosen);
  const { q, transfer } = filters;
  const there = useThere(
    rows.length > 0 && transfer !== 'none',
    () => page(`${API}${account.id}/rows/`, { ...asked({ q, transfer: 'done' }), page_size: 1 }),
    [account.id, account.last_sync_at, q],
  );
  const begin = (ids, n) => setWish({ ids, n });
  const groups = [{
    name: 'transfer', label: t('notion.col.sent'),
    items: TRANSFERS.map((value) => ({ value, label: t(`notion.transfer.${value}`) })),
  }];
  return html`
    <${FilterBar}
      search=${{ name: 'q', label: t('notion.search'), hint: t('notion.search.hint') }} groups=${groups}
      filters=${filters} apply=${apply} narrowed=${isNarrowed(filters)} total=${total}
      onClear=${() => apply({ q: '', transfer: '' })}
    />
    ${rows.length > 0 && chosen.length === 0 && html`<div class="acts boardacts">
      ${there > 0 && html`<span class="sm dim">${t('bulk.already', { n: there })}</span>`}
      <${Button}
        main icon="download" busy=${there === undefined} disabled=${total === there}
        onClick=${() => begin(null, total - there)}
      >
        ${t('notion.import.all', { n: total - (there ?? 0) })}
      </${Button}>
    </div>`}
    ${chosen.length > 0 && html`<${BulkBar}
      text=${t('notion.chosen', { n: chosen.length })} note=${already > 0 && t('bulk.already', { n: already })}
      onClear=${pick.clear}
    >
      <${Button}
        small main class="push" icon="download" disabled=${chosen.length === already}
        onClick=${() => begin(chosen, chosen.length - already)}
      >
        ${t('notion.import', { n: chosen.length - already })}
      </${Button}>
    </${BulkBar}>`}
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${!load.data
      ? !load.error && html`<${Skeleton} rows=${6} />`
      : rows.length === 0
        ? html`<${Nothing} account=${account} filters=${filters} />`
        : html`
            <${Table}
              ...${keys} label=${t('notion.tab.rows')} look="inbox rowsnotion" rows=${rows} pick=${pick}
              columns=${columnsOf(setSending)} nameOf=${({ name }) => name} busy=${load.busy}
            />
            <${Pages} query=${query} path=${PATH} filters=${filters} got=${load.data} />
          `}
    ${sending && html`<${TransferDialog}
      name=${t('cand.huntflow.title', { name: sending.name })} base=${`${API}${account.id}/rows/${sending.id}`}
      sent=${null} version=${sending.edited_at} onDone=${load.reload} onClose=${() => setSending(null)}
    />`}
    ${wish && html`<${BulkDialog}
      title=${t('notion.import', { n: wish.n })} n=${wish.n} wish=${wishOf(account, filters, wish.ids)}
      onClose=${() => setWish(null)}
    />`}
  `;
}
