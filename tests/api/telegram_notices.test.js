// telegram_notices: what people are told really arrives in their chats: each kind, in their language and zone, with its
// button, as they chose, and not in their quiet hours.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { QUICK, recruiter, start } from '../lib/recruiter.js';
import { team } from '../lib/team.js';
import { startTalks } from '../lib/telegram.js';

const SETTINGS = '/api/v1/notifications/settings/';
const HOSTILE = '<b>& "точка" 👩‍👩‍👧 مرحبا';
let talks, house, sim, nova, maria, eve;

before(async () => {
  talks = await startTalks({ env: QUICK, upstreams: true, poll: false });
  ({ house, sim } = talks);
  nova = await team(house);
  maria = await talks.link(nova.me);
  eve = await talks.person({ company: 'Nova', name: 'Eve Stone', locale: 'en' });
  await house.sql("UPDATE user SET time_zone = 'America/New_York' WHERE id = ?", [eve.user.id]);
  await house.sql("UPDATE user SET time_zone = 'Asia/Bishkek' WHERE id = ?", [maria.user.id]);
  for (const one of [maria, eve]) {
    await one.expect(200, 'PATCH', SETTINGS, { kinds: { import_done: { telegram: true } } });
  }
});
after(() => talks?.stop());
beforeEach(() => { sim.sent = []; });

async function tick(...duties) {
  for (const duty of [...duties, 'notices', 'telegram']) {
    const { code, stderr } = await house.run('tick', [duty]);
    assert.equal(code, 0, stderr);
  }
}
// What a person's chat shows: "title | text | button > path".
const heard = (client) => sim.sent.filter(({ chat_id: chat }) => chat === client.chat).map(({ text, buttons }) =>
  [...text.split('\n'), ...buttons.map((one) => `${one.text} > ${one.url.replace(house.url, '')}`)].join(' | '));
const add = (client, title, more) => client.expect(201, 'POST', '/api/v1/tasks/', { title, ...more });

describe('in a chat arrives', () => {
  it('what one is assigned, and where one is mentioned', async () => {
    const one = await add(maria, HOSTILE, { assigned_to: eve.user.id });
    const other = await add(eve, 'Call', { assigned_to: maria.user.id });
    await eve.expect(201, 'POST', `/api/v1/tasks/${other.id}/comments/`, { text: `@Мария Лебедева ${HOSTILE}` });
    await maria.expect(201, 'POST', `/api/v1/tasks/${one.id}/comments/`, { text: `@Eve Stone ${HOSTILE}` });
    await tick();
    assert.deepEqual(heard(eve).sort(), [
      `You were assigned a task: Мария Лебедева | ${HOSTILE} | Open > /tasks/${one.id}/`,
      `You were mentioned: Мария Лебедева | @Eve Stone ${HOSTILE} | Open > /tasks/${one.id}/`,
    ]);
    assert.deepEqual(heard(maria).sort(), [
      `Вам назначена задача: Eve Stone | Call | Открыть > /tasks/${other.id}/`,
      `Вас упомянули: Eve Stone | @Мария Лебедева ${HOSTILE} | Открыть > /tasks/${other.id}/`,
    ]);
  });

  it('what is due, and overdue, in the person\'s zone', async () => {
    const tasks = [];
    for (const client of [maria, eve]) tasks.push(await add(client, 'Report', {
      assigned_to: client.user.id, due_date: '2036-01-15T21:30:00Z',
    }));
    await house.sql('UPDATE reminder SET at = NOW(3) - INTERVAL 1 SECOND WHERE before_minutes = 0');
    await tick('remind');
    await house.sql('UPDATE reminder SET at = NOW(3) - INTERVAL 1 SECOND WHERE before_minutes < 0');
    await tick('remind');
    assert.deepEqual(heard(maria), [
      `Срок задачи: 16.01 03:30 | Report | Открыть > /tasks/${tasks[0].id}/`,
      `Задача просрочена, срок был 16.01 03:30 | Report | Открыть > /tasks/${tasks[0].id}/`,
    ]);
    assert.deepEqual(heard(eve), [
      `Task due: 15.01 16:30 | Report | Open > /tasks/${tasks[1].id}/`,
      `Task overdue, it was due 15.01 16:30 | Report | Open > /tasks/${tasks[1].id}/`,
    ]);
  });

  it('that an import has finished, and that another failed', async () => {
    const anna = await talks.link(await recruiter(house, {
      tasks: { count: 2, pdf: 1 }, company: 'Nova', name: 'Anna', locale: 'en',
    }));
    await anna.expect(200, 'PATCH', SETTINGS, { kinds: { import_done: { telegram: true } } });
    const { id } = await start(anna);
    await house.until(async () => (await house.sql('SELECT status FROM import_job WHERE id = ?', [id]))[0].status ===
      'completed', { timeout: 60_000, what: 'the import' });
    await tick('imports');
    assert.deepEqual(heard(anna), [`Import finished | Imported: 2. | Open > /clickup/bulk-import/${id}/`]);
    await house.sql('UPDATE import_job SET failed_tasks = 3, completed_at = NOW(3) + INTERVAL 1 SECOND, user_id = ? '
      + 'WHERE id = ?', [maria.user.id, id]);
    await tick('imports');
    assert.match(heard(maria)[0], new RegExp(
      `^Импорт завершён с ошибками \\| Не перенесено: 3\\. .* \\| Открыть > /clickup/bulk-import/${id}/$`,
    ));
  });

  it('that a key expires, and that one is refused', async () => {
    const key = async (client) => {
      await client.connect({});
      const [{ id }] = await house.sql("SELECT id FROM connection WHERE owner_id = ? AND provider = 'clickup'",
        [client.user.id]);
      await house.sql("UPDATE secret SET expires_at = DATE(NOW()) + INTERVAL 1 DAY + INTERVAL 90 MINUTE "
        + 'WHERE connection_id = ?', [id]);
      return id;
    };
    for (const client of [maria, eve]) await key(client);
    await tick('troubles');
    assert.match(heard(maria)[0], /^Ключ истекает \d\d\.\d\d 07:30 \| Сервис: ClickUp\. .* \| Открыть > \/profile\/$/);
    assert.match(heard(eve)[0], /^Key expires \d\d\.\d\d (20|21):30 \| Service: ClickUp\. .* \| Open > \/profile\/$/);
    sim.sent = [];
    await house.sql("UPDATE connection SET status = 'refused' WHERE provider = 'clickup' AND owner_id IN (?, ?)",
      [maria.user.id, eve.user.id]);
    await tick('troubles');
    assert.match(heard(maria)[0], /^ClickUp не принимает ключ \| .* \| Открыть > \/profile\/$/);
    assert.match(heard(eve)[0], /^ClickUp refuses the key \| .* \| Open > \/profile\/$/);
  });
});

