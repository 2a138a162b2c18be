// Files in S3: brought there by rounds, read back by their digest, gone with what they belong to; sent through the
// program or by a link of a minute.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root, startHouse } from '../lib/house.js';
import { Bucket } from '../upstreams/s3.js';

const PDF = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(700_000, 'cv')]);

let house, me, bucket, task;
const settings = () => ({
  FILES_URL: bucket.url, FILES_KEY: bucket.key, FILES_SECRET: bucket.secret, FETCH_TIMEOUT_MS: '3000',
});

before(async () => {
  bucket = await new Bucket().start();
  house = await startHouse({ env: settings() });
  me = await house.user({ role: 'manager' });
  task = await me.expect(201, 'POST', '/api/v1/tasks/', { title: 'С файлами' });
});
after(async () => {
  await house?.stop();
  await bucket.stop();
});

function upload(path, name, bytes) {
  const body = Buffer.concat([
    Buffer.from(`--xXx\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`), bytes,
    Buffer.from('\r\n--xXx--\r\n'),
  ]);
  return me.raw('POST', path, { headers: { 'Content-Type': 'multipart/form-data; boundary=xXx' }, body });
}
async function added(name, bytes) {
  const res = await upload(`/api/v1/tasks/${task.id}/files/`, name, bytes);
  assert.equal(res.status, 201, res.text);
  return res.json;
}
const carry = async () => {
  const { code, stderr } = await house.run('tick', ['files']);
  return code === 0 ? '' : stderr;
};
const rows = async (id) => (await house.sql('SELECT part FROM task_file_part WHERE file_id = ?', [id])).length;
const OBJECT = 'SELECT name, size, type, stored_at IS NOT NULL stored FROM file_object WHERE home = ? AND of_id = ?';
const object = async (home, id) => (await house.sql(OBJECT, [home, id]))[0];
const held = (name) => bucket.objects.get(`files/${name}`);

describe('a file', () => {
  test('waits in rows, goes to the bucket, and is read as it was', async () => {
    const file = await added('Резюме.pdf', PDF);
    assert.ok(await rows(file.id) > 1);
    assert.deepEqual((await me.get(file.href)).bytes, PDF);
    assert.equal(await carry(), '');
    assert.equal(await rows(file.id), 0);
    const kept = await object('task_file', file.id);
    assert.deepEqual([kept.size, kept.type, kept.stored], [PDF.length, 'application/pdf', 1]);
    assert.deepEqual(held(kept.name), PDF);
    const res = await me.get(file.href);
    assert.equal(res.status, 200);
    assert.deepEqual(res.bytes, PDF);
    assert.equal(res.headers['content-type'], 'application/pdf');
  });

  test('of a CV is understood, goes, and is read', async () => {
    const bytes = Buffer.from('Иванов Сергей\nserg@example.ru\n');
    const { json: [doc] } = await upload('/api/v1/documents', 'cv.txt', bytes);
    assert.equal(await carry(), '');
    assert.equal((await object('document', doc.id)).stored, 1);
    assert.deepEqual((await me.get(`/api/v1/documents/${doc.id}/file`)).bytes, bytes);
  });

  test('goes with what it belongs to', async () => {
    const file = await added('мимо.txt', Buffer.from('не нужно'));
    await carry();
    const { name } = await object('task_file', file.id);
    await me.expect(204, 'DELETE', file.href);
    assert.equal(await carry(), '');
    assert.equal(await object('task_file', file.id), undefined);
    assert.equal(held(name), undefined);
  });

  test('is not given when it is not what was written', async () => {
    const file = await added('цел.txt', Buffer.from('как было'));
    await carry();
    const { name } = await object('task_file', file.id);
    bucket.objects.set(`files/${name}`, Buffer.from('подмена!'));
    const res = await me.get(file.href);
    assert.ok(res.status >= 500, `${res.status}`);
    assert.doesNotMatch(res.text, /подмена/);
  });

  test('of one whose carrier died half way is carried again, once', async () => {
    const file = await added('дважды.txt', Buffer.from('ещё раз'));
    await house.sql(
      "INSERT INTO file_object (home, of_id, name, digest, size) VALUES ('task_file', ?, 'task_file/x', '', 1)",
      [file.id],
    );
    assert.equal((await me.get(file.href)).text, 'ещё раз');
    assert.equal(await carry(), '');
    assert.equal((await me.get(file.href)).text, 'ещё раз');
    assert.equal((await object('task_file', file.id)).stored, 1);
  });
});

