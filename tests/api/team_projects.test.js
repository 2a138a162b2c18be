// team_projects: the history of projects and of their members, their versions, and who hears of their changes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { fields, problem } from '../lib/problem.js';

const PROJECTS = '/api/v1/projects/';
const TASKS = '/api/v1/tasks/';
let house;
before(async () => { house = await startHouse({ env: { POOL_PROJECTS: '2' } }); });
after(() => house?.stop());

let companies = 0;
async function team() {
  const company = `Проекты ${++companies}`;
  const person = async (role, name) => watched(await house.user({ role, company, name }));
  return {
    boss: await person('manager', 'Мария Лебедева'), anna: await person('member', 'Анна Петрова'),
    petr: await person('member', 'Пётр Иванов'),
  };
}
const asDescribed = (...people) => assert.deepEqual(people.flatMap(({ wrong }) => wrong), []);
const changes = (rows) => rows.map(({ action, user_name: by, before, after }) => [action, by, before, after]);

// What a page of theirs has heard of projects.
async function heard(who) {
  const events = await who.expect(200, 'GET', '/api/v1/events/?after=0');
  return events.filter(({ type }) => type === 'team_project').map(({ data: { id, what } }) => [id, what]);
}
const hears = async (who, all) => {
  await house.until(async () => (await heard(who)).length >= all.length);
  assert.deepEqual(await heard(who), all);
};

describe('names', () => {
  it('have no blanks around them; a client of a name that there is is that one', async () => {
    const { boss } = await team();
    const made = await boss.expect(201, 'POST', PROJECTS, { name: '  Подбор ', client: ' Нова\u00a0' });
    assert.deepEqual([made.name, made.client_name], ['Подбор', 'Нова']);
    const same = await boss.expect(200, 'POST', '/api/v1/clients/', { name: 'Нова ' });
    assert.deepEqual([same.id, same.name], [made.client, 'Нова']);
    const other = await boss.expect(201, 'POST', '/api/v1/clients/', { name: ' Орион' });
    assert.equal(other.name, 'Орион');
    const renamed = await boss.expect(200, 'PATCH', `/api/v1/clients/${other.id}/`, { name: 'Орион 2 ' });
    assert.equal(renamed.name, 'Орион 2');
    for (const name of ['', ' ', '\u2003']) {
      for (const path of [PROJECTS, '/api/v1/clients/']) assert.equal((await boss.post(path, { name })).status, 400);
    }
    asDescribed(boss);
  });

  it('of those who no longer work here are said when they are asked for', async () => {
    const { boss, anna, petr } = await team();
    await house.sql('UPDATE user SET active = 0 WHERE id = ?', [petr.user.id]);
    const names = async (path) => (await anna.expect(200, 'GET', path)).map(({ name, active }) => [name, active]);
    const present = [['Анна Петрова', true], ['Мария Лебедева', true]];
    assert.deepEqual(await names('/api/v1/colleagues'), present);
    assert.deepEqual(await names('/api/v1/colleagues?all=1'), [...present, ['Пётр Иванов', false]]);
    const read = [];
    for (let path = '/api/v1/colleagues?all=1&page_size=1'; path;) {
      const { json, headers } = await anna.get(path);
      read.push(...json.map(({ name, active }) => [name, active]));
      path = /<([^>]*)>; rel="next"/.exec(headers.link ?? '')?.[1];
    }
    assert.deepEqual(read, [...present, ['Пётр Иванов', false]], 'page by page the same');
    asDescribed(boss, anna);
  });

  it('one is shown with the contacts that the asker may see', async () => {
    const { boss, anna, petr } = await team();
    const of = (who, { user }) => who.expect(200, 'GET', `/api/v1/colleagues/${user.id}/`);
    const nothing = { position: null, email: null, phone: null };
    const known = { id: petr.user.id, name: 'Пётр Иванов', role: 'member', active: true };
    assert.deepEqual(await of(anna, petr), { ...known, ...nothing });
    assert.deepEqual(await of(petr, petr), { ...known, ...nothing, email: petr.user.email });
    assert.deepEqual(await of(boss, petr), { ...known, ...nothing, email: petr.user.email });
    const connection = (await house.sql(
      "INSERT INTO connection (company_id, owner_id, provider, name) VALUES (?, ?, 'bitrix24', 'Портал') RETURNING id",
      [boss.user.company.id, boss.user.id],
    ))[0].id;
    await house.sql(`INSERT INTO employee (company_id, connection_id, external_id, email, phone, position, user_id)
      VALUES (?, ?, 1, 'petr@portal.by', '+375 29 111-22-33', 'Тестировщик', ?)`,
    [boss.user.company.id, connection, petr.user.id]);
    const card = { ...known, position: 'Тестировщик', email: 'petr@portal.by', phone: '+375 29 111-22-33' };
    assert.deepEqual([await of(anna, petr), await of(boss, petr)], [card, card]);
    await house.sql("UPDATE employee SET status = 'inactive' WHERE user_id = ?", [petr.user.id]);
    assert.deepEqual(await of(anna, petr), { ...known, ...nothing });
    const stranger = await house.user({ company: 'Чужая' });
    const candidate = await house.user({ company: boss.user.company.name, role: 'candidate' });
    assert.equal((await stranger.get(`/api/v1/colleagues/${petr.user.id}/`)).status, 404);
    assert.equal((await anna.get(`/api/v1/colleagues/${candidate.user.id}/`)).status, 404);
    assert.equal((await candidate.get(`/api/v1/colleagues/${petr.user.id}/`)).status, 403);
    asDescribed(boss, anna, petr);
  });
});

