// candidates: people over all sources as a list: tabs, saved views, filters, what is ticked; by mouse and by keys.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { page } from '../../lib/api.js';
import { t, ago, fullTime } from '../../lib/i18n.js';
import { letters, useKeys } from '../../lib/keys.js';
import { turned } from '../../lib/list-rules.js';
import { changeFilters, go, here, setQuery } from '../../lib/router.js';
import { phoneText } from '../../lib/phone-rules.js';
import { Button } from '../../ui/button.js';
import { later } from '../../ui/later.js';
import { ColumnChip, useSavedViews } from '../../ui/saved-views.js';
import { useRowKeys, useSelection } from '../../ui/selection.js';
import { Empty, ErrorNote, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table, useColumns } from '../../ui/table.js';
import { toast } from '../../ui/toast.js';
import { ViewBar } from '../../ui/views.js';
import { CandidateFilters } from './candidates-filters.js';
import { Bulk } from './candidates-bulk.js';
import { setState } from './deeds.js';
import {
  API, COLUMNS, PATH, SHOWS, VIEWS, asked, cleared, hrefOf, isChanged, isNarrowed, nextOf, query, shownColumns,
  tabHref, viewBody, viewHref,
} from './candidates-rules.js';
import { Known, Platforms, State, Texts, nameOf, salaryText, yearsText } from './words.js';

const CvUpload = later(() => import('../../ui/cv-upload.js'), 'CvUpload');
const CandidateDialog = later(() => import('./candidate-form.js'), 'CandidateDialog');

const SIZE = 20;
const FALLING = ['updated_at', 'experience_years'];
const KEYS = { KeyY: 'keep', KeyN: 'hidden', KeyU: 'new' };
const SAVED = { base: VIEWS, key: 'candidate-columns', name: 'current_position', shown: shownColumns };

const Name = ({ one }) => html`
  <a class="name" href=${hrefOf(one)}>${nameOf(one)}</a>
  <span class="two row wrap marks">
    ${one.current_position && html`<span>${one.current_position}</span>`}
    <${Known} one=${one} />
  </span>
`;

const CELLS = {
  current_company: (one) => one.current_company || '',
  location: (one) => one.location || '',
  experience_years: (one) => html`<span class="nb">${yearsText(one)}</span>`,
  salary: (one) => html`<span class="nb">${salaryText(one)}</span>`,
  skills: (one) => html`<${Texts} texts=${one.skills} />`,
  sources: (one) => html`<${Platforms} one=${one} />`,
  state: (one) => html`<${State} state=${one.state} />`,
  contacts: (one) => html`<span class="dim">${[phoneText(one.phone), one.email].filter(Boolean).join(', ')}</span>`,
  tags: (one) => html`<${Texts} texts=${one.tags} />`,
  updated_at: ({ updated_at: at }) => html`<time class="nb dim" datetime=${at} title=${fullTime(at)}>${ago(at)}</time>`,
};
const SORTS = { experience_years: 'experience_years', salary: 'salary', updated_at: 'updated_at' };
const MORE = ['current_company', 'contacts', 'tags', 'updated_at', 'location'];

const columnsOf = (shown) => [
  { name: 'full_name', look: 'c-name', sort: 'name', cell: (one) => html`<${Name} one=${one} />` },
  ...COLUMNS.filter((name) => shown.includes(name)).map((name) => ({
    name, look: `c-${name}${MORE.includes(name) ? ' c-more' : ''}`, sort: SORTS[name], cell: CELLS[name],
  })),
].map((column) => ({ ...column, head: t(`cand.column.${column.name}`) }));

function Nothing({ filters, onAdd }) {
  return isNarrowed(filters)
    ? html`<${Empty} icon="search" text=${t('cand.none_found')}>
        <${Button} onClick=${() => setQuery(query.write(cleared(filters)))}>${t('filters.clear')}</${Button}>
      </${Empty}>`
    : html`<${Empty} icon="users" text=${t('cand.none')}>
        <${Button} icon="plus" onClick=${onAdd}>${t('cand.add')}</${Button}>
      </${Empty}>`;
}

