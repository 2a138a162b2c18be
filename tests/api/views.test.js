// views: the task list under names of people's own, with counts; and the list as a CSV file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, recruiter, sync } from '../lib/recruiter.js';
import { watched } from '../lib/openapi.js';
import { changed } from '../lib/seed.js';

const VIEWS = '/clickup/api/views';
const EXPORT = '/clickup/tasks/export';

let house;
let me;
let up;
before(async () => {
  // what the sanitizer keeps of freed memory would count as use
  house = await startHouse({
    upstreams: true, env: { ...QUICK, ASAN_OPTIONS: 'quarantine_size_mb=1', POOL_CLICKUP_REMOTE: '1' },
  });
  up = house.up;
  await up.clickup.reset();
  const [one, two] = ['новая', 'на проверке'];
  await up.clickup.addTask({ id: 'v1', name: 'Иванов, "Пётр"', status: one, priority: 1, tags: ['java'] });
  await up.clickup.addTask({ id: 'v2', name: '=cmd|calc', status: one, tags: ['java', 'sql'] });
  await up.clickup.addTask({ id: 'v3', name: 'Петров\nИван; QA', status: two });
  me = watched(await recruiter(house));
});
after(() => house?.stop());

describe('views', () => {
  it('are kept, counted, changed and dropped', async () => {
    const made = await me.expect(201, 'POST', VIEWS, {
      name: 'Java', filter: { tag: ['java'], search: '' }, columns: ['name', 'status'], sort: '-name',
    });
    assert.deepEqual([made.name, made.count, made.shared, made.mine, made.sort], ['Java', 2, false, true, '-name']);
    assert.deepEqual(made.columns, ['name', 'status']);
    assert.deepEqual(made.filter, { tag: ['java'], search: '' });
    assert.deepEqual(made.statuses, [{ name: 'новая', count: 2 }]);
    const changed = await me.expect(200, 'PATCH', `${VIEWS}/${made.id}`, { name: 'Все', filter: {} });
    const total = Number((await me.get('/clickup/tasks')).headers['x-total-count']);
    assert.deepEqual([changed.name, changed.count, changed.sort], ['Все', total, '-name']);
    assert.equal(changed.statuses.reduce((sum, { count }) => sum + count, 0), total);
    assert.deepEqual((await me.get(VIEWS)).json.map(({ id }) => id), [made.id]);
    await me.expect(204, 'DELETE', `${VIEWS}/${made.id}`);
    assert.deepEqual((await me.get(VIEWS)).json, []);
    assert.deepEqual(me.wrong, []);
  });

  it('refuse what makes no sense and say where', async () => {
    const field = async (body, method = 'POST', path = VIEWS) => {
      const { status, json } = await me.send(method, path, body);
      assert.equal(status, 400, JSON.stringify(json));
      return `${json.errors[0].field} ${json.errors[0].code}`;
    };
    assert.equal(await field({}), 'name required');
    assert.equal(await field({ name: '  ' }), 'name required');
    assert.equal(await field({ name: 'я'.repeat(101) }), 'name length');
    assert.equal(await field({ name: 'a', filter: [] }), 'filter type');
    assert.equal(await field({ name: 'a', filter: { nonsense: 1 } }), 'filter.nonsense unknown');
    assert.equal(await field({ name: 'a', filter: { cv: 'x' } }), 'filter.cv choice');
    assert.equal(await field({ name: 'a', columns: ['name', 'name'] }), 'columns unique');
    assert.equal(await field({ name: 'a', columns: ['password'] }), 'columns choice');
    assert.equal(await field({ name: 'a', columns: [1] }), 'columns choice');
    assert.equal(await field({ name: 'a', sort: 'words' }), 'sort choice');
    assert.equal(await field({ name: 'a', shared: 'maybe' }), 'shared type');
    assert.equal(await field({ name: 'a', user_id: 1 }), 'user_id unknown');
    assert.deepEqual((await me.get(VIEWS)).json, []);
    assert.deepEqual(me.wrong, []);
  });

  it('belong to a person; shared ones to the company, for its eyes', async () => {
    const colleague = await house.user();
    const manager = await house.user({ role: 'manager' });
    const stranger = await house.user({ company: 'Чужие' });
    const member = await house.user({ role: 'member' });
    const own = await me.expect(201, 'POST', VIEWS, { name: 'Моё' });
    const shared = await me.expect(201, 'POST', VIEWS, { name: 'Наше', shared: true, filter: { status: 'новая' } });
    assert.equal((await me.post(VIEWS, { name: 'Моё' })).json.code, 'account.view_name');
    assert.equal((await me.patch(`${VIEWS}/${own.id}`, { name: 'Наше' })).json.code, 'account.view_name');
    const seen = (await colleague.get(VIEWS)).json;
    assert.deepEqual(seen.map(({ id, mine, count }) => [id, mine, count]), [[shared.id, false, 0]]);
    assert.equal((await colleague.patch(`${VIEWS}/${shared.id}`, { name: 'x' })).status, 403);
    assert.equal((await colleague.del(`${VIEWS}/${shared.id}`)).json.code, 'account.view_owner');
    assert.equal((await colleague.del(`${VIEWS}/${own.id}`)).status, 404);
    assert.equal((await stranger.del(`${VIEWS}/${shared.id}`)).status, 404);
    assert.deepEqual((await stranger.get(VIEWS)).json, []);
    assert.equal((await member.get(VIEWS)).status, 403);
    assert.equal((await house.anonymous().get(VIEWS)).status, 401);
    assert.equal((await manager.patch(`${VIEWS}/${shared.id}`, { name: 'Общее', shared: false })).json.shared, true);
    assert.equal((await manager.del(`${VIEWS}/${own.id}`)).status, 404);
    await manager.expect(204, 'DELETE', `${VIEWS}/${shared.id}`);
    const reader = await me.token({ scopes: ['read'] });
    assert.equal((await reader.get(VIEWS)).status, 200);
    assert.equal((await reader.del(`${VIEWS}/${own.id}`)).status, 403);
    await me.expect(204, 'DELETE', `${VIEWS}/${own.id}`);
  });

  it('are 50 at most', async () => {
    const person = await house.user();
    for (let i = 0; i < 50; i++) await person.expect(201, 'POST', VIEWS, { name: `n${i}` });
    const res = await person.post(VIEWS, { name: 'one more' });
    assert.deepEqual([res.status, res.json.code], [409, 'account.views_limit']);
  });
});

