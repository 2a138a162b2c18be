// The simulated services by themselves: what tests and the demo rely on.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { end, within } from '../lib/within.js';
import { startUpstreams } from './main.js';
import { DATABASE, Notion, SOURCE } from './notion.js';
import { readPdf, writePdf } from './pdf.js';
import { cv, person } from './people.js';

let up;
before(async () => { up = await startUpstreams({ demo: true }); });
after(() => up.stop());
afterEach(async () => { await up.clickup.reset(); await up.huntflow.reset(); });

const LIST = '901200100';

const clickup = (path, options = {}) => call(up.clickup.url + path, { authorization: 'pk_demo_1234' }, options);
const huntflow = (path, options = {}) => call(
  up.huntflow.url + path, { authorization: 'Bearer demo-access-1234', 'user-agent': 'test' }, options,
);

async function call(url, auth, { method = 'GET', body, headers = {} } = {}) {
  const json = body !== undefined && !(body instanceof FormData);
  const res = await fetch(url, {
    method, headers: { ...auth, ...(json ? { 'content-type': 'application/json' } : {}), ...headers },
    body: json ? JSON.stringify(body) : body,
  });
  const text = await res.text();
  let doc;
  try { doc = JSON.parse(text); } catch { doc = text; }
  return { status: res.status, headers: res.headers, doc };
}

async function all(query = '') {
  const out = [];
  for (let page = 0; ; page++) {
    const { doc } = await clickup(`/list/${LIST}/task?page=${page}${query}`);
    out.push(...doc.tasks);
    if (doc.last_page) return out;
  }
}

