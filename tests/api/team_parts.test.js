// team_parts: what hangs on the team's tasks: comments, files, reminders, the history; who hears of it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import WebSocket from 'ws';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { fields } from '../lib/problem.js';

const TASKS = '/api/v1/tasks/';
let house;
before(async () => { house = await startHouse(); });
after(() => house?.stop());

let companies = 0;
async function team() {
  const company = `Части ${++companies}`;
  const person = async (role, name) => watched(await house.user({ role, company, name }));
  const boss = await person('manager', 'Борис Босс');
  const [anna, petr] = [await person('member', 'Анна'), await person('member', 'Анна Петрова')];
  const project = await boss.expect(201, 'POST', '/api/v1/projects/', {
    name: 'Подбор', members: [{ user: anna.user.id }, { user: petr.user.id, role: 'viewer' }],
  });
  return { boss, anna, petr, project, stranger: await person('member', 'Посторонний') };
}
const add = (who, title, more = {}) => who.expect(201, 'POST', TASKS, { title, ...more });
const asDescribed = (...people) => assert.deepEqual(people.flatMap(({ wrong }) => wrong), []);

describe('comments', () => {
  it('are written, changed for 15 minutes, deleted with a trace', async () => {
    const { boss, anna, petr, stranger, project } = await team();
    const { id } = await add(anna, 'Созвон', { list: project.id });
    const at = `${TASKS}${id}/comments/`;
    const first = await petr.expect(201, 'POST', at, { text: '**Готово** @Анна, смотри' });
    assert.deepEqual(
      [first.user, first.text, first.mentions, first.rights],
      [petr.user.id, '**Готово** @Анна, смотри', [anna.user.id], ['change', 'delete']],
    );
    const named = await anna.expect(201, 'POST', at, {
      text: `@Анна Петрова и @${boss.user.email}, и @Посторонний`, mentions: [stranger.user.id],
    });
    assert.deepEqual(new Set(named.mentions), new Set([petr.user.id, boss.user.id]));
    const typed = { text: `@АННА и @анна петрова, @${boss.user.email.toUpperCase()}; не @Аннам` };
    const byHand = await anna.expect(201, 'POST', at, typed);
    assert.deepEqual(byHand.mentions, [anna.user.id, petr.user.id, boss.user.id]);
    await anna.expect(204, 'DELETE', `${at}${byHand.id}/`);
    const changed = await petr.expect(200, 'PATCH', `${at}${first.id}/`, { text: 'Иначе' });
    assert.deepEqual([changed.text, changed.edited_at !== null, changed.mentions], ['Иначе', true, []]);
    const foreign = await anna.patch(`${at}${first.id}/`, { text: 'x' });
    assert.deepEqual([foreign.status, foreign.json.code], [403, 'team.comment_other']);
    assert.equal((await anna.del(`${at}${first.id}/`)).status, 403);
    await house.sql('UPDATE task_comment SET created_at = NOW(3) - INTERVAL 16 MINUTE WHERE id = ?', [first.id]);
    const late = await petr.patch(`${at}${first.id}/`, { text: 'x' });
    assert.deepEqual([late.status, late.json.code], [403, 'team.comment_late']);
    await boss.expect(204, 'DELETE', `${at}${first.id}/`);
    const all = await anna.expect(200, 'GET', at);
    assert.deepEqual(all.map(({ text, deleted_by_name: by }) => [text, by]),
      [['', 'Анна'], [named.text, null], ['', 'Борис Босс']]);
    assert.equal((await petr.del(`${at}${first.id}/`)).status, 404);
    assert.equal((await anna.expect(200, 'GET', `${TASKS}${id}/`)).comments_count, 1);
    for (const [body, status] of [[{}, 400], [{ text: ' ' }, 400], [{ text: 'x'.repeat(20_001) }, 400],
      [{ text: 'x', mentions: ['y'] }, 400]]) assert.equal((await anna.post(at, body)).status, status);
    for (const method of ['GET', 'POST']) {
      assert.equal((await stranger.send(method, at, method === 'POST' ? { text: 'x' } : undefined)).status, 404);
    }
    const page = await anna.get(`${at}?page_size=2`);
    const next = /<([^>]*)>; rel="next"/.exec(page.headers.link)[1];
    assert.equal((await anna.expect(200, 'GET', next))[0].id, first.id);
    asDescribed(boss, anna, petr, stranger);
  });

  it('tell those who have to do with the task, and those who are named', async () => {
    const { boss, anna, petr, project } = await team();
    const { id } = await add(anna, 'Оффер', { list: project.id, assigned_to: boss.user.id });
    await boss.expect(201, 'POST', `${TASKS}${id}/comments/`, { text: 'Кто? @Анна Петрова' });
    const told = async (who) => (await who.expect(200, 'GET', '/api/v1/notifications/')).map(
      ({ kind, href }) => [kind, href],
    );
    assert.deepEqual(await told(anna), [['comment', `/tasks/${id}/`]]);
    assert.deepEqual(await told(petr), [['mentioned', `/tasks/${id}/`]]);
    assert.deepEqual(await told(boss), [['assigned', `/tasks/${id}/`]]);
    await anna.expect(200, 'PATCH', `${TASKS}${id}/`, { list: null });
    assert.deepEqual(await told(petr), []);
  });

  it('that are changed tell whom they name now, and are told in their new words, or in none when deleted', async () => {
    const { boss, anna, petr, project } = await team();
    const { id } = await add(anna, 'Оффер', { list: project.id });
    const at = `${TASKS}${id}/comments/`;
    const told = async (who) => (await who.expect(200, 'GET', '/api/v1/notifications/')).map(
      ({ kind, text }) => [kind, text],
    );
    const { id: other } = await boss.expect(201, 'POST', at, { text: 'Другое' });
    const { id: one } = await boss.expect(201, 'POST', at, { text: 'Пароль 123, @Анна' });
    assert.deepEqual(await told(anna), [['mentioned', 'Пароль 123, @Анна'], ['comment', 'Другое']]);
    const named = 'Без пароля, @Анна и @Анна Петрова';
    await boss.expect(200, 'PATCH', `${at}${one}/`, { text: named });
    assert.deepEqual(await told(anna), [['mentioned', named], ['comment', 'Другое']]);
    assert.deepEqual(await told(petr), [['mentioned', named]]);
    await boss.expect(200, 'PATCH', `${at}${one}/`, { text: `${named}!`, mentions: [petr.user.id] });
    assert.deepEqual(await told(petr), [['mentioned', `${named}!`]]);
    await boss.expect(200, 'PATCH', `${at}${other}/`, { text: 'Другое, @Анна' });
    assert.equal((await told(anna)).length + (await told(petr)).length, 4);
    await boss.expect(204, 'DELETE', `${at}${one}/`);
    for (const who of [anna, petr]) {
      assert.deepEqual((await told(who)).filter(([, text]) => !text.startsWith('Другое')), [['mentioned', '']]);
    }
    asDescribed(boss, anna, petr);
  });
});

