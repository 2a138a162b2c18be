// Rows of Notion to Huntflow: one at a time and by a bulk import, each once, with all that its page says.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { erase } from '../lib/erasure.js';
import { startHouse } from '../lib/house.js';
import { ACCOUNTS, connectNotion, notionEnv, syncNotion } from '../lib/notion.js';
import { problem } from '../lib/problem.js';
import { QUICK, reaches } from '../lib/recruiter.js';
import { Notion, SOURCE } from '../upstreams/notion.js';
import { cv, person } from '../upstreams/people.js';

const sim = new Notion({ people: 0 });
let house, up, me, id;
before(async () => {
  await sim.start();
  house = await startHouse({ upstreams: true, env: { ...QUICK, ...notionEnv(sim) } });
  ({ up } = house);
  await up.huntflow.settings({ parse: 'all' });
  ({ admin: me, id } = await connectNotion(house, { company: 'Nova' }));
  await me.expect(200, 'PATCH', '/api/v1/profile', {
    huntflow_prod_url: up.huntflow.url, huntflow_prod_api_key: up.huntflow.api_key,
    huntflow_prod_refresh_token: up.huntflow.refresh_token,
  });
});
after(async () => { await house?.stop(); await sim.stop(); });

const sync = () => syncNotion(house, me, id, { full: true });
const url = (page, what) => `${ACCOUNTS}${id}/rows/${page.id}/${what}`;
const send = (page, more = {}) => me.post(url(page, 'transfer-to-huntflow'), { account_id: 11, ...more });
const mailed = async (email) => (await up.huntflow.applicants()).filter((one) => one.email === email);
const named = async (last) => (await up.huntflow.applicants()).filter(({ last_name: name }) => name === last);
const wish = (more) => ({ source: { kind: 'notion', id }, account_id: 11, delay_seconds: 0, scope: 'all', ...more });
const start = (more) => me.expect(202, 'POST', '/clickup/api/start-bulk-import', wish(more));
const comments = (applicant) => applicant.logs.map(({ comment }) => comment).filter(Boolean);

describe('one row', () => {
  test('goes with its properties, the text of nested blocks, its comments, its file and the link, once', async () => {
    const one = person(700);
    const related = sim.addPage({ values: { Имя: 'Вакансия QA' } });
    const page = sim.addPage({
      values: {
        Имя: 'Ковалёва Анна', Телефон: '+375 29 700-70-70', Email: 'kov700@example.com', Уровень: 'Senior',
        Рекрутер: [...sim.users.keys()].slice(0, 1), Вакансия: Array.from({ length: 30 }, () => related.id),
        Резюме: [{ name: 'Ковалёва.pdf', lines: cv(one) }],
      },
      blocks: [
        { type: 'toggle', text: 'Опыт', children: [{ type: 'bulleted_list_item', text: 'Кедр, пять лет' }] },
        { type: 'synced_block', children: [{ type: 'paragraph', text: 'Секрет', elsewhere: true }] },
        { type: 'child_page', title: 'Письма', children: [{ type: 'paragraph', text: 'Чужая страница' }] },
      ],
      comments: [{ text: 'Ждёт оффера' }],
    });
    await sync();
    const preview = await me.expect(200, 'GET', `${url(page, 'transfer-preview')}?account_id=11`);
    assert.deepEqual([preview.last_name, preview.first_name, preview.phone, preview.file.title],
      ['Ковалёва', 'Анна', '+375 29 700-70-70', 'Ковалёва.pdf']);
    const done = await send(page);
    assert.equal(done.status, 201, done.text);
    const [applicant, ...more] = await named('Ковалёва');
    assert.deepEqual([more.length, applicant.email], [0, 'kov700@example.com']);
    const said = comments(applicant).join('\n');
    for (const text of ['Уровень: Senior', 'Вакансия: Вакансия QA', 'Опыт', '• Кедр, пять лет', 'Ждёт оффера',
      `https://www.notion.so/${page.id.replaceAll('-', '')}`]) assert.ok(said.includes(text), `${text} in ${said}`);
    assert.ok(!said.includes('Чужая страница'), said);
    assert.equal((await up.huntflow.uploads()).length, 1);
    assert.equal((await send(page)).json.created, false);
    const rows = await me.expect(200, 'GET', `${ACCOUNTS}${id}/rows/?transfer=done`);
    assert.deepEqual(rows.map(({ id: row, transfer: { state, account_id: account } }) => [row, state, account]),
      [[page.id, 'done', 11]]);
  });

  test('goes without comments that may not be read, and by a file whose address expired meanwhile', async () => {
    const page = sim.addPage({
      values: { Имя: 'Мороз Яна', Резюме: [{ name: 'cv.pdf', lines: cv(person(701)) }] }, comments: [{ text: 'Тайна' }],
    });
    await sync();
    sim.comments = false;
    sim.addFault({ kind: 'status', status: 403, path: '^/files/' });
    const done = await send(page);
    sim.comments = true;
    assert.equal(done.status, 201, done.text);
    const [applicant] = await named('Мороз');
    assert.ok(!comments(applicant).join().includes('Тайна'));
    assert.equal(sim.calls.filter(({ path }) => path.startsWith('/files/')).length >= 2, true);
  });

  test('that is in the trash, or gone, is told', async () => {
    const page = sim.addPage({ values: { Имя: 'Новик Пётр' } });
    await sync();
    sim.change(page.id, { in_trash: true });
    problem(await send(page), 404, 'notion.trashed');
    const [{ transfer }] = await me.expect(200, 'GET', `${ACCOUNTS}${id}/rows/?search=${encodeURIComponent('Новик')}`);
    assert.deepEqual([transfer.state, transfer.error_code], ['failed', 'notion.trashed']);
    problem(await send({ id: SOURCE }), 404, 'notion.gone');
    assert.equal((await named('Новик')).length, 0);
  });
});

