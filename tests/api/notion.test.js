// Accounts at Notion: tested, their data sources, the rows that are read, where their properties go.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { ACCOUNTS, connectNotion, ended, notionEnv, syncNotion } from '../lib/notion.js';
import { fields, problem } from '../lib/problem.js';
import { ARCHIVE, Notion, SOURCE } from '../upstreams/notion.js';
import { Reply } from '../upstreams/server.js';

const sim = new Notion({ people: 5 });
let house;
before(async () => {
  await sim.start();
  house = await startHouse({ env: notionEnv(sim) });
});
after(async () => { await house?.stop(); await sim.stop(); });

const seen = [];
beforeEach(() => { sim.clear(); sim.clockMs = 0; sim.renew(); });
afterEach(() => assert.deepEqual(seen.splice(0).flatMap(({ wrong }) => wrong), [], 'as described'));
let companies = 0;
/* A key of its own: a wait that Notion asks for holds for a key. */
async function connect(more = {}) {
  const token = `ntn_demo_${++companies}`;
  sim.tokens.add(token);
  const made = await connectNotion(house, { company: `Company ${companies}`, token, ...more });
  seen.push(made.admin);
  return made;
}
const rowsOf = (admin, id, query = '') => admin.expect(200, 'GET', `${ACCOUNTS}${id}/rows/?page_size=100${query}`);
const counts = ({ created, updated, metadata, ...log }) => [log.status, log.records_synced, created, updated];