describe('ClickUp', () => {
  test('pages without gaps and doubles, closed and nested tasks left out', async () => {
    const open = await all();
    const whole = await all('&include_closed=true&subtasks=true');
    const archived = await all('&archived=true&include_closed=true');
    assert.equal(new Set(whole.map(({ id }) => id)).size, whole.length);
    assert.equal(whole.length + archived.length, 300);
    assert.ok(open.length < whole.length);
    assert.ok(open.every((task) => task.status.type !== 'closed' && task.parent === null));
  });

  test('order and filters', async () => {
    const updated = (await all('&order_by=updated')).map((task) => Number(task.date_updated));
    assert.deepEqual(updated, [...updated].sort((a, b) => b - a));
    const rising = await all('&order_by=created&reverse=true');
    assert.ok(Number(rising[0].date_created) < Number(rising.at(-1).date_created));
    const middle = updated[50];
    assert.equal((await all(`&date_updated_gt=${middle}`)).length, 50);
    const waiting = await all(`&statuses%5B%5D=${encodeURIComponent('ждёт ответа')}`);
    assert.ok(waiting.length && waiting.every(({ status }) => status.status === 'ждёт ответа'));
    const urgent = await all(`&tags[]=${encodeURIComponent('срочно')}&assignees[]=48210002`);
    assert.ok(
      urgent.length
      && urgent.every((task) => task.tags.some(
        ({ name }) => name === 'срочно'
      ) && task.assignees.some(({ id }) => id === 48210002))
    );
  });

  test('only the task itself has attachments, and their files open without a token', async () => {
    const list = await all();
    assert.ok(list.every((task) => !('attachments' in task)));
    const one = [...up.clickup.server.workspace.tasks.values()].find(({ attachments }) => attachments.length === 2);
    const { doc } = await clickup(`/task/${one.id}`);
    const [newer, older] = doc.attachments;
    assert.ok(Number(newer.date) > Number(older.date));
    const file = await fetch(older.url);
    assert.equal(file.headers.get('content-type'), 'application/pdf');
    assert.match(readPdf(Buffer.from(await file.arrayBuffer())), /@example\.com/);
    assert.equal((await fetch(older.url, { headers: { authorization: 'pk_demo_1234' } })).status, 400);
    await up.clickup.expireUrls();
    assert.equal((await fetch(older.url)).status, 403);
    assert.equal((await fetch((await clickup(`/task/${one.id}`)).doc.attachments[1].url)).status, 200);
  });

  test('comments: newest first, 25 a page, a new one comes first', async () => {
    const id = [...up.clickup.server.workspace.tasks.values()].find(({ comments }) => comments.length === 60).id;
    const seen = [];
    for (let query = ''; ;) {
      const { comments } = (await clickup(`/task/${id}/comment${query}`)).doc;
      seen.push(...comments);
      if (comments.length < 25) break;
      const last = comments.at(-1);
      query = `?start=${last.date}&start_id=${last.id}`;
    }
    assert.equal(new Set(seen.map((comment) => comment.id)).size, 60);
    const { doc } = await clickup(`/task/${id}/comment`, {
      method: 'POST', body: { comment_text: 'Готово', notify_all: false },
    });
    assert.equal(typeof doc.id, 'number');
    const first = (await clickup(`/task/${id}/comment`)).doc.comments[0];
    assert.deepEqual([first.id, first.comment_text], [String(doc.id), 'Готово']);
  });

  test('tokens, unknown things, unknown addresses', async () => {
    assert.equal((await call(`${up.clickup.url}/team`, {})).doc.ECODE, 'OAUTH_017');
    assert.deepEqual(
      (await call(`${up.clickup.url}/team`, { authorization: 'pk_x' })).doc,
      { err: 'Token invalid', ECODE: 'OAUTH_025' },
    );
    assert.equal((await call(`${up.clickup.url}/team`, { authorization: 'Bearer pk_demo_1234' })).status, 401);
    assert.equal((await clickup('/list/5/task')).doc.ECODE, 'OAUTH_027');
    const lost = await clickup('/nothing');
    assert.equal(lost.status, 404);
    assert.match(lost.headers.get('content-type'), /html/);
  });

  test('the rate limit, and a new minute', async () => {
    await up.clickup.limit(2);
    const left = [];
    for (let n = 0; n < 2; n++) left.push((await clickup('/user')).headers.get('x-ratelimit-remaining'));
    assert.deepEqual(left, ['1', '0']);
    const over = await clickup('/user');
    assert.equal(over.status, 429);
    assert.ok(Number(over.headers.get('x-ratelimit-reset')) > Date.now() / 1000);
    await up.clickup.advance(60_000);
    assert.equal((await clickup('/user')).status, 200);
  });

  test('generated tasks: many, the same every time', async () => {
    const { first } = await up.clickup.seed({ list: '901200106', count: 10_000, description_bytes: 1024 });
    let count = 0;
    for (let page = 0; ; page++) {
      const { doc } = await clickup(`/list/901200106/task?page=${page}&include_closed=true`);
      count += doc.tasks.length;
      if (doc.last_page) break;
    }
    assert.equal(count, 10_004);
    const same = (await clickup(`/task/${first}`)).doc;
    assert.deepEqual((await clickup(`/task/${first}`)).doc, same);
    await up.clickup.changeTask(first, { name: 'Другое' });
    assert.equal((await clickup(`/task/${first}`)).doc.name, 'Другое');
    await up.clickup.deleteTask(first);
    assert.equal((await clickup(`/task/${first}`)).status, 404);
    const left = await clickup('/list/901200106/task?page=100&include_closed=true');
    assert.equal(left.doc.tasks.length, 3);
  });

  test('odd tasks', async () => {
    await up.clickup.addTask({
      id: 'odd1', name: null,
      attachments: [{ id: 'f', title: 'a.pdf', date: 1, url: 'http://169.254.169.254/latest/meta-data/', size: 10 }],
    });
    await up.clickup.addTask({
      id: 'odd2', name: 'Резюме', attachments: [{ id: 'f', title: 'big.pdf', date: 1, person: 5, pad_mb: 16 }],
    });
    const odd = (await clickup('/task/odd1')).doc;
    assert.equal(odd.name, null);
    assert.equal(odd.attachments[0].url, 'http://169.254.169.254/latest/meta-data/');
    const big = (await clickup('/task/odd2')).doc.attachments[0];
    const bytes = Buffer.from(await (await fetch(big.url)).arrayBuffer());
    assert.ok(bytes.length > 16 * 2 ** 20 && bytes.length === big.size);
    assert.match(readPdf(bytes), new RegExp(person(5).last));
  });

  test('webhooks are signed and count failures', async () => {
    const got = await listener();
    const { doc } = await clickup('/team/9012345678/webhook', {
      method: 'POST', body: { endpoint: got.url, events: ['taskCreated'] },
    });
    const [task] = await all();
    await up.clickup.sendHook({ event: 'taskCreated', task_id: task.id, times: 2 });
    assert.equal(got.requests.length, 2);
    assert.equal(got.requests[0].headers['x-signature'], got.requests[1].headers['x-signature']);
    assert.equal(JSON.parse(got.requests[0].body).webhook_id, doc.id);
    got.status = 500;
    await up.clickup.sendHook({ event: 'taskCreated', task_id: task.id });
    assert.equal((await clickup('/team/9012345678/webhook')).doc.webhooks[0].health.fail_count, 1);
    await got.stop();
  });
});