describe('an import', () => {
  test('is shown before, sends each once though its workers are killed, and can be taken back', async () => {
    for (let n = 0; n < 12; n++)
      sim.addPage({ values: { Имя: `Многова${n} Ольга`, Email: `many${n}@example.com` } });
    await sync();
    const filter = { search: 'Многова' };
    const counts = await me.expect(200, 'POST', '/clickup/api/preview-bulk-import', wish({ scope: 'filter', filter }));
    assert.deepEqual([counts.total, counts.create], [12, 12]);
    await up.huntflow.latency(40);
    const { id: job } = await start({ scope: 'filter', filter });
    await house.until(async () => (await me.get(`/clickup/api/bulk-import-progress/${job}`)).json.successful_tasks > 2);
    await house.kill('import');
    house.launch('import');
    let end = await reaches(house, me, job, 'completed');
    if (end.unsure_tasks > 0) {
      await me.expect(200, 'POST', `/clickup/api/retry-failed-tasks/${job}`, {
        code: 'transfer.unsure', option: 'resend',
      });
      end = await reaches(house, me, job, 'completed');
    }
    await up.huntflow.latency(0);
    assert.deepEqual([end.kind, end.source_id, end.source, end.failed_tasks, end.successful_tasks],
      ['notion', id, 'Кандидаты', 0, 12]);
    for (let n = 0; n < 12; n++) assert.equal((await mailed(`many${n}@example.com`)).length, 1);
    const again = await reaches(house, me, (await start({ scope: 'filter', filter })).id, 'completed');
    assert.deepEqual([again.skipped_tasks, again.successful_tasks], [12, 0]);
    await me.expect(202, 'POST', `/clickup/api/undo-bulk-import/${job}`, { mode: 'remove' });
    await house.until(async () => (await mailed('many0@example.com')).length === 0, { timeout: 30_000 });
  });

  test('parks what Notion refuses, and sends it when it is asked to again', async () => {
    const page = sim.addPage({ values: { Имя: 'Повторова Инна' } });
    await sync();
    sim.addFault({ kind: 'status', status: 403, path: `/pages/${page.id}$`, times: 50 });
    const { id: job } = await start({ scope: 'selection', task_ids: [page.id] });
    assert.equal((await reaches(house, me, job, ['completed', 'failed'])).failed_tasks, 1);
    sim.faults = [];
    await me.expect(200, 'POST', `/clickup/api/retry-failed-tasks/${job}`, {});
    assert.equal((await reaches(house, me, job, 'completed')).successful_tasks, 1);
    assert.equal((await named('Повторова')).length, 1);
  });

  test('of an account that is switched off sends nothing, asks nothing, and goes on when it is on again', async () => {
    const page = sim.addPage({ values: { Имя: 'Выключаев Олег' } });
    const other = sim.addPage({ values: { Имя: 'Выключаева Ольга' } });
    await sync();
    const turn = (status) => me.expect(200, 'PATCH', `${ACCOUNTS}${id}/`, { status });
    sim.latencyMs = 500;
    const { id: job } = await start({ scope: 'selection', task_ids: [page.id, other.id] });
    await turn('inactive');
    const halted = await reaches(house, me, job, ['stopped', 'paused', 'failed', 'completed']);
    sim.latencyMs = 0;
    sim.calls.length = 0;
    problem(await send(page), 409, 'service.account_inactive');
    problem(await me.get(`${url(page, 'transfer-preview')}?account_id=11`), 409, 'service.account_inactive');
    for (const what of ['start', 'preview']) {
      problem(await me.post(`/clickup/api/${what}-bulk-import`, wish({ scope: 'selection', task_ids: [page.id] })), 409,
        'service.account_inactive');
    }
    assert.deepEqual(sim.calls, []);
    assert.equal(halted.successful_tasks < 2, true, halted.status);
    await me.expect(200, 'POST', `${ACCOUNTS}${id}/test-connection/`);
    await turn('active');
    await me.expect(200, 'POST', `/clickup/api/resume-bulk-import/${job}`, {});
    await reaches(house, me, job, 'completed');
    assert.equal((await named('Выключаев')).length, 1);
    assert.equal((await named('Выключаева')).length, 1);
  });

  test('names an account of the company, and pages of it', async () => {
    const field = async (body) => {
      const { status, json } = await me.send('POST', '/clickup/api/start-bulk-import', body);
      return [status, json.errors?.[0].field];
    };
    assert.deepEqual(await field(wish({ source: { kind: 'notion' } })), [400, 'source.id']);
    assert.deepEqual(await field(wish({ scope: 'selection', task_ids: ['x'] })), [400, 'task_ids[0]']);
    assert.deepEqual(await field(wish({ scope: 'filter', filter: { more: 1 } })), [400, 'filter.more']);
    assert.equal((await me.send('POST', '/clickup/api/start-bulk-import', wish({
      source: { kind: 'notion', id: 999_999 },
    }))).status, 404);
  });

  test('forgets who is erased', async () => {
    sim.addPage({ values: { Имя: 'Стираемая Вера', Email: 'erase@nova.by' } });
    await sync();
    const made = await me.expect(201, 'POST', '/api/v1/candidates', {
      first_name: 'Вера', last_name: 'Стираемая', email: 'erase@nova.by',
    });
    await erase(house, me, made.id);
    assert.deepEqual(await me.expect(200, 'GET', `${ACCOUNTS}${id}/rows/?search=erase@nova.by`), []);
  });

  test('answers as it is described', () => assert.deepEqual(me.wrong, []));
});
