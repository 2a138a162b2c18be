// search: people at all job boards at once: wishes, what each board answers, one row a person with the reasons of its
// score; sorted out by keys, compared, imported.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { all, get } from '../../lib/api.js';
import { t, ago, compare, lang, list, num } from '../../lib/i18n.js';
import { letters, useKeys } from '../../lib/keys.js';
import { turned } from '../../lib/list-rules.js';
import { changeFilters, go, here, setQuery } from '../../lib/router.js';
import { me } from '../../lib/session.js';
import { may } from '../../lib/session-rules.js';
import { toast } from '../../ui/toast.js';
import { Icon, Button } from '../../ui/button.js';
import { FilterBar } from '../../ui/filters.js';
import { Popover } from '../../ui/popover.js';
import { BulkBar, useRowKeys, useSelection } from '../../ui/selection.js';
import { Empty, Loaded, Skeleton } from '../../ui/states.js';
import { Table, Views } from '../../ui/table.js';
import { hrefOf, nextOf } from './candidates-rules.js';
import { Texts, nameOf, platformName, salaryText, yearsText } from './words.js';
import { tabsOf } from '../../lib/platform-rules.js';
import { later } from '../../ui/later.js';
import { useDeeds } from './search-deeds.js';
import { SearchForm } from './search-form.js';
import { CompareDialog, Marks, Parts, Reach, Score, Sources, Weights } from './search-parts.js';
import { useRanking } from './search-ranking.js';
import { useRun } from './search-run.js';
import { SAVED, SaveDialog, SavedSearches, useUpdate } from './saved-searches.js';
import {
  COMPARED, FACETS, WISHES, askedOf, awayCount, baseOf, bodyOf, facetOf, filtersOf, filtersOfBody, isAsked, keyOf,
  query, shownRows, valuesOf, weightsOf, weightsText,
} from './search-rules.js';

const Salaries = later(() => import('./salaries.js'), 'Salaries');

const FALLING = ['score', 'experience', 'salary', 'updated'];
const SKILLS = 4;
const KEYS = { KeyY: 'keep', KeyN: 'hidden', KeyU: 'new' };

const Name = ({ row }) => html`
  <a class="name" href=${hrefOf(row)}>${nameOf(row)}</a>
  <span class="two">
    ${[row.current_position, row.current_company].filter(Boolean).join(', ')}
    ${row.location && html`<span class="searchplace"> · ${row.location}</span>`}
  </span>
  <${Reach} row=${row} />
  <span class="row wrap marks"><${Marks} row=${row} /></span>
`;

/* In a column they would be a tower of marks. */
const wordsOf = (skills) => [
  ...skills.slice(0, SKILLS), ...skills.length > SKILLS ? [`+${num(skills.length - SKILLS)}`] : [],
].join(', ');

/* Of a row, and of deeds of search-deeds.js. */
const CELLS = {
  score: (row) => html`<${Score} row=${row} />`,
  location: (row) => row.location || '',
  experience: (row) => html`<span class="nb">${yearsText(row)}</span>`,
  salary: (row) => html`<span class="nb">${salaryText(row)}</span>`,
  skills: (row) => html`<span class="sm">${wordsOf(row.skills)}</span>`,
  sources: (row, deeds) => html`<${Sources} row=${row} onOpen=${(open) => deeds.reach(row, open)} />`,
  updated: (row) => html`<span class="nb dim">${row.updated_at ? ago(row.updated_at) : ''}</span>`,
};
const SORTED = ['score', 'experience', 'salary', 'updated'];
const MORE = ['updated', 'skills', 'location'];

const columns = (deeds) => [
  { name: 'name', look: 'c-name', sort: 'name', cell: (row) => html`<${Name} row=${row} />` },
  ...Object.keys(CELLS).map((name) => ({
    name, look: `c-${name}${MORE.includes(name) ? ' c-more' : ''}`,
    cell: (row) => CELLS[name](row, deeds),
    sort: SORTED.includes(name) ? name : undefined,
  })),
].map((column) => ({ ...column, head: t(`search.column.${column.name}`) }));

/* The same people as cards. */
const Cards = ({ rows, pick, deeds, cursor, setCursor }) => html`<ul class="searchcards">
  ${rows.map((row, i) => html`<li key=${row.id} data-row=${row.id} class=${i === cursor ? 'at' : ''}>
    <div class="row">
      <label class="tick">
        <input
          type="checkbox" aria-label=${t('table.pick', { name: nameOf(row) })} checked=${pick.has(row)}
          onClick=${(event) => { setCursor(i); pick.tick(i, event.shiftKey, event.currentTarget.checked); }}
        />
      </label>
      <div class="grow"><${Name} row=${row} /></div>
    </div>
    <div><${Score} row=${row} /></div>
    <p class="sm dim">${[row.location, yearsText(row), salaryText(row)].filter(Boolean).join(' · ')}</p>
    <${Texts} texts=${row.skills} />
    ${CELLS.sources(row, deeds)}
  </li>`)}
</ul>`;

