// backup: one sealed file of all, under load, and back: onto a new installation, in the place of what is there; what is
// refused, and what ends in the middle, leaves what was there.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import {
  copyFileSync, existsSync, readFileSync, readdirSync, renameSync, statSync, truncateSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { PROFILE, SECRET } from '../lib/account.js';
import { startHouse } from '../lib/house.js';
import { end } from '../lib/within.js';

const PASSPHRASE = { HIREWIRE_PASSPHRASE: 'правильный пароль' };
const OWN = { SMTP_URL: 'smtp://127.0.0.1:2525', SMTP_PASSWORD: 'hidden-from-all', HOOK_DAYS: '9' };
// Not in a backup, or changed by looking.
const PASSING = [
  'session', 'login_token', 'login_try', 'passkey_challenge', 'platform_sign_in', 'backup', 'audit', 'event_log',
  'live_channel', 'live_post', 'live_reader', 'inbound_watch', 'queue_turn',
];

let source;
let target;
let boss;
let whole;   // a backup of source without keys
let sums;    // of its tables then
before(async () => {
  [source, target] = await Promise.all([startHouse(), startHouse()]);
  const text = Object.entries(OWN).map((pair) => `${pair.join('=')}\n`).join('');
  const path = source.env.HIREWIRE_CONF;
  writeFileSync(path, readFileSync(path, 'utf8') + text);
  boss = await source.user({ role: 'admin', company: 'Hirewire', email: 'boss@firm.by' });
  await boss.expect(200, 'PATCH', PROFILE, { clickup_api_key: SECRET });
  await boss.expect(201, 'POST', '/api/v1/tasks/', {
    title: "Ёжик's \\ \"задача\" 😀", description: "a\n\t'); --\n`",
  });
  await source.sql('CREATE TABLE odd (id INT PRIMARY KEY, data MEDIUMBLOB, text TEXT)');
  await source.sql(
    "INSERT INTO odd VALUES (1, UNHEX('00FF27225C0A1A'), NULL), (2, REPEAT(UNHEX('270A00'), 1000000), '')"
  );
  await source.sql(`INSERT INTO api_call (company_id, provider, log_type, method, endpoint, created_at)
    SELECT 1, 'clickup', 'GET', 'GET', '/team', NOW(3) - INTERVAL seq SECOND FROM seq_1_to_100`);
  sums = await checksums(source);
  whole = await make('whole');
});
after(() => Promise.all([source?.stop(), target?.stop()]));

const run = (house, args, env = PASSPHRASE) => house.run('hirewire', args, { env });
const at = (name) => join(source.folder, `${name}.backup`);
const said = (res) => res.stdout + res.stderr;

async function make(name, options = [], env = PASSPHRASE) {
  const res = await run(source, ['backup', at(name), ...options], env);
  assert.equal(res.code, 0, said(res));
  return at(name);
}

async function checksums(house) {
  const names = (await house.sql(
    "SELECT TABLE_NAME name FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'hirewire' ORDER BY TABLE_NAME"
  )).map(({ name }) => name).filter((name) => !PASSING.includes(name));
  const rows = await house.sql(`CHECKSUM TABLE ${names.join(', ')}`);
  return Object.fromEntries(rows.map((row) => [row.Table, row.Checksum]));
}

const databases = async (house) =>
  (await house.sql("SHOW DATABASES LIKE 'hirewire%'")).map((row) => Object.values(row)[0]);

/* Of the database, with these rights beside those on its own. */
const [BESIDE, BEFORE] = ['restore', 'before'].map((end) => `\`hirewire\\_${end}\`.*`);
async function account(house, grants) {
  const socket = new URL(house.conf('DATABASE_URL')).searchParams.get('socket');
  const asRoot = (text) => promisify(execFile)('mariadb', ['--no-defaults', `--socket=${socket}`, '-e', text]);
  await asRoot("CREATE OR REPLACE USER few@localhost IDENTIFIED BY 'few'; GRANT ALL ON hirewire.* TO few@localhost");
  for (const [rights, on] of grants) await asRoot(`GRANT ${rights} ON ${on} TO few@localhost`);
  const url = house.conf('DATABASE_URL').replace(/\/\/[^@]*@/, '//few:few@');
  return { ...PASSPHRASE, DATABASE_URL: url };
}

