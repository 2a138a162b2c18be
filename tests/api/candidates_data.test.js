// candidates_data: everything about a person: given, erased in every table; what one who was invited sees and may do.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client } from '../lib/client.js';
import { erase, erased, tracesOf } from '../lib/erasure.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { unzip } from '../lib/unzip.js';

const API = '/api/v1/candidates';
const MINE = '/api/v1/candidate';
const IMPORT = '/api/integrations/import-candidate';

let house;
let boss, other;
before(async () => {
  house = await startHouse();
  boss = watched(await house.user({ role: 'manager', company: 'Nova', name: 'Мария Лебедева' }));
  other = await house.user({ role: 'admin', company: 'Другая' });
});
after(() => house?.stop());

const add = async (more) => (await boss.send('POST', API, more)).json;
async function invited(more) {
  const { id, sources } = await add(more);
  await boss.expect(201, 'POST', IMPORT, { external_candidate_id: sources[0].id });
  const { login_link: link } = await boss.expect(200, 'POST', `${API}/${id}/invite`, {});
  return { id, guest: watched(await new Client(house).signIn(link.split('#')[1])) };
}

const traces = (text) => tracesOf(house, text);

/* An answer of a job board, as lib/platform keeps it. */
async function keptAnswer(text) {
  const { company, id } = boss.user;
  await house.sql("INSERT INTO connection (company_id, owner_id, provider) VALUES (?, ?, 'lalafo')", [company.id, id]);
  await house.sql(`INSERT INTO api_cache (company_id, user_id, connection_id, cache_key, path, data, created_at,
    updated_at, expires_at) SELECT company_id, owner_id, id, 'board_lalafo_1', '/boards/lalafo', ?, NOW(3), NOW(3),
    NOW(3) + INTERVAL 5 MINUTE FROM connection WHERE owner_id = ? AND provider = 'lalafo'`,
  [JSON.stringify({ items: [text] }), id]);
}

/* What other rooms keep of a person, a row each with the name, the e-mail or the phone: "table.column" of names. */
async function plant({ last, email, phone }) {
  const { company, id } = boss.user;
  const text = JSON.stringify({ last_name: last, first_name: 'Изольда', email, phone });
  const put = (table, row) => house.sql(`INSERT INTO ${table} (${Object.keys(row).join(', ')})
    VALUES (${Object.keys(row).map(() => '?').join(', ')})`, Object.values(row));
  await put('api_call', {
    company_id: company.id, user_id: id, provider: 'huntflow', log_type: 'POST', method: 'POST',
    endpoint: `/accounts/1/applicants/search?q=${email}`, request_data: text, response_data: text,
  });
  await put('transfer', {
    company_id: company.id, user_id: id, connection_id: 1, account_id: 1, task_id: 'erase1', marker: 'erase1',
    state: 'done', task_name: `Изольда ${last}`, fields: text, files: text,
  });
  await put('notice', { company_id: company.id, user_id: id, kind: 'assigned', about: email, text: `Изольда ${last}` });
  await put('audit', { company_id: company.id, user_id: id, action: 'x', data: text });
  await put('outbox', { company_id: company.id, kind: 'x', state: 'failed', error_text: `refused: ${email}` });
  await put('sheet', {
    company_id: company.id, user_id: id, name: 'people.csv', kind: 'csv', columns: '[]', digest: last.length,
  });
  const [{ sheet }] = await house.sql('SELECT MAX(id) sheet FROM sheet');
  await put('sheet_row', { sheet_id: sheet, number: 1, cells: text });
  await put('connection', { company_id: company.id, owner_id: id, provider: 'notion' });
  const [{ connection }] = await house.sql('SELECT MAX(id) connection FROM connection');
  await put('notion_row', {
    company_id: company.id, connection_id: connection, page_id: 'p', name: `Изольда ${last}`, url: '', people: '[]',
    fields: text, has_file: 0, content_hash: '',
  });
  await put('inbox_item', { company_id: company.id, kind: 'file', name: `Изольда ${last}.pdf` });
  const [{ item }] = await house.sql('SELECT MAX(id) item FROM inbox_item');
  await put('inbox_sending', {
    item_id: item, company_id: company.id, user_id: id, via: 'page', name: 'cv.pdf', caption: `${last}, ${phone}`,
  });
  await put('document', {
    company_id: company.id, user_id: id, name: 'cv.pdf', size: 1, said: `Изольда ${last} ${phone}`,
    guess: text,
  });
  const hash = '0'.repeat(64);
  await put('telegram_bot', {
    company_id: company.id, user_id: id, telegram_id: 5, cipher: 'x', key_id: '0', token_hash: hash, key_hash: hash,
    secret_hash: hash, state: 'off',
  });
  const [{ bot }] = await house.sql('SELECT MAX(id) bot FROM telegram_bot');
  await put('telegram_link', { bot_id: bot, user_id: id, chat_id: 505 });
  // As Telegram writes it: letters beyond ASCII by their numbers.
  const update = JSON.stringify({ message: { text: `Изольда ${last}, ${email}` } })
    .replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  await put('telegram_update', { bot_id: bot, update_id: 505, chat_id: 505, body: update, state: 'done' });
  await put('telegram_message', {
    bot_id: bot, chat_id: 505, message_id: 5, method: 'sendMessage',
    params: JSON.stringify({ text: `${last}, ${phone}` }),
  });
  return ['telegram_message.params', 'api_call.request_data', 'transfer.fields', 'transfer.task_name', 'notice.text',
    'audit.data', 'inbox_item.name', 'inbox_sending.caption', 'document.said'];
}

