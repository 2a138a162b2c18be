// Releases: a program against a database that is newer, a migration that stopped half way, a full disk, a new
// SECRET_KEY, a configuration that was lost.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root, startHouse } from '../lib/house.js';

let house, me;
before(async () => {
  house = await startHouse({ upstreams: true });
  me = await house.user({ role: 'admin' });
  await me.connect();
});
after(() => house?.stop());

const conf = () => join(house.folder, 'hirewire.conf');

describe('a database that is newer than the program', () => {
  const add = (name, breaks) => house.sql(
    'INSERT INTO schema_migration (name, checksum, done_at, breaks) VALUES (?, ?, NOW(3), ?)', [name, 'x', breaks],
  );
  const remove = () => house.sql("DELETE FROM schema_migration WHERE name LIKE '99%'");

  it('is served, and the difference is logged once', async () => {
    const said = () => house.log('pool').split('\n').filter((line) => line.includes('the database has 9901')).length;
    await add('9901-more.sql', 0);
    await house.until(
      async () => { assert.equal((await me.get('/clickup/tasks')).status, 200); return said() > 0; },
      { timeout: 20_000 },
    );
    const workers = said();
    await house.run('tick', ['clock']);
    assert.ok(workers <= house.pids('clickup').length || workers <= 2, `${workers} lines`);
    await remove();
  });

  it('that serves newer ones alone answers 503 with a sentence; no other program works', async () => {
    await add('9902-other.sql', 1);
    const res = await house.until(
      async () => { const got = await me.get('/clickup/tasks'); return got.status === 503 && got; },
      { timeout: 20_000 },
    );
    assert.equal(res.json.code, 'io.schema_newer');
    assert.match(res.json.detail, /старше своей базы/);
    assert.ok(Number(res.headers['retry-after']) > 0);
    const health = await house.anonymous().get('/health/');
    assert.deepEqual([health.status, health.json.status, health.json.schema], [503, 'degraded', 'newer']);
    for (const program of ['tick', 'import']) {
      const done = await house.run(program);
      assert.equal(done.code, 1, program);
      assert.match(done.stderr, /9902/);
    }
    const doctor = await house.run('hirewire', ['doctor']);
    assert.match(doctor.stdout, /FAIL\s+schema .*serves from 9902 on: install the newer release/);
    await remove();
    await house.until(async () => (await me.get('/clickup/tasks')).status === 200, { timeout: 20_000 });
    assert.equal((await house.anonymous().get('/health/')).status, 200);
  });
});

describe('a migration that stopped half way', () => {
  let sql;
  const env = () => ({ env: { SQL_DIR: sql } });
  before(() => {
    sql = mkdtempSync(join(tmpdir(), 'sql-'));
    chmodSync(sql, 0o755);	// "start database" reads it as a user of its own
    cpSync(join(root, 'sql'), sql, { recursive: true });
  });
  after(async () => {
    rmSync(sql, { recursive: true });
    await house.sql("DELETE FROM schema_migration WHERE name LIKE '9001%'");
    await house.sql('DROP TABLE IF EXISTS t_half');
  });

  it('is named by doctor, which goes on with it when it is mended', async () => {
    writeFileSync(
      join(sql, '9001-half.sql'),
      '-- A test.\nCREATE TABLE t_half (n INT);\nINSERT INTO t_half VALUES (1);\nINSERT INTO t_none VALUES (2);\n',
    );
    assert.match((await house.run('hirewire', ['migrate'], env())).stderr, /9001-half.sql: statement 3 of 3/);
    const found = await house.run('hirewire', ['doctor'], env());
    assert.match(
      found.stdout,
      /FAIL\s+tables\s+9001-half.sql stopped half way, 2 statements of it were done: .*t_none.*doctor --mend/,
    );
    assert.match((await house.run('hirewire', ['doctor', '--mend'], env())).stdout, /FAIL\s+tables .*statement 3 of 3/);
    await house.sql('CREATE TABLE t_none (n INT)');
    const mended = await house.run('hirewire', ['doctor', '--mend'], env());
    assert.match(mended.stdout, /OK\s+tables\s+(\d+) of \1 migrations/);
    assert.deepEqual(await house.sql('SELECT n FROM t_half'), [{ n: 1 }]);
    assert.deepEqual(await house.sql('SELECT n FROM t_none'), [{ n: 2 }]);
    await house.sql('DROP TABLE t_none');
  });

  it('does not keep "start database" from giving the database', async () => {
    writeFileSync(join(sql, '9001-half.sql'), '-- A test.\nDO 1;\nnonsense;\n');
    const run = mkdtempSync(join(tmpdir(), 'hw-'));
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', join(root, 'nginx/start'), 'database'], {
      env: {
        ...house.env, ADMIN_EMAIL: '', HIREWIRE_RUN: run, HIREWIRE_CONF: join(run, 'hirewire.conf'), SQL_DIR: sql,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, said] = ['', ''];
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { said += chunk; });
    const ended = once(child, 'exit');
    try {
      await house.until(() => out.includes('mysql://') || child.exitCode !== null, { timeout: 30_000 });
      assert.match(said, /could not be brought up to date.*9001-half.sql: statement 2 of 2/s);
      assert.match(out, /^mysql:/m);
    } finally {
      child.kill('SIGTERM');
      await ended;
      rmSync(run, { recursive: true, force: true });
    }
  });
});