describe('members of a request', () => {
  it('are 500 at most, however they come; who is one already may change', async () => {
    const { boss, petr } = await team();
    const { id } = await boss.expect(201, 'POST', PROJECTS, { name: 'Полный' });
    const { company } = boss.user;
    await house.sql(`INSERT INTO user (company_id, email, name, role) SELECT ?, CONCAT('full-', ?, '-', seq, '@x.test'),
      'Много', 2 FROM seq_1_to_499`, [company.id, id]);
    await house.sql(`INSERT INTO project_member (project_id, user_id, company_id, role, is_active)
      SELECT ?, id, company_id, 'viewer', 1 FROM user WHERE email LIKE CONCAT('full-', ?, '-%')`, [id, id]);
    const put = (user, role) => boss.post(`${PROJECTS}${id}/members/`, { user, role });
    const full = await put(petr.user.id, 'executor');
    assert.deepEqual([full.status, full.json.code], [409, 'team.members_full']);
    const [{ user }] = await boss.expect(200, 'GET', `${PROJECTS}${id}/members/`);
    assert.equal((await put(user, 'manager')).status, 200);
    assert.equal((await boss.send('DELETE', `${PROJECTS}${id}/members/${user}/`)).status, 204);
    assert.equal((await put(petr.user.id, 'executor')).status, 200);
  });

  it('says which of the members is wrong, and who is named twice', async () => {
    const { boss, anna } = await team();
    const { id } = await boss.expect(201, 'POST', PROJECTS, { name: 'Подбор' });
    const twice = { user: anna.user.id };
    for (const [members, wanted] of [
      [[twice, { user: boss.user.id, role: 'chief' }], 'members[1].role:choice'], [[{}], 'members[0].user:required'],
      [[{ ...twice, more: 1 }], 'members[0].more:unknown'], [['x'], 'members[0]:type'],
      [[{ user: 999999 }], 'members[0].user:team.no_user'],
      [[twice, { ...twice, role: 'manager' }], 'members[1].user:unique'],
    ]) {
      assert.deepEqual(fields(await boss.post(PROJECTS, { name: 'Другой', members })), [wanted]);
      assert.deepEqual(fields(await boss.patch(`${PROJECTS}${id}/`, { members })), [wanted]);
    }
    assert.deepEqual(fields(await boss.post(`${PROJECTS}${id}/members/`, { ...twice, role: 'x' })), ['role:choice']);
    assert.equal((await boss.expect(200, 'GET', `${PROJECTS}${id}/members/`)).length, 1);
  });
});

describe('a member', () => {
  it('keeps the role that is not said, and stays, whatever became of the colleague', async () => {
    const { boss, anna, petr } = await team();
    const { id } = await boss.expect(201, 'POST', PROJECTS, { name: 'Подбор', members: [
      { user: anna.user.id, role: 'viewer' }, { user: petr.user.id, role: 'manager' }] });
    const roles = (members) => members.map(({ name, role, is_active: on }) => [name, role, on]).sort();
    const put = async (one) => roles(await boss.expect(200, 'POST', `${PROJECTS}${id}/members/`, one));
    const petrLeads = ['Пётр Иванов', 'manager', true];
    const annaSees = (on) => ['Анна Петрова', 'viewer', on];
    assert.deepEqual(await put({ user: anna.user.id, is_active: false }), [annaSees(false), petrLeads]);
    assert.deepEqual(await put({ user: anna.user.id }), [annaSees(true), petrLeads]);
    await house.sql('UPDATE user SET active = 0 WHERE id = ?', [petr.user.id]);
    const { members } = await boss.expect(200, 'PATCH', `${PROJECTS}${id}/`,
      { members: [{ user: petr.user.id }, { user: anna.user.id, role: 'executor' }] });
    assert.deepEqual(roles(members), [['Анна Петрова', 'executor', true], petrLeads]);
    const changed = await boss.expect(200, 'POST', `${PROJECTS}${id}/members/`, { user: petr.user.id, role: 'viewer' });
    assert.deepEqual(roles(changed)[1], ['Пётр Иванов', 'viewer', true]);
    await boss.expect(204, 'DELETE', `${PROJECTS}${id}/members/${petr.user.id}/`);
    const gone = await boss.post(`${PROJECTS}${id}/members/`, { user: petr.user.id });
    assert.deepEqual([gone.status, fields(gone)], [400, ['user:team.no_user']]);
    asDescribed(boss);
  });
});

