// people: the profile and the people of a company: what each may see and change.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LINK, ME, PROFILE, SECRET, withPassword } from '../lib/account.js';
import { startHouse } from '../lib/house.js';
import { fields, problem } from '../lib/problem.js';

let house;
before(async () => { house = await startHouse({ env: { TRUSTED_PROXIES: '127.0.0.1' } }); });
after(() => house.stop());

describe('the profile', () => {
  test('holds the documented fields, keys only as hints', async () => {
    const client = await house.user();
    const empty = { set: false, tail: null, updated_at: null, expires_at: null };
    const {
      id, has_password: has, has_second_factor: second, ...rest
    } = await client.expect(200, 'GET', '/api/v1/profile/');
    assert.deepEqual([id, has, second], [client.user.id, false, false]);
    assert.deepEqual(rest, {
      email: client.user.email, name: 'Тест Тестов', role: 'recruiter', locale: 'ru', time_zone: 'Europe/Minsk',
      theme: 'system', hot_keys: true,
      active_system: 'PROD', huntflow_prod_url: 'https://api.huntflow.ru',
      huntflow_sandbox_url: 'https://api.huntflow.dev',
      clickup_api_key: empty, huntflow_prod_api_key: empty, huntflow_sandbox_api_key: empty,
      huntflow_prod_refresh_token: empty, huntflow_sandbox_refresh_token: empty,
    });
    const saved = await client.expect(200, 'PATCH', PROFILE, {
      clickup_api_key: SECRET, huntflow_prod_api_key: 'short',
    });
    assert.equal(saved.clickup_api_key.set, true);
    assert.equal(saved.clickup_api_key.tail, '7788');
    assert.deepEqual([saved.huntflow_prod_api_key.set, saved.huntflow_prod_api_key.tail], [true, null]);
  });

  test('keys never come back, nor lie open anywhere', async () => {
    const client = await house.user();
    const res = await client.patch(PROFILE, { clickup_api_key: SECRET });
    assert.ok(!res.text.includes(SECRET));
    assert.ok(!(await client.get(PROFILE)).text.includes(SECRET));
    for (const table of ['connection', 'secret', 'audit', 'api_call', 'replay', 'event_log']) {
      assert.ok(!JSON.stringify(await house.sql(`SELECT * FROM ${table}`)).includes(SECRET), table);
    }
    for (const { name, text } of house.logs()) assert.ok(!text.includes(SECRET), name);
    const bad = await client.patch(PROFILE, { clickup_api_key: `${SECRET} with a blank` });
    assert.ok(!bad.text.includes(SECRET));
  });

  test('names are one line without control characters', async () => {
    const admin = await house.user({ role: 'admin' });
    const other = await house.user();
    for (const name of ['Анна\nСмирнова', 'Анна\u202eавонримС', 'Анна\u001b[31m']) {
      assert.deepEqual(fields(await admin.patch(PROFILE, { name })), ['name:line']);
      assert.deepEqual(fields(await admin.patch(`/api/v1/users/${other.user.id}`, { name })), ['name:line']);
      assert.deepEqual(
        fields(await admin.post('/api/v1/users', { email: 'line@test.local', role: 'member', name })), ['name:line'],
      );
      assert.deepEqual(
        fields(await admin.post('/api/v1/tokens', { name, scopes: ['read'], current_password: 'x' })), ['name:line'],
      );
    }
    await admin.expect(200, 'PATCH', PROFILE, { name: 'Анна О’Коннор-Смит' });
  });

  test('a key is removed by null or an empty text; a new one makes the connection new', async () => {
    const client = await house.user();
    await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: SECRET });
    const status = async () => (await house.sql(
      "SELECT status FROM connection WHERE owner_id = ? AND provider = 'clickup'", [client.user.id],
    ))[0].status;
    await house.sql(
      "UPDATE connection SET status = 'refused', status_code = 'clickup.token' WHERE owner_id = ?", [client.user.id],
    );
    await client.expect(200, 'PATCH', PROFILE, { name: 'Другое' });
    assert.equal(await status(), 'refused');
    await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: `${SECRET}9` });
    assert.equal(await status(), 'new');
    assert.equal((await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: null })).clickup_api_key.set, false);
    await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: SECRET });
    assert.equal((await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: '' })).clickup_api_key.set, false);
  });

  test('addresses are taken with or without /v2 and stay as they were written', async () => {
    const client = await house.user();
    for (const url of [
      'https://api.huntflow.ai', 'https://api.huntflow.ai/v2', 'https://api.huntflow.ai/v2/',
      'https://hf.example.by:8443/api/v2', 'http://127.0.0.1:8443',
    ]) {
      assert.equal((await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: url })).huntflow_prod_url, url);
    }
    assert.equal(
      (await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: '' })).huntflow_prod_url,
      'https://api.huntflow.ru',
    );
  });

  test('addresses that lead inside, or carry more than an address, are refused', async () => {
    const client = await house.user();
    const cases = {
      'service.address_private': [
        'https://10.0.0.1', 'https://192.168.1.1/v2', 'https://169.254.169.254', 'https://[::1]:8443',
        'https://localhost', 'https://db.internal', 'https://intranet', 'https://2130706433', 'https://0x7f.1',
      ],
      'service.address_https': ['http://api.huntflow.ru'],
      format: [
        'ftp://api.huntflow.ru', 'api.huntflow.ru', 'https://user:pw@api.huntflow.ru', 'https://api.huntflow.ru/?q=1',
        'https://api.huntflow.ru/#x', 'javascript:alert(1)', 'https://', 'https://api huntflow.ru',
        'https://api.huntflow.ru\\@evil',
      ],
      length: [`https://api.huntflow.ru/${'x'.repeat(300)}`],
    };
    for (const [code, urls] of Object.entries(cases)) {
      for (const url of urls)
        assert.deepEqual(
          fields(await client.patch(PROFILE, { huntflow_prod_url: url })), [`huntflow_prod_url:${code}`], url,
        );
    }
  });

  describe('the address of a service', () => {
    const KEYS = {
      huntflow_prod_api_key: 'access-token-of-ours', huntflow_prod_refresh_token: 'refresh-token-of-ours',
    };
    const kept = ({ huntflow_prod_api_key: key, huntflow_prod_refresh_token: refresh }) => [key.set, refresh.set];
    const connected = async () => {
      const client = await house.user();
      await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: 'https://hf.example.by', ...KEYS });
      return client;
    };

    test('on another host drops the keys of the former one', async () => {
      for (const url of [
        'https://evil.example', 'https://hf.example.by.evil.example', 'https://hf.example.by:8443',
        'http://127.0.0.1:9', '',
      ]) {
        const client = await connected();
        assert.deepEqual(
          kept(await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: url })), [false, false], url,
        );
        assert.deepEqual(
          await house.sql(
            'SELECT s.name FROM secret s JOIN connection c ON c.id = s.connection_id WHERE c.owner_id = ?',
            [client.user.id],
          ),
          [],
        );
      }
    });

    test('on another host takes the keys that come along, and no others', async () => {
      const client = await connected();
      const one = await client.expect(200, 'PATCH', PROFILE, {
        huntflow_prod_api_key: 'access-token-of-theirs', huntflow_prod_url: 'https://other.example',
      });
      assert.deepEqual([one.huntflow_prod_api_key.tail, ...kept(one)], ['eirs', true, false]);
      assert.deepEqual(
        kept(await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: 'https://third.example', ...KEYS })),
        [true, true],
      );
    });

    test('on the same host keeps the keys', async () => {
      const client = await connected();
      for (const url of ['https://hf.example.by/v2', 'https://HF.example.by/v2/', 'https://hf.example.by:443']) {
        assert.deepEqual(
          kept(await client.expect(200, 'PATCH', PROFILE, { huntflow_prod_url: url })), [true, true], url,
        );
      }
    });

    test('of one environment leaves the keys of the other', async () => {
      const client = await connected();
      await client.expect(200, 'PATCH', PROFILE, { huntflow_sandbox_api_key: 'sandbox-token-of-ours' });
      const saved = await client.expect(200, 'PATCH', PROFILE, { huntflow_sandbox_url: 'https://evil.example' });
      assert.deepEqual([...kept(saved), saved.huntflow_sandbox_api_key.set], [true, true, false]);
    });

    test('is moved to another host by a browser alone, before there are keys, too', async () => {
      const client = await connected();
      const script = await client.token();
      for (const field of ['huntflow_prod_url', 'huntflow_sandbox_url']) {
        for (const more of [{}, KEYS])
          problem(
            await script.patch(PROFILE, { [field]: 'https://evil.example', name: 'Чужое', ...more }), 403,
            'account.session_only',
          );
      }
      const profile = await client.expect(200, 'GET', PROFILE);
      assert.deepEqual([profile.huntflow_prod_url, profile.huntflow_sandbox_url, profile.name, ...kept(profile)],
        ['https://hf.example.by', 'https://api.huntflow.dev', 'Тест Тестов', true, true]);
      await script.expect(200, 'PATCH', PROFILE, {
        huntflow_prod_url: 'https://hf.example.by/v2', huntflow_sandbox_url: 'https://api.huntflow.dev',
      });
    });
  });

  test('each wrong field is named, and nothing is stored', async () => {
    const client = await house.user();
    const res = await client.patch(PROFILE, {
      name: 'Новое', locale: 'de', time_zone: '../etc/passwd', theme: 'pink', hot_keys: 'yes', active_system: 'TEST',
      clickup_api_key: 'кириллица', role: 'admin', email: 'other@test.local', new_password: undefined,
    });
    problem(res, 400, 'input');
    assert.deepEqual(fields(res).sort(), [
      'active_system:choice', 'clickup_api_key:service.key_format', 'email:unknown', 'hot_keys:type', 'locale:choice',
      'role:unknown', 'theme:choice', 'time_zone:format',
    ]);
    assert.equal((await client.expect(200, 'GET', PROFILE)).name, 'Тест Тестов');
    problem(
      await client.raw('PATCH', PROFILE, { headers: { 'Content-Type': 'application/json' }, body: '[]' }), 400,
      'io.json',
    );
    assert.deepEqual(fields(await client.patch(PROFILE, { new_password: 'short' })), ['new_password:length']);
  });

  test('choices are kept and seen by everything else', async () => {
    const client = await house.user();
    const wanted = {
      name: 'Анна', locale: 'en', time_zone: 'Asia/Almaty', theme: 'dark', hot_keys: false, active_system: 'SANDBOX',
    };
    const saved = await client.expect(200, 'PATCH', PROFILE, wanted);
    const { user } = await client.expect(200, 'GET', ME);
    for (const [name, value] of Object.entries(wanted))
      assert.deepEqual([saved[name], user[name]], [value, value], name);
    assert.match((await client.del('/api/v1/sessions/1')).json.detail, /There is no such record/);
  });

  test('a form is taken, too', async () => {
    const client = await house.user();
    const res = await client.raw('PATCH', PROFILE, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'name=%D0%AF&hot_keys=off&locale=',
    });
    assert.equal(res.status, 200, res.text);
    assert.deepEqual([res.json.name, res.json.hot_keys, res.json.locale], ['Я', false, 'ru']);
  });
});

