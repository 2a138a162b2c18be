// two at once: two changes of one thing at the same moment are both kept, whoever comes second.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';

const PROFILE = '/api/v1/profile';
const VIEWS = '/clickup/api/views';
const RULES = '/clickup/api/auto-replies';
const FORM = '/clickup/settings';

let house;
before(async () => { house = await startHouse({ upstreams: true, env: { POOL_SETTINGS: '2', POOL_PEOPLE: '2' } }); });
after(() => house.stop());

// While `change` is made by another and not yet committed, `ask` reads; its writing comes after.
async function both(change, params, ask) {
  const release = await house.hold(change, params);
  const asked = ask();
  await house.waiting();
  await release();
  return asked;
}

describe('a change that was not asked for is not taken back', () => {
  test('of a colleague: a new name beside being switched off, and the other way round', async () => {
    const admin = await house.user({ role: 'admin' });
    const { user } = await house.user();
    const path = `/api/v1/users/${user.id}`;
    const named = await both(
      'UPDATE user SET active = 0 WHERE id = ?', [user.id],
      () => admin.expect(200, 'PATCH', path, { name: 'Новое имя' }),
    );
    assert.deepEqual([named.name, named.active, named.role], ['Новое имя', false, 'recruiter']);
    const back = await both(
      "UPDATE user SET name = 'Иное', role = 4 WHERE id = ?", [user.id],
      () => admin.expect(200, 'PATCH', path, { active: true }),
    );
    assert.deepEqual([back.name, back.active, back.role], ['Иное', true, 'manager']);
    const demoted = await both(
      'UPDATE user SET active = 0 WHERE id = ?', [user.id], () => admin.expect(200, 'PATCH', path, { role: 'member' }),
    );
    assert.deepEqual([demoted.active, demoted.role], [false, 'member']);
  });

  test('of the last admin: switched off meanwhile by nobody', async () => {
    const admin = await house.user({ role: 'admin', company: 'Двое' });
    const second = await house.user({ role: 'admin', company: 'Двое' });
    const refused = await both('UPDATE user SET active = 0 WHERE id = ?', [second.user.id],
      () => admin.patch(`/api/v1/users/${admin.user.id}`, { role: 'member' }));
    assert.deepEqual([refused.status, refused.json.code], [409, 'account.last_admin']);
  });

  test('of the own profile', async () => {
    const client = await house.user();
    const saved = await both(
      "UPDATE user SET theme = 'dark', locale = 'en', hot_keys = 0 WHERE id = ?", [client.user.id],
      () => client.expect(200, 'PATCH', PROFILE, { name: 'Другая' }),
    );
    assert.deepEqual([saved.name, saved.theme, saved.locale, saved.hot_keys], ['Другая', 'dark', 'en', false]);
  });

  test('of the address of a service', async () => {
    const client = await house.user();
    await client.expect(200, 'PATCH', PROFILE, {
      huntflow_prod_url: 'https://hf.example.by', huntflow_prod_api_key: 'a-token-of-ours',
    });
    await both(
      "UPDATE connection SET settings = '{\"kept\":1}', sync_interval = 77 WHERE owner_id = ?", [client.user.id],
      () => client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: 'https://hf.example.by/v2' }),
    );
    const rows = await house.sql(
      'SELECT base_url, settings, sync_interval FROM connection WHERE owner_id = ?', [client.user.id],
    );
    assert.deepEqual(rows, [{ base_url: 'https://hf.example.by/v2', settings: '{"kept":1}', sync_interval: 77 }]);
  });

  test('of a saved view', async () => {
    const client = await house.user();
    const { id } = await client.expect(201, 'POST', VIEWS, { name: 'Вид', columns: ['name'] });
    const changed = await both("UPDATE saved_view SET shared = 1, sort = '-name' WHERE id = ?", [id],
      () => client.expect(200, 'PATCH', `${VIEWS}/${id}`, { name: 'Иной' }));
    assert.deepEqual([changed.name, changed.shared, changed.sort, changed.columns], ['Иной', true, '-name', ['name']]);
  });

  test('of a reply by keyword', async () => {
    const client = await house.user();
    const { id } = await client.expect(201, 'POST', RULES, {
      name: 'Java', keywords: ['java'], reply: 'Здравствуйте!',
    });
    const changed = await both("UPDATE auto_reply SET reply = 'Добрый день!' WHERE id = ?", [id],
      () => client.expect(200, 'PATCH', `${RULES}/${id}`, { name: 'Джава' }));
    assert.deepEqual([changed.name, changed.reply], ['Джава', 'Добрый день!']);
  });

  test("of ClickUp's settings: two forms", async () => {
    const client = await (await house.user()).connect();
    const release = await house.hold(
      "SELECT id FROM connection WHERE owner_id = ? AND provider = 'clickup' FOR UPDATE", [client.user.id],
    );
    const forms = [
      client.expect(200, 'POST', FORM, { max_tasks: 77 }), client.expect(200, 'POST', FORM, { sync_interval: 45 }),
    ];
    await house.waiting(2);
    await release();
    await Promise.all(forms);
    const saved = await client.expect(200, 'GET', FORM);
    assert.deepEqual([saved.max_tasks, saved.sync_interval], [77, 45]);
  });
});

describe('one e-mail is one person', () => {
  test('of two that invite at once', async () => {
    const [one, two] = [
      await house.user({ role: 'admin', company: 'Первые' }), await house.user({ role: 'admin', company: 'Вторые' }),
    ];
    const invite = (admin, email) => admin.post('/api/v1/users', { email, name: '', role: 'member' });
    for (let i = 0; i < 5; i++) {
      const both = await Promise.all([invite(one, `twice${i}@test.local`), invite(two, `twice${i}@test.local`)]);
      assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409]);
      assert.equal(both.find(({ status }) => status === 409).json.code, 'account.email_taken');
    }
  });

  test('the table holds it', async () => {
    const { user } = await house.user();
    await assert.rejects(
      house.sql('INSERT INTO user (company_id, email, role) SELECT MAX(id) + 0, ?, 1 FROM company', [user.email]),
      /Duplicate entry/,
    );
  });
});