describe('the history of a project', () => {
  it('says who changed what, who added whom, and their roles', async () => {
    const { boss, anna, petr } = await team();
    const members = [{ user: boss.user.id, role: 'manager' }];
    const { id } = await boss.expect(201, 'POST', PROJECTS, { name: 'Подбор', members });
    const at = `${PROJECTS}${id}/`;
    await boss.expect(200, 'PATCH', at, { status: 'paused', name: 'Подбор' });
    await boss.expect(200, 'PATCH', at, { status: 'paused' });
    await boss.expect(200, 'POST', `${at}members/`, { user: anna.user.id });
    await boss.expect(200, 'POST', `${at}members/`, { user: anna.user.id, role: 'viewer' });
    await boss.expect(200, 'PATCH', at, { members });
    const member = (role) => ({ user: anna.user.id, name: 'Анна Петрова', role, is_active: true });
    assert.deepEqual(changes(await boss.expect(200, 'GET', `${at}audit/`)), [
      ['member.remove', 'Мария Лебедева', member('viewer'), {}],
      ['member.change', 'Мария Лебедева', member('executor'), member('viewer')],
      ['member.add', 'Мария Лебедева', {}, member('executor')],
      ['change', 'Мария Лебедева', { status: 'active' }, { status: 'paused' }],
      ['member.add', 'Мария Лебедева', {}, { ...member('manager'), user: boss.user.id, name: 'Мария Лебедева' }],
      ['create', 'Мария Лебедева', {}, { name: 'Подбор', description: '', status: 'active' }],
    ]);
    const [first] = await boss.expect(200, 'GET', `${at}audit/?page_size=1&page=6`);
    assert.equal(first.action, 'create');
    for (const who of [anna, petr]) assert.equal((await who.get(`${at}audit/`)).status, 404);
    asDescribed(boss, anna, petr);
  });

  it('outlives it, and each of its tasks says where it went', async () => {
    const { boss } = await team();
    const make = (name) => boss.expect(201, 'POST', PROJECTS, { name });
    const [one, two] = [await make('Один'), await make('Два')];
    const { id } = await boss.expect(201, 'POST', TASKS, { title: 'x', list: one.id });
    await boss.expect(204, 'DELETE', `${PROJECTS}${one.id}/?move_to=${two.id}`);
    const [row] = await house.sql(
      "SELECT user_id, via, JSON_VALUE(before_data, '$.name') name, JSON_VALUE(after_data, '$.moved_to') moved FROM " +
      "project_history WHERE project_id = ? AND action = 'delete'", [one.id],
    );
    assert.deepEqual(row, { user_id: boss.user.id, via: 'page', name: 'Один', moved: two.id });
    const [last] = await boss.expect(200, 'GET', `${TASKS}${id}/audit/`);
    assert.deepEqual([last.action, last.before, last.after], ['change', { list: one.id }, { list: two.id }]);
  });
});

