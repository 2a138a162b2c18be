// mail: sign-in links by e-mail: asked for by people, sent by admins, with an invitation; and a mail server that is
// not well.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
import { startMail } from '../upstreams/mail.js';

const ASK = '/api/v1/auth/mail-link';
const WAYS = '/api/v1/auth/ways';
const PASSWORD = 'mail-Password:7f3a9Zq1';

let house, mail;
before(async () => {
  mail = await startMail({ user: 'hirewire', password: PASSWORD });
  house = await startHouse({ env: {
    SMTP_URL: mail.url, SMTP_FROM: 'Отдел кадров <hr@nova.test>', SMTP_USER: 'hirewire', SMTP_PASSWORD: PASSWORD,
    FETCH_TIMEOUT_MS: '1500',
    TRUSTED_PROXIES: '127.0.0.1',
  } });
});
after(async () => { await house?.stop(); await mail?.stop(); });
beforeEach(async () => {
  mail.mood = '';
  mail.letters.length = 0;
  await house.sql('DELETE FROM outbox');
});

const tick = () => house.run('tick', ['mail']);
const from = (address) => ({ headers: { 'X-Forwarded-For': address } });
const ask = (email, opts) => house.anonymous().post(ASK, { email }, opts);
const letter = () => house.until(() => mail.letters[0], { what: 'a letter' });
const linkIn = ({ text }) => /http:\S+\/login\/#([\w-]{43})/.exec(text)[1];
const states = () => house.sql('SELECT state, tries FROM outbox ORDER BY id');
const settled = () => house.until(
  async () => (await states()).every(({ state }) => !['waiting', 'sending'].includes(state)), { what: 'nothing waits' },
);

describe('a link that one asks for', () => {
  test('comes at once, signs in once, within a quarter of an hour', async () => {
    const { user } = await house.user({ company: 'Почта' });
    assert.deepEqual((await house.anonymous().get(WAYS)).json, { mail_link: true });
    const res = await ask(` ${user.email.toUpperCase()} `);
    assert.equal(res.status, 202, res.text);
    const got = await letter();
    assert.deepEqual([got.from, got.to], ['hr@nova.test', [user.email]]);
    assert.equal(got.headers.from, 'Отдел кадров <hr@nova.test>');
    assert.equal(got.headers.subject, 'Ссылка для входа в Hirewire');
    assert.match(got.text, /15 минут/);
    const token = linkIn(got);
    const [{ left }] = await house.sql(
      'SELECT TIMESTAMPDIFF(SECOND, NOW(), MAX(expires_at)) AS `left` FROM login_token WHERE user_id = ?', [user.id],
    );
    assert.ok(left > 13 * 60 && left <= 15 * 60, String(left));
    const guest = await house.anonymous().signIn(token);
    assert.equal(guest.user.email, user.email);
    assert.equal((await house.anonymous().post('/api/v1/auth/link', { token })).status, 401);
    assert.deepEqual(
      await house.sql("SELECT action, object FROM audit WHERE user_id = ? AND action = 'login.link_mailed'", [user.id]),
      [{ action: 'login.link_mailed', object: user.email }],
    );
  });

  test('is in the language of its person', async () => {
    const { user } = await house.user({ locale: 'en', company: 'Почта' });
    await ask(user.email);
    const { headers, text } = await letter();
    assert.equal(headers.subject, 'Sign-in link for Hirewire');
    assert.match(text, /15 minutes/);
  });

  test('of nobody, or of one who is switched off, is answered the same, and no letter goes out', async () => {
    const { user } = await house.user({ company: 'Почта' });
    const off = await house.user({ company: 'Почта' });
    await house.sql('UPDATE user SET active = FALSE WHERE id = ?', [off.user.id]);
    const answers = [];
    for (const email of ['nobody@nowhere.test', off.user.email, user.email]) answers.push(await ask(email));
    for (const { status, text, headers } of answers)
      assert.deepEqual([status, text, Object.keys(headers).sort()], [
        202, answers[0].text, Object.keys(answers[0].headers).sort(),
      ]);
    await settled();
    assert.deepEqual(mail.letters.map(({ to }) => to), [[user.email]]);
    assert.deepEqual((await states()).map(({ state }) => state), ['dropped', 'dropped', 'sent']);
  });

  test('is not to be had without end: by e-mail, known or not, and by address', async () => {
    const { user } = await house.user({ company: 'Почта' });
    for (const email of [user.email, 'nobody2@nowhere.test']) {
      for (let n = 0; n < 3; n++) assert.equal((await ask(email, from(`203.0.113.${n}`))).status, 202);
      const more = await ask(email, from('203.0.113.9'));
      assert.deepEqual(
        [more.status, more.json.code, more.headers['retry-after']], [429, 'account.mail_throttled', '900'],
      );
    }
    for (let n = 0; n < 20; n++)
      assert.equal((await ask(`n${n}@nowhere.test`, from(`2001:db8::${n + 1}`))).status, 202);
    assert.equal((await ask('n21@nowhere.test', from('2001:db8::99'))).status, 429);
    assert.equal((await ask('n21@nowhere.test', from('2001:db8:0:1::1'))).status, 202);
  });

  test('asks for an e-mail, from a page of ours', async () => {
    for (const email of ['нет', 'a@b\r\nBcc: x@y.z', 'a b@c.test', '', 5]) {
      const res = await ask(email);
      assert.deepEqual([res.status, res.json.errors?.[0].field], [400, 'email'], res.text);
    }
    assert.equal(
      (await house.anonymous().post(ASK, { email: 'a@b.test' }, { headers: { Origin: 'https://other.test' } })).status,
      403,
    );
    assert.deepEqual(await states(), []);
  });

  test('finds an e-mail of any language', async () => {
    const { user } = await house.user({ company: 'Почта', email: 'anna@xn--80a1acny.xn--p1ai' });
    assert.equal((await ask('Anna@Почта.рф')).status, 202);
    assert.deepEqual((await letter()).to, [user.email]);
  });
});

