// logs: the call log: errors and times over the hours, the slowest endpoints, every call with its details.
import { html, useState, useEffect } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { Icon, Button } from '../../ui/button.js';
import { Time } from '../../ui/marks.js';
import { Note, ErrorNote, Empty, Skeleton, Loaded } from '../../ui/states.js';
import { Drawer, drawerHref } from '../../ui/drawer.js';
import { copyText } from '../../ui/copy.js';
import { Pages } from '../../ui/pager.js';
import { Table, PlainTable, Views, DataTable, useColumns } from '../../ui/table.js';
import { FilterBar } from '../../ui/filters.js';
import { Bars, Lines, Legend } from '../../ui/chart.js';
import { t, num, percent, duration, clockTime, dayMonth, fullTime } from '../../lib/i18n.js';
import { get, page } from '../../lib/api.js';
import { here, setQuery, changeFilters } from '../../lib/router.js';
import { turned } from '../../lib/list-rules.js';
import { Crumbs, Figures, Path, aboveOf } from '../../ui/huntflow-words.js';
import {
  query,
  TYPES,
  METHODS,
  CODES,
  HOURS,
  daysOf,
  merged,
  isNarrowed,
  cleared,
  asked,
  baseOf,
  chartRows,
  summary,
  codeLook,
  curlOf,
  isEmpty,
  pretty,
  templateOf,
} from './logs-rules.js';

const API = '/api/v1/huntflow/logs/';
const PATH = '/huntflow/logs/';

const ms = (value) => (value === null || value === undefined ? t('import.num.none') : duration(value / 1000));
const Code = ({ log }) => html`<span class=${`st ${codeLook(log)}`}>${log.status_code || t('calls.no_answer')}</span>`;

function figuresOf({ total, errors, p50, p95 }) {
  return [
    { key: 'total', text: t('calls.fig.total'), value: num(total) },
    {
      key: 'errors',
      text: t('calls.fig.errors'),
      value: num(errors),
      look: errors ? 'bad-t' : '',
      sub: total > 0 && errors > 0 && percent(errors / total, 1),
    },
    { key: 'p50', text: t('calls.fig.p50'), value: ms(p50) },
    { key: 'p95', text: t('calls.fig.p95'), value: ms(p95) },
  ];
}

function Charts({ rows, hours }) {
  const label = ({ at }) =>
    hours === '24' ? clockTime(at) : t('when.day', { day: dayMonth(at), time: clockTime(at) });
  const axis = (one) => (hours === '24' ? clockTime(one.at) : dayMonth(one.at));
  const { total, errors, p50, p95 } = summary(rows);
  const marks = [rows[0], rows[Math.floor(rows.length / 2)], rows.at(-1)].map(axis);
  const bars = rows.map((row) => ({
    value: row.total,
    bad: row.errors,
    more: row.writes,
    title: t('calls.bar', { time: label(row), n: row.total, errors: num(row.errors) }),
  }));
  const times = rows
    .filter((row) => row.p95 !== null)
    .map((row) => ({ at: Date.parse(row.at), x: label(row), y: row.p50 || 0, z: row.p95 || 0 }));
  return html`
    <${Figures} items=${figuresOf({ total, errors, p50, p95 })} />
    <div class="twoch">
      <section aria-labelledby="h-count">
        <div class="row sech"><h2 id="h-count">${t('calls.count')}</h2></div>
        <${Bars} bars=${bars} label=${t('calls.count.say', { n: total, errors: num(errors) })} axis=${marks} />
        <${Legend}
          items=${[
            { look: 'sq', text: t('calls.reads') },
            { look: 'sq three', text: t('calls.writes') },
            { look: 'sq two', text: t('calls.errors') },
          ]}
        />
        <${DataTable}
          head=${[t('time'), t('calls.reads'), t('calls.writes'), t('calls.errors')]}
          rows=${rows.map((row) => [label(row), num(row.reads), num(row.writes), num(row.errors)])}
        />
      </section>
      <section aria-labelledby="h-times">
        <div class="row sech"><h2 id="h-times">${t('calls.times')}</h2></div>
        ${times.length < 2
          ? html`<p class="sm dim">${t('calls.times.soon')}</p>`
          : html`
              <${Lines}
                past rows=${times} label=${t('calls.times.say', { p50: ms(p50), p95: ms(p95) })} format=${ms}
                pin=${(row) => row.x} names=${[{ text: t('calls.p50') }, { text: t('calls.p95'), look: 'd' }]}
              />
              <${DataTable}
                head=${[t('time'), t('calls.p50'), t('calls.p95')]}
                rows=${times.map(({ x, y, z }) => [x, ms(y), ms(z)])}
              />
            `}
      </section>
    </div>
  `;
}

