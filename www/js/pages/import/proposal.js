// proposal: before an import starts: who goes to Huntflow under which name, who is there already, and what to do then.
import { html, away, cls, safeHref, useState } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Icon, Button } from '../../ui/button.js';
import { Badge, Time } from '../../ui/marks.js';
import { Empty, Loaded, Note, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table } from '../../ui/table.js';
import { DoublesDialog } from '../../ui/duplicates.js';
import { HuntflowError } from '../../ui/huntflow-error.js';
import { personName } from '../../ui/huntflow-words.js';
import { t, list } from '../../lib/i18n.js';
import { page } from '../../lib/api.js';
import { here } from '../../lib/router.js';
import { nameOf } from '../../lib/huntflow-rules.js';
import { pageOf } from '../../lib/transfer-rules.js';
import { phoneText } from '../../lib/phone-rules.js';
import { WAYS, isSure, usualOf, waysOf } from './proposal-rules.js';

/* The page of the list in the address, beside the filters of the import. */
export const LOOK = 'look';

export function lookHref(at) {
  const query = new URLSearchParams(here.value.query);
  query.delete(LOOK);
  if (at > 1) query.set(LOOK, at);
  return `${here.value.path}?${query}`;
}
const looks = { href: (path, filters, link, at) => link && lookHref(at) };

/* What happens to all who are found in Huntflow and for whom nothing else is decided. */
export const ForAll = ({ value, onWay, vacancy }) => html`<fieldset class="radios row3">
  <legend class="lbl">${t('proposal.all')}</legend>
  ${WAYS.map((way) => html`<label key=${way} class=${cls('radio', value === way && 'on')}>
    <input type="radio" name="duplicate" value=${way} checked=${value === way} onChange=${() => onWay(way)} />
    <span>
      <b class="mid">${t(`proposal.all.${way}`)}</b>
      <span class="xs faint">${t(`proposal.all.${way}.what`)}</span>
    </span>
  </label>`)}
  ${value === 'attach' && vacancy && html`<p class="hint">${t('proposal.all.vacancy')}</p>`}
</fieldset>`;

/* A row of a table can have no file: nobody is told so. */
const Task = ({ row, source }) => html`
  <a class="name" href=${pageOf(source, row.task_id)}>${row.name || t('task.unnamed')}</a>
  <span class="two">
    ${row.file || (source.kind !== 'table' && t(row.files_read ? 'proposal.no_file' : 'proposal.files_unread'))}
  </span>
`;

const Person = ({ row, source }) => {
  const contacts = [row.email, phoneText(row.phone)].filter(Boolean).join(' · ');
  return html`
    <b class="mid">${nameOf(row) || html`<span class="faint">${t('proposal.nameless')}</span>`}</b>
    <span class="two">${t(row.name_from === 'cv' ? 'proposal.from_cv' : `proposal.from.${source.kind}`)}</span>
    ${contacts && html`<span class="two">${contacts}</span>`}
  `;
};

const Found = ({ one }) => html`<li>
  ${safeHref(one.url)
    ? html`<a class="lnk" href=${one.url} ...${away}>${personName(one)}</a>`
    : html`<span>${personName(one)}</span>`}
  <span class=${cls('xs', isSure(one) ? 'warn-t' : 'faint')}>
    ${t('doubles.matched', { what: list(one.matched.map((name) => t(`double.by.${name}`))) })}
  </span>
</li>`;

function There({ row, onCompare }) {
  if (row.already) {
    return html`
      <${Badge} kind="acc" icon="check">${t('transfer.done')}</${Badge}>
      <span class="two">
        ${safeHref(row.already.url)
          ? html`<a class="lnk" href=${row.already.url} ...${away}>${t('task.open_huntflow')}</a>`
          : null}
        ${row.already.by} · <${Time} at=${row.already.at} />
      </span>
    `;
  }
  if (row.unsure) return html`<${Badge} kind="warn" icon="clock">${t('transfer.unsure')}</${Badge}>`;
  if (!row.duplicates) return html`<span class="sm warn-t">${row.duplicates_error}</span>`;
  if (!row.duplicates.length) return html`<span class="faint">${t('proposal.nobody')}</span>`;
  return html`
    <ul class="alike">${row.duplicates.map((one) => html`<${Found} key=${one.id} one=${one} />`)}</ul>
    <${Button} quiet small icon="copy" onClick=${onCompare} aria-label=${t('proposal.compare.of', { name: row.name })}>
      ${t('proposal.compare')}
    </${Button}>
  `;
}

function wayText(way, row) {
  const [name, id] = way.split(':');
  const one = id && row.duplicates.find((each) => each.id === Number(id));
  return one ? t('proposal.way.attach', { name: personName(one) }) : t(`proposal.way.${name}`);
}