describe('a full disk', () => {
  it('writes answer 507 with a sentence and when to come again; reads go on', async () => {
    await house.sql(
      "CREATE TRIGGER full BEFORE INSERT ON saved_view FOR EACH ROW SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, " +
      "MESSAGE_TEXT = 'The table is full'"
    );
    const res = await me.post('/clickup/api/views', { name: 'Вид', filter: {} });
    assert.deepEqual([res.status, res.json.code], [507, 'io.disk_full'], res.text);
    assert.match(res.json.detail, /место на диске/);
    assert.equal(res.headers['retry-after'], '60');
    assert.equal((await me.get('/clickup/api/views')).status, 200);
    await house.sql('DROP TRIGGER full');
    assert.equal((await me.post('/clickup/api/views', { name: 'Вид', filter: {} })).status, 201);
  });

  it('a body that nginx cannot write down is refused the same way', async () => {
    const place = join(house.folder, 'tmp/body');
    rmSync(place, { recursive: true });
    writeFileSync(place, '');
    const res = await me.raw('POST', '/clickup/api/views', {
      headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: 'x'.repeat(200_000) }),
    });
    assert.deepEqual([res.status, res.json.code], [507, 'io.disk_full'], res.text);
    assert.match(res.json.detail, /нет|не хватает места/);
    assert.equal(res.headers['retry-after'], '60');
    rmSync(place);
    execFileSync('mkdir', [place]);
  });

  it('/health/ says it', async () => {
    assert.equal((await house.anonymous().get('/health/')).json.disk, 'ok');
    writeFileSync(conf(), `${readFileSync(conf(), 'utf8')}DISK_FULL_MB=1000000000\nDISK_LOW_MB=2000000000\n`);
    await house.reload();
    const full = await house.anonymous().get('/health/');
    assert.deepEqual(
      [full.status, full.json.status, full.json.disk, full.headers['retry-after']], [503, 'degraded', 'full', '60'],
    );
    writeFileSync(conf(), readFileSync(conf(), 'utf8').replace('DISK_FULL_MB=1000000000', 'DISK_FULL_MB=1'));
    await house.reload();
    const low = await house.anonymous().get('/health/');
    assert.deepEqual([low.status, low.json.status, low.json.disk], [200, 'ok', 'low']);
    writeFileSync(conf(), readFileSync(conf(), 'utf8').replace(/DISK_.*\n/g, ''));
    await house.reload();
  });
});

describe('a new SECRET_KEY', () => {
  const change = (fresh) => {
    const old = house.conf('SECRET_KEY');
    const rest = readFileSync(conf(), 'utf8').replace(/^SECRET_KEY.*\n/gm, '');
    writeFileSync(conf(), `${rest}SECRET_KEY=${fresh}\nSECRET_KEY_OLD=${old}\n`);
  };
  const works = () => me.expect(200, 'POST', '/clickup/api/test-connection', {});

  it('shuts nobody out, whether the keys are sealed anew before or after a reload', async () => {
    await works();
    change('the second key of this test, long enough');
    await works();
    const done = await house.run('hirewire', ['rotate-key']);
    assert.deepEqual([done.code, done.stdout.includes(' 0 do not open')], [0, true], done.stderr);
    await works();
    // What programs seal since then, not reloaded yet, opens without the former key.
    await me.expect(200, 'PATCH', '/api/v1/profile', { clickup_api_key: house.up.clickup.token });
    writeFileSync(conf(), readFileSync(conf(), 'utf8').replace(/^SECRET_KEY_OLD.*\n/gm, ''));
    await works();
    await house.reload();
    await works();
  });

  it('is refused while programs run with the former one in their environment, or of a former build', async () => {
    change('the third key of this test, long enough too');
    const bin = mkdtempSync(join(tmpdir(), 'bin-'));
    execFileSync('mkdir', [join(bin, 'cgi-bin')]);
    cpSync('/bin/sleep', join(bin, 'cgi-bin/clickup'));
    for (const [env, spoil, said] of [
      [{ SECRET_KEY: 'another one, as long as it must be' }, () => {}, /1 running programs have another SECRET_KEY/],
      [{}, () => rmSync(join(bin, 'cgi-bin/clickup')), /1 running programs are of a former build/],
    ]) {
      const child = spawn(join(bin, 'cgi-bin/clickup'), ['60'], {
        env: { HIREWIRE_CONF: house.env.HIREWIRE_CONF, ...env }, stdio: 'ignore',
      });
      await once(child, 'spawn');
      spoil();
      const refused = await house.run('hirewire', ['rotate-key']);
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, said);
      child.kill();
      await once(child, 'exit');
    }
    rmSync(bin, { recursive: true });
    assert.equal((await house.run('hirewire', ['rotate-key'])).code, 0);
    await works();
  });
});

it('a restored database keeps its one administrator, whatever the configuration says', async () => {
  const admins = async () => (await house.sql(
    'SELECT email FROM user WHERE role = 5 ORDER BY id'
  )).map(({ email }) => email);
  const were = await admins();
  const gone = once(house.child, 'exit');
  house.child.kill('SIGTERM');
  await gone;
  writeFileSync(conf(), readFileSync(conf(), 'utf8').replace(/^ADMIN_EMAIL.*\n/gm, ''));
  house.child = spawn('setpriv', ['--pdeathsig', 'TERM', join(root, 'nginx/start')], {
    env: { ...house.env, ADMIN_EMAIL: 'second@test.local' }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  await house.ready();
  assert.deepEqual(await admins(), were);
  assert.equal(house.conf('ADMIN_EMAIL'), were[0]);
  assert.deepEqual((await house.run('hirewire', ['admins'])).stdout.trim().split('\n'), were);
});
