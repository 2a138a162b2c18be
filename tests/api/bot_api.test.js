// bot_api: an outside bot acts for the person of a chat with exactly their rights, and by its own token alone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from '../lib/client.js';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { problem } from '../lib/problem.js';
import { inDays, team } from '../lib/team.js';
import { Telegram } from '../upstreams/telegram.js';

const SECRET = 'outside-bot-0123456789-0123456789-abc';
const HOSTILE = [
  '<b>жирный</b> & "кавычки" <script>alert(1)</script>', '👩‍👩‍👧‍👦🏳️‍🌈 семья',
  'مرحبا \u202Eشكرا\u202C עברית', 'a | b | c', 'ы'.repeat(4096),
];
const sim = new Telegram();
let house, outside, nova, chats = 1000;

before(async () => {
  await sim.start();
  const { token } = sim.addBot(123456789, 'hub_bot');
  house = await startHouse({
    env: { TELEGRAM_API_URL: sim.origin, TELEGRAM_BOT_TOKEN: token, SYSTEM_BOT_TOKEN: SECRET },
  });
  outside = watched(new Client(house));
  outside.headers = { Authorization: `Bearer ${SECRET}` };
  nova = await team(house);
  await linked(nova.me);
  await linked(nova.igor);
});
after(async () => {
  await house?.stop();
  await sim.stop();
  assert.deepEqual(outside.wrong, []);
});

const get = (path, params, opts) => outside.get(`/api/bot/${path}?${new URLSearchParams(params)}`, opts);
const post = (path, body) => outside.post(`/api/bot/${path}/`, body);
const ok = async (status, answer) => {
  const res = await answer;
  assert.equal(res.status, status, res.text);
  return res.json;
};
// By the way that people have: a token of the profile.
async function linked(client) {
  client.chat = ++chats;
  const { token } = await client.expect(201, 'POST', '/api/v1/profile/telegram/link/');
  const made = await ok(200, post('link-account', { token, chat_id: client.chat }));
  assert.deepEqual(made, { status: 'ok', username: client.user.email });
  return token;
}
const person = async (options) => {
  const client = await house.user({ company: 'Nova', ...options });
  await linked(client);
  return client;
};

// [method, call, parameters besides the chat]
const CALLS = [
  ['GET', 'me', {}], ['POST', 'web-login-token', {}], ['GET', 'get_user_tasks', {}], ['GET', 'today', {}],
  ['GET', 'task', { task_id: 1 }], ['POST', 'task-set-status', { task_id: 1, status: 'done' }],
  ['POST', 'complete_task', { task_id: 1 }], ['POST', 'task-comment', { task_id: 1, text: 'x' }],
  ['GET', 'projects', {}], ['GET', 'project', { project_id: 1 }],
  ['POST', 'project-set-status', { project_id: 1, status: 'done' }], ['GET', 'stats', {}],
  ['POST', 'admin-create-project', { name: 'x' }], ['POST', 'admin-create-task', { title: 'x' }],
  ['POST', 'clear-personal-bot', {}],
];
const call = (client, [method, path, more], chat, slash = '') => (method === 'GET'
  ? client.get(`/api/bot/${path}${slash}?${new URLSearchParams({ chat_id: chat, ...more })}`)
  : client.post(`/api/bot/${path}${slash}`, { chat_id: chat, ...more }));

describe('who asks', () => {
  it('is the outside bot alone: no other token, no session, no API token', async () => {
    const boss = await house.user({ role: 'admin', company: 'Nova' });
    const none = new Client(house);
    const wrong = new Client(house);
    wrong.headers = { Authorization: `Bearer ${SECRET.slice(0, -1)}d` };
    for (const client of [none, wrong, boss, await boss.token()])
      for (const one of [...CALLS, ['POST', 'link-account', { token: 'x' }]])
        problem(await call(client, one, nova.me.chat), 401, 'bot.token');
    assert.equal((await outside.get('/api/v1/tasks/')).status, 401);
    assert.equal((await outside.get('/api/v1/auth/me')).status, 401);
  });

  it('is nobody while no token is set, or a short one', async () => {
    for (const token of ['', SECRET.slice(0, 31)]) {
      const run = await house.run('bot_api', [], {
        env: {
          SYSTEM_BOT_TOKEN: token, REQUEST_METHOD: 'GET', REQUEST_URI: '/api/bot/me?chat_id=1',
          QUERY_STRING: 'chat_id=1', HTTP_AUTHORIZATION: `Bearer ${token}`,
        },
      });
      assert.match(run.stdout, /^Status: 503 /);
      assert.match(run.stdout, /"bot\.unset"/);
    }
  });

  it('has a limit, which says when to come again', async () => {
    await house.sql("UPDATE rate_bucket SET used = 1200, window_at = NOW(3) WHERE provider = 'bot_api'");
    const res = await get('me', { chat_id: nova.me.chat });
    problem(res, 429, 'io.budget');
    assert.ok(Number(res.headers['retry-after']) > 0);
    await house.sql("DELETE FROM rate_bucket WHERE provider = 'bot_api'");
    await ok(200, get('me', { chat_id: nova.me.chat }));
  });

  it('leaves its token in no log', async () => {
    for (const { name, text } of house.logs()) assert.ok(!text.includes(SECRET), name);
  });

  it('finds no other address', async () => {
    const { headers } = outside;
    const asked = (path) => house.anonymous().get(`/api/bot/${path}`, { headers });
    for (const path of ['', 'personal-bots', 'bot-tokens', 'link-by-email', 'me/1'])
      assert.equal((await asked(path)).status, 404, path);
    assert.equal((await asked(`complete_task?chat_id=${nova.me.chat}`)).status, 405);
  });
});