const slowRow = (row) => ({
  key: row.endpoint,
  cells: [
    html`<${Path} text=${row.endpoint} />`,
    num(row.count),
    ms(row.p50_ms),
    ms(row.p95_ms),
    html`<span class=${row.errors > 0 ? 'bad-t' : ''}>${num(row.errors)}</span>`,
  ],
});

function Slowest({ hours }) {
  const load = useLoad(() => get(`${API}slowest/`, { days: daysOf(hours) }), [hours]);
  return html`<section aria-labelledby="h-slow">
    <div class="row sech"><h2 id="h-slow">${t('calls.slowest')}</h2></div>
    <${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${4} height=${36} />`}>
      ${(rows) =>
        rows.length === 0
          ? html`<p class="sm dim">${t('calls.empty')}</p>`
          : html`<${PlainTable}
              look="slow" looks=${['mono', 'c-p50', 'nb c-p50', 'nb', '']}
              head=${['endpoint', 'count', 'p50', 'p95', 'errors'].map((name) => t(`calls.col.${name}`))}
              rows=${rows.slice(0, 8).map(slowRow)}
            />`}
    </${Loaded}>
  </section>`;
}

const choices = (values, text = (value) => value) => values.map((value) => ({ value, label: text(value) }));
const groupsOf = (users) =>
  [
    ['log_type', choices(TYPES, (type) => t(`calls.type.${type}`))],
    ['method', choices(METHODS)],
    ['status_code', choices(CODES)],
    ['user', users],
  ].map(([name, items]) => ({ name, label: t(`calls.filter.${name}`), items }));

const usersOf = (logs) => [
  ...new Map(
    logs
      .filter(({ user }) => user)
      .map(({ user, user_name: name, user_username: email }) => [
        String(user),
        { value: String(user), label: name || email || t('number', { id: user }) },
      ]),
  ).values(),
];

const Template = ({ endpoint }) =>
  templateOf(endpoint).map((piece, i) => (i % 2 ? html`<span class="faint">${piece}</span>` : piece));

/* One line: the whole address and what was said stand in the call itself, and beside the pointer. */
const Name = ({ log }) => html`<span class="callname">
  <a class="name mono" href=${drawerHref('call', log.id)} data-tip=${log.endpoint}>
    ${log.method} <${Template} endpoint=${log.endpoint} />
  </a>
  ${log.error_message && html`<span class="xs bad-t cut1" data-tip="">${log.error_message}</span>`}
