// inbox: files and profile links that people sent to the bot or put here: each is kept, or is no CV.
import { html, useRef, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { useLoad } from '../../lib/load.js';
import { del, get, page, post } from '../../lib/api.js';
import { errorWords } from '../../lib/errors.js';
import { t, list } from '../../lib/i18n.js';
import { letters, lettersOver, useKeys } from '../../lib/keys.js';
import { useFresh } from '../../lib/live.js';
import { changeFilters, go, here, retreat, setQuery } from '../../lib/router.js';
import { me } from '../../lib/session.js';
import { may as mayAs } from '../../lib/session-rules.js';
import { Icon, Button, IconButton } from '../../ui/button.js';
import { ask } from '../../ui/dialog.js';
import { later } from '../../ui/later.js';
import { Drawer, drawerHref } from '../../ui/drawer.js';
import { FilterBar } from '../../ui/filters.js';
import { KnownPlaces } from '../../ui/known.js';
import { Time } from '../../ui/marks.js';
import { BulkBar, useRowKeys, useSelection } from '../../ui/selection.js';
import { Empty, ErrorNote, Skeleton } from '../../ui/states.js';
import { Pages } from '../../ui/pager.js';
import { Table, Views } from '../../ui/table.js';
import { toast } from '../../ui/toast.js';
import { Deeds, ICONS, Item, State, factsOf } from './item.js';
import { API, PATH, STATES, asked, backOf, isNarrowed, may, namesOf, nextOf, query, undoOf } from './inbox-rules.js';

const CvUpload = later(() => import('../../ui/cv-upload.js'), 'CvUpload');
const Adding = later(() => import('./adding.js'), 'Adding');

const SIZE = 20;
const KEYS = { KeyY: 'keep', KeyN: 'reject', KeyU: 'restore' };
const EVENTS = { fits: () => true, ms: 500 };

const say = (error) => toast(errorWords(error).detail);
const doOne = (id, deed) => (deed === 'delete' ? del(`${API}${id}/`) : post(`${API}${id}/${deed}/`));

/* -> whether it was done; what can be taken back says so. onDone: the list has changed. */
async function decide(item, deed, onDone) {
  if (deed === 'delete' && !(await ask({
    title: t('inbox.delete.title', { name: item.name }), text: t('inbox.delete.text'), deed: t('inbox.delete'),
    danger: true,
  }))) return false;
  const back = undoOf(item);
  try {
    await doOne(item.id, deed);
    const undo = () => doOne(item.id, back).then(onDone, say);
    toast(t(`inbox.done.${deed}`, { name: item.name }), back && deed !== 'delete' && {
      action: t('undo'), onAction: undo,
    });
    return true;
  } catch (error) {
    say(error);
    return false;
  } finally {
    onDone();
  }
}

/* All that may; the first refusal is said. */
async function decideAll(items, deed, onDone) {
  const able = items.filter((item) => may(item, deed));
  const ends = await Promise.allSettled(able.map(({ id }) => doOne(id, deed)));
  const done = ends.filter(({ status }) => status === 'fulfilled').length;
  const failed = ends.find(({ status }) => status === 'rejected');
  if (failed) say(failed.reason);
  else toast(t(`inbox.done_all.${deed}`, { n: done }));
  onDone();
}

const Name = ({ item }) => html`
  <a class="name" href=${drawerHref('item', item.id)}>${item.name || t('inbox.nameless')}</a>
  <span class="two">
    <span class="nb">${factsOf(item)}</span>
    ${item.known && html` <${KnownPlaces} known=${item.known} />`}
    ${item.person && html` · <span class="mid">${item.person}</span>${item.position && `, ${item.position}`}`}
    ${item.senders[0]?.caption && html` · <span class="cap-text">${item.senders[0].caption}</span>`}
  </span>
`;

const Who = ({ item: { senders }, item }) => html`
  ${list(namesOf(item)) || t('inbox.nobody')}
  <span class="two">
    <${Icon} name=${senders[0]?.via === 'telegram' ? 'send' : 'upload'} />
    ${senders[0]?.origin ? t('inbox.origin', { name: senders[0].origin }) : t(`inbox.via.${senders[0]?.via || 'page'}`)}
  </span>
`;

const Acts = ({ item, onDeed }) => html`<span class="row acts-row">
  ${may(item, 'keep') && html`<${IconButton}
    icon="check" label=${t('inbox.keep.one', { name: item.name })} onClick=${() => onDeed(item, 'keep')}
  />`}
  ${may(item, 'reject') && html`<${IconButton}
    icon="ban" label=${t('inbox.reject.one', { name: item.name })} onClick=${() => onDeed(item, 'reject')}
  />`}
  ${may(item, 'restore') && html`<${IconButton}
    icon=${ICONS[backOf(item)]} label=${t(`inbox.${backOf(item)}.one`, { name: item.name })}
    onClick=${() => onDeed(item, 'restore')}
  />`}
</span>`;

const columnsOf = (onDeed) =>
  [
    { name: 'name', cell: (item) => html`<${Name} item=${item} />` },
    { name: 'st', cell: (item) => html`<${State} item=${item} />` },
    { name: 'from', cell: (item) => html`<${Who} item=${item} />` },
    { name: 'date', cell: (item) => html`<${Time} at=${item.created_at} class="nb dim" />` },
    { name: 'acts', right: true, cell: (item) => html`<${Acts} item=${item} onDeed=${onDeed} />` },
  ].map((column) => ({ ...column, look: `c-${column.name}`, head: t(`inbox.col.${column.name}`) }));

function Nothing({ filters, onAdd }) {
  if (isNarrowed(filters)) {
    return html`<${Empty} icon="search" text=${t('inbox.none_found')}>
      <${Button} onClick=${() => setQuery(query.write({ ...query.read(new URLSearchParams()), state: filters.state }))}>
        ${t('filters.clear')}
      </${Button}>
    </${Empty}>`;
  }
  const state = STATES.includes(filters.state) ? filters.state : '';
  return html`<${Empty} icon="mail" text=${t(`inbox.empty.${state || 'new'}`)}>
    ${['', 'all'].includes(state) && html`<${Button} icon="plus" onClick=${onAdd}>${t('inbox.add')}</${Button}>`}
  </${Empty}>`;
}

const Bulk = ({ pick, onDone }) => {
  const items = [...pick.chosen.values()];
  const run = (deed) => decideAll(items, deed, () => { pick.clear(); onDone(); });
  return html`<${BulkBar} text=${t('inbox.chosen', { n: items.length })} onClear=${pick.clear}>
    <span class="push row">
      <${Button} small icon="ban" onClick=${() => run('reject')}>${t('inbox.reject')}</${Button}>
      <${Button} small main icon="check" onClick=${() => run('keep')}>${t('inbox.keep')}</${Button}>
    </span>
  </${BulkBar}>`;
};

/* The open one is read anew, as it may be on no page of the list. */
function Open({ id, onDeed, onMade, stamp }) {
  const load = useLoad(() => get(`${API}${id}/`), [id, stamp]);
  if (!load.data) {
    return load.error
      ? html`<${ErrorNote} error=${load.error} retry=${load.reload} />`
      : html`<${Skeleton} rows=${6} />`;
  }
  return html`
    <${Item} item=${load.data} onMade=${onMade} />
    <div class="acts dfoot"><${Deeds} item=${load.data} onDeed=${onDeed} /></div>
  `;
}

export default function InboxPage() {
  useTitle(t('nav.inbox'));
  const filters = query.read(here.value.query);
  const open = Number(filters.item) || null;
  const stamp = query.write({ ...filters, item: '' }).toString();
  const [adding, setAdding] = useState(false);
  const [reading, setReading] = useState(false);
  const [news, setNews] = useState(0);
  const state = STATES.includes(filters.state) ? filters.state : '';
  const load = useLoad(() => page(API, { ...asked(filters), page_size: SIZE }, { lane: 'inbox' }), [stamp], state);
  const counts = useLoad(() => get(`${API}counts/`), [news]);
  const fresh = () => {
    load.reload();
    setNews((n) => n + 1);
  };
  useFresh('inbox', EVENTS, fresh, []);
  const { rows = [], total } = load.data || {};
  const idOf = ({ id }) => String(id);
  /* One that was decided leaves the list while it is still looked at. */
  const names = useRef(new Map());
  for (const row of rows) names.current.set(idOf(row), row.name);
  const pick = useSelection({ rows, idOf, stamp });
  const keys = useRowKeys({ rows, idOf, pick, onOpen: ({ id }) => go(drawerHref('item', id)), stamp });
  /* The next one of the list takes the place of one that was decided in the drawer, or under the keys. */
  const onDeed = async (item, deed) => {
    const next = nextOf(rows, item.id);
    const under = rows[keys.cursor]?.id === item.id;
    if (!(await decide(item, deed, fresh))) return;
    if (under && next !== null) keys.setCursor(rows.findIndex(({ id }) => id === next));
    if (open !== item.id) return;
    if (next !== null) go(drawerHref('item', next), { replace: true });
    else retreat(drawerHref('item'));
  };
  useKeys((event) => {
    const deed = KEYS[event.code];
    if (!deed || !(open ? lettersOver(event) : letters(event))) return;
    const item = rows.find(({ id }, i) => (open ? id === open : i === keys.cursor));
    if (item && may(item, deed)) onDeed(item, deed);
  });
  const apply = (change, opts) => changeFilters(query, change, opts);
  const views = STATES.map((key) => ({
    key: key || 'new',
    text: t(`inbox.view.${key || 'new'}`),
    count: key === 'all' ? undefined : counts.data?.[key || 'new'],
    current: load.of === key,
    href: key ? `${PATH}?state=${key}` : PATH,
  }));
  const groups = [{
    name: 'kind', label: t('inbox.kind'),
    items: ['file', 'link'].map((value) => ({ value, label: t(`inbox.kind.${value}`) })),
  }];
  return html`
    <div class="head inline">
      <div><h1>${t('nav.inbox')}</h1><p class="sub">${t('inbox.what')}</p></div>
      <div class="acts">
        ${mayAs(me.value, 'recruiter') && html`<${Button} icon="upload" onClick=${() => setReading(true)}>
          ${t('cv.upload')}
        </${Button}>`}
        <${Button} main icon="plus" onClick=${() => setAdding(true)}>${t('inbox.add')}</${Button}>
      </div>
    </div>
    <${Views} items=${views} label=${t('views.label')} />
    <${FilterBar}
      search=${{ name: 'q', label: t('inbox.search'), hint: t('inbox.search.hint') }} groups=${groups}
      filters=${filters} apply=${apply} narrowed=${isNarrowed(filters)} total=${total}
      onClear=${() => apply({ q: '', kind: '', sender: '' })}
    />
    ${load.error && html`<${ErrorNote} class="gap" error=${load.error} retry=${load.reload} />`}
    ${!load.data
      ? !load.error && html`<${Skeleton} rows=${8} />`
      : rows.length === 0
        ? html`<${Nothing} filters=${filters} onAdd=${() => setAdding(true)} />`
        : html`
            <${Table}
              ...${keys} label=${t('nav.inbox')} look="inbox" rows=${rows} pick=${pick} columns=${columnsOf(onDeed)}
              nameOf=${({ name }) => name} busy=${load.busy}
            />
            <${Pages} query=${query} path=${PATH} filters=${{ ...filters, item: '' }} got=${load.data} keyed />
          `}
    ${pick.chosen.size > 0 && html`<${Bulk} pick=${pick} onDone=${fresh} />`}
    ${reading && html`<${CvUpload} onClose=${() => setReading(false)} />`}
    ${adding && html`<${Adding} onDone=${fresh} onClose=${() => setAdding(false)} />`}
    <${Drawer}
      name="item" valid=${/^\d+$/}
      title=${(id) => names.current.get(id) || t('inbox.item')}
    >
      ${(id) => html`<${Open} id=${id} onDeed=${onDeed} onMade=${fresh} stamp=${news} />`}
    </${Drawer}>
  `;
}
