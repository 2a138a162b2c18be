// bot_commands: each command with right, wrong, foreign and hostile arguments, in Russian and in English; answers that
// are too long for one message.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inDays, team } from '../lib/team.js';
import { startTalks } from '../lib/telegram.js';

// Signs of HTML, of our own forms and of SQL; characters of several UTF-16 units; letters from right to left.
const HOSTILE = [
  '<b>x</b><script>alert(1)</script>', '</b></i>&lt;&amp;&#0;', "'; DROP TABLE task; -- \\\" %s %n", 'a | b || c |',
  '👩‍👩‍👧‍👦🇧🇾🏳️‍🌈', 'שלום مرحبا (abc) 123', '{"update_id":1}', '/task 1 @hub_bot', '%00 \\u0000 $(id)',
];
const LONG = 'ы'.repeat(4000);

const WORDS = {
  ru: {
    no_tasks: 'Открытых задач нет.', no_today: 'На сегодня задач нет.', no_projects: 'Проектов нет.',
    stats: /^Всего задач: 0\nК работе: 0\nВ работе: 0\nНа проверке: 0\nГотово: 0\nОтменена: 0$/,
    absent: 'Такой записи нет, или она не Ваша.', denied: /^На это у Вас нет прав/, form: ['Так', 'Пример'],
    commented: 'Комментарий добавлен.', no_own: 'Личного бота нет.', login: /^Ссылка для входа: .*5 минут\.\nhttp/,
    help: 'tasks · мои открытые задачи', status: 'планируется, активен, на паузе, завершён или в архиве',
    no_user: /^Такого сотрудника нет/,
    offer: /^Сделать это задачей\?\n/, made: 'Сделать задачей', what: 'Этого я не понимаю. Что я умею: /help',
    status_said: 'на паузе', status_shown: 'На паузе', buttons: ['В работе', 'Готово', 'К работе', 'Комментарий',
      'Напомнить через час', 'Напомнить завтра'], reply: /^Ответьте на это сообщение/, remind: 'Напомню.',
    stale: 'Эта кнопка больше не работает.', due: '16.01.2036 00:30', unlinked: /^Я Вас пока не знаю/,
    expired: /^Эта ссылка устарела/, group: /^В группах я не работаю/, linked: /^Готово, /,
  },
  en: {
    no_tasks: 'There are no open tasks.', no_today: 'Nothing is due today.', no_projects: 'There are no projects.',
    stats: /^Tasks in all: 0\nTo do: 0\nIn progress: 0\nIn review: 0\nDone: 0\nCancelled: 0$/,
    absent: 'There is no such record, or it is not yours.', denied: /^You don't have permission/,
    form: ['Like this', 'Example'], commented: 'Comment added.', no_own: 'There is no personal bot.',
    login: /^Sign-in link: .*5 minutes\.\nhttp/, help: 'tasks · my open tasks',
    status: 'planned, active, paused, done or archived',
    no_user: /^There is no such colleague/, offer: /^Make this a task\?\n/, made: 'Make it a task',
    what: 'I do not understand this. What I can do: /help', status_said: 'Paused', status_shown: 'Paused',
    buttons: ['In progress', 'Done', 'To do', 'Comment', 'Remind me in an hour', 'Remind me tomorrow'],
    reply: /^Reply to this message/, remind: 'I will remind you.', stale: 'This button no longer works.',
    due: '2036-01-16 00:30', unlinked: /^I do not know you yet/, expired: /^This link has expired/,
    group: /^I do not work in groups/, linked: /^Done, /,
  },
};

let talks, house, sim, bot, nova, firms = 0;
const secret = {};

before(async () => {
  talks = await startTalks();
  ({ house, sim, bot } = talks);
  nova = await team(house);
  secret.task = await nova.add('Тайна', { list: nova.project.id });
});
after(() => talks?.stop());

const head = (locale) => talks.person({ role: 'manager', company: `Firm ${++firms}`, locale });
// The same of people of both languages, side by side, whom no other test has: a chat hears one message a second.
const both = (name, check) => it(name, () => Promise.all(['ru', 'en'].map(async (locale) => {
  const member = await talks.person({ role: 'member', company: 'Nova', locale, name: `Member ${locale}` });
  return check(WORDS[locale], { boss: await head(locale), member, locale });
})));
const say = async (client, text, want) => {
  const got = await talks.ask(client, text);
  if (want instanceof RegExp) assert.match(got.text, want, text);
  else assert.equal(got.text, want, text);
  return got;
};

