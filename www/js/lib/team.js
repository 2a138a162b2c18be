// team: the team's tasks, projects and people: asking for them, changing them, hearing of changes.
import { effect, signal, useEffect, useRef } from './html.js';
import { all, get, page, patch, post, del, start } from './api.js';
import { on } from './live.js';
import { allows, isLate } from './team-rules.js';
import { now } from './now.js';

export const TASKS = '/api/v1/tasks/';
export const PROJECTS = '/api/v1/projects/';
const taskUrl = (id, more = '') => `${TASKS}${id}/${more}`;

/* --- hearing of changes --- */

const listeners = new Set();
const EVENT = 'team_task';
const GONE = ['gone', 'delete'];
const SOON_MS = 250;

/* What lists had of each task, or answers to changes: shown at once where one is opened, until it is read whole. */
const KNOWN_MOST = 500;
const known = new Map();
function know(task) {
  known.delete(task.id);
  known.set(task.id, task);
  if (known.size > KNOWN_MOST) known.delete(known.keys().next().value);
}
export const knownTask = (id) => known.get(id);

/* What this page changed is known at once; everybody else hears it by an event. */
const spread = (change) => {
  if (change.gone) known.delete(change.id);
  else if (change.task) know(change.task);
  for (const fn of listeners) fn(change);
};

on(EVENT, (data) => spread({ id: data?.id, what: data?.what, gone: GONE.includes(data?.what) }));
// A project, or who works in it, has changed: others see its tasks now, or see them no longer.
on('team_project', () => spread({}));
on('tick', () => spread({}));

/* A deadline that passes is a change that nobody made: what is overdue is counted, sorted and listed apart. */
const looked = { at: now.value };
effect(() => {
  const [before, at] = [looked.at, now.value];
  looked.at = at;
  if ([...known.values()].some((task) => isLate(task, at) && !isLate(task, before))) spread({});
});
/* The first line is no return: nothing was missed. */
const line = { opened: false };
on('open', () => {
  if (line.opened) spread({});
  line.opened = true;
});

/*
 * fn({ id, task?, what?, gone? }) for each change of a task: task is there when the change came with it; no id: events
 * may have been missed.
 */
export function useTaskChanges(fn) {
  const latest = useRef(fn);
  latest.current = fn;
  useEffect(() => {
    const hear = (change) => latest.current(change);
    listeners.add(hear);
    return () => listeners.delete(hear);
  }, []);
}

/* Many changes, one reading. */
export function useSoon(fn) {
  const latest = useRef(fn);
  const timer = useRef(0);
  latest.current = fn;
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), SOON_MS);
  };
}

const told = (task) => {
  spread({ id: task.id, task });
  return task;
};

/* --- tasks --- */

export async function listTasks(params, opts) {
  const got = await page(TASKS, params, opts);
  got.rows.forEach(know);
  return got;
}
export const getTask = (id, opts) => get(taskUrl(id), undefined, opts);
export const addTask = async (fields, key) => told(await start(TASKS, fields, key));
export const changeTask = async (id, fields) => told(await patch(taskUrl(id), fields));
export const moveTask = async (id, place) => told(await post(taskUrl(id, 'move/'), place));
export const completeTask = async (id, done) => told(await post(taskUrl(id, done ? 'complete/' : 'uncomplete/')));

export async function removeTask(id) {
  await del(taskUrl(id));
  spread({ id, gone: true });
}
export const listBin = (params, opts) => page(`${TASKS}bin/`, params, opts);
export const restoreTask = async (id) => told(await post(taskUrl(id, 'restore/')));

export const watchTask = async (id, on) => {
  const task = await post(taskUrl(id, on ? 'watch/' : 'unwatch/'));
  if (task) told(task);
  else spread({ id });
};

/* All of them or none; set: as the server takes it. */
export async function changeMany(ids, set) {
  const answer = await post(`${TASKS}bulk/`, { ids, set });
  for (const id of ids) spread({ id });
  return answer;
}

/* The same of all that match the filters of a list and that one may change. */
export const MANY_MOST = 500;
export async function changeFound(params, set) {
  const answer = await post(`${TASKS}bulk/`, { all: true, set }, { query: params });
  for (const { id } of answer.before) spread({ id });
  return answer;
}

/* --- who and what a task may belong to: read once, again when somebody asks --- */

const KEPT = {
  people: () => all('/api/v1/colleagues', { all: 1, page_size: 1000 }),
  projects: () => all(PROJECTS),
};
const kept = { people: signal(null), projects: signal(null) };
const reading = {};

function read(name) {
  reading[name] ??= KEPT[name]()
    .then((rows) => { kept[name].value = rows; })
    .catch(() => {})
    .finally(() => { reading[name] = null; });
  return reading[name];
}

function useRows(name) {
  useEffect(() => { if (!kept[name].peek()) read(name); }, []);
  return kept[name].value || [];
}

/* [{ id, name, active }] of the company, those who no longer work here last. */
export const useEverybody = () => useRows('people');
/* Those whom a task may be given to. */
export const usePeople = () => useEverybody().filter(({ active }) => active);
/* [{ id, name, status }] of all projects that are seen. */
export const useProjects = () => useRows('projects');
/* Have the 'people' or 'projects' been read? */
export const isRead = (name) => kept[name].value !== null;
/* What a new task of a list of this filter begins with: its project, where one may add tasks to it. */
export function usualList([first, ...others]) {
  const project = kept.projects.peek()?.find(({ id }) => String(id) === String(first));
  return others.length === 0 && project && allows(project, 'add_tasks') ? first : undefined;
}
export const renewProjects = () => read('projects');

/* --- the list that a task was opened from, for the next and the former one --- */

export const order = signal([]);
