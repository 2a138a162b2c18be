// candidates-filters: the bar over the list: words, what there is to choose from with its counts, spans.
import { html, useState } from '../../lib/html.js';
import { get } from '../../lib/api.js';
import { t } from '../../lib/i18n.js';
import { useLoad } from '../../lib/load.js';
import { changeFilters, setQuery } from '../../lib/router.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/fields.js';
import { FilterBar } from '../../ui/filters.js';
import { API, asked, cleared, isNarrowed, query } from './candidates-rules.js';
import { platformName } from './words.js';

const KNOWN = ['huntflow', 'clickup', 'rejected', 'none'];
const HAS = ['email', 'phone'];
const IMPORTED = ['true', 'false'];

/* Fields that are asked for together, when one says so. names: [[filter, label]] */
function Panel({ names, filters, type, apply }) {
  const [values, setValues] = useState(Object.fromEntries(names.map(([name]) => [name, filters[name]])));
  const submit = (event) => {
    event.preventDefault();
    apply(values);
  };
  return html`<form class="candpanel" onSubmit=${submit}>
    ${names.map(([name, label], i) => html`<${TextField}
      key=${name} label=${label} type=${type} min="0" inputmode=${type === 'number' ? 'numeric' : undefined}
      autofocus=${i === 0}
      field=${{
        name, value: values[name],
        onInput: (event) => setValues({ ...values, [name]: event.currentTarget.value }),
      }}
    />`)}
    <${Button} small main type="submit">${t('cand.filter.apply')}</${Button}>
  </form>`;
}

const spanText = (from, to) => (from || to ? [from || '…', to || '…'].join('–') : '');

export function CandidateFilters({ filters, total, stamp }) {
  const load = useLoad(() => get(`${API}facets`, asked(filters)), [stamp]);
  const facets = load.data || {};
  const apply = (change, opts) => changeFilters(query, change, opts);
  /* What is chosen stays in the list when nobody has it any more. */
  const counted = (name, chosen, label = (text) => text) => {
    const items = (facets[name] || []).map(({ name: value, count }) => ({ value, label: label(value), count }));
    const missing = chosen.filter((value) => !items.some((item) => item.value === value));
    return [...items, ...missing.map((value) => ({ value, label: label(value) }))];
  };
  const span = (name, type = 'number') => ({
    name, label: t(`cand.filter.${name}`), value: spanText(filters[`${name}_min`], filters[`${name}_max`]),
    panel: () => html`<${Panel}
      type=${type} filters=${filters} apply=${apply}
      names=${[[`${name}_min`, t('cand.filter.from')], [`${name}_max`, t('cand.filter.to')]]}
    />`,
  });
  const groups = [
    { name: 'platform', label: t('cand.filter.platform'), many: true,
      items: counted('platforms', filters.platform, platformName) },
    { name: 'skill', label: t('cand.filter.skill'), many: true, items: counted('skills', filters.skill) },
    { name: 'location', label: t('cand.filter.location'), value: filters.location,
      panel: () => html`<${Panel}
        type="text" filters=${filters} apply=${apply} names=${[['location', t('cand.filter.location')]]}
      />` },
    span('experience'),
    span('salary'),
    { name: 'known', label: t('cand.filter.known'), many: true,
      items: KNOWN.map((value) => ({ value, label: t(`cand.known.${value}`) })) },
    { name: 'has', label: t('cand.filter.has'), many: true,
      items: HAS.map((value) => ({ value, label: t(`cand.has.${value}`) })) },
    { name: 'tag', label: t('cand.filter.tag'), many: true, items: counted('tags', filters.tag) },
    { name: 'imported', label: t('cand.filter.imported'),
      items: IMPORTED.map((value) => ({ value, label: t(`cand.imported.${value}`) })) },
  ];
  return html`<${FilterBar}
    search=${{ name: 'q', label: t('cand.search'), hint: t('cand.search.hint') }} groups=${groups} filters=${filters}
    apply=${apply} narrowed=${isNarrowed(filters)} total=${total}
    onClear=${() => setQuery(query.write(cleared(filters)))}
  />`;
}