describe('a project', () => {
  it('whose description is too long is told which field is, however long that is', async () => {
    const boss = await house.user({ role: 'manager' });
    const { id } = await boss.expect(201, 'POST', PROJECTS, { name: 'Короткий' });
    for (const length of [20_001, 1 << 20]) {
      const description = 'я'.repeat(length);
      for (const res of [
        await boss.post(PROJECTS, { name: 'Длинный', description }),
        await boss.patch(`${PROJECTS}${id}/`, { description }),
      ]) {
        assert.deepEqual([res.status, fields(res)], [400, ['description:length']]);
      }
    }
  });

  it('loses its description by null, as a task does, and keeps what is not said', async () => {
    const { boss } = await team();
    const { id } = await boss.expect(201, 'POST', PROJECTS, { name: 'Подбор', description: 'О чём он' });
    assert.equal((await boss.expect(200, 'PATCH', `${PROJECTS}${id}/`, { status: 'paused' })).description, 'О чём он');
    assert.equal((await boss.expect(200, 'PATCH', `${PROJECTS}${id}/`, { description: null })).description, '');
    assert.equal((await boss.expect(201, 'POST', PROJECTS, { name: 'Пустой', description: null })).description, '');
    asDescribed(boss);
  });

  it('of a stale version is not changed: both versions are shown', async () => {
    const { boss, anna } = await team();
    const made = await boss.expect(201, 'POST', PROJECTS, { name: 'Подбор' });
    const at = `${PROJECTS}${made.id}/`;
    assert.equal(made.version, 1);
    const changed = await boss.expect(200, 'PATCH', at, { status: 'done', version: 1 });
    assert.equal(changed.version, 2);
    await boss.expect(200, 'POST', `${at}members/`, { user: anna.user.id });
    const late = await boss.patch(at, { name: 'Иначе', version: 2 });
    assert.deepEqual(
      [late.status, late.json.code, late.json.current.version, late.json.current.name, late.json.yours],
      [409, 'team.project_version', 3, 'Подбор', { name: 'Иначе', version: 2 }],
    );
    assert.equal((await boss.patch(at, { version: 0 })).status, 400);
    await boss.expect(200, 'PATCH', at, { name: 'Иначе' });
    asDescribed(boss, anna);
  });

  it('whose manager leaves it is answered as it was written, and is absent from then on', async () => {
    const { boss, anna, petr } = await team();
    const members = [{ user: anna.user.id, role: 'manager' }];
    const others = [{ user: petr.user.id, role: 'viewer' }];
    const { id } = await boss.expect(201, 'POST', PROJECTS, { name: 'Чужой', members });
    const at = `${PROJECTS}${id}/`;
    const left = await anna.expect(200, 'PATCH', at, { name: 'Отдан', members: others });
    assert.deepEqual([left.name, left.members.map(({ user }) => user), left.role, left.rights], [
      'Отдан', [petr.user.id], null, [],
    ]);
    assert.equal((await anna.get(at)).status, 404);
    await boss.expect(200, 'PATCH', at, { members });
    const paused = await anna.expect(200, 'POST', `${at}members/`, { user: anna.user.id, is_active: false });
    assert.deepEqual(paused.map(({ user, is_active: active }) => [user, active]), [[anna.user.id, false]]);
    assert.equal((await anna.get(`${at}members/`)).status, 404);
    asDescribed(boss, anna, petr);
  });

  it('that somebody is taken out of is watched by them no more', async () => {
    const { boss, anna, petr } = await team();
    const members = [anna, petr].map(({ user }) => ({ user: user.id }));
    const { id: list } = await boss.expect(201, 'POST', PROJECTS, { name: 'Людный', members });
    const watchers = members.map(({ user }) => user);
    const add = (more) => boss.expect(201, 'POST', '/api/v1/tasks/', { title: 'x', watchers, ...more });
    const [inside, outside] = await Promise.all([add({ list }), add({})]);
    assert.deepEqual(inside.watchers, watchers);
    await boss.expect(204, 'DELETE', `${PROJECTS}${list}/members/${anna.user.id}/`);
    const left = async ({ id }) => (await boss.expect(200, 'GET', `/api/v1/tasks/${id}/`)).watchers;
    assert.deepEqual([await left(inside), await left(outside)], [[petr.user.id], watchers]);
    assert.equal((await anna.get(`/api/v1/tasks/${inside.id}/`)).status, 404);
    asDescribed(boss);
  });

  it('is found by its name and by its client', async () => {
    const { boss } = await team();
    for (const [name, client] of [['Подбор', 'Ромашка'], ['Ромашковое поле', null], ['Найм', 'Вектор']]) {
      await boss.expect(201, 'POST', PROJECTS, { name, client });
    }
    const found = await boss.expect(200, 'GET', `${PROJECTS}?q=${encodeURIComponent('омашк')}`);
    assert.deepEqual(found.map(({ name }) => name), ['Подбор', 'Ромашковое поле']);
    asDescribed(boss);
  });

  it('counts its tasks: all, those that are done, those to do', async () => {
    const { boss } = await team();
    const { id } = await boss.expect(201, 'POST', PROJECTS, { name: 'Счёт' });
    for (const status of ['todo', 'in_progress', 'review', 'done', 'cancelled']) {
      await boss.expect(201, 'POST', TASKS, { title: status, status, list: id });
    }
    const one = await boss.expect(200, 'GET', `${PROJECTS}${id}/`);
    const [listed] = await boss.expect(200, 'GET', PROJECTS);
    for (const p of [one, listed]) assert.deepEqual([p.tasks, p.tasks_done, p.tasks_open], [5, 1, 3]);
    asDescribed(boss);
  });

  it('tells of its changes those who see it, and who sees it no longer that it is gone', async () => {
    const { boss, anna, petr } = await team();
    const { id } = await boss.expect(201, 'POST', PROJECTS, { name: 'Тихий', members: [{ user: anna.user.id }] });
    const at = `${PROJECTS}${id}/`;
    await boss.expect(200, 'PATCH', at, { description: 'секрет' });
    await hears(anna, [[id, 'create'], [id, 'change']]);
    await boss.expect(204, 'DELETE', `${at}members/${anna.user.id}/`);
    await boss.expect(200, 'PATCH', at, { status: 'paused' });
    const all = ['create', 'change', 'change', 'change'].map((what) => [id, what]);
    await hears(boss, all);
    await boss.expect(204, 'DELETE', at);
    await hears(boss, [...all, [id, 'gone']]);
    await hears(anna, [[id, 'create'], [id, 'change'], [id, 'gone']]);
    await hears(petr, []);
  });
});

