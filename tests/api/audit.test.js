// audit: the admins' list of who did what, who came in and who was refused.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';

const PATH = '/api/v1/admin/audit';
const PASSWORD = 'верный пароль 42';

let house;
before(async () => { house = await startHouse(); });
after(() => house.stop());

let made = 0;
async function company() {
  const name = `Аудит ${++made}`;
  const admin = await house.user({ role: 'admin', company: name });
  const member = await house.user({ role: 'member', company: name, name: 'Ольга Рядовая' });
  return { admin, member, name };
}
const lines = async (admin, query = '') => (await admin.expect(200, 'GET', `${PATH}?page_size=100${query}`));
const actions = async (admin, query) => (await lines(admin, query)).map(({ action }) => action);
const faults = (res) => res.json.errors.map(({ field, code }) => `${field}:${code}`);

describe('the audit', () => {
  test('tells admins, and nobody else, what their company did', async () => {
    const { admin, member } = await company();
    const other = await company();
    const [line] = await lines(admin, `&user_id=${member.user.id}&action=login.link`);
    assert.deepEqual(line.user, { id: member.user.id, email: member.user.email, name: 'Ольга Рядовая' });
    assert.equal(line.address, '127.0.0.1');
    assert.equal(line.object, member.user.email);
    assert.equal(line.data, null);
    assert.equal((await member.get(PATH)).status, 403);
    assert.equal((await house.anonymous().get(PATH)).status, 401);
    assert.ok((await lines(admin)).every(({ user }) => user?.id !== other.admin.user.id));
  });

  test('names what was made: its number and what people call it', async () => {
    const { admin } = await company();
    const { id } = await admin.expect(201, 'POST', '/api/v1/tokens', { name: 'Выгрузка', scopes: ['read'] });
    await admin.expect(204, 'DELETE', `/api/v1/tokens/${id}`);
    assert.deepEqual(
      (await lines(admin, '&action=token')).map(({ action, object, data }) => [action, object, data]),
      [['token.revoke', String(id), null], ['token.create', String(id), { name: 'Выгрузка' }]],
    );
  });

  test('holds sign-ins that failed, and those held up', async () => {
    const { admin, member } = await company();
    await member.expect(200, 'PATCH', '/api/v1/profile', { new_password: PASSWORD });
    const guess = () => house.anonymous().post('/api/v1/auth/login', { email: member.user.email, password: 'не тот' });
    for (let n = 0; n < 8; n++) await guess();
    assert.equal((await guess()).status, 429);
    const seen = await actions(admin, `&user_id=${member.user.id}&action=login`);
    assert.ok(seen.filter((one) => one === 'login.failed').length >= 5, String(seen));
    assert.ok(seen.includes('login.throttled'), String(seen));
  });

  test('holds what a signed-in person was refused', async () => {
    const { admin, member } = await company();
    const reader = await member.token({ scopes: ['read'] });
    await member.expect(403, 'GET', '/api/v1/users');
    await reader.expect(403, 'PATCH', '/api/v1/profile', { name: 'x' });
    await member.token().then((writer) => writer.expect(403, 'POST', '/api/v1/tokens', { name: 'x' }));
    assert.equal(
      (await member.raw('PATCH', '/api/v1/profile', {
        headers: { 'X-CSRF-Token': 'x', 'Content-Type': 'application/json' }, body: '{}',
      })).status,
      403,
    );
    assert.equal(
      (await member.raw('PATCH', '/api/v1/profile', {
        headers: { Origin: 'https://other.test', 'Content-Type': 'application/json' }, body: '{}',
      })).status,
      403,
    );
    const refused = await lines(admin, '&action=refused');
    assert.deepEqual(refused.map(({ action, object }) => [action, object]), [
      ['refused.origin', 'PATCH /api/v1/profile'],
      ['refused.csrf', 'PATCH /api/v1/profile'],
      ['refused.session_only', 'POST /api/v1/tokens'],
      ['refused.scope', 'PATCH /api/v1/profile'],
      ['refused.role', 'GET /api/v1/users'],
    ]);
    assert.ok(refused.every(({ user }) => user.id === member.user.id));
  });

  test('is not to be filled by one who is refused', async () => {
    const { admin, member } = await company();
    for (let n = 0; n < 13; n++)
      await Promise.all(Array.from({ length: 10 }, () => member.expect(403, 'GET', '/api/v1/users')));
    const [{ n }] = await house.sql(
      "SELECT COUNT(*) AS n FROM audit WHERE user_id = ? AND action = 'refused.role'", [member.user.id],
    );
    assert.ok(n >= 120 && n < 130, String(n));
    assert.equal((await admin.get(`${PATH}?page_size=1&action=refused`)).headers['x-total-count'], String(n));
  });

  test('holds no secrets', async () => {
    const { admin } = await company();
    await admin.expect(200, 'PATCH', '/api/v1/profile', { new_password: PASSWORD });
    await admin.expect(200, 'PATCH', '/api/v1/security', {
      session_max_days: 80, current_password: PASSWORD, code: '123456',
    });
    await admin.expect(200, 'PATCH', '/api/v1/profile', { clickup_api_key: 'pk_12345_ABCDEFGHIJKLMNOP7788' });
    const text = JSON.stringify(await lines(admin));
    for (const secret of [PASSWORD, '123456', 'ABCDEFGH']) assert.ok(!text.includes(secret), secret);
    assert.ok(text.includes('session_max_days'));
  });

  test('is paged, and found by day', async () => {
    const { admin, member } = await company();
    for (let n = 0; n < 5; n++) await member.expect(403, 'GET', '/api/v1/users');
    await house.sql(
      "UPDATE audit SET created_at = '2026-01-15 22:30:00' WHERE user_id = ? ORDER BY id LIMIT 1", [member.user.id],
    );
    await house.sql("UPDATE user SET time_zone = 'Europe/Minsk' WHERE id = ?", [admin.user.id]);
    const old = await lines(admin, '&from=2026-01-16&to=2026-01-16');
    assert.deepEqual(old.map(({ created_at: at }) => at), ['2026-01-15T22:30:00.000Z']);
    assert.deepEqual(await lines(admin, '&to=2026-01-15'), []);
    const all = (await lines(admin)).map(({ id }) => id);
    const seen = [];
    for (let next = `${PATH}?page_size=3`; next;) {
      const page = await admin.get(next);
      seen.push(...page.json.map(({ id }) => id));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.link ?? '')?.[1];
    }
    assert.deepEqual(seen, all);
  });

  test('names what is wrong with a question', async () => {
    const { admin } = await company();
    for (const [query, fault] of [
      ['from=x', 'from:format'], ['from=2026-02-02&to=2026-02-01', 'to:order'], ['user_id=x', 'user_id:type'],
      ['who=1', 'who:unknown'],
      ['via=x', 'via:choice'], [`object=${'a'.repeat(121)}`, 'object:length'],
      ['page=2', 'page:choice'], ['after=x', 'after:cursor'], ['after=0.1', 'after:cursor'],
      [`action=${'a'.repeat(61)}`, 'action:length'],
    ]) {
      const res = await admin.get(`${PATH}?${query}`);
      assert.equal(res.status, 400, query);
      assert.deepEqual(faults(res), [fault], query);
    }
  });

  test('ends with its age', async () => {
    const { admin, member } = await company();
    await house.sql('UPDATE audit SET created_at = NOW(3) - INTERVAL 366 DAY WHERE user_id = ?', [member.user.id]);
    await house.run('tick', ['expire']);
    assert.deepEqual(await lines(admin, `&user_id=${member.user.id}`), []);
    assert.notEqual((await lines(admin)).length, 0);
  });
});

