// board: the team's tasks as cards in columns: by status, person, priority or project; lanes of projects.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from '../../lib/html.js';
import { useTitle } from '../../lib/title.js';
import { addNew, setUsual } from '../../lib/adding.js';
import { t, lang, zone } from '../../lib/i18n.js';
import { go, here, changeFilters, setQuery } from '../../lib/router.js';
import { STATUS_LOOK, allows, boardQuery, cleared, exportHref, taskHref } from '../../lib/team-rules.js';
import { addTask, isRead, order, useEverybody, useProjects, usualList } from '../../lib/team.js';
import { useShown } from '../../lib/team-shown.js';
import { useTaskKeys } from '../../ui/team-acts.js';
import { remove, say } from '../../ui/team-change.js';
import { Icon, Button } from '../../ui/button.js';
import { Avatar } from '../../ui/avatar.js';
import { Board } from '../../ui/board.js';
import { Empty, ErrorNote, Skeleton } from '../../ui/states.js';
import { Menu } from '../../ui/menu.js';
import { toast } from '../../ui/toast.js';
import { Counts, DueMark, GroupName, PriorityMark, Tags } from '../../ui/team-words.js';
import { TeamFilters } from './tasks-filters.js';
import { BYS, drawnOf, groupsOn, lanesOf } from './board-rules.js';
import { readBegun, useBoardColumns } from './board-columns.js';
import { LimitDialog, useLimits } from './board-limits.js';
import { TeamViews, useTeamViews } from './tasks-views.js';

const PATH = '/tasks/board/';

/* The height of a card and the gap under it (board.css). */
const STEP = 132;

const isPressing = ({ priority }) => priority === 'high' || priority === 'urgent';

const Card = ({ one, by }) => html`
  <a class="ktitle" href=${taskHref(one)} data-tip="" draggable="false">
    <span>${one.title}</span>
  </a>
  <div class="kfacts kplace">
    <span class="kfit">
      ${by !== 'list' && one.list && html`<span class="pname" data-tip="">${one.list_name}</span>`}
      <${Tags} tags=${one.tags} most=${2} />
    </span>
    ${one.assigned_to && html`<span class="ava-at" data-person=${one.assigned_to}>
      <span class="sr">${one.assigned_to_name}</span><${Avatar} name=${one.assigned_to_name} id=${one.assigned_to} />
    </span>`}
  </div>
  <div class="kfacts kline">
    ${one.due_date && html`<${DueMark} task=${one} short />`}
    ${by !== 'priority' && isPressing(one) && html`<span data-tip=${t(`priority.${one.priority}`)}>
      <${PriorityMark} priority=${one.priority} />
    </span>`}
    <${Counts} task=${one} />
  </div>
`;

/* The inside of a card is drawn anew when its task or the language is another one. */
function useDrawn(by) {
  const drawn = useMemo(() => new WeakMap(), [by, lang.value, zone.value]);
  return (one) => {
    if (!drawn.has(one)) drawn.set(one, html`<${Card} one=${one} by=${by} />`);
    return drawn.get(one);
  };
}

/* At the foot of a column: Enter adds, and the next one may be typed; Esc ends it. */
function QuickAdd({ title, set }) {
  const [text, setText] = useState(null);
  const box = useRef();
  useLayoutEffect(() => { box.current?.focus(); }, [text === null]);
  if (text === null) {
    return html`<${Button} quiet small icon="plus" onClick=${() => setText('')}>
      ${t('work.board.add')}<span class="sr">: ${title}</span>
    </${Button}>`;
  }
  const add = async () => {
    const name = text.replace(/\s+/g, ' ').trim();
    if (!name) return;
    setText('');
    try {
      await addTask({ title: name, ...set });
    } catch (error) {
      setText((next) => (next?.trim() ? `${name} ${next}` : name));
      say(error);
    }
  };
  const onKeyDown = (event) => {
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      add();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      setText(null);
    }
  };
  return html`<form class="quick" onSubmit=${(event) => { event.preventDefault(); add(); }}>
    <textarea
      class="in" rows="2" ref=${box} maxlength="500" aria-label=${t('work.board.add.to', { column: title })}
      placeholder=${t('work.title')} value=${text} onInput=${(event) => setText(event.currentTarget.value)}
      onKeyDown=${onKeyDown} onBlur=${() => !text.trim() && setText(null)}
    ></textarea>
  </form>`;
}

