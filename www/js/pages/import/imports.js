// imports: choose what goes where, check the numbers, start; and the list of all imports.
import { html, useState, cls } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Icon, Button } from '../../ui/button.js';
import { Time, Progress } from '../../ui/marks.js';
import { ErrorNote, Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Pager, placeOf } from '../../ui/table.js';
import { t, num, percent } from '../../lib/i18n.js';
import { get, page, post, start } from '../../lib/api.js';
import { here, go } from '../../lib/router.js';
import { Target, HuntflowError, lastTarget, keepTarget, targetBody } from '../../ui/target.js';
import { ImportBadge, scoreText, paceText } from '../../ui/import-words.js';
import { keptSelection } from '../../lib/selection.js';
import { useLive } from '../../lib/live.js';
import { loadOverview } from '../../lib/session.js';
import { merged } from '../../lib/import-rules.js';
import { readFilters, importFilter, isNarrowed, writeFilters } from '../../lib/task-filters.js';
import { scopesOf, bodyOf, paceMinutes, routeText } from './imports-rules.js';
import { CHOICES_MAX, choicesBody, sumsOf } from './proposal-rules.js';
import { ForAll, LOOK, Proposal, lookHref } from './proposal.js';

const PATH = '/clickup/bulk-import/';
const PACES = [8, 3, 0];

function Scope({ scopes, scope, onScope, selection, total }) {
  const count = { selection: selection.length, all: total };
  return html`<fieldset class="radios">
    <legend class="lbl">${t('imports.what')}</legend>
    ${scopes.map((name) => html`<label key=${name} class=${cls('radio', scope === name && 'on')}>
      <input type="radio" name="scope" value=${name} checked=${scope === name} onChange=${() => onScope(name)} />
      <span>
        <b class="mid">${t(`imports.scope.${name}`)}</b>
        <span class="xs faint">${t(`imports.scope.${name}.what`, { n: count[name] ?? 0 })}</span>
      </span>
    </label>`)}
  </fieldset>`;
}

function Pace({ value, onPace, count }) {
  return html`
    <fieldset class="radios row3">
      <legend class="lbl">${t('imports.pace')}</legend>
      ${PACES.map((seconds) => html`<label key=${seconds} class=${cls('radio', value === seconds && 'on')}>
        <input
          type="radio" name="pace" value=${seconds} checked=${value === seconds} onChange=${() => onPace(seconds)}
        />
        <span>
          <b class="mid">${t(`imports.pace.${seconds}`)}</b>
          <span class="xs faint">${paceText(seconds)}</span>
        </span>
      </label>`)}
    </fieldset>
    ${count > 0 && value > 0 && html`<p class="hint">${t('imports.pace.time', { n: paceMinutes(count, value) })}</p>`}
  `;
}

const Sample = ({ title, rows, total }) =>
  rows?.length
    ? html`<details class="more">
        <summary><span class="chev"><${Icon} name="chevron-right" /></span>${title}</summary>
        <ul class="its">
          ${rows.map((row) => html`<li key=${row.task_id}>
            <a href=${`/clickup/task/${encodeURIComponent(row.task_id)}/`}>${row.name || row.task_id}</a>
          </li>`)}
          ${total > rows.length && html`<li class="faint sm">${t('and_more', { n: total - rows.length })}</li>`}
        </ul>
      </details>`
    : null;

/* A row of the sums; none when there is nothing to count. */
const Sum = ({ name, n }) => n > 0 && html`<div><dt>${t(`imports.${name}`)}</dt><dd>${num(n)}</dd></div>`;

/* What the import would do, as the choices are and as far as the people in Huntflow are known. */
function Numbers({ load, sums }) {
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} height=${40} />`}>
    ${(preview) =>
      !preview
        ? html`<p class="sm dim">${t('imports.preview.first')}</p>`
        : preview.total === 0
          ? html`<${Empty} icon="search" text=${t('imports.none')} />`
          : html`
              <dl class="sums">
                <div class="lead">
                  <dt>${t(sums.unchecked > 0 ? 'imports.create.most' : 'imports.create')}</dt>
                  <dd>${num(sums.create)}</dd>
                </div>
                <${Sum} name="attach" n=${sums.attach} />
                <${Sum} name="vacancy" n=${sums.vacancy} />
                <${Sum} name="left" n=${sums.skip} />
                <${Sum} name="unsure" n=${sums.unsure} />
                <${Sum} name="already" n=${sums.already} />
                <${Sum} name="no_cv" n=${preview.no_cv} />
                <${Sum} name="unknown_cv" n=${preview.unknown_cv} />
                <${Sum} name="unreadable" n=${preview.unreadable_name} />
              </dl>
              ${sums.unchecked > 0 && html`<p class="hint">${t('imports.unchecked', { n: sums.unchecked })}</p>`}
              ${sums.already > 0 && html`<p class="hint">${t('imports.skip', { n: sums.already })}</p>`}
              <${Sample} title=${t('imports.no_cv.list')} rows=${preview.no_cv_sample} total=${preview.no_cv} />
              <${Sample}
                title=${t('imports.unreadable.list')} rows=${preview.unreadable_sample} total=${preview.unreadable_name}
              />
            `}
  </${Loaded}>`;
}

