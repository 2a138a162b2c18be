// cache: what of Huntflow is kept here: figures, entries, one entry's data, clearing.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { errorWords } from '../../lib/errors.js';
import { Button, IconButton } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { ErrorNote, Empty, Skeleton, Loaded } from '../../ui/states.js';
import { ask } from '../../ui/dialog.js';
import { Drawer, drawerHref } from '../../ui/drawer.js';
import { toast } from '../../ui/toast.js';
import { Pages } from '../../ui/pager.js';
import { Table, Views } from '../../ui/table.js';
import { FilterBar } from '../../ui/filters.js';
import { t, num, percent, duration, fullTime } from '../../lib/i18n.js';
import { get, page, post, del } from '../../lib/api.js';
import { here, changeFilters } from '../../lib/router.js';
import { turned } from '../../lib/list-rules.js';
import { Crumbs, Figures, Path, aboveOf } from '../../ui/huntflow-words.js';
import { pretty } from './logs-rules.js';
import { query, asked } from './cache-rules.js';

const API = '/api/v1/huntflow/cache/';
const PATH = '/huntflow/cache/';

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

const columnsOf = (onDrop) => [
  {
    name: 'key',
    head: t('cache.col.key'),
    look: 'c-name',
    cell: (entry) => html`<a class="name mono" href=${drawerHref('entry', entry.id)}>
      <${Path} text=${entry.cache_key} />
    </a>`,
  },
  { name: 'state', head: t('col.status'), look: 'c-st', cell: (entry) => html`<${State} entry=${entry} />` },
  {
    name: 'age',
    head: t('cache.col.age'),
    look: 'c-age nb dim',
    right: true,
    sort: 'updated_at',
    cap: `${t('cache.col.age')}: `,
    cell: ageText,
  },
  {
    name: 'until',
    head: t('cache.col.until'),
    look: 'c-date',
    sort: 'expires_at',
    cell: (entry) => html`<${Time} at=${entry.expires_at} class="nb dim" />`,
  },
  {
    name: 'drop',
    head: html`<span class="sr">${t('remove')}</span>`,
    look: 'c-act',
    right: true,
    cell: (entry) => html`<${IconButton}
      icon="trash-2" label=${t('cache.drop', { key: entry.cache_key })} onClick=${() => onDrop(entry)}
    />`,
  },
];

function Entry({ id }) {
  const load = useLoad(() => get(`${API}${id}/`), [id]);
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} height=${40} />`}>
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
  </${Loaded}>`;
}

export default function HuntflowCachePage() {
  useTitle(t('nav.cache'));
  const filters = query.read(here.value.query);
  const expired = filters.view === 'expired';
  const shape = query.write({ ...filters, entry: '' }).toString();
  const stats = useLoad(() => get(`${API}stats/`), []);
  const load = useLoad(
    () => page(expired ? `${API}expired/` : API, asked(filters), { lane: 'cache' }), [shape], filters.view,
  );
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
  const { rows = [] } = load.data || {};
  const views = [
    ['', 'all', stats.data?.entries],
    ['expired', 'expired', stats.data?.expired],
  ].map(([view, key, count]) => ({
    key,
    text: t(`cache.view.${key}`),
    count,
    current: load.of === view,
    href: view ? `${PATH}?view=${view}` : PATH,
  }));
  return html`
    <${Crumbs} links=${[aboveOf('/huntflow/', 'Huntflow')]} />
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
    <${FilterBar}
      search=${{ name: 'search', label: t('cache.search'), hint: t('cache.search.hint') }} filters=${filters}
      apply=${apply}
    />
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
              label=${t('nav.cache')} look="entries" rows=${rows} now=${now} busy=${load.busy}
              columns=${columnsOf((entry) => run(() => del(`${API}${entry.id}/`), t('cache.dropped')))}
              onSort=${(field) => apply({ ordering: turned(now, field, ['updated_at']) })}
            />
            <${Pages} query=${query} path=${PATH} filters=${filters} got=${load.data} keyed />
          `}
    <${Drawer} name="entry" valid=${/^\d+$/} title=${t('cache.entry')}>
      ${(id) => html`<${Entry} id=${id} />`}
    </${Drawer}>
  `;
}
