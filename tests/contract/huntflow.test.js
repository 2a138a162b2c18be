// Our Huntflow client against Prism: every request of a transfer is one that the description allows.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, recruiter, sync, transfer } from '../lib/recruiter.js';
import { startPrism } from './prism.js';

describe('the Huntflow client', () => {
  let house, me, prism;

  before(async () => {
    house = await startHouse({ upstreams: true, env: QUICK });
    prism = await startPrism('huntflow-v2.openapi.json', { upstream: house.up.huntflow.origin, errors: false, patch: below });
    if (!prism) return;
    await house.up.huntflow.settings({ parse: 'all' });
    me = await recruiter(house);
    await me.expect(200, 'PATCH', '/api/v1/profile', { huntflow_prod_url: prism.url });
  });
  after(async () => { await prism?.stop(); await house?.stop(); });

  async function through(t, work) {
    if (!prism) { t.skip('no Prism'); return; }
    await work();
    assert.deepEqual(await prism.complaints(), []);
  }

  test('connection, accounts, vacancies, stages', (t) => through(t, async () => {
    await me.expect(200, 'POST', '/huntflow/test-connection', {});
    await me.expect(200, 'GET', '/api/v1/huntflow/accounts');
    await me.expect(200, 'GET', '/api/v1/huntflow/accounts/11/vacancies');
    await me.expect(200, 'GET', '/api/v1/huntflow/accounts/11/statuses');
  }));

  test('a whole transfer, with CV, tag, vacancy and comment', (t) => through(t, async () => {
    const vacancy = house.up.huntflow.server.accounts.get(11).data.vacancies.find(({ state }) => state === 'OPEN').id;
    await house.up.clickup.addTask({ id: '86c1', list: house.up.clickup.list, name: 'Договоров Денис', assignees: [48210001], attachments: [{ id: 'c1', title: 'cv.pdf', date: 1, person: 11 }] });
    await sync(house, me);
    const res = await transfer(me, '86c1', { vacancy_id: vacancy });
    assert.equal(res.status, 201, res.text);
  }));

  test('looking for a lost applicant, and renewing the token', (t) => through(t, async () => {
    await house.up.clickup.addTask({ id: '86c2', list: house.up.clickup.list, name: 'Потеряев Павел', assignees: [48210002], attachments: [] });
    await sync(house, me);
    await house.up.huntflow.settings({ index_lag_ms: 60_000 });
    await house.up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/applicants$' });
    assert.equal((await transfer(me, '86c2')).json.code, 'huntflow_lost');
    await house.up.huntflow.expireAccess();
    const res = await transfer(me, '86c2');
    assert.equal(res.status, 200, res.text);
    assert.equal((await house.up.huntflow.tokens()).length, 2);
  }));
});

// The client adds /v2 to every address; the description's paths begin below it.
function below(doc) {
  doc.paths = Object.fromEntries(Object.entries(doc.paths).map(([path, item]) => [`/v2${path}`, item]));
}
