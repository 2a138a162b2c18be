// notice letters: what people are told goes out by mail as well: once, at their hours, until they want no more.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { end } from '../lib/within.js';
import { startMail } from '../upstreams/mail.js';

const SETTINGS = '/api/v1/notifications/settings/';

let house, mail;
before(async () => {
  mail = await startMail();
  house = await startHouse({ env: {
    SMTP_URL: mail.url, SMTP_FROM: 'Hirewire <hr@nova.test>', FETCH_TIMEOUT_MS: '1500', TRUSTED_PROXIES: '127.0.0.1',
  } });
});
after(async () => { await house?.stop(); await mail?.stop(); });
beforeEach(async () => {
  mail.mood = '';
  mail.letters.length = 0;
  for (const table of ['notice', 'outbox', 'notice_hours']) await house.sql(`DELETE FROM ${table}`);
});

const tell = (client, kind = 'assigned', { about = 'Борис', text = 'Позвонить <Анне>' } = {}) => house.sql(
  `INSERT INTO notice (company_id, user_id, kind, about, text, href) SELECT company_id, id, ?, ?, ?, '/tasks/5/'
    FROM user WHERE id = ?`, [kind, about, text, client.user.id],
);
async function tick(...duties) {
  for (const duty of duties.length ? duties : ['notices', 'mail']) {
    const { code, stderr } = await house.run('tick', [duty]);
    assert.equal(code, 0, stderr);
  }
}
const outbox = () => house.sql('SELECT kind, state, tries, error_code FROM outbox ORDER BY id');
const offLink = ({ headers }) => /^<(.*)>$/.exec(headers['list-unsubscribe'])[1].replace(house.url, '');

