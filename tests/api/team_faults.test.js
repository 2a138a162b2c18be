// team_faults: what breaks in the middle of a change of the team's tasks, and what many do at once.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { problem } from '../lib/problem.js';
import { hasEnded } from '../lib/within.js';

const TASKS = '/api/v1/tasks/';
const PROJECTS = '/api/v1/projects/';
let house;
const POOLS = { POOL_TASKS: '8', POOL_TASK_PARTS: '3', POOL_PROJECTS: '3' };
before(async () => { house = await startHouse({ env: POOLS }); });
after(() => house?.stop());

let companies = 0;
async function team() {
  const company = `Сбои ${++companies}`;
  const boss = await house.user({ role: 'manager', company });
  const anna = await house.user({ role: 'member', company });
  const members = [{ user: boss.user.id, role: 'manager' }, { user: anna.user.id }];
  const project = await boss.expect(201, 'POST', PROJECTS, { name: 'П', members });
  const [{ id }] = await house.sql('SELECT company_id id FROM user WHERE id = ?', [boss.user.id]);
  return { boss, anna, project, company: id };
}
const add = (who, title, more = {}) => who.expect(201, 'POST', TASKS, { title, ...more });
const statuses = (answers) => answers.map(({ status }) => status).sort();
const many = (n, fn) => Promise.all(Array.from({ length: n }, (_, i) => fn(i)));

// Changes of the company's tasks stop where they write their history, with all else of them done.
const stopped = (company) => house.hold('SELECT * FROM task_turn WHERE company_id = ? FOR UPDATE', [company]);

function upload(who, path, bytes) {
  const body = Buffer.concat([
    Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'), bytes,
    Buffer.from('\r\n--x--\r\n'),
  ]);
  return who.raw('POST', path, { headers: { 'Content-Type': 'multipart/form-data; boundary=x' }, body });
}
const files = () => house.sql(
  'SELECT COUNT(DISTINCT f.id) files, COUNT(p.part) parts, IFNULL(SUM(LENGTH(p.data)), 0) + 0 bytes FROM task_file f ' +
  'LEFT JOIN task_file_part p ON p.file_id = f.id',
);

describe('kill -9', () => {
  it('in the middle of an upload leaves neither a file nor parts of one', async () => {
    const { anna } = await team();
    const { id } = await add(anna, 'файл');
    const [before] = await files();
    const release = await house.hold('SELECT * FROM task_file_part WHERE file_id > 0 FOR UPDATE');
    const bytes = Buffer.alloc(3 << 20, 7);
    const sent = upload(anna, `${TASKS}${id}/files/`, bytes);
    await house.waiting(1);
    await house.kill('task_parts');
    assert.equal((await sent).status, 503);
    await release();
    assert.deepEqual(await files(), [before]);
    assert.deepEqual(await house.sql(
      'SELECT COUNT(*) n FROM task_file_part p LEFT JOIN task_file f ON f.id = p.file_id WHERE f.id IS NULL',
    ), [{ n: 0 }]);
    assert.equal((await upload(anna, `${TASKS}${id}/files/`, bytes)).status, 201);
    assert.equal((await anna.expect(200, 'GET', `${TASKS}${id}/`)).files_count, 1);
  });

  it('at the end of an upload leaves the whole of it, told and in the history', async () => {
    const { anna, company } = await team();
    const { id } = await add(anna, 'файл');
    await house.sql('DELETE FROM task_file');
    const release = await stopped(company);
    const sent = upload(anna, `${TASKS}${id}/files/`, Buffer.alloc(3 << 20, 7));
    await house.waiting(1);
    await house.kill('task_parts');
    assert.equal((await sent).status, 503);
    await release();
    const task = () => anna.expect(200, 'GET', `${TASKS}${id}/`);
    await house.until(async () => (await task()).files_count === 1);
    assert.deepEqual(await files(), [{ files: 1, parts: 12, bytes: 3 << 20 }]);
    assert.equal((await anna.expect(200, 'GET', `${TASKS}${id}/audit/`))[0].action, 'file.add');
    assert.equal((await house.run('tick')).code, 0);
    await house.until(async () => (await anna.expect(200, 'GET', '/api/v1/events/?after=0'))
      .some(({ data }) => data.what === 'file.add'));
  });

  it('of the publisher, again and again, loses no event and stores none twice', async () => {
    const { anna } = await team();
    const { id } = await add(anna, 'события');
    await many(20, (i) => anna.expect(200, 'PATCH', `${TASKS}${id}/`, { title: `t${i}` }));
    for (let i = 0; i < 5; i++) {
      house.launch('tick', ['live']);
      await many(4, (n) => anna.expect(200, 'PATCH', `${TASKS}${id}/`, { title: `n${i}-${n}` }));
      await house.kill('tick');
    }
    const heard = async () => (await anna.expect(200, 'GET', '/api/v1/events/?after=0'))
      .filter(({ type, data }) => type === 'team_task' && data.id === id && data.what === 'change')
      .map(({ data: { version } }) => version);
    await house.until(async () => {
      await house.sql("UPDATE live_post SET lease_until = '2000-01-01'");
      assert.equal((await house.run('tick')).code, 0);
      return (await heard()).length >= 40;
    });
    assert.deepEqual((await heard()).sort((a, b) => a - b), Array.from({ length: 40 }, (_, i) => i + 2));
  });

  it('of who reminds, again and again, reminds each once', async () => {
    const { anna } = await team();
    const ids = [];
    const due = new Date(Date.now() + 7e6).toISOString();
    for (let i = 0; i < 30; i++) ids.push((await add(anna, `r${i}`, { due_date: due })).id);
    await house.sql(`UPDATE task SET due_date = NOW(3) - INTERVAL 1 MINUTE WHERE id IN (${ids})`);
    await house.sql(
      `UPDATE reminder SET at = NOW(3) - INTERVAL 1 MINUTE, sent_at = NULL
        WHERE before_minutes = 0 AND subject_id IN (${ids})`,
    );
    for (let i = 0; i < 4; i++) {
      const child = house.launch('tick', ['remind']);
      await house.until(() => hasEnded(child) || house.pids('tick').length > 0, { every: 1 });
      await house.kill('tick');
    }
    assert.equal((await house.run('tick', ['remind'])).code, 0);
    const [{ n, tasks }] = await house.sql(
      `SELECT COUNT(*) n, COUNT(DISTINCT subject_id) tasks FROM notice WHERE kind = 'due' AND subject_id IN (${ids})`,
    );
    assert.deepEqual([n, tasks], [30, 30]);
  });
});

