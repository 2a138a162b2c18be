// The simulated Bitrix24 portal by itself: what the tests of its client rely on.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, afterEach, before, describe, test } from 'node:test';
import { Bitrix } from './bitrix.js';
import { phpForm, readPhpForm } from './php_form.js';

const sim = new Bitrix({ people: 120 });
before(() => sim.start());
after(() => sim.stop());
afterEach(() => { sim.clear(); sim.renew(); sim.limit.count = 0; sim.clockMs = 0; });

async function call(method, params, { url = sim.url() } = {}) {
  const res = await fetch(url + method, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params ?? {}),
  });
  const text = await res.text();
  let doc;
  try { doc = JSON.parse(text); } catch { doc = text; }
  return { status: res.status, doc };
}

const refusal = async (method, params, options) => {
  const { status, doc } = await call(method, params, options);
  return [status, doc.error];
};

test('forms with brackets, both ways', () => {
  assert.deepEqual(readPhpForm('filter[>ID]=5&select[]=ID&select[]=TITLE&a[b][c]=1&empty='), {
    filter: { '>ID': '5' }, select: ['ID', 'TITLE'], a: { b: { c: '1' } }, empty: '',
  });
  const value = { event: 'X', data: { FIELDS_AFTER: { ID: '7' }, LIST: ['a', 'b'] } };
  assert.deepEqual(readPhpForm(phpForm(value)), value);
});

describe('users', () => {
  test('pages of 50 with next and total, and without counting by >ID', async () => {
    const { doc } = await call('user.get', { sort: 'ID', order: 'ASC', start: 50 });
    assert.deepEqual([doc.result.length, doc.next, doc.total, doc.result[0].ID], [50, 100, 120, '51']);
    const last = (await call('user.get', { start: 100 })).doc;
    assert.deepEqual([last.result.length, 'next' in last], [20, false]);
    const seen = [];
    for (let from = 0; ;) {
      const page = (await call('user.get', { start: -1, FILTER: { '>ID': from }, sort: 'ID', order: 'ASC' })).doc;
      assert.ok(!('total' in page) && !('next' in page));
      seen.push(...page.result.map(({ ID }) => ID));
      if (page.result.length < 50) break;
      from = Number(page.result.at(-1).ID);
    }
    assert.equal(new Set(seen).size, 120);
  });

  test('filters; what narrower scopes show', async () => {
    sim.portal.users.get('2').ACTIVE = false;
    assert.equal((await call('user.get', { FILTER: { ACTIVE: false } })).doc.result[0].ID, '2');
    const { EMAIL } = sim.portal.users.get('5');
    assert.equal((await call('user.get', { filter: { EMAIL: EMAIL.toUpperCase() } })).doc.result[0].ID, '5');
    const brief = sim.url(sim.webhook({ scopes: ['user_brief'] }));
    const [one] = (await call('user.get', { filter: { ID: 5 } }, { url: brief })).doc.result;
    assert.ok(!('EMAIL' in one) && one.NAME);
    assert.deepEqual((await call('scope', {}, { url: brief })).doc.result, ['user_brief']);
    assert.deepEqual(await refusal('department.get', {}, { url: brief }), [403, 'insufficient_scope']);
    assert.equal((await call('profile')).doc.result.ADMIN, true);
    assert.equal((await call('department.get')).doc.result[0].NAME, 'Компания');
  });
});

