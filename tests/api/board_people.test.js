// board_people: one person of HH.ru: imported, contacts opened, responses answered.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hhSuite } from '../lib/boards.js';
import { fields, problem } from '../lib/problem.js';

const ALL = '/api/integrations/';
const SEARCH = '/api/integrations/search-candidates';

let house;
const { sim, connect, company } = hhSuite({ people: 30 }, (started) => { house = started; });

describe('an import', () => {
  test('is counted and logged at the integration that found the person, and no more when it is undone', async () => {
    const { admin: me, id } = await connect();
    sim.resumes = [sim.resume(1, { title: 'Java' })];
    const { candidates: [row] } = await me.expect(200, 'POST', SEARCH, { keywords: ['java'] });
    const ask = { external_candidate_id: row.external_candidate_id };
    const made = await me.expect(201, 'POST', '/api/integrations/import-candidate', ask);
    await me.expect(200, 'POST', '/api/integrations/import-candidate', ask);
    const totals = async () => [
      (await me.expect(200, 'GET', `${ALL}${id}`)).total_candidates_imported,
      (await me.expect(200, 'GET', `${ALL}statistics`)).total_candidates_imported,
    ];
    assert.deepEqual(await totals(), [1, 1]);
    const [log, ...more] = await me.expect(200, 'GET', `${ALL}${id}/logs?operation=import`);
    assert.deepEqual([more.length, log.user.id, log.details.candidate], [0, me.user.id, row.id]);
    await me.expect(200, 'POST', `/api/v1/candidates/imports/${made.id}/undo`);
    assert.deepEqual(await totals(), [0, 0]);
  });
});