describe('what became of tasks and projects', () => {
  const own = async () => {
    const { admin, member, name } = await company();
    const project = await admin.expect(201, 'POST', '/api/v1/projects/', { name: 'Нова: Java' });
    const task = await admin.expect(201, 'POST', '/api/v1/tasks/', { title: 'Позвонить', list: project.id });
    const script = await admin.token();
    await script.expect(200, 'PATCH', `/api/v1/tasks/${task.id}/`, { title: 'Перезвонить', priority: 'high' });
    await admin.expect(200, 'PATCH', `/api/v1/users/${member.user.id}`, { role: 'recruiter' });
    return { admin: watched(admin), member, project, task, name };
  };

  test('stands in the same list: who, when, from where, before and after', async () => {
    const { admin, member, project, task } = await own();
    const [user, changed, made, joined, founded] =
      (await lines(admin)).filter(({ action }) => !/^login|^token/.test(action));
    assert.deepEqual([user.action, user.object, user.via, user.before, user.after], [
      'user.change', member.user.email, 'page', { name: 'Ольга Рядовая', role: 'member', active: true },
      { name: 'Ольга Рядовая', role: 'recruiter', active: true },
    ]);
    assert.deepEqual([changed.action, changed.object, changed.via, changed.before, changed.after, changed.user.id], [
      'team_task.change', `task ${task.id}`, 'api', { title: 'Позвонить', priority: 'normal' },
      { title: 'Перезвонить', priority: 'high' }, admin.user.id,
    ]);
    assert.deepEqual(changed.link,
      { kind: 'task', id: task.id, title: 'Перезвонить', href: `/tasks/${task.id}/` });
    assert.deepEqual([made.action, joined.action, founded.action, founded.link.href],
      ['team_task.create', 'project.member.add', 'project.create', `/projects/${project.id}/`]);
    assert.deepEqual(admin.wrong, []);
  });

  test('is found by person, action, way and thing, each alone and together', async () => {
    const { admin, member, project, task } = await own();
    const other = await own();
    const found = async (query) => (await lines(admin, query)).map(({ action }) => action);
    assert.deepEqual(await found('&action=team_task'), ['team_task.change', 'team_task.create']);
    assert.deepEqual(await found('&action=team_task.change'), ['team_task.change']);
    assert.deepEqual(await found('&action=team_tas'), []);
    assert.deepEqual(await found('&action=project'), ['project.member.add', 'project.create']);
    assert.deepEqual(await found('&via=api'), ['team_task.change']);
    assert.deepEqual(await found('&via=bot'), []);
    assert.deepEqual(await found(`&object=task%20${task.id}`), ['team_task.change', 'team_task.create']);
    assert.deepEqual(await found(`&object=task%20${task.id}&via=page&action=team_task`), ['team_task.create']);
    assert.deepEqual(await found(`&object=project%20${project.id}`), ['project.member.add', 'project.create']);
    assert.deepEqual(await found(`&object=task%20${other.task.id}`), [], 'of another company');
    assert.deepEqual((await lines(other.admin, `&object=task%20${task.id}`)), []);
    const changed = await found(`&object=${encodeURIComponent(member.user.email)}&action=user.change`);
    assert.deepEqual(changed, ['user.change']);
    assert.deepEqual(await found(`&user_id=${member.user.id}&action=team_task`), []);
    assert.deepEqual(
      await found(`&user_id=${admin.user.id}&action=team_task&via=api`), ['team_task.change'],
    );
    for (const object of ['task%20', 'task%200', 'task%20x', 'task%2099999999999999999999', '%25', "'"]) {
      assert.deepEqual(await found(`&object=${object}`), [], object);
    }
  });

  test('is paged with the rest, without gap or double, though all have one moment', async () => {
    const { admin } = await own();
    for (const table of ['audit', 'task_history', 'project_history']) {
      await house.sql(
        `UPDATE ${table} SET created_at = '2026-02-01 10:00:00' WHERE company_id = ?`, [admin.user.company.id],
      );
    }
    const key = ({ action, object, id }) => `${id} ${action} ${object}`;
    const all = (await lines(admin)).map(key);
    assert.ok(new Set(all).size === all.length && all.length >= 6, String(all));
    const seen = [];
    for (let next = `${PATH}?page_size=1`; next;) {
      const page = await admin.get(next);
      assert.equal(page.headers['x-total-count'], String(all.length));
      seen.push(...page.json.map(key));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.link ?? '')?.[1];
    }
    assert.deepEqual(seen, all);
  });

  test('comes as a table, whose cells are no formulas', async () => {
    const { admin } = await own();
    await admin.expect(201, 'POST', '/api/v1/tasks/', { title: '=HYPERLINK("http://evil.test")' });
    const res = await admin.get(`${PATH}/csv?action=team_task&separator=semicolon`);
    assert.equal(res.status, 200, res.text);
    assert.match(res.headers['content-disposition'], /audit\.csv/);
    const rows = res.text.replace(/^\ufeff/, '').trimEnd().split('\r\n');
    assert.deepEqual(rows[0].split(';').slice(0, 6), ['Когда', 'Кто', 'Почта', 'Откуда', 'Действие', 'С чем']);
    assert.equal(rows.length, 4);
    assert.match(rows[1], /;team_task\.create;/);
    assert.match(rows[1], /"'=HYPERLINK/);
    assert.equal((await admin.get(`${PATH}/csv?separator=x`)).status, 400);
    assert.equal((await admin.get(`${PATH}/csv?page_size=1`)).status, 400);
    const manager = await house.user({ role: 'manager', company: 'Аудит 1' });
    assert.equal((await manager.get(`${PATH}/csv`)).status, 403);
    assert.deepEqual(admin.wrong, []);
  });

  test('of many lines comes in pieces, all of them', async () => {
    const { admin, name } = await company();
    await house.sql(`INSERT INTO audit (company_id, user_id, action, object) SELECT ?, ?, 'many', seq
      FROM seq_1_to_1234`, [admin.user.company.id, admin.user.id]);
    const rows = (await admin.get(`${PATH}/csv?action=many`)).text.trimEnd().split('\r\n');
    assert.equal(new Set(rows).size, 1235, name);
  });
});

describe('where there is one company alone', () => {
  test('its admin sees the sign-ins with unknown e-mails, without these', async () => {
    const one = await startHouse();
    try {
      await one.sql('UPDATE user SET company_id = (SELECT MIN(id) FROM company)');
      await one.sql('DELETE FROM company WHERE id <> (SELECT k.id FROM (SELECT MIN(id) AS id FROM company) k)');
      const [{ name }] = await one.sql('SELECT name FROM company');
      const admin = await one.user({ role: 'admin', company: name });
      await one.anonymous().post('/api/v1/auth/login', { email: 'nobody@nowhere.test', password: 'не тот пароль' });
      const [line] = await admin.expect(200, 'GET', `${PATH}?action=login.failed`);
      assert.equal(line.user, null);
      assert.equal(line.object, '');
    } finally {
      await one.stop();
    }
  });
});