/* What there was is there, the house answers, nothing is left beside it. */
async function stands(house, before, client) {
  assert.deepEqual(await checksums(house), before);
  assert.deepEqual(await databases(house), ['hirewire']);
  if (client) await client.expect(200, 'GET', '/api/v1/auth/me');
}

describe('a backup', () => {
  test('tells its size, is not readable, and verifies', async () => {
    const res = await run(source, ['backup', '--verify', whole]);
    assert.equal(res.code, 0, said(res));
    assert.match(res.stdout, new RegExp(`: ${statSync(whole).size} bytes, \\d+ tables`));
    assert.match(res.stdout, /Whole\. Made at .* without keys/);
    assert.equal(statSync(whole).mode & 0o777, 0o600);
    assert.ok(!readFileSync(whole, 'latin1').includes('CREATE TABLE'));
    assert.ok(!existsSync(`${whole}.part`));
  });

  test('is never written over another file', async () => {
    const res = await run(source, ['backup', whole]);
    assert.equal(res.code, 1);
    assert.match(res.stderr, /already exists/);
    assert.equal((await run(source, ['backup', '--verify', whole])).code, 0);
  });

  test('needs something to be sealed with', async () => {
    const res = await run(source, ['backup', at('none')], { HIREWIRE_PASSPHRASE: 'short' });
    assert.match(res.stderr, /at least 8 characters/);
    const bad = await run(source, ['backup', at('none'), '--public-key', 'hirewire-public-x']);
    assert.match(bad.stderr, /not a public key/);
    for (const args of [[], ['a', 'b'], ['--verify', 'a', 'b'], ['a', '--colour']]) {
      const wrong = await run(source, ['backup', ...args]);
      assert.equal(wrong.code, 1, args.join(' '));
      assert.match(wrong.stderr, /one file|option/, args.join(' '));
    }
    assert.deepEqual(readdirSync(source.folder).filter((name) => name.startsWith('none')), []);
  });

  test('by a public key opens by the secret one alone', async () => {
    const key = join(source.folder, 'key.txt');
    const pair = await run(source, ['backup', '--new-key', key]);
    const open = /^BACKUP_PUBLIC_KEY=(\S+)$/m.exec(pair.stdout)?.[1];
    assert.equal(statSync(key).mode & 0o777, 0o600);
    assert.match((await run(source, ['backup', '--new-key', key])).stderr, /already exists/);
    const file = await make('by-key', [], { BACKUP_PUBLIC_KEY: open });
    assert.equal((await run(source, ['backup', '--verify', file, '--key', key], {})).code, 0);
    const without = await run(source, ['backup', '--verify', file]);
    assert.match(without.stderr, /--key FILE/);
    const other = join(source.folder, 'other.txt');
    await run(source, ['backup', '--new-key', other]);
    const wrong = await run(source, ['backup', '--verify', file, '--key', other], {});
    assert.match(wrong.stderr, /does not open it/);
  });

  test('a full disk at any point leaves no file, and says so', async () => {
    for (const blocks of [0, 1, 8, 32]) {
      const limited = ['-c', `ulimit -f ${blocks}; exec "$@"`, 'sh', join(source.bin, 'hirewire')];
      const res = await new Promise((done) => {
        execFile('sh', [...limited, 'backup', at('full')], { env: { ...source.env, ...PASSPHRASE } },
          (error, stdout, stderr) => done({ code: error?.code ?? 0, stdout, stderr }));
      });
      assert.equal(res.code, 1, `${blocks}: ${said(res)}`);
      assert.match(res.stderr, /The disk is full/);
      assert.deepEqual(readdirSync(source.folder).filter((name) => name.startsWith('full')), []);
    }
    const [{ n }] = await source.sql("SELECT COUNT(*) n FROM backup WHERE error_code = 'backup.disk_full'");
    assert.equal(n, 4);
  });

  test('killed at any point it leaves what the next one writes over; two at once do not meet', async () => {
    const part = `${at('killed')}.part`;
    for (const size of [0, 178, 4000]) {
      const child = spawn(join(source.bin, 'hirewire'), ['backup', at('killed')], {
        env: { ...source.env, ...PASSPHRASE }, stdio: 'ignore',
      });
      const there = () => existsSync(part) && statSync(part).size >= size;
      await source.until(() => child.exitCode !== null || there(), { every: 1 });
      await end(child, 'SIGKILL');
      if (existsSync(at('killed'))) break;
    }
    const [one, two] = await Promise.all([run(source, ['backup', at('twice')]), run(source, ['backup', at('twice')])]);
    assert.deepEqual([one.code, two.code].sort(), [0, 1], said(one) + said(two));
    assert.match(one.stderr + two.stderr, /is running|already exists/);
    if (!existsSync(at('killed'))) await make('killed');
    for (const name of ['killed', 'twice']) assert.equal((await run(source, ['backup', '--verify', at(name)])).code, 0);
    assert.ok(!existsSync(part));
  });
});