describe('faults', () => {
  test('refusals, then the real answer; calls are counted', async () => {
    await up.clickup.clearCalls();
    await up.clickup.fault({ kind: 'status', status: 429, path: '/user$', times: 2, reset_ms: 3000 });
    const first = await clickup('/user');
    assert.equal(first.status, 429);
    assert.ok(first.headers.get('x-ratelimit-reset'));
    assert.equal((await clickup('/team')).status, 200);
    assert.equal((await clickup('/user')).status, 429);
    assert.equal((await clickup('/user')).status, 200);
    const { counts, total } = await up.clickup.calls();
    assert.deepEqual([counts['GET /api/v2/user'], total], [3, 4]);
  });

  test('skip lets the first ones pass', async () => {
    await up.huntflow.fault({ kind: 'status', status: 401, skip: 1 });
    assert.equal((await huntflow('/me')).status, 200);
    assert.equal((await huntflow('/me')).status, 401);
  });

  test('drop_before does nothing, drop_after has done it', async () => {
    const before = (await up.huntflow.applicants()).length;
    const body = { first_name: 'Анна', last_name: 'Потерянная' };
    await up.huntflow.fault({ kind: 'drop_before', method: 'POST', path: '/applicants$' });
    await assert.rejects(huntflow('/accounts/11/applicants', { method: 'POST', body }));
    assert.equal((await up.huntflow.applicants()).length, before);
    await up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/applicants$' });
    await assert.rejects(huntflow('/accounts/11/applicants', { method: 'POST', body }));
    assert.equal((await up.huntflow.applicants()).length, before + 1);
  });

  test('bodies that are not what they should be', async () => {
    await up.clickup.fault({ kind: 'truncate', path: '/user' });
    const cut = await clickup('/user');
    assert.equal(typeof cut.doc, 'string');
    assert.ok(cut.doc.startsWith('{"user"'));
    await up.clickup.fault({ kind: 'truncate', cut: true, path: '/user' });
    await assert.rejects(clickup('/user'));
    await up.clickup.fault({ kind: 'html', status: 503 });
    const page = await clickup('/user');
    assert.equal(page.status, 503);
    assert.match(page.doc, /<h1>503/);
    await up.clickup.fault({ kind: 'garbage' });
    assert.equal(typeof (await clickup('/user')).doc, 'string');
    await up.clickup.fault({ kind: 'huge', mb: 3 });
    assert.ok((await clickup('/user')).doc.filler.length === 3 * 2 ** 20);
    await up.clickup.fault({ kind: 'redirect', to: 'http://127.0.0.1:1/secret' });
    const moved = await fetch(`${up.clickup.url}/user`, {
      redirect: 'manual', headers: { authorization: 'pk_demo_1234' },
    });
    assert.equal(moved.headers.get('location'), 'http://127.0.0.1:1/secret');
  });

  test('what is held is answered when it is let go, and nothing is held after that', async () => {
    await up.clickup.fault({ kind: 'held', path: '/user$', skip: 1, times: 5 });
    const seen = [];
    assert.equal((await clickup('/user')).status, 200, 'it is skipped');
    const waits = clickup('/user').then(({ status }) => seen.push(status));
    await within('the call', (async () => { while ((await up.clickup.calls({ path: '/user$' })).total < 2); })());
    assert.equal((await clickup('/team')).status, 200);
    assert.deepEqual(seen, []);
    await up.clickup.release();
    await within('the answer', waits);
    assert.equal((await clickup('/user')).status, 200);
  });

  test('slow, drip, latency', async () => {
    await up.clickup.fault({ kind: 'slow', delay_ms: 30 });
    assert.ok(await timed(() => clickup('/user')) >= 29);
    await up.clickup.fault({ kind: 'drip', chunk: 100, every_ms: 5 });
    assert.equal((await clickup('/user')).status, 200);
    await up.clickup.latency(30);
    assert.ok(await timed(() => clickup('/user')) >= 29);
  });
});