describe('the database away', () => {
  it('in the middle of any change: 503, nothing is half done, and all goes on', async () => {
    const { boss, anna, project, company } = await team();
    const made = await add(anna, 'до', { list: project.id });
    const other = await add(anna, 'рядом', { list: project.id });
    const at = `${TASKS}${made.id}/`;
    const deeds = [
      ['POST', TASKS, { title: 'новая' }], ['PATCH', at, { title: 'после', tags: ['x'] }], ['POST', `${at}complete/`],
      ['POST', `${at}move/`, { status: 'review', after: other.id }], ['DELETE', `${TASKS}${other.id}/`],
      ['POST', `${at}comments/`, { text: 'слово' }], ['POST', `${at}watch/`],
    ];
    const count = async () => (await house.sql(
      'SELECT (SELECT COUNT(*) FROM task WHERE company_id = ?) tasks, (SELECT COUNT(*) FROM task_history WHERE ' +
      'company_id = ?) history, (SELECT COUNT(*) FROM task_comment WHERE company_id = ?) comments',
      [company, company, company],
    ))[0];
    const was = [await boss.expect(200, 'GET', at), await count()];
    await stopped(company);
    const sent = deeds.map(([method, path, body]) => boss.send(method, path, body));
    // Those of one task wait for the first of them.
    await house.waiting(deeds.length);
    await house.kill('mariadbd');
    assert.deepEqual(statuses(await Promise.all(sent)), deeds.map(() => 503));
    await house.startDb();
    assert.deepEqual([await boss.expect(200, 'GET', at), await count()], was);
    for (const [method, path, body] of deeds) {
      const { status } = await boss.send(method, path, body);
      assert.ok(status < 300, `${method} ${path}: ${status}`);
    }
  });
});

