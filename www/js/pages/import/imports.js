// imports: the list of all imports, and the place where a new one is made.
import { html } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { Time, Progress } from '../../ui/marks.js';
import { Pages } from '../../ui/pager.js';
import { Empty, Skeleton, Loaded } from '../../ui/states.js';
import { t, percent } from '../../lib/i18n.js';
import { page } from '../../lib/api.js';
import { bare } from '../../lib/list-rules.js';
import { here, go } from '../../lib/router.js';
import { ImportBadge, scoreText } from '../../ui/import-words.js';
import { useLive } from '../../lib/live.js';
import { merged } from '../../lib/import-rules.js';
import { PATH, SOURCES, newHref, routeText } from './imports-rules.js';
import { NewImport } from './new-import.js';

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

function Jobs({ load, filters, onNew }) {
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} height=${68} />`}>
    ${({ rows }) =>
      rows.length === 0
        ? html`<${Empty} icon="download" text=${t('imports.empty')}>
            <${Button} main onClick=${onNew}>${t('imports.new')}</${Button}>
          </${Empty}>`
        : html`
            <ul class="jobs">${rows.map((job) => html`<${Job} key=${job.id} job=${job} />`)}</ul>
            <${Pages} query=${bare} path=${PATH} filters=${filters} got=${load.data} />
          `}
  </${Loaded}>`;
}

export default function ImportsPage() {
  useTitle(t('nav.imports'));
  const filters = bare.read(here.value.query);
  const making = here.value.query.get('new') === '1';
  const load = useLoad(() => page('/clickup/bulk-import', filters), [String(bare.write(filters))]);
  useLive(
    'import',
    (job) => load.set((data) => data && { ...data, rows: data.rows.map((row) => merged(row, job)) }),
    [],
  );
  const onNew = () => go(newHref(SOURCES[0]));
  if (making) {
    return html`
      <nav class="crumbs" aria-label=${t('crumbs')}>
        <a href=${PATH}>${t('nav.imports')}</a>
        <span aria-hidden="true">/</span>
        <span>${t('imports.new.crumb')}</span>
      </nav>
      <div class="head"><div><h1>${t('imports.new')}</h1><p class="sub">${t('imports.what_is')}</p></div></div>
      <${NewImport} />
    `;
  }
  return html`
    <div class="head">
      <div><h1>${t('nav.imports')}</h1><p class="sub">${t('imports.sub')}</p></div>
      ${load.data?.rows.length !== 0 && html`<div class="acts">
        <${Button} main icon="plus" onClick=${onNew}>${t('imports.new')}</${Button}>
      </div>`}
    </div>
    <${Jobs} load=${load} filters=${filters} onNew=${onNew} />
  `;
}
