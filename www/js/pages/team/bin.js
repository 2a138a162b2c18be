// bin: deleted tasks, the last first; each can be brought back for a month.
import { html } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { t, when, whenDay } from '../../lib/i18n.js';
import { go, here } from '../../lib/router.js';
import { bare } from '../../lib/list-rules.js';
import { allows, taskHref } from '../../lib/team-rules.js';
import { listBin, restoreTask, useSoon, useTaskChanges } from '../../lib/team.js';
import { Button } from '../../ui/button.js';
import { Empty, ErrorNote, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table, useColumns } from '../../ui/table.js';
import { say } from '../../ui/team-change.js';
import { toast } from '../../ui/toast.js';

const SIZE = 50;
const PATH = '/tasks/bin/';

const restore = (task) => restoreTask(task.id).then(
  () => toast(t('bin.restored', { name: task.title }), { action: t('bin.show'), onAction: () => go(taskHref(task)) }),
  say,
);

const Act = ({ task }) =>
  allows(task, 'delete')
    ? html`<${Button}
        small icon="undo-2" aria-label=${t('bin.restore.one', { name: task.title })} onClick=${() => restore(task)}
      >
        ${t('bin.restore')}
      </${Button}>`
    : html`<span class="faint sm">${t('bin.closed')}</span>`;

const columnsOf = () => [
  { name: 'title', look: 'c-name', cell: (task) => html`<span class="name">${task.title}</span>` },
  { name: 'list', look: 'c-more', cell: (task) => task.list_name || t('work.personal') },
  {
    name: 'deleted_at',
    look: 'c-due',
    cell: (task) => html`
      <time datetime=${task.deleted_at}>${when(task.deleted_at)}</time>
      ${task.deleted_by_name && html`<span class="two">${task.deleted_by_name}</span>`}
    `,
  },
  {
    name: 'expires_at',
    look: 'c-due',
    cell: ({ expires_at: at }) => html`<time datetime=${at}>${whenDay(at)}</time>`,
  },
  { name: 'act', look: 'c-act', cell: (task) => html`<${Act} task=${task} />` },
].map((column) => {
  const head = t(`bin.column.${column.name}`);
  return { ...column, head, cap: column.name === 'title' || column.name === 'act' ? undefined : head };
});

export default function BinPage() {
  useTitle(t('bin.title'));
  const filters = bare.read(here.value.query);
  const stamp = bare.write(filters).toString();
  const load = useLoad(() => listBin({ ...filters, page_size: SIZE }, { lane: 'bin' }), [stamp]);
  useTaskChanges(useSoon(load.reload));
  const columns = useColumns(columnsOf);
  const { rows = [] } = load.data || {};
  return html`
    <nav class="crumbs" aria-label=${t('crumbs')}><a href="/tasks/">${t('nav.work')}</a></nav>
    <div class="head"><h1>${t('bin.title')}</h1><p class="sub">${t('bin.what')}</p></div>
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${!load.data
      ? !load.error && html`<${Skeleton} rows=${8} />`
      : rows.length === 0
        ? html`<${Empty} icon="trash-2" text=${t('bin.none')}>
            <${Button} href="/tasks/">${t('work.back')}</${Button}>
          </${Empty}>`
        : html`
            <${Table} label=${t('bin.title')} look="bin" rows=${rows} columns=${columns} busy=${load.busy} />
            <${Pages} query=${bare} path=${PATH} filters=${filters} got=${load.data} size=${SIZE} />
          `}
  `;
}