const upload = (who, path, name, bytes, field = 'file') => {
  const boundary = 'xXx';
  const body = Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n` +
      'Content-Type: text/html\r\n\r\n'), Buffer.from(bytes), Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return who.raw('POST', path, { headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` }, body });
};

describe('files', () => {
  it('are kept whole, known by their bytes, and shown only when that is safe', async () => {
    const { boss, anna, petr, stranger, project } = await team();
    const { id } = await add(anna, 'Бриф', { list: project.id });
    const at = `${TASKS}${id}/files/`;
    const big = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(3 << 20, 'я')]);
    const pdf = await upload(anna, at, 'Резюме.html', big);
    assert.deepEqual(
      [pdf.status, pdf.json.name, pdf.json.type, pdf.json.size],
      [201, 'Резюме.html', 'application/pdf', big.length],
    );
    const got = await petr.get(pdf.json.href);
    assert.ok(got.bytes.equals(big));
    assert.match(got.headers['content-disposition'], /^inline; filename="/);
    assert.match(got.headers['content-security-policy'], /default-src 'none'/);
    const zip = await upload(anna, at, 'a.bin', Buffer.from([0, 1, 2, 3]));
    const saved = await anna.get(zip.json.href);
    assert.deepEqual([zip.json.type, saved.headers['content-type']], [null, 'application/octet-stream']);
    assert.match(saved.headers['content-disposition'], /^attachment;/);
    for (const [name, bytes, field] of [
      ['x.png', '<html><script>alert(1)</script></html>'], ['x.exe', 'MZ\x90\0'], ['x.txt', ''],
      ['x.txt', 'x', 'other'],
    ]) assert.deepEqual([(await upload(anna, at, name, bytes, field)).status], [400], name);
    const large = await upload(anna, at, 'x', Buffer.alloc(17 << 20));
    assert.deepEqual([large.status, fields(large)], [400, ['file:team.file_size']]);
    assert.equal((await upload(anna, at, 'x', Buffer.alloc(22 << 20))).status, 413);
    assert.equal((await upload(petr, at, 'x.txt', 'x')).status, 403);
    assert.equal((await upload(stranger, at, 'x.txt', 'x')).status, 404);
    assert.equal((await stranger.get(pdf.json.href)).status, 404);
    const { id: other } = await add(stranger, 'Другая');
    assert.equal((await stranger.get(`${TASKS}${other}/files/${pdf.json.id}/`)).status, 404);
    assert.deepEqual((await petr.expect(200, 'GET', at)).map(({ rights }) => rights), [[], []]);
    assert.equal((await petr.del(pdf.json.href)).status, 403);
    const task = await anna.expect(200, 'GET', `${TASKS}${id}/`);
    assert.deepEqual([task.files_count, task.files.map(({ name }) => name)], [2, ['Резюме.html', 'a.bin']]);
    await boss.expect(204, 'DELETE', pdf.json.href);
    await anna.expect(204, 'DELETE', zip.json.href);
    assert.deepEqual(await house.sql('SELECT COUNT(*) n FROM task_file_part'), [{ n: 0 }]);
    asDescribed(boss, anna, petr, stranger);
  });
});

