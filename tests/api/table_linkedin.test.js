// LinkedIn's exports (connections, a project of Recruiter) become external candidates: one for each profile.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { csvText, uploadTable } from '../lib/tables.js';

const HEAD = ['First Name', 'Last Name', 'URL', 'Email Address', 'Company', 'Position', 'Connected On'];
const NOTES = 'Notes:\n"When exporting your connection data, you may notice that some of the email addresses, are ' +
  'missing."\n\n';
const connection = (n, more = {}) => Object.values({
  first: `Anna${n}`, last: 'Petrova', url: `https://www.linkedin.com/in/anna-${n}`, email: n === 1 ? 'anna1@nova.by' : '',
  company: 'Nova, Inc', position: 'Java Developer', on: '12 Nov 2024', ...more,
});

describe('an export of LinkedIn', () => {
  let house, me, admin, integration;

  before(async () => {
    house = await startHouse({});
    admin = await house.user({ role: 'admin', company: 'Связи' });
    me = watched(await house.user({ role: 'recruiter', company: 'Связи', name: 'Анна' }));
  });
  after(() => house?.stop());

  async function take(text, name = 'Connections.csv') {
    const res = await uploadTable(me, text, { name });
    assert.equal(res.status, 201, res.text);
    return res.json;
  }
  const make = ({ id }, body = {}) => me.post(`/api/v1/tables/${id}/candidates/`, body);
  const all = () => me.expect(200, 'GET', '/api/v1/candidates?page_size=100');

  it('needs an integration of LinkedIn', async () => {
    const table = await take(NOTES + csvText([HEAD, connection(1)], ','));
    const { status, json } = await make(table);
    assert.deepEqual([status, json.code], [409, 'platform.not_connected']);
    integration = await admin.expect(201, 'POST', '/api/integrations/', { platform: 'linkedin', name: 'LinkedIn' });
    const hh = await admin.expect(201, 'POST', '/api/integrations/', { platform: 'hh_ru', name: 'HH' });
    assert.equal((await make(table, { integration_id: hh.id })).json.errors[0].field, 'integration_id');
    assert.equal((await make(table, { integration_id: 999999 })).status, 404);
    assert.equal((await make({ id: 999999 })).status, 404);
  });

  it('of connections, with notes above its names, makes one candidate for each profile', async () => {
    const rows = Array.from({ length: 60 }, (_, n) => connection(n + 1));
    const table = await take(NOTES + csvText([HEAD, ...rows, connection(99, { url: '' })], ','));
    assert.deepEqual(table.columns.map(({ guess }) => guess),
      ['first_name', 'last_name', 'link', 'email', 'company', 'position', 'comment']);
    const first = await make(table, { integration_id: integration.id });
    assert.deepEqual([first.status, first.json], [200, { created: 60, updated: 0, same: 0, left: 1, next: null }]);
    assert.deepEqual((await make(table)).json, { created: 0, updated: 0, same: 60, left: 1, next: null });
    const one = (await all()).find(({ email }) => email === 'anna1@nova.by');
    const whole = await me.expect(200, 'GET', `/api/v1/candidates/${one.id}`);
    assert.deepEqual(
      [whole.first_name, whole.last_name, whole.current_company, whole.current_position, whole.sources.length,
        whole.sources[0].platform, whole.sources[0].external_id],
      ['Anna1', 'Petrova', 'Nova, Inc', 'Java Developer', 1, 'linkedin', 'in/anna-1'],
    );
  });

  it('is in the log and the figures of its integration', async () => {
    const [again, first, ...more] = (await me.expect(200, 'GET', `/api/integrations/${integration.id}/logs`))
      .filter(({ operation }) => operation === 'import');
    assert.deepEqual(more, []);
    assert.deepEqual([first.status, first.user.name, first.platform], ['success', 'Анна', 'linkedin']);
    const { table, ...sum } = first.details;
    assert.ok(table > 0);
    assert.deepEqual(sum, { found: 60, created: 60, updated: 0, same: 0, left: 1 });
    assert.deepEqual([again.details.found, again.details.same], [60, 60]);
    const sums = await me.expect(200, 'GET', `/api/integrations/${integration.id}/statistics`);
    assert.equal(sums.total_candidates_found, 60);
  });

  it('that says something new of a profile changes it', async () => {
    const changed = connection(1, { position: 'Team Lead', url: 'http://linkedin.com/in/Anna-1/?utm=x' });
    const table = await take(csvText([HEAD, changed, connection(2)], ','), 'later.csv');
    assert.deepEqual((await make(table)).json, { created: 0, updated: 1, same: 1, left: 0, next: null });
    assert.deepEqual((await all()).filter(({ current_position: job }) => job === 'Team Lead').length, 1);
  });

  it('of a project of Recruiter is read as well', async () => {
    const table = await take(csvText([
      ['First Name', 'Last Name', 'Headline', 'Location', 'Current Company', 'Profile URL', 'Phone Number'],
      ['Vera', 'Zueva', 'QA engineer', 'Minsk', 'Nova', 'https://www.linkedin.com/in/vera-z', '+375 29 765-43-21'],
    ], ','), 'project.csv');
    assert.equal((await make(table)).json.created, 1);
    const vera = (await all()).find(({ first_name: name }) => name === 'Vera');
    assert.deepEqual([vera.location, vera.current_position, vera.current_company], ['Minsk', 'QA engineer', 'Nova']);
  });

  it('answers as it is described', () => assert.deepEqual(me.wrong, []));
});
