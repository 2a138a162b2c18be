// What a page weighs and asks for, and that nothing jumps while it loads.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { root } from '../lib/house.js';
import { visit } from './browser.js';
import { base } from './huntflow.js';
import { SLOW, weigh } from './weight.js';
import { end, hold, startRecruiter } from './pages.js';
import { soon } from './soon.js';

const { house, browser, me, open } = await startRecruiter({ role: 'admin', parse: 'all' });

const HTML = { headers: { Accept: 'text/html' } };
const served = (path) => join(root, 'build/www', path);
const size = (paths) =>
  paths.reduce((sum, path) => sum + gzipSync(readFileSync(served(path)), { level: 9 }).length, 0);
const filesIn = (html) => [...html.matchAll(/(?:href|src)="(\/v\/[^"]+)"/g)].map(([, path]) => path);

describe('speed', () => {
  it('budgets, gzip: HTML 3 KB, CSS 9 KB and 8 KB a page, core 30 KB and the words, a page 50 KB in 16 files', () => {
    for (const name of readdirSync(served('pages')).filter((file) => file.endsWith('.html'))) {
      const page = `pages/${name}`;
      assert.ok(size([page]) < 3 * 1024, `${page} ${size([page])}`);
      const files = filesIn(readFileSync(served(page), 'utf8'));
      const [core, ...own] = ['core.', '.'].map((part) => files.filter((file) => file.includes(part)));
      const sheets = own[0].filter((file) => file.endsWith('.css') && !core.includes(file));
      const modules = own[0].filter((file) => file.endsWith('.js') && !core.includes(file));
      assert.ok(core.length === 2 && size(core) < 39 * 1024, `${page} ${core} ${size(core)}`);
      assert.ok(sheets.length <= 1 && size(sheets) < 8 * 1024, `${page} ${sheets} ${size(sheets)}`);
      assert.ok(modules.length <= 16 && size(modules) < 50 * 1024, `${page} ${modules} ${size(modules)}`);
    }
    for (const path of readdirSync(served('v')).filter((file) => /^(ru|en)[.-].*\.js$/.test(file))) {
      assert.ok(size([`v/${path}`]) < 20 * 1024, path);
    }
  });

  it('a first visit to any page brings at most 104 KB of files: with headers and answers that is under 120 KB', () => {
    const only = (pattern) => readdirSync(served('v')).filter((name) => pattern.test(name)).slice(0, 1);
    const [icons, plot] = [/^icons\..*\.svg$/, /^uplot\..*\.js$/].map(only);
    assert.ok(icons.length && plot.length);
    /* What a page reads when its data are there; the chart of salaries waits for a question, dragging for a hand. */
    const late = (name, files) => [
      ...icons, ...(files.some((file) => /[/-]chart[-.].*\.css$/.test(file)) && !/search/.test(name) ? plot : []),
    ].map((file) => `v/${file}`);
    for (const name of readdirSync(served('pages')).filter((file) => file.endsWith('.html'))) {
      const html = readFileSync(served(`pages/${name}`), 'utf8');
      const words = JSON.parse(/data-words='([^']+)'/.exec(html)[1]);
      for (const language of ['ru', 'en']) {
        const files = [`pages/${name}`, ...filesIn(html), ...words[language], ...late(name, filesIn(html))];
        const bytes = size([...new Set(files)]);
        assert.ok(bytes < 104 * 1024, `${name} ${language} ${bytes}`);
      }
    }
  });

  it('a page asks for all it needs at once: exactly its modules, and its first answer but once', async () => {
    const TASK = `/clickup/task/${(await me.get('/clickup/tasks?page_size=1')).json[0].task_id}`;
    const asks = {
      '/admin/': '/api/v1/users?page_size=100',
      '/clickup/tasks/?status=x%20y&search=a&view=1': '/clickup/tasks?status=x+y&search=a',
      [`${TASK}/`]: TASK,
      '/clickup/sync-logs/': '/clickup/sync-logs',
      '/tasks/': '/api/v1/tasks/?status=todo&status=in_progress&status=review&ordering=due_date&page_size=50',
      '/tasks/?show=mine':
        '/api/v1/tasks/?status=todo&status=in_progress&status=review&assigned_to=me&ordering=due_date&page_size=50',
      '/tasks/?show=late': '/api/v1/tasks/?due=overdue&ordering=due_date&page_size=50',
      '/tasks/?show=done': '/api/v1/tasks/?status=done&status=cancelled&ordering=due_date&page_size=50',
      '/tasks/?show=all': '/api/v1/tasks/?ordering=due_date&page_size=50',
    };
    for (const [path, first] of Object.entries(asks)) {
      const named = filesIn((await me.get(path, HTML)).text).filter((name) => name.endsWith('.js'));
      const visitor = await open(path);
      const hinted = await visitor.page.evaluate(() =>
        [...document.querySelectorAll('link[rel=modulepreload], script[src]')]
          .map((node) => new URL(node.href ?? node.src).pathname),
      );
      const asked = () => visitor.page.evaluate(() =>
        performance.getEntriesByType('resource').map(({ name }) => name.slice(location.origin.length)),
      );
      // uPlot comes late on purpose, when a chart is shown.
      const modules = async () =>
        [...new Set((await asked()).filter((name) => name.endsWith('.js') && !name.includes('/uplot.')))].sort();
      await soon.deepEqual(modules, [...hinted].sort(), path);
      assert.ok(named.every((name) => hinted.includes(name)));
      const words = (language) => hinted.filter((name) => RegExp(`^/v/${language}[-.]`).test(name)).length;
      assert.deepEqual([words('ru'), words('en')], [2, 0], path);
      const once = (url) => soon.equal(async () => (await asked()).filter((name) => name === url).length, 1, url);
      await once('/api/v1/auth/me');
      await once(first);
      await end(visitor);
    }
  });

  it('a page whose modules come late takes what its head asked for, too', async () => {
    const FIRST = '/api/v1/auth/me';
    const visitor = await visit(browser, house, { client: me });
    const { page } = visitor;
    const asked = [];
    page.on('request', (request) => { if (request.url().endsWith(FIRST)) asked.push(request.url()); });
    await page.clock.install();
    const release = await hold(page, '**/v/core.*.js');
    const answered = page.waitForResponse((answer) => answer.url().endsWith(FIRST));
    const opened = visitor.open('/tasks/');
    await answered;
    await page.clock.fastForward(30_000);
    release();
    await opened;
    assert.equal(asked.length, 1);
    await end(visitor);
  });

  it('nothing jumps while a page loads, wide and on a slow phone', async () => {
    const task = (await me.get('/clickup/tasks?page_size=1')).json[0].task_id;
    const { json: mine } = await me.post('/api/v1/tasks/', { title: 'Позвонить', tags: ['оффер'] });
    const paths = [
      '/', '/clickup/tasks/', `/clickup/task/${task}/`, '/clickup/bulk-import/', '/tasks/', `/tasks/${mine.id}/`,
      '/tasks/board/', '/huntflow/logs/', '/candidates/', `${base}/vacancies/`, `${base}/applicants/`,
    ];
    /* Those at the end of the page want wider columns than those that are seen first. */
    for (let n = 0; n < 20; n += 1) {
      const skills = n < 6 ? ['Микросервисы на Java', 'PostgreSQL', 'Kubernetes'] : ['Go'];
      await me.expect(201, 'POST', '/api/v1/candidates/', {
        first_name: 'Анна', last_name: `Ковалёва ${n}`, location: n < 6 ? 'Санкт-Петербург' : 'Минск', skills,
      });
    }
    for (const path of paths) {
      for (const [size, slow] of [['wide', null], ['phone', SLOW]]) {
        const { shift, where } = await weigh(browser, house, { client: me, path, size, slow });
        assert.ok(shift <= 0.02, `${path} ${size} ${shift}: ${where.join('; ')}`);
      }
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
          globalThis.asked.push({ url, late: Error().stack.includes('/v/') });
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
});
