// account: what tests of people and their ways in share.

export const LOGIN = '/api/v1/auth/login';
export const LINK = '/api/v1/auth/link';
export const ME = '/api/v1/auth/me';
export const PROFILE = '/api/v1/profile';
export const SECRET = 'pk_12345_ABCDEFGHIJKLMNOP7788';
export const PASSWORD = 'верный пароль 42';

export const origin = (house) => ({ headers: { Origin: house.url } });

export async function withPassword(house, opts) {
  const client = await house.user(opts);
  await client.expect(200, 'PATCH', PROFILE, { new_password: PASSWORD });
  return client;
}
