// vacancies: the vacancies of one organisation: states as tabs, search, mine.
import { html, cls } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Icon, Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { Empty, Skeleton } from '../../ui/states.js';
import { Views, Pager, placeOf } from '../../ui/table.js';
import { SearchBox } from '../../ui/filters.js';
import { t, num } from '../../lib/i18n.js';
import { page } from '../../lib/api.js';
import { useLive } from '../../lib/live.js';
import { here, changeFilters } from '../../lib/router.js';
import { listQuery } from '../../lib/list-rules.js';
import { HuntflowError } from '../../ui/target.js';
import { Crumbs, VacancyState, useAccount } from '../../ui/huntflow-words.js';
import { vacanciesHref, vacancyHref, applicantsHref } from '../../lib/huntflow-rules.js';
import { useAccountName } from './dictionaries.js';

const SIZE = 30;
const STATES = ['OPEN', 'HOLD', 'CLOSED', 'all'];
const query = listQuery([], ['search', 'state', 'mine', 'page']);

function Row({ one, account }) {
  return html`<tr role="row">
    <td role="cell" class="c-name">
      <a class="name" href=${vacancyHref(account, one.id)}>${one.position}</a>
      <span class="two">
        ${one.priority > 0 && html`<span class="prio"><${Icon} name="flag" />${t('vacancy.urgent')} · </span>`}
        ${[one.company, one.account_division?.name].filter(Boolean).join(', ') || t('vacancy.no_company')}
      </span>
    </td>
    <td role="cell" class="c-st"><${VacancyState} state=${one.state} /></td>
    <td role="cell" class="c-pay nb">${one.money || html`<span class="faint">${t('none')}</span>`}</td>
    <td role="cell" class="c-date">
      <${Time} at=${one.created} class="nb dim" />
      ${one.deadline && html`<span class="two">${t('vacancy.until')} <${Time} at=${one.deadline} /></span>`}
    </td>
    <td role="cell" class="c-n r">
      ${one.applicants_count === null || one.applicants_count === undefined
        ? html`<a class="lnk" href=${`${applicantsHref(account)}?vacancy=${one.id}`}>${t('vacancy.people')}</a>`
        : html`<a
            class="lnk" href=${`${applicantsHref(account)}?vacancy=${one.id}`}
            aria-label=${t('applicants.n', { n: one.applicants_count })}
          >
            ${num(one.applicants_count)}
          </a>`}
    </td>
  </tr>`;
}

const Table = ({ rows, account, busy }) => html`<table
  class="tbl cards vacs" role="table" aria-label=${t('vacancies.title')} aria-busy=${busy ? 'true' : undefined}
>
  <thead role="rowgroup">
    <tr role="row">
      ${['name', 'st', 'pay', 'date', 'n'].map((name) => html`<th
        key=${name} role="columnheader" scope="col" class=${cls(`c-${name}`, name === 'n' && 'r')}
      >
        ${t(`col.vacancy.${name}`)}
      </th>`)}
    </tr>
  </thead>
  <tbody role="rowgroup">${rows.map((one) => html`<${Row} key=${one.id} one=${one} account=${account} />`)}</tbody>
</table>`;

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
    [account, stamp],
  );
  useLive('vacancy', (event) => { if (String(event?.account_id) === account) load.reload(); }, [account, stamp]);
  const apply = (change, opts) => changeFilters(query, change, opts);
  const at = Number(filters.page) || 1;
  const { rows = [], total, more, links } = load.data || {};
  const views = STATES.map((key) => ({
    key,
    text: t(`vacancies.view.${key}`),
    current: key === state,
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
    <div class="filters" role="search">
      <${SearchBox}
        label=${t('vacancies.search')} hint=${t('vacancies.search.hint')} value=${filters.search}
        onSearch=${(search) => apply({ search }, { replace: true })}
      />
      <button
        type="button" class=${cls('chip', filters.mine && 'on')} aria-pressed=${String(Boolean(filters.mine))}
        onClick=${() => apply({ mine: filters.mine ? '' : '1' })}
      >
        ${t('vacancies.mine')}
      </button>
    </div>
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
            <${Table} rows=${rows} account=${account} busy=${load.busy} />
            ${(links.next || at > 1) && html`<${Pager}
              place=${placeOf(at, SIZE, rows.length, total, more)}
              prev=${at > 1 && query.href(path, filters, new URLSearchParams(), at - 1)}
              next=${query.href(path, filters, links.next, at + 1)}
            />`}
          `}
  `;
}
