// telegram_unreadable: an update that no program can read is noted as such, and does not keep those after it away;
// signs that turn the direction of a text are no part of a title.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { team } from '../lib/team.js';
import { startTalks } from '../lib/telegram.js';

const HOOK = 'https://hub.example';
let talks, house, sim, bot, nova;
const raw = new Map();

before(async () => {
  talks = await startTalks({ poll: false });
  ({ house, sim, bot } = talks);
  nova = await team(house);
  await talks.link(nova.me);
  // Of updates in raw, the answer has that text, not what is made of the object.
  const serve = sim.serve.bind(sim);
  sim.serve = async (req) => {
    const reply = await serve(req);
    const list = reply.body?.result;
    if (!Array.isArray(list) || !list.some((one) => raw.has(one.update_id))) return reply;
    const texts = list.map((one) => raw.get(one.update_id) ?? JSON.stringify(one));
    return { ...reply, body: `{"ok":true,"result":[${texts}]}` };
  };
});
after(() => talks?.stop());

/* What somebody wrote, its text spelled otherwise. */
const spelled = (text, more = '') => (id) => `{"update_id":${id},"message":{"message_id":1,"date":1,"from":{"id":`
  + `${nova.me.chat},"is_bot":false},"chat":{"id":${nova.me.chat},"type":"private"},"text":"${text}"${more}}}`;
const UNREADABLE = {
  'a NUL': spelled('a\\u0000b'),
  'half a surrogate pair': spelled('a\\ud83d b'),
  'nested 2000 deep': spelled('x', `,"y":${'['.repeat(2000)}${']'.repeat(2000)}`),
  'a number without bounds': spelled('x', `,"y":1${'0'.repeat(400)}`),
  'a member twice': spelled('x', ',"text":"y"'),
  'no JSON within': (id) => `{"update_id":${id},"message":{"text":tru]"}`.replace(']"', ''),
  '5 MB of brackets': spelled('x', `,"y":[${'[],'.repeat(5 << 20 >> 2)}[]]`),
};
const rows = (ids) => house.sql('SELECT update_id, kind, state, result, LENGTH(body) bytes FROM telegram_update '
  + `WHERE update_id IN (${ids}) ORDER BY update_id`);
const isNoted = (row) => {
  assert.deepEqual([row.kind, row.state], ['unreadable', 'failed'], JSON.stringify(row));
  assert.match(row.result, /^io\.(json|json_depth|json_size|utf8)$/);
  assert.ok(row.bytes <= 65536);
};

describe('by polling', () => {
  it('all around what cannot be read is answered', async () => {
    const ids = [];
    const before = sim.sent.length;
    for (const write of Object.values(UNREADABLE)) {
      sim.write(bot, nova.me.chat, '/help');
      const id = sim.write(bot, nova.me.chat, 'replaced');
      raw.set(id, write(id));
      ids.push(id);
    }
    sim.write(bot, nova.me.chat, '/help');
    const child = talks.poll();
    await house.until(() => sim.sent.length === before + ids.length + 1, {
      timeout: 120_000, what: 'all others are answered',
    });
    await talks.settled();
    const noted = await rows(ids);
    assert.equal(noted.length, ids.length);
    noted.forEach(isNoted);
    // What is confirmed does not come again.
    assert.deepEqual(bot.waiting, []);
    await talks.end(child);
  });

  it('one that is larger than an answer may be is passed over, and none that is whole', async () => {
    const before = sim.sent.length;
    const large = sim.write(bot, nova.me.chat, 'replaced');
    raw.set(large, spelled('x'.repeat(9 << 20))(large));
    sim.write(bot, nova.me.chat, '/help');
    const child = talks.poll();
    await house.until(() => sim.sent.length === before + 1, { timeout: 120_000, what: 'the other is answered' });
    isNoted((await rows([large]))[0]);
    await talks.end(child);
  });

  it('an answer without updates in it moves nothing', async () => {
    const at = async () => (await house.sql('SELECT next_update_id n FROM telegram_bot'))[0].n;
    const was = await at();
    for (const body of ['<html>', '{"ok":true,"result":[{"update_id":', '{"ok":true,"result":[{"update_id":'
      + `${was + 5},"message":{"text":"cut`, '{"ok":true,"result":[{"update_id":99999999999999999999,"x":"\\u0000"}]}'])
      await sim.addFault({ kind: 'status', status: 200, path: 'getUpdates', body });
    const child = talks.poll();
    const asked = sim.calls.length;
    await house.until(() => sim.calls.slice(asked).filter(({ path }) => path.endsWith('getUpdates')).length > 4,
      { timeout: 120_000, what: 'it is asked on' });
    await talks.end(child);
    assert.equal(await at(), was);
  });
});

it('by webhook it is noted, and taken: it would come for ever', async () => {
  assert.equal((await house.run('hirewire', ['bot', 'webhook'], { env: { WEB_BASE_URL: HOOK } })).code, 0);
  const path = new URL(bot.hook.url).pathname;
  const ids = [];
  for (const [name, write] of Object.entries(UNREADABLE)) {
    const id = 990_000_000 + ids.length;
    const res = await fetch(house.url + path, {
      method: 'POST', body: write(id),
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': bot.hook.secret },
    });
    assert.equal(res.status, 200, name);
    ids.push(id);
  }
  const noted = await rows(ids);
  assert.equal(noted.length, ids.length);
  noted.forEach(isNoted);
  for (const { name, text } of house.logs()) assert.ok(!text.includes(path.split('/').at(-1)), name);
  assert.equal((await house.run('hirewire', ['bot', 'polling'])).code, 0);
});

describe('a title that comes from a chat', () => {
  const [RLE, PDF, RLI, PDI, RLO] = ['\u202b', '\u202c', '\u2067', '\u2069', '\u202e'];
  const title = 'שלום Позвонить Анне';
  const written = `${RLE}${RLI}שלום${PDI}\tПозвонить${RLO} Анне${PDF}`;
  const newest = async () => (await house.sql('SELECT title FROM task ORDER BY id DESC LIMIT 1'))[0].title;

  it('has no signs that turn its direction, nor tabs', async () => {
    talks.poll();
    const offer = await talks.ask(nova.me, `${written}\nи ещё`, {
      forward_origin: { type: 'hidden_user', sender_user_name: 'X', date: 1 },
    });
    assert.ok(offer.text.endsWith(`\n${title}`), JSON.stringify(offer.text));
    await talks.press(offer, 'Сделать задачей');
    assert.equal(await newest(), title);
    await talks.ask(nova.me, `/new_task ${nova.project.id} | ${written}`);
    assert.equal(await newest(), title);
    await talks.ask(nova.me, `/new_project ${written} | ${RLI}Клиент${PDI}`);
    const [project] = await house.sql('SELECT p.name, c.name client FROM project p JOIN client c ON c.id = p.client_id '
      + 'ORDER BY p.id DESC LIMIT 1');
    assert.deepEqual([project.name, project.client], [title, 'Клиент']);
  });

  it('of nothing but such signs there is no task', async () => {
    assert.match((await talks.ask(nova.me, RLE + PDF)).text, /\/help/);
  });
});