describe('people', () => {
  let admin;
  before(async () => { admin = await house.user({ role: 'admin', company: 'Люди' }); });

  test('are invited by an admin, by a link', async () => {
    const made = await admin.expect(201, 'POST', '/api/v1/users', {
      email: 'Anna@Luidi.by', name: 'Анна', role: 'recruiter', locale: 'en',
    });
    assert.equal(made.email, 'anna@luidi.by');
    const token = made.login_link.split('/login/#')[1];
    const anna = await house.anonymous().signIn(token);
    assert.equal(anna.user.company.id, admin.user.company.id);
    assert.equal(anna.user.locale, 'en');
    problem(await admin.post('/api/v1/users', { email: 'anna@luidi.by', role: 'member' }), 409, 'account.email_taken');
    const { login_link: second } = await admin.expect(200, 'POST', `/api/v1/users/${made.id}/login-link`);
    await house.anonymous().signIn(second.split('#')[1]);
  });

  test('bad input names the field', async () => {
    const cases = [[{ role: 'member' }, 'email:required'], [{ email: 'x', role: 'member' }, 'email:format'], [
      { email: 'a b@c.d', role: 'member' }, 'email:format',
    ],
      [{ email: 'a@b.c' }, 'role:required'], [{ email: 'a@b.c', role: 'god' }, 'role:choice'],
      [{ email: 'a@b.c', role: 'member', company_id: 1 }, 'company_id:unknown'],
      [{ email: `${'a'.repeat(252)}@b.c`, role: 'member' }, 'email:length']];
    for (const [body, wanted] of cases)
      assert.deepEqual(fields(await admin.post('/api/v1/users', body)), [wanted], JSON.stringify(body));
  });

  test('each role may what it may', async () => {
    const statuses = async (role) => {
      const client = await house.user({ role, company: 'Люди' });
      return [await client.get('/api/v1/users'), await client.post('/api/v1/users', {}), await client.patch(
        `/api/v1/users/${client.user.id}`, { role: 'admin' },
      ),
        await client.post(
          `/api/v1/users/${admin.user.id}/login-link`
        ), await client.get(PROFILE), await client.post('/api/v1/tokens', { name: 'x' })].map(({ status }) => status);
    };
    assert.deepEqual(await statuses('candidate'), [403, 403, 403, 403, 200, 403]);
    assert.deepEqual(await statuses('member'), [403, 403, 403, 403, 200, 201]);
    assert.deepEqual(await statuses('recruiter'), [403, 403, 403, 403, 200, 201]);
    assert.deepEqual(await statuses('manager'), [200, 403, 403, 403, 200, 201]);
  });

  test('of another company are not there', async () => {
    const stranger = await house.user({ role: 'admin', company: 'Чужие' });
    problem(await stranger.patch(`/api/v1/users/${admin.user.id}`, { active: false }), 404, 'absent');
    problem(await stranger.post(`/api/v1/users/${admin.user.id}/login-link`), 404, 'absent');
    const list = await stranger.expect(200, 'GET', '/api/v1/users');
    assert.deepEqual(list.map(({ id }) => id), [stranger.user.id]);
  });

  test('the last admin stays one', async () => {
    const only = await house.user({ role: 'admin', company: 'Один' });
    const path = `/api/v1/users/${only.user.id}`;
    problem(await only.patch(path, { role: 'member' }), 409, 'account.last_admin');
    problem(await only.patch(path, { active: false }), 409, 'account.last_admin');
    const second = await house.user({ role: 'admin', company: 'Один' });
    const both = await Promise.all([
      only.patch(path, { role: 'member' }), second.patch(`/api/v1/users/${second.user.id}`, { role: 'member' }),
    ]);
    const admins = await house.sql(
      'SELECT COUNT(*) AS n FROM user WHERE company_id = ? AND role = 5', [only.user.company.id],
    );
    assert.equal(admins[0].n, 1, both.map(({ text }) => text).join());
  });

  test('who is switched off loses sessions, keys and links', async () => {
    const gone = await house.user({ company: 'Люди' });
    const script = await gone.token();
    const link = await house.loginToken(gone.user.email);
    await admin.expect(200, 'PATCH', `/api/v1/users/${gone.user.id}`, { active: false });
    problem(await gone.get(ME), 401, 'auth');
    problem(await script.get(ME), 401, 'auth');
    problem(await house.anonymous().post(LINK, { token: link }), 401, 'account.link_expired');
    problem(await admin.post(`/api/v1/users/${gone.user.id}/login-link`), 409, 'account.user_inactive');
    await admin.expect(200, 'PATCH', `/api/v1/users/${gone.user.id}`, {
      active: true, role: 'manager', name: 'Вернулась',
    });
    problem(await gone.get(ME), 401, 'auth');
    const back = await house.anonymous().signIn(await house.loginToken(gone.user.email));
    assert.deepEqual([back.user.role, back.user.name], ['manager', 'Вернулась']);
  });

  test('are paged', async () => {
    const first = await admin.get('/api/v1/users?page_size=2');
    assert.equal(first.json.length, 2);
    const total = Number(first.headers['x-total-count']);
    const seen = first.json.map(({ id }) => id);
    let next = /<([^>]+)>; rel="next"/.exec(first.headers.link);
    while (next) {
      const page = await admin.get(next[1]);
      seen.push(...page.json.map(({ id }) => id));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.link ?? '');
    }
    assert.equal(new Set(seen).size, total);
    const second = await admin.expect(200, 'GET', '/api/v1/users?page_size=2&page=2');
    assert.deepEqual(second.map(({ id }) => id), seen.slice(2, 4));
    assert.deepEqual(fields(await admin.get('/api/v1/users?pagesize=2')), ['pagesize:unknown']);
    assert.deepEqual(fields(await admin.get('/api/v1/users?after=x')), ['after:cursor']);
  });
});