function Facets({ rows, filters, shown, children }) {
  const labels = {
    platform: platformName, skill: (text) => text, place: (text) => text,
    known: (name) => t(name === 'imported' ? 'cand.imported.mark' : `cand.known.${name}`),
    state: (name) => t(`cand.state.${name}`),
  };
  const groups = FACETS.map((name) => ({
    name, label: t(`search.facet.${name}`), many: true,
    items: facetOf(rows, filters, name).map(({ name: value, count }) => ({ value, label: labels[name](value), count })),
  }));
  const none = Object.fromEntries(FACETS.map((name) => [name, []]));
  return html`<${FilterBar}
    groups=${groups} filters=${filters} apply=${(change) => changeFilters(query, change, { replace: true })}
    narrowed=${FACETS.some((name) => filters[name].length)} total=${shown}
    onClear=${() => changeFilters(query, none)}
  >
    ${children}
  </${FilterBar}>`;
}

function Bulk({ pick, deeds, onCompare }) {
  const people = [...pick.chosen.values()];
  const free = people.filter(({ is_imported: done }) => !done);
  const done = () => pick.clear();
  return html`<${BulkBar} text=${t('cand.chosen', { n: people.length })} onClear=${pick.clear}>
    <span class="push row bulkacts">
      <${Button} small icon="check" onClick=${() => { deeds.mark(people, 'keep'); done(); }}>
        ${t('cand.deed.keep')}
      </${Button}>
      <${Button} small icon="ban" onClick=${() => { deeds.mark(people, 'hidden'); done(); }}>
        ${t('cand.deed.hidden')}
      </${Button}>
      ${people.length > 1 && people.length <= COMPARED && html`<${Button} small icon="columns-3" onClick=${onCompare}>
        ${t('search.compare')}
      </${Button}>`}
      ${free.length > 0 && html`<${Button} small main icon="download" onClick=${() => deeds.askMany(free, done)}>
        ${t('search.import', { n: free.length })}
      </${Button}>`}
    </span>
  </${BulkBar}>`;
}

function Results({ run, filters, weights, given, ranking }) {
  const rows = shownRows(run.rows, filters, weights, compare);
  const stamp = keyOf(filters);
  const idOf = ({ id }) => String(id);
  const pick = useSelection({ rows, idOf, stamp });
  const keys = useRowKeys({ rows, idOf, pick, onOpen: (row) => go(hrefOf(row)), stamp });
  const deeds = useDeeds({ run, teach: ranking.teach });
  const [comparing, setComparing] = useState(false);
  useKeys((event) => {
    const row = rows[keys.cursor];
    if (!row || !letters(event)) return;
    if (event.code === 'KeyI' && !row.is_imported) {
      event.preventDefault();   // the letter is no text of the note
      deeds.ask(row);
    }
    const state = KEYS[event.code];
    if (!state) return;
    const next = nextOf(rows, row.id);
    deeds.mark([row], state);
    if (next !== null && state !== 'new') keys.setCursor(rows.findIndex(({ id }) => id === next));
  });
  const away = awayCount(run.rows);
  const flipLook = () => changeFilters(query, { look: filters.look ? '' : 'cards' }, { replace: true });
  const base = baseOf(ranking.data);
  const setWeights = (next) => changeFilters(query, { weights: weightsText(next, base) }, { replace: true });
  const compared = [...pick.chosen.values()].map(({ id }) => rows.find((row) => row.id === id)).filter(Boolean);
  const now = filters.sort || '-score';
  return html`
    ${(run.rows.length > 0 || run.busy) && html`<${Facets} rows=${run.rows} filters=${filters} shown=${rows.length}>
      <span class="push wide-only"></span>
      ${given.length > 0 && html`<${Popover}
        look="chip" label=${t('search.weights')} named align="end"
        button=${html`${t('search.weights')}<${Icon} name="chevron-down" />`}
      >
        ${() => html`<${Weights}
          wishes=${given} weights=${weights} ranking=${ranking.data} onChange=${setWeights}
          onUsual=${() => setWeights(base)} onSwitch=${ranking.turn} onForget=${ranking.forget}
        />`}
      </${Popover}>`}
      <${Button} small icon=${filters.look ? 'list-checks' : 'layers'} onClick=${flipLook}>
        ${t(filters.look ? 'search.as_table' : 'search.as_cards')}
      </${Button}>
    </${Facets}>`}
    <p class="sm dim searchcount" role="status">
      ${[
        t(run.busy ? 'search.count_busy' : 'search.count', { n: rows.length }),
        ...away > 0 && !filters.state.length ? [t('search.away', { n: away })] : [],
      ].join('. ')}
    </p>
    ${rows.length === 0
      ? (run.busy
          ? html`<${Skeleton} rows=${5} height=${72} />`
          : html`<${Empty} icon="search" text=${t(run.rows.length ? 'search.none_shown' : 'search.none')} />`)
      : filters.look
        ? html`<${Cards} rows=${rows} pick=${pick} deeds=${deeds} ...${keys} />`
        : html`<${Table}
            ...${keys} label=${t('search.results')} look="searched" rows=${rows} pick=${pick} columns=${columns(deeds)}
            nameOf=${nameOf} now=${now} idOf=${idOf} busy=${run.busy}
            onSort=${(field) => changeFilters(query, { sort: turned(now, field, FALLING) }, { replace: true })}
          />`}
    ${run.hasMore && html`<div class="acts searchmore">
      <${Button} busy=${run.busy} onClick=${run.more}>${t('search.more')}</${Button}>
    </div>`}
    ${pick.chosen.size > 0 && html`<${Bulk} pick=${pick} deeds=${deeds} onCompare=${() => setComparing(true)} />`}
    ${comparing && compared.length > 1 && html`<${CompareDialog}
      rows=${compared} onClose=${() => setComparing(false)}
      onImport=${(row) => { setComparing(false); deeds.ask(row); }}
    />`}
    ${deeds.dialog}
  `;
}