describe('the list as CSV', () => {
  const rows = (text) => text.replace('\ufeff', '').split('\r\n').slice(0, -1);

  it('has a BOM, names of columns, quotes, and no formulas', async () => {
    const res = await me.get(`${EXPORT}?search=иван&columns=task_id&columns=name&columns=status&sort=name`);
    assert.equal(res.status, 200, res.text);
    assert.deepEqual([...res.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.equal(res.headers['content-type'], 'text/csv; charset=utf-8');
    assert.match(res.headers['content-disposition'], /^attachment; filename="tasks-\d{4}-\d\d-\d\d\.csv"$/);
    assert.equal(res.text.split('\r\n')[0], '\ufeffID задачи,Название,Статус');
    assert.ok(res.text.includes('v1,"Иванов, ""Пётр""",новая\r\n'), res.text);
    assert.ok(res.text.includes('v3,"Петров\nИван; QA",на проверке\r\n'), res.text);
    const all = (await me.get(`${EXPORT}?tag=sql&columns=name&columns=tags&lang=en&separator=semicolon`)).text;
    assert.deepEqual(rows(all), ['Name;Tags', '"\'=cmd|calc";java, sql']);
    const tabs = await me.get(`${EXPORT}?tag=sql&columns=name&columns=transfer&separator=tab`);
    assert.match(tabs.headers['content-type'], /^text\/tab-separated-values/);
    assert.equal(rows(tabs.text)[1], '"\'=cmd|calc"\tНет');
    assert.deepEqual(me.wrong, []);
  });

  it("is in the person's language and time zone, filtered and ordered like the list", async () => {
    await up.clickup.changeTask('v1', { due: Date.parse('2026-11-20T22:30:00Z') });
    await sync(house, me);
    const line = async (zone) => {
      await me.expect(200, 'PATCH', '/api/v1/profile', { time_zone: zone });
      return rows((await me.get(`${EXPORT}?tag=java&priority=urgent&columns=priority&columns=due_date`)).text)[1];
    };
    assert.equal(await line('Europe/Minsk'), 'Срочный,2026-11-21 01:30:00');
    assert.equal(await line('America/New_York'), 'Срочный,2026-11-20 17:30:00');
    const list = (await me.get('/clickup/tasks?sort=-name&page_size=100')).json.map(({ task_id: id }) => id);
    assert.deepEqual(rows((await me.get(`${EXPORT}?sort=-name&columns=task_id`)).text).slice(1), list);
    const found = (await me.get('/clickup/tasks?search=ив&sort=name&page_size=100')).json.map(({ task_id: id }) => id);
    assert.deepEqual(rows((await me.get(`${EXPORT}?search=ив&sort=name&columns=task_id`)).text).slice(1), found);
  });

  it('refuses unknown names, and others see their own tasks', async () => {
    for (const [query, field] of [
      ['separator=pipe', 'separator'], ['columns=x', 'columns'], ['page=1', 'page'], ['sort=x', 'sort'], ['cv=x', 'cv'],
    ]) {
      const res = await me.get(`${EXPORT}?${query}`);
      assert.deepEqual([res.status, res.json.errors[0].field], [400, field], query);
    }
    const other = await house.user();
    assert.equal(rows((await other.get(EXPORT)).text).length, 1);
    assert.equal((await house.anonymous().get(EXPORT)).status, 401);
    assert.equal((await (await house.user({ role: 'member' })).get(EXPORT)).status, 403);
    assert.equal((await me.raw('HEAD', EXPORT)).text, '');
  });

  it('is streamed: many rows in little memory, cut off when it breaks', async () => {
    const person = await house.user();
    await person.connect();
    const [{ id }] = await house.sql(
      "SELECT id FROM connection WHERE owner_id = ? AND provider = 'clickup'", [person.user.id],
    );
    await house.sql(`INSERT INTO clickup_task (connection_id, user_id, task_id, name, description, date_created,
      date_updated, content_hash)
      SELECT ?, ?, CONCAT('big', seq), CONCAT('Задача ', seq, REPEAT('x', 300)), 'big',
      NOW(3), NOW(3) - INTERVAL seq SECOND, REPEAT('0', 16) FROM seq_1_to_50150`, [id, person.user.id]);
    await changed(house, id);
    const peak = () => Math.max(...house.pids('clickup').map((pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(
      `/proc/${pid}/status`, 'utf8',
    ))[1])));
    await person.get(`${EXPORT}?status=none`);
    const before = peak();
    const res = await person.get(`${EXPORT}?columns=task_id&columns=name`);
    assert.equal(rows(res.text).length, 50_151);
    assert.equal(new Set(rows(res.text)).size, 50_151);
    assert.equal(res.headers['content-length'], undefined);
    assert.equal(rows((await person.get(`${EXPORT}?search=big&columns=task_id`)).text).length, 50_151);
    assert.ok(peak() - before < 40_000, `${peak() - before} KB`);
    await house.sql('ALTER TABLE transfer RENAME TO transfer_away');
    try {
      assert.equal((await person.get(EXPORT)).status, 500);
    } finally {
      await house.sql('ALTER TABLE transfer_away RENAME TO transfer');
    }
  });
});
