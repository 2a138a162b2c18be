// notices: what people are told: listed, read, by the channels and at the hours that they chose.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { fields } from '../lib/problem.js';

const user = async (opts) => watched(await house.user(opts));
const LIST = '/api/v1/notifications/';
const SETTINGS = '/api/v1/notifications/settings/';

let house;
before(async () => { house = await startHouse(); });
after(() => house.stop());

const add = async (client, kind, { about = '', text = '', subject = '', id = 0, moment = null, bell = 1 } = {}) => {
  const { insertId } = await house.sql(
    `INSERT INTO notice (company_id, user_id, kind, about, moment, text, href, subject, subject_id, bell)
      SELECT company_id, id, ?, ?, ?, ?, '/tasks/5/', ?, ?, ? FROM user WHERE id = ?`,
    [kind, about, moment, text, subject, id, bell, client.user.id],
  );
  return insertId;
};
const unread = (res) => res.headers['x-unread-count'];

describe('the list', () => {
  test('has what the person was told, newest first, in their language and zone', async () => {
    const [anna, eve] = [await user(), await user({ locale: 'en' })];
    const { id } = await anna.expect(201, 'POST', '/api/v1/tasks/', { title: 'Позвонить' });
    await add(anna, 'assigned', { about: 'Борис', text: 'Позвонить', subject: 'task', id });
    await add(anna, 'due', { text: 'Позвонить', moment: '2026-11-29 11:00:00', subject: 'task', id });
    await add(anna, 'import_failed', { text: '3', subject: 'import', id: 7 });
    await add(eve, 'due', { text: 'Call', moment: '2026-11-29 11:00:00' });
    const res = await anna.get(LIST);
    assert.deepEqual([res.status, unread(res), res.headers['x-total-count']], [200, '3', '3']);
    assert.deepEqual(res.json.map(({ kind, title, text, href, task, read_at: read }) =>
      [kind, title, text, href, task, read]), [
      ['import_failed', 'Импорт завершён с ошибками',
        'Не перенесено: 3. Откройте импорт: там причины и кнопки, которые их устранят.', '/tasks/5/', null, null],
      ['due', 'Срок задачи: 29.11 14:00', 'Позвонить', '/tasks/5/', id, null],
      ['assigned', 'Вам назначена задача: Борис', 'Позвонить', '/tasks/5/', id, null],
    ]);
    assert.deepEqual((await eve.get(LIST)).json.map(({ title }) => title), ['Task due: 29.11 14:00']);
  });

  test('is paged; read ones may be left out', async () => {
    const anna = await user();
    for (let n = 0; n < 5; n++) await add(anna, 'comment', { text: String(n) });
    const first = await anna.get(`${LIST}?page_size=2`);
    assert.deepEqual(first.json.map(({ text }) => text), ['4', '3']);
    const next = /<([^>]*)>; rel="next"/.exec(first.headers.link)[1];
    assert.deepEqual((await anna.get(next)).json.map(({ text }) => text), ['2', '1']);
    assert.deepEqual((await anna.get(`${LIST}?page=3&page_size=2`)).json.map(({ text }) => text), ['0']);
    await anna.expect(200, 'POST', `${LIST}${first.json[0].id}/read/`);
    assert.deepEqual((await anna.get(`${LIST}?unread=1`)).json.map(({ text }) => text), ['3', '2', '1', '0']);
  });

  test('leaves out kinds whose bell is off, from then on', async () => {
    const anna = await user();
    await add(anna, 'status', { bell: 0 });
    const res = await anna.get(LIST);
    assert.deepEqual([res.json, unread(res)], [[], '0']);
  });

  test('refuses what it does not know', async () => {
    const anna = await user();
    for (const [query, field] of [['unread=2', 'unread'], ['page_size=0', 'page_size'], ['after=x', 'after'],
      ['kind=due', 'kind']])
      assert.deepEqual([query, fields(await anna.get(`${LIST}?${query}`))[0]?.split(':')[0]], [query, field]);
  });
});

describe('reading', () => {
  test('one, and all; told to the other pages', async () => {
    const anna = await user();
    for (let n = 0; n < 3; n++) await add(anna, 'comment', { text: String(n) });
    const [newest] = (await anna.get(LIST)).json;
    const one = await anna.post(`${LIST}${newest.id}/read/`);
    assert.deepEqual([one.status, one.json.id, unread(one)], [200, newest.id, '2']);
    const again = await anna.expect(200, 'POST', `${LIST}${newest.id}/read/`);
    assert.equal(again.read_at, one.json.read_at);
    assert.deepEqual(await anna.expect(200, 'POST', `${LIST}read-all/`), { read: 2 });
    assert.deepEqual(await anna.expect(200, 'POST', `${LIST}read-all/`), { read: 0 });
    assert.equal(unread(await anna.get(LIST)), '0');
    assert.equal((await anna.get('/api/v1/events')).json.filter(({ type }) => type === 'notification').length, 3);
  });

  test('those of others are not there', async () => {
    const [anna, boris] = [await user(), await user({ role: 'admin' })];
    await add(anna, 'comment');
    const [{ id }] = (await anna.get(LIST)).json;
    for (const odd of [id, 999999999, 0, 'x'])
      assert.equal((await boris.post(`${LIST}${odd}/read/`)).status, 404, String(odd));
    assert.deepEqual(await boris.expect(200, 'POST', `${LIST}read-all/`), { read: 0 });
    assert.equal(unread(await anna.get(LIST)), '1');
  });

  test('more than a hundred unread are not counted', async () => {
    const anna = await user();
    await house.sql(`INSERT INTO notice (company_id, user_id, kind) SELECT company_id, id, 'comment'
      FROM user, seq_1_to_150 WHERE id = ?`, [anna.user.id]);
    assert.equal(unread(await anna.get(LIST)), '100+');
  });
});

