// team_rights: every route of tasks and projects, for every role in the company and in the project, of
// things that are one's own and of others: what one may not see is absent, everywhere.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { touched } from '../lib/team.js';

const TASKS = '/api/v1/tasks/';
const PROJECTS = '/api/v1/projects/';
let house;
before(async () => { house = await startHouse({ env: { POOL_TASKS: '3', POOL_TASK_PARTS: '3' } }); });
after(() => house?.stop());

// Who asks: the role in the company, and in the project.
const PEOPLE = [
  ['member', null], ['member', 'viewer'], ['member', 'executor'], ['member', 'manager'], ['member', 'former'],
  ['recruiter', null], ['recruiter', 'executor'], ['manager', null], ['admin', 'viewer'],
];
const OWNERSHIPS = ['none', 'creator', 'assignee', 'watcher'];

// The rules in other words than those of the program.
function rightsOf(role, inProject, own) {
  const all = role === 'manager' || role === 'admin';
  const leads = all || inProject === 'manager';
  const theirs = own === 'creator' || own === 'assignee';
  return {
    see: all || own !== 'none' || ['viewer', 'executor', 'manager'].includes(inProject),
    change: leads || (inProject !== 'viewer' && theirs),
    delete: leads || (inProject !== 'viewer' && own === 'creator'),
    moderate: leads,
  };
}

const FILE = {
  headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
  body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nтекст\r\n--x--\r\n',
};

// [the right it needs, method, the address below the task, body, the status when it is there]. In this order.
const routes = ({ comment, file, me }) => [
  ['see', 'GET', '', undefined, 200], ['see', 'GET', 'audit/', undefined, 200],
  ['see', 'GET', 'comments/', undefined, 200], ['see', 'GET', 'files/', undefined, 200],
  ['see', 'GET', `files/${file}/`, undefined, 200], ['see', 'GET', 'reminders/', undefined, 200],
  ['see', 'POST', 'comments/', { text: 'слово' }, 201],
  ['see', 'POST', 'reminders/', { at: '2036-01-01T00:00:00Z' }, 201],
  ['nobody', 'PATCH', `comments/${comment}/`, { text: 'чужое' }, 200],
  ['change', 'PATCH', '', { priority: 'high' }, 200], ['change', 'POST', 'complete/', undefined, 200],
  ['change', 'POST', 'uncomplete/', undefined, 200], ['change', 'POST', 'move/', { status: 'review' }, 200],
  ['change', 'POST', 'files/', FILE, 201], ['moderate', 'DELETE', `files/${file}/`, undefined, 204],
  ['moderate', 'DELETE', `comments/${comment}/`, undefined, 204],
  ['bulk', 'POST', '', me, 200],
  ['delete', 'DELETE', '', undefined, 204], ['delete', 'POST', 'restore/', undefined, 200],
];

const ask = (who, method, path, body) => (body === FILE ? who.raw(method, path, FILE) : who.send(method, path, body));

// A task of the project whose owner is changed behind the program's back: viewers make none themselves.
async function taskOf(boss, project, who, own) {
  const { id } = await boss.expect(201, 'POST', TASKS, { title: 'Ключевое слово', list: project });
  const comment = await boss.expect(201, 'POST', `${TASKS}${id}/comments/`, { text: 'руководителя' });
  const file = (await ask(boss, 'POST', `${TASKS}${id}/files/`, FILE)).json;
  const column = { creator: 'created_by', assignee: 'assigned_to' }[own];
  if (column) await house.sql(`UPDATE task SET ${column} = ? WHERE id = ?`, [who.user.id, id]);
  if (own === 'watcher') {
    await house.sql(
      'INSERT INTO task_watcher (task_id, user_id, company_id) SELECT id, ?, company_id FROM task WHERE id = ?',
      [who.user.id, id],
    );
  }
  await touched(house, [id]);
  return { id, comment: comment.id, file: file.id };
}

async function company(name) {
  const boss = await house.user({ role: 'manager', company: name });
  const people = await Promise.all(PEOPLE.map(async ([role, inProject]) => {
    const who = await house.user({ role, company: name });
    return { who, role, inProject, name: `${role}, ${inProject}` };
  }));
  const members = people.filter(({ inProject }) => inProject).map(({ who, inProject }) => (inProject === 'former'
    ? { user: who.user.id, role: 'executor', is_active: false } : { user: who.user.id, role: inProject }));
  const project = await boss.expect(201, 'POST', PROJECTS, { name: 'Закрытый', client: 'Тайный', members });
  return { boss, people, project: project.id };
}

