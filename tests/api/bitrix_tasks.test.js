// bitrix_tasks: tasks of a Bitrix24 portal and of a project are kept alike, both ways.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { ACCOUNTS, bitrixEnv, connectBitrix, syncBitrix, syncKilledAt } from '../lib/bitrix.js';
import { startHouse } from '../lib/house.js';
import { nextOf, pagesOf } from '../lib/pages_of.js';
import { fields, problem } from '../lib/problem.js';
import { Bitrix } from '../upstreams/bitrix.js';

const API = '/api/v1/bitrix24/';
const TASKS = '/api/v1/tasks/';
const sim = new Bitrix({ people: 5 });
let house, companies = 0;
before(async () => {
  await sim.start();
  house = await startHouse({ env: bitrixEnv() });
});
after(async () => { await house?.stop(); await sim.stop(); });
afterEach(() => { sim.clear(); });

// A portal of its own in effect: another workgroup, another company.
async function mirror({ group = 100 + companies, ...more } = {}) {
  const made = await connectBitrix(house, sim, { company: `Зеркало ${++companies}` });
  const project = await made.admin.expect(201, 'POST', '/api/v1/projects/', { name: 'Подбор' });
  const mapping = await made.admin.expect(201, 'POST', `${API}projects/`, {
    account_id: made.id, project_id: project.id, group_id: group, ...more,
  });
  const there = (extra) => sim.portal.addTask({ GROUP_ID: String(group), ...extra });
  const here = (title, extra = {}) => made.admin.expect(201, 'POST', TASKS, { title, list: project.id, ...extra });
  const sync = (options) => syncBitrix(house, made.admin, made.id, 'tasks', options);
  const ours = () => house.sql(`SELECT id, title, status, description, tags, due_date, external_id, version FROM task
    WHERE list_id = ? AND deleted_at IS NULL ORDER BY id`, [project.id]);
  const theirs = () => [...sim.portal.tasks.values()].filter(({ GROUP_ID }) => GROUP_ID === String(group));
  return { ...made, project, mapping, group, there, here, sync, ours, theirs };
}

describe('what the portals\' tasks say', () => {
  it('is told to who sees the project, here and when it is not mirrored any more', async () => {
    const { admin, id, project, mapping, there, sync } = await mirror();
    there({ TITLE: 'Зарплата директора', DESCRIPTION: 'тайна' });
    await sync();
    const company = `Зеркало ${companies}`;
    const people = await Promise.all(['manager', 'recruiter', 'member'].map((role) => house.user({ role, company })));
    const [, , member] = people;
    const counts = () => Promise.all(people.map(async (one) =>
      (await one.expect(200, 'GET', `${API}tasks/?account_id=${id}`)).length));
    const mappings = () => Promise.all(people.map(async (one) => [
      (await one.expect(200, 'GET', `${API}projects/`)).length, (await one.get(`${API}projects/${mapping.id}/`)).status,
    ]));
    assert.deepEqual(await counts(), [1, 0, 0]);
    assert.deepEqual(await mappings(), [[1, 200], [0, 404], [0, 404]]);
    await admin.expect(200, 'POST', `/api/v1/projects/${project.id}/members/`, {
      user: member.user.id, role: 'viewer',
    });
    assert.deepEqual(await counts(), [1, 0, 1]);
    assert.deepEqual(await mappings(), [[1, 200], [0, 404], [1, 200]]);
    await admin.expect(200, 'DELETE', `${API}projects/${mapping.id}/`);
    assert.deepEqual(await counts(), [1, 0, 1]);
  });
});

