// admin_jobs: what works by itself for a company, as its admins see it: listed, retried, cancelled.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, progress, reaches, recruiter, start } from '../lib/recruiter.js';
import { startMail } from '../upstreams/mail.js';

const JOBS = '/api/v1/admin/jobs/';
const COMPANY = 'Работы';
const faults = (res) => res.json.errors.map(({ field, code }) => `${field}:${code}`);

let house, mail, admin, boss, stranger;
before(async () => {
  mail = await startMail();
  house = await startHouse({ upstreams: true, env: { ...QUICK, SMTP_URL: mail.url, SMTP_FROM: 'hr@nova.test' } });
  boss = await house.user({ role: 'admin', company: COMPANY, name: 'Анна Админ' });
  admin = watched(boss);
  stranger = await house.user({ role: 'admin', company: 'Чужая' });
});
after(async () => { await house?.stop(); await mail?.stop(); });

const list = (query = '', who = admin) => who.expect(200, 'GET', `${JOBS}${query}`);
const only = async (kind, id) => (await list(`?kind=${kind}`)).find((job) => job.id === id);
const act = (what, { kind, id }, who = admin) => who.post(`${JOBS}${kind}/${id}/${what}/`);

describe('who may', () => {
  it('is an admin, of jobs of the own company', async () => {
    const { user } = await house.user({ company: COMPANY });
    await boss.expect(200, 'POST', `/api/v1/users/${user.id}/login-link`);
    const [job] = await list('?kind=messages');
    assert.deepEqual([job.kind, job.title, job.user.id, job.state], ['messages', 'link', user.id, 'waiting']);
    assert.deepEqual(await list('', stranger), []);
    for (const what of ['retry', 'cancel']) assert.equal((await act(what, job, stranger)).status, 404, what);
    for (const role of ['candidate', 'member', 'recruiter', 'manager']) {
      const one = await house.user({ role, company: COMPANY });
      assert.equal((await one.get(JOBS)).status, 403, role);
      for (const what of ['retry', 'cancel']) assert.equal((await act(what, job, one)).status, 403, role);
    }
    assert.equal((await house.anonymous().get(JOBS)).status, 401);
    const reader = await boss.token({ scopes: ['read'] });
    assert.equal((await reader.get(JOBS)).status, 200);
    assert.equal((await act('cancel', job, reader)).status, 403);
    assert.equal((await only('messages', job.id)).state, 'waiting', 'none of them did anything');
    assert.deepEqual(admin.wrong, []);
  });

  it('names what is wrong with a question', async () => {
    for (const [query, fault] of [
      ['kind=x', 'kind:choice'], ['state=x', 'state:choice'], ['page=2', 'page:choice'],
      ['page_size=101', 'page_size:range'],
      ['after=x', 'after:cursor'], ['after=0.1', 'after:cursor'], ['after=9223372036854775807.1', 'after:cursor'],
      ['who=1', 'who:unknown'],
    ]) {
      const res = await admin.get(`${JOBS}?${query}`);
      assert.equal(res.status, 400, query);
      assert.deepEqual(faults(res), [fault], query);
    }
    for (const path of ['messages/0/retry', 'messages/x/cancel', 'mails/1/retry', 'imports/999999/cancel',
      'syncs/999999/retry', 'syncs/999999/cancel', 'reminders/999999/retry', 'reminders/999999/cancel',
      'messages/999999/retry', 'messages/9223372036854775807/cancel']) {
      assert.equal((await admin.post(`${JOBS}${path}/`)).status, 404, path);
    }
  });
});

