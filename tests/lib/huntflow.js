// huntflow.js: what tests of vacancies and applicants begin with, and what every address of theirs must bear.
import assert from 'node:assert/strict';

export const ACCOUNT = '/huntflow/accounts/11';
export const LISTS = '/api/v1/huntflow/accounts/11';

/* A recruiter whose Huntflow is connected, in a house with the demo's people. */
export async function connected(house, user = {}) {
  const client = await house.user(user);
  return client.connect();
}

/* A new applicant in Huntflow itself. */
export function applicant(house, body = {}) {
  const account = house.up.huntflow.server.accounts.get(11);
  return account.applicant(account.addApplicant({ first_name: 'Анна', last_name: 'Тестова', ...body }).id);
}

/* calls: [[method, path, body?]]. Each role, nobody, a stranger without a connection, a token that may only read. */
export async function guarded(house, calls) {
  const nobody = house.anonymous();
  const stranger = await house.user({ company: 'Чужая' });
  const reader = await (await connected(house)).token({ scopes: ['read'] });
  for (const role of ['candidate', 'member']) {
    const low = await house.user({ role });
    for (const [method, path, body] of calls) {
      const res = await low.send(method, path, body);
      assert.equal(res.status, 403, `${role} ${method} ${path}: ${res.text}`);
    }
  }
  for (const [method, path, body] of calls) {
    const without = await nobody.send(method, path, body, { headers: { Origin: house.url } });
    assert.equal(without.status, 401, `${method} ${path}: ${without.text}`);
    const other = await stranger.send(method, path, body);
    assert.deepEqual([other.status, other.json.code], [409, 'huntflow.setup'], `a stranger ${method} ${path}`);
    if (method === 'GET') continue;
    const read = await reader.send(method, path, body);
    assert.equal(read.status, 403, `${method} ${path}: ${read.text}`);
  }
}

/* make(id): calls with another id in each place that has one. All are 404 and change nothing. */
export async function notFound(client, calls) {
  for (const [method, path, body] of calls) {
    const res = await client.send(method, path, body);
    assert.equal(res.status, 404, `${method} ${path}: ${res.status} ${res.text}`);
    assert.match(res.json.code, /^(absent|huntflow\.absent)$/);
  }
}

/*
 * Huntflow is down, slow, answers HTML, is not paid for, refuses the key: each is explained and nothing is shown as
 * done. ask: makes one request; match: which of Huntflow's calls fail; a write without an answer may have been made.
 */
export async function suffers(house, ask, match) {
  const { huntflow } = house.up;
  const unsure = match.method && match.method !== 'GET' && [502, 'huntflow.unsure'];
  const cases = [
    [{ kind: 'status', status: 503 }, unsure || [502, 'huntflow.down']],
    [{ kind: 'drop_before' }, unsure || [502, 'huntflow.down']],
    [{ kind: 'html', status: 200 }, unsure || [502, 'huntflow.down']],
    [{ kind: 'html', status: 502 }, unsure || [502, 'huntflow.down']],
    [{ kind: 'status', status: 402 }, [502, 'huntflow.unpaid']],
    [{ kind: 'status', status: 403 }, [403, 'huntflow.denied']],
    [{ kind: 'status', status: 401 }, [424, 'huntflow.key']],
    [{ kind: 'html', status: 401 }, [502, 'huntflow.down']],
    [{ kind: 'slow', delay_ms: 5000 }, unsure || [504, 'huntflow.down']],
  ];
  for (const [fault, wanted] of cases) {
    await huntflow.fault({ ...fault, ...match, times: 20 });
    if (fault.status === 401) await huntflow.fault({ ...fault, path: '/v2/me$', times: 20 });
    const res = await ask();
    await huntflow.clearFaults();
    assert.deepEqual([res.status, res.json?.code], wanted, `${JSON.stringify(fault)}: ${res.text}`);
    assert.ok(res.json.detail.length > 20);
  }
}