describe('settings', () => {
  test('are the defaults of each kind until they are changed', async () => {
    const anna = await user({ role: 'candidate' });
    const all = await anna.expect(200, 'GET', SETTINGS);
    assert.deepEqual(all.channels, { bell: true, email: false, telegram: false });
    assert.deepEqual([all.quiet_from, all.quiet_to, all.digest_hour], [null, null, null]);
    assert.deepEqual(all.kinds.assigned, { bell: true, email: true, telegram: true });
    assert.deepEqual(all.kinds.status, { bell: true, email: false, telegram: false });
    const changed = await anna.expect(200, 'PATCH', SETTINGS, {
      kinds: { status: { email: true }, assigned: { bell: false } }, quiet_from: 22, quiet_to: 8, digest_hour: 9,
    });
    assert.deepEqual(changed.kinds.status, { bell: true, email: true, telegram: false });
    assert.deepEqual(changed.kinds.assigned, { bell: false, email: true, telegram: true });
    const later = { ...changed, digest_hour: null };
    assert.deepEqual(await anna.expect(200, 'PATCH', SETTINGS, { digest_hour: null }), later);
    assert.deepEqual(await anna.expect(200, 'GET', SETTINGS), later);
    const other = await (await user()).expect(200, 'GET', SETTINGS);
    assert.deepEqual(other.kinds.status, { bell: true, email: false, telegram: false });
  });

  test('name what is wrong, and change nothing then', async () => {
    const anna = await user();
    const before = await anna.expect(200, 'GET', SETTINGS);
    for (const [body, field] of [
      [{ quiet_from: 24, quiet_to: 8 }, 'quiet_from:range'], [{ quiet_from: 22 }, 'quiet_to:required'],
      [{ digest_hour: '9' }, 'digest_hour:type'], [{ kinds: [] }, 'kinds:type'],
      [{ kinds: { status: { bell: false }, nothing: {} } }, 'kinds.nothing:unknown'],
      [{ kinds: { status: { bell: false, pigeon: true } } }, 'kinds.status.pigeon:unknown'],
      [{ kinds: { status: { bell: 'no' } } }, 'kinds.status.bell:type'],
      [{ kinds: { status: false } }, 'kinds.status:type'], [{ hours: 1 }, 'hours:unknown'],
    ]) assert.deepEqual(fields(await anna.patch(SETTINGS, body)), [field]);
    assert.deepEqual(await anna.expect(200, 'GET', SETTINGS), before);
  });

  test('put the digest at its hour of the zone of now; one that is due already comes', async () => {
    const anna = await user();
    const hour = async (zone) => {
      const [{ next }] = await house.sql(
        "SELECT DATE_FORMAT(digest_next, '%Y-%m-%dT%TZ') next FROM notice_hours WHERE user_id = ?", [anna.user.id],
      );
      const ahead = Date.parse(next) - Date.now();
      assert.ok(ahead > 0 && ahead <= 25 * 3_600_000, next);
      return new Date(next).toLocaleTimeString('sv', { timeZone: zone });
    };
    await anna.expect(200, 'PATCH', '/api/v1/profile', { time_zone: 'Europe/Minsk' });
    await anna.expect(200, 'PATCH', SETTINGS, { digest_hour: 9 });
    for (const zone of ['America/New_York', 'Asia/Tokyo', 'Europe/Berlin']) {
      await anna.expect(200, 'PATCH', '/api/v1/profile', { time_zone: zone });
      assert.equal(await hour(zone), '09:00:00');
    }
    await house.sql("UPDATE notice_hours SET digest_next = '2026-01-01' WHERE user_id = ?", [anna.user.id]);
    await anna.expect(200, 'PATCH', '/api/v1/profile', { time_zone: 'UTC' });
    const [{ due }] = await house.sql('SELECT digest_next < NOW() due FROM notice_hours WHERE user_id = ?',
      [anna.user.id]);
    assert.equal(due, 1);
  });

  test('are for those who are signed in, with a page of ours', async () => {
    const nobody = house.anonymous();
    for (const path of [LIST, SETTINGS]) assert.equal((await nobody.get(path)).status, 401, path);
    const anna = await user();
    assert.equal((await anna.patch(SETTINGS, {}, { headers: { 'X-CSRF-Token': 'x' } })).status, 403);
    assert.equal((await anna.post(`${LIST}read-all/`, undefined, { headers: { 'X-CSRF-Token': 'x' } })).status, 403);
  });
});
