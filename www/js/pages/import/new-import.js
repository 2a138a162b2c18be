// new-import: a new import: of the tasks of ClickUp, of an account's pages of Notion, or of the rows of a table.
import { html } from '../../lib/html.js';
import { useLoad } from '../../lib/load.js';
import { Button } from '../../ui/button.js';
import { SelectField } from '../../ui/fields.js';
import { Empty, Loaded, Skeleton } from '../../ui/states.js';
import { Views } from '../../ui/table.js';
import { t } from '../../lib/i18n.js';
import { get, page } from '../../lib/api.js';
import { go, here } from '../../lib/router.js';
import { keptSelection } from '../../lib/selection.js';
import { importFilter, isNarrowed, readFilters, writeFilters } from '../../lib/task-filters.js';
import { SOURCES, newHref, scopesOf } from './imports-rules.js';
import { Unchecked } from '../../ui/unchecked.js';
import { Plan } from './plan.js';

const PLACES_MAX = 100;   // tables to choose from: the newest

const waiting = html`<${Skeleton} rows=${6} />`;

function OfClickup() {
  const filters = readFilters(here.value.query);
  const selection = keptSelection();
  const settings = useLoad(() => get('/clickup/settings'), []);
  return html`<${Loaded} load=${settings} skeleton=${waiting}>
    ${({ tasks_cached: total, list_id: list }) => (total
      ? html`<${Plan}
          source=${{ kind: 'clickup' }} counts=${{ selection: selection.length, all: total }}
          scopes=${scopesOf({ selection, narrowed: isNarrowed(filters) || Boolean(filters.transfer) })}
          wishes=${{
            selection: { task_ids: selection.map(({ task_id: id }) => id) }, filter: { filter: importFilter(filters) },
          }}
          missed=${{ filter: (reload) => html`<${Unchecked} filters=${filters} onRead=${reload} />` }}
          look=${{ filter: `/clickup/tasks/?${writeFilters({ ...filters, page: '', after: '' })}` }}
        />`
      : html`<${Empty} icon="refresh-cw" text=${t('tasks.empty')}>
          <${Button} main href=${list ? '/clickup/tasks/' : '/clickup/settings/'}>
            ${t(list ? 'nav.tasks' : 'tasks.connect')}
          </${Button}>
        </${Empty}>`)}
  </${Loaded}>`;
}

/* Sources with places of which one is chosen: where they are listed, how many items one has, its own page. */
const PLACED = {
  notion: {
    icon: 'database', home: '/notion/', list: () => get('/api/v1/notion/accounts/'),
    fits: ({ status }) => status !== 'inactive', nameOf: ({ name }) => name,
    count: async ({ id }) => (await page(`/api/v1/notion/accounts/${id}/rows/`, { page_size: 1 })).total,
    look: ({ id }) => `/notion/?account=${id}`,
  },
  table: {
    icon: 'file-text', home: '/tables/', list: () => get('/api/v1/tables/', { page_size: PLACES_MAX }),
    fits: () => true, nameOf: ({ name, sheet }) => [name, sheet].filter(Boolean).join(' / '),
    count: async ({ rows }) => rows,
    look: ({ id }) => `/tables/${id}/`,
  },
};

const ALL_OR_NEW = [{ name: 'all', open: true }, { name: 'filter', open: true }];

/* The items of one place: all of them, or those that are not in Huntflow yet. */
function OfPlace({ kind, places, place }) {
  const { nameOf, count, look } = PLACED[kind];
  const total = useLoad(() => count(place), [place.id]);
  const choose = (event) => go(`${newHref(kind)}&id=${event.currentTarget.value}`, { replace: true });
  return html`<${Loaded} load=${total} skeleton=${waiting}>
    ${(n) => html`<${Plan}
      key=${place.id} source=${{ kind, source_id: place.id }} scopes=${ALL_OR_NEW} counts=${{ all: n }}
      wishes=${{ filter: { filter: { transfer: 'none' } } }}
    >
      <${SelectField}
        field=${{ name: 'place', value: String(place.id), onInput: choose }} label=${t(`imports.place.${kind}`)}
        options=${places.map((one) => ({ value: String(one.id), label: nameOf(one) }))}
      />
      <p class="sm"><a href=${look(place)}>${t(`imports.look.${kind}`)}</a></p>
    </${Plan}>`}
  </${Loaded}>`;
}

function OfPlaced({ kind }) {
  const { icon, home, list, fits } = PLACED[kind];
  const load = useLoad(list, [kind]);
  return html`<${Loaded} load=${load} skeleton=${waiting}>
    ${(all) => {
      const places = all.filter(fits);
      const place = places.find(({ id }) => String(id) === here.value.query.get('id')) ?? places[0];
      return place
        ? html`<${OfPlace} kind=${kind} places=${places} place=${place} />`
        : html`<${Empty} icon=${icon} text=${t(`imports.no_place.${kind}`)}>
            <${Button} main href=${home}>${t(`imports.to_place.${kind}`)}</${Button}>
          </${Empty}>`;
    }}
  </${Loaded}>`;
}

export function NewImport() {
  const asked = here.value.query.get('source');
  const kind = SOURCES.includes(asked) ? asked : SOURCES[0];
  return html`
    <${Views}
      label=${t('import.from')}
      items=${SOURCES.map((key) => ({
        key, text: t(`imports.from.${key}`), href: newHref(key), current: key === kind,
      }))}
    />
    ${kind === 'clickup' ? html`<${OfClickup} />` : html`<${OfPlaced} key=${kind} kind=${kind} />`}
  `;
}
