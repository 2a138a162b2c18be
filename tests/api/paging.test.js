// Paging: the last page of a list leads to no other, however many rows it has; a cursor is of its order.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { nextOf, pagesOf } from '../lib/pages_of.js';
import { QUICK, reaches, recruiter, start, sync } from '../lib/recruiter.js';
import { team } from '../lib/team.js';

let house, me, hers;

before(async () => {
  house = await startHouse({ upstreams: true, env: QUICK });
  hers = await recruiter(house, { tasks: { count: 4, pdf: 1 } });
  await sync(house, hers);
  for (let n = 0; n < 2; n++) hers.job = (await reaches(house, hers, (await start(hers)).id, 'completed')).id;
  const made = await team(house);
  ({ me } = made);
  hers.admin = await house.user({ role: 'admin' });
  for (const title of ['Раз', 'Два']) {
    await me.expect(201, 'POST', '/api/v1/projects/', { name: title });
    await me.expect(201, 'POST', '/api/v1/clients/', { name: title });
    await hers.admin.expect(201, 'POST', '/api/integrations/', { platform: 'linkedin', name: title });
    hers.task = await made.add(title);
  }
  for (const text of ['раз', 'два']) await me.expect(201, 'POST', `/api/v1/tasks/${hers.task.id}/comments/`, { text });
  for (const name of ['раз', 'два', 'три']) {
    const { status } = await me.raw('POST', `/api/v1/tasks/${hers.task.id}/files/`, {
      headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
      body: `--x\r\nContent-Disposition: form-data; name="file"; filename="${name}.txt"\r\n\r\n${name}\r\n--x--\r\n`,
    });
    assert.equal(status, 201);
  }
});
after(() => house?.stop());

const LISTS = [
  ['/clickup/tasks', () => hers], ['/clickup/sync-logs', () => hers], ['/clickup/bulk-import', () => hers],
  ['/clickup/api/bulk-import-items/JOB', () => hers], ['/api/v1/logs/calls', () => hers],
  ['/api/v1/huntflow/logs', () => hers], ['/api/v1/tasks', () => me], ['/api/v1/projects', () => me],
  ['/api/v1/clients', () => me], ['/api/v1/tasks/TASK/comments', () => me], ['/api/v1/tasks/TASK/audit', () => me],
  ['/api/v1/tasks/TASK/files', () => me],
  ['/api/integrations', () => hers.admin], ['/api/integrations?status=pending', () => hers.admin],
  ['/api/v1/users', () => hers.admin], ['/api/v1/audit', () => hers.admin],
  ['/huntflow/accounts/11/vacancies', () => hers], ['/huntflow/accounts/11/applicants', () => hers],
];

for (const [path, client] of LISTS) {
  it(`${path}: whole pages end with the last row`, async () => {
    const url = path.replace('JOB', hers.job).replace('TASK', hers.task.id);
    const all = Number((await client().get(url)).headers['x-total-count']);
    assert.ok(all > 1, `${all} rows`);
    const size = all <= 10 ? 1 : Math.max(...Array.from({ length: 30 }, (_, n) => n + 1).filter((n) => all % n === 0));
    const pages = await pagesOf(client(), `${url}${url.includes('?') ? '&' : '?'}page_size=${size}`);
    assert.deepEqual(pages.map(({ length }) => length), Array.from({ length: all / size }, () => size));
  });
}

for (const [path, client, orders] of [
  ['/clickup/tasks?sort', () => hers, ['-date_updated', 'date_updated', 'name', 'date_created']],
  ['/api/v1/tasks?ordering', () => me, ['-updated_at', 'updated_at', 'title', 'created_at']],
]) {
  it(`${path}: where a page of one order ends says nothing in another`, async () => {
    const [order, ...others] = orders;
    const page = await client().get(`${path}=${order}&page_size=1`);
    const after = /after=([^&>]+)/.exec(page.headers.link)[1];
    await client().expect(200, 'GET', `${path}=${order}&page_size=1&after=${after}`);
    for (const other of others) {
      const refused = await client().expect(400, 'GET', `${path}=${other}&after=${after}`);
      assert.deepEqual(refused.errors.map((one) => [one.field, one.code]), [['after', 'cursor']], other);
    }
  });
}

