// bitrix_events: calendars of a Bitrix24 portal: what is read of them, what is put into them.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { bitrixEnv, connectBitrix, syncBitrix } from '../lib/bitrix.js';
import { startHouse } from '../lib/house.js';
import { nextOf, pagesOf } from '../lib/pages_of.js';
import { fields, problem } from '../lib/problem.js';
import { Bitrix } from '../upstreams/bitrix.js';

const EVENTS = '/api/v1/bitrix24/events/';
const sim = new Bitrix({ people: 3 });
let house, companies = 0;
before(async () => {
  await sim.start();
  house = await startHouse({ env: bitrixEnv() });
});
after(async () => { await house?.stop(); await sim.stop(); });
afterEach(() => { sim.clear(); sim.portal.events.clear(); });

const inDays = (n, time = '10:00:00') => `${new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)}T${time}Z`;
const dayIn = (n) => inDays(n).slice(0, 10);

async function portal({ link = [] } = {}) {
  const made = await connectBitrix(house, sim, { company: `Календарь ${++companies}` });
  await syncBitrix(house, made.admin, made.id);
  for (const external of link) {
    const [{ id }] = await house.sql('SELECT id FROM employee WHERE connection_id = ? AND external_id = ?',
      [made.id, external]);
    await made.admin.expect(200, 'POST', `/api/v1/bitrix24/employees/${id}/link/`, { user_id: made.admin.user.id });
  }
  const sync = () => syncBitrix(house, made.admin, made.id, 'calendar');
  const list = (query = '') => made.admin.expect(200, 'GET', `${EVENTS}?${query}`);
  return { ...made, sync, list };
}

describe('a sync', () => {
  it('reads the company\'s calendar and those of linked people, whole days and repeated ones', async () => {
    const { admin, sync, list } = await portal({ link: [2] });
    sim.portal.addEvent({
      ownerId: 2, name: 'Созвон', from: inDays(1), to: inDays(1, '11:00:00'), timezone_from: 'Asia/Bishkek',
      location: 'Переговорная', description: 'Обсудить',
    });
    sim.portal.addEvent({
      type: 'company_calendar', ownerId: 0, name: 'Выходной', from: dayIn(3), to: dayIn(4), skip_time: 'Y',
    });
    sim.portal.addEvent({
      ownerId: 2, name: 'Планёрка', from: inDays(5), to: inDays(5, '10:30:00'), rrule: { FREQ: 'DAILY', COUNT: 3 },
    });
    sim.portal.addEvent({ ownerId: 3, name: 'Чужая', from: inDays(1), to: inDays(1, '11:00:00') });
    sim.portal.addEvent({ ownerId: 2, name: 'Личное', from: inDays(20), to: inDays(20), private_event: 'Y' });
    const log = await sync();
    assert.deepEqual([log.status, log.records_synced, log.created, log.updated], ['success', 6, 6, 0]);
    const got = await list();
    assert.deepEqual(got.map(({ name }) => name), ['Созвон', 'Выходной', 'Планёрка', 'Планёрка', 'Планёрка', '']);
    const [timed, whole, repeated] = got;
    assert.deepEqual([timed.from, timed.place, timed.description, timed.zone, timed.user_id],
      [inDays(1).replace('Z', '.000Z'), 'Переговорная', 'Обсудить', 'Asia/Bishkek', admin.user.id]);
    assert.deepEqual([whole.whole_day, whole.from, whole.to, whole.calendar],
      [true, `${dayIn(3)}T00:00:00.000Z`, `${dayIn(5)}T00:00:00.000Z`, 'company_calendar']);
    assert.equal(repeated.repeated, true);
    assert.equal(got[5].private, true);
    const first = await admin.get(`${EVENTS}?page_size=2`);
    sim.portal.addEvent({ ownerId: 2, name: 'Раньше всех', from: inDays(0, '23:00:00'), to: inDays(0, '23:30:00') });
    await sync();
    assert.deepEqual([first.json, ...await pagesOf(admin, nextOf(first))].flat(), got);
    assert.equal((await list(`from=${dayIn(4)}&to=${dayIn(5)}`)).length, 2);
    assert.deepEqual(admin.wrong, []);
  });

  it('what was changed or deleted there is so here; what was not is not written', async () => {
    const { id, sync, list } = await portal({ link: [2] });
    const [one, two] = ['Первая', 'Вторая'].map((name) => sim.portal.addEvent({
      ownerId: 2, name, from: inDays(1), to: inDays(1, '11:00:00'),
    }));
    await sync();
    const before = await house.sql('SELECT * FROM calendar_event WHERE connection_id = ? ORDER BY id', [id]);
    const second = await sync();
    assert.deepEqual(await house.sql('SELECT * FROM calendar_event WHERE connection_id = ? ORDER BY id', [id]), before);
    assert.equal(second.updated, 0);
    sim.portal.events.delete(String(two));
    sim.portal.events.get(String(one)).name = 'Переименована';
    const third = await sync();
    assert.deepEqual([third.created, third.updated], [0, 1]);
    assert.deepEqual((await list()).map(({ name }) => name), ['Переименована']);
  });

  it('takes a description that only looks like one of ours', async () => {
    const { sync, list } = await portal({ link: [2] });
    const description = 'Созвон\nhirewire-привет';
    sim.portal.addEvent({ ownerId: 2, name: 'Похожая', from: inDays(1), to: inDays(1, '11:00:00'), description });
    assert.equal((await sync()).status, 'success');
    assert.deepEqual((await list()).map((one) => [one.description, one.is_ours]), [[description, false]]);
  });

  it('forgets the calendar of whoever is not linked any more', async () => {
    const { admin, id, sync, list } = await portal({ link: [2] });
    sim.portal.addEvent({ ownerId: 2, name: 'Созвон', from: inDays(1), to: inDays(1, '11:00:00') });
    await sync();
    assert.equal((await list()).length, 1);
    const [{ id: employee }] = await house.sql(
      'SELECT id FROM employee WHERE connection_id = ? AND external_id = 2', [id]);
    await admin.expect(200, 'POST', `/api/v1/bitrix24/employees/${employee}/link/`, { user_id: null });
    await sync();
    assert.deepEqual(await list(), []);
  });

  it('a calendar that is closed does not hold up the others', async () => {
    const { sync, list } = await portal();
    const day = { from: dayIn(1), to: dayIn(1), skip_time: 'Y' };
    sim.portal.addEvent({ type: 'company_calendar', ownerId: 0, name: 'Праздник', ...day });
    await sync();
    sim.refuse('insufficient_scope', { method: 'batch' });
    await sync();
    assert.equal((await list()).length, 1);
  });
});

