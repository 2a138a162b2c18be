// team_index: the index of the team's tasks answers as SQL would, for whoever asks, whatever was written or lost.
import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { indexed } from '../lib/seed.js';
import { touched } from '../lib/team.js';
import { dice } from '../lib/texts.js';

const TASKS = '/api/v1/tasks/';
const PROJECTS = '/api/v1/projects/';
const MADE = 2600;
let house;
let company;
let boss;
before(async () => {
  house = await startHouse({ env: { POOL_TASKS: '4', POOL_PROJECTS: '2' } });
  boss = await house.user({ role: 'manager', company: 'Указатель' });
  [{ company }] = await house.sql('SELECT company_id company FROM user WHERE id = ?', [boss.user.id]);
});
after(() => house?.stop());

const person = (role, more = {}) => house.user({ role, company: 'Указатель', ...more });
const add = (who, more = {}) => who.expect(201, 'POST', TASKS, { title: 'задача', ...more });
const project = (name, ...members) => boss.expect(201, 'POST', PROJECTS, {
  name,
  members: members.map(([{ user }, role = 'executor', active = true]) => ({ user: user.id, role, is_active: active })),
});
const listed = async (who, query = '') => (await who.expect(200, 'GET', `${TASKS}?page_size=100&${query}`));
const ids = async (who, query = '') => (await listed(who, query)).map(({ id }) => id);

/* --- as SQL says --- */

const WORDS = ['звонок', 'оффер', 'ёлка', 'java', 'C++', '1С', 'QA', 'back-end', 'собеседование', 'бриф'];
const TAGS = ['срочно', 'Java', 'отпуск', 'клиент'];
const LINKS = ['applicant', 'vacancy', 'candidate'];

async function fill(people, lists) {
  const pick = (all, salt) =>
    `ELT(1 + (seq * ${salt} MOD 8191) MOD ${all.length}, ${all.map((one) => `'${one}'`).join(', ')})`;
  const some = (all, salt, none) =>
    `IF((seq * ${salt} MOD 4099) MOD 10 < ${none}, NULL, ${pick(all, salt + 6)})`;
  await house.sql(`INSERT INTO task (company_id, list_id, title, description, status, priority, due_date, assigned_to,
      created_by, position, link_kind, link_id, tags, created_at, updated_at, completed_at, deleted_at)
    SELECT ${company}, ${some(lists, 37, 3)}, CONCAT(${pick(WORDS, 41)}, ' ', ${pick(WORDS, 59)}, ' ', seq MOD 7),
      CONCAT('текст ', ${pick(WORDS, 71)}),
      @status := ${pick(['todo', 'in_progress', 'review', 'done', 'cancelled'], 13)},
      1 + (seq * 17) MOD 4,
      IF((seq * 19) MOD 10 < 3, NULL, NOW(3) + INTERVAL CAST((seq * 23) MOD 700 AS SIGNED) - 350 HOUR),
      ${some(people, 43, 3)}, ${pick(people, 61)},
      CONCAT('U', LPAD(CONV((seq * 7919) MOD 100003, 10, 36), 5, '0'), 'V', seq),
      @kind := ${some(LINKS, 47, 6)}, IF(@kind IS NULL, NULL, seq MOD 5),
      IF((seq * 29) MOD 3 = 0, '[]', JSON_ARRAY(${pick(TAGS, 67)})),
      NOW(3) - INTERVAL (seq * 31) MOD 900 HOUR, NOW(3) - INTERVAL (seq * 53) MOD 200 HOUR,
      IF(@status = 'done', NOW(3) - INTERVAL (seq * 3) MOD 600 HOUR, NULL), IF(seq MOD 50 = 0, NOW(3), NULL)
    FROM seq_1_to_${MADE}`);
  await house.sql(`INSERT INTO task_watcher (task_id, user_id, company_id) SELECT id, created_by, company_id FROM
    (SELECT id, ${people[1]} created_by, company_id FROM task WHERE id MOD 11 = 0) x`);
}