describe('a chat', () => {
  it('that is nobody\'s does nothing', async () => {
    for (const one of CALLS) {
      for (const chat of [5, -1001234567890]) {
        const res = await call(outside, one, chat);
        problem(res, 404, 'bot.unlinked');
        assert.deepEqual([res.json.error, res.json.linked], ['User not linked', false]);
      }
    }
  });

  it('is asked for by every call, by its name, as a number', async () => {
    for (const one of CALLS) {
      for (const chat of ['x', '', '1.5', '9'.repeat(30)]) {
        const res = await call(outside, one, chat, '/');
        problem(res, 400, 'input');
        assert.equal(res.json.errors[0].field, 'chat_id', one[1]);
      }
      const [method, path, more] = one;
      problem(await call(outside, [method, path, { ...more, odd: 1 }], nova.me.chat), 400, 'input');
    }
  });

  it('is linked once by a token, and is one person\'s', async () => {
    const client = await house.user({ company: 'Nova' });
    const token = await linked(client);
    const again = await post('link-account', { token, chat_id: 77 });
    problem(again, 400, 'input');
    assert.equal(again.json.errors[0].code, 'telegram.link_expired');
    problem(await post('link-account', { chat_id: 77 }), 400, 'input');
    assert.equal((await get('me', { chat_id: 77 })).status, 404);
    const me = { linked: true, username: client.user.email, is_admin: false };
    assert.deepEqual(await ok(200, get('me', { chat_id: client.chat })), me);
    await client.expect(204, 'DELETE', '/api/v1/profile/telegram/');
    assert.equal((await get('me', { chat_id: client.chat })).status, 404);
  });

  it('of one who is switched off does nothing any more', async () => {
    const client = await person({ role: 'member' });
    await house.sql('UPDATE user SET active = 0 WHERE id = ?', [client.user.id]);
    assert.equal((await get('me', { chat_id: client.chat })).status, 404);
  });

  it('signs its person in by a link that works once', async () => {
    const made = await ok(200, post('web-login-token', { chat_id: nova.igor.chat }));
    assert.deepEqual([made.status, made.expires_in], ['ok', 300]);
    const [, token] = made.login_url.split('/login/#');
    const came = await house.anonymous().signIn(token);
    assert.equal(came.user.email, nova.igor.user.email);
    await assert.rejects(house.anonymous().signIn(token));
  });

  it('switches the bot of one\'s own off, its token kept', async () => {
    const client = await person({ role: 'member' });
    problem(await post('clear-personal-bot', { chat_id: client.chat }), 404, 'bot.no_own');
    const { token } = sim.addBot(555000111, 'own_bot');
    await client.expect(201, 'POST', '/api/v1/tasks/personal-bot/', { token });
    assert.deepEqual(await ok(200, post('clear-personal-bot', { chat_id: client.chat })), { status: 'ok' });
    const state = await client.expect(200, 'GET', '/api/v1/tasks/personal-bot/');
    assert.deepEqual([state.personal_bot_username, state.is_bot_active], ['own_bot', false]);
  });
});

