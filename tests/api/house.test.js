// The house itself: what nginx serves to whom, live events, and that starting, stopping,
// reloading and dying processes lose nothing.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, realpathSync,
  renameSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import http from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import WebSocket from 'ws';
import { talk } from '../lib/client.js';
import { root, startHouse } from '../lib/house.js';

const HTML = { headers: { Accept: 'text/html,application/xhtml+xml' } };
const PAGES = ['/', '/login', '/login/', '/profile/', '/clickup/', '/clickup', '/clickup/settings/', '/clickup/tasks/',
  '/clickup/task/86dabc/', '/clickup/bulk-import/', '/clickup/bulk-import/7/', '/clickup/sync-logs/'];

function problem(res, status, code) {
  assert.equal(res.status, status, res.text);
  assert.match(res.headers['content-type'], /^application\/problem\+json/);
  assert.equal(res.json.status, status);
  assert.equal(res.json.code, code);
  assert.ok(res.json.request_id);
  assert.equal(res.headers['x-request-id'], res.json.request_id);
}

// Publishes as a program does: through the internal socket.
function publish(house, channel, text) {
  return new Promise((done, fail) => {
    const req = http.request({
      socketPath: join(house.folder, 'sock/push.sock'), path: `/publish?channel=${channel}`, method: 'POST',
    },
      (res) => { res.resume(); done(res.statusCode); });
    req.on('error', fail);
    req.end(text);
  });
}

describe('installed', () => {
  it('systemd starts every pool that nginx asks', (t) => {
    const dest = mkdtempSync(join(tmpdir(), 'hirewire-install-'));
    t.after(() => rmSync(dest, { recursive: true }));
    execFileSync(join(root, 'nginx/install'), { env: { ...process.env, DESTDIR: dest, PREFIX: '/usr' } });
    const target = readFileSync(join(dest, 'usr/lib/systemd/system/hirewire.target'), 'utf8');
    const started = [...target.matchAll(/hirewire-pool@(\w+)\.service/g)].map(([, pool]) => pool);
    const asked = new Set([
      ...readFileSync(join(dest, 'usr/share/hirewire/nginx/programs.conf'), 'utf8').matchAll(/^\t\t"[^"]*" (\w+);/gm)
    ].map(([, program]) => program));
    assert.deepEqual(started.sort(), [...asked].sort());
    for (const pool of started) assert.ok(existsSync(join(dest, 'usr/lib/hirewire/cgi-bin', pool)), pool);
    for (const name of ['hirewire-pool@.service', 'hirewire-nginx.service']) {
      const unit = readFileSync(join(dest, 'usr/lib/systemd/system', name), 'utf8');
      for (const line of [
        'SystemCallFilter=@system-service seccomp', 'CapabilityBoundingSet=', 'ProtectProc=invisible',
        'NoNewPrivileges=yes', 'RestrictNamespaces=yes',
      ]) {
        assert.ok(unit.includes(`\n${line}`), `${name}: ${line}`);
      }
      assert.ok(!unit.includes('@HARDENING@'), name);
    }
  });

  it('a pool has the size that the configuration says, else that of nginx/pools', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'hirewire-pool-'));
    t.after(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'cgi-bin'));
    for (const name of ['clickup', 'settings'])
      writeFileSync(join(folder, 'cgi-bin', name), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
    writeFileSync(join(folder, 'hirewire.conf'), 'PORT=1\nPOOL_CLICKUP=7\n');
    const env = {
      PATH: `${folder}:${process.env.PATH}`, HIREWIRE_CONF: join(folder, 'hirewire.conf'), HIREWIRE_BIN: folder,
      HIREWIRE_SOCK: folder,
    };
    const size = (pool, more = {}) => /--pool \S+ (\S+)\n/.exec(execFileSync(join(root, 'nginx/pool'), [pool], {
      env: { ...env, ...more }, encoding: 'utf8',
    }))[1];
    const usual = /^settings\s+settings\s+(\d+)/m.exec(readFileSync(join(root, 'nginx/pools'), 'utf8'))[1];
    assert.deepEqual([size('clickup'), size('clickup', { POOL_CLICKUP: '9' }), size('settings')], ['7', '9', usual]);
  });
});

