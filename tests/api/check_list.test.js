// check_list: the seven steps by which a new installation is checked, in their order, all through nginx: it starts,
// its tables are up to date, an administrator is made and signs in, a chat is linked, the bot answers, a bot of one's
// own is switched on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { startTalks } from '../lib/telegram.js';

const EMAIL = 'boss@check.test', PASSWORD = 'a long password 42';
const CHAT = 4503599627370100;
let talks, house, sim, boss;

before(async () => {
  talks = await startTalks();
  ({ house, sim } = talks);
});
after(() => talks?.stop());

test('1, 2: it starts, and its tables are up to date', async () => {
  const { code, stdout, stderr } = await house.run('hirewire', ['migrate']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^0 applied /);
  assert.equal((await house.anonymous().expect(200, 'GET', '/health/')).status, 'ok');
});

test('3, 4: an administrator is made, sees the page, signs in, and hears live events', async () => {
  const made = await house.run(
    'hirewire', ['create-admin', EMAIL, '--password-file', '-'], { input: `${PASSWORD}\n` },
  );
  assert.equal(made.code, 0, made.stderr);
  const page = await house.anonymous().get('/login', { headers: { Accept: 'text/html' } });
  assert.equal(page.status, 200);
  assert.match(page.text, /<html lang="ru"/);
  boss = await house.anonymous().login(EMAIL, PASSWORD);
  assert.equal(boss.user.role, 'admin');
  const socket = new WebSocket(`${house.url.replace('http', 'ws')}/ws/tasks/`, {
    headers: { Cookie: boss.cookie, Origin: house.url },
  });
  const heard = [];
  socket.on('message', (data) => heard.push(String(data)));
  await new Promise((done, fail) => { socket.once('open', done); socket.once('error', fail); });
  await boss.expect(201, 'POST', '/api/v1/projects/', { name: 'Проверка' });
  await boss.expect(201, 'POST', '/api/v1/tasks/', {
    title: 'Позвонить', assigned_to: boss.user.id, due_date: new Date().toISOString(),
  });
  await house.until(() => heard.some((text) => text.includes('Позвонить')), { what: 'the task is heard of' });
  socket.close();
});

test('5: a chat is linked by /start', async () => {
  const { token } = await boss.expect(201, 'POST', '/api/v1/profile/telegram/link/');
  boss.chat = CHAT;
  assert.match((await talks.ask(boss, `/start ${token}`)).text, /^Готово/);
});

test('6: the bot answers /tasks, /today, /stats, /projects', async () => {
  for (const [text, said] of [
    ['/tasks', /Позвонить/], ['/today', /Позвонить/], ['/stats', /^Всего задач: 1\n/], ['/projects', /Проверка/],
  ]) {
    assert.match((await talks.ask(boss, text)).text, said, text);
  }
});

test('7: a bot of one\'s own is switched on, and answers', async () => {
  const own = sim.addBot(777000999, 'boss_bot');
  await boss.expect(201, 'POST', '/api/v1/tasks/personal-bot/', { token: own.token });
  assert.match((await talks.ask(boss, '/tasks', {}, own)).text, /Позвонить/);
});