it('mirrors of Bitrix24: pages of those that one sees, by key alone', async () => {
  const boss = await house.user({ role: 'admin', company: 'Зеркала' });
  const member = await house.user({ role: 'member', company: 'Зеркала' });
  const company = boss.user.company.id;
  const [{ id: portal }] = await house.sql(`INSERT INTO connection (company_id, owner_id, provider, name)
    VALUES (?, 0, 'bitrix24', 'Портал') RETURNING id`, [company]);
  const made = [];
  for (let n = 0; n < 5; n++) {
    const project = await boss.expect(201, 'POST', '/api/v1/projects/', {
      name: `Ряд ${n}`, members: n % 2 ? [{ user: member.user.id, role: 'viewer' }] : [],
    });
    const [{ id }] = await house.sql(`INSERT INTO bitrix_project (company_id, connection_id, project_id, group_id,
      user_id, statuses, fields) VALUES (?, ?, ?, ?, ?, '{}', '[]') RETURNING id`,
    [company, portal, project.id, n, boss.user.id]);
    made.push(id);
  }
  const idsOf = async (who, size) => (await pagesOf(who, `/api/v1/bitrix24/projects?page_size=${size}`))
    .map((rows) => rows.map(({ id }) => id));
  assert.deepEqual(await idsOf(boss, 2), [[made[0], made[1]], [made[2], made[3]], [made[4]]]);
  assert.deepEqual(await idsOf(boss, 5), [made]);
  assert.deepEqual(await idsOf(member, 1), [[made[1]], [made[3]]]);
  assert.deepEqual(await idsOf(member, 2), [[made[1], made[3]]]);
  await boss.expect(400, 'GET', '/api/v1/bitrix24/projects?page=2');
});

const names = (rows) => rows.map(({ name, full_name: full }) => name ?? full);

for (const [path, company] of [['/api/v1/projects/', 'Листы'], ['/api/v1/clients/', 'Чьи']]) {
  it(`${path}: what comes, goes or is renamed before the next page moves none of its rows`, async () => {
    const boss = await house.user({ role: 'manager', company });
    const add = (name) => boss.expect(201, 'POST', path, { name });
    const made = [];
    for (let n = 1; n <= 7; n++) made.push(await add(`Ряд ${n}`));
    const first = await boss.get(`${path}?page_size=3`);
    assert.deepEqual(names(first.json), ['Ряд 1', 'Ряд 2', 'Ряд 3']);
    await add('Ряд 0');
    await add('Ряд 35');
    await boss.expect(204, 'DELETE', `${path}${made[1].id}/`);
    const second = await boss.get(nextOf(first));
    assert.deepEqual(names(second.json), ['Ряд 35', 'Ряд 4', 'Ряд 5']);
    await boss.expect(204, 'DELETE', `${path}${made[4].id}/`);
    await boss.expect(200, 'PATCH', `${path}${made[0].id}/`, { name: 'Ряд 55' });
    const third = await boss.get(nextOf(second));
    assert.deepEqual([names(third.json), nextOf(third)], [['Ряд 55', 'Ряд 6', 'Ряд 7'], undefined]);
    const byNumber = await boss.get(`${path}?page=2&page_size=3`);
    assert.deepEqual(names(byNumber.json), ['Ряд 4', 'Ряд 55', 'Ряд 6']);
    for (const after of ['7', 'x61', 'x6z.1', '']) {
      const refused = await boss.expect(400, 'GET', `${path}?after=${after}`);
      assert.deepEqual(refused.errors.map((one) => [one.field, one.code]), [['after', 'cursor']], after);
    }
  });
}

it('pages by name go on however long the names are and however late they differ', async () => {
  const boss = await house.user({ role: 'admin', company: 'Длинные' });
  const long = Array.from({ length: 5 }, (_, n) => `${'Ж'.repeat(199)}${n}`);
  for (const name of long) {
    await boss.expect(201, 'POST', '/api/v1/projects/', { name });
    await boss.expect(201, 'POST', '/api/v1/clients/', { name });
  }
  const [{ id }] = await house.sql(`INSERT INTO connection (company_id, owner_id, provider, name)
    VALUES (?, ?, 'bitrix24', 'Портал') RETURNING id`, [boss.user.company.id, boss.user.id]);
  for (const [n, name] of long.entries()) {
    await house.sql('INSERT INTO employee (company_id, connection_id, external_id, full_name) VALUES (?, ?, ?, ?)',
      [boss.user.company.id, id, n + 1, `${'Ж'.repeat(100)}${name}`]);
  }
  for (const [path, wanted] of [
    ['/api/v1/projects/', long], ['/api/v1/clients/', long],
    ['/api/v1/bitrix24/employees/', long.map((name) => `${'Ж'.repeat(100)}${name}`)],
  ]) {
    const pages = [];
    for (let next = `${path}?page_size=2`; next && pages.length < 5;) {
      const page = await boss.get(next);
      pages.push(names(page.json));
      next = nextOf(page);
    }
    assert.deepEqual(pages, [wanted.slice(0, 2), wanted.slice(2, 4), wanted.slice(4)], path);
  }
});
