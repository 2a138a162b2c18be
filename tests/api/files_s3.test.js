// Files in S3: brought there by rounds, read back by their digest, gone with what they belong to; sent through the
// program or by a link of a minute.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHouse } from '../lib/house.js';
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
