// find: the Ctrl-K box: pages, actions, what is done to the task that is open, tasks, projects and people.
import { html, useState, useEffect, useRef } from '../lib/html.js';
import { errorWords } from '../lib/errors.js';
import { Icon } from './button.js';
import { Dialog } from './dialog.js';
import { toast } from './toast.js';
import { t, capital } from '../lib/i18n.js';
import { get, aborted, post } from '../lib/api.js';
import { go, here, over } from '../lib/router.js';
import { may } from '../lib/session-rules.js';
import { me, flipTheme, flipLang } from '../lib/session.js';
import { lastAccount } from '../lib/account.js';
import { applicantHref, applicantsHref, vacanciesHref, nameOf } from '../lib/huntflow-rules.js';
import { addNew } from '../lib/adding.js';
import { PROJECTS, TASKS, getTask } from '../lib/team.js';
import { projectHref, taskHref } from '../lib/team-rules.js';
import { step } from '../lib/step-rules.js';
import { found, numberOf } from '../lib/find-rules.js';
import { actsOf, actsOfProject, openTask } from './team-acts.js';

async function syncNow() {
  try {
    await post('/clickup/api/sync-tasks', {});
    toast(t('sync.started'));
  } catch (error) {
    toast(errorWords(error).detail);
  }
}

function commands({ pages, signOut, onHelp }) {
  const open = pages.map((page) => ({
    id: page.name,
    icon: page.icon,
    text: t(`nav.${page.name}`),
    hint: t('find.page'),
    run: () => (page.name === 'api' ? location.assign(page.href) : go(page.href)),
  }));
  const account = may(me.value, 'recruiter') && lastAccount();
  const inside = account
    ? [
        ['applicants', 'users', applicantsHref(account)],
        ['vacancies', 'briefcase', vacanciesHref(account)],
      ]
    : [];
  open.push(
    ...inside.map(([name, icon, href]) => ({
      id: name,
      icon,
      text: t(`find.${name}`),
      hint: t('find.page'),
      run: () => go(href),
    })),
  );
  const acts = [
    may(me.value, 'member') && { id: 'a-task', icon: 'plus', text: t('work.new'), run: () => addNew() },
    may(me.value, 'recruiter') && {
      id: 'a-import',
      icon: 'download',
      text: t('imports.new'),
      run: () => go('/clickup/bulk-import/?new=1'),
    },
    may(me.value, 'recruiter') && { id: 'a-sync', icon: 'refresh-cw', text: t('find.sync'), run: syncNow },
    { id: 'a-theme', icon: 'contrast', text: t('theme.switch'), run: flipTheme },
    { id: 'a-lang', icon: 'globe', text: t('lang.switch'), run: flipLang },
    { id: 'a-help', icon: 'keyboard', text: t('help.title'), run: onHelp },
    { id: 'a-out', icon: 'log-out', text: t('logout'), run: signOut },
  ]
    .filter(Boolean)
    .map((act) => ({ ...act, hint: t('find.action') }));
  return [...open, ...acts];
}

const taskItem = (task) => ({
  id: `t-${task.task_id}`,
  icon: 'file-text',
  text: task.name,
  hint: ['ClickUp', capital(task.status || '')].filter(Boolean).join(' · '),
  run: () => go(`/clickup/task/${encodeURIComponent(task.task_id)}/`),
});

/* Waits for a pause in typing; an earlier request is cancelled by its lane. */
function useTaskSearch(text) {
  const [tasks, setTasks] = useState([]);
  useEffect(() => {
    if (text.trim().length < 2 || !may(me.value, 'recruiter')) {
      setTasks([]);
      return undefined;
    }
    const timer = setTimeout(() => {
      get('/clickup/tasks', { search: text.trim(), page_size: 6 }, { lane: 'find' }).then(setTasks, (error) => {
        if (!aborted(error)) {
          setTasks([]);
        }
      });
    }, 200);
    return () => clearTimeout(timer);
  }, [text]);
  return tasks;
}

/* The team's own tasks and projects; a task by its number comes first. */
function useTeamSearch(text) {
  const [rows, setRows] = useState([]);
  useEffect(() => {
    const q = text.trim();
    const number = numberOf(q);
    if ((q.length < 2 && !number) || !may(me.value, 'member')) {
      setRows([]);
      return undefined;
    }
    const ask = (url, item, words = q, lane = `find${url}`) =>
      get(url, { q: words, page_size: 5 }, { lane }).then((rows) => rows.map(item), () => []);
    const timer = setTimeout(() => {
      Promise.all([
        number ? ask(TASKS, teamItem, `#${number}`, 'find-number') : [],
        ask(PROJECTS, projectItem),
        ask(TASKS, teamItem),
      ]).then((parts) => setRows([...new Map(parts.flat().map((item) => [item.id, item])).values()]));
    }, 200);
    return () => clearTimeout(timer);
  }, [text]);
  return rows;
}

const teamItem = (task) => ({
  id: `w-${task.id}`,
  icon: 'list-checks',
  text: task.title,
  hint: t('find.team', { status: t(`work.status.${task.status}`) }),
  run: () => go(taskHref(task)),
  acts: () => [openTask(task), ...actsOf(task)],
});

