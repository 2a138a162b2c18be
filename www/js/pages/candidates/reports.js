// reports: what became of the people who were found: sources, days, the funnel, how long it took, what it cost.
import { html, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { all, get } from '../../lib/api.js';
import { t, num, percent, duration, shortDay, zone } from '../../lib/i18n.js';
import { dayOf } from '../../lib/i18n-rules.js';
import { changeFilters, here } from '../../lib/router.js';
import { Icon } from '../../ui/button.js';
import { Bars, Legend } from '../../ui/chart.js';
import { ExportDialog } from '../../ui/export.js';
import { FilterBar } from '../../ui/filters.js';
import { Figures } from '../../ui/huntflow-words.js';
import { Menu } from '../../ui/menu.js';
import { Shares } from '../../ui/shares.js';
import { Empty, Loaded, Note, Skeleton } from '../../ui/states.js';
import { DataTable, PlainTable } from '../../ui/table.js';
import {
  asked, costs, daysOf, funnel, isEmpty, PARTS, PERIODS, priceOf, query, spans, STEPS,
} from './reports-rules.js';
import { platformName } from './words.js';

const API = '/api/v1/reports/candidates';
const spanText = ({ from, to }) =>
  (from === to ? shortDay(from) : t('report.span', { from: shortDay(from), to: shortDay(to) }));
const word = (name) => t(`report.n.${name}`);
const dash = (value, show) => (value === null ? '—' : show(value));

const Section = ({ id, title, note, children }) => html`<section aria-labelledby=${`h-${id}`}>
  <div class="row sech">
    <h2 id=${`h-${id}`}>${title}</h2>
    ${note && html`<span class="faint sm push">${note}</span>`}
  </div>
  ${children}
</section>`;

function Days({ days }) {
  const rows = spans(days);
  const bars = rows.map((row, i) => ({
    value: row.persons, more: Math.min(row.import, row.persons), now: i === rows.length - 1,
    title: t('report.bar', { day: spanText(row), found: num(row.persons), imported: num(row.import) }),
  }));
  const sum = (name) => num(rows.reduce((had, row) => had + row[name], 0));
  const weekly = rows.length < days.length && t('report.weeks');
  return html`<${Section} id="days" title=${t('report.days')} note=${weekly}>
    <${Bars}
      bars=${bars} label=${t('report.days.say', { found: sum('persons'), imported: sum('import') })}
      axis=${[rows[0], rows[Math.floor(rows.length / 2)], rows.at(-1)].map(({ from }) => shortDay(from))}
    />
    <${Legend} items=${[{ look: 'sq', text: word('persons') }, { look: 'sq three', text: word('import') }]} />
    <${DataTable}
      head=${[t('day'), word('persons'), ...STEPS.map(word)]}
      rows=${[...days].reverse().map((day) =>
        [shortDay(day.day), ...['persons', ...STEPS].map((name) => num(day[name]))])}
    />
  </${Section}>`;
}

const Funnel = ({ total }) => html`<${Section} id="funnel" title=${t('report.funnel')}>
  <${Shares}
    rows=${funnel(total).map(({ name, value, share }) => ({
      key: name, name: word(name), value, note: share !== null && percent(share),
      label: t('report.funnel.n', { step: word(name), n: num(value) }),
    }))}
  />
</${Section}>`;

/* Integrations of two boards may have one name. */
const integrationName = ({ platform, name }) => `${platformName(platform)}: ${name}`;

function sourceName({ integration_id: id, platform, name }) {
  if (name) return integrationName({ platform, name });
  return id === 0 ? platformName(platform) : t('report.source.gone', { platform: platformName(platform) });
}

const Sources = ({ rows }) => html`<${Section} id="sources" title=${t('report.sources')}>
  <div class="widetable" role="group" aria-labelledby="h-sources" tabindex="0">
    <${PlainTable}
      head=${[t('report.source'), word('found'), word('persons'), ...STEPS.map(word)]}
      rows=${rows.map((row) => ({
        key: `${row.integration_id} ${row.platform}`,
        cells: [sourceName(row), num(row.found), num(row.persons), ...STEPS.map((name) => num(row[name]))],
      }))}
    />
  </div>
</${Section}>`;

const People = ({ rows }) => html`<${Section} id="people" title=${t('report.people')}>
  ${rows.length === 0
    ? html`<p class="sm dim">${t('report.people.none')}</p>`
    : html`<div class="widetable" role="group" aria-labelledby="h-people" tabindex="0">
        <${PlainTable}
          head=${[t('report.person'), ...STEPS.map(word)]}
          rows=${rows.map((row) => ({
            key: row.user ?? 0, cells: [row.name || t('report.itself'), ...STEPS.map((name) => num(row[name]))],
          }))}
        />
      </div>`}
</${Section}>`;

const MINUTE_S = 60;
const taken = (seconds) => (seconds < MINUTE_S ? t('report.at_once') : duration(seconds));
const half = ({ low_s: from, high_s: to }) =>
  (to < MINUTE_S ? t('report.at_once') : t('report.span', { from: taken(from), to: taken(to) }));

const Times = ({ rows }) => html`<${Section} id="times" title=${t('report.times')}>
  ${rows.length === 0
    ? html`<p class="sm dim">${t('report.times.none')}</p>`
    : html`
        <${PlainTable}
          head=${[t('report.step'), t('report.median'), t('report.half'), t('report.count')]}
          looks=${['', '', 'c-more', '']}
          rows=${rows.map((row) => ({
            key: row.step,
            cells: [
              word(row.step), taken(row.median_s), half(row), num(row.count),
            ],
          }))}
        />
        <p class="xs faint">${t('report.times.what')}</p>
      `}
</${Section}>`;

function Cost({ total, filters }) {
  const [text, setText] = useState(filters.price);
  const price = priceOf(text);
  const cost = price === null ? null : costs(total, price);
  return html`<${Section} id="cost" title=${t('report.cost')}>
    <p class="sm dim">${t('report.cost.what', { n: total.contact })}</p>
    <div class="field narrowfield">
      <label class="lbl" for="price">${t('report.price')}</label>
      <input
        class="in" id="price" inputmode="decimal" autocomplete="off" maxlength="20" value=${text}
        aria-invalid=${text !== '' && price === null ? 'true' : undefined}
        onInput=${(event) => setText(event.currentTarget.value)}
        onChange=${() => changeFilters(query, { price: price === null ? '' : text.trim() })}
      />
    </div>
    ${cost && html`<${Figures} items=${[
      { key: 'spent', text: t('report.spent'), value: num(cost.spent, 2) },
      { key: 'import', text: t('report.spent.import'), value: dash(cost.imported, (n) => num(n, 2)) },
      { key: 'huntflow', text: t('report.spent.huntflow'), value: dash(cost.huntflow, (n) => num(n, 2)) },
      { key: 'hired', text: t('report.spent.hired'), value: dash(cost.hired, (n) => num(n, 2)) },
    ]} />`}
  </${Section}>`;
}

function Filters({ filters, integrations }) {
  const groups = [
    { name: 'days', label: t('report.period'), items: PERIODS.map((n) => ({ value: n, label: t('days', { n }) })) },
    {
      name: 'integration', label: t('report.source'),
      items: [{ value: '0', label: t('report.source.files') },
        ...integrations.map((one) => ({ value: String(one.id), label: integrationName(one) }))],
    },
  ];
  return html`<${FilterBar}
    groups=${groups} filters=${{ ...filters, days: String(daysOf(filters)) }} narrowed=${Boolean(filters.integration)}
    apply=${(change) => changeFilters(query, change)}
    onClear=${() => changeFilters(query, { days: '', integration: '' })}
  />`;
}

const Report = ({ report, filters }) => html`
  <${Figures} items=${['found', 'persons', 'keep', 'contact', 'import', 'huntflow', 'hired'].map((name) => ({
    key: name, text: word(name), value: num(report.total[name]),
  }))} />
  <div class="reports">
    <${Days} days=${report.days} />
    <div class="pair">
      <${Funnel} total=${report.total} />
      <${Times} rows=${report.times} />
    </div>
    <${Sources} rows=${report.sources} />
    <${People} rows=${report.people} />
    <${Cost} total=${report.total} filters=${filters} />
    <${Note} title=${t('report.unknown')}>${t('report.unknown.what')}</${Note}>
  </div>
`;

export default function ReportsPage() {
  useTitle(t('report.title'));
  const filters = query.read(here.value.query);
  const params = asked(filters, dayOf(new Date(), zone.value));
  const stamp = JSON.stringify(params);
  const [part, setPart] = useState('');
  const integrations = useLoad(() => all('/api/integrations/'), []);
  const load = useLoad(() => get(API, params, { lane: 'report' }), [stamp]);
  const csv = (separator) => `${API}/csv?${new URLSearchParams({ ...params, part, separator })}`;
  return html`
    <nav class="crumbs" aria-label=${t('crumbs')}>
      <a href="/candidates/">${t('nav.candidates')}</a>
      <span aria-hidden="true">/</span><span>${t('report.title')}</span>
    </nav>
    <div class="head inline">
      <div><h1>${t('report.title')}</h1><p class="sub">${t('report.sub')}</p></div>
      <div class="acts">
        <${Menu}
          label=${t('report.export')} look="btn" align="end"
          button=${html`<${Icon} name="download" /><span>${t('report.export')}</span>`}
          items=${PARTS.map((name) => ({ text: t(`report.part.${name}`), run: () => setPart(name) }))}
        />
      </div>
    </div>
    <${Filters} filters=${filters} integrations=${integrations.data || []} />
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${10} />`}>
      ${(report) => (isEmpty(report)
        ? html`<${Empty} icon="chart-column" text=${t('report.empty')}>
            <a class="btn main-act" href="/candidates/search/">${t('report.empty.do')}</a>
          </${Empty}>`
        : html`<${Report} report=${report} filters=${filters} />`)}
    </${Loaded}>
    ${part && html`<${ExportDialog}
      title=${t(`report.part.${part}`)} href=${csv} onClose=${() => setPart('')}
    />`}
  `;
}