function Search({ filters, data }) {
  const { own, platforms } = data;
  const { asked, mute } = askedOf(own, platforms, filters.platforms);
  const key = isAsked(filters) && asked.length ? keyOf(filters) : '';
  const body = bodyOf(filters);
  const run = useRun({ key, body, asked });
  const saved = useLoad(() => get(SAVED), []);
  const current = (saved.data || []).find(({ id }) => String(id) === filters.saved);
  const ranking = useRanking({ saved: filters.saved && saved.busy ? null : String(current?.id || ''), search: body });
  const weights = weightsOf(filters.weights, baseOf(ranking.data));
  const given = WISHES.filter((name) => (name === 'experience' || name === 'salary'
    ? filters[`${name}_min`] !== '' || filters[`${name}_max`] !== '' : filters[name].length > 0));
  /* A notice leads to a saved search: its wishes are in the form, and nobody is asked yet. */
  const named = !isAsked(filters) && current;
  const wished = named ? { ...filters, ...filtersOfBody(named.search) } : filters;
  const search = (values) => {
    const next = { ...query.read(new URLSearchParams()), ...filtersOf(values), weights: wished.weights,
      look: filters.look, saved: filters.saved };
    if (keyOf(next) === key) run.anew();
    else setQuery(query.write(next));
  };
  const [saving, setSaving] = useState(false);
  const values = { ...valuesOf(wished), currency: wished.currency || 'RUB' };
  const onSaved = (one) => {
    setSaving(false);
    saved.reload();
    toast(t('saved.saved'));
    changeFilters(query, { saved: String(one.id) }, { replace: true });
  };
  const kept = { ...body, ...(filters.weights && { weights }) };
  const update = useUpdate({
    one: key && given.length > 0 ? current : null, filters, search: kept, onDone: saved.reload,
  });
  const leave = () => changeFilters(query, { saved: '' }, { replace: true });
  if (!own.length) {
    return html`<${Empty} icon="plug" text=${t(may(me.value, 'admin') ? 'boards.empty' : 'boards.empty.member')}>
      <${Button} href="/integrations/">${t('nav.integrations')}</${Button}>
    </${Empty}>`;
  }
  return html`
    <${SearchForm}
      key=${keyOf(wished)} initial=${values} platforms=${platforms} busy=${run.busy} onSearch=${search}
      onSave=${key && given.length > 0 && (() => setSaving(true))} update=${update}
    />
    <${SavedSearches} load=${saved} saved=${filters.saved} current=${current} onLeave=${leave} />
    ${saving && html`<${SaveDialog}
      search=${kept} onSaved=${onSaved} onClose=${() => setSaving(false)}
    />`}
    ${asked.length === 0 && html`<p class="sm bad-t" role="alert">
      ${t('search.no_board', { names: list(filters.platforms.map(platformName)) || t('search.all_boards') })}
    </p>`}
    ${(key || mute.length > 0) && html`<${Parts}
      asked=${key ? asked : []} parts=${run.parts} mute=${mute} language=${lang.value} again=${run.again}
    />`}
    ${key
      ? html`<${Results} run=${run} filters=${filters} weights=${weights} given=${given} ranking=${ranking} />`
      : asked.length > 0 && html`<${Empty} icon="search" text=${t('search.start')} />`}
  `;
}

export default function SearchPage() {
  useTitle(t('nav.search'));
  const filters = query.read(here.value.query);
  const load = useLoad(async () => {
    const [own, platforms] = await Promise.all([all('/api/integrations/'), get('/api/integrations/platforms')]);
    return { own, platforms };
  }, []);
  const tab = here.value.query.get('tab') === 'salary' ? 'salary' : 'search';
  const tabs = tabsOf(true, tab).map((one) => ({ ...one, text: t(`boards.tab.${one.key}`) }));
  return html`
    <div class="head">
      <div><h1>${t('nav.search')}</h1><p class="sub">${t('search.sub')}</p></div>
    </div>
    <${Views} label=${t('boards.tabs')} items=${tabs} />
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${3} height=${120} />`}>
      ${() => (tab === 'salary'
        ? html`<${Salaries} platforms=${load.data.platforms} />`
        : html`<${Search} filters=${filters} data=${load.data} />`)}
    </${Loaded}>
  `;
}