</span>`;

const columnsOf = () => [
  { name: 'call', head: t('calls.col.call'), look: 'c-name', cell: (log) => html`<${Name} log=${log} />` },
  {
    name: 'code',
    head: t('calls.col.code'),
    look: 'c-st',
    sort: 'status_code',
    cell: (log) => html`<${Code} log=${log} />`,
  },
  { name: 'took', head: t('col.took'), look: 'c-took nb dim', right: true, cell: (log) => ms(log.duration_ms) },
  {
    name: 'who',
    head: t('calls.col.who'),
    look: 'c-who',
    cell: (log) => log.user_name || log.user_username || html`<span class="faint">${t('calls.nobody')}</span>`,
  },
  {
    name: 'when',
    head: t('col.when'),
    look: 'c-date',
    sort: 'created_at',
    cell: (log) => html`<${Time} at=${log.created_at} class="nb dim" />`,
  },
];

const Data = ({ name, value }) =>
  isEmpty(value)
    ? null
    : html`<section>
        <h3>${t(`calls.${name}`)}</h3>
        <pre class="code" tabindex="0" aria-label=${t(`calls.${name}`)}>${pretty(value)}</pre>
      </section>`;

/* One call; the key was never stored, so the command holds stars in its place. */
function Call({ id }) {
  const load = useLoad(() => get(`${API}${id}/`), [id]);
  const profile = useLoad(() => get('/api/v1/profile'), []);
  const copy = () => copyText(curlOf(load.data, baseOf(profile.data)), t('calls.copied'));
  return html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} height=${40} />`}>
    ${(log) => html`<div class="callbox">
      <p class="mono callline">${log.method} ${log.endpoint}</p>
      <dl class="fields tight">
        <div><dt>${t('calls.col.code')}</dt><dd><${Code} log=${log} /></dd></div>
        <div><dt>${t('col.took')}</dt><dd>${ms(log.duration_ms)}</dd></div>
        <div><dt>${t('col.when')}</dt><dd>${fullTime(log.created_at)}</dd></div>
        <div><dt>${t('calls.col.who')}</dt><dd>${log.user_name || log.user_username || t('calls.nobody')}</dd></div>
        ${log.request_id && html`<div><dt>${t('calls.request_id')}</dt><dd class="mono">${log.request_id}</dd></div>`}
      </dl>
      ${log.error_message && html`<${Note} kind="bad" icon="triangle-alert" title=${t('calls.error')}>
        ${log.error_message}
      </${Note}>`}
      <div class="acts">
        <${Button} small icon="copy" onClick=${copy}>${t('calls.curl')}</${Button}>
        <span class="xs faint">${t('calls.curl.hint')}</span>
      </div>
      <${Data} name="request" value=${log.request_data} />
      <${Data} name="response" value=${log.response_data} />
    </div>`}
  </${Loaded}>`;
}

function List({ filters, errors }) {
  const shape = query.write({ ...filters, call: '' }).toString();
  const load = useLoad(() => page(errors ? `${API}errors/` : API, asked(filters), { lane: 'calls' }), [shape]);
  const [users, setUsers] = useState([]);
  useEffect(() => {
    if (load.data) {
      setUsers((old) =>
        usersOf([...old.map(({ value, label }) => ({ user: value, user_name: label })), ...load.data.rows]),
      );
    }
  }, [load.data]);
  const apply = (change, opts) => changeFilters(query, { call: '', ...change }, opts);
  const wipe = () => setQuery(query.write(cleared(filters)));
  const columns = useColumns(columnsOf);
  const now = filters.ordering || '-created_at';
  const at = Number(filters.page) || 1;
  const { rows = [], links, searched } = load.data || {};
  const further = searched && query.href(PATH, filters, links.next, at + 1);
  return html`<section aria-labelledby="h-list">
    <h2 class="sr" id="h-list">${t('calls.list')}</h2>
    <${FilterBar}
      search=${{ name: 'search', label: t('calls.search'), hint: t('calls.search.hint') }} groups=${groupsOf(users)}
      filters=${filters} apply=${apply} narrowed=${isNarrowed(filters)} onClear=${wipe}
    />
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${!load.data
      ? !load.error && html`<${Skeleton} rows=${10} />`
      : rows.length === 0
        ? html`<${Empty}
            icon="activity"
            text=${further
              ? t('calls.searched', { at: fullTime(searched) })
              : t(isNarrowed(filters) ? 'calls.none_found' : errors ? 'calls.no_errors' : 'calls.empty')}
          >
            ${further && html`<${Button} main href=${further}>${t('calls.further')}</${Button}>`}
            ${isNarrowed(filters) && html`<${Button} onClick=${wipe}>${t('filters.clear')}</${Button}>`}
          </${Empty}>`
        : html`
            <${Table}
              label=${t('nav.calls')} look="calls" rows=${rows} columns=${columns} now=${now} busy=${load.busy}
              onSort=${(field) => apply({ ordering: turned(now, field, ['created_at', 'status_code']) })}
            />
            <${Pages} query=${query} path=${PATH} filters=${filters} got=${load.data} keyed />
          `}
  </section>`;
}

export default function HuntflowLogsPage() {
  useTitle(t('nav.calls'));
  const filters = query.read(here.value.query);
  const hours = HOURS.includes(filters.hours) ? filters.hours : '24';
  const errors = filters.view === 'errors';
  const chart = useLoad(() => get(`${API}chart/`, { hours }), [hours]);
  const link = (change) => `${PATH}?${query.write(query.changed({ ...filters, call: '' }, change))}`;
  const views = [
    ['', 'all'],
    ['errors', 'errors'],
  ].map(([view, key]) => ({ key, text: t(`calls.view.${key}`), current: filters.view === view, href: link({ view }) }));
  return html`
    <${Crumbs} links=${[aboveOf('/huntflow/', 'Huntflow')]} />
    <div class="head">
      <div><h1>${t('nav.calls')}</h1><p class="sub">${t('calls.sub')}</p></div>
      <div class="segs" role="group" aria-label=${t('calls.period')}>
        ${HOURS.map((n) => html`<button
          key=${n} type="button" aria-pressed=${String(hours === n)}
          onClick=${() => setQuery(query.write({ ...filters, hours: n === '24' ? '' : n }))}
        >
          ${t(`calls.hours.${n}`)}
        </button>`)}
      </div>
    </div>
    <${Loaded} load=${chart} skeleton=${html`<${Skeleton} rows=${4} height=${64} />`}>
      ${(rows) => {
        const shown = merged(chartRows(rows), 60);
        return shown.length === 0 || shown.every(({ total }) => total === 0)
          ? html`<p class="calm"><${Icon} name="activity" />${t('calls.empty')}</p>`
          : html`<${Charts} rows=${shown} hours=${hours} />`;
      }}
    </${Loaded}>
    <div class="slowbox"><${Slowest} hours=${hours} /></div>
    <${Views} items=${views} label=${t('views.label')} />
    <${List} filters=${filters} errors=${errors} />
    <${Drawer} name="call" valid=${/^\d+$/} title=${(id) => t('calls.one', { id })}>
      ${(id) => html`<${Call} id=${id} />`}
    </${Drawer}>
  `;
}