describe('a database that does not answer', () => {
  it('is down for who waits for an answer, not slow: 503 long before a statement is given up', async () => {
    const still = await startHouse({ env: { DATABASE_TIMEOUT_S: '3600' } });
    try {
      const anna = await still.user({ role: 'member' });
      const { id } = await add(anna, 'до');
      const [pid] = still.pids('mariadbd');
      process.kill(pid, 'SIGSTOP');
      try {
        for (const path of [TASKS, PROJECTS, '/api/v1/auth/me']) {
          const res = await anna.get(path);
          problem(res, 503, 'down');
          assert.equal(res.headers['retry-after'], '2');
        }
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      await still.until(async () => (await anna.get(TASKS)).status === 200);
      await frozenAtWrites(still, anna, id);
    } finally {
      await still.stop();
    }
  });
});

/* The database stops when the writes are on their way: they wait for a row that somebody holds. */
async function frozenAtWrites(still, anna, id) {
  const release = await still.hold('SELECT * FROM task WHERE id = ? FOR UPDATE', [id]);
  const one = `${TASKS}${id}/`;
  const sent = [anna.patch(one, { title: 'после' }), anna.post(`${one}complete/`)];
  await still.waiting(sent.length);
  const [pid] = still.pids('mariadbd');
  process.kill(pid, 'SIGSTOP');
  try {
    for (const res of await Promise.all(sent)) problem(res, 503, 'down');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await release();
  await still.until(async () => (await anna.get(one)).status === 200);
  const { title, status } = await anna.expect(200, 'GET', one);
  assert.deepEqual({ title, status }, { title: 'до', status: 'todo' });
  await anna.expect(200, 'PATCH', one, { title: 'после' });
}

describe('nchan away', () => {
  it('the writer answers, and pages that poll hear of it', async () => {
    const { anna } = await team();
    const quiet = { PUSH_SOCKET: '/nonexistent' };
    const { id } = await add(anna, 'тихо');
    await house.until(async () => {
      await house.run('tick', [], { env: quiet });
      const events = await anna.expect(200, 'GET', '/api/v1/events/?after=0');
      return events.some(({ type, data }) => type === 'team_task' && data.id === id);
    });
  });
});

describe('many at once', () => {
  it('of 500 of which one may not be changed, none is', async () => {
    const { boss, anna, project, company } = await team();
    const { id: foreign } = await add(boss, 'чужая');
    await house.sql(
      "INSERT INTO task (company_id, list_id, title, description, created_by, position) SELECT ?, ?, seq, '', ?, " +
      "CONCAT('V', LPAD(seq, 6, '0'), 'V') FROM seq_1_to_499", [company, project.id, anna.user.id],
    );
    const rows = await house.sql('SELECT id FROM task WHERE created_by = ?', [anna.user.id]);
    const ids = rows.map(({ id }) => id);
    assert.equal((await anna.post(`${TASKS}bulk/`, { ids: [...ids, foreign], set: { status: 'done' } })).status, 404);
    const done = () => house.sql("SELECT COUNT(*) n FROM task WHERE company_id = ? AND status = 'done'", [company]);
    assert.deepEqual(await done(), [{ n: 0 }]);
    await anna.expect(200, 'POST', `${TASKS}bulk/`, { ids, set: { status: 'done' } });
    assert.deepEqual(await done(), [{ n: 499 }]);
  });

  it('a task is restored by one of them', async () => {
    const { boss } = await team();
    const { id } = await add(boss, 'из корзины');
    await boss.expect(204, 'DELETE', `${TASKS}${id}/`);
    const answers = await many(6, () => boss.post(`${TASKS}${id}/restore/`));
    assert.deepEqual(statuses(answers), [200, 404, 404, 404, 404, 404]);
    const audit = await boss.expect(200, 'GET', `${TASKS}${id}/audit/`);
    assert.deepEqual(audit.map(({ action }) => action), ['restore', 'delete', 'create']);
  });

  it('moves to one place all land, in one order for all', async () => {
    const { boss, anna, project } = await team();
    const ids = [];
    for (let i = 0; i < 8; i++) ids.push((await add(boss, `m${i}`, { list: project.id })).id);
    const [first, ...others] = ids;
    const answers = await Promise.all(others.map((id) => boss.post(`${TASKS}${id}/move/`, { after: first })));
    assert.deepEqual(statuses(answers), others.map(() => 200));
    const order = async (who) => (await who.expect(200, 'GET', `${TASKS}?ordering=position&list=${project.id}`))
      .map(({ id }) => id);
    const seen = await order(boss);
    assert.deepEqual([seen[0], seen.length, new Set(seen).size], [first, 8, 8]);
    assert.deepEqual(await order(anna), seen);
  });

  it('a project is deleted while tasks are made in it: refused, or the tasks are', async () => {
    const { boss } = await team();
    for (let round = 0; round < 4; round++) {
      const { id: list } = await boss.expect(201, 'POST', PROJECTS, { name: `уходит ${round}` });
      const [gone, ...made] = await Promise.all([
        boss.del(`${PROJECTS}${list}/`), ...Array.from({ length: 4 }, () => boss.post(TASKS, { title: 'x', list })),
      ]);
      const kept = made.filter(({ status }) => status === 201).length;
      assert.ok(made.every(({ status }) => status === 201 || status === 400), statuses(made).join());
      assert.equal(gone.status, kept > 0 ? 409 : 204);
      assert.deepEqual(await house.sql('SELECT COUNT(*) n FROM task WHERE list_id = ?', [list]), [{ n: kept }]);
    }
  });
});

describe('who may see a task no longer', () => {
  it('hears nothing of it, though they watch it', async () => {
    const { boss, anna } = await team();
    const { id } = await add(boss, 'тайна', { watchers: [anna.user.id] });
    const heard = async (who) => (await who.expect(200, 'GET', '/api/v1/events/?after=0'))
      .filter(({ type, data }) => type === 'team_task' && data.id === id).map(({ data: { what } }) => what);
    await house.until(async () => (await heard(anna)).length === 1);
    await house.sql("UPDATE user SET role = 1 WHERE id = ?", [anna.user.id]);
    await boss.expect(200, 'PATCH', `${TASKS}${id}/`, { title: 'тайна тайн', status: 'review' });
    await house.until(async () => (await heard(boss)).length === 2);
    await house.sql("UPDATE user SET role = 2 WHERE id = ?", [anna.user.id]);
    assert.deepEqual(await heard(anna), ['create']);
  });
});
