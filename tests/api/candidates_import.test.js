// candidates_import: a candidate becomes a user with the role candidate: once, invited later, never a colleague.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from '../lib/client.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';

const API = '/api/v1/candidates';
const IMPORT = '/api/integrations/import-candidate';

let house;
let me, admin, other, add;
before(async () => {
  house = await startHouse();
  me = watched(await house.user({ role: 'recruiter', company: 'Nova', name: 'Мария Лебедева' }));
  admin = await house.user({ role: 'admin', company: 'Nova' });
  other = await house.user({ role: 'recruiter', company: 'Другая' });
  add = async (more) => {
    const { json } = await me.send('POST', API, more);
    assert.ok(json.id, JSON.stringify(json));
    return { ...json, source: json.sources[0].id };
  };
});
after(() => house?.stop());

const users = async () => (await admin.expect(200, 'GET', '/api/v1/users?page_size=100'));

describe('an import', () => {
  it('makes one user, whatever source is named and however many ask', async () => {
    const one = await add({ first_name: 'Анна', last_name: 'Ковалёва', email: 'anna@nova.by' });
    const two = await add({ last_name: 'Ковалёва', email: 'anna@nova.by', phone: '+375 29 1112233' });
    const before = (await users()).length;
    const asked = await Promise.all(two.sources.concat(two.sources, two.sources).map(({ id }) =>
      me.send('POST', IMPORT, { external_candidate_id: id, import_notes: 'Сильный кандидат' })));
    assert.deepEqual(asked.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 201]);
    assert.equal(new Set(asked.map(({ json }) => json.id)).size, 1);
    const { json: first } = asked[0];
    assert.deepEqual([first.candidate_id, first.import_notes, first.imported_by_name, first.invited_at],
      [one.id, 'Сильный кандидат', 'Мария Лебедева', null]);
    const all = await users();
    assert.equal(all.length, before + 1);
    const made = all.find(({ id }) => id === first.internal_user_id);
    assert.deepEqual([made.name, made.email], ['Ковалёва Анна', 'anna@nova.by']);
    assert.deepEqual([made.role, made.active], ['candidate', false]);
    const seen = await me.expect(200, 'GET', `${API}/${one.id}`);
    assert.deepEqual([seen.is_imported, seen.internal_user_id, seen.import.id], [true, made.id, first.id]);
    assert.deepEqual((await me.expect(200, 'GET', `${API}/?imported=true`)).map(({ id }) => id), [one.id]);
    assert.deepEqual(me.wrong, []);
  });

  it('needs no e-mail', async () => {
    const { source } = await add({ last_name: 'Безпочтов', phone: '+375 29 7770001' });
    const made = await me.expect(201, 'POST', IMPORT, { external_candidate_id: source });
    const user = (await users()).find(({ id }) => id === made.internal_user_id);
    assert.deepEqual([user.email, user.active], ['', false]);
    assert.equal((await me.expect(409, 'POST', `${API}/${made.candidate_id}/invite`, {})).code, 'candidate.no_email');
    await me.expect(201, 'POST', IMPORT, { external_candidate_id: (await add({ last_name: 'Второй' })).source });
    assert.deepEqual(me.wrong, []);
  });

  it('leaves a colleague what they are and says so', async () => {
    const igor = await house.user({ role: 'manager', company: 'Nova', name: 'Игорь Соколов' });
    const { id, source } = await add({ last_name: 'Двойник', email: igor.user.email });
    const refused = await me.expect(409, 'POST', IMPORT, { external_candidate_id: source });
    assert.equal(refused.code, 'candidate.colleague');
    assert.match(refused.detail, /Игорь Соколов/);
    const all = await users();
    assert.deepEqual(all.filter(({ email }) => email === igor.user.email).map(({ role }) => role), ['manager']);
    assert.equal((await me.expect(200, 'GET', `${API}/${id}`)).is_imported, false);
    await me.expect(200, 'PATCH', `${API}/${id}`, { email: '' });
    await me.expect(201, 'POST', IMPORT, { external_candidate_id: source });
  });

  it('tells nothing of another company', async () => {
    const { source } = await add({ last_name: 'Общий', email: other.user.email });
    const made = await me.expect(201, 'POST', IMPORT, { external_candidate_id: source });
    assert.equal((await users()).find(({ id }) => id === made.internal_user_id).email, '');
    await other.expect(404, 'POST', IMPORT, { external_candidate_id: source });
  });

  it('takes over a candidate whom an admin has made', async () => {
    const who = { email: 'ready@nova.by', name: 'Готов', role: 'candidate' };
    const user = await admin.expect(201, 'POST', '/api/v1/users', who);
    const { source } = await add({ last_name: 'Готов', email: 'ready@nova.by' });
    const made = await me.expect(201, 'POST', IMPORT, { external_candidate_id: source });
    assert.equal(made.internal_user_id, user.id);
  });

  it('is refused of those who are not to be contacted', async () => {
    const { id, source } = await add({ last_name: 'Нельзя' });
    await me.expect(200, 'PATCH', `${API}/${id}`, { state: 'do_not_contact' });
    assert.equal((await me.expect(409, 'POST', IMPORT, { external_candidate_id: source })).code, 'candidate.forbidden');
  });

  it('invites none of those who are not to be contacted', async () => {
    for (const state of ['do_not_contact', 'blacklist']) {
      const { id, source } = await add({ last_name: 'Просил', email: `${state}@nova.by` });
      await me.expect(201, 'POST', IMPORT, { external_candidate_id: source });
      await me.expect(200, 'PATCH', `${API}/${id}`, { state });
      assert.equal((await me.expect(409, 'POST', `${API}/${id}/invite`)).code, 'candidate.forbidden');
      await me.expect(200, 'PATCH', `${API}/${id}`, { state: 'new' });
      await me.expect(200, 'POST', `${API}/${id}/invite`);
    }
  });

  it('makes one task in a project', async () => {
    const members = [{ user: me.user.id, role: 'executor' }];
    const project = await admin.expect(201, 'POST', '/api/v1/projects/', { name: 'Нова: C', members });
    const { id, source } = await add({ last_name: 'Задачин', first_name: 'Олег' });
    const ask = { external_candidate_id: source, project_id: project.id };
    const made = await me.expect(201, 'POST', IMPORT, ask);
    assert.ok(made.task_id);
    assert.equal((await me.expect(200, 'POST', IMPORT, ask)).task_id, made.task_id);
    const task = await me.expect(200, 'GET', `/api/v1/tasks/${made.task_id}`);
    assert.deepEqual([task.title, task.list], ['Задачин Олег', project.id]);
    assert.deepEqual(task.link, {
      kind: 'candidate', id: String(id), title: 'Задачин Олег', href: `/candidates/${id}/`, reachable: true,
    });
    const member = await house.user({ role: 'member', company: 'Nova' });
    await admin.expect(200, 'PATCH', `/api/v1/tasks/${made.task_id}`, { assigned_to: member.user.id });
    assert.equal((await member.expect(200, 'GET', `/api/v1/tasks/${made.task_id}`)).link.reachable, false);
    const next = await add({ last_name: 'Никуда' });
    const { json, status } = await me.send('POST', IMPORT, { external_candidate_id: next.source, project_id: 999999 });
    assert.deepEqual([status, json.errors[0].field], [400, 'project_id']);
    assert.equal((await me.expect(200, 'GET', `${API}/${next.id}`)).is_imported, false);
  });

  it('keeps two users apart', async () => {
    const [a, b] = [await add({ last_name: 'Первый' }), await add({ last_name: 'Последний' })];
    await me.expect(201, 'POST', IMPORT, { external_candidate_id: a.source });
    const joined = await me.expect(200, 'POST', `${API}/join`, { ids: [b.id, a.id] });
    assert.equal(joined.id, a.id);
    await me.expect(200, 'POST', `${API}/joins/${joined.joins[0].id}/undo`);
    await me.expect(201, 'POST', IMPORT, { external_candidate_id: b.source });
    assert.equal((await me.expect(409, 'POST', `${API}/join`, { ids: [a.id, b.id] })).code, 'candidate.two_users');
  });

  it('names what is wrong', async () => {
    const field = async (body) => {
      const { json, status } = await me.send('POST', IMPORT, body);
      assert.equal(status, 400, JSON.stringify(json));
      return `${json.errors[0].field} ${json.errors[0].code}`;
    };
    assert.equal(await field({}), 'external_candidate_id required');
    assert.equal(await field({ external_candidate_id: 'x' }), 'external_candidate_id type');
    assert.equal(await field({ external_candidate_id: 1, colour: 1 }), 'colour unknown');
    assert.equal(await field({ external_candidate_id: 1, vacancy_id: 5 }), 'account_id required');
    assert.equal(await field({ external_candidate_id: 1, import_notes: 'x'.repeat(5001) }), 'import_notes length');
    await me.expect(404, 'POST', IMPORT, { external_candidate_id: 999999999 });
    const member = await house.user({ role: 'member', company: 'Nova' });
    await member.expect(403, 'POST', IMPORT, { external_candidate_id: 1 });
  });
});

