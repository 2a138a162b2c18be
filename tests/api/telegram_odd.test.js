// telegram_odd: what others' bots stumbled over: buttons pressed twice, late, or below messages that are gone; edited
// messages; people who block a bot and come back; groups that become supergroups, and that ask for slowness.
import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { team } from '../lib/team.js';
import { startTalks } from '../lib/telegram.js';

let talks, house, sim, bot, nova, igor;

before(async () => {
  talks = await startTalks();
  ({ house, sim, bot } = talks);
  nova = await team(house);
  igor = await talks.link(nova.igor);
});
after(() => talks?.stop());
beforeEach(() => { sim.oldQueries = false; });

const handled = (id) => house.until(
  async () => (await house.sql('SELECT state, result FROM telegram_update WHERE update_id = ?', [id]))
    .find(({ state }) => state === 'done'),
  { timeout: 30_000, what: `${id} is handled` },
);
const failed = () => house.sql("SELECT kind, error_code FROM outbox WHERE state = 'failed'");
const card = async () => {
  const { id } = await nova.add('Позвонить', { assigned_to: igor.user.id });
  return { id, shown: await talks.ask(igor, `/task ${id}`) };
};
const data = (shown, text) => shown.buttons.find((one) => one.text === text).callback_data;
const statusOf = async (id) => (await nova.me.expect(200, 'GET', `/api/v1/tasks/${id}/`)).status;

it('a button that is pressed twice, or late: "message is not modified" and "query is too old" are no failures', {
  timeout: 120_000,
}, async () => {
  const { id, shown } = await card();
  sim.oldQueries = true;
  for (let n = 0; n < 2; n++) await handled(sim.press(bot, shown, data(shown, 'В работе')));
  await talks.settled();
  assert.equal(await statusOf(id), 'in_progress');
  assert.deepEqual(await failed(), []);
});

it('a button below a message that is not there any more: the answer is a new message', {
  timeout: 120_000,
}, async () => {
  const { id, shown } = await card();
  sim.sent = sim.sent.filter(({ message_id: other }) => other !== shown.message_id);
  const answer = await talks.answered(igor.chat, () => sim.press(bot, shown, data(shown, 'Готово')));
  assert.match(answer.text, /Готово/);
  assert.notEqual(answer.message_id, shown.message_id);
  assert.equal(await statusOf(id), 'done');
  // Bot API: "InaccessibleMessage", its date is 0.
  const other = await card();
  const late = await talks.answered(igor.chat, () => sim.push(bot, {
    callback_query: {
      id: '77', chat_instance: '1', data: data(other.shown, 'Готово'), from: { id: igor.chat, is_bot: false },
      message: { chat: { id: igor.chat, type: 'private' }, message_id: other.shown.message_id, date: 0 },
    },
  }));
  assert.notEqual(late.message_id, other.shown.message_id);
  assert.equal(await statusOf(other.id), 'done');
});

it('a message that was edited is not done again', async () => {
  const { id } = await card();
  await talks.ask(igor, `/comment ${id} раз`);
  const message = { message_id: 5, date: 1, edit_date: 2, text: `/comment ${id} два`,
    from: { id: igor.chat, is_bot: false }, chat: { id: igor.chat, type: 'private' } };
  assert.equal((await handled(sim.push(bot, { edited_message: message }))).result, 'foreign');
  const comments = await nova.me.expect(200, 'GET', `/api/v1/tasks/${id}/comments/`);
  assert.deepEqual(comments.map(({ text }) => text), ['раз']);
});

it('who blocks the bot is told nothing there, the profile says so; who comes back hears again', {
  timeout: 120_000,
}, async () => {
  const member = (status) => handled(sim.push(bot, { my_chat_member: {
    chat: { id: igor.chat, type: 'private' }, from: { id: igor.chat, is_bot: false }, date: 1,
    old_chat_member: { status: 'member' }, new_chat_member: { status, user: { id: bot.id, is_bot: true } },
  } }));
  const profile = () => igor.expect(200, 'GET', '/api/v1/profile/telegram/');
  assert.equal((await member('kicked')).result, 'blocked');
  const blocked = await profile();
  assert.deepEqual([blocked.telegram_linked, blocked.chats[0].blocked], [false, true]);
  const before = sim.sent.length;
  await nova.add('Молча', { assigned_to: igor.user.id });
  for (const duty of ['notices', 'telegram']) await house.run('tick', [duty]);
  assert.equal(sim.sent.length, before);
  assert.equal((await member('member')).result, 'unblocked');
  assert.equal((await profile()).telegram_linked, true);
});

it('a group that became a supergroup is answered at its new id; one that asks for slowness waits', {
  timeout: 120_000,
}, async () => {
  const [group, moved] = [-4_000_111, -1_001_234_567_890];
  const chat = { id: group, type: 'group' };
  bot.moved.set(group, moved);
  const first = await talks.answered(moved, () => sim.write(bot, group, '/tasks', { chat }));
  assert.match(first.text, /^В группах я не работаю/);
  const id = sim.push(bot, { message: { message_id: 6, date: 1, chat, from: { id: 5, is_bot: false },
    migrate_to_chat_id: moved } });
  assert.equal((await handled(id)).result, 'migrated');
  await sim.addFault({ kind: 'status', status: 429, path: 'sendMessage',
    body: { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 4 } } });
  const other = { id: -1_009_999, type: 'supergroup' };
  assert.match((await talks.answered(other.id, () => sim.write(bot, other.id, '/help', { chat: other }))).text,
    /^В группах/);
  await talks.settled();
  assert.deepEqual(await failed(), []);
});

it('the same update that comes twice is answered once', async () => {
  const before = sim.sent.length;
  const id = sim.write(bot, igor.chat, '/help');
  const [again] = bot.waiting.filter(({ update_id: one }) => one === id);
  await handled(id);
  await house.sql('UPDATE telegram_bot SET next_update_id = ?', [id]);
  bot.waiting.push(again);
  await talks.settled();
  await talks.ask(igor, '/stats');
  assert.equal(sim.sent.length, before + 2);
});

it('to an album that is no matter for the bot is said once what to do', async () => {
  const photo = [{ file_id: 'p1', file_unique_id: 'p', width: 90, height: 90 }];
  const album = (chat, group) => [1, 2, 3].map(() =>
    sim.write(bot, chat, undefined, { photo, media_group_id: group }));
  const answers = async (chat, ids) => {
    for (const id of ids) await handled(id);
    await talks.settled();
    return sim.sent.filter(({ chat_id: one }) => one === chat).map(({ text }) => text);
  };
  const stranger = 4_444_001;
  const first = await answers(stranger, album(stranger, '1300001'));
  assert.equal(first.length, 1, first.join('\n'));
  assert.match(first[0], /^Я Вас пока не знаю/);
  // Another album, another answer.
  assert.equal((await answers(stranger, album(stranger, '1300002'))).length, 2);
  const before = sim.sent.filter(({ chat_id: one }) => one === igor.chat).length;
  const mine = (await answers(igor.chat, album(igor.chat, '1300003'))).slice(before);
  assert.equal(mine.length, 1, mine.join('\n'));
  assert.match(mine[0], /пришлите его файлом/);
});
