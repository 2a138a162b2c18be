// timeline: all that happened about a candidate, the newest first, a page after the other; each line for those who may
// see it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connected } from '../lib/huntflow.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';

const API = '/api/v1/candidates';

let house, me, colleague, stranger, one, twin, task;
before(async () => {
  house = await startHouse({ upstreams: true, demo: true });
  me = watched(await connected(house, { company: 'Nova' }));
  colleague = watched(await house.user({ role: 'recruiter', company: 'Nova' }));
  stranger = watched(await house.user({ role: 'admin', company: 'Чужая' }));
  one = await add({ last_name: 'Лентова', email: 'line@nova.by' });
  twin = await add({ last_name: 'Лентова', location: 'Брест' });
  await me.expect(201, 'POST', `${API}/${twin.id}/notes`, { text: 'Звонила' });
  await me.expect(200, 'POST', `${API}/join`, { ids: [one.id, twin.id] });
  await me.expect(200, 'PATCH', `${API}/${one.id}`, { state: 'keep' });
  await me.expect(201, 'POST', '/api/integrations/import-candidate', { external_candidate_id: one.sources[0].id });
  await me.expect(200, 'POST', `${API}/${one.id}/invite`, {});
  task = await me.expect(201, 'POST', '/api/v1/tasks', {
    title: 'Позвонить', link: { kind: 'candidate', id: String(one.id) },
  });
  await others();
});
after(async () => {
  await house?.stop();
  assert.deepEqual([...me.wrong, ...colleague.wrong, ...stranger.wrong], []);
});

const add = async (more) => (await me.send('POST', API, more)).json;
const timeline = (query = '', by = me) => by.expect(200, 'GET', `${API}/${one.id}/timeline?${query}`);
const kinds = (lines) => [...new Set(lines.map(({ kind }) => kind))].sort();

/* What other rooms have of the person: a task of ClickUp and its transfer, a file, a letter. */
async function others() {
  const [{ connection, company }] = await house.sql(`SELECT n.id connection, n.company_id company FROM connection n
    WHERE n.owner_id = ? AND n.provider = 'huntflow'`, [me.user.id]);
  await house.sql(`INSERT INTO clickup_task (connection_id, user_id, task_id, name, description, status, date_created,
    date_updated, content_hash) VALUES (?, ?, 'line1', 'Резюме', 'line@nova.by', 'new', '2020-01-01', '2020-01-02',
    REPEAT('0', 16))`, [connection, me.user.id]);
  await house.sql(`INSERT INTO transfer (company_id, user_id, connection_id, account_id, task_id, task_name, marker,
    state, fields, applicant_id, done_at) VALUES (?, ?, ?, 11, 'line1', 'Резюме', 'line1', 'done',
    '{"email": "line@nova.by"}', 77, '2020-01-03')`, [company, me.user.id, connection]);
  await house.sql("INSERT INTO document (company_id, user_id, name, size, candidate_id) VALUES (?, ?, 'cv.pdf', 1, ?)",
    [company, me.user.id, twin.id]);
  await house.sql(`INSERT INTO outbox (company_id, user_id, kind) SELECT company_id, user_id, 'notice' FROM candidate
    WHERE id = ?`, [one.id]);
  const { code, stderr } = await house.run('tick', ['known']);
  assert.equal(code, 0, stderr);
}

