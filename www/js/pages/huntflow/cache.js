// cache: what of Huntflow is kept here: figures, entries, one entry's data, clearing.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Button, IconButton } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { ErrorNote, Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Dialog, ask } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { Views, Pager, SortHead, placeOf } from '../../ui/table.js';
import { SearchBox } from '../../ui/filters.js';
import { t, num, percent, duration, fullTime } from '../../lib/i18n.js';
import { get, page, post, del } from '../../lib/api.js';
import { here, setQuery, changeFilters } from '../../lib/router.js';
import { turned } from '../../lib/list-rules.js';
import { Crumbs, Figures, Path } from '../../ui/huntflow-words.js';
import { pretty } from './logs-rules.js';
import { query, asked } from './cache-rules.js';

const API = '/api/v1/huntflow/cache/';
const PATH = '/huntflow/cache/';
const SIZE = 20;

const figuresOf = ({ entries, expired, hits, misses, hit_rate: rate, calls_saved: saved }) => [
  { key: 'entries', text: t('cache.fig.entries'), value: num(entries) },
  { key: 'expired', text: t('cache.fig.expired'), value: num(expired) },
  {
    key: 'rate',
    text: t('cache.fig.rate'),
    value: hits + misses > 0 ? percent(rate) : t('import.num.none'),
    sub: hits + misses > 0 && t('cache.fig.of', { hits: num(hits), n: hits + misses }),
  },
  { key: 'saved', text: t('cache.fig.saved'), value: num(saved) },
];

const ageText = ({ age_minutes: n }) => (n < 1 ? t('cache.new') : duration(n * 60));

const State = ({ entry }) => html`<${Badge}
  kind=${entry.is_expired ? 'warn' : 'ok'} icon=${entry.is_expired ? 'clock' : 'check'}
>
  ${t(entry.is_expired ? 'cache.expired' : 'cache.fresh')}
</${Badge}>`;

const Row = ({ entry, onOpen, onDrop }) => html`<tr role="row">
  <td role="cell" class="c-name">
    <a class="name mono" href=${onOpen(entry.id)}><${Path} text=${entry.cache_key} /></a>
  </td>
  <td role="cell" class="c-st"><${State} entry=${entry} /></td>
  <td role="cell" class="c-age r nb dim"><span class="cap">${t('cache.col.age')}: </span>${ageText(entry)}</td>
  <td role="cell" class="c-date"><${Time} at=${entry.expires_at} class="nb dim" /></td>
  <td role="cell" class="c-act r">
    <${IconButton} icon="trash-2" label=${t('cache.drop', { key: entry.cache_key })} onClick=${() => onDrop(entry)} />
  </td>
</tr>`;

const Table = ({ rows, now, busy, onSort, onOpen, onDrop }) => html`<table
  class="tbl cards entries" role="table" aria-label=${t('nav.cache')} aria-busy=${busy ? 'true' : undefined}
>
  <thead role="rowgroup">
    <tr role="row">
      <th role="columnheader" scope="col" class="c-name">${t('cache.col.key')}</th>
      <th role="columnheader" scope="col" class="c-st">${t('col.status')}</th>
      <${SortHead} field="updated_at" now=${now} onSort=${onSort} class="c-age r">${t('cache.col.age')}</${SortHead}>
      <${SortHead} field="expires_at" now=${now} onSort=${onSort} class="c-date">${t('cache.col.until')}</${SortHead}>
      <th role="columnheader" scope="col" class="c-act"><span class="sr">${t('remove')}</span></th>
    </tr>
  </thead>
  <tbody role="rowgroup">
    ${rows.map((entry) => html`<${Row} key=${entry.id} entry=${entry} onOpen=${onOpen} onDrop=${onDrop} />`)}
  </tbody>
</table>`;

