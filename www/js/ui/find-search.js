// find-search: what the Ctrl-K box asks the server for: people, tasks, projects, what is done to what is open.
import { useState, useEffect } from '../lib/html.js';
import { t, capital } from '../lib/i18n.js';
import { get, aborted } from '../lib/api.js';
import { go, here, over } from '../lib/router.js';
import { may } from '../lib/session-rules.js';
import { me } from '../lib/session.js';
import { lastAccount } from '../lib/account.js';
import { applicantHref, applicantsHref, nameOf } from '../lib/huntflow-rules.js';
import { numberOf, onePerPerson } from '../lib/find-rules.js';
import { PROJECTS, TASKS, getTask } from '../lib/team.js';
import { projectHref, taskHref } from '../lib/team-rules.js';
import { actsOf, actsOfProject, openTask } from './team-acts.js';

const MOST = 6;

/* One of the found; href: it is a page. */
const item = (id, icon, text, hint, href, more) => ({ id, icon, text, hint, href, run: () => go(href), ...more });

const clickupItem = (task) =>
  item(
    `t-${task.task_id}`, 'file-text', task.name, ['ClickUp', capital(task.status || '')].filter(Boolean).join(' · '),
    `/clickup/task/${encodeURIComponent(task.task_id)}/`,
  );

const teamItem = (task) =>
  item(
    `w-${task.id}`, 'list-checks', task.title, t('find.team', { status: t(`work.status.${task.status}`) }),
    taskHref(task), { acts: () => [openTask(task), ...actsOf(task)] },
  );

const projectItem = (project) =>
  item(`j-${project.id}`, 'folder', project.name, '', projectHref(project.id), { acts: () => actsOfProject(project) });

const applicantItem = (account) => (one) =>
  item(
    `p-${one.id}`, 'user', nameOf(one), ['Huntflow', one.position].filter(Boolean).join(' · '),
    applicantHref(account, one.id), { email: one.email, phone: one.phone },
  );

const candidateItem = (one) =>
  item(
    `c-${one.id}`, 'user', one.full_name || one.current_position || t('find.nameless'),
    one.full_name ? one.current_position || '' : one.location || '', `/candidates/${one.id}/`,
    { email: one.email, phone: one.phone, also: one.known?.huntflow_url },
  );

/*
 * Waits for a pause in typing; an earlier request is cancelled by its lane. ask(words) -> rows; least: letters that it
 * takes; number: a number alone is enough. Whatever fails finds nothing: the others are shown.
 */
function useSearch(text, { least = 2, number = false, pause = 200, role, ask }) {
  const [rows, setRows] = useState([]);
  useEffect(() => {
    const words = text.trim();
    if ((words.length < least && !(number && numberOf(words))) || !may(me.value, role)) {
      setRows([]);
      return undefined;
    }
    const timer = setTimeout(() => {
      ask(words).then(setRows, (error) => { if (!aborted(error)) setRows([]); });
    }, pause);
    return () => clearTimeout(timer);
  }, [text]);
  return rows;
}

const rowsOf = (url, lane, make, query) =>
  get(url, { page_size: MOST, ...query }, { lane }).then((rows) => rows.slice(0, MOST).map(make));

/* A task by its number comes first. */
const askTeam = async (words) => {
  const number = numberOf(words);
  const parts = await Promise.all([
    number ? rowsOf(TASKS, 'find-number', teamItem, { q: `#${number}` }).catch(() => []) : [],
    rowsOf(TASKS, 'find-team', teamItem, { q: words }).catch(() => []),
  ]);
  return [...new Map(parts.flat().map((one) => [one.id, one])).values()];
};

/* A longer pause, as Huntflow itself is asked: of the organisation one looked at last. */
const askApplicants = async (words) => {
  const account = lastAccount();
  return account
    ? (await get(`${applicantsHref(account)}ajax/`, { q: words }, { lane: 'find-applicants' }))
        .slice(0, MOST).map(applicantItem(account))
    : [];
};

/* { people, tasks, projects } */
export function useFound(text) {
  const team = useSearch(text, { role: 'member', number: true, ask: askTeam });
  const projects = useSearch(text, {
    role: 'member', ask: (q) => rowsOf(PROJECTS, 'find-projects', projectItem, { q }),
  });
  const tasks = useSearch(text, {
    role: 'recruiter', ask: (search) => rowsOf('/clickup/tasks', 'find', clickupItem, { search }),
  });
  const candidates = useSearch(text, {
    role: 'recruiter', ask: (q) => rowsOf('/api/v1/candidates/', 'find-candidates', candidateItem, { q }),
  });
  const applicants = useSearch(text, { least: 3, pause: 400, role: 'recruiter', ask: askApplicants });
  return { people: onePerPerson([...applicants, ...candidates]), tasks: [...team, ...tasks], projects };
}

/* What is done to the task or the project that is open, with its name. -> { name, acts } */
export function useOpened() {
  const [opened, setOpened] = useState({ name: '', acts: [] });
  useEffect(() => {
    const [, kind, id] = /^\/(tasks|projects)\/(\d+)\/$/.exec(over.value || here.value.path) || [];
    if (!id) return;
    const keep = (name, acts) => setOpened({ name, acts: acts.map((act) => ({ ...act, id: `o-${act.id}` })) });
    if (kind === 'tasks') {
      getTask(id).then((task) => keep(task.title, actsOf(task)), () => {});
    } else {
      get(`${PROJECTS}${id}/`).then((project) => keep(project.name, actsOfProject(project).slice(1)), () => {});
    }
  }, []);
  return opened;
}
