// bitrix_comments: comments of a mirrored task are on both sides, each once, changed and deleted together.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { bitrixEnv, mirrorBitrix, syncBitrix, syncKilledAt } from '../lib/bitrix.js';
import { startHouse } from '../lib/house.js';
import { Bitrix } from '../upstreams/bitrix.js';

const sim = new Bitrix({ people: 5 });
let house, companies = 0;
before(async () => {
  await sim.start();
  house = await startHouse({ env: bitrixEnv() });
});
after(async () => { await house?.stop(); await sim.stop(); });
afterEach(() => { sim.clear(); sim.portal.comments.length = 0; });

/* One task that both sides have: { task, id: there, say(text), ours(), theirs() }. */
async function talk(more) {
  const made = await mirrorBitrix(house, sim, {
    company: `Разговор ${++companies}`, group: 300 + companies, ...more,
  });
  const external = made.there({ TITLE: 'Общая' });
  await made.sync();
  const [task] = await made.ours();
  const path = `/api/v1/tasks/${task.id}/comments/`;
  const listed = async () => (await made.admin.expect(200, 'GET', path)).reverse();
  return {
    ...made, account: made.id, external, path, listed,
    say: (text, who = made.admin) => who.expect(201, 'POST', path, { text }),
    saidThere: (text, extra) => sim.portal.addComment(external, { POST_MESSAGE: text, ...extra }),
    here: async () => (await listed()).filter((one) => !one.deleted_at).map(({ text }) => text),
    there: () => sim.portal.comments.filter((one) => one.task === external).map(({ json }) => json),
  };
}
const bare = ({ POST_MESSAGE: text }) => text.replace(/\n\nhirewire-\S+$/, '');

