// client: who asks: by which name of ours, from which page, through which proxy.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { talk } from '../lib/client.js';
import { startHouse } from '../lib/house.js';

describe('who asks', () => {
  let house;
  before(async () => {
    house = await startHouse({
      env: {
        WEB_ORIGINS: 'https://second.example:8443, http://third.example', TRUSTED_PROXIES: '127.0.0.1,10.9.0.0/16',
      },
    });
  });
  after(() => house.stop());

  // Both as they are sent, also what a client library would not let through.
  async function ask(target, method, path, headers, body = '') {
    const lines = Object.entries({
      Host: '127.0.0.1', ...headers, 'Content-Length': body.length, Connection: 'close',
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    const said = await talk(target, `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
    return { status: Number(/^HTTP\/1.1 (\d+)/.exec(said)[1]), said };
  }

  it('by a name that is not ours gets 421', async () => {
    const { port } = new URL(house.url);
    for (const host of [
      '127.0.0.1', `127.0.0.1:${port}`, 'localhost', 'LOCALHOST:1', '[::1]', 'second.example', 'third.example:99',
    ]) {
      assert.equal((await ask(house, 'GET', '/health', { Host: host })).status, 200, host);
    }
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'example', '10.0.0.1', 'xsecond.example']) {
      for (const path of [
        '/health', '/', '/worker.js', '/hooks/clickup/x', '/ws/tasks/', '/nothing', '/index.html',
      ]) {
        const { status, said } = await ask(house, 'GET', path, { Host: host });
        assert.equal(status, 421, `${host} ${path}`);
        assert.match(said, /"code":"io\.host"/);
      }
    }
  });

  it('a write is taken from pages of the addresses that are configured, whatever Host says', async () => {
    const login = (origin, host = '127.0.0.1') => ask(
      house, 'POST', '/api/v1/auth/login', { Host: host, Origin: origin, 'Content-Type': 'application/json' }, '{}',
    );
    for (const origin of [
      house.url, 'https://second.example:8443', 'http://third.example', `http://localhost:${new URL(house.url).port}`,
    ]) {
      assert.equal((await login(origin)).status, 400, origin);
    }
    for (const origin of [
      'https://second.example', 'http://127.0.0.1', 'http://evil.example', 'null', 'https://third.example',
    ]) {
      assert.equal((await login(origin, 'third.example')).status, 403, origin);
    }
  });

  it('the program itself does not take Host for its own name', async () => {
    const env = {
      REQUEST_METHOD: 'POST', DOCUMENT_URI: '/api/v1/auth/login', REQUEST_SCHEME: 'http', HTTP_HOST: 'evil.example',
      HTTP_ORIGIN: 'http://evil.example', REMOTE_ADDR: '127.0.0.1',
    };
    const { stdout } = await house.run('signin', [], { env });
    assert.match(stdout, /^Status: 403/);
  });

  // The address that a session and the log have of a sign-in with these headers.
  async function seen(target, headers) {
    const client = target.anonymous();
    const { email } = (await target.user()).user;
    const res = await client.post('/api/v1/auth/link', { token: await target.loginToken(email) }, { headers });
    assert.equal(res.status, 200, res.text);
    const cookies = String(res.headers['set-cookie']);
    const [{ address }] = await target.sql('SELECT address FROM session ORDER BY id DESC LIMIT 1');
    const id = res.headers['x-request-id'];
    await target.until(() => target.log('access').includes(id));
    const { from } = JSON.parse(target.log('access').split('\n').find((line) => line.includes(id)));
    assert.equal(from, address);
    return { address, secure: cookies.includes('; Secure') };
  }

  it('through trusted proxies is the last that is none', async () => {
    for (const [forwarded, address] of [
      ['203.0.113.7', '203.0.113.7'], ['6.6.6.6, 203.0.113.7', '203.0.113.7'], ['203.0.113.7, 10.9.1.1', '203.0.113.7'],
      ['6.6.6.6, 203.0.113.7,10.9.1.1 , 10.9.2.2', '203.0.113.7'], ['10.9.1.1', '10.9.1.1'],
      ['10.9.1.1, 10.9.2.2', '10.9.1.1'],
      ['2001:db8::7', '2001:db8::7'], ['unknown', '127.0.0.1'], ['', '127.0.0.1'],
    ]) {
      assert.equal((await seen(house, { 'X-Forwarded-For': forwarded })).address, address, forwarded);
    }
    assert.equal((await seen(house, { 'X-Forwarded-Proto': 'https' })).secure, true);
    assert.equal((await seen(house, { 'X-Forwarded-Proto': 'http' })).secure, false);
  });

  it('the metrics are not for what a proxy passes on', async () => {
    assert.equal((await house.anonymous().get('/metrics')).status, 200);
    assert.equal(
      (await house.anonymous().get('/metrics', { headers: { 'X-Forwarded-For': '127.0.0.1' } })).status, 403,
    );
  });

  it('nobody else is believed, and each client of a proxy has limits of its own', async () => {
    const direct = await startHouse({ env: { RATE: '5' } });
    const proxied = await startHouse({ env: { RATE: '5', TRUSTED_PROXIES: '127.0.0.1' } });
    try {
      assert.deepEqual(
        await seen(direct, { 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Proto': 'https' }),
        { address: '127.0.0.1', secure: false },
      );
      const burst = async (target, addressOf) => {
        const all = await Promise.all(Array.from({ length: 60 }, (_, n) => target.anonymous().get('/health', {
          headers: { 'X-Forwarded-For': addressOf(n) },
        })));
        return all.filter(({ status }) => status === 429).length;
      };
      const eachOwn = (n) => `203.0.113.${n}`;
      assert.ok(await burst(direct, eachOwn) > 0);
      assert.equal(await burst(proxied, eachOwn), 0);
      assert.ok(await burst(proxied, () => '198.51.100.1') > 0);
    } finally {
      await direct.stop();
      await proxied.stop();
    }
  });

  it('a proxy that is no address stops the start, with a sentence', async () => {
    await assert.rejects(
      startHouse({ env: { TRUSTED_PROXIES: '127.0.0.1; }' } }),
      /TRUSTED_PROXIES: 127\.0\.0\.1; is no address and no network/,
    );
  });
});
