// browser.js: a person at a house in a real browser. What the console complained about fails the test.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from '../lib/house.js';
import { PATIENCE, soon } from './soon.js';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
];
// What the browser says where visit() allows no worker.
const BLOCKED = 'Service Worker registration blocked by Playwright';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export const SIZES = {
  wide: { width: 1440, height: 900 },
  tablet: { width: 820, height: 1100 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 700 },
};

export async function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/* A page of one person (client of the house) or of nobody. worker: the shell may be kept for offline; else page.route
 * hears of every request. */
export async function visit(browser, house, {
  client, size = 'wide', theme = 'light', locale = 'ru-RU', path, worker = false,
} = {}) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: theme,
    locale,
    timezoneId: 'Europe/Minsk',
    reducedMotion: 'reduce',
    baseURL: house.url,
    serviceWorkers: worker ? 'allow' : 'block',
  });
  if (client)
    {await context.addCookies([
      { name: 'hw_session', value: client.cookie.split('=')[1], url: house.url, httpOnly: true, sameSite: 'Lax' },
    ]);}
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const visitor = new Visitor(page);
  if (path) await visitor.open(path);
  return visitor;
}

class Visitor {
  constructor(page) {
    this.page = page;
    this.complaints = [];
    this.expected = [];
    page.on('console', (message) => {
      if (message.text().startsWith(BLOCKED)) return;
      if (message.type() === 'error' || message.type() === 'warning') {
        this.complaints.push(`${message.text()} ${message.location().url}`);
      }
    });
    // What is thrown need not be an Error: then it has words and no stack.
    page.on('pageerror', (error) => this.complaints.push(error.stack || String(error)));
  }

  /* Goes there and waits until the page has loaded. */
  async open(path) {
    await this.page.goto(path);
    await this.loaded();
  }

  /* Nothing loads and no skeleton is shown. */
  async loaded() {
    await this.page.waitForFunction(
      () => document.querySelector('h1') && !document.querySelector('.skels, [aria-busy=true]'),
    );
  }

  /* How far what was there has jumped since the page began (cumulative layout shift). */
  shifted() {
    return this.page.evaluate(() => new Promise((done) => {
      let sum = 0;
      const watch = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
      });
      watch.observe({ type: 'layout-shift', buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
    }));
  }

  button(name, within = this.page) {
    return within.getByRole('button', { name, exact: typeof name === 'string' });
  }

  link(name, within = this.page) {
    return within.getByRole('link', { name, exact: typeof name === 'string' });
  }

  field(label) {
    return this.page.getByLabel(label, { exact: true });
  }

  /* Waits for a heading: the page has changed. */
  heading(name) {
    return this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  see(text) {
    return this.page.getByText(text).first().waitFor();
  }

  /* It is pointed at: it stays for its button, however long what is looked at meanwhile takes. */
  toast(text) {
    return this.page.locator('.toast').filter({ hasText: text }).hover();
  }

  /* The button of the toast. */
  takeBack(name = 'Вернуть') {
    return this.button(name, this.page.locator('.toast')).click();
  }

  path() {
    const url = new URL(this.page.url());
    return url.pathname + url.search;
  }

  /* An answer of this status is what the test wants: the browser's line about it is no complaint. */
  expect(pattern) {
    this.expected.push(pattern);
  }

  quiet() {
    const left = this.complaints.filter((text) => !this.expected.some((pattern) => pattern.test(text)));
    assert.deepEqual(left, [], 'the console is quiet');
  }

  async accessible(what = this.path()) {
    await this.page.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
    // What the bar above half covers, wherever a click has scrolled to, would count as too small to hit.
    await this.page.evaluate(() => scrollTo(0, 0));
    const { violations } = await this.page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), RULES);
    const why = ({ any, all }) => [...any, ...all].map(({ message }) => message).join('; ');
    const where = (nodes) => nodes.map((node) => `${node.target} (${why(node)})`).join(', ');
    const words = violations.map(({ id, nodes }) => `${id}: ${where(nodes)}`);
    assert.ok(words.length === 0, `axe: ${what}: ${words.join('; ')}`);
  }

  async noSideways(what = this.path()) {
    await soon.deepEqual(() => this.page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      return [...document.querySelectorAll('body *')]
        .filter((node) => node.getBoundingClientRect().right > width + 1)
        .slice(0, 5)
        .map((node) => node.outerHTML.slice(0, 120));
    }), [], `no sideways scroll: ${what}`);
  }

  async close() {
    await this.page.context().close();
  }
}
