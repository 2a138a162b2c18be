// pages.js: what tests of pages begin with: a house, a browser and the recruiter who works in it.
import { after } from 'node:test';
import { startHouse } from '../lib/house.js';
import { QUICK, recruiter } from '../lib/recruiter.js';
import { SIZES, startBrowser, visit } from './browser.js';
import { soon } from './soon.js';

/* A house and a browser until the tests of the file are over. */
export async function startPages(options) {
  const [house, browser] = await Promise.all([startHouse(options), startBrowser()]);
  after(async () => {
    await browser.close();
    await house.stop();
  });
  return { house, browser };
}

/*
 * The same with a recruiter whose 60 tasks are synced; open(path) shows a page to them.
 * parse: what Huntflow reads of CVs; env: of the house.
 */
export async function startRecruiter({ role = 'recruiter', parse, tasks = { count: 60, pdf: 0.5 }, env } = {}) {
  const { house, browser } = await startPages({ upstreams: true, env: { ...QUICK, ...env } });
  if (parse) await house.up.huntflow.settings({ parse });
  const me = await recruiter(house, { tasks, role, company: 'Nova', name: 'Мария Лебедева' });
  return { house, browser, me, open: (path, opts) => visit(browser, house, { client: me, path, ...opts }) };
}

/* What has this role and name in the page itself, beside navigation and bars. */
export const inMain = (visitor, role, name) =>
  visitor.page.locator('#main').getByRole(role, { name, exact: typeof name === 'string' });

/* The console complained about nothing that the test did not expect. */
export async function end(visitor) {
  visitor.quiet();
  await visitor.close();
}

/* Both themes without an axe complaint, no sideways scroll from 320 px. */
export async function isSound(visitor, what) {
  for (const [theme, width] of [['light', 1440], ['dark', 1440], ['dark', 820], ['light', 390], ['light', 320]]) {
    await visitor.page.emulateMedia({ colorScheme: theme });
    await visitor.page.setViewportSize({ width, height: 900 });
    await visitor.noSideways(`${what} ${width}`);
    if (width !== 820 && width !== 320) await visitor.accessible(`${what} ${theme} ${width}`);
  }
  await visitor.page.emulateMedia({ colorScheme: 'light' });
  await visitor.page.setViewportSize(SIZES.wide);
}

const FINGER = 44;

/* There are some, each high enough for a finger. */
export async function canBeHit(locator) {
  const low = (nodes, finger) =>
    nodes.map((node) => node.getBoundingClientRect().height).filter((height) => height < finger);
  await locator.first().waitFor();
  await soon.deepEqual(() => locator.evaluateAll(low, FINGER), []);
}

/* It is whole on the screen. */
export async function liesInside(locator) {
  const { width, height } = locator.page().viewportSize();
  const sides = ({ x, y, ...box }) =>
    ({ left: x, top: y, right: width - x - box.width, bottom: height - y - box.height });
  const over = (box) => Object.entries(sides(box)).filter(([, left]) => left < 0);
  await soon.deepEqual(async () => over(await locator.boundingBox()), []);
}

/* What is asked for of this address waits. -> release() */
export async function hold(page, address) {
  let release;
  const held = new Promise((done) => { release = done; });
  await page.route(address, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/* An answer for page.route. */
export const json = (body, status = 200) => ({ status, contentType: 'application/json', body: JSON.stringify(body) });

/* The address of a module as it is served, whatever the hash in its name is. */
export const moduleOf = (name) => new RegExp(`/(gallery-)?${name}\\.[\\w-]+\\.js$`);

/* Until the page has that module. */
export const served = (page, name) => page.waitForFunction((pattern) =>
  performance.getEntriesByType('resource').some((one) => new RegExp(pattern).test(one.name)), moduleOf(name).source);

/* A hand is on the keyboard: what may be dragged can be. */
export async function mayDrag(page) {
  await page.keyboard.press('Shift');
  await served(page, 'sortable');
}

/* Of the module that comes later, so many requests fail; the console says so. */
export async function missing(visitor, name, times) {
  visitor.expect(/ERR_FAILED/);
  await visitor.page.route(moduleOf(name), (route) => route.abort(), { times });
}

/* A deed of the menu of somebody's row. */
export async function deed(row, name, role = 'menuitem') {
  await row.getByRole('button', { name: /^Роль и действия/ }).click();
  await row.page().getByRole(role, { name, exact: true }).click();
}
