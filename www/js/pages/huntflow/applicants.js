// applicants: the applicants of one organisation: search, filters by vacancy, stage and tag, pages or a cursor.
import { html } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Pages } from '../../ui/pager.js';
import { Empty, Skeleton } from '../../ui/states.js';
import { toast } from '../../ui/toast.js';
import { FilterBar } from '../../ui/filters.js';
import { t } from '../../lib/i18n.js';
import { page } from '../../lib/api.js';
import { here, setQuery, changeFilters } from '../../lib/router.js';
import { useLive } from '../../lib/live.js';
import { HuntflowError } from '../../ui/huntflow-error.js';
import { Crumbs, ApplicantTable, useAccount } from '../../ui/huntflow-words.js';
import { applicantsHref, vacanciesHref, stagesOf } from '../../lib/huntflow-rules.js';
import { useAccountName, useDictionaries } from './dictionaries.js';
import { query, isNarrowed, cleared, choicesOf } from './applicants-rules.js';

const SIZE = 30;

const groupsOf = ({ vacancies, statuses, tags }) => [
  {
    name: 'vacancy',
    label: t('hf.filter.vacancy'),
    items: choicesOf(vacancies, ({ position, company }) =>
      company ? t('vacancy.of', { position, company }) : position,
    ),
  },
  { name: 'status', label: t('hf.filter.status'), items: choicesOf(stagesOf(statuses)) },
  { name: 'tag', label: t('hf.filter.tag'), items: choicesOf(tags) },
];

export default function ApplicantsPage({ params }) {
  const { a: account } = params;
  useTitle(t('applicants.title'));
  useAccount(account);
  const name = useAccountName(account);
  const groups = groupsOf(useDictionaries(account, ['vacancies', 'statuses', 'tags']));
  const path = applicantsHref(account);
  const filters = query.read(here.value.query);
  const stamp = query.write(filters).toString();
  const load = useLoad(() => page(path, { ...filters, page_size: SIZE }, { lane: 'applicants' }), [account, stamp]);
  useLive('applicant', (event) => { if (String(event?.account_id) === account) load.reload(); }, [account, stamp]);
  const apply = (change, opts) => changeFilters(query, change, opts);
  const wipe = () => {
    const before = query.write(filters);
    setQuery(query.write(cleared()));
    toast(t('filters.cleared'), { action: t('undo'), onAction: () => setQuery(before) });
  };
  const { rows = [], total, more } = load.data || {};
  return html`
    <${Crumbs}
      links=${[
        ['/huntflow/', 'Huntflow'],
        [vacanciesHref(account), name],
      ]}
    />
    <div class="head">
      <div>
        <h1>${t('applicants.title')}</h1>
        <p class="sub">
          ${!load.data
            ? '…'
            : total === null
              ? t('applicants.sub')
              : more
                ? t('applicants.over', { n: total })
                : t('applicants.n', { n: total })}
        </p>
      </div>
      <div class="acts">
        <${Button} icon="briefcase" href=${vacanciesHref(account)}>${t('hf.vacancies')}</${Button}>
      </div>
    </div>
    <${FilterBar}
      search=${{ name: 'q', label: t('applicants.search'), hint: t('applicants.search.hint') }} groups=${groups}
      filters=${filters} apply=${apply} narrowed=${isNarrowed(filters)} onClear=${wipe}
    />
    ${load.error && html`<div class="gap"><${HuntflowError} error=${load.error} retry=${load.reload} /></div>`}
    ${!load.data
      ? !load.error && html`<${Skeleton} rows=${10} />`
      : rows.length === 0
        ? isNarrowed(filters)
          ? html`<${Empty} icon="search" text=${t(filters.status ? 'applicants.none_stage' : 'applicants.none_found')}>
              <${Button} onClick=${wipe}>${t('filters.clear')}</${Button}>
            </${Empty}>`
          : html`<${Empty} icon="users" text=${t('applicants.empty')}>
              <${Button} main href="/clickup/tasks/">${t('nav.tasks')}</${Button}>
            </${Empty}>`
        : html`
            <${ApplicantTable} rows=${rows} account=${account} busy=${load.busy} label=${t('applicants.title')} />
            <${Pages} query=${query} path=${path} filters=${filters} got=${load.data} size=${SIZE} />
          `}
  `;
}
