// board-columns: the tasks of each column of the board, read in parts; moves of one's own and of others.
import { useLayoutEffect, useRef, useState } from '../../lib/html.js';
import { aborted, isBegun } from '../../lib/api.js';
import { useReturn } from '../../lib/load.js';
import { t } from '../../lib/i18n.js';
import { TASKS, changeTask, getTask, listTasks, moveTask, useSoon, useTaskChanges } from '../../lib/team.js';
import { STATUSES, asked } from '../../lib/team-rules.js';
import { say } from '../../ui/team-change.js';
import { toast } from '../../ui/toast.js';
import { SIZE, afterOf, fits, putAt, settled, without } from './board-rules.js';

/* Tasks of one answer. */
const MOST = 100;

/* Columns that come so soon behind each other are drawn together at first. */
const GATHER_MS = 20;

const EMPTY = { rows: [], total: 0, next: null, busy: true };

const paramsOf = (filters, by, { group, lane }) => ({
  ...asked({ ...filters, show: 'all' }, { bare: true }),
  ...(lane ? { list: lane.id === null ? 'none' : String(lane.id) } : {}),
  [by]: group.id,
  ordering: 'position',
  page_size: SIZE,
});

const columnOf = ({ rows, total, links }) => ({ rows, total, next: links.next, busy: false });

/* The columns by status, where they are on their way since the page's head (early.js); null: they are to be read. */
export async function readBegun(filters) {
  const asks = STATUSES.map((id) => paramsOf(filters, 'status', { group: { id } }));
  if (!asks.every((params) => isBegun(TASKS, params))) return null;
  const answers = await Promise.all(asks.map((params) => listTasks(params))).catch(() => null);
  return answers && Object.fromEntries(answers.map((answer, i) => [STATUSES[i], columnOf(answer)]));
}

/*
 * keys: [{ key, group, lane? }] of the columns; first: of readBegun.
 * -> { columns: key -> { rows, total, next, busy }, error, reload(),
 * more(key), move(task, key, index) }
 */
export function useBoardColumns({ keys, by, filters, stamp, first }) {
  const [columns, setColumns] = useState(first || {});
  const [error, setError] = useState(null);
  const latest = useRef(columns);
  const turn = useRef(0);
  const busy = useRef(new Set());
  latest.current = columns;
  const names = keys.map(({ key }) => key).join(' ');
  const put = (change) => setColumns((old) => ({ ...old, ...change }));
  const gathered = useRef(null);
  const show = (key, column, mine) => {
    if (latest.current[key]) put({ [key]: column });
    else if (gathered.current?.mine === mine) gathered.current.all[key] = column;
    else {
      const all = { [key]: column };
      gathered.current = { mine, all };
      setTimeout(() => {
        gathered.current = null;
        if (mine === turn.current) put(all);
      }, GATHER_MS);
    }
  };

  const read = async (one, params, former) => {
    const mine = turn.current;
    const { rows, total, links } = await listTasks(params);
    if (mine !== turn.current) return;
    const known = new Set(former.map(({ id }) => id));
    const all = [...former, ...rows.filter(({ id }) => !known.has(id))];
    put({ [one.key]: { rows: all, total, next: links.next, busy: false } });
  };
  /* As many as were read before. */
  const readAgain = async (one) => {
    const mine = turn.current;
    const wanted = latest.current[one.key]?.rows.length || 0;
    const all = [];
    let got = null;
    let params = { ...paramsOf(filters, by, one), page_size: Math.max(SIZE, Math.min(MOST, wanted)) };
    do {
      got = await listTasks(params);
      all.push(...got.rows);
      params = got.links.next;
    } while (params && all.length < wanted && mine === turn.current);
    if (mine === turn.current) show(one.key, { rows: all, total: got.total, next: params, busy: false }, mine);
  };
  const reload = async () => {
    turn.current += 1;
    setError(null);
    try {
      await Promise.all(keys.map(readAgain));
    } catch (problem) {
      if (!aborted(problem)) setError(problem);
    }
  };
  useReturn(error, reload);
  /* Other filters are another board; a column that comes or goes leaves the others as they are drawn. */
  const board = useRef('');
  useLayoutEffect(() => {
    const other = board.current !== `${by} ${stamp}`;
    const known = first && !board.current;
    board.current = `${by} ${stamp}`;
    if (known) return undefined;
    if (other) {
      latest.current = {};
      setColumns({});
    }
    reload();
    return () => { turn.current += 1; };
  }, [stamp, names, by]);

  const more = async (key) => {
    const column = latest.current[key];
    if (!column?.next || busy.current.has(key)) return;
    const mine = turn.current;
    busy.current.add(key);
    await read(keys.find((one) => one.key === key), column.next, column.rows).catch(say);
    busy.current.delete(key);
    if (mine !== turn.current) more(key);
  };
  const settle = (task) => setColumns((old) => ({ ...old, ...settled(old, keys, task, by) }));
  const drop = (id) =>
    setColumns((old) => Object.fromEntries(Object.entries(old).map(([key, column]) => [key, without(column, id)])));
  const reloadSoon = useSoon(reload);
  useTaskChanges(async ({ id, task, gone }) => {
    if (gone) drop(id);
    // An answer that is on its way may be older than what is gone.
    if (gone || !id) {
      reloadSoon();
      return;
    }
    const known = task?.position ? task : await getTask(id).catch(() => null);
    const here = known && fits(known, filters);
    if (here === undefined) reloadSoon();
    else if (here) settle(known);
    else drop(id);
  });

  /* At once in the page; then the server; what it refuses goes back. */
  const move = async (task, key, index) => {
    const to = keys.find((one) => one.key === key);
    const from = keys.find((one) => latest.current[one.key]?.rows.some(({ id }) => id === task.id));
    const before = latest.current;
    const rows = before[key]?.rows || [];
    const after = afterOf(rows, task.id, index);
    const formerRows = before[from.key].rows;
    const formerAfter = afterOf(formerRows, task.id, formerRows.findIndex(({ id }) => id === task.id));
    const set = { ...to.group.set, ...(to.lane ? { list: to.lane.id } : {}) };
    const back = { ...from.group.set, ...(from.lane ? { list: from.lane.id } : {}) };
    const shown = { ...task, ...set };
    put({
      [from.key]: without(before[from.key], task.id),
      [key]: putAt(before[key] || EMPTY, shown, index),
    });
    try {
      await send(task.id, set, after);
      toast(t('work.moved', { name: task.title, column: to.title }), {
        action: t('undo'),
        onAction: () => send(task.id, back, formerAfter).catch(say),
      });
    } catch (problem) {
      put(before);
      say(problem);
    }
  };
  return { columns, error, reload, more, move, at: (key) => columns[key] || EMPTY };
}

/* Status and project go with the move itself; what else changes goes before it. */
async function send(id, { status, list, ...fields }, after) {
  if (Object.keys(fields).length) await changeTask(id, fields);
  const place = { after };
  if (status !== undefined) place.status = status;
  if (list !== undefined) place.list = list;
  return moveTask(id, place);
}