describe('what nginx answers by itself', () => {
  let house; let nobody; let user;
  before(async () => {
    house = await startHouse();
    nobody = house.anonymous();
    user = await house.user();
  });
  after(() => house.stop());

  it('gives browsers the page at every page URL', async () => {
    for (const path of PAGES) {
      const res = await nobody.get(path, HTML);
      assert.equal(res.status, 200, path);
      assert.match(res.headers['content-type'], /^text\/html/);
      assert.equal(res.headers['cache-control'], 'no-cache');
      assert.match(String(res.headers.vary), /Accept\b/);
    }
  });

  it('logs who asked what, and tells nobody', async () => {
    const res = await user.get('/api/v1/auth/me');
    const id = res.headers['x-request-id'];
    assert.equal(res.headers['x-user'], undefined);
    const line = await house.until(() => house.log('access').split('\n').find((text) => text.includes(id)));
    const { user: who, program, path, status } = JSON.parse(line);
    assert.deepEqual([who, program, path, status], [String(user.user.id), 'signin', '/api/v1/auth/me', 200]);
  });

  it('gives everything else JSON, with and without the slash', async () => {
    for (const path of [
      '/api/v1/profile', '/api/v1/profile/', '/clickup/settings', '/clickup/settings/', '/clickup/tasks/',
      '/clickup/bulk-import',
    ]) {
      problem(await nobody.get(path), 401, 'auth');
    }
  });

  it('answers an unknown address with a problem, or the page with 404', async () => {
    problem(await nobody.get('/nothing/here'), 404, 'absent');
    problem(await nobody.get('/clickup/api/nothing'), 404, 'absent');
    const page = await nobody.get('/nothing/here', HTML);
    assert.equal(page.status, 404);
    assert.match(page.headers['content-type'], /^text\/html/);
  });

  it('refuses in the language of the browser, and says what a file takes', async () => {
    const english = { headers: { 'Accept-Language': 'en-GB,en;q=0.9' } };
    assert.match((await nobody.get('/nothing/here')).json.detail, /^По этому адресу/);
    assert.match((await nobody.get('/nothing/here', english)).json.detail, /^There is nothing/);
    problem(await nobody.get('/js/nothing.js'), 404, 'absent');
    problem(await nobody.get('/js/main.js', { headers: { Range: 'bytes=99999999-' } }), 416, 'http');
    for (const [path, allow] of [['/css/app.css', 'GET, HEAD'], ['/openapi.json', 'GET, HEAD']]) {
      const res = await nobody.raw('POST', path, english);
      problem(res, 405, 'method');
      assert.equal(res.headers.allow, allow, path);
      assert.match(res.json.detail, /^This address does not/);
    }
  });

  it('refuses what is no HTTP, in the same words', async () => {
    const head = 'Host: 127.0.0.1\r\nConnection: close\r\n';
    const form = `${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const cases = [
      [`GET /${'a'.repeat(40_000)} HTTP/1.1\r\n${head}\r\n`, 414, 'too_large'],
      [`GET / HTTP/1.1\r\n${head}X: ${'a'.repeat(40_000)}\r\n\r\n`, 431, 'too_large'],
      ['\x16\x03\x01\r\n\r\n', 400, 'http'], [`get / HTTP/1.1\r\n${head}\r\n`, 400, 'http'],
      ['GET / HTTP/1.1\r\n\r\n', 400, 'http'], [`GET /../../x HTTP/1.1\r\n${head}\r\n`, 400, 'http'],
      [`GET /health%00 HTTP/1.1\r\n${head}\r\n`, 400, 'http'], [`GET / HTTP/9.9\r\n${head}\r\n`, 400, 'http'],
      [`POST /api/v1/auth/login HTTP/1.1\r\n${head}Transfer-Encoding: gzip\r\n\r\n`, 400, 'http'],
      [
        `POST /api/v1/auth/login HTTP/1.1\r\n${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
        400, 'http',
      ],
      [`POST /api/v1/auth/login HTTP/1.1\r\n${form}zz\r\n`, 400, 'http'],
      [`POST /api/v1/auth/login HTTP/1.1\r\n${form}2\r\n{}\r\n0\r\n\r\n`, 400, 'input'],
    ];
    for (const [text, status, code] of cases) {
      const said = await talk(house, text);
      assert.match(
        said,
        new RegExp(`^HTTP/1.1 ${status} [^]*application/problem\\+json[^]*"status":${status},[^]*"code":"${code}"`),
        text.slice(0, 60),
      );
    }
    assert.equal((await nobody.get('/problem/400')).status, 404);
  });

  it('keeps internal addresses inside', async () => {
    for (const path of [
      '/ws/auth', '/publish?channel=x', '/.done', '/www.csp', '/openapi.base.json', '/../hirewire.conf',
    ]) {
      assert.equal((await user.get(path)).status, 404, path);
    }
  });

  it('logs no login link and no key of a webhook, however the address is written', async () => {
    const paths = ['/login/K', '//login/K', '/%6cogin/K', '/login//K', '/./login/K', '/x/../login/K', '/LOGIN/K',
      '/hooks/clickup/K', '//hooks/clickup/K', '/%68ooks/clickup/K', '/hooks//clickup/K', '/hooks/%63lickup/K/',
      '/hooks/other/K?a=K', '/Hooks/clickup/K'];
    const ids = [];
    for (const [n, path] of paths.entries()) {
      const said = await talk(
        house, `GET ${path.replaceAll('K', `oncesecret${n}`)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
      );
      ids.push(/^X-Request-Id: (\S+)/mi.exec(said)[1]);
    }
    await house.until(() => ids.every((id) => house.log('access').includes(id)));
    for (const { name, text } of house.logs()) assert.deepEqual(text.match(/.{0,80}oncesecret.{0,9}/g), null, name);
    const logged = house.log('access').split('\n').filter((line) => line.includes(ids[1]));
    assert.equal(JSON.parse(logged[0]).path, '/login/***');
  });

  it('sends the security headers with pages, files, JSON and errors', async () => {
    for (const [path, opts] of [['/', HTML], ['/css/app.css'], ['/api/v1/auth/me'], ['/nothing'], ['/health']]) {
      const { headers } = await user.get(path, opts);
      assert.equal(headers['x-content-type-options'], 'nosniff', path);
      assert.equal(headers['referrer-policy'], 'same-origin', path);
      assert.match(headers['content-security-policy'], /default-src 'self'.*frame-ancestors 'none'/, path);
      assert.ok(headers['x-request-id'], path);
      assert.ok(!/unsafe/.test(headers['content-security-policy']));
    }
  });

  it('allows exactly the inline scripts of the page', async () => {
    const { text, headers } = await nobody.get('/', HTML);
    const inline = [...text.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((found) => found[1]);
    assert.ok(inline.length > 0);
    for (const script of inline) {
      assert.ok(headers['content-security-policy'].includes(
        `'sha256-${createHash('sha256').update(script).digest('base64')}'`
      ));
    }
  });

  it('serves what the page names: compressed, and under its hash for ever', async () => {
    const { text } = await nobody.get('/', HTML);
    const files = [...new Set([...text.matchAll(/"(\/v\/[0-9a-f]+\/[^"]+)"/g)].map((found) => found[1]))];
    assert.ok(files.length >= 8, 'style sheets, scripts, the import map');
    for (const file of files) {
      const res = await nobody.get(file, { headers: { 'Accept-Encoding': 'gzip' } });
      assert.equal(res.status, 200, file);
      assert.match(res.headers['cache-control'], /immutable/);
      assert.equal(res.headers['content-encoding'], 'gzip', file);
      assert.ok(gunzipSync(res.bytes).length > 0);
    }
  });

  it('answers 304 to what is unchanged', async () => {
    const { headers } = await nobody.get('/icons.svg');
    assert.equal((await nobody.get('/icons.svg', { headers: { 'If-None-Match': headers.etag } })).status, 304);
  });

  it('has every icon of www/icons.txt in one sprite', async () => {
    const { text } = await nobody.get('/icons.svg');
    for (const name of readFileSync(join(root, 'www/icons.txt'), 'utf8').split(/\s+/).filter(Boolean)) {
      assert.ok(text.includes(`<symbol id="${name}" viewBox="0 0 24 24">`), name);
    }
  });

  it('describes itself at /openapi.json and /api/docs/', async () => {
    assert.equal((await nobody.get('/openapi.json')).json.openapi, '3.1.0');
    assert.match((await nobody.get('/api/docs/', HTML)).text, /swagger-ui/);
    assert.equal((await nobody.get('/api/docs', HTML)).status, 308);
  });

  it('refuses a body over 17 MB before any program sees it', async () => {
    const res = await user.raw('PATCH', '/api/v1/profile', {
      headers: { 'Content-Length': String(18 << 20), Expect: '100-continue' },
    })
      .catch((error) => error);
    if (!(res instanceof Error)) problem(res, 413, 'too_large');
    const sent = await user.raw('PATCH', '/api/v1/profile', {
      body: Buffer.alloc((17 << 20) + 1),
    }).catch((error) => error);
    if (!(sent instanceof Error)) problem(sent, 413, 'too_large');
    assert.ok(!(res instanceof Error) || !(sent instanceof Error), 'one of both answers is read');
  });

  it('logs JSON lines without query strings', async () => {
    await nobody.get('/health?phone=375291112233');
    await house.until(() => house.log('access').includes('/health'));
    for (const line of house.log('access').trim().split('\n')) assert.equal(typeof JSON.parse(line).path, 'string');
    assert.ok(!house.log('access').includes('375291112233'));
  });

  it('gives /metrics to this machine', async () => {
    assert.equal((await nobody.get('/metrics')).status, 200);
    assert.equal((await nobody.get('/metrics/')).status, 200);
  });
});

describe('live events', () => {
  let house; let user; let channel;
  before(async () => {
    house = await startHouse();
    user = await house.user();
  });
  after(() => house.stop());

  const open = (headers, path = '/ws/tasks/') => new WebSocket(
    `${house.url.replace('http', 'ws')}${path}`, { headers },
  );
  const refused = (socket) => new Promise((done) => {
    socket.on('unexpected-response', (_req, res) => done(res.statusCode));
    socket.on('open', () => done('open'));
    socket.on('error', () => {});
  });
  // The channel is known to signin and to the publisher; a test reads what signin tells nginx.
  const channelOf = async (client) => {
    const res = await new Promise((done, fail) => {
      const cgi = spawn(join(house.bin, 'cgi-bin/signin'), [], {
        env: {
          ...house.env, REQUEST_METHOD: 'GET', DOCUMENT_URI: '/ws/auth', REQUEST_URI: '/ws/auth',
          HTTP_COOKIE: client.cookie, REMOTE_ADDR: '127.0.0.1',
        },
      });
      let out = '';
      cgi.stdout.on('data', (chunk) => { out += chunk; });
      cgi.on('close', () => done(out));
      cgi.on('error', fail);
      cgi.stdin.end();
    });
    return /X-Channel-Id: (\S+)/i.exec(res)?.[1];
  };

  it('are opened by GET alone', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']) {
      for (const path of ['/ws/tasks/', '/ws/tasks']) {
        const res = await user.raw(method, path);
        assert.deepEqual([res.status, res.headers.allow], [405, 'GET'], `${method} ${path}`);
      }
    }
  });

  it('are refused without a session and from a foreign page', async () => {
    assert.equal(await refused(open({})), 401);
    assert.equal(await refused(open({ Cookie: user.cookie, Origin: 'https://evil.example' })), 403);
  });

  it('reach the WebSocket of their user alone', async () => {
    channel = await channelOf(user);
    assert.match(channel, /^[0-9a-zA-Z_-]{16,}$/);
    const other = await house.user();
    assert.notEqual(await channelOf(other), channel);
    const [mine, theirs] = [
      open({ Cookie: user.cookie, Origin: house.url }), open({ Cookie: other.cookie, Origin: house.url }, '/ws/tasks'),
    ];
    await Promise.all([mine, theirs].map((socket) => new Promise((done, fail) => {
      socket.on('open', done);
      socket.on('error', fail);
    })));
    const got = [];
    mine.on('message', (data) => got.push(String(data)));
    theirs.on('message', (data) => got.push(`foreign ${data}`));
    await publish(house, channel, '{"seq":1}');
    await publish(house, channel, '{"seq":2}');
    await house.until(() => got.length >= 2);
    assert.deepEqual(got, ['{"seq":1}', '{"seq":2}']);
    mine.close();
    theirs.close();
  });

  it('reach an EventSource, with replay after a reconnect', async () => {
    const listen = (headers) => new Promise((done, fail) => {
      const req = http.get(`${house.url}/ws/tasks/`, {
        headers: { Accept: 'text/event-stream', Cookie: user.cookie, ...headers },
      }, (res) => {
        const stream = { text: '', status: res.statusCode, close: () => req.destroy() };
        res.on('data', (chunk) => { stream.text += chunk; });
        res.on('error', () => {});
        done(stream);
      });
      req.on('error', fail);
    });
    const first = await listen({});
    assert.equal(first.status, 200);
    await publish(house, channel, '{"seq":3}');
    await house.until(() => first.text.includes('data: {"seq":3}'));
    const id = /^id: (.*)$/m.exec(first.text)[1];
    first.close();
    await publish(house, channel, '{"seq":4}');
    const again = await listen({ 'Last-Event-ID': id });
    await house.until(() => again.text.includes('data: {"seq":4}'));
    assert.ok(!again.text.includes('"seq":3'));
    again.close();
  });
});

describe('a new build of the pages', () => {
  const inlineOf = (html) => [
    ...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)
  ].map((found) => found[1]);
  const hashOf = (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

  it('is served by the house that runs, its inline scripts allowed in every answer', async () => {
    const bin = mkdtempSync(join(tmpdir(), 'hw-bin-'));
    for (const name of ['cgi-bin', 'hirewire'])
      symlinkSync(resolve(root, process.env.HIREWIRE_BIN ?? 'build', name), join(bin, name));
    cpSync(realpathSync(join(root, 'build/www')), join(bin, 'one'), { recursive: true });
    symlinkSync('one', join(bin, 'www'));
    const house = await startHouse({ env: { HIREWIRE_BIN: bin } });
    try {
      cpSync(join(bin, 'one'), join(bin, 'two'), { recursive: true });
      const page = readFileSync(join(bin, 'one/index.html'), 'utf8').replace('<script>', '<script>/* newer */');
      writeFileSync(join(bin, 'two/index.html'), page);
      writeFileSync(join(bin, 'two/.csp'), inlineOf(page).map(hashOf).join(' '));
      symlinkSync('two', join(bin, 'www.new'));
      renameSync(join(bin, 'www.new'), join(bin, 'www'));
      await house.until(async () => {
        const { text, headers } = await house.anonymous().get('/', HTML);
        for (const script of inlineOf(text))
          assert.ok(headers['content-security-policy'].includes(hashOf(script)), script.slice(0, 20));
        return text.includes('/* newer */');
      });
    } finally {
      await house.stop();
      rmSync(bin, { recursive: true });
    }
  });
});

describe('under https', () => {
  it('every answer tells the browser to stay with it; under http none does', async () => {
    const paths = ['/', '/health', '/nothing/here', '/api/v1/profile', '/openapi.json', '/clickup/task/1/attachment/1'];
    for (const [base, wanted] of [['https://hire.example', 'max-age=31536000'], [undefined, undefined]]) {
      const house = await startHouse({ env: base && { WEB_BASE_URL: base } });
      try {
        for (const path of paths)
          assert.equal((await house.anonymous().get(path)).headers['strict-transport-security'], wanted, path);
        assert.equal((await house.anonymous().get('/', HTML)).headers['strict-transport-security'], wanted);
      } finally {
        await house.stop();
      }
    }
  });
});

describe('limits', () => {
  const statuses = (all, wanted) => all.filter(({ status }) => status === wanted).length;
  const made = () => randomBytes(32).toString('base64url');

  it('200 people behind one address work and have live sockets', async () => {
    const house = await startHouse({ env: { RATE: '100', POOL_SIGNIN: '2' } });
    const sockets = [];
    try {
      const people = await Promise.all(Array.from({ length: 4 }, () => house.user()));
      const keys = await Promise.all(people.flatMap((person) => Array.from({ length: 50 }, async (_, n) => {
        const { token } = await person.expect(201, 'POST', '/api/v1/tokens', { name: `key ${n}`, scopes: ['read'] });
        return { headers: { Authorization: `Bearer ${token}` } };
      })));
      const url = `${house.url.replace('http', 'ws')}/ws/tasks/`;
      await Promise.all(keys.map((key) => new Promise((done, fail) => {
        const socket = new WebSocket(url, key);
        sockets.push(socket);
        socket.on('open', done);
        socket.on('error', fail);
      })));
      const all = await Promise.all(keys.flatMap((key) =>
        Array.from({ length: 3 }, () => house.anonymous().get('/api/v1/auth/me', key))));
      assert.equal(statuses(all, 200), 600);
      assert.ok(sockets.every((socket) => socket.readyState === WebSocket.OPEN));
    } finally {
      for (const socket of sockets) socket.terminate();
      await house.stop();
    }
  });

  it('a session that floods is refused, and takes nothing from others of its address', async () => {
    const house = await startHouse({ env: { RATE: '5' } });
    try {
      const [one, other] = [await house.user(), await house.user()];
      const flood = await Promise.all(Array.from({ length: 400 }, () => one.get('/api/v1/auth/me')));
      assert.ok(statuses(flood, 429) > 200, `${statuses(flood, 429)} refused`);
      const calm = await Promise.all(Array.from({ length: 15 }, () => other.get('/api/v1/auth/me')));
      assert.equal(statuses(calm, 200), 15);
    } finally {
      await house.stop();
    }
  });

  it('cookies that are made up open no way around: not as many as one likes, to sign in none', async () => {
    const house = await startHouse({ env: { RATE: '2' } });
    try {
      const ask = (method, path) => house.anonymous().raw(method, path, {
        headers: { Cookie: `hw_session=${made()}`, 'Content-Type': 'application/json' },
        ...(method === 'POST' && { body: '{}' }),
      });
      const many = await Promise.all(Array.from({ length: 300 }, () => ask('GET', '/api/v1/auth/me')));
      assert.equal(statuses(many, 401) + statuses(many, 429), 300);
      assert.ok(statuses(many, 429) > 100, `${statuses(many, 429)} refused`);
      const signs = await Promise.all(Array.from({ length: 40 }, () => ask('POST', '/api/v1/auth/login')));
      assert.ok(statuses(signs, 429) > 10, `${statuses(signs, 429)} refused`);
    } finally {
      await house.stop();
    }
  });

  it('answer 429 with Retry-After', async () => {
    const house = await startHouse({ env: { RATE: '2' } });
    try {
      const all = await Promise.all(Array.from({ length: 40 }, () => house.anonymous().get('/health')));
      const busy = all.filter(({ status }) => status === 429);
      assert.ok(busy.length > 0 && busy.length < 40);
      problem(busy[0], 429, 'busy');
      assert.equal(busy[0].headers['retry-after'], '2');
      assert.equal((await house.anonymous().get('/', HTML)).status, 200, 'pages are not limited');
    } finally {
      await house.stop();
    }
  });
});

describe('processes that die', () => {
  let house; let user;
  before(async () => {
    house = await startHouse({ env: { POOL_SIGNIN: '3' } });
    user = await house.user();
  });
  after(() => house.stop());

  // Asks without a pause until it is stopped; every answer that is not 200 is kept.
  function asking(path) {
    const load = { bad: [], count: 0, on: true };
    load.end = Promise.all(Array.from({ length: 4 }, async () => {
      while (load.on) {
        const res = await user.get(path).catch((error) => ({ status: error.message }));
        load.count++;
        if (res.status !== 200) load.bad.push(res.status);
      }
    }));
    return load;
  }

  it('a killed worker loses no GET, and is started anew', async () => {
    const load = asking('/api/v1/auth/me');
    for (let n = 0; n < 3; n++) {
      const [pid] = house.pids('signin');
      process.kill(pid, 'SIGKILL');
      await house.until(() => !house.pids('signin').includes(pid) && house.pids('signin').length === 3);
    }
    load.on = false;
    await load.end;
    assert.ok(load.count > 0);
    assert.deepEqual(load.bad, []);
  });

  it('a reload replaces every worker and drops nothing', async () => {
    const before_ = house.pids('signin');
    const load = asking('/api/v1/auth/me');
    const conf = () => readFileSync(join(house.folder, 'nginx/nginx.conf'), 'utf8');
    const usual = conf();
    await house.reload();
    await house.until(() => house.pids('signin').length === 3);
    assert.equal(conf(), usual);
    load.on = false;
    await load.end;
    assert.deepEqual(load.bad, []);
    assert.deepEqual(house.pids('signin').filter((pid) => before_.includes(pid)), []);
  });

  const pidIn = (name) => Number(readFileSync(join(house.folder, name), 'utf8'));

  it('a killed pool and a killed nginx come back', async () => {
    const killed = ['pid/pool-signin', 'nginx.pid'].map((name) => [name, pidIn(name)]);
    const workers = house.pids('signin');
    for (const [, pid] of killed) process.kill(pid, 'SIGKILL');
    // nginx's workers outlive it, and a pool's its kill, for a moment: an answer alone proves nothing.
    await house.until(
      () => killed.every(([name, pid]) => existsSync(join(house.folder, name)) && pidIn(name) !== pid),
      { timeout: 20_000 },
    );
    await house.until(
      () => house.pids('signin').length === 3 && !house.pids('signin').some((pid) => workers.includes(pid)),
      { timeout: 20_000 },
    );
    await house.until(
      async () => (await user.get('/api/v1/auth/me').catch(() => ({}))).status === 200, { timeout: 20_000 },
    );
  });

  it('a pool that is away is a problem with Retry-After', async () => {
    // Held, not killed: the start script must not restart it while we look.
    const lead = house.child.pid;
    process.kill(lead, 'SIGSTOP');
    try {
      process.kill(pidIn('pid/pool-signin'), 'SIGKILL');
      await house.until(() => house.pids('signin').length === 0);
      const res = await user.get('/api/v1/auth/me');
      problem(res, 503, 'down');
      assert.equal(res.headers['retry-after'], '2');
    } finally {
      process.kill(lead, 'SIGCONT');
    }
    await house.until(async () => (await user.get('/api/v1/auth/me')).status === 200, { timeout: 20_000 });
  });

  it('without the database programs say 503, and come back by themselves', async () => {
    await house.kill('mariadbd');
    const res = await user.get('/api/v1/auth/me');
    assert.equal(res.status, 503, res.text);
    assert.ok(Number(res.headers['retry-after']) > 0);
    await house.startDb();
    await house.until(async () => (await user.get('/api/v1/auth/me')).status === 200);
  });
});

describe('a pool', () => {
  let bin; let house; let user;
  const program = () => join(bin, 'cgi-bin/signin');
  before(async () => {
    bin = mkdtempSync(join(tmpdir(), 'hw-bin-'));
    const built = resolve(root, process.env.HIREWIRE_BIN ?? 'build');
    mkdirSync(join(bin, 'cgi-bin'));
    symlinkSync(join(built, 'hirewire'), join(bin, 'hirewire'));
    for (const name of readdirSync(join(built, 'cgi-bin')))
      symlinkSync(join(built, 'cgi-bin', name), join(bin, 'cgi-bin', name));
    const from = realpathSync(program());
    rmSync(program());
    cpSync(from, program());
    for (const folder of [bin, join(bin, 'cgi-bin')]) chmodSync(folder, 0o755);
    house = await startHouse({ env: { HIREWIRE_BIN: bin, POOL_SIGNIN: '2' } });
    user = await house.user();
  });
  after(async () => {
    await house?.stop();
    rmSync(bin, { recursive: true, force: true });
  });

  const runs = (pid) => readlinkSync(`/proc/${pid}/exe`);

  it('executes its new program at a reload, by the same process and on the same socket', async () => {
    const pool = house.pool('signin');
    const socket = join(house.folder, 'sock/signin.sock');
    const inode = statSync(socket).ino;
    cpSync(program(), `${program()}.new`);
    renameSync(`${program()}.new`, program());
    for (const pid of [pool, ...house.pids('signin')]) assert.match(runs(pid), / \(deleted\)$/);
    for (let n = 0; n < 2; n++) await house.reload();
    assert.equal(house.pool('signin'), pool);
    assert.equal(statSync(socket).ino, inode);
    assert.equal(house.pids('signin').length, 2);
    for (const pid of [pool, ...house.pids('signin')]) assert.equal(runs(pid), program());
    await user.expect(200, 'GET', '/api/v1/auth/me');
  });

  it('replaces the other workers while one hangs', async () => {
    const workers = house.pids('signin');
    // Whichever is asked to end first.
    for (const hangs of workers) {
      process.kill(hangs, 'SIGSTOP');
      try {
        process.kill(house.pool('signin'), 'SIGUSR1');
        await house.until(() => house.pids('signin').every((pid) => pid === hangs || !workers.includes(pid)));
      } finally {
        process.kill(hangs, 'SIGCONT');
      }
      await house.until(() => house.pids('signin').length === 2 && !house.pids('signin').includes(hangs));
      workers.splice(0, 2, ...house.pids('signin'));
    }
  });

  it('goes on with the former program where the new one cannot be executed', async () => {
    const pool = house.pool('signin');
    const workers = house.pids('signin');
    cpSync(program(), `${program()}.away`);
    rmSync(program());
    process.kill(pool, 'SIGUSR1');
    await house.until(() => house.log('pool').includes('the former program goes on'));
    await user.expect(200, 'GET', '/api/v1/auth/me');
    assert.deepEqual(house.pids('signin'), workers);
    renameSync(`${program()}.away`, program());
  });

  it('goes on with the former program where the new one ends at once', async () => {
    const said = () => house.log('pool').split('does not run; the former program goes on').length;
    const before = said();
    const pool = house.pool('signin');
    const workers = house.pids('signin');
    cpSync(program(), `${program()}.away`);
    writeFileSync(`${program()}.new`, readFileSync(program()).subarray(0, 60_000), { mode: 0o755 });
    renameSync(`${program()}.new`, program());
    process.kill(pool, 'SIGUSR1');
    await house.until(() => said() > before || !house.pids('signin').includes(workers[0]));
    await user.expect(200, 'GET', '/api/v1/auth/me');
    assert.equal(house.pool('signin'), pool);
    assert.deepEqual(house.pids('signin'), workers);
    renameSync(`${program()}.away`, program());
  });

  it('starts a worker that ends by itself anew, and ends with all of them', async () => {
    const pool = house.pool('signin');
    const workers = house.pids('signin');
    for (const pid of workers) process.kill(pid, 'SIGUSR1');
    await house.until(() => {
      const now = house.pids('signin');
      return now.length === 2 && !now.some((pid) => workers.includes(pid));
    });
    await user.expect(200, 'GET', '/api/v1/auth/me');
    assert.equal(house.pool('signin'), pool);
    process.kill(house.child.pid, 'SIGSTOP');
    try {
      process.kill(pool, 'SIGTERM');
      await house.until(() => house.pids('signin').length === 0);
    } finally {
      process.kill(house.child.pid, 'SIGCONT');
    }
    await house.until(async () => (await user.get('/api/v1/auth/me')).status === 200, { timeout: 20_000 });
    assert.notEqual(house.pool('signin'), pool);
  });
});

// With the programs as they are installed: a sanitised one reports what libfcgi does there.
describe('a malformed request of the one who owns the socket', () => {
  let house; let user;
  before(async () => {
    house = await startHouse({ env: { POOL_SIGNIN: '2', HIREWIRE_BIN: join(root, 'build') } });
    user = await house.user();
  });
  after(() => house.stop());

  // A parameter's name of 2^31-3 bytes: libfcgi aborts.
  const malformed = () => new Promise((done) => {
    const record = (type, content) => Buffer.concat([Buffer.from([1, type, 0, 1, 0, content.length, 0, 0]), content]);
    const socket = connect(join(house.folder, 'sock/signin.sock'));
    socket.on('error', () => {});
    socket.on('close', done);
    const length = Buffer.from([0xff, 0xff, 0xff, 0xfd, 1, 65]);
    socket.write(Buffer.concat([
      record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])), record(4, length), record(4, Buffer.alloc(0)),
    ]));
  });

  it('takes no other request along, POSTs neither', async () => {
    const load = { bad: [], count: 0, on: true };
    const asking = ['GET', 'GET', 'POST', 'POST'].map(async (method) => {
      while (load.on) {
        const { status } = await user.send(
          method, '/api/v1/auth/link', method === 'POST' ? { token: 7 } : undefined,
        ).catch((error) => ({ status: error.message }));
        load.count++;
        if (status !== (method === 'POST' ? 400 : 405)) load.bad.push(`${method} ${status}`);
      }
    });
    for (let n = 0; n < 10; n++) {
      const workers = house.pids('signin');
      await malformed();
      await house.until(
        () => house.pids('signin').length === 2 && house.pids('signin').some((pid) => !workers.includes(pid)),
        { what: 'a new worker' },
      );
    }
    load.on = false;
    await Promise.all(asking);
    assert.ok(load.count > 0);
    assert.deepEqual(load.bad, []);
  });
});

describe('start', () => {
  const alive = (pid) => existsSync(`/proc/${pid}/exe`);
  const start = (house) => new Promise((done) => {
    const child = spawn(join(root, 'nginx/start'), [], { env: house.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (chunk) => {
      said += chunk;
      if (said.includes('Ctrl-C ends it')) done({ child, said });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => done({ code, said }));
  });

  it('refuses a folder in use, survives its own kill -9, keeps the data, leaves nothing', async () => {
    const house = await startHouse();
    try {
      const user = await house.user({ email: 'kept@test.local' });
      assert.equal((await user.get('/api/v1/auth/me')).status, 200);
      assert.match((await start(house)).said, /already running/);
      const { said } = await start({ env: { ...house.env, PORT: '70000', HIREWIRE_RUN: join(house.folder, 'other') } });
      assert.match(said, /PORT=70000 is no port/);

      house.child.kill('SIGKILL');
      const second = await start(house);
      house.child = second.child;
      assert.match(second.said, /ready in/);
      assert.equal((await user.get('/api/v1/auth/me')).status, 200, 'the session is still there');

      const pids = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`HIREWIRE_CONF=${house.env.HIREWIRE_CONF}\0`);
        } catch {
          return false;
        }
      });
      assert.ok(pids.length > 8);
      const gone = new Promise((done) => { house.child.once('exit', done); });
      house.child.kill('SIGINT');
      await gone;
      await house.until(() => pids.every((pid) => !alive(pid)));
      assert.match(readFileSync(join(house.folder, 'log/mariadbd.log'), 'utf8'), /Shutdown complete/);
    } finally {
      await house.stop();
    }
  });
});
