// row: one row of a table: what it says, and its transfer to Huntflow.
import { html } from '../../lib/html.js';
import { get } from '../../lib/api.js';
import { t, num } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { useTitle } from '../../lib/title.js';
import { TransferPanel } from '../../ui/transfer.js';
import { Crumbs, Gone } from './table.js';
import { API } from './tables-rules.js';

export default function RowPage({ params }) {
  const base = `${API}${params.id}/rows/${params.row}`;
  const load = useLoad(
    () => Promise.all([get(`${API}${params.id}/`), get(`${base}/`)]).then(([table, row]) => ({ table, row })), [base],
  );
  const { table, row } = load.data || {};
  useTitle(row?.name || t('nav.tables'));
  if (!row) {
    return html`
      <${Crumbs}>${t('number', { id: params.row })}</${Crumbs}>
      <${Gone} load=${load} name=${t('tables.person')} />
    `;
  }
  return html`
    <${Crumbs} table=${table}>${row.name || t('tables.nameless')}</${Crumbs}>
    <div class="head">
      <div>
        <h1>${row.name || t('tables.nameless')}</h1>
        <p class="sub">${t('tables.from', { name: table.name, n: num(row.number) })}</p>
      </div>
    </div>
    <section class="part tablepart" aria-labelledby="h-said">
      <h2 id="h-said">${t('tables.said')}</h2>
      <dl class="fields tight">
        ${table.columns.map(({ id, name }, n) => row.cells[n] && html`<div key=${id}>
          <dt>${name}</dt><dd class="said">${row.cells[n]}</dd>
        </div>`)}
      </dl>
    </section>
    <section class="part tablepart" aria-labelledby="h-transfer">
      <h2 id="h-transfer">Huntflow</h2>
      <${TransferPanel} base=${base} sent=${row.transfer} version=${row.id} onDone=${load.reload} />
    </section>
  `;
}