describe('a task', () => {
  it('is seen and changed by whom the rules name, by every route', async () => {
    const { boss, people, project } = await company('Права задач');
    for (const { who, role, inProject, name } of people) {
      for (const own of OWNERSHIPS) {
        const may = rightsOf(role, inProject, own);
        const task = await taskOf(boss, project, who, own);
        const wanted = (right, status) => (!may.see ? 404 : right === 'see' || may[right] ? status : 403);
        for (const [right, method, path, body, status] of routes(task)) {
          if (path === 'restore/' && !may.delete) await boss.expect(204, 'DELETE', `${TASKS}${task.id}/`);
          const res = right === 'bulk'
            ? await who.post(`${TASKS}bulk/`, { ids: [task.id], set: { tag: 'x' } })
            : await ask(who, method, `${TASKS}${task.id}/${path}`, body);
          const right2 = right === 'bulk' ? 'change' : right;
          assert.equal(res.status, wanted(right2, status), `${name}, ${own}: ${right} ${method} ${path}`);
        }
        await boss.send('POST', `${TASKS}${task.id}/restore/`);
        await sightings(who, task.id, may.see, `${name}, ${own}`);
        await boss.expect(204, 'DELETE', `${TASKS}${task.id}/`);
      }
    }
  });

  // Lists, searches, counts and figures know of it, or of nothing.
  async function sightings(who, id, see, name) {
    for (const query of ['', 'q=ключев', 'tag=x', 'status=review&status=todo']) {
      const res = await who.get(`${TASKS}?${query}`);
      const ids = res.json.map((task) => task.id);
      if (!see) assert.deepEqual([ids, res.headers['x-total-count']], [[], '0'], `${name}: list ${query}`);
      else if (query === '') assert.deepEqual(ids, [id], `${name}: list`);
    }
    const stats = await who.expect(200, 'GET', `${TASKS}stats/`);
    assert.deepEqual([stats.total, stats.by_project.length], see ? [1, 1] : [0, 0], `${name}: figures`);
    const watch = await who.post(`${TASKS}${id}/watch/`);
    assert.equal(watch.status, see ? 200 : 404, `${name}: watch`);
    assert.equal((await who.post(`${TASKS}${id}/unwatch/`)).status, see ? 204 : 404, `${name}: unwatch`);
  }

  it('may be put into a project by those who work there', async () => {
    const { boss, people, project } = await company('Права создания');
    for (const { who, role, inProject, name } of people) {
      const may = ['manager', 'admin'].includes(role) || ['executor', 'manager'].includes(inProject);
      const sees = may || inProject === 'viewer';
      const wanted = may ? 201 : sees ? 403 : 400;
      assert.equal((await who.post(TASKS, { title: 'x', list: project })).status, wanted, `${name}: new`);
      const { id } = await who.expect(201, 'POST', TASKS, { title: 'личная' });
      const moved = may ? 200 : wanted;
      assert.equal((await who.post(`${TASKS}${id}/move/`, { list: project })).status, moved, `${name}: move`);
      const other = people.find((one) => one.role === 'member' && one.inProject === null && one.who !== who);
      if (other && !may) assert.equal((await other.who.get(`${TASKS}${id}/`)).status, 404, `${name}: personal`);
      assert.equal((await boss.get(`${TASKS}${id}/`)).status, 200, `${name}: personal, manager`);
    }
  });

  it('is nothing to candidates, strangers and visitors', async () => {
    const { boss, project } = await company('Права чужих');
    const task = await taskOf(boss, project, boss, 'none');
    const stranger = await house.user({ role: 'admin', company: 'Чужая компания' });
    const candidate = await house.user({ role: 'candidate', company: 'Права чужих' });
    for (const [, method, path, body] of routes(task)) {
      const at = path === '' && method === 'POST' ? `${TASKS}bulk/` : `${TASKS}${task.id}/${path}`;
      const sent = at.endsWith('bulk/') ? { ids: [task.id], set: { tag: 'x' } } : body;
      assert.equal((await ask(stranger, method, at, sent)).status, 404, `stranger: ${method} ${path}`);
      assert.equal((await ask(candidate, method, at, sent)).status, 403, `candidate: ${method} ${path}`);
      const nobody = await ask(house.anonymous(), method, at, sent);
      assert.equal(nobody.status, 401, `nobody: ${method} ${path}`);
    }
  });
});