describe('what says nothing', () => {
  const BLANKS = [' ', '\t\n', '\u00a0', '\u200b\ufeff', '\u3000 \u2060'];

  test('is no name of a key or a person', async () => {
    const admin = await house.user({ role: 'admin', company: 'Пустоты' });
    for (const name of BLANKS) {
      assert.deepEqual(fields(await admin.post('/api/v1/tokens', { name })), ['name:required'], JSON.stringify(name));
      assert.deepEqual(fields(await admin.post('/api/v1/users', { email: name, role: 'member' })), ['email:required']);
    }
    const { name } = await admin.expect(200, 'PATCH', PROFILE, { name: ' \u00a0' });
    assert.equal(name, '');
  });

  test('null is no value of what always has one', async () => {
    const admin = await withPassword(house, { role: 'admin', company: 'Пустоты' });
    const person = await house.user({ company: 'Пустоты' });
    for (const [path, names] of [
      [PROFILE, ['name', 'locale', 'time_zone', 'theme', 'hot_keys', 'active_system']],
      [`/api/v1/users/${person.user.id}`, ['role', 'active', 'name']],
      ['/api/v1/security', ['session_idle_days', 'session_max_days', 'token_max_days']],
    ]) {
      for (const name of names) {
        const res = await admin.patch(path, { [name]: null });
        assert.deepEqual(fields(res), [`${name}:required`], `${path} ${name}`);
      }
    }
  });
});