describe('what is refused', () => {
  const refused = async (file, words, options = ['--replace'], env = PASSPHRASE) => {
    const sumsBefore = await checksums(target);
    const res = await run(target, ['restore', file, ...options], env);
    assert.equal(res.code, 1, said(res));
    assert.match(res.stderr, words);
    await stands(target, sumsBefore);
  };
  const changed = (name, change) => {
    copyFileSync(whole, at(name));
    change(at(name));
    return at(name);
  };

  test('another passphrase, and none', async () => {
    await refused(whole, /passphrase does not open/, ['--replace'], { HIREWIRE_PASSPHRASE: 'другой пароль' });
  });

  test('a foreign file, an empty one, a folder, none', async () => {
    writeFileSync(at('foreign'), '-- MariaDB dump 10.19\n'.repeat(100));
    writeFileSync(at('empty'), '');
    await refused(at('foreign'), /not a Hirewire backup/);
    await refused(at('empty'), /not a Hirewire backup/);
    await refused(source.folder, /cannot be read: .*Is a directory/);
    await refused(at('nowhere'), /No such file/);
  });

  test('one that was cut anywhere', async () => {
    const { size } = statSync(whole);
    for (const share of [0.001, 0.01, 0.3, 0.6, 0.9, 0.999])
      await refused(changed('cut', (path) => truncateSync(path, Math.floor(size * share))), /ends too early/);
  });

  test('one with a bit changed anywhere, or more behind it', async () => {
    const { size } = statSync(whole);
    for (const share of [0.001, 0.004, 0.1, 0.5, 0.99]) {
      await refused(changed('flip', (path) => {
        const bytes = readFileSync(path);
        bytes[Math.floor(size * share)] ^= 4;
        writeFileSync(path, bytes);
      }), /damaged|ends too early|passphrase/);
    }
    await refused(changed('more', (path) => writeFileSync(path, 'x', { flag: 'a' })), /damaged/);
  });

  test('one of a newer release', async () => {
    await source.sql("INSERT INTO schema_migration (name, checksum, done_at) VALUES ('9999-later.sql', '', NOW(3))");
    const file = await make('newer');
    await source.sql("DELETE FROM schema_migration WHERE name = '9999-later.sql'");
    await refused(file, /tables are newer than this program/);
  });

  test('onto a machine that is in use, unless it is said', async () => {
    await target.sql(
      "INSERT INTO user (company_id, email, name, role) SELECT MIN(id), 'one@more.by', 'One', 2 FROM company"
    );
    await refused(whole, /This machine is in use \(table user/, []);
    await target.sql("DELETE FROM user WHERE email = 'one@more.by'");
  });

  const lacking = [
    ['anything beside its own', []],
    ['a place for what was here', [['ALL', BESIDE]]],
    ['more than to make and drop them', [['CREATE, DROP', BESIDE], ['CREATE, DROP', BEFORE]]],
    ['to change rows', [['CREATE, DROP, ALTER, INSERT, SELECT', BESIDE], ['ALL', BEFORE]]],
    ['to fill the place for what was here', [['ALL', BESIDE], ['CREATE, DROP', BEFORE]]],
  ];
  for (const [what, grants] of lacking) {
    test(`by an account of the database that lacks the right to: ${what}`, async () => {
      const few = await account(target, grants);
      await refused(
        whole, /^hirewire: [^\n]*Nothing was changed\. [^\n]*GRANT ALL ON `hirewire\\_restore`/,
        ['--replace'], few,
      );
    });
  }
});

describe('a restore', () => {
  test('onto a new installation makes every table what it was, and lists the keys that are missing', async () => {
    const res = await run(target, ['restore', whole]);
    assert.equal(res.code, 0, said(res));
    assert.match(res.stdout, /To be entered again:\n {2}clickup \S* ?of boss@firm\.by: api_key\n/);
    assert.match(res.stdout, /The configuration has its lines now/);
    const got = await checksums(target);
    const other = Object.keys(sums).filter((name) => got[name] !== sums[name]);
    assert.deepEqual(other, ['hirewire.secret']);
    assert.equal((await target.sql('SELECT COUNT(*) n FROM secret'))[0].n, 0);
    assert.deepEqual(await databases(target), ['hirewire']);
    // Keys between tables are those of the same database.
    const [{ n }] = await target.sql(
      "SELECT COUNT(*) n FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = 'hirewire' " +
      "AND UNIQUE_CONSTRAINT_SCHEMA <> 'hirewire'"
    );
    assert.equal(n, 0);
    assert.deepEqual([target.conf('SMTP_URL'), target.conf('HOOK_DAYS'), target.conf('SMTP_PASSWORD')], [
      OWN.SMTP_URL, OWN.HOOK_DAYS, undefined,
    ]);
    assert.notEqual(target.conf('SECRET_KEY'), source.conf('SECRET_KEY'));
    assert.equal(statSync(target.env.HIREWIRE_CONF).mode & 0o777, 0o600);
  });

  test('the house works on: people sign in, lists have their rows', async () => {
    const client = await target.anonymous().signIn(await target.loginToken('boss@firm.by'));
    const list = await target.until(async () => {
      const res = await client.get('/api/v1/tasks/');
      return res.status === 200 && res.json;
    });
    const titles = (rows) => rows.map(({ title }) => title);
    assert.deepEqual(titles(list), titles(await boss.expect(200, 'GET', '/api/v1/tasks/')));
    await client.expect(201, 'POST', '/api/v1/tasks/', { title: 'Новая' });
    const well = await run(target, ['doctor']);
    assert.match(well.stdout, /OK {4}tables/);
    assert.match(well.stdout, /OK {4}keys/);
  });

  test('is done by an account that was given what is asked for', async () => {
    const whoever = await account(target, [['ALL', BESIDE], ['ALL', BEFORE]]);
    const res = await run(target, ['restore', whole, '--replace'], whoever);
    assert.equal(res.code, 0, said(res));
    assert.deepEqual(await databases(target), ['hirewire']);
  });

  test('with keys opens them on a machine with a key of its own', async () => {
    const file = await make('keys', ['--with-keys']);
    const refusedOnce = await run(target, ['restore', file]);
    assert.match(refusedOnce.stderr, /is in use/);
    const res = await run(target, ['restore', file, '--replace']);
    assert.equal(res.code, 0, said(res));
    assert.match(res.stdout, /1 keys sealed anew, 0 do not open/);
    const well = await run(target, ['doctor']);
    assert.match(well.stdout, /OK {4}keys +1 stored, 0 do not open/);
    assert.match(well.stdout, /OK {4}backup +the last good one is 0 hours old/);
    assert.equal(target.conf('SMTP_PASSWORD'), OWN.SMTP_PASSWORD);
    const client = await target.anonymous().signIn(await target.loginToken('boss@firm.by'));
    const profile = await client.expect(200, 'GET', PROFILE);
    assert.ok(JSON.stringify(profile).includes(SECRET.slice(-4)));
  });

  test('of a former release is brought up to date', async () => {
    await source.sql("DROP TABLE backup; DELETE FROM schema_migration WHERE name LIKE '%-backups.sql'");
    const file = await make('former');
    assert.match((await run(source, ['migrate'])).stdout, /^[1-9]\d* applied/);
    const res = await run(target, ['restore', file, '--replace']);
    assert.equal(res.code, 0, said(res));
    assert.match((await run(target, ['migrate'])).stdout, /^0 applied/);
    assert.deepEqual(await target.sql('SELECT * FROM backup'), []);
  });

  test('is of one moment, also while people write', async () => {
    await source.sql('CREATE TABLE pair (id INT PRIMARY KEY, n INT)');
    await source.sql('INSERT INTO pair VALUES (1, 0), (2, 0)');
    let going = true;
    const writing = (async () => {
      let n = 0;
      while (going) {
        n++;
        const set = [1, 2].map((id) => `UPDATE pair SET n = ${n} WHERE id = ${id}; `).join('');
        await source.sql(`START TRANSACTION; ${set}COMMIT`);
      }
      return n;
    })();
    const files = [];
    for (const name of ['moment-1', 'moment-2']) files.push(await make(name));
    going = false;
    assert.ok(await writing > 2);
    await source.sql('DROP TABLE pair');
    for (const file of files) {
      const res = await run(target, ['restore', file, '--replace']);
      assert.equal(res.code, 0, said(res));
      const [one, two] = await target.sql('SELECT n FROM pair ORDER BY id');
      assert.equal(one.n, two.n);
    }
  });
});

describe('what ends in the middle', () => {
  let client;
  let own;
  before(async () => {
    await run(target, ['restore', whole, '--replace']);
    client = await target.user({ role: 'admin', company: 'Hirewire', email: 'here@firm.by' });
    await client.expect(201, 'POST', '/api/v1/tasks/', { title: 'Только здесь' });
    await target.sql(`INSERT INTO api_call (company_id, provider, log_type, method, endpoint)
      VALUES (1, 'huntflow', 'GET', 'GET', '/me')`);
    own = await checksums(target);
  });
  // Of a database that may come and go meanwhile; the one by which rights are tried is no table of it.
  const tablesOf = (name) => {
    let files = [];
    try {
      files = readdirSync(join(target.folder, 'data', name));
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    return files.filter((file) => file.endsWith('.frm') && file !== 'restore_try.frm').length;
  };
  const start = () => spawn(join(target.bin, 'hirewire'), ['restore', whole, '--replace'], {
    env: { ...target.env, ...PASSPHRASE }, stdio: 'ignore',
  });

  test('kill -9 of the restore, wherever: what was here stays and works', async () => {
    for (const tables of [0, 1, 40, 100]) {
      const child = start();
      const place = join(target.folder, 'data/hirewire_restore');
      await target.until(() => existsSync(place) && tablesOf('hirewire_restore') >= tables, { every: 2 });
      await end(child, 'SIGKILL');
      assert.deepEqual(await checksums(target), own);
      await client.expect(200, 'GET', '/api/v1/auth/me');
    }
  });

  test('kill -9 while the tables change places: all of the one, or all of the other', async () => {
    const release = await target.hold('SELECT * FROM task FOR UPDATE');
    const child = start();
    await target.until(async () => (await target.sql(
      "SELECT 1 FROM information_schema.PROCESSLIST WHERE INFO LIKE 'RENAME TABLE%'"
    )).length > 0);
    await end(child, 'SIGKILL');
    await release();
    await target.until(async () => (await target.sql(
      "SELECT 1 FROM information_schema.PROCESSLIST WHERE INFO LIKE 'RENAME TABLE%'"
    )).length === 0);
    const now = await checksums(target);
    assert.equal(Object.keys(now).length, Object.keys(own).length);
    const mine = await target.sql("SELECT 1 FROM task WHERE title = 'Только здесь'");
    if (mine.length === 1) assert.deepEqual(now, own);
    else await back();
  });

  /* The state of this part again, where a restore was done to its end. */
  async function back() {
    await run(target, ['restore', whole, '--replace']);
    client = await target.user({ role: 'admin', company: 'Hirewire', email: 'here@firm.by' });
    await client.expect(201, 'POST', '/api/v1/tasks/', { title: 'Только здесь' });
    own = await checksums(target);
  }

  test('kill -9 of the database while they do: all of the one, or all of the other', async () => {
    for (const tables of [1, 6, 30, 90]) {
      const child = start();
      await target.until(() => child.exitCode !== null || tablesOf('hirewire_before') >= tables, { every: 1 });
      await target.kill('mariadbd');
      await end(child, 'SIGKILL');
      await target.startDb();
      const now = await checksums(target);
      assert.equal(Object.keys(now).length, Object.keys(own).length);
      const mine = await target.sql("SELECT 1 FROM task WHERE title = 'Только здесь'");
      if (mine.length === 1) assert.deepEqual(now, own);
      else await back();
    }
  });

  test('then it is done to its end', async () => {
    const res = await run(target, ['restore', whole, '--replace']);
    assert.equal(res.code, 0, said(res));
    assert.deepEqual(await databases(target), ['hirewire']);
    assert.equal((await target.sql("SELECT 1 FROM task WHERE title = 'Только здесь'")).length, 0);
  });
});

describe('each night', () => {
  const folder = () => join(source.folder, 'nightly');
  const tick = (env, args = ['backup']) =>
    source.run('tick', args, { env: { BACKUP_DIR: folder(), ...PASSPHRASE, ...env } });
  const files = () => (existsSync(folder()) ? readdirSync(folder()).sort() : []);

  test('one is made by itself, once, and old ones go', async () => {
    const env = { BACKUP_HOUR: String(new Date().getHours()) };
    const all = await tick(env, []);
    assert.equal(all.code, 0, said(all));
    await tick(env, []);
    const [first, ...more] = files();
    assert.deepEqual(more, []);
    assert.equal((await run(source, ['backup', '--verify', join(folder(), first)])).code, 0);
    const older = first.replace(/-\d{6}\./, '-000000.');
    renameSync(join(folder(), first), join(folder(), older));
    for (let day = 1; day <= 9; day++) writeFileSync(join(folder(), `hirewire-2020010${day}-020000.backup`), '');
    writeFileSync(join(folder(), 'mine.backup'), '');
    const now = await tick(env);
    assert.equal(now.code, 0, said(now));
    // Of this day the newer one, the six days before it that have one, and what is not ours.
    assert.ok(!files().includes(older));
    assert.deepEqual(files().filter((name) => name.startsWith('hirewire-2020')).map((name) => name.slice(15, 17)), [
      '04', '05', '06', '07', '08', '09',
    ]);
    assert.ok(files().includes('mine.backup'));
    assert.equal(files().length, 8);
  });

  test('its age is told to those who keep the house: health, figures, Admin', async () => {
    const { json } = await boss.get('/health/');
    assert.equal(json.backup.state, 'ok');
    assert.ok(json.backup.age_s < 3600);
    assert.equal((await source.anonymous().get('/health/')).json.backup, undefined);
    const other = await source.user({ role: 'admin', company: 'Other' });
    assert.equal((await other.get('/health/')).json.backup, undefined);
    assert.match((await source.anonymous().get('/metrics')).text, /\nhirewire_backup_age_seconds \d+\n/);
    const { house } = await boss.expect(200, 'GET', '/api/v1/admin/storage/');
    assert.deepEqual([house.backup.state, house.backup.nightly, house.backup.error], ['ok', true, null]);
  });

  test('one that fails says why; after two days the bell tells, once', async () => {
    const file = join(source.folder, 'a-file');
    writeFileSync(file, '');
    const res = await tick({ BACKUP_DIR: file });
    assert.notEqual(res.code, 0);
    const { house } = await boss.expect(200, 'GET', '/api/v1/admin/storage/');
    assert.ok(house.backup.failed_at > house.backup.last_at);
    assert.ok(house.backup.error);
    await source.sql('UPDATE backup SET ended_at = ended_at - INTERVAL 49 HOUR');
    assert.equal((await boss.get('/health/')).json.backup.state, 'old');
    for (let round = 0; round < 2; round++) await source.run('tick', ['alarms']);
    const told = (await boss.expect(200, 'GET', '/api/v1/notifications/')).filter(({ kind }) => kind === 'backup');
    assert.equal(told.length, 1);
    assert.equal(told[0].href, '/admin/storage/');
  });
});
