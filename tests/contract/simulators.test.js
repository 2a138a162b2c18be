// The simulated services' answers, held against the descriptions of the real ones by a Prism proxy.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startUpstreams } from '../upstreams/main.js';
import { DATABASE, Notion, SOURCE } from '../upstreams/notion.js';
import { notionErrors, startPrism } from './prism.js';

let up;
before(async () => { up = await startUpstreams({ demo: true }); });
after(() => up.stop());

const TEAM = '9012345678';
const LIST = '901200100';

describe('ClickUp', () => {
  let prism;
  before(async () => {
    prism = await startPrism('clickup-v2.openapi.json', { upstream: `${up.clickup.origin}/api`, patch: knownErrors });
  });
  after(() => prism?.stop());

  const ask = (t, method, path, body, { status = 200, token = 'pk_demo_1234' } = {}) =>
    exchange(t, prism, `/v2${path}`, method, body, status, token ? { authorization: token } : {});

  for (const path of [
    '/user',
    '/team',
    `/team/${TEAM}/space?archived=false`,
    '/space/90120001',
    '/space/90120001/folder?archived=false',
    '/space/90120001/list',
    '/space/90120001/tag',
    '/folder/90120010',
    '/folder/90120010/list',
    `/list/${LIST}`,
    `/list/${LIST}/task?page=0`,
    `/list/${LIST}/task?page=3&include_closed=true&subtasks=true`,
    `/list/${LIST}/task?archived=true`,
    `/list/${LIST}/field`,
    `/team/${TEAM}/task?page=0`,
  ]) {
    test(`GET ${path}`, (t) => ask(t, 'GET', path));
  }

  test('tasks with everything and with nothing, and their comments', async (t) => {
    const page = await ask(t, 'GET', `/list/${LIST}/task?page=1`);
    for (const { id } of page?.tasks.slice(0, 12) ?? []) {
      await ask(t, 'GET', `/task/${id}?include_markdown_description=true`);
      await ask(t, 'GET', `/task/${id}/comment`);
    }
  });

  test('generated tasks', async (t) => {
    const { first } = await up.clickup.seed({ list: '901200106', count: 3 });
    await ask(t, 'GET', '/list/901200106/task');
    await ask(t, 'GET', `/task/${first}`);
  });

  test('writing', async (t) => {
    const page = await ask(t, 'GET', `/list/${LIST}/task?page=1`);
    if (!page) return;
    const task = page.tasks[3];
    const field = task.custom_fields.find(({ type }) => type === 'short_text').id;
    await ask(t, 'POST', `/task/${task.id}/comment`, { comment_text: 'Перенесено', notify_all: false });
    await ask(t, 'POST', `/task/${task.id}/field/${field}`, { value: 'QA' });
    const { id, webhook } = await ask(t, 'POST', `/team/${TEAM}/webhook`, {
      endpoint: 'https://hirewire.example/hook',
      events: ['taskCreated'],
      list_id: Number(LIST),
    });
    assert.ok(webhook.secret);
    await ask(t, 'GET', `/team/${TEAM}/webhook`);
    await ask(t, 'PUT', `/webhook/${id}`, { endpoint: 'https://hirewire.example/hook', events: '*', status: 'active' });
    await ask(t, 'DELETE', `/webhook/${id}`);
  });

  test('refusals', async (t) => {
    await ask(t, 'GET', '/team', undefined, { status: 401, token: 'pk_wrong' });
    await ask(t, 'GET', '/list/1/task', undefined, { status: 401 });
    await ask(t, 'GET', '/task/none', undefined, { status: 404 });
    await up.clickup.fault({ kind: 'status', status: 429, path: '/user' });
    await ask(t, 'GET', '/user', undefined, { status: 429 });
    await up.clickup.fault({ kind: 'status', status: 500, path: '/user' });
    await ask(t, 'GET', '/user', undefined, { status: 500 });
  });
});

