// Our Huntflow client against Prism: every request of a transfer is one that the description allows.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { applicant } from '../lib/huntflow.js';
import { QUICK, recruiter, sync, transfer } from '../lib/recruiter.js';
import { startPrism } from './prism.js';

describe('the Huntflow client', () => {
  let house, me, prism;

  before(async () => {
    house = await startHouse({ upstreams: true, env: QUICK });
    prism = await startPrism('huntflow-v2.openapi.json', {
      upstream: house.up.huntflow.origin,
      errors: false,
      patch: below,
    });
    if (!prism) return;
    await house.up.huntflow.settings({ parse: 'all' });
    me = await recruiter(house);
    const { api_key, refresh_token } = house.up.huntflow;
    await me.expect(200, 'PATCH', '/api/v1/profile', {
      huntflow_prod_url: prism.url, huntflow_prod_api_key: api_key, huntflow_prod_refresh_token: refresh_token,
    });
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
    await house.up.clickup.addTask({
      id: '86c1',
      list: house.up.clickup.list,
      name: 'Договоров Денис',
      assignees: [48210001],
      attachments: [{ id: 'c1', title: 'cv.pdf', date: 1, person: 11 }],
    });
    await sync(house, me);
    const res = await transfer(me, '86c1', { vacancy_id: vacancy });
    assert.equal(res.status, 201, res.text);
  }));

  test('looking for a lost applicant, and renewing the token', (t) => through(t, async () => {
    await house.up.clickup.addTask({
      id: '86c2',
      list: house.up.clickup.list,
      name: 'Потеряев Павел',
      assignees: [48210002],
      attachments: [],
    });
    await sync(house, me);
    await house.up.huntflow.settings({ index_lag_ms: 60_000 });
    await house.up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/applicants$' });
    assert.equal((await transfer(me, '86c2')).json.code, 'transfer.unsure');
    await house.up.huntflow.expireAccess();
    const res = await transfer(me, '86c2');
    assert.equal(res.status, 200, res.text);
    assert.equal((await house.up.huntflow.tokens()).length, 2);
  }));

  test('vacancies, dictionaries, lists and searches', (t) => through(t, async () => {
    const at = '/huntflow/accounts/11';
    for (const path of [
      '/huntflow/',
      `${at}/vacancies/?state=HOLD&mine=1`,
      `${at}/vacancies/?search=qa`,
      `${at}/vacancies/1110/`,
      `${at}/applicants/?vacancy=1110&status=1140`,
      `${at}/applicants/?q=a&tag=1160&vacancy=1110&status=1140`,
      ...['tags', 'rejection-reasons', 'sources', 'coworkers', 'divisions'].map(
        (name) => `/api/v1/huntflow/accounts/11/${name}`,
      ),
    ]) {
      await me.expect(200, 'GET', path);
    }
    await house.up.huntflow.settings({ index_lag_ms: 0 });
    for (let n = 0; n < 5; n++) applicant(house, { first_name: 'Аделаида', last_name: `Курсорова${n}` });
    await house.up.huntflow.fault({ kind: 'status', status: 400, path: '/applicants/search\\?', times: 1 });
    const first = await me.get(`${at}/applicants/?q=Аделаида&page_size=2`);
    const [, after] = /after=([^&>]+)>; rel="next"/.exec(first.headers.link);
    assert.equal((await me.expect(200, 'GET', `${at}/applicants/?q=Аделаида&page_size=2&after=${after}`)).length, 2);
    await me.expect(200, 'PATCH', `${at}/vacancies/1110/`, {
      position: 'Java',
      company: null,
      priority: 1,
      body: '<p>a</p>',
    });
  }));

  test('an applicant: reading, every change, duplicates', (t) => through(t, async () => {
    const one = applicant(house, {
      email: 'a@contract.by',
      externals: [{ auth_type: 'NATIVE', account_source: 1172, data: { body: 'x' }, files: [] }],
    });
    const at = `/huntflow/accounts/11/applicants/${one.id}`;
    await me.expect(200, 'PATCH', `${at}/`, { position: 'QA', phone: '', telegram: '@a', birthday: '1990-01-02' });
    await me.expect(200, 'POST', `${at}/status/`, { vacancy_id: 1110, status_id: 1140, comment: 'a' });
    await me.expect(200, 'POST', `${at}/status/`, { vacancy_id: 1110, status_id: 1147, rejection_reason_id: 1181 });
    await me.expect(201, 'POST', `${at}/comment/`, { comment: 'b', vacancy_id: 1110 });
    await me.expect(200, 'PUT', `${at}/tags/`, { add: [1160] });
    await me.expect(200, 'PATCH', `${at}/questionary/`, { relocation: 'да' });
    await me.expect(200, 'PATCH', `${at}/questionary/`, { relocation: 'нет' });
    await me.expect(200, 'PUT', `${at}/externals/${one.externals[0].id}/`, { body: 'y', source_id: 1170 });
    await me.expect(200, 'GET', `${at}/`);
    await me.expect(200, 'GET', `${at}/logs/?type=COMMENT`);
    await me.expect(200, 'POST', '/huntflow/accounts/11/duplicates/', {
      email: 'a@contract.by',
      phone: '+375 29 111-22-33',
      links: ['linkedin.com/in/a'],
    });
  }));

  test('webhooks', (t) => through(t, async () => {
    await me.expect(200, 'POST', '/huntflow/webhook/');
    await me.expect(200, 'DELETE', '/huntflow/webhook/');
  }));
});

// The client adds /v2 to every address; the description's paths begin below it.
function below(doc) {
  doc.paths = Object.fromEntries(Object.entries(doc.paths).map(([path, item]) => [`/v2${path}`, item]));
}