describe('an erasure', () => {
  it('leaves nothing of the person in any table', async () => {
    const one = await add({ first_name: 'Изольда', last_name: 'Стираева', email: 'isolde@nova.by' });
    const two = await add({ first_name: 'Изольда', last_name: 'Стираева', phone: '+375 29 9876543' });
    await boss.expect(200, 'POST', `${API}/join`, { ids: [one.id, two.id] });
    await boss.expect(200, 'PATCH', `${API}/${one.id}`, { last_name: 'Стираева-Новая' });
    await boss.expect(201, 'POST', `${API}/${one.id}/notes`, { text: 'Стираева звонила' });
    const project = await boss.expect(201, 'POST', '/api/v1/projects/', { name: 'Проект' });
    const made = await boss.expect(201, 'POST', IMPORT,
      { external_candidate_id: one.sources[0].id, import_notes: 'Стираева', project_id: project.id });
    await keptAnswer('Стираева, Бишкек');
    const planted = await plant({ last: 'Стираева', email: 'isolde@nova.by', phone: '+375 (29) 987-65-43' });
    const found = await traces('Стираева');
    for (const place of planted) assert.ok(found.includes(place), place);
    const dump = await boss.expect(200, 'GET', `${API}/${one.id}/export`);
    assert.deepEqual([...new Set(dump.records.map(({ kind }) => kind))], ['call', 'audit', 'outbox', 'inbox',
      'document', 'transfer', 'notice', 'table', 'notion', 'telegram_update', 'telegram_message']);
    await other.expect(404, 'DELETE', `${API}/${one.id}`);
    const recruiter = await house.user({ role: 'recruiter', company: 'Nova' });
    await recruiter.expect(403, 'DELETE', `${API}/${one.id}`);
    await erase(house, boss, one.id);
    assert.deepEqual(await traces('Стираева'), []);
    assert.deepEqual(await traces('isolde@nova.by'), []);
    for (const part of ['9876543', '987-65-43']) assert.deepEqual(await traces(part), []);
    assert.deepEqual(await house.sql("SELECT id FROM telegram_update WHERE update_id = 505 AND body <> ''"), []);
    for (const id of [one.id, two.id]) await boss.expect(404, 'GET', `${API}/${id}`);
    await boss.expect(404, 'DELETE', `${API}/${one.id}`);
    assert.deepEqual(await boss.expect(200, 'GET', `${API}/?q=стираева`), []);
    assert.equal((await boss.expect(200, 'GET', `/api/v1/tasks/${made.task_id}`)).title, `№ ${made.task_id}`);
    assert.deepEqual(await boss.expect(200, 'GET', '/api/v1/tasks/?q=стираева'), []);
    assert.deepEqual(boss.wrong, []);
  });

  it('leaves what is of others: a part of a name, or letters within a word, are nobody', async () => {
    const { company, id: user } = boss.user;
    const say = (text) => house.sql(`INSERT INTO notice (company_id, user_id, kind, about, text)
      VALUES (?, ?, 'assigned', '', ?)`, [company.id, user, text]);
    for (const text of ['Листок или бланк Янины', 'Общая встреча']) await say(text);
    for (const name of [{ first_name: 'Ян', last_name: 'Ли' }, { last_name: 'Общая' }]) {
      const { id } = await add(name);
      await erase(house, boss, id);
    }
    assert.deepEqual(await traces('Листок или'), ['notice.text']);
    assert.deepEqual(await traces('Общая встреча'), ['notice.text']);
  });

  it('leaves the things of a namesake, which are shown to be judged; of logs the name goes', async () => {
    const { company, id: user } = boss.user;
    const put = async (table, row) => {
      await house.sql(`INSERT INTO ${table} (${Object.keys(row).join(', ')})
        VALUES (${Object.keys(row).map(() => '?').join(', ')})`, Object.values(row));
      return (await house.sql(`SELECT MAX(id) id FROM ${table}`))[0].id;
    };
    const own = { company_id: company.id, user_id: user };
    const cv = (text) => put('document', { ...own, name: 'cv.pdf', size: 1, said: text, guess: '{}' });
    const item = (name) => put('inbox_item', { company_id: company.id, kind: 'file', name });
    const note = (text) => put('notice', { ...own, kind: 'assigned', about: '', text });
    const kept = [await item('Тёзкин Пётр.pdf'), await cv('Пётр Тёзкин, столяр'), await note('Пётр Тёзкин ждёт')];
    const gone = [await item('Пётр Тёзкин tezkin@nova.by.pdf'), await cv('Пётр Тёзкин tezkin@nova.by')];
    const judged = await note('Тёзкин Пётр просил удалить');
    await put('outbox', {
      ...own, kind: 'x', channel: 'email', state: 'failed', error_text: 'refused: tezkin@nova.by',
    });
    await put('audit', { ...own, action: 'x', data: '{"name": "Пётр Тёзкин"}' });
    const { id } = await add({ first_name: 'Пётр', last_name: 'Тёзкин', email: 'tezkin@nova.by' });
    const list = await boss.expect(200, 'GET', `${API}/${id}/namesakes`);
    assert.deepEqual(list.map((one) => [one.kind, one.id]), [
      ['inbox', kept[0]], ['document', kept[1]], ['notice', judged], ['notice', kept[2]],
    ]);
    await other.expect(404, 'GET', `${API}/${id}/namesakes`);
    const wrong = await boss.send('POST', `${API}/${id}/erase`, { also: [{ kind: 'task', id: 1 }] });
    assert.deepEqual([wrong.status, wrong.json.errors[0].field], [400, 'also[0].kind']);
    await erase(house, boss, id, [{ kind: 'notice', id: judged }]);
    const ids = async (table) => (await house.sql(`SELECT id FROM ${table}`)).map((row) => row.id);
    const [items, documents] = [await ids('inbox_item'), await ids('document')];
    assert.deepEqual([items.includes(kept[0]), items.includes(gone[0])], [true, false]);
    assert.deepEqual([documents.includes(kept[1]), documents.includes(gone[1])], [true, false]);
    assert.deepEqual(await traces('ждёт'), ['notice.text']);
    assert.deepEqual(await traces('просил удалить'), []);
    assert.deepEqual(await traces('tezkin@nova.by'), []);
    assert.ok(!(await traces('Тёзкин')).includes('audit.data'));
    assert.deepEqual(boss.wrong, []);
  });

  it('goes on behind the request: nothing new begins with the person, and a failure is tried again', async () => {
    const { id } = await add({ first_name: 'Нина', last_name: 'Долгая', email: 'long@nova.by' });
    const twin = await add({ first_name: 'Нина', last_name: 'Долгая', phone: '+375 29 1112233' });
    await boss.expect(200, 'POST', `${API}/join`, { ids: [id, twin.id] });
    const { company, id: user } = boss.user;
    await house.sql(`INSERT INTO notice (company_id, user_id, kind, about, text)
      VALUES (?, ?, 'assigned', '', 'long@nova.by')`, [company.id, user]);
    const held = await house.hold('SELECT id FROM notice WHERE id = (SELECT MAX(id) FROM notice) FOR UPDATE');
    const { status, json, headers } = await boss.send('DELETE', `${API}/${twin.id}`);
    assert.deepEqual([status, json.candidate_id, headers.location], [202, id, `${API}/${id}/erasure/`]);
    assert.deepEqual([json.done < json.total, json.finished_at, json.error], [true, null, null]);
    assert.ok(['waiting', 'running'].includes(json.state), json.state);
    await house.waiting();
    assert.equal((await boss.expect(200, 'GET', `${API}/${id}/erasure`)).state, 'running');
    assert.equal((await boss.expect(202, 'DELETE', `${API}/${id}`)).candidate_id, id);
    await boss.expect(404, 'GET', `${API}/${id}`);
    await boss.expect(404, 'POST', `${API}/${id}/notes`, { text: 'Ещё одна' });
    await boss.expect(404, 'POST', IMPORT, { external_candidate_id: twin.sources[0].id });
    await boss.expect(404, 'POST', `${API}/join`, { ids: [id, twin.id] });
    await boss.expect(400, 'POST', '/api/v1/tasks/', { title: 'Звонок', link: { kind: 'candidate', id: String(id) } });
    assert.deepEqual(await boss.expect(200, 'GET', `${API}/?q=долгая`), []);
    await other.expect(404, 'GET', `${API}/${id}/erasure`);
    await held();
    await erased(house, id);
    const over = await boss.expect(200, 'GET', `${API}/${id}/erasure`);
    assert.deepEqual([over.state, over.done === over.total, over.error], ['done', true, null]);
    assert.deepEqual([...await traces('Долгая'), ...await traces('long@nova.by'), ...await traces('1112233')], []);
    await boss.expect(404, 'DELETE', `${API}/${id}`);
    assert.deepEqual(boss.wrong, []);
  });

  it('is listed among jobs: one that failed says why and is tried again by an admin', async () => {
    const admin = watched(await house.user({ role: 'admin', company: 'Nova' }));
    const { id } = await add({ last_name: 'Упорная', email: 'stuck@nova.by' });
    await erase(house, boss, id);
    const JOBS = '/api/v1/admin/jobs';
    const job = async () => (await admin.expect(200, 'GET', `${JOBS}/?kind=erasures`))
      .find(({ title }) => title === String(id));
    const done = await job();
    assert.deepEqual([done.state, done.may_retry, done.may_cancel, done.user.id], ['done', false, false, boss.user.id]);
    assert.deepEqual((await admin.post(`${JOBS}/erasures/${done.id}/retry/`)).json.code, 'candidate.erasure_state');
    assert.deepEqual((await admin.post(`${JOBS}/erasures/${done.id}/cancel/`)).json.code, 'admin.job_final');
    await house.sql(`UPDATE candidate_erasure SET state = 'failed', tries = 5, done = 0, places = '{}',
      words = '{"texts": ["stuck@nova.by"]}', error_code = 'internal', error_text = 'stuck' WHERE id = ?`, [done.id]);
    const failed = (await admin.expect(200, 'GET', `${JOBS}/?state=failed&kind=erasures`))[0];
    assert.deepEqual([failed.id, failed.may_retry, failed.attempts, failed.error.code],
      [done.id, true, 5, 'internal']);
    assert.equal((await admin.post(`${JOBS}/erasures/${done.id}/retry/`)).status, 200);
    await erased(house, id);
    assert.deepEqual([(await job()).state, (await job()).error], ['done', null]);
    const stranger = await house.user({ role: 'admin', company: 'Другая' });
    assert.equal((await stranger.post(`${JOBS}/erasures/${done.id}/retry/`)).status, 404);
    assert.deepEqual(admin.wrong, []);
  });

  it('takes the name out of the history of tasks that hung on the person, or do no longer', async () => {
    const { id } = await add({ last_name: 'Ранеев' });
    const { id: another } = await add({ last_name: 'Остающийся' });
    const TASKS = '/api/v1/tasks/';
    const make = (one) => boss.expect(201, 'POST', TASKS, { title: 'Звонок', link: { kind: 'candidate', id: one } });
    const [loose, moved, binned] = [await make(id), await make(id), await make(id)];
    await boss.expect(200, 'PATCH', `${TASKS}${loose.id}/`, { link: null, priority: 'high' });
    await boss.expect(200, 'PATCH', `${TASKS}${moved.id}/`, { link: { kind: 'candidate', id: another } });
    await boss.expect(204, 'DELETE', `${TASKS}${binned.id}/`);
    await erase(house, boss, id);
    assert.deepEqual(await traces('Ранеев'), []);
    assert.ok((await traces('Остающийся')).includes('task.link_title'));
    const rows = await boss.expect(200, 'GET', `${TASKS}${loose.id}/audit/`);
    assert.deepEqual(rows.map(({ action, after }) => [action, after]), [['change', {}], ['create', {}]]);
    assert.deepEqual(boss.wrong, []);
  });

  it('takes the name out of tasks that are called by it: on the person, loose, or thrown away for good', async () => {
    const { id } = await add({ last_name: 'Тихомиров' });
    const TASKS = '/api/v1/tasks/';
    const link = { kind: 'candidate', id };
    const make = async () => {
      const { id: task, link: { title } } = await boss.expect(201, 'POST', TASKS, { title: 'Звонок', link });
      await boss.expect(200, 'PATCH', `${TASKS}${task}/`, { title });
      return task;
    };
    const [hangs, loose, renamed, purged] = [await make(), await make(), await make(), await make()];
    await boss.expect(200, 'PATCH', `${TASKS}${loose}/`, { link: null });
    await boss.expect(200, 'PATCH', `${TASKS}${renamed}/`, { link: null, title: 'Звонок заказчику' });
    await boss.expect(200, 'PATCH', `${TASKS}${purged}/`, { link: null });
    await boss.expect(200, 'PATCH', `${TASKS}${purged}/`, { title: 'Звонок Тихомирову' });
    await boss.expect(204, 'DELETE', `${TASKS}${purged}/`);
    await house.sql('UPDATE task SET deleted_at = deleted_at - INTERVAL 31 DAY WHERE id = ?', [purged]);
    assert.equal((await house.run('tick')).code, 0);
    assert.deepEqual(await house.sql('SELECT id FROM task WHERE id = ?', [purged]), []);
    await erase(house, boss, id);
    assert.deepEqual(await traces('Тихомиров'), []);
    for (const [task, title] of [[hangs, `№ ${hangs}`], [loose, `№ ${loose}`], [renamed, 'Звонок заказчику']])
      assert.equal((await boss.expect(200, 'GET', `${TASKS}${task}/`)).title, title);
    assert.deepEqual((await boss.expect(200, 'GET', `${TASKS}?q=Тихомиров`)), []);
    assert.deepEqual(boss.wrong, []);
  });

  it('comes by itself when the time to be kept is over', async () => {
    const { id } = await add({ last_name: 'Просроченный' });
    const { id: kept } = await add({ last_name: 'Хранимый' });
    for (const day of ['0002-01-31', new Date(Date.now() - 24 * 3600_000).toISOString().slice(0, 10)]) {
      const [wrong] = (await boss.expect(400, 'PATCH', `${API}/${id}`, { retain_until: day })).errors;
      assert.deepEqual([wrong.field, wrong.code], ['retain_until', 'candidate.retain_past']);
    }
    const today = new Date().toISOString().slice(0, 10);
    await boss.expect(200, 'PATCH', `${API}/${id}`, { retain_until: today });
    await house.sql("UPDATE candidate SET retain_until = '2020-01-31' WHERE id = ?", [id]);
    await boss.expect(200, 'PATCH', `${API}/${kept}`, { retain_until: '2099-01-31' });
    await house.run('tick', ['expire']);
    await boss.expect(404, 'GET', `${API}/${id}`);
    await boss.expect(200, 'GET', `${API}/${kept}`);
    await erased(house, id);
    assert.deepEqual(await traces('Просроченный'), []);
  });
});