describe('what an admin sends', () => {
  test('an invitation and a link go by mail as well', async () => {
    const admin = await house.user({ role: 'admin', company: 'Почта' });
    const made = await admin.expect(201, 'POST', '/api/v1/users', {
      email: 'new@nova.test', name: 'Новая', role: 'recruiter', locale: 'en',
    });
    assert.equal(made.mailed, true);
    await tick();
    const [invitation] = mail.letters;
    assert.equal(invitation.headers.subject, 'Invitation to Hirewire');
    assert.equal((await house.anonymous().signIn(linkIn(invitation))).user.email, 'new@nova.test');
    for (const way of ['login-link', 'reset-password']) {
      mail.letters.length = 0;
      const { login_link: link, mailed } = await admin.expect(
        200, 'POST', `/api/v1/users/${made.id}/${way}`, way === 'login-link' ? undefined : {},
      );
      assert.equal(mailed, true);
      await tick();
      const token = linkIn(mail.letters[0]);
      assert.notEqual(link.split('#')[1], token);
      assert.equal((await house.anonymous().signIn(token)).user.id, made.id);
    }
  });
});

describe('a mail server that is not well', () => {
  test('holds up nobody, and is asked again', async () => {
    const { user } = await house.user({ company: 'Почта' });
    mail.mood = 'busy';
    assert.equal((await ask(user.email)).status, 202);
    await house.until(async () => (await states())[0].tries === 1, { what: 'a try' });
    mail.mood = '';
    await house.sql('UPDATE outbox SET due_at = NOW(3)');
    await tick();
    assert.equal(mail.letters.length, 1);
    assert.deepEqual(await states(), [{ state: 'sent', tries: 1 }]);
  });

  test('that says nothing is left after the timeout; after four tries the letter is failed', async () => {
    const admin = await house.user({ role: 'admin', company: 'Почта' });
    const { user } = await house.user({ company: 'Почта' });
    await admin.expect(200, 'POST', `/api/v1/users/${user.id}/login-link`);
    mail.mood = 'silent';
    await tick();
    assert.deepEqual(await states(), [{ state: 'waiting', tries: 1 }]);
    mail.mood = 'busy';
    for (let n = 2; n <= 4; n++) {
      await house.sql('UPDATE outbox SET due_at = NOW(3)');
      await tick();
    }
    assert.deepEqual(await states(), [{ state: 'failed', tries: 4 }]);
  });

  test('that knows no such person is not asked again', async () => {
    const { user } = await house.user({ company: 'Почта' });
    mail.mood = 'unknown';
    await ask(user.email);
    await settled();
    assert.deepEqual(await states(), [{ state: 'failed', tries: 0 }]);
  });

  test('a link nobody waits for any more is not sent', async () => {
    const { user } = await house.user({ company: 'Почта' });
    mail.mood = 'busy';
    await ask(user.email);
    await house.until(async () => (await states())[0].tries === 1, { what: 'a try' });
    mail.mood = '';
    await house.sql('UPDATE outbox SET due_at = NOW(3), created_at = NOW(3) - INTERVAL 16 MINUTE');
    await tick();
    assert.deepEqual([mail.letters, (await states())[0].state], [[], 'dropped']);
  });

  test('its password reaches no log and no table', async () => {
    const { user } = await house.user({ company: 'Почта' });
    await tick();
    mail.password = 'another';
    try {
      await ask(user.email);
      await house.until(async () => (await states())[0].tries === 1, { what: 'a try' });
      assert.match(house.log('pool') + house.log('cron'), /smtp/);
      for (const { name, text } of house.logs()) assert.ok(!text.includes(PASSWORD), name);
    } finally {
      mail.password = PASSWORD;
    }
  });
});

describe('without a mail server', () => {
  test('nothing is offered and nothing is kept', async () => {
    const bare = await startHouse();
    try {
      assert.deepEqual((await bare.anonymous().get(WAYS)).json, { mail_link: false });
      const res = await bare.anonymous().post(ASK, { email: 'a@b.test' });
      assert.deepEqual([res.status, res.json.code], [409, 'account.mail_off']);
      const admin = await bare.user({ role: 'admin' });
      const made = await admin.expect(201, 'POST', '/api/v1/users', {
        email: 'new@nova.test', name: 'Новая', role: 'recruiter',
      });
      assert.equal(made.mailed, false);
      assert.deepEqual(await bare.sql('SELECT * FROM outbox'), []);
    } finally {
      await bare.stop();
    }
  });
});