describe('a connection that breaks in the middle', () => {
  test('of what is sent: it is sent again', async () => {
    const file = await added('туда.pdf', PDF);
    bucket.cut('PUT', 1);
    assert.equal(await carry(), '');
    const { name, stored } = await object('task_file', file.id);
    assert.equal(stored, 1);
    assert.deepEqual(held(name), PDF);
    assert.equal(bucket.calls.filter((call) => call === `PUT files/${name}`).length, 2);
  });

  test('again and again: it stays in rows, and goes another time', async () => {
    const file = await added('не сразу.pdf', PDF);
    bucket.cut('PUT', 100);
    assert.match(await carry(), /file/);
    bucket.cut('PUT', 0);
    assert.ok(await rows(file.id) > 1);
    assert.deepEqual((await me.get(file.href)).bytes, PDF);
    assert.equal(await carry(), '');
    assert.equal(await rows(file.id), 0);
  });

  test('of what is read: it is read again, from its beginning', async () => {
    const file = await added('обратно.pdf', PDF);
    await carry();
    bucket.cut('GET', 1);
    const res = await me.get(file.href);
    assert.equal(res.status, 200);
    assert.deepEqual(res.bytes, PDF);
    assert.equal(bucket.cuts.GET, 0);
  });

  test('each time: nobody gets a half of it', async () => {
    const file = await added('никак.pdf', PDF);
    await carry();
    bucket.cut('GET', 100);
    const res = await me.get(file.href);
    bucket.cut('GET', 0);
    assert.ok([502, 503, 504].includes(res.status), `${res.status}`);
    assert.ok(res.bytes.length < 4096);
  });
});

describe('a company with many files', () => {
  const put = (owner, company, n) => house.sql(`INSERT INTO task_file (company_id, task_id, user_id, name, size)
    SELECT ?, ?, ?, CONCAT(seq, '.txt'), 5 FROM seq_1_to_${n}`, [company, task.id, owner]);

  test('holds up one with few by its own turn alone', async () => {
    assert.equal(await carry(), '');
    const [{ company_id: many }] = await house.sql('SELECT company_id FROM user WHERE id = ?', [me.user.id]);
    const { user } = await house.user({ role: 'manager', company: 'Мало' });
    const [{ company_id: few }] = await house.sql('SELECT company_id FROM user WHERE id = ?', [user.id]);
    await put(me.user.id, many, 300);
    await put(user.id, few, 5);
    await house.sql(`INSERT INTO task_file_part (file_id, part, data) SELECT f.id, 0, CONCAT('f', f.id) FROM task_file f
      WHERE f.name LIKE '%.txt' AND f.in_rows = TRUE`);
    bucket.calls.length = 0;
    assert.equal(await carry(), '');
    const own = (await house.sql(`SELECT o.name FROM file_object o JOIN task_file f ON f.id = o.of_id
      WHERE o.home = 'task_file' AND f.company_id = ?`, [few])).map(({ name }) => `PUT files/${name}`);
    assert.equal(own.length, 5);
    assert.equal(bucket.calls.length, 305);
    assert.ok(Math.max(...own.map((call) => bucket.calls.indexOf(call))) < 60, 'they come with the second turn');
  });
});

// The programs as they are installed: what is freed is free.
describe('memory', () => {
  const MB = 16;
  const env = { HIREWIRE_BIN: join(root, 'build') };
  let large, other, mine;
  const peakOf = (pid) => Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

  before(async () => {
    other = await startHouse({ env: { ...settings(), ...env } });
    mine = await other.user({ role: 'manager' });
    const { id } = await mine.expect(201, 'POST', '/api/v1/tasks/', { title: 'Большие' });
    large = async (parts) => {
      const [{ company_id: company }] = await other.sql('SELECT company_id FROM user WHERE id = ?', [mine.user.id]);
      await other.sql(`INSERT INTO task_file (company_id, task_id, user_id, name, size)
        VALUES (?, ?, ?, 'big.bin', ?)`, [company, id, mine.user.id, parts * 262_144]);
      const [{ file }] = await other.sql('SELECT MAX(id) file FROM task_file');
      await other.sql(`INSERT INTO task_file_part (file_id, part, data)
        SELECT ?, seq, REPEAT(CHAR(1 + seq % 250), 262144) FROM seq_0_to_${parts - 1}`, [file]);
      return `/api/v1/tasks/${id}/files/${file}/`;
    };
  });
  after(() => other?.stop());

  const bytes = (parts) => Buffer.concat(Array.from({ length: parts }, (_, i) => Buffer.alloc(262_144, 1 + i % 250)));
  const digest = (data) => createHash('sha256').update(data).digest('hex');

  // What a round needed at most, in KB.
  async function carried() {
    const own = { ...other.env, ...env };
    const child = spawn(join(root, 'build/cgi-bin/tick'), ['files'], { env: own, stdio: 'ignore' });
    let most = 0;
    const timer = setInterval(() => {
      try {
        most = Math.max(most, peakOf(child.pid));
      } catch { /* it has just ended */ }
    }, 2);
    const [code] = await once(child, 'exit');
    clearInterval(timer);
    assert.equal(code, 0);
    return most;
  }

  test(`does not grow with a file: ${MB} MB go to the bucket and come back`, async () => {
    const small = await large(1);
    const first = await carried();
    const href = await large(MB * 4);
    const peak = () => Math.max(...other.pids('tasks').map(peakOf));
    await mine.get(small);
    const before = peak();
    const expected = digest(bytes(MB * 4));
    assert.equal(digest((await mine.get(href)).bytes), expected, 'from rows');
    const then = await carried();
    assert.ok(then - first < 4096, `carried: ${first} KB, then ${then} KB`);
    const [{ in_rows: inRows }] = await other.sql('SELECT in_rows FROM task_file ORDER BY id DESC LIMIT 1');
    assert.equal(inRows, 0);
    const res = await mine.get(href);
    assert.equal(digest(res.bytes), expected, 'from the bucket');
    assert.equal(res.headers['content-length'], String(MB << 20));
    assert.ok(peak() - before < 4096, `read: ${before} KB, then ${peak()} KB`);
  });
});