describe('tasks', () => {
  const add = async (fields) => (await call('tasks.task.add', { fields })).doc.result?.task;

  test('added, changed, found, deleted; empty maps are lists', async () => {
    const made = await add({ TITLE: 'Позвонить', RESPONSIBLE_ID: 3, TAGS: ['hw-1'], DEADLINE: '2026-12-01T10:00:00Z' });
    assert.deepEqual([typeof made.id, made.status, made.deadline], ['string', '2', '2026-12-01T13:00:00+03:00']);
    assert.deepEqual(Object.values(made.tags).map(({ title }) => title), ['hw-1']);
    assert.deepEqual((await add({ TITLE: 'Б', RESPONSIBLE_ID: 1 })).tags, []);
    const listed = (await call('tasks.task.list', {
      filter: { TAG: 'hw-1' }, select: ['ID', 'TITLE', 'STATUS', 'TAGS', 'AUDITORS'],
    })).doc;
    assert.deepEqual([listed.total, listed.result.tasks[0].title, listed.result.tasks[0].auditorsData],
      [1, 'Позвонить', []]);
    assert.ok(!('description' in listed.result.tasks[0]));
    sim.clockMs += 5000;
    const since = new Date(sim.now() - 1000).toISOString();
    assert.equal((await call('tasks.task.update', {
      taskId: made.id, fields: { STATUS: 5, DEADLINE: '' },
    })).doc.result.task.deadline, null);
    const changed = (await call('tasks.task.list', { filter: { '>CHANGED_DATE': since }, select: ['ID'] })).doc.result;
    assert.deepEqual(changed.tasks.map(({ id }) => id), [made.id]);
    assert.equal((await call('tasks.task.list', { filter: { TITLE: '%зво%' } })).doc.total, 1);
    await call('tasks.task.delete', { taskId: made.id });
    assert.deepEqual(await refusal('tasks.task.get', { taskId: made.id }), [400, '0']);
  });

  test('what it does not take', async () => {
    assert.deepEqual(await refusal('tasks.task.add', { fields: { RESPONSIBLE_ID: 1 } }), [400, 'ERROR_CORE']);
    assert.deepEqual(await refusal('tasks.task.add', { fields: { TITLE: 'А', RESPONSIBLE_ID: 999 } }),
      [400, 'ERROR_CORE']);
    const { id } = await add({ TITLE: 'А', RESPONSIBLE_ID: 1 });
    assert.deepEqual(await refusal('tasks.task.update', { taskId: id, fields: { STATUS: 7 } }), [400, 'ERROR_CORE']);
    assert.deepEqual(await refusal('tasks.task.update', { taskId: id, fields: {} }), [400, '100']);
  });

  test('comments', async () => {
    const { id } = await add({ TITLE: 'А', RESPONSIBLE_ID: 1 });
    await call('task.commentitem.add', { TASKID: id, FIELDS: { POST_MESSAGE: 'Готово' } });
    assert.equal((await call('task.commentitem.getlist', { TASKID: id })).doc.result[0].POST_MESSAGE, 'Готово');
  });
});

describe('calendars', () => {
  const get = async (more) => (await call('calendar.event.get', { type: 'user', ownerId: 1, ...more })).doc.result;
  const add = async (fields) => (await call('calendar.event.add', { type: 'user', ownerId: 1, name: 'А', ...fields }))
    .doc.result;

  test('times with zones, days without time', async () => {
    const id = await add({ from: '2026-12-01 10:00:00', to: '2026-12-01 11:00:00', timezone_from: 'Asia/Bishkek' });
    assert.equal(typeof id, 'number');
    await add({ from: '2026-12-02', to: '2026-12-03', skip_time: 'Y', name: 'Отпуск' });
    const [timed, whole] = await get({ from: '2026-11-30', to: '2026-12-05' });
    assert.equal(new Date(timed.DATE_FROM_TS_UTC * 1000).toISOString(), '2026-12-01T04:00:00.000Z');
    assert.deepEqual([timed.TZ_OFFSET_FROM, timed.DATE_FROM], ['21600', '01.12.2026 10:00:00']);
    assert.deepEqual([whole.DT_SKIP_TIME, whole.DATE_FROM, whole.DATE_TO], ['Y', '02.12.2026', '03.12.2026']);
  });

  test('repeated ones come once for each time; the window is what is asked for', async () => {
    await add({
      from: '2026-12-01T10:00:00+03:00', to: '2026-12-01T11:00:00+03:00',
      rrule: { FREQ: 'WEEKLY', BYDAY: ['TU', 'TH'], COUNT: 4 },
    });
    const times = (await get({ from: '2026-12-01', to: '2027-12-01' })).map(({ DATE_FROM }) => DATE_FROM.slice(0, 10));
    assert.deepEqual(times, ['01.12.2026', '03.12.2026', '08.12.2026', '10.12.2026']);
    assert.equal((await get({ from: '2026-12-05', to: '2026-12-09' })).length, 1);
  });

  test('the company\'s, changed, deleted, refused', async () => {
    const day = { from: '2026-12-01', to: '2026-12-01', skip_time: 'Y' };
    const id = await add({ type: 'company_calendar', ownerId: 0, ...day });
    const company = { type: 'company_calendar', ownerId: '', from: '2026-11-30', to: '2026-12-02' };
    assert.equal((await get(company))[0].ID, String(id));
    await call('calendar.event.update', {
      id, type: 'company_calendar', ownerId: 0, name: 'Б', ...day,
    });
    assert.equal((await get(company))[0].NAME, 'Б');
    await call('calendar.event.delete', { id });
    assert.deepEqual(await get(company), []);
    assert.deepEqual(await refusal('calendar.event.get', { ownerId: 1 }), [400, '']);
    assert.deepEqual(await refusal('calendar.event.add', { type: 'user', ownerId: 1, name: 'А' }), [400, '']);
  });
});