describe('tasks', () => {
  it('are the open ones of the person, by deadline; today those of the day', async () => {
    const client = await person({ role: 'recruiter' });
    await client.expect(200, 'PATCH', '/api/v1/profile/', { time_zone: 'Asia/Vladivostok' });
    const day = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Vladivostok' });
    const mine = (title, more) => client.expect(201, 'POST', '/api/v1/tasks/', { title, ...more });
    const late = await mine('без срока');
    const soon = await mine('сегодня', { due_date: day });
    const later = await mine('позже', { due_date: inDays(9) });
    const given = await nova.add('дана', { assigned_to: client.user.id, due_date: inDays(5) });
    await mine('сделана', { status: 'done' });
    await nova.add('чужая');
    const ids = async (path) => (await ok(200, get(path, { chat_id: client.chat }))).map(({ id }) => id);
    assert.deepEqual(await ids('get_user_tasks'), [soon.id, given.id, later.id, late.id]);
    assert.deepEqual(await ids('today'), [soon.id]);
    const { total, by_status: counts } = await ok(200, get('stats', { chat_id: client.chat }));
    assert.equal(total, 5);
    assert.equal(counts.find(({ status }) => status === 'todo').count, 4);
    assert.equal(counts.find(({ status }) => status === 'done').count, 1);
  });

  it('change as the person may change them, and the history says by what', async () => {
    const { id } = await nova.add('Позвонить', { assigned_to: nova.igor.user.id });
    const chat = { chat_id: nova.igor.chat, task_id: id };
    assert.deepEqual(
      await ok(200, post('task-set-status', { ...chat, status: 'В работе' })),
      { status: 'ok', task_id: id, task_status: 'in_progress' },
    );
    assert.equal((await ok(200, post('complete_task', chat))).task_status, 'done');
    const [last] = await nova.me.expect(200, 'GET', `/api/v1/tasks/${id}/audit/`);
    assert.deepEqual([last.via, last.after.status], ['bot', 'done']);
    const wrong = await post('task-set-status', { ...chat, status: 'готовенько' });
    problem(wrong, 400, 'input');
    assert.equal(wrong.json.errors[0].field, 'status');
  });

  it('are taken as a form, too', async () => {
    const { id } = await nova.add('Форма', { assigned_to: nova.igor.user.id });
    const res = await outside.raw('POST', '/api/bot/complete_task', {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams({ chat_id: nova.igor.chat, task_id: id })),
    });
    assert.equal((await ok(200, res)).task_status, 'done');
  });

  it('have comments as they were written, the last 20', async () => {
    const { id } = await nova.add('Слова', { assigned_to: nova.igor.user.id });
    const chat = { chat_id: nova.igor.chat, task_id: id };
    for (const text of HOSTILE) {
      const { comment } = await ok(200, post('task-comment', { ...chat, text }));
      assert.deepEqual([comment.text, comment.user], [text, nova.igor.user.id]);
    }
    for (let i = 0; i < 18; i++) await ok(200, post('task-comment', { ...chat, text: `№ ${i}` }));
    const { comments } = await ok(200, get('task', chat));
    assert.equal(comments.length, 20);
    assert.deepEqual([comments[0].text, comments.at(-1).text], [HOSTILE[3], '№ 17']);
    for (const text of ['', ' \n ', 'x'.repeat(20001)])
      problem(await post('task-comment', { ...chat, text }), 400, 'input');
  });

  it('of others are absent; seen ones that one may not change are refused', async () => {
    const stranger = await person({ role: 'member' });
    const { id } = await nova.add('Закрыто', { list: nova.project.id });
    const of = (client) => ({ chat_id: client.chat, task_id: id });
    for (const path of ['task-set-status', 'complete_task', 'task-comment']) {
      const more = { status: 'done', text: 'x' };
      const [name] = { 'task-set-status': ['status'], 'task-comment': ['text'] }[path] ?? [];
      const body = name ? { [name]: more[name] } : {};
      assert.equal((await post(path, { ...of(stranger), ...body })).status, 404, path);
      if (path !== 'task-comment') problem(await post(path, { ...of(nova.igor), ...body }), 403, 'team.denied');
    }
    assert.equal((await get('task', of(stranger))).status, 404);
    await ok(200, get('task', of(nova.igor)));
    await ok(200, post('complete_task', of(nova.me)));
    for (const task of ['0', '-1', 'x']) problem(await get('task', { ...of(nova.me), task_id: task }), 400, 'input');
  });
});

