// Paging: the last page of a list leads to no other, however many rows it has; a cursor is of its order.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { pagesOf } from '../lib/pages_of.js';
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
  ['/api/v1/users', () => hers.admin], ['/api/v1/audit', () => hers.admin],
  ['/huntflow/accounts/11/vacancies', () => hers], ['/huntflow/accounts/11/applicants', () => hers],
];

for (const [path, client] of LISTS) {
  it(`${path}: whole pages end with the last row`, async () => {
    const url = path.replace('JOB', hers.job).replace('TASK', hers.task.id);
    const all = Number((await client().get(url)).headers['x-total-count']);
    assert.ok(all > 1, `${all} rows`);
    const size = all <= 10 ? 1 : Math.max(...Array.from({ length: 30 }, (_, n) => n + 1).filter((n) => all % n === 0));
    const pages = await pagesOf(client(), `${url}?page_size=${size}`);
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
