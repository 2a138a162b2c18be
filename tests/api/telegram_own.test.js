// telegram_own: a bot of a person's own knows their own tasks, answers them alone, is no manager's, and is switched off
// and on; updates come by polling and by webhook in turn, and none is lost.
import assert from 'node:assert/strict';
import { utimesSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { team } from '../lib/team.js';
import { startTalks } from '../lib/telegram.js';
import { hasEnded } from '../lib/within.js';

const OWN = '/api/v1/tasks/personal-bot/';
let talks, house, sim, bot, nova, own;

before(async () => {
  talks = await startTalks();
  ({ house, sim, bot } = talks);
  nova = await team(house);
  await talks.link(nova.me);
  await talks.link(nova.igor);
  own = await adopt(nova.me, 777000111, 'maria_bot');
});
after(() => talks?.stop());

async function adopt(client, id, name) {
  const made = sim.addBot(id, name);
  await client.expect(201, 'POST', OWN, { token: made.token });
  return made;
}
const ask = (client, text, more) => talks.ask(client, text, more, own);

describe('a bot of one\'s own', () => {
  it('lists no managers\' commands, and has none', async () => {
    for (const lang of ['', 'ru']) {
      const names = own.commands[lang].map(({ command }) => command);
      assert.ok(names.includes('tasks') && names.includes('personal_off'));
      assert.ok(!names.some((name) => /^(new_|project_status)/.test(name)), `${names}`);
    }
    const help = (await ask(nova.me, '/help')).text;
    assert.ok(help.includes('/tasks') && !/\/new_|\/project_status/.test(help));
    for (const text of ['/new_project X', `/new_task ${nova.project.id} | X`, '/new_task',
      `/project_status ${nova.project.id} done`])
      assert.match((await ask(nova.me, text)).text, /^В личном боте этой команды нет/, text);
    assert.equal((await nova.me.expect(200, 'GET', `/api/v1/projects/${nova.project.id}/`)).status, 'active');
  });

  it('shows the owner\'s tasks alone', async () => {
    const mine = await nova.add('Моя задача', { assigned_to: nova.me.user.id });
    const made = await nova.add('Сделанная мной', { assigned_to: nova.igor.user.id });
    const theirs = await nova.igor.expect(201, 'POST', '/api/v1/tasks/', {
      title: 'Чужая', list: nova.project.id, assigned_to: nova.igor.user.id,
    });
    const list = (await ask(nova.me, '/tasks')).text;
    assert.ok(list.includes('Моя задача') && list.includes('Сделанная мной') && !list.includes('Чужая'));
    for (const one of [mine, made]) assert.match((await ask(nova.me, `/task ${one.id}`)).text, new RegExp(one.title));
    for (const text of [`/task ${theirs.id}`, `/comment ${theirs.id} x`])
      assert.match((await ask(nova.me, text)).text, /^Такой записи нет/, text);
    // The common bot shows a manager all.
    assert.match((await talks.ask(nova.me, `/task ${theirs.id}`)).text, /Чужая/);
    assert.match((await ask(nova.me, '/stats')).text, /^Всего задач: 2\n/);
    const members = [{ user: nova.me.user.id, role: 'executor' }];
    const { id } = await nova.me.expect(201, 'POST', '/api/v1/projects/', { name: 'С Марией', members });
    assert.match((await ask(nova.me, `/project ${id}`)).text, /С Марией/);
    assert.match((await ask(nova.me, '/projects')).text, /^#\d+ С Марией\n[^#]*$/);
  });

  it('of a project where the owner is no member knows nothing', async () => {
    const other = await nova.igor.expect(201, 'POST', '/api/v1/tasks/', { title: 'Без проекта' });
    assert.match((await ask(nova.me, `/task ${other.id}`)).text, /^Такой записи нет/);
    const boss = await talks.person({ role: 'admin', company: 'Nova', name: 'Директор' });
    const theirs = own;
    own = await adopt(boss, 777000222, 'boss_bot');
    try {
      assert.match((await ask(boss, `/project ${nova.project.id}`)).text, /^Такой записи нет/);
      assert.equal((await ask(boss, '/projects')).text, 'Проектов нет.');
    } finally {
      own = theirs;
    }
  });

  it('tells everybody else nothing, whatever they write, send or press', async () => {
    const { id } = await nova.add('Секретная', { assigned_to: nova.me.user.id });
    const card = await ask(nova.me, `/task ${id}`);
    const refusal = 'Это личный бот: он отвечает только своему владельцу.';
    for (const chat of [nova.igor.chat, 987654321]) {
      for (const text of ['/start', '/tasks', `/task ${id}`, '/help', '/personal_off', '/login', 'привет'])
        assert.equal((await ask({ chat }, text)).text, refusal, text);
      const pressed = await talks.answered(chat, () =>
        sim.press(own, { ...card, chat_id: chat }, card.buttons[0].callback_data));
      assert.equal(pressed.text, refusal);
    }
    const { token } = await nova.igor.expect(201, 'POST', '/api/v1/profile/telegram/link/');
    assert.match((await ask(nova.igor, `/start ${token}`)).text, /^Эта ссылка устарела/);
    assert.match((await talks.ask(nova.igor, `/start ${token}`)).text, /^Готово/);
    const group = await ask({ chat: -1001234567890 }, '/tasks', { chat: { id: -1001234567890, type: 'supergroup' } });
    assert.match(group.text, /^В группах я не работаю/);
    assert.equal((await nova.me.expect(200, 'GET', `/api/v1/tasks/${id}/`)).status, 'todo');
  });

  it('is switched off by a command, and on again in the profile', async () => {
    assert.match((await ask(nova.me, '/personal_off')).text, /^Личный бот выключен/);
    const off = await nova.me.expect(200, 'GET', OWN);
    assert.deepEqual([off.is_bot_active, off.personal_bot_username], [false, 'maria_bot']);
    assert.match((await talks.ask(nova.me, '/personal_off')).text, /^Личный бот выключен/);
    const before = sim.sent.length;
    sim.write(own, nova.me.chat, '/tasks');
    await nova.me.expect(200, 'PATCH', OWN, { is_bot_active: true });
    await house.until(() => sim.sent.length > before, { timeout: 30_000, what: 'it is asked again' });
    assert.match((await ask(nova.me, '/help')).text, /\/tasks/);
    assert.match((await talks.ask(nova.igor, '/personal_off')).text, /^Личного бота нет/);
  });
});

it('a poller goes on with the configuration as it is now', async () => {
  const [old] = house.pids('poll');
  utimesSync(house.env.HIREWIRE_CONF, new Date(), new Date());
  await house.until(
    () => bot.poller && house.pids('poll').length > 0 && !house.pids('poll').includes(old),
    { timeout: 30_000, what: 'another asks' },
  );
  assert.match((await talks.ask(nova.igor, '/help')).text, /\/tasks/);
  /* One that finds another at work ends by itself, also between the look and the signal. */
  await house.until(() => {
    const left = house.pids('poll');
    for (const pid of left) {
      try { process.kill(pid, 'SIGTERM'); } catch (error) { assert.equal(error.code, 'ESRCH'); }
    }
    return left.length === 0;
  }, { timeout: 30_000, what: 'it ends' });
  talks.poll();
});

it('lists of commands that are another release\'s are renewed', async () => {
  await house.sql("UPDATE telegram_bot SET commands_hash = 'x'");
  for (const one of [bot, own]) one.commands = {};
  assert.equal((await house.run('tick', ['poll'])).code, 0);
  assert.ok(bot.commands.ru.some(({ command }) => command === 'new_task'));
  assert.ok(own.commands.ru.every(({ command }) => command !== 'new_task'));
  bot.commands = {};
  assert.equal((await house.run('tick', ['poll'])).code, 0);
  assert.deepEqual(bot.commands, {});
});

it('the owner hears of a token that was revoked', async () => {
  sim.revoke(own);
  await house.until(
    async () => (await nova.me.expect(200, 'GET', OWN)).personal_bot_state === 'revoked',
    { timeout: 30_000, what: 'it is noticed' },
  );
  assert.equal((await house.run('tick', ['troubles'])).code, 0);
  const notices = await nova.me.expect(200, 'GET', '/api/v1/notifications/');
  const told = notices.find(({ kind }) => kind === 'key_refused');
  assert.match(`${told?.title} ${told?.text}`, /Telegram/);
  const others = await nova.igor.expect(200, 'GET', '/api/v1/notifications/');
  assert.ok(others.every(({ kind }) => kind !== 'key_refused'));
  const problem = await nova.me.expect(409, 'PATCH', OWN, { is_bot_active: true });
  assert.equal(problem.code, 'telegram.token');
});

it('keys are sealed anew, and bots work on', async () => {
  const secret = 'another-secret-key-of-good-length';
  const before = await house.sql('SELECT key_id FROM telegram_bot');
  const run = await house.run('hirewire', ['rotate-key'], {
    env: { SECRET_KEY: secret, SECRET_KEY_OLD: house.conf('SECRET_KEY') },
  });
  assert.match(run.stdout, / 0 do not open/, run.stderr);
  for (const { key_id: id } of await house.sql('SELECT key_id FROM telegram_bot'))
    assert.ok(before.every((row) => row.key_id !== id));
  const lost = await house.run('hirewire', ['bot'], { env: { SECRET_KEY: secret } });
  assert.equal(lost.code, 0, lost.stderr);
  const back = { SECRET_KEY_OLD: secret };
  assert.match((await house.run('hirewire', ['rotate-key'], { env: back })).stdout, / 0 do not open/);
  assert.equal((await house.run('hirewire', ['bot'])).code, 0);
});

it('between webhook and polling, to and fro, nothing is lost nor answered twice', async () => {
  const TIMES = 6;
  const chat = 5_000_000_000;
  sim.rewrite = (url) => url.replace('https://hub.example', house.url);
  await house.sql('DELETE FROM telegram_update');
  const said = [];
  let more = true;
  const writing = (async () => {
    for (let n = 0; more; n++) {
      said.push(sim.write(bot, chat + n, 'hello'));
      await new Promise((done) => { setTimeout(done, 20); });
    }
  })();
  for (let n = 0; n < TIMES; n++) {
    for (const way of ['webhook', 'polling']) {
      const run = await house.run('hirewire', ['bot', way], { env: { WEB_BASE_URL: 'https://hub.example' } });
      assert.equal(run.code, 0, run.stderr + run.stdout);
      if (talks.pollers.every(hasEnded)) talks.poll();
    }
  }
  more = false;
  await writing;
  await house.until(
    async () => (await house.sql("SELECT COUNT(*) n FROM telegram_update WHERE state = 'done'"))[0].n >= said.length,
    { timeout: 60_000, what: 'all are handled' },
  );
  await talks.settled();
  const kept = await house.sql('SELECT update_id id, COUNT(*) n FROM telegram_update GROUP BY update_id ORDER BY 1');
  assert.deepEqual(kept, said.map((id) => ({ id, n: 1 })));
  for (let n = 0; n < said.length; n++)
    assert.equal(sim.sent.filter((one) => one.chat_id === chat + n).length, 1, `chat ${n}`);
});