/* Words alone where there is nothing to decide. */
function Deed({ row, all, vacancy, choice, onChoice }) {
  const usual = usualOf(row, all, vacancy);
  if (row.already || row.unsure) return html`<span class="sm dim">${t(`proposal.usual.${usual}`)}</span>`;
  return html`<select
    class="in" aria-label=${t('proposal.way.of', { name: row.name || row.task_id })} value=${choice}
    onChange=${(event) => onChoice(row.task_id, event.currentTarget.value)}
  >
    <option value="" selected=${!choice}>${t(`proposal.usual.${usual}`)}</option>
    ${waysOf(row).map((way) => html`<option key=${way} value=${way} selected=${way === choice}>
      ${wayText(way, row)}
    </option>`)}
  </select>`;
}

const columnsOf = ({ source, all, vacancy, choices, onChoice, onCompare }) => [
  {
    name: 'task', head: t(`proposal.item.${source.kind}`), look: 'c-name',
    cell: (row) => html`<${Task} row=${row} source=${source} />`,
  },
  {
    name: 'person',
    head: t('proposal.person'),
    look: 'c-person',
    cap: t('proposal.person'),
    cell: (row) => html`<${Person} row=${row} source=${source} />`,
  },
  {
    name: 'there',
    head: t('proposal.there'),
    look: 'c-there',
    cap: t('proposal.there'),
    cell: (row) => html`<${There} row=${row} onCompare=${() => onCompare(row)} />`,
  },
  {
    name: 'deed',
    head: t('proposal.deed'),
    look: 'c-deed',
    cap: t('proposal.deed'),
    cell: (row) => html`<${Deed}
      row=${row} all=${all} vacancy=${vacancy} choice=${choices[row.task_id] || ''} onChoice=${onChoice}
    />`,
  },
];

function List({ load, at, ways }) {
  const { rows } = load.data;
  const late = rows.some(({ duplicates }) => !duplicates);
  if (!rows.length) {
    return html`<${Empty} icon="search" text=${t(at > 1 ? 'proposal.past' : 'imports.none')}>
      ${at > 1 && html`<${Button} href=${lookHref(1)}>${t('pager.first')}</${Button}>`}
    </${Empty}>`;
  }
  return html`
    ${late && html`<${Note}
      class="gap" kind="warn" icon="triangle-alert" role="status"
      acts=${html`<${Button} small icon="rotate-ccw" busy=${load.busy} onClick=${load.reload}>
        ${t('retry')}
      </${Button}>`}
    >
      ${t('proposal.late')}
    </${Note}>`}
    <${Table}
      label=${t('proposal.title')} look="proposal" rows=${rows} idOf=${({ task_id: id }) => id}
      columns=${columnsOf(ways)} busy=${load.busy}
    />
    <${Pages} query=${looks} filters=${{ page: at }} got=${load.data} always />
  `;
}

/*
 * body: of the import, source: whose items they are; choices: { task id: way }; onChoice(task id, way); onRows(rows of
 * a page that was read).
 */
export function Proposal({ body, source, all, choices, onChoice, onRows }) {
  const [compared, setCompared] = useState(null);
  const at = Number(here.value.query.get(LOOK)) || 1;
  const { account_id: account, vacancy_id: vacancy, scope } = body;
  const load = useLoad(
    async () => {
      if (!account) return null;
      const read = await page('/clickup/api/preview-bulk-import-tasks', { page: at }, { body, lane: 'proposal' });
      onRows(read.rows);
      return read;
    },
    [scope, account, at],
  );
  const decide = (way) => {
    onChoice(compared.task_id, way);
    setCompared(null);
  };
  if (!account) return null;
  return html`<section class="whole" aria-labelledby="h-who">
    <div class="row sech wrap">
      <h2 id="h-who">${t('proposal.title')}</h2>
      <span class="faint sm"><${Icon} name="info" />${t('proposal.cost')}</span>
    </div>
    ${load.error && load.data === undefined
      ? html`<${HuntflowError} error=${load.error} retry=${load.reload} />`
      : html`<${Loaded}
          load=${load} skeleton=${html`<${Skeleton} rows=${8} height=${64} label=${t('proposal.wait')} />`}
        >
          ${(data) => data && html`<${List}
            load=${load} at=${at} ways=${{ source, all, vacancy, choices, onChoice, onCompare: setCompared }}
          />`}
        </${Loaded}>`}
    ${compared && html`<${DoublesDialog}
      person=${compared} doubles=${compared.duplicates} onClose=${() => setCompared(null)}
      onSkip=${() => decide('skip')} onCreate=${() => decide('create')} onAttach=${(id) => decide(`attach:${id}`)}
    />`}
  </section>`;
}