test('notices: a number, or false', async () => {
  sim.portal.silent.add('4');
  assert.equal((await call('im.notify', { USER_ID: 3, MESSAGE: 'Код 123456' })).doc.result, 1);
  assert.equal((await call('im.notify', { USER_ID: 4, MESSAGE: 'Код 123456' })).doc.result, false);
  assert.deepEqual(sim.portal.notices, [{ user: '3', message: 'Код 123456' }]);
});

describe('a batch', () => {
  const batch = async (cmd, more) => (await call('batch', { cmd, ...more })).doc.result;

  test('answers by name, one from another, refusals apart', async () => {
    const out = await batch({
      one: 'user.get?filter[ID]=7',
      two: 'tasks.task.add?fields[TITLE]=A%26B&fields[RESPONSIBLE_ID]=$result[one][0][ID]',
      three: 'nothing.get', four: 'user.get',
    });
    assert.deepEqual([out.result.one[0].ID, out.result.two.task.title, out.result.two.task.responsibleId],
      ['7', 'A&B', '7']);
    assert.equal(out.result_error.three.error, 'ERROR_METHOD_NOT_FOUND');
    assert.deepEqual([out.result_total.four, out.result_next.four], [120, 50]);
    assert.equal(sim.count('user.get'), 2);
  });

  test('empty maps are lists; halt; commands that were not run are in neither map', async () => {
    assert.deepEqual((await batch({ one: 'nothing.get', two: 'user.get' }, { halt: 1 })).result, []);
    assert.deepEqual((await batch({ one: 'user.get' })).result_error, []);
    sim.unrun = 1;
    const out = await batch({ one: 'user.get', two: 'user.get' });
    assert.deepEqual([Object.keys(out.result), out.result_error], [['one'], []]);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`c${n}`, 'user.get']));
    assert.deepEqual(await refusal('batch', { cmd: many }), [400, 'ERROR_BATCH_LENGTH_EXCEEDED']);
    assert.equal((await batch({ one: 'batch' })).result_error.one.error, 'ERROR_BATCH_METHOD_NOT_ALLOWED');
  });

  test('the query in a command of a form is encoded twice', async () => {
    const res = await fetch(`${sim.url()}batch.json`, {
      method: 'POST', body: new URLSearchParams({ 'cmd[one]': 'user.get?filter%5BID%5D=7' }),
    });
    assert.equal((await res.json()).result.result.one[0].ID, '7');
  });
});

describe('budgets', () => {
  test('two calls a second, fifty at once, for all webhooks together', async () => {
    const at = Date.now();
    sim.now = () => at + sim.clockMs;
    sim.limit.count = 2;
    const other = sim.url(sim.webhook({ user: '2' }));
    for (let n = 0; n < 25; n++) {
      assert.equal((await call('scope')).status, 200);
      assert.equal((await call('scope', {}, { url: other })).status, 200);
    }
    assert.deepEqual(await refusal('scope'), [503, 'QUERY_LIMIT_EXCEEDED']);
    sim.clockMs += 1000;
    assert.equal((await call('scope')).status, 200);
    delete sim.now;
  });

  test('seconds of work of a method, until its reset', async () => {
    sim.cost['user.get'] = 200;
    const { time } = (await call('user.get')).doc;
    assert.ok(time.operating === 200 && time.operating_reset_at > sim.now() / 1000);
    for (let n = 0; n < 2; n++) await call('user.get');
    assert.deepEqual(await refusal('user.get'), [429, 'OPERATION_TIME_LIMIT']);
    assert.equal((await call('profile')).status, 200);
    sim.clockMs += 600_000;
    assert.equal((await call('user.get')).status, 200);
  });
});