describe('an account', () => {
  test('needs a key, and shows none', async () => {
    const { admin, made } = await connect();
    assert.doesNotMatch(JSON.stringify(made), /ntn_demo/);
    assert.deepEqual(fields(await admin.post(ACCOUNTS, { name: 'Без ключа' })), ['credentials.token:required']);
    assert.deepEqual(fields(await admin.post(ACCOUNTS, {
      name: 'X', credentials: { token: 'ntn_1' }, settings: { data_source_id: '../users' },
    })), ['settings.data_source_id:format']);
    assert.doesNotMatch(house.log('pool'), /ntn_demo/);
  });

  test('a test says whose the key is, and what is shared with it', async () => {
    const { admin, id } = await connect();
    const { facts, notes } = await admin.expect(200, 'POST', `${ACCOUNTS}${id}/test-connection/`);
    assert.deepEqual([facts.name, facts.workspace, facts.version, facts.sources, notes],
      ['Hirewire', 'Подбор', '2025-09-03', 1, []]);
    sim.sources.get(SOURCE).shared = false;
    const none = await admin.expect(200, 'POST', `${ACCOUNTS}${id}/test-connection/`);
    assert.deepEqual(none.notes.map(({ code }) => code), ['notion.nothing_shared']);
  });

  for (const [status, code, expected, ours] of [
    [401, undefined, 'notion.token', 424], [403, undefined, 'notion.denied', 403],
    [404, undefined, 'notion.unshared', 404], [409, undefined, 'notion.collision', 502],
    [429, undefined, 'notion.limit', 429], [503, undefined, 'notion.down', 502],
    [529, undefined, 'notion.overload', 502], [400, 'missing_version', 'notion.version', 502],
    [400, 'validation_error', 'notion.answer', 502],
  ]) {
    test(`a refusal ${status} ${code ?? ''} has its own words`, async () => {
      const { admin, id } = await connect();
      const body = code && { object: 'error', status, code, message: 'Reason given' };
      sim.addFault({ kind: 'status', status, body, times: 50, headers: status === 429 ? { 'retry-after': '60' } : {} });
      const res = await admin.get(`${ACCOUNTS}${id}/sources/`);
      problem(res, ours, expected);
      assert.ok(!res.text.includes('%s'), res.text);
    });
  }

  test('what passes by itself is asked again', async () => {
    const { admin, id } = await connect();
    for (const status of [409, 529, 503]) sim.addFault({ kind: 'status', status });
    assert.equal((await admin.expect(200, 'GET', `${ACCOUNTS}${id}/sources/`)).length, 1);
  });

  test('a list of sources without an end is a fault, and is not asked for ever', async () => {
    const { admin, id } = await connect();
    const serve = sim.serve.bind(sim);
    let parts = 0;
    sim.serve = async (req) => (/search$/.test(req.path)
      ? new Reply(200, { object: 'list', results: [], has_more: true, next_cursor: `c${++parts}` }) : serve(req));
    const res = await admin.get(`${ACCOUNTS}${id}/sources/`).finally(() => { sim.serve = serve; });
    problem(res, 502, 'notion.answer');
    assert.ok(parts < 50, `${parts} parts`);
  });

  test('sources of one database are told apart', async () => {
    const { admin, id } = await connect();
    sim.addSource();
    const all = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/sources/`);
    assert.deepEqual(all.map(({ id: source, name, database, chosen }) => [source, name, database, chosen]), [
      [ARCHIVE, 'Архив', 'Подбор', false], [SOURCE, 'Кандидаты', 'Подбор', true],
    ]);
  });
});

describe('rows', () => {
  test('are read once, then those that were edited; what is gone goes with a whole reading', async () => {
    const { admin, id } = await connect();
    assert.deepEqual(counts(await syncNotion(house, admin, id)), ['success', 5, 5, 0]);
    assert.deepEqual((await syncNotion(house, admin, id)).created, 0);
    const [first, second] = [...sim.pages.values()];
    sim.change(first.id, { values: { Должность: 'Архитектор' } });
    const log = await syncNotion(house, admin, id);
    assert.deepEqual([log.created, log.updated], [0, 1]);
    sim.change(second.id, { in_trash: true });
    await syncNotion(house, admin, id);
    assert.equal((await rowsOf(admin, id)).length, 5);
    await syncNotion(house, admin, id, { full: true });
    const rows = await rowsOf(admin, id);
    assert.deepEqual([rows.length, rows.some(({ id: page }) => page === second.id)], [4, false]);
    const one = rows.find(({ id: page }) => page === first.id);
    assert.equal(one.fields.find(({ name }) => name === 'Должность').display, 'Архитектор');
    assert.equal(one.transfer, null);
  });

  test('are found by a name and by what a property holds', async () => {
    const { admin, id } = await connect();
    const one = sim.addPage({ values: { Имя: 'Ковалёва Анна', Заметка: 'Знает 50% Rust_a' } });
    await syncNotion(house, admin, id);
    const found = async (words) => (await rowsOf(admin, id, `&search=${encodeURIComponent(words)}`))
      .map(({ id: page }) => page);
    assert.deepEqual(await found('ковалёва анна'), [one.id]);
    assert.deepEqual(await found('50% Rust_a'), [one.id]);
    assert.deepEqual(await found('Заметка'), []);
    assert.equal((await rowsOf(admin, id, '&transfer=done')).length, 0);
  });

  test('a reading that is killed goes on, and doubles nothing', async () => {
    const { admin, id } = await connect();
    for (let n = 0; n < 350; n++) sim.addPage({ values: { Имя: `Кандидат ${n}` } });
    sim.latencyMs = 60;
    const { id: run } = await admin.expect(202, 'POST', `${ACCOUNTS}${id}/sync/`, {});
    await house.until(() => sim.calls.filter(({ path }) => path.endsWith('/query')).length === 2, { every: 5 });
    await house.kill('tick');
    sim.latencyMs = 0;
    await house.sql('UPDATE sync_run SET lease_until = NOW(3) WHERE id = ?', [run]);
    await house.run('tick', ['accounts']);
    const log = await ended(house, admin, run);
    const [{ n }] = await house.sql('SELECT COUNT(*) AS n FROM notion_row WHERE connection_id = ?', [id]);
    assert.deepEqual([log.status, log.created, n], ['success', 355, 355]);
  });

  test('a place that Notion forgot begins anew', async () => {
    const { admin, id } = await connect();
    for (let n = 0; n < 120; n++) sim.addPage({ values: { Имя: `Кандидат ${n}` } });
    const message = 'The start_cursor provided is invalid.';
    const body = { object: 'error', code: 'validation_error', message };
    sim.addFault({ kind: 'status', status: 400, skip: 1, path: '/query', body });
    const log = await syncNotion(house, admin, id);
    assert.deepEqual([log.status, log.created], ['success', 125]);
  });

  /* github.com/makenotion/notion-sdk-js/pull/452: what a query answers may be databases, not pages alone. */
  test('databases among the rows of a wiki are no people', async () => {
    const { admin, id } = await connect();
    const database = {
      object: 'data_source', id: '148104cd-477e-80af-bc30-000bd28de8f9', in_trash: false,
      properties: { Имя: { id: 'title', name: 'Имя', type: 'title', title: {} } },
    };
    sim.addFault({
      kind: 'status', status: 200, path: '/query',
      body: { object: 'list', results: [database], has_more: false, next_cursor: null },
    });
    const log = await syncNotion(house, admin, id);
    assert.deepEqual([log.status, log.created], ['success', 0]);
    assert.deepEqual(await rowsOf(admin, id), []);
  });

  /* github.com/BasedHardware/omi/pull/13600: a cursor that does not advance is asked for again for ever. */
  test('a list that does not go on ends as a fault, and no row goes for it', async () => {
    const { admin, id } = await connect();
    await syncNotion(house, admin, id);
    const stuck = { object: 'list', results: [], has_more: true, next_cursor: null };
    sim.addFault({ kind: 'status', status: 200, path: '/query', body: stuck });
    assert.equal((await syncNotion(house, admin, id, { full: true })).error_code, 'notion.answer');
    assert.equal((await rowsOf(admin, id)).length, 5);
  });

  test('another data source takes the place of the first', async () => {
    const { admin, id } = await connect();
    await syncNotion(house, admin, id);
    sim.addSource();
    sim.addPage({ source: ARCHIVE, values: { Имя: 'Архивная Яна' } });
    await admin.expect(200, 'PATCH', `${ACCOUNTS}${id}/`, { settings: { data_source_id: ARCHIVE } });
    await syncNotion(house, admin, id);
    assert.deepEqual((await rowsOf(admin, id)).map(({ name }) => name), ['Архивная Яна']);
  });

  test('one that says no source, and one that is not shared any more, are told', async () => {
    const { admin, id } = await connect({ settings: { data_source_id: null } });
    assert.equal((await syncNotion(house, admin, id)).error_code, 'notion.source_unset');
    await admin.expect(200, 'PATCH', `${ACCOUNTS}${id}/`, { settings: { data_source_id: SOURCE } });
    sim.sources.get(SOURCE).shared = false;
    assert.equal((await syncNotion(house, admin, id)).error_code, 'notion.unshared');
  });

  test('the older generation of the API is read where it is the only one', async () => {
    const old = new Notion({ people: 3, versions: ['2022-06-28'] });
    await old.start();
    const alone = await startHouse({ env: notionEnv(old) });
    try {
      const { admin, id } = await connectNotion(alone, { settings: { data_source_id: null } });
      const { facts } = await admin.expect(200, 'POST', `${ACCOUNTS}${id}/test-connection/`);
      assert.equal(facts.version, '2022-06-28');
      const [one] = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/sources/`);
      await admin.expect(200, 'PATCH', `${ACCOUNTS}${id}/`, { settings: { data_source_id: one.id } });
      assert.deepEqual(counts(await syncNotion(alone, admin, id)), ['success', 3, 3, 0]);
    } finally {
      await alone.stop();
      await old.stop();
    }
  });
});

