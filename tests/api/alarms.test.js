// alarms: admins are told, once, of what the house lacks, and once when it is over; doctor says it in words.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startMail } from '../upstreams/mail.js';
import { startHouse } from '../lib/house.js';

let house, boss, other, member, mail;
before(async () => {
  mail = await startMail();
  house = await startHouse({ env: { SMTP_URL: mail.url, SMTP_FROM: 'hr@nova.test', WATCH_S: '1' } });
  const [{ name: company }] = await house.sql('SELECT name FROM company ORDER BY id LIMIT 1');
  boss = await house.user({ role: 'admin', locale: 'en', company });
  member = await house.user({ role: 'member', company });
  other = await house.user({ role: 'admin', company: 'Other' });
});
after(async () => {
  await house?.stop();
  await mail?.stop();
});
beforeEach(async () => {
  await house.sql('UPDATE clock_seen SET seen_at = NOW(3)');
});

const told = async (client) => (await client.expect(200, 'GET', '/api/v1/notifications/'))
  .filter(({ kind }) => kind === 'house').map(({ title }) => title);
const alarms = async () => {
  for (let round = 0; round < 2; round++) assert.equal((await house.run('tick', ['alarms'])).code, 0);
};
const doctor = async (env) => (await house.run('hirewire', ['doctor'], { env })).stdout.split('\n');
const line = (lines, what) => lines.find((one) => one.includes(`  ${what} `));

describe('a queue', () => {
  test('that does not move is told once, and once that it moves again', async () => {
    await house.sql(
      "INSERT INTO reminder (company_id, subject, subject_id, slot, at) " +
      "VALUES (?, 'task', 1, 0, NOW(3) - INTERVAL 14 MINUTE)", [boss.user.company.id],
    );
    await alarms();
    assert.deepEqual(await told(boss), []);
    await house.sql('UPDATE reminder SET at = NOW(3) - INTERVAL 16 MINUTE');
    await alarms();
    assert.deepEqual(await told(boss), ['A queue is stuck: reminders']);
    assert.match(line(await doctor(), 'queues'), /^FAIL.*reminders: 1 wait, the first for 16 min.*systemctl/);
    await house.sql('UPDATE reminder SET at = NOW(3) - INTERVAL 6 MINUTE');   // not over yet
    await alarms();
    assert.equal((await told(boss)).length, 1);
    await house.sql('UPDATE reminder SET sent_at = NOW(3)');
    await alarms();
    assert.deepEqual(await told(boss), ['The queue is moving again: reminders', 'A queue is stuck: reminders']);
    assert.match(line(await doctor(), 'queues'), /^OK/);
    assert.deepEqual([await told(member), await told(other)], [[], []], 'the house is kept by others');
  });
});

describe('a service', () => {
  test('that refuses a key for an hour is told to the admins of that company', async () => {
    await house.sql(
      "INSERT INTO connection (company_id, owner_id, provider, name, status) VALUES (?, ?, 'clickup', 'x', 'refused')",
      [other.user.company.id, other.user.id],
    );
    await alarms();
    assert.deepEqual(await told(other), []);
    assert.match(line(await doctor(), 'services'), /^OK/);
    await house.sql("UPDATE alarm SET since = since - INTERVAL 61 MINUTE WHERE name = 'service:clickup'");
    await alarms();
    assert.deepEqual(await told(other), ['ClickUp больше часа не принимает ключ']);
    assert.match(line(await doctor(), 'services'), /^FAIL.*clickup/);
    assert.ok(!(await told(boss)).some((title) => title.includes('ClickUp')));
    await house.sql("UPDATE connection SET status = 'ok' WHERE name = 'x'");
    await alarms();
    assert.deepEqual(await told(other), ['ClickUp снова принимает ключи', 'ClickUp больше часа не принимает ключ']);
  });
});

describe('a certificate', () => {
  const make = (days) => {
    const path = join(house.folder, 'site.pem');
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
      '-keyout', join(house.folder, 'site.key'), '-out', path, '-days', String(days), '-subj', '/CN=hr.test'],
    { stdio: 'ignore' });
    return path;
  };

  test('that ends soon is told, and that it was renewed', async () => {
    const env = { TLS_CERT: make(10) };
    const before = await told(boss);
    assert.equal((await house.run('tick', ['alarms'], { env })).code, 0);
    assert.deepEqual((await told(boss)).slice(0, -before.length), ['The site certificate expires soon']);
    assert.match(line(await doctor(env), 'TLS_CERT'), /^FAIL.* (9|10) days are left/);
    make(90);
    assert.equal((await house.run('tick', ['alarms'], { env })).code, 0);
    assert.equal((await told(boss))[0], 'The site certificate was renewed');
    assert.match(line(await doctor(env), 'TLS_CERT'), /^OK.* (89|90) days are left/);
  });

  test('that is none is a sentence', async () => {
    const said = async (path) => line(await doctor({ TLS_CERT: path }), 'TLS_CERT');
    assert.match(await said('/etc/hostname'), /^FAIL.*\/etc\/hostname: is no certificate/);
    assert.match(await said('/none'), /^FAIL.*\/none: No such file/);
  });
});

describe('the disks', () => {
  test('are told by doctor, each', async () => {
    const lines = (await doctor()).filter((one) => one.includes('  disks '));
    assert.equal(lines.length, 3);
    for (const one of lines) assert.match(one, /(database|run|index): \d+ % are free/);
  });

  test('of another machine are that one’s to judge', async () => {
    await house.sql("INSERT INTO alarm (name, told_at) VALUES ('disk:run@elsewhere', NOW(3))");
    await alarms();
    assert.equal((await house.sql("SELECT name FROM alarm WHERE name = 'disk:run@elsewhere'")).length, 1);
    await house.sql('DELETE FROM alarm');
  });
});

describe('the rounds', () => {
  test('that do not come are told by bell and letter, without them; and when they come again', async () => {
    await house.sql('UPDATE clock_seen SET seen_at = NOW(3) - INTERVAL 6 MINUTE');
    const said = async () => line(await doctor({ TICK_EVERY: '5' }), 'rounds');
    assert.match(await said(), /^FAIL.*3\d\d s ago: systemctl restart hirewire-rounds/);
    await house.until(async () => (await told(boss))[0] === 'Background work has stopped');
    await house.until(() => mail.letters.some(
      ({ to, text }) => to.includes(boss.user.email) && text.includes('systemctl restart hirewire-rounds'),
    ));
    assert.equal((await house.run('tick')).code, 0);
    assert.equal((await told(boss))[0], 'Background work is running again');
    assert.equal((await told(boss)).filter((title) => title === 'Background work has stopped').length, 1);
    assert.match(await said(), /^OK/);
  });
});