describe('If-Match', () => {
  const API = '/api/v1/';
  const send = (who, method, path, tag, body) => who.send(method, path, body, { headers: { 'If-Match': tag } });
  const MADE = [
    ['tasks', (who) => who.expect(201, 'POST', TASKS, { title: 'a' }), 'title', 'team.version'],
    ['projects', (who) => who.expect(201, 'POST', PROJECTS, { name: 'a' }), 'name', 'team.project_version'],
    [
      'candidates', (who) => who.expect(201, 'POST', `${API}candidates/`, { last_name: 'a' }), 'last_name',
      'candidate.version',
    ],
  ];

  for (const [noun, make, name, code] of MADE) {
    it(`holds a change of ${noun} against the version that was read`, async () => {
      const { boss } = await team();
      const { id } = await make(boss);
      const at = `${API}${noun}/${id}/`;
      const { version, etag } = await boss.get(at).then(({ json, headers }) => ({ ...json, etag: headers.etag }));
      assert.equal(etag.replace('W/', ''), `"${version}"`);
      const first = await send(boss, 'PATCH', at, etag, { [name]: 'b' });
      assert.equal(first.status, 200, first.text);
      assert.notEqual(first.headers.etag, etag);
      problem(await send(boss, 'PATCH', at, etag, { [name]: 'c' }), 412, code);
      problem(await boss.patch(at, { [name]: 'c', version }), 409, code);
      problem(await send(boss, 'PATCH', at, '"abc"', { [name]: 'c' }), 412, 'io.version');
      assert.deepEqual(fields(await send(boss, 'PATCH', at, 'abc', { [name]: 'c' })), ['If-Match:format']);
      assert.deepEqual(fields(await send(boss, 'PATCH', at, etag, { [name]: 'c', version: 99 })), ['version:choice']);
      assert.equal((await boss.expect(200, 'GET', at))[name].toLowerCase(), 'b');
      const weak = `W/${first.headers.etag.replace('W/', '')}`;
      assert.equal((await send(boss, 'PATCH', at, weak, { [name]: 'd' })).status, 200);
      assert.equal((await send(boss, 'PATCH', at, '*', { [name]: 'e' })).status, 200);
      asDescribed(boss);
    });
  }

  it('holds moves, what is done and deletions, too', async () => {
    const { boss } = await team();
    const [task, project] = [await MADE[0][1](boss), await MADE[1][1](boss)];
    problem(await send(boss, 'POST', `${TASKS}${task.id}/move/`, '"9"', { after: null }), 412, 'team.version');
    assert.equal((await send(boss, 'POST', `${TASKS}${task.id}/move/`, '"1"', { after: null })).status, 200);
    for (const [what, version] of [['complete', 2], ['uncomplete', 3]]) {
      const path = `${TASKS}${task.id}/${what}/`;
      problem(await send(boss, 'POST', path, `"${version - 1}"`), 412, 'team.version');
      assert.equal((await send(boss, 'POST', path, `"${version}"`)).json.version, version + 1);
    }
    problem(await send(boss, 'DELETE', `${TASKS}${task.id}/`, '"1"'), 412, 'team.version');
    assert.equal((await send(boss, 'DELETE', `${TASKS}${task.id}/`, '"4"')).status, 204);
    problem(await send(boss, 'DELETE', `${PROJECTS}${project.id}/`, '"9"'), 412, 'team.project_version');
    assert.equal((await send(boss, 'DELETE', `${PROJECTS}${project.id}/`, `"${project.version}"`)).status, 204);
    asDescribed(boss);
  });
});
