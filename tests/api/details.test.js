// What a list does not tell of its tasks: files, read in the background, and what a CV can be made of.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, sync, transfer } from '../lib/recruiter.js';

let house, clickup;
before(async () => {
  house = await startHouse({ upstreams: true, env: { ...QUICK, CLICKUP_DETAILS: '15' } });
  ({ clickup } = house.up);
});
after(() => house.stop());
beforeEach(async () => {
  await clickup.reset();
  await clickup.clearFaults();
  await clickup.limit(1_000_000);
  await house.sql("UPDATE clickup_task SET detail_due = 0");
});

const file = (title, extension) => {
  const name = `${title}.${extension}`;
  return { id: name, title: name, extension, date: 1, url: 'https://files.example.com/x' };
};
const KINDS = {
  pdf: [file('Резюме', 'pdf'), file('ещё', 'docx')],
  file: [file('Резюме', 'docx')],
  scan: [file('скан', 'jpg')],
  none: [file('архив', 'zip')],
};

async function person() {
  const client = await house.user();
  await client.connect({ settings: { include_closed: true, max_tasks: 1_000_000 } });
  await clickup.seed({ list: clickup.list, count: 30, description_bytes: 50 });
  for (const [id, attachments] of Object.entries(KINDS)) {
    await clickup.addTask({ id: `kind_${id}`, name: `Кандидат ${id}`, attachments });
  }
  await sync(house, client);
  return client;
}

const read = () => house.run('tick', ['details']);
const kinds = async (client) => Object.fromEntries((await house.sql(
  `SELECT task_id, cv, cv_count FROM clickup_task t JOIN connection c ON c.id = t.connection_id
   WHERE c.owner_id = ? AND task_id LIKE 'kind\\_%' ORDER BY task_id`,
  [client.user.id],
))
  .map(({ task_id: id, cv, cv_count: n }) => [id.slice(5), `${cv} ${n}`]));

describe('files', () => {
  it('are read by themselves, of the newest tasks first, so many at a time', async () => {
    const client = await person();
    const unknown = 'unknown 0';
    assert.deepEqual(await kinds(client), { file: unknown, none: unknown, pdf: unknown, scan: unknown });
    await clickup.clearCalls();
    assert.equal((await read()).code, 0);
    assert.deepEqual(await kinds(client), { file: 'file 1', none: 'none 0', pdf: 'pdf 1', scan: 'file 1' });
    assert.equal((await clickup.calls({ path: '/task/' })).calls.length, 15);
    const list = await client.expect(200, 'GET', '/clickup/tasks?cv=file&page_size=100');
    const ours = list.filter(({ task_id: id }) => id.startsWith('kind_'));
    assert.deepEqual(ours.map(({ task_id: id, cv }) => `${id} ${cv}`).sort(), ['kind_file file', 'kind_scan file']);
    const { cvs } = await client.expect(200, 'GET', '/clickup/api/task-filters');
    assert.ok(JSON.stringify(cvs).includes('"file"'), JSON.stringify(cvs));
    await house.until(async () => {
      await read();
      return (await house.sql('SELECT COUNT(*) n FROM clickup_task WHERE detail_due = 1'))[0].n === 0;
    });
    await clickup.clearCalls();
    await read();
    assert.equal((await clickup.calls()).calls.length, 0, 'nothing is due');
  });

  it('of a task that changed are read again, and stay known meanwhile', async () => {
    const client = await person();
    await read();
    await clickup.changeTask('kind_file', { name: 'Переименован', attachments: KINDS.pdf });
    await sync(house, client);
    assert.equal((await kinds(client)).file, 'file 1');
    await read();
    assert.equal((await kinds(client)).file, 'pdf 1');
  });

  it('wait when nothing is left of the budget', async () => {
    const client = await person();
    const headers = { 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 600) };
    await clickup.fault({ kind: 'status', status: 429, path: '/task/', times: 100, headers });
    assert.equal((await read()).code, 0);
    assert.equal((await kinds(client)).pdf, 'unknown 0');
    await house.sql('DELETE FROM rate_bucket');
    await clickup.clearFaults();
    await read();
    assert.equal((await kinds(client)).pdf, 'pdf 1');
  });

  it('of a task that may not be seen do not hold up the others', async () => {
    const client = await person();
    await clickup.fault({ kind: 'status', status: 403, path: '/task/kind_pdf', times: 100 });
    await read();
    assert.deepEqual([(await kinds(client)).pdf, (await kinds(client)).file], ['unknown 0', 'file 1']);
    assert.deepEqual(await house.sql("SELECT 1 FROM clickup_task WHERE task_id = 'kind_pdf' AND detail_due = 1"), []);
  });
});

it('after a transfer the file is known', async () => {
  const client = await person();
  assert.equal((await kinds(client)).none, 'unknown 0');
  const { status, text } = await transfer(client, 'kind_none');
  assert.equal(status, 201, text);
  assert.equal((await kinds(client)).none, 'none 0');
});
