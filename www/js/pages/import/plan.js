// plan: an import before it starts: what of a source goes where, at which pace, what would be created.
import { html, useState, cls } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Icon, Button } from '../../ui/button.js';
import { ErrorNote, Empty, Skeleton, Loaded } from '../../ui/states.js';
import { t, num, clockTime, dayMonth, duration, zone } from '../../lib/i18n.js';
import { post, start } from '../../lib/api.js';
import { here, go } from '../../lib/router.js';
import { HuntflowError } from '../../ui/huntflow-error.js';
import { Target, confirmed, isNamed, lastTarget, keepTarget, targetBody, vacancyOf } from '../../ui/target.js';
import { paceText } from '../../ui/import-words.js';
import { loadOverview } from '../../lib/session.js';
import { nameOf } from '../../lib/huntflow-rules.js';
import { pageOf } from '../../lib/transfer-rules.js';
import { PATH, bodyOf, estimateOf } from './imports-rules.js';
import { CHOICES_MAX, choicesBody, sumsOf } from './proposal-rules.js';
import { ForAll, LOOK, Proposal, lookHref } from './proposal.js';

const PACES = [8, 3, 0];
const PACE_KEY = 'import.pace';

/* The last pace is offered again. */
function lastPace() {
  try {
    const kept = localStorage.getItem(PACE_KEY);
    return kept !== null && PACES.includes(Number(kept)) ? Number(kept) : PACES[0];
  } catch {
    return PACES[0];
  }
}

function keepPace(pace) {
  try {
    localStorage.setItem(PACE_KEY, String(pace));
  } catch {
    // then the next time begins with the usual one
  }
}

/* counts: how many each scope has, where it is known; kind: of the source, for the words. */
function Scope({ scopes, scope, onScope, counts, kind }) {
  return html`<fieldset class="radios">
    <legend class="lbl">${t('imports.what')}</legend>
    ${scopes.map(({ name, open }) => html`<label
      key=${name} class=${cls('radio', scope === name && 'on', !open && 'off')}
    >
      <input
        type="radio" name="scope" value=${name} checked=${scope === name} disabled=${!open}
        onChange=${() => onScope(name)}
      />
      <span>
        <b class="mid">${t(`imports.${kind}.${name}`)}</b>
        <span class="xs faint">
          ${t(`imports.${kind}.${name}.${open ? 'what' : 'none'}`, { n: counts[name] ?? 0 })}
        </span>
      </span>
    </label>`)}
    ${scopes.some(({ open }) => !open) && html`<p class="hint">
      <a class="lnk" href="/clickup/tasks/">${t('imports.scope.choose')}</a>
    </p>`}
  </fieldset>`;
}

const Pace = ({ value, onPace }) => html`<fieldset class="radios row3">
  <legend class="lbl">${t('imports.pace')}</legend>
  ${PACES.map((seconds) => html`<label key=${seconds} class=${cls('radio', value === seconds && 'on')}>
    <input type="radio" name="pace" value=${seconds} checked=${value === seconds} onChange=${() => onPace(seconds)} />
    <span>
      <b class="mid">${t(`imports.pace.${seconds}`)}</b>
      <span class="xs faint">${paceText(seconds)}</span>
    </span>
  </label>`)}
</fieldset>`;

/* About 18 h 50 min, until tomorrow, 23:50. */
function estimateText(count, pace) {
  const all = estimateOf(count, pace, new Date(), zone.value);
  if (!all) return t('imports.estimate.none');
  const { seconds, at, day } = all;
  return t(`imports.estimate.${day}`, { time: duration(seconds), at: clockTime(at), day: dayMonth(at) });
}

const FIRST = 5;

/* The first rows as they will be called in Huntflow, and who of them is there already. */
function FirstRows({ rows, total }) {
  if (!rows.length) return null;
  return html`<section class="firstrows" aria-labelledby="h-first-rows">
    <h3 id="h-first-rows">${t('imports.first')}</h3>
    <ul>
      ${rows.slice(0, FIRST).map((row) => html`<li key=${row.task_id} class="row">
        <span class="cut" data-tip="">
          ${nameOf(row) || html`<span class="faint">${t('proposal.nameless')}</span>`}
        </span>
        ${row.already
          ? html`<span class="xs faint push nb">${t('transfer.done')}</span>`
          : row.duplicates?.length > 0 &&
            html`<span class="xs warn-t push nb">${t('imports.alike', { n: row.duplicates.length })}</span>`}
      </li>`)}
      ${total > FIRST && html`<li class="faint xs">${t('and_more', { n: total - Math.min(FIRST, rows.length) })}</li>`}
    </ul>
  </section>`;
}

const Sample = ({ title, rows, total, source }) =>
  rows?.length
    ? html`<details class="more">
        <summary><span class="chev"><${Icon} name="chevron-right" /></span>${title}</summary>
        <ul class="its">
          ${rows.map((row) => html`<li key=${row.task_id}>
            <a href=${pageOf(source, row.task_id)}>${row.name || row.task_id}</a>
          </li>`)}
          ${total > rows.length && html`<li class="faint sm">${t('and_more', { n: total - rows.length })}</li>`}
        </ul>
      </details>`
    : null;

/* A row of the sums; none when there is nothing to count. */
const Sum = ({ name, n }) => n > 0 && html`<div><dt>${t(`imports.${name}`)}</dt><dd>${num(n)}</dd></div>`;

