// Accounts at Bitrix24: made, changed, removed; nothing shows the address of a webhook.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { fields, problem } from '../lib/problem.js';

const ALL = '/api/v1/bitrix24/accounts/';
const CODE = 'k3yk3yk3yk3yk3y1';
const HOOK = `https://north.bitrix24.ru/rest/17/${CODE}/`;

let house;
before(async () => { house = await startHouse(); });
after(() => house?.stop());

const seen = [];
afterEach(() => assert.deepEqual(seen.splice(0).flatMap(({ wrong }) => wrong), [], 'as described'));
let companies = 0;
async function adminOf(company = `Company ${++companies}`) {
  const admin = watched(await house.user({ role: 'admin', company }));
  seen.push(admin);
  return { admin, company };
}

describe('accounts at Bitrix24', () => {
  test('are made, shown, changed and removed; the address of the webhook is never shown', async () => {
    const { admin } = await adminOf();
    const made = await admin.expect(201, 'POST', ALL, {
      name: 'Основной', credentials: { webhook_url: HOOK }, metadata: { branch: 7 },
    });
    assert.deepEqual(
      [made.provider, made.name, made.status, made.address, made.metadata],
      ['bitrix24', 'Основной', 'active', 'https://north.bitrix24.ru', { branch: 7 }],
    );
    assert.deepEqual(made.settings, { auto_sync: true, sync_interval: 15 });
    assert.equal(made.credentials.webhook_url.set, true);
    assert.equal(made.credentials.application_token.set, false);
    assert.ok(!JSON.stringify(made).includes(CODE));

    const one = `${ALL}${made.id}/`;
    const changed = await admin.expect(200, 'PATCH', one, {
      name: 'Второй', status: 'inactive', settings: { requests_per_second: 5, bucket: 250, auto_sync: false },
    });
    assert.deepEqual([changed.name, changed.status, changed.next_sync_at], ['Второй', 'inactive', null]);
    assert.deepEqual(changed.settings, {
      requests_per_second: 5, bucket: 250, auto_sync: false, sync_interval: 15,
    });
    const back = await admin.expect(200, 'PATCH', one, { status: 'active', settings: { bucket: null } });
    assert.deepEqual(
      [back.status, back.settings.bucket, back.settings.requests_per_second], ['active', undefined, 5],
    );
    assert.deepEqual((await admin.expect(200, 'GET', ALL)).map(({ id }) => id), [made.id]);
    assert.deepEqual((await admin.expect(200, 'GET', one)).metadata, { branch: 7 });
    await admin.expect(200, 'DELETE', one);
    problem(await admin.get(one), 404, 'absent');
  });

  test('a webhook is taken as Bitrix24 shows it, a method and all', async () => {
    const { admin } = await adminOf();
    for (const [i, url] of [
      HOOK.replace(/\/$/, ''), `${HOOK}profile.json`, HOOK.replace('north', 'NORTH'),
    ].entries()) {
      const made = await admin.expect(201, 'POST', ALL, { name: `${i}`, credentials: { webhook_url: url } });
      assert.equal(made.address, 'https://north.bitrix24.ru');
    }
  });

  test('an address that is no webhook, or not a public one, is refused and not repeated', async () => {
    const { admin } = await adminOf();
    const cases = [
      ['nonsense', 'bitrix.webhook_format'], [`https://north.bitrix24.ru/rest/${CODE}/`, 'bitrix.webhook_format'],
      [`${HOOK}?x=1`, 'bitrix.webhook_format'], [`https://a:b@north.bitrix24.ru/rest/1/${CODE}/`, 'bitrix.webhook_format'],
      [HOOK.replace('https', 'http'), 'service.address_https'],
      [`https://10.0.0.1/rest/1/${CODE}/`, 'service.address_private'],
      [`https://localhost/rest/1/${CODE}/`, 'service.address_private'],
    ];
    for (const [url, code] of cases) {
      const res = await admin.post(ALL, { name: 'x', credentials: { webhook_url: url } });
      assert.deepEqual(fields(res), [`credentials.webhook_url:${code}`], url);
      assert.ok(!res.text.includes(CODE), res.text);
    }
    assert.deepEqual(await admin.expect(200, 'GET', ALL), []);
  });

  test('a local application needs its portal', async () => {
    const { admin } = await adminOf();
    const app = { client_id: 'local.1.2', client_secret: 'secretsecret' };
    assert.deepEqual(fields(await admin.post(ALL, { name: 'x' })), ['credentials.webhook_url:required']);
    assert.deepEqual(fields(await admin.post(ALL, { name: 'x', credentials: app })), ['settings.portal:required']);
    const made = await admin.expect(201, 'POST', ALL, {
      name: 'x', credentials: app, settings: { portal: 'South.bitrix24.by' },
    });
    assert.equal(made.address, 'https://south.bitrix24.by');
    assert.deepEqual(fields(await admin.patch(`${ALL}${made.id}/`, { credentials: { client_id: null } })), [
      'credentials.webhook_url:required',
    ]);
  });

  test('wrong input names every field', async () => {
    const { admin } = await adminOf();
    const res = await admin.post(ALL, {
      name: '', status: 'broken', nonsense: 1, metadata: { text: 'x'.repeat(4000) },
      credentials: { webhook_url: 5, password: 'x', access_token: 'mine' },
      settings: { auto_sync: 'yes', sync_interval: 0, requests_per_second: 0, nonsense: 1, portal: 'a b' },
    });
    assert.deepEqual(fields(res).sort(), [
      'credentials.access_token:unknown', 'credentials.password:unknown', 'credentials.webhook_url:type',
      'metadata:length', 'name:required', 'nonsense:unknown', 'settings.auto_sync:type', 'settings.nonsense:unknown',
      'settings.portal:format', 'settings.requests_per_second:range', 'settings.sync_interval:range', 'status:choice',
    ]);
  });

  test('several of a company are told apart by their names', async () => {
    const { admin } = await adminOf();
    const account = { name: 'Основной', credentials: { webhook_url: HOOK } };
    await admin.expect(201, 'POST', ALL, account);
    assert.deepEqual(fields(await admin.post(ALL, account)), ['name:service.name_taken']);
    const other = await admin.expect(201, 'POST', ALL, { ...account, name: 'Другой' });
    assert.deepEqual(fields(await admin.patch(`${ALL}${other.id}/`, { name: 'Основной' })), [
      'name:service.name_taken',
    ]);
    await (await adminOf()).admin.expect(201, 'POST', ALL, account);
  });

  test('who may do what', async () => {
    const { admin, company } = await adminOf();
    const { id } = await admin.expect(201, 'POST', ALL, { name: 'x', credentials: { webhook_url: HOOK } });
    const [member, manager] = await Promise.all([
      house.user({ role: 'member', company }), house.user({ role: 'manager', company }),
    ]);
    const { admin: stranger } = await adminOf();
    await member.expect(200, 'GET', ALL);
    await member.expect(200, 'GET', `${ALL}${id}/`);
    problem(await manager.post(ALL, {}), 403, 'io.role');
    problem(await manager.patch(`${ALL}${id}/`, {}), 403, 'io.role');
    problem(await manager.del(`${ALL}${id}/`), 403, 'io.role');
    for (const call of ['get', 'del']) problem(await stranger[call](`${ALL}${id}/`), 404, 'absent');
    problem(await stranger.patch(`${ALL}${id}/`, { name: 'y' }), 404, 'absent');
  });

  test('no log has the address of a webhook', async () => {
    const stored = await house.sql('SELECT HEX(cipher) AS hex FROM secret WHERE name = ?', ['webhook_url']);
    const plain = Buffer.from(CODE).toString('hex').toUpperCase();
    assert.ok(stored.length > 0 && stored.every(({ hex }) => !hex.includes(plain)));
    for (const { name, text } of house.logs()) assert.ok(!text.includes(CODE), name);
    const trail = await house.sql('SELECT * FROM audit');
    assert.ok(!JSON.stringify(trail).includes(CODE));
  });
});