describe('messages', () => {
  beforeEach(() => { mail.letters.length = 0; mail.mood = ''; });
  const letter = async () => {
    const { user } = await house.user({ company: COMPANY });
    await boss.expect(200, 'POST', `/api/v1/users/${user.id}/login-link`);
    return (await list('?kind=messages'))[0];
  };

  it('that failed says why, without secrets, and is delivered when it is retried', async () => {
    mail.mood = 'unknown';
    const { id, user } = await letter();
    await house.run('tick', ['mail']);
    const failed = await only('messages', id);
    assert.deepEqual([failed.state, failed.may_retry, failed.error.code], ['failed', true, 'io.mail']);
    assert.ok(failed.error.text.length > 10);
    await house.sql("UPDATE outbox SET error_text = 'refused, token=SUPERSECRETVALUE42' WHERE id = ?", [id]);
    assert.ok(!JSON.stringify(await only('messages', id)).includes('SUPERSECRET'));
    mail.mood = '';
    const res = await act('retry', failed);
    assert.equal(res.status, 200, res.text);
    const got = await house.until(() => mail.letters.find(({ to }) => to.includes(user.email)), { what: 'the letter' });
    assert.match(got.text, /\/login\/#/);
    const sent = await house.until(async () => {
      const one = await only('messages', id);
      return one.state === 'done' && one;
    });
    assert.deepEqual([sent.error, sent.may_retry, sent.may_cancel], [null, false, false]);
    assert.equal((await act('retry', sent)).json.code, 'account.outbox_state');
    assert.equal((await act('cancel', sent)).json.code, 'account.outbox_state');
    const [line] = await house.sql("SELECT object FROM audit WHERE action = 'job.retry' ORDER BY id DESC LIMIT 1");
    assert.equal(line.object, `messages ${id}`);
  });

  it('that was cancelled does not go out', async () => {
    const { id, user } = await letter();
    assert.equal((await act('cancel', { kind: 'messages', id })).json.state, 'cancelled');
    await house.run('tick', ['mail']);
    assert.deepEqual(mail.letters.filter(({ to }) => to.includes(user.email)), []);
    assert.deepEqual(admin.wrong, []);
  });

  it('asked for by one who is known belong to their company, by others to none', async () => {
    const { user } = await house.user({ company: COMPANY });
    await house.anonymous().post('/api/v1/auth/mail-link', { email: user.email });
    await house.anonymous().post('/api/v1/auth/mail-link', { email: 'nobody@nova.test' });
    const asked = (await list('?kind=messages')).filter(({ title }) => title === 'asked');
    assert.deepEqual(asked.map((one) => one.user.id), [user.id]);
  });
});

describe('imports and syncs', () => {
  let me;
  before(async () => {
    await house.up.huntflow.settings({ parse: 'all' });
    me = await recruiter(house, { company: COMPANY, tasks: { count: 4, description_bytes: 50, pdf: 1 } });
  });
  const syncs = () => list('?kind=syncs');

  it('a running import is seen with its progress, and is over when it is cancelled', async () => {
    const { id } = await start(me, { delay_seconds: 3600 });
    await house.until(async () => (await progress(me, id)).processed_tasks === 1);
    const job = await only('imports', id);
    assert.deepEqual([job.state, job.progress, job.user.id, job.may_cancel, job.href],
      ['running', { done: 1, total: 4, failed: 0 }, me.user.id, true, null]);
    assert.deepEqual((await list('?state=open&kind=imports')).map((one) => one.id), [id]);
    assert.equal((await act('cancel', job)).json.state, 'cancelled');
    const seen = await progress(me, id);
    assert.deepEqual([seen.status, seen.processed_tasks, seen.cancelled_tasks], ['cancelled', 1, 3]);
    assert.equal((await act('cancel', job)).json.code, 'import.state');
    assert.equal((await act('retry', job)).json.code, 'import.state');
    assert.deepEqual(await list('?state=open&kind=imports'), []);
  });

  it('a stopped import goes on, failed tasks of one that is over are tried again', async () => {
    const { id } = await start(me, { delay_seconds: 3600 });
    await me.expect(200, 'POST', `/clickup/api/stop-bulk-import/${id}`);
    await house.sql('UPDATE import_job SET delay_seconds = 0 WHERE id = ?', [id]);
    assert.deepEqual([(await only('imports', id)).state, (await act('retry', { kind: 'imports', id })).status],
      ['stopped', 200]);
    await reaches(house, me, id, 'completed');
    await house.up.clickup.addTask({ id: '86lost', list: house.up.clickup.list, name: 'Исчезнувший Пётр' });
    const sync = await me.expect(202, 'POST', '/clickup/api/sync-tasks', {});
    await house.until(async () => (await only('syncs', sync.id)).state === 'done');
    await house.up.clickup.deleteTask('86lost');
    const failed = await start(me, { scope: 'selection', task_ids: ['86lost'] });
    await reaches(house, me, failed.id, 'failed');
    await house.up.clickup.addTask({ id: '86lost', list: house.up.clickup.list, name: 'Исчезнувший Пётр' });
    const job = await only('imports', failed.id);
    assert.deepEqual([job.state, job.may_retry, job.progress], ['failed', true, { done: 1, total: 1, failed: 1 }]);
    assert.equal((await act('retry', job)).status, 200);
    await reaches(house, me, failed.id, 'completed');
  });

  it('a sync that lasts is cancelled, and asked for anew', async () => {
    await house.up.clickup.fault({ kind: 'held', path: '/list/' });
    const { id } = await me.expect(202, 'POST', '/clickup/api/sync-tasks', { full: true });
    const running = await house.until(async () => {
      const job = await only('syncs', id);
      return job.state === 'running' && job;
    });
    assert.equal(running.may_cancel, true);
    assert.equal((await act('cancel', running, stranger)).status, 404);
    const over = (await act('cancel', running)).json;
    assert.deepEqual([over.state, over.error.code, over.may_retry], ['cancelled', 'service.sync_cancelled', true]);
    assert.equal((await act('cancel', running)).json.code, 'service.sync_over');
    assert.equal((await me.get(`/clickup/sync-logs/${id}`)).json.status, 'error');
    assert.equal((await act('retry', over, stranger)).status, 404);
    assert.equal((await act('retry', over)).status, 200);
    await house.up.clickup.release();
    const [again] = await syncs();
    assert.ok(again.id > id);
    await house.until(async () => (await only('syncs', again.id)).state === 'done', { timeout: 30_000 });
    assert.equal((await only('syncs', id)).state, 'cancelled', 'its worker said nothing more');
    assert.equal((await act('retry', again)).json.code, 'admin.job_state');
    assert.deepEqual(admin.wrong, []);
  });
});

describe('reminders', () => {
  it('are listed when their time has come; those to come apart, the next one first', async () => {
    const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
    const task = await boss.expect(201, 'POST', '/api/v1/tasks/', { title: 'Позвонить', due_date: at(3 * 1440) });
    const planned = await list('?kind=reminders&state=planned');
    assert.deepEqual(planned.map((one) => [one.title, one.state, one.href, one.may_cancel]),
      Array(4).fill(['Позвонить', 'planned', `/tasks/${task.id}/`, true]));
    assert.deepEqual(planned.map((one) => one.due_at).sort(), planned.map((one) => one.due_at));
    assert.deepEqual(await list('?kind=reminders'), []);
    const ids = [];
    for (let next = `${JOBS}?state=planned&page_size=1`; next;) {
      const page = await admin.get(next);
      assert.equal(page.headers['x-total-count'], '4');
      ids.push(...page.json.map((one) => one.id));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.link ?? '')?.[1];
    }
    assert.deepEqual(ids, planned.map((one) => one.id));
    const [first, second] = planned;
    assert.equal((await act('cancel', first, stranger)).status, 404);
    assert.equal((await act('cancel', first)).json.state, 'cancelled');
    assert.equal((await act('cancel', first)).json.code, 'notice.reminder_over');
    assert.equal((await act('retry', second)).json.code, 'admin.job_fixed');
    assert.equal((await act('retry', second, stranger)).status, 404);
    await house.sql('UPDATE reminder SET at = NOW(3) - INTERVAL 1 MINUTE WHERE id IN (?, ?)', [first.id, second.id]);
    await house.sql('UPDATE reminder SET sent_at = at - INTERVAL 1 DAY WHERE id = ?', [first.id]);
    assert.equal((await only('reminders', second.id)).state, 'waiting');
    await house.run('tick', ['remind']);
    assert.equal((await only('reminders', second.id)).state, 'done');
    assert.equal((await only('reminders', first.id)).state, 'cancelled');
    assert.deepEqual(admin.wrong, []);
  });

  it('of which nobody was told are no done ones: their time had passed, or the task was done', async () => {
    const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
    const passed = async () => (await list('?kind=reminders&state=passed')).map((one) => [one.title, one.state]);
    await boss.expect(201, 'POST', '/api/v1/tasks/', { title: 'Скоро', due_date: at(30) });
    assert.deepEqual(await passed(), [['Скоро', 'passed'], ['Скоро', 'passed']]);
    const { id } = await boss.expect(201, 'POST', '/api/v1/tasks/', { title: 'Готово', due_date: at(3 * 1440) });
    await house.sql("UPDATE task SET status = 'done' WHERE id = ?", [id]);
    await house.sql('UPDATE reminder SET at = NOW(3) - INTERVAL 1 MINUTE, sent_at = NULL WHERE subject_id = ? LIMIT 1',
      [id]);
    await house.run('tick', ['remind']);
    assert.deepEqual((await passed()).filter(([title]) => title === 'Готово'), [['Готово', 'passed']]);
    const done = await list('?kind=reminders&state=done&page_size=100');
    assert.deepEqual(done.filter(({ title }) => ['Скоро', 'Готово'].includes(title)), []);
  });

  it('that are cancelled when their time has come are cancelled, not passed', async () => {
    const due = new Date(Date.now() + 3 * 86_400_000).toISOString();
    const { id } = await boss.expect(201, 'POST', '/api/v1/tasks/', { title: 'Ждёт', due_date: due });
    await house.sql('UPDATE reminder SET at = NOW(3) - INTERVAL 1 MINUTE WHERE subject_id = ? LIMIT 1', [id]);
    const [waits] = (await list('?kind=reminders&state=waiting')).filter(({ title }) => title === 'Ждёт');
    assert.equal((await act('cancel', waits)).json.state, 'cancelled');
    assert.deepEqual(admin.wrong, []);
  });
});