describe('Huntflow', () => {
  const create = (body) => huntflow('/accounts/11/applicants', { method: 'POST', body });
  const upload = (bytes, name = 'cv.pdf', headers = { 'x-file-parse': 'true' }) => {
    const form = new FormData();
    form.set('file', new Blob([bytes], { type: 'application/pdf' }), name);
    return huntflow('/accounts/11/upload', { method: 'POST', body: form, headers });
  };

  test('a CV is parsed; the same bytes are the earlier file', async () => {
    await up.huntflow.settings({ parse: 'all' });
    const p = person(12);
    const bytes = writePdf(cv(p));
    const { doc } = await upload(bytes, 'Резюме Анна.pdf');
    assert.equal(doc.name, 'Резюме Анна.pdf');
    assert.deepEqual(doc.fields.name, { first: p.first, last: p.last, middle: p.middle });
    assert.deepEqual([doc.fields.email, doc.fields.phones, doc.fields.salary], [p.email, [p.phone], p.salary]);
    const again = (await upload(bytes, 'other.pdf', {})).doc;
    assert.deepEqual([again.id, again.name, again.fields], [doc.id, 'Резюме Анна.pdf', null]);
  });

  test('files it does not take', async () => {
    assert.equal((await upload(Buffer.alloc(15 * 2 ** 20 + 1), 'big.pdf')).status, 413);
    assert.equal((await upload(Buffer.from('x'), 'noextension')).status, 400);
    assert.equal((await upload(Buffer.from('x'), 'page.html')).status, 400);
    const broken = (await upload(Buffer.from('%PDF-1.4 broken'), 'x.pdf')).doc;
    assert.deepEqual([broken.text, broken.fields], [null, null]);
  });

  test('applicants are checked as the real service does', async () => {
    const wrong = async (body, variable) => {
      const { status, doc } = await create({ first_name: 'А', last_name: 'Б', ...body });
      assert.equal(status, 400, variable);
      assert.equal(doc.errors[0].location.variable, variable);
    };
    await wrong({ last_name: undefined }, '/last_name');
    await wrong({ email: 'nobody' }, '/email');
    await wrong({ birthday: '01.02.1990' }, '/birthday');
    await wrong({ externals: [{ auth_type: 'NATIVE' }, { auth_type: 'NATIVE' }] }, '/externals');
    await wrong({ externals: [{ auth_type: 'NATIVE', files: [{ id: 1 }] }] }, '/externals/0/files/0');
    await wrong({ externals: [{ auth_type: 'NATIVE', files: [99] }] }, '/externals/0/files/0');
    await wrong({ externals: [{ data: { body: 'x' } }] }, '/externals/0/auth_type');
    await wrong({ phone: 5 }, '/phone');
  });

  test('doubles, search and the index lag', async () => {
    const body = {
      first_name: 'Анна', last_name: 'Тестова', email: 'anna.t@example.com', phone: '+375 29 000-11-22',
      externals: [{ auth_type: 'NATIVE', data: { body: 'key hw-42-abc' } }],
    };
    const one = (await create(body)).doc;
    const two = (await create({ ...body, email: null, phone: '8 029 000 11 22' })).doc;
    assert.deepEqual(one.doubles, []);
    assert.equal(two.doubles.length, 0, 'national prefixes differ');
    const three = (await create({ ...body, phone: null })).doc;
    assert.deepEqual(three.doubles, [{ double: one.id }]);
    const found = async (q) => (await huntflow(
      `/accounts/11/applicants/search?q=${encodeURIComponent(q)}`
    )).doc.items.map(({ id }) => id);
    assert.deepEqual(await found('anna.t@example.com'), [three.id, one.id]);
    assert.deepEqual(await found('HW-42-ABC'), [three.id, two.id, one.id]);
    assert.deepEqual(await found('375290001122'), [one.id]);
    await up.huntflow.settings({ index_lag_ms: 60_000 });
    assert.deepEqual(await found('hw-42-abc'), []);
    await up.huntflow.advance(60_000);
    assert.equal((await found('hw-42-abc')).length, 3);
  });

  test('tags replace each other; vacancies, comments and logs', async () => {
    const { id } = (await create({ first_name: 'Анна', last_name: 'Этапова' })).doc;
    const path = `/accounts/11/applicants/${id}`;
    await huntflow(`${path}/tags`, { method: 'POST', body: { tags: [1160, 1161] } });
    await huntflow(`${path}/tags`, { method: 'POST', body: { tags: [1162] } });
    assert.deepEqual((await huntflow(`${path}/tags`)).doc, { tags: [1162] });
    assert.equal(
      (await huntflow(`${path}/vacancy`, { method: 'PUT', body: { vacancy: 1110, status: 1140 } })).status, 404,
    );
    assert.equal(
      (await huntflow(`${path}/vacancy`, { method: 'POST', body: { vacancy: 1110, status: 1140 } })).status, 200,
    );
    assert.equal(
      (await huntflow(`${path}/vacancy`, { method: 'POST', body: { vacancy: 1110, status: 1141 } })).status, 400,
    );
    assert.equal(
      (await huntflow(`${path}/vacancy`, { method: 'PUT', body: { vacancy: 1110, status: 1145 } })).status, 400,
      'a removed stage',
    );
    assert.equal(
      (await huntflow(`${path}/vacancy`, { method: 'PUT', body: { vacancy: 1110, status: 1142 } })).status, 200,
    );
    await huntflow(`${path}/logs`, { method: 'POST', body: { comment: 'Из ClickUp' } });
    const { items } = (await huntflow(`${path}/logs`)).doc;
    assert.deepEqual(items.map(({ type }) => type), ['COMMENT', 'STATUS', 'VACANCY-ADD', 'ADD']);
    const whole = (await up.huntflow.applicants()).find((one) => one.id === id);
    assert.deepEqual([whole.tags, whole.links[0].status, whole.sent.last_name], [[1162], 1142, 'Этапова']);
  });

  test('tokens: too early, once, expired', async () => {
    const refresh = (token) => call(
      `${up.huntflow.url}/token/refresh`, { 'user-agent': 'test' }, { method: 'POST', body: { refresh_token: token } },
    );
    assert.equal((await refresh('demo-refresh-1234')).doc.errors[0].title, 'error.robot_token.refresh_too_early');
    await up.huntflow.expireAccess();
    const expired = await huntflow('/me');
    assert.deepEqual([expired.status, expired.doc.errors[0].detail], [401, 'token_expired']);
    const { doc } = await refresh('demo-refresh-1234');
    assert.equal((await refresh('demo-refresh-1234')).status, 404);
    assert.equal((await huntflow('/me', { headers: { authorization: `Bearer ${doc.access_token}` } })).status, 200);
    assert.equal(
      (await huntflow('/me', { headers: { authorization: 'Bearer other' } })).doc.errors[0].detail, undefined,
    );
  });

  test('the rate limit, no payment, a broken applicant, no User-Agent', async () => {
    await up.huntflow.limit(1);
    await huntflow('/me');
    assert.equal((await huntflow('/me')).status, 429);
    await up.huntflow.limit(0);
    await up.huntflow.settings({ paid: false });
    assert.equal((await create({ first_name: 'А', last_name: 'Б' })).status, 402);
    const [{ id }] = await up.huntflow.applicants();
    await up.huntflow.changeApplicant(id, { broken: true });
    const broken = await huntflow(`/accounts/11/applicants/${id}`);
    assert.deepEqual([broken.status, broken.doc.errors[0].location.entity], [400, 'response']);
    const bare = await new Promise((resolve) => {
      http.get(`${up.huntflow.url}/me`, { headers: { authorization: 'Bearer demo-access-1234' } }, resolve);
    });
    bare.resume();
    assert.equal(bare.statusCode, 400);
  });

  test('webhooks are tried when made, then signed', async () => {
    const got = await listener();
    const body = { secret: 's3cret', url: got.url, active: true, webhook_events: ['APPLICANT'] };
    got.status = 500;
    assert.equal((await huntflow('/accounts/11/hooks', { method: 'POST', body })).status, 400);
    got.status = 204;
    assert.equal((await huntflow('/accounts/11/hooks', { method: 'POST', body })).status, 200);
    const [{ id }] = await up.huntflow.applicants();
    await up.huntflow.sendHook({ applicant: id });
    const { headers, body: sent } = got.requests.at(-1);
    assert.equal(headers['x-huntflow-event'], 'APPLICANT');
    assert.match(headers['x-huntflow-signature'], /^[0-9a-f]{64}$/);
    assert.equal(JSON.parse(sent).event.applicant.id, id);
    await got.stop();
  });
});