describe('a bucket that is away', () => {
  test('keeps nobody from adding and reading; what waits goes when it is back', async () => {
    const { port } = bucket;
    await bucket.stop();
    const file = await added('ждёт.txt', Buffer.from('подожду'));
    assert.match(await carry(), /file/);
    assert.equal((await me.get(file.href)).text, 'подожду');
    await bucket.start(port);
    assert.equal(await carry(), '');
    assert.equal(await rows(file.id), 0);
    assert.equal((await me.get(file.href)).text, 'подожду');
  });

  test('is told of as a service that does not answer', async () => {
    const file = await added('там.txt', Buffer.from('там'));
    assert.equal(await carry(), '');
    const { port } = bucket;
    await bucket.stop();
    const res = await me.get(file.href);
    await bucket.start(port);
    assert.ok([502, 503, 504].includes(res.status), `${res.status} ${res.text}`);
    assert.doesNotMatch(res.text, /X-Amz|a-key-of-ours/);
  });
});

describe('by link', () => {
  let other, mine;
  before(async () => {
    const database = house.conf('DATABASE_URL').replace('@localhost/', '@127.0.0.1/');
    other = await startHouse({ env: {
      ...settings(), DATABASE_URL: database, SECRET_KEY: house.conf('SECRET_KEY'), FILES_REDIRECT: '1',
    } });
    mine = await other.anonymous().signIn(await other.loginToken(me.user.email));
  });
  after(() => other?.stop());

  test('a download is led to the bucket, for a minute; what is shown goes through the program', async () => {
    const file = await added('Ссылка "1".pdf', PDF);
    await carry();
    assert.equal((await mine.get(file.href)).status, 200);
    const res = await mine.get(`${file.href}?download=1`);
    assert.equal(res.status, 302);
    const url = new URL(res.headers.location);
    assert.equal(url.searchParams.get('X-Amz-Expires'), '60');
    assert.equal(res.headers['cache-control'], 'private, no-store');
    const got = await fetch(url);
    assert.equal(got.status, 200);
    assert.deepEqual(Buffer.from(await got.arrayBuffer()), PDF);
    assert.match(got.headers.get('content-disposition'), /^attachment; filename=/);
    url.searchParams.set('X-Amz-Expires', '6000');
    assert.equal((await fetch(url)).status, 403);
  });

  test('a file that is in rows still goes through the program', async () => {
    const file = await added('рано.txt', Buffer.from('рано'));
    const res = await mine.get(`${file.href}?download=1`);
    assert.deepEqual([res.status, res.text], [200, 'рано']);
  });
});

test('neither key nor signature is in a log', () => {
  for (const { name, text } of house.logs()) assert.doesNotMatch(text, /X-Amz-Signature=|a-secret-of-ours/, name);
});

describe('a configuration that is none', () => {
  for (const [env, said] of [
    [{ FILES_URL: 'https://x' }, /FILES_URL begins with s3:/],
    [{ FILES_URL: 's3://?endpoint=http://127.0.0.1:1' }, /FILES_URL: no bucket/],
    [{ FILES_URL: 's3://b' }, /FILES_URL: endpoint=/],
    [{ FILES_URL: 's3://b?endpoint=http://127.0.0.1:1/path' }, /FILES_URL: endpoint=/],
    [{ FILES_SECRET: '' }, /so must be FILES_KEY and FILES_SECRET/],
  ]) {
    test(`${JSON.stringify(env)} is told of`, async () => {
      const { code, stderr } = await house.run('tick', ['files'], { env });
      assert.equal(code, 1);
      assert.match(stderr, said);
    });
  }
});