describe('Huntflow', () => {
  let prism;
  before(async () => {
    prism = await startPrism('huntflow-v2.openapi.json', { upstream: `${up.huntflow.origin}/v2` });
  });
  after(() => prism?.stop());

  const ask = (t, method, path, body, { status = 200, token = 'demo-access-1234', headers = {} } = {}) =>
    exchange(t, prism, path, method, body, status, {
      authorization: `Bearer ${token}`,
      'user-agent': 'hirewire-test',
      ...headers,
    });

  for (const path of [
    '/me',
    '/accounts',
    '/accounts/11',
    '/accounts/11/vacancies',
    '/accounts/11/vacancies?state=OPEN&state=HOLD&count=3&page=2',
    '/accounts/11/vacancies/1110',
    '/accounts/11/vacancies/statuses',
    '/accounts/11/vacancies/additional_fields',
    '/accounts/11/tags',
    '/accounts/11/tags/1160',
    '/accounts/11/applicants/sources',
    '/accounts/11/rejection_reasons',
    '/accounts/11/coworkers',
    '/accounts/11/divisions',
    '/accounts/11/applicants',
    '/accounts/11/applicants?count=2&page=2',
    '/accounts/11/applicants/search?q=java&field=all',
    '/accounts/11/applicants/search_by_cursor?count=5',
    '/accounts/11/applicants/questionary',
    '/accounts/11/hooks',
  ]) {
    test(`GET ${path}`, (t) => ask(t, 'GET', path));
  }

  test('the life of an applicant', async (t) => {
    const cv = await cvOf(up);
    const file = await ask(t, 'POST', '/accounts/11/upload', form(cv), { headers: { 'x-file-parse': 'true' } });
    if (!file) return;
    await ask(t, 'POST', '/accounts/11/upload', form(cv));
    const one = await ask(t, 'POST', '/accounts/11/applicants', {
      first_name: 'Анна',
      last_name: 'Ковалёва',
      email: 'anna@example.com',
      phone: '+375 29 111-22-33',
      birthday: '1990-05-01',
      social: [{ social_type: 'TELEGRAM', value: '@anna' }],
      externals: [{ auth_type: 'NATIVE', account_source: 1170, data: { body: 'CV' }, files: [file.id] }],
    });
    const path = `/accounts/11/applicants/${one.id}`;
    await ask(t, 'PATCH', path, { position: 'QA' });
    await ask(t, 'POST', `${path}/tags`, { tags: [1160] });
    await ask(t, 'GET', `${path}/tags`);
    await ask(t, 'POST', `${path}/vacancy`, { vacancy: 1110, status: 1140, comment: 'Отклик', files: [file.id] });
    await ask(t, 'PUT', `${path}/vacancy`, { vacancy: 1110, status: 1147, rejection_reason: 1181 });
    await ask(t, 'POST', `${path}/questionary`, { relocation: 'да' });
    await ask(t, 'PATCH', `${path}/questionary`, { english: { id: 1, name: 'B1' } });
    await ask(t, 'GET', `${path}/questionary`);
    await ask(t, 'POST', `${path}/logs`, { comment: 'Из ClickUp', files: [file.id] });
    await ask(t, 'GET', `${path}/logs`);
    const { external } = await ask(t, 'GET', path);
    await ask(t, 'GET', `${path}/externals/${external[0].id}`);
    await ask(t, 'PUT', `${path}/externals/${external[0].id}`, { data: { body: 'CV 2' }, files: [file.id] });
    await ask(t, 'GET', '/accounts/11/applicants?vacancy=1110');
    await ask(t, 'DELETE', path, undefined, { status: 204 });
    await ask(t, 'GET', path, undefined, { status: 404 });
  });

  test('tags and hooks', async (t) => {
    await up.huntflow.settings({ ping: false });
    await ask(t, 'POST', '/accounts/12/tags', { name: 'Hirewire', color: '00ad3b' });
    const hook = await ask(t, 'POST', '/accounts/12/hooks', {
      secret: 's',
      url: 'https://hirewire.example/hook',
      active: true,
      webhook_events: ['APPLICANT'],
    });
    if (hook) await ask(t, 'DELETE', `/accounts/12/hooks/${hook.id}`, undefined, { status: 204 });
  });

  test('refusals', async (t) => {
    await ask(t, 'GET', '/me', undefined, { status: 401, token: 'wrong' });
    await ask(t, 'GET', '/accounts/99/tags', undefined, { status: 404 });
    await ask(t, 'POST', '/accounts/11/applicants', { first_name: 'Без фамилии' }, { status: 400 });
    await ask(t, 'POST', '/token/refresh', { refresh_token: 'demo-refresh-1234' }, { status: 403 });
    for (const status of [402, 429]) {
      await up.huntflow.fault({ kind: 'status', status, method: 'POST' });
      await ask(t, 'POST', '/accounts/11/applicants', { first_name: 'А', last_name: 'Б' }, { status });
    }
    await up.huntflow.expireAccess();
    await ask(t, 'GET', '/me', undefined, { status: 401 });
    await ask(t, 'POST', '/token/refresh', { refresh_token: 'demo-refresh-1234' });
  });
});

