// bot_talk: what people write to the bot and press under its messages is done with exactly their rights, and answered.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inDays, team } from '../lib/team.js';
import { startTalks } from '../lib/telegram.js';

const HTML = '<b>жирный</b> & "кавычки" 👩‍👩‍👧‍👦 مرحبا';
let talks, house, sim, bot, nova;

before(async () => {
  talks = await startTalks();
  ({ house, sim, bot } = talks);
  nova = await team(house);
  await talks.link(nova.me);
  await talks.link(nova.igor);
});
after(() => talks?.stop());

const ask = (...args) => talks.ask(...args);
const press = (...args) => talks.press(...args);
const taskOf = (client, id) => client.expect(200, 'GET', `/api/v1/tasks/${id}/`);

describe('commands', () => {
  it('are listed in both languages', () => {
    for (const lang of ['', 'ru']) assert.ok(bot.commands[lang].some(({ command }) => command === 'new_task'));
    assert.notDeepEqual(bot.commands.ru, bot.commands['']);
  });

  it('with a wrong form are answered by the right one and an example', async () => {
    for (const text of ['/task', '/task x', '/task 1 2', '/project', '/comment', '/comment 5', '/comment x y',
      '/new_project', '/new_project | x', '/new_task', '/new_task 5', '/new_task x | y', '/project_status 5']) {
      const [name] = text.split(' ');
      assert.match((await ask(nova.me, text)).text, new RegExp(`^Так: ${name} <.*\nПример: ${name} `), text);
    }
  });

  it('show tasks by deadline, a page at a time, and change them in place', async () => {
    const client = await talks.person({ company: 'Nova' });
    assert.equal((await ask(client, '/tasks')).text, 'Открытых задач нет.');
    const made = [];
    for (let i = 0; i < 8; i++) {
      made.push(await client.expect(201, 'POST', '/api/v1/tasks/', { title: `${HTML} ${i}`, due_date: inDays(i + 2) }));
    }
    const list = await ask(client, '/tasks');
    assert.ok(list.text.includes(`${HTML} 0`) && list.text.includes(`${HTML} 5`) && !list.text.includes(`${HTML} 6`));
    const second = await press(list, '»');
    assert.ok(second.text.includes(`${HTML} 7`) && !second.text.includes(`${HTML} 5`));
    await press(second, 'Готово');
    assert.equal((await taskOf(client, made[6].id)).status, 'done');
    const [last] = await client.expect(200, 'GET', `/api/v1/tasks/${made[6].id}/audit/`);
    assert.equal(last.via, 'bot');
    assert.equal((await ask(client, '/today')).text, 'На сегодня задач нет.');
    assert.match((await ask(client, '/stats')).text, /^Всего задач: 8\n/);
  });

  it('show a task with its comments; its buttons change it, ask for a comment, remind', async () => {
    const { id } = await nova.add(HTML, { assigned_to: nova.igor.user.id, description: '<i>'.repeat(1500) });
    const card = await ask(nova.igor, `/task ${id}`);
    assert.ok(card.text.includes(HTML) && card.text.includes('<i>'));
    await press(card, 'В работе');
    assert.equal((await taskOf(nova.me, id)).status, 'in_progress');
    const prompt = await press(card, 'Комментарий');
    await ask(nova.igor, `${HTML} | да`, { reply_to_message: { message_id: prompt.message_id } });
    await ask(nova.igor, 'к карточке', { reply_to_message: { message_id: card.message_id } });
    await ask(nova.igor, `/comment ${id} командой`);
    const comments = await nova.me.expect(200, 'GET', `/api/v1/tasks/${id}/comments/`);
    assert.deepEqual(comments.map(({ text }) => text), ['командой', 'к карточке', `${HTML} | да`]);
    assert.ok((await ask(nova.igor, `/task ${id}`)).text.includes('командой'));
    const toasts = sim.toasts.length;
    sim.press(bot, card, card.buttons.find(({ text }) => text === 'Напомнить завтра').callback_data);
    await house.until(() => sim.toasts.length > toasts, { timeout: 30_000, what: 'a toast' });
    assert.equal((await nova.igor.expect(200, 'GET', `/api/v1/tasks/${id}/reminders/`)).length, 1);
  });

  it('of others\' things find nothing, and refuse what one may not do', async () => {
    const stranger = await talks.person({ role: 'member', company: 'Nova' });
    const { id } = await nova.add('Тайна', { list: nova.project.id });
    for (const text of [`/task ${id}`, `/comment ${id} x`, `/project ${nova.project.id}`,
      `/project_status ${nova.project.id} done`, '/task 999999999999999999'])
      assert.match((await ask(stranger, text)).text, /^Такой записи нет/, text);
    for (const text of ['/new_project X', '/new_task 1 | X', '/new_task', `/project_status ${nova.project.id} done`])
      assert.match((await ask(nova.igor, text)).text, /^На это у Вас нет прав/, text);
    assert.ok(!(await ask(nova.igor, '/help')).text.includes('/new_task'));
    assert.ok((await ask(nova.me, '/help')).text.includes('/new_task'));
  });

  it('of managers make projects and tasks', async () => {
    const project = await ask(nova.me, `/new_project ${HTML} | Клиент | a | b`);
    assert.ok(project.text.includes(HTML) && project.text.includes('Клиент') && project.text.includes('a | b'));
    const [, id] = /^#(\d+) /.exec(project.text);
    const { me, igor } = nova;
    const task = await ask(me, `/new_task ${id} | ${HTML} | ${igor.user.email} | один | два`);
    const made = await taskOf(me, /^#(\d+) /.exec(task.text)[1]);
    assert.deepEqual(
      [made.title, made.assigned_to, made.list, made.description], [HTML, igor.user.id, Number(id), 'один | два'],
    );
    assert.match((await ask(me, `/new_task ${id} | x | никто`)).text, /^Такого сотрудника нет/);
    assert.match((await ask(me, `/project_status ${id} на паузе`)).text, /На паузе/);
    assert.match((await ask(me, `/project_status ${id} вовсю`)).text, /^Так: \/project_status/);
    assert.ok((await ask(me, '/projects')).text.includes(HTML));
  });

  it('sign in by a link that is kept nowhere', async () => {
    const { text } = await ask(nova.igor, '/login');
    const [, token] = /\/login\/#(\S+)/.exec(text);
    assert.equal((await house.anonymous().signIn(token)).user.email, nova.igor.user.email);
    const [{ n }] = await house.sql('SELECT COUNT(*) n FROM telegram_message WHERE INSTR(params, ?) > 0', [token]);
    assert.equal(n, 0);
  });
});

describe('whatever else is written', () => {
  it('may become a task', async () => {
    const offer = await ask(nova.igor, `${HTML}\nвторая строка`);
    assert.match(offer.text, /^Сделать это задачей\?\n/);
    await press(offer, 'Сделать задачей');
    const [task] = await nova.igor.expect(200, 'GET', '/api/v1/tasks/?ordering=-created_at');
    assert.deepEqual([task.title, task.created_by], [HTML, nova.igor.user.id]);
    assert.ok((await ask(nova.igor, 'ы'.repeat(4096))).text.length < 300);
  });
});