describe('a command', { timeout: 600_000, concurrency: true }, () => {
  both('finds nothing where nothing is', async (w, { member: me }) => {
    for (const [text, want] of [['/tasks', w.no_tasks], ['/today', w.no_today], ['/stats', w.stats],
      ['/projects', w.no_projects], ['/personal_off', w.no_own], ['/login', w.login]]) await say(me, text, want);
    for (const text of ['/help', '/nonsense', '/start']) assert.ok((await talks.ask(me, text)).text.includes(w.help));
  });

  both('in a wrong form is answered by the right one', async (w, { boss }) => {
    for (const text of ['/task', '/task -1', '/task 1x', '/project 0x1', '/comment', '/comment 5 \n ', '/new_project |',
      '/new_task 1', '/new_task | x', '/project_status', '/project_status 5 ']) {
      const [name] = text.split(' ');
      const got = (await talks.ask(boss, text)).text;
      assert.match(got, new RegExp(`^${w.form[0]}: ${name} <.*\\n${w.form[1]}: ${name} `), text);
    }
  });

  both('of what is another\'s finds nothing and does nothing', async (w, { boss, member }) => {
    const { id } = secret.task;
    for (const client of [member, boss]) {
      for (const text of [`/task ${id}`, `/comment ${id} x`, `/project ${nova.project.id}`,
        `/project_status ${nova.project.id} done`]) await say(client, text, w.absent);
    }
    await say(boss, `/new_task ${nova.project.id} | x`, w.absent);
    for (const text of ['/new_project X', `/new_task ${nova.project.id} | X`])
      await say(member, text, w.denied);
    assert.deepEqual(await nova.me.expect(200, 'GET', `/api/v1/tasks/${id}/comments/`), []);
  });

  both('takes what is hostile as a text', (w, { locale }) => Promise.all(HOSTILE.map(async (text) => {
    const me = await head(locale);
    const [title, ...rest] = text.split('|').map((part) => part.trim());
    const made = await talks.ask(me, `/new_project ${text}`);
    assert.ok(made.text.includes(title) && rest.every((part) => made.text.includes(part)), made.text);
    const project = /^#(\d+) /.exec(made.text)[1];
    const task = await talks.ask(me, `/new_task ${project} | ${title} | | ${text}`);
    const id = Number(/^#(\d+) /.exec(task.text)[1]);
    const kept = await me.expect(200, 'GET', `/api/v1/tasks/${id}/`);
    assert.deepEqual([kept.title, kept.description, kept.list], [title, text, Number(project)]);
    await say(me, `/comment ${id} ${text}`, w.commented);
    const [{ text: comment }] = await me.expect(200, 'GET', `/api/v1/tasks/${id}/comments/`);
    assert.equal(comment, text);
    const card = await talks.ask(me, `/task ${id}`);
    assert.ok(card.text.includes(title) && card.text.endsWith(text), card.text);
    for (const name of ['task', 'project', 'project_status', 'new_task', 'comment'])
      assert.match((await talks.ask(me, `/${name} ${text}`)).text, new RegExp(`^${w.form[0]}: /${name} `), text);
  })));

  both('takes a text of 4 KB, or says what is too long', async (w, { boss: me }) => {
    const { id } = await me.expect(201, 'POST', '/api/v1/tasks/', { title: 'Long' });
    await say(me, `/comment ${id} ${LONG}`, w.commented);
    const [{ text }] = await me.expect(200, 'GET', `/api/v1/tasks/${id}/comments/`);
    assert.equal(text, LONG);
    const before = (await me.expect(200, 'GET', '/api/v1/projects/')).length;
    for (const command of [`/new_project ${LONG}`, `/task ${LONG}`, `/project_status 1 ${LONG}`, LONG, `/${LONG}`])
      assert.ok((await talks.ask(me, command)).text.length < 1000);
    assert.equal((await me.expect(200, 'GET', '/api/v1/projects/')).length, before);
  });

  both('makes, shows and changes', async (w, { boss: me, member }) => {
    const project = /^#(\d+) /.exec((await talks.ask(me, '/new_project Java | Nova | Two')).text)[1];
    const { id } = await me.expect(201, 'POST', '/api/v1/tasks/', {
      title: 'Call', list: Number(project), due_date: '2036-01-15T21:30:00Z', assigned_to: me.user.id,
    });
    assert.ok((await talks.ask(me, `/project_status ${project} ${w.status_said}`)).text.includes(w.status_shown));
    const form = (await talks.ask(me, `/project_status ${project} nonsense`)).text;
    assert.ok(form.startsWith(`${w.form[0]}: `) && form.includes(w.status), form);
    for (const word of w.status.split(/, | или | or /))
      assert.match((await talks.ask(me, `/project_status ${project} ${word}`)).text, new RegExp(word, 'i'));
    await say(me, `/new_task ${project} | x | nobody@nowhere`, w.no_user);
    const card = await talks.ask(me, `/task ${id}`);
    assert.ok(card.text.includes(w.due), card.text);
    assert.deepEqual(card.buttons.map(({ text }) => text), w.buttons);
    assert.ok((await talks.ask(me, '/tasks')).text.includes('Call'));
    assert.match((await talks.press(card, w.buttons[3])).text, w.reply);
    assert.ok((await talks.press(card, w.buttons[0])).text.includes(w.buttons[0]));
    const toasts = sim.toasts.length;
    const remind = card.buttons[4].callback_data;
    sim.press(bot, card, remind);
    await house.until(() => sim.toasts.slice(toasts).some(({ text }) => text === w.remind), { timeout: 30_000 });
    for (const odd of [`${remind}x`, remind.replace(/^./, 'x'), 'status:1:done', '', 'x'.repeat(64), '<b>'])
      sim.press(bot, card, odd);
    sim.press(bot, { ...card, chat_id: member.chat }, remind);
    await house.until(() => sim.toasts.filter(({ text }) => text === w.stale).length >= 7, { timeout: 30_000 });
  });

  both('is a text when it is none', async (w, { member: me }) => {
    for (const text of ['/task@other_bot 5', '5 /task', '\u202e/task 5', '/ task', '//']) {
      const offer = await say(me, text, w.offer);
      assert.deepEqual(offer.buttons.map((one) => one.text), [w.made]);
    }
    await say(me, undefined, w.what);
    await say(me, '/task@HUB_bot 999999', w.absent);
    await say(me, ' \n ', w.what);
  });

  both('of a chat that is nobody\'s hears how to link it', async (w, { locale }) => {
    const from = { id: ++talks.chats, is_bot: false, first_name: 'X', language_code: locale };
    const stranger = { chat: from.id };
    const ask = (text) => talks.ask(stranger, text, { from });
    for (const text of ['/start', '/tasks', '/task 1', '/login', 'hello', HOSTILE[0]])
      assert.match((await ask(text)).text, w.unlinked, text);
    assert.match((await ask('/start nonsense')).text, w.expired);
    assert.match((await ask(`/start ${LONG}`)).text, w.expired);
    const group = -1_000_000_000_000 - from.id;
    const refused = await talks.answered(group, () => sim.write(bot, group, '/tasks', {
      from, chat: { id: group, type: 'group' },
    }));
    assert.match(refused.text, w.group);
    const client = await house.user({ locale });
    const { token } = await client.expect(201, 'POST', '/api/v1/profile/telegram/link/');
    assert.match((await ask(`/start ${token}`)).text, w.linked);
  });
});

describe('an answer that is too long', () => {
  it('goes out in parts, each whole, the buttons below the last', async () => {
    const me = await head('ru');
    const { id } = await me.expect(201, 'POST', '/api/v1/tasks/', { title: 'Много <слов>', due_date: inDays(3) });
    const said = [];
    for (let n = 0; n < 12; n++) {
      said.push(`№${n} ${'слово & <дело> 👩‍👩‍👧‍👦\n'.repeat(60)}`.trim());
      await me.expect(201, 'POST', `/api/v1/tasks/${id}/comments/`, { text: said.at(-1) });
    }
    sim.sent = [];
    await talks.ask(me, `/task ${id}`);
    await talks.settled();
    assert.ok(sim.sent.length > 3);
    const whole = sim.sent.map(({ text }) => text).join('\n');
    for (const text of said) for (const line of text.split('\n')) assert.ok(whole.includes(line.trim()), line);
    for (const part of sim.sent) {
      assert.ok(part.text.length <= 4096);
      assert.match(part.text, /(дело> 👩‍👩‍👧‍👦|\d\d:\d\d|создан.*|К работе.*)\s*$/);
      assert.equal(part.buttons.length > 0, part === sim.sent.at(-1));
    }
    await talks.ask(me, 'ответ', { reply_to_message: { message_id: sim.sent[0].message_id } });
    const [first] = await me.expect(200, 'GET', `/api/v1/tasks/${id}/comments/`);
    assert.equal(first.text, 'ответ');
  });
});
