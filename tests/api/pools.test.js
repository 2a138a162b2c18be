// Pools of workers: what dies, is renewed or changes its size loses nothing.
import assert from 'node:assert/strict';
import {
  appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync,
  realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root, startHouse } from '../lib/house.js';
import { problem } from '../lib/problem.js';

describe('processes that die', () => {
  let house; let user;
  before(async () => {
    house = await startHouse({ env: { POOL_SIGNIN: '3' } });
    user = await house.user();
  });
  after(() => house.stop());

  // Asks without a pause until it is stopped; every answer that is not 200 is kept.
  function asking(path) {
    const load = { bad: [], count: 0, on: true };
    load.end = Promise.all(Array.from({ length: 4 }, async () => {
      while (load.on) {
        const res = await user.get(path).catch((error) => ({ status: error.message }));
        load.count++;
        if (res.status !== 200) load.bad.push(res.status);
      }
    }));
    return load;
  }

  it('a killed worker loses no GET, and is started anew', async () => {
    const load = asking('/api/v1/auth/me');
    for (let n = 0; n < 3; n++) {
      const [pid] = house.pids('signin');
      process.kill(pid, 'SIGKILL');
      await house.until(() => !house.pids('signin').includes(pid) && house.pids('signin').length === 3);
    }
    load.on = false;
    await load.end;
    assert.ok(load.count > 0);
    assert.deepEqual(load.bad, []);
  });

  it('a reload replaces every worker and drops nothing', async () => {
    const before_ = house.pids('signin');
    const load = asking('/api/v1/auth/me');
    const conf = () => readFileSync(join(house.folder, 'nginx/nginx.conf'), 'utf8');
    const usual = conf();
    await house.reload();
    await house.until(() => house.pids('signin').length === 3);
    assert.equal(conf(), usual);
    load.on = false;
    await load.end;
    assert.deepEqual(load.bad, []);
    assert.deepEqual(house.pids('signin').filter((pid) => before_.includes(pid)), []);
  });

  const pidIn = (name) => Number(readFileSync(join(house.folder, name), 'utf8'));

  it('a killed pool and a killed nginx come back', async () => {
    const killed = ['pid/pool-signin', 'nginx.pid'].map((name) => [name, pidIn(name)]);
    const workers = house.pids('signin');
    for (const [, pid] of killed) process.kill(pid, 'SIGKILL');
    // nginx's workers outlive it, and a pool's its kill, for a moment: an answer alone proves nothing.
    await house.until(
      () => killed.every(([name, pid]) => existsSync(join(house.folder, name)) && pidIn(name) !== pid),
      { timeout: 20_000 },
    );
    await house.until(
      () => house.pids('signin').length === 3 && !house.pids('signin').some((pid) => workers.includes(pid)),
      { timeout: 20_000 },
    );
    await house.until(
      async () => (await user.get('/api/v1/auth/me').catch(() => ({}))).status === 200, { timeout: 20_000 },
    );
  });

  it('a pool that is away is a problem with Retry-After', async () => {
    // Held, not killed: the start script must not restart it while we look.
    const lead = house.child.pid;
    process.kill(lead, 'SIGSTOP');
    try {
      process.kill(pidIn('pid/pool-signin'), 'SIGKILL');
      await house.until(() => house.pids('signin').length === 0);
      const res = await user.get('/api/v1/auth/me');
      problem(res, 503, 'down');
      assert.equal(res.headers['retry-after'], '2');
    } finally {
      process.kill(lead, 'SIGCONT');
    }
    await house.until(async () => (await user.get('/api/v1/auth/me')).status === 200, { timeout: 20_000 });
  });

  it('without the database programs say 503, and come back by themselves', async () => {
    await house.kill('mariadbd');
    const res = await user.get('/api/v1/auth/me');
    assert.equal(res.status, 503, res.text);
    assert.ok(Number(res.headers['retry-after']) > 0);
    await house.startDb();
    await house.until(async () => (await user.get('/api/v1/auth/me')).status === 200);
  });
});