const ORDERS = {
  created_at: 't.created_at', updated_at: 't.updated_at', priority: 't.priority', position: 't.position',
  title: 'LEFT(t.title, 60)', due_date: "COALESCE(t.due_date, '9999-12-31')",
};
const open = "t.status IN ('todo', 'in_progress', 'review')";
const maybe = (column) => (value) => (value === 'none' ? `${column} IS NULL` : `${column} = ${Number(value)}`);
const text = (column) => (value) => `${column} = '${value}'`;
const FILTERS = {
  status: text('t.status'), list: maybe('t.list_id'), assigned_to: maybe('t.assigned_to'),
  created_by: maybe('t.created_by'),
  is_completed: (yes) => (yes === 'true' ? "t.status = 'done'" : "t.status <> 'done'"),
  priority: (value) => `t.priority = ${1 + ['low', 'normal', 'high', 'urgent'].indexOf(value)}`,
  tag: (value) => `JSON_CONTAINS(t.tags, JSON_QUOTE('${value}'))`,
  link: (value) => {
    const [kind, id] = value.split(':');
    return `t.link_kind = '${kind}'${id ? ` AND t.link_id = '${id}'` : ''}`;
  },
  q: (value) => `CONCAT(' ', t.title, ' ', t.description) LIKE '% ${value}%'`,
  due: (value) => ({
    none: 't.due_date IS NULL', overdue: `t.due_date < NOW(3) AND ${open}`,
  }[value] ?? `t.due_date >= '${value.slice(0, 10)}' AND t.due_date < '${value.slice(12)}' + INTERVAL 1 DAY`),
};
const sees = ({ user, role }) => (['manager', 'admin'].includes(role) ? 'TRUE' : `(t.created_by = ${user.id} OR
  t.assigned_to = ${user.id} OR t.id IN (SELECT task_id FROM task_watcher WHERE user_id = ${user.id}) OR t.list_id IN
  (SELECT project_id FROM project_member WHERE user_id = ${user.id} AND is_active))`);

async function bySql(who, filter, ordering) {
  const tests = Object.entries(filter).map(([name, values]) =>
    `(${[values].flat().map((value) => FILTERS[name](value)).join(' OR ')})`);
  const down = ordering.startsWith('-');
  const key = ordering === '-due_date' ? "COALESCE(t.due_date, '1000-01-01')" : ORDERS[ordering.replace('-', '')];
  const rows = await house.sql(`SELECT t.id FROM task t WHERE ${['t.deleted_at IS NULL', `t.company_id = ${company}`,
    sees(who), ...tests].join(' AND ')} ORDER BY ${key}${down ? ' DESC' : ''}, t.id${down ? ' DESC' : ''}`);
  return rows.map(({ id }) => id);
}

async function assertSame(who, filter, ordering, at) {
  const all = await bySql(who, filter, ordering);
  const params = Object.entries(filter).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
  const said = JSON.stringify({ user: who.user.id, filter, ordering, at });
  const ask = (more) => who.get(
    `${TASKS}?${new URLSearchParams([...params, ['ordering', ordering], ['page_size', 30], ...more])}`,
  );
  const first = await ask([]);
  assert.equal(first.status, 200, first.text);
  assert.equal(Number(first.headers['x-total-count']), all.length, said);
  assert.deepEqual(first.json.map(({ id }) => id), all.slice(0, 30), said);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.link ?? '')?.[1];
  assert.equal(Boolean(next), all.length > 30, said);
  if (next) assert.deepEqual((await who.get(next)).json.map(({ id }) => id), all.slice(30, 60), said);
  const page = 1 + Math.floor(at * Math.ceil(all.length / 30));
  assert.deepEqual((await ask([['page', page]])).json.map(({ id }) => id), all.slice((page - 1) * 30, page * 30), said);
}

/* Everybody there is: by role, by what they are in the projects. */
async function everybody() {
  const all = [];
  for (const role of ['admin', 'manager', 'member', 'member', 'member', 'recruiter', 'member'])
    all.push(Object.assign(await person(role), { role }));
  const [, , viewer, executor, leader, recruiter, former] = all;
  const lists = [
    await project('Первый', [viewer, 'viewer'], [executor], [leader, 'manager'], [former, 'executor', false]),
    await project('Второй', [viewer, 'viewer'], [recruiter]), await project('Третий', [boss, 'manager']),
  ].map(({ id }) => id);
  return { all, lists };
}