describe('the timeline of a person', () => {
  it('has what the team, boards, services, files and letters say, of those joined to it too', async () => {
    const lines = await timeline('page_size=100');
    assert.deepEqual(kinds(lines),
      ['change', 'clickup', 'file', 'huntflow', 'import', 'join', 'message', 'note', 'platform', 'task']);
    const times = lines.map(({ at }) => Date.parse(at));
    assert.deepEqual(times, [...times].sort((a, b) => b - a));
    assert.deepEqual(lines.slice(-3).map(({ kind, action, at }) => [kind, action, at.slice(0, 10)]), [
      ['huntflow', 'done', '2020-01-03'], ['clickup', 'updated', '2020-01-02'], ['clickup', 'created', '2020-01-01'],
    ]);
    assert.deepEqual(await me.expect(200, 'GET', `${API}/${twin.id}/timeline?page_size=100`), lines);
  });

  it('says who, whence and where to look', async () => {
    const [line] = await timeline('kind=task');
    assert.deepEqual([line.action, line.title, line.href, line.via],
      ['create', 'Позвонить', `/tasks/${task.id}/`, 'page']);
    const [file] = await timeline('kind=file');
    assert.deepEqual([file.title, file.href], ['cv.pdf', null]);
    const [sent] = await timeline('kind=huntflow');
    assert.deepEqual([sent.title, sent.href], ['Резюме', '/huntflow/accounts/11/applicants/77/']);
    const [last] = await timeline('kind=clickup');
    assert.deepEqual([last.href, last.data], ['/clickup/task/line1/', { status: 'new' }]);
  });

  it('is paged by a cursor: each line once, of one kind too', async () => {
    const all = await timeline('page_size=100');
    for (const [query, whole] of [['', all], ['&kind=clickup', await timeline('kind=clickup')]]) {
      const seen = [];
      for (let path = `${API}/${one.id}/timeline?page_size=1${query}`; path;) {
        const { json, headers, status } = await me.get(path);
        assert.equal(status, 200);
        assert.equal(json.length, 1);
        seen.push(...json);
        path = headers.link?.match(/<([^>]+)>; rel="next"/)?.[1];
      }
      assert.deepEqual(seen, whole);
    }
  });

  it('has one kind alone when it is asked for', async () => {
    for (const kind of kinds(await timeline('page_size=100'))) {
      assert.deepEqual(kinds(await timeline(`kind=${kind}`)), [kind]);
    }
  });

  it('says who took an export', async () => {
    assert.deepEqual(await timeline('kind=export'), []);
    await colleague.expect(200, 'GET', `${API}/${one.id}/export`);
    const [line] = await timeline('kind=export');
    assert.deepEqual([line.action, line.user_name, line.via], ['export', colleague.user.name, 'page']);
  });

  it('refuses an unknown kind, a wrong cursor, a page by number', async () => {
    for (const query of ['kind=calls', 'after=x', 'page=2', 'before=1']) {
      await me.expect(400, 'GET', `${API}/${one.id}/timeline?${query}`);
    }
  });
});

describe('moves between stages in Huntflow', () => {
  before(async () => {
    const company = me.user.company.id;
    await house.sql(`INSERT INTO huntflow_person (company_id, environment, account_id, applicant_id)
      VALUES (?, 'PROD', 11, 77)`, [company]);
    await house.sql(`INSERT INTO contact (company_id, kind, value, owner, ref) SELECT k.company_id, k.kind, k.value,
      'applicant', p.id FROM contact k JOIN huntflow_person p ON p.company_id = k.company_id AND p.applicant_id = 77
      WHERE k.owner = 'candidate' AND k.ref = ?`, [one.id]);
    await house.sql(`INSERT INTO huntflow_stage (person_id, log_id, vacancy_id, vacancy, status, author, at)
      SELECT p.id, x.n, IF(x.n = 2, 6, 5), IF(x.n = 2, 'Тестировщик', 'Разработчик'),
      ELT(x.n, 'Новые', 'Новые', 'Интервью', 'Оффер'), 'Ольга Петрова', CONCAT('2020-02-0', LEAST(x.n, 3))
      FROM huntflow_person p JOIN (SELECT 1 n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) x
      WHERE p.applicant_id = 77 ORDER BY x.n`);
  });
  const stages = async (by) => (await timeline('kind=huntflow', by)).filter(({ action }) => action === 'stage');

  it('are lines: from which to which, also within a second, of which vacancy, by whom', async () => {
    assert.deepEqual((await stages(me)).map(({ data, title, user_name: who, at, href }) =>
      [data.from, data.status, title, who, at.slice(0, 10), href]), [
      ['Интервью', 'Оффер', 'Разработчик', 'Ольга Петрова', '2020-02-03', '/huntflow/accounts/11/applicants/77/'],
      ['Новые', 'Интервью', 'Разработчик', 'Ольга Петрова', '2020-02-03', '/huntflow/accounts/11/applicants/77/'],
      [null, 'Новые', 'Тестировщик', 'Ольга Петрова', '2020-02-02', '/huntflow/accounts/11/applicants/77/'],
      [null, 'Новые', 'Разработчик', 'Ольга Петрова', '2020-02-01', '/huntflow/accounts/11/applicants/77/'],
    ]);
    assert.deepEqual((await stages(colleague)).map(({ href }) => href), [null, null, null, null]);
  });

  it('are found by key among a hundred thousand', async () => {
    await house.sql(`INSERT INTO huntflow_person (company_id, environment, account_id, applicant_id)
      SELECT ?, 'PROD', 12, seq FROM seq_1_to_10000`, [me.user.company.id]);
    await house.sql(`INSERT INTO huntflow_stage (person_id, log_id, vacancy_id, vacancy, status, at)
      SELECT p.id, x.seq, 1, 'Разработчик', 'Новые', NOW(3) FROM huntflow_person p JOIN seq_1_to_10 x
      WHERE p.account_id = 12`);
    await house.sql('ANALYZE TABLE huntflow_stage, huntflow_person');
    assert.equal((await stages(me)).length, 4);
    const plan = await house.sql(`EXPLAIN SELECT s.at, (SELECT p.status FROM huntflow_stage p WHERE
      p.person_id = s.person_id AND p.vacancy_id = s.vacancy_id AND p.at <= s.at AND (p.at < s.at OR p.id < s.id)
      ORDER BY p.at DESC, p.id DESC LIMIT 1)
      FROM (SELECT ? AS id UNION ALL SELECT id FROM candidate WHERE joined_to = ?) g JOIN contact m ON
      m.owner = 'candidate' AND m.ref = g.id JOIN contact k ON k.company_id = m.company_id AND k.kind = m.kind AND
      k.value = m.value AND k.owner = 'applicant' JOIN huntflow_person f ON f.id = k.ref JOIN huntflow_stage s ON
      s.person_id = f.id`, [one.id, one.id]);
    const of = (table) => plan.find((row) => row.table === table);
    assert.deepEqual([of('f').key, of('s').type], ['PRIMARY', 'ref']);
    assert.equal(of('p').key, 'by_vacancy');
    assert.ok(plan.every(({ Extra }) => !/filesort/.test(Extra)), JSON.stringify(plan));
    assert.ok(plan.every(({ table, rows }) => ['s', 'f', 'k', 'm', 'p'].includes(table) ? rows < 1000 : true),
      JSON.stringify(plan));
  });
});