describe('a pool', () => {
  let bin; let house; let user;
  const program = () => join(bin, 'cgi-bin/signin');
  before(async () => {
    bin = mkdtempSync(join(tmpdir(), 'hw-bin-'));
    const built = resolve(root, process.env.HIREWIRE_BIN ?? 'build');
    mkdirSync(join(bin, 'cgi-bin'));
    symlinkSync(join(built, 'hirewire'), join(bin, 'hirewire'));
    for (const name of readdirSync(join(built, 'cgi-bin')))
      symlinkSync(join(built, 'cgi-bin', name), join(bin, 'cgi-bin', name));
    const from = realpathSync(program());
    rmSync(program());
    cpSync(from, program());
    for (const folder of [bin, join(bin, 'cgi-bin')]) chmodSync(folder, 0o755);
    house = await startHouse({ env: { HIREWIRE_BIN: bin, POOL_SIGNIN: '2' } });
    user = await house.user();
  });
  after(async () => {
    await house?.stop();
    rmSync(bin, { recursive: true, force: true });
  });

  const runs = (pid) => readlinkSync(`/proc/${pid}/exe`);

  it('executes its new program at a reload, by the same process and on the same socket', async () => {
    const pool = house.pool('signin');
    const socket = join(house.folder, 'sock/signin.sock');
    const inode = statSync(socket).ino;
    cpSync(program(), `${program()}.new`);
    renameSync(`${program()}.new`, program());
    for (const pid of [pool, ...house.pids('signin')]) assert.match(runs(pid), / \(deleted\)$/);
    for (let n = 0; n < 2; n++) await house.reload();
    assert.equal(house.pool('signin'), pool);
    assert.equal(statSync(socket).ino, inode);
    assert.equal(house.pids('signin').length, 2);
    for (const pid of [pool, ...house.pids('signin')]) assert.equal(runs(pid), program());
    await user.expect(200, 'GET', '/api/v1/auth/me');
  });

  it('replaces the other workers while one hangs', async () => {
    const workers = house.pids('signin');
    // Whichever is asked to end first.
    for (const hangs of workers) {
      process.kill(hangs, 'SIGSTOP');
      try {
        process.kill(house.pool('signin'), 'SIGUSR1');
        await house.until(() => house.pids('signin').every((pid) => pid === hangs || !workers.includes(pid)));
      } finally {
        process.kill(hangs, 'SIGCONT');
      }
      await house.until(() => house.pids('signin').length === 2 && !house.pids('signin').includes(hangs));
      workers.splice(0, 2, ...house.pids('signin'));
    }
  });

  it('goes on with the former program where the new one cannot be executed', async () => {
    const pool = house.pool('signin');
    const workers = house.pids('signin');
    cpSync(program(), `${program()}.away`);
    rmSync(program());
    process.kill(pool, 'SIGUSR1');
    await house.until(() => house.log('pool').includes('the former program goes on'));
    await user.expect(200, 'GET', '/api/v1/auth/me');
    assert.deepEqual(house.pids('signin'), workers);
    renameSync(`${program()}.away`, program());
  });

  it('goes on with the former program where the new one ends at once', async () => {
    const said = () => house.log('pool').split('does not run; the former program goes on').length;
    const before = said();
    const pool = house.pool('signin');
    const workers = house.pids('signin');
    cpSync(program(), `${program()}.away`);
    writeFileSync(`${program()}.new`, readFileSync(program()).subarray(0, 60_000), { mode: 0o755 });
    renameSync(`${program()}.new`, program());
    process.kill(pool, 'SIGUSR1');
    await house.until(() => said() > before || !house.pids('signin').includes(workers[0]));
    await user.expect(200, 'GET', '/api/v1/auth/me');
    assert.equal(house.pool('signin'), pool);
    assert.deepEqual(house.pids('signin'), workers);
    renameSync(`${program()}.away`, program());
  });

  it('starts a worker that ends by itself anew, and ends with all of them', async () => {
    const pool = house.pool('signin');
    const workers = house.pids('signin');
    for (const pid of workers) process.kill(pid, 'SIGUSR1');
    await house.until(() => {
      const now = house.pids('signin');
      return now.length === 2 && !now.some((pid) => workers.includes(pid));
    });
    await user.expect(200, 'GET', '/api/v1/auth/me');
    assert.equal(house.pool('signin'), pool);
    process.kill(house.child.pid, 'SIGSTOP');
    try {
      process.kill(pool, 'SIGTERM');
      await house.until(() => house.pids('signin').length === 0);
    } finally {
      process.kill(house.child.pid, 'SIGCONT');
    }
    await house.until(async () => (await user.get('/api/v1/auth/me')).status === 200, { timeout: 20_000 });
    assert.notEqual(house.pool('signin'), pool);
  });
});