function ByMenu({ by, lanes, set }) {
  return html`<${Menu}
    label=${t('work.board.by')} look="btn quiet" align="end"
    button=${html`<${Icon} name="columns-3" />
      <span class="roomy">${t('work.board.by.now', { what: t(`work.column.${by}`) })}</span>`}
    items=${[
      { head: t('work.board.by') },
      ...BYS.map((name) => ({
        text: t(`work.column.${name}`), on: name === by, run: () => set({ by: name === 'status' ? '' : name }),
      })),
      { head: t('work.board.lanes') },
      { text: t('work.board.lanes.off'), on: !lanes, run: () => set({ lanes: '' }) },
      { text: t('work.board.lanes.list'), on: lanes, disabled: by === 'list', run: () => set({ lanes: '1' }) },
    ]}
  />`;
}

const noneOf = (by) => (by === 'list' ? t('work.personal') : t('work.nobody'));
const wordsOf = (by, id, names) => {
  if (by === 'status') return t(`work.status.${id}`);
  if (by === 'priority') return t(`priority.${id}`);
  if (id === 'none') return noneOf(by);
  return names.get(id) || t('number', { id });
};

/* What the columns are made of. */
const MADE_OF = { assigned_to: 'people', list: 'projects' };

/* The columns, each with its name and what a task put there becomes; ready: there will be no others; takes(fields): may
 * one add such a task? */
function useKeys({ by, laned, filters }) {
  const people = useEverybody();
  const projects = useProjects();
  const names = new Map((by === 'list' ? projects : people).map(({ id, name }) => [String(id), name]));
  const all = { ...filters, show: 'all' };
  const shownPeople = useShown('assigned_to', by === 'assigned_to' ? people : [], all);
  const shownProjects = useShown('list', laned || by === 'list' ? projects : [], all);
  const groups = groupsOn(by, { filters, people: shownPeople.rows, projects: shownProjects.rows });
  const lanes = laned ? lanesOf(shownProjects.rows, filters) : [undefined];
  const keys = lanes.flatMap((lane) =>
    groups.map((group) => ({
      key: `${lane ? `${lane.id}/` : ''}${group.id}`,
      group,
      lane: lane && { ...lane, title: lane.title || t('work.personal') },
      title: wordsOf(by, group.id, names),
    })),
  );
  const ready = shownPeople.ready && shownProjects.ready &&
    [by, laned && 'list'].every((name) => !MADE_OF[name] || isRead(MADE_OF[name]));
  const closed = new Set(projects.filter((one) => !allows(one, 'add_tasks')).map(({ id }) => id));
  return { keys, names, people, ready, takes: ({ list }) => !closed.has(list) };
}

/* The filters leave no column. */
const NoColumn = ({ filters }) => html`<${Empty} icon="search" text=${t('work.none_found')}>
  <${Button} onClick=${() => setQuery(boardQuery.write(cleared(filters)))}>${t('filters.clear')}</${Button}>
</${Empty}>`;

/* What the page begins with, when that is nearly here: it is drawn once then. */
export const prepare = (query) => readBegun(boardQuery.read(query));