describe('POST events', () => {
  const interview = (more) => ({
    type: 'user', ownerId: 2, name: 'Собеседование: Анна Ким', from: inDays(2), to: inDays(2, '11:00:00'),
    description: 'http://hirewire/applicants/5', ...more,
  });

  it('makes one there with the link, once for a key, and it is known for ours', async () => {
    const { admin, id, sync, list } = await portal({ link: [2] });
    const body = { account_id: id, key: 'interview:5', fields: interview() };
    const { id: made } = await admin.expect(201, 'POST', EVENTS, body);
    assert.equal((await admin.expect(201, 'POST', EVENTS, body)).id, made);
    assert.equal(sim.portal.events.size, 1);
    assert.deepEqual((await list()).map((event) => [event.name, event.is_ours]), [['Собеседование: Анна Ким', true]],
      'it is seen before the next reading');
    assert.match([...sim.portal.events.values()][0].description, /^http:\/\/hirewire\/applicants\/5\n\nhirewire-/);
    const four = await Promise.all([1, 2, 3, 4].map(() =>
      admin.expect(201, 'POST', EVENTS, { ...body, key: 'interview:6', fields: interview({ name: 'Вместе' }) })));
    assert.deepEqual([new Set(four.map((one) => one.id)).size, sim.portal.events.size], [1, 2]);
    sim.portal.events.delete(String(four[0].id));
    await sync();
    const [event] = await list();
    assert.deepEqual([event.is_ours, event.description], [true, 'http://hirewire/applicants/5']);
    assert.deepEqual(admin.wrong, []);
  });

  it('in a calendar that is not read is not seen', async () => {
    const { admin, id, list } = await portal();
    await admin.expect(201, 'POST', EVENTS, { account_id: id, fields: interview() });
    assert.deepEqual(await list(), []);
  });

  it('is made by one alone, whichever database server the other asked', async () => {
    const { admin, id } = await portal();
    const body = { account_id: id, key: 'interview:9', fields: interview() };
    const { id: made } = await admin.expect(201, 'POST', EVENTS, body);
    const [mark] = /hirewire-[\w-]{22}$/.exec([...sim.portal.events.values()].at(-1).description);
    await house.sql(`INSERT INTO bitrix_making (connection_id, mark, lease, lease_until)
      VALUES (?, ?, 'another', NOW(3) + INTERVAL 1 MINUTE)`, [id, mark]);
    const refused = await admin.post(EVENTS, body);
    problem(refused, 429, 'bitrix.making');
    assert.equal(refused.headers['retry-after'], '60');
    await house.sql('UPDATE bitrix_making SET lease_until = NOW(3) - INTERVAL 1 SECOND');
    assert.equal((await admin.expect(201, 'POST', EVENTS, body)).id, made);
    assert.deepEqual(await house.sql('SELECT mark FROM bitrix_making'), []);
  });

  it('an answer that is lost makes nothing twice, however long the description is', async () => {
    const { admin, id } = await portal();
    sim.fault('drop_after', { method: 'calendar.event.add' });
    await admin.expect(201, 'POST', EVENTS, { account_id: id, fields: interview({ description: 'я'.repeat(12_000) }) });
    assert.equal(sim.portal.events.size, 1);
  });

  it('names what is missing', async () => {
    const { admin, id } = await portal();
    for (const [more, wanted] of [
      [{ name: undefined }, 'fields.name:required'], [{ type: 'other' }, 'fields.type:choice'],
      [{ ownerId: undefined }, 'fields.ownerId:required'], [{ to: undefined }, 'fields.to:required'],
      [{ ownerId: 'вторая' }, 'fields.ownerId:type'], [{ from: '31.12.2026 10:00:00' }, 'fields.from:format'],
      [{ to: inDays(1) }, 'fields.to:order'],
      [{ from_ts: 9_000_000_000_000_000 }, 'fields.from_ts:range'], [{ to_ts: -5 }, 'fields.to_ts:range'],
    ]) assert.deepEqual(fields(await admin.post(EVENTS, { account_id: id, fields: interview(more) })), [wanted]);
    const member = await house.user({ role: 'member', company: `Календарь ${companies}` });
    await member.expect(403, 'POST', EVENTS, { account_id: id, fields: interview() });
  });
});
