// page.js: what a person waits for in the browser: the lists of tasks with 10 000 tasks in each, from the address or
// the last letter to the painted rows; a drawer, from the key to its paint.
import { loadavg } from 'node:os';
import { startHouse } from '../lib/house.js';
import { Table, indexed, seedRows } from '../lib/seed.js';
import { startBrowser, visit } from '../web/browser.js';
import { asRoot, percentile, row, tasksOr } from './load.js';
import { shipped } from './pages.js';
import { teamTasks } from './team_rows.js';

const TASKS = tasksOr(10_000);
const TRIES = 7;
const LIST_MS = 500;
const DRAWER_MS = 100;
const CLICKUP = { path: '/clickup/tasks/', rows: 20 };
const TEAM = { path: '/tasks/?show=all', rows: 50 };

const house = await startHouse({
  upstreams: true,
  env: { ...shipped(), CLICKUP_LIMIT: '0' },
});
const browser = await startBrowser();
try {
  const [client] = await seedRows(house, { tasks: TASKS });
  await addTeam(client);
  await indexed(house);
  for (const [name, api] of [['ClickUp', '/clickup/tasks'], ['the team', '/api/v1/tasks/']]) {
    console.log(`    ${(await client.get(`${api}?page_size=1`)).headers['x-total-count']} tasks of ${name}`);
  }
  for (const [name, list] of [["ClickUp's", CLICKUP], ["the team's", TEAM]]) {
    await figure(`${name} list, first visit`, LIST_MS, () => fresh(client, list));
    await figure('  the same with warm files', LIST_MS, () => warm(client, list));
    await figure('  a search in it, from the last letter', LIST_MS, () => search(client, list));
    await figure('  a row opens in a drawer by Enter', DRAWER_MS, () => drawer(client, list));
  }
} finally {
  await browser.close();
  await house.stop();
}

async function addTeam(client) {
  const { company, id } = client.user;
  const boss = await house.user({ role: 'manager' });
  const project = { name: 'Нова: Java', members: [{ user: id, role: 'executor' }] };
  const { id: list } = await boss.expect(201, 'POST', '/api/v1/projects/', project);
  const table = new Table(house, 'task');
  const wanted = { count: TASKS, company: company.id, lists: [list], people: [id] };
  for (const task of teamTasks(wanted)) await table.add(task);
  await table.close();
  await asRoot(house, 'USE hirewire; ANALYZE TABLE task');
}

/* The middle of some tries: one slow start says nothing. */
async function figure(name, goal, once) {
  const all = [];
  for (let i = 0; i < TRIES; i += 1) all.push(await once());
  const middle = percentile(all, 0.5);
  row(
    name,
    `${middle.toFixed(0)} ms`,
    `under ${goal} ms; worst of ${TRIES} ${Math.max(...all).toFixed(0)} ms; load ${loadavg()[0].toFixed(1)}`,
    middle < goal,
  );
}

/* The browser's clock at the frame in which the rows are shown. */
function painted(page, count) {
  return page.evaluate((rows) => new Promise((done) => {
    const look = () => {
      if (document.querySelectorAll('tbody tr').length >= rows) {
        requestAnimationFrame(() => setTimeout(() => done(performance.now())));
      }
      else requestAnimationFrame(look);
    };
    look();
  }), count);
}

async function fresh(client, { path, rows }) {
  const visitor = await visit(browser, house, { client });
  await visitor.page.goto(path, { waitUntil: 'commit' });
  const ms = await painted(visitor.page, rows);
  await visitor.close();
  return ms;
}

async function warm(client, { path, rows }) {
  const visitor = await visit(browser, house, { client, path });
  await visitor.page.goto(path, { waitUntil: 'commit' });
  const ms = await painted(visitor.page, rows);
  await visitor.close();
  return ms;
}

async function search(client, { path }) {
  const visitor = await visit(browser, house, { client, path });
  const { page } = visitor;
  const before = await page.locator('tbody').innerText();
  await page.getByRole('searchbox').fill('java');
  const ms = await page.evaluate((old) => new Promise((done) => {
    const from = performance.now();
    const look = () => {
      const body = document.querySelector('tbody');
      if (body && body.innerText !== old && !document.querySelector('table[aria-busy]')) {
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)));
      }
      else requestAnimationFrame(look);
    };
    look();
  }), before);
  await visitor.close();
  return ms;
}

/* From the press of Enter to the frame in which the drawer is there with its heading. */
async function drawer(client, { path }) {
  const visitor = await visit(browser, house, { client, path });
  const { page } = visitor;
  await page.keyboard.press('j');
  await page.locator('tr.at, tr[aria-current], tr:focus-within').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => {
    globalThis.opened = new Promise((done) => {
      addEventListener('keydown', ({ timeStamp }) => {
        const look = () => {
          if (document.querySelector('dialog.drawer[open] h2, dialog[open] h1, dialog[open] h2')) {
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - timeStamp)));
          }
          else requestAnimationFrame(look);
        };
        look();
      }, { once: true, capture: true });
    });
  });
  await page.keyboard.press('Enter');
  const ms = await page.evaluate(() => globalThis.opened);
  await visitor.close();
  return ms;
}
