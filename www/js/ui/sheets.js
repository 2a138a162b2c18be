// sheets: the Ctrl-K box (pages, actions, tasks), the list of keys, the pages that the dock has no room for.
import { html, useState, useEffect, useRef } from '../lib/html.js';
import { errorWords } from '../lib/errors.js';
import { Icon } from './button.js';
import { Dialog } from './dialog.js';
import { toast } from './toast.js';
import { t, capital } from '../lib/i18n.js';
import { get, aborted, post } from '../lib/api.js';
import { go } from '../lib/router.js';
import { may } from '../lib/session-rules.js';
import { me, flipTheme, flipLang } from '../lib/session.js';
import { lastAccount } from '../lib/account.js';
import { applicantHref, applicantsHref, vacanciesHref, nameOf } from '../lib/huntflow-rules.js';
import { addNew } from '../lib/adding.js';
import { projectHref, taskHref } from '../lib/team-rules.js';
import { step } from '../lib/step-rules.js';
import { found } from '../lib/find-rules.js';

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

/* The team's own tasks and projects. */
function useTeamSearch(text) {
  const [rows, setRows] = useState([]);
  useEffect(() => {
    const q = text.trim();
    if (q.length < 2 || !may(me.value, 'member')) {
      setRows([]);
      return undefined;
    }
    const ask = (url, item) =>
      get(url, { q, page_size: 5 }, { lane: `find${url}` }).then((rows) => rows.map(item), () => []);
    const timer = setTimeout(() => {
      Promise.all([ask('/api/v1/projects/', projectItem), ask('/api/v1/tasks/', teamItem)]).then((parts) =>
        setRows(parts.flat()),
      );
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
});

const projectItem = ({ id, name }) => ({
  id: `j-${id}`, icon: 'folder', text: name, hint: t('project.one'), run: () => go(projectHref(id)),
});

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

export function Find({ onClose, ...acts }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const box = useRef();
  const tasks = useTaskSearch(text);
  const people = usePeopleSearch(text);
  const team = useTeamSearch(text);
  const items = [...found(commands(acts), text), ...team, ...people.map(personItem), ...tasks.map(taskItem)];
  useEffect(() => {
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const pick = (item) => {
    onClose();
    item.run();
  };
  const onKeyDown = (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setAt(Math.max(0, step(at, items.length, event.key)));
    } else if (event.key === 'Enter' && items[at]) {
      event.preventDefault();
      pick(items[at]);
    }
  };
  return html`<${Dialog} class="findbox" label=${t('find.label')} onClose=${onClose}>
    <div class="search">
      <${Icon} name="search" />
      <input
        class="in" type="search" role="combobox" autofocus aria-label=${t('find.label')} aria-expanded="true"
        aria-controls="found" aria-autocomplete="list"
        aria-activedescendant=${items[at] ? `f-${items[at].id}` : undefined} placeholder=${t('find.hint')} value=${text}
        onInput=${(event) => { setText(event.currentTarget.value); setAt(0); }} onKeyDown=${onKeyDown}
      />
    </div>
    <ul class="found" id="found" role="listbox" aria-label=${t('find.results')} ref=${box}>
      ${items.map((item, i) => html`<li
        key=${item.id} id=${`f-${item.id}`} role="option" aria-selected=${String(i === at)} onClick=${() => pick(item)}
        onMouseMove=${() => at !== i && setAt(i)}
      >
        <${Icon} name=${item.icon} />
        <span>${item.text}</span>
        <span class="xs faint push">${item.hint}</span>
      </li>`)}
    </ul>
    ${items.length === 0 && html`<p class="dim none">${t('find.none')}</p>`}
  </${Dialog}>`;
}

const KEYS = [
  ['Ctrl K, /', 'find'],
  ['g d', 'today'],
  ['g t', 'work'],
  ['g k', 'tasks'],
  ['g i', 'imports'],
  ['g p', 'profile'],
  ['c', 'add'],
  ['j, k', 'rows'],
  ['Enter', 'open'],
  ['x, Shift x', 'tick'],
  ['Esc', 'clear'],
  ['Ctrl Enter', 'save'],
  ['?', 'help'],
];

export const Help = ({ onClose }) => html`<${Dialog} title=${t('help.title')} onClose=${onClose}>
  <dl class="keys">
    ${KEYS.map(([keys, what]) => html`<div key=${what}>
      <dt>${keys.split(', ').map((key) => html`<kbd>${key}</kbd> `)}</dt>
      <dd>${t(`help.${what}`)}</dd>
    </div>`)}
  </dl>
  <p class="hint">${t('help.off')}</p>
</${Dialog}>`;

/* The phone's "More": the pages that the dock has no room for, language, theme, exit. */
export const More = ({ others, signOut, onHelp, onClose }) => html`<${Dialog}
  drawer title=${t('dock.more')} onClose=${onClose}
>
  <ul class="menu">
    ${others.map((page) => html`<li key=${page.name}>
      <a href=${page.href} onClick=${onClose}><${Icon} name=${page.icon} />${t(`nav.${page.name}`)}</a>
    </li>`)}
    <li><button type="button" onClick=${flipLang}><${Icon} name="globe" />${t('lang.switch')}</button></li>
    <li><button type="button" onClick=${flipTheme}><${Icon} name="contrast" />${t('theme.switch')}</button></li>
    <li>
      <button type="button" onClick=${onHelp}>
        <${Icon} name="keyboard" />
        ${t('help.title')}
      </button>
    </li>
    <li>
      <button type="button" onClick=${() => { onClose(); signOut(); }}>
        <${Icon} name="log-out" />
        ${t('logout')}
      </button>
    </li>
  </ul>
</${Dialog}>`;

export { Notices } from './notices.js';