describe('comments', () => {
  it('go both ways, once; who is not linked is named, who is speaks for themselves', async () => {
    const t = await talk();
    const name = sim.portal.member('2').name;
    t.saidThere('Позвоните [b]Анне[/b], [USER=3]Пётр[/USER]', { AUTHOR_ID: '2' });
    await t.say('Позвонил');
    const log = await t.sync({ full: true });
    assert.deepEqual([log.status, log.created], ['success', 2]);
    assert.deepEqual((await t.here()).sort(), [`${name} (Bitrix24): Позвоните Анне, Пётр`, 'Позвонил'].sort());
    const [, made] = t.there();
    assert.match(made.POST_MESSAGE, /^.+ \(Hirewire\): Позвонил\n\nhirewire-[\w-]{22}$/);
    await syncBitrix(house, t.admin, t.account, 'employees');
    const [employee] = await t.admin.expect(200, 'GET', `/api/v1/bitrix24/employees/?account_id=${t.account}&q=${
      encodeURIComponent(sim.portal.users.get('3').LAST_NAME)}`);
    await t.admin.expect(200, 'POST', `/api/v1/bitrix24/employees/${employee.id}/link/`, { user_id: t.admin.user.id });
    t.saidThere('Сам сказал', { AUTHOR_ID: String(employee.metadata.bitrix_id) });
    await t.say('Сам написал');
    await t.sync({ full: true });
    const mine = (await t.listed()).find(({ text }) => text === 'Сам сказал');
    assert.equal(mine.user, t.admin.user.id);
    const theirs = t.there().find((one) => bare(one) === 'Сам написал');
    assert.equal(theirs.AUTHOR_ID, String(employee.metadata.bitrix_id));
    const before = [await t.here(), structuredClone(t.there())];
    for (let n = 0; n < 2; n++) {
      const again = await t.sync({ full: true });
      assert.deepEqual([again.created, again.updated, again.failed], [0, 0, 0]);
    }
    assert.deepEqual([await t.here(), t.there()], before);
  });

  it('that change on one side change on the other; of two changes that of their own side holds', async () => {
    const t = await talk();
    const id = t.saidThere('их', { AUTHOR_ID: '2' });
    const own = await t.say('наш');
    await t.sync({ full: true });
    const theirs = (key) => t.there().find((one) => one.ID === key);
    const made = t.there().find((one) => one.ID !== id);
    theirs(id).POST_MESSAGE = 'их, иначе';
    await t.admin.expect(200, 'PATCH', `${t.path}${own.id}/`, { text: 'наш, иначе' });
    await t.sync({ full: true });
    assert.ok((await t.here()).some((text) => text.endsWith(': их, иначе')), String(await t.here()));
    assert.match(theirs(made.ID).POST_MESSAGE, /: наш, иначе\n\nhirewire-/);
    // Somebody changes ours there: it comes here without the name before it.
    theirs(made.ID).POST_MESSAGE = theirs(made.ID).POST_MESSAGE.replace('наш, иначе', 'наш, по-ихнему');
    await t.sync({ full: true });
    assert.ok((await t.here()).includes('наш, по-ихнему'), String(await t.here()));
    theirs(made.ID).POST_MESSAGE = theirs(made.ID).POST_MESSAGE.replace('по-ихнему', 'там');
    await t.admin.expect(200, 'PATCH', `${t.path}${own.id}/`, { text: 'наш, здесь' });
    await t.sync({ full: true });
    assert.ok((await t.here()).includes('наш, здесь'));
    assert.match(theirs(made.ID).POST_MESSAGE, /наш, здесь/);
  });

  it('that are deleted there go here, ours there, theirs stay; an empty list deletes nothing', async () => {
    const t = await talk();
    const [a, b] = ['раз', 'два'].map((text) => t.saidThere(text, { AUTHOR_ID: '2' }));
    const own = await t.say('наш');
    await t.sync({ full: true });
    const listed = await t.listed();
    const of = (text) => listed.find((one) => one.text.endsWith(`: ${text}`));
    sim.portal.comments.splice(sim.portal.comments.findIndex(({ json }) => json.ID === a), 1);
    await t.admin.expect(204, 'DELETE', `${t.path}${of('два').id}/`);
    await t.admin.expect(204, 'DELETE', `${t.path}${own.id}/`);
    await t.sync({ full: true });
    assert.deepEqual(await t.here(), []);
    assert.deepEqual(t.there().map(({ ID }) => ID), [b]);
    await t.say('последний');
    await t.sync({ full: true });
    const kept = sim.portal.comments.splice(0);
    await t.sync({ full: true });
    assert.deepEqual(await t.here(), ['последний']);
    sim.portal.comments.push(...kept);
    await t.sync({ full: true });
    assert.deepEqual([(await t.here()).length, t.there().length], [1, 2]);
  });

  it('that the portal says itself, or that somebody copied with our mark, are no new ones', async () => {
    const t = await talk();
    t.saidThere('commentAuxTaskInfo|created');
    await t.say('наш');
    await t.sync({ full: true });
    const made = t.there().find(({ POST_MESSAGE: text }) => text.includes('hirewire-'));
    t.saidThere(made.POST_MESSAGE, { AUTHOR_ID: '2' });
    await t.sync({ full: true });
    assert.deepEqual([await t.here(), t.there().length], [['наш'], 3]);
  });

  it('that a portal has no time for now come once it has: neither side loses one', async () => {
    const t = await talk();
    t.saidThere('там', { AUTHOR_ID: '2' });
    const own = await t.say('здесь');
    const busy = (method) => sim.used.set(method, { seconds: sim.operatingLimit, ends: sim.now() + 1000 });
    busy('task.commentitem.getlist');
    busy('task.commentitem.add');
    assert.deepEqual((({ status, failed }) => [status, failed])(await t.sync({ full: true })), ['success', 0]);
    assert.deepEqual([(await t.here()).length, t.there().length], [2, 2]);
    await t.admin.expect(200, 'PATCH', `${t.path}${own.id}/`, { text: 'здесь, иначе' });
    sim.busyOnce = new Set(['task.commentitem.update']);
    assert.equal((await t.sync({ full: true })).failed, 0);
    assert.ok(t.there().some((one) => /здесь, иначе/.test(one.POST_MESSAGE)));
  });

  it('killed at any call go on: none is doubled, none is lost; a late one is waited for', async () => {
    const t = await talk();
    const all = [];
    let at = 0, calls;
    do {
      t.saidThere(`там ${at}`, { AUTHOR_ID: '2' });
      await t.say(`здесь ${at}`);
      all.push(`здесь ${at}`, `там ${at}`);
      at++;
      calls = await syncKilledAt(house, sim, t.account, at);
      await house.sql("UPDATE sync_run SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'running'");
      await house.sql('UPDATE bitrix_comment SET sent_at = sent_at - INTERVAL 1 HOUR');
      assert.equal((await house.run('tick', ['accounts'])).code, 0);
    } while (calls >= at);
    await t.sync({ full: true });
    assert.ok(at > 3, 'it was killed at the page, at the list and at the batch');
    const short = (text) => /(там|здесь) \d+$/.exec(text)[0];
    assert.deepEqual((await t.here()).map(short).sort(), all.sort());
    assert.deepEqual(t.there().map(bare).map(short).sort(), all);
    await t.say('поздний');
    const lists = sim.count('task.commentitem.getlist');
    sim.fault('late', { method: 'batch', skip: 1, delay_ms: 60_000 });
    await t.sync();
    assert.ok(sim.count('task.commentitem.getlist') > lists);
    await t.sync();
    sim.clockMs += 61_000;
    await t.sync();
    sim.clockMs = 0;
    assert.equal(t.there().filter((one) => /поздний/.test(one.POST_MESSAGE)).length, 1);
  });

  it('are told of by the portal: read at once', async () => {
    const t = await talk();
    const { hook_url: url } = await t.admin.expect(200, 'PATCH', `/api/v1/bitrix24/accounts/${t.account}/`, {
      credentials: { application_token: 'app-token-1234' },
    });
    const id = t.saidThere('новый', { AUTHOR_ID: '2' });
    assert.deepEqual(await sim.deliver(url, 'ONTASKCOMMENTADD', {
      FIELDS_BEFORE: 'undefined', FIELDS_AFTER: { ID: id, MESSAGE_ID: id, TASK_ID: t.external },
    }), [200]);
    await house.until(async () => {
      await house.sql("UPDATE inbound_event SET received_at = received_at - INTERVAL 20 SECOND, run_after = NOW(3) "
        + "WHERE state = 'ready'");
      await house.run('tick', ['events']);
      await house.run('tick', ['accounts']);
      return (await t.here()).length === 1;
    }, { timeout: 30_000, what: 'the comment' });
  });

  it('are left where the mapping leaves them out, and where the portal does not let us read them', async () => {
    const without = await talk({ fields: ['title'] });
    without.saidThere('нет');
    await without.sync({ full: true });
    assert.deepEqual(await without.here(), []);
    const t = await talk();
    t.saidThere('нет');
    const { run } = sim;
    sim.run = function closed(method, ...more) {
      return run.call(this, method.startsWith('task.comment') ? 'task.unknown' : method, ...more);
    };
    const log = await t.sync({ full: true });
    sim.run = run;
    assert.deepEqual([log.status, log.metadata.skipped.map(({ part, code }) => [part, code])],
      ['success', [['comments', 'bitrix.method']]]);
    await t.sync();
    assert.equal((await t.here()).length, 1, 'read as soon as they may be');
  });
});
