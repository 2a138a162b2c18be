// board.js: the board of 2 000 tasks in the browser: until its cards are painted, and what a frame of a drag costs.
import { startHouse } from '../lib/house.js';
import { team, inDays } from '../lib/team.js';
import { startBrowser, visit } from '../web/browser.js';
import { percentile, row, tasksOr } from './load.js';
import { shipped } from './pages.js';

const TASKS = tasksOr(2000);
const TRIES = 5;
const PAINT_MS = 1000;
const PHONE_MS = 3000;
const FRAME_MS = 16;
const STEPS = 60;
const PATH = '/tasks/board/';
const STATUSES = ['todo', 'in_progress', 'review', 'done', 'cancelled'];
const PRIORITIES = ['low', 'normal', 'high', 'urgent'];

const house = await startHouse({ env: shipped() });
const browser = await startBrowser();
try {
  const { me } = await furnish();
  await painting(me, 'the board, from the address to its cards painted', { goal: PAINT_MS });
  await painting(me, 'the same on a phone with a CPU four times as slow', { goal: PHONE_MS, size: 'phone', slow: 4 });
  await framesOf(me, 'a card is dragged over the columns', { act: drag });
  await framesOf(me, 'a column is scrolled', { act: scroll });
  await framesOf(me, 'the same with a CPU four times as slow', { act: scroll, slow: 4 });
} finally {
  await browser.close();
  await house.stop();
}

async function furnish() {
  const people = await team(house);
  const { me, igor, project, add } = people;
  let left = TASKS;
  const work = async () => {
    while (left > 0) {
      const n = left;
      left -= 1;
      await add(`Позвонить кандидату ${n} и договориться о встрече с заказчиком`, {
        status: STATUSES[n % 5], priority: PRIORITIES[n % 4], list: n % 2 ? project.id : null,
        assigned_to: (n % 3 ? me : igor).user.id, due_date: inDays((n % 40) - 10),
        tags: ['звонок', 'java'].slice(n % 3),
      });
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return people;
}

async function slowed(visitor, rate) {
  const devtools = await visitor.page.context().newCDPSession(visitor.page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate });
}

/* The browser's clock at the frame in which each column that is in sight has cards, or says that it has none. */
function painted(page) {
  return page.evaluate((columns) => new Promise((done) => {
    const look = () => {
      const lists = [...document.querySelectorAll('.klist')];
      if (lists.length === columns && lists.every((list) => list.querySelector('.kcard'))) {
        requestAnimationFrame(() => setTimeout(() => done(performance.now())));
      } else requestAnimationFrame(look);
    };
    look();
  }), STATUSES.length);
}

async function painting(client, name, { goal, size, slow = 1 }) {
  const all = [];
  for (let i = 0; i < TRIES; i += 1) {
    const visitor = await visit(browser, house, { client, size });
    if (slow > 1) await slowed(visitor, slow);
    await visitor.page.goto(PATH, { waitUntil: 'commit' });
    all.push(await painted(visitor.page));
    await visitor.close();
  }
  const ms = percentile(all, 0.5);
  row(name, `${ms.toFixed(0)} ms`, `under ${goal} ms; worst of ${TRIES} ${Math.max(...all).toFixed(0)} ms`, ms < goal);
}

/*
 * What each frame costs: the page's listeners of what the mouse did in it, and its style, layout and painting. The wait
 * for the screen is no cost.
 */
function watchFrames(page) {
  return page.evaluate(() => {
    const frames = [];
    const one = { handlers: 0, from: 0, began: 0 };
    for (const type of ['pointermove', 'scroll', 'wheel']) {
      window.addEventListener(type, () => { one.from = performance.now(); }, { capture: true, passive: true });
      window.addEventListener(type, () => { one.handlers += performance.now() - one.from; }, { passive: true });
    }
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      frames.push(one.handlers + performance.now() - one.began);
      one.handlers = 0;
    };
    const frame = () => {
      one.began = performance.now();
      channel.port2.postMessage(0);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    window.frameCosts = frames;
  });
}

async function framesOf(client, name, { act, size, slow = 1 }) {
  const visitor = await visit(browser, house, { client, path: PATH, size });
  const { page } = visitor;
  await painted(page);
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name: file }) => file.includes('sortable')));
  if (slow > 1) await slowed(visitor, slow);
  await watchFrames(page);
  await act(page);
  const costs = await page.evaluate(() => window.frameCosts);
  const cards = await page.locator('.kcard').count();
  await visitor.close();
  const often = percentile(costs, 0.95);
  row(`${name}: 95 of 100 frames`, `${often.toFixed(1)} ms`,
    `under ${FRAME_MS} ms; middle ${percentile(costs, 0.5).toFixed(1)}, worst ${Math.max(...costs).toFixed(1)} ms; ` +
    `${costs.length} frames, ${cards} cards drawn`, often < FRAME_MS);
}

/* A card is carried over all columns and back, and down and up in them; then Esc. */
async function drag(page) {
  const card = page.locator('.klist .kcard').first();
  const { x, y } = await card.boundingBox();
  const far = page.viewportSize().width - x - 120;
  await page.mouse.move(x + 40, y + 60);
  await page.mouse.down();
  for (let i = 0; i <= STEPS; i += 1) {
    const part = i < STEPS / 2 ? (2 * i) / STEPS : 2 - (2 * i) / STEPS;
    await page.mouse.move(x + 40 + far * part, y + 60 + 400 * Math.abs(Math.sin(i / 4)));
  }
  await page.keyboard.press('Escape');
}

/* The first column from its top to the last card that was read, and what is read meanwhile. */
async function scroll(page) {
  const { x, y } = await page.locator('.klist').first().boundingBox();
  await page.mouse.move(x + 40, y + 100);
  for (let i = 0; i < STEPS; i += 1) await page.mouse.wheel(0, 300);
}