/* Other sources have pages of their own, from which they are sent. */
const From = () => html`<nav class="row wrap" aria-label=${t('import.from')}>
  <span class="lbl">${t('import.from')}</span>
  <span class="badge" aria-current="true">ClickUp</span>
  <a class="lnk" href="/tables/">${t('imports.from.table')}</a>
</nav>`;

function NewImport({ onClose }) {
  const filters = readFilters(here.value.query);
  const selection = keptSelection();
  const scopes = scopesOf({ selection, narrowed: isNarrowed(filters) || Boolean(filters.transfer) });
  const [scope, setScope] = useState(
    scopes.includes(here.value.query.get('scope')) ? here.value.query.get('scope') : scopes[0],
  );
  const [target, setTarget] = useState(lastTarget);
  const [pace, setPace] = useState(8);
  const [all, setAll] = useState('skip');
  const [choices, setChoices] = useState({});
  const [seen, setSeen] = useState({});   // rows of the pages that were read, by task
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  const settings = useLoad(() => get('/clickup/settings'), []);
  const body = bodyOf({ scope, selection, filter: importFilter(filters), target: targetBody(target), pace });
  const preview = useLoad(
    async () => (target.account_id ? post('/clickup/api/preview-bulk-import', body, { lane: 'preview' }) : null),
    [scope, target.account_id],
  );
  const begin = async () => {
    setBusy(true);
    setError(null);
    try {
      keepTarget(target);
      const decided = choicesBody(choices);
      const job = await start('/clickup/api/start-bulk-import', { ...body, duplicate: all, choices: decided }, key);
      loadOverview();
      go(`${PATH}${job.id}/`);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const sums = sumsOf(preview.data || {}, Object.values(seen), { all, vacancy: target.vacancy_id, choices });
  const { work } = sums;
  const decided = choicesBody(choices).length;
  const ready = target.account_id && work > 0 && decided <= CHOICES_MAX;
  /* Another list: its first page, and nothing decided of it. */
  const anew = () => {
    setChoices({});
    setSeen({});
    if (here.value.query.has(LOOK)) go(lookHref(1), { replace: true });
  };
  const onScope = (name) => {
    setScope(name);
    anew();
  };
  const onTarget = (change) => {
    setTarget((old) => ({ ...old, ...change }));
    if ('account_id' in change && change.account_id !== target.account_id) anew();
  };
  if (!settings.data) {
    return settings.error
      ? html`<${ErrorNote} error=${settings.error} retry=${settings.reload} />`
      : html`<${Skeleton} rows=${6} />`;
  }
  if (!settings.data.tasks_cached) {
    return html`<${From} /><${Empty} icon="refresh-cw" text=${t('tasks.empty')}>
      <${Button} main href=${settings.data.list_id ? '/clickup/tasks/' : '/clickup/settings/'}>
        ${t(settings.data.list_id ? 'nav.tasks' : 'tasks.connect')}
      </${Button}>
    </${Empty}>`;
  }
  return html`<section class="newimport" aria-labelledby="h-new">
    <h2 id="h-new" class="sr">${t('imports.new')}</h2>
    <div class="formcol">
      <${From} />
      <${Scope}
        scopes=${scopes} scope=${scope} onScope=${onScope} selection=${selection} total=${settings.data?.tasks_cached}
      />
      ${scope === 'filter' && html`<p class="sm">
        <a href=${`/clickup/tasks/?${writeFilters({ ...filters, page: '', after: '' })}`}>${t('imports.see_filter')}</a>
      </p>`}
      <h3>${t('imports.where')}</h3>
      <${Target} target=${target} onTarget=${onTarget} errors=${{}} />
      <${ForAll} value=${all} onWay=${setAll} vacancy=${target.vacancy_id} />
      <${Pace} value=${pace} onPace=${setPace} count=${work} />
    </div>
    <aside class="panel check" aria-labelledby="h-check">
      <div class="ph"><h2 id="h-check">${t('imports.check')}</h2></div>
      <${Numbers} load=${preview} sums=${sums} />
      ${decided > 0 && html`<p class="hint row">
        ${t(decided > CHOICES_MAX ? 'proposal.too_many' : 'proposal.decided', { n: decided })}
        <${Button} quiet small onClick=${() => setChoices({})}>${t('proposal.forget')}</${Button}>
      </p>`}
      ${error &&
      (error.code === 'import.running'
        ? html`<${ErrorNote} error=${error} />`
        : html`<${HuntflowError} error=${error} />`)}
      <div class="acts">
        <${Button} main icon="play" busy=${busy} disabled=${!ready} onClick=${begin}>
          ${ready ? t('imports.start_n', { n: work }) : t('imports.start')}
        </${Button}>
        ${onClose && html`<${Button} quiet onClick=${onClose}>${t('cancel')}</${Button}>`}
      </div>
    </aside>
    <${Proposal}
      body=${body} all=${all} choices=${choices}
      onChoice=${(id, way) => setChoices((old) => ({ ...old, [id]: way }))}
      onRows=${(rows) => setSeen((old) => ({ ...old, ...Object.fromEntries(rows.map((row) => [row.task_id, row])) }))}
    />
  </section>`;
}

const Job = ({ job }) => html`<li>
  <div class="jobname">
    <a class="name" href=${`${PATH}${job.id}/`}>${t('import.name', { id: job.id })}</a>
    <span class="xs faint"><${Time} at=${job.created_at} />${job.created_by && ` · ${job.created_by}`}</span>
  </div>
  <div class="jobroute sm dim">${routeText(job, t('import.no_vacancy'))}</div>
  <div class="jobbar">
    <${Progress} thin max=${job.total_tasks} value=${job.processed_tasks} label=${t('import.name', { id: job.id })} />
    <span class="xs faint">
      ${t('import.of', { n: job.processed_tasks, all: job.total_tasks })} · ${scoreText(job)}
    </span>
  </div>
  <div class="jobstate">
    <b class="mid">${percent(Math.floor(job.progress_percentage || 0) / 100)}</b>
    <${ImportBadge} job=${job} />
  </div>
</li>`;

function Jobs({ load, at, onNew }) {
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} height=${68} />`}>
    ${({ rows, total, more, links }) =>
      rows.length === 0
        ? html`<${Empty} icon="download" text=${t('imports.empty')}>
            <${Button} main onClick=${onNew}>${t('imports.new')}</${Button}>
          </${Empty}>`
        : html`
            <ul class="jobs">${rows.map((job) => html`<${Job} key=${job.id} job=${job} />`)}</ul>
            ${(links.next || at > 1) && html`<${Pager}
              place=${placeOf(at, 20, rows.length, total, more)} prev=${at > 1 && `${PATH}?page=${at - 1}`}
              next=${links.next && `${PATH}?page=${at + 1}`}
            />`}
          `}
  </${Loaded}>`;
}

export default function ImportsPage() {
  useTitle(t('nav.imports'));
  const { query } = here.value;
  const at = Number(query.get('page')) || 1;
  const making = query.get('new') === '1';
  const load = useLoad(() => page('/clickup/bulk-import', { page: at }), [at]);
  useLive(
    'import',
    (job) => load.set((data) => data && { ...data, rows: data.rows.map((row) => merged(row, job)) }),
    [],
  );
  const onNew = () => go(`${PATH}?new=1`);
  if (making) {
    return html`
      <nav class="crumbs" aria-label=${t('crumbs')}>
        <a href=${PATH}>${t('nav.imports')}</a>
        <span aria-hidden="true">/</span>
        <span>${t('imports.new.crumb')}</span>
      </nav>
      <div class="head"><div><h1>${t('imports.new')}</h1><p class="sub">${t('imports.what_is')}</p></div></div>
      <${NewImport} onClose=${() => go(PATH)} />
    `;
  }
  return html`
    <div class="head">
      <div><h1>${t('nav.imports')}</h1><p class="sub">${t('imports.sub')}</p></div>
      ${load.data?.rows.length !== 0 && html`<div class="acts">
        <${Button} main icon="plus" onClick=${onNew}>${t('imports.new')}</${Button}>
      </div>`}
    </div>
    <${Jobs} load=${load} at=${at} onNew=${onNew} />
  `;
}