describe('the mapping', () => {
  test('is guessed from the schema, changed by id, and kept when a property is renamed', async () => {
    const { admin, id } = await connect();
    problem(await admin.get(`${ACCOUNTS}${id}/mapping/`), 409, 'notion.unread');
    await syncNotion(house, admin, id);
    const map = await admin.expect(200, 'GET', `${ACCOUNTS}${id}/mapping/`);
    const to = (from, name) => from.fields.find((one) => one.name === name)?.to;
    assert.deepEqual(['Телефон', 'Email', 'Зарплата', 'Дата рождения', 'LinkedIn', 'Должность', 'Заметка']
      .map((name) => to(map, name)), ['phone', 'email', 'money', 'birthday', 'link', 'position', 'comment']);
    assert.equal(map.tasks.length, 5);
    const note = map.fields.find(({ name }) => name === 'Заметка');
    const choice = { fields: [{ id: note.id, to: 'company' }] };
    const tried = await admin.expect(200, 'POST', `${ACCOUNTS}${id}/mapping/preview/`, choice);
    assert.ok(tried.tasks.some(({ members }) => members.some((one) => one.to === 'company')));
    assert.equal(to(await admin.expect(200, 'GET', `${ACCOUNTS}${id}/mapping/`), 'Заметка'), 'comment');
    await admin.expect(200, 'PUT', `${ACCOUNTS}${id}/mapping/`, choice);
    sim.rename('Заметка', 'Где работает');
    await syncNotion(house, admin, id, { full: true });
    assert.equal(to(await admin.expect(200, 'GET', `${ACCOUNTS}${id}/mapping/`), 'Где работает'), 'company');
  });

  test('is changed by admins, read by recruiters, and another company sees nothing', async () => {
    const { admin, id } = await connect();
    await syncNotion(house, admin, id);
    const recruiter = await house.user({ company: `Company ${companies}` });
    await recruiter.expect(200, 'GET', `${ACCOUNTS}${id}/mapping/`);
    await recruiter.expect(403, 'PUT', `${ACCOUNTS}${id}/mapping/`, { fields: [] });
    const other = await house.user({ role: 'admin', company: 'Другая' });
    for (const what of ['mapping', 'rows', 'sources'])
      await other.expect(404, 'GET', `${ACCOUNTS}${id}/${what}/`);
  });
});