describe('answers as SQL does', () => {
  it('to every role: every order both ways, random filters, what may be seen', async () => {
    const { all, lists } = await everybody();
    const people = all.slice(2).map(({ user }) => user.id);
    await fill(people, lists);
    await indexed(house);
    for (const [i, name] of Object.keys(ORDERS).entries())
      for (const ordering of [name, `-${name}`]) await assertSame(all[i % 3], {}, ordering, 0.5);
    const known = {
      status: ['todo', 'review', 'done'], list: ['none', ...lists],
      assigned_to: ['none', ...people], created_by: people,
      priority: ['low', 'urgent'], tag: ['срочно', 'отпуск'], q: ['звонок', 'соб', 'java', 'бр'],
      due: ['none', 'overdue', '2026-01-01..2027-12-31'], link: ['applicant', 'vacancy:2', 'candidate:1'],
      is_completed: ['true', 'false'],
    };
    const number = dice(20_261_129);
    const one = (list) => list[Math.floor(number() * list.length)];
    for (let i = 0; i < 140; i++) {
      const filter = {};
      for (const name of Object.keys(known)) {
        if (number() > 0.2) continue;
        const many = name !== 'q' && name !== 'is_completed' && number() < 0.4;
        filter[name] = many ? [...new Set([one(known[name]), one(known[name])])] : one(known[name]);
      }
      const ordering = `${number() < 0.5 ? '-' : ''}${one(Object.keys(ORDERS))}`;
      await assertSame(all[i % all.length], filter, ordering, number());
    }
  });

  it('words: beginnings, ё as е, C++, 1С, QA, parts of what a sign joins', async () => {
    const who = await house.user({ role: 'manager', company: 'Слова' });
    const made = {};
    for (const title of ['Ёлка для Надёжды', 'Разработчик C++', 'Учёт в 1С', 'QA-инженер', 'Back-end', 'Просто C'])
      made[title] = (await add(who, { title })).id;
    for (const [q, title] of [['елка', 'Ёлка для Надёжды'], ['надежд', 'Ёлка для Надёжды'], ['c++', 'Разработчик C++'],
      ['1с', 'Учёт в 1С'], ['qa', 'QA-инженер'], ['backend', 'Back-end'], ['end', 'Back-end'], ['инж', 'QA-инженер']])
      assert.deepEqual(await ids(who, `q=${encodeURIComponent(q)}`), [made[title]], q);
    assert.deepEqual(await ids(who, 'q=%2B%2B'), []);
  });
});

/* --- what may happen --- */

