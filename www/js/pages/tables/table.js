// table: one table of people: where its columns go, what would be sent of its first rows, its rows, their import.
import { html, useState } from '../../lib/html.js';
import { get, page, patch, post } from '../../lib/api.js';
import { t, num, when } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { go, here } from '../../lib/router.js';
import { useTitle } from '../../lib/title.js';
import { alreadyIn } from '../../lib/transfer-rules.js';
import { BulkDialog } from '../../ui/bulk.js';
import { Button, Icon } from '../../ui/button.js';
import { SelectField } from '../../ui/fields.js';
import { FilterBar } from '../../ui/filters.js';
import { FormError, useForm } from '../../ui/form.js';
import { useRowKeys, useSelection, useThere } from '../../ui/selection.js';
import { Empty, ErrorNote, Loaded, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table, Views } from '../../ui/table.js';
import { Transfer } from '../../ui/task-words.js';
import { toast } from '../../ui/toast.js';
import { Encoding, Sheets } from './rereading.js';
import { API, PATH, PLACES, added, mappingOf, restOf, rowsQuery, valuesOf, wishOf } from './tables-rules.js';


/* --- where the columns go --- */

function placeWord(place, guess) {
  const to = t(`tables.to.${place}`);
  return place === guess && place !== 'comment' ? t('tables.guess', { to }) : to;
}

const Sent = ({ row, open }) => html`<details class="more" open=${open}>
  <summary><span class="chev"><${Icon} name="chevron-right" /></span>${row.name || t('tables.nameless')}</summary>
  <dl class="fields tight">
    ${row.members.map(({ to, text }) => html`<div key=${to + text}>
      <dt>${t(`tables.to.${to}`)}</dt><dd>${text}</dd>
    </div>`)}
    ${row.lines.length > 0 && html`<div>
      <dt>${t('tables.to.comment')}</dt>
      <dd>${row.lines.map((line) => html`<p class="said">${line.name}: ${line.text}</p>`)}</dd>
    </div>`}
    ${row.kept.length > 0 && html`<div>
      <dt>${t('tables.kept_back')}</dt><dd class="faint">${row.kept.join(', ')}</dd>
    </div>`}
  </dl>
</details>`;

function Mapping({ table, onSaved }) {
  const form = useForm({
    initial: valuesOf(table.columns),
    save: async (values) => {
      const saved = await patch(`${API}${table.id}/`, { mapping: mappingOf(table.columns, values) });
      toast(t('tables.saved'));
      onSaved(saved);
      return valuesOf(saved.columns);
    },
  });
  return html`<section class="part tablepart" aria-labelledby="h-columns">
    <h2 id="h-columns">${t('tables.columns')}</h2>
    <p class="sm dim">${t('tables.columns.what')}</p>
    ${table.encoding && html`<${Encoding} table=${table} />`}
    <form class="stack" onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
      <div class="pair">
        ${table.columns.map((column) => html`<${SelectField}
          key=${column.id} field=${form.field(column.id)} label=${column.name}
          hint=${t('tables.filled', { n: num(column.filled), of: num(table.sample.length) })}
          options=${PLACES.map((value) => ({ value, label: placeWord(value, column.guess) }))}
        />`)}
      </div>
      <${FormError} form=${form} />
      <div class="acts save">
        <${Button} main type="submit" busy=${form.busy} disabled=${!form.dirty}>${t('tables.save')}</${Button}>
        ${form.dirty && html`<${Button} quiet onClick=${() => form.reset()}>${t('form.reset')}</${Button}>`}
      </div>
    </form>
    <h3>${t('tables.preview', { n: table.sample.length })}</h3>
    ${form.dirty && html`<p class="hint">${t('tables.preview.saved')}</p>`}
    ${table.sample.map((row, n) => html`<${Sent} key=${row.id} row=${row} open=${n === 0} />`)}
  </section>`;
}

/* --- its rows --- */

const hrefOf = (table, row) => `${PATH}${table.id}/rows/${row.id}/`;

const rowColumns = (table) => [
  {
    name: 'name', head: t('tables.person'), look: 'c-name',
    cell: (row) => html`
      <a class="name" href=${hrefOf(table, row)}>${row.name || t('tables.nameless')}</a>
      <span class="two">${restOf(row)}</span>
    `,
  },
  {
    name: 'number', head: t('tables.number'), look: 'c-number',
    cell: (row) => html`<span class="num dim">${num(row.number)}</span>`,
  },
  { name: 'sent', head: 'Huntflow', look: 'c-state', cell: (row) => html`<${Transfer} task=${row} />` },
];

