// openapi: the description holds every route of every program and nothing else; real answers are as described.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { allRoutes, openapiFaults } from '../../nginx/addresses.mjs';
import { description, watched } from '../lib/openapi.js';
import { root, startHouse } from '../lib/house.js';

describe('the description', () => {
  test('holds every route of every program, and nothing else', () => {
    const folder = join(root, 'www/openapi.d');
    const parts = Object.fromEntries(readdirSync(folder).map((name) => [
      name.replace('.json', ''), JSON.parse(readFileSync(join(folder, name), 'utf8')),
    ]));
    assert.deepEqual(openapiFaults(allRoutes(), parts), []);
  });

  test('names the parameters of each path', () => {
    for (const [path, item] of Object.entries(description.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        if (method === 'parameters') continue;
        const declared = [
          ...(item.parameters ?? []), ...(operation.parameters ?? [])
        ].filter((one) => one.in === 'path').map(({ name }) => name);
        assert.deepEqual(
          declared.sort(), [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(), `${method} ${path}`,
        );
      }
    }
  });
});

describe('real answers', () => {
  let house;
  before(async () => { house = await startHouse({ upstreams: true }); });
  after(() => house.stop());

  test('of accounts', async () => {
    const admin = watched(await house.user({ role: 'admin', company: 'Описание' }));
    const { id } = await admin.expect(201, 'POST', '/api/v1/users', { email: 'a@described.by', role: 'member' });
    await admin.expect(200, 'PATCH', `/api/v1/users/${id}`, { name: 'Имя' });
    await admin.expect(200, 'POST', `/api/v1/users/${id}/login-link`);
    await admin.expect(200, 'GET', '/api/v1/users');
    await admin.expect(200, 'GET', '/api/v1/auth/me');
    await admin.expect(200, 'GET', '/api/v1/profile/');
    await admin.expect(200, 'PATCH', '/api/v1/profile', {
      clickup_api_key: up().clickup.token, new_password: 'a long password',
    });
    await admin.expect(400, 'PATCH', '/api/v1/profile', { nonsense: 1 });
    await admin.expect(200, 'POST', '/api/v1/auth/login', { email: admin.user.email, password: 'a long password' });
    const other = watched(await house.anonymous().signIn(await house.loginToken(admin.user.email)));
    const key = await other.expect(201, 'POST', '/api/v1/tokens', {
      name: 'x', scopes: ['read'], expires_in_days: 1, current_password: 'a long password',
    });
    await other.expect(200, 'GET', '/api/v1/security');
    await other.expect(200, 'PATCH', '/api/v1/security', { session_max_days: 60, current_password: 'a long password' });
    await other.expect(200, 'POST', `/api/v1/users/${id}/reset-password`, {});
    await other.expect(200, 'GET', '/api/v1/tokens');
    await other.expect(204, 'DELETE', `/api/v1/tokens/${key.id}`);
    await other.expect(404, 'DELETE', `/api/v1/tokens/${key.id}`);
    await other.expect(200, 'GET', '/api/v1/sessions');
    await other.expect(204, 'DELETE', '/api/v1/sessions');
    await other.expect(204, 'POST', '/api/v1/auth/logout');
    await other.expect(401, 'GET', '/api/v1/auth/me');
    assert.deepEqual([...admin.wrong, ...other.wrong], []);
  });

  test('of settings and logs', async () => {
    const client = watched(await house.user());
    await client.expect(409, 'POST', '/clickup/api/test-connection', {});
    await client.connect();
    await client.expect(200, 'GET', '/clickup/settings/');
    await client.expect(400, 'POST', '/clickup/settings/', { sync_interval: 0 });
    await client.expect(200, 'POST', '/clickup/api/test-connection/', {});
    await client.expect(424, 'POST', '/clickup/api/test-connection/', { api_key: 'wrong' });
    await client.expect(200, 'GET', '/clickup/api/path-options/?team_id=9012345678&space_id=90120001');
    await client.expect(200, 'GET', '/clickup/api/spaces/?team_id=9012345678');
    await client.expect(200, 'GET', '/clickup/api/folders/?space_id=90120001');
    await client.expect(200, 'GET', '/clickup/api/lists/?space_id=90120001');
    await client.expect(200, 'POST', '/huntflow/test-connection/', {});
    await client.expect(200, 'GET', '/api/v1/huntflow/accounts');
    await client.expect(200, 'GET', '/api/v1/huntflow/accounts/11/vacancies');
    await client.expect(200, 'GET', '/api/v1/huntflow/accounts/11/statuses');
    const [call] = await client.expect(200, 'GET', '/api/v1/logs/calls');
    await client.expect(200, 'GET', `/api/v1/logs/calls/${call.id}`);
    await house.sql(
      "INSERT INTO event_log (company_id, user_id, type, data) VALUES (?, ?, 'sync', '{}')",
      [client.user.company.id, client.user.id],
    );
    await client.expect(200, 'GET', '/api/v1/events');
    await client.expect(200, 'GET', '/health');
    await client.expect(200, 'GET', '/metrics');
    assert.deepEqual(client.wrong, []);
  });

  const up = () => house.up;
});