describe('Notion', () => {
  const sim = new Notion({ people: 3 });
  let prism;
  before(async () => {
    await sim.start();
    prism = await startPrism('notion.openapi.json', { upstream: sim.origin, patch: notionErrors });
  });
  after(async () => { await prism?.stop(); await sim.stop(); });

  const ask = (t, method, path, body, { status = 200, token = 'ntn_demo_1234', version = '2025-09-03' } = {}) =>
    exchange(t, prism, `/v1${path}`, method, body, status, {
      authorization: `Bearer ${token}`, ...(version ? { 'notion-version': version } : {}),
    });
  const page = () => [...sim.pages.values()].at(-1);

  test('whose key it is, what is shared', async (t) => {
    await ask(t, 'GET', '/users/me');
    await ask(t, 'POST', '/search', { filter: { property: 'object', value: 'data_source' }, page_size: 100 });
    await ask(t, 'GET', `/databases/${DATABASE}`);
    await ask(t, 'GET', `/data_sources/${SOURCE}`);
  });

  test('rows by parts, and those that were edited since', async (t) => {
    const sorts = [{ timestamp: 'last_edited_time', direction: 'ascending' }];
    const first = await ask(t, 'POST', `/data_sources/${SOURCE}/query`, { sorts, page_size: 2 });
    if (!first) return;
    assert.ok(first.has_more);
    const last = await ask(t, 'POST', `/data_sources/${SOURCE}/query`, { sorts, start_cursor: first.next_cursor });
    assert.deepEqual([first.results.length, last.results.length, last.has_more], [2, 1, false]);
    const filter = {
      timestamp: 'last_edited_time', last_edited_time: { on_or_after: first.results[1].last_edited_time },
    };
    assert.equal((await ask(t, 'POST', `/data_sources/${SOURCE}/query`, { sorts, filter })).results.length, 2);
  });

  test('a page, a long property, its blocks and comments', async (t) => {
    sim.change(page().id, { values: { Вакансия: Array.from({ length: 30 }, () => SOURCE) } });
    await ask(t, 'GET', `/pages/${page().id}`);
    await ask(t, 'GET', `/pages/${page().id}/properties/oo?page_size=25`);
    await ask(t, 'GET', `/blocks/${page().id}/children?page_size=100`);
    await ask(t, 'GET', `/comments?block_id=${page().id}`);
  });

  test('refusals', async (t) => {
    await ask(t, 'GET', '/users/me', undefined, { status: 401, token: 'wrong' });
    await ask(t, 'GET', `/pages/${DATABASE}`, undefined, { status: 404 });
    sim.comments = false;
    await ask(t, 'GET', `/comments?block_id=${page().id}`, undefined, { status: 403 });
    sim.addSource();
    await ask(t, 'POST', `/databases/${DATABASE}/query`, {}, { status: 400, version: '2022-06-28' });
    for (const status of [409, 429, 503]) {
      sim.addFault({ kind: 'status', status });
      await ask(t, 'GET', '/users/me', undefined, { status });
    }
  });
});

// One call through the proxy. Its answer, or undefined when there is no Prism to ask.
async function exchange(t, prism, path, method, body, status, headers) {
  if (!prism) { t.skip('no Prism'); return undefined; }
  const json = body !== undefined && !(body instanceof FormData);
  const res = await fetch(prism.url + path, {
    method,
    headers: { ...headers, ...(json ? { 'content-type': 'application/json' } : {}) },
    body: json ? JSON.stringify(body) : body,
  });
  const text = await res.text();
  const problem = /problem\+json/.test(res.headers.get('content-type') ?? '') && JSON.parse(text);
  assert.ok(
    !problem,
    `${method} ${path}: ${problem && problem.title} ${JSON.stringify(problem?.validation?.slice(0, 5))}`,
  );
  assert.equal(res.status, status, `${method} ${path}: ${text.slice(0, 300)}`);
  return text ? JSON.parse(text) : undefined;
}

async function cvOf(services) {
  const { server } = services.clickup;
  const task = [...server.workspace.tasks.values()].find(({ attachments }) => attachments[0]?.stamp);
  return server.workspace.attachment(task.attachments[0]);
}

function form(bytes) {
  const data = new FormData();
  data.set('file', new Blob([bytes], { type: 'application/pdf' }), 'Ковалёва Анна.pdf');
  return data;
}

/*
 * Where the vendor's own description is wrong about the service (its examples and the clients of
 * others say so): things that can be null, lists given as one object, times beyond 32 bits.
 */
function knownErrors(doc) {
  const orNull = [
    'profilePicture',
    'avatar',
    'color',
    'points',
    'status',
    'priority',
    'due_date',
    'start_date',
    'assignee',
    'assigned_by',
    'date_closed',
    'parent',
    'time_estimate',
    'start_date_time',
    'email',
  ];
  const seen = new Set();
  const walk = (node) => {
    if (!node || typeof node !== 'object' || seen.has(node)) return;
    seen.add(node);
    if (node.format === 'int32') delete node.format;
    if (node.properties && typeof node.properties === 'object') {
      for (const name of orNull)
        if (node.properties[name]) node.properties[name] = { anyOf: [{ type: 'null' }, node.properties[name]] };
      const fields = node.properties.custom_fields;
      if (fields?.type === 'array') delete fields.items?.properties?.value;
      else if (fields && !node.properties.portfolios)
        node.properties.custom_fields = { type: 'array', items: { type: 'object', required: ['id', 'name', 'type'] } };
      if (node.properties.type_config?.properties?.default) node.properties.type_config.properties.default = {};
      if (node.properties.priority && node.properties.status) node.properties.priority = { type: ['object', 'null'] };
      if (node.properties.attachments)
        node.properties.attachments.items = { type: 'object', required: ['id', 'title', 'url', 'date'] };
      if (node.required?.includes('time_estimate'))
        node.required = node.required.filter((name) => name !== 'time_estimate');
      if (node.properties.folders?.type === 'object')
        node.properties.folders = { type: 'array', items: node.properties.folders };
      if (node.properties.lists?.items?.type === 'string')
        node.properties.lists.items = { type: 'object', required: ['id', 'name'] };
      if (node.properties.reply_count) node.properties.reply_count = { type: ['string', 'integer'] };
    }
    Object.values(node).forEach(walk);
  };
  walk(doc);
}