describe('projects', () => {
  it('are those that the person sees, found and ordered', async () => {
    const boss = await person({ role: 'manager', company: 'Порядок' });
    const make = (name, more) => boss.expect(201, 'POST', '/api/v1/projects/', { name, ...more });
    const b = await make('Бета', { deadline: inDays(2) });
    const a = await make('Альфа');
    const c = await make('Гамма', { deadline: inDays(1), status: 'paused' });
    await house.sql('UPDATE project SET updated_at = NOW(3) - INTERVAL ? HOUR WHERE id = ?', [5, a.id]);
    await house.sql('UPDATE project SET updated_at = NOW(3) - INTERVAL ? HOUR WHERE id = ?', [3, c.id]);
    const ids = async (params) => (await ok(200, get('projects', { chat_id: boss.chat, ...params }))).map((p) => p.id);
    assert.deepEqual(await ids({}), [a.id, b.id, c.id]);
    assert.deepEqual(await ids({ ordering: 'deadline' }), [c.id, b.id, a.id]);
    assert.deepEqual(await ids({ ordering: '-deadline' }), [b.id, c.id, a.id]);
    assert.deepEqual(await ids({ ordering: 'updated_at' }), [a.id, c.id, b.id]);
    assert.deepEqual(await ids({ ordering: '-updated_at' }), [b.id, c.id, a.id]);
    assert.deepEqual(await ids({ status: 'paused' }), [c.id]);
    assert.deepEqual(await ids({ q: 'ета' }), [b.id]);
    for (const odd of [{ ordering: 'name; DROP' }, { status: 'x' }, { q: 'x'.repeat(201) }])
      problem(await get('projects', { chat_id: boss.chat, ...odd }), 400, 'input');
    assert.deepEqual(await ok(200, get('projects', { chat_id: nova.igor.chat, status: 'paused' })), []);
    assert.equal((await get('project', { chat_id: nova.igor.chat, project_id: a.id })).status, 404);
    assert.equal((await ok(200, get('project', { chat_id: boss.chat, project_id: a.id }))).members.length, 1);
  });

  it('change their status for who leads them', async () => {
    const lead = await person({ role: 'member' });
    const { id } = await nova.me.expect(201, 'POST', '/api/v1/projects/', {
      name: 'Ведомый',
      members: [{ user: lead.user.id, role: 'manager' }, { user: nova.igor.user.id, role: 'executor' }],
    });
    const set = (client, status) => post('project-set-status', { chat_id: client.chat, project_id: id, status });
    for (const [said, status] of [['на паузе', 'paused'], ['ACTIVE', 'active'], ['Завершен', 'done'], ['archive',
      'archived']])
      assert.deepEqual(await ok(200, set(lead, said)), { status: 'ok', project_id: id, project_status: status });
    problem(await set(nova.igor, 'active'), 403, 'team.denied');
    await ok(200, set(nova.me, 'active'));
    assert.equal((await set(await person({ role: 'member' }), 'active')).status, 404);
    problem(await set(lead, 'вовсю'), 400, 'input');
  });

  it('are made by managers and admins alone', async () => {
    const bodies = { 'admin-create-project': { name: 'Новый' }, 'admin-create-task': { title: 'Новая' } };
    for (const [path, body] of Object.entries(bodies)) {
      for (const role of ['member', 'recruiter'])
        problem(await post(path, { chat_id: (await person({ role })).chat, ...body }), 403, 'team.denied');
      for (const role of ['manager', 'admin'])
        await ok(201, post(path, { chat_id: (await person({ role })).chat, ...body }));
    }
  });

  it('and tasks hold what was sent', async () => {
    const chat = { chat_id: nova.me.chat };
    for (const text of HOSTILE) {
      const line = text.replace(/[\u202A-\u202E]/g, '').slice(0, 200);
      const { project } = await ok(201, post('admin-create-project', {
        ...chat, name: line, client_name: line, description: text, source: 'сайт',
      }));
      assert.deepEqual(
        [project.name, project.client_name, project.description], [line, line, `${text}\n\nИсточник: сайт`],
      );
      const { task } = await ok(201, post('admin-create-task', {
        ...chat, project_id: project.id, title: line, description: text, assigned_to_username: nova.igor.user.email,
      }));
      assert.deepEqual(
        [task.title, task.description, task.list, task.assigned_to], [line, text, project.id, nova.igor.user.id],
      );
    }
    const nobody = { ...chat, title: 'x', assigned_to_username: 'никто' };
    problem(await post('admin-create-task', nobody), 404, 'team.no_user');
    assert.equal((await post('admin-create-task', { ...chat, title: 'x', project_id: 999999 })).status, 404);
    const short = nova.igor.user.email.split('@')[0];
    for (const name of [short, 'Игорь Соколов']) {
      const { task } = await ok(201, post('admin-create-task', { ...chat, title: 'x', assigned_to_username: name }));
      assert.equal(task.assigned_to, nova.igor.user.id);
    }
    for (const body of [{}, { name: '' }, { name: 'x'.repeat(201) }, { name: 'x', description: 'x'.repeat(20001) }])
      problem(await post('admin-create-project', { ...chat, ...body }), 400, 'input');
  });
});
