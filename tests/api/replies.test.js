// replies: rules that answer tasks by keyword: kept, tried, switched on; once a task and rule, whatever dies.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';
import { QUICK, recruiter, sync } from '../lib/recruiter.js';
import { end } from '../lib/within.js';

const RULES = '/clickup/api/auto-replies';
const RULE = {
  name: 'Java', keywords: ['java разработ*'], reply: 'Здравствуйте! {name}: {status}, {assignee}, {list} {url}',
};

let house;
let up;
before(async () => {
  house = await startHouse({ upstreams: true, env: { ...QUICK, REPLY_GRACE_S: '1' } });
  up = house.up;
});
after(() => house?.stop());
beforeEach(async () => {
  await house.sql('DELETE FROM auto_reply');
  await up.clickup.reset();
  await up.clickup.clearFaults();
  await up.clickup.latency(0);
});

let made = 0;
const task = async (name, more = {}) => (await up.clickup.addTask({
  id: `86r${++made}`, list: up.clickup.list, name, updated: Date.now() + 60_000, ...more
})).id;
const answers = async (id) => ((await up.clickup.task(id)).comments ?? []).filter(({ text }) => text.includes('hw-'));
const tick = () => house.run('tick', ['replies']);
const log = async (me, id) => (await me.get(`${RULES}/${id}/log`)).json;

// What a sync or an event brought is answered without anybody's doing.
const sent = (me, id, n) => house.until(
  async () => (await me.get(`${RULES}/${id}`)).json.sent_count === n, { what: `${n} sent` },
);

// A rule that was tried and is on.
async function enabled(me, rule = RULE) {
  const { id } = await me.expect(201, 'POST', RULES, rule);
  await me.expect(200, 'POST', `${RULES}/test`, { id });
  await me.expect(200, 'PATCH', `${RULES}/${id}`, { enabled: true });
  return id;
}

