// task_index: the index of a task list answers as SQL would, whatever was written, lost or interrupted.
import assert from 'node:assert/strict';
import { chownSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { changed, seed } from '../lib/seed.js';
import { dice } from '../lib/texts.js';

const TASKS = 2500;
let house;
let me;
let list;

before(async () => {
  house = await startHouse({ upstreams: true });
  [me] = await seed(house, { tasks: TASKS });
  await house.sql("UPDATE user SET time_zone = 'Europe/Minsk' WHERE id = ?", [me.user.id]);
  [{ id: list }] = await house.sql(
    "SELECT id FROM connection WHERE owner_id = ? AND provider = 'clickup'", [me.user.id],
  );
});
after(() => house.stop());

const query = (params) => new URLSearchParams(params).toString();
async function page(params) {
  const res = await me.get(`/clickup/tasks?${query(params)}`);
  assert.equal(res.status, 200, res.text);
  return { ids: res.json.map((task) => task.task_id), total: Number(res.headers['x-total-count']), res };
}
const total = async (params) => (await page([['page_size', 1], ...Object.entries(params)])).total;

/* --- what SQL says --- */

const ORDERS = {
  date_updated: 't.date_updated', date_created: 't.date_created', name: 'LEFT(t.name, 60)',
  due_date: "COALESCE(t.due_date, '9999-12-31')",
  priority: "FIELD(t.priority, 'urgent', 'high', 'normal', 'low', ''), -UNIX_TIMESTAMP(t.date_updated)",
};
const RUNS = "(x.error_code = '' OR COALESCE(x.lease_until > NOW(3), FALSE))";
const TRANSFERS = {
  none: 't.transfer_id IS NULL', done: "x.state = 'done'", unsure: "x.state = 'unsure'",
  running: `x.state NOT IN ('done', 'unsure', 'removed') AND ${RUNS}`,
  failed: `x.state NOT IN ('done', 'unsure', 'removed') AND NOT ${RUNS}`,
};
const named = (column, member) => `EXISTS (SELECT 1 FROM JSON_TABLE(t.${column}, '$[*]' COLUMNS (
  n VARCHAR(120) COLLATE utf8mb4_unicode_520_ci PATH '$.${member}')) j WHERE j.n IN (?))`;
const TESTS = {
  status: 't.status IN (?)', cv: 't.cv IN (?)', tag: named('tags', 'name'), assignee: named('assignees', 'username'),
  priority: "IF(t.priority = '', 'none', t.priority) IN (?)",
  search: "CONCAT(t.name, ' ', t.description) REGEXP CONCAT('(^|[^\\\\p{L}\\\\p{N}])', ?)",
  updated_from: 't.date_updated >= ?', updated_to: 't.date_updated < ? + INTERVAL 1 DAY',
  due_from: 't.due_date >= ?', due_to: 't.due_date < ? + INTERVAL 1 DAY',
};
// A day of Minsk begins at 21:00 of the day before.
const day = (value) => new Date(Date.parse(`${value}T00:00Z`) - 3 * 3_600_000).toISOString().slice(0, 19);

async function bySql(filter, sort) {
  const tests = ['t.connection_id = ?'];
  const values = [list];
  for (const [name, value] of Object.entries(filter)) {
    if (name === 'transfer') {
      tests.push(TRANSFERS[value]);
      continue;
    }
    const several = [value].flat();
    tests.push(TESTS[name].replace('(?)', `(${several.map(() => '?').join(', ')})`));
    values.push(...several.map((one) => (/_(from|to)$/.test(name) ? day(one) : one)));
  }
  const down = sort.startsWith('-');
  const key = sort === '-due_date' ? "COALESCE(t.due_date, '1970-01-01')" : ORDERS[sort.replace('-', '')];
  const order = [...key.split(/, (?=-)/), 't.id'].map((part) => `${part}${down ? ' DESC' : ''}`).join(', ');
  return (await house.sql(`SELECT t.task_id FROM clickup_task t LEFT JOIN transfer x ON x.id = t.transfer_id
    WHERE ${tests.join(' AND ')} ORDER BY ${order}`, values)).map((row) => String(row.task_id));
}

async function assertSame(filter, sort, at) {
  const params = Object.entries(filter).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  const all = await bySql(filter, sort);
  const said = JSON.stringify({ filter, sort, at });
  const first = await page([...params, ['sort', sort], ['page_size', 40]]);
  assert.equal(first.total, all.length, said);
  assert.deepEqual(first.ids, all.slice(0, 40), said);
  const next = /<([^>]+)>; rel="next"/.exec(first.res.headers.link ?? '')?.[1];
  if (next) assert.deepEqual((await me.get(next)).json.map((task) => task.task_id), all.slice(40, 80), said);
  const number = 1 + Math.floor(at * Math.ceil(all.length / 40));
  const far = await page([...params, ['sort', sort], ['page_size', 40], ['page', number]]);
  assert.deepEqual(far.ids, all.slice((number - 1) * 40, number * 40), `${said} page ${number}`);
}

/* A few of what the list has; words of three letters and more, in another case. */
async function values() {
  const filters = (await me.get('/clickup/api/task-filters')).json;
  const texts = await house.sql('SELECT name, description FROM clickup_task WHERE connection_id = ? LIMIT 60', [list]);
  const words = texts.flatMap((row) => `${row.name} ${row.description}`.split(/[^\p{L}]+/u))
    .filter((word) => word.length > 3 && !/[ёЁйЙ]/.test(word));
  const names = (of) => of.map(({ name }) => name);
  return {
    status: names(filters.statuses).map((name) => name.toUpperCase()), priority: names(filters.priorities),
    tag: names(filters.tags), assignee: names(filters.assignees), cv: names(filters.cvs),
    search: [...words, ...words.map((word) => word.slice(0, 2)), 'а', 'j'], transfer: Object.keys(TRANSFERS),
    updated_from: ['2025-03-01', '2026-01-31'], updated_to: ['2026-02-28', '2026-06-15'],
    due_from: ['2024-01-01', '2025-12-31'], due_to: ['2026-03-01', '2026-05-09'],
  };
}

describe('answers as SQL does', () => {
  it('every order both ways, the first page, the next, one by its number', async () => {
    for (const name of Object.keys(ORDERS))
      for (const sort of [name, `-${name}`]) await assertSame({}, sort, 0.6);
  });

  it('random combinations of filters and orders', async () => {
    const known = await values();
    const number = dice(20_261_101);
    const one = (all) => all[Math.floor(number() * all.length)];
    for (let i = 0; i < 120; i++) {
      const filter = {};
      for (const name of Object.keys(known)) {
        if (number() > 0.22) continue;
        const many = ['status', 'priority', 'tag', 'assignee', 'cv'].includes(name) && number() < 0.3;
        filter[name] = many ? [...new Set([one(known[name]), one(known[name])])] : one(known[name]);
      }
      await assertSame(filter, `${number() < 0.5 ? '-' : ''}${one(Object.keys(ORDERS))}`, number());
    }
  });

  it('what there is to choose from', async () => {
    const { statuses, priorities, cvs, total: all } = (await me.get('/clickup/api/task-filters')).json;
    assert.equal(all, TASKS);
    for (const [column, has] of [['status', statuses], ['priority', priorities], ['cv', cvs]]) {
      const rows = await house.sql(`SELECT ${column} AS name, COUNT(*) AS n FROM clickup_task WHERE connection_id = ?
        GROUP BY ${column}`, [list]);
      assert.deepEqual(
        Object.fromEntries(has.map(({ name, count }) => [name, count])),
        Object.fromEntries(rows.map(({ name, n }) => [name || 'none', n])),
      );
    }
  });

  it('days begin and end in the person\'s zone', async () => {
    const at = async (when) => {
      await house.sql('UPDATE clickup_task SET date_updated = ?, due_date = ? WHERE connection_id = ? LIMIT 1',
        [when, when, list]);
      await changed(house, list);
      const of = (name) => total({ [`${name}_from`]: '2030-05-02', [`${name}_to`]: '2030-05-02' });
      return Promise.all(['updated', 'due'].map(of));
    };
    assert.deepEqual(await at('2030-05-01 20:59:59.999'), [0, 0]);
    assert.deepEqual(await at('2030-05-01 21:00:00'), [1, 1]);
    assert.deepEqual(await at('2030-05-02 20:59:59.999'), [1, 1]);
    assert.deepEqual(await at('2030-05-02 21:00:00'), [0, 0]);
  });
});

describe('a row of another list', () => {
  it('is not shown, whatever the index says', async () => {
    const other = await (await house.user({ company: 'Другая' })).connect();
    const [{ id }] = await house.sql(
      "SELECT id FROM connection WHERE owner_id = ? AND provider = 'clickup'", [other.user.id],
    );
    const [first, ...others] = (await page({})).ids;
    const give = (to) => house.sql('UPDATE clickup_task SET connection_id = ? WHERE task_id = ?', [to, first]);
    await give(id);
    try {
      assert.deepEqual((await page({})).ids, others);
    } finally {
      await give(list);
    }
  });
});

/* --- what may happen --- */

/* A writer that was killed behind its commit: the rows are changed, the index is not. */
const bump = () => house.sql('UPDATE clickup_total SET rev = rev + 1 WHERE connection_id = ?', [list]);
const rename = async (name) => {
  await bump();
  await house.sql(`UPDATE clickup_task t JOIN clickup_total n ON n.connection_id = t.connection_id
    JOIN (SELECT MIN(id) id FROM clickup_task WHERE connection_id = ?) one ON one.id = t.id
    SET t.name = ?, t.rev = n.rev`, [list, name]);
};
/* As removed by another front; forget: so long ago that nobody says so. */
const remove = async (forget) => {
  await bump();
  const [{ id }] = await house.sql('SELECT MAX(id) id FROM clickup_task WHERE connection_id = ?', [list]);
  await house.sql('DELETE FROM clickup_task WHERE id = ?', [id]);
  await house.sql(forget ? 'UPDATE clickup_total SET forgotten = rev, tasks = tasks - 1 WHERE connection_id = ?' :
    'UPDATE clickup_total SET tasks = tasks - 1 WHERE connection_id = ?', [list]);
  if (!forget) {
    await house.sql(`INSERT INTO clickup_gone (connection_id, rev, id) SELECT connection_id, rev, ?
      FROM clickup_total WHERE connection_id = ?`, [id, list]);
  }
};
const rows = async () => (await house.sql('SELECT COUNT(*) n FROM clickup_task WHERE connection_id = ?', [list]))[0].n;
/* The list once it can be shown; every answer before says how far it is. */
const shown = (params = {}) => house.until(async () => {
  const res = await me.get(`/clickup/tasks?${query({ page_size: 1, ...params })}`);
  if (res.status === 200) return Number(res.headers['x-total-count']);
  assert.equal(res.status, 503, res.text);
  assert.equal(res.json.code, 'index.indexing');
  assert.match(res.json.detail, /\d+%/);
  assert.ok(Number(res.headers['retry-after']) > 0);
  return false;
}, { timeout: 60_000 });
const folder = () => house.conf('INDEX_PATH');

describe('follows its rows', () => {
  it('when a writer was killed between its commit and the index', async () => {
    await rename('Совершенно новое имя');
    assert.equal(await total({ search: 'совершенно новое' }), 1);
    assert.equal(await total({ search: 'новое имя' }), 1);
    await rename('Ещё одно');
    assert.equal(await total({ search: 'совершенно новое' }), 0);
    await remove(false);
    assert.equal(await total({}), await rows());
  });

  it('when removals are no longer told of', async () => {
    await remove(true);
    assert.equal(await shown(), await rows());
  });

  it('when an older database was put back: the first who asks sees it, so does tick', async () => {
    const putBack = async (number) => {
      const [{ rev }] = await house.sql('SELECT rev FROM clickup_total WHERE connection_id = ?', [list]);
      assert.ok(rev > number);
      await house.sql('UPDATE clickup_total SET rev = ?, forgotten = 0 WHERE connection_id = ?', [number, list]);
      await house.sql(
        "UPDATE clickup_task SET rev = ?, name = 'Прежнее' WHERE connection_id = ? ORDER BY id LIMIT ?",
        [number, list, number],
      );
    };
    await putBack(2);
    assert.equal(await shown({ search: 'прежнее' }), 2);
    await bump();
    assert.equal(await shown({ search: 'прежнее' }), 2);
    await putBack(1);
    assert.equal((await house.run('tick', ['index'])).code, 0);
    assert.equal(await shown({ search: 'прежнее' }), 2);
  });

  it('when its file is lost: says how far it is, then answers', async () => {
    for (const name of readdirSync(folder())) rmSync(join(folder(), name), { recursive: true });
    assert.match((await house.run('hirewire', ['doctor'])).stdout, /FAIL\s+index\s+\d+ tasks/);
    for (const name of readdirSync(folder())) assert.equal(statSync(join(folder(), name)).uid, statSync(folder()).uid);
    const [first, board] = await Promise.all([me.get('/clickup/tasks'), me.get('/clickup')]);
    assert.equal(first.status, 503, first.text);
    assert.equal(first.json.code, 'index.indexing');
    assert.equal(board.status, 200, board.text);
    const { total: all, ...unknown } = board.json.tasks;
    assert.equal(all, await rows());
    assert.deepEqual(unknown, { transferred: null, not_transferred: null, no_cv: null, by_status: null });
    assert.equal(await shown(), await rows());
    assert.equal(await total({ search: 'прежнее' }), 2);
    assert.equal((await house.run('hirewire', ['doctor'])).stdout.includes('holds all tasks'), true);
  });

  it('when its file is damaged', async () => {
    writeFileSync(join(folder(), 'other'), Buffer.alloc(65_536, 0xa5));
    const { uid, gid } = statSync(folder());
    chownSync(join(folder(), 'other'), uid, gid);
    renameSync(join(folder(), 'other'), join(folder(), 'data.mdb'));
    assert.equal(await shown(), await rows());
    assert.ok(readdirSync(folder()).includes('damaged.mdb'));
  });

  it('while a sync writes and others read', async () => {
    const person = await house.user();
    await house.up.clickup.seed({ list: house.up.clickup.list, count: 1500, description_bytes: 300 });
    await person.connect({ settings: { max_tasks: 1_000_000, include_closed: true } });
    const { id } = await person.expect(202, 'POST', '/clickup/api/sync-tasks', { full: true });
    let last = 0;
    const log = await house.until(async () => {
      const asks = ['', '?search=а', '?sort=name'];
      const lists = await Promise.all(asks.map((more) => person.get(`/clickup/tasks${more}`)));
      for (const res of lists) assert.equal(res.status, 200, res.text);
      const now = Number(lists[0].headers['x-total-count']);
      assert.ok(now >= last);
      last = now;
      const one = (await person.get(`/clickup/sync-logs/${id}`)).json;
      return one.status !== 'running' && one;
    }, { timeout: 60_000 });
    assert.equal(log.status, 'success', log.error_message);
    assert.equal(Number((await person.get('/clickup/tasks')).headers['x-total-count']), log.tasks_created);
    await person.expect(200, 'POST', '/clickup/api/clear-cache');
    assert.equal((await person.get('/clickup/tasks')).headers['x-total-count'], '0');
    assert.deepEqual((await person.get('/clickup/api/task-filters')).json.statuses, []);
  });
});