describe('the list', () => {
  it('is one, newest first, whatever it is of, by page without gap or double', async () => {
    const all = await list('?page_size=100');
    assert.ok(new Set(all.map(({ kind }) => kind)).size === 4, JSON.stringify(all.map(({ kind }) => kind)));
    await house.sql('UPDATE outbox SET created_at = (SELECT MAX(created_at) FROM sync_run)');
    await house.sql('UPDATE import_job SET created_at = (SELECT MAX(created_at) FROM sync_run)');
    const whole = (await list('?page_size=100')).map(({ kind, id }) => `${kind} ${id}`);
    for (const size of [1, 3]) {
      const seen = [];
      for (let next = `${JOBS}?page_size=${size}`; next;) {
        const page = await admin.get(next);
        seen.push(...page.json.map(({ kind, id }) => `${kind} ${id}`));
        next = /<([^>]+)>; rel="next"/.exec(page.headers.link ?? '')?.[1];
      }
      assert.deepEqual(seen, whole);
    }
    for (const state of ['open', 'waiting', 'running', 'stopped', 'done', 'failed', 'cancelled']) {
      const wanted = state === 'open' ? ['waiting', 'running', 'stopped'] : [state];
      assert.ok((await list(`?state=${state}`)).every((job) => wanted.includes(job.state)), state);
    }
    assert.deepEqual(admin.wrong, []);
  });
});