function Rows({ table }) {
  const filters = rowsQuery.read(here.value.query);
  const [asked, setAsked] = useState(false);
  const path = here.value.path;
  const load = useLoad(
    () => page(`${API}${table.id}/rows/`, rowsQuery.write(filters), { lane: 'rows' }),
    [table.id, here.value.query.toString(), JSON.stringify(valuesOf(table.columns))], filters.transfer,
  );
  const address = (change) => {
    const text = rowsQuery.write(rowsQuery.changed(filters, change)).toString();
    return text ? `${path}?${text}` : path;
  };
  const rows = load.data?.rows || [];
  const stamp = address({});
  const pick = useSelection({ rows, idOf: ({ id }) => id, stamp });
  const keys = useRowKeys({
    rows, idOf: ({ id }) => String(id), pick, onOpen: (row) => go(hrefOf(table, row)), stamp,
  });
  const picked = [...pick.chosen.keys()];
  const { search, transfer } = filters;
  const found = useThere(
    transfer !== 'none', () => page(`${API}${table.id}/rows/`, { search, transfer: 'done', page_size: 1 }),
    [table.id, transfer, search],
  );
  const there = picked.length ? alreadyIn(pick.chosen) : found;
  const count = (picked.length || Number(load.data?.total) || 0) - (there ?? 0);
  return html`<section class="part tablepart" aria-labelledby="h-rows">
    <div class="row sech wrap">
      <h2 id="h-rows">${t('tables.people')}</h2>
      ${there > 0 && html`<span class="sm dim push">${t('bulk.already', { n: there })}</span>`}
      <${Button}
        main class=${there > 0 ? '' : 'push'} icon="send" busy=${there === undefined} disabled=${count <= 0}
        onClick=${() => setAsked(true)}
      >
        ${t('tables.import', { n: count })}
      </${Button}>
    </div>
    <${FilterBar}
      search=${{ name: 'search', label: t('tables.search'), hint: t('tables.search') }} groups=${[]}
      filters=${filters} narrowed=${Boolean(filters.search)} total=${load.data?.total}
      apply=${(change, opts) => go(address(change), opts)} onClear=${() => go(address({ search: '' }))}
    />
    <${Views}
      label=${t('tables.people')}
      items=${['', 'none', 'done'].map((transfer) => ({
        key: transfer || 'all', text: t(`tables.view.${transfer || 'all'}`), href: address({ transfer }),
        current: load.of === transfer,
      }))}
    />
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} />`}>
      ${({ rows: shown }) =>
        shown.length === 0
          ? html`<${Empty} icon="search" text=${t('tables.rows.none')} />`
          : html`
              <${Table}
                label=${t('tables.people')} look="sheetrows" rows=${shown} columns=${rowColumns(table)}
                busy=${load.busy} pick=${pick}
                nameOf=${(row) => row.name || row.number} idOf=${({ id }) => String(id)} ...${keys}
              />
              <${Pages} query=${rowsQuery} path=${path} filters=${filters} got=${load.data} />
            `}
    </${Loaded}>
    ${asked && html`<${BulkDialog}
      title=${t('tables.import.title', { n: count })} n=${count} wish=${wishOf(table, filters, picked)}
      onClose=${() => setAsked(false)}
    />`}
  </section>`;
}

/* --- candidates of LinkedIn's export --- */

/* Rows are taken some at a time: {created, updated, same, left} of all. */
async function makeCandidates(id, onSum) {
  let sum = {}, after = null;
  do {
    const { next, ...some } = await post(`${API}${id}/candidates/`, after ? { after } : {});
    sum = added(sum, some);
    after = next;
    onSum(sum);
  } while (after);
}

function Linkedin({ table }) {
  const [sum, setSum] = useState(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const make = async () => {
    setBusy(true);
    setError(null);
    await makeCandidates(table.id, setSum).catch(setError);
    setBusy(false);
  };
  return html`<section class="part tablepart" aria-labelledby="h-linkedin">
    <h2 id="h-linkedin">${t('tables.linkedin')}</h2>
    <p class="sm dim">${t('tables.linkedin.what')}</p>
    ${error && html`<${ErrorNote} error=${error} retry=${make} />`}
    ${error?.code === 'platform.not_connected' && html`<p>
      <a class="lnk" href="/integrations/">${t('tables.linkedin.connect')}</a>
    </p>`}
    <p role="status">${sum && t('tables.linkedin.sum', {
      created: num(sum.created), updated: num(sum.updated), same: num(sum.same), left: num(sum.left),
    })}</p>
    <div class="acts">
      <${Button} icon="users" busy=${busy} onClick=${make}>${t('tables.linkedin.do')}</${Button}>
      ${sum && html`<${Button} quiet href="/candidates/">${t('nav.candidates')}</${Button}>`}
    </div>
  </section>`;
}

export const Crumbs = ({ table, children }) => html`<nav class="crumbs" aria-label=${t('crumbs')}>
  <a href=${PATH}>${t('nav.tables')}</a>
  ${table && html`<span aria-hidden="true">/</span><a href=${`${PATH}${table.id}/`}>${table.name}</a>`}
  <span aria-hidden="true">/</span><span>${children}</span>
</nav>`;

/* name: of what is not known yet. */
export function Gone({ load, name }) {
  if (load.error?.status === 404) {
    return html`
      <div class="head"><h1>${t('tables.gone')}</h1></div>
      <${Empty} icon="file-text" text=${load.error.detail || t('tables.gone.what')}>
        <${Button} main href=${PATH}>${t('nav.tables')}</${Button}>
      </${Empty}>
    `;
  }
  return html`
    <div class="head"><h1>${name}</h1></div>
    ${load.error ? html`<${ErrorNote} error=${load.error} retry=${load.reload} />` : html`<${Skeleton} rows=${6} />`}
  `;
}

export default function TablePage({ params }) {
  const load = useLoad(() => get(`${API}${params.id}/`), [params.id]);
  const table = load.data;
  useTitle(table?.name || t('nav.tables'));
  if (!table) {
    return html`
      <${Crumbs}>${t('number', { id: params.id })}</${Crumbs}>
      <${Gone} load=${load} name=${t('tables.one')} />
    `;
  }
  return html`
    <${Crumbs}>${table.name}</${Crumbs}>
    <div class="head">
      <div>
        <h1>${table.name}</h1>
        <p class="sub">
          ${t('tables.rows.n', { n: table.rows })}${table.sheet && ` · ${t('tables.sheet', { name: table.sheet })}`}
          ${' · '}${t('tables.until', { at: when(table.expires_at) })}
        </p>
      </div>
    </div>
    ${table.sheets.length > 1 && html`<${Sheets} key=${`s${table.id}`} table=${table} />`}
    <${Mapping} key=${table.id} table=${table} onSaved=${load.set} />
    <${Rows} table=${table} />
    ${table.columns.some(({ to }) => to === 'link') && html`<${Linkedin} table=${table} />`}
  `;
}