describe('rules', () => {
  it('are off until they were tried as they are', async () => {
    const me = watched(await recruiter(house));
    const past = await task('Java-разработчик, Анна');
    await sync(house, me);
    const rule = await me.expect(201, 'POST', RULES, { ...RULE, statuses: ['новая'], lists: [up.clickup.list] });
    assert.deepEqual(
      [rule.enabled, rule.tested_at, rule.sent_count, rule.regex, rule.hourly_limit], [false, null, 0, null, 60],
    );
    const early = await me.patch(`${RULES}/${rule.id}`, { enabled: true });
    assert.deepEqual([early.status, early.json.code], [409, 'reply.untested']);
    assert.equal((await me.post(RULES, { ...RULE, enabled: true })).json.code, 'reply.untested');
    const tried = await me.expect(200, 'POST', `${RULES}/test`, { id: rule.id });
    assert.ok(tried.checked > 0 && tried.matched >= 1);
    const sample = tried.sample.find(({ task_id: id }) => id === past);
    assert.match(sample.reply, /^Здравствуйте! Java-разработчик, Анна: новая, , \S.* https:\/\//);
    const on = await me.expect(200, 'PATCH', `${RULES}/${rule.id}`, { enabled: true });
    assert.ok(on.enabled && on.tested_at && on.enabled_at);
    const renamed = await me.expect(200, 'PATCH', `${RULES}/${rule.id}`, { name: 'Другое имя' });
    assert.equal(renamed.enabled, true);
    const other = await me.expect(200, 'PATCH', `${RULES}/${rule.id}`, { reply: 'Иначе' });
    assert.deepEqual([other.enabled, other.tested_at], [false, null]);
    assert.deepEqual(await answers(past), []);
    const draft = await me.expect(200, 'POST', `${RULES}/test`, { regex: '^java.разраб\\w+', reply: 'x', limit: 1000 });
    assert.ok(draft.sample.some(({ task_id: id }) => id === past));
    await me.expect(204, 'DELETE', `${RULES}/${rule.id}`);
    await me.expect(404, 'GET', `${RULES}/${rule.id}`);
    assert.deepEqual(me.wrong, []);
  });

  it('refuse what makes no sense, and hostile expressions in little time', async () => {
    const me = watched(await recruiter(house));
    const field = async (body, path = RULES) => {
      const { status, json } = await me.post(path, body);
      return status === 400 ? `${json.errors[0].field} ${json.errors[0].code}` : status;
    };
    assert.equal(await field({}), 'name required');
    assert.equal(await field({ name: 'a', reply: 'x' }), 'keywords required');
    assert.equal(await field({ ...RULE, keywords: ['!!!'] }), 'keywords[0] format');
    assert.equal(await field({ ...RULE, keywords: [1] }), 'keywords[0] type');
    assert.equal(await field({ ...RULE, keywords: Array(21).fill('a') }), 'keywords length');
    assert.equal(await field({ ...RULE, lists: ['../x'] }), 'lists[0] format');
    assert.equal(await field({ ...RULE, reply: 'Hi {nmae}' }), 'reply choice');
    assert.equal(await field({ ...RULE, reply: 'a'.repeat(4001) }), 'reply length');
    assert.equal(await field({ ...RULE, regex: '(' }), 'regex io.pattern_parenthesis');
    assert.equal(await field({ ...RULE, regex: '\\C' }), 'regex io.pattern');
    assert.equal(await field({ ...RULE, regex: '('.repeat(100) }), 'regex io.pattern');
    assert.equal(await field({ ...RULE, regex: 'a'.repeat(501) }), 'regex length');
    assert.equal(await field({ ...RULE, sent_count: 5 }), 'sent_count unknown');
    assert.equal(await field({ id: 1, reply: 'x' }, `${RULES}/test`), 'reply unknown');
    assert.equal(await field({ limit: 0, ...RULE }, `${RULES}/test`), 'limit range');
    await task(`x ${'a'.repeat(1000)}!`);
    await sync(house, me);
    assert.equal(await field({ regex: '(a+)+$', reply: 'x', limit: 1000 }, `${RULES}/test`), 'regex reply.slow');
    assert.deepEqual(me.wrong, []);
  });

  it('are of one person', async () => {
    const me = await recruiter(house);
    const { id } = await me.expect(201, 'POST', RULES, RULE);
    const other = await house.user();
    for (const [method, path, body] of [
      ['GET', `/${id}`], ['PATCH', `/${id}`, { name: 'x' }], ['DELETE', `/${id}`], ['GET', `/${id}/log`],
      ['POST', '/test', { id }],
    ]) {
      assert.equal((await other.send(method, RULES + path, body)).status, 404, `${method} ${path}`);
    }
    assert.deepEqual((await other.get(RULES)).json, []);
    assert.equal((await other.post(`${RULES}/test`, RULE)).json.code, 'clickup.unset');
    assert.equal((await (await house.user({ role: 'member' })).get(RULES)).status, 403);
    assert.equal((await house.anonymous().get(RULES)).status, 401);
    const reader = await me.token({ scopes: ['read'] });
    assert.equal((await reader.post(RULES, RULE)).status, 403);
  });
});

describe('answers', () => {
  it('go to what changed after, once, and are logged', async () => {
    const me = watched(await recruiter(house));
    const old = await task('Java разработчик старый', { updated: Date.now() - 3_600_000 });
    const id = await enabled(me);
    const fresh = await task('Ищем JAVA-разработчика');
    const foreign = await task('Python разработчик');
    await sync(house, me);
    await sent(me, id, 1);
    assert.equal((await answers(fresh)).length, 1);
    const [{ text }] = await answers(fresh);
    assert.match(text, /^Здравствуйте! Ищем JAVA-разработчика: новая/);
    const lines = text.split('\n').filter((line) => line.includes('hw-'));
    assert.equal(lines.length, 1, 'one line for people, whose link knows the answer again');
    assert.match(lines[0].replace(house.url, ''), /^Автоответ Hirewire: \/clickup\/auto-replies\/#hw-[\w-]{12}$/);
    assert.deepEqual([...await answers(old), ...await answers(foreign)], []);
    await up.clickup.changeTask(fresh, { name: 'Ищем Java разработчика ещё' });
    await sync(house, me);
    await house.until(
      async () => (await house.sql('SELECT COUNT(*) n FROM auto_reply_queue'))[0].n === 0, { what: 'looked at again' },
    );
    await tick();
    assert.equal((await answers(fresh)).length, 1);
    const [line] = await log(me, id);
    assert.deepEqual([line.task_id, line.state, line.attempts, line.error_code], [fresh, 'sent', 1, null]);
    assert.equal((await me.get(`${RULES}/${id}`)).json.sent_count, 1);
    assert.equal((await house.sql('SELECT COUNT(*) n FROM auto_reply_queue'))[0].n, 0);
    assert.deepEqual(me.wrong, []);
  });

  it('are not doubled by a lost answer, an error or kill -9', async () => {
    const me = await recruiter(house);
    const id = await enabled(me);
    const tasks = [];
    for (let n = 0; n < 6; n++) tasks.push(await task(`Java разработчик ${n}`));
    await up.clickup.fault({ kind: 'drop_after', method: 'POST', path: '/comment$', times: 1 });
    await up.clickup.fault({ kind: 'status', status: 500, method: 'POST', path: '/comment$', skip: 1, times: 1 });
    await up.clickup.fault({ kind: 'drop_before', method: 'POST', path: '/comment$', skip: 2, times: 1 });
    await sync(house, me);
    await house.until(
      async () => (await up.clickup.calls({ path: '/comment$' })).total >= 3, { what: 'the faults were met' },
    );
    // killed while the service is answering
    await up.clickup.latency(300);
    for (let n = 0; n < 4; n++) {
      await house.kill('tick');
      const child = house.launch('tick', ['replies']);
      const had = (await up.clickup.calls()).total;
      await Promise.race([
        end(child), house.until(async () => (await up.clickup.calls()).total > had, { timeout: 3000 }).catch(() => {}),
      ]);
      await end(child, 'SIGKILL');
    }
    await up.clickup.latency(0);
    await house.until(async () => {
      await tick();
      return (await log(me, id)).every(({ state }) => state === 'sent');
    }, { timeout: 20_000, every: 200, what: 'all sent' });
    for (const one of tasks) assert.equal((await answers(one)).length, 1, one);
    assert.equal((await me.get(`${RULES}/${id}`)).json.sent_count, 6);
  });

  it('that cannot be given are shown, and stop when the rule is switched off', async () => {
    const me = watched(await recruiter(house));
    const id = await enabled(me);
    const gone = await task('Java разработчик удалён');
    await up.clickup.fault({ kind: 'status', status: 404, method: 'POST', path: '/comment$', times: 1 });
    await sync(house, me);
    const line = await house.until(
      async () => (await log(me, id)).find(({
        task_id: one, state,
      }) => one === gone && state !== 'waiting' && state !== 'sending'),
      { what: 'the end of it' },
    );
    assert.deepEqual([line.state, line.error_code], ['failed', 'clickup.absent'], JSON.stringify(line));
    const late = await task('Java разработчик поздно');
    await up.clickup.fault({ kind: 'status', status: 401, path: '/(comment|user)$', times: 20 });
    await sync(house, me);
    await house.until(async () => (await log(me, id))[0].error_code === 'clickup.token', { what: 'the refusal' });
    assert.equal((await log(me, id))[0].state, 'waiting');
    await me.expect(200, 'PATCH', `${RULES}/${id}`, { enabled: false });
    assert.equal((await log(me, id))[0].state, 'cancelled');
    await house.sql("UPDATE auto_reply_log SET run_after = '2000-01-01'");
    await tick();
    assert.deepEqual(await answers(late), []);
    assert.deepEqual(me.wrong, []);
  });

  it('begin with the event that tells of the task', async () => {
    const me = await recruiter(house);
    const id = await enabled(me);
    await me.expect(200, 'POST', '/clickup/api/webhook', {});
    const changed = await task('Java разработчик из события');
    await up.clickup.sendHook({ event: 'taskCreated', task_id: changed });
    await sent(me, id, 1);
    assert.equal((await answers(changed)).length, 1);
    await me.expect(200, 'DELETE', '/clickup/api/webhook');
  });

  it('of one whose ClickUp is slow hold up nobody else', async () => {
    const [slow, quick] = [await recruiter(house), await recruiter(house)];
    const rules = [
      await enabled(slow, { ...RULE, keywords: ['медленно'] }), await enabled(quick, { ...RULE, keywords: ['быстро'] }),
    ];
    const [late, soon] = [await task('Медленно'), await task('Быстро')];
    await up.clickup.fault({
      kind: 'slow', delay_ms: 25_000, method: 'POST', path: `/task/${late}/comment$`, times: 5,
    });
    await sync(house, slow);
    await house.until(
      async () => (await log(slow, rules[0]))[0]?.state === 'sending', { what: 'the slow one is under way' },
    );
    await sync(house, quick);
    await sent(quick, rules[1], 1);
    assert.equal((await log(slow, rules[0]))[0].state, 'sending');
    assert.equal((await answers(soon)).length, 1);
    await house.kill('tick');
  });

  it('are so many in an hour: the rest wait, say why, and go out later', async () => {
    const me = watched(await recruiter(house));
    const id = await enabled(me, { ...RULE, hourly_limit: 2 });
    assert.equal((await me.get(`${RULES}/${id}`)).json.hourly_limit, 2);
    const tasks = [];
    for (let n = 0; n < 5; n++) tasks.push(await task(`Java разработчик ${n}`));
    await sync(house, me);
    await sent(me, id, 2);
    const waiting = await house.until(async () => {
      const lines = (await log(me, id)).filter(({ error_code: code }) => code === 'reply.hourly');
      return lines.length === 3 && lines;
    }, { what: 'three wait' });
    for (const line of waiting)
      assert.deepEqual([line.state, line.attempts, line.error_message], [
        'waiting', 0, 'Правило отвечает не больше 2 раз в час. Ответ ждёт своей очереди.',
      ]);
    await tick();
    assert.equal((await me.get(`${RULES}/${id}`)).json.sent_count, 2);
    for (const all of [4, 5]) {
      await house.sql(
        'UPDATE auto_reply_log SET intent_at = intent_at - INTERVAL 1 HOUR, run_after = run_after - INTERVAL 1 HOUR ' +
        'WHERE rule_id = ?',
        [id],
      );
      await tick();
      assert.equal((await me.get(`${RULES}/${id}`)).json.sent_count, all);
    }
    for (const one of tasks) assert.equal((await answers(one)).length, 1, one);
    const more = await me.expect(200, 'PATCH', `${RULES}/${id}`, { hourly_limit: 1000 });
    assert.deepEqual([more.hourly_limit, more.enabled], [1000, true]);
    for (const wrong of [0, 1001])
      assert.equal((await me.patch(`${RULES}/${id}`, { hourly_limit: wrong })).json.errors[0].code, 'range');
    assert.deepEqual(me.wrong, []);
  });
});
