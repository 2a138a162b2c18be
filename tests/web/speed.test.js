// What a page weighs and asks for, and that nothing jumps while it loads.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { root } from '../lib/house.js';
import { visit } from './browser.js';
import { end, startRecruiter } from './pages.js';
import { soon } from './soon.js';

const { house, browser, me, open } = await startRecruiter({ role: 'admin', parse: 'all' });

describe('speed', () => {
  const size = (paths) =>
    paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(root, 'build/www', path)), { level: 9 }).length, 0);
  it('budgets, gzip: HTML 5 KB, CSS 9 KB and 3 KB a page, core 30 KB and the words, a page 15 KB', () => {
    /* It holds what each page needs; the first answer of a server may be 14 KB. */
    assert.ok(size(['index.html']) < 5 * 1024, `${size(['index.html'])}`);
    assert.ok(size(['css/tokens.css']) + size(['css/app.css']) < 9 * 1024);
    for (const name of ['today', 'tasks', 'task', 'import', 'form', 'list', 'chart', 'fields']) {
      assert.ok(size([`css/${name}.css`]) < 3 * 1024, name);
    }
    const preloads = readFileSync(join(root, 'build/www/index.html'), 'utf8').matchAll(
      /rel="modulepreload" href="\/v\/\w+\/([^"]+)"/g,
    );
    const core = [...preloads].map(([, path]) => path);
    assert.ok(core.includes('js/main.js') && core.includes('vendor/preact.js'), core.join(' '));
    assert.ok(size(core) < 30 * 1024, `${size(core)}`);
    const scripts = (folder) =>
      readdirSync(join(root, 'build/www', folder), { recursive: true })
        .filter((file) => file.endsWith('.js'))
        .map((file) => `${folder}/${file}`);
    for (const path of scripts('js/lib/messages')) assert.ok(size([path]) < 11 * 1024, path);
    for (const path of scripts('js/ui')) assert.ok(size([path]) < 6 * 1024, path);
    for (const path of scripts('js/pages')) assert.ok(size([path]) < 15 * 1024, path);
  });

  it('a page asks for all it needs at once: exactly its modules, and its first answer but once', async () => {
    const TASK = `/clickup/task/${(await me.get('/clickup/tasks?page_size=1')).json[0].task_id}`;
    const asks = {
      '/admin/': '/api/v1/users?page_size=100',
      '/clickup/tasks/?status=x%20y&search=a&view=1': '/clickup/tasks?status=x+y&search=a',
      [`${TASK}/`]: TASK,
      '/clickup/sync-logs/': '/clickup/sync-logs?page=1',
    };
    const html = (await me.get('/', { headers: { Accept: 'text/html' } })).text;
    const core = [...html.matchAll(/rel="modulepreload" href="([^"]+)"/g)].map((found) => found[1]);
    for (const [path, first] of Object.entries(asks)) {
      const visitor = await open(path);
      const hinted = await visitor.page.evaluate(() =>
        [...document.querySelectorAll('link[rel=modulepreload]')].map((link) => new URL(link.href).pathname),
      );
      const asked = () => visitor.page.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name }) => name.slice(location.origin.length)),
      );
      // uPlot comes late on purpose, when a chart is shown.
      const modules = async () =>
        (await asked()).filter((name) => name.endsWith('.js') && !name.endsWith('/uplot.js')).sort();
      await soon.deepEqual(modules, [...hinted].sort(), path);
      assert.ok(core.length > 15 && core.every((name) => hinted.includes(name)));
      const once = (url) => soon.equal(async () => (await asked()).filter((name) => name === url).length, 1, url);
      await once('/api/v1/auth/me');
      await once(first);
      await end(visitor);
    }
  });

  it('the board asks for all its columns with the page itself; with filters it asks when it knows them', async () => {
    const columns = ['todo', 'in_progress', 'review', 'done', 'cancelled'];
    for (const [path, early] of [['/tasks/board/', columns], ['/tasks/board/?priority=high', []]]) {
      const visitor = await visit(browser, house, { client: me });
      await visitor.page.addInitScript(() => {
        globalThis.asked = [];
        const { fetch } = globalThis;
        globalThis.fetch = (url, ...more) => {
          globalThis.asked.push({ url, late: Error().stack.includes('/js/') });
          return fetch(url, ...more);
        };
      });
      await visitor.open(path);
      await visitor.page.waitForFunction(() => document.querySelectorAll('.klist').length === 5);
      const statuses = async (which) => (await visitor.page.evaluate(() => globalThis.asked))
        .filter(({ url, late }) => url.includes('ordering') && which(late))
        .map(({ url }) => new URLSearchParams(url.split('?')[1]).get('status'));
      await soon.deepEqual(() => statuses((late) => !late), early);
      await soon.deepEqual(() => statuses(() => true), columns);
      await end(visitor);
    }
  });

  it('nobody is asked for more than who they are and how they may come in', async () => {
    const visitor = await visit(browser, house, {});
    const asked = [];
    visitor.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    visitor.expect(/401/);
    await visitor.page.goto('/clickup/tasks/');
    await visitor.heading('Вход');
    await visitor.page.waitForLoadState('networkidle');
    await soon.deepEqual(
      () => asked.filter((path) => path.startsWith('/clickup/tasks') || path.startsWith('/api')),
      ['/clickup/tasks/', '/api/v1/auth/me', '/api/v1/auth/ways', '/api/v1/auth/passkey/options'],
    );
    await end(visitor);
  });

  it('nothing jumps while a page loads', async () => {
    for (const path of ['/', '/clickup/tasks/', '/clickup/sync-logs/']) {
      const visitor = await visit(browser, house, { client: me });
      await visitor.page.addInitScript(() => {
        globalThis.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shift += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await visitor.open(path);
      await soon.ok(async () => await visitor.page.evaluate(() => globalThis.shift) < 0.1, path);
      await end(visitor);
    }
  });
});
