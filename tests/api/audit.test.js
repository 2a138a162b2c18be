// audit: the admins' list of who did what, who came in and who was refused.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';

const PATH = '/api/v1/audit';
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
      ['page=2', 'page:choice'], ['after=x', 'after:cursor'], [`action=${'a'.repeat(61)}`, 'action:length'],
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