describe('follows', () => {
  it('each thing that is done to a task, at once', async () => {
    const [anna, petr] = [await person('member'), await person('member')];
    const task = await add(boss, { title: 'Уникорн', description: 'пегас' });
    const at = `${TASKS}${task.id}/`;
    const is = async (yes, who, query) => assert.deepEqual(await ids(who, query), yes ? [task.id] : [], query);
    await is(true, boss, 'q=уникорн');
    await is(false, anna, 'q=уникорн');
    await boss.expect(200, 'PATCH', at, { title: 'Грифон', tags: ['мифы'], due_date: '2036-05-05T10:00:00Z' });
    await is(false, boss, 'q=уникорн');
    await is(true, boss, 'q=гриф пег&tag=МИФЫ&due=2036-05-05..2036-05-05');
    await boss.expect(200, 'PATCH', at, { assigned_to: anna.user.id, watchers: [petr.user.id] });
    for (const who of [anna, petr]) await is(true, who, 'q=грифон');
    await boss.expect(200, 'PATCH', at, { assigned_to: null });
    await is(false, anna, 'q=грифон');
    await petr.expect(204, 'POST', `${at}unwatch/`);
    await is(false, petr, 'q=грифон');
    await boss.expect(200, 'POST', `${at}watch/`);
    await boss.expect(200, 'POST', `${at}complete/`);
    await is(true, boss, 'q=грифон&is_completed=true');
    await boss.expect(200, 'POST', `${at}uncomplete/`);
    await is(true, boss, 'q=грифон&status=todo');
    await boss.expect(200, 'POST', `${TASKS}bulk/`, { ids: [task.id], set: { tag: 'ещё', status: 'review' } });
    await is(true, boss, 'q=грифон&status=review&tag=еще');
    await boss.expect(204, 'DELETE', at);
    await is(false, boss, 'q=грифон');
    await boss.expect(200, 'POST', `${at}restore/`);
    await is(true, boss, 'q=грифон');
    await boss.expect(204, 'DELETE', at);
    await house.sql('UPDATE task SET deleted_at = NOW(3) - INTERVAL 31 DAY WHERE id = ?', [task.id]);
    assert.equal((await house.run('tick', ['expire'])).code, 0);
    await is(false, boss, 'q=грифон');
  });

  it('what is written to a task counts as its change', async () => {
    const [first, second] = [await add(boss, { title: 'Кентавр' }), await add(boss, { title: 'Кентавр' })];
    const last = async () => (await ids(boss, 'q=кентавр&ordering=-updated_at'))[0];
    assert.equal(await last(), second.id);
    await boss.expect(201, 'POST', `${TASKS}${first.id}/comments/`, { text: 'слово' });
    assert.equal(await last(), first.id);
  });

  it('moves, also of those that are put aside for others', async () => {
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await add(boss, { title: 'Сфинкс' })).id);
    const [a, b, c, d, e] = made;
    const order = () => ids(boss, 'q=сфинкс&ordering=position');
    await boss.expect(200, 'POST', `${TASKS}${e}/move/`, { after: a });
    assert.deepEqual(await order(), [a, e, b, c, d]);
    const [{ position }] = await house.sql('SELECT position FROM task WHERE id = ?', [a]);
    for (const [id, tail] of [[a, '1'], [e, '2'], [b, '3']]) {
      await house.sql('UPDATE task SET position = CONCAT(?, REPEAT("z", 190), ?) WHERE id = ?',
        [position.slice(0, 6), tail, id]);
    }
    await touched(house, [a, e, b]);
    await boss.expect(200, 'POST', `${TASKS}${d}/move/`, { after: a });
    assert.deepEqual(await order(), [a, d, e, b, c]);
    assert.deepEqual(
      await house.sql('SELECT id FROM task WHERE id IN (?, ?, ?, ?, ?) ORDER BY position', made),
      [a, d, e, b, c].map((id) => ({ id })),
    );
    const history = await boss.expect(200, 'GET', `${TASKS}${b}/audit/`);
    assert.deepEqual(history.map(({ action }) => action), ['create']);
  });

  it('what one has written is in the next list that one reads, whoever writes and reads meanwhile', async () => {
    const people = [];
    for (let i = 0; i < 6; i++) people.push(await person('manager'));
    const tasks = [];
    for (const who of people) tasks.push(await add(who, { title: `Химера ${who.user.id}` }));
    await Promise.all(people.map(async (who, n) => {
      const { id } = tasks[n];
      for (let round = 0; round < 12; round++) {
        const tag = `${n}-${round}`;
        await who.expect(200, 'PATCH', `${TASKS}${id}/`, { tags: [tag] });
        assert.deepEqual(await ids(who, `tag=${tag}`), [id], tag);
        const status = round % 2 ? 'review' : 'todo';
        await who.expect(200, 'POST', `${TASKS}${id}/move/`, { status, after: tasks[(n + 1) % 6].id });
        assert.ok((await ids(who, `q=химера&status=${status}`)).includes(id), `${tag} ${status}`);
      }
    }));
  });

  it('projects: who comes and goes, what becomes of their tasks', async () => {
    const [anna, petr] = [await person('member'), await person('member')];
    const from = await project('Откуда', [anna], [petr]);
    const to = await project('Куда', [boss, 'manager']);
    const task = await add(boss, { title: 'Минотавр', list: from.id, watchers: [petr.user.id] });
    const seen = async (...people) => {
      for (const who of [anna, petr])
        assert.deepEqual(await ids(who, 'q=минотавр'), people.includes(who) ? [task.id] : []);
    };
    await seen(anna, petr);
    await boss.expect(200, 'POST', `${PROJECTS}${from.id}/members/`, { user: anna.user.id, is_active: false });
    await seen(petr);
    await boss.expect(200, 'POST', `${PROJECTS}${from.id}/members/`, { user: anna.user.id, is_active: true });
    await seen(anna, petr);
    await boss.expect(204, 'DELETE', `${PROJECTS}${from.id}/members/${petr.user.id}/`);
    await seen(anna);
    await boss.expect(204, 'DELETE', `${PROJECTS}${from.id}/?move_to=${to.id}`);
    await seen();
    assert.deepEqual(await ids(boss, `list=${to.id}`), [task.id]);
    const binned = await add(boss, { title: 'Минотавр', list: to.id });
    await boss.expect(204, 'DELETE', `${TASKS}${binned.id}/`);
    await boss.expect(204, 'DELETE', `${PROJECTS}${to.id}/?move_to=none`);
    assert.deepEqual(await ids(boss, 'list=none&q=минотавр'), [task.id]);
    await boss.expect(200, 'POST', `${TASKS}${binned.id}/restore/`);
    assert.deepEqual(await ids(boss, 'list=none&q=минотавр&ordering=created_at'), [task.id, binned.id]);
  });

  it('names are those of now', async () => {
    const anna = await person('member', { name: 'Анна Прежняя' });
    await add(boss, { title: 'Химера', assigned_to: anna.user.id });
    assert.equal((await listed(boss, 'q=химера'))[0].assigned_to_name, 'Анна Прежняя');
    await house.sql("UPDATE user SET name = 'Анна Нынешняя' WHERE id = ?", [anna.user.id]);
    assert.equal((await listed(boss, 'q=химера'))[0].assigned_to_name, 'Анна Нынешняя');
  });

  it('a change whose number is lower and which is committed later', async () => {
    const [early, late] = [await add(boss, { title: 'Феникс' }), await add(boss, { title: 'Феникс' })];
    const [{ last }] = await house.sql('SELECT MAX(id) last FROM task_history');
    const write = async (id, history, slot) => {
      await house.sql("UPDATE task SET status = 'review' WHERE id = ?", [id]);
      await house.sql(`INSERT INTO task_turn (company_id, slot, n) VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE n = n + 1`,
        [company, slot]);
      await house.sql(`INSERT INTO task_history (id, company_id, task_id, via, action, slot, turn)
        SELECT ?, company_id, ?, 'service', 'change', slot, n FROM task_turn WHERE company_id = ? AND slot = ?`,
      [history, id, company, slot]);
    };
    await write(late.id, last + 20, 1);
    assert.deepEqual(await ids(boss, 'q=феникс&status=review'), [late.id]);
    await write(early.id, last + 10, 2);
    assert.deepEqual(await ids(boss, 'q=феникс&status=review&ordering=created_at'), [early.id, late.id]);
  });

  it('many who write and read at once: everybody finds what they wrote', async () => {
    const people = [boss, await person('member'), await person('member'), await person('recruiter')];
    await Promise.all(people.flatMap((who, lane) => [0, 1].map(async (twin) => {
      for (let i = 0; i < 12; i++) {
        const { id } = await add(who, { title: `Гидра ${lane}${twin}` });
        assert.ok((await ids(who, `q=гидра ${lane}${twin}`)).includes(id));
        await who.expect(200, 'PATCH', `${TASKS}${id}/`, { status: 'done' });
        assert.ok((await ids(who, `q=гидра ${lane}${twin}&status=done`)).includes(id));
      }
    })));
    const { headers } = await boss.get(`${TASKS}?q=гидра&status=done`);
    assert.equal(headers['x-total-count'], '96');
  });
});