describe('reminders', () => {
  it('are of a person, by the deadline or at a time', async () => {
    const { boss, anna, stranger } = await team();
    const { id } = await add(anna, 'Позвонить', { due_date: '2036-11-20T12:00:00Z' });
    const at = `${TASKS}${id}/reminders/`;
    const before = await anna.expect(201, 'POST', at, { before_minutes: 30 });
    assert.deepEqual([before.before_minutes, before.at], [30, '2036-11-20T11:30:00.000Z']);
    const own = await anna.expect(201, 'POST', at, { at: '2036-11-01T10:00:00+03:00' });
    assert.deepEqual([own.before_minutes, own.at], [null, '2036-11-01T07:00:00.000Z']);
    assert.equal((await boss.expect(200, 'GET', at)).length, 0);
    for (const body of [
      {}, { at: '2036-01-01', before_minutes: 5 }, { at: '2020-01-01' }, { at: 'x' }, { before_minutes: -1 },
    ]) {
      assert.equal((await anna.post(at, body)).status, 400, JSON.stringify(body));
    }
    assert.equal((await stranger.get(at)).status, 404);
    assert.equal((await boss.del(`${at}${own.id}/`)).status, 404);
    await anna.expect(204, 'DELETE', `${at}${own.id}/`);
    await anna.expect(200, 'PATCH', `${TASKS}${id}/`, { due_date: '2036-11-21T12:00:00Z' });
    assert.deepEqual((await anna.expect(200, 'GET', at)).map((one) => one.at), ['2036-11-21T11:30:00.000Z']);
    asDescribed(boss, anna, stranger);
  });

  it('that are over already are refused, and skipped when the deadline moves', async () => {
    const { anna } = await team();
    const soon = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
    const said = ({ status, json }) => [status, json.errors?.map(({ field, code }) => `${field} ${code}`).join()];
    const task = await add(anna, 'Через десять минут', { due_date: soon(10), assigned_to: anna.user.id });
    const at = `${TASKS}${task.id}/reminders/`;
    for (const minutes of [11, 60, 1440]) {
      const res = await anna.post(at, { before_minutes: minutes });
      assert.deepEqual(said(res), [400, 'before_minutes team.reminder_past']);
    }
    assert.deepEqual(said(await anna.post(at, { at: soon(-1) })), [400, 'at team.reminder_past']);
    await anna.expect(201, 'POST', at, { before_minutes: 5 });
    await anna.expect(200, 'PATCH', `${TASKS}${task.id}/`, { due_date: soon(-30) });
    const due = await anna.post(at, { before_minutes: 0 });
    assert.deepEqual(said(due), [400, 'before_minutes team.reminder_past']);
    const { id: none } = await add(anna, 'Без срока', { assigned_to: anna.user.id });
    await anna.expect(201, 'POST', `${TASKS}${none}/reminders/`, { before_minutes: 60 });
    await anna.expect(200, 'PATCH', `${TASKS}${none}/`, { due_date: soon(10) });
    assert.equal((await house.run('tick')).code, 0);
    const told = await anna.expect(200, 'GET', '/api/v1/notifications/');
    assert.deepEqual(told.map(({ kind, task: id }) => [kind, id]), [['overdue', task.id]]);
    const [over] = await anna.expect(200, 'GET', `${TASKS}${none}/reminders/`);
    assert.ok(over.at < over.sent_at);
    await anna.expect(200, 'PATCH', `${TASKS}${none}/`, { due_date: soon(90) });
    const [again] = await anna.expect(200, 'GET', `${TASKS}${none}/reminders/`);
    assert.equal(again.sent_at, null);
    asDescribed(anna);
  });

  it('that it is overdue is said once, also when it was done by mistake, or deleted', async () => {
    const { anna } = await team();
    const soon = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
    const task = await add(anna, 'Просрочена', { due_date: soon(-60), assigned_to: anna.user.id });
    const at = `${TASKS}${task.id}/`;
    const told = async () => {
      assert.equal((await house.run('tick', ['remind'])).code, 0);
      return (await anna.expect(200, 'GET', '/api/v1/notifications/')).filter(({ kind }) => kind === 'overdue').length;
    };
    assert.equal(await told(), 1);
    await anna.expect(200, 'POST', `${at}complete/`);
    await anna.expect(200, 'POST', `${at}uncomplete/`);
    assert.equal(await told(), 1);
    await anna.expect(204, 'DELETE', at);
    await anna.expect(200, 'POST', `${at}restore/`);
    assert.equal(await told(), 1);
    await anna.expect(200, 'PATCH', at, { due_date: soon(-50) });
    assert.equal(await told(), 2);
  });

  it('come for a deadline, not for what is done', async () => {
    const { anna } = await team();
    const told = async () => (await anna.expect(200, 'GET', '/api/v1/notifications/')).map(({ kind }) => kind);
    const soon = new Date(Date.now() + 30 * 60_000).toISOString();
    const { id } = await add(anna, 'Скоро', { due_date: soon, assigned_to: anna.user.id });
    const { id: done } = await add(anna, 'Сделана', { due_date: soon, assigned_to: anna.user.id });
    await anna.expect(200, 'POST', `${TASKS}${done}/complete/`);
    await house.sql('UPDATE task SET due_date = NOW(3) - INTERVAL 1 SECOND WHERE id IN (?, ?)', [id, done]);
    await house.sql('UPDATE reminder SET at = NOW(3) - INTERVAL 1 SECOND WHERE before_minutes = 0');
    assert.equal((await house.run('tick')).code, 0);
    assert.deepEqual(await told(), ['due']);
  });
});