describe('the size of a pool', () => {
  it('is what the configuration says, read anew at a reload; what is no size changes nothing', async () => {
    const house = await startHouse({ env: { POOL_LOGS: '2' } });
    const set = (line) => appendFileSync(join(house.folder, 'hirewire.conf'), `${line}\n`);
    const sizes = () => ['people', 'logs'].map((name) => house.pids(name).length);
    const become = async (...wanted) => {
      await house.reload();
      await house.until(() => String(sizes()) === String(wanted), { what: `${wanted}, not ${sizes()}` });
    };
    try {
      assert.deepEqual(sizes(), [1, 2]);
      set('POOL_PEOPLE=3\nPOOL_LOGS=4');
      await become(3, 2);
      set('POOL_PEOPLE=2');
      await become(2, 2);
      const workers = house.pids('people');
      set('POOL_PEOPLE=abc');
      await assert.rejects(house.reload(), /POOL_PEOPLE=abc: a whole number, 1 to 256/);
      process.kill(house.pool('people'), 'SIGUSR1');
      await house.until(() => house.log('pool').includes('POOL_PEOPLE=abc: a whole number, 1 to 256'));
      assert.deepEqual(house.pids('people'), workers);
      assert.match((await house.run('hirewire', ['doctor'])).stdout, /FAIL\s+pool\s+POOL_PEOPLE=abc: a whole number/);
    } finally {
      await house.stop();
    }
  });

  it('that is none, like any other figure that is none, is refused at the start by its name', async () => {
    for (const [key, value] of [
      ['POOL_PEOPLE', 'abc'], ['POOL_TASK_PARTS', '0'], ['POOL_LOGS', '257'], ['TICK_EVERY', '5s'], ['RATE', 'on'],
      ['PORT', '70000'],
    ]) await assert.rejects(startHouse({ env: { [key]: value } }), new RegExp(`${key}=${value}: a whole number`), key);
  });

  it('of a pool that there is not, like any name that nothing reads, is named at the start and by doctor', async () => {
    const house = await startHouse({ env: { POOL_NOPE: '2' } });
    try {
      await house.until(() => /POOL_NOPE: nothing reads it/.test(house.said));
      appendFileSync(house.env.HIREWIRE_CONF,
        'SMTP_ULR=smtp://localhost\nHH_LIMIT=5\nLALAFO_CATALOG_URL=http://localhost\nHH_LIMITS=5\n');
      assert.match((await house.run('hirewire', ['doctor'])).stdout,
        /FAIL\s+settings\s+SMTP_ULR, HH_LIMITS, POOL_NOPE: nothing reads it/);
    } finally {
      await house.stop();
    }
  });

  it('doctor names the other figures that are none, and a folder of the index that cannot be', async () => {
    const house = await startHouse();
    try {
      const index = await house.run('hirewire', ['doctor'], { env: { INDEX_PATH: '/nonexistent/x' } });
      assert.match(index.stdout, /FAIL\s+index\s+\/nonexistent\/x cannot be made: \/nonexistent: /);
      const { stdout } = await house.run('hirewire', ['doctor'], { env: { FETCH_TIMEOUT_MS: '30s' } });
      assert.match(stdout, /FAIL\s+figures\s+FETCH_TIMEOUT_MS=30s: a whole number, 1 to 600000/);
    } finally {
      await house.stop();
    }
  });
});

// With the programs as they are installed: a sanitised one reports what libfcgi does there.
describe('a malformed request of the one who owns the socket', () => {
  let house; let user;
  before(async () => {
    house = await startHouse({ env: { POOL_SIGNIN: '2', HIREWIRE_BIN: join(root, 'build') } });
    user = await house.user();
  });
  after(() => house.stop());

  // A parameter's name of 2^31-3 bytes: libfcgi aborts.
  const malformed = () => new Promise((done) => {
    const record = (type, content) => Buffer.concat([Buffer.from([1, type, 0, 1, 0, content.length, 0, 0]), content]);
    const socket = connect(join(house.folder, 'sock/signin.sock'));
    socket.on('error', () => {});
    socket.on('close', done);
    const length = Buffer.from([0xff, 0xff, 0xff, 0xfd, 1, 65]);
    socket.write(Buffer.concat([
      record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])), record(4, length), record(4, Buffer.alloc(0)),
    ]));
  });

  it('takes no other request along, POSTs neither', async () => {
    const load = { bad: [], count: 0, on: true };
    const asking = ['GET', 'GET', 'POST', 'POST'].map(async (method) => {
      while (load.on) {
        const { status } = await user.send(
          method, '/api/v1/auth/link', method === 'POST' ? { token: 7 } : undefined,
        ).catch((error) => ({ status: error.message }));
        load.count++;
        if (status !== (method === 'POST' ? 400 : 405)) load.bad.push(`${method} ${status}`);
      }
    });
    for (let n = 0; n < 10; n++) {
      const workers = house.pids('signin');
      await malformed();
      await house.until(
        () => house.pids('signin').length === 2 && house.pids('signin').some((pid) => !workers.includes(pid)),
        { what: 'a new worker' },
      );
    }
    load.on = false;
    await Promise.all(asking);
    assert.ok(load.count > 0);
    assert.deepEqual(load.bad, []);
  });
});