test('the command line: one line when ready, state kept across restarts', async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'hirewire-upstreams-'));
  const state = path.join(dir, 'state.json');
  const body = JSON.stringify({ first_name: 'Анна', last_name: 'Сохранённая' });
  const first = await started(['--demo', '--state', state]);
  const headers = {
    authorization: `Bearer ${first.huntflow.api_key}`, 'user-agent': 'test', 'content-type': 'application/json',
  };
  const made = await (await fetch(
    `${first.huntflow.url}/accounts/11/applicants`, { method: 'POST', headers, body },
  )).json();
  const [task] = (await (await fetch(`${first.clickup.url}/list/${LIST}/task`, {
    headers: { authorization: first.clickup.token },
  })).json()).tasks;
  await fetch(`${first.clickup.url}/task/${task.id}/comment`, {
    method: 'POST', headers: { authorization: first.clickup.token },
    body: JSON.stringify({ comment_text: 'Сохранится' }),
  });
  await first.stop();
  const second = await started(['--demo', '--state', state]);
  const kept = await (await fetch(`${second.huntflow.url}/accounts/11/applicants/${made.id}`, { headers })).json();
  assert.equal(kept.last_name, 'Сохранённая');
  const { comments } = await (await fetch(
    `${second.clickup.url}/task/${task.id}/comment`, { headers: { authorization: second.clickup.token } },
  )).json();
  assert.equal(comments[0].comment_text, 'Сохранится');
  await second.stop();
  fs.rmSync(dir, { recursive: true });
});