describe('one person there', () => {
  const of = (id, what) => `/api/integrations/external-candidates/${id}/${what}`;

  test('contacts are opened by a click alone, with what is left', async () => {
    const { admin, id } = await connect();
    await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    const { candidates: [first] } = await admin.expect(200, 'POST', SEARCH, { limit: 1 });
    const look = await admin.expect(200, 'GET', of(first.external_candidate_id, 'contact'));
    assert.deepEqual([look.open, look.may_open, look.paid[0].left, look.candidate], [false, true, 40, null]);
    assert.equal(sim.opened.size, 0);
    const open = await admin.expect(200, 'POST', of(first.external_candidate_id, 'contact'));
    assert.deepEqual([open.open, open.paid[0].left, sim.opened.size], [true, 39, 1]);
    assert.deepEqual([open.candidate.email, open.candidate.phone], ['opened@example.com', '+7 (916) 123-45-67']);
    const again = await admin.expect(200, 'POST', of(first.external_candidate_id, 'contact'));
    assert.deepEqual([again.open, sim.opened.size], [true, 1]);
    const [line] = await admin.expect(200, 'GET', `/api/v1/candidates/${first.id}/timeline?kind=platform`);
    assert.deepEqual([line.action, line.data.platform, line.user_name], ['contact', 'hh_ru', admin.user.name]);
    const kept = await house.sql('SELECT data FROM candidate_source WHERE id = ?', [first.external_candidate_id]);
    assert.ok(kept[0].data.includes('opened@example.com'));
  });

  test('contacts are paid for once: by two clicks at the same time, and by one whose answer was lost', async () => {
    const { admin, id } = await connect();
    await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    const { candidates: [one, other] } = await admin.expect(200, 'POST', SEARCH, { limit: 2 });
    const told = async ({ id: person }) => (await admin.expect(200, 'GET',
      `/api/v1/candidates/${person}/timeline?kind=platform`)).filter(({ action }) => action === 'contact').length;
    const asked = ({ external_id: person }) => sim.calls.filter(({ path, query }) =>
      path === `/resumes/${person}` && /with_contact/.test(query)).length;
    const both = await Promise.all([1, 2].map(() => admin.post(of(one.external_candidate_id, 'contact'))));
    assert.deepEqual(both.map(({ status, json }) => [status, json.open]), [[200, true], [200, true]]);
    assert.deepEqual([asked(one), await told(one)], [1, 1]);
    // The look goes through, what opens them is done and never answered.
    sim.addFault({ path: `/resumes/${other.external_id}`, kind: 'drop_after', skip: 1, times: 5 });
    const lost = await admin.post(of(other.external_candidate_id, 'contact'));
    assert.ok(lost.status >= 500 && sim.opened.has(other.external_id), `${lost.status}`);
    sim.clear();
    await house.sql('DELETE FROM rate_bucket');
    const { length } = sim.calls;
    const again = await admin.expect(200, 'POST', of(other.external_candidate_id, 'contact'));
    assert.deepEqual([again.open, again.candidate.email, await told(other)], [true, 'opened@example.com', 1]);
    assert.ok(sim.calls.slice(length).every(({ query }) => !/with_contact/.test(query)), 'it was seen to be open');
  });

  test('that none are left for is told as that, and nothing is noted', async () => {
    const { admin } = await connect();
    const { candidates: [one] } = await admin.expect(200, 'POST', SEARCH, { limit: 1 });
    const body = { errors: [{ type: 'resumes', value: 'no_available_service' }], request_id: 'x' };
    sim.addFault({ path: `/resumes/${one.external_id}`, kind: 'status', status: 403, body, skip: 1 });
    const none = await admin.post(of(one.external_candidate_id, 'contact'));
    assert.ok(none.status >= 400 && none.json.detail.length > 0, `${none.status} ${none.text}`);
    assert.deepEqual((await admin.expect(200, 'GET', `/api/v1/candidates/${one.id}/timeline?kind=platform`))
      .filter(({ action }) => action === 'contact'), []);
  });

  for (const state of ['blacklist', 'do_not_contact']) {
    test(`nothing is done with those whose state is ${state}, and nothing paid`, async () => {
      const { admin, id } = await connect();
      const vacancy = sim.addVacancy('Бэкендер', [101]);
      await admin.expect(202, 'POST', `${ALL}${id}/sync`);
      const source = await house.until(async () => (await house.sql(
        'SELECT id, candidate_id AS who FROM candidate_source WHERE connection_id = ?', [id]))[0]);
      const opened = sim.opened.size;
      await admin.expect(200, 'PATCH', `/api/v1/candidates/${source.who}`, { state });
      problem(await admin.post(of(source.id, 'contact')), 409, 'candidate.forbidden');
      problem(await admin.post(of(source.id, 'response'), { action: 'interview' }), 409, 'candidate.forbidden');
      assert.deepEqual([sim.opened.size, vacancy.items[0].told], [opened, undefined]);
      await admin.expect(200, 'GET', of(source.id, 'response'));
    });
  }

  test('without paid access it is told, and the key is fine', async () => {
    const { admin, id } = await connect();
    const { candidates: [first] } = await admin.expect(200, 'POST', SEARCH, { limit: 1 });
    sim.paid = false;
    problem(await admin.post(of(first.external_candidate_id, 'contact')), 502, 'platform.payment');
    assert.equal((await admin.expect(200, 'GET', `${ALL}${id}`)).status, 'active');
    problem(await admin.get(of(first.external_candidate_id, 'response')), 422, 'platform.no_such');
    problem(await admin.get(of(999_999, 'contact')), 404, 'absent');
    const stranger = await house.user({ company: company() });
    problem(await stranger.get(of(first.external_candidate_id, 'contact')), 404, 'absent');
  });

  test('a response is answered by following its actions', async () => {
    const { admin, id } = await connect();
    const vacancy = sim.addVacancy('Бэкендер', [101]);
    await admin.expect(202, 'POST', `${ALL}${id}/sync`);
    const source = await house.until(async () =>
      (await house.sql('SELECT id FROM candidate_source WHERE connection_id = ?', [id]))[0]);
    const seen = await admin.expect(200, 'GET', of(source.id, 'response'));
    assert.equal(seen.state.id, 'response');
    assert.deepEqual(seen.actions.map((one) => one.id), ['phone_interview', 'interview', 'discard_by_employer']);
    const done = await admin.expect(200, 'POST', of(source.id, 'response'), {
      action: 'interview', message: 'Приходите в среду',
    });
    assert.deepEqual([done.state.id, vacancy.items[0].told.message], ['interview', 'Приходите в среду']);
    const [{ who }] = await house.sql('SELECT candidate_id who FROM candidate_source WHERE id = ?', [source.id]);
    const [line] = await admin.expect(200, 'GET', `/api/v1/candidates/${who}/timeline?kind=platform`);
    assert.deepEqual([line.action, line.data.state], ['response', done.state.name]);
    problem(await admin.post(of(source.id, 'response'), { action: 'interview' }), 409, 'hh.action');
    assert.deepEqual(fields(await admin.post(of(source.id, 'response'), { action: '', more: 1 })).sort(), [
      'action:required', 'more:unknown',
    ]);
  });

  test('an action is told all that its arguments take, and what one of them needs beside it', async () => {
    const { admin, id } = await connect();
    await admin.expect(200, 'POST', `${ALL}${id}/test-connection`);
    const vacancy = sim.addVacancy('Бэкендер', [102]);
    await admin.expect(202, 'POST', `${ALL}${id}/sync`);
    const source = await house.until(async () =>
      (await house.sql('SELECT id FROM candidate_source WHERE connection_id = ?', [id]))[0]);
    const seen = await admin.expect(200, 'GET', of(source.id, 'response'));
    assert.deepEqual(seen.addresses, [{ id: '15', name: 'Москва, улица Годовикова, 9с10' }]);
    const alone = await admin.post(of(source.id, 'response'), { action: 'interview', send_sms: true });
    assert.deepEqual([alone.status, fields(alone)], [400, ['message:required']]);
    const told = { message: 'Ждём', send_sms: true, address_id: '15' };
    await admin.expect(200, 'POST', of(source.id, 'response'), { action: 'interview', ...told });
    assert.deepEqual(vacancy.items[0].told, { ...told, send_sms: 'true' });
    sim.addresses = null;
    assert.deepEqual((await admin.expect(200, 'GET', of(source.id, 'response'))).addresses, []);
    assert.deepEqual(admin.wrong, []);
  });

  test('what may be done is said with each place; a search forgets no response', async () => {
    const { admin, id } = await connect();
    sim.addVacancy('Бэкендер', [3]);
    await admin.expect(202, 'POST', `${ALL}${id}/sync`);
    await house.until(async () =>
      (await admin.expect(200, 'GET', `${ALL}${id}/sync-status`)).status === 'success', { timeout: 60_000 });
    const { candidates } = await admin.expect(200, 'POST', SEARCH, { limit: 50 });
    const deeds = Object.fromEntries(candidates.map((one) => [one.sources[0].external_id, one.sources[0].deeds]));
    assert.deepEqual(deeds[sim.resumes[3].id], ['contact', 'response']);
    assert.deepEqual(deeds[sim.resumes[4].id], ['contact']);
    const { id: who } = candidates.find(({ sources: [one] }) => one.external_id === sim.resumes[3].id);
    await admin.expect(200, 'POST', SEARCH, { limit: 50 });
    const page = await admin.expect(200, 'GET', `/api/v1/candidates/${who}`);
    assert.ok(page.external_candidates[0].deeds.includes('response'), 'whichever of both was stored');
    await admin.expect(200, 'GET', of(page.external_candidates[0].id, 'response'));
    assert.deepEqual(admin.wrong, []);
  });
});