export default function BoardPage({ first }) {
  useTitle(t('nav.board'));
  const filters = boardQuery.read(here.value.query);
  const stamp = boardQuery.write({ ...filters, by: '', lanes: '', view: '' }).toString();
  const by = BYS.includes(filters.by) ? filters.by : 'status';
  const laned = filters.lanes === '1' && by !== 'list';
  const { keys, names, people, ready, takes } = useKeys({ by, laned, filters });
  const board = useBoardColumns({ keys, by, filters, stamp: `${stamp}${laned}`, first });
  const drawn = drawnOf(keys, { by, filters, people, totalOf: (key) => board.at(key).total });
  /* Lanes come all at once: none gets in between those that are looked at. */
  const whole = keys.every(({ key }) => board.columns[key]) || (!laned && Object.keys(board.columns).length > 0);
  const limits = useLimits(by);
  const card = useDrawn(by);
  const views = useTeamViews('board', { filters, stamp: '' });
  const [limited, setLimited] = useState(null);
  useEffect(() => {
    setUsual(() => ({ list: usualList(filters.list) }));
    return () => setUsual(null);
  }, [stamp]);
  useEffect(() => {
    order.value = keys.flatMap(({ key }) => board.at(key).rows.map(({ id }) => id));
  }, [board.columns]);
  useTaskKeys((event) => {
    const id = event.target.closest?.('[data-card]')?.dataset.card;
    return id && keys.flatMap(({ key }) => board.at(key).rows).find((task) => String(task.id) === id);
  });
  const set = (change) => changeFilters(boardQuery, change);
  const list = filters.list.length === 1 && filters.list[0] !== 'none' ? Number(filters.list[0]) : undefined;
  const columns = drawn.map(({ key, group, lane, title }) => {
    const { rows, total, next, busy } = board.at(key);
    const fields = { ...(list ? { list } : {}), ...group.set, ...(lane ? { list: lane.id } : {}) };
    return {
      id: key,
      lane,
      title,
      mark: html`<${GroupName} by=${by} id=${group.id} names=${names} />`,
      look: STATUS_LOOK[group.id],
      cards: rows,
      count: total,
      busy,
      limit: limits.of(group.id),
      closed: !takes({ ...group.set, ...(lane ? { list: lane.id } : {}) }),
      more: Boolean(next),
      onEnd: () => board.more(key),
      tools: html`<${Menu}
        label=${t('work.board.column', { column: title })}
        items=${[
          takes(fields) && { icon: 'plus', text: t('work.new'), run: () => addNew(fields) },
          { icon: 'ban', text: t('work.board.limit'), run: () => setLimited({ id: group.id, title }) },
        ].filter(Boolean)}
      />`,
      foot: takes(fields) && html`<${QuickAdd} title=${title} set=${fields} />`,
    };
  });
  const menuOf = (task) => [
    { icon: 'external-link', text: t('open'), href: taskHref(task) },
    allows(task, 'delete') && { icon: 'trash-2', danger: true, text: t('work.delete'), run: () => remove(task) },
  ].filter(Boolean);
  return html`
    <div class="head inline">
      <div><h1>${t('nav.board')}</h1></div>
      <div class="acts">
        <${Button} main icon="plus" onClick=${() => addNew()} aria-keyshortcuts="c"><b>${t('work.new')}</b></${Button}>
      </div>
    </div>
    <${TeamViews}
      page="board" filters=${filters} views=${views} home=${PATH}
      tabs=${[{ key: 'all', text: t('work.board.all'), current: !filters.view, href: PATH }]} of=${filters.view}
      fileOf=${(separator) => exportHref({ ...filters, show: 'all' }, separator)}
    >
      <${ByMenu} by=${by} lanes=${laned} set=${set} />
    </${TeamViews}>
    <${TeamFilters} filters=${filters} rules=${boardQuery} fixed=${by === 'status' ? [] : [by]} />
    ${board.error && html`<${ErrorNote} class="gap" error=${board.error} retry=${board.reload} />`}
    ${ready && keys.length === 0
      ? html`<${NoColumn} filters=${filters} />`
      : !whole
        ? !board.error && html`<${Skeleton} rows=${6} height=${96} />`
        : html`<${Board}
            label=${t('nav.board')} columns=${columns} titleOf=${({ title }) => title} menuOf=${menuOf} step=${STEP}
            card=${card} onOpen=${(task) => go(taskHref(task))}
            onMove=${(task, { column, index }) => board.move(task, drawn[column].key, index)}
            mayMove=${(task) => allows(task, 'change')} onGone=${() => toast(t('work.gone'))}
          />`}
    ${limited && html`<${LimitDialog} column=${limited} limits=${limits} onClose=${() => setLimited(null)} />`}
  `;
}
