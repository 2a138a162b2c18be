// tables: tables of people that the company was given, and a new one.
import { html } from '../../lib/html.js';
import { del, page } from '../../lib/api.js';
import { errorWords } from '../../lib/errors.js';
import { t, num } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { bare } from '../../lib/list-rules.js';
import { go, here } from '../../lib/router.js';
import { useTitle } from '../../lib/title.js';
import { IconButton } from '../../ui/button.js';
import { ask } from '../../ui/dialog.js';
import { FileDrop, useFiles } from '../../ui/file-drop.js';
import { Time } from '../../ui/marks.js';
import { Empty, Loaded, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table } from '../../ui/table.js';
import { toast } from '../../ui/toast.js';
import { sendTable } from './rereading.js';
import { API, LIMITS, PATH } from './tables-rules.js';

const SIZE = 20;

function NewTable() {
  const files = useFiles({
    limits: LIMITS, auto: true, send: sendTable, onDone: ({ id }) => go(`${PATH}${id}/`),
  });
  return html`<section class="part tablepart" aria-labelledby="h-newtable">
    <h2 id="h-newtable">${t('tables.new')}</h2>
    <${FileDrop} files=${files} limits=${LIMITS} label=${t('tables.drop')} hint=${t('tables.drop.hint')} />
  </section>`;
}

const columnsOf = (onDrop) => [
  {
    name: 'name', head: t('tables.name'), look: 'c-name',
    cell: (one) => html`
      <a class="name" href=${`${PATH}${one.id}/`}>${one.name}</a>
      ${one.sheet && html`<span class="two">${one.sheet}</span>`}
    `,
  },
  { name: 'rows', head: t('tables.rows'), cap: true, cell: (one) => t('tables.rows.n', { n: one.rows }) },
  { name: 'by', head: t('tables.by'), cell: (one) => html`<span class="dim">${one.created_by || ''}</span>` },
  {
    name: 'at', head: t('tables.at'), look: 'c-at',
    cell: (one) => html`<${Time} at=${one.created_at} class="nb dim" />`,
  },
  {
    name: 'act', head: html`<span class="sr">${t('tables.act')}</span>`, look: 'c-act', right: true,
    cell: (one) => html`<${IconButton}
      icon="trash-2" label=${t('tables.delete.of', { name: one.name })} onClick=${() => onDrop(one)}
    />`,
  },
];

export default function TablesPage() {
  useTitle(t('nav.tables'));
  const filters = bare.read(here.value.query);
  const load = useLoad(() => page(API, { ...filters, page_size: SIZE }), [String(bare.write(filters))]);
  const onDrop = async (one) => {
    const yes = await ask({
      title: t('tables.delete.title', { name: one.name }), text: t('tables.delete.text'), deed: t('tables.delete'),
      stay: t('cancel'), danger: true,
    });
    if (!yes) return;
    await del(`${API}${one.id}/`).catch((error) => toast(errorWords(error).detail));
    load.reload();
  };
  return html`
    <div class="head"><div><h1>${t('nav.tables')}</h1><p class="sub">${t('tables.sub')}</p></div></div>
    <${NewTable} />
    <section class="part tablepart" aria-labelledby="h-tables">
      <h2 id="h-tables">${t('tables.former')}</h2>
      <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} />`}>
        ${({ rows }) =>
          rows.length === 0
            ? html`<${Empty} icon="file-text" text=${t('tables.empty')} />`
            : html`
                <${Table}
                  label=${t('tables.former')} look="sheets" rows=${rows} columns=${columnsOf(onDrop)} busy=${load.busy}
                />
                <p class="hint">${t('tables.kept', { n: num(30) })}</p>
                <${Pages} query=${bare} path=${PATH} filters=${filters} got=${load.data} />
              `}
      </${Loaded}>
    </section>
  `;
}