describe('a row that one may not see', () => {
  it('is not shown, whatever the index says', async () => {
    const anna = await person('member');
    const { id } = await add(anna, { title: 'Цербер' });
    assert.deepEqual(await ids(anna, 'q=цербер'), [id]);
    await house.sql('UPDATE task SET created_by = ? WHERE id = ?', [boss.user.id, id]);
    assert.deepEqual(await ids(anna, 'q=цербер'), []);
  });
});

const folder = () => house.conf('INDEX_PATH');
/* The list once it can be shown; every answer before says how far it is. */
const shown = (who) => house.until(async () => {
  const res = await who.get(`${TASKS}?page_size=1`);
  if (res.status === 200) return Number(res.headers['x-total-count']);
  assert.equal(res.status, 503, res.text);
  assert.equal(res.json.code, 'index.indexing');
  assert.match(res.json.detail, /\d+%/);
  assert.ok(Number(res.headers['retry-after']) > 0);
  return false;
}, { timeout: 60_000 });

describe('is made anew', () => {
  const rows = async () => (await house.sql(
    'SELECT COUNT(*) n FROM task WHERE company_id = ? AND deleted_at IS NULL', [company],
  ))[0].n;

  it('when its file is lost: says how far it is, then answers', async () => {
    await shown(boss);
    for (const name of readdirSync(folder())) rmSync(join(folder(), name), { recursive: true });
    assert.match((await house.run('hirewire', ['doctor'])).stdout, /FAIL\s+index\s+\d+ tasks/);
    for (const path of ['', 'stats/', 'cycle-time/', 'export/']) {
      const res = await boss.get(`${TASKS}${path}`);
      assert.equal(res.status, 503, path);
      assert.equal(res.json.code, 'index.indexing');
    }
    assert.equal(await shown(boss), await rows());
  });

  it('when an older database was put back', async () => {
    const [{ id }] = await house.sql('SELECT MAX(id) id FROM task WHERE company_id = ?', [company]);
    await house.sql("UPDATE task SET title = 'Василиск' WHERE id = ?", [id]);
    await house.sql('UPDATE task_turn SET n = n - 1 WHERE company_id = ? AND n > 1 LIMIT 1', [company]);
    await shown(boss);
    assert.deepEqual(await ids(boss, 'q=василиск'), [id]);
  });
});
