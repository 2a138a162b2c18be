// days: a day, "today" and their counts are those of the person's time zone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { sync } from '../lib/recruiter.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MINSK = 3 * HOUR;	// before UTC, all the year
const LIST = '901200106';
let house;
let me;

// When the tasks were changed, and when they are due.
const TASKS = {
  before: ['2026-11-19T20:59:59.999Z', '2026-03-28T22:59:59.999Z'],
  first: ['2026-11-19T21:00:00Z', '2026-03-28T23:00:00Z'],
  last: ['2026-11-20T20:59:59.999Z', '2026-03-29T21:59:59.999Z'],
  after: ['2026-11-20T21:00:00Z', '2026-03-29T22:00:00Z'],
};

before(async () => {
  house = await startHouse({ upstreams: true });
  const { clickup } = house.up;
  await clickup.limit(1_000_000);
  me = await house.user();
  await me.connect({
    settings: {
      max_tasks: 1000, include_closed: true, team_id: '9012345678', space_id: '90120002', folder_id: null,
      list_id: LIST,
    },
  });
  const res = await fetch(
    `${clickup.url}/list/${LIST}/task?include_closed=true`, { headers: { Authorization: clickup.token } },
  );
  for (const { id } of (await res.json()).tasks) await clickup.deleteTask(id);
  for (const [id, [updated, due]] of Object.entries(TASKS)) {
    await clickup.addTask({
      id, list: LIST, name: id, created: 0, updated: Date.parse(updated), due: Date.parse(due), comments: [],
      attachments: [], fields: {},
    });
  }
  await sync(house, me);
});
after(() => house?.stop());

const zone = (name) => me.expect(200, 'PATCH', '/api/v1/profile', { time_zone: name });
const ids = async (query) => (await me.expect(200, 'GET', `/clickup/tasks?${query}`)).map(
  (task) => task.task_id
).sort();
const dated = (at) => new Date(at + MINSK).toISOString().slice(0, 10);

describe('a day of a filter', () => {
  test('is the person’s', async () => {
    await zone('Europe/Minsk');
    assert.deepEqual(await ids('updated_from=2026-11-20&updated_to=2026-11-20'), ['first', 'last']);
    assert.deepEqual(await ids('updated_to=2026-11-19'), ['before']);
    assert.deepEqual(await ids('updated_from=2026-11-21'), ['after']);
  });

  test('has 23 hours when the clocks go forward', async () => {
    await zone('Europe/Berlin');
    assert.deepEqual(await ids('due_from=2026-03-29&due_to=2026-03-29'), ['first', 'last']);
    assert.deepEqual(await ids('due_from=2026-03-30'), ['after']);
  });

  test('moments are what they say', async () => {
    await zone('Europe/Minsk');
    assert.deepEqual(await ids('updated_from=2026-11-20T21:00:00Z'), ['after']);
    assert.deepEqual(await ids('updated_to=2026-11-19T21:00:00Z'), ['before', 'first']);
  });

  test('also in a view and in a file', async () => {
    await zone('Europe/Minsk');
    const filter = { updated_from: '2026-11-20', updated_to: '2026-11-20' };
    const view = await me.expect(201, 'POST', '/clickup/api/views', { name: 'За день', filter });
    assert.equal(view.count, 2);
    const file = await me.get('/clickup/tasks/export?updated_from=2026-11-20&updated_to=2026-11-20&columns=name');
    assert.deepEqual(file.text.trim().split(/\r?\n/).slice(1).sort(), ['first', 'last']);
  });

  test('also in an import', async () => {
    await zone('Europe/Minsk');
    const filter = { updated_from: '2026-11-20', updated_to: '2026-11-20' };
    assert.equal(
      (await me.expect(
        200, 'POST', '/clickup/api/preview-bulk-import', { account_id: 11, scope: 'filter', filter },
      )).total,
      2,
    );
  });
});

describe('counts by day', () => {
  const midnight = () => Math.floor((Date.now() + MINSK) / DAY) * DAY - MINSK;
  const time = (at) => new Date(at).toISOString().slice(0, 23).replace('T', ' ');

  test('of what was imported', async () => {
    await zone('Europe/Minsk');
    const today = midnight();
    const sent = (at) =>
      house.sql(`INSERT INTO transfer_slot (user_id, slot, done) VALUES (?, ?, 1)`,
        [me.user.id, Math.floor(at / 900_000)]);
    await sent(today - DAY - 1);
    await sent(today - DAY);
    await sent(today - 1);
    const { imported } = await me.expect(200, 'GET', '/clickup');
    assert.equal(imported.at(-1).day, dated(today));
    assert.deepEqual(imported.filter(({ count }) => count > 0), [
      { day: dated(today - 2 * DAY), count: 1 }, { day: dated(today - DAY), count: 2 },
    ]);
  });

  test('of calls since midnight', async () => {
    const other = await house.user({ company: 'Полночь' });
    const calls = (at, n) =>
      house.sql(`INSERT INTO call_hour (company_id, provider, hour, user_id, log_type, calls)
        VALUES (?, 'huntflow', ?, ?, 'ERROR', ?)`,
      [other.user.company.id, time(at).slice(0, 19), other.user.id, n]);
    const today = midnight();
    await calls(today - HOUR, 100);
    await calls(today, 7);
    const { calls_today: all, errors_today: errors } = await other.expect(200, 'GET', '/huntflow/');
    assert.deepEqual([all, errors], [7, 7]);
  });
});
