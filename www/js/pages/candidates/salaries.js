// salaries: what vacancies offer and people ask: median, quartiles, how many; vacancies against resumes.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { get } from '../../lib/api.js';
import { t, num, percent } from '../../lib/i18n.js';
import { here, setQuery } from '../../lib/router.js';
import { Button } from '../../ui/button.js';
import { Bars, Legend } from '../../ui/chart.js';
import { SelectField, TextField } from '../../ui/fields.js';
import { Fix, useForm } from '../../ui/form.js';
import { Figures } from '../../ui/huntflow-words.js';
import { oneSum } from '../../ui/sum.js';
import { Empty, Loaded, Note, Skeleton } from '../../ui/states.js';
import { DataTable } from '../../ui/table.js';
import { Chips, Span, spanChecks } from './search-form.js';
import { asked, filtersOf, gapOf, isAsked, PERIODS, query, valuesOf } from './salaries-rules.js';
import { platformName } from './words.js';

const API = '/api/integrations/salary-analysis';

function Form({ filters, busy }) {
  const form = useForm({
    initial: valuesOf(filters), guard: false, checks: spanChecks(['experience']),
    save: async (values) => { setQuery(query.write(filtersOf(values))); },
  });
  return html`<form class="searchform" onSubmit=${form.submit} onKeyDown=${form.onKeyDown} noValidate>
    <${Chips} field=${form.field('keywords')} label=${t('search.keywords')} hint=${t('search.keywords.hint')} />
    <${TextField}
      field=${form.field('location')} label=${t('salary.location')} hint=${t('salary.location.hint')} maxlength="100"
    />
    <${Span} form=${form} name="experience" />
    <${SelectField}
      field=${form.field('period')} label=${t('salary.period')}
      options=${PERIODS.map((n) => ({ value: n, label: t('days', { n }) }))}
    />
    <div class="acts searchgo">
      <${Button} main icon="chart-column" type="submit" busy=${busy}>${t('salary.go')}</${Button}>
      <${Fix} form=${form} />
    </div>
  </form>`;
}

const sumOf = (value, currency) => (value === null ? t('none') : oneSum(value, currency));

const Failures = ({ platforms }) => platforms.filter(({ error }) => error).map(({ platform, error }) => html`<${Note}
  key=${platform} class="gap" kind="warn" icon="triangle-alert" title=${platformName(platform)}
>
  ${error.detail}
</${Note}>`);

const Others = ({ list }) => list.length > 0 && html`<p class="xs faint">
  ${t('salary.others', { list: list.map(({ currency, count }) => `${currency}: ${num(count)}`).join(', ') })}
</p>`;

function Histogram({ bins, currency }) {
  const span = ({ from, to }) => t('salary.span', { from: num(from, 0), to: num(to, 0) });
  const bars = bins.map((bin) => ({
    value: bin.vacancies + bin.resumes, more: bin.resumes,
    title: t('salary.bar', { span: span(bin), vacancies: num(bin.vacancies), resumes: num(bin.resumes) }),
  }));
  return html`
    <${Bars}
      bars=${bars} label=${t('salary.say', { from: num(bins[0].from, 0), to: num(bins.at(-1).to, 0), currency })}
      axis=${[bins[0].from, bins[Math.floor(bins.length / 2)].from, bins.at(-1).to].map((n) => num(n, 0))}
    />
    <${Legend} items=${[
      { look: 'sq', text: t('salary.vacancies') }, { look: 'sq three', text: t('salary.resumes') },
    ]} />
    <${DataTable}
      head=${[t('salary.sum', { currency }), t('salary.vacancies'), t('salary.resumes')]}
      rows=${bins.map((bin) => [span(bin), num(bin.vacancies), num(bin.resumes)])}
    />
  `;
}

const gapText = (gap) =>
  (Math.abs(gap) < 0.005 ? t('salary.gap.none')
    : t(gap > 0 ? 'salary.gap.more' : 'salary.gap.less', { share: percent(Math.abs(gap)) }));

function Analysis({ got }) {
  const { currency, vacancies, resumes, quartiles } = got;
  const gap = gapOf(got);
  const side = (name, one) => ({
    key: name, text: t(`salary.${name}.median`), value: sumOf(one.median, currency),
    sub: t('salary.of', { n: one.sample_size, seen: num(one.seen) }),
  });
  return html`<section aria-labelledby="h-pay">
    <div class="row sech">
      <h2 id="h-pay">${t('salary.market')}</h2>
      <span class="faint sm push">${t('salary.sample', { n: got.sample_size })}</span>
    </div>
    <${Figures} items=${[
      { key: 'median', text: t('salary.median'), value: sumOf(got.median, currency) },
      { key: 'low', text: t('salary.low'), value: sumOf(quartiles[0], currency) },
      { key: 'high', text: t('salary.high'), value: sumOf(quartiles[2], currency) },
      side('vacancies', vacancies), side('resumes', resumes),
    ]} />
    ${gap !== null && html`<p class="salarygap">${gapText(gap)}</p>`}
    <${Histogram} bins=${got.histogram} currency=${currency} />
    <${Others} list=${got.other_currencies} />
  </section>`;
}

/* platforms: what each board can do: only some can say what people earn. */
export function Salaries({ platforms }) {
  const filters = query.read(here.value.query);
  const params = asked(filters);
  const stamp = isAsked(filters) ? JSON.stringify(params) : '';
  const load = useLoad(() => (stamp ? get(API, params, { lane: 'salary' }) : Promise.resolve(null)), [stamp]);
  if (!platforms.some(({ does, usable }) => usable && does.includes('salary'))) {
    return html`<${Empty} icon="plug" text=${t('salary.no_board')}>
      <${Button} href="/integrations/">${t('nav.integrations')}</${Button}>
    </${Empty}>`;
  }
  return html`
    <${Form} key=${stamp} filters=${filters} busy=${Boolean(stamp) && load.busy} />
    ${load.error?.platforms?.length > 0 && html`<${Failures} platforms=${load.error.platforms} />`}
    ${!stamp
      ? html`<${Empty} icon="chart-column" text=${t('salary.start')} />`
      : html`<${Loaded} load=${load} skeleton=${html`<${Skeleton} rows=${6} />`}>
          ${(got) => got && html`
            <${Failures} platforms=${got.platforms} />
            ${got.sample_size === 0
              ? html`<${Empty} icon="chart-column" text=${t('salary.none')} />`
              : html`<${Analysis} got=${got} />`}
          `}
        </${Loaded}>`}
  `;
}
