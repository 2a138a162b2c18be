// problem.js: what every refusal looks like, whoever says it: RFC 9457.
import assert from 'node:assert/strict';

/* Is this answer a problem of this status and code, with the id that its header has? */
export function problem(res, status, code) {
  assert.equal(res.status, status, res.text);
  assert.match(res.headers['content-type'], /^application\/problem\+json/);
  assert.equal(res.json.status, status);
  assert.equal(res.json.code, code);
  assert.ok(res.json.request_id);
  assert.equal(res.headers['x-request-id'], res.json.request_id);
}

/* The fields that a refusal names, each with its code. */
export const fields = (res) => (res.json.errors ?? []).map(({ field, code }) => `${field}:${code}`);
