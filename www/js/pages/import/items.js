// items: all items of an import: their state, their candidate, why not; by state and by group of failures, in pages.
import { html, useEffect, useRef, useState, away, safeHref } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { Empty, Loaded, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table, Views } from '../../ui/table.js';
import { later } from '../../ui/later.js';
import { Second } from '../../ui/second.js';
import { t } from '../../lib/i18n.js';
import { page, post } from '../../lib/api.js';
import { useFresh } from '../../lib/live.js';
import { here } from '../../lib/router.js';
import { applicantHref } from '../../lib/huntflow-rules.js';
import { baseOf, pageOf } from '../../lib/transfer-rules.js';
import { itemLook, itemsQuery, tabsOf, targetOf } from './items-rules.js';

const UnsureDialog = later(() => import('../../ui/unsure.js'), 'UnsureDialog');
const FRESH_MS = 5000;

export const itemsHref = (filters) => {
  const text = itemsQuery.write(filters).toString();
  return here.value.path + (text ? `?${text}` : '');
};

const Task = ({ item, job }) => html`
  <a class="name" href=${pageOf(job, item.task_id)}>${item.name || t('task.unnamed')}</a>
  <span class="two">${item.task_id}</span>
`;

const State = ({ item, onDecide }) => html`<div class="row wrap">
  <${Badge} ...${itemLook(item.state)}>${t(`item.${item.state}`)}</${Badge}>
  ${item.state === 'unsure' && html`<${Button}
    small aria-label=${t('items.decide.of', { name: item.name || item.task_id })} onClick=${() => onDecide(item)}
  >
    ${t('items.decide')}
  </${Button}>`}
</div>`;

function Person({ item, account }) {
  const { applicant_id: id, applicant_name: name } = item;
  if (!id) return html`<span class="faint">${t('import.num.none')}</span>`;
  if (item.applicant_gone) {
    return html`
      ${name && html`<span>${name}</span>`}
      <span class=${name ? 'two' : 'faint'}>${t('items.person.gone')}</span>
    `;
  }
  return html`
    <a class="lnk" href=${applicantHref(account, id)}>${name || t('items.person.open')}</a>
    ${safeHref(item.url) && html`<span class="two">
      <a class="lnk" href=${item.url} ...${away}>${t('task.open_huntflow')}</a>
    </span>`}
  `;
}

const columnsOf = (job, onDecide) => [
  {
    name: 'task',
    head: t(`items.task.${job.kind}`),
    look: 'c-name',
    cell: (item) => html`<${Task} item=${item} job=${job} />`,
  },
  {
    name: 'state',
    head: t('items.state'),
    look: 'c-state',
    cell: (item) => html`<${State} item=${item} onDecide=${onDecide} />`,
  },
  {
    name: 'person',
    head: t('items.person'),
    look: 'c-person',
    cell: (item) => html`<${Person} item=${item} account=${job.account_id} />`,
  },
  {
    name: 'at',
    head: t('items.at'),
    look: 'c-at',
    cell: (item) => item.finished_at && html`<${Time} at=${item.finished_at} class="nb dim" />`,
  },
];

/* Under a task: why not, which files stayed behind, whom it has twice. That an answer was lost its state says. */
function beneath(item, job, onDone) {
  const why = item.state === 'unsure' ? '' : item.error_message;
  const left = (item.left || []).map(({ title, text }) => `${title}: ${text}`).join('; ');
  if (!why && !left && !item.second_id) return null;
  return html`
    ${why && html`<p class="sm dim">${why}</p>`}
    ${left && html`<p class="sm dim">${t('items.left', { what: left })}</p>`}
    ${item.second_id && html`<${Second}
      base=${baseOf(job, item.task_id)} account=${job.account_id} first=${item.applicant_id}
      second=${item.second_id} onDone=${onDone}
    />`}
  `;
}

/* job: as of the progress; onChange: the import's figures are others now. */
export function Items({ job, onChange }) {
  const filters = itemsQuery.read(here.value.query);
  const [asked, setAsked] = useState(null);
  const load = useLoad(
    () => page(`/clickup/api/bulk-import-items/${job.id}`, itemsQuery.write(filters), { lane: 'items' }),
    [job.id, here.value.query.toString()], filters,
  );
  useEffect(() => { if (load.data) load.reload(); }, [job.status, job.unsure_tasks, job.undo?.state]);
  useFresh('import', { fits: (event) => event?.id === job.id, ms: FRESH_MS }, load.reload, [job.id]);
  /* From a group of failures to its tasks. */
  const head = useRef();
  useEffect(() => { if (filters.code) head.current?.focus(); }, [filters.code]);
  const group = filters.code && (job.failures || []).find(({ code }) => code === filters.code);
  const onDone = () => {
    setAsked(null);
    load.reload();
    onChange();
  };
  /* The import takes over what was settled of its task: at once, unless it is over for good. */
  const onSettled = async () => {
    const task_ids = [asked.task_id];
    await post(`/clickup/api/retry-failed-tasks/${job.id}`, { task_ids }).catch(() => null);
    onDone();
  };
  return html`<section class="items" id="items" aria-labelledby="h-items">
    <div class="row sech"><h2 id="h-items" tabindex="-1" ref=${head}>${t(`items.title.${job.kind}`)}</h2></div>
    <${Views}
      label=${t(`items.title.${job.kind}`)}
      items=${tabsOf(job, filters.state).map(({ state, count }) => ({
        key: state || 'all',
        text: t(state ? `items.state.${state}` : 'items.all'),
        count,
        href: itemsHref({ state }),
        current: state === load.of.state && !load.of.code,
      }))}
    />
    ${filters.code && html`<p class="row wrap only">
      <span class="sm">${t('items.only', { what: group?.text || filters.code })}</span>
      <${Button} small href=${itemsHref({})}>${t('items.drop')}</${Button}>
    </p>`}
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} />`}>
      ${({ rows }) =>
        rows.length === 0
          ? html`<${Empty} text=${t(`items.none.${job.kind}`)} />`
          : html`
              <${Table}
                label=${t(`items.title.${job.kind}`)} look="itemtable" rows=${rows} idOf=${({ task_id: id }) => id}
                columns=${columnsOf(job, setAsked)} busy=${load.busy}
                after=${(item) => beneath(item, job, onDone)}
              />
              <${Pages} query=${itemsQuery} path=${here.value.path} filters=${filters} got=${load.data} />
            `}
    </${Loaded}>
    ${asked && html`<${UnsureDialog}
      base=${baseOf(job, asked.task_id)} name=${asked.name || asked.task_id} target=${targetOf(job)}
      onDone=${onSettled} onClose=${() => setAsked(null)}
    />`}
  </section>`;
}