describe('a letter', () => {
  test('says what the bell says, in text and as a document, with its links; once', async () => {
    const anna = await house.user();
    await tell(anna);
    await tick();
    await tick();
    assert.equal(mail.letters.length, 1);
    const [{ to, headers, text, html }] = mail.letters;
    assert.deepEqual([to, headers.subject], [[anna.user.email], 'Вам назначена задача: Борис']);
    assert.match(text, new RegExp(`^Вам назначена задача: Борис\nПозвонить <Анне>\nОткрыть: ${house.url}/tasks/5/\n`));
    assert.match(html, /<b>Вам назначена задача: Борис<\/b><br>Позвонить &lt;Анне&gt;</);
    assert.ok(html.includes(`<a href="${house.url}/tasks/5/">Открыть</a>`));
    assert.equal(headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click');
    assert.ok(text.includes(`${house.url}${offLink(mail.letters[0])}`));
    assert.deepEqual(await outbox(), [{ kind: 'notice', state: 'sent', tries: 0, error_code: '' }]);
  });

  test('goes out for the kinds that its person wants by mail, to those who are still there', async () => {
    const [anna, off] = [await house.user(), await house.user()];
    await anna.expect(200, 'PATCH', SETTINGS, { kinds: { status: { email: true }, assigned: { email: false } } });
    await tell(anna, 'status', { about: '', text: '1' });
    await tell(anna, 'assigned');
    await tell(anna, 'comment');
    await tell(off);
    await tick('notices');
    await house.sql('UPDATE user SET active = FALSE WHERE id = ?', [off.user.id]);
    await tick('mail');
    assert.deepEqual(mail.letters.map(({ to, text }) => [to[0], text.split('\n')[1]]), [[anna.user.email, '1']]);
    assert.deepEqual((await outbox()).map(({ state }) => state), ['sent', 'dropped']);
  });

  test('of what was read meanwhile does not go out', async () => {
    const anna = await house.user();
    await tell(anna);
    await tick('notices');
    await anna.expect(200, 'POST', '/api/v1/notifications/read-all/');
    await tick('mail');
    assert.deepEqual([mail.letters, (await outbox())[0].state], [[], 'dropped']);
  });

  test('waits for the end of the quiet hours of its person\'s zone', async () => {
    const anna = await house.user();
    const hour = (await house.sql("SELECT HOUR(NOW() + INTERVAL 3 HOUR) hour"))[0].hour;
    await anna.expect(200, 'PATCH', SETTINGS, { quiet_from: hour, quiet_to: (hour + 2) % 24 });
    await tell(anna);
    await tick();
    assert.equal(mail.letters.length, 0);
    const [{ minutes, whole }] = await house.sql(
      'SELECT TIMESTAMPDIFF(MINUTE, NOW(3), due_at) minutes, MINUTE(due_at) + SECOND(due_at) whole FROM outbox',
    );
    assert.ok(minutes >= 59 && minutes <= 120 && whole === 0, `${minutes}, ${whole}`);
    await house.sql('UPDATE outbox SET due_at = NOW(3)');
    await tick('mail');
    assert.equal(mail.letters.length, 1);
  });

  test('that failed says why, and may be tried again', async () => {
    const anna = await house.user();
    await tell(anna);
    mail.mood = 'unknown';
    await tick();
    assert.deepEqual(await outbox(), [{ kind: 'notice', state: 'failed', tries: 0, error_code: 'io.mail' }]);
    mail.mood = 'busy';
    await house.sql("UPDATE outbox SET state = 'waiting', due_at = NOW(3)");
    await tick('mail');
    const [one] = await outbox();
    assert.deepEqual([one.state, one.tries], ['waiting', 1]);
    mail.mood = '';
    await house.sql('UPDATE outbox SET due_at = NOW(3)');
    await tick('mail');
    assert.deepEqual([mail.letters.length, (await outbox())[0].error_code], [1, '']);
  });

  test('whose sender died is sent by the next, when its lease is over', async () => {
    const anna = await house.user();
    await tell(anna);
    await tick('notices');
    await house.sql("UPDATE outbox SET state = 'sending', lease = 'gone', lease_until = NOW(3) + INTERVAL 1 MINUTE");
    await tick('mail');
    assert.equal(mail.letters.length, 0);
    await house.sql('UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND');
    await tick('mail');
    assert.equal(mail.letters.length, 1);
  });
});

describe('two machines that send at once, one killed with a letter in its hand', () => {
  test('lose none; what is sent again was in that hand', async () => {
    const anna = await house.user();
    const texts = Array.from({ length: 60 }, (_, i) => `Дело ${100 + i}`);
    for (const text of texts) await tell(anna, 'assigned', { text });
    await tick('notices');
    const machines = [house.launch('tick', ['mail']), house.launch('tick', ['mail'])];
    await house.until(() => mail.letters.length >= 5, { every: 1 });
    await Promise.all([end(machines[0], 'SIGKILL'), end(machines[1])]);
    const held = (await house.sql("SELECT COUNT(*) n FROM outbox WHERE state = 'sending'"))[0].n;
    await house.until(async () => {
      await house.sql("UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'sending'");
      await tick('mail');
      return (await outbox()).every(({ state }) => state === 'sent');
    });
    const sent = mail.letters.map(({ text }) => /Дело \d+/.exec(text)[0]);
    assert.deepEqual([...new Set(sent)].sort(), texts, 'none is lost');
    assert.ok(sent.length - texts.length <= held, `${sent.length} letters, ${held} were in its hand`);
    assert.ok(held <= 1, 'one has one letter in its hand');
  });
});

describe('unsubscribing', () => {
  test('by one click, without signing in, of that kind alone; a look changes nothing', async () => {
    const anna = await house.user();
    await tell(anna);
    await tick();
    const link = offLink(mail.letters[0]);
    const nobody = house.anonymous();
    assert.deepEqual(await nobody.expect(200, 'GET', link), { kind: 'assigned', wanted: true });
    const click = await nobody.raw('POST', link, {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click',
    });
    assert.deepEqual([click.status, click.json], [200, { kind: 'assigned', wanted: false }]);
    const { kinds } = await anna.expect(200, 'GET', SETTINGS);
    assert.deepEqual([kinds.assigned, kinds.mentioned.email], [{ bell: true, email: false, telegram: true }, true]);
    await tell(anna);
    await tick();
    assert.equal(mail.letters.length, 1);
    assert.ok(!house.log('access').includes(link.split('/')[2]));
  });

  test('a link that was changed is none', async () => {
    const anna = await house.user();
    await tell(anna);
    await tick();
    const link = offLink(mail.letters[0]);
    const [id, kind, mark] = link.split('/')[2].split('.');
    for (const odd of [`${Number(id) + 1}.${kind}.${mark}`, `${id}.mentioned.${mark}`, `${id}.${kind}.${mark}0`,
      `${id}.${kind}.`, `${id}.${kind}`, 'x', `0${id}.${kind}.${mark}x`])
      for (const method of ['GET', 'POST'])
        assert.equal((await house.anonymous().raw(method, `/unsubscribe/${odd}`)).status, 404, odd);
  });
});

describe('the digest', () => {
  test('comes once a day with what is unread, and not at all when nothing is', async () => {
    const [anna, boris] = [await house.user({ locale: 'en' }), await house.user()];
    for (const one of [anna, boris]) await one.expect(200, 'PATCH', SETTINGS, { digest_hour: 9 });
    for (const text of ['first', 'second']) await tell(anna, 'comment', { about: 'Boris', text });
    await house.sql('UPDATE notice_hours SET digest_next = NOW(3) - INTERVAL 1 MINUTE');
    await tick();
    await tick();
    assert.deepEqual(mail.letters.map(({ to, headers }) => [to[0], headers.subject]),
      [[anna.user.email, 'Hirewire: unread notifications: 2']]);
    assert.match(mail.letters[0].text, /New comment: Boris\nsecond\n[^]*New comment: Boris\nfirst\n/);
    const [{ hour }] = await house.sql(
      'SELECT HOUR(digest_next + INTERVAL 3 HOUR) hour FROM notice_hours WHERE user_id = ?', [anna.user.id],
    );
    assert.equal(hour, 9);
    const off = await house.anonymous().expect(200, 'POST', offLink(mail.letters[0]), undefined);
    assert.deepEqual(off, { kind: 'digest', wanted: false });
    assert.equal((await anna.expect(200, 'GET', SETTINGS)).digest_hour, null);
  });

  test('says what is overdue, due today and waits for a review, of what its person sees; once a day', async () => {
    const anna = await house.user({ role: 'member', locale: 'en', company: 'Сводка' });
    const boss = await house.user({ role: 'manager', company: 'Сводка' });
    const hours = (n) => new Date(Date.now() + n * 3_600_000).toISOString();
    const add = (who, title, more) => who.expect(201, 'POST', '/api/v1/tasks/', { title, ...more });
    await add(boss, 'late', { assigned_to: anna.user.id, due_date: hours(-50) });
    await add(boss, 'done', { assigned_to: anna.user.id, due_date: hours(-50), status: 'done' });
    await add(boss, 'far', { assigned_to: anna.user.id, due_date: hours(90) });
    await add(boss, 'of another', { due_date: hours(-50) });
    const { id } = await add(anna, 'to be <reviewed>', { assigned_to: boss.user.id, status: 'review' });
    const twice = { assigned_to: anna.user.id, status: 'review', due_date: hours(-50) };
    await add(anna, 'mine, in review', twice);
    await add(boss, 'handed over', twice);
    await house.sql('DELETE FROM notice');
    await anna.expect(200, 'PATCH', SETTINGS, { digest_hour: 9 });
    const due = () => house.sql('UPDATE notice_hours SET digest_next = NOW(3) - INTERVAL 1 MINUTE');
    await due();
    await tick();
    const [{ headers, text, html }] = mail.letters;
    assert.equal(headers.subject, 'Hirewire: to do today: 3');
    assert.match(text, /^Overdue: 1\n\n\S+ \S+ {2}late\nOpen: /);
    assert.match(text, /\nWaiting for your review: 2\n\n/);
    assert.match(text, / {2}mine, in review\nOpen: \S+\n+to be <reviewed>\nOpen: /);
    assert.ok(html.includes('<b>to be &lt;reviewed&gt;</b>') && html.includes(`/tasks/${id}/"`));
    for (const other of ['done', 'far', 'of another', 'handed over', 'Unread']) assert.ok(!text.includes(other), other);
    await due();
    await tick();
    assert.equal(mail.letters.length, 1);
  });
});
