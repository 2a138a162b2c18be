// Hirewire as an app: its manifest is found, the shell is kept by a worker, shown without a connection and replaced by
// that of a new release; answers of the API are never kept.
import assert from 'node:assert/strict';
import http from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { root } from '../lib/house.js';
import { visit } from './browser.js';
import { isSound, startPages } from './pages.js';
import { soon } from './soon.js';

const { house, browser } = await startPages();
const NAME = 'Ульяна Берег';
const client = await house.user({ role: 'recruiter', company: 'Приложение', name: NAME });
const [, RELEASE] = /RELEASE = '([0-9a-f]{12})'/.exec(readFileSync(join(root, 'build/www/worker.js'), 'utf8'));
const NEXT = 'f'.repeat(12);

const ready = (page) => page.evaluate(async () => { await navigator.serviceWorker.ready; });
const shells = (page) => page.evaluate(() => caches.keys());
const keptPaths = (page) => page.evaluate(async () => {
  const all = [];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
  }
  return all;
});

/* The house behind another address, which serves the next release from turn() on: no page of it is known yet. */
async function startNext() {
  const state = { turned: false };
  const server = http.createServer((req, res) => {
    const headers = { ...req.headers, host: new URL(house.url).host, 'accept-encoding': 'identity' };
    for (const name of ['if-none-match', 'if-modified-since']) if (state.turned) delete headers[name];
    const there = http.request(new URL(req.url, house.url), { method: req.method, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const own = /html|javascript/.test(answer.headers['content-type'] ?? '') && state.turned;
        const body = Buffer.concat(parts);
        const sent = own ? Buffer.from(String(body).replace(RELEASE, NEXT)) : body;
        const { 'content-security-policy': policy, 'content-length': length, ...rest } = answer.headers;
        res.writeHead(answer.statusCode, { ...rest, 'content-length': sent.length });
        res.end(sent);
      });
    });
    there.on('error', () => res.destroy());
    req.pipe(there);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  after(() => { server.closeAllConnections(); server.close(); });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    turn: () => { state.turned = true; },
  };
}

describe('the app', () => {
  it('has a manifest in each language, whose pictures and pages are there', async () => {
    // The language is chosen for good: it is that of nobody else here.
    const reader = await house.user({ role: 'recruiter', company: 'Приложение' });
    const visitor = await visit(browser, house, { client: reader, path: '/candidates/' });
    const link = visitor.page.locator('link[rel=manifest]');
    const cdp = await visitor.page.context().newCDPSession(visitor.page);
    const read = async (href) => {
      const { json, text, status, headers } = await client.get(href);
      assert.deepEqual([status, headers['content-type']], [200, 'application/manifest+json']);
      return json ?? JSON.parse(text);
    };
    const words = [];
    for (const [language, href] of [['ru', '/app.webmanifest'], ['en', '/app.en.webmanifest']]) {
      if (language === 'en') await visitor.page.locator('button.lang').click();
      await soon.equal(() => link.getAttribute('href'), href);
      const { icons, shortcuts, description, lang, ...rest } = await read(href);
      assert.equal(lang, language);
      words.push(description, ...shortcuts.map(({ name }) => name));
      assert.deepEqual([rest.id, rest.display, rest.scope, rest.start_url], ['/', 'standalone', '/', '/']);
      for (const { src, sizes, type } of icons) {
        const { status: found, headers: { 'content-type': is }, bytes } = await client.get(src);
        assert.deepEqual([found, is.replace(/;.*/, '')], [200, type], src);
        if (type === 'image/png') assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes, src);
      }
      for (const url of [rest.start_url, ...shortcuts.map((one) => one.url)]) {
        const page = await fetch(new URL(url, house.url), { headers: { Accept: 'text/html' }, redirect: 'manual' });
        assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html; charset=utf-8'], url);
      }
      await soon.deepEqual(async () => (await cdp.send('Page.getAppManifest')).errors, []);
    }
    assert.equal(new Set(words).size, words.length, 'no text is of both languages');
    visitor.quiet();
    await visitor.close();
  });

  it('keeps the shell and nothing else, and shows it without a connection', async () => {
    const visitor = await visit(browser, house, { client, path: '/candidates/', worker: true });
    const { page } = visitor;
    await ready(page);
    await page.reload();
    await visitor.loaded();
    const paths = await keptPaths(page);
    assert.ok(paths.includes('/index.html'), paths.join(' '));
    assert.ok(paths.some((path) => /^\/v\/core\.[\w-]+\.js$/.test(path)), paths.join(' '));
    assert.deepEqual(paths.filter((path) => path !== '/index.html' && !path.startsWith('/v/')), []);
    visitor.quiet();
    await page.context().setOffline(true);
    await page.goto('/candidates/search/');
    await visitor.see('Нет связи с сервером');
    await soon.doesNotMatch(() => page.content(), new RegExp(NAME), 'nobody is named');
    await isSound(visitor, 'without a connection');
    await page.context().setOffline(false);
    await visitor.heading('Поиск людей');
    await visitor.close();
  });

  it('is of the new release as soon as there is one', async () => {
    const next = await startNext();
    const visitor = await visit(browser, { url: next.url }, { client, path: '/candidates/', worker: true });
    const { page } = visitor;
    await ready(page);
    const [before] = await shells(page);
    next.turn();
    await page.reload();
    await soon.match(() => page.content(), new RegExp(NEXT));
    await house.until(async () => String(await shells(page)) === `shell-${NEXT}`);
    assert.notEqual(before, `shell-${NEXT}`);
    await page.context().setOffline(true);
    await page.reload();
    await soon.match(() => page.content(), new RegExp(NEXT), 'what is kept is of the new release too');
    await visitor.close();
  });

  it('keeps what every page begins with, by names that are of these contents alone', () => {
    const file = (path) => readFileSync(join(root, 'build/www', path), 'utf8');
    const files = [...file('worker.js').matchAll(/'(\/v\/[^']+)'/g)].map(([, path]) => path);
    assert.deepEqual(files.map((path) => path.replace(/\.[\w-]{8}\./, '.')).sort(),
      ['/v/core.css', '/v/core.js', '/v/en.js', '/v/icons.svg', '/v/ru.js']);
    const page = file('index.html');
    assert.ok(page.includes(RELEASE));
    for (const path of files.filter((one) => !one.includes('icons'))) assert.ok(page.includes(path), path);
  });

  it('a page of a former release, whose files are gone, gets the present one', async () => {
    const visitor = await visit(browser, house, { client, path: '/candidates/' });
    const { page } = visitor;
    visitor.expect(/404|Failed to fetch/);
    await page.route('**/index.html', (route) => route.fulfill({ contentType: 'text/html', body: 'another release' }));
    await page.route('**/v/inbox-inbox.*.js', (route) => route.fulfill({ status: 404 }));
    await page.evaluate(() => { globalThis.former = true; });
    await page.locator('.side').getByRole('link', { name: /^Входящие/ }).click();
    await page.waitForFunction(() => !globalThis.former);
    await soon.equal(() => visitor.path(), '/inbox/');
    await page.unrouteAll({ behavior: 'wait' });
    await visitor.close();
  });
});