describe('a mapping', () => {
  it('is made, changed, taken away and comes back', async () => {
    const { admin, mapping, project, id, group } = await mirror();
    assert.deepEqual(mapping.statuses, { 2: 'todo', 3: 'in_progress', 4: 'review', 5: 'done', 6: 'todo' });
    const path = `${API}projects/${mapping.id}/`;
    const statuses = { ...mapping.statuses, 4: 'in_progress' };
    assert.deepEqual((await admin.expect(200, 'PATCH', path, { statuses, fields: ['title'] })).fields, ['title']);
    const twice = await admin.post(`${API}projects/`, { account_id: id, project_id: project.id });
    problem(twice, 409, 'bitrix.mapped');
    await admin.expect(200, 'DELETE', path);
    assert.deepEqual(await admin.expect(200, 'GET', `${API}projects/`), []);
    const again = await admin.expect(201, 'POST', `${API}projects/`, {
      account_id: id, project_id: project.id, group_id: group,
    });
    assert.equal(again.id, mapping.id);
    assert.deepEqual(admin.wrong, []);
  });

  it('of an account that is switched off asks the portal nothing but in a test', async () => {
    const { admin, id, project, group } = await mirror();
    await admin.expect(200, 'PATCH', `${ACCOUNTS}${id}/`, { status: 'inactive' });
    sim.calls.length = 0;
    const event = { type: 'user', ownerId: 1, name: 'Встреча', from: '2026-12-01', to: '2026-12-01' };
    for (const [what, body] of [
      ['tasks/', { fields: { TITLE: 'Задача' } }], ['events/', { fields: event }], ['export/', {}],
      ['projects/preview/', { project_id: project.id, group_id: group }], [`accounts/${id}/sync/`, null],
    ]) {
      const sent = body ? { account_id: id, ...body } : {};
      problem(await admin.post(`${API}${what}`, sent), 409, 'service.account_inactive');
    }
    assert.deepEqual(sim.calls, []);
    await admin.expect(200, 'POST', `${ACCOUNTS}${id}/test-connection/`);
    assert.ok(sim.calls.length > 0);
  });

  it('names what is wrong with it, and is an administrator\'s', async () => {
    const { admin, id, project } = await mirror();
    const wrong = async (body) => fields(await admin.post(`${API}projects/`, body));
    assert.deepEqual(await wrong({ account_id: 999, project_id: project.id }), ['account_id:bitrix.no_account']);
    await admin.expect(400, 'POST', `${API}projects/`, { account_id: 999, project_id: project.id });
    assert.deepEqual(await wrong({ account_id: id, project_id: 9999 }), ['project_id:team.no_list']);
    assert.deepEqual(await wrong({ account_id: id, project_id: project.id, statuses: { 2: 'later' } }),
      ['statuses.2:choice']);
    assert.deepEqual(await wrong({ account_id: id, project_id: project.id, fields: ['colour'] }), ['fields:choice']);
    const recruiter = await house.user({ role: 'recruiter', company: `Зеркало ${companies}` });
    await recruiter.expect(403, 'POST', `${API}projects/`, { account_id: id, project_id: project.id });
    assert.deepEqual(await recruiter.expect(200, 'GET', `${API}projects/`), [], 'of no project that one sees');
    const stranger = await house.user({ role: 'admin', company: 'Чужие' });
    await stranger.expect(404, 'GET', `${API}projects/1/`);
  });

  it('is tried first: nothing is written', async () => {
    const { admin, id, there, ours, group } = await mirror();
    const other = await admin.expect(201, 'POST', '/api/v1/projects/', { name: 'Другой' });
    there({ TITLE: 'Звонок', STATUS: '6', TAGS: ['срочно'] });
    const { tasks } = await admin.expect(200, 'POST', `${API}projects/preview/`, {
      account_id: id, project_id: other.id, group_id: group,
    });
    assert.deepEqual(tasks.map(({ title, status, tags }) => [title, status, tags]),
      [['Звонок', 'todo', ['отложено', 'срочно']]]);
    assert.deepEqual(await ours(), []);
  });
});

