// The simulated Bitrix24 portal's answers, held against the description and its official examples.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Bitrix } from '../upstreams/bitrix.js';
import { readPhpForm } from '../upstreams/php_form.js';
import { specsDir, startPrism } from './prism.js';

const sim = new Bitrix({ people: 3 });
let prism;
before(async () => {
  await sim.start();
  prism = await startPrism('bitrix24-webhook.openapi.yaml', { upstream: sim.origin });
});
after(async () => { await prism?.stop(); await sim.stop(); });

async function ask(method, params, status = 200) {
  const res = await fetch(sim.url().replace(sim.origin, prism.url) + method, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params),
  });
  const doc = await res.json();
  assert.equal(res.status, status, `${method}: ${JSON.stringify(doc)}`);
  return doc;
}

test('every described method, with and without .json', async (t) => {
  if (!prism) { t.skip('no Prism'); return; }
  const { result: { task } } = await ask('tasks.task.add', { fields: { TITLE: 'А', RESPONSIBLE_ID: 1 } });
  const event = { type: 'user', ownerId: 1, name: 'А', from: '2026-12-01', to: '2026-12-01', skip_time: 'Y' };
  for (const [method, params] of [
    ['user.get', { FILTER: { ACTIVE: true }, start: 0 }], ['user.current', {}],
    ['tasks.task.get', { taskId: task.id }], ['tasks.task.list', { select: ['ID'], start: -1 }],
    ['calendar.event.add', event], ['calendar.event.get', event], ['im.notify', { USER_ID: 1, MESSAGE: 'А' }],
    ['batch', { cmd: { one: 'user.get' }, halt: 0 }],
  ]) {
    await ask(method, params);
    await ask(`${method}.json`, params);
  }
  sim.refuse('QUERY_LIMIT_EXCEEDED');
  await ask('user.get', {}, 503);
  assert.deepEqual(await prism.complaints(), []);
});

const sample = (name) => {
  const file = path.join(specsDir(), 'samples', name);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
};

// Members of the one that are not of the other's kind.
const strange = (ours, official) => Object.entries(ours).filter(([name, value]) => {
  const theirs = official[name];
  return theirs !== null && value !== null && typeof theirs !== 'undefined' && typeof value !== typeof theirs;
}).map(([name]) => name);

test('members are of the kind that the official examples show', (t) => {
  const payloads = sample('bitrix24-official-examples.json')?.payloads;
  if (!payloads) { t.skip('no samples'); return; }
  const { portal } = sim;
  const official = (topic) => payloads[topic][0].result;
  assert.deepEqual(strange(portal.userJson(portal.users.get('1'), ['user']), official('user.get')[0]), []);
  const task = portal.tasks.get(portal.addTask({ TAGS: ['а'], AUDITORS: ['1'] }));
  assert.deepEqual(strange(portal.taskJson(task), official('tasks.task.list').tasks[0]), []);
  const id = String(portal.addEvent({
    from: '2026-12-01T10:00:00Z', to: '2026-12-01T11:00:00Z', rrule: { FREQ: 'WEEKLY', BYDAY: ['MO'] },
  }));
  const event = portal.events.get(id);
  assert.deepEqual(strange(portal.eventJson(event, portal.span(event).from), official('calendar.event.get')[0]), []);
});

test('forms are read as the samples of the outgoing webhook say', (t) => {
  const requests = sample('bitrix24-outgoing-webhook-bodies.json')?.requests;
  if (!requests) { t.skip('no samples'); return; }
  const texts = (value) => JSON.parse(JSON.stringify(value), (name, one) =>
    (typeof one === 'number' ? String(one) : one));
  for (const { body, decoded } of requests) assert.deepEqual(readPhpForm(body), texts(decoded));
});
