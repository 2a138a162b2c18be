// A local application of a portal: somebody signs in, the pair of tokens is renewed by one process at a time.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { ACCOUNTS, bitrixEnv, connectBitrix, syncBitrix } from '../lib/bitrix.js';
import { startHouse } from '../lib/house.js';
import { problem } from '../lib/problem.js';
import { Bitrix } from '../upstreams/bitrix.js';

const CALLBACK = '/api/v1/bitrix24/oauth/callback/';
const sim = new Bitrix({ people: 120 });
let house;
before(async () => {
  await sim.start();
  house = await startHouse({ env: { ...bitrixEnv(), BITRIX24_OAUTH_URL: sim.origin } });
});
after(async () => { await house?.stop(); await sim.stop(); });
beforeEach(() => { sim.clear(); sim.renew(); });

let companies = 0;
async function connect() {
  const admin = await house.user({ role: 'admin', company: `Company ${++companies}` });
  const { id } = await admin.expect(201, 'POST', ACCOUNTS, {
    name: 'Приложение', credentials: { client_id: sim.client.id, client_secret: sim.client.secret },
    settings: { portal: sim.origin, auto_sync: false },
  });
  return { admin, id, url: `${ACCOUNTS}${id}/` };
}
/* The person agrees at the portal: the query that the browser comes back with. */
async function agree(admin, url) {
  const { authorize_url: page } = await admin.expect(200, 'GET', `${url}connect/`);
  const res = await fetch(page, { redirect: 'manual' });
  return new URL(res.headers.get('location')).searchParams;
}

describe('a local application', () => {
  test('is signed in to, and works', async () => {
    const { admin, id, url } = await connect();
    problem(await admin.post(`${url}test-connection/`), 422, 'bitrix.unset');
    const back = await agree(admin, url);
    const account = await admin.expect(200, 'GET', `${CALLBACK}?${back}`);
    const { credentials: { access_token: token }, facts } = account;
    assert.deepEqual([account.id, account.status, token.set, facts.user.id], [id, 'active', true, 1]);
    assert.ok(token.expires_at);
    assert.equal((await syncBitrix(house, admin, id)).created, 120);
    problem(await admin.get(`${CALLBACK}?${back}`), 409, 'platform.sign_in_state');
  });

  test('a state is for its person and its portal', async () => {
    const { admin, url } = await connect();
    const { admin: other } = await connect();
    const back = await agree(admin, url);
    problem(await other.get(`${CALLBACK}?${back}`), 409, 'platform.sign_in_state');
    back.set('domain', 'elsewhere.bitrix24.ru');
    problem(await admin.get(`${CALLBACK}?${back}`), 409, 'bitrix.other_portal');
    const again = await agree(admin, url);
    again.set('code', 'wrong');
    problem(await admin.get(`${CALLBACK}?${again}`), 424, 'bitrix.expired');
  });

  test('who refuses it at the portal hears that, and an account that is signed in to stays at its portal', async () => {
    const { admin, url } = await connect();
    const { searchParams: asked } = new URL((await admin.expect(200, 'GET', `${url}connect/`)).authorize_url);
    const refused = new URLSearchParams({ error: 'access_denied', state: asked.get('state') });
    problem(await admin.get(`${CALLBACK}?${refused}`), 409, 'platform.sign_in_refused');
    await admin.expect(200, 'GET', `${CALLBACK}?${await agree(admin, url)}`);
    problem(await admin.patch(url, { settings: { portal: 'south.bitrix24.by' } }), 409, 'service.account_moved');
  });

  test('a browser that cannot be sent there goes back to the page, which says why', async () => {
    const { admin } = await connect();
    const { id } = await connectBitrix(house, sim, { admin, name: 'По вебхуку' });
    const asPage = { headers: { Accept: 'text/html' } };
    const back = async (path) => (await admin.raw('GET', path, asPage)).headers.location;
    assert.equal(await back(`${ACCOUNTS}${id}/connect/`), '/bitrix24/?failed=bitrix.unset');
    problem(await admin.get(`${ACCOUNTS}${id}/connect/`), 422, 'bitrix.unset');
    const board = await admin.expect(201, 'POST', '/api/integrations', { platform: 'hh_ru', name: 'Без ключей' });
    assert.match(await back(`/api/integrations/${board.id}/connect`), /^\/integrations\/\?tab=manage&failed=\w/);
  });

  test('a token that is over is renewed once, whoever asks', async () => {
    const { admin, url } = await connect();
    await admin.expect(200, 'GET', `${CALLBACK}?${await agree(admin, url)}`);
    const [pair] = sim.pairs;
    sim.expire(pair);
    await Promise.all([1, 2, 3].map(() => admin.expect(200, 'POST', `${url}test-connection/`)));
    assert.deepEqual([pair.traded, sim.pairs.length], [true, 2]);
    sim.pairs[1].traded = true;
    sim.expire(sim.pairs[1]);
    problem(await admin.post(`${url}test-connection/`), 424, 'bitrix.expired');
    assert.equal((await admin.expect(200, 'GET', url)).status, 'error');
  });

  test('no log has a token or the secret', async () => {
    const { admin, id, url } = await connect();
    await admin.expect(200, 'GET', `${CALLBACK}?${await agree(admin, url)}`);
    sim.expire(sim.pairs[0]);
    await admin.expect(200, 'POST', `${url}test-connection/`);
    const secrets = [sim.client.secret, ...sim.pairs.flatMap(({ access, refresh }) => [access, refresh])];
    const calls = JSON.stringify(await house.sql('SELECT * FROM api_call WHERE connection_id = ?', [id]));
    for (const secret of secrets) {
      assert.ok(!calls.includes(secret));
      for (const { name, text } of house.logs()) assert.ok(!text.includes(secret), name);
    }
  });
});
