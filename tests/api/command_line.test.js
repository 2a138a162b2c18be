// command_line: the command line: the first administrator, keys, the check of an installation.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { LINK, PROFILE, SECRET } from '../lib/account.js';
import { root, startHouse } from '../lib/house.js';
import { problem } from '../lib/problem.js';

let house;
before(async () => { house = await startHouse({ env: { TRUSTED_PROXIES: '127.0.0.1' } }); });
after(() => house.stop());

describe('the command line', () => {
  test('makes an admin once, gives links and keys', async () => {
    const first = await house.run('hirewire', [
      'create-admin', 'Boss@Cli.by', '--name', 'Босс', '--company', 'Командная',
    ]);
    assert.equal(first.code, 0, first.stderr);
    const second = await house.run(
      'hirewire', ['create-admin', 'boss@cli.by', '--password-file', '-'], { input: 'a long password\n' },
    );
    assert.equal(second.code, 0, second.stderr);
    problem(await house.anonymous().post(LINK, { token: 'x' }), 401, 'account.link_expired');
    const boss = await house.anonymous().signIn(second.stdout.trim().split('#')[1]);
    assert.deepEqual([boss.user.role, boss.user.name, boss.user.company.name], ['admin', 'Босс', 'Командная']);
    await house.anonymous().login('boss@cli.by', 'a long password');
    const token = await house.run('hirewire', ['token', 'boss@cli.by', '--scopes', 'read']);
    const script = house.anonymous();
    script.headers = { Authorization: `Bearer ${token.stdout.trim()}` };
    await script.expect(200, 'GET', '/api/v1/users');
    problem(await script.post('/api/v1/users', {}), 403, 'io.scope');
  });

  test('says what is wrong', async () => {
    const cases = [[[], /usage/], [['dance'], /no command dance/],
      [['migrate', 'now'], /usage: hirewire migrate/],
      ...['admins', 'rotate-key'].map((one) => [[one, 'now'], new RegExp(`${one} takes no arguments`)]),
      [['login-link'], /one e-mail/],
      [['login-link', 'ghost@cli.by'], /no such person/],
      [['token', 'boss@cli.by', '--scopes', 'root'], /scopes/], [['create-admin', 'not an e-mail'], /email/],
      [['create-admin', 'a@b.c', '--colour', 'red'], /option --colour is unknown/],
      [['create-admin', 'a@b.c', '--password-file', '/nonexistent'], /No such file/]];
    for (const [args, wanted] of cases) {
      const { code, stderr } = await house.run('hirewire', args);
      assert.notEqual(code, 0, args.join(' '));
      assert.match(stderr, wanted, args.join(' '));
    }
  });

  test('says that no database is set, and where it would be', async () => {
    const bare = join(house.folder, 'bare.conf');
    writeFileSync(bare, 'PORT=8080\n', { mode: 0o600 });
    for (const [HIREWIRE_CONF, wanted] of [[bare, /DATABASE_URL is not set in .*bare\.conf/], ['', /not set/]]) {
      const { code, stderr } = await house.run('hirewire', ['migrate'], { env: { HIREWIRE_CONF, DATABASE_URL: '' } });
      assert.equal(code, 1, stderr);
      assert.match(stderr, wanted);
      assert.doesNotMatch(stderr, /request number/);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    }
  });

  test('tells its commands as a text, a manual page and words, and the version that all others tell', async () => {
    const help = await house.run('hirewire', ['help']);
    const words = (await house.run('hirewire', ['help', 'words'])).stdout.trim().split('\n');
    const man = await house.run('hirewire', ['help', 'man']);
    assert.deepEqual([help.code, man.code], [0, 0]);
    assert.ok(words.length > 10 && words.includes('doctor'));
    for (const word of words) {
      assert.ok(help.stdout.includes(`\n  hirewire ${word}`), word);
      assert.ok(man.stdout.includes(`\n.B ${word.replaceAll('-', '\\-')}\n`), word);
    }
    for (const line of help.stdout.split('\n')) assert.ok(line.startsWith('  hirewire') || line.length <= 80, line);
    assert.equal((await house.run('hirewire', ['help', 'dance'])).code, 1);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    assert.equal((await house.run('hirewire', ['version'])).stdout, `${version}\n`);
    assert.equal((await house.anonymous().get('/health/')).json.version, version);
    assert.equal(JSON.parse(readFileSync(join(root, 'www/openapi.json'), 'utf8')).info.version, version);
  });

  test('migrate is done, doctor finds all well, and trouble', async () => {
    const again = await house.run('hirewire', ['migrate']);
    assert.match(again.stdout, /^0 applied/);
    const well = await house.run('hirewire', ['doctor']);
    assert.equal(well.code, 0, well.stdout + well.stderr);
    assert.match(well.stdout, /OK {4}database/);
    assert.match(well.stdout, /OK {4}TELEGRAM_API_URL https:\/\/api\.telegram\.org\n/);
    const ill = await house.run('hirewire', ['doctor'], {
      env: { SECRET_KEY: 'short', PUSH_SOCKET: '', TELEGRAM_API_URL: 'http://10.0.0.1:8081' },
    });
    assert.equal(ill.code, 1);
    assert.match(ill.stdout, /FAIL {2}TELEGRAM_API_URL http:\/\/10\.0\.0\.1:8081: .*ALLOW_HOSTS/);
    assert.match(ill.stdout, /FAIL {2}SECRET_KEY/);
    assert.match(ill.stdout, /FAIL {2}sockets/);
  });

  test('rotates the key of the stored keys', async () => {
    const client = await house.user();
    await client.expect(200, 'PATCH', PROFILE, { clickup_api_key: SECRET });
    const fresh = { SECRET_KEY: 'another-secret-key-of-good-length', SECRET_KEY_OLD: house.conf('SECRET_KEY') };
    const lost = await house.run('hirewire', ['rotate-key'], { env: { SECRET_KEY: fresh.SECRET_KEY } });
    assert.equal(lost.code, 1);
    const done = await house.run('hirewire', ['rotate-key'], { env: fresh });
    assert.equal(done.code, 0, done.stdout + done.stderr);
    const well = await house.run('hirewire', ['doctor'], { env: { SECRET_KEY: fresh.SECRET_KEY } });
    assert.match(well.stdout, /OK {4}keys +\d+ stored, 0 do not open/);
    await house.run('hirewire', ['rotate-key'], { env: { SECRET_KEY_OLD: fresh.SECRET_KEY } });
  });
});
