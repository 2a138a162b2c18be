// vacancies: the vacancies of one organisation: states as tabs, search, mine.
import { html, cls } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Icon, Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { moneyText } from '../../ui/money.js';
import { Empty, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table, Views } from '../../ui/table.js';
import { FilterBar } from '../../ui/filters.js';
import { t, num, fullTime } from '../../lib/i18n.js';
import { now } from '../../lib/now.js';
import { get, page } from '../../lib/api.js';
import { useLive } from '../../lib/live.js';
import { here, changeFilters } from '../../lib/router.js';
import { listQuery } from '../../lib/list-rules.js';
import { HuntflowError } from '../../ui/huntflow-error.js';
import { Crumbs, VacancyState, useAccount } from '../../ui/huntflow-words.js';
import { vacanciesHref, vacancyHref, applicantsHref } from '../../lib/huntflow-rules.js';
import { useAccountName } from './dictionaries.js';
import { countOf, isStill, stillDays, withCounts } from './vacancy-rules.js';

const SIZE = 30;
const STATES = ['OPEN', 'HOLD', 'CLOSED', 'all'];
const query = listQuery([], ['search', 'state', 'mine', 'page']);

const Name = ({ one, account }) => html`
  <a class="name" href=${vacancyHref(account, one.id)}>${one.position}</a>
  <span class="two">
    ${one.priority > 0 && html`<span class="prio"><${Icon} name="flag" />${t('vacancy.urgent')} · </span>`}
    ${[one.company, one.account_division?.name].filter(Boolean).join(', ') || t('vacancy.no_company')}
  </span>
`;

const Dates = ({ one }) => html`
  <${Time} at=${one.created} class="nb dim" />
  ${one.deadline && html`<span class="two">${t('vacancy.until')} <${Time} at=${one.deadline} /></span>`}
`;

function People({ one, account }) {
  const href = `${applicantsHref(account)}?vacancy=${one.id}`;
  const { applicants_count: n } = one;
  if (n === null || n === undefined) return html`<a class="lnk" href=${href}>${t('vacancy.people')}</a>`;
  return html`
    <a class="lnk" href=${href} aria-label=${t('applicants.n', { n })}>${num(n)}</a>
    ${one.new_count > 0 && html`<span class="two">${t('vacancy.new', { n: one.new_count })}</span>`}
  `;
}

/* Nobody there: since it was made. Of a closed one nothing is expected. */
function Still({ one }) {
  const days = one.state === 'CLOSED' ? null : stillDays(one, now.value);
  if (days === null) return html`<span class="faint">–</span>`;
  const late = isStill(days);
  return html`<span class=${cls('nb', late ? 'late' : 'dim')} title=${fullTime(one.moved_at || one.created)}>
    ${late && html`<${Icon} name="clock" />`}${t(days ? 'vacancy.still' : 'vacancy.still.none', { n: days })}
  </span>`;
}

const columnsOf = (account) =>
  [
    { name: 'name', cell: (one) => html`<${Name} one=${one} account=${account} />` },
    { name: 'st', cell: (one) => html`<${VacancyState} state=${one.state} />` },
    {
      name: 'pay',
      cell: (one) =>
        one.money
          ? html`<span class="nb">${moneyText(one.money)}</span>`
          : html`<span class="faint">${t('none')}</span>`,
    },
    { name: 'date', cell: (one) => html`<${Dates} one=${one} />` },
    { name: 'still', cap: t('vacancy.still.cap'), cell: (one) => html`<${Still} one=${one} />` },
    { name: 'n', right: true, cell: (one) => html`<${People} one=${one} account=${account} />` },
  ].map((column) => ({ ...column, look: `c-${column.name}`, head: t(`col.vacancy.${column.name}`) }));

export default function VacanciesPage({ params }) {
  const { a: account } = params;
  useTitle(t('vacancies.title'));
  useAccount(account);
  const name = useAccountName(account);
  const path = vacanciesHref(account);
  const filters = query.read(here.value.query);
  const state = filters.state || 'OPEN';
  const stamp = query.write(filters).toString();
  const load = useLoad(
    () => page(path, { ...filters, state: state === 'all' ? '' : state, page_size: SIZE }, { lane: 'vacancies' }),
    [account, stamp], state,
  );
  useLive('vacancy', (event) => { if (String(event?.account_id) === account) load.reload(); }, [account, stamp]);
  const apply = (change, opts) => changeFilters(query, change, opts);
  const { rows = [], total } = load.data || {};
  /* Counted apart, as Huntflow is asked for each: the list does not wait for it. */
  const ids = rows.map(({ id }) => id);
  const counts = useLoad(
    async () =>
      ids.length
        ? get(`/api/v1/huntflow/accounts/${account}/vacancy-counts`, { id: ids }, { lane: 'vacancy-counts' })
        : [],
    [account, ids.join()],
  );
  const counted = withCounts(rows, counts.data);
  const { search, mine } = filters;
  const states = useLoad(
    () => get(`/api/v1/huntflow/accounts/${account}/vacancy-states`, { search, mine }, { lane: 'vacancy-states' }),
    [account, search, mine],
  );
  const views = STATES.map((key) => ({
    key,
    text: t(`vacancies.view.${key}`),
    count: countOf(states.data, key),
    current: key === load.of,
    href: `${path}?${query.write(query.changed(filters, { state: key === 'OPEN' ? '' : key }))}`,
  }));
  const opened = state === 'OPEN';
  const narrowed = Boolean(filters.search || filters.mine);
  return html`
    <${Crumbs}
      links=${[
        ['/huntflow/', 'Huntflow'],
        [path, name],
      ]}
    />
    <div class="head">
      <div>
        <h1>${t('vacancies.title')}</h1>
        <p class="sub">${load.data ? t('vacancies.n', { n: total ?? rows.length }) : '…'}</p>
      </div>
      <div class="acts"><${Button} icon="users" href=${applicantsHref(account)}>${t('hf.applicants')}</${Button}></div>
    </div>
    <${Views} items=${views} label=${t('views.label')} />
    <${FilterBar}
      search=${{ name: 'search', label: t('vacancies.search'), hint: t('vacancies.search.hint') }} filters=${filters}
      apply=${apply}
    >
      <button
        type="button" class=${cls('chip', filters.mine && 'on')} aria-pressed=${String(Boolean(filters.mine))}
        onClick=${() => apply({ mine: filters.mine ? '' : '1' })}
      >
        ${t('vacancies.mine')}
      </button>
    </${FilterBar}>
    ${load.error && html`<div class="gap"><${HuntflowError} error=${load.error} retry=${load.reload} /></div>`}
    ${!load.data
      ? !load.error && html`<${Skeleton} rows=${8} />`
      : rows.length === 0
        ? html`<${Empty}
            icon="briefcase"
            text=${t(narrowed ? 'vacancies.none_found' : opened ? 'vacancies.empty' : 'vacancies.none')}
          >
            ${narrowed
              ? html`<${Button} onClick=${() => apply({ search: '', mine: '' })}>${t('filters.clear')}</${Button}>`
              : state !== 'all' && html`<${Button} href=${`${path}?state=all`}>${t('vacancies.show_all')}</${Button}>`}
          </${Empty}>`
        : html`
            <${Table}
              label=${t('vacancies.title')} look="vacs" rows=${counted} columns=${columnsOf(account)} busy=${load.busy}
            />
            <${Pages} query=${query} path=${path} filters=${filters} got=${load.data} size=${SIZE} />
          `}
  `;
}
