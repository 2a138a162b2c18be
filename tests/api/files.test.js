// files: attachments and comments of tasks read through us; what a sync run changed, and its picture.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, recruiter, sync } from '../lib/recruiter.js';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let house;
let me;
let up;
before(async () => {
  house = await startHouse({ upstreams: true, env: QUICK });
  up = house.up;
  await up.clickup.addTask({
    id: 'f1', name: 'Файлы', attachments: [
      { id: 'pdf', title: 'Резюме "Иванов"; 100%.pdf', date: 1, lines: ['Java'] },
      { id: 'png', title: 'photo.png', date: 2, base64: PNG },
      { id: 'html', title: 'evil.png', date: 3, text: '<script>alert(1)</script>\u0001' },
      { id: 'text', title: 'page.html', date: 4, text: '<h1>привет</h1>' },
      { id: 'inside', title: 'a.pdf', date: 5, url: 'https://10.0.0.1/a.pdf' },
      { id: 'big', title: 'big.pdf', date: 6, lines: ['x'], pad_mb: 26 },
      { id: 'name', title: 'a\r\nX-Evil: 1/../b.txt', date: 7, text: 'plain' },
    ],
    comments: Array.from({ length: 60 }, (_, n) => ({
      id: 500 + n, date: 1_700_000_000_000 + n * 1000, text: `№ ${n}`, user: 48210001,
    })),
  });
  me = watched(await recruiter(house));
});
after(() => house?.stop());
beforeEach(() => up.clickup.clearFaults());

const file = (id, query = '') => me.get(`/clickup/task/f1/attachment/${id}${query}`);

describe('attachments', () => {
  it('come by their bytes: shown when harmless, saved otherwise', async () => {
    const pdf = await file('pdf.pdf');
    assert.equal(pdf.status, 200, pdf.text);
    assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
    assert.equal(pdf.headers['content-type'], 'application/pdf');
    assert.match(pdf.headers['content-disposition'], /^inline; filename="[\x20-\x7e]+"; filename\*=UTF-8''(\S+)$/);
    assert.equal(
      decodeURIComponent(/''(\S+)$/.exec(pdf.headers['content-disposition'])[1]), 'Резюме "Иванов"; 100%.pdf',
    );
    assert.equal(pdf.headers['x-content-type-options'], 'nosniff');
    const png = await file('png.png');
    assert.equal(png.headers['content-type'], 'image/png');
    assert.match(png.headers['content-security-policy'], /^default-src 'none'.*sandbox/);
    assert.match((await file('png.png', '?download=1')).headers['content-disposition'], /^attachment; /);
    const html = await file('html.png');
    assert.equal(html.headers['content-type'], 'application/octet-stream');
    assert.match(html.headers['content-disposition'], /^attachment; filename="evil\.png"/);
    const text = await file('text.html');
    assert.equal(text.headers['content-type'], 'text/plain; charset=utf-8');
    const name = await file('name.txt');
    assert.equal(name.headers['x-evil'], undefined);
    assert.match(name.headers['content-disposition'], /filename="a__X-Evil_ 1_\.\._b\.txt"/);
    assert.deepEqual(me.wrong, []);
  });

  it('are asked for without the key, again when the address is over', async () => {
    await me.expect(200, 'POST', '/clickup/task/f1/refresh');
    await up.clickup.expireUrls();
    await up.clickup.clearCalls();
    assert.equal((await file('pdf.pdf')).status, 200);
    const { calls } = await up.clickup.calls();
    assert.ok(calls.filter(({ path }) => path.startsWith('/attachments')).every(({ auth }) => auth === false));
    assert.equal(calls.filter(({ status }) => status === 403).length, 1);
  });

  it('are refused when large, inside, absent or of others', async () => {
    const big = await file('big.pdf');
    assert.deepEqual([big.status, big.json.code], [413, 'clickup.file_limit']);
    const inside = await file('inside.pdf');
    assert.deepEqual([inside.status, inside.json.code], [403, 'io.private_address'], inside.text);
    assert.equal((await file('none')).status, 404);
    assert.equal((await me.get('/clickup/task/none/attachment/pdf.pdf')).status, 404);
    assert.equal((await me.get(`/clickup/task/f1/attachment/${'x'.repeat(201)}`)).status, 404);
    assert.equal((await file('pdf.pdf', '?url=http://x')).status, 400);
    const other = await house.user();
    assert.equal((await other.get('/clickup/task/f1/attachment/pdf.pdf')).status, 404);
    assert.equal((await house.anonymous().get('/clickup/task/f1/attachment/pdf.pdf')).status, 401);
    assert.equal((await (await house.user({ role: 'member' })).get('/clickup/task/f1/attachment/pdf.pdf')).status, 403);
    await up.clickup.fault({ kind: 'status', status: 500, path: '/attachments', times: 10 });
    assert.equal((await file('pdf.pdf')).json.code, 'clickup.down');
  });
});