describe('an import that is undone', () => {
  const undo = (made, status) => me.expect(status, 'POST', `${API}/imports/${made.id}/undo`);

  it('leaves nothing of the user, and may be made again', async () => {
    const { source, id } = await add({ last_name: 'Отменин', email: 'undo@nova.by' });
    const made = await me.expect(201, 'POST', IMPORT, { external_candidate_id: source });
    await other.expect(404, 'POST', `${API}/imports/${made.id}/undo`);
    const one = await undo(made, 200);
    assert.deepEqual([one.id, one.is_imported, one.internal_user_id, one.import], [id, false, null, null]);
    assert.equal(one.history[0].action, 'import.undo');
    assert.ok(!(await users()).some((user) => user.id === made.internal_user_id));
    assert.deepEqual((await me.expect(200, 'GET', `${API}/?imported=false&q=undo@nova.by`)).map((row) => row.id), [id]);
    await undo(made, 404);
    const again = await me.expect(201, 'POST', IMPORT, { external_candidate_id: source });
    assert.equal((await users()).find((user) => user.id === again.internal_user_id).email, 'undo@nova.by');
    assert.deepEqual(me.wrong, []);
  });

  it('keeps a user who was there before', async () => {
    const who = { email: 'before@nova.by', name: 'Раньше', role: 'candidate' };
    const user = await admin.expect(201, 'POST', '/api/v1/users', who);
    const { source } = await add({ last_name: 'Раньше', email: 'before@nova.by' });
    await undo(await me.expect(201, 'POST', IMPORT, { external_candidate_id: source }), 200);
    assert.ok((await users()).some(({ id }) => id === user.id));
  });

  it('is refused with the reason: invited, with a task, with work', async () => {
    const refused = async (made) => (await undo(made, 409)).code;
    const guest = await add({ last_name: 'Званый', email: 'called@nova.by' });
    const invited = await me.expect(201, 'POST', IMPORT, { external_candidate_id: guest.source });
    await me.expect(200, 'POST', `${API}/${guest.id}/invite`, {});
    assert.equal(await refused(invited), 'candidate.import_invited');

    const members = [{ user: me.user.id, role: 'executor' }];
    const project = await admin.expect(201, 'POST', '/api/v1/projects/', { name: 'Нова: D', members });
    const { source } = await add({ last_name: 'Задачный' });
    const made = await me.expect(201, 'POST', IMPORT, { external_candidate_id: source, project_id: project.id });
    assert.equal(await refused(made), 'candidate.import_task');
    await me.expect(204, 'DELETE', `/api/v1/tasks/${made.task_id}/`);
    await house.sql('INSERT INTO project_member (project_id, user_id, company_id) SELECT ?, id, company_id FROM user '
      + 'WHERE id = ?', [project.id, made.internal_user_id]);
    assert.equal(await refused(made), 'candidate.import_work');
    await house.sql('DELETE FROM project_member WHERE user_id = ?', [made.internal_user_id]);
    await undo(made, 200);
  });
});

describe('an imported candidate', () => {
  it('comes in by an invitation, not before', async () => {
    const { id, source } = await add({ last_name: 'Гостев', email: 'guest@nova.by' });
    assert.equal((await me.expect(409, 'POST', `${API}/${id}/invite`, {})).code, 'candidate.not_imported');
    const made = await me.expect(201, 'POST', IMPORT, { external_candidate_id: source });
    assert.equal((await admin.expect(409, 'POST', `/api/v1/users/${made.internal_user_id}/login-link`)).code,
      'account.user_inactive');
    const { login_link: link } = await me.expect(200, 'POST', `${API}/${id}/invite`, {});
    const guest = await new Client(house).signIn(link.split('#')[1]);
    assert.equal((await guest.get('/api/v1/auth/me')).json.user.role, 'candidate');
    await guest.expect(403, 'GET', `${API}/`);
    assert.ok((await me.expect(200, 'GET', `${API}/${id}`)).import.invited_at);
  });
});