describe('faults', () => {
  test('each refusal by its name, also as 200, as a number and empty', async () => {
    for (const [code, status] of [
      ['QUERY_LIMIT_EXCEEDED', 503], ['OVERLOAD_LIMIT', 503], ['NO_AUTH_FOUND', 401], ['expired_token', 401],
      ['INVALID_CREDENTIALS', 401], ['ACCESS_DENIED', 403], ['insufficient_scope', 403],
    ]) {
      sim.refuse(code, { method: 'user.get' });
      assert.equal((await call('profile')).status, 200);
      assert.deepEqual(await refusal('user.get'), [status, code]);
    }
    sim.refuse('ERROR_CORE', { status: 200 });
    assert.deepEqual(await refusal('user.get'), [200, 'ERROR_CORE']);
    for (const code of [100, '', '0']) {
      sim.refuse(code);
      assert.deepEqual(await refusal('user.get'), [400, code]);
    }
    assert.equal((await call('user.get')).status, 200);
  });

  test('a page, lost calls, lost answers', async () => {
    sim.fault('html', { method: 'user.get', status: 502 });
    assert.match((await call('user.get')).doc, /<h1>502/);
    sim.fault('drop_before', { method: 'tasks.task.add' });
    const fields = { TITLE: 'А', RESPONSIBLE_ID: 1 };
    await assert.rejects(call('tasks.task.add', { fields }));
    assert.equal(sim.portal.tasks.size, 0);
    sim.fault('drop_after', { method: 'tasks.task.add' });
    await assert.rejects(call('tasks.task.add', { fields }));
    assert.equal(sim.portal.tasks.size, 1);
  });

  test('an unknown webhook, user or method', async () => {
    assert.deepEqual(await refusal('scope', {}, { url: `${sim.origin}/rest/1/wrong/` }), [401, 'INVALID_CREDENTIALS']);
    assert.deepEqual(await refusal('crm.deal.list'), [404, 'ERROR_METHOD_NOT_FOUND']);
  });
});

test('a local application: code, token, renewal, each once', async () => {
  const { client } = sim;
  const to = await fetch(`${sim.origin}/oauth/authorize/?client_id=${client.id}&response_type=code&state=s1`, {
    redirect: 'manual',
  });
  const given = new URL(to.headers.get('location')).searchParams;
  assert.equal(given.get('state'), 's1');
  const ask = (fields) => fetch(`${sim.origin}/oauth/token/?${new URLSearchParams({
    client_id: client.id, client_secret: client.secret, ...fields,
  })}`);
  const code = { grant_type: 'authorization_code', code: given.get('code') };
  const pair = await (await ask(code)).json();
  assert.equal((await ask(code)).status, 400);
  const rest = `${sim.origin}/rest/`;
  assert.equal((await call('profile', { auth: pair.access_token }, { url: rest })).status, 200);
  assert.deepEqual(await refusal('profile', {}, { url: rest }), [401, 'NO_AUTH_FOUND']);
  sim.clockMs += 3600_000;
  assert.deepEqual(await refusal('profile', { auth: pair.access_token }, { url: rest }), [401, 'expired_token']);
  const renewal = { grant_type: 'refresh_token', refresh_token: pair.refresh_token };
  const fresh = await (await ask(renewal)).json();
  assert.equal((await call('profile', { auth: fresh.access_token }, { url: rest })).status, 200);
  assert.equal((await ask(renewal)).status, 400);
});

test('the outgoing webhook sends what a real one does', async () => {
  const got = [];
  const server = http.createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => { body += chunk; });
    req.on('end', () => { got.push([req.headers['content-type'], readPhpForm(body)]); res.writeHead(200).end(); });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${server.address().port}/hook`;
  assert.deepEqual(await sim.taskEvent(url, 'ADD', 123, { times: 2 }), [200, 200]);
  await sim.deliver(url, 'ONCALENDARENTRYADD', { id: 1414 });
  const [type, form] = got[0];
  assert.equal(type, 'application/x-www-form-urlencoded');
  assert.deepEqual([form.event, form.data.FIELDS_AFTER.ID, form.data.FIELDS_BEFORE, form.auth.application_token],
    ['ONTASKADD', '123', 'undefined', 'app-token-1234']);
  assert.equal(got[2][1].data.id, '1414');
  await new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); });
});