describe('the tasks of a person', () => {
  it('hang on whom they are joined to as well, in lists, counts and files, until they are apart', async () => {
    const add = async (name) => (await me.expect(201, 'POST', API, { last_name: name })).id;
    const [a, b] = [await add('Парная'), await add('Парный')];
    const make = (title, id) => me.expect(201, 'POST', '/api/v1/tasks/', { title, link: { kind: 'candidate', id } });
    for (const odd of [`0${a}`, `+${a}`, ` ${a}`, `${a} `, `${a}x`]) {
      const link = { kind: 'candidate', id: odd };
      const { errors } = await me.expect(400, 'POST', '/api/v1/tasks/', { title: 'x', link });
      assert.deepEqual(errors.map(({ field, code }) => [field, code]), [['link.id', 'team.no_link']], odd);
    }
    await make('первой', a);
    await make('второго', b);
    const found = async (query) =>
      (await me.expect(200, 'GET', `/api/v1/tasks/?${query}`)).map(({ title }) => title).sort();
    assert.deepEqual(await found(`link=candidate:${a}`), ['первой']);
    const { joins: [join] } = await me.expect(200, 'POST', `${API}/join`, { ids: [a, b] });
    for (const id of [a, b]) assert.deepEqual(await found(`link=candidate:${id}`), ['второго', 'первой'], String(id));
    assert.deepEqual(await found(`link=candidate:${a}x`), []);
    assert.equal((await me.expect(200, 'GET', `/api/v1/tasks/stats/?link=candidate:${a}`)).total, 2);
    const file = await me.get(`/api/v1/tasks/export/?link=candidate:${a}`);
    assert.match(file.text, /первой/);
    assert.match(file.text, /второго/);
    const other = await house.user({ role: 'manager', company: 'Чужая' });
    assert.deepEqual(await other.expect(200, 'GET', `/api/v1/tasks/?link=candidate:${a}`), []);
    await me.expect(200, 'POST', `${API}/joins/${join.id}/undo`);
    const apart = [await found(`link=candidate:${a}`), await found(`link=candidate:${b}`)];
    assert.deepEqual(apart, [['первой'], ['второго']]);
  });
});

describe('who sees a line', () => {
  it('a colleague: neither another’s tasks nor the addresses of a Huntflow without a key', async () => {
    const lines = await timeline('page_size=100', colleague);
    assert.deepEqual(lines.filter(({ kind }) => kind === 'task' || kind === 'clickup'), []);
    assert.ok(kinds(lines).includes('note'));
    const sent = lines.find(({ kind, action }) => kind === 'huntflow' && action === 'done');
    assert.deepEqual([sent.title, sent.href], [null, null]);
  });

  it('a task that was deleted: nobody', async () => {
    const made = await me.expect(201, 'POST', '/api/v1/tasks', {
      title: 'Лишняя', link: { kind: 'candidate', id: String(one.id) },
    });
    const there = async () => (await timeline('kind=task')).some(({ title }) => title === 'Лишняя');
    assert.equal(await there(), true);
    await me.expect(204, 'DELETE', `/api/v1/tasks/${made.id}`);
    assert.equal(await there(), false);
  });

  it('another company: nobody is there', async () => {
    await stranger.expect(404, 'GET', `${API}/${one.id}/timeline`);
    const viewer = await house.user({ role: 'candidate', company: 'Nova' });
    await viewer.expect(403, 'GET', `${API}/${one.id}/timeline`);
  });
});
