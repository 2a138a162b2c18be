// log lines: one id of a request through nginx, program, call and answer; the level changes while the house runs;
// logs are cut by size and by day.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { startHouse } from '../lib/house.js';

let house, admin;
before(async () => {
  house = await startHouse({ upstreams: true, env: { LOG_MAX_KB: '64', LOG_KEEP: '3' } });
  admin = await house.user({ role: 'admin' });
});
after(() => house.stop());

const linesOf = (name) => house.log(name).split('\n').filter(Boolean).map((line) => {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
});
const of = (name, id) => linesOf(name).filter((line) => (line.request_id ?? line.id) === id);

// As an administrator would, by an editor: the file is another one.
let edits = 0;
function setLevel(level) {
  const conf = join(house.folder, 'hirewire.conf');
  const text = readFileSync(conf, 'utf8').replace(/^LOG_LEVEL=.*\n/m, '');
  writeFileSync(conf, level ? `${text}LOG_LEVEL=${level}\n` : text);
  const at = new Date(Date.now() + ++edits * 2000);
  utimesSync(conf, at, at);
}

describe('a level', () => {
  test('changes while the house runs; a request and its calls are followed by one id', async () => {
    await admin.expect(200, 'PATCH', '/api/v1/profile', { clickup_api_key: house.up.clickup.token });
    const ask = async () => (await admin.post('/clickup/api/test-connection', {})).headers['x-request-id'];
    const quiet = await ask();
    setLevel('debug');
    let id;
    await house.until(async () => {
      id = await ask();
      return of('pool', id).some(({ msg }) => msg === 'request');
    });
    await house.until(() => of('access', id).length === 1);
    const [call] = of('pool', id).filter(({ msg }) => msg === 'call');
    assert.deepEqual([call.service, call.method, call.status, call.outcome, call.program],
      ['clickup', 'GET', 200, '2xx', 'settings']);
    assert.deepEqual(of('pool', quiet), []);
    setLevel('');
    await house.until(async () => of('pool', await ask()).length === 0);
    assert.ok(!house.log('pool').includes(house.up.clickup.token));
  });

  test('an error has the id that its answer shows', async () => {
    await house.kill('mariadbd');
    let res;
    try {
      res = await admin.get('/api/v1/users/');
    } finally {
      await house.startDb();
    }
    assert.equal(res.status, 503);
    assert.equal(res.json.request_id, res.headers['x-request-id']);
    assert.ok(of('pool', res.json.request_id).some(({ level }) => level === 'warn' || level === 'error'));
  });
});

describe('a log', () => {
  const path = (name) => join(house.folder, 'log', name);
  const kept = (name) => readdirSync(join(house.folder, 'log'))
    .filter((file) => file.startsWith(`${name}.log.`)).sort();

  test('of nginx is cut by size, and no line is lost', async () => {
    const mark = `/nowhere/${'x'.repeat(200)}`;
    for (let i = 0; i < 250; i++) await admin.get(`${mark}/${i}`);
    await house.until(() => existsSync(path('access.log.1.gz')));
    await admin.get('/nowhere/after');
    await house.until(() => house.log('access').includes('/nowhere/after'));
    const old = kept('access').map((name) => gunzipSync(readFileSync(path(name))).toString());
    const all = old.join('') + house.log('access');
    for (let i = 0; i < 250; i++) assert.ok(all.includes(`${mark}/${i}"`), String(i));
    assert.ok(statSync(path('access.log')).size < 64 * 1024);
  });

  test('of the programs is cut as well; the oldest of the kept goes', async () => {
    for (let n = 1; n <= 3; n++) writeFileSync(path(`pool.log.${n}.gz`), `old ${n}`);
    appendFileSync(path('pool.log'), `of today\n${`${'y'.repeat(1000)}\n`.repeat(70)}`);
    const three = ['pool.log.1.gz', 'pool.log.2.gz', 'pool.log.3.gz'];
    await house.until(() => kept('pool').join() === three.join() &&
      readFileSync(path('pool.log.2.gz'), 'utf8') === 'old 1');
    assert.equal(readFileSync(path('pool.log.3.gz'), 'utf8'), 'old 2');
    assert.match(gunzipSync(readFileSync(path('pool.log.1.gz'))).toString(), /^of today\ny/m);
    assert.ok(statSync(path('pool.log')).size < 64 * 1024);
  });

  test('is cut when the day is another, however small', async () => {
    appendFileSync(path('pool.log'), 'of yesterday\n');
    writeFileSync(path('.day'), '2000-01-01\n');
    await house.until(() => !house.log('pool').includes('of yesterday') && existsSync(path('pool.log.1.gz')) &&
      !existsSync(path('pool.log.1')));
    assert.match(gunzipSync(readFileSync(path('pool.log.1.gz'))).toString(), /of yesterday/);
    const today = `${new Date().toLocaleDateString('sv')}\n`;
    await house.until(() => readFileSync(path('.day'), 'utf8') === today);
  });
});

describe('a log that many write to', () => {
  let busy;
  before(async () => {
    busy = await startHouse({ env: { LOG_MAX_KB: '64', LOG_KEEP: '50', LOG_LEVEL: 'debug', RATE: 'off' } });
  });
  after(() => busy.stop());

  test('loses no line while it is cut, and has none twice', async () => {
    const client = await busy.user({ role: 'admin' });
    const folder = join(busy.folder, 'log');
    const cuts = (name) => readdirSync(folder).filter((file) => new RegExp(`^${name}\\.log\\.\\d+\\.gz$`).test(file));
    const asked = new Set();
    let over = false;
    // So much that to copy it takes a while.
    appendFileSync(join(folder, 'pool.log'), `${'y'.repeat(1023)}\n`.repeat(64 * 1024));
    const ask = async () => {
      while (!over) asked.add((await client.get('/api/v1/profile')).headers['x-request-id']);
    };
    const asking = [ask(), ask(), ask(), ask()];
    await busy.until(() => cuts('pool').length >= 3, { timeout: 60_000, what: 'it was cut three times' });
    over = true;
    await Promise.all(asking);
    const old = () => cuts('pool').map((file) => gunzipSync(readFileSync(join(folder, file))).toString());
    const seen = new Map();
    await busy.until(() => !readdirSync(folder).includes('pool.log.1'));
    for (const line of [...old(), busy.log('pool')].join('').split('\n')) {
      if (!line.includes('"msg":"request"')) continue;
      const { request_id: id } = JSON.parse(line);
      seen.set(id, (seen.get(id) ?? 0) + 1);
    }
    assert.ok(asked.size > 500, `${asked.size} requests`);
    assert.deepEqual([...asked].filter((id) => seen.get(id) !== 1), []);
  });

  test('is opened anew by MariaDB, too', async () => {
    const path = join(busy.folder, 'log', 'mariadbd.log');
    appendFileSync(path, `${'y'.repeat(1000)}\n`.repeat(70));
    await busy.until(() => existsSync(`${path}.1.gz`) && !existsSync(`${path}.1`), { timeout: 30_000 });
    await busy.kill('mariadbd');
    await busy.startDb();
    await busy.until(() => /ready for connections/.test(busy.log('mariadbd')));
  });
});