// The simulators as their own process: its first line, and stop() that closes its stdin.
async function started(args) {
  const child = spawn(
    process.execPath, [fileURLToPath(new URL('main.js', import.meta.url)), ...args],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [line] = await within('the first line', once(child.stdout, 'data'));
  return { ...JSON.parse(line), async stop() { child.stdin.end(); assert.equal(await end(child), 0); } };
}

async function listener() {
  const got = { requests: [], status: 200 };
  const server = http.createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => { body += chunk; });
    req.on('end', () => { got.requests.push({ headers: req.headers, body }); res.writeHead(got.status).end(); });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  got.url = `http://127.0.0.1:${server.address().port}/hook`;
  got.stop = () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); });
  return got;
}

async function timed(run) {
  const from = performance.now();
  await run();
  return performance.now() - from;
}

describe('Notion', () => {
  const sim = new Notion({ people: 1, rate: 3 });
  before(() => sim.start());
  after(() => sim.stop());
  afterEach(() => sim.service.reset());

  const ask = (path, options = {}, version = '2025-09-03') => call(sim.url + path, {
    authorization: 'Bearer ntn_demo_1234', ...(version && { 'notion-version': version }),
  }, options);
  const apart = () => { sim.clockMs += 1000; };	// the next second

  test('a call without a version, and one of a version that nobody knows', async () => {
    const none = await ask('/users/me', {}, null);
    assert.deepEqual([none.status, none.doc.code], [400, 'missing_version']);
    assert.equal((await ask('/users/me', {}, '2020-01-01')).status, 400);
  });

  test('rows of the older API, until a database has a second source', async () => {
    apart();
    const query = { method: 'POST', body: {} };
    assert.equal((await ask(`/databases/${DATABASE}/query`, query, '2022-06-28')).doc.results.length, 1);
    assert.equal((await ask(`/data_sources/${SOURCE}/query`, query, '2022-06-28')).doc.code, 'invalid_request_url');
    sim.addSource();
    const { doc } = await ask(`/databases/${DATABASE}/query`, query, '2022-06-28');
    assert.match(doc.message, /multiple data sources/);
    apart();
    assert.equal((await ask(`/databases/${DATABASE}`)).doc.data_sources.length, 2);
  });

  test('three calls a second, then the wait that it names', async () => {
    apart();
    for (let n = 0; n < 3; n++) assert.equal((await ask('/users/me')).status, 200);
    const over = await ask('/users/me');
    assert.deepEqual([over.status, over.headers.get('retry-after')], [429, '1']);
  });

  test('a file opens without a key, for an hour', async () => {
    apart();
    const one = sim.addPage({ values: { Имя: 'Новик', Резюме: [{ name: 'cv.pdf', lines: ['Новик'] }] } });
    const { doc } = await ask(`/pages/${one.id}`);
    const [{ file: { url } }] = doc.properties.Резюме.files;
    assert.equal((await fetch(url)).status, 200);
    sim.clockMs += 3_600_001;
    assert.equal((await fetch(url)).status, 403);
  });
});