function Entry({ id, onClose }) {
  const load = useLoad(() => get(`${API}${id}/`), [id]);
  return html`<${Dialog} drawer title=${t('cache.entry')} onClose=${onClose}>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} height=${40} />`}>
      ${(entry) => html`<div class="callbox">
        <p class="mono callline">${entry.cache_key}</p>
        <dl class="fields tight">
          <div><dt>${t('col.status')}</dt><dd><${State} entry=${entry} /></dd></div>
          <div><dt>${t('cache.col.age')}</dt><dd>${ageText(entry)}</dd></div>
          <div><dt>${t('fact.date_created')}</dt><dd>${fullTime(entry.created_at)}</dd></div>
          ${entry.expires_at && html`<div><dt>${t('cache.col.until')}</dt><dd>${fullTime(entry.expires_at)}</dd></div>`}
        </dl>
        <section>
          <h3>${t('cache.data')}</h3>
          <pre class="code" tabindex="0" aria-label=${t('cache.data')}>${pretty(entry.data)}</pre>
        </section>
      </div>`}
    </${Loaded}>
  </${Dialog}>`;
}

export default function HuntflowCachePage() {
  useTitle(t('nav.cache'));
  const filters = query.read(here.value.query);
  const expired = filters.view === 'expired';
  const shape = query.write({ ...filters, entry: '' }).toString();
  const stats = useLoad(() => get(`${API}stats/`), []);
  const load = useLoad(() => page(expired ? `${API}expired/` : API, asked(filters), { lane: 'cache' }), [shape]);
  const [busy, setBusy] = useState(false);
  const apply = (change, opts) => changeFilters(query, { entry: '', ...change }, opts);
  const run = async (send, words) => {
    setBusy(true);
    try {
      await send();
      toast(words);
    } catch (error) {
      toast(errorWords(error).detail);
    }
    setBusy(false);
    load.reload();
    stats.reload();
  };
  const clear = async () => {
    if (
      await ask({ title: t('cache.clear.title'), text: t('cache.clear.text'), deed: t('cache.clear'), danger: true })
    ) {
      run(() => post(`${API}clear-cache/`, {}), t('cache.cleared'));
    }
  };
  const now = filters.ordering || '-updated_at';
  const at = Number(filters.page) || 1;
  const { rows = [], total, more, links } = load.data || {};
  const views = [
    ['', 'all', stats.data?.entries],
    ['expired', 'expired', stats.data?.expired],
  ].map(([view, key, count]) => ({
    key,
    text: t(`cache.view.${key}`),
    count: count === undefined ? undefined : num(count),
    current: filters.view === view,
    href: view ? `${PATH}?view=${view}` : PATH,
  }));
  return html`
    <${Crumbs} links=${[['/huntflow/', 'Huntflow']]} />
    <div class="head">
      <div><h1>${t('cache.title')}</h1><p class="sub">${t('cache.sub')}</p></div>
      <div class="acts">
        ${stats.data?.entries > 0 && html`<${Button} danger icon="trash-2" busy=${busy} onClick=${clear}>
          ${t('cache.clear')}
        </${Button}>`}
      </div>
    </div>
    <${Loaded} load=${stats} skeleton=${html`<${Skeleton} rows=${1} height=${64} />`}>
      ${(data) => html`<${Figures} items=${figuresOf(data)} />`}
    </${Loaded}>
    <${Views} items=${views} label=${t('views.label')} />
    <div class="filters" role="search">
      <${SearchBox}
        label=${t('cache.search')} hint=${t('cache.search.hint')} value=${filters.search}
        onSearch=${(search) => apply({ search }, { replace: true })}
      />
    </div>
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${!load.data
      ? !load.error && html`<${Skeleton} rows=${8} />`
      : rows.length === 0
        ? html`<${Empty}
            icon="database"
            text=${t(filters.search ? 'cache.none_found' : expired ? 'cache.no_expired' : 'cache.empty')}
          >
            ${filters.search && html`<${Button} onClick=${() => apply({ search: '' })}>
              ${t('filters.clear')}
            </${Button}>`}
          </${Empty}>`
        : html`
            <${Table}
              rows=${rows} now=${now} busy=${load.busy}
              onSort=${(field) => apply({ ordering: turned(now, field, ['updated_at']) })}
              onOpen=${(id) => `${PATH}?${query.write({ ...filters, entry: String(id) })}`}
              onDrop=${(entry) => run(() => del(`${API}${entry.id}/`), t('cache.dropped'))}
            />
            ${(links.next || at > 1) && html`<${Pager}
              place=${placeOf(at, SIZE, rows.length, total, more)}
              prev=${at > 1 && query.href(PATH, filters, links.prev || new URLSearchParams(), at - 1)}
              next=${query.href(PATH, filters, links.next, at + 1)}
            />`}
          `}
    ${/^\d+$/.test(filters.entry) && html`<${Entry}
      key=${filters.entry} id=${filters.entry} onClose=${() => setQuery(query.write({ ...filters, entry: '' }))}
    />`}
  `;
}