describe('a project', () => {
  it('is seen by its members, changed by those who lead it, by every route', async () => {
    const { people, project } = await company('Права проектов');
    const extra = await house.user({ role: 'member', company: 'Права проектов' });
    for (const { who, role, inProject, name } of people) {
      const all = role === 'manager' || role === 'admin';
      const sees = all || ['viewer', 'executor', 'manager'].includes(inProject);
      const leads = all || inProject === 'manager';
      const at = `${PROJECTS}${project}/`;
      const { client } = (await who.get(at)).json;
      for (const [right, method, path, body, status] of [
        ['see', 'GET', at, undefined, 200], ['see', 'GET', `${at}members/`, undefined, 200],
        ['see', 'GET', `${at}stats/`, undefined, 200], ['lead', 'PATCH', at, { description: 'x' }, 200],
        ['lead', 'POST', `${at}members/`, { user: extra.user.id, role: 'viewer' }, 200],
        ['lead', 'DELETE', `${at}members/${extra.user.id}/`, undefined, 204],
      ]) {
        const wanted = !sees ? 404 : right === 'see' || leads ? status : 403;
        assert.equal((await who.send(method, path, body)).status, wanted, `${name}: ${method} ${path}`);
      }
      assert.equal((await who.expect(200, 'GET', PROJECTS)).length, sees ? 1 : 0, name);
      assert.equal((await who.expect(200, 'GET', '/api/v1/clients/')).length, sees ? 1 : 0, `${name}: clients`);
      const rename = sees && await who.patch(`/api/v1/clients/${client}/`, { name: 'Тайный' });
      if (sees) assert.equal(rename.status, all ? 200 : 403, `${name}: rename`);
      assert.equal((await who.post(PROJECTS, { name: 'Новый' })).status, all ? 201 : 403, `${name}: new`);
      assert.equal((await who.post('/api/v1/clients/', { name: 'Новый' })).status, all ? 201 : 403, `${name}: client`);
      await house.sql("DELETE FROM project WHERE name = 'Новый'");
      await house.sql("DELETE FROM client WHERE name = 'Новый'");
    }
    for (const { who, role, inProject, name } of people) {
      if (role === 'manager' || role === 'admin' || inProject === 'manager') continue;
      const sees = ['viewer', 'executor'].includes(inProject);
      assert.equal((await who.del(`${PROJECTS}${project}/`)).status, sees ? 403 : 404, `${name}: delete`);
    }
    const leader = people.find(({ inProject }) => inProject === 'manager').who;
    await leader.expect(204, 'DELETE', `${PROJECTS}${project}/`);
  });

  it('loses a member: what is assigned to them stays theirs, what they watched is gone', async () => {
    const boss = await house.user({ role: 'manager', company: 'Уход' });
    const anna = await house.user({ role: 'member', company: 'Уход' });
    const { id } = await boss.expect(201, 'POST', PROJECTS, { name: 'П', members: [{ user: anna.user.id }] });
    const make = (title, more) => boss.expect(201, 'POST', TASKS, { title, list: id, ...more });
    await make('её', { assigned_to: anna.user.id });
    const { id: watched } = await make('следила', {});
    await anna.expect(200, 'POST', `${TASKS}${watched}/watch/`);
    await boss.expect(204, 'DELETE', `${PROJECTS}${id}/members/${anna.user.id}/`);
    const seen = await anna.expect(200, 'GET', TASKS);
    assert.deepEqual(seen.map(({ title, list_name: list }) => [title, list]), [['её', 'П']]);
    await anna.expect(200, 'PATCH', `${TASKS}${seen[0].id}/`, { status: 'done' });
    await boss.expect(200, 'PATCH', `${PROJECTS}${id}/`, { members: [] });
    assert.deepEqual(await boss.expect(200, 'GET', `${PROJECTS}${id}/members/`), []);
  });

  it('has a member who is active no longer: what they watched is gone, too, and what is theirs stays', async () => {
    const boss = await house.user({ role: 'manager', company: 'Пауза' });
    const anna = await house.user({ role: 'member', company: 'Пауза' });
    const active = { user: anna.user.id, role: 'viewer' };
    const { id } = await boss.expect(201, 'POST', PROJECTS, { name: 'П', members: [active] });
    const { id: task } = await boss.expect(201, 'POST', TASKS, { title: 'следила', list: id });
    await boss.expect(201, 'POST', TASKS, { title: 'её', list: id, assigned_to: anna.user.id });
    const titles = async () => (await anna.expect(200, 'GET', TASKS)).map(({ title }) => title).sort();
    for (const [method, path, body] of [
      ['POST', `${PROJECTS}${id}/members/`, { ...active, is_active: false }],
      ['PATCH', `${PROJECTS}${id}/`, { members: [{ ...active, is_active: false }] }],
    ]) {
      await boss.expect(200, 'POST', `${PROJECTS}${id}/members/`, active);
      await anna.expect(200, 'POST', `${TASKS}${task}/watch/`);
      assert.deepEqual(await titles(), ['её', 'следила']);
      await boss.expect(200, method, path, body);
      assert.deepEqual(await titles(), ['её'], method);
      await anna.expect(404, 'GET', `${TASKS}${task}/`);
      assert.deepEqual((await boss.expect(200, 'GET', `${TASKS}${task}/`)).watchers, []);
    }
  });

  it('with tasks in it is deleted only when it is said where they go', async () => {
    const boss = await house.user({ role: 'manager', company: 'Удаление' });
    const make = (name) => boss.expect(201, 'POST', PROJECTS, { name });
    const [one, two] = [await make('Один'), await make('Два')];
    const { id } = await boss.expect(201, 'POST', TASKS, { title: 'x', list: one.id });
    const refused = await boss.del(`${PROJECTS}${one.id}/`);
    assert.deepEqual([refused.status, refused.json.code], [409, 'team.project_used']);
    for (const to of [one.id, 1e9, 'x']) {
      assert.equal((await boss.del(`${PROJECTS}${one.id}/?move_to=${to}`)).status, 400, String(to));
    }
    await boss.expect(204, 'DELETE', `${PROJECTS}${one.id}/?move_to=${two.id}`);
    assert.equal((await boss.expect(200, 'GET', `${TASKS}${id}/`)).list, two.id);
    await boss.expect(204, 'DELETE', `${PROJECTS}${two.id}/?move_to=none`);
    assert.equal((await boss.expect(200, 'GET', `${TASKS}${id}/`)).list, null);
  });

  it('has a client, known by its name', async () => {
    const boss = await house.user({ role: 'manager', company: 'Клиенты' });
    const make = (client) => boss.post(PROJECTS, { name: 'П', client });
    const [one, two] = [(await make('Вектор')).json, (await make('вектор')).json];
    assert.deepEqual([two.client, two.client_name], [one.client, 'Вектор']);
    assert.equal((await make(one.client)).json.client, one.client);
    assert.deepEqual([(await make(1e9)).status, (await make('')).status], [400, 400]);
    const used = await boss.del(`/api/v1/clients/${one.client}/`);
    assert.deepEqual([used.status, used.json.code], [409, 'team.client_used']);
    const { id } = await boss.expect(201, 'POST', '/api/v1/clients/', { name: 'Другой' });
    const taken = await boss.patch(`/api/v1/clients/${id}/`, { name: 'Вектор' });
    assert.deepEqual([taken.status, taken.json.code], [409, 'team.client_name']);
    await boss.expect(204, 'DELETE', `/api/v1/clients/${id}/`);
    const names = await boss.expect(200, 'GET', '/api/v1/clients/?q=ект');
    assert.deepEqual(names.map(({ name, projects }) => [name, projects]), [['Вектор', 3]]);
  });
});

describe('the database away', () => {
  it('is 503, and nothing is half done', async () => {
    const anna = await house.user({ role: 'member', company: 'Сбой' });
    const { id } = await anna.expect(201, 'POST', TASKS, { title: 'до' });
    await house.kill('mariadbd');
    for (const [method, path] of [['GET', TASKS], ['POST', TASKS], ['PATCH', `${TASKS}${id}/`]]) {
      assert.equal((await anna.send(method, path, method === 'GET' ? undefined : { title: 'x' })).status, 503);
    }
    await house.startDb();
    assert.deepEqual((await anna.expect(200, 'GET', TASKS)).map(({ title }) => title), ['до']);
  });
});
