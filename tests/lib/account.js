// account: what tests of people and their ways in share.
import assert from 'node:assert/strict';

export const LOGIN = '/api/v1/auth/login';
export const LINK = '/api/v1/auth/link';
export const ME = '/api/v1/auth/me';
export const PROFILE = '/api/v1/profile';
export const SECRET = 'pk_12345_ABCDEFGHIJKLMNOP7788';
export const PASSWORD = 'верный пароль 42';

export const origin = (house) => ({ headers: { Origin: house.url } });
export const fields = (res) => res.json.errors.map(({ field, code }) => `${field}:${code}`);
export function problem(res, status, code) {
  assert.equal(res.status, status, res.text);
  assert.match(res.headers['content-type'], /^application\/problem\+json/);
  assert.equal(res.json.code, code, res.text);
}

export async function withPassword(house, opts) {
  const client = await house.user(opts);
  await client.expect(200, 'PATCH', PROFILE, { new_password: PASSWORD });
  return client;
}