describe('comments', () => {
  const comments = (query = '') => me.get(`/clickup/task/f1/comments${query}`);

  it('come in pages to the end, each once', async () => {
    const seen = [];
    for (let query = ''; ;) {
      const { status, json } = await comments(query);
      assert.equal(status, 200);
      seen.push(...json.comments);
      if (!json.next) break;
      query = `?start=${json.next.start}&start_id=${json.next.start_id}`;
    }
    assert.deepEqual(seen.map(({ text }) => text), Array.from({ length: 60 }, (_, n) => `№ ${59 - n}`));
    assert.deepEqual(Object.keys(seen[0]).sort(), ['date', 'id', 'text', 'user']);
    assert.deepEqual(me.wrong, []);
  });

  it('of a guest without a name, of files alone and in threads are shown, and go along to Huntflow', async () => {
    const at = Date.now() - 60_000;
    await up.clickup.addTask({
      id: 'f2', name: 'Иванов Иван', comments: [
        { id: 71, date: at, text: 'От гостя', guest: 'guest@example.com' },
        {
          id: 72, date: at + 1000, text: ' \n', user: 48210001,
          parts: [{ type: 'attachment', text: '', attachment: { id: 'a', title: 'Портфолио.pdf' } }],
        },
        { id: 73, date: at + 2000, text: 'Вопрос', user: 48210001, replies: [
          { id: 75, date: at + 4000, text: 'Второй ответ', guest: 'guest@example.com' },
          { id: 74, date: at + 3000, text: 'Первый ответ', user: 48210001 },
        ] },
      ],
    });
    await sync(house, me);
    const { comments: list } = await me.expect(200, 'GET', '/clickup/task/f2/comments');
    assert.deepEqual(list.map(({ text, reply_to: of }) => [text, of]), [
      ['Второй ответ', '73'], ['Первый ответ', '73'], ['Вопрос', undefined], ['Портфолио.pdf', undefined],
      ['От гостя', undefined],
    ]);
    assert.equal(list.at(-1).user, 'guest@example.com');
    const task = await me.expect(200, 'POST', '/clickup/task/f2/refresh', {});
    assert.equal(task.comments.length, 5);
    const preview = await me.expect(200, 'GET', '/clickup/task/f2/transfer-preview?account_id=11');
    const said = preview.comment.slice(preview.comment.indexOf('Комментарии:')).split('\n').slice(1, 6)
      .map((line) => line.replace(/\d{4}-\d\d-\d\d/, 'D'));
    assert.match(said[0], /^D guest@example.com: От гостя$/);
    assert.match(said[1], /: Портфолио.pdf$/);
    assert.match(said[2], /: Вопрос$/);
    assert.match(said[3], /^↳ D .*: Первый ответ$/);
    assert.match(said[4], /^↳ D guest@example.com: Второй ответ$/);
    assert.deepEqual(me.wrong, []);
  });

  it('refuse half a place, words, other people', async () => {
    assert.equal((await comments('?start=1')).json.errors[0].field, 'start_id');
    assert.equal((await comments('?start_id=1')).json.errors[0].field, 'start');
    assert.equal((await comments('?start=x&start_id=1')).json.errors[0].field, 'start');
    assert.equal((await comments('?start=1&start_id=..%2F')).json.errors[0].field, 'start_id');
    assert.equal((await (await house.user()).get('/clickup/task/f1/comments')).status, 404);
    await up.clickup.fault({ kind: 'status', status: 401, path: '/comment', times: 2 });
    assert.deepEqual([(await comments()).json.code], ['clickup.denied']);
    await up.clickup.clearFaults();
    await up.clickup.fault({ kind: 'status', status: 401, times: 5 });
    assert.deepEqual([(await comments()).json.code], ['clickup.token']);
    assert.deepEqual(me.wrong, []);
  });
});

describe('a sync run', () => {
  const newest = async () => (await me.get('/clickup/sync-logs')).json[0];

  it('tells what it changed and whom it asked', async () => {
    await up.clickup.addTask({ id: 'new1', name: 'Новая здесь' });
    await up.clickup.changeTask('f1', { name: 'Файлы и имя' });
    await sync(house, me);
    const log = (await me.get(`/clickup/sync-logs/${(await newest()).id}`)).json;
    assert.deepEqual(log.changes, {
      created: [{ task_id: 'new1', name: 'Новая здесь' }], updated: [{ task_id: 'f1', name: 'Файлы и имя' }],
      deleted: [],
    });
    assert.ok(
      log.requests.length >= 1 && log.requests.every(
        ({ method, endpoint }) => method === 'GET' && endpoint.startsWith('/')
      ),
      JSON.stringify(log.requests),
    );
    assert.ok(!JSON.stringify(log).includes(up.clickup.token));
    await up.clickup.deleteTask('new1');
    await sync(house, me);
    const gone = (await me.get(`/clickup/sync-logs/${(await newest()).id}`)).json;
    assert.deepEqual(gone.changes.deleted, [{ task_id: 'new1', name: 'Новая здесь' }]);
    assert.equal((await (await house.user()).get(`/clickup/sync-logs/${log.id}`)).status, 404);
    assert.deepEqual(me.wrong, []);
  });

  it('keeps twenty of each', async () => {
    await up.clickup.seed({ list: up.clickup.list, count: 130 });
    await sync(house, me);
    const log = (await me.get(`/clickup/sync-logs/${(await newest()).id}`)).json;
    assert.deepEqual([log.tasks_created, log.changes.created.length], [130, 20]);
  });

  it('is drawn by parts of time', async () => {
    await house.sql(`UPDATE sync_run SET status = 'error' WHERE id = ?`, [(await newest()).id]);
    for (const days of [1, 14, 30]) {
      const { status, json } = await me.get(`/clickup/sync-logs/chart?days=${days}`);
      assert.equal(status, 200);
      assert.equal(json.reduce((sum, { runs }) => sum + runs, 0), (await me.get('/clickup/sync-logs')).json.length);
      assert.equal(json.at(-1).failed, 1);
      assert.ok(Date.parse(json.at(-1).at) <= Date.now() && json.at(-1).created >= 130 && json.at(-1).duration > 0);
    }
    assert.equal((await me.get('/clickup/sync-logs/chart?days=0')).json.errors[0].field, 'days');
    assert.deepEqual((await (await house.user()).get('/clickup/sync-logs/chart')).json, []);
    assert.deepEqual(me.wrong, []);
  });
});