describe('an export', () => {
  it('has all that is known', async () => {
    const { id } = await add({ last_name: 'Выгрузкин', email: 'dump@nova.by', skills: ['Go'] });
    await boss.expect(201, 'POST', `${API}/${id}/notes`, { text: 'Заметка' });
    const { json, headers } = await boss.get(`${API}/${id}/export`);
    assert.match(headers['content-disposition'], /attachment/);
    const [person] = json.person;
    assert.deepEqual([person.last_name, person.notes[0].text, json.answers.length], ['Выгрузкин', 'Заметка', 1]);
    await other.expect(404, 'GET', `${API}/${id}/export`);
    assert.deepEqual(boss.wrong, []);
  });

  it('has the tasks that hang on the person, which are found by key', async () => {
    const { id } = await add({ last_name: 'Задачников' });
    const { id: task } = await boss.expect(201, 'POST', '/api/v1/tasks/',
      { title: 'Позвонить Задачникову', link: { kind: 'candidate', id: String(id) } });
    const { json } = await boss.get(`${API}/${id}/export`);
    assert.deepEqual(json.tasks.map((one) => one.id), [task]);
    const [plan] = await house.sql(`EXPLAIN SELECT id FROM task WHERE company_id = 1 AND link_kind = 'candidate' AND
      link_id = '${id}'`);
    assert.match(plan.possible_keys, /\bby_link\b/);
  });

  it('has its files, its imports and what other rooms hold of its contacts, nothing of a namesake', async () => {
    const { company, id: user } = boss.user;
    const { id } = await add({ first_name: 'Фёдор', last_name: 'Файлов', email: 'filed@nova.by' });
    await house.sql(`INSERT INTO document (company_id, user_id, candidate_id, name, size)
      VALUES (?, ?, ?, 'cv.pdf', 7)`, [company.id, user, id]);
    await house.sql(`INSERT INTO import_job (company_id, user_id, clickup_id, huntflow_id, account_id, account_name,
      scope, request, kind) VALUES (?, ?, 1, 1, 1, 'Гомель', 'selection', '{}', 'candidate')`, [company.id, user]);
    await house.sql(`INSERT INTO import_item (job_id, task_id, name, state)
      SELECT MAX(id), ?, 'Файлов Фёдор', 'done' FROM import_job`, [String(id)]);
    const note = (text) => house.sql(`INSERT INTO notice (company_id, user_id, kind, about, text)
      VALUES (?, ?, 'assigned', '', ?)`, [company.id, user, text]);
    await note('Фёдор Файлов, filed@nova.by');
    await note('Фёдор Файлов, однофамилец');
    const all = await boss.expect(200, 'GET', `${API}/${id}/export`);
    assert.deepEqual(all.files.map(({ name, size }) => [name, size]), [['cv.pdf', 7]]);
    assert.deepEqual(all.imports.map((one) => [one.name, one.state, one.account_name]),
      [['Файлов Фёдор', 'done', 'Гомель']]);
    assert.deepEqual(all.records.map(({ kind, text }) => [kind, text]), [['notice', 'Фёдор Файлов, filed@nova.by']]);
    assert.deepEqual(boss.wrong, []);
  });
});