function List({ filters, stamp, shown, load, onAdd }) {
  const rows = load.data?.rows || [];
  const { total } = load.data || {};
  const pick = useSelection({ rows, idOf: ({ id }) => id, stamp });
  const keys = useRowKeys({ rows, idOf: ({ id }) => String(id), pick, onOpen: (one) => go(hrefOf(one)), stamp });
  /* The next one comes under the keys, for the next press. */
  useKeys(async (event) => {
    const state = KEYS[event.code];
    const one = rows[keys.cursor];
    if (!state || !one || !letters(event)) return;
    const next = nextOf(rows, one.id);
    if (await setState([one], state, load.reload) && next !== null) {
      keys.setCursor(rows.findIndex(({ id }) => id === next));
    }
  });
  const columns = useColumns(() => columnsOf(shown), [shown.join(' ')]);
  const now = (filters.ordering || '-updated_at');
  if (!load.data) {
    return load.error
      ? html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`
      : html`<${Skeleton} rows=${10} />`;
  }
  return html`
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${rows.length === 0
      ? html`<${Nothing} filters=${filters} onAdd=${onAdd} />`
      : html`
          <${Table}
            ...${keys} label=${t('nav.candidates')} look="candidates" rows=${rows} pick=${pick}
            columns=${columns} nameOf=${nameOf} now=${now} busy=${load.busy}
            onSort=${(field) => changeFilters(query, { ordering: turned(now, field, FALLING) })}
          />
          <${Pages} query=${query} path=${PATH} filters=${filters} got=${load.data} />
        `}
    ${pick.chosen.size > 0 && html`<${Bulk}
      pick=${pick} filters=${filters} total=${total} onDone=${load.reload}
    />`}
  `;
}

export default function CandidatesPage() {
  useTitle(t('nav.candidates'));
  const filters = query.read(here.value.query);
  const stamp = query.write(filters).toString();
  const [adding, setAdding] = useState(false);
  const [reading, setReading] = useState(false);
  const load = useLoad(
    () => page(API, { ...asked(filters, { paged: true }), page_size: SIZE }, { lane: 'candidates' }), [stamp],
    filters,
  );
  const views = useSavedViews(SAVED, { id: filters.view, stamp, bodyOf: () => viewBody(filters) });
  const tabs = SHOWS.map((show) => ({
    key: show || 'work', text: t(`cand.show.${show}`), href: tabHref(show),
    current: !load.of.view && load.of.show === show,
  }));
  const added = (one) => {
    setAdding(false);
    toast(t(one.sources.length > 1 ? 'cand.added.joined' : 'cand.added'));
    go(hrefOf(one));
  };
  return html`
    <div class="head inline">
      <div><h1>${t('nav.candidates')}</h1><p class="sub">${t('cand.what')}</p></div>
      <div class="acts">
        <${Button} icon="chart-column" href=${`${PATH}reports/`}>${t('nav.reports')}</${Button}>
        <${Button} icon="copy" href=${`${PATH}duplicates/`}>${t('cand.duplicates')}</${Button}>
        <${Button} icon="upload" onClick=${() => setReading(true)}>${t('cv.upload')}</${Button}>
        <${Button} main icon="plus" onClick=${() => setAdding(true)}>${t('cand.add')}</${Button}>
      </div>
    </div>
    <${ViewBar}
      tabs=${tabs} views=${views} hrefOf=${viewHref} home=${PATH} of=${load.of.view}
      changed=${isChanged(filters, views.view)}
    >
      <${ColumnChip}
        items=${COLUMNS.map((value) => ({ value, label: t(`cand.column.${value}`) }))}
        columns=${views.columns} onChange=${views.setColumns}
      />
    </${ViewBar}>
    <${CandidateFilters} filters=${filters} total=${load.data?.total} stamp=${stamp} />
    <${List}
      filters=${filters} stamp=${stamp} shown=${views.columns} load=${load} onAdd=${() => setAdding(true)}
    />
    ${reading && html`<${CvUpload} onDone=${load.reload} onClose=${() => setReading(false)} />`}
    ${adding && html`<${CandidateDialog} onSaved=${added} onClose=${() => setAdding(false)} />`}
  `;
}