describe('nothing arrives', () => {
  it('of a kind that one does not want there; the others come', async () => {
    await eve.expect(200, 'PATCH', SETTINGS, { kinds: { assigned: { telegram: false } } });
    const { id } = await add(maria, 'Quiet', { assigned_to: eve.user.id });
    await maria.expect(201, 'POST', `/api/v1/tasks/${id}/comments/`, { text: '@Eve Stone' });
    await tick();
    assert.deepEqual(heard(eve).map((text) => text.split(':')[0]), ['You were mentioned']);
    await eve.expect(200, 'PATCH', SETTINGS, { kinds: { assigned: { telegram: true } } });
  });

  it('in one\'s quiet hours; after them it does', async () => {
    const [{ hour }] = await house.sql("SELECT HOUR(CONVERT_TZ(NOW(), '+00:00', '+06:00')) hour");
    await maria.expect(200, 'PATCH', SETTINGS, { quiet_from: hour, quiet_to: (hour + 2) % 24 });
    await add(eve, 'Later', { assigned_to: maria.user.id });
    await tick();
    assert.deepEqual(heard(maria), []);
    const [{ minutes }] = await house.sql("SELECT TIMESTAMPDIFF(MINUTE, NOW(3), due_at) minutes FROM outbox "
      + "WHERE channel = 'telegram' AND state = 'waiting'");
    assert.ok(minutes >= 59 && minutes <= 120, `${minutes}`);
    await house.sql("UPDATE outbox SET due_at = NOW(3) WHERE state = 'waiting' AND channel = 'telegram'");
    await tick();
    assert.deepEqual(heard(maria).length, 1);
    await maria.expect(200, 'PATCH', SETTINGS, { quiet_from: null, quiet_to: null });
  });

  it('of what was read meanwhile, or of somebody who is gone', async () => {
    await add(eve, 'Read', { assigned_to: maria.user.id });
    await house.run('tick', ['notices']);
    await maria.expect(200, 'POST', '/api/v1/notifications/read-all/');
    await tick();
    assert.deepEqual(heard(maria), []);
  });
});

it('a notice of a task is replied to: the reply becomes its comment', async () => {
  const { id } = await add(maria, 'Talk', { assigned_to: eve.user.id });
  await tick();
  const said = sim.sent.find(({ chat_id: chat }) => chat === eve.chat);
  talks.poll();
  await talks.ask(eve, 'I am on it', { reply_to_message: { message_id: said.message_id } });
  const comments = await maria.expect(200, 'GET', `/api/v1/tasks/${id}/comments/`);
  assert.deepEqual(comments.map(({ text }) => text), ['I am on it']);
});

it('a notice of many tasks is replied to: none of them gets the comment', async () => {
  const ids = [];
  for (const title of ['One', 'Two']) ids.push((await add(maria, title)).id);
  await maria.expect(200, 'POST', '/api/v1/tasks/bulk/', { ids, set: { assigned_to: eve.user.id } });
  await tick();
  const said = await house.until(() => sim.sent.find(({ chat_id: chat }) => chat === eve.chat));
  assert.match(said.text, /2 tasks, the first: One$/);
  const answer = await talks.ask(eve, 'Which?', { reply_to_message: { message_id: said.message_id } });
  assert.deepEqual(answer.buttons.map(({ text }) => text), ['Make it a task']);
  for (const id of ids) assert.deepEqual(await maria.expect(200, 'GET', `/api/v1/tasks/${id}/comments/`), []);
});