const projectItem = (project) => ({
  id: `j-${project.id}`,
  icon: 'folder',
  text: project.name,
  hint: t('project.one'),
  run: () => go(projectHref(project.id)),
  acts: () => actsOfProject(project),
});

/* What is done to the task or the project that is open, with its name in place of "action". */
function useOpened() {
  const [acts, setActs] = useState([]);
  useEffect(() => {
    const [, kind, id] = /^\/(tasks|projects)\/(\d+)\/$/.exec(over.value || here.value.path) || [];
    if (!id) return;
    const named = (name) => (act) => ({ ...act, id: `o-${act.id}`, hint: name });
    if (kind === 'tasks') {
      getTask(id).then((task) => setActs(actsOf(task).map(named(task.title))), () => {});
    } else {
      get(`${PROJECTS}${id}/`).then(
        (project) => setActs(actsOfProject(project).slice(1).map(named(project.name))), () => {},
      );
    }
  }, []);
  return acts;
}

/* People of the organisation one looked at last; a longer pause, as Huntflow itself is asked. */
function usePeopleSearch(text) {
  const [people, setPeople] = useState([]);
  useEffect(() => {
    const account = lastAccount();
    if (text.trim().length < 3 || !account || !may(me.value, 'recruiter')) {
      setPeople([]);
      return undefined;
    }
    const timer = setTimeout(() => {
      get(`${applicantsHref(account)}ajax/`, { q: text.trim() }, { lane: 'find-people' }).then(
        (rows) => setPeople(rows.slice(0, 6).map((one) => ({ ...one, account }))),
        (error) => { if (!aborted(error)) setPeople([]); },
      );
    }, 400);
    return () => clearTimeout(timer);
  }, [text]);
  return people;
}

const personItem = (one) => ({
  id: `p-${one.id}`,
  icon: 'user',
  text: nameOf(one),
  hint: one.position || t('find.applicant'),
  run: () => go(applicantHref(one.account, one.id)),
});

/* What is done to one of the found: all that the box shows then. */
const withActs = (item) => item.acts().map((act) => ({ ...act, id: `${item.id}-${act.id}`, hint: t('find.action') }));

const Item = ({ item, i, at, pick, into, setAt }) => html`<li
  id=${`f-${item.id}`} role="option" aria-selected=${String(i === at)} onClick=${() => pick(item)}
  onMouseMove=${() => at !== i && setAt(i)}
>
  <${Icon} name=${item.icon} />
  <span class="cut1">${item.text}</span>
  <span class="xs faint push cut1 fhint">${item.hint}</span>
  ${item.acts && html`<span
    class="facts" title=${t('find.acts')} aria-hidden="true"
    onClick=${(event) => { event.stopPropagation(); into(item); }}
  >
    ${i === at ? html`<kbd>Tab</kbd>` : html`<${Icon} name="chevron-right" />`}
  </span>`}
</li>`;

export function Find({ onClose, ...given }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [inside, setInside] = useState(null);
  const box = useRef();
  const field = useRef();
  const wanted = inside ? '' : text;
  const tasks = useTaskSearch(wanted);
  const people = usePeopleSearch(wanted);
  const team = useTeamSearch(wanted);
  const opened = useOpened();
  const items = inside
    ? found(withActs(inside), text)
    : [...found([...opened, ...commands(given)], text), ...team, ...people.map(personItem), ...tasks.map(taskItem)];
  useEffect(() => {
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const pick = (item) => {
    onClose();
    item.run();
  };
  const into = (item) => {
    setInside(item);
    setText('');
    setAt(0);
    field.current.focus();
  };
  const leave = () => (inside ? into(null) : onClose());
  const onKeyDown = (event) => {
    const item = items[at];
    const act =
      {
        ArrowDown: () => setAt(Math.max(0, step(at, items.length, event.key))),
        ArrowUp: () => setAt(Math.max(0, step(at, items.length, event.key))),
        Enter: item && (() => pick(item)),
        Tab: item?.acts && !event.shiftKey && (() => into(item)),
        Backspace: inside && !text && leave,
        // A search field would be emptied first.
        Escape: leave,
      }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return html`<${Dialog} class="findbox" label=${t('find.label')} onClose=${leave}>
    <div class="search">
      <${Icon} name="search" />
      <input
        class="in" type="search" role="combobox" autofocus aria-expanded="true" ref=${field}
        aria-label=${inside ? t('find.acts.of', { name: inside.text }) : t('find.label')}
        aria-controls="found" aria-autocomplete="list"
        aria-activedescendant=${items[at] ? `f-${items[at].id}` : undefined}
        placeholder=${inside ? inside.text : t('find.hint')} value=${text}
        onInput=${(event) => { setText(event.currentTarget.value); setAt(0); }} onKeyDown=${onKeyDown}
      />
    </div>
    <ul class="found" id="found" role="listbox" aria-label=${t('find.results')} ref=${box}>
      ${items.map((item, i) => html`<${Item}
        key=${item.id} item=${item} i=${i} at=${at} pick=${pick} into=${into} setAt=${setAt}
      />`)}
    </ul>
    ${items.length === 0 && html`<p class="dim none">${t('find.none')}</p>`}
  </${Dialog}>`;
}