describe('an export with the files', () => {
  /* Rows of a document as it is stored, in parts. */
  async function file(candidate, name, parts) {
    const bytes = Buffer.concat(parts);
    await house.sql(`INSERT INTO document (company_id, user_id, candidate_id, name, size) VALUES (?, ?, ?, ?, ?)`,
      [boss.user.company.id, boss.user.id, candidate, name, bytes.length]);
    const [{ id }] = await house.sql('SELECT MAX(id) id FROM document');
    for (const [part, data] of parts.entries()) {
      await house.sql('INSERT INTO document_part (document_id, part, data) VALUES (?, ?, UNHEX(?))',
        [id, part, data.toString('hex')]);
    }
    return { id, bytes };
  }
  const fetched = async (who, path) => {
    const { status, headers, bytes } = await who.get(path);
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'application/zip');
    return bytes;
  };

  it('is a ZIP whose names are safe and differ, of the joined records too', async () => {
    const { id } = await add({ first_name: 'Зоя', last_name: 'Архивова' });
    const { id: twin } = await add({ first_name: 'Зоя', last_name: 'Архивова', email: 'zip@nova.by' });
    await boss.expect(200, 'POST', `${API}/join`, { ids: [id, twin] });
    const part = (n, size) => Buffer.from(Array.from({ length: size }, (_, i) => (i * n + (i >> 8)) & 255));
    const names = ['../../etc/passwd', '..\\win.ini', 'Резюме Зои.pdf', 'Резюме Зои.pdf', 'а/б:в*?"<>|\u202e\n.docx',
      `${'Ж'.repeat(190)}.pdf`, '.', ''];
    const files = [];
    for (const [n, name] of names.entries()) {
      files.push(await file(n % 2 ? twin : id, name, n === 2 ? [part(3, 262144), part(5, 262144), part(7, 999)] :
        [part(n, n * 10)].filter(({ length }) => length > 0)));
    }
    const zip = await fetched(boss, `${API}/${id}/export?format=zip`);
    const got = unzip(zip, (bytes) => bytes);
    const entries = Object.keys(got);
    assert.equal(entries.length, names.length + 1);
    for (const { id: number, bytes } of files) {
      const name = entries.find((one) => one.startsWith(`files/${number}-`));
      assert.ok(got[name].equals(bytes), name);
      assert.doesNotMatch(name.slice(6), /[/\\:*?"<>|\u202e\n]/);
      assert.ok(Buffer.byteLength(name) < 160, name);
    }
    assert.equal(entries.filter((name) => name.endsWith('-Резюме Зои.pdf')).length, 2);
    assert.ok(entries.some((name) => name.endsWith('Ж.pdf')));
    const all = JSON.parse(got['candidate.json']);
    assert.deepEqual(all.files.map((one) => one.id).sort((a, b) => a - b), files.map((one) => one.id));
    assert.equal(all.person[0].last_name, 'Архивова');
    const path = join(house.folder, 'person.zip');
    writeFileSync(path, zip);
    execFileSync('python3', ['-c', 'import sys, zipfile; sys.exit(zipfile.ZipFile(sys.argv[1]).testzip() is not None)',
      path]);
    await other.expect(404, 'GET', `${API}/${id}/export?format=zip`);
    assert.equal((await boss.get(`${API}/${id}/export?format=rar`)).status, 400);
    const [{ n }] = await house.sql(`SELECT COUNT(*) n FROM candidate_history WHERE candidate_id = ? AND
      action = 'export'`, [id]);
    assert.equal(n, 1);
    assert.deepEqual(boss.wrong, []);
  });

  it('is given to the person, without what the team wrote', async () => {
    const { id, guest } = await invited({ last_name: 'Собирающая', email: 'pack@nova.by' });
    await boss.expect(201, 'POST', `${API}/${id}/notes`, { text: 'Тайная заметка' });
    const { bytes } = await file(id, 'cv.pdf', [Buffer.from('%PDF-1.4')]);
    const got = unzip(await fetched(guest, `${MINE}/export?format=zip`));
    const [name] = Object.keys(got).filter((one) => one.startsWith('files/'));
    assert.equal(got[name], String(bytes));
    assert.match(got['candidate.json'], /Собирающая/);
    assert.doesNotMatch(got['candidate.json'], /айная/);
  });

  it('that would be too large for a ZIP is refused', async () => {
    const { id } = await add({ last_name: 'Огромный' });
    const { id: document } = await file(id, 'cv.pdf', [Buffer.from('x')]);
    await house.sql('UPDATE document SET size = 4000000001 WHERE id = ?', [document]);
    const { status, json } = await boss.get(`${API}/${id}/export?format=zip`);
    assert.deepEqual([status, json.code], [413, 'candidate.bundle_size']);
    assert.deepEqual(boss.wrong, []);
  });
});

describe('a candidate who was invited', () => {
  it('sees and corrects the own data alone', async () => {
    const { id, guest } = await invited({ last_name: 'Гостья', email: 'guest1@nova.by', location: 'Брест' });
    await boss.expect(201, 'POST', `${API}/${id}/notes`, { text: 'Тайная заметка' });
    await boss.expect(200, 'PATCH', `${API}/${id}`, { tags: ['тайная'], state: 'keep' });
    const seen = await guest.expect(200, 'GET', MINE);
    assert.deepEqual([seen.last_name, seen.location], ['Гостья', 'Брест']);
    assert.ok(!JSON.stringify(seen).includes('айная'));
    const fixed = await guest.expect(200, 'PATCH', MINE, { location: 'Вильнюс', consent: 'given' });
    assert.deepEqual([fixed.location, fixed.consent], ['Вильнюс', 'given']);
    assert.equal((await boss.expect(200, 'GET', `${API}/${id}`)).location, 'Вильнюс');
    for (const body of [{ state: 'keep' }, { tags: [] }, { consent: 'asked' }, { retain_until: null }]) {
      await guest.expect(400, 'PATCH', MINE, body);
    }
    const wrong = await guest.expect(400, 'PATCH', MINE, { salary_min: 5, salary_max: 1 });
    assert.deepEqual(wrong.errors.map(({ field, code }) => [field, code]), [['salary_max', 'candidate.salary_below']]);
    const dump = await guest.expect(200, 'GET', `${MINE}/export`);
    assert.ok(!JSON.stringify(dump).includes('айная'));
    await guest.expect(403, 'GET', `${API}/${id}`);
    await guest.expect(403, 'GET', `${API}/`);
    assert.deepEqual(guest.wrong, []);
  });

  it('is let into nothing else, whatever is described', async () => {
    const { guest } = await invited({ last_name: 'Любопытный', email: 'guest3@nova.by' });
    const own = ['candidate', 'auth', 'events', 'notifications', 'profile', 'tokens', 'second-factor', 'passkeys',
      'sessions'];
    const { paths } = JSON.parse(readFileSync(new URL('../../www/openapi.json', import.meta.url), 'utf8'));
    const calls = Object.entries(paths).flatMap(([path, { parameters, ...all }]) =>
      Object.entries(all).filter(([, { security }]) => security === undefined).map(([method]) => [method, path]));
    const others = calls.filter(([, path]) =>
      !own.includes(/^\/api\/v1\/([\w-]+)/.exec(path)?.[1]) || path.startsWith('/api/v1/profile/'));
    assert.ok(others.length > 200);
    for (const [method, path] of others) {
      const { status } = await guest.send(method.toUpperCase(), path.replace(/{\w+}/g, '1'),
        method === 'get' ? undefined : {});
      assert.equal(status, 403, `${method} ${path}`);
    }
  });

  it('erases the own data and the account', async () => {
    const { id, guest } = await invited({ last_name: 'Уходящий', email: 'guest2@nova.by' });
    await guest.expect(202, 'DELETE', MINE);
    await erased(house, id);
    await guest.expect(401, 'GET', MINE);
    await boss.expect(404, 'GET', `${API}/${id}`);
    assert.deepEqual(await traces('Уходящий'), []);
    assert.deepEqual(await traces('guest2@nova.by'), []);
  });

  it('erases nothing of others by what was written over the own data', async () => {
    const { id, guest } = await invited({ first_name: 'Хитра', last_name: 'Чужакова', email: 'guest4@nova.by',
      phone: '+375 29 444-55-66' });
    const { company, id: user } = boss.user;
    const say = (about, text) => house.sql(`INSERT INTO notice (company_id, user_id, kind, about, text)
      VALUES (?, ?, 'assigned', ?, ?)`, [company.id, user, about, text]);
    await say('victim@nova.by', 'Жертвина +375 29 777-88-99');
    await say('guest4@nova.by', 'Позвонить: +375 (29) 444 55 66');
    await guest.expect(200, 'PATCH', MINE, { first_name: 'Жанна', last_name: 'Жертвина', email: 'victim@nova.by',
      phone: '+375 29 777-88-99' });
    await guest.expect(202, 'DELETE', MINE);
    await erased(house, id);
    assert.deepEqual(await traces('victim@nova.by'), ['notice.about']);
    assert.deepEqual(await traces('Жертвина'), ['notice.text']);
    for (const own of ['guest4@nova.by', '444 55 66', 'Чужакова']) assert.deepEqual(await traces(own), [], own);
  });

  it('is erased by a manager with what is surely theirs; what they alone say is judged, as a namesake is', async () => {
    const { id, guest } = await invited({ first_name: 'Хитра', last_name: 'Подменова', email: 'guest5@nova.by' });
    const { company, id: user } = boss.user;
    const say = async (text) => {
      await house.sql("INSERT INTO notice (company_id, user_id, kind, about, text) VALUES (?, ?, 'assigned', '', ?)",
        [company.id, user, text]);
      return (await house.sql('SELECT MAX(id) id FROM notice'))[0].id;
    };
    const texts = ['письмо жертве chuzhoy@nova.by', 'Звонила Ида Чуждова', 'жертва: +375 29 666-77-88',
      'её второй адрес chuzhoy@nova.by', 'Подменова: guest5@nova.by', 'город новый: newown@nova.by'];
    const ids = [];
    for (const text of texts) ids.push(await say(text));
    await house.sql("INSERT INTO audit (company_id, user_id, action, data) VALUES (?, ?, 'x', ?)",
      [company.id, user, '{"name": "Ида Чуждова"}']);
    await guest.expect(200, 'PATCH', MINE, {
      first_name: 'Ида', last_name: 'Чуждова', email: 'chuzhoy@nova.by', phone: '+375 29 666-77-88',
      linkedin_url: 'https://www.linkedin.com/in/podmenova',
    });
    // What the team says is sure, also where the person wrote before.
    await boss.expect(200, 'PATCH', `${API}/${id}`, { linkedin_url: 'https://www.linkedin.com/in/podmenova-own' });
    const linked = await say('её профиль: https://www.linkedin.com/in/podmenova-own');
    const list = await boss.expect(200, 'GET', `${API}/${id}/namesakes`);
    assert.deepEqual(list.map((one) => one.id), [ids[3], ids[2], ids[1], ids[0]]);
    const told = JSON.stringify(await boss.expect(200, 'GET', `${API}/${id}/export`));
    assert.deepEqual([told.includes('жертв'), told.includes('её профиль')], [false, true]);
    await erase(house, boss, id, [{ kind: 'notice', id: ids[3] }]);
    const left = (await house.sql("SELECT id FROM notice WHERE company_id = ? AND id >= ? AND text <> ''",
      [company.id, ids[0]])).map((row) => row.id);
    assert.deepEqual(left.sort(), [ids[0], ids[1], ids[2], ids[5]].sort());
    assert.ok(!left.includes(linked));
    assert.deepEqual(await traces('Чуждова'), ['audit.data', 'notice.text']);
    assert.deepEqual(await traces('Подменова'), []);
    assert.deepEqual(boss.wrong, []);
  });

  it('is nobody here without a candidate', async () => {
    assert.equal(await boss.expect(204, 'GET', MINE), undefined);
    await boss.expect(404, 'DELETE', MINE);
  });
});