/* What the import would do, as the choices are and as far as the people in Huntflow are known. */
function Numbers({ load, sums, source, missed }) {
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} height=${40} />`}>
    ${(preview) =>
      !preview
        ? html`<p class="sm dim">${t('imports.preview.first')}</p>`
        : preview.total === 0
          ? html`<${Empty} icon="search" text=${t('imports.none')}>${missed?.(load.reload)}</${Empty}>`
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
              <${Sample}
                title=${t('imports.no_cv.list')} rows=${preview.no_cv_sample} total=${preview.no_cv} source=${source}
              />
              <${Sample}
                title=${t('imports.unreadable.list')} rows=${preview.unreadable_sample} total=${preview.unreadable_name}
                source=${source}
              />
            `}
  </${Loaded}>`;
}

/*
 * source: { kind, source_id }; scopes of which one is chosen, counts of those that are known; wishes: what a request
 * says of each scope. children: what stands above the scopes; look: { scope: where to look at what it takes }; missed:
 * { scope: (reload) => what is said where it takes nothing }.
 */
export function Plan({ source, scopes, counts, wishes, look = {}, missed = {}, children }) {
  const [scope, setScope] = useState(() => {
    const opens = scopes.filter(({ open }) => open).map(({ name }) => name);
    const asked = here.value.query.get('scope');
    return opens.includes(asked) ? asked : opens[0];
  });
  const [target, setTarget] = useState(lastTarget);
  const [place, setPlace] = useState([]);
  const [pace, setPace] = useState(lastPace);
  const [all, setAll] = useState('skip');
  const [choices, setChoices] = useState({});
  const [seen, setSeen] = useState({});   // rows of the pages that were read, by task
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  const body = bodyOf({ scope, wish: wishes[scope], source, target: targetBody(target), pace });
  const preview = useLoad(
    async () => (target.account_id ? post('/clickup/api/preview-bulk-import', body, { lane: 'preview' }) : null),
    [scope, target.account_id],
  );
  const begin = async () => {
    if (!(await confirmed({ n: work, place, deed: t(`imports.start.${source.kind}`, { n: work }) }))) return;
    setBusy(true);
    setError(null);
    try {
      keepTarget(target);
      keepPace(pace);
      const decided = choicesBody(choices);
      const job = await start('/clickup/api/start-bulk-import', { ...body, duplicate: all, choices: decided }, key);
      loadOverview();
      go(`${PATH}${job.id}/`);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const sums = sumsOf(preview.data || {}, Object.values(seen), { all, vacancy: vacancyOf(target), choices });
  const { work } = sums;
  const decided = choicesBody(choices).length;
  const ready = isNamed(target) && work > 0 && decided <= CHOICES_MAX;
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
  return html`<section class="newimport" aria-labelledby="h-new">
    <h2 id="h-new" class="sr">${t('imports.new')}</h2>
    <div class="formcol">
      ${children}
      <${Scope} scopes=${scopes} scope=${scope} onScope=${onScope} counts=${counts} kind=${source.kind} />
      ${look[scope] && html`<p class="sm"><a href=${look[scope]}>${t('imports.see_filter')}</a></p>`}
      <h3>${t('imports.where')}</h3>
      <${Target} target=${target} onTarget=${onTarget} onPlace=${setPlace} errors=${{}} />
      <${ForAll} value=${all} onWay=${setAll} vacancy=${vacancyOf(target)} />
      <${Pace} value=${pace} onPace=${setPace} />
    </div>
    <aside class="panel check" aria-labelledby="h-check">
      <div class="ph"><h2 id="h-check">${t('imports.check')}</h2></div>
      <${Numbers} load=${preview} sums=${sums} source=${source} missed=${missed[scope]} />
      <${FirstRows} rows=${Object.values(seen)} total=${preview.data?.total ?? 0} />
      ${decided > 0 && html`<p class="hint row">
        ${t(decided > CHOICES_MAX ? 'proposal.too_many' : 'proposal.decided', { n: decided })}
        <${Button} quiet small onClick=${() => setChoices({})}>${t('proposal.forget')}</${Button}>
      </p>`}
      ${error &&
      (error.code === 'import.running'
        ? html`<${ErrorNote} error=${error} />`
        : html`<${HuntflowError} error=${error} />`)}
      <div class="startbar">
        ${ready
          ? html`<p class="sm dim">${estimateText(work, pace)}</p>`
          : target.account_id && !target.vacancy_id && html`<p class="sm dim">${t('imports.vacancy.first')}</p>`}
        <div class="acts">
          <${Button} main icon="play" busy=${busy} disabled=${!ready} onClick=${begin}>
            ${ready ? t(`imports.start.${source.kind}`, { n: work }) : t('imports.start')}
          </${Button}>
          <${Button} quiet href=${PATH}>${t('cancel')}</${Button}>
        </div>
      </div>
    </aside>
    <${Proposal}
      body=${body} source=${source} all=${all} choices=${choices}
      onChoice=${(id, way) => setChoices((old) => ({ ...old, [id]: way }))}
      onRows=${(rows) => setSeen((old) => ({ ...old, ...Object.fromEntries(rows.map((row) => [row.task_id, row])) }))}
    />
  </section>`;
}
