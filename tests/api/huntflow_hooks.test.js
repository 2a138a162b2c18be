// Huntflow's webhook: registered from the settings, signed deliveries taken once, cached copies refreshed,
// pages notified.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ACCOUNT, applicant, connected, guarded } from '../lib/huntflow.js';
import { root, startHouse } from '../lib/house.js';
import { watched } from '../lib/openapi.js';

const data = (name) => readFileSync(`${root}/tests/data/huntflow/${name}`, 'utf8');

describe('webhook', () => {
  let house, me, up, account;

  before(async () => {
    house = await startHouse({ upstreams: true, env: { HUNTFLOW_LIMIT: '100000', FETCH_TIMEOUT_MS: '3000' } });
    up = house.up;
    account = up.huntflow.server.accounts.get(11);
    me = watched(await connected(house));
  });
  after(async () => { await house?.stop(); assert.deepEqual([...new Set(me.wrong)], []); });
  beforeEach(() => up.huntflow.clearFaults());

  const register = () => me.expect(200, 'POST', '/huntflow/webhook/');
  const remove = () => me.expect(200, 'DELETE', '/huntflow/webhook/');
  const hookOf = (id = 11) => up.huntflow.server.accounts.get(id).hooks[0];
  const stored = () => house.sql(
    "SELECT event, object_id, state, result FROM inbound_event WHERE provider = 'huntflow' ORDER BY id"
  );
  const clear = () => house.sql('DELETE FROM inbound_event');
  const checkNow = async (options) => {
    await house.sql('UPDATE webhook SET next_check_at = NOW(3)');
    assert.equal((await house.run('tick', ['hooks'], options)).code, 0);
  };
  const handled = () => house.until(async () => {
    const rows = await stored();
    return rows.length > 0 && rows.every(({ state }) => state === 'done') && rows;
  });
  const sign = (body, secret = hookOf().secret) => crypto.createHmac('sha256', secret).update(body).digest('hex');
  const deliver = (
    body, { event = 'APPLICANT', signature = sign(body), url = hookOf().url } = {}
  ) => house.anonymous().raw('POST', new URL(url).pathname, {
    headers: {
      'Content-Type': 'application/json', ...(event && { 'X-Huntflow-Event': event }),
      ...(signature && { 'X-Huntflow-Signature': signature })
    },
    body,
  });

  it('is registered in every organisation, and the PING is answered', async () => {
    const none = (await me.get('/huntflow/webhook/')).json;
    assert.deepEqual([none.registered, none.status, none.accounts], [false, 'off', []]);
    const on = await register();
    assert.deepEqual([on.registered, on.status, on.accounts], [true, 'active', [{ id: 11 }, { id: 12 }]]);
    assert.match(on.endpoint, /\/hooks\/huntflow\/\*\*\*$/);
    const [one, two] = [hookOf(11), hookOf(12)];
    assert.equal(one.url, two.url);
    assert.deepEqual(one.webhook_events, ['APPLICANT', 'VACANCY']);
    assert.ok(one.secret.length >= 32 && one.secret.length <= 64);
    const key = one.url.split('/').at(-1);
    for (const { name, text } of house.logs()) assert.ok(!text.includes(key) && !text.includes(one.secret), name);
    const [{ log }] = await house.sql(
      "SELECT GROUP_CONCAT(COALESCE(request_data, ''), COALESCE(response_data, ''), endpoint) log FROM api_call " +
      "WHERE endpoint LIKE '%hooks%'"
    );
    assert.ok(!log.includes(one.secret), 'the secret is in the call log');
    assert.ok(!log.includes(key), 'the key is in the call log');
  });

  it('stays as it is when registered again', async () => {
    const before_ = { ...hookOf() };
    await register();
    assert.deepEqual([account.hooks.length, hookOf().id, hookOf().url], [1, before_.id, before_.url]);
  });

  it('takes a signed event once, and tells pages', async () => {
    const one = applicant(house);
    await me.get(`${ACCOUNT}/applicants/${one.id}/`);
    one.first_name = 'Изменена';
    await clear();
    const sent = await up.huntflow.sendHook({ applicant: one.id, times: 3, event_id: '700' });
    assert.deepEqual(sent.map(({ status }) => status), [200, 200, 200]);
    const rows = await handled();
    assert.deepEqual(rows, [
      { event: 'APPLICANT/EDIT', object_id: `applicant-11-${one.id}`, state: 'done', result: 'stored' },
    ]);
    const [kept] = await house.sql('SELECT data FROM api_cache WHERE cache_key = ?', [`candidate_11_${one.id}`]);
    assert.equal(JSON.parse(kept.data).first_name, 'Изменена');
    const heard = await house.sql("SELECT data FROM event_log WHERE type = 'applicant'");
    assert.deepEqual(heard.map((row) => JSON.parse(row.data)), [{ id: one.id, account_id: 11, action: 'edit' }]);
    assert.equal((await me.get('/huntflow/webhook/')).json.events_received, 1);
  });

  it('only ends what is kept of one who is gone, and keeps nothing of one nobody looked at', async () => {
    const [gone, other] = [applicant(house), applicant(house)];
    await me.get(`${ACCOUNT}/applicants/${gone.id}/`);
    account.removeApplicant(gone);
    await clear();
    await deliver(JSON.stringify({
      event: { applicant: { id: gone.id } },
      meta: { account: { id: 11 }, event_type: 'APPLICANT', webhook_action: 'DELETE', event_id: '801' },
    }));
    await deliver(JSON.stringify({
      event: { applicant: { id: other.id } },
      meta: { account: { id: 11 }, event_type: 'APPLICANT', webhook_action: 'EDIT', event_id: '802' },
    }));
    assert.deepEqual((await handled()).map(({ result }) => result), ['cleared', 'cleared']);
    const [{ n }] = await house.sql("SELECT COUNT(*) n FROM api_cache WHERE path IN (?, ?)", [
      `/accounts/11/applicants/${gone.id}`, `/accounts/11/applicants/${other.id}`,
    ]);
    assert.equal(n, 0);
    assert.equal((await me.get(`${ACCOUNT}/applicants/${gone.id}/`)).status, 404);
  });

  it('tells what is known of people: a refusal, one that is taken back unseen, who is gone', async () => {
    const one = applicant(house, { email: 'stage@known.by' });
    const stored = () => house.sql('SELECT rejected FROM huntflow_person WHERE account_id = 11 AND applicant_id = ?',
      [one.id]);
    const refusal = account.data.statuses.find(({ type }) => type === 'trash');
    account.link(one, { vacancy: 1111, status: 1143 });
    await me.expect(200, 'GET', `${ACCOUNT}/applicants/${one.id}/`);
    assert.deepEqual(await stored(), [{ rejected: 0 }]);
    const sent = async (event_id) => {
      await clear();
      await up.huntflow.sendHook({ applicant: one.id, event_id });
      await handled();
    };
    account.link(one, { vacancy: 1111, status: refusal.id, rejection_reason: 1 });
    await sent('811');
    assert.deepEqual(await stored(), [{ rejected: 1 }]);
    await house.sql('DELETE FROM api_cache');
    account.link(one, { vacancy: 1111, status: 1143 });
    await sent('812');
    assert.deepEqual(await stored(), [{ rejected: 0 }]);
    account.removeApplicant(one);
    await clear();
    await deliver(JSON.stringify({
      event: { applicant: { id: one.id } },
      meta: { account: { id: 11 }, event_type: 'APPLICANT', webhook_action: 'DELETE', event_id: '813' },
    }));
    await handled();
    assert.deepEqual(await stored(), []);
  });

  it('tells a candidate’s timeline of moves between stages, each once', async () => {
    const boss = await house.user({ role: 'recruiter', company: me.user.company.name });
    const one = applicant(house, { email: 'moves@known.by' });
    const { json: { id } } = await boss.send('POST', '/api/v1/candidates', {
      last_name: 'Переходова', email: 'moves@known.by',
    });
    const moves = async () => (await boss.expect(200, 'GET', `/api/v1/candidates/${id}/timeline?kind=huntflow`))
      .filter(({ action }) => action === 'stage').map(({ data: { from, status } }) => [from, status]);
    const [first, second] = account.data.statuses.filter(({ type }) => type === 'user');
    account.link(one, { vacancy: 1111, status: first.id });
    await me.expect(200, 'GET', `${ACCOUNT}/applicants/${one.id}/`);
    assert.deepEqual(await moves(), [[null, first.name]]);
    for (const event of ['821', '822']) {
      if (event === '821') account.link(one, { vacancy: 1111, status: second.id });
      account.addLog(one, { type: 'COMMENT', vacancy: 1111, status: second.id, comment: 'Звонили' });
      await clear();
      await up.huntflow.sendHook({ applicant: one.id, event_id: event });
      await handled();
    }
    assert.deepEqual(await moves(), [[first.name, second.name], [null, first.name]]);
  });

  it('refreshes vacancies', async () => {
    await me.get(`${ACCOUNT}/vacancies/1110/`);
    account.vacancies.get(1110).position = 'Другая';
    await clear();
    await deliver(
      JSON.stringify({
        event: { vacancy: { id: 1110 } },
        meta: { account: { id: 11 }, event_type: 'VACANCY', webhook_action: 'EDIT', event_id: '803' },
      }),
      { event: 'VACANCY' },
    );
    assert.deepEqual(
      (await handled()).map(({ object_id: id, result }) => [id, result]), [['vacancy-11-1110', 'stored']],
    );
    assert.equal((await me.get(`${ACCOUNT}/vacancies/1110/`)).json.position, 'Другая');
    const [row] = await house.sql("SELECT data FROM event_log WHERE type = 'vacancy' ORDER BY id DESC LIMIT 1");
    assert.deepEqual(JSON.parse(row.data), { id: 1110, account_id: 11, action: 'edit' });
  });

  it('stores the official examples, also those without ids', async () => {
    await clear();
    for (const name of [
      'event-signed.json', 'event-old-applicant.json', 'event-vacancy.json', 'event-offer.json', 'event-request.json',
    ]) {
      assert.equal((await deliver(data(name), { event: null })).status, 200, name);
      assert.equal((await deliver(data(name), { event: null })).status, 200, name);
    }
    const rows = await handled();
    assert.equal(rows.length, 5);
    assert.deepEqual(rows.map(({ object_id: id }) => id), [
      'applicant-11-236', 'applicant-14-0', 'vacancy-14-9', 'applicant-14-10', '',
    ]);
    assert.equal(rows[4].result, 'foreign');
  });

  it('refuses what is not signed, or not by Huntflow', async () => {
    await clear();
    const body = JSON.stringify({ meta: { event_type: 'APPLICANT' } });
    for (const signature of [null, 'x', '0'.repeat(64), sign(`${body} `), sign(body, 'other'), `${sign(body)}0`]) {
      const res = await deliver(body, { signature });
      assert.deepEqual([res.status, res.json.code], [401, 'webhook.signature'], String(signature));
    }
    assert.equal((await deliver('{}', { event: 'PING', signature: null })).status, 401);
    assert.deepEqual(await stored(), []);
    assert.equal((await deliver('anything', { event: 'PING' })).status, 200);
    assert.deepEqual(await stored(), []);
    assert.equal((await deliver(body, { url: 'http://x/hooks/huntflow/unknown' })).status, 404);
    assert.equal((await deliver(body, { url: hookOf().url.replace('huntflow', 'clickup') })).status, 404);
    assert.equal((await house.anonymous().get(new URL(hookOf().url).pathname)).status, 405);
  });

  it('handles an event without an id again when it comes again', async () => {
    await clear();
    await house.sql('DELETE FROM event_log');
    const body = JSON.stringify({
      event: { vacancy: { id: 1110 } }, meta: { account: { id: 11 }, event_type: 'VACANCY', webhook_action: 'EDIT' },
    });
    for (let n = 1; n <= 2; n++) {
      await deliver(body, { event: 'VACANCY' });
      await handled();
      assert.equal((await house.sql("SELECT COUNT(*) n FROM event_log WHERE type = 'vacancy'"))[0].n, n);
    }
    assert.equal((await stored()).length, 1);
  });

  it('does not believe an old event: the applicant is read', async () => {
    const one = applicant(house);
    await me.get(`${ACCOUNT}/applicants/${one.id}/`);
    const deleted = async (days, id) => {
      await clear();
      const created = new Date(Date.now() - days * 86_400_000).toISOString();
      await deliver(JSON.stringify({
        event: { applicant: { id: one.id }, applicant_log: { id: 1, type: 'REMOVED', created } },
        meta: { account: { id: 11 }, event_type: 'APPLICANT', webhook_action: 'DELETE', event_id: id },
      }));
      const [{ result }] = await handled();
      const [row] = await house.sql("SELECT data FROM event_log WHERE type = 'applicant' ORDER BY id DESC LIMIT 1");
      return [result, JSON.parse(row.data).action];
    };
    assert.deepEqual(await deleted(4, '901'), ['stored', 'edit']);
    assert.deepEqual(await deleted(2, '902'), ['cleared', 'delete']);
  });

  it('keeps what it does not understand', async () => {
    await clear();
    for (const body of ['not json', '[]', '{}', ''])
      assert.equal((await deliver(body, { event: null })).status, 200, body);
    assert.deepEqual(
      new Set((await stored()).map(({ state, result }) => `${state} ${result}`)), new Set(['failed huntflow.shape']),
    );
  });

  it('tries again when Huntflow does not answer', async () => {
    const one = applicant(house);
    await me.get(`${ACCOUNT}/applicants/${one.id}/`);
    await clear();
    await up.huntflow.fault({ kind: 'status', status: 503, path: `/applicants/${one.id}$`, times: 20 });
    await up.huntflow.sendHook({ applicant: one.id });
    await house.until(async () => (await stored())[0]?.result === 'huntflow.down', { timeout: 20_000 });
    assert.equal((await stored())[0].state, 'ready');
    await up.huntflow.clearFaults();
    await house.until(async () => {
      await house.sql("UPDATE inbound_event SET run_after = NOW(3) WHERE state = 'ready'");
      assert.equal((await house.run('tick', ['events'])).code, 0);
      return (await stored())[0].state === 'done';
    }, { timeout: 20_000, what: 'it is done' });
  });

  it('is made anew when Huntflow has switched it off, and what was kept meanwhile ends', async () => {
    await register();
    await me.get(`${ACCOUNT}/vacancies/1111/`);
    hookOf(11).active = false;
    const old = hookOf(11).id;
    await house.sql('UPDATE webhook SET next_check_at = NOW(3)');
    assert.equal((await house.run('tick', ['hooks'])).code, 0);
    assert.deepEqual([account.hooks.length, hookOf().active, hookOf().id === old], [1, true, false]);
    const shown = (await me.get('/huntflow/webhook/')).json;
    assert.deepEqual([shown.status, shown.status_code], ['active', '']);
    assert.equal((await house.sql("SELECT COUNT(*) n FROM api_cache WHERE cache_key = 'vacancy_11_1111'"))[0].n, 0);
    assert.equal((await deliver('x', { event: 'PING' })).status, 200);
  });

  it('is tried again when it could not be made anew', async () => {
    await register();
    hookOf(11).active = false;
    await up.huntflow.fault({ kind: 'status', status: 503, method: 'POST', path: '/accounts/11/hooks', times: 20 });
    await checkNow();
    assert.equal(account.hooks.length, 0);
    const shown = (await me.get('/huntflow/webhook/')).json;
    assert.deepEqual([shown.registered, shown.status, shown.status_code], [true, 'suspended', 'huntflow.down']);
    await up.huntflow.clearFaults();
    await checkNow();
    assert.deepEqual([account.hooks.length, (await me.get('/huntflow/webhook/')).json.status], [1, 'active']);
  });

  it('comes to a new organisation by itself', async () => {
    const { accounts } = up.huntflow.server;
    const other = accounts.get(12);
    accounts.delete(12);
    other.hooks.length = 0;
    await remove();
    assert.deepEqual((await register()).accounts, [{ id: 11 }]);
    accounts.set(12, other);
    await checkNow();
    assert.deepEqual((await me.get('/huntflow/webhook/')).json.accounts, [{ id: 11 }, { id: 12 }]);
    assert.equal(other.hooks[0].url, hookOf().url);
  });

  it('follows the address of the house', async () => {
    const before_ = hookOf().url;
    await up.huntflow.settings({ ping: false });
    const moved = (url) => ({ env: { WEB_BASE_URL: url } });
    await checkNow(moved('https://hire.example'));
    assert.equal(hookOf().url, before_.replace(house.url, 'https://hire.example'));
    assert.equal(account.hooks.length, 1);
    await checkNow();
    assert.equal(hookOf().url, before_);
    await up.huntflow.settings({ ping: true });
  });

  it('goes on where one organisation denies', async () => {
    hookOf(12).active = false;
    await up.huntflow.fault({ kind: 'status', status: 403, path: '/accounts/11/hooks', times: 50 });
    await checkNow();
    assert.equal(hookOf(12).active, true);
    await remove();
    await up.huntflow.clearFaults();
    assert.deepEqual([account.hooks.length, up.huntflow.server.accounts.get(12).hooks.length], [1, 0]);
    await register();
    assert.deepEqual([account.hooks.length, up.huntflow.server.accounts.get(12).hooks.length], [1, 1]);
  });

  it('says when it was removed in Huntflow', async () => {
    account.hooks.length = 0;
    await house.sql('UPDATE webhook SET next_check_at = NOW(3)');
    await house.run('tick', ['hooks']);
    const partly = (await me.get('/huntflow/webhook/')).json;
    assert.deepEqual([partly.status, partly.status_code, partly.accounts], ['failing', 'webhook.gone', [{ id: 12 }]]);
    assert.match(partly.status_text, /удалён/);
    assert.ok((await me.get('/clickup')).json.attention.some(({ code }) => code === 'huntflow_webhook'));
    await checkNow();
    assert.equal((await me.get('/huntflow/webhook/')).json.status, 'failing');
    assert.equal(account.hooks.length, 0);
    up.huntflow.server.accounts.get(12).hooks.length = 0;
    await house.sql('UPDATE webhook SET next_check_at = NOW(3)');
    await house.run('tick', ['hooks']);
    assert.deepEqual((await me.get('/huntflow/webhook/')).json.registered, false);
    const on = await register();
    assert.deepEqual([on.status, account.hooks.length], ['active', 1]);
  });

  it('leaves ClickUp\'s check alone', async () => {
    await house.sql('UPDATE webhook SET next_check_at = NOW(3)');
    assert.equal((await house.run('tick', ['hooks'])).code, 0);
    assert.equal((await me.get('/huntflow/webhook/')).json.status, 'active');
  });

  it('is not registered twice when the answer is lost', async () => {
    await remove();
    assert.deepEqual([account.hooks.length, up.huntflow.server.accounts.get(12).hooks.length], [0, 0]);
    await up.huntflow.fault({ kind: 'drop_after', method: 'POST', path: '/accounts/11/hooks', times: 1 });
    assert.equal((await register()).registered, true);
    assert.equal(account.hooks.length, 1);
  });

  it('whose key is gone is shown and can be removed', async () => {
    const { url } = hookOf();
    await me.expect(200, 'PATCH', '/api/v1/profile', { huntflow_prod_api_key: '' });
    assert.equal((await me.get('/huntflow/webhook/')).json.registered, true);
    const off = await remove();
    assert.equal(off.registered, false);
    assert.equal((await deliver('x', { event: 'PING', url })).status, 404);
    assert.deepEqual(await house.sql("SELECT name FROM secret WHERE name LIKE 'webhook%'"), []);
    await me.expect(200, 'PATCH', '/api/v1/profile', { huntflow_prod_api_key: up.huntflow.api_key });
    assert.equal((await register()).registered, true);
    assert.equal(account.hooks.length, 1, 'what was left there is swept away');
  });

  it('is removed on both sides; deliveries find nobody then', async () => {
    const { url } = hookOf();
    const off = await remove();
    assert.deepEqual([off.registered, off.status, off.accounts], [false, 'off', []]);
    assert.equal(account.hooks.length, 0);
    assert.equal((await deliver('x', { event: 'PING', url, signature: 'x' })).status, 404);
    assert.equal((await remove()).registered, false);
    assert.equal((await house.sql("SELECT COUNT(*) n FROM secret WHERE name LIKE 'webhook%'"))[0].n, 0);
  });

  it('is refused in plain words', async () => {
    for (let n = 0; n < 5; n++)
      account.addHook({ url: 'https://other.example/', active: true, webhook_events: [], secret: 'x' });
    const full = await me.post('/huntflow/webhook/');
    assert.deepEqual([full.status, full.json.code], [400, 'huntflow.refused'], full.text);
    account.hooks.length = 0;
    await up.huntflow.fault({ kind: 'status', status: 503, path: '/hooks', times: 20 });
    const down = await me.post('/huntflow/webhook/');
    assert.equal(down.json.code, 'huntflow.down');
    assert.equal((await me.post('/huntflow/webhook/', { x: 1 })).status, 400);
  });

  it('is for recruiters', async () => {
    await guarded(house, [['POST', '/huntflow/webhook/']]);
    for (const role of ['candidate', 'member']) {
      const low = await house.user({ role });
      for (const method of ['GET', 'DELETE']) assert.equal((await low.send(method, '/huntflow/webhook/')).status, 403);
    }
    const stranger = await house.user();
    assert.equal((await stranger.get('/huntflow/webhook/')).json.registered, false);
    assert.equal((await stranger.del('/huntflow/webhook/')).status, 200);
  });
});

describe('webhook behind a private address', () => {
  it('is not offered', async () => {
    const house = await startHouse({ upstreams: true, env: { WEB_BASE_URL: 'http://localhost:1' } });
    try {
      const me = await house.user();
      await me.expect(
        200, 'PATCH', '/api/v1/profile',
        { huntflow_prod_url: house.up.huntflow.url, huntflow_prod_api_key: house.up.huntflow.api_key },
        { headers: { Origin: 'http://localhost:1' } },
      );
      const res = await me.post('/huntflow/webhook/', undefined, { headers: { Origin: 'http://localhost:1' } });
      assert.deepEqual([res.status, res.json.code], [409, 'webhook.address'], res.text);
    } finally {
      await house.stop();
    }
  });
});