describe('a deadline in the hour of a change of clocks', () => {
  for (const [what, said, due, clock] of [
    ['that comes twice: the first', '2036-10-26T02:30', '2036-10-26T00:30:00.000Z', '26.10 02:30'],
    ['that is left out: an hour later', '2036-03-30T02:30', '2036-03-30T01:30:00.000Z', '30.03 03:30'],
  ]) {
    it(`${what}; its reminders come before it, and say it by the clock of the person`, async () => {
      const { anna } = await team();
      await house.sql("UPDATE user SET time_zone = 'Europe/Warsaw' WHERE id = ?", [anna.user.id]);
      const task = await add(anna, 'Ночью', { due_date: said, assigned_to: anna.user.id });
      assert.equal(task.due_date, due);
      const at = `${TASKS}${task.id}/reminders/`;
      const before = (minutes) => new Date(Date.parse(due) - minutes * 60_000).toISOString();
      for (const minutes of [60, 180]) {
        assert.equal((await anna.expect(201, 'POST', at, { before_minutes: minutes })).at, before(minutes));
      }
      assert.equal((await anna.expect(201, 'POST', at, { at: said })).at, due);
      await house.sql('UPDATE reminder SET at = NOW(3) - INTERVAL 1 SECOND WHERE subject_id = ?', [task.id]);
      assert.equal((await house.run('tick')).code, 0);
      const told = (await anna.expect(200, 'GET', '/api/v1/notifications/')).filter(({ task: id }) => id === task.id);
      const titles = told.filter(({ kind }) => kind === 'due').map(({ title }) => title);
      assert.ok(titles.length > 0 && titles.every((title) => title.includes(clock)), titles.join());
      assert.equal((await house.run('tick')).code, 0);
      assert.equal((await anna.expect(200, 'GET', '/api/v1/notifications/')).length, told.length);
    });
  }
});