describe('a sync', () => {
  it('brings tasks of both sides to the other, once', async () => {
    const { there, here, sync, ours, theirs, admin } = await mirror();
    there({ TITLE: 'Оттуда', DESCRIPTION: 'Текст', STATUS: '4', DEADLINE: Date.parse('2036-12-01T10:00:00Z') });
    await here('Отсюда', { status: 'in_progress', tags: ['java'] });
    const log = await sync();
    assert.deepEqual([log.status, log.created, log.failed], ['success', 2, 0]);
    const [own, got] = await ours();
    assert.deepEqual([own.title, got.title, got.status, got.description], ['Отсюда', 'Оттуда', 'review', 'Текст']);
    assert.equal(theirs().length, 2);
    const made = theirs().find(({ TITLE }) => TITLE === 'Отсюда');
    assert.deepEqual([made.STATUS, made.TAGS[1]], ['3', 'java']);
    assert.match(made.TAGS[0], /^hirewire-/);
    const before = [await ours(), structuredClone(theirs())];
    const second = await sync();
    assert.deepEqual([second.created, second.updated], [0, 0]);
    assert.deepEqual([await ours(), theirs()], before);
    const listed = await admin.expect(200, 'GET', `${API}tasks/`);
    assert.deepEqual(listed.map(({ fields: { title } }) => title).sort(), ['Отсюда', 'Оттуда']);
    assert.deepEqual(admin.wrong, []);
  });

  it('brings changes of fields to the other side; of two the later one holds', async () => {
    const { there, here, sync, ours, theirs, admin } = await mirror();
    const id = there({ TITLE: 'Первая' });
    await sync();
    const [task] = await ours();
    sim.portal.changeTask(id, { DESCRIPTION: 'новое там' });
    await admin.expect(200, 'PATCH', `${TASKS}${task.id}/`, { status: 'done' });
    await sync();
    assert.deepEqual([(await ours())[0].description, theirs()[0].STATUS], ['новое там', '5']);
    sim.portal.changeTask(id, { TITLE: 'там' });
    sim.portal.tasks.get(id).CHANGED_DATE = Date.now() - 60_000;
    await admin.expect(200, 'PATCH', `${TASKS}${task.id}/`, { title: 'здесь' });
    await sync();
    assert.deepEqual([(await ours())[0].title, theirs()[0].TITLE], ['здесь', 'здесь']);
    const [line] = await house.sql("SELECT data FROM audit WHERE action = 'bitrix24.conflict' AND object = ?",
      [`task:${task.id}`]);
    assert.match(JSON.stringify(line.data), /ours/);
    await here('ещё');
    assert.equal((await sync()).created, 1);
  });

  it('the last tag that is taken away here goes there, too, and does not come back', async () => {
    const { there, sync, ours, theirs, admin } = await mirror();
    there({ TITLE: 'С тегом', TAGS: ['срочно'] });
    await sync();
    const [task] = await ours();
    await admin.expect(200, 'PATCH', `${TASKS}${task.id}/`, { tags: [] });
    for (let n = 0; n < 2; n++) await sync({ full: true });
    assert.deepEqual([JSON.parse((await ours())[0].tags), theirs()[0].TAGS], [[], []]);
  });

  it('a status that the portal has not stays here, and comes not back', async () => {
    const { there, sync, ours, theirs, admin } = await mirror();
    there({ TITLE: 'Отменят' });
    await sync();
    const [task] = await ours();
    await admin.expect(200, 'PATCH', `${TASKS}${task.id}/`, { status: 'cancelled' });
    await sync();
    await sync({ full: true });
    assert.deepEqual([(await ours())[0].status, theirs()[0].STATUS], ['cancelled', '2']);
  });

  it('what was deleted there goes to the bin after all was read; what was deleted here stays there', async () => {
    const { there, here, sync, ours, theirs, admin } = await mirror();
    const gone = there({ TITLE: 'Удалят там' });
    await here('Удалят здесь');
    await sync();
    const mine = (await ours()).find(({ title }) => title === 'Удалят здесь');
    sim.portal.tasks.delete(gone);
    await admin.expect(204, 'DELETE', `${TASKS}${mine.id}/`);
    await sync({ full: true });
    assert.deepEqual(await ours(), []);
    assert.deepEqual(theirs().map(({ TITLE }) => TITLE), ['Удалят здесь']);
    await sync({ full: true });
    assert.deepEqual([await ours(), theirs().length], [[], 1]);
  });

  it('many that are not shown any more stay, until a person asks for a full sync', async () => {
    const { there, sync, ours, mapping, admin, id } = await mirror();
    const all = Array.from({ length: 5 }, (_, n) => there({ TITLE: `Не видно ${n}` }));
    await sync({ full: true });
    for (const one of all) sim.portal.tasks.delete(one);
    await house.sql('UPDATE bitrix_project SET whole_at = NULL, since = NULL WHERE id = ?', [mapping.id]);
    await sync();
    assert.equal((await ours()).length, 5);
    const [log] = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/sync-logs/`);
    const [{ code, detail }] = log.metadata.failures;
    assert.deepEqual([log.status, code], ['partial', 'bitrix.many_gone']);
    assert.match(detail, /не показывает задач: 5\. Они оставлены здесь/);
    await sync({ full: true });
    assert.deepEqual(await ours(), []);
  });

  it('an answer that is lost makes nothing twice', async () => {
    const { there, here, sync, ours, theirs } = await mirror();
    for (let n = 0; n < 3; n++) { there({ TITLE: `там ${n}` }); await here(`здесь ${n}`); }
    for (let skip = 0; skip < 4; skip++) sim.fault('drop_after', { skip, path: '.' });
    for (let n = 0; n < 6; n++) await sync();
    const names = (list) => list.map((task) => task.title ?? task.TITLE).sort();
    const all = ['здесь 0', 'здесь 1', 'здесь 2', 'там 0', 'там 1', 'там 2'];
    assert.deepEqual([names(await ours()), names(theirs())], [all, all]);
  });

  it('a portal that carries a lost request out late makes none twice; one that never does gets another', async () => {
    const { here, sync, theirs } = await mirror();
    const aged = () => house.sql('UPDATE bitrix_task SET sent_at = sent_at - INTERVAL 1 HOUR');
    await here('поздняя');
    sim.fault('late', { method: 'batch', delay_ms: 60_000 });
    await sync();
    assert.equal((await sync()).created, 0);
    assert.deepEqual(theirs(), []);
    sim.clockMs += 61_000;
    assert.equal((await sync()).created, 0);
    assert.deepEqual(theirs().map(({ TITLE }) => TITLE), ['поздняя']);
    await here('пропавшая');
    sim.fault('drop_before', { method: 'batch' });
    for (let n = 0; n < 3; n++) await sync();
    assert.equal(theirs().length, 1);
    await aged();
    await sync();
    assert.deepEqual(theirs().map(({ TITLE }) => TITLE), ['поздняя', 'пропавшая']);
    sim.clockMs = 0;
  });

  it('killed at any call goes on: none is doubled, none is lost', async () => {
    const { there, here, ours, theirs, id, sync } = await mirror();
    const names = (list) => list.map((task) => task.title ?? task.TITLE).sort();
    const all = [];
    for (const lost of [false, true]) {
      let at = 0, calls;
      do {
        for (let n = 0; n < 3; n++) {
          there({ TITLE: `там ${at} ${n} ${lost}` });
          await here(`здесь ${at} ${n} ${lost}`);
          all.push(`там ${at} ${n} ${lost}`, `здесь ${at} ${n} ${lost}`);
        }
        at++;
        calls = await syncKilledAt(house, sim, id, at, { lost });
        await house.sql('UPDATE bitrix_task SET sent_at = sent_at - INTERVAL 1 HOUR');
        await house.sql("UPDATE sync_run SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'running'");
        assert.equal((await house.run('tick', ['accounts'])).code, 0);
      } while (calls >= at);
      assert.ok(at > 3, 'it was killed at the page, at the profile and at the batch');
    }
    await sync({ full: true });
    assert.deepEqual([names(await ours()), names(theirs())], [all.sort(), all]);
  });

  it('are listed page by page, by key: what comes meanwhile moves none of them', async () => {
    const { admin, there, sync, id } = await mirror();
    const made = Array.from({ length: 5 }, (_, n) => there({ TITLE: `по порядку ${n}` }));
    await sync();
    const all = (await admin.expect(200, 'GET', `${API}tasks/?account_id=${id}`)).map((one) => one.id);
    assert.deepEqual([...all].sort(), made.map(Number).sort());
    const first = await admin.get(`${API}tasks/?account_id=${id}&page_size=2`);
    there({ TITLE: 'пришла потом' });
    await sync();
    const rest = await pagesOf(admin, nextOf(first));
    assert.deepEqual([first.json, ...rest].flat().map((one) => one.id), all);
  });

  it('one that cannot be taken does not hold up the others', async () => {
    const { here, sync, theirs } = await mirror();
    await here('а'); await here('б');
    sim.portal.users.delete('1');
    const log = await sync();
    sim.portal.addUser(0);
    assert.deepEqual([log.status, theirs().length], ['partial', 0]);
    assert.equal((await sync()).status, 'success');
    assert.equal(theirs().length, 2);
  });
});

describe('POST tasks', () => {
  it('makes one there, in its own names, once', async () => {
    const { admin, id } = await mirror();
    const before = sim.portal.tasks.size;
    sim.fault('drop_after', { method: 'tasks.task.add' });
    const made = await admin.expect(201, 'POST', `${API}tasks/`, {
      account_id: id, fields: { TITLE: 'Позвонить', RESPONSIBLE_ID: 3, TAGS: ['срочно'] },
    });
    assert.equal(sim.portal.tasks.size, before + 1);
    const task = sim.portal.tasks.get(String(made.id));
    assert.deepEqual([task.TITLE, task.RESPONSIBLE_ID, task.TAGS[0]], ['Позвонить', '3', 'срочно']);
    const keyed = { account_id: id, fields: { TITLE: 'По ключу', RESPONSIBLE_ID: 3 }, key: 'call-7' };
    const [one, two] = [await admin.expect(201, 'POST', `${API}tasks/`, keyed),
      await admin.expect(201, 'POST', `${API}tasks/`, keyed)];
    assert.deepEqual([two.id, sim.portal.tasks.size], [one.id, before + 2]);
    const four = await Promise.all([1, 2, 3, 4].map(() =>
      admin.expect(201, 'POST', `${API}tasks/`, { ...keyed, key: 'call-8' })));
    assert.deepEqual([new Set(four.map((made) => made.id)).size, sim.portal.tasks.size], [1, before + 3]);
    assert.deepEqual(fields(await admin.post(`${API}tasks/`, { account_id: id, fields: {} })),
      ['fields.TITLE:required']);
    await admin.expect(404, 'POST', `${API}tasks/`, { account_id: 9999, fields: { TITLE: 'А' } });
    problem(await admin.post(`${API}tasks/`, {
      account_id: id, fields: { TITLE: 'А', RESPONSIBLE_ID: 999 },
    }), 400, 'bitrix.refused');
    const member = await house.user({ role: 'member', company: `Зеркало ${companies}` });
    await member.expect(403, 'POST', `${API}tasks/`, { account_id: id, fields: { TITLE: 'А' } });
    assert.deepEqual(admin.wrong, []);
  });
});

it('the account names what it can sync', async () => {
  const { admin, id } = await mirror();
  await admin.expect(400, 'POST', `${ACCOUNTS}${id}/sync/`, { what: 'deals' });
});
