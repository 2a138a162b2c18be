// admin: what admins see of their house and their people: room and versions, sessions, keys.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';

const ADMIN = '/api/v1/admin/';
let house, keeper, admin, anna;
before(async () => {
  house = await startHouse();
  const [{ name }] = await house.sql('SELECT name FROM company ORDER BY id LIMIT 1');
  keeper = watched(await house.user({ role: 'admin', company: name }));
  admin = watched(await house.user({ role: 'admin', company: 'Вторая' }));
  anna = await house.user({ role: 'member', company: 'Вторая', name: 'Анна' });
});
after(() => house?.stop());

describe('room and versions', () => {
  it('of the house are told to the admins of the company that keeps it', async () => {
    const { version, schema, house: figures } = await keeper.expect(200, 'GET', `${ADMIN}storage/`);
    assert.equal(version, (await keeper.get('/health')).json.version);
    assert.ok(schema >= 60);
    const audit = figures.tables.find(({ name }) => name === 'audit');
    assert.ok(audit.data_bytes > 0 && audit.index_bytes > 0);
    assert.ok(figures.database_bytes >= audit.data_bytes + audit.index_bytes);
    for (const name of ['database', 'run', 'index']) {
      const disk = figures.disks.find((one) => one.name === name);
      assert.ok(disk && disk.free_bytes > 0 && disk.free_bytes <= disk.total_bytes, name);
    }
    const versions = Object.fromEntries(figures.versions.map((one) => [one.name, one.version]));
    assert.match(versions.MariaDB, /^\d+\.\d+.*MariaDB/);
    assert.match(versions.nginx, /^\d+\.\d+\.\d+$/);
    for (const name of ['MariaDB Connector/C', 'libcurl', 'jansson', 'libsodium', 'libxml2']) {
      assert.match(versions[name], /^\d+\.\d+/, name);
    }
    assert.deepEqual(keeper.wrong, []);
  });

  it('are the own files alone for the admins of others', async () => {
    const { id } = await admin.expect(201, 'POST', '/api/v1/tasks/', { title: 'С файлом' });
    const res = await admin.raw('POST', `/api/v1/tasks/${id}/files/`, {
      headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nтекст\r\n--x--\r\n',
    });
    assert.equal(res.status, 201, res.text);
    const seen = await admin.expect(200, 'GET', `${ADMIN}storage/`);
    assert.deepEqual([seen.house, seen.files], [null, { count: 1, bytes: 10 }]);
    assert.deepEqual((await keeper.expect(200, 'GET', `${ADMIN}storage/`)).files, { count: 0, bytes: 0 });
  });
});

describe('sessions and keys of the people', () => {
  it('are listed with their owners, and ended', async () => {
    const key = await anna.expect(201, 'POST', '/api/v1/tokens', { name: 'Выгрузка', scopes: ['read', 'write'] });
    const sessions = await admin.expect(200, 'GET', `${ADMIN}sessions/`);
    assert.deepEqual(sessions.map(({ user }) => user.id), [anna.user.id, admin.user.id]);
    assert.deepEqual(sessions.map(({ current }) => current), [false, true]);
    const [token] = await admin.expect(200, 'GET', `${ADMIN}tokens/`);
    assert.deepEqual([token.id, token.user.name, token.name, token.may_write], [key.id, 'Анна', 'Выгрузка', true]);
    assert.ok(!JSON.stringify(token).includes(key.token));
    const paths = [`${ADMIN}sessions/${sessions[0].id}/`, `${ADMIN}tokens/${token.id}/`];
    const script = await admin.token();
    for (const path of paths) {
      assert.equal((await keeper.del(path)).status, 404, 'of another company');
      assert.equal((await script.del(path)).json.code, 'account.session_only');
      assert.equal((await admin.del(path)).status, 204);
      assert.equal((await admin.del(path)).status, 404);
    }
    assert.equal((await anna.get('/api/v1/auth/me')).status, 401, 'signed out');
    const bearer = { headers: { Authorization: `Bearer ${key.token}` } };
    assert.equal((await house.anonymous().get('/api/v1/auth/me', bearer)).status, 401, 'revoked');
    const deeds = (await admin.expect(200, 'GET', `${ADMIN}audit/`)).map(({ action, object }) => `${action} ${object}`);
    assert.deepEqual(deeds.filter((deed) => /^(session|token)\.(end|revoke)/.test(deed)),
      [`token.revoke ${token.id}`, `session.end ${sessions[0].id}`]);
    assert.deepEqual(admin.wrong, []);
  });

  it('come by page', async () => {
    for (let n = 0; n < 3; n++) await house.user({ role: 'member', company: 'Третья' });
    const third = await house.user({ role: 'admin', company: 'Третья' });
    const ids = [];
    for (let next = `${ADMIN}sessions/?page_size=1`; next;) {
      const page = await third.get(next);
      ids.push(...page.json.map(({ id }) => id));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.link ?? '')?.[1];
    }
    assert.equal(new Set(ids).size, 4);
    assert.deepEqual(ids, [...ids].sort((a, b) => b - a));
  });
});

describe('who may', () => {
  it('is an admin: every other role is refused everything', async () => {
    for (const role of ['candidate', 'member', 'recruiter', 'manager']) {
      const one = await house.user({ role, company: 'Вторая' });
      for (const path of ['storage', 'sessions', 'tokens', 'audit', 'audit/csv', 'jobs']) {
        assert.equal((await one.get(`${ADMIN}${path}/`)).status, 403, `${role} ${path}`);
      }
      for (const path of ['sessions/1', 'tokens/1']) {
        assert.equal((await one.del(`${ADMIN}${path}/`)).status, 403, `${role} ${path}`);
      }
    }
    for (const path of ['storage', 'sessions', 'tokens', 'audit', 'jobs']) {
      assert.equal((await house.anonymous().get(`${ADMIN}${path}/`)).status, 401, path);
      assert.equal((await admin.get(`${ADMIN}${path}/?nonsense=1`)).status, 400, path);
    }
    for (const path of ['sessions/0', 'sessions/x', 'tokens/99999999999999999999']) {
      assert.equal((await admin.del(`${ADMIN}${path}/`)).status, 404, path);
    }
  });
});

describe('people', () => {
  it('who were invited and never came in are told apart', async () => {
    const made = await admin.expect(201, 'POST', '/api/v1/users', {
      email: 'invited@nova.test', name: 'Новая', role: 'recruiter',
    });
    assert.equal(made.invited, true);
    const of = async (id) =>
      (await admin.expect(200, 'GET', '/api/v1/users?page_size=100')).find((one) => one.id === id);
    assert.equal((await of(made.id)).invited, true);
    assert.equal((await of(anna.user.id)).invited, false, 'signed out, but was here');
    const guest = await house.anonymous().signIn(/#([\w-]+)/.exec(made.login_link)[1]);
    assert.equal((await of(made.id)).invited, false);
    await guest.post('/api/v1/auth/logout');
    assert.equal((await of(made.id)).invited, false);
  });
});
