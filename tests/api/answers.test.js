// What nginx answers by itself: pages, files, refusals, headers, logs.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  cpSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { talk } from '../lib/client.js';
import { root, startHouse } from '../lib/house.js';
import { problem } from '../lib/problem.js';

const HTML = { headers: { Accept: 'text/html,application/xhtml+xml' } };
const PAGES = ['/', '/login', '/login/', '/profile/', '/clickup/', '/clickup', '/clickup/settings/', '/clickup/tasks/',
  '/clickup/task/86dabc/', '/clickup/bulk-import/', '/clickup/bulk-import/7/', '/clickup/sync-logs/'];

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
    const odd = [
      [416, { Range: 'bytes=99999999-' }], [412, { 'If-Match': '"another"' }],
      [412, { 'If-Unmodified-Since': 'Mon, 01 Jan 2001 00:00:00 GMT' }],
    ];
    for (const [status, headers] of odd) {
      const res = await nobody.get('/favicon.svg', { headers });
      problem(res, status, 'http');
      assert.equal(res.headers['x-content-type-options'], 'nosniff');
    }
    for (const [path, allow] of [['/favicon.svg', 'GET, HEAD'], ['/openapi.json', 'GET, HEAD']]) {
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
    const paths = [['/', HTML], ['/worker.js'], ['/v/gone.css'], ['/api/v1/auth/me'], ['/nothing'], ['/health']];
    for (const [path, opts] of paths) {
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

  it('serves what the page names: compressed, and under a name of its contents for ever', async () => {
    const { text } = await nobody.get('/', HTML);
    const files = [...new Set([...text.matchAll(/"(\/v\/[^"]+)"/g)].map((found) => found[1]))];
    assert.ok(files.length >= 8, 'style sheets, scripts, words');
    for (const file of files) {
      const res = await nobody.get(file, { headers: { 'Accept-Encoding': 'gzip' } });
      assert.equal(res.status, 200, file);
      assert.match(res.headers['cache-control'], /immutable/);
      assert.equal(res.headers['content-encoding'], 'gzip', file);
      assert.ok(gunzipSync(res.bytes).length > 0);
    }
  });

  it('answers 304 to what is unchanged', async () => {
    const { headers } = await nobody.get('/favicon.svg');
    assert.equal((await nobody.get('/favicon.svg', { headers: { 'If-None-Match': headers.etag } })).status, 304);
  });

  it('has every icon of www/icons.txt in one sprite', async () => {
    const [, sprite] = /'(\/v\/icons\.[^']+)'/.exec((await nobody.get('/worker.js')).text);
    const { text } = await nobody.get(sprite);
    for (const name of readFileSync(join(root, 'www/icons.txt'), 'utf8').split(/\s+/).filter(Boolean)) {
      assert.ok(text.includes(`<symbol id="${name}" viewBox="0 0 24 24">`), name);
    }
  });

  it('describes itself at /openapi.json and /api/docs/', async () => {
    assert.equal((await nobody.get('/openapi.json')).json.openapi, '3.1.0');
    assert.match((await nobody.get('/api/docs/', HTML)).text, /swagger-ui/);
    assert.equal((await nobody.get('/api/docs', HTML)).status, 308);
  });

  it('refuses a body over 21 MB before any program sees it, and names what held', async () => {
    const res = await user.raw('PATCH', '/api/v1/profile', {
      headers: { 'Content-Length': String(22 << 20), Expect: '100-continue' },
    })
      .catch((error) => error);
    if (!(res instanceof Error)) {
      problem(res, 413, 'too_large');
      assert.match(res.json.detail, / 21 МБ/);
    }
    const sent = await user.raw('PATCH', '/api/v1/profile', {
      body: Buffer.alloc((21 << 20) + 1),
    }).catch((error) => error);
    if (!(sent instanceof Error)) problem(sent, 413, 'too_large');
    assert.ok(!(res instanceof Error) || !(sent instanceof Error), 'one of both answers is read');
  });

  for (const [path, held, bytes] of [
    ['/hooks/bitrix24/0000', 1, (1 << 20) + 1], ['/hooks/telegram/0000', 8, (8 << 20) + 1],
  ])
    it(`refuses a delivery to ${path} over ${held} MB, and says so`, async () => {
      const res = await nobody.raw('POST', path, { body: Buffer.alloc(bytes) }).catch((error) => error);
      if (res instanceof Error) return;
      problem(res, 413, 'too_large');
      assert.match(res.json.detail, new RegExp(` ${held} МБ`));
    });

  it('a program names its own limit', async () => {
    const res = await user.raw('PATCH', '/api/v1/profile', { body: Buffer.alloc((1 << 20) + 1, ' ') });
    problem(res, 413, 'io.body_size');
    assert.match(res.json.detail, / 1 МБ/);
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
      const page = readFileSync(join(bin, 'one/pages/first.html'), 'utf8').replace('<script>', '<script>/* newer */');
      writeFileSync(join(bin, 'two/pages/first.html'), page);
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
