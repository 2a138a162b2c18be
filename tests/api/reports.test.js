// reports: what became of the people who were found: by source, day and colleague, in the days of the reader's zone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ACCOUNT, applicant, connected } from '../lib/huntflow.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';

const API = '/api/v1/candidates';
const REPORT = '/api/v1/reports/candidates';

let house;
let me, other, colleague, people;
before(async () => {
  house = await startHouse({ upstreams: true, demo: true });
  me = watched(await house.user({ role: 'recruiter', company: 'Nova', name: 'Мария Лебедева' }));
  colleague = await house.user({ role: 'recruiter', company: 'Nova', name: 'Олег Петров' });
  other = await house.user({ role: 'recruiter', company: 'Другая' });
  people = [];
  for (const [i, name] of ['Анна', 'Борис', 'Вера', 'Глеб'].entries()) {
    const one = await me.expect(201, 'POST', API, { first_name: name, email: `report${i}@nova.by` });
    people.push({ id: one.id, source: one.sources[0].id });
  }
});
after(() => house?.stop());

const report = (query = '', by = me) => by.expect(200, 'GET', `${REPORT}?${query}`);

describe('the report of candidates', () => {
  it('counts the first time that each came so far, by who did it', async () => {
    const [anna, boris, vera, gleb] = people;
    await me.expect(200, 'PATCH', `${API}/${anna.id}`, { state: 'keep' });
    await me.expect(200, 'PATCH', `${API}/${anna.id}`, { state: 'new' });
    await colleague.expect(200, 'PATCH', `${API}/${anna.id}`, { state: 'keep' });
    await colleague.expect(200, 'POST', `${API}/bulk`, { ids: [boris.id, vera.id], state: 'hidden' });
    await me.expect(201, 'POST', '/api/integrations/import-candidate', { external_candidate_id: gleb.source });
    await me.expect(200, 'POST', '/api/integrations/import-candidate', { external_candidate_id: gleb.source });
    await house.sql("UPDATE candidate_step SET after_s = 7200 WHERE candidate_id = ? AND step = 'hide'", [boris.id]);

    const got = await report();
    const counted = { keep: 1, hide: 2, contact: 0, import: 1, huntflow: 0, hired: 0 };
    assert.deepEqual(got.total, { found: 4, persons: 4, ...counted });
    assert.deepEqual(got.sources, [
      { integration_id: 0, platform: 'manual', name: null, found: 4, persons: 4, ...counted },
    ]);
    assert.deepEqual(got.people.map(({ name, keep, hide, import: imported }) => [name, keep, hide, imported]), [
      ['Мария Лебедева', 1, 0, 1], ['Олег Петров', 0, 2, 0],
    ]);
    const hidden = got.times.find(({ step }) => step === 'hide');
    assert.deepEqual([hidden.count, hidden.high_s, hidden.low_s < 600], [2, 7200, true]);
    assert.equal(got.days.length, 30);
    assert.equal(got.days.at(-1).day, got.to);
    assert.deepEqual(me.wrong, []);
  });

  it('knows the days of the reader', async () => {
    const day = 86_400_000;
    await house.sql(`UPDATE candidate_step SET at = '2026-03-10 22:30:00' WHERE candidate_id = ? AND step = 'import'`,
      [people[3].id]);
    const march = 'from=2026-03-10&to=2026-03-11';
    await me.expect(200, 'PATCH', '/api/v1/profile', { time_zone: 'Europe/Minsk' });
    assert.deepEqual((await report(march)).days.map(({ day: at, import: n }) => [at, n]),
      [['2026-03-10', 0], ['2026-03-11', 1]]);
    await me.expect(200, 'PATCH', '/api/v1/profile', { time_zone: 'UTC' });
    assert.deepEqual((await report(march)).days.map(({ import: n }) => n), [1, 0]);
    const { from, to } = await report();
    assert.equal((Date.parse(to) - Date.parse(from)) / day, 29);
  });

  it('does not count an import that was undone', async () => {
    const one = await me.expect(201, 'POST', API, { first_name: 'Дина', email: 'undone@nova.by' });
    const { total: before } = await report();
    const { id } = await me.expect(201, 'POST', '/api/integrations/import-candidate',
      { external_candidate_id: one.sources[0].id });
    assert.equal((await report()).total.import, before.import + 1);
    assert.ok((await me.send('POST', `${API}/imports/${id}/undo`)).status < 300);
    assert.deepEqual((await report()).total, before);
  });

  it('is narrowed to a place, and is of the own company', async () => {
    assert.equal((await report('integration_id=0')).total.found, 5);
    assert.equal((await report('integration_id=999999')).total.found, 0);
    assert.deepEqual((await report('', other)).sources, []);
  });

  it('names what is wrong in a question', async () => {
    const wrong = async (query) => {
      const { status, json } = await me.get(`${REPORT}?${query}`);
      assert.equal(status, 400, query);
      return `${json.errors[0].field} ${json.errors[0].code}`;
    };
    assert.equal(await wrong('from=yesterday'), 'from format');
    assert.equal(await wrong('to=0001-01-01'), 'to range');
    assert.equal(await wrong('from=2026-03-02&to=2026-03-01'), 'to order');
    assert.equal(await wrong('from=2024-01-01&to=2026-01-01'), 'from range');
    assert.equal(await wrong('integration_id=-1'), 'integration_id range');
    assert.equal(await wrong('colour=red'), 'colour unknown');
  });

  it('is a table for spreadsheets, too', async () => {
    const csv = async (query) => {
      const { status, text, headers } = await me.get(`${REPORT}/csv?${query}`);
      assert.equal(status, 200);
      assert.match(headers['content-disposition'], /candidates-report\.csv/);
      return text.replace('\ufeff', '').trim().split('\r\n');
    };
    const people = await csv('part=people&separator=semicolon');
    assert.equal(people[0], 'Название;Оставлено;Скрыто;Открыто контактов;Импортировано;В Huntflow;Нанято');
    assert.ok(people.includes('Олег Петров;0;2;0;0;0;0'), people.join('\n'));
    assert.equal((await csv('part=days')).length, 31);
    assert.equal((await me.get(`${REPORT}/csv?part=all`)).status, 400);
  });

  it('is for recruiters', async () => {
    const member = await house.user({ role: 'member', company: 'Nova' });
    await member.expect(403, 'GET', REPORT);
  });
});

describe('who was hired', () => {
  it('is told by Huntflow’s stages, once, and never of those who were hired before they were found', async () => {
    const who = await connected(house, { company: 'Найм' });
    const account = house.up.huntflow.server.accounts.get(11);
    const hired = account.data.statuses.find(({ type }) => type === 'hired').id;
    const read = async () => {
      await house.sql('DELETE FROM api_cache');
      await who.expect(200, 'GET', `${ACCOUNT}/applicants/`);
      assert.equal((await house.run('tick', ['known'])).code, 0);
      return (await report('', who)).total.hired;
    };
    const [fresh, old] = ['+375331110001', '+375331110002'].map((phone) => applicant(house, { phone }));
    account.link(fresh, { vacancy: 1111, status: 1143 });
    account.link(old, { vacancy: 1111, status: hired });
    for (const phone of ['+375 33 111-00-01', '+375 33 111-00-02']) {
      await who.expect(201, 'POST', API, { last_name: 'Нанятая', phone });
    }
    assert.equal(await read(), 0);
    account.link(fresh, { vacancy: 1111, status: hired });
    assert.equal(await read(), 1);
    assert.equal(await read(), 1);
    const { times } = await report('', who);
    assert.equal(times.find(({ step }) => step === 'hired').count, 1);
  });
});