describe('the history', () => {
  it('tells who did what, from where, before and after, and is never changed', async () => {
    const { boss, anna, stranger, project } = await team();
    const { id } = await add(anna, 'Раз', { list: project.id });
    await boss.expect(200, 'PATCH', `${TASKS}${id}/`, { title: 'Два', priority: 'high', status: 'todo' });
    const key = await anna.token();
    await key.expect(200, 'POST', `${TASKS}${id}/move/`, { status: 'review' });
    await anna.expect(201, 'POST', `${TASKS}${id}/comments/`, { text: 'слова' });
    await anna.expect(204, 'DELETE', `${TASKS}${id}/`);
    await anna.expect(200, 'POST', `${TASKS}${id}/restore/`);
    const rows = await anna.expect(200, 'GET', `${TASKS}${id}/audit/`);
    assert.deepEqual(rows.map(({ action, via }) => [action, via]), [
      ['restore', 'page'], ['delete', 'page'], ['comment.add', 'page'], ['move', 'api'], ['change', 'page'],
      ['create', 'page'],
    ]);
    const change = rows.find(({ action }) => action === 'change');
    assert.deepEqual(
      [change.user, change.user_name, change.before, change.after],
      [boss.user.id, 'Борис Босс', { title: 'Раз', priority: 'normal' }, { title: 'Два', priority: 'high' }],
    );
    assert.deepEqual([rows[3].before.status, rows[3].after.status], ['todo', 'review']);
    assert.equal((await stranger.get(`${TASKS}${id}/audit/`)).status, 404);
    assert.equal((await anna.get(`${TASKS}${id}/audit/?page_size=201`)).status, 400);
    const page = await anna.get(`${TASKS}${id}/audit/?page_size=2`);
    assert.equal(page.headers['x-total-count'], '6');
    asDescribed(boss, anna, stranger);
  });
});

describe('live events', () => {
  const listen = async (client) => {
    const seen = [];
    const ws = new WebSocket(`${house.url.replace('http', 'ws')}/ws/tasks/`, { headers: client.headers });
    ws.on('message', (text) => seen.push(JSON.parse(text)));
    await new Promise((done, fail) => { ws.once('open', done); ws.once('error', fail); });
    const of = (id) => seen.filter(({ type, data }) => type === 'team_task' && data.id === id);
    return { seen, ws, of: (id) => of(id).map(({ data }) => data.what) };
  };

  it('reach those who may see the task, and nobody else', async () => {
    const { boss, anna, petr, stranger, project } = await team();
    const people = await Promise.all([boss, anna, petr, stranger].map(listen));
    const [b, a, p, s] = people;
    const { id } = await add(anna, 'Общая', { list: project.id });
    await anna.expect(200, 'POST', `${TASKS}${id}/move/`, { status: 'review' });
    const { id: own } = await add(stranger, 'Своя');
    await house.until(
      () => s.of(own).length + b.of(own).length === 2 && p.of(id).length + b.of(id).length === 4, { timeout: 20_000 },
    );
    assert.deepEqual([a.of(id), p.of(id), s.of(id), a.of(own)], [['create', 'move'], ['create', 'move'], [], []]);
    const event = p.seen.find(({ data }) => data.what === 'move');
    assert.deepEqual([event.data.by, event.data.version, event.data.changes.status], [anna.user.id, 2, 'review']);
    await anna.expect(200, 'PATCH', `${TASKS}${id}/`, { list: null, title: 'Тайная' });
    await house.until(() => p.of(id).length === 3 && a.of(id).length === 3, { timeout: 20_000 });
    assert.deepEqual([p.of(id).at(-1), a.of(id).at(-1)], ['gone', 'change']);
    assert.ok(!JSON.stringify(p.seen).includes('Тайная'));
    for (const { ws } of people) ws.close();
  });
});
